"""What a return says of itself: its number, its period, the one before, to whom it goes back."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.builders.typed_master import PLAN_HEADINGS, typed_master
from xlplan.layout.direction import direction_formula
from xlplan.layout.master import Master
from xlplan.layout.record import IssuedReturn
from xlplan.layout.return_sheet import return_values
from xlplan.layout.return_workbook import as_issued, sheets_of_returns
from xlplan.workbook.grid import Value

PERIODS = ("Jun-26", "Sep-26", "Dec-26")
DUE = dt.date(2026, 12, 11)


def a_master(*words: Value, issued: tuple[str, ...] = (), **more: object) -> Master:
    """A plan of one action, with a word in each of the periods."""
    headings = [f"{label} {what}" for label in PERIODS for what in ("RAG", "progress")]
    row = ["A001", "1.1", "Mend the roof", "Pat Example", None, None, None]
    row += [cell for word in words for cell in (word, None)]
    entries = [
        IssuedReturn(id=each, period="Sep-26", officer="Pat", file="", when=None, columns=(), actions={})
        for each in issued
    ]
    lists = {"Periods": [("Period", "Returns due", "Status"), ("Dec-26", DUE, "Open")]}
    return typed_master([row], lists, headings=(*PLAN_HEADINGS, *headings), entries=entries, **more)


@pytest.mark.parametrize(
    ("issued", "numbers"),
    [
        ((), ["R0001", "R0002"]),
        (("R0001", "R0007", "R0003"), ["R0008", "R0009"]),
        (("R9999",), ["R10000", "R10001"]),
        (("mine", "R0002"), ["R0003", "R0004"]),
        (("R7",), ["R0008", "R0009"]),
        (("Rx9",), ["R0001", "R0002"]),
    ],
)
def test_a_returns_number_is_given_once(issued: tuple[str, ...], numbers: list[str]) -> None:
    """Two returns of one number: what the one says would be taken for the other's."""
    sheets = sheets_of_returns(a_master(issued=issued), "Dec-26", ["Pat Example", "Sam Sample"])
    assert [sheet.return_id for sheet in sheets] == numbers
    assert [sheet.officer for sheet in sheets] == ["Pat Example", "Sam Sample"]


@pytest.mark.parametrize(
    ("words", "period", "last"),
    [
        (("Red", "Green", None), "Dec-26", "Sep-26"),
        (("Red", None, None), "Dec-26", "Jun-26"),  # a month in which nobody said anything is passed over
        ((None, None, None), "Dec-26", "Sep-26"),
        (("Red", "Green", "Red"), "Sep-26", "Jun-26"),
        (("Red", "Green", "Red"), "Jun-26", None),
    ],
)
def test_the_last_period_shown_is_the_one_in_which_something_was_said(
    words: tuple[Value, ...], period: str, last: str | None
) -> None:
    [sheet] = sheets_of_returns(a_master(*words), period, ["Pat Example"])
    assert (sheet.period, sheet.last_period) == (period, last)
    assert sheet.returns_due == (DUE if period == "Dec-26" else None)


@pytest.mark.parametrize(
    ("coordinator", "reply_to", "sent_back"),
    [
        ("Jo Lee", "jo@example.org", " to Jo Lee, jo@example.org by Friday 11 December 2026"),
        ("Jo Lee", None, " to Jo Lee by Friday 11 December 2026"),
        (None, "jo@example.org", " to jo@example.org by Friday 11 December 2026"),
        (None, None, " by Friday 11 December 2026"),
    ],
)
def test_a_return_says_to_whom_and_by_when_it_goes_back(
    coordinator: str | None, reply_to: str | None, sent_back: str
) -> None:
    cover = [["Plan"], ["Coordinator", coordinator], ["Reply to", reply_to]]
    [sheet] = sheets_of_returns(a_master(cover=cover), "Dec-26", ["Pat Example"])
    assert sheet.sent_back == sent_back
    assert dataclasses.replace(sheet, returns_due=None).sent_back == (
        sent_back.replace(" by Friday 11 December 2026", " when done")
    )


def test_what_was_issued_is_remembered_as_it_stands_in_the_return() -> None:
    master = a_master("Red", "Green", "g")
    [sheet] = sheets_of_returns(master, "Dec-26", ["Pat Example"])
    shown = return_values(sheet, master.actions["A001"])
    entry = as_issued(sheet, [shown], "x.xlsx", dt.datetime(2026, 11, 20, 9, 30, 15, 999))
    assert (entry.id, entry.officer, entry.file) == ("R0001", "Pat Example", "x.xlsx")
    assert entry.when == dt.datetime(2026, 11, 20, 9, 30, 15)
    assert not {"ID", "Check"} & set(entry.columns)
    assert set(entry.columns) == {*shown, "Check"} - {"ID", "Check"}
    assert dict(entry.actions["A001"].values) == {
        "Dec-26 RAG": "g",
        "Dec-26 progress": None,
        "Revised due": None,
    }


@pytest.mark.parametrize(("periods", "looked_at"), [(0, 0), (1, 1), (60, 60), (61, 60)])
def test_the_formula_for_the_direction_looks_back_as_far_as_excel_can(periods: int, looked_at: int) -> None:
    """With 64 functions one inside the other Excel calls the workbook damaged."""
    before = [f"C{number}" for number in range(1, periods + 1)]
    formula = direction_formula(before, "Z4")
    assert formula.count("IFERROR(MATCH(") == looked_at
    assert formula.count("(") == formula.count(")")
    assert "MATCH(Z4," in formula
    assert ("C1," in formula) is (0 < periods <= 60)
    assert (f"C{periods}," in formula) is (periods > 0)
