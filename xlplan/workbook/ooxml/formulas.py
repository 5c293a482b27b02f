"""Formulas as text: moved to another cell, with sheet names renamed, or with the ranges that they name changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from xlplan.workbook.grid import LAST_COLUMN, LAST_ROW, Area, Place, column_letters, column_number

# Texts, which re compiles when they are first used: most workbooks have no formula that is moved or renamed.
_PIECE = (
    r'"(?:[^"]|"")*"'  # a text
    r"|'(?:[^']|'')*'"  # a sheet's name in quotes
    r"|\[(?:[^\[\]]|\[[^\]]*\])*\]"  # a table's column, or the number of another workbook
    r"|(?<![\w.$\\])(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w(.!:])"
    r"|(?<![\w.$\\])(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w(.!])"
    r"|(?<![\w.$\\])(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7})(?![\w(.!])"
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

    return re.sub(_PIECE, move, text, flags=re.IGNORECASE)


def _moved(reference: str, down: int, right: int) -> str | None:
    """A cell, a column or a row moved; None when that is off the sheet."""
    found = _HALF.fullmatch(reference)
    assert found is not None  # the expression above lets nothing else through
    first, letters, second, digits = found.groups()
    if not letters:  # a whole row: its only dollar sign comes first
        first, second = "", first
    column = column_number(letters) + (0 if first else right) if letters else 1
    row = int(digits) + (0 if second else down) if digits else 1
    if not (1 <= column <= LAST_COLUMN and 1 <= row <= LAST_ROW):
        return None
    moved_letters = first + column_letters(column) if letters else ""
    return moved_letters + (f"{second}{row}" if digits else "")


# What an unquoted sheet name is made of: everything but what means something else in a formula.
_NAME = r"""[^\s!'"()\[\]{},;:+\-*/^&=<>%@#$?\\|~`]+"""
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.])"
_SHEET_NAME = rf"""
      (?P<text>"(?:[^"]|"")*")                           # "Plan!" in quotation marks is a text
    | (?P<error>\#(?:REF|NULL|VALUE|NUM|DIV/0)!)
    | (?P<quoted>'(?:[^']|'')+')!(?:{_CELL})?            # 'My plan'!A1, 'Plan:Key'!A1, '[1]Plan'!A1
    | (?P<outside>\[[^\[\]]*\](?:{_NAME}(?::{_NAME})?)?)!  # [1]Plan!A1 is another workbook's
    | (?P<column>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])  # Plan[[#This Row],[Plan!]]
    | (?P<cell>{_CELL}(?![!(]))                          # of A1:Plan!B2 the first
    | (?P<plain>(?:{_NAME}:)?{_NAME})!(?:{_CELL})?       # Plan!A1, Plan:Key!A1
    """
_NEEDS_NO_QUOTES = re.compile(r"[^\W\d][\w.]*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*(?:C[0-9]*)?|C[0-9]*|TRUE|FALSE", re.IGNORECASE)


def renamed(formula: str, old: str, new: str) -> str:
    """The formula with every reference to the sheet `old` turned into one to `new`.

    Other workbooks' sheets, texts in quotation marks and column names stay as they are.

    Args:
        formula: with or without its equals sign; a plain reference ("'My plan'!A1") will do.
        old: the sheet's name, in any case.
        new: its new name.
    """

    def piece(found: re.Match[str]) -> str:
        whole = found[0]
        name = found["quoted"] or found["plain"]
        if name is None:
            return whole
        sheets = name[1:-1].replace("''", "'") if found["quoted"] else name
        if "[" in sheets:
            return whole
        ends = sheets.split(":")
        after = [new if end.casefold() == old.casefold() else end for end in ends]
        if after == ends:
            return whole
        keep_quotes = bool(found["quoted"]) or any(_needs_quotes(end) for end in after)
        joined = ":".join(after)
        written = "'" + joined.replace("'", "''") + "'" if keep_quotes else joined
        return written + whole[len(name) :]

    return re.sub(_SHEET_NAME, piece, formula, flags=re.VERBOSE)


def _needs_quotes(name: str) -> bool:
    return not _NEEDS_NO_QUOTES.fullmatch(name) or bool(_LOOKS_LIKE_CELL.fullmatch(name))


_RANGE = r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?::(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7}))?(?![\w.(!:])"
_OUTSIDE_RANGE = r"[\w.]*!\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?"
_QUALIFIED_RANGE = rf"""
      "(?:[^"]|"")*"                                     # a text
    | \#(?:REF|NULL|VALUE|NUM|DIV/0)!
    | (?:(?:'(?P<quoted>(?:[^']|'')+)'|(?<![\w.$\\])(?P<plain>[^\W\d][\w.]*))!)?(?<![\w.$\\\]]){_RANGE}
    | '(?:[^']|'')*'!?                                   # a sheet, before a name of its own
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\](?:{_OUTSIDE_RANGE})?  # a table's column; another workbook's cells
    | [^\W\d][\w.]*[!(]?                                 # a name or a function
    """


def with_ranges_changed(formula: str, sheet: str, change: Callable[[Area], Area], *, is_own: bool) -> str:
    """The formula with ranges and cells of one sheet changed; signs of dollar stay, and all else.

    Args:
        formula: with or without its equals sign.
        sheet: the sheet's name, in any case.
        change: what becomes of a range; a cell is a range of one.
        is_own: True for a formula that is on that sheet, where a reference need not name it.
    """

    def piece(found: re.Match[str]) -> str:
        column_dollar, letters, row_dollar, row = found[3], found[4], found[5], found[6]
        if letters is None:
            return found[0]
        named = found["quoted"].replace("''", "'") if found["quoted"] else found["plain"]
        if named.casefold() != sheet.casefold() if named else not is_own:
            return found[0]
        last_letters, last_row = found[8] or letters, found[10] or row
        area = Area(int(row), column_number(letters), int(last_row), column_number(last_letters))
        after = change(area)
        if after == area:
            return found[0]
        qualifier = found[0][: found.start(3) - found.start()]
        first = f"{column_dollar}{column_letters(after.first_column)}{row_dollar}{after.first_row}"
        if found[8] is None:
            return f"{qualifier}{first}"
        return f"{qualifier}{first}:{found[7]}{column_letters(after.last_column)}{found[9]}{after.last_row}"

    return re.sub(_QUALIFIED_RANGE, piece, formula, flags=re.VERBOSE)
