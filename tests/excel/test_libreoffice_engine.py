"""LibreOffice behind xlwings behaves as Excel does: else a button that spoils a plan in Excel passes its tests."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from tests.excel.engines.libreoffice import formulas
from tests.excel.engines.libreoffice.engine import Alert, ExcelOnLibreOffice
from tests.excel.engines.libreoffice.process import ExcelRefused


@pytest.mark.parametrize(
    ("in_excel", "in_libreoffice"),
    [
        ("=SUM(A1:B2,3)", "=SUM(A1:B2;3)"),
        ("='My plan'!$A$1&\"x,y\"", "=$'My plan'.$A$1&\"x,y\""),
        ("=COUNTIF(Plan!$A:$A,A1)", "=COUNTIF($Plan.$A:$A;A1)"),
        ('=COUNTIF(Plan[Oct-05 RAG],"Red, amber")', '=COUNTIF(Plan[Oct-05 RAG];"Red, amber")'),
        ("=Plan[[#This Row],[RAG]]*1.5", "=Plan[[#This Row];[RAG]]*1.5"),
        ("=SUM({1,2;3,4},5)", "=SUM({1;2|3;4};5)"),
        ("='It''s'!A1", "=$'It''s'.A1"),
        ("=STDEV.S(A1:A3,B1)", "=STDEV.S(A1:A3;B1)"),
    ],
)
def test_a_formula_is_the_same_in_both_programs(in_excel: str, in_libreoffice: str) -> None:
    """Else a formula of the plan's is spoilt on its way."""
    assert formulas.native(in_excel) == in_libreoffice
    assert formulas.excel(in_libreoffice) == in_excel


def test_this_row_of_a_table_is_understood_in_the_short_way_too() -> None:
    """Else the formulas of tables made in newer versions of Excel fail."""
    assert formulas.native("=[@RAG]&[@[Oct-05 RAG]]") == "=[[#This Row];[RAG]]&[[#This Row];[Oct-05 RAG]]"


@pytest.fixture
def book(excel_on_libreoffice: ExcelOnLibreOffice) -> xw.Book:
    return excel_on_libreoffice.app.books.add()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]


