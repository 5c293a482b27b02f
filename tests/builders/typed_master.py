"""A master as a person has typed it, without a file: its sheets as grids, read as any master is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from tests.builders.merge_examples import grid_of
from xlplan.layout.master import Master, read_master
from xlplan.layout.record import Entry, Record, record_rows
from xlplan.workbook.book import Book
from xlplan.workbook.grid import Grid, Value

PLAN_HEADINGS = ("ID", "Ref", "Action", "Owner", "Due", "Revised due", "Source")
Rows = Sequence[Sequence[Value]]


class TypedBook:
    """A workbook that can be read only."""

    path = Path("typed.xlsx")

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._grids = {grid.sheet: grid for grid in grids}

    def sheets(self) -> tuple[str, ...]:
        return tuple(self._grids)

    def read(self, sheet: str, *, detail: bool = False) -> Grid:
        found = {name.casefold(): grid for name, grid in self._grids.items()}
        return found[sheet.casefold()]


def typed_book(
    plan: Rows,
    lists: Mapping[str, Rows] | None = None,
    *,
    headings: Sequence[Value] = PLAN_HEADINGS,
    cover: Rows | None = None,
    entries: Sequence[Entry] = (),
    title: Value = "A plan",
) -> Book:
    """A master's workbook.

    Args:
        plan: the rows of the Plan below its headings.
        lists: sheet -> the headings and the rows of its table.
        headings: those of the Plan.
        cover: the rows of the Cover.
        entries: what the hidden sheet remembers.
        title: what stands in A1 of the Plan.
    """
    grids = [grid_of("Plan", [[title], [], headings, *plan])]
    grids += [grid_of(sheet, [[sheet], [], *rows]) for sheet, rows in (lists or {}).items()]
    if cover is not None:
        grids.append(grid_of("Cover", cover))
    record = Record(plan_id="3f9c2a1b", last_id=len(plan), entries=tuple(entries))
    grids.append(grid_of("_xlplan", record_rows(record)))
    return cast("Book", TypedBook(grids))


def typed_master(plan: Rows, lists: Mapping[str, Rows] | None = None, **more: object) -> Master:
    """The same, read."""
    return read_master(typed_book(plan, lists, **more))  # type: ignore[arg-type]
