"""The documents: what a Director reads must be the position, all of it, and nothing that a text brought in."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.builders import reported
from workbooks import make_report_template
from xlplan.errors import UnknownField, UnreadableTemplate
from xlplan.model import KeyEntry, Plan
from xlplan.reporting.charts import charts_of, ink_on, rag_colours
from xlplan.reporting.committee import BLOCK_FIELDS, committee_report, text_fields
from xlplan.reporting.dashboard import dashboard
from xlplan.reporting.page import page
from xlplan.reporting.position import Position, position_of
from xlplan.reporting.position_in_words import in_words
from xlplan.values.rag import COLOURS

POSITION = reported.position()
CHARTS = charts_of(POSITION, ())
COLOURED = rag_colours(())
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture
def template(repository: Path) -> Path:
    return repository / "workbooks" / "report-template.docx"


def word(position: Position, template: Path) -> docx.document.Document:
    made = committee_report(position, charts_of(position, ()), COLOURED, template)
    return docx.Document(io.BytesIO(made))


def workbook(position: Position = POSITION) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(dashboard(position, charts_of(position, ()), COLOURED)))


def rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[dict[str, object]]:
    """The rows of a listing by their headings in row 3."""
    headings = [cell.value for cell in sheet[3]]
    return [
        dict(zip(headings, values, strict=True)) for values in sheet.iter_rows(min_row=4, values_only=True)
    ]


class Html(HTMLParser):
    """The page's elements and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_word_page_and_dashboard_give_the_same_numbers(template: Path) -> None:
    now = POSITION.now
    by_theme = [
        [cell.text for cell in row.cells]
        for table in word(POSITION, template).tables
        for row in table.rows
        if table.rows[0].cells[0].text == "Theme"
    ]
    headings, whole = by_theme[0], by_theme[-1]
    in_word = dict(zip(headings[1:], map(int, whole[1:]), strict=True))
    shown = {name: number for name, number in now.shown.items() if number}
    late = {"Actions": 7, "Overdue": now.overdue, "Slipped": now.slipped, "Worse": now.worse}
    assert {name: number for name, number in in_word.items() if number} == {**shown, **late}
    for column, name in enumerate(headings[1:], start=1):
        assert sum(int(row[column]) for row in by_theme[1:-1]) == in_word[name]

    cells = re.findall(r"<tr class=\"all\">(.*?)</tr>", page(POSITION, CHARTS, COLOURED))
    assert [int(number) for number in re.findall(r">(\d+)<", cells[0])] == [int(text) for text in whole[1:]]

    in_book = rows(workbook()["By theme"])
    for name, number in now.shown.items():
        assert sum(int(str(row[name])) for row in in_book) == number
    assert sum(int(str(row["Overdue"])) for row in in_book) == now.overdue
    assert sum(int(str(row["Exceptions"])) for row in in_book) == len(rows(workbook()["Exceptions"]))
    assert len(rows(workbook()["All actions"])) == now.actions


def test_the_dashboard_says_in_words_what_the_report_says() -> None:
    """Its lines begin at the left edge of the one page that it prints on."""
    sheet = workbook()["Dashboard"]
    lines = [str(cell.value) for cell in sheet["A"] if cell.value is not None]
    said = " ".join(lines)
    for paragraph in in_words(POSITION):
        assert paragraph in said
    assert lines[0] == POSITION.title


