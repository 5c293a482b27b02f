"""What a sheet looks like to us: values, how they are shown, fills, merges. It knows no actions.

Rows and columns count from 1, as in Excel. Nothing here reads a file.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import abstractmethod
from collections.abc import Collection, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | None
"""What a cell holds. A date without a time of day is a `date`, never a `datetime` at midnight."""

Place = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to be written, with the value that it shows, so that other programs can read it before Excel does."""

    text: str
    """As typed in Excel, English, with the equals sign."""
    shows: Value = None


class Cell(NamedTuple):
    """One cell as read. A plan has them by the hundred thousand: a named tuple is made four times as fast as a frozen
    dataclass."""

    value: Value = None
    shown: str = ""
    """The text as Excel displays it: 1.1 under the format 0.00 is "1.10", a date under mmm-yy is "Dec-05"."""
    fill: str | None = None
    """The solid fill as six hexadecimal digits ("00B050"), theme colours and tints worked out; None without one."""
    formula: str | None = None
    """The formula's text with its equals sign, when the cell holds one; `value` is then what it shows."""
    is_uncalculated: bool = False
    """True when the cell holds a formula and the workbook no value for it, not even an empty text."""

    @property
    def is_blank(self) -> bool:
        """True when the cell shows nothing but blanks."""
        return is_blank(self.shown)


BLANK = Cell()
BLANKS = "\u00a0\u200b\ufeff \t\r\n"
"""The characters of which a blank text consists."""


def is_blank(text: str) -> bool:
    """True for a text of nothing but blanks."""
    return not text.strip(BLANKS)


def is_same_sheet(one: str, other: str) -> bool:
    """True for names of the same sheet: case makes no difference, as in Excel."""
    return one.casefold() == other.casefold()


def sheet_named(name: str, sheets: Iterable[str]) -> str | None:
    """What a sheet of this name is called among the sheets of a workbook; None when there is none."""
    return next((sheet for sheet in sheets if is_same_sheet(sheet, name)), None)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, place: object) -> bool:
        if not isinstance(place, tuple) or len(place) != 2:
            return False
        row, column = place
        return bool(
            self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column
        )

    def __str__(self) -> str:
        first = address(self.first_row, self.first_column)
        last = address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


Rows = Mapping[int, Mapping[int, Value]]
"""Row -> column -> value, for the cells that hold one; rows from top to bottom, columns from left to right."""


Columns = Mapping[int, Collection[int]]
"""Row -> some of its columns."""


class CellsOnDemand(Mapping[Place, Cell]):
    """Cells of which only the values are held, until somebody asks how one looks.

    A plan of 12,000 rows has a quarter of a million cells; making each of them takes longer than reading the file,
    and most readers want the values alone.
    """

    by_row: Rows
    """The values."""

    @property
    @abstractmethod
    def more_than_text(self) -> Columns:
        """See `Grid`."""

    @abstractmethod
    def _cells(self) -> Columns:
        """Where cells are, in their order; some may hold nothing."""

    @abstractmethod
    def _make(self, row: int, columns: Iterable[int]) -> dict[int, Cell]:
        """Those cells of a row that hold something, by column."""

    @cached_property
    def _made(self) -> dict[Place, Cell]:
        return {}

    @cached_property
    def in_rows(self) -> dict[int, dict[int, Cell]]:
        """All cells, by row and column."""
        return {row: self._make(row, columns) for row, columns in self._cells().items()}

    @cached_property
    def _all(self) -> dict[Place, Cell]:
        return {(row, column): cell for row, cells in self.in_rows.items() for column, cell in cells.items()}

    def get(self, place: Place, default: Any = None) -> Any:
        """The cell, or what is given where nothing is held."""
        row, column = place
        if "in_rows" in self.__dict__:
            cells = self.in_rows.get(row)
            return default if cells is None else cells.get(column, default)
        cell = self._made.get(place)
        if cell is None:
            cell = self._make(row, (column,)).get(column)
            if cell is not None:
                self._made[place] = cell
        return default if cell is None else cell

    def __getitem__(self, place: Place) -> Cell:
        cell: Cell | None = self.get(place)
        if cell is None:
            raise KeyError(place)
        return cell

    def __iter__(self) -> Iterator[Place]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    # The plain dict's own, which are many times faster than those that Mapping makes of the three above.

    def keys(self) -> KeysView[Place]:
        return self._all.keys()

    def items(self) -> ItemsView[Place, Cell]:
        return self._all.items()

    def values(self) -> ValuesView[Cell]:
        return self._all.values()


