"""Excel tables, in the stand-in for Excel on the web: made, named, resized; their heading cells name the columns."""

from __future__ import annotations

import re
from collections.abc import Callable

from openpyxl.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from tests.excel.engines.remote.parts import Action, NotCarriedOut, OpenBook, RefusedByExcel, overlap
from xlplan.workbook.grid import Area, area_of

_NAME = re.compile(r"[^\W\d][\w.]{0,254}|\\[\w.]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]|[Rr][0-9]+[Cc][0-9]+")


def take_headings(workbook: Workbook, sheet: Worksheet, area: Area) -> None:
    """Name the columns of the tables whose heading cells lie in an area after what stands in those now."""
    for table in sheet.tables.values():
        whole = area_of(table.ref)
        headings = Area(whole.first_row, whole.first_column, whole.first_row, whole.last_column)
        if table.headerRowCount != 0 and overlap(headings, area):
            _name_columns(workbook, sheet, table)


def _name_columns(workbook: Workbook, sheet: Worksheet, table: Table) -> None:
    whole = area_of(table.ref)
    before = [column.name for column in table.tableColumns]
    names: list[str] = []
    for column in range(whole.first_column, whole.last_column + 1):
        cell = sheet.cell(whole.first_row, column)
        place = f"{sheet.title}!{cell.coordinate}, a heading of the table {table.displayName}"
        if cell.data_type != "s" or not isinstance(cell.value, str):
            raise RefusedByExcel(f"{place}: {cell.value!r} is no text, Excel would put another heading there")
        if cell.value.casefold() in (name.casefold() for name in names):
            raise RefusedByExcel(f"{place}: {cell.value!r} stands there twice, Excel would add a number")
        names.append(cell.value)
    gone = [name for name in before if name not in names]
    if any(_is_named_in_formulas(workbook, table.displayName, name) for name in gone):
        raise NotCarriedOut(f"a heading of the table {table.displayName} that formulas name: {gone}")
    columns: list[TableColumn] = list(table.tableColumns)[: len(names)]
    last_id = max((column.id for column in columns), default=0)
    columns += [TableColumn(id=last_id + n, name="") for n in range(1, len(names) - len(columns) + 1)]
    for name, named in zip(names, columns, strict=True):
        # In the file a line break in a heading is written out.
        named.name = name.replace("\n", "_x000a_")
    table.tableColumns = columns


def _is_named_in_formulas(workbook: Workbook, table: str, heading: str) -> bool:
    pattern = re.compile(rf"\b{re.escape(table)}\[.*\[?{re.escape(heading)}\]", re.IGNORECASE)
    return any(
        cell.data_type == "f" and pattern.search(str(cell.value))
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
    )


def forget_cleared_tables(sheet: Worksheet, area: Area) -> None:
    """A table all of whose cells were cleared with their formats is no table any more."""
    for table in list(sheet.tables.values()):
        whole = area_of(table.ref)
        if overlap(whole, area) == whole:
            del sheet.tables[table.name]


def table_at(sheet: Worksheet, action: Action) -> Table:
    """The table that an action counts, from 0."""
    tables: list[Table] = list(sheet.tables.values())
    if not 0 <= action.args[0] < len(tables):
        raise RefusedByExcel(f"{action.func}: {sheet.title} has no table number {action.args[0] + 1}")
    return tables[int(action.args[0])]


def _refuse_name(workbook: Workbook, name: str) -> None:
    taken = [table.casefold() for sheet in workbook.worksheets for table in sheet.tables]
    taken += [defined.casefold() for defined in workbook.defined_names]
    if name.casefold() in taken:
        raise RefusedByExcel(f"a table {name}: the name is taken")
    if not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name):
        raise RefusedByExcel(f"a table cannot be called {name!r}")


def _refuse_overlap(sheet: Worksheet, area: Area, itself: Table | None) -> None:
    for other in sheet.tables.values():
        if other is not itself and overlap(area, area_of(other.ref)):
            raise RefusedByExcel(f"{sheet.title}!{area} lies over the table {other.displayName}")
    for merged in sheet.merged_cells.ranges:
        if overlap(area, area_of(merged.coord)):
            raise RefusedByExcel(f"{sheet.title}!{area} holds merged cells")


def add_table(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    source, has_headers, style, name = action.args
    area = area_of(source)
    if not has_headers:
        raise NotCarriedOut("a table without headings")
    workbook = book.workbook
    if name is None:
        ids = [table.displayName.casefold() for one in workbook.worksheets for table in one.tables.values()]
        name = next(f"Table{n}" for n in range(1, len(ids) + 2) if f"table{n}" not in ids)
    _refuse_name(workbook, name)
    _refuse_overlap(sheet, area, None)
    if area.first_row == area.last_row:
        raise NotCarriedOut("a table of headings alone")
    table = Table(displayName=name, name=name, ref=str(area))
    table.autoFilter = AutoFilter(ref=str(area))
    table.tableStyleInfo = TableStyleInfo(name=style or "TableStyleMedium2", showRowStripes=True)
    _name_columns(workbook, sheet, table)
    sheet.tables.add(table)


def resize_table(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    table, area = table_at(sheet, action), area_of(action.args[1])
    before = area_of(table.ref)
    if area.first_row != before.first_row or not overlap(area, before) or area.last_row == area.first_row:
        raise RefusedByExcel(
            f"the table {table.displayName} from {before} to {area}: its headings stay in their row"
        )
    if area.first_column != before.first_column or table.totalsRowCount:
        raise NotCarriedOut(f"the table {table.displayName} from {before} to {area}")
    _refuse_overlap(sheet, area, table)
    table.ref = str(area)
    if table.autoFilter is not None:
        table.autoFilter.ref = str(area)
    width = area.last_column - area.first_column + 1
    table.tableColumns = table.tableColumns[:width]
    _name_columns(book.workbook, sheet, table)


def set_table_name(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    table, name = table_at(sheet, action), action.args[1]
    if any(
        _is_named_in_formulas(book.workbook, table.displayName, column.name) for column in table.tableColumns
    ):
        raise NotCarriedOut(f"the table {table.displayName} that formulas name")
    if name.casefold() != table.displayName.casefold():
        _refuse_name(book.workbook, name)
    tables = list(sheet.tables.values())
    sheet.tables.clear()
    table.displayName = table.name = name
    for one in tables:
        sheet.tables.add(one)


def set_table_style(book: OpenBook, action: Action) -> None:
    table = table_at(book.sheet(action), action)
    stripes = table.tableStyleInfo.showRowStripes if table.tableStyleInfo else True
    table.tableStyleInfo = TableStyleInfo(name=action.args[1], showRowStripes=stripes)


def show_autofilter_table(book: OpenBook, action: Action) -> None:
    table = table_at(book.sheet(action), action)
    table.autoFilter = AutoFilter(ref=table.ref) if action.args[1] else None


def show_table_style_row_stripes(book: OpenBook, action: Action) -> None:
    table = table_at(book.sheet(action), action)
    table.tableStyleInfo = table.tableStyleInfo or TableStyleInfo()
    table.tableStyleInfo.showRowStripes = bool(action.args[1])


TABLES: dict[str, Callable[[OpenBook, Action], None]] = {
    "addTable": add_table,
    "resizeTable": resize_table,
    "setTableName": set_table_name,
    "setTableStyle": set_table_style,
    "showAutofilterTable": show_autofilter_table,
    "showTableStyleRowStripes": show_table_style_row_stripes,
}
