"""`add-period`: open a review period, with its RAG, progress and direction columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlplan.errors import WrongUsage
from xlplan.importing.period_labels import PeriodLabel, is_day_in, period_in
from xlplan.layout import standard
from xlplan.layout.changes import open_period, refresh_cover
from xlplan.layout.master import ListedRow, Master, read_master
from xlplan.layout.new_actions import give_ids
from xlplan.model import Change, Period
from xlplan.values.cell_values import as_date, as_text
from xlplan.values.overdue import last_of
from xlplan.values.rag import Key
from xlplan.values.text import clean, counted, fold, listing
from xlplan.verbs.result import Result
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.grid import Value

_LONGEST_LABEL = 40
COMPLETE = "Complete"


class PeriodOpened(Result):
    """What `add_period` did."""

    master: str
    period: str
    returns_due: dt.date | None = None
    closed: tuple[str, ...] = ()
    """The periods that were open before."""
    actions: int = 0
    carried: tuple[str, ...] = ()
    """The IDs of the actions that were Complete, and are so in this period too."""
    was_planned: bool = False
    """True when the plan had columns for it already."""

    def summary(self) -> str:
        due = f", returns due by {self.returns_due:%d/%m/%Y}" if self.returns_due else ""
        planned = " in the columns that were planned for it" if self.was_planned else ""
        lines = [f"Period {self.period} opened for {counted(self.actions, 'action')}{planned}{due}."]
        if self.closed:
            verb = "is" if len(self.closed) == 1 else "are"
            lines[0] += f" {' and '.join(self.closed)} {verb} closed."
        if self.carried:
            lines.append(
                f"Complete before, and so again: {counted(len(self.carried), 'action')} ({listing(self.carried)})."
            )
        return "\n".join(lines)


def add_period(
    workbook: str | Path | Book,
    label: str | None = None,
    *,
    returns_due: dt.date | None = None,
    carry: bool = True,
    now: dt.datetime | None = None,
) -> PeriodOpened:
    """Open a review period in a master: three columns at the right of the Plan, and a line on Periods.

    A period that is planned (the plan has columns for it, and nothing is in them yet) is opened where it is, also
    under another spelling of the same month, or when a day of that month is named.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        label: what the period is called, such as "Oct-05" or "Quarter 2"; by default the one that somebody has
            typed on the Periods sheet, in a line of its own, else the first that is planned.
        returns_due: the day by which returns are asked for; by default the one that is in that line.
        carry: let actions that were Complete be Complete in the new period too.
        now: the moment that is written into the audit trail; by default the present.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: the label is empty, too long, or taken, or none is given and none is typed.
    """
    book = opened(workbook)
    master = read_master(book)
    typed_lines = _typed_lines(book, master)
    label = _cleaned(_next(typed_lines, master) if label is None else label)
    known = _same_period(master, label)
    if known is None:
        _refuse_taken_headings(label, master)
        line = next((row for name, row in typed_lines if fold(name) == fold(label)), None)
    elif known in master.planned_periods:
        label = known
        line = _line_of(master, known)
    else:
        called = "" if fold(known) == fold(label) else f", called {known}"
        raise WrongUsage(f"the plan has a period {label} already{called}", "Give the new one another name")
    if returns_due is None and line is not None:
        returns_due = _typed_date(line)
    when = now or dt.datetime.now()
    new_ids = give_ids(book, master, operation="add-period", when=when)
    if new_ids:
        master = read_master(book)
    period = Period(label=label, opens=when.date(), returns_due=returns_due, status="Open")
    carried = _carried(master, label) if carry else []
    open_period(book, master, period, carried, listed_in=line.row if line else None, when=when)
    refresh_cover(book, master, carried, period=label)
    result = PeriodOpened(
        master=str(book.path),
        changes=(*new_ids, *carried),
        period=label,
        returns_due=returns_due,
        closed=tuple(
            other.label for other in master.periods if other.status == "Open" and other.label != label
        ),
        actions=len(master.rows),
        carried=tuple(change.id for change in carried),
        was_planned=known is not None,
    )
    result._book = book
    return result


def open_planned(book: Book, master: Master, label: str, when: dt.datetime) -> list[Change]:
    """Open a period that is planned, with the days that the Periods sheet has for it.

    Args:
        book: the master's workbook, which is changed.
        master: the master as read.
        label: the period's label.
        when: the moment for the audit trail.

    Returns:
        The RAG words that were carried into it.
    """
    line = _line_of(master, label)
    known = next(period for period in master.periods if period.label == label)
    period = known.model_copy(update={"opens": when.date(), "status": "Open"})
    carried = _carried(master, label)
    open_period(book, master, period, carried, listed_in=line.row if line else None, when=when)
    return carried


def _line_of(master: Master, label: str) -> ListedRow | None:
    """The line of the Periods sheet for a period that has columns."""
    rows = master.listed(standard.PERIODS.name)
    return next((row for row in rows if fold(row.text("Period")) == fold(label)), None)


def _carried(master: Master, label: str) -> list[Change]:
    """A change for each action that was Complete when something was last said of it, and has no word yet."""
    labels = master.rated_periods
    before = labels[: labels.index(label)] if label in labels else labels
    heading = standard.rag_heading(label)
    return [
        Change(id=identity, column=heading, new=COMPLETE, file=f"carried from {last}")
        for identity, values in master.cells.items()
        if not as_text(values.get(heading)) and (last := _completed_in(values, before, master.key))
    ]


def _completed_in(values: Mapping[str, Value], periods: Sequence[str], key: Key) -> str:
    """The last of some periods for which an action has a RAG word, where that is Complete; else ""."""
    for label in reversed(periods):
        if word := last_of([as_text(values.get(standard.rag_heading(label)))], key):
            return label if word == COMPLETE else ""
    return ""


def _typed_lines(book: Book, master: Master) -> list[tuple[str, ListedRow]]:
    """The lines of the Periods sheet whose period has no columns yet, each with the name as its cell shows it.

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


