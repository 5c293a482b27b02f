"""Whether a table is a plan: what speaks for it is added up, and where something is missing it is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xlplan.importing.candidates import OWNER_MARK
from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.classify_steps import REGISTER_WORDS
from xlplan.importing.heading_words import BOTH, normal
from xlplan.importing.own_columns import may_be, what_it_holds
from xlplan.values.patterns import compile_late

Missing = Literal["action", "response", "who or when", "evidence", ""]

_ENOUGH = 3.4
"""Less than this, and a table is no plan."""
_ALONE = 3.8
"""So much, with words for how things stand or with days or people that are asked about, needs no owner and no date."""
_COMMUNICATION = compile_late(
    r"\b(?:method|information|purpose|format|goal|topic|timing|vehicle|stakeholder|objective|team member)\b"
)
"""What the headings of a communication plan say beside those that only it has."""
_MOST_AGAINST = 3.3
_KINDS = (
    ("a communication plan", compile_late(
        r"\b(?:audiences?|channels?|medium|message|frequency|how often|recurrence|communication\w*|distribution|"
        r"delivery method|sender|receiver|recipient)\b")),
    ("a list of contacts", compile_late(
        r"\b(?:phone|telephone|tel|mobile|e ?mail|email address|extension|fax|postcode|contact detail)\b")),
    ("a list of stakeholders", compile_late(
        r"\b(?:stakeholder\w*|influence|interest|power|engagement|attitude|expectation)\b")),
    ("a budget", compile_late(
        r"\b(?:budget|cost|expenditure|spend|spent|amount|variance|price|invoice\w*|paid|vat|gst|currency|balance|labor|"
        r"labour|material|unit|revenue)\b")),
    ("a list of tests", compile_late(
        r"\b(?:test|expected result|actual result|pass fail|test case|precondition|pre condition|pre requisite|"
        r"scenario|"
        r"test data|assertion)\b")),
    ("a list of documents", compile_late(
        r"\b(?:document|doc|version|revision|file name|published|retention|policy)\b")),
    ("a list of things", compile_late(
        r"\b(?:asset|serial|manufacturer|model|issued to|quantity|qty|stock|warranty|purchase|location|host|ip address|"
        r"barcode|supplier|vendor|make)\b")),
    ("a timetable", compile_late(
        r"\b(?:monday|tuesday|wednesday|thursday|friday|mon|tue|wed|thu|fri|room|speaker|instructor|trainer|venue|lecture|"
        r"agenda)\b")),
    ("a record of hours", compile_late(r"\b(?:hour|hr|timesheet|time spent|time in|time out|overtime)\b")),
    ("a record of cases", compile_late(
        r"\b(?:complain\w*|enquir\w*|inquir\w*|applicant\w*|application|claimant|caller|customer|booking|client|patient|"
        r"student|pupil|grade|mark|salary|employee|vehicle)\b")),
    ("a record of decisions", compile_late(r"\b(?:decision|decided|voted|resolution number)\b")),
    ("figures", compile_late(r"\b(?:metric|kpi|baseline|actual|indicator|formula|value|unit of measure|weight)\b")),
)  # fmt: skip
"""What tables that are no plans hold: two headings of one kind speak against a plan."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a table's being a plan."""

    score: float
    missing: Missing = ""
    kind: str = ""
    """What else it seems to be: "a communication plan"."""

    is_thin: bool = False
    """True when it says neither who nor when for certain: it is a plan where the workbook holds no better one."""

    @property
    def is_plan(self) -> bool:
        return not self.missing


def weigh_evidence(columns: Sequence[ClassifiedColumn]) -> Evidence:
    """Add up what speaks for a table's being a plan.

    A plan says what is to be done, and who does it or by when; or the user has said which column the action is.
    """
    by_field: dict[str, ClassifiedColumn] = {}
    for column in columns:
        by_field.setdefault(column.field, column)
    kind, against = _kind(columns)
    if any(column.forced and column.field in ("action", "recommendation") for column in columns):
        return Evidence(_ENOUGH)
    action, wanted = by_field.get("action"), by_field.get("recommendation")
    if action is None and (wanted is None or _is_risk(wanted)):
        return Evidence(0.0, "response" if _is_register(columns) else "action", kind)
    score = _work(action, wanted)
    who = by_field.get("owner") or by_field.get(OWNER_MARK)
    when = by_field.get("timescale") or by_field.get("due")
    said = by_field.get("rag") or by_field.get(BOTH) or by_field.get("progress")
    for named in (who, when):
        if named is not None:
            score += 1.5 if named.how == "whole" or named.forced else 1.2
    stands = said or next((each for each in columns if each.held.statuses >= 0.6), None)
    score += 1.0 if stands else 0.0
    score += 0.5 if wanted is not None and action is not None else 0.0
    score += 0.5 if "success_criteria" in by_field or "supporting" in by_field else 0.0
    score += 0.3 if "ref" in by_field else 0.0
    perhaps = [each for each in columns if each.field == "other" and _may_say_when(each, columns)]
    score += 0.8 if perhaps else 0.0
    stands_alone = score >= _ALONE and stands is not None and stands.held.statuses >= 0.6
    if who is None and when is None and not stands_alone and not (perhaps and score >= _ALONE):
        return Evidence(score, "who or when", kind)
    score -= against
    return Evidence(score, "" if score >= _ENOUGH else "evidence", kind, who is None and when is None)


def _work(action: ClassifiedColumn | None, wanted: ClassifiedColumn | None) -> float:
    """What the column of actions is worth: one that its heading names, then sentences, then any texts."""
    if action is None:
        return 2.5
    if action.why in ("texts", "sentences") and not action.heading.text:
        return 0.3
    if action.why == "texts":
        return 0.6
    if action.why in ("sentences", "issue", "recommended"):
        return 2.0
    return 2.3 if action.why == "part" else 3.0


def _may_say_when(column: ClassifiedColumn, columns: Sequence[ClassifiedColumn]) -> bool:
    is_full = column.held.filled * 2 >= column.held.rows
    return is_full and what_it_holds(column) == "dates" and bool(may_be(column, "dates", columns))


def _is_risk(column: ClassifiedColumn) -> bool:
    return bool(re.search(r"\b(?:risk|threat|hazard)\b", normal(column.heading.shown)))


def _is_register(columns: Sequence[ClassifiedColumn]) -> bool:
    return any(_is_risk(column) for column in columns) and any(
        REGISTER_WORDS.search(normal(column.heading.shown)) for column in columns
    )


def looks_like_register(columns: Sequence[ClassifiedColumn]) -> bool:
    """True for a register of risks or a log of issues, whose responses are the actions."""
    return sum(bool(REGISTER_WORDS.search(normal(column.heading.shown))) for column in columns) >= 2


def _kind(columns: Sequence[ClassifiedColumn]) -> tuple[str, float]:
    """Find what else the table is by its headings, and how much that speaks against a plan."""
    if sum(column.held.raci >= 0.6 and column.held.length < 4 for column in columns) >= 3:
        return "a matrix of who is responsible", 3.0
    texts = [normal(column.heading.text) for column in columns if column.heading.text]
    best, most = "", 0
    for kind, words in _KINDS:
        count = sum(bool(words.search(text)) for text in texts)
        if count and kind == _KINDS[0][0]:
            count += sum(bool(_COMMUNICATION.search(text)) for text in texts if not words.search(text))
        if count > most:
            best, most = kind, count
    if most < 2:
        return "", 0.0
    return best, min(1.1 * most, _MOST_AGAINST)