def test_charts_of_the_dashboard_show_their_figures_also_where_nothing_is_calculated() -> None:
    made = zipfile.ZipFile(io.BytesIO(dashboard(POSITION, CHARTS, COLOURED)))
    parts = sorted(name for name in made.namelist() if name.startswith("xl/charts/"))
    assert len(parts) == len(CHARTS) == 4
    sheet = workbook()["Dashboard"]
    for part, chart in zip(parts, CHARTS, strict=True):
        tree = etree.fromstring(made.read(part))
        for series, drawn in zip(chart.series, tree.iter(f"{CHART}ser"), strict=True):
            cached = [point.findtext(f"{CHART}v") for point in drawn.iter(f"{CHART}pt")]
            numbers = tuple(int(float(str(value))) for value in cached[1 + len(chart.categories) :])
            assert cached[0] == series.name
            assert tuple(cached[1 : 1 + len(chart.categories)]) == chart.categories
            assert numbers == series.values
            area = (
                str(drawn.findtext(f"{CHART}val/{CHART}numRef/{CHART}f")).partition("!")[2].replace("$", "")
            )
            cells = sheet[area]
            found = [cells] if not isinstance(cells, tuple) else [cell for (cell,) in cells]
            assert tuple(cell.value for cell in found) == series.values, "the chart points elsewhere"


def test_every_chart_has_a_text_alternative(template: Path) -> None:
    made = zipfile.ZipFile(io.BytesIO(dashboard(POSITION, CHARTS, COLOURED)))
    drawing = etree.fromstring(made.read("xl/drawings/drawing1.xml"))
    assert [frame.get("descr") for frame in drawing.iter("{*}cNvPr")] == [chart.says for chart in CHARTS]
    frames = word(POSITION, template).element.body.iter("{*}docPr")
    assert sorted(frame.get("descr") for frame in frames) == sorted(chart.says for chart in CHARTS)
    shown = page(POSITION, CHARTS, COLOURED)
    assert re.findall(r"<desc[^>]*>", shown) == [f'<desc id="says{number}">' for number in range(1, 5)]


def test_text_of_an_officer_stays_text(template: Path) -> None:
    """If this fails, a progress note runs a formula, a script or a template field at whoever opens the report."""
    clean = reported.HOSTILE.replace("\x07", "").replace("\ud800", "")
    [hostile] = [row for row in rows(workbook()["All actions"]) if row["ID"] == "A005"]
    assert hostile["Action"] == clean
    cell = next(cell for (cell,) in workbook()["All actions"]["C4:C20"] if cell.value == clean)
    assert cell.data_type == "s"

    html = page(POSITION, CHARTS, COLOURED)
    assert "script" not in Html(html).tags
    assert not {name for name in Html(html).attributes if name.startswith("on")}
    assert "http" not in re.sub(r"xmlns\S+", "", html.replace("http-equiv", ""))

    on_hold = reported.plan()
    red = on_hold.actions[4].model_copy(
        update={"periods": {"Dec-26": on_hold.actions[4].periods["Dec-26"].model_copy(update={"rag": "Red"})}}
    )
    position = reported.position(on_hold.model_copy(update={"actions": (*on_hold.actions[:4], red)}))
    texts = [
        cell.text for table in word(position, template).tables for row in table.rows for cell in row.cells
    ]
    assert clean in texts
    assert clean in "\n".join(Html(page(position, CHARTS, COLOURED)).text.splitlines())


def test_a_page_without_exceptions_has_no_empty_table_of_them() -> None:
    """A reader would look for what is missing from it."""
    plan = reported.plan()
    calm = plan.actions[0].model_copy(
        update={
            "due": None,
            "revised_due": None,
            "periods": {
                label: one.model_copy(update={"rag": "Green"})
                for label, one in plan.actions[0].periods.items()
            },
        }
    )
    for actions, tables in ((plan.actions, 1), ((calm,), 0)):
        position = reported.position(plan.model_copy(update={"actions": actions}))
        shown = page(position, charts_of(position, ()), COLOURED)
        assert shown.count("Red first, then the longest overdue") == tables


def test_tables_in_word_repeat_their_headings_and_say_what_they_hold(template: Path) -> None:
    tables = word(POSITION, template).tables
    assert [table.rows[0].cells[0].text for table in tables] == ["Ref", "Theme", "Owner"]
    for table in tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_headings_of_the_report_are_headings_and_its_wide_tables_stand_on_wide_pages(template: Path) -> None:
    document = word(POSITION, template)
    outline = [
        paragraph.text
        for paragraph in document.paragraphs
        if (paragraph.style.name or "").startswith("Heading")
    ]
    assert outline == ["The position", "Exceptions", "The plan by theme", "Who has not reported"]
    assert [section.page_width > section.page_height for section in document.sections] == [False, True]