@pytest.mark.libreoffice
class TestCells:
    @pytest.mark.parametrize(
        ("written", "read", "number_format"),
        [
            ("1.10", 1.1, "General"),
            ("'1.10", "1.10", "General"),
            ("'=1+1", "=1+1", "General"),
            ("=1+1", 2.0, "General"),
            ("+1+1", 2.0, "General"),
            ("Dec 2005", dt.datetime(2005, 12, 1), "dd/mm/yyyy"),
            ("17/09/14", dt.datetime(2014, 9, 17), "dd/mm/yyyy"),
            ("12%", 0.12, "0%"),
            ("10:30", 0.4375, "hh:mm"),
            ("TRUE", True, "BOOLEAN"),
            (True, True, "BOOLEAN"),
            (3, 3.0, "General"),
            (dt.date(2005, 10, 1), dt.datetime(2005, 10, 1), "dd/mm/yyyy"),
            (dt.datetime(2005, 10, 1, 9, 30), dt.datetime(2005, 10, 1, 9, 30), "dd/mm/yyyy hh:mm"),
            ("#N/A", None, "General"),
            ("", None, "General"),
            (None, None, "General"),
            ("Two\nlines, “quotes” – and 'more'", "Two\nlines, “quotes” – and 'more'", "General"),
        ],
    )
    def test_a_value_comes_back_as_excel_gives_it(
        self, sheet: xw.Sheet, written: Any, read: Any, number_format: str
    ) -> None:
        sheet["B2"].value = written
        assert (sheet["B2"].value, sheet["B2"].number_format) == (read, number_format)
        assert type(sheet["B2"].value) is type(read)

    @pytest.mark.parametrize(
        ("written", "read"), [("1.10", "1.10"), ("=1+1", "=1+1"), (5.5, "5.5"), ("'x", "x")]
    )
    def test_a_cell_with_the_text_format_takes_everything_as_text(
        self, sheet: xw.Sheet, written: Any, read: str
    ) -> None:
        sheet["A1"].number_format = "@"
        sheet["A1"].value = written
        assert (sheet["A1"].value, sheet["A1"].number_format) == (read, "@")

    @pytest.mark.parametrize("text", ["=1+", "- done by Ann", "@home, now", "=IF(,", "x" * 32_768])
    def test_what_excel_refuses_is_refused(self, sheet: xw.Sheet, text: str) -> None:
        """Else a progress note that begins with a dash stops the button only at the council."""
        with pytest.raises(ExcelRefused):
            sheet["A1"].value = text

    def test_an_error_can_be_read_as_its_word(self, sheet: xw.Sheet) -> None:
        sheet["A1"].value = ["=1/0", "=NA()", "=foo(1)", "x"]
        assert sheet["A1:D1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?", "x"]
        assert sheet["A1:D1"].value == [None, None, None, "x"]

    def test_formulas_are_read_and_written_in_blocks_in_english(self, book: xw.Book, sheet: xw.Sheet) -> None:
        book.sheets.add("My plan", after=sheet)["A1"].value = [[1], [2]]
        sheet["A1"].value = [["=SUM('My plan'!A1:A2,1)", "text"], [5, "=A1*2"]]
        assert sheet["A1:B2"].formula == (("=SUM('My plan'!A1:A2,1)", "text"), ("5", "=A1*2"))
        assert sheet["A1:B2"].value == [[4.0, "text"], [5.0, 8.0]]

    def test_one_formula_for_a_block_moves_along(self, sheet: xw.Sheet) -> None:
        sheet["A1"].value = [[1], [2], [3]]
        sheet["B1:B3"].formula = "=A1*2"
        assert sheet["B1:B3"].value == [2.0, 4.0, 6.0]

    def test_three_hundred_rows_are_written_in_less_than_a_second(self, sheet: xw.Sheet) -> None:
        rows = [[f"Row {row}, column {column}" for column in range(30)] for row in range(300)]
        started = time.perf_counter()
        sheet["A1"].value = rows
        assert time.perf_counter() - started < 1
        assert sheet["A1"].expand().value == rows

    def test_emptying_and_clearing_take_what_excel_takes(self, sheet: xw.Sheet) -> None:
        sheet["A1:A3"].value = "x"
        sheet["A1:A3"].color = "#ffc7ce"
        sheet["A1:A3"].data_validation.set_list(["x", "y"])
        sheet["A1"].clear_contents()
        sheet["A2"].clear_formats()
        sheet["A3"].clear()
        assert sheet["A1:A3"].value == [None, "x", None]
        assert [cell.color for cell in sheet["A1:A3"]] == [(255, 199, 206), None, None]
        assert [cell.data_validation.type for cell in sheet["A1:A3"]] == ["list", "list", "none"]

    def test_into_a_block_with_hidden_rows_nothing_is_written(self, sheet: xw.Sheet) -> None:
        """Excel writes past the rows that cannot be seen; one cell it does write."""
        sheet["A2"].rows.hidden = True
        for block in ("A1:A3", "A2:B2", "A1:B2"):
            with pytest.raises(ExcelRefused, match="hidden"):
                sheet[block].value = "x"
        sheet["B:B"].columns.hidden = True
        sheet["A2"].value = "one cell"
        sheet["A3:C4"].value = "rows that are seen"
        assert sheet["A1:A3"].value == [None, "one cell", "rows that are seen"]

    def test_copying_values_reads_no_text_anew(self, sheet: xw.Sheet) -> None:
        sheet["A1"].value = [["'1.10", 5], ["=A1&1", "=NA()"]]
        sheet["D1"].copy_from(sheet["A1:B2"], copy_type="values")
        assert sheet["D1:E2"].options(err_to_str=True).value == [["1.10", 5.0], ["1.101", "#N/A"]]
        assert sheet["D2"].formula == "1.101"

    def test_the_ends_of_what_is_filled_are_found(self, sheet: xw.Sheet) -> None:
        sheet["B3"].value = [["a", "b"], ["c", "d"], ["e", "f"]]
        assert sheet.used_range.address == "$B$3:$C$5"
        assert sheet["B3"].expand().address == "$B$3:$C$5"
        assert sheet["B3"].end("down").address == "$B$5"
        assert sheet["B1"].end("down").address == "$B$3"
        assert sheet["C4"].current_region.address == "$B$3:$C$5"
        assert sheet["B5"].end("down").row == sheet.cells.shape[0]

    def test_rows_are_inserted_and_deleted_with_what_refers_to_them(
        self, book: xw.Book, sheet: xw.Sheet
    ) -> None:
        sheet["A1"].value = [[1], [2], ["=A1+A2"]]
        book.names.add("total", f"={sheet.name}!$A$3")
        sheet["2:3"].insert("down")
        assert (sheet["A5"].formula, book.names["total"].refers_to_range.address) == ("=A1+A4", "$A$5")
        sheet["2:3"].delete("up")
        assert (sheet["A3"].value, book.names["total"].refers_to) == (3.0, f"={sheet.name}!$A$3")

    def test_a_link_is_put_into_a_cell(self, sheet: xw.Sheet) -> None:
        sheet["A1"].add_hyperlink("#'My plan'!A3", "Plan")
        assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("Plan", "#'My plan'.A3")

    def test_what_is_not_offered_says_so(self, sheet: xw.Sheet) -> None:
        for attempt in (
            lambda: sheet["A1"].add_note("x"),
            lambda: sheet["A1"].sort(1),
            lambda: sheet["A1:A2"].autofill(sheet["A1:A4"], "fill_days"),
            lambda: sheet["A1"].conditional_formats.add_data_bar("#ff0000"),
            lambda: sheet.book.app.alert("Sure?", buttons="yes_no"),
            lambda: sheet.charts.add(),
        ):
            with pytest.raises(NotImplementedError):
                attempt()


