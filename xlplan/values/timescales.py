"""How a timescale is read: what was written, what kind of time it is, and the last calendar day that it implies.

What is not understood entirely is "unreadable" and has no due date: a wrong date is worse than none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from xlplan.values.date_words import FIRST_YEAR, LAST_YEAR, LINKS, Moment, Token, find_moments, tokens_of
from xlplan.values.moved_dates import find_moved_date
from xlplan.values.text import clean, level

Kind = Literal[
    "date", "month", "season", "range", "multiple", "ongoing", "relative",
    "recurring", "completed", "review", "none", "unreadable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timescale:
    """What a timescale cell says."""

    text: str
    """As typed."""
    kind: Kind
    start: dt.date | None = None
    due: dt.date | None = None
    """The last calendar day that it implies; None for what has no end or is not understood. Where it says that the date
    moved, the first one."""
    assumed: str = ""
    """What was not written but taken for granted ("year 2003", "day first"); empty when nothing was."""
    revised_due: dt.date | None = None
    """The last day of the date that holds now, where it says that the date moved."""

    @property
    def holds(self) -> dt.date | None:
        """The date that holds: the later one where the date moved."""
        return self.revised_due or self.due


@dataclass(frozen=True, slots=True)
class _Entry:
    """One of the things that a cell says."""

    kind: Kind
    start: dt.date | None = None
    due: dt.date | None = None
    latest: dt.date | None = None
    """The end of an open "from September 2004", which counts only where the cell has a closed date besides."""
    assumed: tuple[str, ...] = ()


class _NotUnderstoodError(Exception):
    """Some of the text could change the date and is not in the grammar."""


_LONGEST_PROSE = 12
_LONGEST_PLAN = 10
_BULLETS = re.compile(r"[•·▪◦●■*➢✓;\n]|^\s*-\s", re.MULTILINE)
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)", re.IGNORECASE)
_OWN_YEAR_ASSUMED = re.compile(r"(?:^|; )year \d")
_ALMOST_A_YEAR = dt.timedelta(days=364)
_LONGEST = 2000
"""A text longer than this is no timescale: it is not read, so that no cell can take long."""
_LONGEST_DATE = 60
_BLANKS = re.compile(r"[^\S\n]+")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\.?")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_FIRST_DAY = dt.date(1899, 12, 30)
"""What Excel's day numbers count from (true from March 1900 on)."""


def read_timescale(text: str, *, base: dt.date | None = None) -> Timescale:
    """Read when an action is due, from a cell's text.

    Args:
        text: as typed or displayed: "Dec-05", "by end of April 2004", a bulleted list of dates, "Ongoing".
        base: when the plan began. A date without a year is then the first one from there on, and `assumed` says so;
            without a base it is not readable.

    >>> read_timescale("Sep-05").due
    datetime.date(2005, 9, 30)
    >>> read_timescale("From September 2004").start
    datetime.date(2004, 9, 1)
    >>> read_timescale("31st October", base=dt.date(2003, 4, 1)).assumed
    'year 2003'
    >>> read_timescale("Para 17, 27").kind
    'unreadable'
    >>> moved = read_timescale("June 2026 - slipped to Dec 2026")
    >>> moved.due, moved.revised_due
    (datetime.date(2026, 6, 30), datetime.date(2026, 12, 31))
    """
    if len(text) > _LONGEST:
        return Timescale(text, "unreadable" if clean(text) else "none")
    return _read_short(text, base)


@lru_cache(maxsize=4096)
def _read_short(text: str, base: dt.date | None) -> Timescale:
    plain = _BLANKS.sub(" ", level(text))
    if not plain:
        return Timescale(text, "none")
    serial = _SERIAL.fullmatch(plain)
    if serial:
        day = _FIRST_DAY + dt.timedelta(days=int(serial[1]))
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return Timescale(text, "date", day, day, f"a date, stored as the number {serial[1]}")
    return _moved(text, plain, base) or _read(plain, base, text) or Timescale(text, "unreadable")


