"""The plan and what happens to it: actions, owners, periods, findings, changes. It knows no cells' looks and no files.

All models are frozen. Field names are the words of the standard layout; `to_frame` gives the headings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    import pandas as pd

CellValue = str | int | float | bool | dt.date | dt.datetime | dt.time | None
"""A value as a workbook holds it."""


class Model(BaseModel):
    """The base of all models: frozen, and strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Progress(Model):
    """An owner's report on one action in one review period; both are empty where nothing was reported."""

    rag: str = ""
    """Red, Amber, Green, Complete or Not started; another word as typed when the Key does not know it."""
    progress: str = ""


_NOTHING_REPORTED = Progress()


class Action(Model):
    """One row of the plan: the unit that has an owner and a date."""

    id: str
    """Given once and never reused: "A001"."""
    theme: str = ""
    recommendation: str = ""
    ref: str = ""
    """The council's own numbering: text, never a number."""
    report_ref: str = ""
    action: str = ""
    owner: str = ""
    """The one accountable person or post."""
    supporting: str = ""
    """The others named, "; " between them."""
    timescale: str = ""
    """When, as displayed in the council's workbook."""
    due: dt.date | None = None
    """The last calendar day that the timescale implies."""
    revised_due: dt.date | str | None = None
    success_criteria: str = ""
    notes: str = ""
    other: Mapping[str, CellValue] = Field(default_factory=dict)
    """The council's own columns, by their own headings."""
    source: str = ""
    """Where the row came from: "'Plan 1'!A5"."""
    periods: Mapping[str, Progress] = Field(default_factory=dict)
    """Period label -> what was reported in it."""

    @property
    def shown_action(self) -> str:
        """What a reader sees as the action: its text, else the recommendation's."""
        return self.action or self.recommendation

    def in_period(self, period: str) -> Progress:
        """What was reported in a period; an empty report where nothing was, and for a period that the plan lacks."""
        return self.periods.get(period, _NOTHING_REPORTED)

    def is_reported_in(self, period: str) -> bool:
        """True when a RAG word or a progress note was given in a period."""
        report = self.in_period(period)
        return bool(report.rag or report.progress)


class Period(Model):
    """One round of returns."""

    label: str
    opens: dt.date | None = None
    returns_due: dt.date | None = None
    status: str = ""
    """"Open" for the one that returns are asked for; "Planned" for one to come, else "Closed"."""


class Officer(Model):
    """One line of the register."""

    name: str
    initials: str = ""
    post: str = ""
    team: str = ""
    email: str = ""
    copy_to: str = ""
    """Who gets a copy of what is sent to them; "; " between addresses."""
    aliases: tuple[str, ...] = ()
    active: bool = True


class KeyEntry(Model):
    """What one typed word or colour means in this plan."""

    as_typed: str
    means: str
    colour: str = ""
    """Six hexadecimal digits, as in a fill; empty when no colour says this."""
    definition: str = ""


class Plan(Model):
    """The whole plan."""

    title: str = ""
    actions: tuple[Action, ...] = ()
    periods: tuple[Period, ...] = ()
    """Oldest first."""
    officers: tuple[Officer, ...] = ()
    key: tuple[KeyEntry, ...] = ()

    @property
    def open_period(self) -> str:
        """The label of the period that returns are asked for: the last open one; "" when none is."""
        return next((period.label for period in reversed(self.periods) if period.status == "Open"), "")

    @property
    def current_period(self) -> str:
        """The open period, else the last in which something is written; "" when there is none."""
        filled = (
            period.label
            for period in reversed(self.periods)
            if any(action.is_reported_in(period.label) for action in self.actions)
        )
        return self.open_period or next(filled, "")

    def to_frame(self) -> pd.DataFrame:
        """The Plan table as a pandas frame; see `xlplan.layout.plan_frame.to_frame`."""
        from xlplan.layout.plan_frame import to_frame

        return to_frame(self)


Severity = Literal["error", "warning", "info"]


class Finding(Model):
    """One thing that a check or a reading found, at one cell."""

    code: str
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    id: str = ""
    column: str = ""
    """The heading of the column that it is about, where there is one."""
    value: str = ""
    """As typed."""
    suggestion: str = ""
    fixable: bool = False
    """True when `--fix` can put it right without altering any meaning."""


class OfficerFindings(Model):
    """What was found in what one officer sent back."""

    officer: str
    findings: tuple[Finding, ...]


class Change(Model):
    """One cell's old and new value, with its origin."""

    id: str
    column: str
    old: CellValue = None
    new: CellValue = None
    file: str = ""
    cell: str = ""


class ReturnedValue(Model):
    """A value that one return gives for a cell."""

    value: CellValue = None
    officer: str = ""
    file: str = ""
    cell: str = ""


class Conflict(Model):
    """Two different new values for one cell, or one that cannot be taken as it is: a person decides."""

    id: str
    column: str
    master: CellValue = None
    values: tuple[ReturnedValue, ...] = ()
    why: str = ""


class Proposal(Model):
    """A value that a return changed where owners may not: listed, never merged by itself."""

    id: str
    column: str
    master: CellValue = None
    value: CellValue = None
    officer: str = ""
    file: str = ""
    cell: str = ""
    why: str = ""


class Unmatched(Model):
    """A row of a return that belongs to no action."""

    row: int
    texts: tuple[str, ...] = ()
    file: str = ""
    best: str = ""
    """The ID of the action that it is most like, if any."""
    likeness: float = 0.0
    """0 to 1."""


class Match(Model):
    """A row matched without its ID."""

    file: str
    row: int
    id: str
    by: Literal["ref", "action", "likeness"]
    likeness: float
    """0 to 1."""


class CellCounts(Model):
    """Where every cell of one return ended: `read` is the sum of the other five."""

    read: int = 0
    unchanged: int = 0
    changed: int = 0
    conflict: int = 0
    proposal: int = 0
    unmatched: int = 0


class PassedOver(Model):
    """A return of another period that lies in the folder still, as it was merged then."""

    file: str
    period: str
    merged: dt.date | None = None
    """The day on which it was merged."""


class ReturnOutcome(Model):
    """What became of one returned file."""

    file: str
    officer: str = ""
    outcome: Literal["merged", "already merged", "refused"] = "merged"
    why: str = ""
    cells: CellCounts = CellCounts()
    not_read: tuple[str, ...] = ()
    """What the officer wrote where nothing is merged from: in comments, on other sheets. A person must look."""
