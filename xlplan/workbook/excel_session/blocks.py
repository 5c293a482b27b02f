"""Cells as rectangles, so that a spreadsheet program is called once a block.

Pure: nothing here opens or calls anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from xlplan.workbook.grid import Area, Place

T = TypeVar("T")


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
    return {column: spans(sorted(rows)) for column, rows in by_column.items()}


def spans(numbers: list[int]) -> list[tuple[int, int]]:
    """[4, 5, 6, 9] -> [(4, 6), (9, 9)]."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans
