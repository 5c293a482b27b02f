"""Compare the cells that are written with what an open workbook holds, as far as its engine can tell."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlwings as xw

from xlplan.errors import UnsafeSave
from xlplan.workbook.excel_session.blocks import blocks
from xlplan.workbook.excel_session.excel_values import from_excel, is_held
from xlplan.workbook.excel_session.formatting import cells_of
from xlplan.workbook.excel_session.operations import ClearCells, Step, WriteCells
from xlplan.workbook.grid import Formula, Place, Value, address

WrittenValues = Mapping[str, Mapping[Place, Value]]
"""Sheet -> place -> value."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that does not hold what it should."""

    sheet: str
    cell: str
    asked: Value
    held: Value


def tells_now(book: xw.Book) -> bool:
    """True when the engine tells what is in the workbook at this moment, and not what was in it at the start."""
    return bool(book.app.engine.type == "desktop")


def written(steps: Sequence[Step]) -> dict[str, dict[Place, Value]]:
    """The values that steps write, the last for each cell; formulas are left to the program to work out."""
    found: dict[str, dict[Place, Value]] = {}
    for step in steps:
        if isinstance(step, WriteCells):
            cells = found.setdefault(step.sheet, {})
            for place, value in step.cells.items():
                if isinstance(value, Formula):
                    cells.pop(place, None)
                else:
                    cells[place] = value
        elif isinstance(step, ClearCells):
            cells = found.setdefault(step.sheet, {})
            for place in [place for place in cells if place in step.area]:
                del cells[place]
    return found


def read_back(book: xw.Book, steps: Sequence[Step]) -> None:
    """Raise unless the open workbook holds what was written.

    Raises:
        UnsafeSave: it holds something else; the message says what and where.
    """
    if difference := first_difference(book, written(steps)):
        raise UnsafeSave(
            f"it holds {difference.held!r} where {difference.asked!r} was to be written",
            sheet=difference.sheet,
            cell=difference.cell,
        )


def first_difference(book: xw.Book, wanted: WrittenValues) -> Difference | None:
    """The first cell that holds another value than it should; None when there is none, or the engine cannot tell."""
    if not tells_now(book):
        return None
    names = {sheet.name for sheet in book.sheets}
    for sheet, cells in wanted.items():
        for block in blocks(cells) if sheet in names else ():
            rows = cells_of(book.sheets[sheet], block.area).options(ndim=2).value
            for down, (asked, found) in enumerate(zip(block.rows, rows, strict=True)):
                for right, (value, held) in enumerate(zip(asked, found, strict=True)):
                    if not is_held(value, from_excel(held)):
                        place = block.area.first_row + down, block.area.first_column + right
                        return Difference(sheet, address(*place), value, from_excel(held))
    return None


@contextlib.contextmanager
def quietly(book: xw.Book) -> Iterator[None]:
    """Let the program neither draw nor calculate while cells are written: each of a thousand would take its time."""
    if not tells_now(book):
        yield
        return
    app = book.app
    calculation, screen_updating = app.calculation, app.screen_updating
    app.calculation, app.screen_updating = "manual", False
    try:
        yield
    finally:
        app.calculation, app.screen_updating = calculation, screen_updating
