"""When the plan began, from which dates without a year are counted: read from the council's own sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from xlplan.checks.gather import source_place
from xlplan.importing.periods import beginning, financial_year
from xlplan.importing.sheet_view import SheetView
from xlplan.importing.titles import short_texts
from xlplan.layout.master import Master
from xlplan.workbook.grid import Cell, Grid, Place


def find_beginning(grids: Mapping[str, Grid], master: Master) -> tuple[dt.date | None, dt.date | None]:
    """Find when the plan began, and when the financial year began that a title names.

    Both are looked for above the tables of the council's own sheets, the year in the plan's title too.
    """
    first_rows: dict[str, int] = {}
    for row in master.table.rows:
        if place := source_place(row.text("Source")):
            first_rows[place[0]] = min(place[1], first_rows.get(place[0], place[1]))
    titles = [Grid(grid.sheet, _cells_above(grid, first_rows[name])) for name, grid in grids.items()]
    views = [SheetView(grid) for grid in titles]
    lines = [text for view in views for text in (view.sheet, *short_texts(view, rows=12))]
    return beginning(views), financial_year([master.title, *lines])


def _cells_above(grid: Grid, row: int) -> dict[Place, Cell]:
    return {
        (number, column): cell
        for number, cells in grid.in_rows.items()
        if number < row
        for column, cell in cells.items()
    }
