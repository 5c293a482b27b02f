"""A table grows and everything that belongs to it grows with it; what stands beside it is safe."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders.drawing_examples import (
    CHOICE,
    JANUARY,
    KEY,
    content,
    new_columns,
    opened,
    plan,
    plan_row,
    tables,
    values,
)
from xlplan.errors import XlplanError
from xlplan.workbook.grid import Formula
from xlplan.workbook.ooxml.formulas import with_ranges_changed
from xlplan.workbook.ooxml.grow_table import append_columns, append_rows
from xlplan.workbook.ooxml.insert_sheet import new_package
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.sheet_spec import Column, Format, SheetSpec, StyledCell, Table


def edited(package: Package, edit: Callable[[Worksheet], object], sheet: str = "Plan") -> Package:
    """The workbook after somebody has worked on it in another program."""
    workbook = load_workbook(io.BytesIO(content(package)))
    edit(workbook[sheet])
    return saved(workbook)


def saved(workbook: Workbook) -> Package:
    stream = io.BytesIO()
    workbook.save(stream)
    return Package.from_bytes(stream.getvalue())


def drop_downs(sheet: Worksheet) -> set[str]:
    return {str(v.sqref) for v in sheet.data_validations.dataValidation if v.type == "list"}


def colour_rules(sheet: Worksheet) -> set[str]:
    return {str(block.sqref) for block in sheet.conditional_formatting}


def test_new_rows_look_and_behave_like_the_last_one() -> None:
    package = new_package([plan(3), KEY])
    append_rows(package, "Plan", "Plan", [plan_row(7), plan_row(8, "Red")])
    sheet = opened(package)["Plan"]
    assert tables(sheet) == {"Plan": "A3:E8"}
    assert sheet.tables["Plan"].autoFilter.ref == "A3:E8"
    assert (drop_downs(sheet), colour_rules(sheet)) == ({"D4:D8"}, {"D4:D8"})
    assert sheet.dimensions == "A1:E8"
    assert (sheet["C8"].number_format, sheet["D8"].protection.locked) == ("dd/mm/yyyy", False)
    assert sheet["A8"].border.left.style == "thin"
    assert values(package, "Plan")[7] == [
        "A008",
        "Mend the roof of school 8",
        dt.date(2026, 3, 31),
        "Red",
        "new",
    ]


def test_nothing_but_the_sheet_and_its_table_is_written() -> None:
    package = Package.from_bytes(content(new_package([plan(3), KEY])))
    append_rows(package, "Plan", "Plan", [plan_row(7)])
    assert package.touched == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}


def test_the_blank_row_that_excel_keeps_in_an_empty_table_is_filled_first() -> None:
    package = new_package([plan(0), KEY])
    append_rows(package, "Plan", "Plan", [plan_row(4)])
    append_rows(package, "Plan", "Plan", [plan_row(5), plan_row(6)])
    sheet = opened(package)["Plan"]
    assert tables(sheet) == {"Plan": "A3:E6"}
    assert [row[0] for row in values(package, "Plan")[3:]] == ["A004", "A005", "A006"]
    assert drop_downs(sheet) == {"D4:D6"}


def test_a_table_that_excel_marked_as_empty_is_so_no_longer() -> None:
    package = new_package([plan(0)])
    part = "xl/tables/table1.xml"
    package.write(part, package.read(part).replace(b" displayName", b' insertRow="1" displayName'))
    append_rows(package, "Plan", "Plan", [plan_row(4)])
    assert b"insertRow" not in package.read(part)


def test_an_empty_row_that_only_calculates_counts_as_blank() -> None:
    spec = plan(0)
    assert spec.table is not None
    formula = Formula('=IF(D4="","",1)', "")
    table = Table("Plan", spec.table.columns, ((None, None, None, None, formula),))
    package = new_package([SheetSpec("Plan", table=table)])
    append_rows(package, "Plan", "Plan", [plan_row(4), plan_row(5)])
    assert [row[0] for row in values(package, "Plan")] == ["ID", "A004", "A005"]


@pytest.mark.parametrize(
    "obstacle",
    [
        lambda sheet: sheet.cell(8, 2, "Signed by the chair"),
        lambda sheet: sheet.cell(8, 5, "=A1"),
        lambda sheet: sheet.merge_cells("A8:B9"),
    ],
    ids=["text", "formula", "merged cells"],
)
def test_notes_and_signatures_below_the_table_are_not_overwritten(
    obstacle: Callable[[Worksheet], object],
) -> None:
    package = edited(new_package([plan(3), KEY]), obstacle)
    before = content(package)
    with pytest.raises(XlplanError, match=r"sheet Plan, cell [ABE]8: .*something stands in it"):
        append_rows(package, "Plan", "Plan", [plan_row(7), plan_row(8)])
    assert content(package) == before
    append_rows(package, "Plan", "Plan", [plan_row(7)])  # one row has room


def test_what_stands_beside_the_table_stays() -> None:
    package = edited(new_package([plan(3), KEY]), lambda sheet: sheet.cell(8, 9, "A note to the right"))
    append_rows(package, "Plan", "Plan", [plan_row(7), plan_row(8)])
    sheet = opened(package)["Plan"]
    assert (sheet["I8"].value, sheet["A8"].value) == ("A note to the right", "A008")


def test_a_totals_row_moves_down_and_still_counts_everything() -> None:
    def add_totals(sheet: Worksheet) -> None:
        table = sheet.tables["Plan"]
        table.ref, table.totalsRowCount = "A3:E7", 1
        sheet["A7"], sheet["B7"] = "Total", "=SUBTOTAL(103,B4:B6)"

    package = edited(new_package([plan(3), KEY]), add_totals)
    append_rows(package, "Plan", "Plan", [plan_row(7), plan_row(8)])
    sheet = opened(package)["Plan"]
    assert tables(sheet) == {"Plan": "A3:E9"}
    assert sheet.tables["Plan"].autoFilter.ref == "A3:E8"
    assert (sheet["A7"].value, sheet["A8"].value, sheet["A9"].value) == ("A007", "A008", "Total")
    assert sheet["B9"].value == "=SUBTOTAL(103,B4:B8)"
    assert drop_downs(sheet) == {"D4:D8"}


def test_a_column_that_excel_calculates_goes_on() -> None:
    package = new_package([plan(3), KEY])
    append_rows(package, "Plan", "Plan", [("A007", "Paint the hall")])
    sheet = opened(package)["Plan"]
    assert [cell.value for cell in sheet[7]] == ["A007", "Paint the hall", None, None, '=IF(D7="","","new")']


def test_a_date_reads_as_a_date_where_the_last_row_had_text() -> None:
    spec = SheetSpec("S", table=Table("S", (Column("When"),), (("soon",),)))
    package = new_package([spec])
    append_rows(package, "S", "S", [(dt.date(2026, 1, 31),), (dt.datetime(2026, 1, 31, 9, 30),)])
    assert values(package, "S")[2:] == [[dt.date(2026, 1, 31)], [dt.datetime(2026, 1, 31, 9, 30)]]


def test_a_row_too_long_is_refused_not_cut() -> None:
    with pytest.raises(XlplanError, match=r"6 values does not fit the table 'Plan' of 5 columns"):
        append_rows(new_package([plan(1)]), "Plan", "Plan", [(1, 2, 3, 4, 5, 6)])


@pytest.mark.parametrize(("sheet", "table"), [("Nowhere", "Plan"), ("Key", "Plan")])
def test_a_table_that_is_not_there_is_said_plainly(sheet: str, table: str) -> None:
    with pytest.raises(XlplanError, match="there is no"):
        append_rows(new_package([plan(1), KEY]), sheet, table, [("A",)])


def test_new_columns_stand_at_the_right_with_all_that_belongs_to_them() -> None:
    package = new_package([plan(3), KEY])
    append_columns(package, "Plan", "Plan", *new_columns(3))
    sheet = opened(package)["Plan"]
    table = sheet.tables["Plan"]
    assert (table.ref, table.autoFilter.ref) == ("A3:G6", "A3:G6")
    assert [column.name for column in table.tableColumns][-2:] == ["Jan RAG", "Jan direction"]
    assert [column.id for column in table.tableColumns] == [1, 2, 3, 4, 5, 6, 7]
    assert table.tableColumns[6].calculatedColumnFormula.attr_text == "D4&F4"
    assert (drop_downs(sheet), colour_rules(sheet)) == ({"D4:D6", "F4:F6"}, {"D4:D6", "F4:F6"})
    priorities = [rule.priority for block in sheet.conditional_formatting for rule in block.rules]
    assert len(priorities) == len(set(priorities))
    assert (sheet.column_dimensions["F"].width, sheet.column_dimensions["G"].width) == (12, 11)
    assert (sheet["F3"].fill.fgColor.rgb, sheet["F4"].protection.locked) == ("FF1F3A5F", False)
    assert [row[5:] for row in values(package, "Plan")[2:4]] == [
        ["Jan RAG", "Jan direction"],
        ["Green", "AmberGreen"],
    ]


def test_rows_and_columns_may_be_added_in_turn() -> None:
    package = new_package([plan(2), KEY])
    append_columns(package, "Plan", "Plan", *new_columns(2))
    append_rows(package, "Plan", "Plan", [(*plan_row(6), "Red", Formula("=D6&F6", "AmberRed"))])
    append_columns(package, "Plan", "Plan", [Column("Apr RAG", validation=CHOICE)], [["Red"] * 3])
    sheet = opened(package)["Plan"]
    assert tables(sheet) == {"Plan": "A3:H6"}
    assert drop_downs(sheet) == {"D4:D6", "F4:F6", "H4:H6"}


def test_columns_are_added_to_an_empty_table() -> None:
    package = new_package([plan(0), KEY])
    append_columns(package, "Plan", "Plan", JANUARY, ([], []))
    assert tables(opened(package)["Plan"]) == {"Plan": "A3:G4"}


def test_a_column_beside_the_table_is_not_overwritten() -> None:
    package = edited(new_package([plan(3), KEY]), lambda sheet: sheet.cell(5, 7, "my own note"))
    with pytest.raises(XlplanError, match=r"sheet Plan, cell G5: .*something stands in it"):
        append_columns(package, "Plan", "Plan", *new_columns(3))


def test_a_heading_that_is_there_already_is_refused() -> None:
    with pytest.raises(XlplanError, match="sheet Plan: the heading 'oct rag' is there twice"):
        append_columns(new_package([plan(1)]), "Plan", "Plan", [Column("oct rag")], [["x"]])


def test_the_widths_of_other_columns_stay_and_hidden_ones_stay_hidden() -> None:
    package = new_package([plan(3)])
    part = "xl/worksheets/sheet1.xml"
    wide = b'<col min="6" max="16384" width="3" hidden="1" customWidth="1"/></cols>'
    package.write(part, package.read(part).replace(b"</cols>", wide))
    append_columns(package, "Plan", "Plan", *new_columns(3))
    cols = package.read(part).partition(b"<cols>")[2].partition(b"</cols>")[0]
    assert cols.endswith(
        b'<col min="6" max="6" width="12" customWidth="1"/><col min="7" max="7" width="11" customWidth="1"/>'
        b'<col min="8" max="16384" width="3" hidden="1" customWidth="1"/>'
    )


def test_newer_drop_downs_of_excel_grow_too() -> None:
    package = new_package([plan(3)])
    part = "xl/worksheets/sheet1.xml"
    newer = (
        b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{CCE6A557}">'
        b'<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        b"<x14:dataValidation><xm:sqref>B4:B6 Z1</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    package.write(part, package.read(part).replace(b"</worksheet>", newer + b"</worksheet>"))
    append_rows(package, "Plan", "Plan", [plan_row(7)])
    assert b"<xm:sqref>B4:B7 Z1</xm:sqref>" in package.read(part)


def test_a_table_turned_into_a_plain_range_is_found_by_its_headings() -> None:
    def take_away(sheet: Worksheet) -> None:
        del sheet.tables["Plan"]
        sheet.auto_filter.ref = "A3:E6"
        sheet.print_area = "A1:E6"

    package = edited(new_package([plan(3), KEY]), take_away)
    append_rows(package, "Plan", "Plan", [plan_row(7)])
    append_columns(package, "Plan", "Plan", *new_columns(4))
    sheet = opened(package)["Plan"]
    assert (sheet.auto_filter.ref, sheet.print_area) == ("A3:G7", "'Plan'!$A$1:$G$7")
    assert (drop_downs(sheet), colour_rules(sheet)) == ({"D4:D7", "F4:F7"}, {"D4:D7", "F4:F7"})
    assert values(package, "Plan")[6][:2] == ["A007", "Mend the roof of school 7"]


def test_a_renamed_table_is_found_where_it_stands() -> None:
    package = new_package([plan(3)])
    part = "xl/tables/table1.xml"
    package.write(part, package.read(part).replace(b'"Plan"', b'"Table_of_Tom"'))
    append_rows(package, "Plan", "Plan", [plan_row(7)])
    assert tables(opened(package)["Plan"]) == {"Table_of_Tom": "A3:E7"}


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_master_saved_by_libreoffice_grows_as_well(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(content(new_package([plan(3), KEY])))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(tmp_path / "plan.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    package = Package.open(tmp_path / "out" / "plan.xlsx")
    append_rows(package, "Plan", "Plan", [plan_row(7)])
    append_columns(package, "Plan", "Plan", *new_columns(4))
    sheet = opened(package)["Plan"]
    assert (drop_downs(sheet), colour_rules(sheet)) == ({"D4:D7", "F4:F7"}, {"D4:D7", "F4:F7"})
    assert values(package, "Plan")[6][:2] == ["A007", "Mend the roof of school 7"]


def test_a_cell_outside_the_table_keeps_its_format() -> None:
    note = StyledCell("Checked", Format(bold=True))
    spec = plan(1)
    package = new_package([SheetSpec("Plan", {**spec.cells, (1, 7): note}, spec.table)])
    append_rows(package, "Plan", "Plan", [plan_row(5)])
    assert opened(package)["Plan"]["G1"].font.b


def a_council_with_charts(totals: bool) -> Package:
    """A table of four rows with all that may refer to it: a chart, names, sums on its sheet and on another."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Our plan"
    for row in (["Ref", "Cost"], ["a", 1], ["b", 2], ["c", 3], ["d", 4]):
        sheet.append(row)
    if totals:
        sheet.append(["Total", "=SUBTOTAL(109,B2:B5)"])
    sheet["E1"] = "=SUM(B2:B5)"
    sheet["E2"] = "=SUM(B2:B4)+B5"
    other = book.create_sheet("Sums")
    other["A1"] = "=SUM('Our plan'!$B$2:$B$5)"
    other["A2"] = "=COUNTA('Our plan'!A1:B5)"
    other["A3"] = "='Our plan'!B6"
    other["A4"] = '="Our plan!B2:B5 is a text"'
    other["A5"] = "=SUM(B2:B5)"
    other["A6"] = "=SUM('Our plan'!A2:E5)"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=5))
    other.add_chart(chart, "C1")
    book.defined_names["Costs"] = DefinedName("Costs", attr_text="'Our plan'!$B$2:$B$5")
    sheet.print_area = f"A1:B{6 if totals else 5}"
    table = openpyxl.worksheet.table.Table(displayName="Costs_T", ref=f"A1:B{6 if totals else 5}")
    table.totalsRowCount = 1 if totals else None
    sheet.add_table(table)
    return saved(book)


