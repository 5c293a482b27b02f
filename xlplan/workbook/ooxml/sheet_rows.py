"""The rows of a drawn sheet as XML.

Most columns hold few distinct values under one format, so what a cell says is written once for each of them, and a
row puts the pieces together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlplan.errors import XlplanError
from xlplan.workbook.grid import Area, Formula, Value, column_letters
from xlplan.workbook.ooxml.cell_xml import cell_body, cell_xml
from xlplan.workbook.ooxml.cells import storable
from xlplan.workbook.ooxml.new_styles import NewStyles
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.sheet_spec import Column, Format, SheetSpec, Table
from xlplan.workbook.text_height import LINE, height_of

DATE_FORMAT = "dd/mm/yyyy"
TIME_FORMAT = "hh:mm"

_LONGEST_KNOWN = 100
"""Characters of a text that is kept for the next cell that holds it."""

_Cell = tuple[str, float]
"""What follows the address in a cell's XML, and the height in points that the cell needs."""
_Placed = tuple[int, _Cell]
"""A cell and the number of its column."""


def rows_xml(spec: SheetSpec, styles: Styles | NewStyles, *, is_1904: bool) -> tuple[bytes, str]:
    """What stands between the tags of the sheet's data, and the range that its cells take.

    Raises:
        XlplanError: a text is longer than Excel can hold; with the cell.
    """
    drawing = _Drawing(spec, styles, is_1904)
    written = []
    columns: set[int] = set()
    filled = []
    for row in drawing.rows():
        try:
            cells = drawing.cells(row)
        except XlplanError:
            drawing.refuse(row)
            raise
        written.append(f'<row r="{row}"{drawing.height(row, cells)}>')
        written += [f'<c r="{column_letters(column)}{row}"{xml}' for column, (xml, _) in cells]
        written.append("</row>")
        if cells:
            filled.append(row)
            columns.update((cells[0][0], cells[-1][0]))
    area = Area(filled[0], min(columns), filled[-1], max(columns)) if filled else Area(1, 1, 1, 1)
    return "".join(written).encode(), str(area)


def format_of(column: Column, value: Value | Formula) -> Format:
    """The format of a cell in this column. A date under no number format would show as a number."""
    return _dated(column.format, _code_under(column.format, value))


def date_code(value: Value | Formula) -> str:
    """The number format under which a date or a time shows as one; empty for other values."""
    shown = value.shows if isinstance(value, Formula) else value
    if isinstance(shown, dt.datetime):
        return f"{DATE_FORMAT} {TIME_FORMAT}"
    if isinstance(shown, dt.date):
        return DATE_FORMAT
    return TIME_FORMAT if isinstance(shown, dt.time) else ""


def widths_of(spec: SheetSpec) -> dict[int, float]:
    """The widths of a sheet's columns, by their numbers."""
    widths = dict(spec.widths)
    if spec.table:
        first = spec.table.first_column
        widths |= {number: column.width for number, column in enumerate(spec.table.columns, first)}
    return widths


def _code_under(look: Format, value: Value | Formula) -> str:
    return date_code(value) if look.number_format == "General" else ""


def _dated(look: Format, code: str) -> Format:
    return replace(look, number_format=code) if code else look


class _Cells(dict[Value | Formula, _Cell]):
    """The cells of one column and one format, by what they hold."""

    def __init__(self, look: Format, width: float | None, styles: Styles | NewStyles, is_1904: bool) -> None:
        self._look = look
        self._width = width if look.wrap else None
        self._styles = styles
        self._is_1904 = is_1904
        self._numbers: dict[str, int] = {}
        """The cell style for texts and numbers, and those for dates, by the number format that they take."""

    def __missing__(self, value: Value | Formula) -> _Cell:
        code = "" if isinstance(value, str) else _code_under(self._look, value)
        number = self._numbers.get(code)
        if number is None:
            number = self._numbers[code] = self._styles.style(_dated(self._look, code))
        body = cell_body(storable(value, is_1904=self._is_1904), number, is_1904=self._is_1904)
        cell = body, self._height(value)
        # 1, 1.0 and True are one key and three cells
        if value is None or (isinstance(value, str) and len(value) <= _LONGEST_KNOWN):
            self[value] = cell
        return cell

    def _height(self, value: Value | Formula) -> float:
        shown = value.shows if isinstance(value, Formula) else value
        if self._width is not None and isinstance(shown, str):
            return height_of(shown, self._width, self._look.size)
        return LINE if shown is None else height_of("", 1, self._look.size)


