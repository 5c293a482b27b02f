"""The words of a timescale for a date that moved: the former date's, and the present one's.

"June 2026 - slipped to Dec 2026", "Mar 27 (was Dec 26)", "Originally May 2026, now Nov 2026".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from xlplan.values.date_words import MONTH_NAMES
from xlplan.values.patterns import compile_late

Direction = Literal["later", "earlier", "either"]

_LATER = (
    r"slip(?:ped|s)?|extend(?:ed|s)?|delayed|deferred|postponed|put (?:back|off)|push(?:ed)?(?: back| out)?|set back"
    r"|rolled(?: over| forward| on)|carried(?: over| forward)"
)
_EARLIER = r"brought forward"
_EITHER = (
    r"moved(?: back| on)?|revised|changed|re-?scheduled|re-?timed|re-?profiled|re-?planned|re-?set|re-?phased"
    r"|re-?baselined|amended|updated|adjusted|shifted|re-?negotiated|re-?agreed"
)
_LEAD_IN = (
    r"\b(?:(?:this|it|date|deadline|target|timescale|has|have|been|now|since|then|was|is|and|but) ){0,5}"
)
_VERB = rf"{_LEAD_IN}(?:{_LATER}|{_EARLIER}|{_EITHER})"
_DATE = (
    r"(?:(?:due|target|completion|planned|end|agreed|finish) ){0,2}(?:dates?|deadline|timescale|target|due)"
)
_FORMERLY = (
    r"was|were|previous(?:ly)?|former(?:ly)?|original(?:ly)?|initial(?:ly)?|prev\.?|orig\.?"
    r"|instead of|rather than"
)
_MARK = compile_late(
    rf"(?P<from>(?:{_VERB}|\bslippage) from\b)"
    rf"|(?P<to>{_VERB}(?: ?(?:to be|to|until|till?|into)\b|,? now\b| ?(?:[:>=]|->))"
    rf"|\b(?:new|revised|updated|amended|latest|extended) {_DATE}\b"
    r"|\b(?:slippage|extension(?: agreed)?) to\b)"
    rf"|(?P<was>\b(?:(?:which|this|it|date|deadline|due) )?(?:{_FORMERLY}|old {_DATE})(?: {_DATE})?\b"
    r"(?: ?:| (?:by|for|to be|set|set for)\b)?)"
    rf"|(?P<now>\b(?:(?:is|but|and) )?(?:now|currently|current {_DATE})(?: {_DATE}| expected| planned)?\b"
    r"|\b(?:revised|extended|amended|updated|rescheduled)(?=[ ,-]{0,3}(?:\d|[a-z]{3,9}\.?[ '-]?\d))"
    r"|->|=>|(?<= )>(?= )|[→➔➜⇒])",
    re.IGNORECASE,
)
"""What says that a date moved: the former one follows `from` and `was`, the present one `to`, and `now`, which may say
another thing."""
_ONLY_A_DATE = compile_late(rf"(?:[\d\s/.,'-]|{MONTH_NAMES}|to|and|by)*", re.IGNORECASE)
"""What holds none of those, as most timescales; it is far sooner made and seen."""
_TO_LATER, _TO_EARLIER = compile_late(_LATER, re.IGNORECASE), compile_late(_EARLIER, re.IGNORECASE)
_BETWEEN = compile_late(r"\s(?:to|until|till?)\s", re.IGNORECASE)
_BACK = compile_late(r"\sfrom\s", re.IGNORECASE)
_THEN = compile_late(r"[,;]?\sthen\s", re.IGNORECASE)
_EDGES = " \n\t()[],;:.-/>="


@dataclass(frozen=True, slots=True)
class MovedDate:
    """The words of a date that moved, the former and the present ones apart."""

    first: str
    """The words that say the date as it was first."""
    now: str
    """Those that say the date that holds."""
    announced: tuple[str, ...]
    """Those of the two that follow words such as "now" and "was", and so have to begin with the date."""
    direction: Direction
    """Where the words say that it moved to."""
    is_certain: bool
    """False where what says so may say another thing ("now", an arrow): then both must be dates alone."""


def find_moved_date(text: str) -> MovedDate | None:
    """Find the words for the first date and for the present one in a text that says that a date moved.

    Args:
        text: a timescale, levelled, its runs of blanks made one.

    Returns:
        The two, as written; None when nothing in the text says that a date moved.

    >>> find_moved_date("June 2026 - slipped to Dec 2026")
    MovedDate(first='June 2026', now='Dec 2026', announced=('Dec 2026',), direction='later', is_certain=True)
    >>> find_moved_date("Mar 27 (was Dec 26)").first
    'Dec 26'
    >>> find_moved_date("Dec 2005 - Apr 2006") is None
    True
    """
    marks = [] if _ONLY_A_DATE.fullmatch(text) else list(_MARK.finditer(text))
    if not marks:
        return None
    before = text[: marks[0].start()].strip(_EDGES)
    first: list[str] = []
    now: list[str] = []
    if before:
        (first if marks[0]["to"] or marks[0]["now"] else now).append(before)
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        said = text[mark.end() : following.start() if following else len(text)].strip(_EDGES)
        is_alone = not before and len(marks) == 1
        former, present = _both(mark, said, is_alone)
        first += former
        now += present
    if not first or not now:
        return None
    direction: Direction = "either"
    for mark in marks:
        if _TO_EARLIER.search(mark[0]):
            direction = "earlier"
        elif mark["from"] or _TO_LATER.search(mark[0]):  # "amended from September" may also be a beginning
            direction = "later"
    # the oldest of several former dates is named last: "Dec 26 (was Sept 26, originally June 26)"
    announced = tuple(part for part in (first[-1], now[-1]) if part is not before)
    return MovedDate(first[-1], now[-1], announced, direction, not any(mark["now"] for mark in marks))


def _both(mark: re.Match[str], said: str, is_alone: bool) -> tuple[list[str], list[str]]:
    """What follows a mark, as the words for the former and for the present date.

    Args:
        mark: the mark.
        said: the words up to the next mark.
        is_alone: True when nothing is before the mark, and it is the only one: then both dates follow it.
    """
    if not said:
        return [], []
    if mark["from"] or (mark["to"] and is_alone):  # "from June to Dec", "Slipped: June to Dec"
        former, *present = _BETWEEN.split(said, maxsplit=1)
        if present:
            return [former.strip(_EDGES)], [present[0].strip(_EDGES)]
    if mark["was"] and is_alone:  # "initially June, then Sept"
        former, *present = _THEN.split(said, maxsplit=1)
        if present:
            return [former.strip(_EDGES)], [present[0].strip(_EDGES)]
    if mark["to"]:  # "revised to March from December"
        latter, *former_one = _BACK.split(said, maxsplit=1)
        return [part.strip(_EDGES) for part in former_one], [latter.strip(_EDGES)]
    return ([said], []) if mark["from"] or mark["was"] else ([], [said])
