"""How a timescale is read: what was written, what kind of time it is, and the last calendar day that it implies.

What is not understood entirely is "unreadable" and has no due date: a wrong date is worse than none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from xlplan.values.date_words import FIRST_YEAR, LAST_YEAR, find_dates
from xlplan.values.moved_dates import find_moved_date
from xlplan.values.patterns import compile_late
from xlplan.values.text import BULLETS, clean, level
from xlplan.values.timescale_lines import NotUnderstoodError, TimeEntry, TimescaleKind, read_line
from xlplan.values.timescale_words import tokens_of


@dataclass(frozen=True, slots=True)
class Timescale:
    """A timescale as read: its kind, its start and the dates that it implies."""

    text: str
    """As typed."""
    kind: TimescaleKind
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


_BULLETS = compile_late(rf"[{BULLETS};\n]|^\s*-\s", re.MULTILINE)
_NUMBERED = compile_late(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)", re.IGNORECASE)
_OWN_YEAR_ASSUMED = compile_late(r"(?:^|; )year \d")
_ALMOST_A_YEAR = dt.timedelta(days=364)
_LONGEST = 2000
"""A text longer than this is no timescale: it is not read, so that no cell can take long."""
_LONGEST_DATE = 60
_BLANKS = compile_late(r"[^\S\n]+")
_YEAR_ALONE = compile_late(r"(?:19|20)\d\d\.?")
_SERIAL = compile_late(r"(\d{5})(?:\.0+)?")
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
    return _read_day(value.date() if isinstance(value, dt.datetime) else value, shown)


@lru_cache(maxsize=4096)
def _read_day(day: dt.date, shown: str) -> Timescale:
    text = shown if clean(shown) else day.isoformat()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Timescale(text, "unreadable")
    plain = level(shown)
    as_read = next(find_dates(plain), None)
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
    return names.count("date") == 1 and set(names) <= {"date", "by", "end"}


def _read(plain: str, base: dt.date | None, text: str = "") -> Timescale | None:
    """Read a text; None when it is not understood."""
    try:
        return _together(text, _entries(plain, base))
    except NotUnderstoodError:
        return None


def _moved(text: str, plain: str, base: dt.date | None) -> Timescale | None:
    """Read a text that says that a date moved; None for another text, or when it is not clear."""
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
    lead_in = names[: names.index("date")] if "date" in names else ["word"]
    return not {"word", "number", "unplaced", "hazard", "completed", "recurring", "ongoing"} & set(lead_in)


def _is_all_dates(part: str) -> bool:
    return not {"word", "number"} & {token.name for token in tokens_of(part)}


def _entries(plain: str, base: dt.date | None) -> list[TimeEntry]:
    """Read each line or bullet of the cell; lines that are understood only together are read as one."""
    lines: list[str] = []
    for line in _BULLETS.split(plain):
        if lines and _YEAR_ALONE.fullmatch(line.strip()):  # "September", line end, "2005"
            lines[-1] += " " + line.strip()
        elif re.search(r"[\w?]", line):
            lines.append(line.strip())
    if len(lines) > 1 and all(_NUMBERED.match(line) for line in lines):
        lines = [_NUMBERED.sub("", line, count=1) for line in lines]
    try:
        return [entry for line in lines for entry in read_line(line, base)]
    except NotUnderstoodError:
        tokens = tokens_of(" ".join(lines))
        # a date that a line end cuts in two ("September\n2004"), never prose
        if len(lines) < 2 or any(token.name in ("word", "number") for token in tokens):
            raise
        return read_line(" ".join(lines), base)


def _together(text: str, entries: Sequence[TimeEntry]) -> Timescale:
    """Make one timescale of a cell's entries: of several dates the last counts."""
    if not entries:
        return Timescale(text, "none")
    kinds = {entry.kind for entry in entries}
    start = min((entry.start for entry in entries if entry.start), default=None)
    closed = [entry.due for entry in entries if entry.due]
    assumed = "; ".join(dict.fromkeys(said for entry in entries for said in entry.assumed))
    if not closed:
        order: tuple[TimescaleKind, ...] = ("recurring", "ongoing", "relative", "completed")
        return Timescale(text, next((kind for kind in order if kind in kinds), "none"), start, None, assumed)
    due = max([*closed, *(entry.latest for entry in entries if entry.latest)])
    if len(entries) == 1:
        return Timescale(text, entries[0].kind, start, due, assumed)
    kind: TimescaleKind = "review" if kinds == {"review", "ongoing"} else "multiple"
    if "none" in kinds:
        assumed = "; ".join(filter(None, (assumed, "one date is still to be given")))
    return Timescale(text, kind, start, due, assumed)


__all__ = ["Timescale", "TimescaleKind", "read_date_cell", "read_timescale", "says_only_a_date"]
