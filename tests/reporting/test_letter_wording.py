"""What letters say: by when, why again, and each question in plain words."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.model import Action, Finding
from xlplan.reporting.letter_wording import by, issued_in_words, points_in_words, why_in_words

TODAY = dt.date(2026, 12, 11)
AGAIN = "I attach it again, with 2 actions to report on."


@pytest.mark.parametrize(
    ("why", "due", "said"),
    [
        ("outstanding", None, f"Your return for Dec-26 has not reached me yet. {AGAIN}"),
        (
            "outstanding",
            TODAY - dt.timedelta(days=1),
            "has not reached me yet; it was due on 10 December 2026.",
        ),
        ("outstanding", TODAY, "has not reached me yet; it is due on 11 December 2026."),
        (
            "nothing filled in",
            TODAY,
            f"It came back with nothing filled in. {AGAIN} Where there is nothing new",
        ),
        ("to ask about", TODAY, "Before it is reported I should like to ask about the following."),
    ],
)
def test_each_reason_to_write_has_its_own_words(why: str, due: dt.date | None, said: str) -> None:
    """Who has sent everything must not be told that nothing has come."""
    text = why_in_words(why, "Dec-26", 2, due, TODAY)  # type: ignore[arg-type]
    assert said in text
    others = ("has not reached me", "nothing filled in", "should like to ask")
    assert sum(words in text for words in others) == 1


def test_the_first_letter_says_how_much_is_asked_and_by_when() -> None:
    assert issued_in_words("Dec-26", 1, TODAY) == (
        "Your return for Dec-26 is attached, with 1 action to report on. Please send it back by 11 December 2026."
    )
    assert issued_in_words("Dec-26", 2, None).endswith("Please send it back as soon as you can.")
    assert (by(TODAY), by(None)) == ("by 11 December 2026", "as soon as you can")


def asked(identity: str, message: str, suggestion: str = "") -> Finding:
    return Finding(code="RAG007", severity="warning", message=message, id=identity, suggestion=suggestion)


def test_what_is_asked_is_gathered_by_action_under_its_ref() -> None:
    actions = {
        "A001": Action(id="A001", ref="1.a", action="Mend  the\nroof"),
        "A002": Action(id="A002", ref="1.b", action="1.b Paint the hall"),
        "A003": Action(id="A003", action="x" * 91),
        "A004": Action(id="A004", ref="1.d"),
    }
    found = [
        asked("A001", "Red, and nothing is said.", "What is being done?"),
        asked("A002", "The same words"),
        asked("A001", "No date?"),
        asked("A003", "Late"),
        asked("A009", "Gone"),
    ]
    assert points_in_words(found, actions) == "\n\n".join(
        [
            "1. 1.a Mend the roof\n   Red, and nothing is said. What is being done?\n   No date.",
            "2. 1.b Paint the hall\n   The same words.",
            f"3. {'x' * 89}…\n   Late.",
            "4. A009\n   Gone.",
        ]
    )
    assert points_in_words([], actions) == ""
