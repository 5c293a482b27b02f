"""The position: a report whose numbers do not add up, or that misses what is late, is worse than none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.model import Action, KeyEntry, Officer, Period, Plan, Progress
from xlplan.reporting.position import NO_WORD, Counts, OfficerReturn, PeriodReturns, Position, position_of
from xlplan.reporting.position_in_words import (
    action_in_words,
    exceptions_in_words,
    in_words,
    not_reported_by_owner,
    reasons_in_words,
    to_look_at,
)
from xlplan.values.rag import CANONICAL

TODAY = dt.date(2026, 12, 11)
PAST, LATER, TO_COME = dt.date(2026, 11, 30), dt.date(2026, 12, 5), dt.date(2027, 3, 31)


def action(
    *words: str,
    number: int = 1,
    due: dt.date | None = TO_COME,
    revised: dt.date | str | None = None,
    owner: str = "Ada Marsh",
    theme: str = "Safeguarding",
    progress: str = "",
) -> Action:
    """An action with a word for each period, "-" for none."""
    said = [Progress(rag="" if word == "-" else word) for word in words]
    periods = {f"P{at}": one for at, one in enumerate(said, start=1)}
    if progress:
        periods[f"P{len(words)}"] = Progress(rag=said[-1].rag, progress=progress)
    return Action(
        id=f"A{number:03}",
        action="Train",
        owner=owner,
        theme=theme,
        due=due,
        revised_due=revised,
        periods=periods,
    )


def plan(*actions: Action, **facts: object) -> Plan:
    labels = list(dict.fromkeys(label for one in actions for label in one.periods)) or ["P1"]
    return Plan(
        title="Plan", actions=actions, periods=tuple(Period(label=label) for label in labels), **facts
    )


def position(*actions: Action, period: str = "", **facts: object) -> Position:
    made = plan(*actions, **facts)
    return position_of(made, period=period or made.periods[-1].label, today=TODAY)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (action("Green"), ()),
        (action("Red"), ("red",)),
        (action("Green", due=PAST), ("overdue",)),
        (action("Complete", due=PAST), ()),
        (action("Amber", due=PAST, revised=TO_COME), ("slipped",)),
        (action("Amber", due=PAST, revised=LATER), ("overdue", "slipped")),
        (action("Amber", due=LATER, revised=PAST), ("overdue",)),  # brought forward is no slip
        (action("Complete", due=PAST, revised=TO_COME), ()),  # late, and done
        (action("Amber", due=None, revised=TO_COME), ()),  # late against no date
        (action("Amber", revised="when the panel meets"), ()),
        (action("Green", "Amber"), ("worse",)),
        (action("Complete", "Green"), ("worse",)),
        (action("Green", "-", "Amber"), ("worse",)),  # one missed month hides nothing
        (action("Red", "Amber"), ()),
        (action("-"), ("not reported",)),
        (action("Red", "-"), ("not reported",)),  # it is not known to be Red any longer
        (action("-", due=PAST), ("overdue", "not reported")),
        (action("On track"), ()),  # a word is a report, also one that the Key does not know
        (action("Green", "Red", due=PAST), ("red", "overdue", "worse")),
    ],
)
def test_each_reason_to_look_at_an_action_is_found(one: Action, why: tuple[str, ...]) -> None:
    assert position(one).actions[0].why == why


def test_a_word_means_what_the_plans_own_key_says() -> None:
    key = (KeyEntry(as_typed="on hold", means="Red"), KeyEntry(as_typed="G", means="Green"))
    found = position(action("on hold"), action("G"), action("Blue"), key=key)
    assert [one.word for one in found.actions] == ["Red", "Green", "Blue"]
    assert found.now.words == {**dict.fromkeys(CANONICAL, 0), "Red": 1, "Green": 1, "Blue": 1, NO_WORD: 0}


def test_a_plan_whose_key_is_empty_is_read_by_the_usual_one() -> None:
    """Every letter and "completed" would be another word, and the report would have none that is done."""
    found = position(action("g"), action("Completed"), action("not started"))
    assert [one.word for one in found.actions] == ["Green", "Complete", "Not started"]


def test_one_owner_under_two_names_is_counted_once() -> None:
    officers = (Officer(name="Ada Marsh", initials="AM", aliases=("A. Marsh",)),)
    owned = [
        action("Green", owner=name) for name in ("AM", "A. Marsh", "ada  marsh", "Al Moss", "al moss", "")
    ]
    found = position(*owned, officers=officers)
    assert [(counts.name, counts.actions) for counts in found.owners] == [
        ("Ada Marsh", 3),
        ("Al Moss", 2),
        ("No owner", 1),
    ]


def test_an_earlier_period_is_reported_as_it_was() -> None:
    found = position(action("Green", "Amber", "Red"), period="P2")
    assert [counts.name for counts in found.periods] == ["P1", "P2"]
    assert found.actions[0].word == "Amber"
    assert found.before == "P1"


def test_it_is_compared_with_the_last_period_in_which_something_stands() -> None:
    found = position(action("Green", "-", "Amber"), action("Amber", "-", "Amber", number=2))
    assert found.before == "P1"
    assert [one.direction for one in found.actions] == ["worse", "same"]


def test_completed_counts_what_was_not_complete_before() -> None:
    found = position(action("Amber", "Complete"), action("Complete", "Complete", number=2))
    assert [one.id for one in found.completed] == ["A001"]


def test_returns_of_later_periods_are_no_part_of_an_earlier_report() -> None:
    returns = tuple(
        PeriodReturns(label=label, returns=(OfficerReturn(officer="Ada Marsh", actions=1, state="received"),))
        for label in ("P1", "P2")
    )
    made = plan(action("Green", "Green"))
    found = position_of(made, period="P1", today=TODAY, returns=returns)
    assert [one.label for one in found.returns] == ["P1"]


WORDS = st.sampled_from([*CANONICAL, "green ", "On track", "-"])
DATES = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
NAMES = st.sampled_from(["Ada Marsh", "Al Moss", "al moss", "", "TBC"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    periods = draw(st.integers(1, 3))
    actions = [
        action(
            *[draw(WORDS) for _ in range(periods)],
            number=number,
            due=draw(DATES),
            revised=draw(DATES),
            owner=draw(NAMES),
            theme=draw(NAMES),
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    return Plan(actions=tuple(actions), periods=tuple(Period(label=f"P{at + 1}") for at in range(periods)))


def total(groups: tuple[Counts, ...]) -> dict[str, int]:
    return {word: sum(group.words[word] for group in groups) for word in groups[0].words} if groups else {}


@given(plans())
def test_the_counts_add_up_to_the_actions_by_period_theme_and_owner(made: Plan) -> None:
    found = position_of(made, period=made.periods[-1].label, today=TODAY)
    number = len(made.actions)
    assert all(counts.actions == number for counts in found.periods)
    for groups in (found.themes, found.owners):
        assert sum(group.actions for group in groups) == number
        assert total(groups) == (found.now.words if number else {})
        assert sum(group.overdue for group in groups) == found.now.overdue
        assert sum(group.slipped for group in groups) == found.now.slipped
        assert sum(group.exceptions for group in groups) == found.now.exceptions


@given(plans())
def test_every_exception_is_told_in_the_table_or_in_the_list_of_what_was_not_reported(made: Plan) -> None:
    found = position_of(made, period=made.periods[-1].label, today=TODAY)
    listed = [one for _, ones in not_reported_by_owner(found) for one in ones]
    assert {one.id for one in found.exceptions} == {one.id for one in (*to_look_at(found), *listed)}
    not_reported = [one for one in found.exceptions if "not reported" in one.why]
    assert len(listed) == len({one.id for one in listed}) == len(not_reported)
    assert all(reasons_in_words(one) for one in found.exceptions)


def test_the_position_is_told_in_words_with_the_numbers_of_the_period_before() -> None:
    returns = PeriodReturns(
        label="P2",
        returns=(
            OfficerReturn(officer="Ada Marsh", actions=3, state="received"),
            OfficerReturn(officer="Al Moss", actions=2, state="outstanding"),
            OfficerReturn(officer="Jo Pennick", actions=1, state="nothing filled in"),
        ),
    )
    made = plan(
        action("Amber", "Complete", number=1),
        action("Red", "Red", number=2, due=PAST),
        action("Green", "Amber", number=3, due=PAST, revised=TO_COME),
        action("Green", "-", number=4, owner="Al Moss"),
    )
    found = position_of(made, period="P2", today=TODAY, returns=(returns,))
    assert in_words(found) == (
        (
            "Of 4 actions 1 is complete (25%), against none in P1. Of the others, 1 is red and 1 amber. The number of "
            "red actions is the same as in P1 (1). 1 action has no RAG word in P2."
        ),
        (
            "1 is overdue, by 11 days; 1 has a later date than the plan gave, by 121 days. Since P1, 1 is better and 1 "
            "is worse; 1 was completed."
        ),
        "2 of 3 returns have come back; outstanding: Al Moss; with nothing filled in: Jo Pennick.",
    )
    assert exceptions_in_words(found) == (
        "2 actions of 4 are red, overdue, slipped or worse than before. 1 other has not been reported on; it is listed "
        "by owner at the end."
    )
    assert [reasons_in_words(one) for one in found.exceptions] == [
        "Red, 11 days overdue",
        "Slipped by 121 days, worse than before (Green)",
        "Not reported",
    ]


@pytest.mark.parametrize(
    ("ref", "text", "told"),
    [
        ("2.b.2", "2.b.2 Weekly list", "Weekly list"),
        ("2.b", "2.b.2 Weekly list", "2.b.2 Weekly list"),
        ("1", "12 workers trained", "12 workers trained"),
        ("1.2", "1.2", "1.2"),
        ("3", "3) Recruit", "Recruit"),
        ("", "Recruit", "Recruit"),
        ("4", "Recruit 4", "Recruit 4"),
    ],
)
def test_a_ref_is_not_told_twice_and_no_number_is_taken_for_one(ref: str, text: str, told: str) -> None:
    one = action("Green").model_copy(update={"ref": ref, "action": text})
    assert action_in_words(position(one).actions[0]) == told


def test_red_actions_that_nobody_reports_on_are_not_told_as_an_improvement() -> None:
    """A fall from two to none, where both are simply not reported, would deceive the meeting."""
    told = in_words(
        position(action("Red", "-"), action("Red", "-", number=2), action("Red", "Amber", number=3))
    )[0]
    assert "fallen from 3 in P1 to 0, but 2 that were red have not been reported on." in told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("Red Amber", "Red Red", "Red actions have risen from 1 in P1 to 2."),
        ("Red Red", "Red Amber", "Red actions have fallen from 2 in P1 to 1."),
        ("Red Amber", "Amber Red", "The number of red actions is the same as in P1 (1)."),
        (
            "Red Red",
            "Red -",
            "Red actions have fallen from 2 in P1 to 1, but 1 that was red has not been reported on.",
        ),
    ],
)
def test_red_actions_are_told_as_more_or_fewer_than_before(before: str, now: str, told: str) -> None:
    """A board that reads "fallen" where it has risen asks nothing."""
    words = zip(before.split(), now.split(), strict=True)
    actions = [action(*pair, number=number) for number, pair in enumerate(words, start=1)]
    assert told in " ".join(in_words(position(*actions)))


@pytest.mark.parametrize(
    ("actions", "says"),
    [
        ((), "The plan holds no actions."),
        ((action("Complete"),), "Of 1 action 1 is complete (100%)."),
        (
            (action("Green"), action("Amber", number=2)),
            "Of 2 actions none are complete. Of the others, 1 is amber and 1 green.",
        ),
    ],
)
def test_small_plans_are_told_in_plain_english(actions: tuple[Action, ...], says: str) -> None:
    assert in_words(position(*actions))[0] == says


@pytest.mark.parametrize(
    ("silent", "says"),
    [
        (1, "1 other has not been reported on; it is listed by owner at the end."),
        (2, "2 others have not been reported on; they are listed by owner at the end."),
    ],
)
def test_one_and_many_that_were_not_reported_are_told_in_plain_english(silent: int, says: str) -> None:
    actions = [action("Red"), *(action("-", number=number) for number in range(2, 2 + silent))]
    red = f"1 action of {1 + silent} is red, overdue, slipped or worse than before."
    assert exceptions_in_words(position(*actions)) == f"{red} {says}"