class _Drawing:
    """A sheet, row by row."""

    def __init__(self, spec: SheetSpec, styles: Styles | NewStyles, is_1904: bool) -> None:
        self._spec = spec
        self._styles = styles
        self._is_1904 = is_1904
        self._widths = widths_of(spec)
        self._single: dict[int, list[int]] = {}
        for row, column in sorted(spec.cells):
            self._single.setdefault(row, []).append(column)
        self._single_cells: dict[tuple[int, Format], _Cells] = {}
        table = spec.table
        self._table_rows = _table_rows(table) if table else {}
        self._numbers = (
            range(table.first_column, table.first_column + len(table.columns)) if table else range(0)
        )
        looks = [column.format for column in table.columns] if table else []
        self._body = [self._cells_of(number, look) for number, look in zip(self._numbers, looks, strict=True)]

    def _cells_of(self, column: int, look: Format) -> _Cells:
        return _Cells(look, self._widths.get(column), self._styles, self._is_1904)

    def rows(self) -> Iterator[int]:
        """The rows that are drawn, from top to bottom."""
        yield from sorted({*self._single, *self._table_rows, *self._spec.heights})

    def cells(self, row: int) -> list[_Placed]:
        """The cells of a row, from left to right."""
        table = self._spec.table
        values = self._table_rows.get(row)
        if values is None or table is None:
            return self._singles(row)
        kinds = self._body
        if row == table.header_row:
            kinds = [
                self._cells_of(number, column.heading_format or table.heading_format)
                for number, column in zip(self._numbers, table.columns, strict=True)
            ]
        drawn = [kind[value] for kind, value in zip(kinds, values, strict=True)]
        in_table = list(zip(self._numbers, drawn, strict=True))
        if row not in self._single:
            return in_table
        return sorted({**dict(self._singles(row)), **dict(in_table)}.items())

    def _singles(self, row: int) -> list[_Placed]:
        found = []
        for column in self._single.get(row, ()):
            cell = self._spec.cells[row, column]
            kind = self._single_cells.get((column, cell.format))
            if kind is None:
                kind = self._single_cells[column, cell.format] = self._cells_of(column, cell.format)
            found.append((column, kind[cell.value]))
        return found

    def height(self, row: int, cells: Sequence[_Placed]) -> str:
        """The row's height as attributes; none where the standard one will do."""
        spec = self._spec
        if row in spec.heights:
            return f' ht="{spec.heights[row]:g}" customHeight="1"'
        if spec.visibility != "visible":
            return ""
        least = spec.table.least_height if spec.table and row > spec.table.header_row else None
        needed = max([height for _, (_, height) in cells], default=LINE)
        height = max(needed if needed > LINE else 0, least or 0)
        return f' ht="{height:g}"' if height else ""

    def refuse(self, row: int) -> None:
        """Raise XlplanError for the cell of a row that cannot be drawn."""
        values = dict(zip(self._numbers, self._table_rows.get(row, ()), strict=False))
        singles = {column: self._spec.cells[row, column].value for column in self._single.get(row, ())}
        for column, value in {**singles, **values}.items():
            cell_xml(row, column, value, 0)


def _table_rows(table: Table) -> dict[int, Sequence[Value | Formula]]:
    """The rows of a table, its headings first; an Excel table has one row at least."""
    rows: Sequence[Sequence[Value | Formula]] = table.rows or ((None,) * len(table.columns),)
    headings = [column.heading for column in table.columns]
    return dict(enumerate((headings, *rows), table.header_row))
