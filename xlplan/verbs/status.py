"""`status`: who has returned, who has not, what is open. It changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from xlplan.layout import standard
from xlplan.layout.master import Master, read_master
from xlplan.model import Model
from xlplan.reporting.position import rag_words
from xlplan.values.cell_values import as_date
from xlplan.values.officers import Register
from xlplan.values.overdue import is_overdue, periods_to
from xlplan.values.ownership import actions_by_owner
from xlplan.values.text import counted, fold
from xlplan.verbs.arguments import period_named
from xlplan.verbs.result import Result
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened


class OfficerStatus(Model):
    """How one officer stands in the period."""

    name: str
    issued: dt.date | None = None
    """The day their return was issued; None when it was not."""
    received: dt.date | None = None
    """The day it was merged, also when it came back untouched; None while it is outstanding."""
    is_blank: bool = False
    """True when it came back with nothing filled in: the officer is still to be asked."""
    done: int = 0
    """Actions with a RAG word in the period."""
    actions: int = 0
    overdue: int = 0
    """Actions whose due date (the revised one, where there is one) is past and that are not Complete."""


class Status(Result):
    """How the plan stands in a period."""

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
            if officer.is_blank and officer.received:
                state = f"nothing filled in, received {officer.received:%d/%m/%Y}"
            elif officer.received:
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


def status(workbook: str | Path | Book, *, period: str | None = None, today: dt.date | None = None) -> Status:
    """Say how a master stands: returns received and outstanding, RAG words by period, what is overdue.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        period: the review period; by default the open one, else the last.
        today: the day against which overdue is judged; by default the present day.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: the plan has no period of that name.
    """
    book = opened(workbook)
    master = read_master(book)
    label = master.current_period if period is None else period_named(master, period, book.path.name)
    return Status(
        period=label,
        officers=_officers(master, label, today or dt.date.today()),
        rag={each: rag_words(master.plan.actions, each, master.key) for each in master.period_labels},
        undecided=len(master.undecided_lines),
    )


def _officers(master: Master, period: str, today: dt.date) -> tuple[OfficerStatus, ...]:
    """Each owner with the actions that they have now, and those who have sent something and own none any more."""
    owned = actions_by_owner(master.plan.actions, Register(master.officers))
    listed = {fold(row.text("Officer")): row for row in master.return_rows(period)}
    issued = dict.fromkeys(issued.officer for issued in master.issued_in(period))
    names = {fold(name): name for name in owned}
    in_order = [names.get(fold(officer), officer) for officer in issued]
    periods = periods_to(master.period_labels, period)
    statuses = []
    for name in dict.fromkeys([*in_order, *owned]):
        actions = owned.get(name, [])
        row = listed.get(fold(name))
        received = as_date(row.values.get("Received")) if row else None
        if not actions and received is None:
            continue
        statuses.append(
            OfficerStatus(
                name=name,
                issued=as_date(row.values.get("Issued")) if row else None,
                received=received,
                is_blank=row is not None and row.text("Status") == standard.NOTHING_FILLED_IN,
                done=sum(1 for action in actions if action.in_period(period).rag),
                actions=len(actions),
                overdue=sum(1 for action in actions if is_overdue(action, periods, master.key, today)),
            )
        )
    return tuple(statuses)
