"""How text is cleaned and compared, when two cell values mean the same, and how counts and days are written."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlplan.model import CellValue

# Patterns of one character: a table for str.translate takes a hundred times as long on a long text without any.
BULLETS = "•·▪◦●■*➢✓"
"""Signs that begin an item of a list; a dash does too, where a blank follows it."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Characters that print nothing: soft hyphen, zero-width spaces and joiners, direction marks, byte order mark."""

_SPACES = re.compile("[\u00a0\u2002\u2003\u2007-\u200a\u202f\u3000]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)
_UNCLEAN_ASCII = re.compile(r"[\r\x0b\x0c]|[ \t]\n")

_QUOTES_AND_DASHES = {
    **dict.fromkeys(map(ord, "‘’‚‛′`´ʼ"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
}

_QUOTE_OR_DASH = re.compile("[" + "".join(map(chr, _QUOTES_AND_DASHES)) + "]")

_CYRILLIC_AND_GREEK = "АВЕЅІЈКМНОРСТХУаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι"
"""Letters that look like Latin ones: text recognition puts them into scanned plans."""
_LOOK_ALIKES = str.maketrans(_CYRILLIC_AND_GREEK, "ABESIJKMHOPCTXYaesijopcyxABEZHIKMNOPTYXoi")
_LOOK_ALIKE = re.compile(f"[{_CYRILLIC_AND_GREEK}]")

_NOT_IN_DOCUMENTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_WORD = re.compile(r"[^\W\d_]+")


def clean(text: str) -> str:
    """The text as a person sees it: no invisible characters, plain spaces, LF line ends, no trailing blanks.

    Blank lines and blanks before and after the whole text go too; words, case and punctuation stay.

    >>> clean("Green\\u00a0\\r\\nTwo posts filled  ")
    'Green\\nTwo posts filled'
    """
    # most cells, by far: for Python, none of what is taken out or replaced below is printable
    if text.isprintable() or (text.isascii() and not _UNCLEAN_ASCII.search(text)):
        return text.strip()
    text = _LINE_ENDS.sub("\n", _SPACES.sub(" ", _INVISIBLE.sub("", text)))
    return _TRAILING.sub("", text).strip()


def drop_control_characters(text: str) -> str:
    """The text without what no document may hold: control characters but tab and line end, halves of characters.

    >>> drop_control_characters("Two\\x07 posts\\nfilled\\ud800")
    'Two posts\\nfilled'
    """
    return text if text.isprintable() else _NOT_IN_DOCUMENTS.sub("", text)


def level(text: str) -> str:
    """`clean`, with typographic quotes and dashes made plain.

    >>> level("Head’s report – draft")
    "Head's report - draft"
    """
    text = clean(text)
    return text if text.isascii() else _with_plain_quotes(text)


def fold(text: str) -> str:
    """The text for comparing: case, white space, quotes, dashes and look-alike letters make no difference.

    A word with Cyrillic or Greek letters is read as Latin only when each of its letters then is Latin.

    >>> fold(" Head\\u00a0of  SERVICE – Adults ")
    'head of service - adults'
    >>> fold("Ву") == fold("By")
    True
    """
    text = level(text)
    if not text.isascii():
        text = _with_plain_quotes(unicodedata.normalize("NFKC", text))
        if _LOOK_ALIKE.search(text):
            text = _WORD.sub(lambda word: _as_latin(word[0]), text)
    return " ".join(text.casefold().split())


def meaning(value: CellValue) -> str:
    """The one string that all values of the same meaning share. Two values are equal when theirs are.

    Trailing blanks, no-break spaces, line-end styles, 3 for 3.0 and a date for the same date at midnight make no
    difference. Case, punctuation and every word do.

    >>> meaning(3.0), meaning(" 3 "), meaning(dt.datetime(2005, 12, 31)), meaning(None)
    ('3', '3', '2005-12-31', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        value = clean(value)
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Excel keeps 15 significant digits: what differs after them is the same number
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def same(one: CellValue, other: CellValue) -> bool:
    """True when two cell values have the same meaning.

    >>> same("Green ", "Green"), same("Green", "green"), same(None, "  ")
    (True, False, True)
    """
    return meaning(one) == meaning(other)


def counted(number: int, noun: str) -> str:
    """(1, "change") -> "1 change"; (3, "reply") -> "3 replies"."""
    if number == 1:
        return f"1 {noun}"
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {plural}"


def shortened(text: str, longest: int) -> str:
    """A text cut to a length, with "…" in the place of what is left out.

    >>> shortened("Support for families", 12)
    'Support for…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def listing(names: Sequence[str], most: int = 6) -> str:
    """Names in a row; beyond so many the rest is counted.

    >>> listing(["Ann", "Bob", "Cy", "Di"], 2)
    'Ann, Bob and 2 more'
    """
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def written_day(day: dt.date) -> str:
    """A day as one writes it in a sentence.

    >>> written_day(dt.date(2026, 12, 4))
    '4 December 2026'
    """
    return f"{day.day} {day:%B %Y}"


def _with_plain_quotes(text: str) -> str:
    return _QUOTE_OR_DASH.sub(lambda found: _QUOTES_AND_DASHES[ord(found[0])], text)


def _as_latin(word: str) -> str:
    if word.isascii():
        return word
    latin = word.translate(_LOOK_ALIKES)
    return latin if latin.isascii() else word
