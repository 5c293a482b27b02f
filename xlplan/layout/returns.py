"""What an officer sent back, read from the sheets of a file: whose return it is, and its rows as they stand.

An officer may have sorted, filtered, inserted or deleted rows and columns, copied the table to another sheet, lost the
hidden sheet, added columns, or saved it in another format. So nothing is taken from where it was written: the table is
known by its headings, the return by its hidden sheet or by the line under its title.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlplan.errors import XlplanError
from xlplan.layout import standard
from xlplan.layout.record import IssuedReturn, check_record, read_record
from xlplan.values.text import clean, counted, fold, meaning
from xlplan.workbook.grid import LONGEST_TEXT, Cell, Grid, Place, Value, address, column_letters

CHECK = "Check"
MOST_TOLD = 100
"""Comments, and cells merged over rows, that are told of each by itself; of more the number is told."""

_HEADINGS = {
    fold(heading): heading
    for heading in (
        "ID",
        "Ref",
        "Theme",
        "Action",
        "Recommendation",
        "Success criteria",
        "Due",
        "Revised due",
        CHECK,
    )
}
_PERIOD_HEADING = re.compile(r"(.+) (RAG|progress)", re.IGNORECASE)
_ONLY_IN_A_PLAN = frozenset({"owner", "timescale", "source"})
_IDENTITY = re.compile(r"\breturn\s+(R\d+)\b", re.IGNORECASE)
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
_OUR_FILLS = frozenset({standard.TYPING_FILL, standard.LOCKED_FILL, "FFFFFF"})
"""Fills that say nothing: a return is issued with them."""
_COUNT = re.compile(r"\d+ of \d+\b")
"""The line "12 of 14 done", which is ours."""


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


@dataclass(frozen=True)
class Return:
    """One returned file, as read."""

    file: str
    headings: Mapping[str, str]
    """Heading -> column letters, in their order; a column without a heading is called "column H"."""
    rows: tuple[ReturnedRow, ...]
    saved: dt.datetime | None = None
    """The workbook's own time of last save."""
    modified: dt.datetime | None = None
    """The file's time."""
    plan_id: str = ""
    return_id: str = ""
    period: str = ""
    officer: str = ""
    issued: IssuedReturn | None = None
    """The return as issued, from its hidden sheet."""
    plan_title: str = ""
    """The plan's title, from the line above the table."""
    notes: tuple[str, ...] = ()
    """What was odd, as short sentences without a full stop."""
    not_read: tuple[str, ...] = ()
    """What an officer may have written where nothing is merged from: comments, other sheets, above the table."""


@dataclass
class _Identity:
    """Whose return it is, as far as the file itself says."""

    plan_id: str = ""
    return_id: str = ""
    period: str = ""
    officer: str = ""
    issued: IssuedReturn | None = None
    notes: list[str] = field(default_factory=list)


def read_return(
    grids: Sequence[Grid],
    *,
    file: str,
    saved: dt.datetime | None = None,
    modified: dt.datetime | None = None,
) -> Return:
    """Read a return from the sheets of a file.

    Args:
        grids: all sheets, the hidden one too; of a .csv the only one, all text.
        file: the path as given.
        saved: the workbook's own time of last save, where it has one.
        modified: the file's time.

    Raises:
        XlplanError: there is no return's table in it, or a cell holds more text than a workbook can.
    """
    identity = _identity_of_record(grids, file)
    found = [
        (grid, row)
        for grid in grids
        if fold(grid.sheet) != standard.HIDDEN and (row := _heading_row(grid)) is not None
    ]
    if not found:
        raise _not_a_return(file)
    # the sheet as issued comes first, then the others in their order
    grid, heading_row = min(found, key=lambda place: fold(place[0].sheet) != fold(standard.RETURN))
    headings = _headings(grid, heading_row)
    if {fold(heading) for heading in headings.values()} >= _ONLY_IN_A_PLAN:
        raise _is_a_plan(file)
    if not identity.return_id:
        _read_identity_line(grid, heading_row, identity)
    rows = _rows(grid, heading_row, headings, file)
    return Return(
        file=file,
        headings={
            heading: column_letters(column) for column, heading in headings.items() if heading != CHECK
        },
        rows=rows,
        saved=_without_zone(saved),
        modified=_without_zone(modified),
        plan_id=identity.plan_id,
        return_id=identity.return_id,
        period=identity.period,
        officer=identity.officer,
        issued=identity.issued,
        plan_title=_plan_title(grid, heading_row),
        notes=(*identity.notes, *grid.notes),
        not_read=tuple(_not_read(grids, grid, heading_row, min(headings))),
    )


