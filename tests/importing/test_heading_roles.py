"""Headings that no list knows: when a thing is due is not when it happened, nor who found it who is to mend it."""

from __future__ import annotations

import pytest

from xlplan.importing.heading_roles import names_who_answers, people_role, time_role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Date found", "happened"),
        ("Expected resolution date", "due"),
        ("Planned start", "begins"),
        ("Date", ""),
        ("Who found it and when", ""),
        ("", ""),
        ("Actual", ""),
        ("Actual completion", "happened"),
        ("Last contact", "happened"),
        ("Last name", ""),
        ("Actual start", "happened"),
        ("Start date", "begins"),
        ("Start and end date", "due"),
        ("Start (deadline)", "due"),
        ("Revised due date", "revised"),
        ("Target review date", ""),
        ("Target date for review of the action", "due"),
        ("Expected", ""),
        ("Expected date", "due"),
        ("Expected closure", "due"),
        ("To be completed by", "due"),
        ("Complete by", "due"),
        ("Must be fixed before", "due"),
        ("Date raised", "happened"),
        ("Raised on", "happened"),
        ("Raised", "happened"),
        ("Raised by the board on", "happened"),
        ("Day on which it was raised", "happened"),
        ("Date of the meeting", "happened"),
        ("Meeting", ""),
        ("New date", "revised"),
        ("Extension", ""),
        ("Closing date", ""),
        ("Fix date", ""),
        ("Finish date", "due"),
        ("End by", "due"),
        ("Completion", ""),
        ("Completion day", "due"),
        ("Planned meeting date", ""),
        ("Response required by", "due"),
        ("Planned report date for response", "due"),
        ("Colour", ""),
    ],
)
def test_of_which_day_a_heading_speaks(heading: str, role: str) -> None:
    assert time_role(heading) == role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Detected by", "did"),
        ("Being dealt with by", "does"),
        ("Risk owner", "does"),
        ("To be done by", "does"),
        ("For action by", "does"),
        ("By whom", "does"),
        ("Raised by whom", "does"),
        ("Approved by", "did"),
        ("Source", "did"),
        ("Deputy owner", ""),
        ("Supporting officer", ""),
        ("Who", "does"),
        ("Mended by who", "does"),
        ("Who is the author", "did"),
        ("Author", "did"),
        ("Owner and reviewer", "did"),
        ("Colour", ""),
        ("", ""),
        ("Whose job", "does"),
        ("Whoever", ""),
        ("Person responsible", "does"),
    ],
)
def test_whether_a_heading_names_who_is_to_act_or_who_did(heading: str, role: str) -> None:
    assert people_role(heading) == role


def test_who_answers_is_said_outright() -> None:
    assert names_who_answers("Stakeholders responsible")
    assert names_who_answers("ACCOUNTABLE")
    assert not names_who_answers("Responsibility")
