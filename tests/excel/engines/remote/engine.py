"""Excel on the web for the tests: a workbook file as xlwings gets it from a browser, and what it asks for carried out.

xlwings' remote engine is free for tests such as these (PolyForm Noncommercial); the product itself does not use it.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from tests.excel.engines.remote.cells import CELLS
from tests.excel.engines.remote.looks import LOOKS
from tests.excel.engines.remote.parts import NotCarriedOut, OpenBook, RefusedByExcel, action_of
from tests.excel.engines.remote.rules import RULES
from tests.excel.engines.remote.sheets import SHEETS
from tests.excel.engines.remote.tables import TABLES
from xlplan.workbook.grid import Area, area_of

os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")  # read when xlwings is imported

import xlwings as xw

_ACTIONS = {**CELLS, **LOOKS, **RULES, **SHEETS, **TABLES}
# openpyxl has no public lists of these.
_PICTURES, _CHARTS = "_images", "_charts"
_CHART_KINDS = {
    "BarChart": "ColumnClustered",
    "LineChart": "Line",
    "PieChart": "Pie",
    "ScatterChart": "XYScatter",
}
_VISIBILITY = {"visible": "Visible", "hidden": "Hidden", "veryHidden": "VeryHidden"}
_DAY_NOUGHT = dt.datetime(1899, 12, 30)


def payload(path: Path, name: str | None = None) -> dict[str, Any]:
    """What xlwings' client in the browser sends of a workbook.

    Args:
        path: an .xlsx or .xlsm whose formulas have been calculated.
        name: the workbook's name as Excel shows it; the file's when not given.
    """
    workbook = openpyxl.load_workbook(path, data_only=True)
    if workbook.chartsheets:
        raise NotCarriedOut("a workbook with chart sheets")
    selection = workbook.active.sheet_view.selection if isinstance(workbook.active, Worksheet) else []
    return {
        "client": "Office.js",
        "version": xw.__version__,
        "book": {
            "name": name or path.name,
            "active_sheet_index": workbook.index(workbook.active) if workbook.active else 0,
            "selection": str(selection[0].sqref).split(" ")[0] if selection else "A1",
            "calculation": "Automatic",
        },
        "names": _names(workbook),
        "sheets": [_sheet(sheet) for sheet in workbook.worksheets],
    }


def _names(workbook: Workbook) -> list[dict[str, Any]]:
    found = [_name(workbook, name, None) for name in workbook.defined_names.values()]
    for sheet in workbook.worksheets:
        found += [_name(workbook, name, sheet) for name in sheet.defined_names.values()]
    return [name for name in found if name is not None]


def _name(workbook: Workbook, name: DefinedName, scope: Worksheet | None) -> dict[str, Any] | None:
    # The client sends names of ranges only; one of several ranges has no address.
    destinations = list(name.destinations)
    if not destinations:
        return None
    sheet, cells = destinations[0]
    is_one = len(destinations) == 1 and sheet in workbook.sheetnames
    return {
        "name": name.name,
        "sheet_index": workbook.sheetnames.index(sheet) if is_one else None,
        "address": cells.replace("$", "") if is_one else None,
        "refers_to": f"={name.attr_text}",
        "scope_sheet_name": scope.title if scope else None,
        "scope_sheet_index": workbook.sheetnames.index(scope.title) if scope else None,
        "book_scope": scope is None,
    }


def _sheet(sheet: Worksheet) -> dict[str, Any]:
    used = _used(sheet)
    last_row, last_column = (used.last_row, used.last_column) if used else (1, 1)
    rows = sheet.iter_rows(1, last_row, 1, last_column, values_only=True)
    pictures = [
        {
            "name": f"Picture {n}",
            "width": p.width,
            "height": p.height,
            "left": 0,
            "top": 0,
            "lock_aspect_ratio": True,
        }
        for n, p in enumerate(getattr(sheet, _PICTURES), 1)
    ]
    return {
        "name": sheet.title,
        "visibility": _VISIBILITY[sheet.sheet_state],
        "print_area": _print_area(sheet),
        "notes": [{"address": c.coordinate} for row in sheet.iter_rows() for c in row if c.comment],
        "used_range_address": str(used) if used else None,
        "used_range_row_count": used.last_row - used.first_row + 1 if used else None,
        "used_range_column_count": used.last_column - used.first_column + 1 if used else None,
        "values": [[_sent(value) for value in row] for row in rows],
        "pictures": pictures,
        "shapes": [
            {**{k: v for k, v in p.items() if k != "lock_aspect_ratio"}, "type": "Image"} for p in pictures
        ],
        "charts": [
            {
                "name": f"Chart {n}",
                "chart_type": _CHART_KINDS.get(type(chart).__name__, "ColumnClustered"),
                "left": 0,
                "top": 0,
                "width": chart.width,
                "height": chart.height,
            }
            for n, chart in enumerate(getattr(sheet, _CHARTS), 1)
        ],
        "tables": [_table(table) for table in sheet.tables.values()],
        "pivot_tables": [],
        "show_gridlines": sheet.sheet_view.showGridLines is not False,
    }


def _used(sheet: Worksheet) -> Area | None:
    # Cells with a look and no value are not sent.
    filled = [
        (row, column)
        for row, values in enumerate(sheet.iter_rows(1, values_only=True), 1)
        for column, value in enumerate(values, 1)
        if value is not None
    ]
    if not filled:
        return None
    rows, columns = zip(*filled, strict=True)
    return Area(min(rows), min(columns), max(rows), max(columns))


def _sent(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.timedelta):
        value = _DAY_NOUGHT + value
    elif isinstance(value, dt.time):
        value = dt.datetime.combine(_DAY_NOUGHT, value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds") + "Z"
    if isinstance(value, dt.date):
        return f"{value.isoformat()}T00:00:00.000Z"
    return value


def _print_area(sheet: Worksheet) -> str | None:
    areas = [part.rpartition("!")[2].replace("$", "") for part in (sheet.print_area or "").split(",")]
    return ",".join(areas) or None


def _table(table: Table) -> dict[str, Any]:
    whole = area_of(table.ref)
    has_headers, has_totals = table.headerRowCount != 0, bool(table.totalsRowCount)
    first, last = whole.first_row + has_headers, whole.last_row - has_totals
    style = table.tableStyleInfo

    def rows(first_row: int, last_row: int) -> str:
        return str(Area(first_row, whole.first_column, last_row, whole.last_column))

    return {
        "name": table.displayName,
        "range_address": table.ref,
        "row_count": whole.last_row - whole.first_row + 1,
        "column_count": whole.last_column - whole.first_column + 1,
        "columns": [column.name.replace("_x000a_", "\n") for column in table.tableColumns],
        "header_row_range_address": rows(whole.first_row, whole.first_row) if has_headers else None,
        "data_body_range_address": rows(first, last),
        "total_row_range_address": rows(whole.last_row, whole.last_row) if has_totals else None,
        "show_headers": has_headers,
        "show_totals": has_totals,
        "table_style": (style.name or "") if style else "",
        "show_autofilter": table.autoFilter is not None,
        "show_table_style_first_column": bool(style and style.showFirstColumn),
        "show_table_style_last_column": bool(style and style.showLastColumn),
        "show_table_style_row_stripes": bool(style and style.showRowStripes),
        "show_table_style_column_stripes": bool(style and style.showColumnStripes),
    }


def remote_book(path: Path, name: str | None = None) -> xw.Book:
    """The workbook as a button's function gets it when Excel on the web calls.

    Args:
        path: an .xlsx or .xlsm whose formulas have been calculated.
        name: the workbook's name as Excel shows it; the file's when not given.
    """
    if "remote" not in [engine.name for engine in xw.engines]:
        # xlwings was imported without the key by somebody else before.
        from xlwings.pro import _xlremote

        xw.engines.add(xw.Engine(impl=_xlremote.engine))
    return xw.Book(json=payload(path, name))


def applied(book: xw.Book, path: Path, target: Path) -> list[str]:
    """Carry out what was asked of a workbook, as Excel would.

    Args:
        book: from `remote_book`, after the code to be tested has worked on it.
        path: the file that it was made from; not changed.
        target: where the changed workbook is saved. Its formulas have not been calculated.

    Returns:
        The texts of the boxes shown, in their order.

    Raises:
        RefusedByExcel: Excel would refuse an action, or do something else in silence.
        NotCarriedOut: the stand-in does not know an action, or not in this form.
    """
    is_macro = path.suffix == ".xlsm"
    open_book = OpenBook(openpyxl.load_workbook(path, keep_vba=is_macro))
    for entry in book.json()["actions"]:
        action = action_of(entry)
        if action.func not in _ACTIONS:
            raise NotCarriedOut(f"{action.func} {action.args}")
        _ACTIONS[action.func](open_book, action)
    open_book.workbook.save(target)
    return open_book.alerts


__all__ = ["NotCarriedOut", "RefusedByExcel", "applied", "payload", "remote_book"]
