"""A workbook of Excel 97 to 2003 (.xls) as grids, through xlrd: it holds rows as long as they are, no rectangles."""

from __future__ import annotations

import io
import struct
from collections.abc import Collection
from typing import Any

import xlrd
import xlrd.compdoc

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Cell, Grid, Place, Value
from xlplan.workbook.limits import PLAN, Limits
from xlplan.workbook.readers import ole, serial_dates
from xlplan.workbook.readers.cell_styles import PLAIN, WHITE, CellStyle
from xlplan.workbook.readers.number_formats import BUILT_IN, displayed, number_format

_SOLID = 1
_RECORD = struct.Struct("<HH")
_RUNS = {0x00BD: 6, 0x00BE: 2}
"""Records that hold a run of cells (numbers, blanks), and the bytes that each cell takes in them."""
_SINGLE_CELLS = frozenset(
    {0x0001, 0x0002, 0x0003, 0x0004, 0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E}
)
# What xlrd raises on files that are damaged or made to harm.
_DAMAGED = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    UnicodeError,
    ValueError,
)


def read_xls(
    content: bytes,
    limits: Limits = PLAN,
    *,
    detail: bool = False,
    sheets: Collection[str] | None = None,
) -> list[Grid]:
    """The worksheets of an .xls file. It says no formulas; with `detail` fills and number formats are read too.

    Args:
        content: the file.
        limits: how much of it is read.
        detail: read fills and number formats too.
        sheets: the names of the sheets that are wanted; None for all.

    Raises:
        UnreadableWorkbook: it is damaged or protected with a password.
    """
    stream = ole.stream(content, "Workbook", "Book") if content.startswith(ole.MAGIC) else content
    limits.check_cells(_count_cells(stream))
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        cell_styles = (
            [_cell_style(book, format_number) for format_number in range(len(book.xf_list))] if detail else []
        )
        return [
            _grid(book, sheet, cell_styles)
            for sheet in book.sheets()
            if sheets is None or sheet.name in sheets
        ]
    except _DAMAGED as error:
        if "encrypt" in str(error).lower():
            raise UnreadableWorkbook(
                "it is protected with a password",
                "Open it in Excel, take the password off, save, and try again",
            ) from error
        raise UnreadableWorkbook(
            "the file is damaged", "Open it in Excel and save it as an Excel Workbook (.xlsx)"
        ) from error


def _count_cells(stream: bytes) -> int:
    """How many cells the records of a workbook hold, blank ones too, without reading any of them."""
    count = at = 0
    end = len(stream) - 4
    while at <= end:
        record, length = _RECORD.unpack_from(stream, at)
        if record in _RUNS:
            count += max(0, length - 6) // _RUNS[record]
        elif record in _SINGLE_CELLS:
            count += 1
        at += 4 + length
    return count


def _grid(book: Any, sheet: Any, cell_styles: list[CellStyle]) -> Grid:
    merged = sheet.merged_cells
    cells: dict[Place, Cell] = {}
    for row in range(sheet.nrows):
        found: dict[Place, Cell] = {}
        for column, cell in enumerate(sheet.row(row)):
            style = cell_styles[cell.xf_index] if cell_styles and cell.xf_index is not None else PLAIN
            value, serial = _value(book, cell, style)
            if value is not None or style.fill:
                found[row + 1, column + 1] = Cell(value, displayed(value, style.form, serial), style.fill)
        if any(cell.value is not None for cell in found.values()):
            cells.update(found)
    areas = tuple(Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in merged)
    comments = {
        (row + 1, column + 1): note.text.strip()
        for (row, column), note in sheet.cell_note_map.items()
        if note.text.strip()
    }
    return Grid(sheet.name, cells, areas, visible=sheet.visibility == 0, comments=comments)


def _value(book: Any, cell: Any, style: CellStyle) -> tuple[Value, float | None]:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return cell.value or None, None
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return serial_dates.plain_number(float(cell.value)), None
    if cell.ctype == xlrd.XL_CELL_DATE:
        serial = float(cell.value)
        elapsed = style.form.is_elapsed
        return serial_dates.moment(serial, is_1904=book.datemode == 1, is_elapsed=elapsed), serial
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value), None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#VALUE!"), None
    return None, None


def _cell_style(book: Any, number: int) -> CellStyle:
    style = book.xf_list[number]
    key = style.format_key
    form = book.format_map.get(key)
    code = BUILT_IN.get(key) or (form.format_str if form is not None else "General")
    fill = None
    if style.background is not None and style.background.fill_pattern == _SOLID:
        rgb = book.colour_map.get(style.background.pattern_colour_index)
        fill = "".join(f"{channel:02X}" for channel in rgb) if rgb else None
    return CellStyle(number_format(code), None if fill == WHITE else fill)
