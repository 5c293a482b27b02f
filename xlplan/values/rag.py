"""How a RAG cell is read: the plan's own key of words and colours, and a word followed by prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlplan.model import KeyEntry
from xlplan.values.rag_words import CANONICAL as CANONICAL
from xlplan.values.rag_words import COLOURS as COLOURS
from xlplan.values.text import clean, fold, level

_USUAL = (
    KeyEntry(as_typed="Red", means="Red", colour=COLOURS["Red"]),
    KeyEntry(as_typed="Amber", means="Amber", colour=COLOURS["Amber"]),
    KeyEntry(as_typed="Green", means="Green", colour=COLOURS["Green"]),
    KeyEntry(as_typed="Complete", means="Complete", colour=COLOURS["Complete"]),
    KeyEntry(as_typed="Not started", means="Not started", colour=COLOURS["Not started"]),
    KeyEntry(as_typed="Completed", means="Complete"),
    KeyEntry(as_typed="R", means="Red"),
    KeyEntry(as_typed="A", means="Amber"),
    KeyEntry(as_typed="G", means="Green"),
)
_MEANINGS = {fold(word): word for word in CANONICAL}
_USUALLY = {fold(entry.as_typed): entry.means for entry in _USUAL}
_AFTER_WORD = re.compile(r"\s*(?:\n|[:;,]|\.(?=\s)|\s-|-\s|(?=\())\s*")
_AFTER_LETTER = re.compile(r"\s*(?:\n|:|\s-\s)\s*")
"""After a single letter only what can be nothing else: "A. Review the policy" is a list, "A, B" are names."""


_LONGEST_WORD = 25


def _six_digits(colour: str) -> str:
    colour = colour.strip().lstrip("#").upper()
    return colour if re.fullmatch("[0-9A-F]{6}", colour) else ""


class Key:
    """What typed words and fill colours mean in one plan.

    Args:
        entries: the lines of the plan's Key. A line whose `means` is not one of `CANONICAL` (in any case) says
            nothing, unless it is blank and the word is one that everybody knows; a colour that is declared for two
            meanings says nothing either. What a line means is a word too, and means itself where no line says
            otherwise.

    >>> Key([KeyEntry(as_typed="On track", means="Green", colour="00B050")]).word("on track ")
    'Green'
    """

    def __init__(self, entries: Sequence[KeyEntry]) -> None:
        self.entries = tuple(entries)
        self._words: dict[str, str] = {}
        self._read: dict[str, str | None] = {}
        colours: dict[str, set[str]] = {}
        for entry in self.entries:
            typed, said = fold(entry.as_typed), fold(entry.means)
            means = _MEANINGS.get(said) if said else _USUALLY.get(typed)
            if means is None:
                continue
            if typed:
                self._words.setdefault(typed, means)
            if colour := _six_digits(entry.colour):
                colours.setdefault(colour, set()).add(means)
        for means in sorted({_MEANINGS.get(fold(entry.means), "") for entry in self.entries} - {""}):
            self._words.setdefault(fold(means), means)
        self._colours = {colour: means.pop() for colour, means in colours.items() if len(means) == 1}
        # the longest first, so that "Not started" is tried before a plan's own "Not"
        self._typed = sorted(self._words, key=len, reverse=True)

    def word(self, text: str) -> str | None:
        """The RAG word that the whole text means; None when the key does not know it.

        >>> DEFAULT_KEY.word("GREEN "), DEFAULT_KEY.word("a"), DEFAULT_KEY.word("Amber/Green")
        ('Green', 'Amber', None)
        """
        if text not in self._read:  # a plan says the same few words thousands of times
            self._read[text] = self._words.get(fold(text))
        return self._read[text]

    def word_of_colour(self, colour: str) -> str | None:
        """The RAG word that a fill means, only if the key declares that very colour; "FFC000" or "#ffc000"."""
        return self._colours.get(_six_digits(colour))

    def split_head(self, text: str) -> tuple[str, str] | None:
        """The word at the head of a text, and what follows its separator; None when no word is there alone."""
        plain = level(text).casefold()
        for typed in self._typed:
            if not plain.startswith(typed):
                continue
            separator = (_AFTER_WORD if len(typed) > 1 else _AFTER_LETTER).match(plain, len(typed))
            if separator:
                return self._words[typed], clean(text)[separator.end() :]
        return None


DEFAULT_KEY = Key(_USUAL)
"""What a plan's Key knows to begin with."""


def is_prose(text: str) -> bool:
    """True for a text in a RAG cell that is too long for a word, whatever the Key knows."""
    return len(text) > _LONGEST_WORD or "\n" in text


def split_rag(text: str, key: Key = DEFAULT_KEY) -> tuple[str, str]:
    """The RAG word of a progress cell and the prose that goes with it.

    A word counts when it is the whole text, or is at its head with a separator (line end, colon, dash,
    comma, full stop, bracket) after it and no second RAG word. All other text is prose, whole.

    Returns:
        The RAG word ("" when there is none) and the prose ("" when there is none).

    >>> split_rag("AMBER")
    ('Amber', '')
    >>> split_rag("Green - two posts filled")
    ('Green', 'two posts filled')
    >>> split_rag("Green Paper recommendations implemented")
    ('', 'Green Paper recommendations implemented')
    """
    whole = key.word(text)
    if whole is not None:
        return whole, ""
    found = key.split_head(text)
    if found is None:
        return "", clean(text)
    word, prose = found
    first = re.split(r"[\s,;:./-]", prose, maxsplit=1)[0]
    # "Red, amber and green were explained": the prose speaks of RAG, it does not give one
    if key.word(prose) or (len(first) > 1 and key.word(first)) or not re.search(r"\w", prose):
        return "", clean(text)
    return word, prose
