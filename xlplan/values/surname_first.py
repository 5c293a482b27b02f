"""Names as address books write them, the family name first: "O'Dowd, Liz"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from xlplan.values.given_names import GIVEN_NAMES
from xlplan.values.owner_kinds import CAPITAL, TITLES
from xlplan.values.patterns import compile_late
from xlplan.values.text import clean, fold, level

_LETTER = "[A-Za-zÀ-ÖØ-öø-ÿĀ-ž']"
_WORD = rf"{CAPITAL}{_LETTER}*(?:-{CAPITAL}{_LETTER}*)?"
_PARTICLE = r"(?:(?:[Vv]an|[Vv]on|[Dd]er|den|[Dd]e|du|da|dos|di|bin|Ní|Ó|Mac|St\.?) )"
_TITLE = rf"(?:(?i:{TITLES})\.? )"
_BRACKET = r"(?P<bracket> \([^()]*\))?"
_FORM = compile_late(
    rf"(?P<family>{_PARTICLE}{{0,2}}{_WORD}), ?(?P<title>{_TITLE})?"
    rf"(?P<given>{CAPITAL}{_LETTER}+(?:-{CAPITAL}{_LETTER}+| {CAPITAL}\.?)?|(?:{CAPITAL}\.? ?){{1,3}}){_BRACKET}"
)
_PLAINLY_FAMILY = compile_late(
    rf"{_PARTICLE}.*|(?:O'|D'|Mc|Mac(?=[A-Z])|Fitz){_LETTER}+|{_WORD}-{_WORD}|{CAPITAL}{{3,}}(?:'{CAPITAL}+)?"
)
_ONE_WORD = compile_late(rf"{_WORD}|{CAPITAL}\.?")


@dataclass(frozen=True, slots=True)
class SurnameFirst:
    """A text of the form "Marsh, Ada"."""

    name: str
    """The name in the usual order, with what is in brackets after it."""
    is_certain: bool
    """True when it can hardly be two people."""


def read_surname_first(text: str) -> SurnameFirst | None:
    """Read one name that is written with the family name first; None for a text of another form.

    It is certain when the family name can be nothing else ("O'Dowd", "van Dijk", "BRANDT"), when the other half is a
    letter, has a title, or is a common first name and the family name is none.

    >>> read_surname_first("O'Dowd, Liz")
    SurnameFirst(name="Liz O'Dowd", is_certain=True)
    >>> read_surname_first("Ann, Bob").is_certain, read_surname_first("Ann Lee, Bob Ray")
    (False, None)
    """
    if "," not in text:
        return None
    typed = clean(text)
    match = _FORM.fullmatch(level(typed))
    if match is None:
        return None
    family, title, given = match["family"], match["title"] or "", match["given"].strip()
    if re.fullmatch(r"[A-Z]{2,}", given) and not (_is_given_name(given) and len(family) > 2):
        return None  # "Finance, HR", "AV, TB": initials, or an acronym
    is_given, is_family = _is_given_name(given), bool(_PLAINLY_FAMILY.fullmatch(family))
    is_letter = all(len(part) == 1 for part in re.split(r"[. ]+", given.rstrip(".")))
    is_certain = bool(title) or is_letter or is_family or (is_given and not _is_given_name(family))
    # as typed: levelling has only put plain signs in the place of typographic ones
    title, given, family, bracket = (
        typed[match.start(part) : match.end(part)] if match[part] else ""
        for part in ("title", "given", "family", "bracket")
    )
    return SurnameFirst(f"{title}{given.strip()} {family}{bracket}", is_certain)


def is_one_word(text: str) -> bool:
    """True for "Marsh" and "Ada", which alone do not say who is meant."""
    return bool(_ONE_WORD.fullmatch(level(text).strip()))


def without_accents(text: str) -> str:
    """The text for comparing names: as `fold`, and "Zoë" is "zoe"."""
    decomposed = unicodedata.normalize("NFD", fold(text))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _is_given_name(text: str) -> bool:
    return without_accents(re.split(r"[ -]", text, maxsplit=1)[0].rstrip(".")) in GIVEN_NAMES
