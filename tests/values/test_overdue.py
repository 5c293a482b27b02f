"""Overdue: what members look for first must be the same number in every place that says it."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.model import Action, KeyEntry, Progress
from xlplan.values.overdue import is_overdue, last_word, periods_to
from xlplan.values.rag import DEFAULT_KEY, Key

TODAY = dt.date(2026, 12, 11)
PAST, TO_COME = dt.date(2026, 11, 30), dt.date(2027, 3, 31)
GREEN_IS_DONE = Key(
    [KeyEntry(as_typed="Green", means="Complete"), KeyEntry(as_typed="done", means="Complete")]
)


def action(
    *words: str, due: dt.date | None = PAST, revised: dt.date | str | None = None, when: str = ""
) -> Action:
    periods = {f"P{number}": Progress(rag=word) for number, word in enumerate(words, start=1)}
    return Action(id="A001", due=due, revised_due=revised, timescale=when, periods=periods)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (action("Amber"), True),
        (action(""), True),
        (action("Amber", due=None), False),
        (action("Amber", due=TODAY), False),  # the whole day is left
        (action("Amber", revised=TO_COME), False),
        (action("Amber", due=TO_COME, revised=PAST), True),
        (action("Amber", revised="after the summer"), True),  # words move no date
        (action("Complete"), False),
        (action("Complete", ""), False),  # one missed month does not undo it
        (action("Complete", "Amber"), True),
        (action("completed"), False),  # as the Key reads it
        (action("Complete", "no change"), False),  # not a RAG word
        (action("", when="Completed"), False),
        (action("", when="Nov 2026"), True),
    ],
)
def test_an_action_is_overdue_when_its_date_is_past_and_it_is_not_done(one: Action, expected: bool) -> None:
    assert is_overdue(one, list(one.periods), DEFAULT_KEY, TODAY) is expected


def test_a_plan_that_means_done_by_its_own_word_is_not_called_overdue() -> None:
    assert not is_overdue(action("done"), ["P1"], GREEN_IS_DONE, TODAY)
    assert not is_overdue(action("Green"), ["P1"], GREEN_IS_DONE, TODAY)


def test_what_was_said_later_does_not_count_for_an_earlier_period() -> None:
    late_then = action("Amber", "Complete")
    assert last_word(late_then, periods_to(["P1", "P2"], "P1"), DEFAULT_KEY) == "Amber"
    assert is_overdue(late_then, periods_to(["P1", "P2"], "P1"), DEFAULT_KEY, TODAY)
    assert not is_overdue(late_then, periods_to(["P1", "P2"], "P2"), DEFAULT_KEY, TODAY)
