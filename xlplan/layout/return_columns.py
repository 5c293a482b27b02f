"""The columns of a return: what the officer needs to see, then what the officer fills in, then the check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from xlplan.layout import standard
from xlplan.workbook.sheet_spec import Column, ConditionalFormat
from xlplan.workbook.text_height import lines_of

RECOMMENDATION, THEME = "Recommendation", "Theme"
ZOOM = 85
"""Per cent. Smaller than usual, so that all of a row is in sight on a laptop."""
SCREEN_WIDTH = 1366 - 30 - 20 - 150
"""Pixels of such a laptop for the columns: without row numbers and scroll bar, and without what LibreOffice takes
besides, whose columns are a tenth wider and whose sidebar is at the right."""

_LOCKED = replace(standard.TEXT, fill=standard.LOCKED_FILL, colour="3F4853")
_FOR_READING = replace(_LOCKED, size=10)
_LOCKED_CENTRE = replace(_LOCKED, horizontal="center")
_TYPING = replace(standard.TEXT, fill=standard.TYPING_FILL, locked=False)
_PIXELS_A_CHARACTER, _PIXELS_BESIDE = 7, 5


@lru_cache(maxsize=64)
def return_columns(last_period: str | None, period: str, context: str = RECOMMENDATION) -> tuple[Column, ...]:
    """The columns, each at its narrowest.

    Args:
        last_period: the period before, whose RAG and progress are shown; None when there is none.
        period: the period that is asked for.
        context: the column that says what the action answers to; returns of an earlier version had the theme there.
    """
    shown: list[Column] = [
        Column("ID", 7, replace(_LOCKED_CENTRE, bold=True)),
        Column("Ref", 7, replace(_LOCKED_CENTRE, number_format="@")),
        Column("Action", 30, _LOCKED),
        Column(context, 18, _FOR_READING),
        Column("Success criteria", 14, _FOR_READING),
        Column("Due", 12, replace(_LOCKED_CENTRE, number_format="d mmm yyyy")),
    ]
    if last_period is not None:
        shown.append(Column(standard.rag_heading(last_period), 11, _LOCKED_CENTRE, rules=standard.RAG_RULES))
        shown.append(Column(standard.progress_heading(last_period), 16, _FOR_READING))
    return (
        *shown,
        Column(
            standard.rag_heading(period),
            12,
            replace(_TYPING, horizontal="center"),
            heading_format=standard.OWNERS_HEADING,
            validation=standard.RAG_CHOICE,
            rules=standard.RAG_RULES,
        ),
        Column(
            standard.progress_heading(period),
            32,
            _TYPING,
            heading_format=standard.OWNERS_HEADING,
        ),
        Column(
            "Revised due",
            12,
            replace(_TYPING, number_format="dd/mm/yyyy", horizontal="center"),
            heading_format=standard.OWNERS_HEADING,
            validation=replace(
                standard.DATE_CHOICE,
                title="Only if the date must change",
                prompt="Type the new date you ask for, such as 31/03/2027.",
            ),
        ),
        Column(
            "Check",
            15,
            replace(_LOCKED_CENTRE, bold=True),
            rules=(
                ConditionalFormat(formula='{cell}="Done"', fill="BFE3B4", colour="1F1F1F"),
                ConditionalFormat(formula='{cell}<>""', fill="F7E3C3", colour="5C3B00", bold=True),
            ),
        ),
    )


_WIDEST = {"Action": 56, RECOMMENDATION: 60, THEME: 40, "Success criteria": 44}
_WIDEST_PROGRESS = 60
_STEP = 2


def fitted_columns(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns of a return, wide enough to fill a small screen and no wider.

    An empty locked column is hidden. What room is left goes, bit by bit, to the column whose texts
    take most lines.

    Args:
        columns: at their narrowest.
        texts: for each column its texts, row by row.
    """
    fitted = [
        replace(column, is_hidden=True)
        if column.format.locked and column.heading != "Check" and not any(in_column)
        else column
        for column, in_column in zip(columns, texts, strict=True)
    ]
    widest = [_widest(column, in_column) for column, in_column in zip(fitted, texts, strict=True)]
    longest = ["\n".join(sorted(in_column, key=len)[-3:]) for in_column in texts]
    while _pixels(fitted) + _STEP * _PIXELS_A_CHARACTER <= SCREEN_WIDTH * 100 / ZOOM:
        open_ones = [number for number, column in enumerate(fitted) if column.width + _STEP <= widest[number]]
        if not open_ones:
            break
        # the officer's own words need room too, though nothing is there yet
        neediest = max(
            open_ones,
            key=lambda number: (
                _lines(fitted[number], longest[number]) if fitted[number].format.locked else _LINES_TO_WRITE
            ),
        )
        fitted[neediest] = replace(fitted[neediest], width=fitted[neediest].width + _STEP)
    return tuple(fitted)


_LINES_TO_WRITE = 4
"""A column that is to be filled in is widened before one whose texts take no more lines than this."""


def _widest(column: Column, texts: Sequence[str]) -> float:
    if column.is_hidden:
        return column.width
    if column.heading.endswith(" progress"):
        return _WIDEST_PROGRESS
    if column.heading == "Ref":
        return min(14, max(column.width, 3 + max(map(len, texts), default=0)))
    return _WIDEST.get(column.heading, column.width)


def _lines(column: Column, text: str) -> int:
    return lines_of(text, column.width * standard.TEXT.size / column.format.size)


def _pixels(columns: Sequence[Column]) -> float:
    return sum(
        int(column.width * _PIXELS_A_CHARACTER + _PIXELS_BESIDE) for column in columns if not column.is_hidden
    )
