"""Reading back what xlplan remembers: the rows of the hidden sheet `_xlplan` as the record that they are.

After some periods there are far more rows than any command asks about: what one says of an action is parsed when
somebody looks at it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from xlplan.errors import XlplanError
from xlplan.layout.record import (
    Entry,
    ForeignRow,
    IssuedAction,
    IssuedReturn,
    MergedValue,
    MergedVersion,
    Record,
    RecordRow,
)
from xlplan.layout.standard import LAYOUT_VERSION, owners_columns
from xlplan.workbook.grid import Grid, Value

if TYPE_CHECKING:
    from xlplan.model import CellValue


def read_record(grid: Grid, *, file: str = "") -> Record:
    """Read a hidden sheet back.

    Args:
        grid: the sheet.
        file: the workbook's name, for the error.

    Raises:
        XlplanError: the sheet was not written by xlplan, was written by a newer one, or is damaged.
    """
    rows = _rows_of(grid)
    first = next(rows, (0, ()))[1]
    if len(first) < 3 or first[0] != "xlplan" or first[1] not in ("master", "return"):
        raise XlplanError(
            "xlplan did not write this sheet, or it is damaged",
            "Use a backup of the workbook, or the file as it was first saved",
            file=file or None,
            sheet=grid.sheet,
        )
    reader = _Reader(grid.sheet, file)
    version, last_row = reader.number(1, first[2]), 1
    if version > LAYOUT_VERSION:
        raise XlplanError(
            "it was written by a newer version of xlplan", "Install the newer version", file=file or None
        )
    for last_row, cells in rows:
        reader.read(last_row, cells)
    if reader.plan_id is None:
        raise reader.damaged(2)
    return Record(
        plan_id=reader.plan_id,
        last_id=reader.last_id,
        entries=tuple(reader.entries),
        of="master" if first[1] == "master" else "return",
        layout_version=version,
        last_row=last_row,
    )


def check_record(record: Record) -> None:
    """Parse a whole record.

    Raises:
        XlplanError: a row of it cannot be read.
    """
    for entry in record.entries:
        if isinstance(entry, IssuedReturn) and isinstance(entry.actions, _Unread):
            entry.actions.check()
        elif isinstance(entry, MergedVersion) and isinstance(entry.given, _Unread):
            entry.given.check()


def differing(said: IssuedReturn, issued: IssuedReturn) -> int:
    """Count the actions that both hold and that differ.

    Nearly always they are on both sheets in the same words, and need not be parsed to be seen to be the same.
    """
    ones, others = said.actions, issued.actions
    shared = [key for key in others if key in ones]
    is_alike = (said.period, said.columns) == (issued.period, issued.columns)
    if is_alike and isinstance(ones, _IssuedActions) and isinstance(others, _IssuedActions):
        shared = [key for key in shared if ones.rows[key].text != others.rows[key].text]
    return sum(ones[key] != others[key] for key in shared)


def _rows_of(grid: Grid) -> Iterator[tuple[int, RecordRow]]:
    """Row number and the row's values from column A on, for rows that hold something."""
    for row, cells in grid.values.items():
        width = max(cells)
        if width == len(cells):
            yield row, tuple(cells.values())
        else:
            yield row, tuple(cells.get(column) for column in range(1, width + 1))


class _UnreadRow(NamedTuple):
    """One action's row, not parsed yet."""

    number: int
    text: str


Parsed = TypeVar("Parsed")


class _Unread(Mapping[str, Parsed], Generic[Parsed]):
    """The rows of a return's actions, by their ID; each is parsed when somebody looks at it."""

    def __init__(self, sheet: str, file: str) -> None:
        self.rows: dict[str, _UnreadRow] = {}
        self._sheet = sheet
        self._file = file
        self._read: dict[str, Parsed] = {}

    def __getitem__(self, action_id: str) -> Parsed:
        read = self._read.get(action_id)
        if read is None:
            row = self.rows[action_id]
            try:
                read = self._parsed(action_id, json.loads(row.text))
            except _SENSELESS as error:
                raise _damaged(self._sheet, self._file, row.number) from error
            self._read[action_id] = read
        return read

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, action_id: object) -> bool:
        return action_id in self.rows

    def check(self) -> None:
        """Parse everything, and forget it again. Raises XlplanError for a row that cannot be read."""
        for action_id, row in self.rows.items():
            if not self._is_sound(row.text):
                self[action_id]
        self._read.clear()

    def _is_sound(self, _: str) -> bool:
        """True when a row's JSON is seen to be right without being parsed."""
        return False

    @abstractmethod
    def _parsed(self, action_id: str, content: Any) -> Parsed:
        """Make the entry of a row's JSON."""


@lru_cache(maxsize=64)
def _texts_or_nulls(count: int) -> re.Pattern[str]:
    """A JSON list of so many texts without escapes or nulls, as nearly every row of a return is."""
    one = r'(?:"[^"\\\x00-\x1f]*"|null)'
    return re.compile(rf"\[{one}(?:,{one}){{{count - 1}}}\]")


