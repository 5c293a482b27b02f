"""What a heading means: the words that councils use, looked up in `heading_words.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from xlplan.importing.heading_roles import names_who_answers, people_role, time_role
from xlplan.importing.misspellings import respelt
from xlplan.values.patterns import compile_late
from xlplan.values.text import fold

FIELDS = (
    "theme", "recommendation", "ref", "report_ref", "action", "owner", "supporting", "timescale", "due",
    "revised_due", "success_criteria", "notes", "rag", "progress", "other",
)  # fmt: skip
"""What a column can be; the names that a user may give to a heading."""

BOTH = "rag and progress"
"""A column that holds a RAG word, a progress text, or one after the other."""

How = Literal["whole", "part", "likeness", "unknown"]

CERTAIN = 1.0
PART = 0.9
BY_FORM = 0.8
"""What a heading is worth that no list knows, understood by how its words are put together; see `heading_roles`."""
LIKENESS = 0.95
MOSTLY = 0.75
WITHIN = 0.7
PERHAPS = 0.62

_LONGEST = 12
"""A heading of more words than this is a sentence: only its whole text can be in the vocabulary."""
_SHORT = 4
_NUMBERED = ("#", "no", "ref", "id")
"""A short heading that ends so is the number of something: "Issue #", "Milestone no"."""
_SOURCE = frozenset(
    ["report", "para", "page", "letter", "source", "inspection", "contact", "budget", "staff"]
)
"""But not when it numbers the place in a report, or telephones and budgets."""
_LOSS = 0.04
"""What each word of a heading beyond `_SHORT`, or beyond twice the words known, takes from their weight."""

_LONGEST_MISSPELT = 60
_LONGEST_FORM = 9
"""A heading of more words than this is a sentence, which may hold any word."""
_ATTRIBUTES = frozenset(
    [
        "type",
        "category",
        "group",
        "status",
        "priority",
        "level",
        "duration",
        "cost",
        "size",
        "effort",
        "weight",
        "class",
        "order",
        "phase",
        "size",
        "count",
        "total",
        "location",
        "area",
        "unit",
        "hour",
        "day",
        "week",
        "score",
        "rating",
        "rank",
        "complexity",
        "version",
        "link",
        "url",
        "file",
        "path",
    ]
)
"""A heading that ends so names something about an action, and not the action: "Task category"."""
_DATES = frozenset(["timescale", "due", "revised_due"])
_PEOPLE = frozenset(["owner", "supporting"])

_PHRASE = compile_late(r'"([^"]*)"')
_BRACKETS = compile_late(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS = compile_late(r"\s*[/,;:()\[\]\n|+]\s*|\s+-\s+|\s+and\s+|\s*&\s*")
_RUN_TOGETHER = compile_late(r"(?<=[a-z])(?=[A-Z][a-z])")
"""Between the words of "DueDate" and "AssignedTo"."""
_LIST_MARK = compile_late(r"^(?:\(?\d{1,2}[.):]|\(?[a-z][.)]|column \w+:)\s+")


def normal(text: str) -> str:
    """A heading for looking up: no case, no punctuation, no plural "s".

    >>> normal("Officers’ Responsibilities: "), normal("% complete")
    ('officer responsibilitie', 'percent complete')
    """
    if (
        text.isascii() and text.islower() and text.replace(" ", "").isalnum()
    ):  # as nearly all of the vocabulary
        return " ".join(map(_singular, text.split()))
    plain = (
        _LIST_MARK.sub("", fold(_RUN_TOGETHER.sub(" ", text)))
        .replace("'", "")
        .replace("%", " percent ")
        .replace("&", " and ")
    )
    words = re.findall(r"[a-z0-9#]+", plain)
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _sought(phrase: str) -> str:
    """What is looked for between the blanks of a longer heading; "breach*" is any word that begins so."""
    return f" {phrase[:-1]}" if phrase.endswith("*") else f" {normal(phrase)} "


def read_words(text: str) -> dict[str, dict[str, list[str]]]:
    """Read the vocabulary: field -> kind -> phrases.

    Only what the file is written in is understood: tables of lists of texts. tomllib, which understands all of TOML,
    takes longer for it than many a plan takes to be read.
    """
    words: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, list[str]] = {}
    phrases: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            words[line.strip("[]")] = kinds = {}
        elif not line.startswith("#"):
            kind, begins, _ = line.partition(" = [")
            if begins:
                kinds[kind] = phrases = []
            phrases += _PHRASE.findall(line)
    return words


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, dict[str, float]], list[tuple[str, tuple[str, ...]]]]:
    """Phrase -> {field: weight}; and for each field, in order, the words that longer headings hold."""
    text = resources.files("xlplan.importing").joinpath("heading_words.toml").read_text(encoding="utf-8")
    vocabulary = read_words(text)
    whole: dict[str, dict[str, float]] = {}
    within: list[tuple[str, tuple[str, ...]]] = []
    for field, words in vocabulary.items():
        for kind, weight in (("perhaps", PERHAPS), ("mostly", MOSTLY), ("phrases", CERTAIN)):
            for phrase in words.get(kind, ()):
                whole.setdefault(normal(phrase), {})[field] = weight
        within.append((field, tuple(_sought(phrase) for phrase in words.get("within", ()))))
    return whole, within


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading may mean."""

    weights: Mapping[str, float]
    """Field -> weight from 0 to 1; empty when the heading is unknown."""
    how: How = "unknown"
    """By its whole words, by a part of them or how they are put together, or by words that are spelt alike."""


