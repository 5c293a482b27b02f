"""What stands in a cell's XML, as a value: what is none is refused, and never merged as something else."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.workbook.grid import Area, Value
from xlplan.workbook.readers.cell_styles import CellStyle
from xlplan.workbook.readers.number_formats import number_format
from xlplan.workbook.readers.sheet_content import SharedFormulas, SheetContent, ValueReader, merged_areas

PLAIN, DAY, HOURS = range(3)
STYLES = [CellStyle(), CellStyle(number_format("dd/mm/yyyy")), CellStyle(number_format("[h]:mm"))]
VALUES = ValueReader(("first", "", "third"), STYLES, is_1904=False)


@pytest.mark.parametrize(
    ("kind", "text", "style", "value"),
    [
        ("s", "0", PLAIN, "first"),
        ("s", " 2\n", PLAIN, "third"),
        ("s", "000000002", PLAIN, "third"),
        ("s", "1", PLAIN, None),
        ("s", "0", 99, "first"),
        ("str", "_x0041_b", PLAIN, "Ab"),
        ("str", " b ", DAY, " b "),
        ("inlineStr", "5", PLAIN, "5"),
        ("e", "#REF!", PLAIN, "#REF!"),
        ("b", "1", PLAIN, True),
        ("b", " true ", PLAIN, True),
        ("b", "0", PLAIN, False),
        ("b", "false", PLAIN, False),
        ("d", " 2026-12-31 ", PLAIN, dt.date(2026, 12, 31)),
        ("n", "5", PLAIN, 5),
        ("", " 5.50 ", PLAIN, 5.5),
        ("", "-5", PLAIN, -5),
        ("", ".5", PLAIN, 0.5),
        ("", "5.", PLAIN, 5),
        ("", "+1E+2", PLAIN, 100),
        ("", "9" * 14, PLAIN, 10**14 - 1),
        ("", "9" * 15, PLAIN, 10**15 - 1),
        ("", "9" * 16, PLAIN, 1e16),
        ("", "1" * 309, PLAIN, float("1" * 309)),
        ("", "0." + "5" * 398, PLAIN, 5 / 9),
        ("", "38687", DAY, dt.date(2005, 12, 1)),
        ("", " 38687.5 ", DAY, dt.datetime(2005, 12, 1, 12)),
        ("", "36.5", HOURS, 36.5),
        ("", "0.5", HOURS, dt.time(12)),
        ("", "-1", DAY, -1),
    ],
)
def test_a_value_is_what_was_typed(kind: str, text: str, style: int, value: Value) -> None:
    found = VALUES.read(kind, text, style)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text", "style", "said"),
    [
        ("s", "3", PLAIN, "a text that the workbook does not have"),
        ("s", "-1", PLAIN, "no text"),
        ("s", "1.0", PLAIN, "no text"),
        ("s", "²", PLAIN, "no text"),
        ("s", "٣", PLAIN, "no text"),
        ("s", "0000000002", PLAIN, "no text"),
        ("b", "2", PLAIN, "neither true nor false"),
        ("b", "TRUE", PLAIN, "neither true nor false"),
        ("N", "5", PLAIN, "a kind that no workbook has"),
        ("", "5", 3, "a style that the workbook does not have"),
        ("", "0x10", PLAIN, "no number"),
        ("", "1_000", PLAIN, "no number"),
        ("", "٣", PLAIN, "no number"),
        ("", "²", PLAIN, "no number"),
        ("", "5 5", PLAIN, "no number"),
        ("", "0." + "5" * 399, PLAIN, "no number"),
        ("", "1e309", PLAIN, "larger than any"),
        ("", "-1e309", PLAIN, "larger than any"),
    ],
)
def test_what_is_no_value_is_refused(kind: str, text: str, style: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        VALUES.read(kind, text, style)


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    assert ValueReader((), STYLES, is_1904=True).read("", "37225", DAY) == dt.date(2005, 12, 1)


def test_a_formula_that_is_shared_is_told_for_each_of_its_cells() -> None:
    shared = SharedFormulas()
    assert shared.text((1, 2), "A1+1", "0") == "A1+1"
    assert shared.text((3, 2), "", "0") == "A3+1"
    assert shared.text((3, 2), "", "1") == ""
    assert shared.text((5, 2), "C5", "0") == "C5"
    assert shared.text((6, 2), "", "0") == "C6"


def test_a_formula_is_told_with_its_equals_sign() -> None:
    content = SheetContent(formulas={1: {1: "A1", 2: b"A1&amp;B1", 3: b""}})
    assert [content.formula(1, column) for column in (1, 2, 3, 4)] == ["=A1", "=A1&B1", "=", None]
    assert content.formula(2, 1) is None


def test_whole_columns_are_no_merged_cells() -> None:
    assert merged_areas(["A1:B2", "A:B", "1:2", "", "C3"]) == (Area(1, 1, 2, 2), Area(3, 3, 3, 3))
