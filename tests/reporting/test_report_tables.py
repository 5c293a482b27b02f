"""What stands in the tables of a report: each line of a cell says one thing, and none that is not so."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from tests.builders.cycle import REPOSITORY
from xlplan.model import Action, Period, Plan, Progress
from xlplan.reporting.committee import committee_report
from xlplan.reporting.position import Position, position_of
from xlplan.reporting.position_in_words import exceptions_in_words, not_reported_by_owner, short_words
from xlplan.reporting.report_tables import (
    due_lines,
    exception_headings,
    key_figures,
    not_reported_caption,
    not_reported_rows,
    rag_lines,
    theme_headings,
    theme_rows,
)

TODAY = dt.date(2026, 12, 11)
PAST, TO_COME = dt.date(2026, 11, 30), dt.date(2027, 3, 31)


def position(*words: str, due: dt.date | None = TO_COME, **facts: object) -> Position:
    """A plan of one action, with a word in each period."""
    return position_of_all(a_row(1, *words, due=due, **facts))


def a_row(
    number: int, *words: str, owner: str = "Ada Marsh", theme: str = "Homes", **facts: object
) -> Action:
    periods = {f"P{at}": Progress(rag=word) for at, word in enumerate(words, start=1)}
    return Action(
        id=f"A{number:03}", ref=f"1.{number}", action="Train", owner=owner, theme=theme, periods=periods, **facts
    )  # fmt: skip


def position_of_all(*actions: Action) -> Position:
    labels = list(dict.fromkeys(label for one in actions for label in one.periods)) or ["P1"]
    made = Plan(title="Plan", actions=actions, periods=tuple(Period(label=label) for label in labels))
    return position_of(made, period=labels[-1], today=TODAY)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("Red",), [("Red", True), ("new", False)]),
        (("Amber", "Red"), [("Red", True), ("worse: was Amber", False)]),
        (("Red", "Amber"), [("Amber", True), ("better: was Red", False)]),
        (("Red", "Red"), [("Red", True), ("same", False)]),
        (("Red", ""), [("No RAG word", True), ("was Red", False)]),
        (("",), [("No RAG word", True)]),
        (("Red", "Blue"), [("Blue", True), ("was Red", False)]),
    ],
)
def test_the_word_of_an_action_stands_with_how_it_moved(
    words: tuple[str, ...], lines: list[tuple[str, bool]]
) -> None:
    [one] = position(*words).actions
    assert [(line.text, line.bold) for line in rag_lines(one)] == lines


@pytest.mark.parametrize(
    ("due", "revised", "timescale", "lines"),
    [
        (PAST, None, "", [("30/11/2026", False, False), ("11 days overdue", True, False)]),
        (TO_COME, None, "", [("31/03/2027", False, False)]),
        (None, None, "Ongoing", [("Ongoing", False, False)]),
        (None, None, "", [("No date", False, False)]),
        (PAST, TO_COME, "", [
            ("30/11/2026", False, False), ("revised 31/03/2027", False, False), ("slipped by 121 days", False, True),
        ]),
        (PAST, dt.date(2026, 12, 1), "", [
            ("30/11/2026", False, False), ("revised 01/12/2026", False, False), ("slipped by 1 day", False, True),
            ("10 days overdue", True, False),
        ]),
        (TO_COME, "when funds allow", "", [("31/03/2027", False, False), ("revised when funds allow", False, False)]),
    ],
)  # fmt: skip
def test_a_date_stands_with_how_it_moved_and_how_late_it_is(
    due: dt.date | None, revised: dt.date | str | None, timescale: str, lines: list[tuple[str, bool, bool]]
) -> None:
    [one] = position("Amber", due=due, revised_due=revised, timescale=timescale).actions
    assert [(line.text, line.bold, line.quiet) for line in due_lines(one)] == lines


def test_the_numbers_that_stand_out_are_held_against_the_period_before() -> None:
    found = position_of_all(
        a_row(1, "Red", "Complete"), a_row(2, "Green", "Red", due=PAST), a_row(3, "Red", "Amber")
    )
    assert [(one.name, one.number, one.note) for one in key_figures(found)] == [
        ("Actions", 3, ""),
        ("Complete", 1, "0 in P1"),
        ("Red", 1, "2 in P1"),
        ("Overdue", 1, ""),
        ("Slipped", 0, ""),
        ("Worse", 1, "2 better"),
        ("Returns received", "none issued", ""),
    ]
    first = key_figures(position("Red"))
    assert [one.note for one in first] == [""] * 7
    assert exception_headings(found)[-1] == "What its owner says in P2"


def test_each_theme_stands_with_its_numbers_and_all_of_them_last() -> None:
    found = position_of_all(a_row(1, "Red"), a_row(2, "Blue", theme="Roads"), a_row(3, "", due=PAST))
    headings = theme_headings(found)
    assert headings[:5] == ("Theme", "Actions", "Complete", "Green", "Amber")
    assert {"Other words", "No RAG word"} <= set(headings)
    assert "Not started" not in headings
    rows = {name: dict(zip(headings[1:], numbers, strict=True)) for name, numbers in theme_rows(found)}
    assert list(rows) == ["Homes", "Roads", "All"]
    assert (rows["Homes"]["Actions"], rows["Homes"]["Red"], rows["Homes"]["Overdue"]) == (2, 1, 1)
    assert (rows["Roads"]["Other words"], rows["All"]["Other words"], rows["All"]["Actions"]) == (1, 1, 3)


def test_only_what_was_not_reported_stands_among_what_was_not() -> None:
    found = position_of_all(
        a_row(1, "Red"),
        a_row(2, ""),
        a_row(3, "", owner=""),
        a_row(4, "Green", owner="Al Moss"),
        a_row(5, ""),
    )
    assert [(name, [one.id for one in ones]) for name, ones in not_reported_by_owner(found)] == [
        ("Ada Marsh", ["A002", "A005"]),
        ("No owner", ["A003"]),
    ]
    assert not_reported_rows(found) == [("Ada Marsh", 2, "1.2, 1.5"), ("No owner", 1, "1.3")]
    assert not_reported_caption(found) == "3 actions have no RAG word in P1."
    assert not_reported_caption(position("")) == "1 action has no RAG word in P1."
    assert short_words(found) == "5 actions: 0 complete, 1 red, 0 overdue"


@pytest.mark.parametrize(
    ("words", "says", "has_table"),
    [
        (("Green",), "No action is red, overdue, slipped or worse than before, and all have been reported on.", False),
        (("",), ("No action that was reported on is red, overdue, slipped or worse than before. 1 action has not been "
         "reported on; it is listed by owner at the end."), False),
        (("Red",), "1 action of 1 is red, overdue, slipped or worse than before.", True),
    ],
)  # fmt: skip
def test_a_report_without_exceptions_says_so_and_has_no_empty_table(
    words: tuple[str, ...], says: str, has_table: bool
) -> None:
    found = position(*words)
    assert exceptions_in_words(found) == says
    template = REPOSITORY / "workbooks" / "report-template.docx"
    with zipfile.ZipFile(io.BytesIO(committee_report(found, (), {}, template))) as made:
        document = made.read("word/document.xml").decode()
    assert says in document
    assert ("Exceptions in P1" in document) is has_table