def meanings(text: str) -> Mapping[str, float]:
    """The fields that a heading may mean, each with a weight from 0 to 1; empty when it is unknown.

    >>> meanings("Lead Officer:")
    {'owner': 1.0}
    >>> meanings("Progress (RAG)")
    {'rag and progress': 0.9}
    """
    return dict(meaning_of(text).weights)


@lru_cache(maxsize=16384)
def meaning_of(text: str) -> Meaning:
    """What a heading may mean, and how it was understood.

    >>> meaning_of("Date found").weights, meaning_of("Dedline").how
    ({'other': 0.8}, 'likeness')
    """
    known = _known(text)
    if known.how != "whole":
        known = _with_roles(text, known)
    if max(known.weights.values(), default=0.0) >= PERHAPS or len(text) > _LONGEST_MISSPELT:
        return known
    corrected = respelt(normal(text), known_words())
    if corrected == normal(text):
        return known
    alike = _known(corrected)
    if alike.how != "whole":
        alike = _with_roles(corrected, alike)
    weights = {field: weight * LIKENESS for field, weight in alike.weights.items()}
    return Meaning(weights, "likeness") if weights else known


def _with_roles(text: str, known: Meaning) -> Meaning:
    """A heading understood in part, or not at all, held against the part that time and people play in it."""
    weights = dict(known.weights)
    if len(text.split()) > _LONGEST_FORM:
        return known
    time, people = time_role(text), people_role(text)
    is_weak = max(weights.values(), default=0.0) < MOSTLY
    if time in ("happened", "begins"):
        weights = {field: weight for field, weight in weights.items() if field not in _DATES}
        if not weights:
            return Meaning({"other": BY_FORM}, "part")
    elif time and (is_weak or set(weights) <= _DATES):
        return Meaning({"timescale" if time == "due" else "revised_due": BY_FORM}, "part")
    if people == "did":
        weights = {field: weight for field, weight in weights.items() if field not in _PEOPLE}
        if not weights:
            return Meaning({"other": BY_FORM}, "part")
    elif (
        people == "does"
        and is_weak
        and ("supporting" not in weights or names_who_answers(text))
        and set(weights) <= {*_PEOPLE, "other", "action"}
    ):
        return Meaning({"owner": BY_FORM}, "part")
    return Meaning(weights, known.how)


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Every word that is in the vocabulary: no such word is a misspelling of another."""
    whole, within = _vocabulary()
    words = {word for phrase in whole for word in phrase.split()}
    return frozenset(words | {word for _, phrases in within for phrase in phrases for word in phrase.split()})


@lru_cache(maxsize=16384)
def _known(text: str) -> Meaning:
    """Look a heading up in the vocabulary."""
    whole, within = _vocabulary()
    plain = normal(text)
    if found := whole.get(plain):
        return Meaning(found, "whole")
    pieces = _PARTS.split(fold(text))
    parts = [part for part in (normal(part) for part in pieces) if part] if len(pieces) > 1 else [plain]
    known = [whole[part] for part in parts if part in whole]
    fields = {field for part in known for field, weight in part.items() if weight == CERTAIN}
    if {"rag", "progress"} <= fields:
        return Meaning({BOTH: PART}, "whole")
    bare, brackets = _BRACKETS.subn(" ", text)
    if brackets and (found := whole.get(normal(bare))):
        return Meaning({field: weight * PART for field, weight in found.items()}, "whole")
    if known and (len(known) == len(parts) or parts[0] in whole):
        first, *others = known
        weights = {field: weight * PART for field, weight in first.items()}
        for part in others:
            for field, weight in part.items():
                weights.setdefault(field, weight * 0.6)
        return Meaning(weights, "whole" if len(known) == len(parts) else "part")
    words = plain.split()
    if len(words) > _LONGEST:
        return Meaning({})
    if 1 < len(words) <= _SHORT and words[-1] in _NUMBERED and words[-2] != "yes" and not _SOURCE & {*words}:
        return Meaning({"ref": WITHIN}, "part")
    padded = f" {plain} "
    for field, phrases in within:
        length = next((len(phrase.split()) for phrase in phrases if phrase in padded), 0)
        if length:
            if words[-1] in _ATTRIBUTES and field in ("action", "recommendation", "owner", "timescale"):
                return Meaning({"other": WITHIN}, "part")
            loss = _LOSS * max(0, len(words) - max(_SHORT, 2 * length))
            return Meaning({field: WITHIN - loss}, "part")
    return Meaning({})
