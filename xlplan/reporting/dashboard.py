"""The dashboard: one page of charts with their figures beside them, then the tables to filter. A workbook of values.

It is a new workbook with nothing of a user's in it, so openpyxl may draw the page with the charts. Nothing in it is
linked to the master: it can be sent on, and stays as it was on its day.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xlplan.layout.standard import LINE, LOCKED_FILL, QUIET
from xlplan.reporting.charts import INK, Chart
from xlplan.reporting.listings import listings
from xlplan.reporting.native_charts import FiguresPlace, native_chart
from xlplan.reporting.position import Position
from xlplan.reporting.position_in_words import in_words, short_words
from xlplan.reporting.report_tables import key_figures
from xlplan.reporting.seal import sealed
from xlplan.values.text import drop_control_characters, written_day
from xlplan.workbook.file import FileBook

_CHART_COLUMNS, _FIGURES_COLUMN = 6, 8
_LINE_LENGTH, _TITLE_LENGTH = 118, 66
_A4 = 9
_NAME = Path("dashboard.xlsx")
"""What it is called, should something be wrong with it."""

PageValue = str | int | None


def dashboard(position: Position, charts: Sequence[Chart], colours: Mapping[str, str]) -> bytes:
    """The dashboard of a position, as the bytes of an .xlsx.

    Args:
        position: how the plan stands.
        charts: its charts.
        colours: RAG word -> colour.
    """
    book = Workbook()
    book.properties.title = drop_control_characters(f"{position.title}: dashboard, {position.period}")
    book.properties.creator = "xlplan"
    book.properties.created = book.properties.modified = dt.datetime.combine(position.today, dt.time())
    # the font of cells without a style, for which openpyxl has no setting
    vars(book)["_fonts"] = IndexedList([_font(11)])
    for style in _styles():
        book.add_named_style(style)
    page = book.active
    assert isinstance(page, Worksheet)  # a new workbook has one
    _draw_page(page, position, charts)
    written = io.BytesIO()
    book.save(written)
    whole = FileBook.of(written.getvalue(), _NAME)
    for sheet in listings(position, colours):
        whole.put_sheet(sheet)
    return sealed(whole.checked(_NAME))


class _Font(Font):
    """A font whose parts are written in the order of the schema (ECMA-376 18.8.22), which openpyxl's are not."""

    __elements__ = (
        *(
            "b",
            "i",
            "strike",
            "condense",
            "extend",
            "outline",
            "shadow",
            "u",
            "vertAlign",
            "sz",
            "color",
            "name",
        ),
        *("family", "charset", "scheme"),
    )
    __attrs__ = Font.__attrs__
    __nested__ = Font.__nested__