@pytest.mark.parametrize("totals", [False, True])
def test_what_refers_to_the_whole_table_grows_with_it(totals: bool) -> None:
    """A coordinator's chart and sums must show the new actions too, as they would had Excel added the rows."""
    package = a_council_with_charts(totals)
    append_rows(package, "Our plan", "Costs_T", [["e", 5], ["f", 6]])
    book = opened(package)
    ours, sums = book["Our plan"], book["Sums"]
    assert [ours["E1"].value, ours["E2"].value] == ["=SUM(B2:B7)", "=SUM(B2:B4)+B5"]
    assert [sums[f"A{row}"].value for row in range(1, 7)] == [
        "=SUM('Our plan'!$B$2:$B$7)",
        "=COUNTA('Our plan'!A1:B7)",
        "='Our plan'!B8" if totals else "='Our plan'!B6",
        '="Our plan!B2:B5 is a text"',
        "=SUM(B2:B5)",
        "=SUM('Our plan'!A2:E5)",
    ]
    assert book.defined_names["Costs"].attr_text == "'Our plan'!$B$2:$B$7"
    assert ours.print_area == f"'Our plan'!$A$1:$B${8 if totals else 7}"
    assert b"'Our plan'!$B$2:$B$7" in package.read("xl/charts/chart1.xml")
    if totals:
        assert [ours["A8"].value, ours["B8"].value] == ["Total", "=SUBTOTAL(109,B2:B7)"]
    assert [ours["A6"].value, ours["A7"].value] == ["e", "f"]