def test_figures_of_a_chart_in_word_can_be_edited(template: Path) -> None:
    made = committee_report(POSITION, CHARTS, COLOURED, template)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        inside = [name for name in package.namelist() if name.startswith("word/embeddings/")]
        books = [openpyxl.load_workbook(io.BytesIO(package.read(name))) for name in sorted(inside)]
        assert len(books) == len(CHARTS)
        assert {book["Figures"]["A1"].value for book in books} == {"Period", "Theme", "Owner"}
        for name in package.namelist():
            if name.startswith("word/charts/chart"):
                assert b"externalData" in package.read(name)


def test_a_theme_that_looks_like_a_formula_is_none_where_figures_of_a_chart_are_edited(
    template: Path,
) -> None:
    """It would be calculated, or reach out, on the computer of whoever double-clicks the chart."""
    plan = reported.plan()
    themes = [f"={number}+1" for number in range(len(plan.actions))]
    actions = tuple(
        one.model_copy(update={"theme": theme, "owner": theme})
        for one, theme in zip(plan.actions, themes, strict=True)
    )
    position = reported.position(plan.model_copy(update={"actions": actions}))
    made = committee_report(position, charts_of(position, ()), COLOURED, template)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        inside = [name for name in package.namelist() if name.startswith("word/embeddings/")]
        sheets = [openpyxl.load_workbook(io.BytesIO(package.read(name))).worksheets[0] for name in inside]
    cells = [cell for sheet in sheets for row in sheet for cell in row]
    assert {cell.value for cell in cells} >= set(themes)
    assert {cell.data_type for cell in cells} == {"s", "n"}


def made_template(path: Path, *texts: str, cut: bool = False) -> Path:
    """A template of a council's own; cut as Word cuts a text whose spelling it has checked."""
    document = docx.Document()
    for text in texts:
        paragraph = document.add_paragraph()
        for piece in re.findall(".{1,3}", text) if cut else [text]:
            paragraph.add_run(piece)
    document.sections[0].header.paragraphs[0].text = "{{ Title }}"
    document.save(str(path))
    return path


@pytest.mark.parametrize("cut", [False, True])
def test_a_councils_own_template_is_filled_in(tmp_path: Path, cut: bool) -> None:
    template = made_template(
        tmp_path / "own.docx",
        "Report on {{PERIOD}} for {{ council }}: {{ red }} red, {{  not   started }} not started.",
        "{{ Position }}",
        "Signed by the Chief Executive",
        "{{ not reported }}",
        cut=cut,
    )
    document = word(POSITION, template)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Report on Dec-26 for Wexcombe Council: 1 red, 0 not started."
    assert texts[1].startswith("Of 7 actions 2 are complete")
    assert "Signed by the Chief Executive" in texts
    assert document.sections[0].header.paragraphs[0].text == "Wexcombe: improvement plan"
    assert "{{" not in "".join(texts)


@pytest.mark.parametrize("field", ["{{ exceptions }}", "{{ position }}"])
def test_a_field_before_a_section_break_is_filled_in_and_the_section_stays(
    tmp_path: Path, field: str
) -> None:
    """The field would be printed as it is typed, or the pages behind it would lose their width."""
    document = docx.Document(str(made_template(tmp_path / "own.docx", "Before")))
    document.add_section()
    [breaking] = [each for each in document.paragraphs if each._p.xpath("./w:pPr/w:sectPr")]
    breaking.add_run(field)
    document.add_paragraph("After")
    document.save(str(tmp_path / "own.docx"))
    made = word(POSITION, tmp_path / "own.docx")
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "{{" not in "".join(texts)
    assert len("".join(texts)) > len("BeforeAfter") + 50
    assert (texts[0], texts[-1], len(made.sections)) == ("Before", "After", 2)


