"""What one owner seems to be by the form of the words alone: a name, initials, a post, or a body."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from xlplan.values.patterns import compile_late
from xlplan.values.text import fold, level

OwnerKind = Literal["initials", "name", "post", "body", "other"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_POSTS = _words(
    """
    adviser advisers advisor advisors accountant administrator analyst assistant auditor chair chairman chairperson
    chief clerk clinician commissioner commissioners consultant convenor coordinator coordinators co-ordinator
    co-ordinators councillor councillors deputy designer development-worker director directors doctor doctors dr
    engineer executive governor governors gp gps head heads headteacher headteachers inspector iro iros lado lead leader
    leaders leads manager managers matron member members midwife midwives monitor nurse nurses officer officers
    partner partners planner practitioner practitioners president principal professional professionals psychologist
    registrar rep reps representative representatives secretary solicitor staff superintendent supervisor
    supervisors surveyor teacher teachers technician treasurer worker workers
    """
)
"""Nouns that make a phrase a post."""

_BODIES = _words(
    """
    agency association board board's boards cabinet centre college committee company consortium council department
    directorate division forum group groups hospital hub office panel partnership police school schools section service
    services subgroup sub-group team teams trust unit
    """
)
"""Nouns that make a phrase a team, a board or another body."""

OPENERS = _words(
    """
    acting assistant associate chief clinical corporate deputy designated director executive head interim lead medical
    named principal senior service strategic team
    """
)
"""Words that a post begins with."""

_INITIALS = compile_late(r"[A-Z]{2,4}|[A-Z]&[A-Z]")
SPACED_INITIALS = compile_late(r"[A-Z](?:\.? [A-Z]\.?){1,2}|(?:[A-Z]\.){2,3}")
TEAM_INITIALS = compile_late(r"(?:(?:[Aa]ll|[Tt]he) )?[A-Z]{0,3}(?:MT|LT|MB)")
"""SMT, DMT, CLT ...: management and leadership teams, which are beside a name without being part of it."""

CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
TITLES = "dr|mr|mrs|ms|miss|mx|prof|professor|sir|dame|cllr|councillor|rev"
"""What may be before a person's name; for a regular expression that ignores case."""
_SMALL = "[a-zß-öø-ÿĀ-ž]"
NAME_PART = rf"(?:{CAPITAL}{_SMALL}*['\-]?{CAPITAL}?{_SMALL}+(?:-{CAPITAL}{_SMALL}+)?|[A-Z]\.?)"
_NAME = compile_late(rf"(?:(?i:{TITLES})\.? )?{NAME_PART}(?: {NAME_PART}){{1,2}}")

_RANK = (
    r"(?:(?:Ch|Chief|Det|Detective|Temp|Acting)\.? )?"
    r"(?:PC|PS|DC|DS|DI|DCI|DCS|CI|CC|ACC|DCC|Con|Constable|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent)\.?"
)
_RANKED_NAME = compile_late(rf"(?:[A-Z]/)?{_RANK} {NAME_PART}(?: {NAME_PART}){{0,2}}")
"""Police officers go by rank and surname: "C/Supt Marsh" (chief), "T/DI Reed" (temporary)."""


@lru_cache(maxsize=4096)
def owner_kind(text: str) -> OwnerKind:
    """What one owner seems to be, by the form of the words alone.

    >>> [owner_kind(text) for text in ("Ada Marsh", "AM", "Head of Adults", "Adults Team", "SMT", "all")]
    ['name', 'initials', 'post', 'body', 'body', 'other']
    """
    if ends_as_body(text) or fold(text).startswith("all "):
        return "body"
    if is_post(text):
        return "post"
    if is_initials(text):
        return "initials"
    return "name" if is_name(text) else "other"


def is_person(text: str) -> bool:
    """True for a name or initials."""
    return is_initials(text) or is_name(text)


def is_initials(text: str) -> bool:
    """True for "AM", "A M" and "A.M."."""
    text = text.strip()
    return bool(_INITIALS.fullmatch(text.rstrip(".")) or SPACED_INITIALS.fullmatch(text))


def is_name(text: str) -> bool:
    """True for what has the form of a person's name, with a title or a rank before it or without."""
    text = level(text).rstrip(".")
    if _RANKED_NAME.fullmatch(text):
        return True
    return (
        bool(_NAME.fullmatch(text))
        and not is_body(text)
        and not is_post(re.sub(r"^(?:Dr|Councillor) ", "", text))
    )


def is_post(text: str) -> bool:
    """True when one of the words makes it a post."""
    return any(bare(word) in _POSTS for word in text.split())


def ends_as_body(text: str) -> bool:
    """True for "Safeguarding Board" and "Board of Governors", not for "School Improvement"."""
    head = re.split(r" (?:of|for) ", text.strip())[0]
    return bool(TEAM_INITIALS.fullmatch(text.strip())) or bare((head.split() or [""])[-1]) in _BODIES


def is_body(text: str) -> bool:
    """True when one of the words makes it a team, a board or another body."""
    return bool(TEAM_INITIALS.fullmatch(text.strip())) or any(bare(word) in _BODIES for word in text.split())


def bare(word: str) -> str:
    """A word for comparing: small letters, without the signs around it."""
    return level(word).casefold().strip("()[].,:;'\"")