def read_date_cell(value: dt.date, shown: str) -> Timescale:
    """Read a cell that holds a real date, by the way in which it is displayed.

    A date displayed as a month means the whole month. One displayed without its year ("5-Dec") is that day, with a
    note: Excel makes such dates of a typed "Dec-05".

    Args:
        value: the cell's date.
        shown: the text as Excel displays it.

    >>> read_date_cell(dt.date(2005, 12, 1), "Dec-05").due
    datetime.date(2005, 12, 31)
    >>> read_date_cell(dt.date(2014, 9, 17), "17/09/14").due
    datetime.date(2014, 9, 17)
    """
    day = value.date() if isinstance(value, dt.datetime) else value
    text = shown if clean(shown) else day.isoformat()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Timescale(text, "unreadable")
    plain = level(shown)
    as_read = next(find_moments(plain), None)
    is_all = as_read is not None and not re.search(r"\w", plain[: as_read.at] + plain[as_read.stop :])
    if as_read is not None and is_all:
        is_same_month = (as_read.year or day.year, as_read.first[0]) == (day.year, day.month)
        if as_read.kind == "month" and is_same_month:
            month = as_read.in_year(day.year)
            return Timescale(text, "month", month.start, month.end)
        if as_read.kind == "range" and as_read.is_bare_year and as_read.year == day.year:
            return Timescale(text, "range", as_read.start, as_read.end)
        if as_read.kind == "date" and as_read.year is None:
            month_year = f"{plain} may have been typed for a month and a year"
            return Timescale(
                text, "date", day, day, f"{day.isoformat()}; displayed without its year, {month_year}"
            )
    return Timescale(text, "date", day, day)


def says_only_a_date(text: str) -> bool:
    """True when a text is one date and not a word more, so that nothing is lost when the date takes its place.

    >>> [says_only_a_date(text) for text in ("31/12/2026", "by end of Dec 26", "Dec 26 (2nd revision)", "March or May")]
    [True, True, False, False]
    """
    if len(text) > _LONGEST_DATE:
        return False
    names = [token.name for token in tokens_of(level(text)) if token.text != ","]
    return names.count("moment") == 1 and set(names) <= {"moment", "by", "end"}


def _read(plain: str, base: dt.date | None, text: str = "") -> Timescale | None:
    """What a text says; None when it is not understood."""
    try:
        return _together(text, _entries(plain, base))
    except _NotUnderstoodError:
        return None


def _moved(text: str, plain: str, base: dt.date | None) -> Timescale | None:
    """What a text says of a date that moved; None when it says of none, or not clearly."""
    found = find_moved_date(plain)
    if found is None or not all(map(_begins_with_a_date, found.announced)):
        return None
    if not found.is_certain and not (_is_all_dates(found.first) and _is_all_dates(found.now)):
        return None
    first, now = _read(found.first, base), _read(found.now, base)
    # the one without a year of its own takes it from the other: "Mar 27 (was Dec)", "Sept 26, now January"
    if now is not None and now.due and _has_own_year(now) and not (first and _has_own_year(first)):
        first = _read(found.first, now.due - _ALMOST_A_YEAR)
    elif first is not None and first.due and not (now and _has_own_year(now)):
        now = _read(found.now, first.due)
    if first is None or now is None or first.due is None or now.due is None:
        return None
    if first.due == now.due:
        return replace(now, text=text)
    if found.direction == ("later" if now.due < first.due else "earlier"):
        return None
    assumed = "; ".join(dict.fromkeys(filter(None, (first.assumed, now.assumed))))
    return Timescale(text, first.kind, first.start, first.due, assumed, now.due)


def _has_own_year(timescale: Timescale) -> bool:
    return timescale.due is not None and not _OWN_YEAR_ASSUMED.search(timescale.assumed)


