"""The stand-in for Excel on the web does what Excel would, so that a button that passes here works at a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table

from tests.builders.excel_typing import ErrorValue, Typed, typed
from tests.excel.engines.remote.engine import NotCarriedOut, RefusedByExcel, applied, remote_book
from xlplan.workbook.grid import Formula


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Repair the roof", "Repair the roof"),
        ("", None),
        ("1.10", 1.1),
        (" 7 ", 7.0),
        ("1,234.5", 1234.5),
        ("12,34", "12,34"),
        ("-5", -5.0),
        ("(5)", -5.0),
        ("5-", "5-"),
        ("25%", 0.25),
        ("£1,200", 1200.0),
        ("-£3", -3.0),
        ("1E5", 100000.0),
        ("1 1/2", 1.5),
        ("0 3/4", 0.75),
        ("12345678901234567890", 12345678901234600000.0),
        ("1.2.3", "1.2.3"),
        ("1.a.1", "1.a.1"),
        ("12/05", dt.date(2005, 5, 12)),
        ("3-4", dt.date(2005, 4, 3)),
        ("12/13", dt.date(2013, 12, 1)),
        ("31/2", "31/2"),
        ("25/12/05", dt.date(2005, 12, 25)),
        ("12/25/2005", "12/25/2005"),
        ("2005-10-31", dt.date(2005, 10, 31)),
        ("2005-10-31 14:30:00", dt.datetime(2005, 10, 31, 14, 30)),
        ("5/2006", dt.date(2006, 5, 1)),
        ("Dec-05", dt.date(2005, 12, 5)),
        ("Dec-45", dt.date(1945, 12, 1)),
        ("dec 2005", dt.date(2005, 12, 1)),
        ("5 December 2005", dt.date(2005, 12, 5)),
        ("March1", dt.date(2005, 3, 1)),
        ("Autumn 2005", "Autumn 2005"),
        ("May", "May"),
        ("1st May", "1st May"),
        ("9:30", dt.time(9, 30)),
        ("2 pm", dt.time(14, 0)),
        ("25:30", 25.5 / 24),
        ("true", True),
        ("#n/a", ErrorValue("#N/A")),
        ("#1", "#1"),
        ("=A1+1", Formula("=A1+1")),
        ("+A1", Formula("=+A1")),
        ("- see the note", Formula("=- see the note")),
        ("@SUM(A1)", Formula("=SUM(A1)")),
        ("-", "-"),
        ("'1.10", "1.10"),
        ("'=A1", "=A1"),
        ("''quoted'", "'quoted'"),
    ],
)
def test_a_text_that_is_not_protected_turns_into_what_excel_makes_of_it(text: str, held: Typed) -> None:
    assert typed(text, year=2005) == held
    assert type(typed(text, year=2005)) is type(held)


@pytest.mark.parametrize("text", ["1.10", "3-4", "=A1", "TRUE", "Dec-05", "#N/A"])
def test_a_cell_formatted_as_text_keeps_it(text: str) -> None:
    assert typed(text, "@") == text


def a_book(folder: Path) -> Path:
    """Sheets Plan, with a table of two columns and two rows, and Cover, whose formula looks at it."""
    workbook = Workbook()
    plan = workbook.active
    assert plan is not None
    plan.title = "Plan"
    for row in (["ID", "RAG"], ["A001", "Red"], ["A002", "Amber"]):
        plan.append(row)
    plan.add_table(Table(displayName="Plan", ref="A1:B3"))
    cover = workbook.create_sheet("Cover")
    cover["A1"] = "=COUNTA(Plan!A2:A3)"
    path = folder / "plan.xlsx"
    workbook.save(path)
    return path


@pytest.fixture
def after(tmp_path: Path) -> Callable[[Callable[[Any], object]], Workbook]:
    """Call it with what is done to the open workbook, for the workbook as it is then saved."""

    def done(work: Callable[[Any], object]) -> Workbook:
        path = a_book(tmp_path)
        book = remote_book(path)
        work(book)
        applied(book, path, tmp_path / "after.xlsx")
        return openpyxl.load_workbook(tmp_path / "after.xlsx")

    return done


After = Callable[[Callable[[Any], object]], Workbook]


@pytest.mark.parametrize(
    ("number_format", "value", "held"),
    [
        ("General", "1.10", 1.1),
        ("@", "1.10", "1.10"),
        ("General", "'1.10", "1.10"),
        ("General", "=1+1", "=1+1"),
        ("@", "=1+1", "=1+1"),
        ("@", 7, "7"),
        ("General", dt.date(2005, 10, 31), dt.datetime(2005, 10, 31)),
        ("mmm-yy", dt.date(2005, 10, 31), dt.datetime(2005, 10, 31)),
        ("@", dt.date(2005, 10, 31), "2005-10-31"),
        ("General", None, None),
    ],
)
def test_a_value_ends_in_the_cell_as_excel_would_put_it_there(
    after: After, number_format: str, value: object, held: object
) -> None:
    def work(book: Any) -> None:
        cell = book.sheets["Plan"].range("D2")
        cell.number_format = number_format
        cell.value = value

    cell = after(work)["Plan"]["D2"]
    assert cell.value == held
    assert (cell.data_type == "f") == (number_format == "General" and value == "=1+1")


def test_a_formula_over_a_range_looks_at_its_own_row(after: After) -> None:
    def work(book: Any) -> None:
        book.sheets["Plan"].range("D2:D3").formula = '=IF($B2="Red",Cover!$A$1,B2)'

    plan = after(work)["Plan"]
    assert [plan["D2"].value, plan["D3"].value] == [
        '=IF($B2="Red",Cover!$A$1,B2)',
        '=IF($B3="Red",Cover!$A$1,B3)',
    ]


def test_a_table_names_a_new_column_after_its_heading_cell(after: After) -> None:
    def work(book: Any) -> None:
        plan = book.sheets["Plan"]
        plan.range("C1").value = "Oct-26 progress"
        plan.range("A4:C4").value = ["A003", "Green", "On the way"]
        plan.tables["Plan"].resize(plan.range("A1:C4"))

    table = after(work)["Plan"].tables["Plan"]
    assert table.ref == "A1:C4"
    assert [column.name for column in table.tableColumns] == ["ID", "RAG", "Oct-26 progress"]


@pytest.mark.parametrize("heading", [None, "RAG", 7, "Dec-05", "=A1"])
def test_a_heading_that_excel_would_change_in_silence_is_refused(after: After, heading: object) -> None:
    def work(book: Any) -> None:
        plan = book.sheets["Plan"]
        plan.range("C1").value = heading
        plan.tables["Plan"].resize(plan.range("A1:C3"))

    with pytest.raises(RefusedByExcel, match="C1"):
        after(work)


def test_formulas_follow_a_sheet_that_is_renamed_and_lose_one_that_is_deleted(after: After) -> None:
    def rename(book: Any) -> None:
        book.sheets["Plan"].name = "Plan (original)"

    def delete(book: Any) -> None:
        book.sheets["Plan"].delete()

    assert after(rename)["Cover"]["A1"].value == "=COUNTA('Plan (original)'!A2:A3)"
    assert after(delete)["Cover"]["A1"].value == "=COUNTA(#REF!)"


def test_a_new_row_looks_and_warns_like_the_one_above(after: After) -> None:
    def work(book: Any) -> None:
        plan = book.sheets["Plan"]
        last = plan.range("A3:B3")
        last.color = "#FFEEDD"
        plan.range("B2:B3").conditional_formats.add_custom('=B2="Red"', fill_color="#FF0000")
        plan.range("B2:B4").data_validation.set_list(["Red", "Amber"])
        last.autofill(plan.range("A3:B5"), "fill_formats")

    plan = after(work)["Plan"]
    assert plan["A5"].value is None
    assert plan["B5"].fill.fgColor.rgb == "FFFFEEDD"
    (formats,) = plan.conditional_formatting
    assert str(formats.sqref) == "B2:B5"
    assert formats.rules[0].formula == ['B2="Red"']
    (choice,) = plan.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"Red,Amber"', "B2:B4")


def test_rules_cleared_from_some_cells_say_the_same_on_the_others(after: After) -> None:
    def work(book: Any) -> None:
        plan = book.sheets["Plan"]
        plan.range("B2:B9").conditional_formats.add_custom('=B2="Red"', font_color="#FF0000", font_bold=True)
        plan.range("A1:B3").conditional_formats.clear()

    (formats,) = after(work)["Plan"].conditional_formatting
    assert str(formats.sqref) == "B4:B9"
    assert formats.rules[0].formula == ['B4="Red"']


def test_a_new_sheet_is_drawn(after: After) -> None:
    def work(book: Any) -> None:
        sheet = book.sheets.add("Checks", after=book.sheets["Cover"])
        sheet.range("A3:B4").value = [["Code", "Finding"], ["OWN001", "'=no owner"]]
        sheet.tables.add(sheet.range("A3:B4"), name="Checks", table_style_name="TableStyleLight1")
        sheet.range("A3:B3").font.bold = True
        sheet.range("A3:B4").borders.set("all", line_style="continuous", weight="thin", color="#CCCCCC")
        sheet.range("B4").wrap_text = True
        sheet.range("B4").vertical_alignment = "top"
        sheet.range("B:B").column_width = 210
        sheet.range("4:4").row_height = 30
        sheet.show_gridlines = False
        sheet.activate()

    workbook = after(work)
    checks = workbook["Checks"]
    assert workbook.sheetnames == ["Plan", "Cover", "Checks"]
    assert workbook.active is checks
    assert checks["B4"].value == "=no owner"
    assert checks["B4"].data_type == "s"
    assert checks["A3"].font.bold
    assert checks["B4"].border.left.color.rgb == "FFCCCCCC"
    assert checks["B4"].alignment.wrap_text
    assert checks["B4"].alignment.vertical == "top"
    assert checks.column_dimensions["B"].width == 40
    assert checks.row_dimensions[4].height == 30
    assert not checks.sheet_view.showGridLines
    assert checks.tables["Checks"].tableStyleInfo.name == "TableStyleLight1"


def refused_by_excel(book: Any, action: str) -> None:
    plan = book.sheets["Plan"]
    match action:
        case "a table over another":
            plan.tables.add(plan.range("B1:C3"), name="Other")
        case "a table of a name that is taken":
            book.sheets["Cover"].tables.add(book.sheets["Cover"].range("A1:A2"), name="plan")
        case "a formula that looks at no sheet":
            plan.range("D1").formula = "=Checks!A1"
        case "a bracket too few":
            plan.range("D1").formula = "=SUM(A1"
        case "a heading emptied":
            plan.range("A1:B1").clear_contents()
        case "a sheet's name too long":
            book.sheets.add("x" * 32)
        case "a hidden sheet shown":
            plan.visible = False
            plan.activate()
        case "the last sheet hidden":
            plan.visible = False
            book.sheets["Cover"].visible = False
        case "a block over a hidden row":
            hide_second_row(plan)
            plan.range("A2:B3").value = [["A003", "Green"], ["A004", "Red"]]
        case "a formula over a hidden row":
            hide_second_row(plan)
            plan.range("D2:D3").formula = "=B2"


def hide_second_row(sheet: Any) -> None:
    sheet.range("2:2").rows.hidden = True


@pytest.mark.parametrize(
    "action",
    [
        "a table over another",
        "a table of a name that is taken",
        "a formula that looks at no sheet",
        "a bracket too few",
        "a heading emptied",
        "a sheet's name too long",
        "a hidden sheet shown",
        "the last sheet hidden",
        "a block over a hidden row",
        "a formula over a hidden row",
    ],
)
def test_what_excel_would_refuse_is_refused(after: After, action: str) -> None:
    with pytest.raises(RefusedByExcel):
        after(lambda book: refused_by_excel(book, action))


def test_one_cell_of_a_hidden_row_can_be_written(after: After) -> None:
    """And so can a block that passes it by."""

    def work(book: Any) -> None:
        hide_second_row(book.sheets["Plan"])
        book.sheets["Plan"].range("B2").value = "Green"
        book.sheets["Plan"].range("A3:B3").value = ["A002", "Red"]

    plan = after(work)["Plan"]
    assert [plan["B2"].value, plan["B3"].value] == ["Green", "Red"]


def test_what_the_stand_in_does_not_know_is_never_passed_over(after: After) -> None:
    with pytest.raises(NotCarriedOut, match="rangeSort"):
        after(lambda book: book.sheets["Plan"].range("D2:E3").sort(1))


def test_boxes_are_told_in_their_order(tmp_path: Path) -> None:
    path = a_book(tmp_path)
    book = remote_book(path, "Wexcombe plan.xlsx")
    book.app.alert("First")
    book.app.alert("Then")
    assert book.name == "Wexcombe plan.xlsx"
    assert applied(book, path, tmp_path / "after.xlsx") == ["First", "Then"]


# What looks like one of the client's own marks for dates and errors is read as that, by xlwings too.
texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20).filter(
    lambda text: not text.startswith(("#", "="))
)
moments = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1)).map(
    lambda m: m.replace(microsecond=0)
)
numbers = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False)


rows_of_three = st.lists(
    st.lists(st.none() | texts | moments | numbers | st.booleans(), min_size=3, max_size=3), min_size=1
)


@settings(max_examples=20)  # a workbook each; it is the stand-in that is tried here, not the product
@given(rows=rows_of_three)
def test_the_code_reads_what_the_workbook_holds(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = tmp_path_factory.mktemp("law") / "plan.xlsx"
    workbook.save(path)
    held = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    read = remote_book(path).sheets[0].range((1, 1), (len(rows), 3)).options(ndim=2).value
    assert read == [[cell.value for cell in row] for row in held.iter_rows(1, len(rows), 1, 3)]
