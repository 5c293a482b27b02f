"""What an officer sent back, read from the sheets of a file: whose return it is, and its rows as they are.

An officer may have sorted, filtered, inserted or deleted rows and columns, copied the table to another sheet, lost the
hidden sheet, added columns, or saved it in another format. So nothing is taken from where it was written: the table is
known by its headings, the return by its hidden sheet or by the line under its title.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xlplan.errors import XlplanError
from xlplan.layout import standard
from xlplan.layout.read_record import check_record, read_record
from xlplan.layout.record import IssuedReturn
from xlplan.layout.returned_rows import CHECK, ReturnedRow, filled_columns, filled_rows, is_empty, read_rows
from xlplan.values.text import clean, counted, fold
from xlplan.workbook.grid import Cell, Grid, Place, address, column_letters

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
_COUNT = re.compile(r"\d+ of \d+\b")
"""The line "12 of 14 done", which is ours."""


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

    @cached_property
    def digest(self) -> str:
        """The same for two returns with the same values, in whatever order their rows and columns are.

        A .csv holds dates as text: they are read, so that it counts as the same return as the workbook.
        """
        in_order = sorted(self.headings, key=lambda heading: f"{heading}\x1e")
        rows = sorted(
            "\x1f".join(
                [f"{heading}\x1e{row.meaning(heading)}" for heading in in_order if heading in row.values]
            )
            for row in self.rows
        )
        return hashlib.blake2b("\x1d".join(rows).encode(), digest_size=16).hexdigest()


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
    rows = read_rows(grid, heading_row, headings, file)
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


def _above(grid: Grid, heading_row: int) -> Iterator[tuple[Place, Cell]]:
    """What is above the headings, in its order."""
    for row in filled_rows(grid):
        if row < heading_row:
            for column in sorted(filled_columns(grid, row)):
                yield (row, column), grid[row, column]


def _headings(grid: Grid, heading_row: int) -> dict[int, str]:
    """Column -> heading, each once; also for columns that hold something below but have no heading."""
    texts = {
        column: clean(grid[heading_row, column].shown)
        for column in filled_columns(grid, heading_row)
        if not grid[heading_row, column].is_blank
    }
    below = [row for row in filled_rows(grid) if row > heading_row]
    held = (by_row.get(row, ()) for by_row in (grid.values, grid.more_than_text) for row in below)
    if set().union(*held) - texts.keys():
        for row in below:
            without = filled_columns(grid, row) - texts.keys()
            texts |= dict.fromkeys((column for column in without if not is_empty(grid[row, column])), "")
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


def _not_read(grids: Sequence[Grid], table: Grid, heading_row: int, first_column: int) -> list[str]:
    """Where else something is written that an officer may have typed: it is not merged, so it is listed."""
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
