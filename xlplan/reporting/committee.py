"""The committee report: a Word template, ours or the council's own, with its fields filled in.

A field is {{ its name }}. Some are a few words and may be in any sentence, header or footer; others are whole
paragraphs, charts or tables, and are in a paragraph of their own.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from openpyxl import Workbook

from xlplan.errors import UnknownField, UnreadableTemplate
from xlplan.reporting.charts import Chart, ink_on
from xlplan.reporting.fields import FIELD, field_named
from xlplan.reporting.native_charts import FiguresPlace, chart_part, native_chart
from xlplan.reporting.position import NO_OWNER, ActionPosition, Position
from xlplan.reporting.position_in_words import (
    action_in_words,
    exceptions_in_words,
    in_words,
    returned_in_words,
    short_words,
    to_look_at,
)
from xlplan.reporting.report_tables import (
    ALL_REPORTED,
    ALL_THEMES,
    NOT_REPORTED_HEADINGS,
    NOTHING_REPORTED,
    due_lines,
    exception_headings,
    not_reported_caption,
    not_reported_rows,
    rag_lines,
    theme_headings,
    theme_rows,
)
from xlplan.reporting.seal import save_sealed
from xlplan.reporting.word_markup import (
    TableCell,
    WordChart,
    WordTable,
    cell,
    charts_in_a_line,
    paragraph,
    table,
)
from xlplan.values.text import drop_control_characters, written_day

_CENTIMETRE = 567
"""In twentieths of a point, as Word measures pages."""
_WIDEST = 27.0
_FIGURES = "Figures"
_TABLE_TEXT = "Report table"
"""The style of the paragraphs in tables; a template can have its own of that name."""

FieldBlock = Callable[[float], list[str]]
"""What a field of its own paragraph becomes, as markup, in a text of that width in centimetres."""


def committee_report(
    position: Position, charts: Sequence[Chart], colours: Mapping[str, str], template: Path
) -> bytes:
    """The report of a position, as the bytes of a .docx.

    Args:
        position: how the plan stands.
        charts: its charts.
        colours: RAG word -> colour.
        template: the Word document with fields to fill in.

    Raises:
        UnreadableTemplate: the template is no Word document.
        UnknownField: it has a field that does not exist, or one that wants a paragraph of its own is in another.
    """
    told = str(template)
    document = _opened(template, told)
    words = text_fields(position)
    blocks = _blocks(position, charts, colours, document)
    own = [(element, name) for element in document.element.body if (name := _own_field(element, blocks))]
    for part in _parts(document):
        for element in list(part.iter(qn("w:p"))):
            if all(element is not known for known, _ in own):
                _fill(element, words, blocks, told)
    for element, name in own:  # last, so that no text of an officer is taken for a field
        for markup in blocks[name](_text_width(document, element)):
            element.addprevious(parse_xml(markup))
        _take_away(element)
    properties = document.core_properties
    properties.title = drop_control_characters(f"{position.title}: {position.period}")[:255]
    properties.created = properties.modified = dt.datetime.combine(position.today, dt.time())
    package = document.part.package
    assert package is not None  # an open document has one
    return save_sealed(package)


def text_fields(position: Position) -> dict[str, str]:
    """The fields of a few words: field name -> what goes there."""
    now = position.now
    return {
        "title": " ".join(position.title.split()),
        "council": position.council,
        "period": position.period,
        "period before": position.before,
        "date": written_day(position.today),
        "summary": short_words(position),
        "actions": f"{now.actions:,}",
        **{word.lower(): f"{number:,}" for word, number in now.shown.items()},
        "overdue": f"{now.overdue:,}",
        "slipped": f"{now.slipped:,}",
        "worse": f"{now.worse:,}",
        "better": f"{now.better:,}",
        "exceptions counted": f"{now.exceptions:,}",
    }


BLOCK_FIELDS = ("position", "charts", "exceptions", "themes", "not reported")
"""The fields that are in a paragraph of their own."""


def _blocks(
    position: Position, charts: Sequence[Chart], colours: Mapping[str, str], document: Document
) -> dict[str, FieldBlock]:
    style = _table_style(document)
    return {
        "position": lambda _: [paragraph(text) for text in in_words(position)],
        "charts": lambda width: _charts(charts, document, width),
        "exceptions": lambda width: _exceptions(position, colours, width, style),
        "themes": lambda width: [table(_themes(position, width), style)],
        "not reported": lambda width: _not_reported(position, width, style),
    }


def _table_style(document: Document) -> str:
    """The id of the style of text in tables: the template's own of that name, else a new one."""
    known = [style for style in document.styles if style.name == _TABLE_TEXT]
    style = known[0] if known else document.styles.add_style(_TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    if not known and isinstance(style, ParagraphStyle):
        style.font.size = Pt(9)
        spaces = style.paragraph_format
        spaces.space_before = spaces.space_after = Pt(1)
        spaces.line_spacing = 1.0
    return str(style.style_id)


def _opened(template: Path, told: str) -> Document:
    try:
        return docx.Document(str(template))
    except PackageNotFoundError as error:
        raise UnreadableTemplate(
            "there is no such Word document", "Name a .docx with fields, such as our own", file=told
        ) from error
    except Exception as error:  # whatever a damaged file does to python-docx
        raise UnreadableTemplate(
            "it is no Word document (.docx), or it is damaged", "Open it in Word, save it as .docx", file=told
        ) from error


def _parts(document: Document) -> Iterator[Any]:
    """The body, and each header and footer."""
    yield document.element.body
    for relation in document.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            yield relation.target_part.element


def _texts(element: Any) -> list[Any]:
    """The pieces of a paragraph's own text: Word cuts a text wherever it has checked the spelling."""
    found: list[Any] = element.xpath(
        "./w:r/w:t | ./w:hyperlink/w:r/w:t | ./w:ins/w:r/w:t | ./w:smartTag/w:r/w:t"
    )
    return found


def _own_field(element: Any, blocks: Mapping[str, FieldBlock]) -> str:
    """The block field that is all of a paragraph; "" when it is none."""
    if element.tag != qn("w:p"):
        return ""
    text = "".join(piece.text or "" for piece in _texts(element)).strip()
    found = FIELD.fullmatch(text)
    name = " ".join(found[1].split()).lower() if found else ""
    return name if name in blocks else ""


def _take_away(element: Any) -> None:
    """Remove a paragraph; one that ends a section stays, empty, for the section's sake."""
    if element.xpath("./w:pPr/w:sectPr"):
        for run in element.xpath("./w:r | ./w:hyperlink"):
            element.remove(run)
    else:
        element.getparent().remove(element)


def _fill(element: Any, words: Mapping[str, str], blocks: Mapping[str, FieldBlock], told: str) -> None:
    """Fill in the fields of one paragraph; one that is empty after that is removed."""
    pieces = _texts(element)
    text = "".join(piece.text or "" for piece in pieces)
    found = list(FIELD.finditer(text))
    if not found:
        return
    starts = [len("".join(piece.text or "" for piece in pieces[:at])) for at in range(len(pieces))]
    for field in reversed(found):
        name = field_named(field, {*words, *blocks}, told)
        if name not in words:
            raise UnknownField(
                f"the field {{{{ {name} }}}} stands in a sentence or a table",
                "Put it into a paragraph of its own: it becomes whole paragraphs or a table",
                file=told,
            )
        _replace(pieces, starts, field.start(), field.end(), drop_control_characters(words[name]))
    is_empty = not "".join(piece.text or "" for piece in pieces).strip()
    if is_empty and FIELD.sub("", text).strip() == "" and element.getparent().tag == qn("w:body"):
        _take_away(element)


def _replace(pieces: Sequence[Any], starts: Sequence[int], start: int, end: int, value: str) -> None:
    """Put a value where a field was, in the looks of the field's first letter."""
    for at in reversed(range(len(pieces))):
        text = pieces[at].text or ""
        first, last = max(start - starts[at], 0), min(end - starts[at], len(text))
        if first >= len(text) or last <= 0:
            continue
        goes_here = value if start >= starts[at] else ""
        pieces[at].text = text[:first] + goes_here + text[last:]
        pieces[at].set(qn("xml:space"), "preserve")


def _text_width(document: Document, element: Any) -> float:
    """The width in centimetres of the text in the section that a paragraph is in."""
    sections = document.element.body.xpath(".//w:sectPr")
    after = [element, *element.itersiblings()]
    own = next((found[0] for one in after if (found := _section_of(one))), sections[-1] if sections else None)
    size = own.xpath("./w:pgSz") if own is not None else []
    margins = own.xpath("./w:pgMar") if own is not None else []
    if not size or not margins:
        return 16.0
    sides = sum(int(margins[0].get(qn(f"w:{side}")) or 0) for side in ("left", "right", "gutter"))
    return min(_WIDEST, max(8.0, (int(size[0].get(qn("w:w"))) - sides) / _CENTIMETRE))


def _section_of(element: Any) -> list[Any]:
    if element.tag == qn("w:sectPr"):
        return [element]
    return element.xpath("./w:pPr/w:sectPr") if element.tag == qn("w:p") else []


def _charts(charts: Sequence[Chart], document: Document, width: float) -> list[str]:
    """Charts that stand go side by side, those that lie take the whole width."""
    standing = [chart for chart in charts if "columns" in chart.form]
    lying = [chart for chart in charts if "columns" not in chart.form]
    lines = []
    if standing:
        share = (width - 0.2) / 2 if len(standing) > 1 else min(width, 12.0)
        for at in range(0, len(standing), 2):
            lines.append(
                charts_in_a_line([_chart(one, document, share, 5.8) for one in standing[at : at + 2]])
            )
    for one in lying:
        rows = len(one.categories) * (0.46 if one.form == "bars" else 0.42)
        lines.append(charts_in_a_line([_chart(one, document, width, 2.1 + rows)]))
    return lines


def _chart(chart: Chart, document: Document, width: float, height: float) -> WordChart:
    """A chart of the document's own, with a small workbook in it so that its figures can be edited."""
    package = document.part.package
    assert package is not None  # an open document has one
    drawn = chart_part(native_chart(chart, FiguresPlace(_FIGURES, 1, 1)))
    figures = (
        b'<externalData xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1">'
        b'<autoUpdate val="0"/></externalData></chartSpace>'
    )
    part = Part(
        package.next_partname("/word/charts/chart%d.xml"),
        CONTENT_TYPE.DML_CHART,
        drawn.replace(b"</chartSpace>", figures),
        package,
    )
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    workbook = Part(
        package.next_partname("/word/embeddings/figures%d.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        _figures(chart),
        package,
    )
    part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
    number = document.part.next_id + 1_000 + len(document.part.rels)
    return WordChart(relation, number, chart.title, chart.says, width, height)


def _figures(chart: Chart) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _FIGURES
    sheet.append([chart.of, *(one.name for one in chart.series)])
    for number, category in enumerate(chart.categories):
        sheet.append([drop_control_characters(category), *(one.values[number] for one in chart.series)])
        sheet.cell(number + 2, 1).data_type = "s"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _exceptions(position: Position, colours: Mapping[str, str], width: float, style: str) -> list[str]:
    found = to_look_at(position)
    says = exceptions_in_words(position)
    if not found:
        return [paragraph(says)]
    made = WordTable(
        name=f"Exceptions in {position.period}",
        says="One row an action that is red, overdue, slipped or worse: its owner, dates, RAG and progress.",
        headings=exception_headings(position),
        widths=_widths(width, (1.5, 6.2, 2.8, 3.3, 2.5, 8.4)),
        rows=[_exception(one, colours) for one in found],
    )
    return [paragraph(says, keep_with_next=True), table(made, style), paragraph("")]


def _exception(one: ActionPosition, colours: Mapping[str, str]) -> tuple[TableCell, ...]:
    fill = colours.get(one.word, "")
    return (
        cell(one.ref or one.id),
        cell(action_in_words(one)),
        cell(one.owner or NO_OWNER),
        TableCell(tuple(due_lines(one))),
        TableCell(tuple(rag_lines(one)), fill, ink_on(fill) if fill else "", centred=True),
        cell(one.progress or NOTHING_REPORTED),
    )


def _themes(position: Position, width: float) -> WordTable:
    headings = theme_headings(position)
    numbers = len(headings) - 1
    return WordTable(
        name=f"The plan by theme in {position.period}",
        says="One row a theme: its actions, by RAG word, and how many are overdue, slipped and worse.",
        headings=headings,
        widths=_widths(width, (max(4.0, width - numbers * 1.8), *[1.8] * numbers)),
        rows=[_theme(name, numbers) for name, numbers in theme_rows(position)],
    )


def _theme(name: str, numbers: Sequence[int]) -> tuple[TableCell, ...]:
    bold = name == ALL_THEMES
    return (cell(name, bold=bold), *(cell(f"{number:,}", bold=bold, centred=True) for number in numbers))


def _not_reported(position: Position, width: float, style: str) -> list[str]:
    parts = [paragraph(text) for text in (returned_in_words(position),) if text]
    rows = not_reported_rows(position)
    if not rows:
        return [*parts, paragraph(ALL_REPORTED)]
    made = WordTable(
        name=f"Not reported in {position.period}",
        says="One row an owner: how many of their actions have no RAG word, and which.",
        headings=NOT_REPORTED_HEADINGS,
        widths=_widths(width, (5.0, 1.9, 15.0)),
        rows=[(cell(name), cell(f"{number:,}", centred=True), cell(refs)) for name, number, refs in rows],
    )
    caption = paragraph(not_reported_caption(position), keep_with_next=True)
    return [*parts, caption, table(made, style), paragraph("")]


def _widths(width: float, shares: Sequence[float]) -> list[float]:
    whole = sum(shares)
    return [width * share / whole for share in shares]
