"""What is asked of each officer after a merge, when a plan began, and in what order findings stand."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders.merge_examples import grid_of
from tests.builders.typed_master import PLAN_HEADINGS, typed_master
from xlplan.checks.after_merge import findings_by_officer, findings_in_received
from xlplan.checks.beginning import find_beginning
from xlplan.checks.reading import findings
from xlplan.checks.registry import listing_order
from xlplan.importing.result import inference
from xlplan.layout.master import Master
from xlplan.layout.record import IssuedReturn, issued_action
from xlplan.model import Change
from xlplan.workbook.grid import Value

PERIOD, TODAY, PAST = "Dec-26", dt.date(2026, 11, 23), dt.date(2026, 10, 31)
RAG, PROGRESS = f"{PERIOD} RAG", f"{PERIOD} progress"
HEADINGS = (*PLAN_HEADINGS, "Sep-26 RAG", "Sep-26 progress", RAG, PROGRESS)


def a_plan(*reported: tuple[Value, Value], **lists: list[tuple[Value, ...]]) -> Master:
    """An overdue action for each pair of RAG word and progress; Pat has the first two, Sam the rest."""
    rows = [
        (
            f"A{number:03d}",
            f"1.{number}",
            f"Do number {number}",
            "Pat",
            PAST,
            None,
            None,
            "Red",
            "Late",
            *pair,
        )
        for number, pair in enumerate(reported, start=1)
    ]
    ids = [str(row[0]) for row in rows]
    entries = [
        IssuedReturn(
            id=f"R{number}", period=PERIOD, officer=officer, file="", when=None, columns=(),
            actions={each: issued_action(each, {}, PERIOD) for each in of_officer},
        )
        for number, (officer, of_officer) in enumerate([("Pat", ids[:2]), ("Sam", ids[2:])], start=1)
    ]  # fmt: skip
    return typed_master(rows, lists, headings=HEADINGS, entries=entries)


def asked(
    master: Master, *changes: Change, waiting: tuple[tuple[str, str], ...] = ()
) -> list[tuple[str, list[str]]]:
    returned = {"Sam": ["A003"], "Pat": ["A001", "A002", "A002"], "Kim": []}
    found = findings_by_officer(master, changes, returned, waiting, period=PERIOD, today=TODAY)
    return [(one.officer, [f"{each.id} {each.code}" for each in one.findings]) for one in found]


def test_each_officer_is_asked_once_about_the_plan_as_it_will_be() -> None:
    """Nobody is to be asked for words that they have just sent."""
    master = a_plan((None, None), ("Red", None), ("Green", "All well"))
    assert asked(master) == [
        ("Sam", ["A003 RAG005"]),
        ("Pat", ["A001 RAG002", "A002 RAG007"]),
    ]
    sent = [
        Change(id="A001", column=RAG, new="Complete"),
        Change(id="A001", column=PROGRESS, new="All done"),
        Change(id="A002", column=PROGRESS, new="Late"),
        Change(id="A003", column="Due", new=TODAY),
    ]
    assert asked(master, *sent) == [("Sam", ["A003 RAG005"]), ("Pat", ["A001 RAG008", "A002 RAG009"])]
    assert master.cells["A001"][RAG] is None, "the master was changed"


@pytest.mark.parametrize(
    ("waiting", "found"),
    [
        ((), ["A003 RAG005"]),
        ((("A003", RAG),), []),
        ((("A003", PROGRESS),), ["A003 RAG005"]),
        ((("A003", "Revised due"),), []),  # a date was asked for: it is overdue no longer if that is agreed
        ((("A001", "Revised due"),), ["A003 RAG005"]),
    ],
)
def test_nobody_is_asked_about_what_waits_for_a_decision(
    waiting: tuple[tuple[str, str], ...], found: list[str]
) -> None:
    master = a_plan(("Amber", "x"), ("Amber", "y"), ("Green", "All well"))
    assert [
        line for officer, lines in asked(master, waiting=waiting) if officer == "Sam" for line in lines
    ] == found


@pytest.mark.parametrize(
    ("word", "codes"),
    [("Purple", []), ("g", ["A003 RAG005"]), ("Two of the three posts are filled", [])],
)
def test_a_word_that_the_key_does_not_know_is_the_coordinators_to_settle(word: str, codes: list[str]) -> None:
    master = a_plan(("Amber", "x"), ("Amber", "y"), (word, "All well"))
    assert [line for officer, lines in asked(master) if officer == "Sam" for line in lines] == codes


def test_those_whose_return_came_back_are_asked_about_what_stands_in_the_master() -> None:
    conflicts = [("No", "ID", "Column", "Decided"), (1, "A001", RAG, None), (2, "A002", PROGRESS, "kept")]
    master = a_plan((None, None), ("Red", None), (None, None), Conflicts=conflicts)
    found = findings_in_received(master, ["Nobody", "Pat"], period=PERIOD, today=TODAY)
    assert [(one.officer, [each.code for each in one.findings]) for one in found] == [("Pat", ["RAG007"])]
    assert findings_in_received(master, ["Pat"], period="Sep-26", today=TODAY) == ()


@pytest.mark.parametrize(
    ("lines", "first_row", "began", "year"),
    [
        (["Improvement plan April 2026 - March 2028"], 5, dt.date(2026, 4, 1), None),
        (["Improvement plan 2026/27"], 5, None, dt.date(2026, 4, 1)),
        (["x", "x", "x", "Improvement plan 2026/27"], 5, None, dt.date(2026, 4, 1)),
        (["x", "x", "x", "x", "Improvement plan 2026/27"], 5, None, None),  # the table's own first row
        (["x", "Improvement plan April 2026 - March 2028"], 2, None, None),
    ],
)
def test_when_a_plan_began_is_read_above_its_table_alone(
    lines: list[str], first_row: int, began: dt.date | None, year: dt.date | None
) -> None:
    """A date in a row of the plan is not its beginning: every earlier action would be called a slip."""
    rows = [
        (f"A{number}", "1", "Do it", "Pat", None, None, f"'Own'!A{first_row + number}") for number in (3, 0)
    ]
    grid = grid_of("Own", [[line] for line in lines])
    assert find_beginning({"Own": grid}, typed_master(rows)) == (began, year)


def test_the_year_in_the_plans_own_title_counts_too() -> None:
    master = typed_master([("A001", "1", "Do it", "Pat", None, None, None)], title="Homes plan 2026/27")
    assert find_beginning({}, master) == (None, dt.date(2026, 4, 1))


def test_findings_are_listed_the_graver_first_and_of_these_those_about_many_rows() -> None:
    known = [(code, "warning") for code in ("LAY001", "LAY002", "DUE001")]
    known += [(code, "info") for code in ("LAY010", "LAY011", "LAY019", "LAY020")]
    known += [("OWN001", "error"), ("X", "odd")]
    assert [code for code, severity in sorted(known, key=lambda pair: listing_order(*pair))] == [
        "OWN001", "LAY002", "DUE001", "LAY001", "LAY011", "LAY019", "LAY010", "LAY020", "X",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("times", "more"), [(1, ""), (2, "; also in 1 other cell"), (4, "; also in 3 other cells")]
)
def test_one_question_of_the_reading_is_asked_once_and_says_how_often_it_stands(
    times: int, more: str
) -> None:
    cells = [inference("RAG001", sheet="Own", cell=f"C{row}", value="A / B") for row in range(5, 5 + times)]
    found = findings(cells)
    assert [(one.sheet, one.cell, one.value) for one in found] == [("Own", "C5", "A / B")]
    assert found[0].message.endswith(more)
    assert ("also in" in found[0].message) is bool(more)
