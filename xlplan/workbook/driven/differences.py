"""The steps that make one state of a workbook another one: what Undo does, and what puts a failed change back.

Only what xlplan itself changes is compared: sheets, the reach of tables, values and formulas. Looks of cells that were
there before are never changed, so they need no way back.
"""

from __future__ import annotations

from xlplan.errors import XlplanError
from xlplan.workbook.driven.steps import ClearCells, DeleteSheet, RenameSheet, ResizeTable, Step, WriteCells
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Area, Cell, Formula, Grid, Place, Value


def steps_back(now: FileBook, then: FileBook) -> list[Step]:
    """What makes a workbook that is as `now` a workbook as `then`.

    Raises:
        XlplanError: a sheet has been deleted in between, which cannot be drawn again with all that it had.
    """
    sheets_now, sheets_then = now.sheets(), then.sheets()
    renamed = _renamed(now, then)
    steps: list[Step] = []
    gone = [sheet for sheet in sheets_then if sheet not in sheets_now and sheet not in renamed.values()]
    if gone:
        raise XlplanError(
            f"the sheet {gone[0]} has been deleted since and cannot be put back into a workbook that is open",
            "Close the workbook without saving, and put the whole copy back: see Undo in the documentation",
            file=now.path.name,
        )
    kept = set(sheets_then) - set(renamed.values())
    steps += [DeleteSheet(sheet) for sheet in sheets_now if sheet not in kept and sheet not in renamed]
    # before any formula is written that names the sheet
    steps += [RenameSheet(new, old) for new, old in renamed.items()]
    for sheet in sheets_then:
        if sheet in kept:
            steps += _on_sheet(now, then, sheet)
    return steps


def _renamed(now: FileBook, then: FileBook) -> dict[str, str]:
    """The sheets that made room for one of ours: their name now -> their name then. They hold what they held."""
    sheets_now, sheets_then = now.sheets(), then.sheets()
    found: dict[str, str] = {}
    for sheet in sheets_now:
        if sheet in sheets_then:
            continue
        cells = _contents(now.read(sheet))
        for old in sheets_then:
            stays = old in sheets_now and _contents(now.read(old)) == _contents(then.read(old))
            if not stays and old not in found.values() and cells == _contents(then.read(old)):
                found[sheet] = old
                break
    return found


def _contents(grid: Grid) -> dict[Place, Value]:
    return {place: cell.value for place, cell in grid.cells.items() if cell.value not in (None, "")}


def _on_sheet(now: FileBook, then: FileBook, sheet: str) -> list[Step]:
    grid_now, grid_then = now.read(sheet, detail=True), then.read(sheet, detail=True)
    steps: list[Step] = []
    cleared: list[Area] = []
    for name, area in grid_then.tables.items():
        reached = grid_now.tables.get(name)
        if reached is None or reached == area:
            continue
        steps.append(ResizeTable(sheet, name, area))
        cleared += _beyond(reached, area)
    changed: dict[Place, Value | Formula] = {}
    for place in grid_now.cells.keys() | grid_then.cells.keys():
        before, after = grid_then[place], grid_now[place]
        if _said(before) != _said(after) and not (before.is_blank and any(place in area for area in cleared)):
            changed[place] = Formula(before.formula, before.value) if before.formula else before.value
    if changed:
        steps.append(WriteCells(sheet, changed))
    return steps + [ClearCells(sheet, area) for area in cleared]


def _said(cell: Cell) -> tuple[str, Value]:
    """What counts as the content of a cell: its formula, or else its value."""
    return (cell.formula, None) if cell.formula else ("", None if cell.value == "" else cell.value)


def _beyond(reached: Area, area: Area) -> list[Area]:
    """The parts of what a table reached over that lie below and right of what it is to reach over."""
    found = []
    if reached.last_row > area.last_row:
        found.append(Area(area.last_row + 1, reached.first_column, reached.last_row, reached.last_column))
    if reached.last_column > area.last_column:
        last_row = min(reached.last_row, area.last_row)
        found.append(Area(reached.first_row, area.last_column + 1, last_row, reached.last_column))
    return found
