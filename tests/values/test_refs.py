"""The council's own numbering: split off where it is a number of theirs, left where it belongs to the sentence."""

from __future__ import annotations

import time

import pytest

from tests.builders.long_texts import LONG, SECONDS
from xlplan.values.refs import ref_in_label, split_label, split_ref


@pytest.mark.parametrize(
    ("text", "ref", "rest"),
    [
        ("1.a.1 Undertake a review", "1.a.1", "Undertake a review"),
        ("1.a.1 undertake a review", "1.a.1", "undertake a review"),
        ("2.10 Agree the budget", "2.10", "Agree the budget"),
        ("1.01 Agree the budget", "1.01", "Agree the budget"),
        ("(3) Recruit", "3", "Recruit"),
        ("3) Recruit", "3", "Recruit"),
        ("3. Recruit", "3", "Recruit"),
        ("3.Recruit", "3", "Recruit"),
        ("3 - Recruit", "3", "Recruit"),
        ("3\nRecruit", "3", "Recruit"),
        ("A1. Recruit", "A1", "Recruit"),
        ("1a Recruit", "1a", "Recruit"),
        ("(ii) Recruit", "ii", "Recruit"),
        ("b) Recruit", "b", "Recruit"),
        ("Action 1.2: Recruit", "1.2", "Recruit"),
        ("Task 4. Recruit", "4", "Recruit"),
    ],
)
def test_the_councils_number_is_found_at_the_head(text: str, ref: str, rest: str) -> None:
    assert split_ref(text) == (ref, rest)


@pytest.mark.parametrize(
    "text",
    [
        "2 posts to be filled",
        "17/9/14 meeting",
        "100+ attendees",
        "24 hour cover to be agreed",
        "2.5 posts to be filled",
        "1.2 million saved",
        "3 - 5 year olds to be assessed",
        "3rd party to report",
        "2004. Review",
        "4x4 Vehicles to be sold",
        "KS3 Behaviour to be reviewed",
        "A. Marsh to lead",
        "50% of schools",
        "Action plan to be written",
        "1. Recruit\n2. Train",
        "(a) Recruit\n(b) Train",
        "Recruit",
        "",
    ],
)
def test_a_figure_that_belongs_to_the_sentence_stays_in_it(text: str) -> None:
    assert split_ref(text) == ("", text)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Ofsted 5.3 Set up better checks", "5.3"),
        ("Ofsted 1a. Make sure of it", "1a"),
        ("Children are not subject to both (1)", "1"),
        ("Children reach their potential.(6)", "6"),
        ("Recommendation 4: Improve it", "4"),
        ("Key Recommendation 12", "12"),
        ("Rec. 3 Do it", "3"),
        ("Area for improvement 3 - records", "3"),
        ("1.2 Improve it", "1.2"),
        ("Ofsted 2005 inspection", ""),
        ("3 monthly visiting is not met (para 48)", ""),
        ("Plans for the year (2005)", ""),
        ("Section 5 Support for families", ""),
        ("Improve it", ""),
    ],
)
def test_a_recommendations_number_is_found_and_no_other_figure(text: str, ref: str) -> None:
    assert ref_in_label(text) == ref


@pytest.mark.parametrize(
    ("line", "field", "title"),
    [
        (
            "Ofsted Key Recommendation: Decision Making: improve it",
            "recommendation",
            "Decision Making: improve it",
        ),
        ("Key Ofsted Recommendation: Targeting", "recommendation", "Targeting"),
        ("Areas for improvement: records", "recommendation", "records"),
        ("Recommendation 4: Improve it", "recommendation", "Recommendation 4: Improve it"),
        ("Theme: Keeping safe", "theme", "Keeping safe"),
        ("Theme 2 - Keeping safe", "theme", "Theme 2 - Keeping safe"),
        ("Section 5 Support for families", "theme", "Section 5 Support for families"),
        ("Objective A: Grow", "theme", "Objective A: Grow"),
        ("Plan 3", "theme", "Plan 3"),
        ("Planning for schools", "", "Planning for schools"),
        ("Plan a review", "", "Plan a review"),
        ("Part-time staff", "", "Part-time staff"),
        ("Recommendations", "", "Recommendations"),
        ("Wexcombe Council", "", "Wexcombe Council"),
    ],
)
def test_a_title_line_gives_its_field_and_loses_no_number(line: str, field: str, title: str) -> None:
    assert split_label(line) == (field, title)


@pytest.mark.parametrize("part", LONG)
def test_no_text_of_any_length_takes_long(part: str) -> None:
    """One pasted cell of 32,000 characters must not stop a run."""
    text = part * (32_000 // len(part))
    began = time.process_time()
    for typed in (
        text,
        f"1.1{text}",
        f"(1){text}x",
        f"Recommendation {text}",
        f"Action 3{text}",
        f"Ofsted (1{text})",
    ):
        split_ref(typed)
        ref_in_label(typed)
        split_label(typed)
    assert time.process_time() - began < SECONDS
