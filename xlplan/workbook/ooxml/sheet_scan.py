"""A sheet's XML as bytes: where its rows and cells lie, without building a tree of them.

What Excel, LibreOffice and openpyxl write is scanned as it is: that is the plain form. A sheet in any other dress is
first rewritten into it, see `plain_form`.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.parsers import expat

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import LAST_COLUMN, LAST_ROW, column_number
from xlplan.workbook.ooxml.xml import (
    MAIN,
    STRICT_MAIN,
    damaged_part,
    events_parser,
    too_deep,
)

CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?([^>]*?)'
    rb"(?:/>|>([^<]*(?:<(?!/c>)[^<]*)*)</c>)"
)
"""Groups: column letters, row, style, type, other attributes, content. For rows in the plain form only."""

# One token after the other, without a gap, or the rows are not plain. Each is anchored where the last one ended and
# reads no further than its own end, so the time taken grows with the length of the text and not faster.
TOKEN = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([ A-Za-z0-9="]*)'
    rb'(?:/>|>(?:(?:<f>([^<]+)</f><v>|<v>(?!<))([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]+)</t></is>'
    rb"|([^<]*+(?:<(?!/c>)[^<]*+)*+))</c>)"  # without a way back: a cell that never ends takes no memory
    rb'|<row r="([1-9][0-9]{0,6})"((?: (?:x14ac:)?(?!xmlns)[A-Za-z0-9]+="[^"<>]*")*+) ?(/?)>'
    rb"|(</row>)|[ \t\r\n]+|(.)",
    re.DOTALL,
)
"""Groups: 1 column letters, 2 row, 3 other attributes, for `cell_attributes` to judge, 4 formula before a value,
5 value, 6 text in place, 7 any other content of a cell; 8 row number, 9 its attributes, 10 "/" for an empty row;
11 a row's end; 12 what does not belong there. None of 4 to 7 is there and empty, but for 5 after a formula."""

_CELL_ATTRIBUTES = re.compile(
    rb'(?: s="([0-9]{1,9})")?(?: t="([A-Za-z]{1,20})")?(?: cm="[0-9]*")?(?: vm="[0-9]*")?(?: ph="[0-9a-z]*")? ?'
)
_LONGEST_ATTRIBUTES = 2_000
"""Bytes; what Excel writes takes two hundred."""
_ATTRIBUTE = re.compile(rb' ((?:x14ac:)?[A-Za-z][A-Za-z0-9]*)="[^"<>&]*"')

_NESTED = re.compile(rb"<(?:c|row|sheetData)[\s/>]")
# Text in XML: no other controls than these three, and "]]>" is at the end of a section alone.
_NO_CHARACTERS = "\ufffe\uffff"
_FORBIDDEN = bytes(sorted(set(range(32)) - set(b"\t\n\r")))
# the named ones, tab, line feed, carriage return, and from the blank to number 9999, all of which are characters
_ODD_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#(?:9|10|13|3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3}));)")
_PIECE = 1 << 20
_PREFIX = b"xmlns:x14ac="

_SHEET_DATA_TAG = re.compile(rb"<sheetData\b")

SHEET_DATA = re.compile(rb"<sheetData\b[^>]*>")

CELL_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
# Beyond column CZ or row 39,999: a rectangle that ends before either has some four million cells at most.
_FAR_OUT = re.compile(rb'<c r="(?:[D-Z][A-Z]|[A-Z]{3}|[A-Z]{1,3}(?:[4-9][0-9]{4}|[0-9]{6}))')
_LARGEST_RECTANGLE = 4_000_000
"""Cells; calamine takes 24 to 32 bytes for each, blank or not."""
_BLANKS_TO_A_CELL = 4
"""A sheet of many cells may have a larger rectangle, if it is not mostly blank."""


def is_plain(content: bytes) -> bool:
    """True when each row and cell says where it is, in order, and nothing hides a tag or invents one."""
    frame = plain_frame(content)
    return frame is not None and has_plain_rows(content, frame.start, frame.end)


