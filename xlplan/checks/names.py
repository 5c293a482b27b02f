"""Whether two names may be one person's: spelt another way, shortened, or mistyped. It asks, it never decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from xlplan.values.given_names import SHORT_FORMS
from xlplan.values.owner_kinds import TITLES
from xlplan.values.owners import owner_kind
from xlplan.values.patterns import compile_late
from xlplan.values.surname_first import without_accents
from xlplan.values.text import fold

_TITLE = compile_late(rf"^(?:{TITLES})\.? ", re.IGNORECASE)
_BRACKETS = compile_late(r"[(\[]([^()\[\]]{0,200})[)\]]")
_ADDRESS = compile_late(r"([\w.+-]{1,64})@[\w.-]{1,200}")
_MOST_NEAR = 3
_NONE: frozenset[int] = frozenset()
_FORMS_OF = {
    name: frozenset(number for number, names in enumerate(SHORT_FORMS) if name in names)
    for name in frozenset().union(*SHORT_FORMS)
}
"""First name -> the names, by their number, of which it is a form."""
_ALIKE, _PART_ALIKE = 72, 64
"""Out of 100, for names with a slip in both parts: "Ruih Aeklard" and "Ruth Ackland"."""


def may_be_one(one: str, other: str) -> str:
    """Why two different names may be one person's, in a few words; "" when nothing says so.

    >>> may_be_one("Liz Marsh", "Elizabeth Marsh"), may_be_one("Louse Hart", "Louise Hart")
    ('a short form of the same first name', 'one letter differs')
    >>> may_be_one("Ada Marsh (Payroll Manager)", "Ada Marsh"), may_be_one("Zoë Brandt", "Zoe Brandt")
    ('the same but for what stands in brackets', 'the same but for accents')
    >>> may_be_one("Al Moss", "Ada Marsh")
    ''
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return ""
    if "".join(first) == "".join(second):
        return _what_differs(one, other)
    if len(first) > 1 and sorted(first) == sorted(second):
        return "the same words in another order"
    if _is_no_person(one) or _is_no_person(other):
        return ""
    if len(first) < 2 or len(second) < 2:
        return ""
    return _two_people(first, second)


def fuller(one: str, other: str) -> str:
    """Choose the one to keep of two names that may be one person's; "" when neither is the fuller.

    >>> fuller("T. Mbeki", "Thandi Mbeki"), fuller("Zoë Brandt", "Zoe Brandt"), fuller("Tom Beddoes", "Tom Bedoes")
    ('Thandi Mbeki', 'Zoë Brandt', '')
    """
    ranks = [_fullness(name) for name in (one, other)]
    return "" if ranks[0] == ranks[1] else one if ranks[0] > ranks[1] else other


def _fullness(name: str) -> tuple[bool, bool, bool, bool, int]:
    """Rate how full and plain a spelling of a name is: the higher the fuller."""
    words = _words(name)
    letters = [len(word) == 1 for word in words]
    accents = sum(map(unicodedata.combining, unicodedata.normalize("NFD", name)))
    return (
        _ADDRESS.fullmatch(name.strip()) is None,
        not any(letters) or all(letters),
        "," not in name,
        not _is_person_with_bracket(name),
        accents,
    )


def _what_differs(one: str, other: str) -> str:
    """What two names of the same letters differ in."""
    if _ADDRESS.fullmatch(one.strip()) or _ADDRESS.fullmatch(other.strip()):
        return "an address made of the same name"
    if _is_person_with_bracket(one) or _is_person_with_bracket(other):
        return "the same but for what stands in brackets"
    plain = [re.sub(r"[\W_]", "", fold(name)) for name in (one, other)]
    if plain[0] == plain[1]:
        return "the same letters"
    is_title = without_accents(plain[0]) != without_accents(plain[1])
    return "the same but for a title" if is_title else "the same but for accents"


def _is_person_with_bracket(name: str) -> bool:
    return _BRACKETS.search(name) is not None and not _is_no_person(name)


def _outside(name: str) -> str:
    """The name without its title and what is in brackets."""
    return _TITLE.sub("", " ".join(_BRACKETS.sub(" ", name).split()))


@lru_cache(maxsize=4096)
def _is_no_person(name: str) -> bool:
    return owner_kind(_outside(name)) in ("post", "body")


def _two_people(first: Sequence[str], second: Sequence[str]) -> str:
    given, other_given, family, other_family = first[0], second[0], first[-1], second[-1]
    if family == other_family:
        if _are_one_name(given, other_given):
            is_initial = len(given) == 1 or len(other_given) == 1
            return "an initial for the first name" if is_initial else "a short form of the same first name"
        return "one letter differs" if _is_slip(given, other_given) else ""
    if given == other_given or _are_one_name(given, other_given):
        return "the surnames differ by a letter" if _is_slip(family, other_family) else ""
    parts = (fuzz.ratio(given, other_given), fuzz.ratio(family, other_family))
    whole = fuzz.ratio(f"{given} {family}", f"{other_given} {other_family}")
    return "spelt nearly alike" if min(parts) >= _PART_ALIKE and whole >= _ALIKE else ""


def _are_one_name(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return not _FORMS_OF.get(one, _NONE).isdisjoint(_FORMS_OF.get(other, _NONE))


def _is_slip(one: str, other: str) -> bool:
    """One letter wrong, missing, doubled or swapped with its neighbour; in long names two."""
    allowed = 1 if min(len(one), len(other)) < 7 else 2
    return min(len(one), len(other)) >= 4 and OSA.distance(one, other, score_cutoff=allowed) <= allowed


def pairs_alike(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Every two of the names that may be one person's, the earlier one first, with why."""
    folded = [" ".join(_words(name)) for name in names]
    for at, name in enumerate(names):
        # what is not alike in its letters, in either order, is not worth the closer look
        rest = folded[at + 1 :]
        later = {
            index
            for scorer in (fuzz.ratio, fuzz.token_sort_ratio)
            for _, _, index in process.extract(folded[at], rest, scorer=scorer, score_cutoff=50, limit=None)
        }
        for index in sorted(later):
            other = names[at + 1 + index]
            why = may_be_one(name, other)
            if why:
                yield name, other, why


def nearest(name: str, names: Sequence[str]) -> list[str]:
    """The names most like one, the likest first; none when nothing is near."""
    known = {fold(each): each for each in names}
    alike = [each for each in names if may_be_one(name, each)]
    scored = process.extract(fold(name), list(known), scorer=fuzz.WRatio, score_cutoff=70, limit=_MOST_NEAR)
    near = [known[found] for found, _, _ in scored]
    return list(dict.fromkeys([*alike, *near]))[:_MOST_NEAR]


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name for comparing: without accents, and a person's without a title and what is in brackets."""
    address = _ADDRESS.fullmatch(name.strip())
    if address:
        name = re.sub(r"[._\d-]+", " ", address[1])
    elif not _is_no_person(name) and len(outside := _outside(name).split()) > 1:
        name = " ".join(outside)
    return tuple(re.findall(r"\w+", without_accents(name).replace("'", "")))