@pytest.mark.libreoffice
class TestLooks:
    def test_formats_of_a_column_are_set_in_one_go_and_read_back(self, sheet: xw.Sheet) -> None:
        column = sheet["C:C"]
        column.number_format = "dd/mm/yyyy"
        column.color = (1, 2, 3)
        column.wrap_text = True
        column.horizontal_alignment = "left"
        column.vertical_alignment = "top"
        column.column_width = 30
        column.font.bold, column.font.italic, column.font.size = True, True, 14
        column.font.name, column.font.color = "Arial", "#00ff00"
        cell = sheet["C9"]
        assert (cell.number_format, cell.color, cell.wrap_text) == ("dd/mm/yyyy", (1, 2, 3), True)
        assert (cell.horizontal_alignment, cell.vertical_alignment) == ("left", "top")
        assert cell.column_width == pytest.approx(30, abs=0.2)
        font = cell.font
        assert (font.bold, font.italic, font.size, font.name, font.color) == (
            True,
            True,
            14,
            "Arial",
            (0, 255, 0),
        )
        column.color = None
        assert cell.color is None

    def test_borders(self, sheet: xw.Sheet) -> None:
        block = sheet["B2:C3"]
        block.borders.set("all", line_style="continuous", weight="thin", color="#808080")
        assert (block.borders.line_style, block.borders.weight, block.borders.color) == (
            "continuous",
            "thin",
            (128, 128, 128),
        )
        block.borders["edge_bottom"].weight = "thick"
        assert (sheet["B3"].borders["edge_bottom"].weight, sheet["B3"].borders["edge_left"].weight) == (
            "thick",
            "thin",
        )
        block.borders.clear()
        assert block.borders.line_style == "none"

    def test_formats_and_rules_are_filled_down_but_not_values(self, sheet: xw.Sheet) -> None:
        """Else rows added to a plan lose the colours that warn."""
        sheet["A1"].value = ["x", dt.date(2005, 1, 1)]
        sheet["A1"].color = "#ffc7ce"
        sheet["A1:B1"].conditional_formats.add_custom('=$A1="Red"', fill_color="#ff0000")
        sheet["A2"].value = "kept"
        sheet["A1:B1"].autofill(sheet["A1:B4"], "fill_formats")
        assert sheet["A1:A4"].value == ["x", "kept", None, None]
        assert (sheet["A4"].color, sheet["B4"].number_format) == ((255, 199, 206), "dd/mm/yyyy")
        assert [rule.formula for rule in sheet["B3"].conditional_formats] == ['=$A1="Red"']
        sheet["D1"].conditional_formats.add_custom('=$D1="Red"', fill_color="#ff0000")
        sheet["C1:E1"].autofill(sheet["C1:E4"], "fill_formats")
        assert [len(cell.conditional_formats) for cell in sheet["C4:E4"]] == [0, 1, 0]

    def test_a_new_rule_wins_and_clearing_reaches_these_cells_alone(
        self, excel_on_libreoffice: ExcelOnLibreOffice, book: xw.Book, sheet: xw.Sheet, tmp_path: Path
    ) -> None:
        sheet["B2:C9"].conditional_formats.add_custom('=$C2="Red"', fill_color="#ff0000")
        sheet["C2:C12"].conditional_formats.add_custom('=$C2="Green"', fill_color="#00ff00", font_bold=True)
        sheet["B9:C9"].conditional_formats.clear()
        assert [rule.formula for rule in sheet["C2"].conditional_formats] == ['=$C2="Green"', '=$C2="Red"']
        assert sheet["C2"].conditional_formats[0].fill_color == (0, 255, 0)
        assert (len(sheet["C9"].conditional_formats), len(sheet["C8"].conditional_formats)) == (0, 2)
        saved = openpyxl.load_workbook(excel_on_libreoffice.save_as(book, tmp_path / "rules.xlsx")).active
        rules = {rule.formula[0]: rule for found in saved.conditional_formatting for rule in found.rules}
        assert rules['$C2="Green"'].priority < rules['$C2="Red"'].priority
        assert rules['$C2="Green"'].dxf.fill.bgColor.rgb == "FF00FF00"

    def test_validation_is_set_read_and_taken_away(self, book: xw.Book, sheet: xw.Sheet) -> None:
        sheet["F1:F3"].value = [["Red"], ["Amber"], ["Green"]]
        book.names.add("words", f"={sheet.name}!$F$1:$F$3")
        sheet["A1:A9"].data_validation.set_list(["Red", 'So "so"'])
        sheet["B1:B9"].data_validation.set_list(sheet["F1:F3"])
        sheet["C1:C9"].data_validation.set_list(book.names["words"])
        sheet["D1:D9"].data_validation.set_date("between", dt.date(2005, 1, 1), dt.date(2005, 12, 31))
        sheet["E1:E9"].data_validation.set_custom("=LEN(E1)<3")
        assert sheet["A5"].data_validation.source == 'Red,So "so"'
        assert sheet["B5"].data_validation.source == f"={sheet.name}!$F$1:$F$3"
        assert sheet["C5"].data_validation.source == "=words"
        dates = sheet["D5"].data_validation
        assert (dates.type, dates.operator) == ("date", "between")
        assert (dates.formula1, dates.formula2) == ("=DATE(2005,1,1)", "=DATE(2005,12,31)")
        assert sheet["E1"].data_validation.formula == "=LEN(E1)<3"
        sheet["A2:A9"].data_validation.delete()
        assert [sheet[place].data_validation.type for place in ("A1", "A2", "A1:A2", "A1:B1")] == [
            "list",
            "none",
            "mixed_criteria",
            "inconsistent",
        ]


