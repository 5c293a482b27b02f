"""References to a sheet inside a formula: found and renamed, with everything else in the formula as it was."""

from __future__ import annotations

import re

# What an unquoted sheet name is made of: everything but what means something else in a formula.
_NAME = r"""[^\s!'"()\[\]{},;:+\-*/^&=<>%@#$?\\|~`]+"""
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.])"
_PIECE = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")                           # "Plan!" in quotation marks is a text
    | (?P<error>\#(?:REF|NULL|VALUE|NUM|DIV/0)!)
    | (?P<quoted>'(?:[^']|'')+')!(?:{_CELL})?            # 'My plan'!A1, 'Plan:Key'!A1, '[1]Plan'!A1
    | (?P<outside>\[[^\[\]]*\](?:{_NAME}(?::{_NAME})?)?)!  # [1]Plan!A1 is another workbook's
    | (?P<column>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])  # Plan[[#This Row],[Plan!]]
    | (?P<cell>{_CELL}(?![!(]))                          # of A1:Plan!B2 the first
    | (?P<plain>(?:{_NAME}:)?{_NAME})!(?:{_CELL})?       # Plan!A1, Plan:Key!A1
    """,
    re.VERBOSE,
)
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

    return _PIECE.sub(piece, formula)


def _needs_quotes(name: str) -> bool:
    return not _NEEDS_NO_QUOTES.fullmatch(name) or bool(_LOOKS_LIKE_CELL.fullmatch(name))
