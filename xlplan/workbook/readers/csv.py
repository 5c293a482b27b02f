"""A .csv file as a grid. Everything in it is text: what a text means is for others to say."""

from __future__ import annotations

import csv
import io
import re

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import LAST_COLUMN, Cell, Grid, Place
from xlplan.workbook.limits import PLAN, Limits

_SEPARATORS = ",;\t|"
_SAVE_AS = "Save it again from Excel as an Excel Workbook (.xlsx)"
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def read_csv(content: bytes, sheet: str, limits: Limits = PLAN) -> Grid:
    """The one sheet of a .csv file.

    Args:
        content: the file; UTF-8, UTF-16 with its mark, or the Windows code page of Western Europe.
        sheet: the name that the sheet is given.
        limits: how much of it is read.

    Raises:
        UnreadableWorkbook: a quotation mark in it is not closed, or too late, so that a text swallows the rows that
            follow; its characters are written in no way that is known; or it holds more than is read.
    """
    limits.check_part("text", len(content))
    text, notes = _decoded(content)
    limits.check_cells(0, len(text))
    separator, first_row = _separator(text)
    # A quarter filled at least, as even a sparse table is: else counting the cells takes longer than it should.
    limits.check_cells((text.count(separator) + text.count("\n")) // 4)
    cells: dict[Place, Cell] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row, fields in enumerate(reader, 1):
            if row >= first_row:
                if len(fields) > LAST_COLUMN:
                    raise UnreadableWorkbook(
                        f"line {line} has more than {LAST_COLUMN:,} columns, which no sheet has", _SAVE_AS
                    )
                for column, field in enumerate(fields, 1):
                    if field:
                        if "\n" in field or "\r" in field:
                            field = field.replace("\r\n", "\n").replace("\r", "\n")
                            _refuse_swallowed_rows(field, fields, separator, line)
                        cells[row, column] = Cell(field, field)
                limits.check_cells(len(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise UnreadableWorkbook(
                f"the row that begins in line {line} holds a text of more than {csv.field_size_limit():,} characters",
                f"See whether a quotation mark is missing. {_SAVE_AS}",
            ) from error
        raise UnreadableWorkbook(
            f"a quotation mark in the row that begins in line {line} is not closed, "
            "or stands inside a text without being doubled",
            f'Mend the line, or write the text without quotation marks ("). {_SAVE_AS}',
        ) from error
    return Grid(sheet, cells, notes=notes)


def _refuse_swallowed_rows(field: str, fields: list[str], separator: str, line: int) -> None:
    """Refuse a text that holds what looks like whole rows: a quotation mark is missing somewhere before them.

    A row looks like the one that swallowed it when its first field has the same shape, as A015 has that of A011.
    """
    own = field.partition("\n")[0].partition(separator)[0] if fields[0] is field else fields[0]
    shape = _shape(own)
    if "9" not in shape:
        return
    for number, swallowed in enumerate(field.split("\n")[1:], line + 1):
        start, found, _ = swallowed.partition(separator)
        if found and len(start) < 100 and _shape(start) == shape:
            raise UnreadableWorkbook(
                f"the text that begins in line {line} goes on over line {number}, which looks like a row of its "
                "own: a quotation mark is missing or too much",
                f"Mend the line. {_SAVE_AS}",
            )


def _shape(text: str) -> str:
    return _DIGIT.sub("9", _LETTER.sub("A", text.strip()[:100]))


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what was guessed on the way."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    elif not _is_utf8(content):
        codec = "cp1252"  # what Excel writes as "CSV" without "UTF-8"
    else:
        codec = "utf-8-sig"
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableWorkbook(
            f"a character in line {line} is written in no way that is known", f"Open it in Excel. {_SAVE_AS}"
        ) from error
    if "\0" in text:
        raise UnreadableWorkbook(
            "it is not a text file, whatever its name says", f"Open it in Excel. {_SAVE_AS}"
        )
    if codec != "cp1252":
        return text, ()
    # Other code pages write the same bytes for other letters, and nothing in the file says which it is.
    odd = sorted({letter for letter in text if not letter.isascii()})
    guessed = "it does not say how letters beyond a to z are written; they were read as Windows writes them"
    return text, (f"{guessed}: {' '.join(odd[:8])}",)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str) -> tuple[str, int]:
    """What is between fields, and the row in which they begin (Excel may say "sep=;" in the first)."""
    lines = text[:20_000].splitlines()
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4], 2
    for line in lines:
        # A line that begins inside a quoted text may mislead; the first lines of a plan are its headings.
        widths = {separator: _width(line, separator) for separator in _SEPARATORS}
        if max(widths.values()) > 1:
            return max(_SEPARATORS, key=lambda separator: widths[separator]), 1
    return ",", 1


def _width(line: str, separator: str) -> int:
    return max((len(fields) for fields in csv.reader([line], delimiter=separator)), default=0)
