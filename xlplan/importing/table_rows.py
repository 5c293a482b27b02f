"""The rows of a table, column by column, before and after it is known what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.column_profile import says_nothing
from xlplan.importing.section_rows import Band
from xlplan.importing.sheet_view import SheetView
from xlplan.workbook.grid import Cell, Place

RowKind = Literal["action", "band", "hint", "example", "loose"]


class TableRow(NamedTuple):
    """One row of a table, by column index."""

    number: int
    own: Mapping[int, tuple[Cell, Place]]
    """The row's own cells that are not blank."""
    spare: tuple[Place, ...]
    """Cells under a heading that already has one in this row."""
    kind: RowKind = "loose"
    band: Band | None = None

    @property
    def words(self) -> dict[int, Cell]:
        """Its own cells that hold words."""
        return {index: cell for index, (cell, _) in self.own.items() if not says_nothing(cell.shown)}


def rows_between(
    view: SheetView, columns: Sequence[ClassifiedColumn], first: int, last: int, taken: frozenset[Place]
) -> list[TableRow]:
    """The rows that hold something under a table's headings.

    Args:
        view: the sheet.
        columns: the table's columns.
        first: the first row to look at.
        last: the last one.
        taken: cells that belong to something else, such as a key.
    """
    headings = {
        place: index
        for index, column in enumerate(columns)
        for place in range(column.heading.first, column.heading.last + 1)
    }
    found = []
    for number in view.row_numbers:
        if not first <= number <= last:
            continue
        own: dict[int, tuple[Cell, Place]] = {}
        spare: list[Place] = []
        for column, cell in view.row(number).items():
            index = headings.get(column)
            place = (number, column)
            if index is None or place in taken:
                continue
            if index in own:
                spare.append(place)
            else:
                own[index] = (cell, place)
        if own:
            found.append(TableRow(number, own, tuple(spare)))
    return found
