"""The dashboard: one page of charts with their figures beside them, then the tables to filter. A workbook of values.

It is a new workbook with nothing of a user's in it, so openpyxl may draw it. Nothing in it is linked to the master:
it can be sent on, and stays as it was on its day.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xlplan.reporting.charts import INK, Chart, ink_on
from xlplan.reporting.native_charts import FiguresPlace, native_chart
from xlplan.reporting.position import Counts, Position
from xlplan.reporting.sentences import counted, in_words, reasons_in_words, share, short_words
from xlplan.values.text import printable
from xlplan.workbook.text_height import row_height

_QUIET, _LINE, _HEADING, _TILE = "5B6673", "D0D5DB", "E3E9F0", "F3F4F6"
_HEADER_ROW = 3
_SIZE = 10.0
_CHART_COLUMNS, _FIGURES_COLUMN = 6, 8
_LINE_LENGTH, _TITLE_LENGTH = 118, 66
_A4 = 9

Value = str | int | dt.date | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table to filter."""

    heading: str
    width: float
    style: str = "text"


def dashboard(position: Position, charts: Sequence[Chart], colours: Mapping[str, str]) -> bytes:
    """The dashboard of a position, as the bytes of an .xlsx.

    Args:
        position: how the plan stands.
        charts: its charts.
        colours: RAG word -> colour.
    """
    book = Workbook()
    book.properties.title = f"{position.title}: dashboard, {position.period}"
    book.properties.creator = "xlplan"
    book.properties.created = book.properties.modified = dt.datetime.combine(position.today, dt.time())
    vars(book)["_fonts"] = IndexedList(
        [_font(11)]
    )  # the font of cells without a style; there is no other way
    for style in _styles(colours):
        book.add_named_style(style)
    page = book.active
    assert isinstance(page, Worksheet)  # a new workbook has one
    _draw_page(page, position, charts)
    _list_exceptions(book.create_sheet("Exceptions"), position, colours)
    _list_counts(book.create_sheet("By theme"), "Theme", position.themes, position)
    _list_counts(book.create_sheet("By owner"), "Owner", position.owners, position)
    _list_actions(book.create_sheet("All actions"), position, colours)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


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
    says = f"Position in {position.period}, on {_day(position.today)}. {short_words(position)}."
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
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "portrait", _A4, 1, 1
    _print_setup(sheet, f"A1:{get_column_letter(last_column)}{row - 1}", position)


def _draw_numbers(sheet: Worksheet, row: int, position: Position) -> int:
    """The seven numbers, each with its name above and the period before below; the next free row."""
    now, then, returned = position.now, position.then, position.returned
    received = sum(one.state != "outstanding" for one in returned.returns)

    def before(word: str) -> str:
        return f"{then.words[word]:,} in {then.name}" if then else ""

    numbers: list[tuple[str, Value, str]] = [
        ("Actions", now.actions, ""),
        ("Complete", now.words["Complete"], before("Complete")),
        ("Red", now.words["Red"], before("Red")),
        ("Overdue", now.overdue, ""),
        ("Slipped", now.slipped, ""),
        ("Worse", now.worse, f"{now.better:,} better" if then else ""),
    ]
    for column, (name, number, below) in enumerate(numbers, start=1):
        _put(sheet, row, column, name, "tile name")
        _put(sheet, row + 1, column, number, "tile number")
        _put(sheet, row + 2, column, below or None, "tile note")
    issued = len(returned.returns)
    _put(sheet, row, _FIGURES_COLUMN, "Returns received", "tile name")
    _put(
        sheet,
        row + 1,
        _FIGURES_COLUMN,
        f"{received:,} of {issued:,}" if issued else "none issued",
        "tile number",
    )
    blank = len(returned.officers("nothing filled in"))
    _put(sheet, row + 2, _FIGURES_COLUMN, f"{blank:,} with nothing filled in" if blank else None, "tile note")
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
    _mark_table(
        sheet, chart.name, row, _FIGURES_COLUMN, len(chart.series) + 1, len(chart.categories), filters=False
    )
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
            frame.descr = printable(self._says.says)
            frame.title = printable(self._says.title)


