"""Where cells are: addresses as texts, and cells gathered into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

Block = list[int]
"""First row, first column, last row, last column, counted from 1."""

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?(\d{1,7})")


def place(text: str) -> tuple[int, int] | None:
    """(row, column) of "B3"; 0 for what "B" or "3" leaves open; None for anything else."""
    if found := _CELL.fullmatch(text):
        return int(found[2]), _column_number(found[1])
    if found := _COLUMN.fullmatch(text):
        return 0, _column_number(found[1])
    if found := _ROW.fullmatch(text):
        return int(found[1]), 0
    return None


def _column_number(letters: str) -> int:
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def runs(cells: Iterable[tuple[int, int]], corner: Block) -> list[Block]:
    """Cells, each (row, column) from the corner, as few blocks: runs down each column."""
    blocks: list[Block] = []
    for down, right in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row, column = corner[0] + down, corner[1] + right
        if blocks and blocks[-1][1] == column and blocks[-1][2] == row - 1:
            blocks[-1][2] = row
        else:
            blocks.append([row, column, row, column])
    return blocks
