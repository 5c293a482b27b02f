"""What Excel makes of a text that is put into a cell with the General format, in Britain: a number, a date ..."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from libreoffice.formulas import ERRORS

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + ")"
_EPOCH = dt.datetime(1899, 12, 30)

_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<pound>£)?\s*(?P<inner>[-+])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?P<power>[eE][-+]?\d{1,3})?\s*(?P<percent>%)?(?(open)\))"
)
_FRACTION = re.compile(r"(?P<sign>[-+])?(?P<whole>\d+) (?P<top>\d{1,3})/(?P<bottom>[1-9]\d{0,2})")
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\s*(?P<half>[aApP][mM]?)?"
_TIME_ALONE = re.compile(_TIME)
_TIME_AFTER = re.compile(rf"(?P<date>.+?)\s+{_TIME}")
_NUMERIC_DATE = re.compile(r"(?P<a>\d{1,4})\s?[-/]\s?(?P<b>\d{1,4})(?:\s?[-/]\s?(?P<c>\d{1,4}))?")
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})[-/ ]?{_MONTH}(?:,?[-/ ]?(?P<year>\d{{4}}|\d{{2}}))?", re.IGNORECASE
)
_MONTH_NUMBER = re.compile(rf"{_MONTH}[-/ ]?(?P<number>\d{{4}}|\d{{1,2}})", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """What is stored, and the number format that a General cell takes on with it ("" for none)."""

    value: str | float | bool
    number_format: str = ""
    is_error: bool = False


def typed(text: str, today: dt.date | None = None) -> Typed:
    """What a text becomes; `today` supplies the year where none is written.

    Formulas and the leading apostrophe are not its business.
    """
    plain = text.strip()
    if plain.upper() in ("TRUE", "FALSE"):
        return Typed(plain.upper() == "TRUE")
    if plain.upper() in ERRORS:
        return Typed(plain.upper(), is_error=True)
    year = (today or dt.date.today()).year
    found = _number(plain) or _fraction(plain) or _time(plain) or _moment(plain, year)
    return found or Typed(text)


def serial(moment: dt.date) -> float:
    """The number by which a workbook stores a date or a date and time."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)


def moment(number: float) -> dt.datetime:
    """The date and time of a stored number, to the nearest microsecond that a number of days can hold."""
    return _EPOCH + dt.timedelta(seconds=round(number * 86400, 5))


def _number(text: str) -> Typed | None:
    found = _NUMBER.fullmatch(text)
    if (
        not found
        or (found["sign"] and found["inner"])
        or (found["open"] and (found["sign"] or found["inner"]))
    ):
        return None
    value = float(found["digits"].replace(",", "") + (found["power"] or ""))
    if found["open"] or "-" in (found["sign"], found["inner"]):
        value = -value
    decimals = "." in found["digits"]
    if found["percent"]:
        return Typed(value / 100, "0.00%" if decimals else "0%")
    if found["pound"]:
        return Typed(value, "£#,##0.00" if decimals else "£#,##0")
    if found["power"]:
        return Typed(value, "0.00E+00")
    return Typed(value, ("#,##0.00" if decimals else "#,##0") if "," in found["digits"] else "")


def _fraction(text: str) -> Typed | None:
    found = _FRACTION.fullmatch(text)
    if not found:
        return None
    value = int(found["whole"]) + int(found["top"]) / int(found["bottom"])
    return Typed(
        -value if found["sign"] == "-" else value, "# ?/?" if len(found["bottom"]) == 1 else "# ??/??"
    )


def _part_of_day(found: re.Match[str]) -> float | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    return (hour * 3600 + minute * 60 + second) / 86400


def _time(text: str) -> Typed | None:
    found = _TIME_ALONE.fullmatch(text)
    part = _part_of_day(found) if found else None
    if found is None or part is None:
        return None
    return Typed(part, "hh:mm:ss" if found["second"] else "hh:mm")


def _moment(text: str, year: int) -> Typed | None:
    later = _TIME_AFTER.fullmatch(text)
    part = _part_of_day(later) if later else None
    if later and part is not None and part < 1:
        day = _date(later["date"], year)
        return Typed(serial(day[0]) + part, "dd/mm/yyyy hh:mm") if day else None
    day = _date(text, year)
    return Typed(serial(day[0]), day[1]) if day else None


def _date(text: str, year: int) -> tuple[dt.date, str] | None:
    numeric = _NUMERIC_DATE.fullmatch(text)
    if numeric:
        return _numeric_date(numeric["a"], numeric["b"], numeric["c"], year)
    day_first = _DAY_MONTH.fullmatch(text)
    if day_first:
        written, month = day_first["year"], _month(day_first["month"])
        day = _day(_year(written) if written else year, month, int(day_first["day"]))
        if day:
            return day, "dd-mmm-yy" if written else "dd-mmm"
        # "31 Feb" is no date, but "45 Jan" is a month and a year.
        first = None if written else _day(_year(day_first["day"]), month, 1)
        return (first, "mmm-yy") if first else None
    month_first = _MONTH_NUMBER.fullmatch(text)
    if month_first:
        return _month_and_number(_month(month_first["month"]), month_first["number"], year)
    return None


def _month_and_number(month: int, number: str, year: int) -> tuple[dt.date, str] | None:
    """ "Dec-05" is a month and a year in Britain whenever two digits are written; "May 5" is a day."""
    if len(number) == 1:
        day = _day(year, month, int(number))
        return (day, "dd-mmm") if day else None
    first = _day(_year(number), month, 1)
    return (first, "mmm-yy") if first else None


def _numeric_date(a: str, b: str, c: str | None, year: int) -> tuple[dt.date, str] | None:
    if c is None:
        day = _day(year, int(b), int(a)) if len(a) <= 2 and len(b) <= 2 else None
        if day:
            return day, "dd-mmm"
        first = None
        if len(a) <= 2 and len(b) in (2, 4):
            first = _day(_year(b), int(a), 1)
        elif len(a) == 4 and len(b) <= 2:
            first = _day(int(a), int(b), 1)
        return (first, "mmm-yy") if first else None
    day = None
    if len(a) == 4:
        day = _day(int(a), int(b), int(c))
    elif len(a) <= 2 and len(b) <= 2 and len(c) in (1, 2, 4):
        day = _day(_year(c), int(b), int(a))
    return (day, "dd/mm/yyyy") if day else None


def _month(name: str) -> int:
    return next(number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.lower()))


def _year(digits: str) -> int:
    """Two digits up to 29 are of this century."""
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number < 30 else 1900)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not 1900 <= year <= 9999:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