@pytest.mark.libreoffice
class TestTables:
    def test_a_table_is_made_resized_and_saved_as_one(
        self, excel_on_libreoffice: ExcelOnLibreOffice, book: xw.Book, sheet: xw.Sheet, tmp_path: Path
    ) -> None:
        sheet["A3"].value = [["ID", "RAG"], ["A001", "Red"], ["A002", "Green"]]
        table = sheet.tables.add(sheet["A3"].expand(), name="Plan")
        assert (table.range.address, table.data_body_range.address) == ("$A$3:$B$5", "$A$4:$B$5")
        assert table.header_row_range.value == ["ID", "RAG"]
        sheet["C3"].value = [["Notes"], ["'1.10"]]
        sheet["A6"].value = "A003"
        table.resize(sheet["A3:C6"])
        sheet["E1"].formula = '=COUNTIF(Plan[RAG],"Red")'
        assert (sheet["E1"].value, sheet.tables["plan"].range.address) == (1.0, "$A$3:$C$6")
        assert ("Plan" in sheet.tables, "Other" in sheet.tables, sheet["B4"].table.name) == (
            True,
            False,
            "Plan",
        )
        saved = openpyxl.load_workbook(excel_on_libreoffice.save_as(book, tmp_path / "table.xlsx")).active
        assert (saved.tables["Plan"].ref, saved["C4"].value) == ("A3:C6", "1.10")
        assert saved.tables["Plan"].autoFilter.ref == "A3:C6"

    def test_tables_do_not_overlap_and_keep_their_headings(self, sheet: xw.Sheet) -> None:
        sheet["A3"].value = [["ID", "RAG"], ["A001", "Red"]]
        table = sheet.tables.add(sheet["A3:B4"], name="Plan")
        for attempt in (
            lambda: sheet.tables.add(sheet["B4:C9"]),
            lambda: sheet.tables.add(sheet["D3:E9"], name="plan"),
            lambda: table.resize(sheet["A4:B9"]),
        ):
            with pytest.raises(ExcelRefused):
                attempt()


