"""Growing a table in place: rows below it, columns at its right. Nothing else on the sheet moves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlplan.errors import XlplanError
from xlplan.workbook.grid import LAST_COLUMN, LAST_ROW, Area, Formula, Value, address, column_letters
from xlplan.workbook.ooxml.calculation import drop_calculation_chain
from xlplan.workbook.ooxml.cell_xml import cell_xml, storable
from xlplan.workbook.ooxml.column_widths import set_widths
from xlplan.workbook.ooxml.insert_sheet import refuse_strict
from xlplan.workbook.ooxml.new_rows import drawn_rows
from xlplan.workbook.ooxml.package import Package, worksheet
from xlplan.workbook.ooxml.render import conditional_formats, validations
from xlplan.workbook.ooxml.sheet_editor import Frame, overlap
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.sheet_rows import ColumnCells
from xlplan.workbook.ooxml.styles import Styles, styles_of
from xlplan.workbook.ooxml.table_followers import (
    Growth,
    downwards,
    grow_filters,
    grow_ignored_errors,
    grow_names,
    grow_part,
    grow_references,
    grow_rules,
    sideways,
)
from xlplan.workbook.ooxml.table_lookup import FoundTable, find_table, tables_of
from xlplan.workbook.ooxml.table_part import add_table_column, check_heading
from xlplan.workbook.ooxml.xml import serialise_xml
from xlplan.workbook.readers.xlsx import counts_from_1904
from xlplan.workbook.sheet_spec import Column
from xlplan.workbook.text_height import row_height

_NO_STYLE = re.compile(r'^(<c\b[^>]*?)\s+s="0"')
_CELL_ADDRESS = re.compile(r'^(<c r="[^"]*")')


def append_rows(package: Package, sheet: str, table: str, rows: Sequence[Sequence[Value | Formula]]) -> Area:
    """Add rows below a table's last row. They look and behave like that row.

    An empty table (Excel keeps one blank row in it) has its blank row filled first. A totals row moves down.

    Args:
        package: the workbook, which is changed.
        sheet: the name of the sheet.
        table: the name of the table.
        rows: one value a column of the table; columns at its right that have none stay blank. A column that
            Excel calculates gets its formula where the value is None.

    Returns:
        Where the rows are now.

    Raises:
        XlplanError: there is no such sheet or table, a row has too many values, something is in the way
            below the table, or the workbook is Strict Open XML.
    """
    refuse_strict(package)
    entry = worksheet(package, sheet)
    frame = Frame.of(package, entry.part)
    found = find_table(package, entry, frame, table)
    longest = max(len(row) for row in rows)
    if longest > len(found.headings):
        raise XlplanError(
            f"a row of {longest} values does not fit the table {table!r} of {len(found.headings)} columns",
            file=package.name or None,
            sheet=sheet,
        )
    first_row = found.last_row if _is_empty(frame, found) else found.last_row + 1
    last_row = first_row + len(rows) - 1
    whole = replace(found.area, last_row=last_row + found.has_totals)
    _refuse_obstacles(package, entry, frame, found, replace(whole, first_row=found.area.last_row + 1))

    with styles_of(package) as styles:
        changes, heights = drawn_rows(package, frame, found, rows, first_row, styles)
    if found.has_totals and last_row > found.last_row:
        changes[whole.last_row] = _totals(frame, found, whole.last_row)
    if frame.set_cells(changes, heights):
        drop_calculation_chain(package)
    if found.root is not None:
        found.root.attrib.pop("insertRow", None)  # Excel's mark of a table whose only row is blank
    growth = downwards(found, last_row)
    grow_rules(frame, growth)
    _finish(package, entry, frame, found, growth, whole)
    grow_references(package, entry.name, entry.part, found, last_row)
    return Area(first_row, found.first_column, last_row, found.last_column)


def extend_table(package: Package, sheet: str, table: str, last_row: int) -> None:
    """Let a table reach down to rows that were typed below it; what holds for its rows then holds for them.

    Args:
        package: the workbook, which is changed.
        sheet: the name of the sheet.
        table: the name of the table.
        last_row: the last row that belongs to it; nothing is done when the table reaches so far already.

    Raises:
        XlplanError: there is no such sheet or table, or the workbook is Strict Open XML.
    """
    refuse_strict(package)
    entry = worksheet(package, sheet)
    frame = Frame.of(package, entry.part)
    found = find_table(package, entry, frame, table)
    if found.has_totals or found.last_row >= last_row:
        return
    if frame.set_cells(_dressed(frame, found, last_row), {}):
        drop_calculation_chain(package)
    growth = downwards(found, last_row)
    grow_rules(frame, growth)
    _finish(package, entry, frame, found, growth, replace(found.area, last_row=last_row))
    grow_references(package, entry.name, entry.part, found, last_row)


def _dressed(frame: Frame, found: FoundTable, last_row: int) -> dict[int, dict[int, str]]:
    """The cells of rows that were typed below a table, where they have no look of their own: like the row above."""
    above = {cell.column: cell.style for cell in frame.cells(found.last_row) if cell.style}
    changes: dict[int, dict[int, str]] = {}
    for row in range(found.last_row + 1, last_row + 1):
        typed = {cell.column: cell for cell in frame.cells(row)}
        for number in range(found.first_column, found.last_column + 1):
            cell, style = typed.get(number), above.get(number)
            if style is None or (cell is not None and cell.style):
                continue
            if cell is None:
                dressed = f'<c r="{address(row, number)}" s="{style}"/>'
            else:
                # the style right after the address, as in the plain form that the next change looks for
                plain = _NO_STYLE.sub(r"\1", frame.text_of(cell))
                dressed = _CELL_ADDRESS.sub(rf'\1 s="{style}"', plain, count=1)
            changes.setdefault(row, {})[number] = dressed
    return changes


def append_columns(
    package: Package,
    sheet: str,
    table: str,
    columns: Sequence[Column],
    values: Sequence[Sequence[Value | Formula]],
) -> Area:
    """Add columns at the right edge of a table, with their headings, widths, formats, drop-downs and rules.

    Args:
        package: the workbook, which is changed.
        sheet: the name of the sheet.
        table: the name of the table.
        columns: what to add.
        values: for each column one value a row of the table; none at all leaves it blank.

    Returns:
        Where the columns are now, headings included.

    Raises:
        XlplanError: there is no such sheet or table, a heading is there already, there are too many values,
            something is in the way at the right, or the workbook is Strict Open XML.
    """
    refuse_strict(package)
    entry = worksheet(package, sheet)
    frame = Frame.of(package, entry.part)
    found = find_table(package, entry, frame, table)
    _refuse_headings(package, entry, found, columns)
    height = found.body.last_row - found.header_row
    if len(values) != len(columns) or any(len(column) > height for column in values):
        raise XlplanError(
            f"the new columns do not fit the table {table!r}, which has {height} rows",
            file=package.name or None,
            sheet=sheet,
        )
    first_column = found.last_column + 1
    whole = replace(found.area, last_column=found.last_column + len(columns))
    _refuse_obstacles(package, entry, frame, found, replace(whole, first_column=first_column))

    body = Area(found.header_row + 1, first_column, found.last_row, whole.last_column)
    with styles_of(package) as styles:
        changes, heights = _drawn_columns(package, frame, found, columns, values, styles)
        headings = dict(zip(found.headings, range(found.first_column, first_column), strict=False))
        headings |= {column.heading: number for number, column in enumerate(columns, first_column)}
        priority = 1 + max(
            (int(rule.get("priority", "0")) for rule in frame.root.iter("{*}cfRule")), default=0
        )
        for block in conditional_formats(columns, body, headings, styles, priority):
            frame.insert(block)
    if allowed := validations(columns, body):
        parent = frame.ensure("dataValidations")
        parent.extend(allowed)
        parent.set("count", str(len(parent)))
    if frame.set_cells(changes, heights):
        drop_calculation_chain(package)
    set_widths(frame, {number: column.width for number, column in enumerate(columns, first_column)})
    if found.root is not None:
        parts = next(found.root.iter("{*}tableColumns"))
        number = 1 + max(int(part.get("id", "0")) for part in parts)
        for offset, column in enumerate(columns):
            add_table_column(parts, number + offset, column.heading, values[offset])
        parts.set("count", str(len(parts)))
    _finish(package, entry, frame, found, sideways(found, whole.last_column), whole)
    return Area(found.header_row, first_column, found.last_row, whole.last_column)


def _is_empty(frame: Frame, found: FoundTable) -> bool:
    """True for a table whose one row holds nothing, or only formulas waiting for something."""
    return found.last_row == found.header_row + 1 and not any(
        cell.is_filled and b"<f" not in cell.content
        for cell in frame.cells(found.last_row)
        if found.first_column <= cell.column <= found.last_column
    )


def _refuse_obstacles(
    package: Package, entry: SheetEntry, frame: Frame, found: FoundTable, wanted: Area
) -> None:
    """Raise XlplanError when a place that the table needs is taken: by a value, merged cells, another table."""
    if wanted.first_row > wanted.last_row:
        return
    if wanted.last_row > LAST_ROW or wanted.last_column > LAST_COLUMN:
        raise XlplanError("the sheet has no room for more", file=package.name or None, sheet=entry.name)
    in_the_way: str | None = None
    for number, row in frame.rows().items():
        if wanted.first_row <= number <= wanted.last_row:
            last_column = min(wanted.last_column, frame.last_column(row))
            for column in range(wanted.first_column, last_column + 1):
                cell = frame.cell_in(row, column)
                if cell is not None and cell.is_filled:
                    in_the_way = in_the_way or address(number, column)
    others = [other.area for other in tables_of(package, entry.part) if other.part != found.part]
    for area in (*frame.merged(), *others):
        if overlap(area, wanted):
            in_the_way = in_the_way or address(area.first_row, area.first_column)
    if in_the_way:
        raise XlplanError(
            "the table needs this place to grow, and something stands in it",
            "Move it to another sheet, and try again",
            file=package.name or None,
            sheet=entry.name,
            cell=in_the_way,
        )


def _refuse_headings(
    package: Package, entry: SheetEntry, found: FoundTable, columns: Sequence[Column]
) -> None:
    seen = {heading.casefold() for heading in found.headings}
    for column in columns:
        try:
            check_heading(column.heading, seen)
        except XlplanError as error:
            raise XlplanError(
                error.what, error.remedy, file=package.name or None, sheet=entry.name
            ) from error


def _drawn_columns(
    package: Package,
    frame: Frame,
    found: FoundTable,
    columns: Sequence[Column],
    values: Sequence[Sequence[Value | Formula]],
    styles: Styles,
) -> tuple[dict[int, dict[int, str]], Mapping[int, float]]:
    is_1904 = counts_from_1904(package)
    last_heading = {cell.column: cell.style for cell in frame.cells(found.header_row)}.get(
        found.last_column, 0
    )
    total = {cell.column: cell.style for cell in frame.cells(found.area.last_row)}.get(found.last_column, 0)
    changes: dict[int, dict[int, str]] = {row: {} for row in range(found.header_row, found.area.last_row + 1)}
    texts: dict[int, list[tuple[str, float, float]]] = {}
    for number, (column, given) in enumerate(zip(columns, values, strict=True), found.last_column + 1):
        style = styles.style(column.heading_format) if column.heading_format else last_heading
        changes[found.header_row][number] = cell_xml(found.header_row, number, column.heading, style)
        texts.setdefault(found.header_row, []).append((column.heading, column.width, column.format.size))
        cells = ColumnCells(column.format, column.width, styles, is_1904)
        before = f'<c r="{column_letters(number)}'
        held = [value if value is None else storable(value, is_1904=is_1904) for value in given]
        held += [None] * (found.last_row - found.header_row - len(given))
        try:
            drawn = cells.of(held)
        except XlplanError:
            for row, value in enumerate(held, found.header_row + 1):
                cell_xml(row, number, value, 0)  # which says of which cell it is true
            raise
        for row, (xml, _) in enumerate(drawn, found.header_row + 1):
            changes[row][number] = f"{before}{row}{xml}"
        if column.format.wrap:
            for row, value in enumerate(held, found.header_row + 1):
                if type(value) is str:
                    texts.setdefault(row, []).append((value, column.width, column.format.size))
        if found.has_totals:
            changes[found.area.last_row][number] = cell_xml(found.area.last_row, number, None, total)
    heights = {row: height for row, cells in texts.items() if (height := row_height(cells))}
    return changes, heights


def _totals(frame: Frame, found: FoundTable, row: int) -> dict[int, str]:
    """The cells of the totals row as they are in the row that they move to."""
    old = found.area.last_row
    reaching = re.compile(rf"(:\$?[A-Z]{{1,3}}\$?){found.last_row}\b")
    cells = {}
    for cell in frame.cells(old):
        if found.first_column <= cell.column <= found.last_column:
            text = frame.text_of(cell).replace(address(old, cell.column), address(row, cell.column), 1)
            cells[cell.column] = reaching.sub(rf"\g<1>{row - 1}", text)
    return cells


def _finish(
    package: Package, entry: SheetEntry, frame: Frame, found: FoundTable, growth: Growth, whole: Area
) -> None:
    grow_ignored_errors(frame, growth)
    grow_filters(frame, growth)
    grow_names(package, entry.name, growth)
    frame.widen_dimension(whole)
    if found.part is not None and found.root is not None:
        grow_part(found.root, growth, whole)
        package.write(found.part, serialise_xml(found.root))
    frame.put_into(package, entry.part)
