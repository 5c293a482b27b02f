"""A date that an officer typed as text into a cell for dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlplan.values.text import clean
from xlplan.values.timescales import Timescale, read_timescale

if TYPE_CHECKING:
    from xlplan.model import CellValue

_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")


def date_or_text(text: str) -> CellValue:
    """A date typed as text, day first; any other text as it is. Where it says that a date moved, the one that holds.

    >>> date_or_text("31.3.27"), date_or_text("31/3/27, now 30/6/27"), date_or_text("when funds allow")
    (datetime.date(2027, 3, 31), datetime.date(2027, 6, 30), 'when funds allow')
    """
    read = read_date(text)
    return read.holds if read.kind == "date" and read.holds else text


def read_date(text: str) -> Timescale:
    """What a text in a cell for dates means; the midnight that some programs write beside a date means nothing."""
    return read_timescale(without_midnight(text))


def without_midnight(text: str) -> str:
    """The text without a time of day that is midnight."""
    return _MIDNIGHT.sub("", clean(text))
