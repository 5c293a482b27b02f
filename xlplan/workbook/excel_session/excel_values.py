"""Values on their way into a spreadsheet program and back. Pure: nothing here opens or calls anything."""

from __future__ import annotations

import datetime as dt
import decimal
import math

from xlplan.workbook.gate import is_as_asked
from xlplan.workbook.grid import Value
from xlplan.workbook.readers.serial_dates import DAY_NOUGHT

_LONGEST_DATE = 40
"""Characters; no text that Excel reads as a number or a moment is longer ("Wednesday, 14 September 2005 10:30")."""
_OPENERS = ("=", "+", "-", "@", "'", "#", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms, which East Asian editions of Excel read alike."""
_OF_NUMBERS = " .,:/()%£$€eE+-"
"""What a number or a moment of any length may hold beside its digits."""
_MIDNIGHT = dt.time()
_DAY = 24 * 60 * 60


def to_excel(value: Value) -> str | int | float | bool | dt.datetime | None:
    """Turn a value into what a spreadsheet program must be given, so that a cell holds just that afterwards.

    Excel reads what is written into a cell as if it had been typed: "1.10" would become 1.1, "Dec-05" a date, "=1" a
    formula. An apostrophe before the text keeps it a text, and is no part of it.
    """
    if isinstance(value, str):
        text = _one_line_end(value)
        return f"'{text}" if _would_be_read(text) else text or None
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, _MIDNIGHT)
    if isinstance(value, dt.time):
        seconds = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second).total_seconds()
        return seconds / _DAY
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    return value


def _would_be_read(text: str) -> bool:
    """True when Excel might take a text for something else: a formula, a number, a moment, a truth, an error."""
    typed = text.strip()
    if typed.startswith(_OPENERS) or typed.casefold() in ("true", "false"):
        return True
    if not any(letter.isdigit() for letter in typed):
        return False
    return len(typed) <= _LONGEST_DATE or all(letter in _OF_NUMBERS or letter.isdigit() for letter in typed)


def from_excel(value: object) -> Value:
    """Turn a value as xlwings hands it on into the form that a grid has it in."""
    if isinstance(value, dt.datetime):
        plain = value.replace(tzinfo=None)
        return plain.date() if plain.time() == _MIDNIGHT else plain
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | decimal.Decimal):
        return int(value) if float(value).is_integer() else float(value)
    return str(value)


def is_held(asked: Value, held: Value) -> bool:
    """True when a cell holds what was written into it, by what xlwings reads.

    A date comes back as a number where its owner has given the column another format.
    """
    if isinstance(asked, dt.date | dt.time) and isinstance(held, int | float):
        number = to_excel(asked)
        if isinstance(number, dt.datetime):
            number = (number - DAY_NOUGHT) / dt.timedelta(days=1)
        return isinstance(number, float) and math.isclose(number, held, abs_tol=1e-6)
    if isinstance(asked, str) and isinstance(held, str):
        return _one_line_end(asked) == _one_line_end(held)
    return is_as_asked(asked, held)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
