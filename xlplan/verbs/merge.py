"""`merge`: bring what officers sent back into the master, cell by cell.

What is decided is decided in `xlplan.merging`, which opens no file; here the files are read and the master is written.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from xlplan.checks.after_merge import findings_by_officer
from xlplan.checks.catalogue import RULES
from xlplan.errors import WrongUsage, one_line
from xlplan.layout import standard
from xlplan.layout.changes import (
    add_rows,
    change_cells,
    nobody_waited_for,
    put_record,
    refresh_cover,
    update_rows,
)
from xlplan.layout.master import Master, read_master
from xlplan.layout.new_actions import give_ids
from xlplan.layout.returns import Return
from xlplan.layout.sheets import Row
from xlplan.layout.storable import fitting
from xlplan.merging.conflict_rows import conflict_rows, line_of, reversals, reverted_rows, standing_lines
from xlplan.merging.merge import MergeDecision
from xlplan.merging.merge import merge as decide
from xlplan.model import (
    Conflict,
    Match,
    OfficerFindings,
    PassedOver,
    Proposal,
    ReturnOutcome,
    Unmatched,
)
from xlplan.values.text import counted, fold, listing
from xlplan.verbs.arguments import period_named
from xlplan.verbs.result import Result, Tell
from xlplan.verbs.returned_files import ReturnedFile, reading, why_refused
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.grid import Value

_MERGED, _REFUSED = "merged", "refused"


class Merged(Result):
    """What became of the returns."""

    master: str
    period: str
    returns: tuple[ReturnOutcome, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    matches: tuple[Match, ...] = ()
    outstanding: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    """Officers whose latest return came back with nothing filled in."""
    passed_over: tuple[PassedOver, ...] = ()
    """Returns of another period that lie in the folder still, merged then as they are."""
    undecided: int = 0
    """Lines on the Conflicts sheet that wait for a decision, earlier ones too."""
    findings: tuple[OfficerFindings, ...] = ()
    """What the checks find in what was merged now, by officer, to be asked about."""

    def summary(self) -> str:
        merged = [one for one in self.returns if one.outcome == _MERGED]
        told = (
            f"{counted(len(merged), 'return')} merged into {self.period}",
            f"{counted(len(self.changes), 'cell')} changed",
            f"{counted(self.undecided, 'line')} to settle",
            f"{counted(len(self.outstanding), 'officer')} outstanding",
            *([f"{len(self.blank)} with nothing filled in"] if self.blank else ()),
        )
        lines = [f"{', '.join(told)}.", *_passed_over_lines(self.passed_over)]
        for one in self.returns:
            name = one_line(Path(one.file).name)
            if one.outcome == _MERGED:
                cells = one.cells
                parts = [f"{cells.changed} changed", f"{cells.unchanged} unchanged"]
                parts += [
                    counted(number, noun)
                    for number, noun in (
                        (cells.conflict, "conflict"),
                        (cells.proposal, "proposal"),
                        (cells.unmatched, "unmatched cell"),
                    )
                    if number
                ]
                lines.append(f"  {name}: {counted(cells.read, 'cell')} read, {', '.join(parts)}")
            else:
                lines.append(f"  {name}: {one.outcome}")
            if one.why:
                lines.append(f"      {one_line(one.why)}")
            lines += [f"      not read, please look: {one_line(what)}" for what in one.not_read]
        if self.matches:
            by_file: dict[str, int] = {}
            for match in self.matches:
                name = one_line(Path(match.file).name)
                by_file[name] = by_file.get(name, 0) + 1
            matched = ", ".join(f"{name} ({number})" for name, number in by_file.items())
            lines.append(f"Rows matched without their ID: {matched}.")
        if self.undecided:
            lines.append(f'Settle on the Conflicts sheet, then: xlplan resolve "{Path(self.master).name}"')
        if self.findings:
            lines.append("To ask about:")
            for officer in self.findings:
                asked = [f"{finding.id} {RULES[finding.code].title}" for finding in officer.findings]
                lines.append(f"  {one_line(officer.officer)}: {listing(asked, 4)}")
        if self.outstanding:
            lines.append(f"Outstanding: {one_line(listing(self.outstanding, 12))}.")
        if self.blank:
            lines.append(f"Nothing filled in, please ask again: {one_line(listing(self.blank, 12))}.")
        return "\n".join(lines)

    @property
    def needs_a_person(self) -> bool:
        return (
            self.undecided > 0
            or bool(self.blank)
            or any(one.outcome == _REFUSED or one.not_read for one in self.returns)
        )


def merge(
    workbook: str | Path | Book,
    returns: str | Path | Sequence[str | Path],
    *,
    period: str | None = None,
    now: dt.datetime | None = None,
    tell: Tell | None = None,
    password: str | None = None,
) -> Merged:
    """Bring officers' returns into a master.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        returns: returned files and folders of them. A folder's files are all looked at; those that are no
            returns are refused, each with its reason.
        period: the review period that they report on; by default the open one.
        now: the moment written into the audit trail; by default the present.
        tell: called with (done, of) as files are read.
        password: opens returns that officers have protected with it, where msoffcrypto-tool is installed.

    Returns:
        What would change and what a person must decide; `save()` writes it. Of each merged file the cells read are
        the sum of those unchanged, changed, in conflict, proposed and unmatched.

    Raises:
        NotAMaster: the workbook is no master.
        WrongUsage: no period is open, none has that name, or a file or folder is not there.
    """
    when = now or dt.datetime.now()
    book = opened(workbook)
    path = book.path
    named = [returns] if isinstance(returns, str | Path) else returns
    files = [ReturnedFile(shown, file, path, password) for shown, file in _files(named)]
    with reading(files) as wait:
        master = read_master(book)
        label = period_named(master, period, path.name)
        new_ids = give_ids(book, master, operation="merge", when=when)
        if new_ids:
            master = read_master(book)
        came_back = wait(tell)
    read = [one for one in came_back if isinstance(one, Return)]
    unreadable = [one for one in came_back if isinstance(one, ReturnOutcome)]
    lines = standing_lines(master)
    found, undecidable = _decide_each(
        read,
        lambda returned: decide(
            master.record,
            master.cells,
            returned,
            period=label,
            key=master.key,
            listed={line_of(row) for row in lines},
            decided={line_of(row) for row in lines if row.text("Decided")},
            files={line_of(row): row.text("File") for row in lines},
            when=when.replace(microsecond=0),
            present=dt.datetime.now(dt.UTC).replace(tzinfo=None),
        ),
    )
    # what three hundred returns hold is as much as is needed to write the master, and is done with
    del came_back, read, wait
    outcomes = sorted((*found.outcomes, *unreadable, *undecidable), key=lambda outcome: outcome.file)
    reverted = reverted_rows(master, found)
    new_lines = conflict_rows(master, found, {line_of(row) for row in lines})
    if found.versions or new_lines or new_ids:
        change_cells(book, master, found.changes, operation="merge", when=when)
        update_rows(book, master, standard.CONFLICTS, reversals(reverted, when))
        add_rows(book, master, standard.CONFLICTS, new_lines)
        _note_returns(book, master, found, label, when)
        record = replace(master.record, entries=(*master.record.entries, *found.versions))
        put_record(book, master.record, record)
        refresh_cover(book, master, found.changes)
        to_write: Book | None = book
    else:
        to_write = None
    result = Merged(
        master=str(path),
        changes=(*new_ids, *found.changes),
        period=label,
        returns=tuple(outcomes),
        conflicts=found.conflicts,
        proposals=found.proposals,
        unmatched=found.unmatched,
        matches=found.matches,
        outstanding=tuple(officer for officer in found.outstanding if fold(officer) in master.owners),
        blank=_blank(master, found, label),
        passed_over=found.passed_over,
        undecided=len(master.undecided_lines) - len(reverted) + len(new_lines),
        findings=_findings(master, found, label, when.date()),
    )
    result._book = to_write
    return result


def _findings(
    master: Master, found: MergeDecision, period: str, today: dt.date
) -> tuple[OfficerFindings, ...]:
    """What the checks find in the returns that were merged now, by officer."""
    merged = {found.return_ids.get(outcome.file) for outcome in found.outcomes if outcome.outcome == _MERGED}
    returned: dict[str, set[str]] = {}
    for issued in master.record.issued:
        if issued.id in merged:
            returned.setdefault(issued.officer, set()).update(issued.action_ids)
    waiting = {(conflict.id, conflict.column) for conflict in found.conflicts}
    waiting |= {(proposal.id, proposal.column) for proposal in found.proposals}
    return findings_by_officer(master, found.changes, returned, waiting, period=period, today=today)


def _blank(master: Master, found: MergeDecision, period: str) -> tuple[str, ...]:
    """The officers whose latest return, of this run or of an earlier one, came back with nothing filled in."""
    blank = {
        fold(row.text("Officer")): row.text("Officer")
        for row in master.return_rows(period)
        if row.text("Status") == standard.NOTHING_FILLED_IN
    }
    merged = [outcome for outcome in found.outcomes if outcome.outcome == _MERGED]
    for outcome in sorted(merged, key=lambda outcome: found.return_ids.get(outcome.file, "")):
        if outcome.file in found.blank:
            blank[fold(outcome.officer)] = outcome.officer
        else:
            blank.pop(fold(outcome.officer), None)
    return tuple(sorted(name for key, name in blank.items() if key in master.owners))


def _passed_over_lines(passed_over: Sequence[PassedOver]) -> list[str]:
    """One line a period: "8 returns of Nov-26, merged in November, passed over."."""
    by_period: dict[str, list[PassedOver]] = {}
    for one in passed_over:
        by_period.setdefault(one.period, []).append(one)
    lines = []
    for period, ones in by_period.items():
        days = [one.merged for one in ones if one.merged]
        when = f", merged in {max(days):%B}" if days else ""
        lines.append(f"{counted(len(ones), 'return')} of {period}{when}, passed over.")
    return lines


def _files(named: Sequence[str | Path]) -> list[tuple[str, Path]]:
    """List every file to look at, with the path to show: as given, or the folder as given and the name."""
    files: dict[str, tuple[str, Path]] = {}
    for given in named:
        place = Path(given)
        if place.is_dir():
            inside = sorted(place.iterdir(), key=lambda each: each.name)
            found = [
                (f"{str(given).rstrip('/' + os.sep)}/{each.name}", each)
                for each in inside
                if not is_passed_over(each)
            ]
        elif place.exists():
            found = [(str(given), place)]
        else:
            raise WrongUsage("there is no such file or folder", "Check the name", file=str(given))
        for shown, file in found:
            files.setdefault(os.path.realpath(file), (shown_path(shown), file))
    return list(files.values())


def shown_path(path: str) -> str:
    """Give a path as messages show it: as given, but for a name that is not in UTF-8."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_passed_over(file: Path) -> bool:
    """True for what lies in a folder by itself: lock files, hidden files, those that Windows makes for itself."""
    return file.name.startswith(("~$", ".")) or file.name.casefold() in ("thumbs.db", "desktop.ini")


