"""RAG keys and legends on a council's sheets: which words and colours they declare, and what they say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlplan.importing.sheet_view import SheetView
from xlplan.model import KeyEntry
from xlplan.values.hues import rag_hue
from xlplan.values.patterns import compile_late
from xlplan.values.rag import CANONICAL, DEFAULT_KEY, Key
from xlplan.values.text import clean, fold
from xlplan.workbook.grid import Area, Cell

_COLOUR_WORDS = {
    "red", "amber", "green", "blue", "yellow", "purple", "grey", "gray", "white", "black", "orange", "pink",
    "r", "a", "g", "b", "y", "n",
}  # fmt: skip
_STATUS_WORDS = {
    "complete", "completed", "not started", "on track", "off track", "at risk", "on target", "behind", "delayed",
    "in progress", "overdue", "closed", "not due", "not yet due", "no progress", "some progress", "achieved",
    "not yet started", "started", "on hold", "slipped", "significant issues", "missed", "action complete",
}  # fmt: skip
_COLOURS = "red|amber|green|blue|yellow|purple|gr[ae]y|white|black|orange"
_LINE = compile_late(
    rf"^\s*(?:rag|brag|key|ragb)?\s*:?\s*({_COLOURS}|r|a|g|b)\s*(?:=|:|\s[-–—]\s|[-–—]\s)\s*(\S.+)$",
    re.I,
)
_LABEL = compile_late(
    r"^(?:the )?(?:b?ragb?|status|colour|progress)?\s*(?:rating|status|colour)?s?\s*"
    r"(?:key|legend|code)?s?\s*[:=–—-]?\s*",
    re.I,
)
"""What is before a key that is written in one line: "Key:", "RAG status key -"."""
_CODE = f"(?:{_COLOURS}|[ragbyw])"
_CODE_ALONE = compile_late(_CODE, re.I)
_LONGEST_CODE = len("yellow")
_NEXT_CODE = compile_late(rf"\s*[,;|\n•·]\s*(?={_CODE}\s*(?:=|:|[-–—]))", re.I)
_CODE_AND_MEANING = compile_late(rf"({_CODE})\s*(?:=|:|[-–—])\s*(\S.*)", re.I | re.S)
_MOST_LINES = 9
_FEWEST_ACROSS = 4
"""Cells of a key that is in one row: two codes with their meanings."""
_LONGEST_LINE = 3
"""Cells side by side: a colour, what it stands for, and what is said of it."""
_LONGEST_WORD = 60
"""No word for a colour or for how things stand is longer, blanks and all; what is longer need not be looked up."""
_CANONICAL = frozenset(map(fold, CANONICAL))
_COMPLETE = compile_late(r"\b(?:completed?|achieved|delivered|closed|implemented|embedded)\b", re.I)
_HALF_DONE = compile_late(
    r"\b(?:not|partly|partially|nearly|due|to be|will be|line|plan|but|incomplete|on|over|%|by)\b|\d", re.I
)
_NOT_STARTED = compile_late(
    r"\bnot (?:yet )?(?:started|begun|commenced|due)\b|\byet to (?:start|begin)\b", re.I
)


@dataclass(frozen=True, slots=True)
class DeclaredKey:
    """A key as it is on a sheet."""

    area: Area
    entries: tuple[KeyEntry, ...]


def declared_keys(view: SheetView) -> list[DeclaredKey]:
    """The keys on a sheet: two to nine lines, each a colour or a RAG word with what it stands for."""
    found: list[DeclaredKey] = []
    lines: list[_KeyLine] = []
    for row in view.row_numbers:
        cells = view.row(row)
        firsts = [column for column in cells if column - 1 not in cells]
        in_one_row = _key(_across(view, row, firsts))
        found += in_one_row
        lines += [] if in_one_row else _lines(view, row, firsts)
    lines.sort(key=lambda line: (line.column, line.row))
    run: list[_KeyLine] = []
    for line in [*lines, None]:
        if run and (line is None or line.column != run[-1].column or line.row > run[-1].row + 1):
            found += _key(run)
            run = []
        if line is not None:
            run.append(line)
    return found


def whole_key(keys: Sequence[DeclaredKey]) -> Key:
    """The key to read RAG cells with: what every plan's key knows, and what this workbook's declare."""
    declared = [entry for key in keys for entry in key.entries]
    return Key([*DEFAULT_KEY.entries, *declared]) if declared else DEFAULT_KEY


@dataclass(frozen=True, slots=True)
class _KeyLine:
    row: int
    column: int
    last_column: int
    typed: str
    definition: str
    colour: str
    is_colour: bool


def _lines(view: SheetView, row: int, firsts: Sequence[int]) -> list[_KeyLine]:
    """The cells of a row that could each be a key's line: nothing to their left, at most a definition right."""
    cells = view.row(row)
    lines = []
    for column in firsts:
        if not view.has_merges and column + 1 in cells and column + 2 in cells and column + 3 in cells:
            continue  # as in most rows of a plan
        run = _run(view, row, column)
        if len(run) > _LONGEST_LINE:
            continue
        swatch = view.grid[row, column - 1] if column > 1 else None
        line = _line(row, [cells[place] for place in run], run, swatch)
        if line:
            lines.append(line)
    return lines


def _run(view: SheetView, row: int, column: int) -> list[int]:
    """The columns that are filled side by side from one on, as far as it takes to see that they are too many."""
    cells = view.row(row)
    run = [column]
    while len(run) <= _LONGEST_LINE:
        after_merge = view.right_end(row, run[-1]) + 1
        if after_merge in cells:
            run.append(after_merge)
        elif run[-1] + 1 in cells:
            run.append(run[-1] + 1)
        else:
            break
    return run


