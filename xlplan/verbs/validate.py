"""`validate`: everything that is missing, unclear or contradictory in a master, listed at once on its Checks sheet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlplan.checks.beginning import find_beginning
from xlplan.checks.catalogue import RULES, chosen
from xlplan.checks.context import Context
from xlplan.checks.gather import build_context, find_all, list_source_sheets, read_own_rows
from xlplan.checks.reconcile import Reconciled, put_in_order, reconcile
from xlplan.layout import standard
from xlplan.layout.changes import add_rows, change_cells, refresh_cover
from xlplan.layout.cover import COVER_INSPECTION
from xlplan.layout.master import Master, read_master
from xlplan.layout.new_actions import give_ids
from xlplan.layout.sheets import finding_row, list_sheet
from xlplan.model import Change, Finding
from xlplan.values.cell_values import as_date
from xlplan.values.text import counted, listing
from xlplan.values.timescales import read_timescale
from xlplan.verbs.arguments import period_named
from xlplan.verbs.result import Result
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.grid import Formula, Grid, Place, Value, sheet_named


class Validated(Result):
    """What the checks found."""

    master: str
    period: str
    """The review period that was checked; empty when there is none."""
    actions: int
    findings: tuple[Finding, ...] = ()
    """Worst first; without those that a person has accepted."""
    counts: Mapping[str, int] = {}
    fixed: int = 0
    """Cells put right by `fix`."""
    accepted: int = 0
    """Findings that a person has accepted."""
    settled: int = 0
    """Findings of earlier that are no longer true."""

    def summary(self) -> str:
        number = Counter(finding.severity for finding in self.findings)
        told = [counted(number["error"], "error"), counted(number["warning"], "warning")]
        told += [counted(number["info"], "note")] if number["info"] else []
        told += [f"{self.accepted} accepted"] if self.accepted else []
        told += [f"{self.settled} settled since"] if self.settled else []
        lines = [
            f"{counted(self.actions, 'action')}{', ' + self.period if self.period else ''}: {', '.join(told)}."
        ]
        if self.fixed:
            lines.append(f"{counted(self.fixed, 'cell')} put right; each is a line on the Changes sheet.")
        groups: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.severity != "info":
                groups.setdefault(finding.code, []).append(finding)
        width = max((len(RULES[code].title) for code in groups), default=0)
        for code, found in groups.items():
            where = listing([finding.id or f"{finding.sheet} {finding.cell}".strip() for finding in found])
            lines.append(
                f"  {found[0].severity:<7}  {code}  {len(found):>4}  {RULES[code].title:<{width}}  {where}"
            )
        if groups:
            lines.append(f"All are on the Checks sheet. More about one: xlplan explain {next(iter(groups))}")
        fixable = sum(1 for finding in self.findings if finding.fixable)
        if fixable:
            lines.append(f"{counted(fixable, 'cell')} can be put right without altering any meaning: --fix")
        return "\n".join(lines)

    @property
    def needs_a_person(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def validate(
    workbook: str | Path | Book,
    *,
    period: str | None = None,
    fix: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Validated:
    """Check a master, and bring its Checks sheet up to date.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        period: the review period to check; by default the open one, else the last.
        fix: put right what can be put right without altering any meaning: case, blanks, a known alias, the Key's
            synonym, a date that can be read in one way only. Names are never corrected.
        select: only findings of these codes, or of codes that begin so ("OWN", "DUE002").
        ignore: codes, or their beginnings, to leave out.
        today: the day against which "overdue" is judged; by default the present day.
        now: the moment written into the audit trail; by default the present.

    Returns:
        The findings, with their places. `save()` writes the Checks sheet, and the fixes; with `fix`, a row that was
        typed without an ID gets one, too.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: the plan has no such period, or no code begins so.
    """
    codes = chosen(select, ignore)
    book = opened(workbook)
    master = read_master(book)
    when = now or dt.datetime.now()
    day = today or when.date()
    label = period_named(master, period, book.path.name) if period else master.current_period
    # what is known by no ID could not be put right
    new_ids = give_ids(book, master, operation="validate", when=when) if fix else []
    if new_ids:
        master = read_master(book)
    context = _context(book, master, label, day)
    fixes = _fixes(context, codes, master) if fix else []
    if fixes:
        change_cells(book, master, fixes, operation="validate", when=when)
        master = read_master(book)
        context = _context(book, master, label, day)
    found = [finding for finding, _ in find_all(context, codes, master)]
    became = reconcile(master.listed(standard.CHECKS.name), found, codes, master.actions)
    _write(book, master, became)
    if new_ids or fixes or _adds_a_sheet(master, became):
        refresh_cover(book, read_master(book))
    result = Validated(
        master=str(book.path),
        changes=(*new_ids, *fixes),
        period=label,
        actions=len(master.table.rows),
        findings=tuple(became.open),
        counts=dict(Counter(finding.code for finding in became.open)),
        fixed=len(fixes),
        accepted=len(became.accepted),
        settled=became.settled,
    )
    result._book = book if new_ids or fixes or became.new or became.updates else None
    return result


def _context(book: Book, master: Master, period: str, today: dt.date) -> Context:
    grids = _own_grids(book, master)
    began, year_began = find_beginning(grids, master)
    return build_context(
        master,
        period=period,
        today=today,
        own=read_own_rows(grids),
        plan_grid=book.read(standard.PLAN, detail=True),
        began=began or _inspected(book),
        year_began=year_began,
    )


def _own_grids(book: Book, master: Master) -> dict[str, Grid]:
    """The council's own sheets that are still there, by the names that Source has for them."""
    sheets = book.sheets()
    grids = {}
    for name in list_source_sheets(master):
        renamed = [sheet for sheet in sheets if sheet.startswith(f"{name} (original")]
        kept = [sheet for sheet in sheets if sheet == name and not sheet_named(name, standard.OUR_SHEETS)]
        for sheet in (*renamed, *kept)[:1]:
            grids[name] = book.read(sheet, detail=True)
    return grids