def _plan_title(grid: Grid, heading_row: int) -> str:
    """The plan's title: A1 says "Wexcombe plan: return for Nick Example, Oct-05"."""
    title, found, _ = grid[1, 1].shown.rpartition(": return for ")
    return clean(title) if found and heading_row > 1 else ""


def _not_a_return(file: str) -> XlplanError:
    return XlplanError(
        "it is not a return: no sheet has a row with the headings ID, Ref or Action and a period's RAG or progress",
        "Send the workbook that was issued, or put its headings back",
        file=file,
    )


def _is_a_plan(file: str) -> XlplanError:
    return XlplanError(
        "it is not a return: it is a whole plan", "Give the returns, not the master", file=file
    )


def _identity_of_record(grids: Sequence[Grid], file: str) -> _Identity:
    identity = _Identity()
    hidden = next((grid for grid in grids if fold(grid.sheet) == standard.HIDDEN), None)
    if hidden is None:
        return identity
    try:
        record = read_record(hidden, file=file)
        check_record(record)
    except XlplanError as error:
        # a return can be merged without it; what is lost is said
        identity.notes.append(f"its hidden sheet cannot be used: {error.what}")
        return identity
    if record.of == "master":
        raise _is_a_plan(file)
    identity.plan_id = record.plan_id
    if record.issued:
        issued = identity.issued = record.issued[0]
        identity.return_id, identity.period, identity.officer = issued.id, issued.period, issued.officer
    return identity


def _read_identity_line(grid: Grid, heading_row: int, identity: _Identity) -> None:
    """Fill in what the line under the title says: "Return R0012 · Oct-05 · Nick Example · plan 3f9c2a1b".

    The dots may have been replaced on the way through other programs and code pages.
    """
    for _, cell in _above(grid, heading_row):
        match = _IDENTITY.search(cell.shown)
        if match is None:
            continue
        parts = _parts(cell.shown[match.end() :])
        identity.return_id = match[1].upper()
        if parts and (plan := re.fullmatch(r"plan\s+(\w+)", parts[-1], re.IGNORECASE)):
            identity.plan_id = identity.plan_id or plan[1].lower()
            parts.pop()
        if parts:
            identity.period = parts[0]
            identity.officer = " ".join(parts[1:])
        return


def _parts(text: str) -> list[str]:
    dotted = re.split(r"\s*(?:Â?·|•|\||\ufffd)\s*", text)
    parts = dotted if len(dotted) > 1 else re.split(r"\s+[-–—?]\s+", text)
    return [clean(part) for part in parts if clean(part)]


def _heading_row(grid: Grid) -> int | None:
    """The first row that reads as the headings of a return."""
    for row, values in grid.values.items():
        texts = [clean(value) for value in values.values() if isinstance(value, str)]
        if not any(_PERIOD_HEADING.fullmatch(text) for text in texts):
            continue
        known = {_HEADINGS.get(fold(text)) for text in texts}
        if known & {"ID", "Ref", "Action"}:
            return row
    return None


def _filled_rows(grid: Grid) -> list[int]:
    """The rows in which a value or a formula stands."""
    return sorted({*grid.values, *grid.more_than_text})


def _filled_columns(grid: Grid, row: int) -> set[int]:
    """The columns of a row in which a value or a formula stands."""
    return {*grid.values.get(row, ()), *grid.more_than_text.get(row, ())}


def _above(grid: Grid, heading_row: int) -> Iterator[tuple[Place, Cell]]:
    """What stands above the headings, in its order."""
    for row in _filled_rows(grid):
        if row < heading_row:
            for column in sorted(_filled_columns(grid, row)):
                yield (row, column), grid[row, column]


