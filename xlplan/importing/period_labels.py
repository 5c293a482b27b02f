"""Review periods in headings and titles: "Jan-05", "Progress Oct 2025", "Q2 2026/27", a date cell."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from xlplan.values.date_words import MONTH_NAMES, MONTHS
from xlplan.values.patterns import compile_late
from xlplan.values.text import clean, fold, level

_MONTH = rf"(?P<month>{MONTH_NAMES})\b\.?"
# the number of a round is no day: "Week 2 October 2026"
_NO_ROUND = "".join(
    rf"(?<!{word}\s)" for word in ("period", "round", "cycle", "point", "month", "week", "quarter")
)
_DAY = rf"(?:{_NO_ROUND}(?P<day>\d{{1,2}})(?:(?:st|nd|rd|th)(?:\s+of\b)?)?(?:\s+|[./-]))?"
_FINANCIAL_YEAR = r"(?P<year>20\d\d|\d\d)\s*[/-]\s*(?:20)?\d\d"

_FORMS = {
    "month first": compile_late(
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)(?!\d|\s*[/-]\s*\d)", re.I
    ),
    "month": compile_late(rf"\b{_DAY}{_MONTH}[\s,'’/-]*(?P<year>(?:19|20)\d\d|\d\d)(?!\d)", re.I),
    "numeric": compile_late(
        r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<number>\d{1,2})[/.-](?P<year>(?:19|20)\d\d|\d\d)(?!\d)"
    ),
    "iso": compile_late(
        r"(?<!\d)(?P<year>20\d\d)(?:-|[/.](?=\d\d[/.]\d\d))(?P<number>\d\d)(?:[./-](?P<day>\d\d))?(?!\d)"
    ),
    "quarter": compile_late(
        rf"(?:{_FINANCIAL_YEAR}\s*[-:]?\s*)?\b(?:q|qtr\.?|quarter)\s*(?P<quarter>[1-4])\b"
        r"(?:[\s,(-]*(?P<after>20\d\d|\d\d)(?:\s*[/-]\s*(?:20)?\d\d)?\)?)?",
        re.I,
    ),
    "term": compile_late(
        r"\b(?P<term>autumn|spring|summer|winter)(?:\s+(?:half[\s-]?)?term)?(?:\s*[12]\b)?"
        r"(?:[\s,-]*(?P<year>20\d\d|\d\d)(?:\s*[/-]\s*(?:20)?\d\d)?)?(?!\w)",
        re.I,
    ),
    "round": compile_late(
        r"\b(?P<round>period|round|cycle|checkpoint|month|week|review|update|visit|meeting)\s*(?P<number>\d{1,3})\b",
        re.I,
    ),
    "dashed": compile_late(rf"\b{_MONTH}\s*-\s*\d{{3,6}}(?!\w)", re.I),
    "month alone": compile_late(rf"\b{_MONTH}(?!\w)", re.I),
    "year": compile_late(r"(?<![\d/])(?P<year>20\d\d)\s*[/-]\s*(?:20)?\d\d(?!\d)"),
}
_DATED = ("numeric", "iso", "month first", "month")
_ORDER = (*_DATED, "dashed", "quarter", "term", "round", "year", "month alone")
_MAY_NAME_ONE = compile_late(r"[^\W\d_]|[/-]|\.[^.]*\.")
"""What each of the forms has one of: a letter, a slash or a dash, two points. Most refs have none."""
_SHOWS_DAY = compile_late(
    r"\d+\D+\d+\D+\d|(?<!\d)\d{1,2}(?:st|nd|rd|th)?[\s./-]*[^\W\d_]{3,}|[^\W\d_]{3,}\W*\d{1,2}\D+\d"
)
"""A date as it is shown: three numbers, a number before the month's name, or two after it."""
_QUARTER_ENDS = {1: (0, 6), 2: (0, 9), 3: (0, 12), 4: (1, 3)}
_TERM_ENDS = {"winter": 2, "spring": 4, "summer": 8, "autumn": 12}
_JOINTS = compile_late(
    r"^(?:[\s\-:,.()|/–]|\b(?:as at|as of|at|for|to|of|in|on|end|ending|by|up to|until|the|period)\b)+"
    r"|(?:[\s\-:,.()|/–]|\b(?:as at|as of|at|for|to|of|in|on|end|ending|by|up to|until|the)\b)+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PeriodLabel:
    """A review period as named in a heading."""

    label: str
    """As written: "Oct 2025"."""
    key: str
    """Equal for the same period however it is written."""
    when: tuple[int, int, int] | None
    """Year, month and day that it ends, for putting periods in order; None when it says none."""
    rest: str
    """The heading without the label: "RAG"."""


def period_of_date(value: dt.date, shown: str) -> PeriodLabel:
    """The period that a heading which is a real date stands for: the day if it is shown, else the month.

    >>> period_of_date(dt.date(2026, 10, 15), "15-Oct-26").key, period_of_date(dt.date(2026, 10, 15), "Oct-26").key
    ('2026-10-15', '2026-10')
    """
    label = clean(shown) or f"{value:%b-%y}"
    day = value.day if _SHOWS_DAY.search(label) else 0
    return PeriodLabel(label, _key(value.year, value.month, day), (value.year, value.month, value.day), "")


def period_in(text: str) -> PeriodLabel | None:
    """Read the period that a heading or a title names, and the rest of it; None when it names none.

    >>> period_in("RAG Oct 2025").label, period_in("RAG Oct 2025").rest
    ('Oct 2025', 'RAG')
    >>> period_in("Progress") is None
    True
    """
    plain = level(text)
    if not _MAY_NAME_ONE.search(plain):
        return None
    for form in _ORDER:
        match = _FORMS[form].search(plain)
        if match is None:
            continue
        when = _when(form, match)
        if form in _DATED and when is None:
            continue
        label = " ".join(match[0].split()).strip(" ,-")
        if label.isupper() and len(label) > 4 and not label.startswith("Q"):
            label = label.title()
        before, after = plain[: match.start()], plain[match.end() :]
        rest = _JOINTS.sub("", f"{_JOINTS.sub('', before)} {_JOINTS.sub('', after)}".strip())
        key = _key(*when) if when and form in _DATED else fold(label)
        return PeriodLabel(label, key, when, rest.strip())
    return None


def period_under(text: str, group: str, first: str) -> PeriodLabel | None:
    """The period of a heading that takes its year from the group over it: "Sep" under "2023", "Q1" under "2023/24".

    Args:
        text: the heading.
        group: the heading over it and its neighbours.
        first: the first heading under that group: a year of two parts begins with the month that it names.

    Returns:
        The period, or None when heading and group give no year together.

    >>> period_under("Q1", "2023/24", "Q1").label, period_under("Feb", "2023/24", "Apr").label
    ('2023/24 Q1', 'Feb 2024')
    """
    month, year = _FORMS["month alone"].search(level(text)), _FORMS["year"].search(level(group))
    if month and year:
        begins = _FORMS["month alone"].search(level(first))
        number, start = (MONTHS[each["month"].lower()] for each in (month, begins or month))
        is_later = number < max(start, MONTHS["april"])
        return period_in(f"{text} {int(year['year']) + is_later}")
    for whole in (f"{group} {text}", f"{text} {group}"):
        period = period_in(whole)
        if period and period.when:
            return period
    return None


def month_alone(period: PeriodLabel) -> int | None:
    """The month, from 1 to 12, of a period that names a month and no year; None for any other.

    >>> month_alone(PeriodLabel("October", "october", None, "update"))
    10
    """
    match = None if period.when else _FORMS["month alone"].fullmatch(period.label)
    return _month_number(match) if match else None


def is_of_month(period: PeriodLabel, month: int) -> bool:
    """True for a month, or a day in it, with its year: "Oct 26", "31/10/2026"; not for a quarter that ends in it."""
    if period.when is None or period.when[1] != month:
        return False
    return period.key.startswith(_key(period.when[0], month))


def is_day_in(period: PeriodLabel, month: PeriodLabel) -> bool:
    """True for a day in a month that is named with its year: "15/10/2026" in "Oct 2026"."""
    is_month = month.when is not None and month.key == _key(*month.when[:2])
    return is_month and period.key.startswith(f"{month.key}-")


def month_and_year(text: str) -> PeriodLabel | None:
    """The one month and year that a title names ("October 2005"); None for none, or for a span of them."""
    plain = level(text)
    found = [match for match in _FORMS["month"].finditer(plain) if _when("month", match)]
    if len({match[0] for match in found}) != 1:
        return None
    return period_in(found[0]["month"] + " " + found[0]["year"])


def quarter_and_year(text: str) -> PeriodLabel | None:
    """The one quarter of a year that a title names ("Quarter 2 2026/27"); None for none."""
    found = [match for match in _FORMS["quarter"].finditer(level(text)) if _when("quarter", match)]
    return period_in(found[0][0]) if len(found) == 1 else None


def _when(form: str, match: re.Match[str]) -> tuple[int, int, int] | None:
    groups = match.groupdict()
    year = _year(groups.get("year") or groups.get("after"))
    if form in _DATED:
        month = _month_number(match) if groups.get("month") else int(groups["number"])
        day = int(groups.get("day") or 0)
        return (year, month, day) if year and 1 <= month <= 12 and day <= 31 else None
    if form == "quarter" and year:
        later, month = _QUARTER_ENDS[int(groups["quarter"])]
        return (year + later, month, 31)
    if form == "term" and year:
        return (year, _TERM_ENDS[groups["term"].lower()], 31)
    if form == "year" and year:
        return (year + 1, 3, 31)
    return None


def _key(year: int, month: int, day: int = 0) -> str:
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def _month_number(match: re.Match[str]) -> int:
    return MONTHS[match["month"].lower()]


def _year(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if len(text) == 4 else 2000 + int(text)