def _list_exceptions(sheet: Worksheet, position: Position, colours: Mapping[str, str]) -> None:
    columns = (
        _Column("ID", 8, "middle"),
        _Column("Ref", 8, "middle"),
        _Column("Action", 44),
        _Column("Owner", 18),
        _Column("Due", 11, "date"),
        _Column("Revised due", 11, "date"),
        _Column("RAG", 11, "middle"),
        _Column("Before", 11, "middle"),
        _Column("Why", 26),
        _Column(f"Progress in {position.period}", 60),
    )
    rows = [
        (
            one.id,
            one.ref,
            one.action,
            one.owner,
            one.due,
            one.revised_due,
            one.counted_as,
            one.word_before,
            reasons_in_words(one),
            one.progress,
        )
        for one in position.exceptions
    ]
    says = f"{counted(len(rows), 'action')} red, overdue, slipped, worse than before or not reported"
    _list(
        sheet,
        f"Exceptions, {position.period}",
        f"{says}, on {_day(position.today)}.",
        columns,
        rows,
        position,
        colours,
    )


def _list_actions(sheet: Worksheet, position: Position, colours: Mapping[str, str]) -> None:
    columns = (
        _Column("ID", 8, "middle"),
        _Column("Ref", 8, "middle"),
        _Column("Action", 44),
        _Column("Theme", 20),
        _Column("Owner", 18),
        _Column("Timescale", 14),
        _Column("Due", 11, "date"),
        _Column("Revised due", 11, "date"),
        _Column("RAG", 11, "middle"),
        _Column("Before", 11, "middle"),
        _Column("Direction", 10, "middle"),
        _Column("Days overdue", 9, "middle"),
        _Column("Days slipped", 9, "middle"),
        _Column(f"Progress in {position.period}", 52),
    )
    rows = [
        (
            one.id,
            one.ref,
            one.action,
            one.theme,
            one.owner,
            one.timescale,
            one.due,
            one.revised_due,
            one.counted_as,
            one.word_before,
            one.direction,
            one.days_overdue or None,
            one.days_slipped or None,
            one.progress,
        )
        for one in position.actions
    ]
    says = f"{counted(len(rows), 'action')}, as they stood on {_day(position.today)}."
    _list(sheet, f"All actions, {position.period}", says, columns, rows, position, colours)


def _list_counts(sheet: Worksheet, of: str, groups: Sequence[Counts], position: Position) -> None:
    words = position.now.shown
    columns = (
        _Column(of, 40),
        *(_Column(word, 10, "middle") for word in ("Actions", *words)),
        *(_Column(name, 10, "middle") for name in _ALSO),
    )
    rows: list[Sequence[Value]] = [
        (
            one.name,
            one.actions,
            *(one.shown[word] for word in words),
            share(one.words["Complete"], one.actions),
            one.overdue,
            one.slipped,
            one.worse,
            one.better,
            one.exceptions,
        )
        for one in groups
    ]
    says = f"{counted(len(groups), of.lower())}; each action counts once."
    _list(sheet, f"{sheet.title}, {position.period}", says, columns, rows, position, {})


_ALSO = ("% complete", "Overdue", "Slipped", "Worse than before", "Better than before", "Exceptions")


def _list(
    sheet: Worksheet,
    title: str,
    says: str,
    columns: Sequence[_Column],
    rows: Sequence[Sequence[Value]],
    position: Position,
    colours: Mapping[str, str],
) -> None:
    """A sheet with one table to filter: title, a line on what it holds, headings in row 3."""
    _put(sheet, 1, 1, " ".join(f"{title}: {position.title}".split()), "title")
    _put(sheet, 2, 1, says, "quiet")
    for number, column in enumerate(columns, start=1):
        _put(sheet, _HEADER_ROW, number, column.heading, "heading")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    styles = [column.style for column in columns]
    coloured = {number for number, column in enumerate(columns) if column.heading in ("RAG", "Before")}
    for row, values in enumerate(rows, start=_HEADER_ROW + 1):
        for number, value in enumerate(values):
            style = f"rag {value}" if number in coloured and value in colours else styles[number]
            _put(sheet, row, number + 1, value, style)
        wrapped = zip(values, columns, strict=True)
        texts = [(value, column.width, _SIZE) for value, column in wrapped if isinstance(value, str)]
        sheet.row_dimensions[row].height = row_height(texts)
    _mark_table(sheet, sheet.title, _HEADER_ROW, 1, len(columns), len(rows))
    sheet.row_dimensions[_HEADER_ROW].height = 32
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", _A4, 1, 0
    last = max(len(rows), 1) + _HEADER_ROW
    _print_setup(sheet, f"A1:{get_column_letter(len(columns))}{last}", position)


