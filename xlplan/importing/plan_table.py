"""One table of a plan, from its headings: the columns that have none, what each column is, and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlplan.importing.candidates import HeadingCell
from xlplan.importing.classify import ClassifiedColumn, assign
from xlplan.importing.column_profile import contents
from xlplan.importing.headings import Header
from xlplan.importing.sheet_view import SheetView
from xlplan.values.rag import Key
from xlplan.workbook.grid import BLANK, Cell, Place

_SAMPLE = 200
"""Rows that are looked at to tell what a column holds; a plan of thousands needs no more."""
_WIDEST_GAP = 3
"""What lies further below than this many rows may be another table; it has no say in what a column holds."""


def with_all_columns(
    view: SheetView, header: Header, last_row: int, others: Sequence[Header], taken: frozenset[Place]
) -> Header:
    """The headings, with a blank one for each column that holds something and has none.

    A heading merged over several columns that are filled side by side becomes one heading a column.

    Args:
        view: the sheet.
        header: the headings as found.
        last_row: the last row that can belong to the table.
        others: the headings of the sheet's other tables.
        taken: cells that belong to something else, such as a key.
    """
    rows = [row for row in view.row_numbers if header.last_row < row <= last_row]
    filled = _filled_columns(view, header, rows, taken)
    cells: list[HeadingCell] = []
    for cell in header.cells:
        cells += _divided(view, cell, rows)
    left, right = header.first_column, header.last_column
    foreign = {
        column
        for other in others
        if other is not header and other.first_row <= last_row and other.last_row >= header.first_row
        for column in range(other.first_column, other.last_column + 1)
    }
    headed = {column for cell in cells for column in range(cell.first, cell.last + 1)}
    blank = [column for column in range(left, right + 1) if column in filled and column not in headed]
    column = left - 1
    while column in filled and column not in foreign:
        blank.append(column)
        column -= 1
    column = right + 1
    while column in filled and column not in foreign:
        blank.append(column)
        column += 1
    cells += [HeadingCell(column, column) for column in blank]
    cells.sort(key=lambda cell: cell.first)
    return replace(header, cells=tuple(cells))


def _filled_columns(
    view: SheetView, header: Header, rows: Sequence[int], taken: frozenset[Place]
) -> set[int]:
    """The columns that hold something in rows that the table reaches."""
    filled: set[int] = set()
    first, last = header.first_column, header.last_column
    previous = header.last_row
    for row in rows:
        cells = list(view.row(row))
        if taken:
            cells = [column for column in cells if (row, column) not in taken]
        is_inside = bool(cells) and first <= cells[0] and cells[-1] <= last
        inside = cells if is_inside else [column for column in cells if first <= column <= last]
        filled.update(inside)
        beside_first = first - 1 in cells and row <= previous + 1
        if len(inside) >= 2 or (inside and len(cells) == 2) or (beside_first and len(cells) == 1):
            filled.update(cells)
        previous = row
    return filled


def _divided(view: SheetView, heading: HeadingCell, rows: Sequence[int]) -> list[HeadingCell]:
    if heading.first == heading.last:
        return [heading]
    span = range(heading.first, heading.last + 1)
    together: set[int] = set()
    for row in rows:
        cells = [column for column in span if column in view.row(row)]
        if len(cells) > 1:
            together.update(cells)
    if not together:
        return [heading]
    starts = sorted(together | {heading.first} if heading.first in together else together)
    starts[0] = heading.first
    ends = [start - 1 for start in starts[1:]] + [heading.last]
    return [replace(heading, first=start, last=end) for start, end in zip(starts, ends, strict=True)]


def cells_under(view: SheetView, header: Header, last_row: int) -> list[list[Cell]]:
    """Collect for each heading the cells below it that show what the column holds; blank ones keep their fill.

    Args:
        view: the sheet.
        header: the headings.
        last_row: the last row that can belong to the table.
    """
    rows = _rows_to_look_at(view, header, last_row)
    return [[_own_cell(view, heading, row) for row in rows] for heading in header.cells]


def classify_columns(
    headings: Sequence[HeadingCell], cells: Sequence[Sequence[Cell]], key: Key, forced: Mapping[str, str]
) -> tuple[ClassifiedColumn, ...]:
    """Classify a table's columns, each by its heading and the cells under it.

    Args:
        headings: left to right.
        cells: for each heading those below it.
        key: what RAG words and colours mean in this workbook.
        forced: a normal heading -> the field that the user gave it.
    """
    return assign(headings, [contents(column, key) for column in cells], forced)


def _rows_to_look_at(view: SheetView, header: Header, last_row: int) -> list[int]:
    rows: list[int] = []
    previous = header.last_row
    for row in view.row_numbers:
        if not header.last_row < row <= last_row:
            continue
        inside = [c for c in view.row(row) if header.first_column <= c <= header.last_column]
        if len(inside) >= 2:
            if rows and row - previous > _WIDEST_GAP:
                break
            rows.append(row)
        if inside:
            previous = row
        if len(rows) >= _SAMPLE:
            break
    return rows


def _own_cell(view: SheetView, heading: HeadingCell, row: int) -> Cell:
    own = view.row(row)
    for column in range(heading.first, heading.last + 1):
        if column in own:
            return own[column]
    first = view.grid[row, heading.first]
    return first if first.is_blank and first.fill else BLANK
