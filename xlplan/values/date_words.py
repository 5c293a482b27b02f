"""The dates, months, terms and years that are in a line of text, and where: a closed list of forms, day first."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from xlplan.values.easter import easter
from xlplan.values.patterns import compile_late

FIRST_YEAR, LAST_YEAR = 1990, 2079
"""Plans were not written in Excel before, and two digits from 80 to 89 would mean either century."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
"""For a regular expression that ignores case."""
ALSO_WORDS = ("may", "march", "mar")
"""Months that, in small letters, are other words too."""

MonthDay = tuple[int, int]
"""A month and a day; day 0 is the month's last."""

SEASONS: dict[str, tuple[MonthDay, MonthDay]] = {
    "spring": ((3, 1), (5, 31)),
    "summer": ((6, 1), (8, 31)),
    "autumn": ((9, 1), (11, 30)),
    "winter": ((12, 1), (2, 0)),
}
TERMS: dict[str, tuple[MonthDay, MonthDay]] = {
    "spring": ((1, 1), (4, 30)),
    "summer": ((4, 1), (8, 31)),
    "autumn": ((9, 1), (12, 31)),
}
HALF_TERMS: dict[str, tuple[tuple[MonthDay, MonthDay], tuple[MonthDay, MonthDay]]] = {
    "spring": (((1, 1), (2, 0)), ((3, 1), (4, 30))),
    "summer": (((4, 1), (5, 31)), ((6, 1), (8, 31))),
    "autumn": (((9, 1), (10, 31)), ((11, 1), (12, 31))),
}
"""Schools divide each term in two, "Autumn 1" and "Autumn 2"; the break between them ends the first."""

COUNTED = (
    "phase|stage|step|tier|level|part|priority|year|yr|cohort|wave|round|tranche|objective|target|action|task|item|"
    "version|draft|option|plan|paras?|paragraphs?|sections?|no|number|key stage|ks|module|group|quarter|term|week|"
    "page|aged|ages?"
)
"""Things that are numbered: in "Phase 2 June 2005" the 2 is no day."""
_LONGEST_COUNTED = 20
"""How far before a number the thing that it counts is looked for."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A day or a stretch of days, as named in a text."""

    at: int
    stop: int
    kind: str
    """date, month, season or range."""
    first: MonthDay
    last: MonthDay
    year: int | None
    """The year that it begins in; None when none is written."""
    is_short_year: bool = False
    """True when the year is two digits after a blank, as in "June 03"."""
    is_bare_year: bool = False
    """True for "2005" and "2005/06" alone, which may count or name something else."""
    assumed: str = ""

    @property
    def start(self) -> dt.date:
        """Its first day. Raises ValueError where there is no such day, or no year."""
        return _day(self.year, self.first)

    @property
    def end(self) -> dt.date:
        """Its last day. Raises ValueError where there is no such day, or no year."""
        year = self.year
        if year is not None and self.last[0] < self.first[0]:
            year += 1
        return _day(year, self.last)

    @property
    def is_in_calendar(self) -> bool:
        """True when its first and last days exist, in a year from 1990 to 2079, in this order."""
        try:
            return self.start <= self.end
        except ValueError:
            return False

    def in_year(self, year: int) -> DateSpan:
        """The same in a year that was not written."""
        return replace(self, year=year)


def _day(year: int | None, month_day: MonthDay) -> dt.date:
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("no year from 1990 to 2079")
    month, day = month_day
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def full_year(digits: str) -> int:
    """The year that two or four digits mean.

    >>> full_year("05"), full_year("98"), full_year("2012")
    (2005, 1998, 2012)
    """
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= FIRST_YEAR - 1900 else 2000)


