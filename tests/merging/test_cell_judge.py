"""What one returned cell means, by itself: each kind of column, each way in which officers fill it in."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders.merge_examples import LAST_RAG, PERIOD, PROGRESS, RAG, REVISED, a_plan, issue
from xlplan.layout.record import IssuedAction, issued_action
from xlplan.layout.returned_rows import ReturnedCell
from xlplan.merging.cell_judge import (
    CLEARED,
    DATE_CHANGE,
    ERROR,
    LEFT,
    LOCKED,
    UNCHANGED,
    CellJudge,
    Judgement,
    date_or_text,
)
from xlplan.model import CellValue, KeyEntry
from xlplan.values.rag import DEFAULT_KEY, Key

GREEN, RED, BLUE = "BFE3B4", "B3261E", "0000FF"
DAY, LATER = dt.date(2006, 3, 31), dt.date(2006, 6, 30)
JUDGE = CellJudge(PERIOD, DEFAULT_KEY)


def cell(value: CellValue, shown: str | None = None, **more: object) -> ReturnedCell:
    return ReturnedCell(value, str(value or "") if shown is None else shown, "I4", **more)  # type: ignore[arg-type]


def base(column: str, value: CellValue) -> IssuedAction:
    return issued_action("A001", {column: value}, PERIOD)


def doubtful(value: CellValue, why: str) -> Judgement:
    return Judgement("doubtful", value, why)


def proposal(value: CellValue, why: str) -> Judgement:
    return Judgement("proposal", value, why)


@pytest.mark.parametrize(
    ("column", "returned", "issued", "master", "judgement"),
    [
        # a word for the period
        (RAG, cell("g"), "Amber", "Amber", Judgement("new", "Green")),
        (RAG, cell("AMBER "), "Amber", "Red", LEFT),
        (RAG, cell("Green"), "Amber", "Green", Judgement("new", "Green")),  # the three-way merge sees that it is there
        (RAG, cell("Purple"), None, None, doubtful("Purple", 'the Key does not know "Purple"')),
        (RAG, cell("Purple "), "purple", None, doubtful("Purple ", 'the Key does not know "Purple"')),
        (RAG, cell(3, "3"), None, None, doubtful("3", 'the Key does not know "3"')),
        (RAG, cell("On track"), "On track", None, LEFT),
        (RAG, cell(None), "Amber", "Amber", proposal(None, CLEARED)),
        (RAG, cell(None), "Amber", None, UNCHANGED),
        (RAG, cell("  "), None, None, UNCHANGED),
        # a colour for the period
        (RAG, cell(None, fill=GREEN), None, None,
         doubtful("Green", f"a colour and no word: {GREEN}, for which the Key has Green")),
        (RAG, cell(None, fill=BLUE), None, None,
         doubtful(f"colour {BLUE}", f"a colour and no word: {BLUE}, which the Key does not know")),
        (RAG, cell(None, fill=GREEN), "Green", "Red", LEFT),
        (RAG, cell(None, fill=GREEN), "Amber", "Green",
         doubtful("Green", f"a colour and no word: {GREEN}, for which the Key has Green")),
        (RAG, cell("Red", fill=GREEN), None, None, Judgement("new", "Red")),
        # words for the period
        (PROGRESS, cell("Two posts filled"), None, None, Judgement("new", "Two posts filled")),
        (PROGRESS, cell("Begun\u00a0"), "Begun", "Begun, and more", LEFT),
        (PROGRESS, cell("Begun", fill=GREEN), "Begun", "Begun", LEFT),
        (PROGRESS, cell(None, fill=GREEN), "Begun", "Begun", proposal(None, CLEARED)),
        (PROGRESS, cell(0.75, "75%"), None, None, Judgement("new", "75%")),
        (PROGRESS, cell(0.75, "75%"), 0.75, None, LEFT),
        (PROGRESS, cell(0.75, "75%"), None, 0.75, Judgement("new", 0.75)),
        (PROGRESS, cell(4, "4"), None, None, Judgement("new", 4)),
        (PROGRESS, cell(dt.date(2005, 12, 1), "Dec-05"), None, None, Judgement("new", "Dec-05")),
        # a date that is asked for
        (REVISED, cell(LATER, "30/06/2006"), None, None, proposal(LATER, DATE_CHANGE)),
        (REVISED, cell("30/6/2006"), None, None, proposal(LATER, DATE_CHANGE)),
        (REVISED, cell("30/6/2006 00:00:00"), None, None, proposal(LATER, DATE_CHANGE)),
        (REVISED, cell("30/6/2006"), None, LATER, UNCHANGED),
        (REVISED, cell("30/6/2006"), LATER, None, LEFT),
        (REVISED, cell("soon"), None, None, proposal("soon", DATE_CHANGE)),
        (REVISED, cell("about 30 June 2006"), None, None,
         proposal(LATER, f'{DATE_CHANGE}, typed as "about 30 June 2006"')),
        (REVISED, cell(None), LATER, LATER, proposal(None, CLEARED)),
        # what is for reading
        ("Due", cell(DAY, "31/03/2006"), DAY, DAY, UNCHANGED),
        ("Due", cell("31/03/2006"), DAY, DAY, LEFT),
        ("Due", cell("31/03/2006"), DAY, LATER, LEFT),
        ("Due", cell("30/06/2006"), DAY, LATER, UNCHANGED),
        ("Due", cell("30/06/2006"), DAY, DAY, proposal(LATER, LOCKED)),
        ("Action", cell("Open it"), "Open it", "Open them", LEFT),
        ("Action", cell("Open them"), "Open it", "Open them", UNCHANGED),
        ("Action", cell("Close it"), "Open it", "Open them", proposal("Close it", LOCKED)),
        ("Action", cell(None), "Open it", "Open it", proposal(None, CLEARED)),
        ("Action", cell(None), "Open it", None, UNCHANGED),
        ("Action", cell(None, fill=GREEN), None, None, proposal("Green", LOCKED)),
        ("Ref", cell(1.1, "1.10"), "1.10", "1.10", LEFT),
        ("Ref", cell(1.1, "1.1"), "1.10", "1.10", proposal(1.1, LOCKED)),
        (LAST_RAG, cell("g"), "Green", "Green", LEFT),
        (LAST_RAG, cell("Red"), "Green", "Green", proposal("Red", LOCKED)),
        (LAST_RAG, cell(None, fill=RED), "Green", "Green", proposal("Red", LOCKED)),
        (LAST_RAG, cell(None, fill=RED), None, None, proposal("Red", LOCKED)),
        (LAST_RAG, cell(None, fill=BLUE), None, None, proposal(f"colour {BLUE}", LOCKED)),
        (LAST_RAG, cell(None, fill=GREEN), "Green", "Green", LEFT),
        (LAST_RAG, cell(None, fill=GREEN), "Red", "Green", UNCHANGED),
    ],
)  # fmt: skip
def test_a_cell_is_taken_for_what_its_officer_meant(
    column: str, returned: ReturnedCell, issued: CellValue, master: CellValue, judgement: Judgement
) -> None:
    assert JUDGE.judge(column, returned, base(column, issued), master) == judgement


@pytest.mark.parametrize(
    ("column", "returned", "master", "judgement"),
    [
        (RAG, cell("Amber"), "Amber", LEFT),
        (RAG, cell("Green"), "Amber", Judgement("new", "Green")),
        ("Action", cell("Open it "), "Open it", LEFT),
        ("Action", cell("Close it"), "Open it", proposal("Close it", LOCKED)),
    ],
)
def test_what_was_never_issued_is_held_against_the_master(
    column: str, returned: ReturnedCell, master: CellValue, judgement: Judgement
) -> None:
    assert JUDGE.judge(column, returned, None, master) == judgement


@pytest.mark.parametrize("column", [RAG, PROGRESS, REVISED, "Action", "Due"])
def test_a_formula_that_shows_nothing_says_nothing(column: str) -> None:
    for broken in (cell("#REF!", formula="=A1"), cell(None, "", formula="=A1"), cell("#N/A")):
        assert JUDGE.judge(column, broken, base(column, None), None) == ERROR


def test_a_word_means_what_the_plans_own_key_says() -> None:
    key = Key(
        [
            KeyEntry(as_typed="Parked", means="Amber", colour=BLUE),
            KeyEntry(as_typed="Amber", means="Amber"),
        ]
    )
    own = CellJudge(PERIOD, key)
    assert own.judge(RAG, cell("parked"), base(RAG, None), None) == Judgement("new", "Amber")
    assert own.judge(RAG, cell("Green"), base(RAG, None), None).kind == "doubtful"
    assert own.judge(RAG, cell(None, fill=BLUE), base(RAG, "Amber"), None) == LEFT


@pytest.mark.parametrize(
    ("column", "one", "other", "are_same"),
    [
        (RAG, "g", "Green", True),
        (RAG, "Purple", "purple", False),
        (LAST_RAG, "A", "amber", True),
        (PROGRESS, "g", "Green", False),
        ("Due", "31/03/2006", DAY, True),
        ("Due", "31/03/2006 00:00", dt.datetime(2006, 3, 31), True),
        (PROGRESS, "31/03/2006", DAY, False),
        (RAG, None, "", True),
        (RAG, " ", None, True),
    ],
)
def test_values_of_one_meaning_are_one_value(
    column: str, one: CellValue, other: CellValue, are_same: bool
) -> None:
    assert (JUDGE.normalised(column, one) == JUDGE.normalised(column, other)) is are_same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31.3.06", DAY),
        ("2006-03-31T00:00:00", DAY),
        ("2006-03-31 00:00", DAY),
        ("31/3/06, now 30/6/06", LATER),
        ("Spring 2006", "Spring 2006"),
        ("March 2006", "March 2006"),
        ("31/3/06 and 30/6/06", "31/3/06 and 30/6/06"),
        ("", ""),
    ],
)
def test_only_a_day_is_a_date(text: str, value: CellValue) -> None:
    assert date_or_text(text) == value


def test_the_plan_of_the_examples_is_left_as_it_was_issued() -> None:
    """All cells of all actions, returned as they went out: nothing is new, and nothing is proposed."""
    plan = a_plan()
    for issued in issue(plan).issued:
        for identity, action in issued.actions.items():
            for column in issued.columns:
                value = plan[identity][column]
                judged = JUDGE.judge(column, cell(value), action, value)
                assert judged.kind == "unchanged", (identity, column)
