"""What cells hold, in the stand-in for Excel on the web: values, formulas, clearing, filling, copying, merging."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders.excel_typing import ErrorValue, typed
from tests.excel.engines.remote.parts import (
    Action,
    NotCarriedOut,
    OpenBook,
    RefusedByExcel,
    cells,
    cells_there,
    moved,
    overlap,
    translated,
)
from tests.excel.engines.remote.rules import (
    Tile,
    clear_conditional_rules,
    clear_validations,
    copy_conditional_rules,
    copy_validations,
)
from tests.excel.engines.remote.tables import forget_cleared_tables, take_headings
from xlplan.workbook.grid import Area, Formula, Place, address, area_of

_LONGEST_TEXT, _LONGEST_FORMULA = 32767, 8192
_SHORT_DATE, _SHORT_TIME, _DATE_AND_TIME = "dd/mm/yyyy", "hh:mm", "dd/mm/yyyy hh:mm"
# openpyxl has no public way to give a cell the whole look of another.
_STYLE = "_style"
_SHEET_BEFORE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!")


def put(book: OpenBook, cell: Cell, value: Any) -> None:
    """Put a value into a cell as Excel does when a program assigns it: a string is read as if it had been typed."""
    cell.quotePrefix = 1 if isinstance(value, str) and value.startswith("'") else 0
    if isinstance(value, str):
        held = typed(value, cell.number_format)
    elif cell.number_format == "@" and value is not None:
        held = str(value).upper() if isinstance(value, bool) else f"{value:.15g}"
    else:
        held = value
    if isinstance(held, str):
        if len(held) > _LONGEST_TEXT:
            raise RefusedByExcel(f"{cell.coordinate}: a text of {len(held)} characters")
        cell.value = held
        cell.data_type = "s"
    elif isinstance(held, Formula):
        put_formula(book, cell, held.text)
    elif isinstance(held, ErrorValue):
        cell.value = held.text
    elif isinstance(held, (dt.date, dt.time)):
        _put_moment(cell, held)
    else:
        cell.value = held


def _put_moment(cell: Cell, held: dt.date | dt.datetime | dt.time) -> None:
    if cell.number_format == "General":
        usual = _SHORT_TIME if isinstance(held, dt.time) else _SHORT_DATE
        cell.number_format = _DATE_AND_TIME if isinstance(held, dt.datetime) else usual
    # In a cell with a number's format Excel shows the day as its number.
    cell.value = held if is_date_format(cell.number_format) else to_excel(held)  # type: ignore[no-untyped-call]


def put_formula(book: OpenBook, cell: Cell, formula: str) -> None:
    """Put a formula into a cell; one that Excel could not read is refused."""
    if len(formula) > _LONGEST_FORMULA:
        raise RefusedByExcel(f"{cell.coordinate}: a formula of {len(formula)} characters")
    try:
        tokens = Tokenizer(formula).items
    except (TokenizerError, IndexError) as error:
        raise RefusedByExcel(f"{cell.coordinate}: {formula}: {error}") from error
    opened = sum(token.subtype == Token.OPEN for token in tokens)
    if opened != sum(token.subtype == Token.CLOSE for token in tokens):
        raise RefusedByExcel(f"{cell.coordinate}: {formula}: a bracket too many or too few")
    names = {sheet.title.casefold() for sheet in book.workbook.worksheets}
    for token in tokens:
        found = _SHEET_BEFORE.match(token.value) if token.subtype == Token.RANGE else None
        sheets = (found[1] or found[2]).replace("''", "'") if found else ""
        if sheets and not all(name.casefold() in names for name in sheets.split(":")):
            raise RefusedByExcel(f"{cell.coordinate}: {formula}: there is no sheet {sheets}")
        if token.subtype == Token.RANGE and "[" in token.value:
            raise NotCarriedOut(f"{cell.coordinate}: {formula}: a reference to a table's column")
    cell.value = formula
    cell.data_type = "f"


def refuse_locked(sheet: Worksheet, area: Area) -> None:
    """Excel lets nobody, no program either, write into a locked cell of a protected sheet."""
    if sheet.protection.sheet and any(cell.protection.locked for cell in cells(sheet, area)):
        raise RefusedByExcel(f"{sheet.title}!{area} is protected")


def refuse_hidden_rows(sheet: Worksheet, area: Area) -> None:
    """Into a block with hidden rows, filtered ones too, Excel writes only what falls on rows that can be seen."""
    rows = range(area.first_row, area.last_row + 1)
    is_block = area.first_row < area.last_row or area.first_column < area.last_column
    # only rows that are there: asking for another makes it
    hidden = [row for row in rows if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden]
    if is_block and hidden:
        raise RefusedByExcel(f"{sheet.title}!{area}: row {hidden[0]} is hidden and would keep what it holds")


def set_values(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    refuse_locked(sheet, action.where)
    refuse_hidden_rows(sheet, action.where)
    for cell, value in zip(cells(sheet, action.where), _matrix(action, action.values), strict=True):
        # An empty string empties a cell; null leaves it alone.
        if value is not None:
            put(book, cell, value)
    take_headings(book.workbook, sheet, action.where)


def _matrix(action: Action, rows: list[list[Any]]) -> list[Any]:
    where = action.where
    height, width = where.last_row - where.first_row + 1, where.last_column - where.first_column + 1
    if len(rows) != height or any(len(row) != width for row in rows):
        raise RefusedByExcel(f"{action.func}: {where} takes {height} rows of {width} values")
    return [value for row in rows for value in row]


def set_formula(book: OpenBook, action: Action) -> None:
    sheet, where = book.sheet(action), action.where
    refuse_locked(sheet, where)
    refuse_hidden_rows(sheet, where)
    if isinstance(action.values, list):
        values = _matrix(action, action.values)
    else:
        values = [action.values] * (
            (where.last_row - where.first_row + 1) * (where.last_column - where.first_column + 1)
        )
    for cell, value in zip(cells(sheet, where), values, strict=True):
        is_formula = isinstance(value, str) and value.startswith("=")
        if is_formula and not isinstance(action.values, list):
            value = translated(value, (where.first_row, where.first_column), (cell.row, cell.column))
        put(book, cell, value)
    take_headings(book.workbook, sheet, where)


def range_clear_contents(book: OpenBook, action: Action) -> None:
    _clear(book, book.sheet(action), action.where, contents=True, formats=False)


def range_clear_formats(book: OpenBook, action: Action) -> None:
    _clear(book, book.sheet(action), action.where, contents=False, formats=True)


def range_clear(book: OpenBook, action: Action) -> None:
    _clear(book, book.sheet(action), action.where, contents=True, formats=True)


_WHOLE_SHEET = Area(1, 1, 1_048_576, 16_384)


def sheet_clear_contents(book: OpenBook, action: Action) -> None:
    _clear(book, book.sheet(action), _WHOLE_SHEET, contents=True, formats=False)


def sheet_clear_formats(book: OpenBook, action: Action) -> None:
    _clear(book, book.sheet(action), _WHOLE_SHEET, contents=False, formats=True)


def sheet_clear(book: OpenBook, action: Action) -> None:
    _clear(book, book.sheet(action), _WHOLE_SHEET, contents=True, formats=True)


def _clear(book: OpenBook, sheet: Worksheet, area: Area, *, contents: bool, formats: bool) -> None:
    there = cells_there(sheet, area)
    if sheet.protection.sheet and any(cell.protection.locked for cell in there):
        raise RefusedByExcel(f"{sheet.title}!{area} is protected")
    for cell in there:
        if contents:
            cell.value = None
        if formats:
            cell.style = "Normal"
        if contents and formats:
            cell.hyperlink = None
            cell.comment = None
    if formats:
        clear_conditional_rules(sheet, area)
    if contents and formats:
        clear_validations(sheet, area)
        for merged in list(sheet.merged_cells.ranges):
            if overlap(area_of(merged.coord), area):
                sheet.unmerge_cells(merged.coord)
        forget_cleared_tables(sheet, area)
    if contents:
        take_headings(book.workbook, sheet, area)


def tiles(source: Area, destination: Area) -> list[Tile]:
    """How often the source goes into the destination, without the place where it stands itself."""
    height, width = source.last_row - source.first_row + 1, source.last_column - source.first_column + 1
    found = []
    for row in range(destination.first_row, destination.last_row + 1, height):
        for column in range(destination.first_column, destination.last_column + 1, width):
            rows, columns = row - source.first_row, column - source.first_column
            tile = overlap(moved(source, rows, columns), destination)
            if tile and (rows or columns):
                found.append((tile, rows, columns))
    return found


def range_autofill(book: OpenBook, action: Action) -> None:
    sheet, source = book.sheet(action), action.where
    destination, kind = area_of(action.args[0]), action.args[1]
    if overlap(source, destination) != source:
        raise RefusedByExcel(f"autofill: {destination} does not hold {source}")
    if kind not in ("FillFormats", "FillCopy"):
        raise NotCarriedOut(f"autofill {kind}")
    starts = (destination.first_row, destination.first_column) == (source.first_row, source.first_column)
    if not starts:
        raise NotCarriedOut("autofill upwards or to the left")
    copies = tiles(source, destination)
    _copy_cells(book, sheet, sheet, source, copies, values=kind == "FillCopy", formats=True)
    copy_conditional_rules(sheet, source, copies)
    if kind == "FillCopy":
        copy_validations(sheet, source, sheet, copies)
    take_headings(book.workbook, sheet, destination)


def copy_range(book: OpenBook, action: Action) -> None:
    position, target = action.args
    _copy(book, book.sheet(action), action.where, book.at(position), area_of(target), "all")


def copy_from_range(book: OpenBook, action: Action) -> None:
    position, source, kind, skip_blanks, transpose = action.args
    if skip_blanks or transpose:
        raise NotCarriedOut("copying without blanks, or turned")
    _copy(book, book.at(position), area_of(source), book.sheet(action), action.where, (kind or "all").lower())


def _copy(book: OpenBook, source: Worksheet, area: Area, target: Worksheet, onto: Area, kind: str) -> None:
    if kind not in ("all", "formats", "formulas"):
        raise NotCarriedOut(f"copying {kind}")
    if (onto.first_row, onto.first_column) == (onto.last_row, onto.last_column):
        onto = moved(area, onto.first_row - area.first_row, onto.first_column - area.first_column)
    copies = tiles(area, onto) if source is target else [_only_tile(area, onto)]
    refuse_locked(target, onto)
    _copy_cells(book, source, target, area, copies, values=kind != "formats", formats=kind != "formulas")
    if kind != "formulas":
        if source is not target and any(overlap(one, area) for one in _ruled(source)):
            raise NotCarriedOut("conditional formats copied to another sheet")
        if source is target:
            copy_conditional_rules(target, area, copies)
    if kind == "all":
        copy_validations(source, area, target, copies)
    take_headings(book.workbook, target, onto)


def _only_tile(area: Area, onto: Area) -> Tile:
    rows, columns = onto.first_row - area.first_row, onto.first_column - area.first_column
    if moved(area, rows, columns) != onto:
        raise NotCarriedOut(f"copying {area} onto {onto} of another sheet")
    return onto, rows, columns


def _ruled(sheet: Worksheet) -> list[Area]:
    return [area_of(one.coord) for entry in sheet.conditional_formatting for one in entry.sqref.ranges]


def _copy_cells(
    book: OpenBook,
    source: Worksheet,
    target: Worksheet,
    area: Area,
    copies: list[Tile],
    *,
    values: bool,
    formats: bool,
) -> None:
    # What stands in the source is fixed first: the copies may lie over it.
    held: dict[Place, Any] = {
        (cell.row, cell.column): (cell.value, cell.data_type, copy(getattr(cell, _STYLE)))
        for cell in cells(source, area)
    }
    for tile, rows, columns in copies:
        for cell in cells(target, tile):
            origin = (cell.row - rows, cell.column - columns)
            value, data_type, style = held[origin]
            if formats:
                setattr(cell, _STYLE, copy(style))
            if values:
                if data_type == "f":
                    value = translated(value, origin, (cell.row, cell.column))
                cell.value = value
                cell.data_type = data_type


def range_merge(book: OpenBook, action: Action) -> None:
    if action.args[0]:
        raise NotCarriedOut("merging each row by itself")
    sheet, area = book.sheet(action), action.where
    if any(overlap(area, area_of(table.ref)) for table in sheet.tables.values()):
        raise RefusedByExcel(f"{sheet.title}!{area}: cells of a table cannot be merged")
    sheet.merge_cells(str(area))


def range_unmerge(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    for merged in list(sheet.merged_cells.ranges):
        if overlap(area_of(merged.coord), action.where):
            sheet.unmerge_cells(merged.coord)


def add_hyperlink(book: OpenBook, action: Action) -> None:
    target, text, tip = action.args
    cell = book.sheet(action)[address(action.where.first_row, action.where.first_column)]
    put(book, cell, text)
    cell.hyperlink = target
    if target.startswith("#"):
        cell.hyperlink.target, cell.hyperlink.location = None, target[1:]
    cell.hyperlink.tooltip = tip


CELLS: dict[str, Callable[[OpenBook, Action], None]] = {
    "setValues": set_values,
    "setFormula": set_formula,
    "rangeClearContents": range_clear_contents,
    "rangeClearFormats": range_clear_formats,
    "rangeClear": range_clear,
    "sheetClearContents": sheet_clear_contents,
    "sheetClearFormats": sheet_clear_formats,
    "sheetClear": sheet_clear,
    "rangeAutofill": range_autofill,
    "copyRange": copy_range,
    "copyFromRange": copy_from_range,
    "rangeMerge": range_merge,
    "rangeUnmerge": range_unmerge,
    "addHyperlink": add_hyperlink,
}
