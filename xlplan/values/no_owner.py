"""Words in an owner's place that name nobody: "TBC", "vacant", "to be appointed", "all"."""

from __future__ import annotations

import re
from functools import lru_cache

from xlplan.values.owner_kinds import is_person
from xlplan.values.patterns import compile_late
from xlplan.values.text import fold, level

_TO_BE = (
    r"(?:to be|yet to be|still to be|being) (?:confirmed|agreed|appointed|determined|decided|identified|advised|"
    r"recruited|assigned|allocated|named|nominated|arranged|filled|found|set|established)"
)
_NOT = (
    r"not (?:yet )?(?:applicable|known|named|assigned|allocated|appointed|identified|agreed|confirmed|decided|"
    r"recruited|in post|filled|set)"
)
_NO_NAME = compile_late(
    rf"(?:t\.?b\.?[acd]|{_TO_BE}|{_NOT}|#?n ?/ ?a|n\.?a|nil|"
    r"(?:none|nobody|no[ -]?one)(?: yet)?(?: identified| named| assigned)?|"
    r"no (?:owner|lead|name|officer)(?: yet)?|"
    r"unknown|unassigned|unallocated|unnamed|(?:post |position |currently )?vacan(?:t|cy)(?: post| position)?|"
    r"(?:awaiting|pending|under|subject to) (?:recruitment|appointment|confirmation)|recruiting|pending|awaited|blank|"
    r"(?:recruitment|appointment) (?:under way|underway|in progress|pending)|"
    r"(?:same )?as (?:above|below|before)|see above|ditto|all|everyone|everybody|anyone|various|several|x{1,5})"
)
_VACANT = compile_late(r"\bvacan(?:t|cy)\b")
_AROUND = compile_late(r"[(),;:/&\n]| - |\b(?:and|by|interim|acting|cover(?:ed|ing)?)\b", re.IGNORECASE)
"""What may be between a vacancy and the person who fills it meanwhile."""
_LONGEST = 1000
"""What is longer is no owner, and is looked at no further."""
_EDGES = " .,:;*()[]<>?!\"'-_/"


def is_no_name(text: str) -> bool:
    """True for a text that, whole, is no name of anybody.

    >>> [is_no_name(text) for text in ("T.B.C.", "(vacant)", "To be recruited", "-", "all", "All managers")]
    [True, True, True, True, True, False]
    """
    folded = fold(text).strip(_EDGES)
    return bool(_NO_NAME.fullmatch(folded)) or not any(letter.isalpha() for letter in folded)


def names_nobody(text: str) -> bool:
    """True for a text in an owner's place that names nobody.

    >>> names_nobody("TBC (new post)"), names_nobody("Head of Audit (vacant)"), names_nobody("Tom Burgh")
    (True, True, False)
    >>> names_nobody("Vacant (interim: Tom Burgh)")
    False
    """
    return _names_nobody(text[:_LONGEST])


@lru_cache(maxsize=4096)
def _names_nobody(text: str) -> bool:
    if is_no_name(text):
        return True
    head, *rest = _AROUND.split(level(text))
    if not (is_no_name(head) and head.strip()) and not _VACANT.search(fold(text)):
        return False
    parts = [part.strip() for part in (head, *rest)]
    return not any(is_person(part) for part in parts if not is_no_name(part))