def _begins_with_a_date(part: str) -> bool:
    """True for "end of June 2026 because of the strike", not for "agreed in June 2026"."""
    names = [token.name for token in tokens_of(part)]
    lead_in = names[: names.index("moment")] if "moment" in names else ["word"]
    return not {"word", "number", "unplaced", "hazard", "completed", "recurring", "ongoing"} & set(lead_in)


def _is_all_dates(part: str) -> bool:
    return not {"word", "number"} & {token.name for token in tokens_of(part)}


def _entries(plain: str, base: dt.date | None) -> list[_Entry]:
    """What each line or bullet of the cell says; lines that make sense only together are read as one."""
    lines: list[str] = []
    for line in _BULLETS.split(plain):
        if lines and _YEAR_ALONE.fullmatch(line.strip()):  # "September", line end, "2005"
            lines[-1] += " " + line.strip()
        elif re.search(r"[\w?]", line):
            lines.append(line.strip())
    if len(lines) > 1 and all(_NUMBERED.match(line) for line in lines):
        lines = [_NUMBERED.sub("", line, count=1) for line in lines]
    try:
        return [entry for line in lines for entry in _read_line(line, base)]
    except _NotUnderstoodError:
        tokens = tokens_of(" ".join(lines))
        # a date that a line end cuts in two ("September\n2004"), never prose
        if len(lines) < 2 or any(token.name in ("word", "number") for token in tokens):
            raise
        return _read_line(" ".join(lines), base)


def _together(text: str, entries: Sequence[_Entry]) -> Timescale:
    """One timescale of all that a cell says: several dates mean the last of them."""
    if not entries:
        return Timescale(text, "none")
    kinds = {entry.kind for entry in entries}
    start = min((entry.start for entry in entries if entry.start), default=None)
    closed = [entry.due for entry in entries if entry.due]
    assumed = "; ".join(dict.fromkeys(said for entry in entries for said in entry.assumed))
    if not closed:
        order: tuple[Kind, ...] = ("recurring", "ongoing", "relative", "completed")
        return Timescale(text, next((kind for kind in order if kind in kinds), "none"), start, None, assumed)
    due = max([*closed, *(entry.latest for entry in entries if entry.latest)])
    if len(entries) == 1:
        return Timescale(text, entries[0].kind, start, due, assumed)
    kind: Kind = "review" if kinds == {"review", "ongoing"} else "multiple"
    if "none" in kinds:
        assumed = "; ".join(filter(None, (assumed, "one date is still to be given")))
    return Timescale(text, kind, start, due, assumed)


def _read_line(line: str, base: dt.date | None) -> list[_Entry]:
    tokens = tokens_of(line)
    names = {token.name for token in tokens}
    words = sum(token.name == "word" for token in tokens)
    if names & {"hazard", "unplaced"} or words > _LONGEST_PROSE:
        raise _NotUnderstoodError
    if "moment" not in names:
        return _read_undated(tokens, names, words)
    if "relative" in names:
        raise _NotUnderstoodError
    if base and any(_is_rather_a_day(token.moment, base) for token in tokens if token.moment):
        raise _NotUnderstoodError
    beside = [token.name for token in tokens if token.name not in LINKS]
    if any({"number", "moment"} == {one, other} for one, other in pairwise(beside)):
        raise _NotUnderstoodError  # the number may be part of the date
    for before, token in pairwise([Token("stop", ""), *tokens]):
        # "2005 places" is a count; "by the end of 2005" is not, whatever stands before it
        if token.moment and token.moment.is_bare_year and before.name != "end" and names & {"word", "number"}:
            raise _NotUnderstoodError
    if "recurring" in names and all(token.moment.year is None for token in tokens if token.moment):
        return [_Entry("recurring")]  # "annually in June"
    return _read_dated(_with_years(tokens, base, is_prose=words > 0))


def _is_rather_a_day(moment: Moment, base: dt.date) -> bool:
    """True for "March 31" in a plan of 2011: hardly March 2031."""
    return (
        moment.kind == "month"
        and moment.is_short_year
        and abs((moment.year or 0) - base.year) > _LONGEST_PLAN
    )