_MONTH = rf"(?P<month>{MONTH_NAMES})(?![a-z])\.?"
_END = r"(?!\w|[./\-]\d)"
"""A number ends here: "03-04", "2005/06" and "20th" go on."""
_YEAR = rf"(?P<year>(?:19|20)\d\d|\d\d){_END}"
_LONG_YEAR = rf"(?P<year>(?:19|20)\d\d){_END}"
_ONE_TO_31 = r"0?[1-9]|[12]\d|3[01]"
_DAY = rf"(?P<day>{_ONE_TO_31})(?:st|nd|rd|th)?"
_DAYS = rf"(?P<first>{_ONE_TO_31})(?:st|nd|rd|th)?\s*(?:-|/|&|to|and)\s*{_DAY}"
_NUMBER = r"(?P<number>0?[1-9]|1[0-2])"
_AFTER_MONTH = r"(?:[\-/]\s?|,?\s*)'?"
_SPLIT_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)\s?[/\-]\s?(?P<next>(?:20)?\d\d)" + _END
_LONG_SPLIT_YEAR = r"(?P<year>(?:19|20)\d\d)\s?[/\-]\s?(?P<next>(?:20)?\d\d)" + _END
_SEASON = r"(?P<season>spring|summer|autumn|winter)"
_HALF_TERM = r"(?:[\s\-]half[\s\-]?term)"
_HALF = rf"(?:(?:\sterm)?{_HALF_TERM}?\s(?P<half>[12]){_HALF_TERM}?|{_HALF_TERM})"
_QUARTERS = {
    said: number
    for number, names in enumerate(
        ("1 one first 1st", "2 two second 2nd", "3 three third 3rd", "4 four fourth 4th"), 1
    )
    for said in names.split()
} | {"final": 4, "last": 4}
_QUARTER = r"(?:q\s?|qtr\.?\s?|quarter\s)(?P<quarter>[1-4]|(?:one|two|three|four)\b)"
_ORDINAL_QUARTER = r"(?P<quarter>1st|2nd|3rd|4th|first|second|third|fourth|final|last) (?:quarter|qtr)"
_NO_YEAR = r"(?!\w|\s?[/\-.]?\s?['\d])"
_FINANCIAL = r"(?:(?:financial year|fin\.? year|fy)\s?)"

Builder = Callable[[re.Match[str]], DateSpan | None]


def _date_span(
    match: re.Match[str], kind: str, first: MonthDay, last: MonthDay, **more: bool | str
) -> DateSpan | None:
    digits = match.groupdict().get("year")
    span = DateSpan(match.start(), match.end(), kind, first, last, full_year(digits) if digits else None)
    span = replace(span, is_short_year=bool(re.search(r" \d\d$", match[0])), **more)  # type: ignore[arg-type]
    # in a leap year when none is written: 29 February is possible
    return span if (span if digits else span.in_year(2000)).is_in_calendar else None


def _iso(match: re.Match[str]) -> DateSpan | None:
    day = (int(match["number"]), int(match["day"]))
    return _date_span(match, "date", day, day)


def _numeric(match: re.Match[str]) -> DateSpan | None:
    number, day = int(match["number"]), int(match["day"])
    is_ambiguous = number <= 12 and day <= 12 and number != day
    return _date_span(
        match, "date", (number, day), (number, day), assumed="day first" if is_ambiguous else ""
    )


def _spaced(match: re.Match[str]) -> DateSpan | None:
    return None if _is_counted(match) else _numeric(match)


def _numeric_days(match: re.Match[str]) -> DateSpan | None:
    number = int(match["number"])
    return _date_span(match, "range", (number, int(match["first"])), (number, int(match["day"])))


def _numeric_month(match: re.Match[str]) -> DateSpan | None:
    number = int(match["number"])
    return _date_span(match, "month", (number, 1), (number, 0))


def _is_counted(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _LONGEST_COUNTED) : match.start()]
    return bool(re.search(rf"\b(?:{COUNTED})\.?\s*$", before, re.IGNORECASE))


def _named_days(match: re.Match[str]) -> DateSpan | None:
    if _is_counted(match):
        return None
    number = MONTHS[match["month"].lower()]
    return _date_span(match, "range", (number, int(match["first"])), (number, int(match["day"])))


def _named_day(match: re.Match[str]) -> DateSpan | None:
    if _is_counted(match):
        return None
    day = (MONTHS[match["month"].lower()], int(match["day"]))
    return _date_span(match, "date", day, day)


def _named_month(match: re.Match[str]) -> DateSpan | None:
    number = MONTHS[match["month"].lower()]
    if not match.groupdict().get("year") and match["month"] in ALSO_WORDS:
        # the verb, unless a preposition or a sign is before it
        before = match.string[: match.start()].rstrip().lower()
        if before and not re.search(r"(?:\b(?:in|by|of|to|from|and|end|mid|early|late)|[\-/,(])$", before):
            return None
    return _date_span(match, "month", (number, 1), (number, 0))


