"""Grids as messy as councils make them, built by hand: texts in rows, merged areas, fills, dates as displayed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlplan.workbook.grid import Area, Cell, Grid, Place, Value, area_of, place_of

Wanted = dict[str, object]
"""Field -> value; `rag` and `progress` by period, `other` by heading. Fields not named are not looked at."""

Written = Value | tuple[Value, str]
"""A cell's value, or its value and the text that Excel displays."""


@dataclass(frozen=True)
class Messy:
    """A workbook and its right reading."""

    name: str
    grids: tuple[Grid, ...]
    rows: tuple[Wanted, ...]
    periods: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    """The addresses of cells that have no place in the plan."""
    left_alone: tuple[str, ...] = field(default=())
    """Areas that are no plan."""


def sheet(
    *rows: Sequence[Written],
    name: str = "Sheet1",
    at: str = "A1",
    merged: Sequence[str] = (),
    fills: Mapping[str, str] | None = None,
    more: Mapping[str, Written] | None = None,
    visible: bool = True,
) -> Grid:
    """A sheet whose rows begin at the cell `at`; `more` adds cells by address, `fills` colours cells or ranges."""
    cells: dict[Place, Cell] = {}
    first_row, first_column = place_of(at)
    for row_number, row in enumerate(rows, first_row):
        for column, written in enumerate(row, first_column):
            if written not in (None, ""):
                cells[row_number, column] = cell(written)
    for where, written in (more or {}).items():
        cells[place_of(where)] = cell(written)
    for where, fill in (fills or {}).items():
        area = area_of(where)
        for row_number in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                old = cells.get((row_number, column), Cell())
                cells[row_number, column] = Cell(old.value, old.shown, fill, old.formula)
    return Grid(name, cells, tuple(area_of(where) for where in merged), {}, visible)


def cell(written: Written) -> Cell:
    """A cell as the workbook's reader gives it."""
    if isinstance(written, tuple):
        value, shown = written
        return Cell(value, shown)
    if isinstance(written, dt.date):
        return Cell(written, f"{written:%d/%m/%Y}")
    return Cell(written, "" if written is None else str(written))


def month(year: int, number: int) -> tuple[dt.date, str]:
    """A real date that is displayed as a month: "Jan-26"."""
    day = dt.date(year, number, 1)
    return day, f"{day:%b-%y}"


def number(value: float, places: int) -> tuple[float, str]:
    """A number with fixed decimal places: 1.1 shown as "1.10"."""
    return value, f"{value:.{places}f}"


__all__ = ["Area", "Messy", "Wanted", "Written", "cell", "month", "number", "sheet"]
