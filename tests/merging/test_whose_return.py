"""Whose return a file is that does not plainly say so: by its headings, its rows and the record, never by a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders.merge_examples import (
    NADIA,
    OMAR,
    OWNED,
    PERIOD,
    RAG,
    Plan,
    Sent,
    a_plan,
    a_return,
    issue,
    run,
    taken_home,
)
from xlplan.layout.record import Record
from xlplan.merging.merge import MergeDecision
from xlplan.model import ReturnOutcome

IVY = "Ivy Ash"


def outcome(merged: MergeDecision) -> ReturnOutcome:
    [only] = merged.outcomes
    return only


def bare(officer: str = NADIA) -> Sent:
    """A return that has lost its hidden sheet and the line above its table."""
    sent = a_return(officer)
    sent.has_record = sent.has_line = False
    return sent


@pytest.mark.parametrize(
    ("rename", "why"),
    [
        ({}, ""),
        ({"Oct-05 RAG": "OCT-05 rag"}, ""),
        ({"Oct-05 progress": "Progress"}, ""),
        ({"Oct-05 RAG": "RAG", "Oct-05 progress": "Progress"}, "another period (unknown)"),
        ({"Oct-05 RAG": "Nov-05 RAG", "Oct-05 progress": "Nov-05 progress"}, "another period (unknown)"),
        ({"Oct-05 RAG": "Oct-05", "Oct-05 progress": "Oct-05 words"}, "another period (unknown)"),
    ],
)
def test_the_period_is_read_from_the_headings_where_nothing_else_says_it(
    rename: dict[str, str], why: str
) -> None:
    sent = bare()
    # a return shows the period before too: the last that is known counts
    sent.headings = [rename.get(heading, heading) for heading in sent.headings]
    told = outcome(run(sent.send()))
    assert (told.outcome == "refused") is bool(why)
    assert why in told.why


def test_what_a_return_says_of_its_period_goes_before_its_headings() -> None:
    sent = a_return()
    sent.headings = [heading.replace("Oct-05", "Nov-05") for heading in sent.headings]
    told = outcome(run(replace(sent.send(), period="oct-05 ")))
    assert told.outcome == "merged"


@pytest.mark.parametrize(
    ("ids", "officer", "share"),
    [
        (["A001", "A002", "A003"], NADIA, 3),
        (["A001", "A004", "A005"], OMAR, 2),
        (["A005"], OMAR, 1),
        (["A001", "A004"], "", 0),
        ([], "", 0),
    ],
)
def test_most_of_the_rows_tell_whose_it_is_and_that_is_said(ids: list[str], officer: str, share: int) -> None:
    plan = a_plan()
    sent = bare()
    sent.rows = [{"ID": identity, RAG: "Green"} for identity in ids] or [{"Ref": "none", RAG: "Green"}]
    told = outcome(run(sent.send(), plan=plan))
    if not officer:
        assert told.outcome == "refused"
        assert "it does not say whose return it is, and its rows do not tell" in told.why
        assert 'write the line "Return R0001 · Oct-05 · name · plan 3f9c2a1b" into cell A2' in told.why
        return
    rows = "1 row" if len(ids) == 1 else f"{len(ids)} rows"
    assert (told.outcome, told.officer) == ("merged", officer)
    assert f"taken as {officer}'s, to whom {share} of its {rows} were issued" in told.why


def two_of_nadias(plan: Plan) -> Record:
    first = issue(plan, {NADIA: ("A001",)})
    second = issue(plan, {NADIA: ("A002", "A003"), OMAR: OWNED[OMAR]}, first=2)
    return replace(first, entries=(*first.entries, *second.entries))


@pytest.mark.parametrize(
    ("ids", "number"), [(["A001"], "R0001"), (["A002", "A003"], "R0002"), (["A001", "A002"], "")]
)
def test_of_two_returns_of_one_officer_the_rows_tell_which_it_is(ids: list[str], number: str) -> None:
    plan = a_plan()
    record = two_of_nadias(plan)
    sent = taken_home(record, plan, NADIA)
    sent.has_record = sent.has_line = False
    sent.rows = [{"ID": identity, RAG: "Green"} for identity in ids]
    merged = run(replace(sent.send("x.xlsx"), officer=NADIA.upper()), plan=plan, record=record)
    assert merged.return_ids == ({"x.xlsx": number} if number else {})
    assert outcome(merged).outcome == ("merged" if number else "refused")


@pytest.mark.parametrize(
    ("return_id", "officer", "outcome_", "why"),
    [
        ("R0099", NADIA, "merged", "the master did not issue a return R0099: taken as R0001, Nadia Frost's"),
        ("", NADIA, "merged", ""),
        ("R0099", IVY, "refused", ("the master did not issue a return R0099; nobody called Ivy Ash was issued one for "
         "Oct-05; if the issue was undone, issue again")),
        ("R0099", "", "refused", "the master did not issue a return R0099; if the issue was undone, issue again"),
        ("", IVY, "refused", ("nobody called Ivy Ash was issued one for Oct-05; correct the name in cell A2, or empty "
         "that cell, so that its rows tell whose it is")),
        ("R0002", NADIA, "merged", ("return R0002 was issued to Omar Pike, this one says Nadia Frost: taken as R0001, "
         "Nadia Frost's, to whom its rows were issued")),
        ("R0002", IVY, "refused", ("return R0002 was issued to Omar Pike, this one says Ivy Ash; nobody called Ivy Ash "
         "was issued one for Oct-05")),
        ("R0001", "", "merged", ""),
    ],
)  # fmt: skip
def test_an_id_and_a_name_are_held_against_the_record(
    return_id: str, officer: str, outcome_: str, why: str
) -> None:
    """A return taken for another officer's would be merged into actions that were never theirs."""
    sent = bare().set("A001", rag="Green")
    told = outcome(run(replace(sent.send(), return_id=return_id, officer=officer, period=PERIOD)))
    assert (told.outcome, told.why) == (outcome_, why)


def test_an_id_of_another_officers_return_holds_where_the_rows_are_that_officers() -> None:
    sent = bare(OMAR).set("A004", rag="Green")
    told = outcome(run(replace(sent.send(), return_id="R0002", officer=NADIA, period=PERIOD)))
    assert (told.outcome, told.why) == (
        "refused",
        "return R0002 was issued to Omar Pike, this one says Nadia Frost",
    )


@pytest.mark.parametrize(
    ("plan_id", "title", "called"),
    [("3F9C2A1B ", "", ""), ("ffff", "", "ffff"), ("ffff", "Roads", "Roads"), ("", "Roads", "")],
)
def test_a_return_of_another_plan_is_refused_by_the_name_that_people_know(
    plan_id: str, title: str, called: str
) -> None:
    told = outcome(run(replace(a_return().send(), plan_id=plan_id, plan_title=title)))
    assert told.outcome == ("refused" if called else "merged")
    assert told.why == (f"it belongs to another plan ({called})" if called else "")


def test_what_its_hidden_sheet_says_otherwise_is_counted() -> None:
    plan = a_plan()
    sent = a_return()
    other = {**plan, "A001": {**plan["A001"], RAG: "Red"}, "A002": {**plan["A002"], "Theme": "Roads"}}
    sent.issued = issue(other).issued[0]
    told = outcome(run(sent.send()))
    assert told.why.startswith("its hidden sheet says something else of 2 actions than the master's record")
