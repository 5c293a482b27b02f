"""`add-period`: open a review period, with its RAG, progress and direction columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from xlplan.errors import NotAMaster, WrongUsage
from xlplan.layout import standard
from xlplan.layout.changes import add_period_columns, refresh_cover
from xlplan.layout.master import ListedRow, Master, as_date, as_text, read_master
from xlplan.layout.new_actions import give_ids
from xlplan.model import Period
from xlplan.values.text import clean, fold
from xlplan.verbs.result import Result, counted
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened

_LONGEST_LABEL = 40


class PeriodOpened(Result):
    """What `add_period` did."""

    master: str
    period: str
    returns_due: dt.date | None = None
    closed: tuple[str, ...] = ()
    """The periods that were open before."""
    actions: int = 0

    def summary(self) -> str:
        due = f", returns due by {self.returns_due:%d/%m/%Y}" if self.returns_due else ""
        closed = f" {' and '.join(self.closed)} is closed." if self.closed else ""
        return f"Period {self.period} opened for {counted(self.actions, 'action')}{due}.{closed}"


def add_period(
    workbook: str | Path | Book,
    label: str | None = None,
    *,
    returns_due: dt.date | None = None,
    now: dt.datetime | None = None,
) -> PeriodOpened:
    """Open a review period in a master: three columns at the right of the Plan, and a line on Periods.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        label: what the period is called, such as "Oct-05" or "Quarter 2"; by default the one that somebody has
            typed on the Periods sheet, in a line of its own.
        returns_due: the day by which returns are asked for; by default the one that stands in that line.
        now: the moment that is written into the audit trail; by default the present.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: the label is empty, too long, or taken, or none is given and none is typed.
    """
    book = opened(workbook)
    master = read_master(book)
    planned = _planned(book, master)
    label = _fitting_label(_first(planned, master) if label is None else label, master)
    typed = next((row for name, row in planned if fold(name) == fold(label)), None)
    if returns_due is None and typed is not None:
        returns_due = _typed_date(typed)
    when = now or dt.datetime.now()
    changes = give_ids(book, master, operation="add-period", when=when)
    if changes:
        master = read_master(book)
    period = Period(label=label, opens=when.date(), returns_due=returns_due, status="Open")
    add_period_columns(book, master, period, typed_in=typed.row if typed else None, when=when)
    refresh_cover(book, master, period=label)
    result = PeriodOpened(
        master=str(book.path),
        changes=tuple(changes),
        period=label,
        returns_due=returns_due,
        closed=tuple(known.label for known in master.plan.periods if known.status == "Open"),
        actions=len(master.rows),
    )
    result._book = book
    return result


def _planned(book: Book, master: Master) -> list[tuple[str, ListedRow]]:
    """The lines of the Periods sheet whose period was not opened yet, each with the name as its cell shows it.

    Excel takes "Dec-26" for a date, and shows it as it was typed.
    """
    known = {fold(label) for label in master.period_labels}
    rows = [
        row
        for row in master.listed(standard.PERIODS.name)
        if row.text("Period") and row.text("Status") != "Closed"
    ]
    if not rows:
        return []
    column = master.lists[standard.PERIODS.name].columns["Period"]
    shown = book.read(standard.PERIODS.name, detail=True)
    named = [(" ".join(clean(shown[row.row, column].shown).split()), row) for row in rows]
    return [
        (name, row)
        for name, row in named
        if fold(name) not in known and fold(row.text("Period")) not in known
    ]


def _typed_date(row: ListedRow) -> dt.date | None:
    typed = row.values.get("Returns due")
    day = as_date(typed)
    if day is None and as_text(typed):
        raise WrongUsage(
            f'"{as_text(typed)}" is not a date',
            "Type the day by which returns are asked for as 31/03/2027, or clear the cell",
            sheet=standard.PERIODS.name,
            cell=f"C{row.row}",
        )
    return day


def _first(planned: Sequence[tuple[str, ListedRow]], master: Master) -> str:
    if planned:
        return planned[0][0]
    rows = [row.row for row in master.listed(standard.PERIODS.name)]
    below = max(rows, default=standard.HEADER_ROW) + 1
    raise WrongUsage(
        "the next review period has no name yet",
        f'Type it in cell A{below} of the Periods sheet, such as "Dec-26", and in C{below} the day by which '
        "returns are asked for; then try again",
        sheet=standard.PERIODS.name,
        cell=f"A{below}",
    )


def _fitting_label(label: str, master: Master) -> str:
    label = " ".join(clean(label).split())
    if not label:
        raise WrongUsage("the period has no name", 'Give it one, such as "Oct-05"')
    if len(label) > _LONGEST_LABEL:
        raise WrongUsage(
            f"the period's name is longer than {_LONGEST_LABEL} characters", "Give it a shorter one"
        )
    taken = {fold(known) for known in master.period_labels}
    headings = {fold(heading) for heading in master.columns}
    wanted = {fold(column.heading) for column in standard.period_columns(label)}
    if fold(label) in taken or wanted & headings:
        raise WrongUsage(f"the plan has a period {label} already", "Give the new one another name")
    return label


def period_named(master: Master, label: str | None, file: str) -> str:
    """The period that was asked for, by its label in any case; without one the open period.

    Raises:
        WrongUsage: there is none of that name, or none is open.
        NotAMaster: the Plan lacks one of its columns.
    """
    found = _known_period(master, label, file)
    missing = [
        heading
        for heading in (standard.rag_heading(found), standard.progress_heading(found))
        if heading not in master.columns
    ]
    if missing:
        raise NotAMaster(
            f"row {standard.HEADER_ROW} lacks the heading {' and '.join(missing)}",
            "Put the heading back, or undo the last change",
            file=file,
            sheet=standard.PLAN,
        )
    return found


def _known_period(master: Master, label: str | None, file: str) -> str:
    if label is None:
        if not master.open_period:
            raise WrongUsage(
                "no review period is open",
                f'Open one first: the button Open next period, or xlplan add-period "{file}" LABEL',
                file=file,
            )
        return master.open_period
    for known in master.period_labels:
        if fold(known) == fold(label):
            return known
    known_labels = ", ".join(master.period_labels) or "none yet"
    raise WrongUsage(f"the plan has no period {label}", f"Its periods are: {known_labels}", file=file)
