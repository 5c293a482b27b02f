"""A .csv file as a grid. Everything in it is text: what a text means is for others to say."""

from __future__ import annotations

import csv
import io

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Cell, Grid, Place

_SEPARATORS = ",;\t|"


def read_csv(content: bytes, sheet: str) -> Grid:
    """The one sheet of a .csv file.

    Args:
        content: the file; UTF-8, UTF-16 with its mark, or the Windows code page of Western Europe.
        sheet: the name that the sheet is given.

    Raises:
        UnreadableWorkbook: a text in it runs on without end, as when a quotation mark is missing.
    """
    text = _decoded(content)
    separator, first_row = _separator(text)
    cells: dict[Place, Cell] = {}
    try:
        for row, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if row < first_row:
                continue
            for column, field in enumerate(fields, 1):
                if field:
                    value = field.replace("\r\n", "\n").replace("\r", "\n")
                    cells[row, column] = Cell(value, value)
    except csv.Error as error:
        raise UnreadableWorkbook(
            f"it cannot be read as a .csv file ({error})",
            "Save it again from Excel as an Excel Workbook (.xlsx)",
        ) from error
    return Grid(sheet, cells)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes as "CSV" without "UTF-8". Five bytes mean nothing in it.
        return content.decode("cp1252", "replace")


def _separator(text: str) -> tuple[str, int]:
    """What stands between fields, and the row in which they begin (Excel may say "sep=;" in the first)."""
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
