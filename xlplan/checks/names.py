"""Whether two names may be one person's: spelt another way, shortened, or mistyped. It asks, it never decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from xlplan.values.owners import owner_kind
from xlplan.values.text import fold

_SHORT_FORMS = """
    alan al allan allen, alexander alexandra alex sandy, andrew andy drew, anthony antony tony,
    barbara barb babs, benjamin ben, beverley beverly bev, catherine katherine kathryn cath kath
    kate katie kathy cathy, charles charlie chas, christine christina chris tina, christopher chris,
    daniel dan danny, david dave, deborah debra deb debbie, dorothy dot, edward ed eddie ted,
    elizabeth elisabeth liz lizzie beth betty libby eliza, frances fran, francis frank, frederick
    fred, gerald gerry jerry, geoffrey jeffrey geoff jeff, gillian jillian gill jill, gregory greg,
    helen nell, henry harry, isabel isobel isabelle, jacqueline jackie jacqui, james jim jimmy
    jamie, janet jan, jennifer jenny jen, john johnny jack jon, jonathan jon, joseph joe, josephine
    jo josie, joanne joanna jo, judith judy, kenneth ken, kimberley kim, lawrence laurence larry
    laurie, leonard len, lesley leslie les, louise lou, margaret maggie meg peggy marge, matthew
    matt, maureen mo, michael mike mick, michelle shelly, nicholas nick, nicola nicky nikki, pamela
    pam, patricia pat trish tricia, patrick pat paddy, penelope penny, peter pete, philip phillip
    phil, raymond ray, rebecca becky bex, richard dick rick richie, robert rob bob bobby robbie,
    ronald ron, rosemary rosie rose, samuel samantha sam, sarah sara sally, sandra sandy, stephen
    steven steve, stephanie steph, stuart stewart, susan suzanne sue susie, teresa theresa terry
    tess, terence terry, thomas tom tommy, timothy tim, valerie val, victoria vicky vicki viki,
    vincent vince, william will bill billy, zachary zac zach
    """
"""Everyday short forms of British first names; between commas stands one name."""
_NICKNAMES = tuple(frozenset(group.split()) for group in _SHORT_FORMS.split(","))

_TITLES = {"dr", "mr", "mrs", "ms", "miss", "prof", "sir", "cllr", "councillor", "rev"}
_ALIKE, _PART_ALIKE = 72, 64
"""Out of 100, for names with a slip in both parts: "Ruih Aeklard" and "Ruth Ackland"."""


def may_be_one(one: str, other: str) -> str:
    """Why two different names may be one person's, in a few words; "" when nothing says so.

    >>> may_be_one("Liz Marsh", "Elizabeth Marsh"), may_be_one("Louse Hart", "Louise Hart")
    ('a short form of the same first name', 'one letter differs')
    >>> may_be_one("Al Moss", "Ada Marsh")
    ''
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return ""
    if "".join(first) == "".join(second):
        return "the same letters"
    if len(first) > 1 and sorted(first) == sorted(second):
        return "the same words in another order"
    if owner_kind(one) in ("post", "body") or owner_kind(other) in ("post", "body"):
        return ""
    if len(first) < 2 or len(second) < 2:
        return ""
    return _two_people(first, second)


def _two_people(first: list[str], second: list[str]) -> str:
    given, other_given, family, other_family = first[0], second[0], first[-1], second[-1]
    if family == other_family:
        if _are_one_name(given, other_given):
            return "a short form of the same first name"
        return "one letter differs" if _is_slip(given, other_given) else ""
    if given == other_given or _are_one_name(given, other_given):
        return "the surnames differ by a letter" if _is_slip(family, other_family) else ""
    parts = (fuzz.ratio(given, other_given), fuzz.ratio(family, other_family))
    whole = fuzz.ratio(f"{given} {family}", f"{other_given} {other_family}")
    return "spelt nearly alike" if min(parts) >= _PART_ALIKE and whole >= _ALIKE else ""


def _are_one_name(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return any({one, other} <= names for names in _NICKNAMES)


def _is_slip(one: str, other: str) -> bool:
    """One letter wrong, missing, doubled or swapped with its neighbour; in long names two."""
    allowed = 1 if min(len(one), len(other)) < 7 else 2
    return min(len(one), len(other)) >= 4 and OSA.distance(one, other) <= allowed


def pairs_alike(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Every two of the names that may be one person's, the one that stands first first, with why."""
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


def nearest(name: str, names: Sequence[str], most: int = 3) -> list[str]:
    """The names most like one, the likest first; none when nothing is near."""
    known = {fold(each): each for each in names}
    alike = [each for each in names if may_be_one(name, each)]
    scored = process.extract(fold(name), list(known), scorer=fuzz.WRatio, score_cutoff=70, limit=most)
    near = [known[found] for found, _, _ in scored]
    return list(dict.fromkeys([*alike, *near]))[:most]


def _words(name: str) -> list[str]:
    words = re.findall(r"\w+", fold(name).replace("'", ""))
    return words[1:] if len(words) > 2 and words[0] in _TITLES else words
