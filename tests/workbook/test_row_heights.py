"""A long text is seen whole, also in programs that do not measure rows when they open a workbook."""

from __future__ import annotations

import re
import time

import pytest

from tests.builders.drawing_examples import new_columns, plan, plan_row
from xlplan.workbook.ooxml.cells import set_cells
from xlplan.workbook.ooxml.grow_table import append_columns, append_rows
from xlplan.workbook.ooxml.insert_sheet import new_package
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.sheet_spec import Format, SheetSpec, StyledCell
from xlplan.workbook.text_height import HIGHEST, lines_of, row_height

SHEET = "xl/worksheets/sheet1.xml"
LONG = "The roof of the hall was mended by our own builders. " * 5


def heights(package: Package) -> dict[int, float]:
    """Row number -> its height, for rows that have one."""
    rows = re.findall(rb'<row r="(\d+)"[^>]*? ht="([\d.]+)"', package.read(SHEET))
    return {int(row): float(height) for row, height in rows}


def change(package: Package, old: str, new: str) -> None:
    package.write(SHEET, package.read(SHEET).replace(old.encode(), new.encode()))


@pytest.mark.parametrize(
    ("text", "width", "lines"), [("", 10, 1), ("short", 10, 1), ("a\nb", 10, 2), ("word " * 20, 20, 6)]
)
def test_a_text_takes_as_many_lines_as_its_column_makes_it(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_a_row_of_short_texts_keeps_the_standard_height_and_none_is_higher_than_excel_allows() -> None:
    assert row_height([("short", 20, 11), ("", 5, 11)]) is None
    assert row_height([("word " * 2000, 20, 11)]) == 409


def test_a_larger_letter_needs_a_higher_row() -> None:
    package = new_package([SheetSpec("S", cells={(1, 1): StyledCell("Title", Format(size=22, wrap=False))})])
    assert heights(package) == {1: 30}


def test_a_row_grows_for_a_new_text_and_shrinks_when_it_goes() -> None:
    package = new_package([plan(2)])
    set_cells(package, "Plan", {(4, 2): LONG})
    change(package, '<row r="4"', '<row r="4" ht="20"')
    set_cells(package, "Plan", {(4, 2): LONG})
    assert heights(package)[4] == 105
    set_cells(package, "Plan", {(4, 2): "Short"})
    assert 4 not in heights(package)


def test_a_row_that_has_no_height_is_left_to_excel_which_knows_its_other_texts() -> None:
    package = new_package([plan(2)])
    set_cells(package, "Plan", {(4, 2): LONG})
    assert 4 not in heights(package)


def test_a_height_that_a_person_set_stays() -> None:
    package = new_package([plan(2)])
    change(package, '<row r="4"', '<row r="4" ht="20" customHeight="1"')
    set_cells(package, "Plan", {(4, 2): LONG})
    assert heights(package)[4] == 20


def test_new_rows_are_high_enough_and_new_columns_do_not_cut_the_old_texts() -> None:
    package = new_package([plan(0)])
    append_rows(package, "Plan", "Plan", [("A1", LONG), ("A2", "Short"), ("A3", LONG)])
    assert heights(package) == {1: 22, 4: 105, 6: 105}
    append_columns(package, "Plan", "Plan", *new_columns(3))
    assert heights(package) == {1: 22, 4: 105, 6: 105}
    append_rows(package, "Plan", "Plan", [plan_row(7)])
    assert 7 not in heights(package)


def test_a_text_of_thousands_of_lines_is_as_high_as_a_row_can_be_and_takes_no_time() -> None:
    """Six hundred such texts in a return of 34 kB kept the merge busy for half a minute."""
    started = time.process_time()
    for _ in range(1_000):
        assert row_height([("x\n" * 16_000, 10.0, 11.0)]) == HIGHEST
    assert time.process_time() - started < 1
