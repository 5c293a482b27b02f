"""The rows of a table, column by column, before and after it is known what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.section_rows import Band
from xlplan.importing.sheet_view import SheetView
from xlplan.workbook.grid import Cell, Place

RowKind = Literal["action", "band", "hint", "example", "loose"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table, by column index."""

    number: int
    own: Mapping[int, tuple[Cell, Place]]
    """The row's own cells that are not blank."""
    spare: tuple[Place, ...]
    """Cells under a heading that already has one in this row."""
    kind: RowKind = "loose"
    band: Band | None = None


def rows_between(
    view: SheetView, columns: Sequence[ClassifiedColumn], first: int, last: int, taken: frozenset[Place]
) -> list[TableRow]:
    """The rows that hold something under a table's headings."""
    found = []
    for number in view.row_numbers:
        if not first <= number <= last:
            continue
        cells = view.row(number)
        own: dict[int, tuple[Cell, Place]] = {}
        spare: list[Place] = []
        for index, column in enumerate(columns):
            for place in range(column.heading.first, column.heading.last + 1):
                if place in cells and (number, place) not in taken:
                    if index in own:
                        spare.append((number, place))
                    else:
                        own[index] = (cells[place], (number, place))
        if own:
            found.append(TableRow(number, own, tuple(spare)))
    return found
