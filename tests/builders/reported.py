"""A plan with a bit of everything that a report has to show, hostile texts among it."""

from __future__ import annotations

import datetime as dt

from xlplan.model import Action, Officer, Period, Plan, Progress
from xlplan.reporting.position import OfficerReturn, PeriodReturns, Position, position_of

TODAY = dt.date(2026, 12, 11)
PERIODS = ("Jun-26", "Sep-26", "Dec-26")
HOSTILE = '=HYPERLINK("http://x","y") <script>alert(1)</script> & {{ period }} \x07\ud800 ]]> \u202e'
"""A formula, markup, a field, a control character, half a character, a direction mark."""


def action(
    number: int,
    *said: tuple[str, str] | str,
    theme: str = "Safeguarding",
    owner: str = "Ada Marsh",
    due: dt.date | None = dt.date(2027, 3, 31),
    revised: dt.date | str | None = None,
    text: str = "",
) -> Action:
    """An action with what was said in each period: a RAG word, or a word and a note."""
    told = [(one, "") if isinstance(one, str) else one for one in said]
    return Action(
        id=f"A{number:03}",
        ref=f"1.{number}",
        action=text or f"Train group {number} of the social workers in the new assessment framework",
        theme=theme,
        owner=owner,
        timescale="Mar 2027",
        due=due,
        revised_due=revised,
        periods={
            period: Progress(rag=rag, progress=note)
            for period, (rag, note) in zip(PERIODS, told, strict=True)
        },
    )


def plan() -> Plan:
    """Three periods, three themes, all reasons to look at an action."""
    past, later = dt.date(2026, 9, 30), dt.date(2027, 6, 30)
    long = "Two posts are filled; the third was advertised twice.\n- panel in January\n" + "Waiting. " * 60
    actions = (
        action(1, "Amber", "Green", ("Complete", "Done in November.")),
        action(2, "Red", "Red", ("Red", long), due=past),
        action(3, "Green", "Green", ("Amber", "Illness."), due=past, revised=later, owner="Al Moss"),
        action(4, "", "Amber", "", theme="Leadership & governance", owner="Al Moss"),
        action(5, "Not started", "", ("On track", HOSTILE), theme="Leadership & governance", text=HOSTILE),
        action(6, "Green", "Amber", "Green", theme="", owner="", due=None, revised="when the panel meets"),
        action(7, "Complete", "Complete", "Complete", theme="Health of children who are looked after"),
    )
    officers = (
        Officer(name="Ada Marsh", initials="AM", email="ada@wexcombe.example"),
        Officer(name="Al Moss", email="al@wexcombe.example"),
    )
    return Plan(
        title="Wexcombe: improvement plan",
        actions=actions,
        periods=tuple(Period(label=label) for label in PERIODS),
        officers=officers,
    )


def position(made: Plan | None = None) -> Position:
    """How that plan stands in its last period."""
    returns = (
        PeriodReturns(
            label="Sep-26",
            returns=(
                OfficerReturn(officer="Ada Marsh", actions=4, state="received"),
                OfficerReturn(officer="Al Moss", actions=2, state="nothing filled in"),
            ),
        ),
        PeriodReturns(
            label="Dec-26",
            returns=(
                OfficerReturn(officer="Ada Marsh", actions=4, state="received"),
                OfficerReturn(officer="Al Moss", actions=2, state="outstanding"),
            ),
        ),
    )
    return position_of(
        made or plan(), period="Dec-26", today=TODAY, returns=returns, council="Wexcombe Council"
    )
