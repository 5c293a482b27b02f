"""What calamine reads, as a grid holds it, and what it raises."""

from __future__ import annotations

import datetime as dt

import python_calamine

from xlplan.workbook.grid import Value
from xlplan.workbook.readers import serial_dates

CALAMINE_ERRORS = (
    python_calamine.CalamineError,
    python_calamine.PasswordError,
    python_calamine.WorksheetNotFound,
    python_calamine.XmlError,
    python_calamine.ZipError,
    OSError,
    ValueError,
)


def calamine_value(found: Value | dt.timedelta) -> Value:
    """What calamine read, as a grid holds it: a duration beyond a day as its number."""
    if isinstance(found, dt.timedelta):
        return serial_dates.moment(found / dt.timedelta(days=1), is_elapsed=True)
    return found