def _read_undated(tokens: Sequence[Token], names: set[str], words: int) -> list[_Entry]:
    """A line without a date: "Ongoing", "Within 3 months", "Each term, with the head teacher"."""
    if not names:
        return []
    if names & {"number", "before"}:
        raise _NotUnderstoodError
    for kind in ("recurring", "ongoing"):
        if kind in names:
            return [_Entry(kind)]
    if names & {"relative", "immediate"} and (not words or tokens[0].name in ("relative", "immediate")):
        return [_Entry("relative")]
    if names <= {"completed", "stop", *LINKS}:
        return [_Entry("completed")]
    if names <= {"none", "stop", *LINKS}:
        return [_Entry("none")]
    raise _NotUnderstoodError


def _with_years(tokens: Sequence[Token], base: dt.date | None, *, is_prose: bool) -> list[Token]:
    """The tokens, each moment in a year: its own, that of a later one it is linked with, or one from the base on."""
    dated = list(tokens)
    for at in range(len(dated) - 1, -1, -1):
        moment = dated[at].moment
        if moment is None or moment.year is not None:
            continue
        later = at + 1
        while later < len(dated) and dated[later].name in LINKS:
            later += 1
        after = dated[later].moment if at + 1 < later < len(dated) else None
        if after is not None and after.year is not None and not after.is_bare_year:
            year = after.year if moment.first <= after.first else after.year - 1
            years = [year] if moment.in_year(year).is_in_calendar else []
            assumed = after.assumed
        elif base is None or (is_prose and moment.kind != "date"):
            raise _NotUnderstoodError
        else:
            first = next((token.moment for token in reversed(dated[:at]) if token.moment), None)
            is_end = first is not None and first.year is not None and dated[at - 1].name == "to"
            since = max(base, first.end) if first is not None and is_end else base
            years = [
                since.year + later for later in (-1, 0, 1) if _is_from(moment, since.year + later, since)
            ]
            assumed = f"year {years[0]}" if years else ""
        if not years:  # 29 February, in no leap year
            raise _NotUnderstoodError
        said = "; ".join(filter(None, (moment.assumed, assumed)))
        dated[at] = replace(dated[at], moment=replace(moment.in_year(years[0]), assumed=said))
    return dated


def _is_from(moment: Moment, year: int, day: dt.date) -> bool:
    dated = moment.in_year(year)
    return dated.is_in_calendar and dated.end >= day


def _read_dated(tokens: Sequence[Token]) -> list[_Entry]:
    entries: list[_Entry] = []
    previous = -1
    for at, token in enumerate(tokens):
        moment = token.moment
        if moment is None:
            entries += _beside_dates(tokens, at)
            continue
        between = [other.name for other in tokens[previous + 1 : at]]
        tail: list[Token] = []
        for other in reversed(tokens[:at]):
            if other.name in ("word", "moment", "number", "stop"):
                break
            tail.append(other)
        lead_in = {other.name for other in tail}
        after = [other.name for other in tokens[at + 1 : at + 3]]
        entry = _entry_of(moment, tail)
        if moment.is_short_year and after[:1] == ["word"]:
            entry = replace(entry, assumed=(*entry.assumed, f"year {moment.year}"))
        if previous >= 0 and _is_range(tokens, previous, at, between):
            first = entries.pop()
            if first.start is None or entry.due is None or entry.due < first.start:
                raise _NotUnderstoodError
            entry = _Entry("range", first.start, entry.due, None, (*first.assumed, *entry.assumed))
        elif opening := _opens(tokens[at + 1 :]):
            entry = _Entry(opening, moment.start, None, moment.end, entry.assumed)
        elif "review" in lead_in and not any(other.name == "word" for other in tokens[:at]):
            entry = replace(entry, kind="review")
        entries.append(entry)
        previous = at
    names = [token.name for token in tokens if token.name not in (*LINKS, "stop")]
    # "Completed June 2005", "Completed by June 2005" say when it was done; "Complete by June 2005" is still to be done
    if sorted(names) == ["completed", "moment"] or (
        names == ["completed", "by", "moment"] and tokens[0].text == "completed"
    ):
        return [_Entry("completed")]
    if {"unsure", "none"} & set(names):
        entries[0] = replace(entries[0], assumed=(*entries[0].assumed, "written as not certain"))
    if names == ["moment", "ongoing"] and len(entries) == 2:
        entries[0] = replace(
            entries[0], assumed=(*entries[0].assumed, "due at the date, and ongoing after it")
        )
    return entries


