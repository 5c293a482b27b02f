"""What speaks for a table's being a plan: a budget read as one asks owners for progress on invoices."""

from __future__ import annotations

from typing import Any

import pytest

from xlplan.importing.candidates import OWNER_MARK, HeadingCell
from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.column_profile import Contents
from xlplan.importing.evidence import looks_like_register, weigh_evidence
from xlplan.importing.heading_words import BOTH
from xlplan.importing.own_columns import may_be, what_it_holds


def column(
    field: str, text: str = "x", *, why: str = "", how: str = "whole", forced: bool = False, **held: Any
) -> ClassifiedColumn:
    contents = Contents(**{"filled": 10, "rows": 10, "distinct": 1.0, **held})
    return ClassifiedColumn(HeadingCell(1, 1, text), field, None, why, False, contents, how, forced)  # type: ignore[arg-type]


ACTION = column("action")
OWNER, WHEN = column("owner"), column("timescale")


@pytest.mark.parametrize(
    ("columns", "score", "missing", "is_thin"),
    [
        ([ACTION, OWNER], 4.5, "", False),
        ([ACTION, WHEN], 4.5, "", False),
        ([ACTION, OWNER, WHEN], 6.0, "", False),
        ([ACTION, column("owner", how="part")], 4.2, "", False),
        ([ACTION, column("owner", how="part", forced=True)], 4.5, "", False),
        ([ACTION, column(OWNER_MARK), column("due")], 6.0, "", False),
        ([ACTION, OWNER, column("rag")], 5.5, "", False),
        ([ACTION, OWNER, column(BOTH)], 5.5, "", False),
        ([ACTION, OWNER, column("progress")], 5.5, "", False),
        ([ACTION, OWNER, column("other", statuses=0.6)], 5.5, "", False),
        ([ACTION, OWNER, column("other", statuses=0.5)], 4.5, "", False),
        ([ACTION, OWNER, column("recommendation")], 5.0, "", False),
        ([ACTION, OWNER, column("success_criteria")], 5.0, "", False),
        ([ACTION, OWNER, column("supporting"), column("ref")], 5.3, "", False),
        ([ACTION], 3.0, "who or when", False),
        ([ACTION, column("rag", statuses=1.0)], 4.0, "", True),
        ([ACTION, column("rag", statuses=0.5)], 4.0, "who or when", False),
        ([ACTION, column("other", "Date of event", dates=0.6)], 3.0, "who or when", False),
        ([ACTION, column("other", "Blah", dates=0.6)], 3.8, "", True),
        ([ACTION, column("other", "Blah", dates=0.6, filled=5)], 3.8, "", True),
        ([ACTION, column("other", "Blah", dates=0.6, filled=4)], 3.0, "who or when", False),
        ([column("action", why="texts"), column("other", "Blah", dates=0.6)], 1.4, "who or when", False),
        ([column("action", why="texts", text=""), OWNER], 1.8, "evidence", False),
        ([column("action", why="sentences", text=""), OWNER], 1.8, "evidence", False),
        ([column("action", why="texts"), OWNER], 2.1, "evidence", False),
        ([column("action", why="sentences"), OWNER], 3.5, "", False),
        ([column("action", why="issue"), OWNER], 3.5, "", False),
        ([column("action", why="recommended"), OWNER], 3.5, "", False),
        ([column("action", why="part"), OWNER], 3.8, "", False),
        ([column("recommendation"), OWNER], 4.0, "", False),
        ([column("recommendation", "Fire risk"), OWNER], 0.0, "action", False),
        ([column("recommendation", "Risk"), column("other", "Likelihood"), OWNER], 0.0, "response", False),
        ([OWNER, WHEN], 0.0, "action", False),
        ([column("action", forced=True)], None, "", False),
        ([column("recommendation", forced=True)], None, "", False),
        ([column("owner", forced=True)], 0.0, "action", False),
    ],
)  # fmt: skip
def test_a_plan_says_what_is_to_be_done_and_who_does_it_or_by_when(
    columns: list[ClassifiedColumn], score: float | None, missing: str, is_thin: bool
) -> None:
    found = weigh_evidence(columns)
    assert (found.missing, found.is_plan, found.is_thin) == (missing, missing == "", is_thin)
    assert score is None or found.score == pytest.approx(score)


