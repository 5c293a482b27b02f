"""The rows that are added to a table, drawn column by column: each looks like the table's last row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from xlplan.errors import XlplanError
from xlplan.workbook.grid import LONGEST_TEXT, Formula, Value, address, column_letters
from xlplan.workbook.ooxml.cell_xml import cell_body, storable, text_body
from xlplan.workbook.ooxml.formulas import translated
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.row_heights import Fitting
from xlplan.workbook.ooxml.sheet_editor import Frame, RowCells
from xlplan.workbook.ooxml.sheet_rows import date_code, may_come_again
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.ooxml.table_lookup import FoundTable
from xlplan.workbook.ooxml.xml import MAIN, unescaped
from xlplan.workbook.readers.xlsx import counts_from_1904
from xlplan.workbook.text_height import LINE, height_of

_SHORT = 30
"""Characters up to which a text is likely to be in many rows of a table that grows."""
_FORMULA = re.compile(rb"<f>([^<]*)</f>")
_ADDRESS = re.compile(r"(?<![\w\[])\$?[A-Z]{1,3}\$?[0-9]+(?![\w\]])")


def drawn_rows(
    package: Package,
    frame: Frame,
    found: FoundTable,
    rows: Sequence[Sequence[Value | Formula]],
    first_row: int,
    styles: Styles,
) -> tuple[dict[int, RowCells], Mapping[int, float]]:
    """Draw new rows of a table.

    Args:
        package: the workbook.
        frame: the table's sheet.
        found: the table as it is.
        rows: one value a column of the table, from the first on; None where Excel calculates becomes the formula.
        first_row: where the first of them goes.
        styles: the workbook's, to which a date's format is added where a column has none.

    Returns:
        Row number -> its cells, and row number -> the points that it needs, where one line is too little.

    Raises:
        XlplanError: a text longer than Excel can hold; with the cell.
    """
    is_1904 = counts_from_1904(package)
    numbers = range(found.first_column, found.last_column + 1)
    last = {cell.column: cell for cell in frame.cells(found.last_row)}
    calculated = _calculated(found, [last[number].content if number in last else b"" for number in numbers])
    fitting = Fitting(frame, styles)
    given = list(zip_longest(*rows))
    blank = (None,) * len(rows)
    drawn: list[list[str]] = []
    for index, number in enumerate(numbers):
        values = given[index] if index < len(given) else blank
        if index in calculated:
            formula = calculated[index]
            values = tuple(
                Formula(translated((found.last_row, number), formula, (row, number)))
                if value in (None, "")
                else value
                for row, value in enumerate(values, first_row)
            )
        style = last[number].style if number in last else _column_style(frame, number)
        cells = _NewCells(number, style, fitting, styles, is_1904)
        try:
            made = [cells[value] for value in values]
        except XlplanError as error:
            row = next(
                row
                for row, value in enumerate(values, first_row)
                if isinstance(value, str) and len(value) > LONGEST_TEXT
            )
            raise XlplanError(error.what, error.remedy, cell=address(row, number)) from error
        drawn.append([body for body, _ in made])
        for row, (_, height) in enumerate(made, first_row):
            if height > LINE:
                fitting.raise_to(row, height)
    letters = [column_letters(number) for number in numbers]
    # one text for a whole row, which an audit trail of 24,000 lines is drawn in at once
    line = "".join(f'<c r="{each}%d"%s' for each in letters)
    row_numbers = [range(first_row, first_row + len(rows))] * len(drawn)
    in_turn = (each for pair in zip(row_numbers, drawn, strict=True) for each in pair)
    changes: dict[int, RowCells] = dict(
        enumerate((line % parts for parts in zip(*in_turn, strict=True)), first_row)
    )
    for row in frame.rows().keys() & changes.keys():
        bodies = [column[row - first_row] for column in drawn]
        changes[row] = {
            number: f'<c r="{each}{row}"{body}'
            for number, each, body in zip(numbers, letters, bodies, strict=True)
        }
    return changes, fitting.heights()


class _NewCells(dict[Value | Formula, tuple[str, float]]):
    """What follows the address in the cells of one column, and the height that they need, by what they hold.

    An audit trail says the same few words, at the same moment, in most of its columns.
    """

    def __init__(self, column: int, style: int, fitting: Fitting, styles: Styles, is_1904: bool) -> None:
        self._column = column
        self._style = style
        self._fitting = fitting
        self._styles = styles
        self._is_1904 = is_1904
        self._dated: dict[str, int] = {}
        self._look = fitting.wrapping(column, style)

    def __missing__(self, given: Value | Formula) -> tuple[str, float]:
        drawn = self._text(given) if type(given) is str and given else self._other(given)
        if may_come_again(given, _SHORT):
            self[given] = drawn
        return drawn

    def _text(self, text: str) -> tuple[str, float]:
        return text_body(text, self._style), height_of(text, *self._look) if self._look else LINE

    def _other(self, given: Value | Formula) -> tuple[str, float]:
        value = storable(given, is_1904=self._is_1904)
        style = self._style
        if code := _other_format(value, style, self._styles):
            if code not in self._dated:
                self._dated[code] = self._styles.with_number_format(style, code)
            style = self._dated[code]
        height = LINE
        shown = value.shows if isinstance(value, Formula) else value
        if isinstance(shown, str) and (look := self._fitting.wrapping(self._column, style)):
            height = height_of(shown, *look)
        return cell_body(value, style, is_1904=self._is_1904), height


def _other_format(value: Value | Formula, style: int, styles: Styles) -> str:
    """The number format that a value needs where the style's would show a date as a number, or a number as a date."""
    if value is None or isinstance(value, str):
        return ""
    code = date_code(value)
    if code:
        return "" if styles.shows_dates(style) else code
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "General" if is_number and styles.shows_dates(style) else ""


def _calculated(found: FoundTable, contents: Sequence[bytes]) -> dict[int, str]:
    """Which columns Excel calculates: their place in the table and the formula as it is in the last row."""
    if found.root is None:
        return {}
    formulas = {}
    for index, column in enumerate(found.root.iter("{*}tableColumn")):
        rule = column.find("{*}calculatedColumnFormula")
        if rule is None or index >= len(contents):
            continue
        plain = _FORMULA.search(contents[index])
        if plain:
            formulas[index] = unescaped(plain[1])
        elif rule.text and not _ADDRESS.search(rule.text):
            # A shared formula is in full in one row only; one without addresses is the same in all.
            formulas[index] = rule.text
    return formulas


def _column_style(frame: Frame, number: int) -> int:
    for column in frame.root.iter(f"{{{MAIN}}}col"):
        if int(column.get("min", "1")) <= number <= int(column.get("max", "1")):
            return int(column.get("style", "0"))
    return 0