def _season(match: re.Match[str]) -> DateSpan | None:
    reaches = TERMS if match.groupdict().get("term") else SEASONS
    reach = reaches.get(match["season"].lower())
    return _date_span(match, "season", *reach) if reach else None


def _half_term(match: re.Match[str]) -> DateSpan | None:
    season, half = match["season"].lower(), int(match["half"] or 1)
    if season == "winter":
        return None
    return _date_span(match, "season", *HALF_TERMS[season][half - 1], assumed=f"half term {half} of {season}")


def _school_year_term(match: re.Match[str]) -> DateSpan | None:
    """Autumn term 2005/06 is in 2005, its spring and summer terms in 2006; winter 2005/06 begins in 2005."""
    season = match["season"].lower()
    reach = SEASONS[season] if season == "winter" else TERMS[season]
    span = _date_span(match, "season", *reach)
    if span is None or span.year is None or not _is_next(match):
        return None
    return span if season in ("autumn", "winter") else span.in_year(span.year + 1)


def _is_next(match: re.Match[str]) -> bool:
    return full_year(match["next"]) == full_year(match["year"]) + 1


def _split_year(match: re.Match[str]) -> DateSpan | None:
    if not _is_next(match):
        return None
    if "academic" in match[0].lower() or "school" in match[0].lower():
        return _date_span(match, "range", (9, 1), (8, 31))
    is_named = bool(re.search("f", match[0], re.IGNORECASE))
    if is_named:
        return _date_span(match, "range", (4, 1), (3, 31))
    return _date_span(match, "range", (4, 1), (3, 31), is_bare_year=True, assumed="financial year")


def _quarter_number(match: re.Match[str]) -> int:
    return _QUARTERS[match["quarter"].lower()]


def _quarter(match: re.Match[str]) -> DateSpan | None:
    if not _is_next(match):
        return None
    number = _quarter_number(match)
    start = (1, 4, 7, 10)[number % 4]
    span = _date_span(match, "range", (start, 1), (start + 2, 0))
    return span.in_year(full_year(match["year"]) + 1) if span and number == 4 else span


def _quarter_of_year(match: re.Match[str]) -> DateSpan | None:
    """Q2 2024 is that of the year from April 2024 on: plans are kept in financial years."""
    year, number = full_year(match["year"]), _quarter_number(match)
    start = (1, 4, 7, 10)[number % 4]
    said = f"financial year {year}/{(year + 1) % 100:02d}"
    span = _date_span(match, "range", (start, 1), (start + 2, 0), assumed=said)
    return span.in_year(year + 1) if span and number == 4 else span


def _quarter_alone(match: re.Match[str]) -> DateSpan | None:
    """Q2 of no year that is written: that of the financial year which the plan gives."""
    start = (1, 4, 7, 10)[_quarter_number(match) % 4]
    return _date_span(match, "range", (start, 1), (start + 2, 0))


def _christmas(match: re.Match[str]) -> DateSpan | None:
    return _date_span(match, "date", (12, 25), (12, 25))


def _easter(match: re.Match[str]) -> DateSpan | None:
    """Easter of a year that is written; without one it stays unread, for it may be this year's or the next."""
    day = easter(full_year(match["year"]))
    return _date_span(match, "date", (day.month, day.day), (day.month, day.day))


def _year(match: re.Match[str]) -> DateSpan | None:
    return _date_span(match, "range", (1, 1), (12, 31), is_bare_year=True)


