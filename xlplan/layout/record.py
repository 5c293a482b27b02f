"""What xlplan remembers, as the rows of the hidden sheet `_xlplan`: what was issued to whom, and what came back.

A journal: entries are only ever added, so that a new one never moves the rows of an older one. One row an action
issued, not one a cell. The master's sheet and a return's sheet are written and read by the same code; a return's
holds one entry, its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from xlplan.layout.standard import LAYOUT_VERSION, owners_columns
from xlplan.values.text import meaning
from xlplan.workbook.grid import Place, Value

if TYPE_CHECKING:
    from xlplan.model import CellValue

CHUNK = 32_000
"""Characters of one text that go into one cell; Excel allows 32,767."""

_BLANK = "\\u0020"
"""A blank as JSON can write it too."""

RecordRow = tuple[Value, ...]

_as_json = json.JSONEncoder(separators=(",", ":")).encode
"""JSON in one line. One encoder for all rows: making one takes as long as writing a row."""


@dataclass(frozen=True, slots=True)
class IssuedAction:
    """One action as it was in one return when it was issued."""

    id: str
    values: Mapping[str, CellValue]
    """The columns that the owner may change: heading -> value."""
    fingerprints: Mapping[str, str]
    """The locked columns: heading -> fingerprint of the value, "" for a blank one."""


@dataclass(frozen=True)
class IssuedReturn:
    """One return as it was issued."""

    id: str
    period: str
    officer: str
    file: str = ""
    when: dt.datetime | None = None
    columns: tuple[str, ...] = ()
    """The headings of the return in their order, without ID and Check."""
    actions: Mapping[str, IssuedAction] = field(default_factory=dict)
    """Action ID -> the action as issued."""

    @property
    def action_ids(self) -> tuple[str, ...]:
        return tuple(self.actions)

    @cached_property
    def rows(self) -> tuple[RecordRow, ...]:
        """Its rows in the hidden sheet, both of the master and of the return."""
        return tuple(_issued_rows(self))


class MergedValue(NamedTuple):
    """A new value that a return gave for one cell."""

    value: CellValue
    is_taken: bool
    """True when the master got it from a return."""


@dataclass(frozen=True, slots=True)
class MergedVersion:
    """One version of a return, as it was merged. A later version of the same return is later in the record."""

    return_id: str
    digest: str
    """The same for two files with the same values."""
    saved: dt.datetime | None = None
    """The workbook's own time of last save."""
    modified: dt.datetime | None = None
    """The file's time."""
    file: str = ""
    when: dt.datetime | None = None
    """When it was merged."""
    given: Mapping[str, Mapping[str, MergedValue]] = field(default_factory=dict)
    """Action ID -> heading -> the new value; those of an earlier version too where this one lacks the row."""


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A row that this version of xlplan does not understand; it is kept as it is."""

    cells: RecordRow


Entry = IssuedReturn | MergedVersion | ForeignRow


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that a workbook's hidden sheet holds."""

    plan_id: str
    last_id: int = 0
    """The number of the last action ID given out."""
    entries: tuple[Entry, ...] = ()
    """Oldest first."""
    of: Literal["master", "return"] = "master"
    layout_version: int = LAYOUT_VERSION
    last_row: int = field(default=0, compare=False)
    """The last row of its sheet that holds something, where it was read from one."""

    @property
    def issued(self) -> tuple[IssuedReturn, ...]:
        """Every return issued, oldest first."""
        return tuple(entry for entry in self.entries if isinstance(entry, IssuedReturn))

    @property
    def merged(self) -> tuple[MergedVersion, ...]:
        """Every return version merged, oldest first."""
        return tuple(entry for entry in self.entries if isinstance(entry, MergedVersion))


def new_plan_id() -> str:
    """By what a plan and its returns are known as belonging together: eight hexadecimal digits that no other has."""
    return os.urandom(4).hex()


@lru_cache(maxsize=4096, typed=True)  # typed, for 1 and TRUE are equal and mean two things
def fingerprint(value: CellValue) -> str:
    """A short text that is the same for values of the same meaning; "" for a blank value.

    Eight hexadecimal digits: enough to see that a locked cell was changed, and 12,000 rows stay small.
    """
    text = meaning(value)
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest() if text else ""


