"""Whether a computer with American settings may have swapped day and month in the dates of a column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from xlplan.values.patterns import compile_late
from xlplan.values.text import clean

_TYPED = compile_late(r"(\d{1,2})([/.\-])(\d{1,2})\2(?:\d{4}|\d{2})")
_ENOUGH = 2


def may_be_swapped(dates: Sequence[dt.date], typed: Sequence[str]) -> bool:
    """True when day and month could be swapped in each of a column's real dates, and in none of its typed ones.

    Such a computer makes a date of "6/8/2027", with day and month turned round, and leaves "13/07/2027" as text.

    Args:
        dates: the column's real dates.
        typed: its texts; those that are no date in figures do not count.

    >>> may_be_swapped([dt.date(2027, 6, 8), dt.date(2027, 11, 6)], ["13/07/2027", "30/06/2027"])
    True
    >>> may_be_swapped([dt.date(2027, 6, 8), dt.date(2027, 11, 30)], ["13/07/2027", "30/06/2027"])
    False
    """
    in_figures = [match for text in typed if len(text) <= 20 and (match := _TYPED.fullmatch(clean(text)))]
    return (
        len(dates) >= _ENOUGH
        and len(in_figures) >= _ENOUGH
        and all(date.day <= 12 for date in dates)
        and any(date.day != date.month for date in dates)
        and all(int(match[1]) > 12 >= int(match[3]) for match in in_figures)
    )
