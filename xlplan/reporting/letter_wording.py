"""What our own letters say. A council can give its own words instead; the fields are the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Literal

from xlplan.model import Action, Finding
from xlplan.reporting.fields import filled
from xlplan.reporting.letters import LetterText
from xlplan.values.text import counted, shortened, written_day

Why = Literal["outstanding", "nothing filled in", "to ask about"]

FIRST, REMINDER = "letter", "reminder"
"""What our own drafts are known again by."""

FIELDS = (
    "officer",
    "plan",
    "council",
    "period",
    "actions",
    "due",
    "by",
    "what",
    "points",
    "coordinator",
    "reply to",
)
"""The fields of a letter. `what` is the reason for the letter in a paragraph, `points` what is asked, one a line."""

ISSUED = LetterText(
    subject="{{ plan }}: your return for {{ period }}",
    body="""Dear {{ officer }},

{{ what }}

For each action please choose a RAG word and say in your own words what was done since last time. When every row says \
Done, save the workbook, reply to this e-mail and attach it.

Nothing needs to be installed. The sheet How to explains it in five lines.

With thanks
{{ coordinator }}""",
)
_SUBJECTS: Mapping[Why, str] = {
    "outstanding": "Reminder: your return for {{ period }}, {{ plan }}",
    "nothing filled in": "Your return for {{ period }} came back empty, {{ plan }}",
    "to ask about": "A question about your return for {{ period }}, {{ plan }}",
}
CHASED: Mapping[Why, LetterText] = {
    why: LetterText(
        subject=subject,
        body="Dear {{ officer }},\n\n{{ what }}\n\n{{ points }}\n\nWith thanks\n{{ coordinator }}",
    )
    for why, subject in _SUBJECTS.items()
}
_LONGEST_ACTION = 90


def issued_in_words(period: str, actions: int, due: dt.date | None) -> str:
    """Write the paragraph on what a return's first letter is about."""
    asked = f"Your return for {period} is attached, with {counted(actions, 'action')} to report on."
    return f"{asked} Please send it back {by(due)}."


def why_in_words(why: Why, period: str, actions: int, due: dt.date | None, today: dt.date) -> str:
    """Write the paragraph on why somebody is written to.

    Args:
        why: the reason.
        period: the review period's label.
        actions: how many actions the return has.
        due: the day by which it is asked for; None where none was said.
        today: the present day.
    """
    again = f"I attach it again, with {counted(actions, 'action')} to report on."
    if why == "outstanding":
        when = ""
        if due is not None:
            when = (
                f"; it was due on {written_day(due)}" if due < today else f"; it is due on {written_day(due)}"
            )
        return (
            f"Your return for {period} has not reached me yet{when}. {again} Please fill it in, reply to this e-mail "
            "and attach it. If you have just sent it, there is nothing more to do."
        )
    if why == "nothing filled in":
        return (
            f"Thank you for sending back your return for {period}. It came back with nothing filled in. {again} Where "
            "there is nothing new, please still choose a RAG word and say so in a few words; then reply to this "
            "e-mail and attach it."
        )
    return (
        f"Thank you for your return for {period}. Before it is reported I should like to ask about the following. "
        "A line in reply to each is enough."
    )


def points_in_words(findings: Sequence[Finding], actions: Mapping[str, Action]) -> str:
    """Write what the checks found in a return as questions in plain words, action by action."""
    by_action: dict[str, list[str]] = {}
    for finding in findings:
        message = finding.message.rstrip(".?")
        question = f" {finding.suggestion.rstrip('.?')}?" if finding.suggestion else ""
        by_action.setdefault(finding.id, []).append(f"   {message}.{question}")
    points = []
    for number, (identity, asked) in enumerate(by_action.items(), start=1):
        action = actions.get(identity)
        text = " ".join(action.shown_action.split()) if action else ""
        text = shortened(text, _LONGEST_ACTION)
        named = " ".join(filter(None, [action.ref if action and action.ref not in text[:12] else "", text]))
        points.append("\n".join([f"{number}. {named or identity}", *asked]))
    return "\n\n".join(points)


def worded(text: LetterText, values: Mapping[str, str]) -> tuple[str, str]:
    """The subject and the body of a letter, filled in. What is asked is never left out.

    Raises:
        UnknownField: the text has a field that does not exist.
    """
    body = filled(text.body, values, text.file)
    if values["points"] and not re.search(r"\{\{\s*points\s*\}\}", text.body, re.IGNORECASE):
        body = f"{body.rstrip()}\n\n{values['points']}"
    return filled(text.subject, values, text.file), re.sub(r"\n{3,}", "\n\n", body)


def by(due: dt.date | None) -> str:
    """By when: "by 11 December 2026"."""
    return f"by {written_day(due)}" if due else "as soon as you can"
