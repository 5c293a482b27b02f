"""The steps that make one state of a workbook another one: what Undo does, and what puts a failed change back.

Only what xlplan itself changes is compared: sheets, the reach of tables, values and formulas. Looks of cells that were
there before are never changed, so they need no way back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xlplan.errors import XlplanError
from xlplan.workbook.excel_session.blocks import spans
from xlplan.workbook.excel_session.operations import (
    ClearCells,
    DeleteSheet,
    RenameSheet,
    ResizeTable,
    Step,
    WriteCells,
)
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Area, Cell, Formula, Grid, Place, Value, quoted, sheet_named


def steps_back(now: FileBook, then: FileBook, ours: Collection[str]) -> list[Step]:
    """What makes a workbook what it was.

    Args:
        now: the workbook as it is.
        then: the workbook as it is to be again.
        ours: the names of the sheets that may be taken away when they were not there; any other that has come since
            is its owner's, and stays.

    Returns:
        The steps, in the order in which they must be carried out.

    Raises:
        XlplanError: a sheet has been deleted in between, which cannot be drawn again with all that it had.
    """
    sheets_now, sheets_then = now.sheets(), then.sheets()
    renamed = _renamed(now, then)
    gone = [
        sheet for sheet in sheets_then if not sheet_named(sheet, sheets_now) and sheet not in renamed.values()
    ]
    if gone:
        raise XlplanError(
            f"the sheet {gone[0]} has been deleted since and cannot be put back into a workbook that is open",
            "Close the workbook without saving; the copies are in the folder .xlplan-backups beside it",
            file=now.path.name,
        )
    kept = set(sheets_then) - set(renamed.values())
    made = [
        sheet
        for sheet in sheets_now
        if not sheet_named(sheet, kept) and sheet not in renamed and sheet_named(sheet, ours)
    ]
    steps: list[Step] = [DeleteSheet(sheet) for sheet in made]
    # before any formula is written that names the sheet
    steps += [RenameSheet(new, old) for new, old in renamed.items()]
    for sheet in sheets_then:
        if sheet in kept:
            steps += _on_sheet(now, then, sheet, renamed)
    return steps


def _renamed(now: FileBook, then: FileBook) -> dict[str, str]:
    """The sheets that made room for one of ours: their name now -> their name then. They hold what they held."""
    sheets_now, sheets_then = now.sheets(), then.sheets()
    found: dict[str, str] = {}
    for sheet in sheets_now:
        if sheet_named(sheet, sheets_then):
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


def _on_sheet(now: FileBook, then: FileBook, sheet: str, renamed: Mapping[str, str]) -> list[Step]:
    grid_now, grid_then = now.read(sheet, detail=True), then.read(sheet, detail=True)
    steps: list[Step] = []
    cleared: list[Area] = []
    for name, area in grid_then.tables.items():
        reached = grid_now.tables.get(name)
        if reached is not None and reached != area:
            steps.append(ResizeTable(sheet, name, area))
            cleared += _beyond(reached, area, grid_then)
    changed: dict[Place, Value | Formula] = {}
    for place in grid_now.cells.keys() | grid_then.cells.keys():
        before, after = grid_then[place], grid_now[place]
        if any(place in area for area in cleared) or _content(before, {}) == _content(after, renamed):
            continue
        changed[place] = Formula(before.formula, before.value) if before.formula else before.value
    steps += [ClearCells(sheet, area) for area in cleared]
    return [*steps, WriteCells(sheet, changed)] if changed else steps


def _content(cell: Cell, renamed: Mapping[str, str]) -> tuple[str, Value]:
    """What counts as the content of a cell: its formula, with the sheets' names as they were, or else its value."""
    if not cell.formula:
        return "", None if cell.value == "" else cell.value
    formula = cell.formula
    for new, old in renamed.items():
        formula = formula.replace(f"{quoted(new)}!", f"{quoted(old)}!")
    # a program writes quotes round a name only where it must
    return formula.replace("'", ""), None


def _beyond(reached: Area, area: Area, then: Grid) -> list[Area]:
    """The rows below and the columns right of what a table is to reach over that were empty then.

    What a person had typed there before the table grew over it is not ours to clear.
    """
    filled = [place for place, cell in then.cells.items() if not cell.is_blank]
    rows = {row for row, column in filled if reached.first_column <= column <= reached.last_column}
    columns = {column for row, column in filled if reached.first_row <= row <= area.last_row}
    below = [row for row in range(area.last_row + 1, reached.last_row + 1) if row not in rows]
    right = [
        column for column in range(area.last_column + 1, reached.last_column + 1) if column not in columns
    ]
    found = [Area(first, reached.first_column, last, reached.last_column) for first, last in spans(below)]
    last_row = min(reached.last_row, area.last_row)
    return found + [Area(reached.first_row, first, last_row, last) for first, last in spans(right)]