def _across(view: SheetView, row: int, firsts: Sequence[int]) -> list[_KeyLine]:
    """The whole key that a row holds: "Key: | R | Off track | G | On track" and nothing else, or all in one cell."""
    cells = view.row(row)
    for column in firsts:
        if view.right_end(row, column) + 1 not in cells:
            lines = _within_one_cell(row, column, clean(cells[column].shown))
            if lines:
                return lines
    columns = list(cells)
    if len(cells) < _FEWEST_ACROSS or not any(_is_code(_typed(cells[column])) for column in columns[:2]):
        return []
    if _is_label(clean(cells[columns[0]].shown)):
        columns = columns[1:]
    if len(columns) % 2 or len(columns) < _FEWEST_ACROSS:
        return []
    lines = []
    for code, meaning in zip(columns[::2], columns[1::2], strict=True):
        typed, definition = _typed(cells[code]), clean(cells[meaning].shown)
        if not _is_code(typed) or _is_code(definition):
            return []
        fill = cells[code].fill or cells[meaning].fill or ""
        lines.append(_KeyLine(row, code, meaning, typed, definition, fill, True))
    return lines if _is_rag(lines) else []


def _typed(cell: Cell) -> str:
    return clean(cell.shown).rstrip(" :=-")


def _is_label(text: str) -> bool:
    """True for what stands before a key and says nothing else."""
    return len(text) <= _LONGEST_WORD and not _LABEL.sub("", text, count=1)


def _is_code(text: str) -> bool:
    """True for "R", "Amber" and the like alone."""
    return len(text) <= _LONGEST_CODE and _CODE_ALONE.fullmatch(text) is not None


def _is_rag(lines: Sequence[_KeyLine]) -> bool:
    """True where red and green are among the codes: A and B alone may count anything."""
    return {"r", "g"} <= {fold(line.typed)[:1] for line in lines}


def _within_one_cell(row: int, column: int, text: str) -> list[_KeyLine]:
    """ "RAG: R = off track, A = at risk, G = on track" as lines; empty when it is none."""
    lines = []
    for item in _NEXT_CODE.split(_LABEL.sub("", text, count=1)):
        match = _CODE_AND_MEANING.fullmatch(item.strip())
        if not match:
            return []
        lines.append(_KeyLine(row, column, column, match[1], match[2].rstrip(" .,;"), "", True))
    return lines if _is_rag(lines) else []


def _line(row: int, cells: list[Cell], columns: list[int], swatch: Cell | None) -> _KeyLine | None:
    text = clean(cells[0].shown)
    word = fold(text).rstrip(":.") if len(text) <= _LONGEST_WORD else ""
    if len(cells) > 1 and not word:
        return None
    rest = " – ".join(clean(cell.shown) for cell in cells[1:])
    fill = cells[0].fill or next((cell.fill for cell in cells[1:] if cell.fill), None) or ""
    if word in _COLOUR_WORDS or word in _STATUS_WORDS or fold(word) in _CANONICAL:
        is_colour = word in _COLOUR_WORDS or bool(fill)
        if rest and not (DEFAULT_KEY.word(rest) and not is_colour):
            return _KeyLine(row, columns[0], columns[-1], text.rstrip(":"), rest, fill, is_colour)
        if swatch and swatch.fill:
            return _KeyLine(row, columns[0], columns[-1], text, "", swatch.fill, True)
        if not rest and cells[0].fill and len(cells) == 1:
            return _KeyLine(row, columns[0], columns[-1], text, "", fill, True)
        return None
    if len(cells) == 1 and (match := _LINE.match(text)) and "\n" not in text:
        return _KeyLine(row, columns[0], columns[0], match[1], match[2], fill, True)
    if (
        len(cells) == 1
        and swatch
        and swatch.fill
        and swatch.is_blank
        and len(text) < 200
        and rag_hue(swatch.fill)
    ):
        return _KeyLine(row, columns[0], columns[0], "", text, swatch.fill, True)
    return None


def _key(lines: Sequence[_KeyLine]) -> list[DeclaredKey]:
    typed = [fold(line.typed) or line.colour for line in lines]
    if not 2 <= len(lines) <= _MOST_LINES or len(set(typed)) < len(typed):
        return []
    if sum(line.is_colour for line in lines) < 2:
        return []
    words = {fold(line.typed) for line in lines}
    entries = []
    for line in lines:
        as_typed = line.typed or (line.definition if len(line.definition.split()) <= 3 else "")
        entries.append(
            KeyEntry(
                as_typed=as_typed,
                means=_means(line, words),
                colour=line.colour,
                definition=line.definition,
            )
        )
    area = Area(lines[0].row, lines[0].column, lines[-1].row, max(line.last_column for line in lines))
    return [DeclaredKey(area, tuple(entries))]


def _means(line: _KeyLine, words: set[str]) -> str:
    """One of our words, if the line says so beyond doubt; else empty."""
    word = DEFAULT_KEY.word(line.typed)
    if word:
        return word
    typed = fold(line.typed)
    if typed == "yellow" and {"red", "green"} <= words and not words & {"amber", "orange"}:
        return "Amber"
    said = f"{line.typed} {line.definition}" if typed not in _COLOUR_WORDS else line.definition
    if _NOT_STARTED.search(said):
        return "Not started"
    if _COMPLETE.search(said) and not _HALF_DONE.search(said):
        return "Complete"
    if typed in _COLOUR_WORDS:
        return ""
    return rag_hue(line.colour)
