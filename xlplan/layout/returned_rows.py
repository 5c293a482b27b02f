"""The rows of a return as they came back: what is under each heading, and which rows of a sheet are rows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xlplan.errors import XlplanError
from xlplan.layout import standard
from xlplan.values.text import clean, fold, meaning
from xlplan.workbook.grid import LONGEST_TEXT, Cell, Grid, Value, address, column_letters

if TYPE_CHECKING:
    from xlplan.model import CellValue

CHECK = "Check"

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
_OUR_FILLS = frozenset({standard.TYPING_FILL, standard.LOCKED_FILL, "FFFFFF"})
"""Fills that say nothing: a return is issued with them."""


class ReturnedCell(NamedTuple):
    """One cell of a return, as it came back."""

    value: Value
    shown: str
    address: str
    fill: str | None = None
    formula: str | None = None

    @property
    def is_blank(self) -> bool:
        """True when it shows nothing and holds no formula; what it says then is its colour."""
        return self.formula is None and not clean(self.shown)

    @property
    def is_error(self) -> bool:
        """True when it shows an error such as #REF!, or holds a formula that shows nothing."""
        if self.formula is None and not self.shown.startswith("#"):
            return False
        shown = clean(self.shown)
        return shown in _ERRORS or not shown

    @property
    def meaning(self) -> str:
        """One string that all cells share that say the same."""
        if self.is_error:
            return self.formula or clean(self.shown)
        return meaning(self.value) or f"colour {self.fill}"


class ReturnedRow(NamedTuple):
    """One row of a return: the cells that hold something and the blank RAG cells that were coloured; never Check.

    Nearly all of them hold a plain text or come back as they were issued, so that their values are all that is asked
    for, and a cell is made when one is.
    """

    number: int
    """On its sheet."""
    values: Mapping[str, Value]
    """Heading -> value, of all its cells; None for a formula that shows nothing and for a mere colour."""
    letters: Mapping[str, str]
    """Heading -> column letters."""
    details: Mapping[str, ReturnedCell]
    """Those of its cells that are more than a text that is shown as it is."""

    def cell(self, heading: str) -> ReturnedCell:
        """The cell under a heading. Raises KeyError when there is none."""
        found = self.details.get(heading)
        if found is not None:
            return found
        text = str(self.values[heading])
        return ReturnedCell(text, text, f"{self.letters[heading]}{self.number}")

    @property
    def cells(self) -> dict[str, ReturnedCell]:
        """Heading -> cell, in the order of the columns."""
        return {heading: self.cell(heading) for heading in self.values}

    def meaning(self, heading: str) -> str:
        """One string that all cells under a heading share that say the same: a date is the same typed as text."""
        value = self.values[heading]
        if isinstance(value, str):
            if heading in standard.DATE_COLUMNS:
                return meaning(_date_or_text(value))
            if heading not in self.details and not value.startswith("#"):
                return meaning(value)
        return self.cell(heading).meaning

    def shown(self, heading: str) -> str:
        """What is shown in a cell of the row."""
        found = self.details.get(heading)
        return str(self.values[heading]) if found is None else found.shown

    def text(self, heading: str) -> str:
        """What is shown under a heading, as text; "" when nothing."""
        found = self.details.get(heading)
        if found is None:
            return str(self.values.get(heading, ""))
        if found.is_blank:
            return ""
        return found.value if isinstance(found.value, str) else found.shown


def _date_or_text(text: str) -> CellValue:
    # loaded only where a date came back as text, which keeps the processes that read returns quick to start
    from xlplan.values.typed_dates import date_or_text

    return date_or_text(text)


def filled_rows(grid: Grid) -> list[int]:
    """The rows that hold a value or a formula."""
    return sorted({*grid.values, *grid.more_than_text})


def filled_columns(grid: Grid, row: int) -> set[int]:
    """The columns of a row that hold a value or a formula."""
    return {*grid.values.get(row, ()), *grid.more_than_text.get(row, ())}


def is_empty(cell: Cell) -> bool:
    """True for a cell that holds neither a text nor a formula."""
    return cell.formula is None and cell.is_blank


def read_rows(
    grid: Grid, heading_row: int, headings: Mapping[int, str], file: str
) -> tuple[ReturnedRow, ...]:
    """The rows below the headings that hold something in any column but Check."""
    columns = [(column, heading) for column, heading in sorted(headings.items()) if heading != CHECK]
    reader = _RowReader(grid, columns, file)
    rows = (reader.read(row) for row in filled_rows(grid) if row > heading_row)
    folded = {heading: fold(heading) for _, heading in columns}
    return tuple(row for row in rows if row is not None and not _repeats_headings(row, folded))


class _RowReader:
    """Reads rows of a table.

    Args:
        grid: the sheet.
        columns: column and heading, in their order.
        file: the file, for messages.
    """

    def __init__(self, grid: Grid, columns: Sequence[tuple[int, str]], file: str) -> None:
        self._grid = grid
        self._columns = columns
        self._file = file
        self._letters = {heading: column_letters(column) for column, heading in columns}
        self._rag_columns = {column for column, heading in columns if fold(heading).endswith(" rag")}

    def read(self, row: int) -> ReturnedRow | None:
        """A row; None when nothing is in it.

        Raises:
            XlplanError: a cell holds more text than a workbook can.
        """
        texts = self._grid.values.get(row, {})
        more_than_text = self._grid.more_than_text.get(row, ())
        values: dict[str, Value] = {}
        details: dict[str, ReturnedCell] = {}
        is_filled = False
        for column, heading in self._columns:
            text = texts.get(column)
            if column not in more_than_text:  # as nearly all are
                if text is None and column not in self._rag_columns:
                    continue
                if type(text) is str and len(text) <= LONGEST_TEXT and (text[:1].isalnum() or clean(text)):
                    values[heading] = text
                    is_filled = True
                    continue
            cell = self._grid[row, column]
            if not is_empty(cell):
                is_filled = True
            elif column not in self._rag_columns or (cell.fill or "FFFFFF").upper() in _OUR_FILLS:
                continue
            if len(cell.shown) > LONGEST_TEXT:
                raise self._too_long(cell.shown, address(row, column))
            values[heading] = cell.value
            if cell.formula is not None or cell.value != cell.shown or not clean(cell.shown):
                details[heading] = ReturnedCell(
                    cell.value, cell.shown, f"{self._letters[heading]}{row}", cell.fill, cell.formula
                )
        return ReturnedRow(row, values, self._letters, details) if is_filled else None

    def _too_long(self, text: str, cell: str) -> XlplanError:
        return XlplanError(
            f"the text has {len(text):,} characters; a cell of a workbook holds {LONGEST_TEXT:,}",
            "Shorten it",
            file=self._file,
            sheet=self._grid.sheet,
            cell=cell,
        )


def _repeats_headings(row: ReturnedRow, folded: Mapping[str, str]) -> bool:
    """True for a heading row that was pasted in again, as on a printed second page."""
    return len(row.values) > 2 and all(fold(row.shown(heading)) == folded[heading] for heading in row.values)