def issued_action(action_id: str, values: Mapping[str, CellValue], period: str) -> IssuedAction:
    """One row of a return, as it is to be remembered.

    Args:
        action_id: the action's ID.
        values: heading -> value as written into the return, without ID and Check.
        period: the period of the return; it says which columns are the owner's. Of the others only a
            fingerprint is kept.
    """
    owners = owners_columns(period)
    return IssuedAction(
        id=action_id,
        values={heading: value for heading, value in values.items() if heading in owners},
        fingerprints={
            heading: fingerprint(value) for heading, value in values.items() if heading not in owners
        },
    )


def record_rows(record: Record) -> list[RecordRow]:
    """The rows of the hidden sheet, from row 1 and column A. Adding an entry adds rows at the end.

    Each text is at most 32,000 characters long; a longer one goes on in the next cells of its row.
    """
    return [*first_rows(record), *_entry_rows(record.entries)]


def added_cells(before: Record, after: Record) -> dict[Place, Value]:
    """The cells by which a master's hidden sheet changes when entries are added, or an ID is given out.

    Args:
        before: as read from the sheet.
        after: the same with more entries at the end.
    """
    rows = dict(enumerate(_entry_rows(after.entries[len(before.entries) :]), before.last_row + 1))
    rows |= {
        number: new
        for number, (old, new) in enumerate(zip(first_rows(before), first_rows(after), strict=True), 1)
        if old != new
    }
    return {
        (number, column): value
        for number, row in sorted(rows.items())
        for column, value in enumerate(row, 1)
        if value is not None
    }


def first_rows(record: Record) -> list[RecordRow]:
    """The rows that are before all entries."""
    return [
        ("xlplan", record.of, record.layout_version),
        ("plan", record.plan_id),
        ("last id", record.last_id),
    ]


def _entry_rows(entries: Iterable[Entry]) -> Iterator[RecordRow]:
    for entry in entries:
        if isinstance(entry, IssuedReturn):
            yield from entry.rows
        elif isinstance(entry, MergedVersion):
            yield from _merged_rows(entry)
        else:
            yield entry.cells


def _issued_rows(entry: IssuedReturn) -> Iterator[RecordRow]:
    yield (
        "return",
        entry.id,
        entry.period,
        entry.officer,
        entry.file,
        _moment(entry.when),
        *_chunks(list(entry.columns)),
    )
    owners = owners_columns(entry.period)
    for action in entry.actions.values():
        in_order = [
            _plain(action.values.get(heading)) if heading in owners else action.fingerprints.get(heading, "")
            for heading in entry.columns
        ]
        yield ("action", entry.id, action.id, *_chunks(in_order))


def _merged_rows(entry: MergedVersion) -> Iterator[RecordRow]:
    yield (
        "merged",
        entry.return_id,
        entry.digest,
        _moment(entry.saved),
        _moment(entry.modified),
        entry.file,
        _moment(entry.when),
    )
    for action_id, by_heading in entry.given.items():
        told = {heading: [_plain(given.value), int(given.is_taken)] for heading, given in by_heading.items()}
        yield ("given", entry.return_id, action_id, *_chunks(told))


def _plain(value: CellValue) -> object:
    """A value as JSON can hold it."""
    if isinstance(value, str):  # nearly all
        return value
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.isoformat()}
    return value


def _moment(when: dt.datetime | None) -> str:
    # a blank and no "T": xlwings' remote engine takes the other form for a date, and fails on it
    return when.isoformat(" ") if when else ""


def _chunks(content: object) -> Iterator[str]:
    """JSON in pieces that fit into cells. No piece begins or ends with a blank, which a program might trim."""
    text = _as_json(content)
    while len(text) > CHUNK:
        around = text[CHUNK - 1 : CHUNK + 1]
        # there may be thousands of blanks: none is looked for that is not at the cut, and that one is escaped
        if " " in around:
            text = text[: CHUNK - 1] + around.replace(" ", _BLANK) + text[CHUNK + 1 :]
        yield text[:CHUNK]
        text = text[CHUNK:]
    yield text
