"""A formula moved to another cell: its relative references move with it."""

from __future__ import annotations

import re

from xlplan.workbook.grid import Place, column_letters, column_number
from xlplan.workbook.ooxml.sheet_scan import LAST_COLUMN, LAST_ROW

_PIECE = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|'(?:[^']|'')*'"  # a sheet's name in quotes
    r"|\[(?:[^\[\]]|\[[^\]]*\])*\]"  # a table's column, or the number of another workbook
    r"|(?<![\w.$\\])(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w(.!:])"
    r"|(?<![\w.$\\])(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w(.!])"
    r"|(?<![\w.$\\])(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7})(?![\w(.!])",
    re.IGNORECASE,
)
_HALF = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def translated(origin: Place, text: str, place: Place) -> str:
    """A formula written for the cell `origin` as it reads in the cell `place`, both without the equals sign."""
    down, right = place[0] - origin[0], place[1] - origin[1]

    def move(found: re.Match[str]) -> str:
        if found.lastgroup is None:
            return found[0]
        halves = [_moved(half, down, right) for half in found[0].split(":")]
        return ":".join(half for half in halves if half is not None) if None not in halves else "#REF!"

    return _PIECE.sub(move, text)


def _moved(reference: str, down: int, right: int) -> str | None:
    """A cell, a column or a row moved; None when that is off the sheet."""
    found = _HALF.fullmatch(reference)
    assert found is not None  # the expression above lets nothing else through
    first, letters, second, digits = found.groups()
    if not letters:  # a whole row: its only dollar sign stands first
        first, second = "", first
    column = column_number(letters) + (0 if first else right) if letters else 1
    row = int(digits) + (0 if second else down) if digits else 1
    if not (1 <= column <= LAST_COLUMN and 1 <= row <= LAST_ROW):
        return None
    moved_letters = first + column_letters(column) if letters else ""
    return moved_letters + (f"{second}{row}" if digits else "")
