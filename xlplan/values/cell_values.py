"""What a cell's value says: as a text, and as a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from xlplan.values.text import clean

if TYPE_CHECKING:
    from xlplan.model import CellValue


def as_text(value: CellValue) -> str:
    """A value as one would type it: whole numbers without a point, dates day first.

    >>> as_text("Green "), as_text(3.0), as_text(dt.date(2026, 12, 4)), as_text(None)
    ('Green', '3', '04/12/2026', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def as_date(value: CellValue) -> dt.date | None:
    """A date, or None for anything else.

    >>> as_date(dt.datetime(2026, 12, 4, 9, 30)), as_date("4 December 2026")
    (datetime.date(2026, 12, 4), None)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None
