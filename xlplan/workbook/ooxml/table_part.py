"""A drawn table as the part that makes it an Excel table: its area, its headings, its look."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from xlplan.errors import XlplanError
from xlplan.workbook.grid import LONGEST_HEADING, Area, Formula, Value
from xlplan.workbook.ooxml.xml import MAIN, serialise_xml
from xlplan.workbook.sheet_spec import Table

TABLE_STYLE = "TableStyleLight1"
"""Bold headings between two thin lines: calm beside the colours of the RAG words."""


def table_xml(table: Table, number: int, name: str) -> bytes:
    """The table part of a drawing's table.

    Args:
        table: the table as drawn.
        number: its id, free in the workbook.
        name: its name, free in the workbook.
    """
    area = area_of_table(table)
    element = etree.Element(
        _tag("table"),
        {"id": str(number), "name": name, "displayName": name, "ref": str(area), "totalsRowShown": "0"},
        nsmap={None: MAIN},
    )
    if table.filters:
        etree.SubElement(element, _tag("autoFilter"), ref=str(area))
    columns = etree.SubElement(element, _tag("tableColumns"), count=str(len(table.columns)))
    for index, column in enumerate(table.columns):
        add_table_column(columns, index + 1, column.heading, [row[index] for row in table.rows])
    etree.SubElement(
        element,
        _tag("tableStyleInfo"),
        name=TABLE_STYLE,
        showFirstColumn="0",
        showLastColumn="0",
        showRowStripes="0",
        showColumnStripes="0",
    )
    return serialise_xml(element)


def add_table_column(
    columns: etree._Element, number: int, heading: str, values: Sequence[Value | Formula]
) -> None:
    """Put one column under a table part's tableColumns.

    When every value is a formula, Excel is told so, and gives the formula to the rows that people add.
    """
    column = etree.SubElement(columns, _tag("tableColumn"), id=str(number), name=table_column_name(heading))
    first = values[0] if values else None
    if isinstance(first, Formula) and all(isinstance(value, Formula) for value in values):
        etree.SubElement(column, _tag("calculatedColumnFormula")).text = first.text.removeprefix("=")


def table_column_name(heading: str) -> str:
    """A heading as a table part names it: a line break, which an attribute cannot hold, is written out."""
    return heading.replace("\r", "_x000d_").replace("\n", "_x000a_").replace("\t", "_x0009_")


def area_of_table(table: Table) -> Area:
    """Where a drawn table is, headings included. An Excel table keeps one row even when it is empty."""
    return Area(
        table.header_row,
        table.first_column,
        table.header_row + max(1, len(table.rows)),
        table.first_column + len(table.columns) - 1,
    )


def body_of(table: Table) -> Area:
    """Where a drawn table's rows are."""
    area = area_of_table(table)
    return Area(area.first_row + 1, area.first_column, area.last_row, area.last_column)


def headings_of(table: Table) -> dict[str, int]:
    """Heading -> column number on the sheet.

    Raises:
        XlplanError: a heading is blank, longer than Excel allows in a table, or there twice.
    """
    found: dict[str, int] = {}
    seen: set[str] = set()
    for number, column in enumerate(table.columns, table.first_column):
        check_heading(column.heading, seen)
        found[column.heading] = number
    return found


def check_heading(heading: str, seen: set[str]) -> None:
    """Raise XlplanError when Excel refuses a table with this heading beside those seen; remember it."""
    if not heading.strip():
        raise XlplanError("a column of the table has no heading", "Give every column a heading")
    if len(heading) > LONGEST_HEADING:
        raise XlplanError(
            f"the heading {heading[:40]!r}... is longer than {LONGEST_HEADING} characters",
            "Shorten the heading",
        )
    if heading.casefold() in seen:
        raise XlplanError(f"the heading {heading!r} is there twice", "Rename one of the two")
    seen.add(heading.casefold())


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
