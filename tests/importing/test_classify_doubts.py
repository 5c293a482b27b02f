"""Columns in doubt: issues and risks, days and people under one word, and headings that say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders.candidates import TEXTS, column, fields
from xlplan.importing.candidates import OWNER_MARK, Candidate
from xlplan.importing.classify_steps import (
    classify_blank_labels,
    classify_by_contents,
    classify_dates,
    classify_issues,
    classify_people,
    classify_registers,
    classify_who_by,
)

RISKS = ("Risk", "Likelihood", "Impact")


def test_in_a_register_of_risks_what_threatens_is_no_action() -> None:
    columns = [column(text, weights={"recommendation": 0.8}) for text in (*RISKS, "Description")]
    columns.append(column("Mitigating action", weights={"action": 1.0}))
    classify_registers(columns)
    assert [each.weights for each in columns] == [
        {"recommendation": 0.8},
        {"other": 1.0},
        {"other": 1.0},
        {"recommendation": 0.75},
        {"action": 1.0},
    ]
    alone = [column("Risk", weights={"recommendation": 0.8}), column("Description", weights={"action": 0.7})]
    classify_registers(alone)
    assert [each.weights for each in alone] == [{"recommendation": 0.8}, {"action": 0.7}]
    without = [column(text, weights={"recommendation": 0.8}) for text in (*RISKS, "Description")]
    classify_registers(without)
    assert without[3].weights == {"recommendation": 0.8}
    forced = [
        column(text, weights={"action": 0.9}, forced=True) for text in (*RISKS, "Description", "Response")
    ]
    classify_registers(forced)
    assert [each.weights for each in forced] == [{"action": 0.9}] * 5


def issue(text: str = "Issue", **more: Any) -> Candidate:
    return column(text, field="recommendation", **more)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([issue()], ["action"]),
        ([issue("Bug report")], ["action"]),
        ([issue("Risk issue")], ["recommendation"]),
        ([issue("Aim")], ["recommendation"]),
        ([issue(forced=True)], ["recommendation"]),
        ([issue(), column(field="action")], ["recommendation", "action"]),
        (
            [issue("Recommendation"), column("Finding", weights={"recommendation": 0.75}, length=10)],
            ["action", "recommendation"],
        ),
        (
            [issue("Recommendation"), column("Finding", weights={"recommendation": 0.75}, length=9)],
            ["recommendation", ""],
        ),
        (
            [issue("Recommendation"), column("Finding", weights={"recommendation": 0.7}, length=10)],
            ["recommendation", ""],
        ),
        (
            [
                issue("Recommendation"),
                column("Finding", weights={"recommendation": 0.75}, length=10, forced=True),
            ],
            ["recommendation", ""],
        ),
        (
            [
                issue("Recommendation"),
                column("Finding", weights={"recommendation": 0.75}, length=10, field="notes"),
            ],
            ["recommendation", "notes"],
        ),
        (
            [
                issue("Recommendation"),
                column("Finding", weights={"recommendation": 0.75}, length=10, field="other"),
            ],
            ["action", "recommendation"],
        ),
        ([column("Part", weights={"action": 0.5}, **TEXTS)], ["action"]),
        ([column("Part", weights={"action": 0.5}, forced=True, **TEXTS)], [""]),
        ([column("Part", weights={"owner": 0.5}, **TEXTS)], [""]),
        (
            [
                column("One", weights={"action": 0.5}, **TEXTS),
                column("Two", weights={"action": 0.5}, verbs=0.5, **TEXTS),
            ],
            ["", "action"],
        ),
        (
            [
                column("One", weights={"action": 0.5}, past=0.5, **TEXTS),
                column("Two", weights={"action": 0.5}, **TEXTS),
            ],
            ["", "action"],
        ),
    ],
)
def test_where_nothing_says_what_is_done_the_issue_is_what_is_to_be_done(
    columns: list[Candidate], found: list[str]
) -> None:
    classify_issues(columns)
    assert fields(*columns) == found


@pytest.mark.parametrize(
    ("held", "is_work"),
    [
        ({}, True),
        ({"length": 8}, True),
        ({"length": 7}, False),
        ({"distinct": 0.6}, True),
        ({"distinct": 0.5}, False),
        ({"people": 0.5}, True),
        ({"people": 0.6}, False),
        ({"dates": 0.3}, True),
        ({"dates": 0.4}, False),
        ({"numbers": 0.4}, False),
        ({"refs": 0.4}, False),
        ({"statuses": 0.4}, False),
        ({"paths": 0.4}, False),
        ({"yes_no": 0.4}, False),
    ],
)
def test_only_texts_that_differ_may_say_what_is_to_be_done(held: dict[str, float], is_work: bool) -> None:
    each = column("Part", weights={"action": 0.5}, **{**TEXTS, **held})
    classify_issues([each])
    assert (each.field == "action") is is_work
    other = column("Part", weights={"action": 0.5, "other": 0.7}, **{**TEXTS, **held})
    classify_issues([other])
    assert other.field == ""


@pytest.mark.parametrize(
    ("columns", "weights"),
    [
        ([column("Implementation by", weights={"timescale": 1.0}, names=0.7)], {"owner": 0.75}),
        ([column("Implementation by", weights={"timescale": 1.0}, names=0.6)], {"timescale": 1.0}),
        ([column("Implementation by", weights={"timescale": 1.0}, names=0.7, dates=0.2)], {"timescale": 1.0}),
        (
            [column("Implementation by", weights={"timescale": 1.0}, names=0.7, statuses=0.3)],
            {"timescale": 1.0},
        ),
        ([column("Implementation by", weights={"timescale": 1.0}, names=0.7, rag=0.3)], {"timescale": 1.0}),
        (
            [column("Implementation by", weights={"timescale": 1.0}, names=0.7, forced=True)],
            {"timescale": 1.0},
        ),
        ([column("Implementation by", weights={"owner": 0.7}, names=0.7)], {"owner": 0.7}),
        (
            [
                column("Implementation by", weights={"timescale": 1.0}, names=0.7),
                column(weights={"owner": 1.0}),
            ],
            {"timescale": 1.0},
        ),
        (
            [
                column("Implementation by", weights={"timescale": 1.0}, names=0.7),
                column(weights={"owner": 0.9}),
            ],
            {"owner": 0.75},
        ),
        (
            [
                column("When", weights={"timescale": 1.0, "notes": 0.6}, names=0.7),
                column(weights={"timescale": 1.0}, dates=0.5),
            ],
            {"notes": 0.6},
        ),
        (
            [
                column("When", weights={"timescale": 1.0}, names=0.7),
                column(weights={"timescale": 1.0}, dates=0.4),
            ],
            {"timescale": 1.0},
        ),
        (
            [
                column("When", weights={"timescale": 1.0}, names=0.7),
                column(weights={"owner": 1.0}, dates=0.9),
            ],
            {"timescale": 1.0},
        ),
    ],
)
def test_what_is_under_by_tells_people_from_days(columns: list[Candidate], weights: dict[str, float]) -> None:
    classify_who_by(columns)
    assert columns[0].weights == weights


WHEN = {"timescale": 1.0}


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([column(field="revised_due")], ["timescale"]),
        ([column(field="revised_due", forced=True)], ["revised_due"]),
        (
            [column("When", field="timescale", weights=WHEN), column("Due", weights=WHEN, dates=0.5)],
            ["timescale", "due"],
        ),
        (
            [column("Target", field="timescale", weights=WHEN), column("When", weights=WHEN)],
            ["due", "timescale"],
        ),
        (
            [column("Target", field="timescale", weights=WHEN, forced=True), column("When", weights=WHEN)],
            ["timescale", ""],
        ),
        (
            [
                column("Target", field="timescale", weights=WHEN),
                column("When", weights={"timescale": 0.9}, dates=0.5),
            ],
            ["timescale", ""],
        ),
        (
            [column("When", field="timescale", weights=WHEN), column("Due", weights=WHEN, dates=0.4)],
            ["timescale", ""],
        ),
        (
            [
                column("When", field="timescale", weights=WHEN),
                column("Due", weights={"timescale": 0.62}, dates=0.5),
            ],
            ["timescale", "due"],
        ),
        (
            [
                column("When", field="timescale", weights=WHEN),
                column("Due", weights={"timescale": 0.61}, dates=0.5),
            ],
            ["timescale", ""],
        ),
        (
            [
                column("When", field="timescale", weights=WHEN),
                column("Due", weights={"timescale": 0.9}, dates=0.4),
            ],
            ["timescale", ""],
        ),
        (
            [
                column("When", field="timescale", weights=WHEN),
                column("End date", field="due"),
                column("Due", weights=WHEN, dates=0.5),
            ],
            ["timescale", "due", ""],
        ),
        (
            [
                column("When", field="timescale", weights=WHEN),
                column("Due", field="notes", weights=WHEN, dates=0.5),
            ],
            ["timescale", "notes"],
        ),
    ],
)
def test_of_two_columns_of_days_one_is_when_it_is_due(columns: list[Candidate], found: list[str]) -> None:
    classify_dates(columns)
    assert fields(*columns) == found


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([column(field="owner"), column(weights={"owner": 0.65}, names=0.4)], ["owner", "supporting"]),
        ([column(field="owner"), column(weights={"owner": 0.6}, names=0.4)], ["owner", ""]),
        ([column(field="owner"), column(weights={"owner": 0.65}, names=0.3)], ["owner", ""]),
        (
            [column(field="owner"), column(weights={"owner": 1.0}, names=1.0, field="notes")],
            ["owner", "notes"],
        ),
        ([column(), column(weights={"owner": 1.0}, names=1.0)], ["", ""]),
        (
            [column(field="owner"), column(field=OWNER_MARK), column(weights={"owner": 1.0}, names=1.0)],
            ["owner", OWNER_MARK, ""],
        ),
    ],
)
def test_a_second_column_of_people_names_those_who_support(
    columns: list[Candidate], found: list[str]
) -> None:
    classify_people(columns)
    assert fields(*columns) == found


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([column("Colour", rag=0.6, rag_colours=0.1)], ["rag"]),
        ([column("Colour", rag=0.6)], [""]),
        ([column("Colour", rag=0.5, rag_colours=0.1)], [""]),
        ([column(field="rag"), column("Colour", rag=0.6, rag_colours=0.1)], ["rag", ""]),
        ([column("", refs=0.7)], ["ref"]),
        ([column("x", refs=0.7)], [""]),
        ([column("", refs=0.6)], [""]),
        ([column("", refs=0.7, real_dates=0.2)], [""]),
        ([column(field="ref"), column("", refs=0.7)], ["ref", ""]),
        ([column("", dates=0.7)], ["timescale"]),
        ([column("x", dates=0.7)], [""]),
        ([column("", dates=0.6)], [""]),
        ([column(field="due", dates=0.5), column("", dates=0.7)], ["due", ""]),
        ([column(field="due", dates=0.4), column("", dates=0.7)], ["due", "timescale"]),
        ([column("Dates", vague=0.4)], ["timescale"]),
        ([column("Dates", vague=0.3)], [""]),
        ([column("Blah", vague=0.4)], [""]),
        ([column("", people=0.6, length=49)], ["owner"]),
        ([column("", people=0.6, length=50)], [""]),
        ([column("", people=0.5)], [""]),
        ([column("x", people=0.6)], [""]),
        ([column(field="owner"), column("", people=0.6)], ["owner", ""]),
        ([column("Asked by", people=0.5, field="other"), column("", people=0.6)], ["other", ""]),
        ([column("Asked by", people=0.4, field="other"), column("", people=0.6)], ["other", "owner"]),
        ([column("", weights={"notes": 0.71}, rag=0.6, rag_colours=0.1)], [""]),
        ([column("", weights={"notes": 0.7}, rag=0.6, rag_colours=0.1)], ["rag"]),
        ([column("", filled=0, rag=0.6, rag_colours=0.1)], [""]),
        ([column("Blah", **TEXTS)], ["action"]),
        ([column(field="recommendation"), column("Blah", **TEXTS)], ["recommendation", "action"]),
        ([column("Blah", **TEXTS), column(field="recommendation")], ["", "recommendation"]),
        ([column("Blah", **TEXTS), column(field="action")], ["recommendation", "action"]),
        ([column(field="action"), column("Blah", **TEXTS)], ["action", ""]),
        ([column("Blah", **{**TEXTS, "prose": 0.4}), column(field="action")], ["", "action"]),
        ([column("Blah", paths=0.1, **TEXTS), column(field="action")], ["", "action"]),
        (
            [column("One", **TEXTS), column("Two", **TEXTS), column(field="action")],
            ["", "recommendation", "action"],
        ),
        (
            [column("One", **TEXTS), column(field="recommendation"), column(field="action")],
            ["", "recommendation", "action"],
        ),
    ],
)
def test_a_column_whose_heading_says_nothing_is_told_by_what_it_holds(
    columns: list[Candidate], found: list[str]
) -> None:
    classify_by_contents(columns)
    assert fields(*columns) == found


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ({"prose": 0.5}, "sentences"),
        ({"prose": 0.1, "verbs": 0.4}, "sentences"),
        ({"prose": 0.4, "verbs": 0.3}, "texts"),
    ],
)
def test_what_an_action_was_inferred_from_is_kept(held: dict[str, float], why: str) -> None:
    each = column("Blah", **{**TEXTS, **held})
    classify_by_contents([each])
    assert (each.field, each.why) == ("action", why)


@pytest.mark.parametrize(("text", "is_theme"), [("Priority 2: Safer streets", True), ("Blah", False)])
def test_a_section_as_a_heading_names_the_section(text: str, is_theme: bool) -> None:
    each = column(text, **TEXTS)
    classify_by_contents([each, column(field="action")])
    assert (each.field, each.is_theme) == ("recommendation", is_theme)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([column("", length=5), column(field="action")], ["theme", "action"]),
        ([column("", length=4), column(field="action")], ["", "action"]),
        ([column("", length=79), column(field="action")], ["theme", "action"]),
        ([column("", length=80), column(field="action")], ["", "action"]),
        ([column("", length=5, refs=0.3), column(field="action")], ["", "action"]),
        ([column("", length=5, dates=0.3), column(field="action")], ["", "action"]),
        ([column("", length=5, numbers=0.2), column(field="action")], ["theme", "action"]),
        ([column("x", length=5), column(field="action")], ["", "action"]),
        ([column("", length=5, field="notes"), column(field="action")], ["notes", "action"]),
        ([column("", length=5, filled=0), column(field="action")], ["", "action"]),
        ([column(field="action"), column("", length=5)], ["action", ""]),
        (
            [column("", length=5), column("", length=5), column(field="recommendation")],
            ["theme", "", "recommendation"],
        ),
        ([column(field="theme"), column("", length=5), column(field="action")], ["theme", "", "action"]),
    ],
)
def test_labels_before_all_else_are_the_theme(columns: list[Candidate], found: list[str]) -> None:
    classify_blank_labels(columns)
    assert fields(*columns) == found
