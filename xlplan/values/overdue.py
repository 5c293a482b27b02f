"""Overdue, defined once: for the status, the checks, the returns and the reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from xlplan.model import Action, CellValue
from xlplan.values.cell_values import as_date
from xlplan.values.rag import CANONICAL, Key
from xlplan.values.timescales import read_timescale


def due_now(action: Action) -> dt.date | None:
    """The date that holds: the revised one where there is one.

    >>> due_now(Action(id="A001", due=dt.date(2026, 3, 31), revised_due=dt.date(2026, 6, 30)))
    datetime.date(2026, 6, 30)
    >>> due_now(Action(id="A001", due=dt.date(2026, 3, 31), revised_due="when the panel meets"))
    datetime.date(2026, 3, 31)
    """
    return date_that_holds(action.due, action.revised_due)


def date_that_holds(due: CellValue, revised: CellValue) -> dt.date | None:
    """The date that holds, of the two that are in the Plan: the revised one where it is one."""
    return as_date(revised) or as_date(due)


def periods_to(periods: Sequence[str], period: str) -> Sequence[str]:
    """The periods up to one of them, and with it, oldest first; all of them when it is none of them."""
    return periods[: periods.index(period) + 1] if period in periods else periods


def last_word(action: Action, periods: Sequence[str], key: Key) -> str:
    """The last RAG word given for an action in some periods, as the plan's Key reads it; "" when there was none.

    Args:
        action: the action.
        periods: the labels of the periods to look at, oldest first.
        key: what RAG words mean in this plan.
    """
    return last_of((action.in_period(label).rag for label in reversed(periods)), key)


def last_of(typed: Iterable[str], key: Key) -> str:
    """The first RAG word among what was typed in some periods, the latest first; "" when there is none."""
    read = (key.word(word) or word for word in typed if word)
    return next((word for word in read if word in CANONICAL), "")


def is_overdue(action: Action, periods: Sequence[str], key: Key, today: dt.date) -> bool:
    """True when the date that holds is past, and neither the last RAG word nor the timescale says that it is done.

    Args:
        action: the action.
        periods: the labels of the periods up to the one that is looked at, oldest first.
        key: what RAG words mean in this plan.
        today: the day against which it is judged; what is due on that very day is not overdue yet.
    """
    return is_past(due_now(action), action.timescale, today) and last_word(action, periods, key) != "Complete"


def is_past(due: dt.date | None, timescale: str, today: dt.date) -> bool:
    """True when the date that holds is past, and the timescale does not say that it is done."""
    if due is None or due >= today:
        return False
    return not timescale or read_timescale(timescale).kind != "completed"
