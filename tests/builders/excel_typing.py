"""What Excel makes of a string that a program puts into a cell: for the tests that stand in for Excel.

Excel reads such a string like a person's typing: "1.10" becomes the number 1.1 and "3-4" the third of April. Code that
means a text must protect it, and the tests find out here when it does not. British settings: day before month, pounds.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from xlplan.workbook.grid import Formula, Value


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """One of Excel's error values."""

    text: str
    """As shown: "#N/A"."""


Typed = Value | Formula | ErrorValue

ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
)

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBER = re.compile(
    r"(?P<sign>[+-])?\s*(?P<currency>[£$€])?\s*(?P<second_sign>[+-])?"
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(?:[eE](?P<exponent>[+-]?\d+))?\s*(?P<percent>%)?"
)
_BRACKETED = re.compile(r"\(\s*([£$€]?\s*\d[\d,.]*)\s*\)")
_FRACTION = re.compile(r"([+-]?)(\d+) +(\d{1,5})/(\d{1,5})")
_TIME = re.compile(
    r"(?P<hours>\d{1,4})(?::(?P<minutes>\d{1,2})(?::(?P<seconds>\d{1,2})(?P<part>\.\d+)?)?)?"
    r"(?:\s+(?P<half>[ap])m?)?",
    re.IGNORECASE,
)
_THREE_PARTS = re.compile(r"(\d{1,4})\s*[/-]\s*(\d{1,2})\s*[/-]\s*(\d{1,4})")
_TWO_PARTS = re.compile(r"(\d{1,4})\s*[/-]\s*(\d{1,4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s/-]*([A-Za-z]{3,9})(?:[\s/,-]*(\d{1,4}))?")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})[\s/-]*(\d{1,4})(?:\s*[,/-]\s*(\d{1,4}))?")


def typed(text: str, number_format: str = "General", *, year: int | None = None) -> Typed:
    """What stands in a cell after this string was assigned to it.

    Args:
        text: the string as assigned.
        number_format: the cell's own; "@" keeps every text as it is.
        year: the year of a date that names none; the present one when not given.

    Returns:
        A text, a float, a bool, a date or time, a `Formula`, an `ErrorValue`; None for an empty string.
    """
    if text.startswith("'"):
        return text[1:]
    if not text:
        return None
    if number_format == "@":
        return text
    plain = text.strip(" ")
    if plain.upper() in ("TRUE", "FALSE"):
        return plain.upper() == "TRUE"
    if plain.upper() in ERRORS:
        return ErrorValue(plain.upper())
    number = _number(plain)
    if number is not None:
        return number
    moment = _moment(plain, year or dt.date.today().year)
    if moment is not None:
        return moment
    return _formula(text) or text


def _formula(text: str) -> Formula | None:
    # Excel refuses a formula that it cannot read ("- see below"): either way the text is not in the cell.
    if len(text) == 1 or text[0] not in "=+-@":
        return None
    if text[0] == "=":
        return Formula(text)
    return Formula("=" + text.removeprefix("@"))


def _number(text: str) -> float | None:
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        inside = _number(bracketed[1])
        return None if inside is None else -inside
    fraction = _FRACTION.fullmatch(text)
    if fraction and int(fraction[4]):
        size = int(fraction[2]) + int(fraction[3]) / int(fraction[4])
        return -size if fraction[1] == "-" else size
    found = _NUMBER.fullmatch(text)
    if not found or (found["sign"] and found["second_sign"]):
        return None
    number = float(found["digits"].replace(",", "") + (f"e{found['exponent']}" if found["exponent"] else ""))
    if number > 9.99999999999999e307:
        return None
    if "-" in (found["sign"], found["second_sign"]):
        number = -number
    # Excel keeps fifteen digits.
    return float(f"{number / 100 if found['percent'] else number:.15g}")


def _moment(text: str, this_year: int) -> dt.date | dt.datetime | dt.time | float | None:
    day = _date(text, this_year)
    if day is not None:
        return day
    day_text, _, time_text = text.replace("T", " ").partition(" ")
    while time_text:
        day = _date(day_text, this_year)
        hours = _hours(time_text.strip())
        if day is not None and hours is not None and hours < 24:
            return dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=round(hours * 3600))
        word, _, time_text = time_text.partition(" ")
        day_text = f"{day_text} {word}"
    hours = _hours(text)
    if hours is None:
        return None
    if hours >= 24:
        return hours / 24
    return (dt.datetime.min + dt.timedelta(seconds=round(hours * 3600))).time()


def _hours(text: str) -> float | None:
    found = _TIME.fullmatch(text)
    if not found or not (found["minutes"] or found["half"]):
        return None
    hours, minutes, seconds = (int(found[part] or 0) for part in ("hours", "minutes", "seconds"))
    if minutes > 59 or seconds > 59:
        return None
    if found["half"]:
        if not 0 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if found["half"].lower() == "p" else 0)
    return hours + minutes / 60 + seconds / 3600


def _date(text: str, this_year: int) -> dt.date | None:
    three = _THREE_PARTS.fullmatch(text)
    if three:
        first, second, third = three.groups()
        return _day(third, second, first) if len(first) > 2 else _day(first, second, third)
    two = _TWO_PARTS.fullmatch(text)
    if two:
        first, second = two.groups()
        if len(first) > 2:
            return _day("1", second, first)
        return (_day(first, second, str(this_year)) if len(second) < 3 else None) or _day("1", first, second)
    day_first = _DAY_FIRST.fullmatch(text)
    if day_first:
        month = _month(day_first[2])
        return _day(day_first[1], month, day_first[3] or str(this_year)) if month else None
    month_first = _MONTH_FIRST.fullmatch(text)
    if month_first and (month := _month(month_first[1])):
        if month_first[3]:
            return _day(month_first[2], month, month_first[3])
        # "Dec-05" is the fifth of December; "Dec-45" cannot be a day and is December 1945.
        day = _day(month_first[2], month, str(this_year)) if len(month_first[2]) < 3 else None
        return day or _day("1", month, month_first[2])
    return None


def _month(word: str) -> str | None:
    numbers = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.lower())]
    return str(numbers[0]) if numbers else None


def _day(day: str, month: str, year: str) -> dt.date | None:
    if len(year) == 3:
        return None
    full_year = int(year)
    if len(year) < 3:
        full_year += 2000 if full_year < 30 else 1900
    if full_year < 1900:
        return None
    try:
        return dt.date(full_year, int(month), int(day))
    except ValueError:
        return None
