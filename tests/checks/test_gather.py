"""The checks read the cells of the Plan; everything else asks its actions: an officer must hear the same from both."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders.cycle import PERIOD, a_master, change_sheet, columns
from xlplan.checks.context import Context
from xlplan.checks.gather import build_context
from xlplan.layout.master import Master, read_master
from xlplan.values.overdue import due_now, is_overdue, last_word, periods_to
from xlplan.workbook.file import opened

TODAY = dt.date(2026, 11, 23)
PAST, TO_COME = dt.datetime(2026, 9, 30), dt.datetime(2027, 3, 31)

TYPED: list[dict[str, object]] = [
    {"Due": PAST, f"{PERIOD} RAG": "green ", f"{PERIOD} progress": "  Two posts filled\u00a0"},
    {"Due": PAST, "Revised due": TO_COME, f"{PERIOD} RAG": "Green"},
    {"Due": PAST, "Revised due": "when the panel meets", f"{PERIOD} RAG": "Red"},
    {"Due": TO_COME, "Revised due": dt.datetime(2026, 9, 30, 14, 30), f"{PERIOD} RAG": "Amber"},
    {"Due": PAST, f"{PERIOD} RAG": "completed"},
    {"Due": PAST, "Timescale": "Completed July 2026", f"{PERIOD} RAG": "Amber"},
    {"Due": "soon", "Revised due": None, f"{PERIOD} RAG": "On track", f"{PERIOD} progress": 40},
    {"Due": None, f"{PERIOD} RAG": 3, f"{PERIOD} progress": dt.datetime(2026, 11, 2)},
    {"ID": None, "Due": PAST, "Sep-26 RAG": "R", f"{PERIOD} RAG": None},
]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Master:
    def change(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row, cells in enumerate(TYPED, 4):
            for heading, value in cells.items():
                sheet.cell(row, at[heading]).value = value  # type: ignore[assignment]

    path = a_master(tmp_path_factory.mktemp("typed"))
    return read_master(opened(change_sheet(path, "Plan", change)))


@pytest.fixture(scope="module")
def context(master: Master) -> Context:
    return build_context(master, period=PERIOD, today=TODAY)


def test_a_row_says_what_its_action_says(master: Master, context: Context) -> None:
    labels = periods_to(master.period_labels, PERIOD)
    assert len(context.rows) == len(master.plan.actions) > len(TYPED)
    for row, action in zip(context.rows, master.plan.actions, strict=True):
        assert (row.action, row.id, row.due) == (action, action.id, due_now(action))
        assert context.last_word(row) == last_word(action, labels, master.key)
        assert context.is_overdue(row) == is_overdue(action, labels, master.key, TODAY)
        for label in (*master.period_labels, "Not a period"):
            report = action.in_period(label)
            word = master.key.word(report.rag) or report.rag
            assert context.reported(row, label) == (word, report.progress)


def test_the_rows_that_were_typed_are_judged_as_they_should_be(context: Context) -> None:
    rows = context.rows[: len(TYPED)]
    assert [context.is_overdue(row) for row in rows] == [
        True, False, True, True, False, False, False, False, True,
    ]  # fmt: skip
    assert [context.now(row).rag for row in rows] == [
        "Green", "Green", "Red", "Amber", "Complete", "Amber", "On track", "3", "",
    ]  # fmt: skip


def test_what_came_back_is_expected_to_say_something(master: Master) -> None:
    """The officer is asked about a row that they passed over, though the day for returns has not come."""
    asked = {row.id for row in build_context(master, period=PERIOD, today=TODAY).rows if row.is_expected}
    identity = next(row.id for row in build_context(master, period=PERIOD, today=TODAY).rows if row.id)
    [only] = build_context(master, period=PERIOD, today=TODAY, only=[identity], came_back=True).rows
    assert only.is_expected
    assert identity not in asked
