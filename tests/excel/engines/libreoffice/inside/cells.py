"""What stands in cells: values and formulas read and written in blocks, cleared, inserted, deleted, copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import uno

from tests.excel.engines.libreoffice.inside.office import Block, Office, Refused, operation

_FORMULA = 16
_ALL_CONTENT = 1 | 2 | 4 | 16
_COMMENTS = 8
_RESULT_VALUE, _RESULT_ERROR = 1, 4
_DATE_FORMAT, _LOGICAL_FORMAT = 2, 1024
_ERRORS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
# What LibreOffice says of a formula that Excel refuses to take at all.
_SYNTAX_ERRORS = frozenset({501, 508, 509, 510, 511, 512, 513, 514, 515, 516, 517, 518, 520})


def _overlap(address: Any, block: Block) -> Iterator[tuple[int, int]]:
    """The cells of an address that lie in the block, as (row, column) from its corner."""
    for row in range(max(address.StartRow + 1, block[0]), min(address.EndRow + 1, block[2]) + 1):
        for column in range(max(address.StartColumn + 1, block[1]), min(address.EndColumn + 1, block[3]) + 1):
            yield row - block[0], column - block[1]


def _formats(cells: Any) -> list[tuple[int, Any]]:
    """Each number format key of the block with its addresses."""
    groups = cells.getUniqueCellFormatRanges()
    found = (groups.getByIndex(number) for number in range(groups.Count))
    return [(group.NumberFormat, group.RangeAddresses) for group in found]


@operation
def read(office: Office, book: str, sheet: str, block: Block) -> list[list[Any]]:
    """The values: None, text, number, boolean, ["date", serial] or ["error", "#N/A"]."""
    cells = office.cells(book, sheet, block)
    values = [[None if value == "" else value for value in row] for row in cells.DataArray]
    errors = cells.queryFormulaCells(_RESULT_ERROR)
    for address in errors.RangeAddresses:
        for row, column in _overlap(address, block):
            number = cells.getCellByPosition(column, row).getError()
            values[row][column] = ["error", _ERRORS.get(number, "#VALUE!")]
    kinds = office.document(book).NumberFormats
    for key, addresses in _formats(cells):
        kind = kinds.getByKey(key).Type
        if kind & (_DATE_FORMAT | _LOGICAL_FORMAT):
            for address in addresses:
                for row, column in _overlap(address, block):
                    value = values[row][column]
                    if isinstance(value, float):
                        values[row][column] = bool(value) if kind & _LOGICAL_FORMAT else ["date", value]
    for address in cells.queryFormulaCells(_RESULT_VALUE).RangeAddresses:
        for row, column in _overlap(address, block):
            if values[row][column] in (0.0, 1.0) and not isinstance(values[row][column], bool):
                shown = cells.getCellByPosition(column, row).String
                if shown in ("TRUE", "FALSE"):
                    values[row][column] = shown == "TRUE"
    return values


@operation
def read_formulas(office: Office, book: str, sheet: str, block: Block) -> list[list[str | None]]:
    """The formulas as LibreOffice writes them; None where a cell holds none."""
    cells = office.cells(book, sheet, block)
    formulas: list[list[str | None]] = [
        [None] * (block[3] - block[1] + 1) for _ in range(block[2] - block[0] + 1)
    ]
    found = cells.queryContentCells(_FORMULA)
    if found.Count:
        texts = cells.FormulaArray
        for address in found.RangeAddresses:
            for row, column in _overlap(address, block):
                formulas[row][column] = texts[row][column]
    return formulas


@operation
def write(
    office: Office,
    book: str,
    sheet: str,
    block: Block,
    values: list[list[str | float | None]],
    formulas: list[tuple[int, int, str]],
) -> None:
    """Write texts and numbers as they are (None empties), then formulas at (row, column) from the corner."""
    cells = office.cells(book, sheet, block)
    if block[:2] != block[2:] and _has_hidden_rows(office.sheet(book, sheet), block):
        raise Refused(
            "some of these rows are hidden: into a block, Excel writes only what falls on the others"
        )
    cells.setDataArray(tuple(tuple("" if value is None else value for value in row) for row in values))
    for row, column, formula in formulas:
        cell = cells.getCellByPosition(column, row)
        cell.setFormula(formula)
        if cell.getError() in _SYNTAX_ERRORS:
            cell.setString("")
            raise Refused(f"Excel does not take the formula {formula!r}")


def _has_hidden_rows(sheet: Any, block: Block) -> bool:
    # whole rows are looked at: columns may be hidden too
    rows = sheet.getCellRangeByPosition(0, block[0] - 1, sheet.Columns.Count - 1, block[2] - 1)
    seen = {(found.StartRow, found.EndRow) for found in rows.queryVisibleCells().RangeAddresses}
    return sum(last - first + 1 for first, last in seen) < block[2] - block[0] + 1


@operation
def clear_contents(office: Office, book: str, sheet: str, block: Block) -> None:
    """Empty the cells; their formats, rules and comments stay."""
    office.cells(book, sheet, block).clearContents(_ALL_CONTENT)


@operation
def clear_comments(office: Office, book: str, sheet: str, block: Block) -> None:
    """Take the comments away."""
    office.cells(book, sheet, block).clearContents(_COMMENTS)


@operation
def used_block(office: Office, book: str, sheet: str) -> Block:
    """From the first to the last cell that holds anything; A1 on an empty sheet."""
    cursor = office.sheet(book, sheet).createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    address = cursor.RangeAddress
    return [address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1]


@operation
def sheet_size(office: Office, book: str, sheet: str) -> list[int]:
    """Rows and columns of a sheet."""
    found = office.sheet(book, sheet)
    return [found.Rows.Count, found.Columns.Count]


@operation
def end(office: Office, book: str, sheet: str, cell: list[int], direction: str) -> list[int]:
    """Where Ctrl and an arrow key lead from a cell."""
    found = office.sheet(book, sheet)
    step = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
    limits = (found.Rows.Count, found.Columns.Count)
    cursor = found.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = (cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1)

    def filled(row: int, column: int) -> bool:
        inside = 1 <= row <= last[0] and 1 <= column <= last[1]
        return inside and bool(found.getCellByPosition(column - 1, row - 1).Type.value != "EMPTY")

    row, column = cell
    beyond = row + step[0], column + step[1]
    if filled(row, column) and filled(*beyond):
        while filled(row + step[0], column + step[1]):
            row, column = row + step[0], column + step[1]
        return [row, column]
    row, column = beyond
    while 1 <= row <= limits[0] and 1 <= column <= limits[1]:
        if filled(row, column):
            return [row, column]
        if (row > last[0] and step[0] > 0) or (column > last[1] and step[1] > 0):
            break
        row, column = row + step[0], column + step[1]
    edges = {"down": limits[0], "up": 1, "right": limits[1], "left": 1}
    return [edges[direction], cell[1]] if step[0] else [cell[0], edges[direction]]


@operation
def current_region(office: Office, book: str, sheet: str, block: Block) -> Block:
    """The block around these cells up to empty rows and columns."""
    cursor = office.sheet(book, sheet).createCursorByRange(office.cells(book, sheet, block))
    cursor.collapseToCurrentRegion()
    address = cursor.RangeAddress
    return [address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1]


@operation
def insert_cells(office: Office, book: str, sheet: str, block: Block, shift: str) -> None:
    """Insert empty cells; what stood there moves "down" or "right". They take the format from above or left."""
    mode = uno.Enum("com.sun.star.sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
    office.sheet(book, sheet).insertCells(office.cells(book, sheet, block).RangeAddress, mode)


@operation
def delete_cells(office: Office, book: str, sheet: str, block: Block, shift: str) -> None:
    """Delete cells; what stands "up" or "left" closes the gap."""
    mode = uno.Enum("com.sun.star.sheet.CellDeleteMode", "LEFT" if shift == "left" else "UP")
    office.sheet(book, sheet).removeRange(office.cells(book, sheet, block).RangeAddress, mode)


@operation
def copy_cells(
    office: Office, book: str, sheet: str, block: Block, from_book: str, from_sheet: str, from_block: Block
) -> None:
    """Copy everything from one block to the corner of another in the same workbook."""
    if book != from_book:
        raise Refused("copying to another workbook is not offered here")
    source = office.cells(from_book, from_sheet, from_block)
    corner = office.cells(book, sheet, [block[0], block[1], block[0], block[1]])
    office.sheet(book, sheet).copyRange(corner.CellAddress, source.RangeAddress)


@operation
def array_formula(office: Office, book: str, sheet: str, block: Block) -> bool:
    """Whether the block is one array formula."""
    return bool(office.cells(book, sheet, block).getArrayFormula())


@operation
def add_link(office: Office, book: str, sheet: str, cell: list[int], address: str, text: str) -> None:
    """Put a text with a link into a cell."""
    found = office.cells(book, sheet, [*cell, *cell]).getCellByPosition(0, 0)
    field = office.document(book).createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = address, text
    found.setString("")
    found.Text.insertTextContent(found.Text.createTextCursor(), field, False)


@operation
def link(office: Office, book: str, sheet: str, cell: list[int]) -> str | None:
    """The address of the link in a cell."""
    fields = office.cells(book, sheet, [*cell, *cell]).getCellByPosition(0, 0).TextFields
    if fields is None or not fields.hasElements():
        return None
    return str(fields.createEnumeration().nextElement().URL)