def _decide_each(
    read: Sequence[Return], decide: Callable[[Sequence[Return]], MergeDecision]
) -> tuple[MergeDecision, list[ReturnOutcome]]:
    """What comes of the returns; one that cannot be decided about at all is refused by itself."""
    try:
        return decide(read), []
    except Exception:
        refused = {}
        for returned in read:
            try:
                decide([returned])
            except Exception as fault:  # noqa: BLE001 - as in `read_file`
                refused[returned.file] = why_refused(fault)
        if not refused:
            raise
    others = [returned for returned in read if returned.file not in refused]
    return decide(others), [
        ReturnOutcome(file=file, outcome="refused", why=why) for file, why in refused.items()
    ]


def _note_returns(book: Book, master: Master, found: MergeDecision, period: str, when: dt.datetime) -> None:
    """Bring the Returns sheet up to date: what was received, and where its cells went."""
    without_id: dict[str, int] = {}
    for match in found.matches:
        without_id[match.file] = without_id.get(match.file, 0) + 1
    by_return = {row.text("Return"): row for row in master.listed(standard.RETURNS.name)}
    by_officer = {row.text("Officer"): row for row in master.return_rows(period)}
    updates: dict[int, dict[str, Value]] = {}
    new_rows: list[Row] = []
    for outcome in found.outcomes:
        if outcome.outcome != _MERGED:
            continue
        cells = outcome.cells
        facts: dict[str, Value] = {
            "Received": when.date(),
            "Status": standard.NOTHING_FILLED_IN if outcome.file in found.blank else standard.MERGED,
            "File": one_line(Path(outcome.file).name),
            "Read": cells.read,
            "Unchanged": cells.unchanged,
            "Changed": cells.changed,
            "Conflicts": cells.conflict,
            "Proposals": cells.proposal,
            "Unmatched": cells.unmatched,
            "Matched without ID": without_id.get(outcome.file, 0),
            "Not read": fitting("\n".join(outcome.not_read)) or None,
        }
        row = by_return.get(found.return_ids.get(outcome.file, "")) or by_officer.get(outcome.officer)
        if row is not None:
            updates[row.row] = {**updates.get(row.row, {}), **facts}
        else:
            named: dict[str, Value] = {"Period": period, "Officer": outcome.officer, **facts}
            new_rows.append(tuple(named.get(heading) for heading in standard.RETURNS.headings))
    updates = {**nobody_waited_for(master, period), **updates}
    update_rows(book, master, standard.RETURNS, updates)
    add_rows(book, master, standard.RETURNS, new_rows)
