"""A sheet's XML read as bytes, where it is dressed as Excel, LibreOffice, openpyxl and xlplan dress it.

Four times as fast as a parser that calls Python for each element, which is why it is there. It reads only what it
provably reads as `sheet_events` does, and gives up on everything else, errors too; a test holds one against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from xlplan.workbook.grid import LAST_COLUMN, LAST_ROW, Value
from xlplan.workbook.ooxml.sheet_scan import (
    TOKEN,
    PlainFrame,
    cell_attributes,
    column_of,
    has_sound_attributes,
    plain_frame,
)
from xlplan.workbook.ooxml.xml import character_data, unescaped
from xlplan.workbook.readers.sheet_content import SharedFormulas, SheetContent, ValueReader, merged_areas

_FORMULA = re.compile(rb'<f((?: [A-Za-z0-9]+="[^"<>]*")*) ?(?:/>|>([^<]*)</f>)')
_VALUE = re.compile(rb'<v(?: xml:space="preserve")?>([^<]*)</v>|<v ?/>')
_SHARED = re.compile(rb' si="([0-9]+)"')
_HIDDEN = re.compile(rb' hidden="(?:(1|true)|0|false)"')
_LONGEST_KNOWN = 40
"""Bytes of a value of which it is remembered what it says: words and dates that are in many cells."""
_EMPTY_TEXTS = frozenset((b"<is><t></t></is>", b'<is><t xml:space="preserve"></t></is>'))
_END_OF_ROW = b"</row>"
_PIECE = 50_000
"""Bytes of rows that are taken apart at once, and what is left of the last of them."""


def read_bytes(content: bytes, values: ValueReader, *, detail: bool) -> SheetContent | None:
    """What a sheet holds, or None where it must be read by a parser.

    Args:
        content: the bytes of the worksheet part.
        values: turns the cells' XML into values.
        detail: keep styles, formulas and hidden rows too.
    """
    frame = plain_frame(content, are_rows_read=True)
    if frame is None:
        return None
    try:
        found = _cells(content, frame, values, detail)
        if found is not None:
            found.merges = merged_areas(frame.merged)
    except ValueError:  # some cell holds no value: the parser says which
        return None
    return found


def _cells(content: bytes, frame: PlainFrame, values: ValueReader, detail: bool) -> SheetContent | None:
    found = SheetContent()
    texts: dict[bytes, str] = {}
    known: dict[tuple[bytes | None, int, bytes], Value] = {}
    judged: dict[bytes, tuple[int, bytes | None]] = {}
    shared = SharedFormulas()
    strings = values.strings
    row_text = b""
    row = last_column = 0
    in_row: dict[int, Value] = {}
    in_styles: dict[int, int] = {}
    for token in chain.from_iterable(_tokens(content, frame.start, frame.end)):
        letters, at_row, others, formula, held, inline, body, number, attributes, empty, closing, stray = (
            token
        )
        if letters:
            column = column_of(letters)
            if at_row != row_text or not last_column < column <= LAST_COLUMN:
                return None
            last_column = column
            if others in judged:
                style, kind = judged[others]
            else:
                style_and_kind = cell_attributes(others)
                if style_and_kind is None:
                    return None
                style, kind = judged[others] = style_and_kind
            if detail:
                in_styles[column] = style
            if inline:
                if kind != b"inlineStr":
                    return None
                if inline in texts:
                    in_row[column] = texts[inline]
                else:
                    text = unescaped(inline)
                    if text:
                        in_row[column] = text
                        if len(inline) < _LONGEST_KNOWN:
                            texts[inline] = text
            elif held or formula:
                if kind == b"s":
                    if not held.isdigit() or int(held) >= len(strings):
                        return None
                    value: Value = strings[int(held)] or None
                else:
                    key = (kind, style, held)
                    if key in known:
                        value = known[key]
                    else:
                        value = _value(held, kind, style, values)
                        if len(held) < _LONGEST_KNOWN:
                            known[key] = value
                if value is not None:
                    in_row[column] = value
                elif detail and kind == b"str":
                    found.empty_texts.add((row, column))
                if detail and formula:
                    found.formulas.setdefault(row, {})[column] = formula
            elif body:
                if kind == b"inlineStr" and body in _EMPTY_TEXTS:
                    continue
                read = _other(body, kind, style, values)
                if read is None:
                    return None
                if detail and read.formula is not None:
                    found.formulas.setdefault(row, {})[column] = (
                        read.formula
                        if read.shared is None
                        else shared.text((row, column), character_data(read.formula), read.shared)
                    )
                if detail and read.is_empty_text:
                    found.empty_texts.add((row, column))
                if read.value is not None:
                    in_row[column] = read.value
        elif number:
            if row_text or not row < int(number) <= LAST_ROW:
                return None
            if not has_sound_attributes(attributes) or (b"x14ac:" in attributes and not frame.has_prefix):
                return None
            row, last_column = int(number), 0
            in_row, in_styles = {}, {}
            row_text = b"" if empty else number
            if detail and b"hidden" in attributes:
                hidden = _HIDDEN.search(attributes)
                if hidden is None:
                    return None
                if hidden[1]:
                    found.hidden_rows.add(row)
        elif closing:
            if not row_text:
                return None
            row_text = b""
            if in_row:
                found.values[row] = in_row
            if detail and in_styles:
                found.styles[row] = in_styles
        elif stray:
            return None
    return None if row_text else found


def _tokens(content: bytes, start: int, end: int) -> Iterator[Iterable[tuple[bytes, ...]]]:
    """What `TOKEN` finds, some rows at a time: that takes two thirds of the time of one token after the other.

    From a row on that does not end, or is very long, it is one after the other, so that what is no sheet is given up
    before all of it is looked at.
    """
    while end - start > 2 * _PIECE:
        close = content.find(_END_OF_ROW, start + _PIECE, start + 2 * _PIECE)
        if close < 0:
            yield (token.groups(b"") for token in TOKEN.finditer(content, start, end))
            return
        stop = close + len(_END_OF_ROW)
        yield TOKEN.findall(content, start, stop)
        start = stop
    yield TOKEN.findall(content, start, end)


def _value(held: bytes, kind: bytes | None, style: int, values: ValueReader) -> Value:
    if not held:
        return None
    if kind == b"inlineStr":
        raise ValueError("it says that its text stands elsewhere")
    text = character_data(held)
    if kind is None or kind == b"n":
        return values.number(text, style)
    return values.read(kind.decode(), text, style)


class _Other(NamedTuple):
    """A cell with more in it than a value."""

    value: Value
    formula: bytes | None
    """As it is in the XML."""
    shared: str | None
    """The number of the shared formula, where it is one."""
    is_empty_text: bool


def _other(body: bytes, kind: bytes | None, style: int, values: ValueReader) -> _Other | None:
    """A formula with attributes or without a value, or a value with its blanks kept; None for anything else."""
    formula = number = None
    at = 0
    found = _FORMULA.match(body)
    if found is not None:
        if not has_sound_attributes(found[1]):
            return None
        formula = found[2] or b""
        named = _SHARED.search(found[1])
        number = named[1].decode() if named and b' t="shared"' in found[1] else None
        at = found.end()
    held = _VALUE.fullmatch(body, at)
    if (held is None and at < len(body)) or kind == b"inlineStr":
        return None
    text = character_data(held[1] or b"") if held else ""
    if not text:
        return _Other(None, formula, number, kind == b"str" and held is not None)
    return _Other(values.read((kind or b"").decode(), text, style), formula, number, False)