def _inspected(book: Book) -> dt.date | None:
    """The day of the inspection, where somebody has typed it on the Cover."""
    if not sheet_named(standard.COVER, book.sheets()):
        return None
    cell = book.read(standard.COVER)[COVER_INSPECTION]
    return as_date(cell.value) or read_timescale(cell.shown).start


def _fixes(context: Context, codes: Sequence[str], master: Master) -> list[Change]:
    """The changes that put right what is only spelt otherwise: one a cell."""
    fixes: dict[tuple[str, str], Change] = {}
    for finding, found in find_all(context, codes, master):
        if finding.fixable and found.row is not None and finding.id in master.rows:
            old = found.row.typed.get(finding.column)
            change = Change(id=finding.id, column=finding.column, old=old, new=found.fix, file=finding.code)
            fixes.setdefault((finding.id, finding.column), change)
    return [change for change in fixes.values() if change.column in master.columns]


def _write(book: Book, master: Master, became: Reconciled) -> None:
    """Bring the Checks sheet up to date: row by row, or, as long as nobody has written on it, drawn anew in order."""
    name = standard.CHECKS.name
    new = [finding_row(finding, master.actions) for finding in became.new]
    table = put_in_order(master.listed(name), became, new) if became.new and name in master.lists else None
    if table is not None:
        book.put_sheet(list_sheet(standard.CHECKS, table))  # which keeps its place
        return
    columns = master.lists[name].columns if name in master.lists else {}
    cells: dict[Place, Value | Formula] = {
        (row, columns[heading]): value
        for row, by_heading in became.updates.items()
        for heading, value in by_heading.items()
        if heading in columns
    }
    if cells:
        book.set_cells(name, cells)
    add_rows(book, master, standard.CHECKS, new)


def _adds_a_sheet(master: Master, became: Reconciled) -> bool:
    return bool(became.new) and standard.CHECKS.name not in master.lists