def _headings(grid: Grid, heading_row: int) -> dict[int, str]:
    """Column -> heading, each once; also for columns that hold something below but have no heading."""
    texts = {
        column: clean(grid[heading_row, column].shown)
        for column in _filled_columns(grid, heading_row)
        if not grid[heading_row, column].is_blank
    }
    below = [row for row in _filled_rows(grid) if row > heading_row]
    held = (by_row.get(row, ()) for by_row in (grid.values, grid.more_than_text) for row in below)
    if set().union(*held) - texts.keys():
        for row in below:
            without = _filled_columns(grid, row) - texts.keys()
            texts |= dict.fromkeys((column for column in without if not _is_empty(grid[row, column])), "")
    headings: dict[int, str] = {}
    taken: set[str] = set()
    for column, text in sorted(texts.items()):
        heading = _HEADINGS.get(fold(text), " ".join(text.split()))
        if not heading:
            heading = f"column {column_letters(column)}"
        elif heading in taken:
            heading = f"{heading} (column {column_letters(column)})"
        taken.add(heading)
        headings[column] = heading
    return headings


def _is_empty(cell: Cell) -> bool:
    return cell.formula is None and cell.is_blank


def _rows(grid: Grid, heading_row: int, headings: Mapping[int, str], file: str) -> tuple[ReturnedRow, ...]:
    """The rows below the headings that hold something in any column but Check."""
    columns = [(column, heading) for column, heading in sorted(headings.items()) if heading != CHECK]
    reader = _RowReader(grid, columns, file)
    rows = (reader.read(row) for row in _filled_rows(grid) if row > heading_row)
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
        """A row; None when nothing stands in it.

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
            if not _is_empty(cell):
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


def _not_read(grids: Sequence[Grid], table: Grid, heading_row: int, first_column: int) -> list[str]:
    """Where else something stands that an officer may have typed: it is not merged, so it is listed."""
    found = []
    above = [
        f'{address(row, column)} "{clean(cell.shown)}"'
        for (row, column), cell in _above(table, heading_row)
        if column > first_column
        and cell.formula is None
        and not cell.is_blank
        and not _COUNT.match(clean(cell.shown))
        and not _IDENTITY.search(cell.shown)
    ]
    if above:
        found.append(f"above the table: {', '.join(above)}")
    found += _told(
        [
            f'comment on {address(*place)}: "{" ".join(text.split())}"'
            for place, text in sorted(table.comments.items())
        ],
        "more comments",
    )
    found += _merged_rows(table, heading_row)
    ours = {fold(standard.HIDDEN), fold(standard.HOW_TO)}
    for grid in grids:
        if grid is not table and fold(grid.sheet) not in ours and (cells := _filled(grid)):
            what = "a return's table too" if _heading_row(grid) else counted(cells, "cell")
            found.append(f"sheet {grid.sheet} ({what})")
    return found


def _merged_rows(table: Grid, heading_row: int) -> list[str]:
    """Cells merged over several rows of the return that say something: it counts for the first row alone."""
    tall = sorted(
        (
            merged
            for merged in table.merges
            if merged.last_row > merged.first_row > heading_row
            and not table[merged.first_row, merged.first_column].is_blank
        ),
        key=lambda merged: (merged.first_row, merged.first_column),
    )
    if not tall:
        return []
    filled = {row: cells.keys() for row, cells in table.rows()}
    rows = list(filled)
    told = []
    for merged in tall[:MOST_TOLD]:
        below = rows[bisect_right(rows, merged.first_row) : bisect_right(rows, merged.last_row)]
        if any((row, column) not in merged for row in below for column in filled[row]):
            told.append(f"{merged} is merged: what it says counts for row {merged.first_row} alone")
    more = len(tall) - MOST_TOLD
    return [*told, f"{more:,} more merged cells"] if more > 0 else told


def _told(texts: list[str], others: str) -> list[str]:
    """The first of them, and how many others there are."""
    more = len(texts) - MOST_TOLD
    return [*texts[:MOST_TOLD], f"{more:,} {others}"] if more > 0 else texts


def _filled(grid: Grid) -> int:
    return sum(not cell.is_blank for cell in grid.cells.values())


def _without_zone(moment: dt.datetime | None) -> dt.datetime | None:
    """Moments with and without a time zone cannot be compared; workbooks write theirs as UTC."""
    if moment is None or moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(dt.UTC).replace(tzinfo=None)
    except OverflowError:  # an hour before the year 1, or after the year 9999
        return None
