"""Councils' own layouts, read as a careful person reads them."""

from __future__ import annotations

import pytest

from tests.builders.messy_plans import PLANS, Messy
from xlplan.importing.reader import read_plan_sheets


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_plan_in_whatever_shape_keeps_its_meaning(plan: Messy) -> None:
    """If this fails, an action comes into the master with another's owner or date, or not at all."""
    reading = read_plan_sheets(plan.grids)
    read = [
        {field: getattr(row, field) for field in wanted}
        for row, wanted in zip(reading.rows, plan.rows, strict=False)
    ]
    assert read == list(plan.rows)
    assert len(reading.rows) == len(plan.rows)
    assert reading.periods == plan.periods


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_cell_is_placed_or_listed_with_a_reason(plan: Messy) -> None:
    """If this fails, a cell of the council's plan vanishes without a word."""
    reading = read_plan_sheets(plan.grids)
    assert reading.cells_read == reading.cells_placed + len(reading.listed)
    assert tuple(item.cell for item in reading.listed) == plan.listed
    assert all(item.why for item in reading.listed)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_what_is_no_plan_is_left_alone_and_named(plan: Messy) -> None:
    """If this fails, budgets and phone lists turn up as actions, or nobody is told that they were passed over."""
    reading = read_plan_sheets(plan.grids)
    assert tuple(item.area for item in reading.left_alone) == plan.left_alone
