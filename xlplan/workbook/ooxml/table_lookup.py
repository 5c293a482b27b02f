"""Finding a table on a sheet: by its name, and where its part was lost, by its headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from xlplan.errors import XlplanError
from xlplan.workbook.grid import Area, Formula, Place, Value, address, area_of
from xlplan.workbook.ooxml.cell_xml import text_for_xml
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.shared_strings import shared_strings
from xlplan.workbook.ooxml.sheet_editor import Frame
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.table_part import check_heading, table_column_name
from xlplan.workbook.ooxml.xml import (
    escape,
    parse_xml,
    serialise_xml,
    text_of,
    unescaped,
    without_escapes,
)
from xlplan.workbook.sheet_spec import HEADER_ROW

_VALUE = re.compile(rb"<v>([^<]*)</v>")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table as it is on a sheet."""

    header_row: int
    last_row: int
    """The last row that may hold an action: the totals row is not one. Never the header row itself."""
    first_column: int
    last_column: int
    headings: tuple[str, ...]
    part: str | None = None
    """The table part; None when the file has none any more."""
    root: etree._Element | None = None
    has_totals: bool = False

    @property
    def body(self) -> Area:
        """Its rows."""
        return Area(self.header_row + 1, self.first_column, self.last_row, self.last_column)

    @property
    def area(self) -> Area:
        """All of it: headings, rows, totals."""
        last = self.last_row + (1 if self.has_totals else 0)
        return Area(self.header_row, self.first_column, last, self.last_column)


def find_table(package: Package, sheet: SheetEntry, frame: Frame, name: str) -> FoundTable:
    """The table of this name on this sheet.

    A table that somebody renamed is found as the only one with its headings in row 3; one whose part is gone
    (another program saved the file, or a person turned it into a plain range) by what stands in row 3.

    Raises:
        XlplanError: there is nothing like it on the sheet.
    """
    _refuse_without_headings(package, sheet, name)
    tables = tables_of(package, sheet.part)
    named = [table for table in tables if _name(table) == name.casefold()]
    in_place = [table for table in tables if table.header_row == HEADER_ROW]
    if named:
        return named[0]
    if len(in_place) == 1:
        return in_place[0]
    return _by_headings(package, sheet, frame, name)


def _refuse_without_headings(package: Package, sheet: SheetEntry, name: str) -> None:
    """Raise when the table of this name shows no row of headings: its columns could only be guessed."""
    for relation in package.relations(sheet.part):
        if relation.kind != "table" or relation.external or relation.target not in package:
            continue
        root = parse_xml(package.read(relation.target), relation.target)
        if root.get("displayName", "").casefold() == name.casefold() and root.get("headerRowCount") == "0":
            raise XlplanError(
                f"the table {name!r} shows no row of headings",
                "Switch on Header Row in Excel, under Table Design, and try again",
                file=package.name or None,
                sheet=sheet.name,
            )


def tables_of(package: Package, part: str) -> list[FoundTable]:
    """The tables of a sheet that have a part of their own and a row of headings."""
    found = []
    for relation in package.relations(part):
        if relation.kind == "table" and not relation.external and relation.target in package:
            root = parse_xml(package.read(relation.target), relation.target)
            if root.get("headerRowCount", "1") != "0":
                found.append(_from_part(relation.target, root))
    return found


def _from_part(part: str, root: etree._Element) -> FoundTable:
    area = area_of(root.get("ref", "A1"))
    has_totals = root.get("totalsRowCount", "0") != "0"
    columns = list(root.iter("{*}tableColumn"))
    return FoundTable(
        header_row=area.first_row,
        last_row=max(area.first_row + 1, area.last_row - (1 if has_totals else 0)),
        first_column=area.first_column,
        last_column=area.last_column,
        headings=tuple(without_escapes(column.get("name", "")) for column in columns),
        part=part,
        root=root,
        has_totals=has_totals,
    )


def _name(table: FoundTable) -> str:
    return (
        ""
        if table.root is None
        else (table.root.get("displayName") or table.root.get("name") or "").casefold()
    )


def _by_headings(package: Package, sheet: SheetEntry, frame: Frame, name: str) -> FoundTable:
    headings: list[str] = []
    first = 0
    for cell in frame.cells(HEADER_ROW):
        if not cell.is_filled:
            continue
        first = first or cell.column
        if cell.column != first + len(headings):
            break
        headings.append(_text(package, cell.content))
    if not headings:
        raise XlplanError(
            f"there is no table {name!r}, and row {HEADER_ROW} holds no headings",
            f"Put the headings back into row {HEADER_ROW}",
            file=package.name or None,
            sheet=sheet.name,
        )
    last_column = first + len(headings) - 1
    last_row = HEADER_ROW
    while any(cell.is_filled and first <= cell.column <= last_column for cell in frame.cells(last_row + 1)):
        last_row += 1
    return FoundTable(HEADER_ROW, max(last_row, HEADER_ROW + 1), first, last_column, tuple(headings))


def _text(package: Package, content: bytes) -> str:
    """The text of a heading, from what is between its cell's tags."""
    if b"<is" in content:
        return text_of(content)
    value = _VALUE.search(content)
    shown = unescaped(value[1]) if value else ""
    strings = package.related(package.workbook_part, "sharedStrings")
    if b"<f" in content or strings is None or not shown.isdigit():
        return shown
    texts = shared_strings(package.read(strings), strings)
    return texts[int(shown)] if int(shown) < len(texts) else shown


def rename_headings(package: Package, entry: SheetEntry, values: Mapping[Place, Value | Formula]) -> None:
    """Let the tables of a sheet follow those of the values that are about to be put into their headings.

    Raises:
        XlplanError: the value is no text, another column has that heading, or a formula names the old one.
    """
    for table in tables_of(package, entry.part):
        new = dict(enumerate(table.headings))
        for number in new:
            value = values.get((table.header_row, table.first_column + number), new[number])
            if value != new[number]:
                new[number] = _checked(package, entry, table, number, value)
        if tuple(new.values()) == table.headings or table.part is None or table.root is None:
            continue
        seen: set[str] = set()
        for heading in new.values():
            check_heading(heading, seen)
        for number, column in enumerate(table.root.iter("{*}tableColumn")):
            if new[number] != table.headings[number]:
                column.set("name", table_column_name(text_for_xml(new[number])))
        package.write(table.part, serialise_xml(table.root))


def _checked(
    package: Package, entry: SheetEntry, table: FoundTable, number: int, value: Value | Formula
) -> str:
    cell = address(table.header_row, table.first_column + number)
    old = table.headings[number]
    if not isinstance(value, str) or not value.strip():
        raise XlplanError(
            "it is a heading of a table, which must be a text",
            file=package.name or None,
            sheet=entry.name,
            cell=cell,
        )
    # A formula names a column in square brackets, with an apostrophe before some characters.
    named = [f"[{escape(text)}]".encode() for text in (old, table_column_name(old))]
    if any(
        name in content
        for content in (package.read(part) for part in package.names() if _may_hold_formulas(part))
        for name in named
    ):
        raise XlplanError(
            f"formulas name the table's column {old!r}",
            "Change this heading in Excel, which changes the formulas with it",
            file=package.name or None,
            sheet=entry.name,
            cell=cell,
        )
    return value


def _may_hold_formulas(part: str) -> bool:
    return part.endswith(".xml") and part.startswith(("xl/worksheets/", "xl/tables/", "xl/workbook"))
