"""What a heading means: the words that councils use, looked up in `heading_words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from xlplan.values.text import fold

FIELDS = (
    "theme", "recommendation", "ref", "report_ref", "action", "owner", "supporting", "timescale", "due",
    "revised_due", "success_criteria", "notes", "rag", "progress", "other",
)  # fmt: skip
"""What a column can be; the names that a user may give to a heading."""

BOTH = "rag and progress"
"""A column that holds a RAG word, a progress text, or one after the other."""

CERTAIN = 1.0
PART = 0.9
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

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS = re.compile(r"\s*[/,;:()\[\]\n|+]\s*|\s+-\s+|\s+and\s+|\s*&\s*")
_LIST_MARK = re.compile(r"^(?:\(?\d{1,2}[.):]|\(?[a-z][.)]|column \w+:)\s+")


def normal(text: str) -> str:
    """A heading for looking up: no case, no punctuation, no plural "s".

    >>> normal("Officers’ Responsibilities: "), normal("% complete")
    ('officer responsibilitie', 'percent complete')
    """
    plain = _LIST_MARK.sub("", fold(text)).replace("'", "").replace("%", " percent ").replace("&", " and ")
    words = re.findall(r"[a-z0-9#]+", plain)
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _sought(phrase: str) -> str:
    """What is looked for between the blanks of a longer heading; "breach*" is any word that begins so."""
    return f" {phrase[:-1]}" if phrase.endswith("*") else f" {normal(phrase)} "


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, dict[str, float]], list[tuple[str, tuple[str, ...]]]]:
    """Phrase -> {field: weight}; and for each field, in order, the words that longer headings hold."""
    text = resources.files("xlplan.importing").joinpath("heading_words.toml").read_text(encoding="utf-8")
    whole: dict[str, dict[str, float]] = {}
    within: list[tuple[str, tuple[str, ...]]] = []
    for field, words in tomllib.loads(text).items():
        for kind, weight in (("perhaps", PERHAPS), ("mostly", MOSTLY), ("phrases", CERTAIN)):
            for phrase in words.get(kind, ()):
                whole.setdefault(normal(phrase), {})[field] = weight
        within.append((field, tuple(_sought(phrase) for phrase in words.get("within", ()))))
    return whole, within


def meanings(text: str) -> Mapping[str, float]:
    """The fields that a heading may mean, each with a weight from 0 to 1; empty when it is unknown.

    >>> meanings("Lead Officer:")
    {'owner': 1.0}
    >>> meanings("Progress (RAG)")
    {'rag and progress': 0.9}
    """
    return dict(_meanings(text))


@lru_cache(maxsize=16384)
def _meanings(text: str) -> Mapping[str, float]:
    whole, within = _vocabulary()
    plain = normal(text)
    if found := whole.get(plain):
        return found
    pieces = _PARTS.split(fold(text))
    parts = [part for part in (normal(part) for part in pieces) if part] if len(pieces) > 1 else [plain]
    known = [whole[part] for part in parts if part in whole]
    fields = {field for part in known for field, weight in part.items() if weight == CERTAIN}
    if {"rag", "progress"} <= fields:
        return {BOTH: PART}
    bare, brackets = _BRACKETS.subn(" ", text)
    if brackets and (found := whole.get(normal(bare))):
        return {field: weight * PART for field, weight in found.items()}
    if known and (len(known) == len(parts) or parts[0] in whole):
        first, *others = known
        found = {field: weight * PART for field, weight in first.items()}
        for part in others:
            for field, weight in part.items():
                found.setdefault(field, weight * 0.6)
        return found
    words = plain.split()
    if len(words) > _LONGEST:
        return {}
    if 1 < len(words) <= _SHORT and words[-1] in _NUMBERED and words[-2] != "yes" and not _SOURCE & {*words}:
        return {"ref": WITHIN}
    padded = f" {plain} "
    for field, phrases in within:
        known_words = next((len(phrase.split()) for phrase in phrases if phrase in padded), 0)
        if known_words:
            return {field: WITHIN - _LOSS * max(0, len(words) - max(_SHORT, 2 * known_words))}
    return {}