@pytest.mark.libreoffice
class TestBooks:
    def test_sheets_are_added_renamed_hidden_and_deleted(self, book: xw.Book, sheet: xw.Sheet) -> None:
        plan = book.sheets.add("Plan", before=sheet)
        checks = book.sheets.add("Checks", after=sheet)
        assert [found.name for found in book.sheets] == ["Plan", sheet.name, "Checks"]
        assert (book.sheets.active.name, checks.index) == ("Checks", 3)
        sheet["A1"].formula = "=Plan!B2"
        plan.name = "Plan (original)"
        assert (book.sheets["plan (ORIGINAL)"].name, sheet["A1"].formula) == (
            "Plan (original)",
            "='Plan (original)'!B2",
        )
        checks.visible = False
        assert [found.visible for found in book.sheets] == [True, True, False]
        plan.activate()
        assert book.sheets.active.name == "Plan (original)"
        sheet.delete()
        with pytest.raises(ExcelRefused):  # the last that can be seen
            plan.delete()
        for name in ("x" * 32, "a/b", "Checks"):
            with pytest.raises((ExcelRefused, ValueError)):
                book.sheets.add(name)

    def test_a_workbook_is_opened_once_saved_and_called(
        self, excel_on_libreoffice: ExcelOnLibreOffice, tmp_path: Path
    ) -> None:
        made = openpyxl.Workbook()
        made.active["A1"] = "Wexcombe"
        path = tmp_path / "it's the plan.xlsx"
        made.save(path)
        book = excel_on_libreoffice.open(path)
        assert (book.fullname, book.name) == (str(path), path.name)
        assert excel_on_libreoffice.open(path) == book
        book.set_mock_caller()
        xw.Book.caller().sheets[0]["A2"].value = "'2.10"
        copy = excel_on_libreoffice.save_as(book, tmp_path / "copy.xlsx")
        assert openpyxl.load_workbook(copy).active["A2"].value == "2.10"
        assert openpyxl.load_workbook(path).active["A2"].value is None
        book.save()
        assert openpyxl.load_workbook(path).active["A2"].value == "2.10"
        book.close()
        assert len(excel_on_libreoffice.app.books) == 0

    def test_message_boxes_are_kept_for_the_test(
        self, excel_on_libreoffice: ExcelOnLibreOffice, book: xw.Book
    ) -> None:
        assert book.app.alert("12 changes", title="Merge returns") == "ok"
        assert excel_on_libreoffice.alerts == [Alert("Merge returns", "12 changes")]