class _IssuedActions(_Unread[IssuedAction]):
    def __init__(self, sheet: str, file: str, period: str, columns: Sequence[str]) -> None:
        super().__init__(sheet, file)
        self._columns = columns
        self._owners = tuple(heading for heading in owners_columns(period) if heading in columns)
        self._locked = tuple(heading for heading in columns if heading not in self._owners)

    def _is_sound(self, text: str) -> bool:
        return bool(self._columns) and _texts_or_nulls(len(self._columns)).fullmatch(text) is not None

    def _parsed(self, action_id: str, content: Any) -> IssuedAction:
        in_order = dict(zip(self._columns, content, strict=True))
        return IssuedAction(
            id=action_id,
            values={heading: _value(in_order[heading]) for heading in self._owners},
            fingerprints={heading: str(in_order[heading]) for heading in self._locked},
        )


class _GivenValues(_Unread[Mapping[str, MergedValue]]):
    def _parsed(self, action_id: str, content: Any) -> Mapping[str, MergedValue]:
        return {
            str(heading): MergedValue(_value(value), bool(is_taken))
            for heading, (value, is_taken) in content.items()
        }


# all that a damaged text can raise on its way through JSON into an entry
_SENSELESS = (RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError)


def _damaged(sheet: str, file: str, row: int) -> XlplanError:
    return XlplanError(
        f"row {row} of what xlplan remembers cannot be read",
        "Use a backup of the workbook: Undo last change, xlplan undo, or the folder of backups beside it",
        file=file or None,
        sheet=sheet,
        cell=f"A{row}",
    )


class _Reader:
    """Gathers entries row by row; knows which return or version the last row belonged to."""

    def __init__(self, sheet: str, file: str) -> None:
        self.plan_id: str | None = None
        self.last_id = 0
        self.entries: list[Entry] = []
        self._actions: dict[str, _IssuedActions] = {}
        self._given: dict[str, _GivenValues] = {}
        self._sheet = sheet
        self._file = file

    def damaged(self, row: int) -> XlplanError:
        return _damaged(self._sheet, self._file, row)

    def number(self, row: int, value: Value) -> int:
        try:
            return int(str(value).removesuffix(".0"))
        except ValueError as error:
            raise self.damaged(row) from error

    def read(self, row: int, cells: RecordRow) -> None:
        kind = cells[0]
        if kind == "plan":
            self.plan_id = _text(cells, 1)
        elif kind == "last id":
            self.last_id = self.number(row, cells[1] if len(cells) > 1 else None)
        elif kind in ("return", "action", "merged", "given"):
            try:
                self._entry(str(kind), row, cells)
            except _SENSELESS as error:
                raise self.damaged(row) from error
        else:
            self.entries.append(ForeignRow(cells))

    def _entry(self, kind: str, row: int, cells: RecordRow) -> None:
        return_id = _text(cells, 1)
        if kind == "action":
            self._actions[return_id].rows[_text(cells, 2)] = _UnreadRow(row, _joined(cells[3:]))
        elif kind == "given":
            self._given[return_id].rows[_text(cells, 2)] = _UnreadRow(row, _joined(cells[3:]))
        elif kind == "return":
            columns = tuple(str(heading) for heading in json.loads(_joined(cells[6:])))
            actions = _IssuedActions(self._sheet, self._file, _text(cells, 2), columns)
            self._actions[return_id] = actions
            self.entries.append(
                IssuedReturn(
                    id=return_id,
                    period=_text(cells, 2),
                    officer=_text(cells, 3),
                    file=_text(cells, 4),
                    when=_read_moment(_text(cells, 5)),
                    columns=columns,
                    actions=actions,
                )
            )
        else:
            given = self._given[return_id] = _GivenValues(self._sheet, self._file)
            self.entries.append(
                MergedVersion(
                    return_id=return_id,
                    digest=_text(cells, 2),
                    saved=_read_moment(_text(cells, 3)),
                    modified=_read_moment(_text(cells, 4)),
                    file=_text(cells, 5),
                    when=_read_moment(_text(cells, 6)),
                    given=given,
                )
            )


def _text(cells: Sequence[Value], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    return "" if value is None else str(value)


def _joined(cells: Sequence[Value]) -> str:
    """Join the JSON that lies in pieces in the cells."""
    if len(cells) == 1 and type(cells[0]) is str:
        return cells[0]
    return "".join(str(cell) for cell in cells if cell is not None)


def _read_moment(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _value(plain: object) -> CellValue:
    """The way back from `record._plain`. Raises ValueError for anything that it does not write."""
    if plain is None or isinstance(plain, str | int | float | bool):
        return plain
    if isinstance(plain, dict) and len(plain) == 1:
        (kind, text), *_ = plain.items()
        if kind == "moment":
            return dt.datetime.fromisoformat(text)
        if kind == "date":
            return dt.date.fromisoformat(text)
        if kind == "time":
            return dt.time.fromisoformat(text)
    raise ValueError(f"{plain!r} is no cell value")
