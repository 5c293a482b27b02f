"""The rows of a drawn sheet as XML.

Most columns hold few distinct values under one format, so what a cell says is written once for each of them. The rows
of a table are drawn column by column, and each is then put together in one step: its number is before the first
cell, and between any two of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby, repeat

from xlplan.errors import XlplanError
from xlplan.workbook.grid import Area, Formula, Value, column_letters
from xlplan.workbook.ooxml.cell_xml import (
    cell_body,
    cell_xml,
    formula_body,
    is_written_as_it_is,
    storable,
    text_body,
)
from xlplan.workbook.ooxml.new_styles import NewStyles
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.sheet_spec import Column, Format, SheetSpec, Table
from xlplan.workbook.text_height import LINE, height_of_lines, lines_of, scaled

DATE_FORMAT = "dd/mm/yyyy"
TIME_FORMAT = "hh:mm"

_LONGEST_KNOWN = 100
"""Characters of a text that is kept for the next cell that holds it."""

_Cell = tuple[str, float]
"""What follows the row's number in a cell's XML, and the height in points that the cell needs."""
_END_OF_ROW = "</row>"


def rows_xml(spec: SheetSpec, styles: Styles | NewStyles, *, is_1904: bool) -> tuple[bytes, str]:
    """What is between the tags of the sheet's data, and the range that its cells take.

    Raises:
        XlplanError: a text is longer than Excel can hold; with the cell.
    """
    drawing = _Drawing(spec, styles, is_1904)
    # row by row: one letter that is not ASCII would make all of them wider until they are encoded
    return b"".join([row.encode() for row in drawing.drawn()]), str(drawing.area)


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


class ColumnCells(dict[Value | Formula, _Cell]):
    """The cells of one column and one format, by what they hold.

    Args:
        look: the format.
        width: of the column.
        after: what is written after the cell, up to the number of the row.
    """

    def __init__(
        self, look: Format, width: float | None, styles: Styles | NewStyles, is_1904: bool, after: str = ""
    ) -> None:
        self._look = look
        self._width = scaled(width, look.size) if look.wrap and width is not None else None
        self._line = height_of_lines(1, look.size)
        self._styles = styles
        self._is_1904 = is_1904
        self._after = after
        self._numbers: dict[str, int] = {}
        """The cell style for texts and numbers, and those for dates, by the number format that they take."""

    def __missing__(self, value: Value | Formula) -> _Cell:
        if isinstance(value, str) and value:
            cell = self._text(value)
            is_kept = len(value) <= _LONGEST_KNOWN
        else:
            cell = self._other(value)
            is_kept = may_come_again(value, _LONGEST_KNOWN)
        if is_kept:
            self[value] = cell
        return cell

    def of(self, values: Sequence[Value | Formula]) -> list[_Cell]:
        """The cells that hold these values, from top to bottom."""
        # a formula is written for its own row: looking for it among those before takes as long as writing it
        return [self.__missing__(value) if type(value) is Formula else self[value] for value in values]

    def formats_in(self, values: Sequence[Value | Formula]) -> list[tuple[int, str]]:
        """Where each of the formats that these values take is needed first: its place, and its number format."""
        if self._look.number_format != "General" or _PLAIN_TYPES.issuperset(map(type, values)):
            return [(0, "")]
        first: dict[str, int] = {}
        for place, value in enumerate(values):
            first.setdefault(date_code(value), place)
        return [(place, code) for code, place in first.items()]

    @property
    def may_be_higher(self) -> bool:
        """True when one of its cells may take more than a line of the standard font."""
        return self._width is not None or self._line > LINE

    def style_of(self, code: str) -> int:
        """The number of its cell style under a number format for dates, or "" for its own."""
        number = self._numbers.get(code)
        if number is None:
            number = self._numbers[code] = self._styles.style(_dated(self._look, code))
        return number

    def _text(self, text: str) -> _Cell:
        lines = 1 if self._width is None else lines_of(text, self._width)
        height = self._line if lines == 1 else height_of_lines(lines, self._look.size)
        if is_written_as_it_is(text):  # most texts, by far
            before, after = self._around_text
            return f"{before}{text}{after}", height
        return f'"{text_body(text, self.style_of(""))}{self._after}', height

    @cached_property
    def _around_text(self) -> tuple[str, str]:
        """What is written before a text, and what after it."""
        before, _, after = text_body(_ANY, self.style_of("")).partition(_ANY)
        return f'"{before}', f"{after}{self._after}"

    def _other(self, value: Value | Formula) -> _Cell:
        if type(value) is Formula and type(value.shows) is str:
            shows = value.shows
            lines = 1 if self._width is None else lines_of(shows, self._width)
            height = self._line if lines == 1 else height_of_lines(lines, self._look.size)
            return f'"{formula_body(value.text, shows, self.style_of(""))}{self._after}', height
        shown = value.shows if isinstance(value, Formula) else value
        stored = storable(value, is_1904=self._is_1904)
        body = cell_body(stored, self.style_of(_code_under(self._look, value)), is_1904=self._is_1904)
        height = LINE if shown is None else self._line
        if self._width is not None and isinstance(shown, str):
            height = height_of_lines(lines_of(shown, self._width), self._look.size)
        return f'"{body}{self._after}', height


_ANY = "any text"
_PLAIN_TYPES = {str, int, float, bool, type(None)}
"""The types of values that show as they should under any number format."""


def may_come_again(value: Value | Formula, longest: int) -> bool:
    """True for what is kept for the next cell that holds it. Numbers are not: 1, 1.0 and True are one key."""
    is_short = isinstance(value, str) and len(value) <= longest
    return is_short or value is None or isinstance(value, dt.date)


class _Drawing:
    """A sheet, row by row."""

    def __init__(self, spec: SheetSpec, styles: Styles | NewStyles, is_1904: bool) -> None:
        self._spec = spec
        self._styles = styles
        self._is_1904 = is_1904
        self._widths = widths_of(spec)
        self._known: dict[tuple[int, int], ColumnCells] = {}
        self._beside: dict[int, list[int]] = {}
        """Row -> columns of the cells that are outside the table."""
        for row, column in sorted(spec.cells):
            self._beside.setdefault(row, []).append(column)
        table = spec.table
        self._columns = table.columns if table else ()
        self._first = table.first_column if table else 1
        self._rows = _table_rows(table) if table else {}

    @staticmethod
    def _before(column: int) -> str:
        """What is written before the number of the row in a cell of this column."""
        return f'<c r="{column_letters(column)}'

    def _cells(self, column: int, look: Format, after: str = "") -> ColumnCells:
        return ColumnCells(look, self._widths.get(column), self._styles, self._is_1904, after)

    @property
    def area(self) -> Area:
        """The range that the cells take; A1 where there are none."""
        rows = [*self._beside, *self._rows]
        columns = {column for in_row in self._beside.values() for column in in_row}
        if self._columns:
            columns |= {self._first, self._first + len(self._columns) - 1}
        return Area(min(rows), min(columns), max(rows), max(columns)) if columns else Area(1, 1, 1, 1)

    def drawn(self) -> Iterator[str]:
        """The rows from top to bottom.

        Raises:
            XlplanError: a text is longer than Excel can hold; with the cell.
        """
        rows = sorted({*self._beside, *self._rows, *self._spec.heights})
        for is_plain, numbers in groupby(rows, self._is_plain):
            run = list(numbers)
            try:
                yield from self._plain_rows(run) if is_plain else map(self._mixed_row, run)
            except XlplanError:
                self._refuse(run)
                raise

    def _is_plain(self, row: int) -> bool:
        """True for a row of the table with nothing beside it."""
        table = self._spec.table
        return table is not None and row in self._rows and row != table.header_row and row not in self._beside

    def _plain_rows(self, rows: Sequence[int]) -> Iterator[str]:
        """Rows of the table, drawn column by column.

        A cell of theirs ends with what is before the number of the row in the next one, or with the row's end.
        """
        values = list(zip(*(self._rows[row] for row in rows), strict=True))
        following = [self._before(number) for number, _ in enumerate(self._columns[1:], self._first + 1)]
        cells = [
            self._cells(number, column.format, after)
            for (number, column), after in zip(
                enumerate(self._columns, self._first), [*following, _END_OF_ROW], strict=True
            )
        ]
        # the styles get their numbers in the order of the cells, whatever the order in which these are drawn
        wanted = [
            (place, at, code)
            for at, (each, in_column) in enumerate(zip(cells, values, strict=True))
            for place, code in each.formats_in(in_column)
        ]
        for _, at, code in sorted(wanted):
            cells[at].style_of(code)
        drawn = [each.of(in_column) for each, in_column in zip(cells, values, strict=True)]
        bodies = zip(*([xml for xml, _ in column] for column in drawn), strict=True)
        high = [
            [height for _, height in column]
            for each, column in zip(cells, drawn, strict=True)
            if each.may_be_higher
        ]
        needed = zip(*high, strict=True) if high else repeat((), len(rows))
        begin = self._before(self._first)
        for row, in_row, heights in zip(rows, bodies, needed, strict=True):
            number = str(row)
            yield f'<row r="{row}"{self._height(row, heights)}>{begin}{number}{number.join(in_row)}'

    def _mixed_row(self, row: int) -> str:
        """A row of headings, or one in which cells are outside the table."""
        written = []
        heights = []
        for column, (value, look) in self._contents(row).items():
            # by its identity: looking a format up by all that it says takes far longer
            cells = self._known.get((column, id(look)))
            if cells is None:
                cells = self._known[column, id(look)] = self._cells(column, look)
            xml, height = cells[value]
            written.append(f"{self._before(column)}{row}{xml}")
            heights.append(height)
        return f'<row r="{row}"{self._height(row, heights)}>{"".join(written)}{_END_OF_ROW}'

    def _contents(self, row: int) -> dict[int, tuple[Value | Formula, Format]]:
        """What is in a row, by column from left to right."""
        found: dict[int, tuple[Value | Formula, Format]] = {}
        for column in self._beside.get(row, ()):
            cell = self._spec.cells[row, column]
            found[column] = cell.value, cell.format
        table = self._spec.table
        if table is None or row not in self._rows:
            return found
        is_heading = row == table.header_row
        for number, (kind, value) in enumerate(zip(self._columns, self._rows[row], strict=True), self._first):
            found[number] = (
                value,
                (kind.heading_format or table.heading_format) if is_heading else kind.format,
            )
        return dict(sorted(found.items()))

    def _height(self, row: int, needed: Sequence[float]) -> str:
        """The row's height as attributes; none where the standard one will do."""
        spec = self._spec
        if row in spec.heights:
            return f' ht="{spec.heights[row]:g}" customHeight="1"'
        if spec.visibility != "visible":
            return ""
        highest = max(needed, default=LINE)
        least = spec.table.least_height if spec.table and row > spec.table.header_row else None
        height = max(highest if highest > LINE else 0, least or 0)
        return f' ht="{height:g}"' if height else ""

    def _refuse(self, rows: Sequence[int]) -> None:
        """Raise XlplanError for the first cell that cannot be drawn."""
        for row in rows:
            for column, (value, _) in self._contents(row).items():
                cell_xml(row, column, value, 0)


def _table_rows(table: Table) -> dict[int, Sequence[Value | Formula]]:
    """The rows of a table, its headings first; an Excel table has one row at least."""
    rows: Sequence[Sequence[Value | Formula]] = table.rows or ((None,) * len(table.columns),)
    headings = [column.heading for column in table.columns]
    return dict(enumerate((headings, *rows), table.header_row))
