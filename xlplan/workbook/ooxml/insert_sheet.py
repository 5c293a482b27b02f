"""Putting a drawn sheet into a workbook, and making a workbook of drawn sheets.

What changes is the list of sheets, the styles (which only grow) and the sheet itself. The titles in
docProps/app.xml stay as they are: nothing reads them but a file manager, and Excel writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from xlplan.errors import XlplanError
from xlplan.workbook.grid import column_letters, quoted
from xlplan.workbook.ooxml.archive import Member, deflate
from xlplan.workbook.ooxml.calculation import drop_calculation_chain
from xlplan.workbook.ooxml.new_styles import NewStyles
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.render import sheet_xml
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.styles import BLANK_STYLES, STYLES_CONTENT_TYPE, Styles, styles_of
from xlplan.workbook.ooxml.table_part import table_xml
from xlplan.workbook.ooxml.xml import MAIN, OFFICE_RELATIONS, local_name, parse_xml, serialise_xml
from xlplan.workbook.readers.xlsx import counts_from_1904
from xlplan.workbook.sheet_spec import SheetSpec, Table

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SELECTED = re.compile(rb"""\s+tabSelected=["'](?:1|true)["']""")
# ECMA-376 18.2.27: what is before the views, and before the defined names, in a workbook part.
_BEFORE_VIEWS = {
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "revisionPtr",
    "workbookProtection",
}
_BEFORE_NAMES = _BEFORE_VIEWS | {"bookViews", "sheets", "functionGroups", "externalReferences"}

_STYLES_PART = "xl/styles.xml"
_BLANK_PARTS = {
    "[Content_Types].xml": f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT_TYPE}sheet.main+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{STYLES_CONTENT_TYPE}"/></Types>""".encode(),
    "_rels/.rels": f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{OFFICE_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>\
</Relationships>""".encode(),
    "xl/workbook.xml": f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELATIONS}"><workbookPr/><bookViews>\
<workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000"/></bookViews><sheets/>\
<calcPr calcId="191029"/></workbook>""".encode(),
    "xl/_rels/workbook.xml.rels": f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{OFFICE_RELATIONS}/styles" Target="styles.xml"/></Relationships>""".encode(),
    _STYLES_PART: BLANK_STYLES,
}


def new_package(sheets: Sequence[SheetSpec]) -> Package:
    """A fresh workbook that holds just these sheets, in this order."""
    members, rooms = _rooms_of_new(tuple(map(_Outline.of, sheets)))
    package = Package.of_members(members)
    styles = NewStyles()
    for spec, room in zip(sheets, rooms, strict=True):
        _draw(package, spec, room, styles)
    package.write(_STYLES_PART, styles.to_bytes())
    return package


def put_sheet(package: Package, spec: SheetSpec, before: str | None = None) -> None:
    """Put a drawn sheet into a workbook.

    A sheet of the same name is replaced and keeps its place. A visible sheet that is put before all
    other visible ones is the one that shows when the workbook is opened.

    Args:
        package: the workbook, which is changed.
        spec: the sheet.
        before: the sheet that it is put before; None puts it at the end.

    Raises:
        XlplanError: the workbook is Strict Open XML, there is no sheet named by `before`, or the sheet
            holds something that Excel would not open.
    """
    room = _make_room(package, _Outline.of(spec), before)
    with styles_of(package) as styles:
        _draw(package, spec, room, styles)


@dataclass(frozen=True, slots=True)
class _Outline:
    """What of a sheet other parts of the workbook depend on."""

    name: str
    table: str
    """Its table's name; "" where it has none."""
    visibility: str
    repeat_rows: tuple[int, int] | None
    repeat_columns: tuple[int, int] | None

    @classmethod
    def of(cls, spec: SheetSpec) -> _Outline:
        table = spec.table.name if spec.table else ""
        return cls(spec.name, table, spec.visibility, spec.repeat_rows, spec.repeat_columns)


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a sheet is in a workbook."""

    part: str
    is_selected: bool
    is_1904: bool
    table_part: str = ""
    table_number: int = 0
    table_name: str = ""
    table_relation: str = ""
    """The id of the sheet's relation to its table."""


def _draw(package: Package, spec: SheetSpec, room: _Room, styles: Styles | NewStyles) -> None:
    """Draw a sheet, and its table if it has one, where there is room for it."""
    if spec.table:
        package.write(room.table_part, table_xml(spec.table, room.table_number, room.table_name))
    content = sheet_xml(
        spec,
        styles,
        table_relation=room.table_relation,
        is_1904=room.is_1904,
        selected=room.is_selected,
    )
    package.write(room.part, content)


@lru_cache(maxsize=16)
def _rooms_of_new(outlines: tuple[_Outline, ...]) -> tuple[list[Member], list[_Room]]:
    """A new workbook in which there is room for sheets: three hundred returns have the same."""
    # no time of day: the same bytes each time
    package = Package.of_members([deflate(part, content) for part, content in _BLANK_PARTS.items()])
    rooms = [_make_room(package, outline) for outline in outlines]
    return package.members(), rooms


def _make_room(package: Package, outline: _Outline, before: str | None = None) -> _Room:
    """Let a sheet be in the workbook, with nothing on it yet. See `put_sheet`."""
    refuse_strict(package)
    workbook = _Workbook(package)
    sheets = package.sheets()
    old = next((entry for entry in sheets if entry.name.casefold() == outline.name.casefold()), None)
    if old and not old.is_worksheet:
        raise XlplanError(
            f"there is a sheet {old.name!r} that is no worksheet", "Give it another name", file=package.name
        )
    if old:
        index = workbook.index(old)
        part = old.part
        _drop_relations(package, part)
        drop_calculation_chain(package)
    else:
        index = workbook.place_before(before, package.name)
        part = free_part(package, "xl/worksheets/sheet")
        package.add(part, f'<worksheet xmlns="{MAIN}"/>'.encode(), f"{_CONTENT_TYPE}worksheet+xml")
        relation = package.add_relation(package.workbook_part, "worksheet", part)
        workbook.insert(index, outline.name, relation)
    workbook.show(index, outline.visibility)
    if outline.visibility == "visible" and workbook.is_first_visible(index) and not old:
        workbook.activate(index)
        _deselect(package, sheets)
    workbook.name_print_titles(index, outline)

    room = _Room(
        part,
        is_selected=outline.visibility == "visible" and workbook.active == index,
        is_1904=counts_from_1904(package),
    )
    if outline.table:
        table_part = free_part(package, "xl/tables/table")
        number, name = _free_table(package, outline.table, workbook.names())
        empty = table_xml(Table(name, ()), number, name)
        package.add(table_part, empty, f"{_CONTENT_TYPE}table+xml")
        relation = package.add_relation(part, "table", table_part)
        room = replace(
            room, table_part=table_part, table_number=number, table_name=name, table_relation=relation
        )
    workbook.write()
    return room


def refuse_strict(package: Package) -> None:
    """Raise XlplanError for Strict Open XML, whose parts have other names throughout."""
    if package.is_strict:
        raise XlplanError(
            "the workbook is saved as Strict Open XML, which xlplan does not write",
            "Save it in Excel as Excel Workbook (.xlsx), the first in the list, and try again",
            file=package.name or None,
        )


def free_part(package: Package, stem: str) -> str:
    """The first part name of the kind "xl/tables/table7.xml" that is not taken."""
    number = 1
    while f"{stem}{number}.xml" in package:
        number += 1
    return f"{stem}{number}.xml"


class _Workbook:
    """The workbook part: the list of sheets, what shows, the defined names."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = parse_xml(package.read(package.workbook_part), package.workbook_part)
        sheets = self._root.find(_tag("sheets"))
        if sheets is None:
            sheets = etree.SubElement(self._root, _tag("sheets"))
        self._sheets = sheets

    def write(self) -> None:
        self._package.write(self._package.workbook_part, serialise_xml(self._root))

    def index(self, entry: SheetEntry) -> int:
        return next(i for i, sheet in enumerate(self._sheets) if sheet.get("name") == entry.name)

    def place_before(self, name: str | None, file: str) -> int:
        if name is None:
            return len(self._sheets)
        for index, sheet in enumerate(self._sheets):
            if sheet.get("name", "").casefold() == name.casefold():
                return index
        raise XlplanError(f"there is no sheet {name!r} to put another before", file=file or None)

    def insert(self, index: int, name: str, relation: str) -> None:
        numbers = [int(sheet.get("sheetId", "0")) for sheet in self._sheets]
        sheet = etree.Element(_tag("sheet"), name=name, sheetId=str(max(numbers, default=0) + 1))
        sheet.set(f"{{{OFFICE_RELATIONS}}}id", relation)
        self._sheets.insert(index, sheet)
        # Names of one sheet, and what shows, are told by the sheet's place in the list.
        for defined in self._root.iter(_tag("definedName")):
            _shift(defined, "localSheetId", index)
        for view in self._root.iter(_tag("workbookView")):
            if len(self._sheets) > 1:
                _shift(view, "activeTab", index)
                _shift(view, "firstSheet", index)

    def show(self, index: int, visibility: str) -> None:
        if visibility == "visible":
            self._sheets[index].attrib.pop("state", None)
        else:
            self._sheets[index].set("state", visibility)

    def is_first_visible(self, index: int) -> bool:
        return not any(sheet.get("state", "visible") == "visible" for sheet in self._sheets[:index])

    @property
    def active(self) -> int:
        view = next(self._root.iter(_tag("workbookView")), None)
        return 0 if view is None else int(view.get("activeTab", "0"))

    def activate(self, index: int) -> None:
        views = self._root.find(_tag("bookViews"))
        if views is None:
            views = etree.Element(_tag("bookViews"))
            self._insert_after(views, _BEFORE_VIEWS)
            etree.SubElement(views, _tag("workbookView"))
        for view in views:
            view.set("activeTab", str(index))
            view.attrib.pop("firstSheet", None)

    def _insert_after(self, element: etree._Element, before: Set[str]) -> None:
        places = [place for place, child in enumerate(self._root) if local_name(child) in before]
        self._root.insert(max(places, default=-1) + 1, element)

    def names(self) -> set[str]:
        return {defined.get("name", "").casefold() for defined in self._root.iter(_tag("definedName"))}

    def name_print_titles(self, index: int, outline: _Outline) -> None:
        """Excel keeps the rows repeated on each page as a name of the sheet. What it kept for a replaced
        sheet (its print area, its filter) fits no more."""
        names = self._root.find(_tag("definedNames"))
        for defined in [] if names is None else list(names):
            if defined.get("localSheetId") == str(index) and defined.get("name", "").startswith("_xlnm."):
                defined.getparent().remove(defined)  # type: ignore[union-attr]
        if outline.repeat_rows:
            if names is None:
                names = etree.Element(_tag("definedNames"))
                self._insert_after(names, _BEFORE_NAMES)
            first, last = outline.repeat_rows
            title = etree.SubElement(
                names, _tag("definedName"), name="_xlnm.Print_Titles", localSheetId=str(index)
            )
            title.text = f"{quoted(outline.name)}!${first}:${last}"
            if outline.repeat_columns:
                left, right = map(column_letters, outline.repeat_columns)
                title.text = f"{quoted(outline.name)}!${left}:${right},{title.text}"
        if names is not None and not len(names):
            self._root.remove(names)


def _shift(element: etree._Element, attribute: str, index: int) -> None:
    place = element.get(attribute)
    if place is None and attribute == "activeTab":
        place = "0"
    if place is not None and place.isdigit() and int(place) >= index:
        element.set(attribute, str(int(place) + 1))


def _deselect(package: Package, sheets: Sequence[SheetEntry]) -> None:
    """With two sheets selected Excel opens them as a group, and what is typed into one goes into both."""
    for entry in sheets:
        content = package.read(entry.part)
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            content = serialise_xml(parse_xml(content, entry.part))
        rows = content.find(b"<sheetData")
        head = content[:rows] if rows >= 0 else content
        if _SELECTED.search(head):
            package.write(entry.part, _SELECTED.sub(b"", head) + content[len(head) :])


def _drop_relations(package: Package, part: str) -> None:
    """Take out what only this part relates to: the table of a replaced sheet, its comments, its sheets."""
    for relation in package.relations(part):
        package.remove_relation(part, relation.id)
        if relation.external or relation.target not in package:
            continue
        if relation.target not in set(_targets(package)):
            _drop_relations(package, relation.target)
            package.remove(relation.target)


def _targets(package: Package) -> Iterator[str]:
    for name in ["", *package.names()]:
        if not name.endswith(".rels"):
            yield from (relation.target for relation in package.relations(name) if not relation.external)


def _free_table(package: Package, name: str, names: set[str]) -> tuple[int, str]:
    """A table id and a table name that nothing in the workbook has; names of cells count, too."""
    taken = set(names)
    highest = 0
    for target in set(_targets(package)):
        if package.content_type(target) == f"{_CONTENT_TYPE}table+xml" and target in package:
            root = parse_xml(package.read(target), target)
            highest = max(highest, int(root.get("id", "0")))
            taken |= {root.get("name", "").casefold(), root.get("displayName", "").casefold()}
    free, number = name, 2
    while free.casefold() in taken:
        free, number = f"{name}_{number}", number + 1
    return highest + 1, free


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