@dataclass(frozen=True)
class Grid:
    """One sheet. Only cells that hold something (a value, a formula, a fill) are in `cells`."""

    sheet: str
    cells: Mapping[Place, Cell]
    merges: tuple[Area, ...] = ()
    tables: Mapping[str, Area] = field(default_factory=dict)
    """Excel tables by name, heading row included."""
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    """Rows that do not show; only where the sheet was read in detail."""
    struck: frozenset[Place] = frozenset()
    """Cells whose text is struck through; only where the sheet was read in detail."""
    comments: Mapping[Place, str] = field(default_factory=dict)
    """What comments say, by cell; only where the sheet was read in detail."""
    notes: tuple[str, ...] = ()
    """What was guessed in reading it, as short sentences without a full stop."""
    totals: frozenset[int] = frozenset()
    """The rows of totals below its Excel tables: no rows of theirs."""

    def __getitem__(self, place: Place) -> Cell:
        return self.cells.get(place, BLANK)

    @cached_property
    def in_rows(self) -> Mapping[int, Mapping[int, Cell]]:
        """The cells, by row and column."""
        if isinstance(self.cells, CellsOnDemand):
            return self.cells.in_rows
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.cells.items():
            found.setdefault(row, {})[column] = cell
        return found

    @cached_property
    def values(self) -> Rows:
        """Row -> column -> value, for every cell that holds a value, be it only blanks; in their order.

        Where a sheet was read from a file this costs nothing: no `Cell` is made for it. A formula that shows
        nothing has no value.
        """
        if isinstance(self.cells, CellsOnDemand):
            return self.cells.by_row
        found: dict[int, dict[int, Value]] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda held: held[0]):
            if cell.value is not None:
                found.setdefault(row, {})[column] = cell.value
        return found

    @cached_property
    def more_than_text(self) -> Columns:
        """Row -> columns of the cells that are more than a text shown as it is: numbers, dates, formulas, a text under
        a format that adds to it. Of any other cell the value says all but its fill."""
        if isinstance(self.cells, CellsOnDemand):
            return self.cells.more_than_text
        found: dict[int, list[int]] = {}
        for (row, column), cell in self.cells.items():
            if cell.formula is not None or cell.value != (cell.shown or None):
                found.setdefault(row, []).append(column)
        return found

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Rows that hold at least one cell that is not blank, top to bottom: row number, {column: cell}."""
        for row, cells in sorted(self.in_rows.items()):
            filled = {column: cell for column, cell in sorted(cells.items()) if cell.shown.strip(BLANKS)}
            if filled:
                yield row, filled


@cache
def column_letters(column: int) -> str:
    """3 -> "C", 28 -> "AB"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """ "C" -> 3, "AB" -> 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """(4, 3) -> "C4"."""
    return f"{column_letters(column)}{row}"


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""How far a sheet of Excel reaches."""
LONGEST_TEXT = 32_767
"""Characters that Excel holds in one cell; it calls a file with more damaged. A .csv or .ods can hold more."""
LONGEST_HEADING = 255
"""Characters that Excel holds in a heading of a table."""

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def place_of(text: str) -> Place:
    """ "C4" -> (4, 3). Raises ValueError when the text is no address."""
    match = _ADDRESS.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a cell address")
    return int(match[2]), column_number(match[1])


def area_of(text: str) -> Area:
    """ "A3:F20" -> Area(3, 1, 20, 6). Raises ValueError when the text is no range."""
    first, _, last = text.partition(":")
    first_row, first_column = place_of(first)
    last_row, last_column = place_of(last or first)
    return Area(first_row, first_column, last_row, last_column)


_WHOLE = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})|\$?([0-9]{1,7}):\$?([0-9]{1,7})")


def reach_of(text: str) -> Area:
    """A range as `area_of`, or whole columns ("A:C") or rows ("1:3"). Raises ValueError when the text is neither."""
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        return area_of(text)
    if whole[1]:
        return Area(1, column_number(whole[1]), LAST_ROW, column_number(whole[2]))
    return Area(int(whole[3]), 1, int(whole[4]), LAST_COLUMN)


def quoted(sheet: str) -> str:
    """A sheet's name as it is before "!" in a reference, always in quotes."""
    return "'" + sheet.replace("'", "''") + "'"