@dataclass(frozen=True, slots=True)
class PlainFrame:
    """What is around the rows of a sheet that is dressed as Excel dresses it."""

    start: int
    """Where the rows begin."""
    end: int
    """Where they end."""
    merged: tuple[str, ...]
    """The merged cells, as written."""
    has_prefix: bool
    """True when rows may use Excel's prefix x14ac."""


def plain_frame(content: bytes, *, are_rows_read: bool = False) -> PlainFrame | None:
    """Where the rows of a sheet are; None unless it is well-formed and dressed as Excel dresses it.

    What is around the rows is read by a parser; the rows themselves are for `TOKEN` to judge.

    Args:
        content: the bytes of the worksheet part.
        are_rows_read: the caller will account for every byte of the rows, by `TOKEN`, `cell_attributes` and
            `has_sound_attributes`; then only their texts are left to look at, which nearly always needs no parser.
    """
    opening = _SHEET_DATA_TAG.search(content)
    if opening is None:
        return None
    start = opening.end()
    if content.startswith(b"/>", start):
        start += 2
        end = start
    elif content.startswith(b">", start):
        start += 1
        end = content.rfind(b"</sheetData>")
        if end < start:
            return None
    else:
        return None
    before, after = content[:start], content[end:]
    has_prefix = _PREFIX in before
    if are_rows_read and has_sound_texts(content):
        merged = _merged_around(before, b'<row r="1" x14ac:ht="1"/>' if has_prefix else b"", after)
    else:
        merged = _merged_around(before, content[start:end], after)
    return None if merged is None else PlainFrame(start, end, merged, has_prefix)


def has_sound_texts(content: bytes) -> bool:
    """True when all that XML in UTF-8 forbids in a text is missing; False also where only a parser could tell."""
    is_ascii = content.isascii()
    if not is_ascii and b"ascii" in content[:100].lower():
        return False
    decoder = getincrementaldecoder("utf-8")()
    for at in range(0, len(content), _PIECE):
        piece = content[at : at + _PIECE]
        if len(piece) != len(piece.translate(None, _FORBIDDEN)):
            return False
        try:
            text = "" if is_ascii else decoder.decode(piece)
        except UnicodeDecodeError:
            return False
        if any(character in text for character in _NO_CHARACTERS):  # far sooner seen than in the bytes
            return False
    # the single sign first, which is looked for much faster
    return (b"]" not in content or b"]]>" not in content) and _ODD_REFERENCE.search(content) is None


def has_plain_rows(content: bytes, start: int, end: int) -> bool:
    """True when the rows of well-formed XML are nothing but rows and cells, each with its place, in order."""
    row_text = b""
    last_row = last_column = 0
    for token in TOKEN.finditer(content, start, end):
        letters, at_row, attributes, _, _, _, body, number, _, empty, closing, stray = token.groups()
        if letters:
            column = column_of(letters)
            if at_row != row_text or not last_column < column <= LAST_COLUMN:
                return False
            last_column = column
            if cell_attributes(attributes) is None or (body and _NESTED.search(body)):
                return False
        elif number:
            if row_text or not last_row < int(number) <= LAST_ROW:
                return False
            last_row, last_column = int(number), 0
            row_text = b"" if empty else number
        elif closing:
            if not row_text:
                return False
            row_text = b""
        elif stray:
            return False
    return not row_text


