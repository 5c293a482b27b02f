"""What a workbook cannot keep when it becomes an ordinary .xlsx, or when it is changed: macros, signatures."""

from __future__ import annotations

from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.xml import parse_xml, serialise_xml

_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_VBA_TYPE = "application/vnd.ms-office.vbaProject"
_MACRO_KINDS = ("vbaProject", "vbaProjectSignature", "vbaProjectSignatureAgile", "vbaProjectSignatureV3")
_MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
_SIGNATURES = "origin"
"""The last segment of the relation from the package to what holds its signatures (ECMA-376 part 2, 12)."""


def drop_macros(package: Package) -> bool:
    """Take the macros out, Excel 4.0's macro sheets too, and say that the workbook is an ordinary one.

    A template becomes a workbook too. Buttons and other controls stay where they are; those that started a macro start
    nothing any more.

    Returns:
        True when there were macros.
    """
    had_macros = False
    workbook = package.workbook_part
    for relation in list(package.relations(workbook)):
        if relation.kind in _MACRO_KINDS and relation.target in package:
            for signature in list(package.relations(relation.target)):
                package.remove(signature.target)
            package.remove(relation.target)
            had_macros = True
    for entry in package.sheets():
        if entry.kind in _MACRO_SHEETS:
            _drop_sheet(package, entry)
            had_macros = True
    if had_macros:
        package.drop_default_type(_VBA_TYPE)
    if package.content_type(workbook) != _PLAIN_TYPE:
        package.set_content_type(workbook, _PLAIN_TYPE)
    return had_macros


def drop_signatures(package: Package) -> bool:
    """Take out what signs the workbook: it no longer holds once a byte has changed, and Excel warns of it.

    Returns:
        True when the workbook was signed.
    """
    origins = [relation.target for relation in package.relations("") if relation.kind == _SIGNATURES]
    for origin in origins:
        for signature in list(package.relations(origin)):
            package.remove(signature.target)
        package.remove(origin)
    return bool(origins)


def _drop_sheet(package: Package, sheet: SheetEntry) -> None:
    """Take a sheet out of the list of sheets, with the names that only it gave meaning to."""
    root = parse_xml(package.read(package.workbook_part), package.workbook_part)
    listed = list(root.iter("{*}sheet"))
    place = next(number for number, entry in enumerate(listed) if entry.get("name") == sheet.name)
    parent = listed[place].getparent()
    assert parent is not None
    parent.remove(listed[place])
    quoted = sheet.name.replace("'", "''")
    for name in list(root.iter("{*}definedName")):
        holder = name.getparent()
        local = name.get("localSheetId")
        is_of_sheet = local == str(place) or (name.text or "").startswith((f"{sheet.name}!", f"'{quoted}'!"))
        if holder is not None and (is_of_sheet or name.get("xlm") in ("1", "true")):
            holder.remove(name)
        elif local is not None and int(local) > place:
            name.set("localSheetId", str(int(local) - 1))
    for names in root.iter("{*}definedNames"):
        if not len(names):
            root.remove(names)
    for view in root.iter("{*}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            number = int(view.get(attribute, "0"))
            if number >= place:
                view.set(attribute, str(max(0, number - 1)))
    package.write(package.workbook_part, serialise_xml(root))
    package.remove(sheet.part)