def _mark_table(
    sheet: Worksheet, name: str, row: int, column: int, columns: int, rows: int, *, filters: bool = True
) -> None:
    """Mark a table up as one. Excel wants at least one row in it."""
    last_row = row + max(rows, 1)
    area = f"{get_column_letter(column)}{row}:{get_column_letter(column + columns - 1)}{last_row}"
    table = Table(displayName=name.title().replace(" ", ""), ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    headings = (str(sheet.cell(row, at).value) for at in range(column, column + columns))
    table.tableColumns = [
        TableColumn(id=number, name=heading) for number, heading in enumerate(headings, start=1)
    ]
    if filters:
        table.autoFilter = AutoFilter(ref=area)
    sheet.add_table(table)


def _print_setup(sheet: Worksheet, area: str, position: Position) -> None:
    sheet.print_area = area
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
    return printable(text)[:120].replace("&", "&&")


def _put(sheet: Worksheet, row: int, column: int, value: Value, style: str) -> None:
    """A value in its style. A text that begins with = is a text."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged here
    if isinstance(value, str):
        cell.value = printable(value)[:32_767]
        cell.data_type = "s"
    else:
        cell.value = value
    cell.style = style


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _font(size: float, colour: str = INK, *, bold: bool = False) -> Font:
    return _Font(name="Calibri", size=size, color=colour, bold=bold)


def _styles(colours: Mapping[str, str]) -> list[NamedStyle]:
    thin = Side(style="thin", color=_LINE)
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    under = Border(bottom=thin)
    wrapped = Alignment(wrap_text=True, vertical="top")
    middle = Alignment(wrap_text=True, vertical="top", horizontal="center")
    one_line = Alignment(vertical="center")

    def style(
        name: str,
        font: Font,
        alignment: Alignment,
        *,
        border: Border | None = None,
        fill: str = "",
        number_format: str = "General",
    ) -> NamedStyle:
        made = NamedStyle(name=name, font=font, alignment=alignment, number_format=number_format)
        if border:
            made.border = border
        if fill:
            made.fill = PatternFill("solid", fgColor=fill)
        return made

    small = Alignment(vertical="center", horizontal="center")
    return [
        style("title", _font(16, bold=True), one_line),
        style("quiet", _font(10, _QUIET), one_line),
        style("line", _font(10), one_line),
        style(
            "heading",
            _font(10, bold=True),
            Alignment(wrap_text=True, vertical="center"),
            border=box,
            fill=_HEADING,
        ),
        style("text", _font(10), wrapped, border=box, number_format="@"),
        style("middle", _font(10), middle, border=box),
        style("date", _font(10), middle, border=box, number_format="dd/mm/yyyy"),
        style("tile name", _font(9, _QUIET), Alignment(horizontal="center"), fill=_TILE),
        style("tile number", _font(20, bold=True), small, fill=_TILE, number_format="#,##0"),
        style("tile note", _font(8, _QUIET), Alignment(horizontal="center"), fill=_TILE),
        style("figures heading", _font(9, bold=True), Alignment(vertical="bottom"), border=under),
        style(
            "figures heading turned",
            _font(9, bold=True),
            Alignment(text_rotation=90, horizontal="center", vertical="bottom"),
            border=under,
        ),
        style("figures name", _font(9), Alignment(vertical="center"), border=under),
        style("figures", _font(9), small, border=under, number_format="#,##0"),
        *(
            style(f"rag {word}", _font(10, ink_on(fill)), middle, border=box, fill=fill)
            for word, fill in colours.items()
        ),
    ]
