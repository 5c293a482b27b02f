"""A long text is seen whole, also in programs that do not measure rows when they open a workbook."""

from __future__ import annotations

import re
import time

import pytest

from tests.builders.drawing_examples import new_columns, plan, plan_row
from tests.builders.workbook_examples import parts, sheet, zipped
from xlplan.workbook.ooxml.cells import set_cells
from xlplan.workbook.ooxml.grow_table import append_columns, append_rows
from xlplan.workbook.ooxml.insert_sheet import new_package
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.row_heights import Fitting
from xlplan.workbook.ooxml.sheet_editor import Frame
from xlplan.workbook.ooxml.styles import BLANK_STYLES, Styles
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


WRAPS, LARGE, PLAIN = 1, 2, 3
"""Cell styles: texts wrap; texts wrap and have 22 points; texts do not wrap."""


def fitting(rows: str, columns: str = '<col min="1" max="2" width="20"/>', after: str = "") -> Fitting:
    styles = Styles(BLANK_STYLES)
    made = [styles.style(look) for look in (Format(), Format(size=22), Format(wrap=False))]
    assert made == [WRAPS, LARGE, PLAIN]
    return Fitting(
        Frame(sheet(rows, before=f"<cols>{columns}</cols>" if columns else "", after=after).encode()), styles
    )


@pytest.mark.parametrize(
    ("column", "style", "text", "height"),
    [
        (1, WRAPS, "a\nb\nc", 45),
        (1, WRAPS, "word " * 7, 30),
        (2, WRAPS, "word " * 7, 30),
        (3, WRAPS, "word " * 7, 90),  # a column of which nothing is said is narrow
        (1, LARGE, "a\nb", 60),
        (1, LARGE, "a", 30),
        (1, WRAPS, "a", None),
        (1, PLAIN, "a\nb\nc", None),
        (1, 99, "a\nb\nc", None),
    ],
)
def test_a_text_needs_the_lines_that_its_column_and_letters_make(
    column: int, style: int, text: str, height: float | None
) -> None:
    found = fitting("")
    found.note(4, column, style, text)
    found.note(4, column, style, "short")
    assert found.heights().get(4) == height


def test_a_merged_cell_makes_no_row_higher() -> None:
    """Excel does not grow rows for them either: half of the page would be blank."""
    found = fitting("", after='<mergeCells><mergeCell ref="A4:B9"/></mergeCells>')
    found.note(4, 1, WRAPS, "a\nb\nc")
    found.note(4, 3, WRAPS, "a\nb")
    assert found.heights() == {4: 30}


@pytest.mark.parametrize(("height", "is_raised"), [(14.0, False), (15.0, False), (15.5, True), (45.0, True)])
def test_a_row_is_raised_beyond_one_line_alone(height: float, is_raised: bool) -> None:
    found = fitting("")
    found.raise_to(4, height)
    found.raise_to(4, 15.2)
    assert found.heights().get(4) == (max(height, 15.2) if is_raised else 15.2)


def cell(letter: str, text: str, style: int = WRAPS) -> str:
    return f'<c r="{letter}4" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


THREE, TWO = "a\nb\nc", "a\nb"


@pytest.mark.parametrize(
    ("row", "new", "measured", "height"),
    [
        (f'<row r="4" ht="45">{cell("A", THREE)}</row>', "short", True, None),
        (f'<row r="4" ht="45">{cell("A", THREE)}{cell("B", "x")}</row>', "short", True, None),
        (f'<row r="4" ht="45">{cell("A", THREE)}{cell("B", TWO)}</row>', "short", True, 30),
        (f'<row r="4" ht="45">{cell("A", THREE)}{cell("B", THREE)}</row>', "short", False, None),
        (f'<row r="4" ht="45">{cell("A", THREE)}</row>', TWO, True, 30),
        (f'<row r="4" ht="45">{cell("A", THREE)}</row>', THREE, False, 45),
        (f'<row r="4" ht="45">{cell("A", "x")}{cell("B", "x")}</row>', "short", False, None),
        (f'<row r="4" ht="45">{cell("A", THREE, PLAIN)}</row>', "short", False, None),
        (f'<row r="4" ht="15">{cell("A", THREE)}</row>', "short", False, None),
        (f'<row r="4">{cell("A", THREE)}</row>', "short", False, None),
        (f'<row r="4" ht="45" customHeight="1">{cell("A", THREE)}</row>', "short", False, None),
        ("", "short", False, None),
        ('<row r="4" ht="45"><c r="A4" s="1" t="s"><v>0</v></c></row>', "short", True, None),
        ('<row r="4" ht="45"><c r="A4" s="1" t="s"><v>1</v></c></row>', "short", False, None),
        ('<row r="4" ht="45"><c r="A4" s="1" t="s"><v>9</v></c></row>', "short", False, None),
        ('<row r="4" ht="45"><c r="A4" s="1"><f>B4</f><v>1</v></c></row>', "short", False, None),
        ('<row r="4" ht="45"><c r="A4" s="1"><v>1</v></c></row>', "short", False, None),
    ],
)
def test_a_row_shrinks_when_the_text_that_made_it_high_goes(
    row: str, new: str, measured: bool, height: float | None
) -> None:
    """Else each month leaves higher rows behind, and the plan takes ever more pages."""
    package = Package.from_bytes(zipped(parts(sheet(row), strings=(THREE, "short"))))
    found = fitting(row)
    found.note(4, 1, WRAPS, new)
    assert found.measure_too_high(package, {4: [1]}) == ({4} if measured else set())
    assert found.heights().get(4) == height