def _opens(after: Sequence[Token]) -> Kind | None:
    """What a date only begins: "onwards", "and ongoing", "and termly thereafter", "(start)"."""
    names = [token.name for token in after if token.name != "stop"]
    if names[:1] == ["onwards"] or names == ["from"]:
        return "ongoing"
    if names[:1] and names[0] in LINKS and after[0].text not in (",", "/"):
        return {"ongoing": "ongoing", "recurring": "recurring"}.get(names[1] if names[1:] else "")  # type: ignore[return-value]
    return None


def _beside_dates(tokens: Sequence[Token], at: int) -> list[_Entry]:
    """What a token that is no date adds to a line that has dates."""
    name = tokens[at].name
    after = tokens[at + 1].name if at + 1 < len(tokens) else ""
    before = tokens[at - 1].name if at else ""
    if name == "ongoing":
        is_until = after in ("to", "by")
        # "from" and "and ongoing" are read with the date
        return [] if is_until or before in ("to", "onwards") else [_Entry("ongoing")]
    if name == "recurring" and after != "word":  # but "annual report June 2005" is prose
        return [_Entry("recurring")]
    if name == "immediate":
        return [_Entry("relative")]
    return []


def _is_range(tokens: Sequence[Token], previous: int, at: int, between: Sequence[str]) -> bool:
    names = [name for name in between if name not in ("end", "part", "by")]
    if names == ["to"]:
        return True
    if names != ["and"]:
        return False
    is_between = previous > 0 and tokens[previous - 1].name == "between"
    one, other = tokens[previous].moment, tokens[at].moment
    both_long = one is not None and other is not None and "date" not in (one.kind, other.kind)
    return is_between or (tokens[at - 1].text == "/" and both_long)


def _entry_of(moment: Moment, tail: Sequence[Token]) -> _Entry:
    """What a moment says after the words that lead to it."""
    lead_in = {token.name for token in tail}
    kind: Kind = moment.kind  # type: ignore[assignment]
    assumed = [moment.assumed] if moment.assumed else []
    start: dt.date | None = moment.start
    due = moment.end
    if "week" in lead_in or "week ending" in lead_in:
        if kind != "date":
            raise _NotUnderstoodError
        if "week" in lead_in:
            return _Entry("range", start, due + dt.timedelta(days=6), None, tuple(assumed))
        return _Entry("range", due - dt.timedelta(days=6), due, None, tuple(assumed))
    if "part" in lead_in and kind == "range":  # "early 2006"
        raise _NotUnderstoodError
    if "part" in lead_in:
        assumed.append("to its end")
    if "before" in lead_in and kind == "date":
        start = None
        assumed.append("by the day named")
    elif "before" in lead_in and "end" not in lead_in:
        due = moment.start - dt.timedelta(days=1)
        start = None
    elif lead_in & {"by", "end", "before"} or any(token.text in ("to", "until") for token in tail):
        start = None
        if moment.is_bare_year and "end" not in lead_in:
            assumed.append(f"to {due.isoformat()}")
    elif "from" in lead_in:
        return _Entry("ongoing", moment.start, None, moment.end, tuple(assumed))
    return _Entry(kind, start, due, None, tuple(assumed))


__all__ = ["Kind", "Timescale", "read_date_cell", "read_timescale", "says_only_a_date"]