def test_rules_that_end_at_a_row_of_totals_grow_with_the_table() -> None:
    """Drop-downs and colours drawn over the totals too must hold for the new rows, and for the totals below."""
    package = a_council_with_charts(totals=True)

    def rule(sheet: Worksheet) -> None:
        choice = DataValidation(type="list", formula1='"1,2"')
        choice.add("B2:B6")
        sheet.add_data_validation(choice)
        sheet.conditional_formatting.add("A2:B6", FormulaRule(["$B2>3"], fill=PatternFill("solid", "FF0000")))

    package = edited(package, rule, "Our plan")
    append_rows(package, "Our plan", "Costs_T", [["e", 5]])
    sheet = opened(package)["Our plan"]
    assert drop_downs(sheet) == {"B2:B7"}
    assert colour_rules(sheet) == {"A2:B7"}


def test_a_table_without_headings_is_refused() -> None:
    """Its rows would go to wherever headings seem to stand, in silence."""
    package = a_council_with_charts(totals=False)
    part = "xl/tables/table1.xml"
    plain = package.read(part).replace(b' headerRowCount="1"', b"")
    package.write(
        part, plain.replace(b' displayName="Costs_T"', b' displayName="Costs_T" headerRowCount="0"')
    )
    with pytest.raises(XlplanError, match="no row of headings"):
        append_rows(package, "Our plan", "Costs_T", [["e", 5]])


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(Plan!D4:D11)", "SUM(Plan!D4:D99)"),
        ("sum('plan'!$d$4:$D$11)", "sum('plan'!$D$4:$D$99)"),
        ("'[1]Plan'!D4:D11+[1]Plan!D4:D11", "'[1]Plan'!D4:D11+[1]Plan!D4:D11"),
        ("'My Plan'!D4:D11", "'My Plan'!D4:D11"),
        ("Plan_T[[#This Row],[D4:D11]]", "Plan_T[[#This Row],[D4:D11]]"),
        ("LOG10(Plan!D4:D11)", "LOG10(Plan!D4:D99)"),
        ("D4:D11", "D4:D11"),
        ("'It''s D4:D11'!D4:D11", "'It''s D4:D11'!D4:D11"),
    ],
)
def test_only_references_to_the_sheet_are_changed(formula: str, expected: str) -> None:
    """A range of another sheet, workbook or text must stay what it is."""
    changed = with_ranges_changed(
        formula,
        "Plan",
        lambda area: replace(area, last_row=99) if area.last_row == 11 else area,
        is_own=False,
    )
    assert changed == expected
