"""The report's key figures and tables as words and numbers: alike in Word, on the page and on the dashboard. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from xlplan.reporting.position import NO_WORD, ActionPosition, Position
from xlplan.reporting.position_in_words import not_reported_by_owner
from xlplan.values.text import counted

ALL_THEMES = "All"
"""What the last row of the table by theme is called."""
NOTHING_REPORTED = "Nothing was reported."
ALL_REPORTED = "Every action has been reported on."
NOT_REPORTED_HEADINGS = ("Owner", "Actions", "Which")

_FIRST_WORDS = ("Complete", "Green", "Amber", "Red")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the numbers that stand out."""

    name: str
    number: int | str
    note: str = ""
    """What it is held against; may be empty."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a table's cell."""

    text: str
    bold: bool = False
    quiet: bool = False


def key_figures(position: Position) -> tuple[KeyFigure, ...]:
    """The seven numbers, returns received last."""
    now, then, returned = position.now, position.then, position.returned
    issued = len(returned.returns)
    received = sum(one.state != "outstanding" for one in returned.returns)
    blank = len(returned.officers("nothing filled in"))

    def before(word: str) -> str:
        return f"{then.words[word]:,} in {then.name}" if then else ""

    return (
        KeyFigure("Actions", now.actions),
        KeyFigure("Complete", now.words["Complete"], before("Complete")),
        KeyFigure("Red", now.words["Red"], before("Red")),
        KeyFigure("Overdue", now.overdue),
        KeyFigure("Slipped", now.slipped),
        KeyFigure("Worse", now.worse, f"{now.better:,} better" if then else ""),
        KeyFigure(
            "Returns received",
            f"{received:,} of {issued:,}" if issued else "none issued",
            f"{blank:,} with nothing filled in" if blank else "",
        ),
    )


def exception_headings(position: Position) -> tuple[str, ...]:
    """The headings of the table of exceptions."""
    return ("Ref", "Action", "Owner", "Due", "RAG", f"What its owner says in {position.period}")


def due_lines(one: ActionPosition) -> Iterator[TextLine]:
    """Write an exception's lines under Due: the date, the revised one, and how late it is."""
    yield TextLine(_date(one.due) if one.due else one.timescale or "No date")
    if one.revised_due:
        revised = _date(one.revised_due) if isinstance(one.revised_due, dt.date) else one.revised_due
        yield TextLine(f"revised {revised}")
    if one.days_slipped:
        yield TextLine(f"slipped by {counted(one.days_slipped, 'day')}", quiet=True)
    if one.days_overdue:
        yield TextLine(f"{counted(one.days_overdue, 'day')} overdue", bold=True)


def rag_lines(one: ActionPosition) -> Iterator[TextLine]:
    """Write an exception's lines under RAG: the word, and how it moved."""
    yield TextLine(one.counted_as, bold=True)
    if one.direction in ("better", "worse"):
        yield TextLine(f"{one.direction}: was {one.word_before}")
    elif one.direction:
        yield TextLine(one.direction)
    elif one.word_before:
        yield TextLine(f"was {one.word_before}")


def theme_headings(position: Position) -> tuple[str, ...]:
    """The headings of the table by theme; a RAG word that no action has is left out, but for the usual four."""
    return ("Theme", "Actions", *_words(position), "Overdue", "Slipped", "Worse")


def theme_rows(position: Position) -> list[tuple[str, tuple[int, ...]]]:
    """Each theme with its numbers under `theme_headings`, and `ALL_THEMES` with those of the plan last."""
    words = _words(position)
    groups = [*((one.name, one) for one in position.themes), (ALL_THEMES, position.now)]
    return [
        (name, (one.actions, *(one.shown[word] for word in words), one.overdue, one.slipped, one.worse))
        for name, one in groups
    ]


def not_reported_rows(position: Position) -> list[tuple[str, int, str]]:
    """Each owner who has not reported on something: the name, on how many actions, and their refs."""
    return [
        (name, len(ones), ", ".join(one.ref or one.id for one in ones))
        for name, ones in not_reported_by_owner(position)
    ]


def not_reported_caption(position: Position) -> str:
    """The line over the table of what was not reported."""
    number = position.now.words[NO_WORD]
    return f"{number:,} {'action has' if number == 1 else 'actions have'} no RAG word in {position.period}."


def _words(position: Position) -> tuple[str, ...]:
    others = (word for word, number in position.now.shown.items() if number and word not in _FIRST_WORDS)
    return (*_FIRST_WORDS, *others)


def _date(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
