"""Charts as Excel and Word draw them themselves: a person can restyle them, and edit their figures.

openpyxl writes the cells that a chart points to, but not the figures as they were; without those a preview, or Word,
shows an empty frame. So each series gets its cache here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.chart import BarChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumFmt,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series as NativeSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.xml.functions import tostring

from xlplan.layout.standard import LINE
from xlplan.reporting.charts import INK, Chart, Form, Series

_GROUPING: dict[Form, Literal["percentStacked", "clustered", "stacked"]] = {
    "share columns": "percentStacked",
    "stacked columns": "stacked",
    "stacked bars": "stacked",
    "bars": "clustered",
}
_FONT = Font(typeface="Calibri")
_EDGE = "FFFFFF"
_NOTHING_ELSE = dict.fromkeys(
    ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"), False
)
"""What a label beside a bar could show besides its figure."""


@dataclass(frozen=True, slots=True)
class FiguresPlace:
    """Where a chart's table of figures is: the cell of its first heading."""

    sheet: str
    row: int
    column: int

    def cells(self, column: int, first: int, last: int) -> str:
        """The formula of cells in one column of the table; rows count from the heading, which is 0."""
        letter = get_column_letter(self.column + column)
        begins, ends = f"${letter}${self.row + first}", f"${letter}${self.row + last}"
        return f"{quote_sheetname(self.sheet)}!{begins}" + (f":{ends}" if last > first else "")


def native_chart(chart: Chart, place: FiguresPlace) -> BarChart:
    """A chart over the table of figures that is at a place, with the figures cached in it.

    Args:
        chart: what to draw.
        place: where its figures are: the categories in the first column, then a column a series.
    """
    drawn = BarChart()
    drawn.type = "bar" if chart.form in ("bars", "stacked bars") else "col"
    drawn.grouping = _GROUPING[chart.form]
    drawn.overlap = -10 if chart.form == "bars" else 100
    drawn.gapWidth = 45
    drawn.varyColors = False
    drawn.title = _title(chart.title)
    drawn.legend = Legend()
    drawn.legend.position = "b"
    drawn.legend.txPr = _text(800, INK)
    drawn.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    drawn.roundedCorners = False
    drawn.series = [_series(chart, one, number, place) for number, one in enumerate(chart.series, start=1)]
    _draw_axes(drawn, chart)
    return drawn


def _draw_axes(drawn: BarChart, chart: Chart) -> None:
    names, numbers = drawn.x_axis, drawn.y_axis
    for axis in (names, numbers):
        axis.delete = False
        axis.title = None
        axis.txPr = _text(800, INK)
        axis.majorTickMark = "none"
    names.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    names.tickLblPos = "low"
    names.noMultiLvlLbl = True
    names.tickLblSkip = 1  # each bar has its name, however near they are
    numbers.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    numbers.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="E8EBEF")))
    numbers.numFmt = NumFmt(formatCode="0%" if chart.form == "share columns" else "#,##0", sourceLinked=False)
    numbers.scaling.min = 0
    if chart.form == "share columns":
        numbers.scaling.max = 1
    else:
        _whole_steps(numbers, chart)
    if drawn.type == "bar":
        # the first row at the top, as in the table
        names.scaling.orientation = "maxMin"
        numbers.crosses = "max"


def _whole_steps(numbers: object, chart: Chart) -> None:
    """Half an action is none: where the figures are small, the steps of the axis are whole."""
    columns = zip(*(one.values for one in chart.series), strict=True)
    highest = max((max(column) if chart.form == "bars" else sum(column)) for column in columns)
    if highest <= 5:
        numbers.majorUnit = 1  # type: ignore[attr-defined]


def _series(chart: Chart, one: Series, number: int, place: FiguresPlace) -> NativeSeries:
    rows = len(chart.categories)
    drawn = NativeSeries(
        idx=number - 1,
        order=number - 1,
        tx=SeriesLabel(strRef=StrRef(f=place.cells(number, 0, 0), strCache=_texts([one.name]))),
        cat=AxDataSource(strRef=StrRef(f=place.cells(0, 1, rows), strCache=_texts(chart.categories))),
        val=NumDataSource(numRef=NumRef(f=place.cells(number, 1, rows), numCache=_numbers(one.values))),
        invertIfNegative=False,
    )
    edge = "8A94A0" if one.colour == "FFFFFF" else _EDGE
    drawn.spPr = GraphicalProperties(solidFill=one.colour, ln=LineProperties(solidFill=edge, w=6350))
    drawn.dLbls = DataLabelList(
        dLbl=[_no_label(at) for at, value in enumerate(one.values) if not value],
        numFmt="#,##0;;",
        txPr=_text(800, INK if chart.form == "bars" else one.ink),
        dLblPos="outEnd" if chart.form == "bars" else "ctr",
        showVal=True,
        **_NOTHING_ELSE,
    )
    return drawn


def _no_label(at: int) -> DataLabel:
    """No figure on a bar of no length: it would be on its neighbour's."""
    return DataLabel(
        idx=at,
        showVal=False,
        **_NOTHING_ELSE,
    )


def _texts(texts: tuple[str, ...] | list[str]) -> StrData:
    return StrData(ptCount=len(texts), pt=[StrVal(idx=at, v=text) for at, text in enumerate(texts)])


def _numbers(values: tuple[int, ...]) -> NumData:
    points = [NumVal(idx=at, v=str(value)) for at, value in enumerate(values)]
    return NumData(formatCode="General", ptCount=len(values), pt=points)


def _title(text: str) -> Title:
    looks = CharacterProperties(sz=1000, b=True, solidFill=INK, latin=_FONT)
    run = RegularTextRun(rPr=looks, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=looks), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False, layout=Layout())


def _text(size: int, colour: str) -> RichText:
    looks = CharacterProperties(sz=size, solidFill=colour, latin=_FONT)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=looks), endParaRPr=CharacterProperties())])


def chart_part(drawn: BarChart) -> bytes:
    """A chart as the part of a document."""
    written: bytes = tostring(drawn._write())  # type: ignore[assignment, attr-defined]  # the stubs are wrong
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + written
