"""Paragraphs, tables and charts as WordprocessingML: text in, markup out. Whatever is in a text is text.

Long tables are written here as markup, for python-docx needs minutes for a table of thousands of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from xlplan.layout.standard import HEADING_FILL, LINE, QUIET
from xlplan.reporting.report_tables import TextLine
from xlplan.values.text import drop_control_characters

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_TWIPS, _EMU = 567, 360_000
"""A centimetre."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its lines, and its fill where it has one."""

    lines: tuple[TextLine, ...] = ()
    fill: str = ""
    ink: str = ""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: its headings repeat on each page, and no row is torn apart between two."""

    name: str
    says: str
    """What it holds, in words: its text alternative."""
    headings: Sequence[str]
    widths: Sequence[float]
    """In centimetres."""
    rows: Sequence[Sequence[TableCell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WordChart:
    """A chart in its place in a line of text."""

    relation: str
    """The id of the relation that leads to the chart."""
    number: int
    """Unique among the drawings of the document."""
    name: str
    says: str
    width: float
    height: float
    """In centimetres."""


def cell(text: str, *, bold: bool = False, centred: bool = False) -> TableCell:
    """A cell with a text; its line ends stay."""
    return TableCell(tuple(TextLine(line, bold=bold) for line in text.split("\n")), centred=centred)


def paragraph(text: str, *, keep_with_next: bool = False) -> str:
    """A paragraph.

    Args:
        text: its text; line ends become line breaks.
        keep_with_next: True when it may not be last on a page.
    """
    looks = "<w:pPr><w:keepNext/></w:pPr>" if keep_with_next else ""
    return f"<w:p {_NAMESPACES}>{looks}<w:r>{_text(text)}</w:r></w:p>"


def charts_in_a_line(charts: Sequence[WordChart]) -> str:
    """A paragraph with charts side by side."""
    return f"<w:p {_NAMESPACES}>{''.join(map(_drawing, charts))}</w:p>"


def table(made: WordTable, style: str) -> str:
    """A table, its lines and fills written on it: a council's own template need not have a style for it.

    Args:
        made: what is in it.
        style: the id of the style of its paragraphs.
    """
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in made.widths)
    headings = "".join(
        _cell(
            TableCell((TextLine(heading, bold=True),), HEADING_FILL, centred=number > 0 and width < 2),
            width,
            style,
        )
        for number, (heading, width) in enumerate(zip(made.headings, made.widths, strict=True))
    )
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        f"{''.join(_cell(one, width, style) for one, width in zip(row, made.widths, strict=True))}</w:tr>"
        for row in made.rows
    )
    return (
        f"<w:tbl {_NAMESPACES}><w:tblPr>"
        f'<w:tblW w:w="{_twips(sum(made.widths))}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        '</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(drop_control_characters(made.name))}/>"
        f"<w:tblDescription w:val={quoteattr(drop_control_characters(made.says))}/>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{headings}</w:tr>{rows}</w:tbl>"
    )


def _cell(made: TableCell, width: float, style: str) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{made.fill}"/>' if made.fill else ""
    lines = "".join(_line(line, made, style) for line in made.lines or (TextLine(""),))
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{fill}</w:tcPr>{lines}</w:tc>'


def _line(line: TextLine, made: TableCell, style: str) -> str:
    centred = '<w:jc w:val="center"/>' if made.centred else ""
    colour = made.ink or (QUIET if line.quiet and not made.fill else "")
    looks = ("<w:b/>" if line.bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{centred}</w:pPr>'
        f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{_text(line.text)}</w:r></w:p>"
    )


def _drawing(chart: WordChart) -> str:
    name, says = (
        quoteattr(drop_control_characters(chart.name)),
        quoteattr(drop_control_characters(chart.says)),
    )
    width, height = round(chart.width * _EMU), round(chart.height * _EMU)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{chart.number}" name={name} descr={says}/>'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{chart.relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def _text(text: str) -> str:
    lines = drop_control_characters(text).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def _twips(centimetres: float) -> int:
    return round(centimetres * _TWIPS)
