"""Headings of Excel tables: they stand in a cell and in the table's own part, and both must agree, or Excel calls
the file damaged."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from xlplan.errors import XlplanError
from xlplan.workbook.grid import Formula, Place, Value, address
from xlplan.workbook.ooxml.cell_xml import text_for_xml
from xlplan.workbook.ooxml.package import Package, SheetEntry
from xlplan.workbook.ooxml.table_lookup import FoundTable, tables_of
from xlplan.workbook.ooxml.table_part import check_heading, table_column_name
from xlplan.workbook.ooxml.xml import serialise_xml


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
