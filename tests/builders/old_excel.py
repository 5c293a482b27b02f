"""Workbooks as Excel 97 to 2003 wrote them (.xls), made record by record: [MS-XLS] 2.4."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from macros.compound import compound_file

_BEGIN, _END, _PASSWORD, _SHEET, _FONT, _FORMAT, _STYLE = 0x809, 0x0A, 0x2F, 0x85, 0x31, 0x41E, 0xE0
_DATES_FROM_1904, _NUMBER, _TEXT, _BOOLEAN, _BLANK, _MERGED = 0x22, 0x203, 0x204, 0x205, 0x201, 0xE5
_NOTE, _OBJECT, _NOTE_TEXT, _CONTINUED = 0x1C, 0x5D, 0x1B6, 0x3C
OWN_FORMAT = 164
"""The number of the first format that a workbook brings along itself."""

Contents = str | float | bool | bytes | None
"""What a cell holds: bytes for the code of an error, None for nothing."""


def record(kind: int, content: bytes) -> bytes:
    """One record: its kind, how long it is, and what it holds."""
    return struct.pack("<HH", kind, len(content)) + content


def old_workbook(
    sheets: Mapping[str, Mapping[tuple[int, int], tuple[Contents, int]]],
    *,
    formats: Sequence[str | int] = (0,),
    fills: Sequence[int] = (),
    hidden: Sequence[str] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    notes: Mapping[tuple[int, int], str] = {},
    from_1904: bool = False,
    has_password: bool = False,
) -> bytes:
    """A workbook.

    Args:
        sheets: name -> cell (row and column, from 1) -> what it holds, and the number of its style.
        formats: a style each: a built-in format's number, or a code of the workbook's own.
        fills: the number in the palette of each style's fill, below 0 for a pattern in it; nothing for 0 and where
            there are no more.
        hidden: the names of sheets that are hidden.
        merged: areas of every sheet that are merged: first and last row, first and last column, from 1.
        notes: the comments of every sheet: cell -> what it says.
        from_1904: days are counted as on an old Macintosh.
        has_password: it says that what follows is encrypted.
    """
    head = record(_BEGIN, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    if has_password:
        head += record(_PASSWORD, bytes(6))
    head += record(_DATES_FROM_1904, struct.pack("<H", from_1904))
    head += record(_FONT, struct.pack("<HHHHHBBBBBB", 220, 0, 8, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial") * 5
    # every workbook has the sixteen styles of an empty one; the last is that of empty cells
    formats = [*formats, *[0] * (16 - len(formats))]
    own = [code for code in formats if isinstance(code, str)]
    for number, text in enumerate(own, OWN_FORMAT):
        head += record(_FORMAT, struct.pack("<HHB", number, len(text), 0) + text.encode("latin-1"))
    for number, code in enumerate(formats):
        key = OWN_FORMAT + own.index(code) if isinstance(code, str) else code
        colour = fills[number] if number < len(fills) else 0
        pattern = struct.pack(
            "<IIH", 0, (2 if colour < 0 else bool(colour)) << 26, (abs(colour) or 64) | 65 << 7
        )
        head += record(_STYLE, struct.pack("<HHHBBBB", 0, key, 0, 0x20, 0, 0, 0xFC) + pattern)
    bodies = [_sheet(cells, merged, notes) for cells in sheets.values()]
    length = len(head) + sum(len(record(_SHEET, bytes(8 + len(name)))) for name in sheets) + 4
    listed = b""
    for name, body in zip(sheets, bodies, strict=True):
        listed += record(
            _SHEET, struct.pack("<IBBBB", length, name in hidden, 0, len(name), 0) + name.encode("latin-1")
        )
        length += len(body)
    stream = head + listed + record(_END, b"") + b"".join(bodies)
    # a stream under 4,096 bytes is kept elsewhere in the file, in pieces of 64
    return compound_file({"Workbook": stream.ljust(4096, b"\0")})


def _sheet(
    cells: Mapping[tuple[int, int], tuple[Contents, int]],
    merged: Sequence[tuple[int, int, int, int]],
    notes: Mapping[tuple[int, int], str],
) -> bytes:
    body = record(_BEGIN, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    for (row, column), (holds, style) in sorted(cells.items()):
        place = struct.pack("<HHH", row - 1, column - 1, style)
        if isinstance(holds, bool):
            body += record(_BOOLEAN, place + struct.pack("<BB", holds, 0))
        elif isinstance(holds, bytes):
            body += record(_BOOLEAN, place + holds + b"\1")
        elif holds is None:
            body += record(_BLANK, place)
        elif isinstance(holds, str):
            body += record(_TEXT, place + struct.pack("<HB", len(holds), 1) + holds.encode("utf-16-le"))
        else:
            body += record(_NUMBER, place + struct.pack("<d", holds))
    for number, ((row, column), text) in enumerate(notes.items(), 1):
        written = text.encode("utf-16-le")
        body += record(_OBJECT, struct.pack("<HHHH", 0x15, 18, 0x19, number) + bytes(14))
        body += record(_NOTE_TEXT, struct.pack("<HH6sHHH", 0, 0, b"", len(text), 0, 0) + bytes(4))
        body += record(_CONTINUED, b"\1" + written) if written else b""
        body += record(_NOTE, struct.pack("<HHHHHB", row - 1, column - 1, 0, number, 0, 0))
    areas = b"".join(struct.pack("<HHHH", *(number - 1 for number in area)) for area in merged)
    return body + record(_MERGED, struct.pack("<H", len(merged)) + areas) + record(_END, b"")