def _draw_page(sheet: Worksheet, position: Position, charts: Sequence[Chart]) -> None:
    """The page to print: title, the position in words, seven numbers, then chart and figures side by side."""
    sheet.title = "Dashboard"
    sheet.sheet_view.showGridLines = False
    for column in range(1, _CHART_COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 9.4
    sheet.column_dimensions["G"].width = 1.5
    sheet.column_dimensions["H"].width = 25
    widest = max((len(chart.series) for chart in charts), default=1)
    for column in range(_FIGURES_COLUMN + 1, _FIGURES_COLUMN + 1 + widest):
        sheet.column_dimensions[get_column_letter(column)].width = 5
    last_column = _FIGURES_COLUMN + widest
    for row, line in enumerate(
        textwrap.wrap(position.title, _TITLE_LENGTH, max_lines=2, placeholder=" …"), start=1
    ):
        _put(sheet, row, 1, line, "title")
    says = f"Position in {position.period}, on {written_day(position.today)}. {short_words(position)}."
    row += 1
    _put(sheet, row, 1, f"{position.council}. {says}" if position.council else says, "quiet")
    row += 2
    for paragraph in in_words(position):
        for line in textwrap.wrap(paragraph, _LINE_LENGTH):
            _put(sheet, row, 1, line, "line")
            row += 1
    row = _draw_numbers(sheet, row + 1, position) + 1
    for chart in charts:
        row = _draw_band(sheet, row, chart) + 1
    _print_setup(sheet, f"A1:{get_column_letter(last_column)}{row - 1}", position)


def _draw_numbers(sheet: Worksheet, row: int, position: Position) -> int:
    """The key figures, each with its name above and the period before below; the next free row."""
    figures = key_figures(position)
    for column, one in zip([*range(1, len(figures)), _FIGURES_COLUMN], figures, strict=True):
        _put(sheet, row, column, one.name, "tile name")
        _put(sheet, row + 1, column, one.number, "tile number")
        _put(sheet, row + 2, column, one.note or None, "tile note")
    sheet.row_dimensions[row + 1].height = 27
    return row + 3


def _draw_band(sheet: Worksheet, row: int, chart: Chart) -> int:
    """A chart, and its figures as a table beside it; the next free row."""
    _put(sheet, row, _FIGURES_COLUMN, chart.of, "figures heading")
    for column, one in enumerate(chart.series, start=_FIGURES_COLUMN + 1):
        _put(sheet, row, column, one.name, "figures heading turned")
    sheet.row_dimensions[row].height = 62
    for number, category in enumerate(chart.categories):
        at = row + 1 + number
        _put(sheet, at, _FIGURES_COLUMN, category, "figures name")
        for column, one in enumerate(chart.series, start=_FIGURES_COLUMN + 1):
            _put(sheet, at, column, one.values[number], "figures")
    last = row + max(len(chart.categories), 7)
    for at in range(row + 1, last + 1):
        sheet.row_dimensions[at].height = 13.5
    _mark_table(sheet, chart, row)
    drawn = native_chart(chart, FiguresPlace(sheet.title, row, _FIGURES_COLUMN))
    drawn.anchor = _Described(chart, row - 1, last)  # type: ignore[assignment]  # the stubs know its first form alone
    sheet.add_chart(drawn)
    sheet.row_dimensions[last + 1].height = 6
    return last + 1


class _Described(TwoCellAnchor):
    """A chart's place from column A on, which gives its frame the text alternative that openpyxl has no way to give."""

    __elements__ = TwoCellAnchor.__elements__
    __attrs__ = TwoCellAnchor.__attrs__

    def __init__(self, chart: Chart, first_row: int, last_row: int) -> None:
        super().__init__(
            editAs="oneCell",
            _from=AnchorMarker(col=0, row=first_row),
            to=AnchorMarker(col=_CHART_COLUMNS, row=last_row),
        )
        self._says = chart

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "graphicFrame" and value is not None:
            frame = value.nvGraphicFramePr.cNvPr  # type: ignore[attr-defined]
            frame.descr = drop_control_characters(self._says.says)
            frame.title = drop_control_characters(self._says.title)


def _mark_table(sheet: Worksheet, chart: Chart, row: int) -> None:
    """Mark the figures up as a table, without buttons to filter it by."""
    headings = (chart.of, *(one.name for one in chart.series))
    first, last = get_column_letter(_FIGURES_COLUMN), get_column_letter(_FIGURES_COLUMN + len(chart.series))
    area = f"{first}{row}:{last}{row + len(chart.categories)}"
    table = Table(displayName=chart.name.title().replace(" ", ""), ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table.tableColumns = [
        TableColumn(id=number, name=heading) for number, heading in enumerate(headings, start=1)
    ]
    sheet.add_table(table)


def _print_setup(sheet: Worksheet, area: str, position: Position) -> None:
    sheet.print_area = area
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "portrait", _A4, 1, 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom, margins.footer = 0.5, 0.6, 0.3
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=_footer(f"{position.title}, {position.period}"), size=8),
        right=_HeaderFooterPart(text="Page &P of &N", size=8),
    )


def _footer(text: str) -> str:
    """A text for a footer, where & begins a code."""
    return drop_control_characters(text)[:120].replace("&", "&&")


def _put(sheet: Worksheet, row: int, column: int, value: PageValue, style: str) -> None:
    """A value in its style. A text that begins with = is a text."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged here
    cell.value = drop_control_characters(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.style = style


def _font(size: float, colour: str = INK, *, bold: bool = False) -> Font:
    return _Font(name="Calibri", size=size, color=colour, bold=bold)


def _styles() -> list[NamedStyle]:
    under = Border(bottom=Side(style="thin", color=LINE))

    def style(
        name: str,
        font: Font,
        horizontal: Literal["left", "center"] = "left",
        *,
        border: Border | None = None,
        fill: str = "",
        turned: int = 0,
    ) -> NamedStyle:
        vertical: Literal["bottom", "center"] = "bottom" if "heading" in name else "center"
        alignment = Alignment(horizontal=horizontal, vertical=vertical, text_rotation=turned)
        made = NamedStyle(name=name, font=font, alignment=alignment, number_format="#,##0")
        if border:
            made.border = border
        if fill:
            made.fill = PatternFill("solid", fgColor=fill)
        return made

    return [
        style("title", _font(16, bold=True)),
        style("quiet", _font(10, QUIET)),
        style("line", _font(10)),
        style("tile name", _font(9, QUIET), "center", fill=LOCKED_FILL),
        style("tile number", _font(20, bold=True), "center", fill=LOCKED_FILL),
        style("tile note", _font(8, QUIET), "center", fill=LOCKED_FILL),
        style("figures heading", _font(9, bold=True), border=under),
        style("figures heading turned", _font(9, bold=True), "center", border=under, turned=90),
        style("figures name", _font(9), border=under),
        style("figures", _font(9), "center", border=under),
    ]
