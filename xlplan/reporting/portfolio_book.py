"""The position over all plans as a workbook of values: a sheet of plans, of exceptions, and of who is outstanding.

It is a new workbook with nothing of a user's in it, so openpyxl may draw it.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xlplan.layout.standard import HEADER_ROW, HEADING_FILL, LINE, QUIET
from xlplan.reporting.charts import ink_on
from xlplan.reporting.portfolio import ALL, Portfolio
from xlplan.values.text import drop_control_characters, written_day
from xlplan.workbook.grid import LONGEST_TEXT

if TYPE_CHECKING:
    import pandas as pd

_THIN = Side(style="thin", color=LINE)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDTHS = {
    "Plan": 28, "Period": 12, "ID": 8, "Ref": 8, "Action": 44, "Owner": 20, "Due": 12, "Revised due": 13, "RAG": 12,
    "Before": 12, "Why": 28, "Progress": 56, "Officer": 24, "Email": 32,
}  # fmt: skip


def portfolio_book(portfolio: Portfolio, colours: Mapping[str, str]) -> bytes:
    """The workbook, as the bytes of an .xlsx.

    Args:
        portfolio: its tables.
        colours: RAG word -> colour.
    """
    book = Workbook()
    book.properties.title = "All action plans"
    book.properties.creator = "xlplan"
    book.properties.created = book.properties.modified = dt.datetime.combine(portfolio.today, dt.time())
    for style in _styles(colours):
        book.add_named_style(style)
    day = written_day(portfolio.today)
    first = book.active
    assert isinstance(first, Worksheet)  # a new workbook has one
    sheets = (
        (
            first,
            "Plans",
            portfolio.plans,
            f"How each plan stands on {day}; each action counts once among the words.",
        ),
        (
            book.create_sheet(),
            "Exceptions",
            portfolio.exceptions,
            f"Actions that are red, overdue, slipped, worse than before or not reported, on {day}.",
        ),
        (
            book.create_sheet(),
            "Outstanding",
            portfolio.outstanding,
            "Officers of whom something is wanted; Plans counts the plans that want something of the same address.",
        ),
    )
    for sheet, name, frame, says in sheets:
        sheet.title = name
        _list(sheet, f"All action plans: {name.lower()}", says, frame, colours)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _list(sheet: Worksheet, title: str, says: str, frame: pd.DataFrame, colours: Mapping[str, str]) -> None:
    """A sheet with one table to filter: title, a line on what it holds, headings in row 3."""
    _put(sheet, 1, 1, title, "title")
    _put(sheet, 2, 1, says, "quiet")
    headings = [str(heading) for heading in frame.columns]
    for column, name in enumerate(headings, start=1):
        _put(sheet, HEADER_ROW, column, name, "heading")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 10)
    coloured = {column for column, name in enumerate(headings, start=1) if name in ("RAG", "Before")}
    for row, values in enumerate(frame.itertuples(index=False), start=HEADER_ROW + 1):
        usual = "sum" if values[0] == ALL else "cell"
        for column, value in enumerate(values, start=1):
            style = f"rag {value}" if column in coloured and value in colours else usual
            _put(sheet, row, column, value, "date" if isinstance(value, dt.date) else style)
    last = HEADER_ROW + max(len(frame), 1)
    area = f"A{HEADER_ROW}:{get_column_letter(len(headings))}{last}"
    table = Table(displayName=sheet.title, ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, row: int, column: int, value: Any, style: str) -> None:
    """A value; a text that begins with = is a text, and what is nothing leaves the cell empty."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged here
    if isinstance(value, str):
        if value:
            cell.value = drop_control_characters(value)[:LONGEST_TEXT]
            cell.data_type = "s"
    elif value is not None and value == value:  # what pandas calls missing is not equal to itself
        cell.value = value.item() if hasattr(value, "item") else value
    cell.style = style


def _styles(colours: Mapping[str, str]) -> list[NamedStyle]:
    """The looks of the cells. Named once: openpyxl takes its time over each look that it is given anew."""
    top = Alignment(wrap_text=True, vertical="top")
    plain = Font(name="Calibri", size=10)
    styles = [
        NamedStyle("title", font=Font(name="Calibri", size=14, bold=True)),
        NamedStyle("quiet", font=Font(name="Calibri", size=10, color=QUIET)),
        NamedStyle(
            "heading",
            font=Font(name="Calibri", size=11, bold=True),
            fill=PatternFill("solid", fgColor=HEADING_FILL),
            border=_BOX,
            alignment=Alignment(wrap_text=True, vertical="center"),
        ),
        NamedStyle("cell", font=plain, border=_BOX, alignment=top),
        NamedStyle("date", font=plain, border=_BOX, alignment=top, number_format="dd/mm/yyyy"),
        NamedStyle("sum", font=Font(name="Calibri", size=10, bold=True), border=_BOX, alignment=top),
    ]
    styles += [
        NamedStyle(
            f"rag {word}",
            font=Font(name="Calibri", size=10, color=ink_on(fill)),
            fill=PatternFill("solid", fgColor=fill),
            border=_BOX,
            alignment=top,
        )
        for word, fill in colours.items()
    ]
    return styles
