"""What an open workbook holds at this moment, as a workbook in memory.

xlwings' engines cannot all tell fills, number formats and formulas. So the add-in saves a copy of the workbook just
before it starts us, with all that has not been saved yet, and we read that. Without a copy the file on disk is as good
when it holds the very same values; and else what every engine can tell: values and tables.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import xlwings as xw

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.excel_session.excel_values import from_excel
from xlplan.workbook.file import FileBook
from xlplan.workbook.gate import is_as_asked
from xlplan.workbook.grid import Area, Place, Value, area_of
from xlplan.workbook.sheet_spec import Column, Format, SheetSpec, StyledCell, Table

_WORKBOOKS = (".xlsx", ".xlsm")
_AS_IT_IS = Format(wrap=False)


def path_of(book: xw.Book) -> Path:
    """Where an open workbook lies; just its name when that is nowhere on this computer.

    A workbook in OneDrive or SharePoint is looked for in the synchronised folder. A sheet `xlwings.conf` could tell
    xlwings to look elsewhere, and a workbook must not choose where we read and write.
    """
    if any(sheet.name.casefold() == "xlwings.conf" for sheet in book.sheets):
        return Path(book.name)
    try:
        full = book.fullname
    except xw.XlwingsError:
        return Path(book.name)
    return Path(book.name) if "://" in full else Path(full)


def read_open_book(book: xw.Book, copy: Path | None) -> tuple[FileBook, bytes | None]:
    """Read an open workbook as it is now.

    Args:
        book: the open workbook.
        copy: a copy that was saved of it just now, where there is one.

    Returns:
        The workbook in memory, under the name that it has in the spreadsheet program; and what can be kept as its
        backup, None when there is nothing on disk.

    Raises:
        UnreadableWorkbook: it is of a kind that xlplan cannot change.
    """
    path = path_of(book)
    if copy is not None:
        return _of_copy(copy, path), copy.read_bytes()
    values = {sheet.name: _values(sheet) for sheet in book.sheets}
    if path.is_absolute() and path.is_file():
        content = path.read_bytes()
        if path.suffix.lower() in _WORKBOOKS:
            on_disk = FileBook.open(path)
            if _is_same(on_disk, values):
                return on_disk, content
        return _of_values(book, values, path), content
    return _of_values(book, values, path), None


def _of_copy(copy: Path, path: Path) -> FileBook:
    try:
        return FileBook.open(copy, known_as=path)
    except UnreadableWorkbook as error:
        # of the workbook that the user knows, not of a copy that they have never seen
        raise UnreadableWorkbook(error.what, error.remedy, file=path.name) from error


def _values(sheet: xw.Sheet) -> dict[Place, Value]:
    """The cells of a sheet that hold something, read in one call."""
    last = sheet.used_range.last_cell
    area = sheet.range((1, 1), (last.row, last.column))
    # told to, xlwings' Mac engine fails on more than one cell
    rows = area.options(ndim=2, err_to_str=sys.platform != "darwin").value
    return {
        (row, column): from_excel(value)
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line, start=1)
        if value is not None and value != ""
    }


def holds(book: xw.Book, wanted: FileBook) -> bool:
    """True when an open workbook has the same sheets, with the same values, as a workbook in memory."""
    return _is_same(wanted, {sheet.name: _values(sheet) for sheet in book.sheets})


def _is_same(book: FileBook, values: dict[str, dict[Place, Value]]) -> bool:
    """True when a workbook has the same sheets with the same values in the same places."""
    if set(book.sheets()) != set(values):
        return False
    for sheet, shown in values.items():
        grid = book.read(sheet, detail=True)
        # a formula that was never worked out in the file shows something as soon as the file is open
        waiting = {place for place, cell in grid.cells.items() if cell.formula and _is_empty(cell.value)}
        cells = {place: value for place, value in shown.items() if place not in waiting}
        held = {place: cell.value for place, cell in grid.cells.items() if not _is_empty(cell.value)}
        if held.keys() != cells.keys() or not all(
            _same(cells[place], value) for place, value in held.items()
        ):
            return False
    return True


def _is_empty(value: Value) -> bool:
    return value is None or value == ""


def _same(shown: Value, held: Value) -> bool:
    # a formula's value may differ in its last digits where another program has calculated it
    if isinstance(shown, int | float) and isinstance(held, int | float):
        return math.isclose(shown, held, rel_tol=1e-9)
    if isinstance(shown, str) and isinstance(held, str):
        return shown.replace("\r\n", "\n") == held.replace("\r\n", "\n")
    return is_as_asked(held, shown)


def _of_values(book: xw.Book, values: dict[str, dict[Place, Value]], path: Path) -> FileBook:
    sheets = [_sheet_spec(sheet, values[sheet.name]) for sheet in book.sheets]
    return FileBook.new(sheets, known_as=path)


def _sheet_spec(sheet: xw.Sheet, values: dict[Place, Value]) -> SheetSpec:
    """A sheet with its values and its table; a second table is left out, for a standard sheet has one."""
    areas = {
        table.name: area_of(table.range.address.replace("$", "")) for table in sheet.tables if table.range
    }
    name, area = next(
        ((name, area) for name, area in areas.items() if _has_headings(area, values)), ("", None)
    )
    cells = {
        place: StyledCell(value, _AS_IT_IS)
        for place, value in values.items()
        if area is None or place not in area
    }
    return SheetSpec(sheet.name, cells, None if area is None else _table(name, area, values))


def _has_headings(area: Area, values: dict[Place, Value]) -> bool:
    headings = [
        str(values.get((area.first_row, column), "")).strip().casefold()
        for column in range(area.first_column, area.last_column + 1)
    ]
    return all(headings) and len(set(headings)) == len(headings)


def _table(name: str, area: Area, values: dict[Place, Value]) -> Table:
    columns = range(area.first_column, area.last_column + 1)
    return Table(
        name,
        tuple(Column(str(values.get((area.first_row, column), "")), format=_AS_IT_IS) for column in columns),
        tuple(
            tuple(values.get((row, column)) for column in columns)
            for row in range(area.first_row + 1, area.last_row + 1)
        ),
        header_row=area.first_row,
        first_column=area.first_column,
    )
