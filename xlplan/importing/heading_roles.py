"""The part that time or people play in a heading: when it happened or is due; who did something or is to do it.

Word lists know whole headings. This knows how headings are built, so that one that no list has is still understood
("Expected fix", "Being dealt with by"), and one that only holds a known word is not taken for it ("Date found").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from xlplan.values.patterns import compile_late
from xlplan.values.text import fold

TimeRole = Literal["due", "revised", "happened", "begins", ""]
"""Of which kind of day a heading speaks; empty when of none."""
PeopleRole = Literal["does", "did", ""]
"""Whether a heading names who is to do something, or who did; empty when nobody."""

_DONE = (
    r"raised|logged|opened|created|reported|identified|detected|discovered|found|received|submitted|entered|registered|"
    r"recorded|noted|issued|closed|completed|resolved|achieved|finished|done|fixed|approved|signed|reviewed|updated|"
    r"modified|changed|checked|verified|tested|audited|inspected|assigned|allocated|escalated|added|requested|notified|"
    r"sent|published|implemented|delivered|agreed|observed|seen|captured|initiated|accepted|rejected|paid|invoiced|"
    r"ordered|joined|left|visited|decided|introduced|launched|presented|returned|loaned|purchased|acknowledged|answered|"
    r"responded|actioned|cancelled|canceled|deferred|occurred|happened|prepared|written|authori[sz]ed|posted|uploaded|"
    r"collected|measured|assessed|evaluated|confirmed|withdrawn|retired|informed|contacted|met|last seen|lodged|filed|"
    r"proposed by|recommended|authored|solved|repaired|validated|taken|held|made|booked|hired|enrolled|born|drafted"
)
_HAPPENING = (
    r"creation|entry|incident|birth|meeting|audit|inspection|request|order|invoice|receipt|submission|approval|"
    r"assignment|reporting|discovery|detection|identification|visit|assessment|interview|occurrence|purchase|hire|"
    r"joining|publication|registration|referral|complaint|notification|modification|change|update|sign[ -]?off|"
    r"acceptance|decision|escalation|booking|event|payment|release|version|issue|report|recommendation|departure|"
    r"arrival|departing|accident|death|transaction|sale|statement|letter|test|session|last contact|snapshot|resolution"
)
_BEGINS = r"start(?:s|ed|ing)?|begin(?:s|ning)?|began|begun|commenc\w+|kick[ -]?off|from|initiation|opens"
_AHEAD = (
    r"due|deadlines?|target(?:ed|s)?|expected|planned|plan|estimated|est|anticipated|scheduled|required by|"
    r"needed by|eta|ecd|"
    r"etc|projected|intended|desired|to be|will|must|shall|no later than|not later than|latest(?= (?:dates?|by|"
    r"completion|finish))|before|by when|by what date|"
    r"by which(?: date)?|promised|committed|commitment|wanted|needed|required"
)
_END = (
    r"end(?:s|ing)?|finish(?:es|ing)?|completion|complete|close|closure|closing|deliver(?:y)?|fix|go[ -]?live|"
    r"implement(?:ation)?"
)
_REVISED = r"revised|amended|extended|extension|rescheduled|re-?forecast|postponed|slipped|new|updated due|rebaselined"
_TIME = r"dates?|day|time|on|at|when|month|year|by"
_BY = compile_late(
    r"^(?:to be |must be |should be |shall be |will be )?"
    r"(?:complete|finish|close|deliver|do|fix|resolve|implement|achieve|respond|reply|act|submit|end|return|address|"
    r"remediate|mitigate|deploy|ready|done|answer|correct|solve|repair|review)\w* (?:by|before|until|within)$"
)

_WHO_DID = compile_late(
    r"\b(?:authors?|reviewers?|reporters?|requesters?|requestors?|originators?|initiators?|auditors?|inspectors?|"
    r"assessors?|approvers?|creators?|submitters?|finders?|customers?|clients?|applicants?|complainants?|senders?|"
    r"writers?|observers?|verifiers?|checkers?|informants?|proposers?|callers?|witness(?:es)?|interviewers?|"
    r"facilitators?|testers?|presenters?|speakers?|scribers?|note ?takers?|attendees?|participants?|audiences?|"
    r"suppliers?|vendors?|users?|accepted by)\b"
)
_DID_BY = compile_late(rf"\b(?:{_DONE})(?:\s+\w+)?\s+by\b|\b(?:approval|sign[ -]?off|source|origin)\b")
_WHO_DOES = compile_late(
    r"\b(?:owners?|owned by|assignees?|assigned? to|assigned|allocated to|responsible|responsibility|respons|"
    r"accountable|"
    r"in charge|by whom|handlers?|handled by|actioners?|actionees?|person|persons|people|"
    r"colleagues?|points? of contact|poc|pic|dri|implementers?|doers?|developers?|engineers?|programmers?|technicians?|"
    r"contractors?|designers?|custodians?|resources? names?|leads?|leaders?|led by|officers?|managers?|coordinators?|"
    r"co-ordinators?|delegated to|delegates?|taken on by|champions?|executors?|performers?|volunteers?|"
    r"tasked to|workers?)\b"
)
_DONE_BY = compile_late(
    rf"^(?:to be|being|is to be|will be|must be|should be)\b.*\bby(?: whom)?$|^(?:\w+ing)\b.*\bby$|"
    rf"^(?:for )?action by$|^by whom$|^(?:{_DONE})\b.*\bby whom$"
)
_SECOND_IN_LINE = compile_late(
    r"\b(?:deputy|secondary|support\w*|backup|other|additional|informed|consulted)\b"
)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9'-]+", fold(text)))


@lru_cache(maxsize=16384)
def time_role(text: str) -> TimeRole:
    """Find of which kind of day a heading speaks.

    >>> time_role("Date found"), time_role("Expected resolution date"), time_role("Planned start")
    ('happened', 'due', 'begins')
    >>> time_role("Date")
    ''
    """
    plain = _words(text)

    def says(pattern: str) -> bool:
        return bool(re.search(rf"\b(?:{pattern})\b", plain))

    if plain.startswith("who"):
        return ""
    if not plain or says("actual|last"):
        return (
            "happened"
            if says("actual|last") and says(f"{_TIME}|{_DONE}|{_END}|{_BEGINS}|{_HAPPENING}|contact")
            else ""
        )
    is_ahead = says(_AHEAD) or bool(_BY.match(plain))
    if says(_BEGINS) and not says(rf"{_END}|due|deadline"):
        return "begins"
    if is_ahead:
        if says(_REVISED):
            return "revised"
        if says("review|update|report|meeting") and not says("due|deadline|response|action"):
            return ""
        says_time = says(f"{_TIME}|{_END}|due|deadline|eta|ecd|latest|before|resolution|remediation|response")
        return "due" if says_time or bool(_BY.match(plain)) else ""
    if re.fullmatch(rf"(?:dates? )?(?:{_DONE})(?: (?:on|at|when|dates?))*|(?:{_DONE}) .*\b(?:on|at)", plain):
        return "happened"
    if says(_DONE) and says("dates?|on|day|when|time"):
        return "happened"
    if says(_HAPPENING) and says("dates?|day|time"):
        return "happened"
    if says(_REVISED) and says(_TIME):
        return "revised"
    if says("clos(?:e|ing|ure)|resolution|fix"):
        return ""  # the day on which it was closed, or by which it must be
    return "due" if says(_END) and says("dates?|by|day") else ""


def names_who_answers(text: str) -> bool:
    """True when a heading says outright who answers for something: "Stakeholders responsible"."""
    return bool(re.search(r"\b(?:responsible|accountable)\b", _words(text)))


@lru_cache(maxsize=16384)
def people_role(text: str) -> PeopleRole:
    """Find whether a heading names who is to do something, or who did.

    >>> people_role("Detected by"), people_role("Being dealt with by"), people_role("Risk owner")
    ('did', 'does', 'does')
    """
    plain = _words(text)
    if _DONE_BY.search(plain):
        return "does"
    if _DID_BY.search(plain):
        return "did"
    if _SECOND_IN_LINE.search(plain):
        return ""
    if _WHO_DOES.search(plain) or re.match(r"who\b|whom\b|whose\b", plain) or plain.endswith(" who"):
        return "does" if not _WHO_DID.search(plain) else "did"
    return "did" if _WHO_DID.search(plain) else ""