def _next(typed_lines: Sequence[tuple[str, ListedRow]], master: Master) -> str:
    """The period to open when none is named: one that somebody has typed below, else the first that is planned."""
    if typed_lines:
        return typed_lines[0][0]
    if master.planned_periods:
        return master.planned_periods[0]
    rows = [row.row for row in master.listed(standard.PERIODS.name)]
    below = max(rows, default=standard.HEADER_ROW) + 1
    raise WrongUsage(
        "the next review period has no name yet",
        f'Type it in cell A{below} of the Periods sheet, such as "Dec-26", and in C{below} the day by which '
        "returns are asked for; then try again",
        sheet=standard.PERIODS.name,
        cell=f"A{below}",
    )


def _same_period(master: Master, label: str) -> str | None:
    """The label under which the plan has this period already; None when it has none.

    It is spelt alike or names the same month; or, of what is planned, it alone is the month of a day or a day of the
    month that is named.
    """
    for known in master.period_labels:
        if fold(known) == fold(label):
            return known
    wanted = _named(label)
    if wanted is None:
        return None
    named = {known: period for known in master.period_labels if (period := _named(known))}
    for known, period in named.items():
        if period.key == wanted.key:
            return known
    in_month = [
        known
        for known in master.planned_periods
        if known in named and (is_day_in(wanted, named[known]) or is_day_in(named[known], wanted))
    ]
    return in_month[0] if len(in_month) == 1 else None


def _named(label: str) -> PeriodLabel | None:
    """What a label that only names a day, a month or a quarter means: the same for "Dec-26" and "Dec 26"."""
    period = period_in(label)
    return period if period is not None and not period.rest else None


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


def _cleaned(label: str) -> str:
    label = " ".join(clean(label).split())
    if not label:
        raise WrongUsage("the period has no name", 'Give it one, such as "Oct-05"')
    if len(label) > _LONGEST_LABEL:
        raise WrongUsage(
            f"the period's name is longer than {_LONGEST_LABEL} characters", "Give it a shorter one"
        )
    return label


def _refuse_taken_headings(label: str, master: Master) -> None:
    headings = {fold(heading) for heading in master.columns}
    wanted = {fold(column.heading) for column in standard.period_columns(label)}
    if wanted & headings:
        raise WrongUsage(f"the plan has a period {label} already", "Give the new one another name")