@pytest.mark.parametrize(
    ("headings", "kind", "against"),
    [
        (("Budget", "Cost"), "a budget", 2.2),
        (("Budget", "Cost", "Spend"), "a budget", 3.3),
        (("Budget", "Cost", "Spend", "Price"), "a budget", 3.3),
        (("Budget",), "", 0.0),
        (("Budget", "Phone"), "", 0.0),
        (("Audience", "Purpose"), "a communication plan", 2.2),
        (("Purpose", "Format"), "", 0.0),
        (("Phone", "Email", "Budget", "Cost", "Spend"), "a budget", 3.3),
        (("Phone", "Email", "Budget", "Cost"), "a list of contacts", 2.2),
    ],
)
def test_headings_of_something_else_speak_against_a_plan(
    headings: tuple[str, ...], kind: str, against: float
) -> None:
    found = weigh_evidence([ACTION, OWNER, WHEN, *(column("other", text) for text in headings)])
    assert (found.kind, 6.0 - found.score) == (kind, pytest.approx(against))


def test_a_matrix_of_who_is_responsible_is_no_plan() -> None:
    letters = [column("other", name, raci=0.6, length=1) for name in ("Jo", "Ann", "Al")]
    assert weigh_evidence([ACTION, OWNER, *letters]).kind == "a matrix of who is responsible"
    assert weigh_evidence([ACTION, OWNER, *letters[:2]]).kind == ""
    long = [column("other", name, raci=0.6, length=4) for name in ("Jo", "Ann", "Al")]
    assert weigh_evidence([ACTION, OWNER, *long]).kind == ""


def test_two_words_of_risks_make_a_register() -> None:
    assert looks_like_register([column("other", "Likelihood"), column("other", "Impact")])
    assert not looks_like_register([column("other", "Likelihood"), column("other", "Cost")])


@pytest.mark.parametrize(
    ("text", "held", "what"),
    [
        ("x", {"dates": 0.6}, "dates"),
        ("x", {"dates": 0.5}, ""),
        ("x", {"dates": 0.6, "numbers": 0.6}, ""),
        ("x", {"dates": 0.6, "numbers": 0.5}, "dates"),
        ("x", {"statuses": 0.6}, "status words"),
        ("x", {"statuses": 0.5}, ""),
        ("x", {"people": 0.6}, "people"),
        ("x", {"people": 0.5}, ""),
        ("Owner", {"names": 0.6}, "people"),
        ("Owner", {"names": 0.5}, ""),
        ("x", {"names": 0.6}, ""),
    ],
)
def test_what_the_councils_own_columns_hold(text: str, held: dict[str, float], what: str) -> None:
    assert what_it_holds(column("other", text, **held)) == what


@pytest.mark.parametrize(
    ("text", "what", "others", "field"),
    [
        ("Blah", "dates", [], "timescale"),
        ("Blah", "people", [], "owner"),
        ("Blah", "status words", [], "rag"),
        ("Blah", "dates", ["due"], ""),
        ("Blah", "dates", ["timescale"], ""),
        ("Blah", "dates", ["owner"], "timescale"),
        ("Blah", "people", [OWNER_MARK], ""),
        ("Blah", "status words", [BOTH], ""),
        ("Blah", "status words", ["rag"], ""),
        ("Date found", "dates", [], ""),
        ("Start date", "dates", [], ""),
        ("Found by", "people", [], ""),
        ("Date raised", "dates", [], ""),
        ("% complete", "status words", [], "rag"),
        ("Resources", "people", [], ""),
    ],
)
def test_the_user_is_asked_what_a_column_may_be_where_nothing_else_is(
    text: str, what: str, others: list[str], field: str
) -> None:
    own = column("other", text)
    assert may_be(own, what, [own, *(column(each) for each in others)]) == field
    forced = column("other", text, forced=True)
    assert may_be(forced, what, [forced]) == ""
