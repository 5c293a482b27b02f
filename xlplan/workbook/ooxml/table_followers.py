"""What follows a table that grows: its own part, drop-downs, rules, filters, print areas, and whatever refers to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from xlplan.workbook.grid import Area, area_of, column_letters
from xlplan.workbook.ooxml.formula_places import change_formulas
from xlplan.workbook.ooxml.formulas import with_ranges_changed
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_editor import Frame
from xlplan.workbook.ooxml.table_lookup import FoundTable
from xlplan.workbook.ooxml.xml import parse_xml, serialise_xml

_FOLLOWS_ROWS = ("conditionalFormatting", "dataValidation", "protectedRange", "ignoredError")
_FOLLOWS_ROWS_IN_EXTENSIONS = ("{*}conditionalFormatting", "{*}dataValidation")
_FOLLOWING_NAMES = ("_xlnm._FilterDatabase", "_xlnm.Print_Area")
_ABSOLUTE = re.compile(r"(?<=!)\$([A-Z]{1,3})\$(\d{1,7}):\$([A-Z]{1,3})\$(\d{1,7})")

Growth = Callable[[Area], Area]


def downwards(table: FoundTable, last_row: int) -> Growth:
    """Areas that reach the table's last row reach the new last row afterwards, and so with a row of totals below."""
    totals = table.area.last_row

    def grown(area: Area) -> Area:
        beside = area.last_column < table.first_column or area.first_column > table.last_column
        if beside or area.last_row not in (table.last_row, totals):
            return area
        return replace(area, last_row=area.last_row + last_row - table.last_row)

    return grown


def _referred(table: FoundTable, last_row: int) -> Growth:
    """What becomes of a range that a formula, a name or a chart gives, as Excel does it.

    One over all rows of the table grows with them, and a row of totals takes what refers to it along. What reaches
    beyond the table's columns stays.
    """
    added = last_row - table.last_row
    totals = table.area.last_row if table.has_totals else None
    whole = (table.header_row, table.header_row + 1)

    def grown(area: Area) -> Area:
        if area.first_column < table.first_column or area.last_column > table.last_column:
            return area
        if area.last_row == totals:
            first_row = area.first_row + added if area.first_row == totals else area.first_row
            return replace(area, first_row=first_row, last_row=area.last_row + added)
        is_range = area.first_row < area.last_row
        if is_range and area.last_row == table.last_row and area.first_row in whole:
            return replace(area, last_row=last_row)
        return area

    return grown


def grow_references(package: Package, sheet: str, part: str, table: FoundTable, last_row: int) -> None:
    """Let formulas, defined names and charts in the whole workbook follow when a table has grown downwards.

    Args:
        package: the workbook, which is changed.
        sheet: the name of the table's sheet.
        part: the sheet's part.
        table: the table as it was.
        last_row: its last row now, totals left out.
    """
    if last_row == table.last_row:
        return
    growth = _referred(table, last_row)
    # Excel writes a sheet's name as the list of sheets has it, so a plain search tells most parts apart at once
    named = max(re.split(r"[&<>'\"]", sheet), key=len).encode()
    reaches = re.compile(rb"[A-Za-z]\$?(?:%d|%d)(?![0-9\"])" % (table.last_row, table.area.last_row))

    def may_hold(name: str, content: bytes) -> bool:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return True
        return (name == part or named in content) and reaches.search(content) is not None

    change_formulas(
        package,
        lambda name: lambda formula: with_ranges_changed(formula, sheet, growth, is_own=name == part),
        may_hold=may_hold,
    )


def sideways(table: FoundTable, last_column: int) -> Growth:
    """Areas that are as wide as the table are as wide as it afterwards."""

    def grown(area: Area) -> Area:
        if (area.first_column, area.last_column) != (table.first_column, table.last_column):
            return area
        if area.last_row < table.header_row or area.first_row > table.area.last_row:
            return area
        return replace(area, last_column=last_column)

    return grown


def grow_rules(frame: Frame, growth: Growth) -> None:
    """Let drop-downs, conditional formats and the like follow, also those in Excel's newer notation."""
    for name in _FOLLOWS_ROWS:
        for element in frame.root.iter(f"{{*}}{name}"):
            if element.get("sqref"):
                element.set("sqref", _grown_list(element.get("sqref", ""), growth))
    for name in _FOLLOWS_ROWS_IN_EXTENSIONS:
        for element in frame.root.iter(name):
            for areas in element.iterchildren("{http://schemas.microsoft.com/office/excel/2006/main}sqref"):
                areas.text = _grown_list(areas.text or "", growth)


def grow_ignored_errors(frame: Frame, growth: Growth) -> None:
    """Let the places without green triangles follow."""
    for element in frame.root.iter("{*}ignoredError"):
        element.set("sqref", _grown_list(element.get("sqref", ""), growth))


def grow_filters(frame: Frame, growth: Growth) -> None:
    """Let a filter follow that is on the sheet and not in a table part."""
    for name in ("autoFilter", "sortState"):
        element = frame.child(name)
        if element is not None and element.get("ref"):
            element.set("ref", _grown_list(element.get("ref", ""), growth))


def grow_part(root: etree._Element, growth: Growth, area: Area) -> None:
    """Let a table part have a new area, and its filter and sorting follow."""
    root.set("ref", str(area))
    for element in (*root.iter("{*}autoFilter"), *root.iter("{*}sortState"), *root.iter("{*}sortCondition")):
        element.set("ref", _grown_list(element.get("ref", ""), growth))


def grow_names(package: Package, sheet: str, growth: Growth) -> None:
    """Let the sheet's print area, and the name that Excel gives to a filter, follow."""
    root = parse_xml(package.read(package.workbook_part), package.workbook_part)
    order = [element.get("name") for element in root.iter("{*}sheet")]
    local = str(order.index(sheet))
    for name in root.iter("{*}definedName"):
        if name.get("localSheetId") == local and name.get("name") in _FOLLOWING_NAMES:
            text = _ABSOLUTE.sub(lambda found: _absolute(growth(_area(found))), name.text or "")
            if text != name.text:
                name.text = text
                package.write(package.workbook_part, serialise_xml(root))


def _grown_list(text: str, growth: Growth) -> str:
    return " ".join(_grown(piece, growth) for piece in text.split())


def _grown(piece: str, growth: Growth) -> str:
    try:
        area = area_of(piece)
    except ValueError:  # a whole column or row
        return piece
    after = growth(area)
    return piece if after == area else str(after)


def _area(found: re.Match[str]) -> Area:
    return area_of(f"{found[1]}{found[2]}:{found[3]}{found[4]}")


def _absolute(area: Area) -> str:
    first = f"${column_letters(area.first_column)}${area.first_row}"
    return f"{first}:${column_letters(area.last_column)}${area.last_row}"
