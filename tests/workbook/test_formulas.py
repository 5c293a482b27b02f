"""Formulas as text: one that is moved, or whose sheet or range changes, still means the same cells."""

from __future__ import annotations

import pytest

from xlplan.workbook.grid import Area
from xlplan.workbook.ooxml.formulas import renamed, translated, with_ranges_changed


@pytest.mark.parametrize(
    ("down", "right", "formula", "moved"),
    [
        (0, 0, "A1+$B$2", "A1+$B$2"),
        (1, 0, "A1:B2", "A2:B3"),
        (0, 1, "a1", "B1"),
        (-1, 0, "A2", "A1"),
        (-1, 0, "A1", "#REF!"),
        (0, -1, "B1", "A1"),
        (0, -1, "A1", "#REF!"),
        (1, 0, "A1048575", "A1048576"),
        (1, 0, "A1048576", "#REF!"),
        (0, 1, "XFC1", "XFD1"),
        (0, 1, "XFD1", "#REF!"),
        (1, 1, "$A1+A$1+$A$1", "$A2+B$1+$A$1"),
        (1, 1, "A:B", "B:C"),
        (1, 1, "$A:B", "$A:C"),
        (1, 1, "1:2", "2:3"),
        (1, 1, "$1:2", "$1:3"),
        (1, 1, "A1.5+B1_2+C1(", "A1.5+B1_2+C1("),
        (1, 1, "Sheet1!A1", "Sheet1!B2"),
        (1, 1, "A1!B1", "A1!C2"),
        (1, 1, "1:1!", "1:1!"),
        (1, 1, '"A1"&A1&"say ""A1"""', '"A1"&B2&"say ""A1"""'),
        (1, 1, "'It''s A1'!A1", "'It''s A1'!B2"),
        (1, 1, "Plan[A1]+Plan[[#All],[A1]]", "Plan[A1]+Plan[[#All],[A1]]"),
        (1, 1, "LOG10(A1)", "LOG10(B2)"),
        (1, 1, "ABCD1+A12345678", "ABCD1+A12345678"),
    ],
)
def test_a_formula_reads_in_another_cell_as_it_would_when_copied(
    down: int, right: int, formula: str, moved: str
) -> None:
    assert translated((5, 5), formula, (5 + down, 5 + right)) == moved


@pytest.mark.parametrize(
    ("formula", "old", "new", "after"),
    [
        ("Plan!A1", "PLAN", "Master", "Master!A1"),
        ("Plan!A1", "Plan", "Two words", "'Two words'!A1"),
        ("Plan!A1", "Plan", "RC", "'RC'!A1"),
        ("Plan!A1", "Plan", "R1C1", "'R1C1'!A1"),
        ("Plan!A1", "Plan", "true", "'true'!A1"),
        ("Plan!A1", "Plan", "2026", "'2026'!A1"),
        ("Plan!A1", "Plan", "A1B", "A1B!A1"),
        ("Plan!A1", "Plan", "Year.1", "Year.1!A1"),
        ("'Plan'!A1", "Plan", "Master", "'Master'!A1"),
        ("Plan:Key!A1", "Key", "Old key", "'Plan:Old key'!A1"),
        ("Plan:Key!A1", "Other", "X", "Plan:Key!A1"),
        ("'Tom''s':Key!A1", "Key", "X", "'Tom''s':X!A1"),
        ("'[1]Plan'!A1+Plan!A1", "Plan", "X", "'[1]Plan'!A1+X!A1"),
    ],
)
def test_a_sheet_is_named_as_excel_names_it(formula: str, old: str, new: str, after: str) -> None:
    assert renamed(formula, old, new) == after


def grow(area: Area) -> Area:
    """The table of rows 3 to 9, columns A to C, one row and one column larger."""
    if area == Area(3, 1, 9, 3):
        return Area(3, 1, 10, 4)
    return Area(20, 30, 20, 30) if area == Area(9, 3, 9, 3) else area


@pytest.mark.parametrize(
    ("formula", "is_own", "after"),
    [
        ("SUM(A3:C9)", True, "SUM(A3:D10)"),
        ("SUM(A3:C9)", False, "SUM(A3:C9)"),
        ("SUM($A$3:$C$9)", True, "SUM($A$3:$D$10)"),
        ("SUM($A3:C$9)", True, "SUM($A3:D$10)"),
        ("Plan!A3:C9", False, "Plan!A3:D10"),
        ("plan!$A$3:$C$9", False, "plan!$A$3:$D$10"),
        ("'Plan'!A3:C9", True, "'Plan'!A3:D10"),
        ("Other!A3:C9", True, "Other!A3:C9"),
        ("'Other plan'!A3:C9", True, "'Other plan'!A3:C9"),
        ("[1]Plan!A3:C9", True, "[1]Plan!A3:C9"),
        ("C9", True, "AD20"),
        ("$C$9+C9", True, "$AD$20+AD20"),
        ("Plan!C$9", False, "Plan!AD$20"),
        ("A3:C8", True, "A3:C8"),
        ("A3:C9!", True, "A3:C9!"),
        ('"A3:C9"&A3:C9', True, '"A3:C9"&A3:D10'),
        ("Plan[[#All],[A3:C9]]", True, "Plan[[#All],[A3:C9]]"),
        ("LOG10(C9)+C9_x+xC9", True, "LOG10(AD20)+C9_x+xC9"),
        ("#REF!+C9", True, "#REF!+AD20"),
    ],
)
def test_a_range_that_grows_is_grown_in_every_formula_that_names_it(
    formula: str, is_own: bool, after: str
) -> None:
    """Else a total or a chart leaves out the newest actions."""
    assert with_ranges_changed(formula, "Plan", grow, is_own=is_own) == after


def test_a_sheet_with_an_apostrophe_is_found() -> None:
    assert with_ranges_changed("'Tom''s'!A3:C9", "tom's", grow, is_own=False) == "'Tom''s'!A3:D10"
