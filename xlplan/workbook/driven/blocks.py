"""Cells as rectangles, so that a spreadsheet program is called once a block; and values as it must be given them.

Pure: nothing here opens or calls anything.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from xlplan.workbook.grid import Area, Place, Value

T = TypeVar("T")

_LONGEST_DATE = 40
"""Characters; no text that Excel reads as a number or a moment is longer ("Wednesday, 14 September 2005 10:30")."""
_OPENERS = ("=", "+", "-", "@", "'", "#")
_MIDNIGHT = dt.time()
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """A rectangle of cells in which every cell has something."""

    area: Area
    rows: tuple[tuple[T, ...], ...]


def blocks(cells: Mapping[Place, T]) -> list[Block[T]]:
    """The fewest rectangles, roughly, that cover these cells and no other: runs down each column, joined sideways
    where neighbours run from the same row to the same row."""
    runs = _runs(cells)
    joined: list[tuple[int, int, list[int]]] = []
    open_runs: dict[tuple[int, int], list[int]] = {}
    for column in sorted(runs):
        still_open: dict[tuple[int, int], list[int]] = {}
        for span in runs[column]:
            columns = open_runs.get(span)
            if columns is None:
                columns = []
                joined.append((*span, columns))
            columns.append(column)
            still_open[span] = columns
        # a column without cells ends every run
        open_runs = still_open if column + 1 in runs else {}
    found = []
    for first, last, columns in joined:
        rows = tuple(tuple(cells[row, column] for column in columns) for row in range(first, last + 1))
        found.append(Block(Area(first, columns[0], last, columns[-1]), rows))
    return sorted(found, key=lambda block: (block.area.first_row, block.area.first_column))


def _runs(cells: Mapping[Place, T]) -> dict[int, list[tuple[int, int]]]:
    """Column -> its runs of cells without a gap, as first and last row."""
    by_column: dict[int, list[int]] = {}
    for row, column in cells:
        by_column.setdefault(column, []).append(row)
    runs: dict[int, list[tuple[int, int]]] = {}
    for column, rows in by_column.items():
        rows.sort()
        start = before = rows[0]
        found = []
        for row in rows[1:]:
            if row != before + 1:
                found.append((start, before))
                start = row
            before = row
        runs[column] = [*found, (start, before)]
    return runs


def given(value: Value) -> str | int | float | bool | dt.datetime | None:
    """A value as it must be given to a spreadsheet program, so that it holds just that afterwards.

    Excel reads what is written into a cell as if it had been typed: "1.10" would become 1.1, "Dec-05" a date, "=1" a
    formula. An apostrophe before the text keeps it a text, and is no part of it.
    """
    if isinstance(value, str):
        return f"'{value}" if _would_be_read(value) else value or None
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, _MIDNIGHT)
    if isinstance(value, dt.time):
        seconds = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second).total_seconds()
        return seconds / _DAY
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    return value


def _would_be_read(text: str) -> bool:
    """True when Excel might take a text for something else: a formula, a number, a moment, a truth, an error."""
    typed = text.strip()
    if typed.startswith(_OPENERS) or typed.casefold() in ("true", "false"):
        return True
    return len(typed) <= _LONGEST_DATE and any(letter.isdigit() for letter in typed)


def taken(value: object) -> Value:
    """A value as xlwings hands it on, in the form that a grid has it in."""
    if isinstance(value, dt.datetime):
        plain = value.replace(tzinfo=None)
        return plain.date() if plain.time() == _MIDNIGHT else plain
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() else float(value)
    return str(value)
