"""`status`: who has returned, who has not, what is open. It changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from xlplan.layout.changes import said
from xlplan.layout.master import Master, as_date, read_master
from xlplan.model import Model
from xlplan.reporting.position import rag_words
from xlplan.values.no_owner import names_nobody
from xlplan.values.overdue import is_overdue, periods_to
from xlplan.verbs.result import Result, counted
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened


class OfficerStatus(Model):
    """How one officer stands in the period."""

    name: str
    issued: dt.date | None = None
    """The day their return was issued; None when it was not."""
    received: dt.date | None = None
    """The day it was merged, also when it came back untouched; None while it is outstanding."""
    done: int = 0
    """Actions with a RAG word in the period."""
    actions: int = 0
    overdue: int = 0
    """Actions whose due date (the revised one, where there is one) is past and that are not Complete."""


class Status(Result):
    """How the plan stands in the current period."""

    period: str
    officers: tuple[OfficerStatus, ...]
    rag: Mapping[str, Mapping[str, int]]
    """Period -> RAG word -> number of actions."""
    undecided: int = 0
    """Lines on the Conflicts sheet that wait for a decision."""

    def summary(self) -> str:
        if not self.period:
            return "No review period has been opened yet."
        lines = [f"Period {self.period}"]
        width = max((len(officer.name) for officer in self.officers), default=10)
        for officer in self.officers:
            if officer.received:
                state = f"received {officer.received:%d/%m/%Y}"
            else:
                state = f"outstanding, issued {officer.issued:%d/%m/%Y}" if officer.issued else "not issued"
            overdue = f", {officer.overdue} overdue" if officer.overdue else ""
            progress = f"{officer.done} of {officer.actions} done"
            lines.append(f"  {officer.name:<{width}}  {progress:<14}  {state}{overdue}")
        words = self.rag.get(self.period, {})
        lines.append("  " + ", ".join(f"{word} {number}" for word, number in words.items() if number))
        if self.undecided:
            lines.append(f"  {counted(self.undecided, 'line')} to settle on the Conflicts sheet")
        return "\n".join(lines)

    @property
    def needs_a_person(self) -> bool:
        return self.undecided > 0


def status(workbook: str | Path | Book, *, today: dt.date | None = None) -> Status:
    """Say how a master stands: returns received and outstanding, RAG words by period, what is overdue.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        today: the day against which overdue is judged; by default the present day.

    Raises:
        NotAMaster: the workbook is no master.
    """
    master = read_master(opened(workbook))
    period = master.current_period
    return Status(
        period=period,
        officers=_officers(master, period, today or dt.date.today()),
        rag={label: rag_words(master.plan.actions, label, master.key) for label in master.period_labels},
        undecided=len(undecided_rows(master)),
    )


def undecided_rows(master: Master) -> list[int]:
    """The sheet rows of the Conflicts lines that wait for a decision."""
    return [row.row for row in master.listed("Conflicts") if row.text("No") and not row.text("Decided")]


def _officers(master: Master, period: str, today: dt.date) -> tuple[OfficerStatus, ...]:
    """Those to whom the period was issued, and owners to whom it was not."""
    by_id = {action.id: action for action in master.plan.actions}
    issued: dict[str, set[str]] = {}
    for issue in master.record.issued:
        if issue.period == period:
            issued.setdefault(issue.officer, set()).update(issue.action_ids)
    covered = {identity for ids in issued.values() for identity in ids}
    owned: dict[str, set[str]] = {}
    for action in master.plan.actions:
        if action.id and action.id not in covered and not names_nobody(action.owner):
            owned.setdefault(action.owner, set()).add(action.id)
    listed = {row.text("Officer"): row for row in master.listed("Returns") if row.text("Period") == period}
    periods = periods_to(master.period_labels, period)
    statuses = []
    for name, ids in [*issued.items(), *((name, ids) for name, ids in owned.items() if name not in issued)]:
        actions = [by_id[identity] for identity in sorted(ids) if identity in by_id]
        row = listed.get(name)
        statuses.append(
            OfficerStatus(
                name=name,
                issued=as_date(row.values.get("Issued")) if row else None,
                received=as_date(row.values.get("Received")) if row else None,
                done=sum(1 for action in actions if period and said(master, action.id, period).rag),
                actions=len(actions),
                overdue=sum(1 for action in actions if is_overdue(action, periods, master.key, today)),
            )
        )
    return tuple(statuses)
