"""Dates and times as the numbers by which a workbook keeps them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from xlplan.workbook.grid import Value

DAY_NOUGHT = dt.datetime(1899, 12, 30)
"""What Excel's numbers of days count from, for days from March 1900 on."""
_DAYS_FROM_1900_TO_1904 = 1462
_LAST_DAY = 2_958_466
"""The first of January 10000."""
# Excel believes that 1900 had a 29 February, its day 60: numbers before it stand for a day later than they should.
_FALSE_LEAP_DAY = 60
_MILLISECONDS_A_DAY = 86_400_000


@lru_cache(maxsize=4096)  # the days of a plan are few
def moment(serial: float, *, is_1904: bool = False, is_elapsed: bool = False) -> Value:
    """What a number means in a cell whose format is a date's or a time's.

    Args:
        serial: the number.
        is_1904: the workbook counts days from 1904.
        is_elapsed: the format counts hours beyond a day, so more than a day is no date.

    Returns:
        A date, a date and time, or below one day a time. The number itself where Excel can show no date.
    """
    if 0 <= serial < 1:
        milliseconds = round(serial * _MILLISECONDS_A_DAY)
        if milliseconds < _MILLISECONDS_A_DAY:
            return (dt.datetime.min + dt.timedelta(milliseconds=milliseconds)).time()
    days = serial + _DAYS_FROM_1900_TO_1904 if is_1904 else serial
    if is_elapsed or not 0 <= days < _LAST_DAY:
        return int(serial) if float(serial).is_integer() else serial
    if days < _FALSE_LEAP_DAY:
        days += 1
    when = DAY_NOUGHT + dt.timedelta(milliseconds=round(days * _MILLISECONDS_A_DAY))
    return when.date() if when.time() == dt.time() else when


def serial_number(value: dt.date | dt.datetime | dt.time, *, is_1904: bool = False) -> float:
    """The number by which a workbook keeps a date or a time: the way back from `moment`.

    Args:
        value: the date or time; without regard to a time zone.
        is_1904: the workbook counts days from 1904.
    """
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    when = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
    days = (when.replace(tzinfo=None) - DAY_NOUGHT) / dt.timedelta(days=1)
    if is_1904:
        return days - _DAYS_FROM_1900_TO_1904
    return days - 1 if days < _FALSE_LEAP_DAY + 1 else days


def from_iso(text: str) -> Value:
    """A date or time that a cell holds as ISO 8601 text; the text itself when it is none."""
    for read in (dt.date.fromisoformat, dt.time.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    try:
        when = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return when.date() if when.time() == dt.time() else when


def plain_number(value: float) -> int | float:
    """A number without a fraction as an int: 5.0 is 5."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
