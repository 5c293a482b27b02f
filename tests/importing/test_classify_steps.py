"""Columns classified, one kind of doubt after another: a wrong one is a wrong owner or date for every action."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders.candidates import column, fields
from xlplan.importing.candidates import Candidate
from xlplan.importing.classify_steps import (
    classify_by_words,
    classify_periods,
    classify_shared_headings,
    classify_status,
)
from xlplan.importing.column_profile import Contents
from xlplan.importing.heading_words import BOTH


def month(**held: Any) -> Candidate:
    return column("Oct 26", only_period=True, **held)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([month(rag=0.4)], ["rag"]),
        ([month(rag=0.39, length=5)], ["other"]),
        ([month(filled=0, coloured=0.31)], ["rag"]),
        ([month(filled=0, coloured=0.3)], ["other"]),
        ([month(coloured=0.5)], ["other"]),
        ([month(rag_heads=0.2)], [BOTH]),
        ([month(rag=0.1, prose=0.2)], [BOTH]),
        ([month(rag=0.1, prose=0.19)], ["other"]),
        ([month(prose=0.3)], ["progress"]),
        ([month(length=20)], ["progress"]),
        ([month(length=19)], ["other"]),
        ([month(rag=1.0), month(filled=0)], ["rag", "rag"]),
        ([month(filled=0), month(length=3)], ["other", "other"]),
        ([month(filled=0)] * 6, ["other"] * 6),
        ([month(filled=0), month(prose=0.3), *[month(filled=0) for _ in range(4)]], ["progress"] * 6),
        ([month(filled=1, rag=1.0), *[month(filled=1) for _ in range(5)]], ["other"] * 6),
        ([month(filled=6, rag=1.0), *[month(filled=3) for _ in range(5)]], ["rag", *["other"] * 5]),
        ([month(filled=2, rag=1.0), *[month(filled=1) for _ in range(4)]], ["rag", *["other"] * 4]),
        ([column("Colour", rag=1.0)], [""]),
    ],
)  # fmt: skip
def test_what_is_under_a_month_alone_says_what_it_is(columns: list[Candidate], found: list[str]) -> None:
    """Bars on a calendar would be reported as progress, or last month's RAG be lost."""
    classify_periods(columns)
    assert fields(*columns) == found


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([column(weights={"action": 1.0}), column(weights={"owner": 1.0})], ["action", "owner"]),
        ([column(weights={"action": 0.7}), column(weights={"action": 1.0})], ["", "action"]),
        ([column(weights={"owner": 0.5})], [""]),
        ([column(weights={"owner": 0.51})], ["owner"]),
        ([column(weights={"owner": 0.5}, forced=True)], ["owner"]),
        (
            [column(weights={"owner": 1.0}), column(weights={"owner": 0.9, "supporting": 0.6})],
            ["owner", "supporting"],
        ),
        ([column(weights={"notes": 0.9}), column(field="notes")], ["", "notes"]),
        ([column(weights={"other": 1.0}), column(weights={"other": 1.0})], ["other", "other"]),
        ([column(weights={"action": 1.0}), column(weights={"recommendation": 0.8})], ["action", ""]),
        (
            [column(weights={"recommendation": 0.8}), column(weights={"action": 1.0})],
            ["recommendation", "action"],
        ),
        (
            [column(weights={"action": 1.0}), column(weights={"recommendation": 0.8}, forced=True)],
            ["action", "recommendation"],
        ),
        ([column(weights={"rag": 1.0}, prose=0.5)], ["progress"]),
        ([column(weights={"rag": 1.0}, prose=0.5, rag=0.1)], [BOTH]),
        ([column(weights={"rag": 1.0}, rag_heads=0.1)], [BOTH]),
        ([column(weights={"rag": 1.0}, rag=0.1, prose=0.15)], [BOTH]),
        ([column(weights={"rag": 1.0}, rag=0.1, prose=0.14)], ["rag"]),
        ([column(weights={"rag": 1.0}, rag_heads=0.5, forced=True)], ["rag"]),
        ([column(weights={"rag": 1.0}, rag_heads=0.5, filled=0)], ["rag"]),
        ([column(weights={"progress": 1.0}, rag=0.8, rag_colours=0.1, length=20)], ["rag"]),
        ([column(weights={"progress": 1.0}, rag=0.8, length=20)], ["progress"]),
        ([column(weights={"progress": 1.0}, rag=0.5, rag_colours=0.1, length=20)], [BOTH]),
        ([column(weights={"progress": 1.0}, rag=0.4, rag_colours=0.1, length=20)], ["progress"]),
        ([column(weights={"progress": 1.0}, statuses=0.8, length=20, filled=2)], ["rag"]),
        ([column(weights={"progress": 1.0}, statuses=0.8, length=20, filled=1)], ["progress"]),
        ([column(weights={"progress": 1.0}, statuses=0.7, length=20)], ["progress"]),
    ],
)
def test_each_column_gets_the_field_that_its_words_and_contents_say(
    columns: list[Candidate], found: list[str]
) -> None:
    for each in columns:
        if not each.held.length and "rag" not in each.weights:
            each.held = Contents(filled=each.held.filled, rows=10, distinct=1.0, length=20)
    classify_by_words(columns)
    assert fields(*columns) == found