def _merged_around(before: bytes, rows: bytes, after: bytes) -> tuple[str, ...] | None:
    """The merged cells that a sheet lists; None unless it is well-formed, its root is a worksheet, its rows are its
    own child, in the same namespace without a prefix, and all is written in UTF-8."""
    if before[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in before[:4]:
        return None
    reader = _FrameReader()
    parser = events_parser()
    parser.XmlDeclHandler = reader.declaration
    # Without comments, sections and instructions every "<" opens or closes an element.
    parser.CommentHandler = parser.StartCdataSectionHandler = parser.ProcessingInstructionHandler = reader.odd
    try:
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.Parse(before)
        # What the rows hold is not asked here, only that they are well-formed: they are nearly all of the sheet.
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.Parse(rows)
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.Parse(after, True)
    except (expat.ExpatError, UnreadableWorkbook, ValueError, LookupError):
        return None
    return tuple(reader.merged) if reader.is_plain and reader.has_rows else None


_FRAME_NAMES = {
    f"{namespace} {local}": local
    for namespace in (MAIN, STRICT_MAIN)
    for local in ("worksheet", "sheetData", "mergeCells", "mergeCell", "row", "c")
}


class _FrameReader:
    def __init__(self) -> None:
        self.is_plain = True
        self.has_rows = False
        self.merged: list[str] = []
        self._depth = 0
        self._is_in_merges = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        depth = self._depth = self._depth + 1
        if too_deep(depth):
            raise damaged_part("")
        known = _FRAME_NAMES.get(name)
        if depth == 1:
            self.is_plain = self.is_plain and known == "worksheet"
        elif depth == 2:
            self._is_in_merges = known == "mergeCells"
        if known is None:  # as nearly all are
            if name.endswith("sheetData"):
                self.is_plain = False
        elif known == "mergeCell":
            if depth == 3 and self._is_in_merges:
                self.merged.append(attributes.get("ref", ""))
        elif known == "sheetData":
            self.is_plain = self.is_plain and depth == 2 and not self.has_rows
            self.has_rows = True
        elif known in ("row", "c"):  # not among the rows
            self.is_plain = False

    def end(self, _: str) -> None:
        self._depth -= 1

    def odd(self, *_: object) -> None:
        self.is_plain = False

    def declaration(self, _: str, encoding: str | None, __: int) -> None:
        self.is_plain = self.is_plain and (encoding or "utf-8").lower() in ("utf-8", "us-ascii", "ascii")


@cache
def column_of(letters: bytes) -> int:
    """The number of the column that letters in a sheet's XML name: b"AB" -> 28."""
    return column_number(letters.decode())


@lru_cache(maxsize=4096)
def cell_attributes(written: bytes) -> tuple[int, bytes | None] | None:
    """The number of the style and the type that a cell's attributes name; None where they are not as Excel has them."""
    found = _CELL_ATTRIBUTES.fullmatch(written)
    return None if found is None else (int(found[1] or 0), found[2])


@lru_cache(maxsize=4096)
def has_sound_attributes(written: bytes) -> bool:
    """True when the attributes of a row or a formula have names, each another one, and values without references."""
    if len(written) > _LONGEST_ATTRIBUTES:
        return False
    names = [b"r"]
    at = 0
    while found := _ATTRIBUTE.match(written, at):
        names.append(found[1])
        at = found.end()
    return at == len(written) and len(set(names)) == len(names)


def sheet_data_bounds(content: bytes) -> tuple[int, int]:
    """Where the rows begin and end in plain XML; twice the same place when the sheet has none."""
    opening = SHEET_DATA.search(content)
    if opening is None:
        raise UnreadableWorkbook(
            "a sheet of it is damaged", "Open it in Excel, let Excel repair it, save it, and try again"
        )
    if opening[0].endswith(b"/>"):
        return opening.end(), opening.end()
    end = content.rfind(b"</sheetData>", opening.end())  # there is one, far nearer to the end
    if end < 0:  # cut off: what is left must not pass for the whole
        raise UnreadableWorkbook(
            "a sheet of it is cut off", "Open it in Excel, let Excel repair it, save it, and try again"
        )
    return opening.end(), end


def is_dense(content: bytes) -> bool:
    """True when the rectangle around all cells of plain XML is small enough to be held whole, blanks and all.

    calamine builds that rectangle: for a sheet with one cell in A1 and one in XFD1048576 it asks for
    hundreds of gigabytes, and the process is killed.
    """
    if _FAR_OUT.search(content) is None:
        return True
    letters: set[bytes] = set()
    last_row = count = 0
    for found in CELL_ADDRESS.finditer(content):
        letters.add(found[1])
        last_row = max(last_row, int(found[2]))
        count += 1
    last_column = max(column_number(text.decode()) for text in letters)
    return last_row * last_column <= max(_LARGEST_RECTANGLE, _BLANKS_TO_A_CELL * count)
