"""A drawn sheet is what the officer sees and types into."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.drawing_examples import HIDDEN, KEY, content, opened, plan, plan_row, tables, values
from xlplan.errors import XlplanError
from xlplan.workbook.grid import Formula
from xlplan.workbook.ooxml.cell_xml import cell_xml, is_written_as_it_is, text_body
from xlplan.workbook.ooxml.insert_sheet import new_package
from xlplan.workbook.ooxml.xml import text_of
from xlplan.workbook.readers.serial_dates import serial_number
from xlplan.workbook.sheet_spec import (
    Column,
    ConditionalFormat,
    Format,
    SheetSpec,
    StyledCell,
    Table,
    Validation,
)


def test_every_value_is_readable_before_excel_has_calculated_anything() -> None:
    package = new_package([plan()])
    assert values(package, "Plan")[3] == [
        "A004",
        "Mend the roof of school 4",
        dt.date(2026, 3, 31),
        "Amber",
        "new",
    ]


def test_the_sheet_works_the_officer_is_not_left_to_type_freely_or_to_search() -> None:
    package = new_package([plan(freeze=(4, 3), repeat_rows=(3, 3), protected=True, footer="R&D")])
    sheet = opened(package)["Plan"]
    drop_down = next(v for v in sheet.data_validations.dataValidation if v.type == "list")
    assert (str(drop_down.sqref), drop_down.formula1) == ("D4:D6", '"Red,Amber,Green,Complete,Not started"')
    assert (drop_down.promptTitle, drop_down.showErrorMessage) == ("RAG", True)
    assert not drop_down.showDropDown  # which in this format would hide the arrow
    assert tables(sheet) == {"Plan": "A3:E6"}
    assert sheet.tables["Plan"].autoFilter.ref == "A3:E6"
    assert sheet.tables["Plan"].tableColumns[4].calculatedColumnFormula.attr_text == 'IF(D4="","","new")'
    assert sheet.freeze_panes == "C4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert b'<pageSetUpPr fitToPage="1"/>' in package.read("xl/worksheets/sheet1.xml")
    assert b"&amp;LR&amp;&amp;D&amp;RPage &amp;P of &amp;N" in package.read("xl/worksheets/sheet1.xml")
    assert sheet.protection.sheet
    assert (sheet.protection.autoFilter, sheet.protection.sort, sheet.protection.formatRows) == (False,) * 3
    assert sheet.protection.password is None
    assert [cell.protection.locked for cell in sheet[4]] == [True, True, True, False, True]
    assert sheet["A2"].hyperlink.location == "'Key'!A1"
    assert sheet["C4"].number_format == "dd/mm/yyyy"


def test_a_rule_follows_its_own_row() -> None:
    sheet = opened(new_package([plan()]))["Plan"]
    (rules,) = sheet.conditional_formatting
    assert str(rules.sqref) == "D4:D6"
    assert [rule.formula for rule in rules.rules] == [['D4="Red"'], ['AND(D4="",$C4<>"")']]
    assert rules.rules[0].dxf.fill.bgColor.rgb == "FFF4B6B0"
    assert rules.rules[0].dxf.font.b


def test_an_empty_table_still_opens_in_excel() -> None:
    """Excel calls a table without a row damaged."""
    sheet = opened(new_package([plan(0)]))["Plan"]
    assert tables(sheet) == {"Plan": "A3:E4"}
    assert [cell.value for cell in sheet[4]] == [None] * 5


def test_hidden_sheets_stay_out_of_sight_and_the_first_visible_one_shows() -> None:
    workbook = opened(new_package([HIDDEN, plan(), KEY]))
    assert [sheet.sheet_state for sheet in workbook.worksheets] == ["veryHidden", "visible", "visible"]
    assert workbook.active is not None
    assert workbook.active.title == "Plan"
    assert [sheet.sheet_view.tabSelected for sheet in workbook.worksheets] == [None, True, None]


def test_the_same_drawing_gives_the_same_file() -> None:
    assert content(new_package([plan(), KEY])) == content(new_package([plan(), KEY]))


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ((Column("Ref"), Column("REF")), "there twice"),
        ((Column("Ref"), Column("  ")), "no heading"),
        ((Column("x" * 256),), "longer than 255"),
        ((Column("RAG", validation=Validation("list", ("Red, or so", "Green"))),), "no comma"),
        ((Column("RAG", validation=Validation("list", ("x" * 200, "y" * 60))),), "255 characters"),
    ],
)
def test_what_excel_would_call_damaged_is_refused_in_plain_words(
    columns: tuple[Column, ...], what: str
) -> None:
    with pytest.raises(XlplanError, match=what):
        new_package([SheetSpec("Plan", table=Table("Plan", columns))])


@pytest.mark.parametrize(
    ("choices", "formula"),
    [
        (("=Key!$A$4:$A$9",), "Key!$A$4:$A$9"),
        (("Red", "Amber"), '"Red,Amber"'),
        (("Red",), '"Red"'),
        (('The "good" one',), '"The ""good"" one"'),
        (("=A", "=B"), '"=A,=B"'),
    ],
)
def test_a_drop_down_offers_its_words_or_what_stands_in_some_cells(
    choices: tuple[str, ...], formula: str
) -> None:
    column = Column("RAG", validation=Validation("list", choices))
    package = new_package([SheetSpec("Plan", table=Table("Plan", (column,)))])
    [rule] = package.parsed("xl/worksheets/sheet1.xml").iter("{*}dataValidation")
    assert rule.findtext("{*}formula1") == formula


def test_the_messages_of_a_drop_down_are_no_longer_than_excel_takes() -> None:
    """Excel would repair the workbook, and take all its drop-downs away."""
    long = Validation("list", ("Red", "Green"), title="t" * 40, prompt="p" * 300, error="e" * 300)
    package = new_package([SheetSpec("Plan", table=Table("Plan", (Column("RAG", validation=long),)))])
    [rule] = package.parsed("xl/worksheets/sheet1.xml").iter("{*}dataValidation")
    assert rule.get("promptTitle") == rule.get("errorTitle") == "t" * 32
    assert rule.get("prompt") == "p" * 255
    assert rule.get("error") == "e" * 225


def test_a_heading_with_a_line_break_is_the_same_in_the_cell_and_in_the_table() -> None:
    package = new_package([SheetSpec("Plan", table=Table("Plan", (Column("Lead\nofficer"),)))])
    assert b'name="Lead_x000a_officer"' in package.read("xl/tables/table1.xml")
    assert values(package, "Plan")[0] == ["Lead\nofficer"]


def test_a_date_under_no_format_does_not_show_as_a_number() -> None:
    package = new_package([SheetSpec("Cover", cells={(1, 1): StyledCell(dt.date(2026, 1, 31))})])
    assert values(package, "Cover") == [[dt.date(2026, 1, 31)]]


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        ("=1+1", '<c r="B2" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'),
        (
            " a<b & c ",
            '<c r="B2" s="3" t="inlineStr"><is><t xml:space="preserve"> a&lt;b &amp; c </t></is></c>',
        ),
        ("a\x0bb", '<c r="B2" s="3" t="inlineStr"><is><t>a_x000B_b</t></is></c>'),
        ("_x0041_", '<c r="B2" s="3" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),
        (True, '<c r="B2" s="3" t="b"><v>1</v></c>'),
        (12, '<c r="B2" s="3"><v>12</v></c>'),
        (0.1, '<c r="B2" s="3"><v>0.1</v></c>'),
        (None, '<c r="B2" s="3"/>'),
        (dt.datetime(2026, 1, 1, 12), '<c r="B2" s="3"><v>46023.5</v></c>'),
        (Formula("=A1&B1", "x & y"), '<c r="B2" s="3" t="str"><f>A1&amp;B1</f><v>x &amp; y</v></c>'),
        (Formula("=A1"), '<c r="B2" s="3"><f>A1</f></c>'),
    ],
)
def test_a_value_stands_in_the_file_as_what_it_is(value: object, xml: str) -> None:
    assert cell_xml(2, 2, value, 3) == xml  # type: ignore[arg-type]


def test_a_text_that_excel_cannot_hold_is_refused_not_cut() -> None:
    with pytest.raises(XlplanError, match=r"B2.*32,767"):
        cell_xml(2, 2, "x" * 32768, 0)


def test_days_are_counted_from_where_the_workbook_counts() -> None:
    assert serial_number(dt.date(2026, 1, 1)) - serial_number(dt.date(2026, 1, 1), is_1904=True) == 1462


@given(st.text(max_size=40))
def test_any_text_comes_back_as_it_was_typed(text: str) -> None:
    assert text_of(cell_xml(1, 1, text, 0).encode()) == text


def test_a_rule_may_look_at_another_column() -> None:
    columns = (Column("A"), Column("B", rules=(ConditionalFormat("{column:A}<{cell}", fill="FF0000"),)))
    spec = SheetSpec("S", table=Table("S", columns, ((1, 2),), header_row=5, first_column=3))
    (rules,) = opened(new_package([spec]))["S"].conditional_formatting
    assert (str(rules.sqref), rules.rules[0].formula) == ("D6", ["$C6<D6"])


def test_row_heights_and_formats_of_a_plain_cell() -> None:
    look = Format(
        italic=True, underline=True, fill="FFEEDD", horizontal="right", vertical="center", wrap=False
    )
    spec = SheetSpec("S", cells={(2, 2): StyledCell("x", look)}, heights={2: 33}, widths={2: 21})
    sheet = opened(new_package([spec]))["S"]
    cell = sheet["B2"]
    assert (cell.font.i, cell.font.u, cell.fill.fgColor.rgb) == (True, "single", "FFFFEEDD")
    assert (cell.alignment.horizontal, cell.alignment.vertical, cell.alignment.wrap_text) == (
        "right",
        "center",
        None,
    )
    assert (sheet.row_dimensions[2].height, sheet.column_dimensions["B"].width) == (33, 21)


def test_rows_know_their_own_formulas() -> None:
    sheet = opened(new_package([plan(2)]))["Plan"]
    assert [sheet["E4"].value, sheet["E5"].value] == [plan_row(row)[4].text for row in (4, 5)]


@given(text=st.one_of(st.text(min_size=1), st.text(alphabet="ab_x0A&<> \n\t\x7f", min_size=1, max_size=9)))
def test_a_text_that_seems_to_be_written_as_it_is_is_so(text: str) -> None:
    """Most texts are told by it: if it were wrong, Excel would find the sheet damaged, or another text."""
    if is_written_as_it_is(text):
        assert text_body(text, 0) == f' t="inlineStr"><is><t>{text}</t></is></c>'