def test_every_field_that_is_documented_can_be_used(tmp_path: Path, repository: Path) -> None:
    fields = [*text_fields(POSITION), *BLOCK_FIELDS]
    template = made_template(tmp_path / "all.docx", *(f"{{{{ {name} }}}}" for name in fields))
    assert "{{" not in "".join(paragraph.text for paragraph in word(POSITION, template).paragraphs)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ perod }}", "there is no field {{ perod }}"),
        ("As follows: {{ exceptions }}", "{{ exceptions }} stands in a sentence"),
    ],
)
def test_a_field_that_cannot_be_filled_in_is_said_at_once(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UnknownField, match=re.escape(told)):
        word(POSITION, made_template(tmp_path / "own.docx", text))


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut off", b"{\\rtf1 }"])
def test_what_is_no_word_document_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableTemplate):
        word(POSITION, path)


def test_a_workbook_named_as_template_is_refused(tmp_path: Path, repository: Path) -> None:
    with pytest.raises(UnreadableTemplate):
        word(POSITION, repository / "workbooks" / "wexcombe-plan.xlsx")


def test_tables_to_filter_are_tables_with_headings_that_are_all_different() -> None:
    """Excel calls a workbook damaged in which two headings of a table are the same: RAG words are headings here."""
    words = ("Overdue", "overdue ", "Actions", "Theme", "% complete")
    actions = tuple(reported.action(number, "Green", "Green", word) for number, word in enumerate(words))
    made = workbook(reported.position(reported.plan().model_copy(update={"actions": actions})))
    for sheet in made.worksheets:
        for table in sheet.tables.values():
            headings = [str(cell.value).casefold() for cell in sheet[table.ref][0]]
            assert len(headings) == len(set(headings))
            assert headings == [column.name.casefold() for column in table.tableColumns]
            assert (table.autoFilter is None) == (sheet.title == "Dashboard")


def test_an_empty_plan_has_a_report_too(template: Path) -> None:
    empty = Plan(title="", actions=(), periods=reported.plan().periods)
    position = position_of(empty, period="Dec-26", today=dt.date(2026, 12, 11))
    assert charts_of(position, ()) == ()
    assert workbook(position).sheetnames == ["Dashboard", "Exceptions", "By theme", "By owner", "All actions"]
    assert "The plan holds no actions." in [
        paragraph.text for paragraph in word(position, template).paragraphs
    ]
    assert "The plan holds no actions." in Html(page(position, (), COLOURED)).text


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((), COLOURS),
        ([("Green", "Green", "00B050")], {**COLOURS, "Green": "00B050"}),
        ([("done", "Complete", "#00b050")], {**COLOURS, "Complete": "00B050"}),
        ([("Green", "Green", "FFFFFF")], COLOURS),  # white is not seen on paper
        ([("Green", "Green", "green")], COLOURS),
        ([("Green", "Green", "00B050"), ("done", "Complete", "00B050")], COLOURS),  # one colour, two meanings
    ],
)
def test_charts_have_the_colours_of_the_plans_own_key(
    entries: list[tuple[str, str, str]], expected: dict[str, str]
) -> None:
    key = [KeyEntry(as_typed=typed, means=means, colour=colour) for typed, means, colour in entries]
    assert rag_colours(key) == expected


@pytest.mark.parametrize(
    "colour",
    [*COLOURS.values(), "FF0000", "00B050", "FFC000", "000000", "FFFFFF", "757575", "777777", "70707F"],
)
def test_figures_can_be_read_on_every_colour(colour: str) -> None:
    def light(text: str) -> float:
        parts = [int(text[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    one, other = sorted((light(colour), light(ink_on(colour))))
    assert other / one >= 4.5, "WCAG 2, success criterion 1.4.3"


def test_our_own_template_is_what_its_maker_makes(template: Path, tmp_path: Path) -> None:
    make_report_template.make(tmp_path / "made.docx")

    def parts(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert parts(tmp_path / "made.docx") == parts(template)