@pytest.mark.parametrize(
    ("how", "forced", "why"),
    [("part", False, "part"), ("likeness", False, "likeness"), ("whole", False, ""), ("part", True, "")],
)
def test_what_a_field_was_inferred_from_is_kept(how: str, forced: bool, why: str) -> None:
    each = column(weights={"owner": 1.0}, how=how, forced=forced)
    classify_by_words([each])
    assert each.why == why


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([column("Issue"), column("Issue", field="recommendation")], ["theme", "recommendation"]),
        ([column("Issue", field="recommendation"), column("Issue")], ["theme", "recommendation"]),
        ([column("Issue", refs=0.7), column("Issue", field="recommendation")], ["ref", "recommendation"]),
        ([column("Issue", refs=0.6), column("Issue", field="recommendation")], ["theme", "recommendation"]),
        ([column("Issue"), column("Issues", field="recommendation")], ["", "recommendation"]),
        ([column(""), column("", field="recommendation")], ["", "recommendation"]),
        ([column("Issue", forced=True), column("Issue", field="recommendation")], ["", "recommendation"]),
        ([column("Issue", field="ref"), column("Issue", field="recommendation")], ["ref", "recommendation"]),
        (
            [column("Theme", field="theme"), column("Issue"), column("Issue", field="recommendation")],
            ["theme", "", "recommendation"],
        ),
        ([column("Task", refs=0.7), column("Task", field="action")], ["ref", "action"]),
        ([column("Task", refs=0.6), column("Task", field="action")], ["", "action"]),
        (
            [column("Ref", field="ref"), column("Task", refs=0.7), column("Task", field="action")],
            ["ref", "", "action"],
        ),
    ],
)
def test_one_heading_over_two_columns(columns: list[Candidate], found: list[str]) -> None:
    classify_shared_headings(columns)
    assert fields(*columns) == found


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([column("Status", weights={"rag": 0.7}, statuses=0.5)], ["rag"]),
        ([column("Status", weights={"rag": 0.7}, statuses=0.4)], [""]),
        ([column("Status", weights={"rag": 0.7}, statuses=0.5, field="other")], ["rag"]),
        ([column("Status", weights={"rag": 0.7}, statuses=0.5, field="notes")], ["notes"]),
        ([column("Status", weights={"rag": 0.7}, statuses=0.5, forced=True)], [""]),
        ([column("Status", statuses=0.5)], [""]),
        ([column("Done?", yes_no=0.6)], ["rag"]),
        ([column("Done?", yes_no=0.3, statuses=0.3)], ["rag"]),
        ([column("Done?", yes_no=0.5)], [""]),
        ([column("Was it done", yes_no=1.0)], [""]),
        ([column("Status", weights={"rag": 0.7}, filled=0, coloured=0.3)], ["rag"]),
        ([column("Status", weights={"rag": 0.7}, filled=0, coloured=0.2)], [""]),
        ([column("Status", weights={"rag": 0.7}, coloured=0.9)], [""]),
        ([column("RAG", field="rag"), column("Status", weights={"rag": 0.7}, statuses=1.0)], ["rag", ""]),
        ([column("RAG", field=BOTH), column("Status", weights={"rag": 0.7}, statuses=1.0)], [BOTH, ""]),
        (
            [
                column("Status", weights={"rag": 0.7}, statuses=1.0),
                column("State", weights={"rag": 0.7}, statuses=1.0),
            ],
            ["rag", ""],
        ),
    ],
)
def test_a_column_of_words_for_how_things_are_is_the_rag_where_nothing_else_is(
    columns: list[Candidate], found: list[str]
) -> None:
    classify_status(columns)
    assert fields(*columns) == found
