"""One position over several plans: how each stands, what a meeting must look at, who is outstanding where. Pure.

The tables are pandas frames, so that the workbook, the page and an analyst's script read the same figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlplan.model import Model
from xlplan.reporting.position import NO_WORD, OTHER_WORDS, Position
from xlplan.reporting.position_in_words import reasons_in_words
from xlplan.values.rag import CANONICAL
from xlplan.values.text import fold

if TYPE_CHECKING:
    import pandas as pd

ALL = "All plans"


class Reminder(Model):
    """What one officer is to be reminded of in one plan."""

    officer: str
    address: str = ""
    why: str
    """"outstanding", "nothing filled in" or "to ask about"."""
    actions: int = 0
    file: Path | None = None
    """The draft, where there is one."""


class PlanSummary(Model):
    """One plan of the portfolio: its position, its reminders, its page."""

    name: str
    position: Position | None = None
    """None where it cannot be read, or no period was ever opened."""
    reminders: tuple[Reminder, ...] = ()
    page: Path | None = None
    """Its own page."""
    error: str = ""
    """What went wrong with it in this run."""


@dataclass(frozen=True)
class Portfolio:
    """The tables of a portfolio."""

    today: dt.date
    plans: pd.DataFrame
    """One row a plan, then the sum: words, overdue, slipped, returns."""
    exceptions: pd.DataFrame
    """One row an exception: the Red, then the longest overdue, then the rest in the order of the plans."""
    outstanding: pd.DataFrame
    """One row an officer and plan of whom a return is wanted; those wanted by several plans first."""
    failed: tuple[tuple[str, str], ...]
    """Plans that are not in the tables or not as they should be, and why."""


def portfolio_of(summaries: Sequence[PlanSummary], today: dt.date) -> Portfolio:
    """Put several plans beside each other.

    Args:
        summaries: the plans, in their order.
        today: the day of the run.

    Returns:
        The tables. The words of each plan add up to its actions, and the row of all plans is the sum of the others.
    """
    import pandas as pd

    read = [(one, one.position) for one in summaries if one.position is not None]
    plans = pd.DataFrame([_plan_row(one, position) for one, position in read], columns=_PLAN_COLUMNS)
    if len(plans):
        sums = plans[_NUMBERS].sum()
        plans.loc[len(plans)] = {"Plan": ALL, "Period": "", **sums.to_dict()}
    exceptions = pd.DataFrame(
        [row for one, position in read for row in _exception_rows(one, position)], columns=_EXCEPTION_COLUMNS
    )
    order = exceptions.assign(calm=exceptions["RAG"] != "Red", late=-exceptions["Days overdue"].astype(int))
    exceptions = exceptions.loc[order.sort_values(["calm", "late"], kind="stable").index].reset_index(
        drop=True
    )
    return Portfolio(
        today=today,
        plans=plans.astype(dict.fromkeys(_NUMBERS, int)),
        exceptions=exceptions,
        outstanding=_outstanding(summaries),
        failed=tuple((one.name, one.error) for one in summaries if one.error),
    )


def wanted_by_several(
    summaries: Sequence[PlanSummary],
) -> dict[str, tuple[tuple[PlanSummary, Reminder], ...]]:
    """The officers of whom something is wanted in more than one plan, by their e-mail address.

    The same name is not the same person; the same address is.
    """
    found: dict[str, list[tuple[PlanSummary, Reminder]]] = {}
    for one in summaries:
        for reminder in one.reminders:
            if reminder.address.strip():
                found.setdefault(reminder.address.strip().casefold(), []).append((one, reminder))
    return {
        address: tuple(wanted)
        for address, wanted in sorted(found.items())
        if len({one.name for one, _ in wanted}) > 1
    }


_ALSO = ("Overdue", "Slipped", "Worse", "Exceptions", "Issued", "Received")
_NUMBERS = ["Actions", *CANONICAL, OTHER_WORDS, NO_WORD, *_ALSO]
_PLAN_COLUMNS = ["Plan", "Period", *_NUMBERS]
_EXCEPTION_COLUMNS = [
    "Plan",
    "ID",
    "Ref",
    "Action",
    "Owner",
    "Due",
    "Revised due",
    "RAG",
    "Before",
    "Days overdue",
    "Why",
    "Progress",
]
_OUTSTANDING_COLUMNS = ["Officer", "Email", "Plans", "Plan", "Why", "Actions"]


def _plan_row(one: PlanSummary, position: Position) -> dict[str, Any]:
    now, returned = position.now, position.returned.returns
    words = {word: now.words.get(word, 0) for word in (*CANONICAL, NO_WORD)}
    return {
        "Plan": one.name,
        "Period": position.period,
        "Actions": now.actions,
        **words,
        OTHER_WORDS: now.actions - sum(words.values()),
        "Overdue": now.overdue,
        "Slipped": now.slipped,
        "Worse": now.worse,
        "Exceptions": now.exceptions,
        "Issued": len(returned),
        "Received": sum(each.state != "outstanding" for each in returned),
    }


def _exception_rows(one: PlanSummary, position: Position) -> list[dict[str, Any]]:
    return [
        {
            "Plan": one.name,
            "ID": each.id,
            "Ref": each.ref,
            "Action": each.action,
            "Owner": each.owner,
            "Due": each.due,
            "Revised due": each.revised_due,
            "RAG": each.counted_as,
            "Before": each.word_before,
            "Days overdue": each.days_overdue,
            "Why": reasons_in_words(each),
            "Progress": each.progress,
        }
        for each in position.exceptions
    ]


def _outstanding(summaries: Sequence[PlanSummary]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "Officer": reminder.officer,
            "Email": reminder.address,
            "Plan": one.name,
            "Why": reminder.why,
            "Actions": reminder.actions,
            "_who": reminder.address.strip().casefold() or f"{one.name}\n{fold(reminder.officer)}",
        }
        for one in summaries
        for reminder in one.reminders
    ]
    frame = pd.DataFrame(rows, columns=["Officer", "Email", "Plan", "Why", "Actions", "_who"])
    frame["Plans"] = frame.groupby("_who")["Plan"].transform("nunique").astype(int) if len(frame) else 0
    frame["_name"] = frame["Officer"].map(fold)
    frame = frame.sort_values(["Plans", "_name", "_who"], ascending=[False, True, True], kind="stable")
    return frame[_OUTSTANDING_COLUMNS].reset_index(drop=True)