_FORMS: tuple[tuple[re.Pattern[str], Builder], ...] = tuple(
    (
        compile_late(
            rf"{'' if form.startswith(('(?P<month>', '(?P<season>', '(?:q')) else '(?<![./])'}{form}",
            re.IGNORECASE,
        ),
        build,
    )
    for form, build in (
        (rf"(?P<year>(?:19|20)\d\d)-{_NUMBER}-(?P<day>{_ONE_TO_31})(?:[t ]00:00(?::00)?)?(?!\w)", _iso),
        (rf"(?P<first>{_ONE_TO_31})\s*(?:-|to)\s*(?P<day>{_ONE_TO_31})/{_NUMBER}/{_YEAR}", _numeric_days),
        (rf"(?P<day>{_ONE_TO_31})\s?(?P<sign>[./\-])\s?{_NUMBER}\s?(?P=sign)\s?{_YEAR}", _numeric),
        (rf"(?P<day>{_ONE_TO_31})\s{_NUMBER}\s{_LONG_YEAR}", _spaced),
        (rf"{_QUARTER}(?: of)?,?\s*{_FINANCIAL}?{_SPLIT_YEAR}", _quarter),
        (rf"{_QUARTER}(?: of)?,?\s*{_LONG_YEAR}", _quarter_of_year),
        (rf"{_ORDINAL_QUARTER}(?: of)?(?: the)?,?\s*{_FINANCIAL}?{_SPLIT_YEAR}", _quarter),
        (rf"{_FINANCIAL}?{_LONG_SPLIT_YEAR}\s*,?\s*{_QUARTER}(?!\w)", _quarter),
        (rf"{_SEASON}{_HALF},?(?:\sof)?\s{_LONG_YEAR}", _half_term),
        (rf"{_SEASON}{_HALF}(?=\s*(?:$|[,;)]))", _half_term),
        (rf"{_SEASON}(?P<term> term),?\s*{_SPLIT_YEAR}", _school_year_term),
        (rf"(?P<season>winter)\s*{_SPLIT_YEAR}", _school_year_term),
        (rf"(?:(?:academic|school) year\s|{_FINANCIAL}){_SPLIT_YEAR}", _split_year),
        (rf"{_LONG_SPLIT_YEAR}(?: (?:academic|school|financial) year)?", _split_year),
        (rf"{_NUMBER}\s?[/.\-]\s?{_LONG_YEAR}", _numeric_month),
        (rf"{_DAYS}(?: of)?\s*{_MONTH}(?:{_AFTER_MONTH}{_YEAR})?(?!\s?['\d])", _named_days),
        (rf"{_DAY}(?: of)?(?:\s*|[.\-/]\s?){_MONTH}{_AFTER_MONTH}{_YEAR}", _named_day),
        (rf"{_DAY}(?: of)?(?:\s*|[\-/]\s?){_MONTH}(?!\s?['\d]|[\-/]\d)", _named_day),
        (rf"{_MONTH}\s*{_DAY},?\s+{_LONG_YEAR}", _named_day),
        (rf"{_MONTH}\s*(?P<day>{_ONE_TO_31})(?:st|nd|rd|th)(?!\s*['\d])", _named_day),
        (rf"{_MONTH}(?:\s+of)?{_AFTER_MONTH}{_LONG_YEAR}", _named_month),
        (rf"{_MONTH}(?:[\-/]\s?|\s*)'?{_YEAR}", _named_month),
        (rf"{_SEASON}(?P<term>[\s\-]term)?(?:\s+of)?,?\s*'?{_YEAR}", _season),
        (_LONG_YEAR, _year),
        (rf"easter(?: sunday)?,?\s'?{_YEAR}", _easter),
        (rf"(?:christmas|xmas)(?: day)?(?:,?\s'?{_YEAR}|(?=\s*(?:$|[,;.)])))", _christmas),
        (rf"(?:{_QUARTER}){_NO_YEAR}", _quarter_alone),
        (rf"{_ORDINAL_QUARTER}(?! of\b){_NO_YEAR}", _quarter_alone),
        (rf"{_MONTH}(?![\s.\-/]*['\d])", _named_month),
        (rf"{_SEASON}(?P<term>[\s\-]term)?\b(?!s)(?![\s.\-/]*['\d])", _season),
    )
)

_WORD_START = compile_late(r"(?<!\w)\w")


def find_dates(line: str) -> Iterator[DateSpan]:
    """Find the dates and stretches of days in a line, from left to right, but for days that no calendar has.

    >>> [str(span.end) for span in find_dates("Draft June 2005, agreed 31/10/05, 31 Feb 06")][:2]
    ['2005-06-30', '2005-10-31']
    """
    at = 0
    for start in _WORD_START.finditer(line):
        if start.start() < at:
            continue
        for form, build in _FORMS:
            match = form.match(line, start.start())
            span = build(match) if match else None
            if span:
                at = span.stop
                yield span
                break
