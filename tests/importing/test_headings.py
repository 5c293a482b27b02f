"""What headings mean, and which review periods they name."""

from __future__ import annotations

import pytest

from xlplan.importing.heading_words import BOTH, FIELDS, meaning_of, meanings, read_words
from xlplan.importing.period_labels import month_and_year, period_in


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Action", "action"),
        ("KEY TASKS:", "action"),
        ("Agreed management action", "action"),
        ("What are we going to do about it?", "action"),
        ("2. Actions required", "action"),
        ("Management response", "action"),
        ("Асtiоn", "action"),  # with Cyrillic letters
        ("Lead\nofficer", "owner"),
        ("AD / Officers responsible for action", "owner"),
        ("Resp.", "owner"),
        ("By whom", "owner"),
        ("Person(s) responsible", "owner"),
        ("Action owner", "owner"),
        ("Ву whеn", "timescale"),
        ("Time scale", "timescale"),
        ("Target completion date", "timescale"),
        ("Timescale (by when)", "timescale"),
        ("Due", "timescale"),
        ("Revised target date", "revised_due"),
        ("Partners", "supporting"),
        ("Involving", "supporting"),
        ("Success Criteria / Evidence", "success_criteria"),
        ("Outcome/Impact", "success_criteria"),
        ("How will we know it has worked?", "success_criteria"),
        ("KPIs", "success_criteria"),
        ("Area for Improvement", "recommendation"),
        ("Issue raised in the report", "recommendation"),
        ("Key recommendations", "recommendation"),
        ("Judgement area", "theme"),
        ("Workstream", "theme"),
        ("Report Ref.", "report_ref"),
        ("Para(s)", "report_ref"),
        ("No.", "ref"),
        ("Ref", "ref"),
        ("RAG rating", "rag"),
        ("BRAG status", "rag"),
        ("Progress/ Evaluation", "progress"),
        ("Update (quarterly)", "progress"),
        ("Comments", "progress"),
        ("Progress (RAG)", BOTH),
        ("RAG & progress update", BOTH),
        ("Notes", "notes"),
        ("Date raised", "other"),
        ("Date completed", "other"),
        ("% complete", "other"),
        ("Resources / cost", "other"),
        ("Cabinet member", "other"),
        ("Status", "other"),  # what it holds decides
    ],
)
def test_a_heading_is_understood_whatever_the_council_calls_it(heading: str, field: str) -> None:
    """If this fails, a whole column lands in the wrong place of the master."""
    weights = meanings(heading)
    assert max(weights, key=lambda each: weights[each]) == field


@pytest.mark.parametrize(
    "heading",
    [
        "Experience of young people who have left care and their onward lives in the town",
        "Wexcombe",
        "Zebra",
        "",
    ],
)
def test_an_unknown_heading_is_not_forced_into_a_field(heading: str) -> None:
    """If this fails, a column is renamed on a guess."""
    assert not meanings(heading)


def test_the_vocabulary_is_read_as_toml_is() -> None:
    """It is read without tomllib: if this fails, words of it are passed over or taken for others."""
    import tomllib
    from importlib import resources

    text = resources.files("xlplan.importing").joinpath("heading_words.toml").read_text(encoding="utf-8")
    assert read_words(text) == tomllib.loads(text)


def test_every_field_is_known_by_a_dozen_names() -> None:
    """If this fails, councils have to name their columns by hand."""
    import tomllib
    from importlib import resources

    words = tomllib.loads(
        resources.files("xlplan.importing").joinpath("heading_words.toml").read_text(encoding="utf-8")
    )
    assert set(words) == set(FIELDS) - {"due"}
    assert {
        field: len(kinds["phrases"]) for field, kinds in words.items() if len(kinds["phrases"]) < 12
    } == {}


@pytest.mark.parametrize(
    ("heading", "label", "rest", "when"),
    [
        ("Jan-05", "Jan-05", "", (2005, 1, 0)),
        ("RAG Oct 2025", "Oct 2025", "RAG", (2025, 10, 0)),
        ("Progress to end October 2025", "October 2025", "Progress", (2025, 10, 0)),
        ("Q2 2026/27", "Q2 2026/27", "", (2026, 9, 31)),
        ("Q4 2026/27 RAG", "Q4 2026/27", "RAG", (2027, 3, 31)),
        ("Status 31/10/25", "31/10/25", "Status", (2025, 10, 31)),
        ("Update (Jan 2026)", "Jan 2026", "Update", (2026, 1, 0)),
        ("June - 0601", "June - 0601", "", None),
        ("Autumn 2025 RAG", "Autumn 2025", "RAG", (2025, 12, 31)),
        ("RAG Period 6", "Period 6", "RAG", None),
        ("NOVEMBER 2025", "November 2025", "", (2025, 11, 0)),
        ("Comments - October", "October", "Comments", None),
    ],
)
def test_a_review_period_is_found_in_its_heading(
    heading: str, label: str, rest: str, when: tuple[int, int, int] | None
) -> None:
    """If this fails, a period's RAG words end under another period, or in the wrong order."""
    period = period_in(heading)
    assert period is not None
    assert (period.label, period.rest, period.when) == (label, rest, when)


@pytest.mark.parametrize("heading", ["Progress", "Target date", "Action 3", "Maybe", "Marching on", "RAG"])
def test_no_review_period_is_read_into_other_headings(heading: str) -> None:
    """If this fails, the master gets review periods that never were."""
    assert period_in(heading) is None


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Inspection action plan July 2014", "July 2014"),
        ("Progress report, as at 31 March 2026", "March 2026"),
        ("Development plan April 2003 – October 2004", ""),
        ("Action plan 2004 after twelve months", ""),
    ],
)
def test_the_month_of_a_title_is_the_period_of_undated_progress(title: str, label: str) -> None:
    """If this fails, progress is filed under a period that the council does not know."""
    period = month_and_year(title)
    assert (period.label if period else "") == label


@pytest.mark.parametrize(
    ("heading", "weights", "how"),
    [
        ("ACTION:", {"action": 1.0}, "whole"),
        ("Action / Task", {"action": 1.0}, "whole"),
        ("RAG / Progress", {BOTH: 0.9}, "whole"),
        ("Action (what)", {"action": 0.9}, "whole"),
        ("Action / colour", {"action": 0.9, "rag": 0.6}, "whole"),
        ("Colour / action", {"rag": 0.9, "action": 0.6}, "whole"),
        ("Completion date (revised)", {"timescale": 0.9}, "whole"),
        ("Expected fix", {"timescale": 0.8}, "part"),
        ("Being dealt with by", {"owner": 0.8}, "part"),
        ("Found by", {"other": 0.8}, "part"),
        ("Started", {"other": 0.8}, "part"),
        ("Owner id", {"ref": 0.7}, "part"),
        ("Stakeholders responsible", {"owner": 0.8}, "part"),
        ("Supporting officer responsible", {"supporting": 0.7}, "part"),
        ("Dedline", {"timescale": 0.95}, "likeness"),
        ("Onwer", {"owner": 0.95}, "likeness"),
        ("Yes no", {}, "unknown"),
        ("", {}, "unknown"),
        ("Key action to be taken by the service in the year to come", {}, "unknown"),
    ],
)
def test_how_a_heading_was_understood_is_known(heading: str, weights: dict[str, float], how: str) -> None:
    """What was understood in part is said to the user, who may know better."""
    found = meaning_of(heading)
    assert (dict(found.weights), found.how) == (pytest.approx(weights), how)
