"""Formulas that a program wrote and nobody worked out: they show nothing, and are named all the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.builders.messy import Written, sheet
from xlplan.checks.reading import findings
from xlplan.importing.reader import read_plan_sheets
from xlplan.workbook.grid import Cell, Grid, Value, place_of

HEADS: list[Written] = ["Ref", "Action", "Owner", "Due", "Notes"]
ROWS: list[list[Written]] = [
    ["1", "Paint the hall", "Al Moss", "May 2026", "Blue"],
    ["2", "", "Bea Finn", "June 2026"],
    [],
    ["3", "Mend the roof", "Al Moss", "May 2026"],
]
REPORT = '="Report every "&"quarter"'


def plan_with(formulas: Mapping[str, str]) -> Grid:
    """A plan with headings in row 1 and formulas by address that were never worked out."""
    grid = sheet(HEADS, *ROWS, name="Plan")
    written = {
        place_of(where): Cell(formula=formula, is_uncalculated=True) for where, formula in formulas.items()
    }
    return Grid("Plan", {**grid.cells, **written})


@pytest.mark.parametrize(
    "formulas",
    [
        {"B3": REPORT},  # the action
        {"E3": "=E2"},  # beside a filled row
        {"A4": "=A3+1", "B4": "=B3", "C4": "=C3"},  # a row of nothing else
        {"G3": "=TODAY()-D3"},  # in the margin
    ],
    ids=["action", "notes", "a whole row", "margin"],
)
def test_a_formula_that_was_never_worked_out_is_counted_and_named(formulas: dict[str, str]) -> None:
    """If this fails, an action that a reporting system wrote as a formula vanishes without a word."""
    without = read_plan_sheets([plan_with({})])
    reading = read_plan_sheets([plan_with(formulas)])
    told = {item.cell: item for item in findings(reading.inferences) if item.code == "LAY010"}
    assert {where: item.value for where, item in told.items()} == formulas
    assert all("save it" in item.suggestion for item in told.values())
    assert formulas.items() <= {item.cell: item.text for item in reading.listed}.items()
    assert reading.cells_read == without.cells_read + len(formulas)
    assert reading.cells_read == reading.cells_placed + len(reading.listed)


@pytest.mark.parametrize(
    ("value", "notes"), [(None, ""), ("Blue", "Blue"), (0, "0")], ids=["nothing", "text", "zero"]
)
def test_a_formula_that_was_worked_out_is_what_it_shows(value: Value, notes: str) -> None:
    """If this fails, a workbook of tidy formulas that come to nothing drowns in findings."""
    cells = {**sheet(HEADS, *ROWS, name="Plan").cells, (5, 5): Cell(value, notes, None, "=E2")}
    reading = read_plan_sheets([Grid("Plan", cells)])
    assert not [item for item in findings(reading.inferences) if item.code == "LAY010"]
    assert [row.notes for row in reading.rows if row.ref == "3"] == [notes]


def test_formulas_right_below_the_table_are_named() -> None:
    """If this fails, the last row of a plan that is all formulas is gone."""
    reading = read_plan_sheets([plan_with({"B6": REPORT, "C6": "=C5"})])
    assert [
        (item.cell, item.value) for item in findings(reading.inferences) if item.code in ("LAY004", "LAY020")
    ] == [("B6", f"{REPORT} | =C5")]


def test_formulas_away_from_the_plan_are_nobodys_business() -> None:
    """If this fails, each formula of a budget sheet is a finding."""
    reading = read_plan_sheets([plan_with({"B40": "=SUM(E2:E5)"})])
    assert not [item for item in findings(reading.inferences) if item.value.startswith("=")]
