"""Renaming a sheet wherever the workbook names it: formulas, names, links, drop-downs, charts, pivot tables.

Macros that name the sheet in their text are out of reach.
"""

from __future__ import annotations

import re

from xlplan.errors import XlplanError
from xlplan.workbook.ooxml.formula_places import change_formulas
from xlplan.workbook.ooxml.formulas import renamed
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.xml import local_name, parse_xml, serialise_xml

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def rename_sheet(package: Package, old: str, new: str) -> None:
    """Rename a sheet, with every reference to it.

    A part that does not name the sheet stays byte for byte as it was.

    Args:
        package: the workbook, which is changed.
        old: the sheet's name, in any case.
        new: its new name.

    Raises:
        XlplanError: there is no sheet `old`, another sheet has the name `new`, or Excel allows no such name.
    """
    names = {entry.name.casefold(): entry.name for entry in package.sheets()}
    if old.casefold() not in names:
        raise XlplanError(f"there is no sheet {old!r}", file=package.name or None)
    if new.casefold() in names and new.casefold() != old.casefold():
        raise XlplanError(
            f"there is already a sheet {new!r}", "Choose another name", file=package.name or None
        )
    check_sheet_name(new)
    change_formulas(
        package,
        lambda part: lambda formula: renamed(formula, old, new),
        may_hold=lambda part, content: _may_name(content, old),
        change_name=lambda name: new if name.casefold() == old.casefold() else name,
    )
    _rename_in_list(package, old, new)
    _rename_in_titles(package, old, new)


def check_sheet_name(name: str) -> None:
    """Raise XlplanError when Excel allows no sheet of this name."""
    if (
        not name.strip()
        or len(name) > LONGEST_NAME
        or _FORBIDDEN.search(name)
        or name[0] == "'"
        or name[-1] == "'"
    ):
        raise XlplanError(
            f"Excel allows no sheet called {name!r}",
            f"Choose a name of at most {LONGEST_NAME} characters, without any of [ ] : * ? / \\",
        )


def _may_name(content: bytes, name: str) -> bool:
    """A quick look: a sheet of ten megabytes that does not name the sheet need not be searched for formulas."""
    runs = re.findall(r"[A-Za-z0-9]+", name)
    if not runs or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return re.search(max(runs, key=len).encode(), content, re.IGNORECASE) is not None


def _rename_in_list(package: Package, old: str, new: str) -> None:
    root = parse_xml(package.read(package.workbook_part), package.workbook_part)
    for sheet in root.iter("{*}sheet"):
        if sheet.get("name", "").casefold() == old.casefold():
            sheet.set("name", new)
    package.write(package.workbook_part, serialise_xml(root))


def _rename_in_titles(package: Package, old: str, new: str) -> None:
    """The list of sheets and names that file managers show."""
    part = package.related("", "extended-properties")
    if part is None:
        return
    root = parse_xml(package.read(part), part)
    found = False
    for titles in (element for element in root if local_name(element) == "TitlesOfParts"):
        for title in titles.iter("{*}lpstr"):
            text = title.text or ""
            # Sheets come before names, and a name may be called like the sheet.
            if text.casefold() == old.casefold() and not found:
                title.text, found = new, True
            elif "!" in text:
                title.text = renamed(text, old, new)
    if serialise_xml(root) != serialise_xml(parse_xml(package.read(part), part)):
        package.write(part, serialise_xml(root))
