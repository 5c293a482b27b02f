"""Headings with a spelling mistake: a word that is known nowhere, and is one slip away from a word of headings."""

from __future__ import annotations

from collections.abc import Collection

_WORDS = """
action activity actions assigned responsible responsibility responsibilities officer manager owner leader colleague
deadline target date completion timescale timeframe status progress comment recommendation issue description finding
observation mitigation response treatment remediation corrective required resolution priority milestone deliverable
objective reference category accountable assignee delivery expected planned estimated implementation person
success criteria outcome evidence update remark
"""
_KEY_WORDS = tuple(_WORDS.split())
_OTHER_WORDS = frozenset(
    [
        "office",
        "data",
        "auction",
        "lender",
        "reader",
        "rates",
        "rate",
        "late",
        "gate",
        "sate",
        "fate",
        "mate",
        "desk",
        "ask",
        "mask",
        "parson",
        "actor",
        "active",
        "acting",
        "section",
        "option",
        "faction",
        "fraction",
        "stature",
        "statute",
        "statue",
        "state",
        "states",
        "manage",
        "names",
        "game",
        "same",
        "came",
        "tame",
        "issued",
        "tissue",
        "progressed",
        "order",
        "older",
        "owned",
        "own",
        "towner",
        "tower",
        "leaders",
        "dealers",
        "dates",
        "persons",
    ]
)
"""Words of English that look like a key word and are none."""
_SHORT = 5
_LONG = 9


def respelt(heading: str, known: Collection[str]) -> str:
    """A heading, in lower case, with each misspelt word put right.

    >>> respelt("acton required", ["required"]), respelt("target dtae", ["target"]), respelt("data", [])
    ('action required', 'target date', 'data')
    """
    return " ".join(_respelt_word(word, known) for word in heading.split())


def _respelt_word(word: str, known: Collection[str]) -> str:
    if len(word) < _SHORT - 1 or word in known or word in _OTHER_WORDS or not word.isalpha():
        return word
    for key in _KEY_WORDS:
        if (
            key[0] == word[0]
            and abs(len(key) - len(word)) <= 1 + (len(word) >= _LONG)
            and _is_slip(word, key)
        ):
            return key
    return word


def _is_slip(word: str, key: str) -> bool:
    if sorted(word) == sorted(key):
        return sum(a != b for a, b in zip(word, key, strict=True)) == 2  # two letters have changed places
    if len(word) < _SHORT:
        return False
    return distance(word, key) <= 1 + (len(word) >= _LONG)


def distance(one: str, other: str) -> int:
    """How many letters must be put in, left out, changed or swapped to make one word of the other."""
    earlier: list[int] = []
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
