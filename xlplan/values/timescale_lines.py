"""Read one line of a timescale: the kind of time, from when, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from xlplan.values.date_words import DateSpan
from xlplan.values.timescale_words import LINKS, Token, tokens_of

TimescaleKind = Literal[
    "date", "month", "season", "range", "multiple", "ongoing", "relative",
    "recurring", "completed", "review", "none", "unreadable",
]  # fmt: skip


_LONGEST_PROSE = 12
_LONGEST_PLAN = 10


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """One date or time that a cell gives."""

    kind: TimescaleKind
    start: dt.date | None = None
    due: dt.date | None = None
    latest: dt.date | None = None
    """The end of an open "from September 2004", which counts only where the cell has a closed date besides."""
    assumed: tuple[str, ...] = ()


class NotUnderstoodError(Exception):
    """Some of the text could change the date and is not in the grammar."""


def read_line(line: str, base: dt.date | None) -> list[TimeEntry]:
    """Read one line of a timescale.

    Args:
        line: one line or bullet of a cell, levelled.
        base: when the plan began, for dates without a year.

    Returns:
        What it says, a date or an open time each; nothing for a line without words.

    Raises:
        NotUnderstoodError: some of the words could change the date and are not in the grammar.
    """
    tokens = tokens_of(line)
    names = {token.name for token in tokens}
    words = sum(token.name == "word" for token in tokens)
    if names & {"hazard", "unplaced"} or words > _LONGEST_PROSE:
        raise NotUnderstoodError
    if "date" not in names:
        return _read_undated(tokens, names, words)
    if "relative" in names:
        raise NotUnderstoodError
    if base and any(_is_rather_a_day(token.span, base) for token in tokens if token.span):
        raise NotUnderstoodError
    beside = [token.name for token in tokens if token.name not in LINKS]
    if any({"number", "date"} == {one, other} for one, other in pairwise(beside)):
        raise NotUnderstoodError  # the number may be part of the date
    for before, token in pairwise([Token("stop", ""), *tokens]):
        # "2005 places" is a count; "by the end of 2005" is not, whatever is before it
        if token.span and token.span.is_bare_year and before.name != "end" and names & {"word", "number"}:
            raise NotUnderstoodError
    if "recurring" in names and all(token.span.year is None for token in tokens if token.span):
        return [TimeEntry("recurring")]  # "annually in June"
    return _read_dated(_with_years(tokens, base, is_prose=words > 0))


def _is_rather_a_day(span: DateSpan, base: dt.date) -> bool:
    """True for "March 31" in a plan of 2011: hardly March 2031."""
    return span.kind == "month" and span.is_short_year and abs((span.year or 0) - base.year) > _LONGEST_PLAN


def _read_undated(tokens: Sequence[Token], names: set[str], words: int) -> list[TimeEntry]:
    """A line without a date: "Ongoing", "Within 3 months", "Each term, with the head teacher"."""
    if not names:
        return []
    if names & {"number", "before"}:
        raise NotUnderstoodError
    for kind in ("recurring", "ongoing"):
        if kind in names:
            return [TimeEntry(kind)]
    if names & {"relative", "immediate"} and (not words or tokens[0].name in ("relative", "immediate")):
        return [TimeEntry("relative")]
    if names <= {"completed", "stop", *LINKS}:
        return [TimeEntry("completed")]
    if names <= {"none", "stop", *LINKS}:
        return [TimeEntry("none")]
    raise NotUnderstoodError


def _with_years(tokens: Sequence[Token], base: dt.date | None, *, is_prose: bool) -> list[Token]:
    """The tokens, each date in a year: its own, that of a later one it is linked with, or one from the base on."""
    dated = list(tokens)
    for at in range(len(dated) - 1, -1, -1):
        span = dated[at].span
        if span is None or span.year is not None:
            continue
        later = at + 1
        while later < len(dated) and dated[later].name in LINKS:
            later += 1
        after = dated[later].span if at + 1 < later < len(dated) else None
        if after is not None and after.year is not None and not after.is_bare_year:
            year = after.year if span.first <= after.first else after.year - 1
            years = [year] if span.in_year(year).is_in_calendar else []
            assumed = after.assumed
        elif base is None or (is_prose and span.kind != "date"):
            raise NotUnderstoodError
        else:
            first = next((token.span for token in reversed(dated[:at]) if token.span), None)
            is_end = first is not None and first.year is not None and dated[at - 1].name == "to"
            since = max(base, first.end) if first is not None and is_end else base
            years = [since.year + later for later in (-1, 0, 1) if _is_from(span, since.year + later, since)]
            assumed = f"year {years[0]}" if years else ""
        if not years:  # 29 February, in no leap year
            raise NotUnderstoodError
        said = "; ".join(filter(None, (span.assumed, assumed)))
        dated[at] = replace(dated[at], span=replace(span.in_year(years[0]), assumed=said))
    return dated


def _is_from(span: DateSpan, year: int, day: dt.date) -> bool:
    dated = span.in_year(year)
    return dated.is_in_calendar and dated.end >= day


def _read_dated(tokens: Sequence[Token]) -> list[TimeEntry]:
    entries: list[TimeEntry] = []
    previous = -1
    for at, token in enumerate(tokens):
        span = token.span
        if span is None:
            entries += _beside_dates(tokens, at)
            continue
        between = [other.name for other in tokens[previous + 1 : at]]
        tail: list[Token] = []
        for other in reversed(tokens[:at]):
            if other.name in ("word", "date", "number", "stop"):
                break
            tail.append(other)
        lead_in = {other.name for other in tail}
        after = [other.name for other in tokens[at + 1 : at + 3]]
        entry = _entry_of(span, tail)
        if span.is_short_year and after[:1] == ["word"]:
            entry = replace(entry, assumed=(*entry.assumed, f"year {span.year}"))
        if previous >= 0 and _is_range(tokens, previous, at, between):
            first = entries.pop()
            if first.start is None or entry.due is None or entry.due < first.start:
                raise NotUnderstoodError
            entry = TimeEntry("range", first.start, entry.due, None, (*first.assumed, *entry.assumed))
        elif opening := _opens(tokens[at + 1 :]):
            entry = TimeEntry(opening, span.start, None, span.end, entry.assumed)
        elif "review" in lead_in and not any(other.name == "word" for other in tokens[:at]):
            entry = replace(entry, kind="review")
        entries.append(entry)
        previous = at
    names = [token.name for token in tokens if token.name not in (*LINKS, "stop")]
    # "Completed June 2005", "Completed by June 2005" say when it was done; "Complete by June 2005" is still to be done
    if sorted(names) == ["completed", "date"] or (
        names == ["completed", "by", "date"] and tokens[0].text == "completed"
    ):
        return [TimeEntry("completed")]
    if {"unsure", "none"} & set(names):
        entries[0] = replace(entries[0], assumed=(*entries[0].assumed, "written as not certain"))
    if names == ["date", "ongoing"] and len(entries) == 2:
        entries[0] = replace(
            entries[0], assumed=(*entries[0].assumed, "due at the date, and ongoing after it")
        )
    return entries


def _opens(after: Sequence[Token]) -> TimescaleKind | None:
    """What a date only begins: "onwards", "and ongoing", "and termly thereafter", "(start)"."""
    names = [token.name for token in after if token.name != "stop"]
    if names[:1] == ["onwards"] or names == ["from"]:
        return "ongoing"
    if names[:1] and names[0] in LINKS and after[0].text not in (",", "/"):
        return {"ongoing": "ongoing", "recurring": "recurring"}.get(names[1] if names[1:] else "")  # type: ignore[return-value]
    return None


def _beside_dates(tokens: Sequence[Token], at: int) -> list[TimeEntry]:
    """What a token that is no date adds to a line that has dates."""
    name = tokens[at].name
    after = tokens[at + 1].name if at + 1 < len(tokens) else ""
    before = tokens[at - 1].name if at else ""
    if name == "ongoing":
        is_until = after in ("to", "by")
        # "from" and "and ongoing" are read with the date
        return [] if is_until or before in ("to", "onwards") else [TimeEntry("ongoing")]
    if name == "recurring" and after != "word":  # but "annual report June 2005" is prose
        return [TimeEntry("recurring")]
    if name == "immediate":
        return [TimeEntry("relative")]
    return []


def _is_range(tokens: Sequence[Token], previous: int, at: int, between: Sequence[str]) -> bool:
    names = [name for name in between if name not in ("end", "part", "by")]
    if names == ["to"]:
        return True
    if names != ["and"]:
        return False
    is_between = previous > 0 and tokens[previous - 1].name == "between"
    one, other = tokens[previous].span, tokens[at].span
    both_long = one is not None and other is not None and "date" not in (one.kind, other.kind)
    return is_between or (tokens[at - 1].text == "/" and both_long)


def _entry_of(span: DateSpan, tail: Sequence[Token]) -> TimeEntry:
    """Read a date together with the words that lead to it."""
    lead_in = {token.name for token in tail}
    kind: TimescaleKind = span.kind  # type: ignore[assignment]
    assumed = [span.assumed] if span.assumed else []
    start: dt.date | None = span.start
    due = span.end
    if "week" in lead_in or "week ending" in lead_in:
        if kind != "date":
            raise NotUnderstoodError
        if "week" in lead_in:
            return TimeEntry("range", start, due + dt.timedelta(days=6), None, tuple(assumed))
        return TimeEntry("range", due - dt.timedelta(days=6), due, None, tuple(assumed))
    if "part" in lead_in and kind == "range":  # "early 2006"
        raise NotUnderstoodError
    if "part" in lead_in:
        assumed.append("to its end")
    if "before" in lead_in and kind == "date":
        start = None
        assumed.append("by the day named")
    elif "before" in lead_in and "end" not in lead_in:
        due = span.start - dt.timedelta(days=1)
        start = None
    elif lead_in & {"by", "end", "before"} or any(token.text in ("to", "until") for token in tail):
        start = None
        if span.is_bare_year and "end" not in lead_in:
            assumed.append(f"to {due.isoformat()}")
    elif "from" in lead_in:
        return TimeEntry("ongoing", span.start, None, span.end, tuple(assumed))
    return TimeEntry(kind, start, due, None, tuple(assumed))
