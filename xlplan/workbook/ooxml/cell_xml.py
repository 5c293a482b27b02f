"""One cell as the XML that a worksheet holds: its value, its formula, its style."""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

from xlplan.errors import XlplanError
from xlplan.workbook.grid import LONGEST_TEXT, Formula, Value, address, column_letters
from xlplan.workbook.ooxml.xml import escape
from xlplan.workbook.readers.serial_dates import serial_number

# ECMA-376 22.9.2.19: what XML cannot hold is written _xHHHH_, and so a text that looks like that is, too.
# A carriage return would come back as a line feed.
_PLAIN_TEXT = re.compile("[^&<>_\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]*")
_NOT_FOR_XML = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def storable(value: Value | Formula, *, is_1904: bool = False) -> Value | Formula:
    """The value as a workbook can hold it: no empty texts, and dates before its first day as text."""
    if isinstance(value, Formula):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, dt.date) and value.year < (1904 if is_1904 else 1900):
        shown = f"{value.day:02}/{value.month:02}/{value.year:04}"
        return f"{shown} {value:%H:%M}" if isinstance(value, dt.datetime) else shown
    return value


def cell_xml(row: int, column: int, value: Value | Formula, style: int, *, is_1904: bool = False) -> str:
    """A `c` element. Texts are in the cell itself, so that no other part changes with it; Excel moves them
    to its list of shared strings when it saves.

    Args:
        row: counted from 1.
        column: counted from 1.
        value: what it holds; None makes a cell with a style and nothing in it.
        style: the number of its cell style.
        is_1904: the workbook counts days from 1904.

    Raises:
        XlplanError: a text longer than Excel can hold.
    """
    try:
        return f'<c r="{column_letters(column)}{row}"{cell_body(value, style, is_1904=is_1904)}'
    except XlplanError as error:
        raise XlplanError(error.what, error.remedy, cell=address(row, column)) from error


def cell_body(value: Value | Formula, style: int, *, is_1904: bool = False) -> str:
    """What follows the address in a `c` element: the same for all cells with this value and style.

    Raises:
        XlplanError: a text longer than Excel can hold.
    """
    if isinstance(value, str):
        return text_body(value, style)
    head = f' s="{style}"' if style else ""
    if isinstance(value, Formula):
        formula = _formula_element(value.text)
        kind, shown = _typed(value.shows, is_1904)
        return f"{head}{kind}>{formula}{f'<v>{shown}</v>' if value.shows is not None else ''}</c>"
    if value is None:
        return f"{head}/>"
    kind, shown = _typed(value, is_1904)
    return f"{head}{kind}><v>{shown}</v></c>"


def refuse_too_long(text: str) -> None:
    """Raise XlplanError for a text longer than a cell of Excel can hold."""
    if len(text) > LONGEST_TEXT:
        raise XlplanError(
            f"a text of {len(text):,} characters does not fit; Excel holds {LONGEST_TEXT:,} in a cell",
            "Shorten it",
        )


def text_body(text: str, style: int) -> str:
    """As `cell_body`, for a text."""
    if len(text) > LONGEST_TEXT:
        refuse_too_long(text)
    head = f' s="{style}"' if style else ""
    # as Excel does: only where a reader that follows the letter might take blanks away
    keeps = ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
    return f'{head} t="inlineStr"><is><t{keeps}>{escaped(text)}</t></is></c>'


def formula_body(formula: str, shows: str, style: int) -> str:
    """As `cell_body`, for a formula that shows a text."""
    head = f' s="{style}"' if style else ""
    return f'{head} t="str"><f>{escaped(formula.removeprefix("="))}</f><v>{escaped(shows)}</v></c>'


def is_written_as_it_is(text: str) -> bool:
    """True for a text of which `text_body` alters nothing; it is seen in a third of the time that writing takes."""
    return (
        text.isascii()
        and text.isprintable()
        and "&" not in text
        and "<" not in text
        and ">" not in text
        and "_x" not in text
        and text[0] != " "
        and text[-1] != " "
        and len(text) <= LONGEST_TEXT
    )


@lru_cache(maxsize=1000)
def _formula_element(text: str) -> str:
    """A formula; those of a return's rows are the same in the next return."""
    return f"<f>{escaped(text.removeprefix('='))}</f>"


def escaped(text: str) -> str:
    """The text as it is between two tags."""
    if text.isascii() and text.isprintable() and "_x" not in text:  # most texts, by far
        return escape(text) if "&" in text or "<" in text or ">" in text else text
    return text if _PLAIN_TEXT.fullmatch(text) else escape(text_for_xml(text))


def text_for_xml(text: str) -> str:
    """The text with what XML cannot hold written as _xHHHH_, the way Excel does."""
    return _NOT_FOR_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _typed(value: Value, is_1904: bool) -> tuple[str, str]:
    """The type attribute and the text of the value element."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', escaped(value)
    if isinstance(value, dt.date | dt.time):
        number = serial_number(value, is_1904=is_1904)
        return "", str(int(number)) if number.is_integer() else repr(number)
    if isinstance(value, float) and not math.isfinite(value):
        return ' t="e"', "#NUM!"
    return "", repr(value) if value is not None else ""
