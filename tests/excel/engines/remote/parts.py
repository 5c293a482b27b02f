"""What the stand-in for Excel on the web is made of: an action, the workbook that it is done to, and areas of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from xlplan.workbook.grid import Area, Place, address, area_of

_MOST_CELLS = 2_000_000


class RefusedByExcel(Exception):
    """Excel would refuse this, or carry it out otherwise than it was meant, in silence."""


class NotCarriedOut(Exception):
    """The stand-in does not know this action, or not in this form: teach it before relying on it."""


@dataclass(frozen=True)
class Action:
    """One step that xlwings asks the browser's Excel to take."""

    func: str
    args: list[Any]
    values: Any
    sheet_position: int | None
    area: Area | None

    @property
    def where(self) -> Area:
        """The cells that it is about."""
        if self.area is None:
            raise NotCarriedOut(f"{self.func} without a range")
        return self.area


@dataclass
class OpenBook:
    """A workbook as it stands after the actions done so far."""

    workbook: Workbook
    alerts: list[str] = field(default_factory=list)

    def sheet(self, action: Action) -> Worksheet:
        """The sheet that an action is about."""
        if action.sheet_position is None:
            raise NotCarriedOut(f"{action.func} without a sheet")
        return self.at(action.sheet_position)

    def at(self, position: int) -> Worksheet:
        """The sheet at a position, counted from 0."""
        return self.workbook.worksheets[position]


def action_of(entry: Mapping[str, Any]) -> Action:
    """An action as xlwings writes it into its JSON."""
    area = None
    if entry["start_row"] is not None:
        first_row, first_column = entry["start_row"] + 1, entry["start_column"] + 1
        last_row = first_row + entry["row_count"] - 1
        area = Area(first_row, first_column, last_row, first_column + entry["column_count"] - 1)
    return Action(entry["func"], list(entry["args"]), entry["values"], entry["sheet_position"], area)


def places(area: Area) -> Iterator[Place]:
    """The places of an area, row by row."""
    size = (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
    if size > _MOST_CELLS:
        raise NotCarriedOut(f"{size} cells at once ({area}): name the cells that are meant")
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield row, column


def cells(sheet: Worksheet, area: Area) -> Iterator[Cell]:
    """The cells of an area, made where they are not there yet."""
    for row, column in places(area):
        cell = sheet.cell(row, column)
        if isinstance(cell, Cell):
            yield cell


def cells_there(sheet: Worksheet, area: Area) -> list[Cell]:
    """The cells of an area that the file holds; the area may be the whole sheet."""
    held = sheet._cells  # the public ways make the cells that they pass
    return [cell for place, cell in sorted(held.items()) if place in area and isinstance(cell, Cell)]


def overlap(one: Area, other: Area) -> Area | None:
    """The cells that two areas share."""
    shared = Area(
        max(one.first_row, other.first_row),
        max(one.first_column, other.first_column),
        min(one.last_row, other.last_row),
        min(one.last_column, other.last_column),
    )
    return (
        shared if shared.first_row <= shared.last_row and shared.first_column <= shared.last_column else None
    )


def without(area: Area, hole: Area) -> list[Area]:
    """What is left of an area when the cells of another are taken out, as rectangles."""
    shared = overlap(area, hole)
    if shared is None:
        return [area]
    pieces = [
        Area(area.first_row, area.first_column, shared.first_row - 1, area.last_column),
        Area(shared.first_row, area.first_column, shared.last_row, shared.first_column - 1),
        Area(shared.first_row, shared.last_column + 1, shared.last_row, area.last_column),
        Area(shared.last_row + 1, area.first_column, area.last_row, area.last_column),
    ]
    return [p for p in pieces if p.first_row <= p.last_row and p.first_column <= p.last_column]


def joined(areas: list[Area]) -> list[Area]:
    """The same cells in fewer rectangles: those that touch along a whole side become one."""
    pieces = sorted(set(areas), key=lambda piece: (piece.first_row, piece.first_column))
    for position, one in enumerate(pieces):
        for other in pieces[position + 1 :]:
            below = other.first_row == one.last_row + 1 and (one.first_column, one.last_column) == (
                other.first_column,
                other.last_column,
            )
            beside = other.first_column == one.last_column + 1 and (one.first_row, one.last_row) == (
                other.first_row,
                other.last_row,
            )
            if below or beside:
                whole = Area(one.first_row, one.first_column, other.last_row, other.last_column)
                return joined([piece for piece in pieces if piece not in (one, other)] + [whole])
    return pieces


def moved(area: Area, rows: int, columns: int) -> Area:
    """The area so many rows further down and columns further right."""
    return Area(
        area.first_row + rows, area.first_column + columns, area.last_row + rows, area.last_column + columns
    )


def areas_of(ranges: MultiCellRange) -> list[Area]:
    """openpyxl's ranges as areas, in their order on the sheet."""
    return sorted(
        (area_of(found.coord) for found in ranges.ranges), key=lambda a: (a.first_row, a.first_column)
    )


def written(areas: list[Area]) -> str:
    """Areas as a file names them, with blanks between."""
    return " ".join(str(area) for area in areas)


def top_left(areas: list[Area]) -> Place:
    """The cell that a rule's formula is written for."""
    return min(area.first_row for area in areas), min(area.first_column for area in areas)


def translated(formula: str, origin: Place, destination: Place) -> str:
    """A formula, with or without its equals sign, as it reads when copied from one cell to another."""
    bare = formula.removeprefix("=")
    there = str(Translator("=" + bare, origin=address(*origin)).translate_formula(address(*destination)))
    return there if formula.startswith("=") else there.removeprefix("=")
