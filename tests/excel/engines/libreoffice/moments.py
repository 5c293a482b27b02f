"""Dates and times as a workbook stores them: days since the end of 1899."""

from __future__ import annotations

import datetime as dt

_EPOCH = dt.datetime(1899, 12, 30)


def serial(moment: dt.date | dt.time) -> float:
    """The number by which a workbook stores a date, a date and time, or a time of day."""
    if isinstance(moment, dt.time):
        moment = dt.datetime.combine(_EPOCH, moment)
    elif not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)


def moment(number: float) -> dt.datetime:
    """The date and time of a stored number, as exactly as a number of days can hold it."""
    return _EPOCH + dt.timedelta(seconds=round(number * 86400, 5))
