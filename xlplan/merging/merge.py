"""The merge: what officers' returns change in the master, and what a person must decide. It opens no file."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from xlplan.layout.record import MergedValue, MergedVersion, Record
from xlplan.layout.returns import Return
from xlplan.merging.accept import Accepted, sort_out
from xlplan.merging.cell_judge import CellJudge
from xlplan.merging.compare import MasterValues, MergeContext, diff_return
from xlplan.merging.conflict_line import ConflictLine, conflict_line, unmatched_text
from xlplan.merging.doubt import doubt_versions
from xlplan.merging.match import PlanTexts
from xlplan.merging.reverted import reverted_lines
from xlplan.merging.tally import Tally, outcome_of, outcome_of_merged_before, version_of
from xlplan.merging.three_way import Edit, Remembered, merge_cell
from xlplan.model import (
    CellValue,
    Change,
    Conflict,
    Match,
    PassedOver,
    Proposal,
    ReturnedValue,
    ReturnOutcome,
    Unmatched,
)
from xlplan.values.rag import Key
from xlplan.values.text import fold, meaning
from xlplan.workbook.grid import place_of


@dataclass(frozen=True)
class MergeDecision:
    """What a merge has decided: the changes to make, what a person must decide, and the outcome of each file."""

    outcomes: tuple[ReturnOutcome, ...]
    """One a file, in the order of the files' names."""
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    """Those that were not listed before."""
    proposals: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]
    matches: tuple[Match, ...]
    versions: tuple[MergedVersion, ...]
    """To be added to the record."""
    outstanding: tuple[str, ...]
    """Officers to whom the period was issued and of whom nothing has been merged."""
    blank: frozenset[str]
    """The files that came back with nothing filled in: no RAG word and no progress in any row."""
    passed_over: tuple[PassedOver, ...]
    """Returns of another period, merged then with the values that they still have."""
    return_ids: Mapping[str, str]
    """File -> id of the return that it is, where that is known."""
    reverted: frozenset[ConflictLine] = frozenset()
    """Undecided lines that an earlier version of a return left, and that the later one no longer says."""


def merge(
    record: Record,
    master: MasterValues,
    returns: Sequence[Return],
    *,
    period: str,
    key: Key,
    listed: AbstractSet[ConflictLine] = frozenset(),
    decided: AbstractSet[ConflictLine] = frozenset(),
    files: Mapping[ConflictLine, str] | None = None,
    when: dt.datetime | None = None,
    present: dt.datetime | None = None,
) -> MergeDecision:
    """Bring officers' returns into the master, cell by cell.

    Args:
        record: what was issued to whom, with the values as issued, and what was merged before.
        master: the plan's values now; not changed.
        returns: what came back, in any order.
        period: the review period that is merged.
        key: the plan's RAG key.
        listed: the lines that are on the Conflicts sheet, decided or not; they are not listed again.
        decided: those that a person has decided; they are neither asked again nor taken.
        files: the name of the file that each listed line came from, where that is known.
        when: the moment that goes into the record.
        present: the present in UTC; a time of last save, or of a file, after it is no time.

    Returns:
        The changes to make, and what a person must decide. Every cell of every merged return is in exactly one of
        unchanged, changes, conflicts, proposals and unmatched.

    Raises:
        CountsDoNotAddUp: a cell would have been lost.
    """
    cell_judge = CellJudge(period, key)
    texts = PlanTexts(master)
    found = sort_out(returns, record, texts, period, present)
    context = MergeContext(
        master=master,
        texts=texts,
        issued={
            action_id: action
            for issued in record.issued
            if fold(issued.period) == fold(period)
            for action_id, action in issued.actions.items()
        },
        cell_judge=cell_judge,
        is_decided=lambda *cell: bool(decided) and conflict_line(*cell) in decided,
    )
    diffs = [diff_return(accepted, context) for accepted in found.accepted]
    doubt_versions(diffs, cell_judge.normalised)
    run = _Run(context, listed, [Tally(diff) for diff in diffs])
    already = [outcome_of_merged_before(accepted, context) for accepted in found.already]
    run.remember(record, decided)
    run.merge_cells()
    run.share_rows()
    return MergeDecision(
        outcomes=tuple(
            sorted(
                [*found.refused, *already, *map(outcome_of, run.tallies)], key=lambda outcome: outcome.file
            )
        ),
        changes=tuple(run.changes),
        conflicts=tuple(run.conflicts),
        proposals=tuple(run.proposals),
        unmatched=tuple(run.unmatched),
        matches=tuple(match for tally in run.tallies for match in tally.diff.matches),
        versions=tuple(version_of(tally, when) for tally in run.tallies),
        outstanding=_outstanding(record, period, {accepted.return_id for accepted in found.accepted}),
        blank=frozenset(
            accepted.returned.file for accepted in found.accepted if _is_blank(accepted, cell_judge)
        ),
        passed_over=tuple(sorted(found.passed_over, key=lambda one: one.file)),
        return_ids=found.return_ids,
        reverted=reverted_lines(listed - decided, files or {}, diffs, record, context),
    )


class _Run:
    """All returns of a run, while they are merged cell by cell."""

    def __init__(
        self, context: MergeContext, listed: AbstractSet[ConflictLine], tallies: Sequence[Tally]
    ) -> None:
        self.tallies = tallies
        self.changes: list[Change] = []
        self.conflicts: list[Conflict] = []
        self.proposals: list[Proposal] = []
        self.unmatched: list[Unmatched] = []
        self._context = context
        self._listed = listed
        self._by_file = {tally.diff.accepted.returned.file: tally for tally in tallies}
        self._remembered: dict[tuple[str, str], list[Remembered]] = defaultdict(list)

    def remember(self, record: Record, decided: AbstractSet[ConflictLine]) -> None:
        """Gather what other returns gave in earlier runs, and what earlier versions gave that is not in these ones."""
        # what was said in another period is said of other columns, and need not be parsed
        period = fold(self._context.cell_judge.period)
        others = {issued.id for issued in record.issued if fold(issued.period) != period}
        latest = {version.return_id: version for version in record.merged if version.return_id not in others}
        for tally in self.tallies:
            version = latest.pop(tally.diff.accepted.return_id, None)
            for (action_id, column), given in tally.diff.carried.items():
                tally.given[action_id][column] = given
                if version is not None:
                    self._remember(version, action_id, column, given, tally.diff.accepted.officer, decided)
        officers = {issued.id: issued.officer for issued in record.issued}
        for version in latest.values():
            officer = officers.get(version.return_id, "")
            for action_id, by_column in version.given.items():
                for column, given in by_column.items():
                    self._remember(version, action_id, column, given, officer, decided)

    def _remember(
        self,
        version: MergedVersion,
        action_id: str,
        column: str,
        given: MergedValue,
        officer: str,
        decided: AbstractSet[ConflictLine],
    ) -> None:
        if conflict_line(action_id, column, given.value, officer) in decided:
            return
        self._remembered[action_id, column].append(
            Remembered(
                value=given.value,
                normalised=self._context.cell_judge.normalised(column, given.value),
                officer=officer,
                file=version.file,
                is_taken=given.is_taken,
            )
        )

    def merge_cells(self) -> None:
        """Merge every cell to which returns give a value; list what a person must decide; check the counts."""
        edits: dict[tuple[str, str], list[Edit]] = defaultdict(list)
        for tally in self.tallies:
            for edit in tally.diff.edits:
                edits[edit.id, edit.column].append(edit)
        for (action_id, column), about in edits.items():
            self._merge_cell(action_id, column, about)
        for tally in self.tallies:
            self._list(tally)

    def share_rows(self) -> None:
        """Of versions in doubt each remembers the rows that only another holds: a later one is held against one."""
        for tally in self.tallies:
            for file in tally.diff.accepted.rivals:
                for action_id, given in self._by_file[file].given.items():
                    if action_id not in tally.diff.placed:
                        tally.given[action_id].update(given)

    def _merge_cell(self, action_id: str, column: str, edits: Sequence[Edit]) -> None:
        now = self._context.master[action_id].get(column)
        remembered = self._remembered.get((action_id, column), ())
        cell = merge_cell(self._context.cell_judge.normalised(column, now), edits, remembered)
        disputing = []
        for edit, outcome, why in cell.outcomes:
            tally = self._by_file[edit.file]
            if outcome == "proposal":
                tally.diff.proposals.append(_proposal(edit, now, why))
                continue
            tally.ended[outcome] += edit.is_counted
            if outcome == "changed" and cell.new is not None:
                tally.put_back += edit.kind == "reverted"
                self.changes.append(_change(edit, now, cell.new[0]))
            elif outcome == "conflict" and not edit.is_decided:
                disputing.append((edit, why))
        if disputing:
            others = remembered if cell.is_disputed else ()
            self._conflict(action_id, column, now, disputing, others)
        self._keep_in_mind(action_id, column, edits, cell.taken)

    def _keep_in_mind(
        self, action_id: str, column: str, edits: Sequence[Edit], taken: AbstractSet[str]
    ) -> None:
        """What each return gave goes into the record, for later versions and for returns still to come."""
        by_file: dict[str, list[Edit]] = {}
        for edit in edits:
            if edit.kind != "reverted":
                by_file.setdefault(edit.file, []).append(edit)
        for file, given in by_file.items():
            # an ID that was there twice gave two values: neither is the one that it gave
            value = given[0].value if len(given) == 1 else " | ".join(meaning(each.value) for each in given)
            self._by_file[file].given[action_id][column] = MergedValue(value, given[0].return_id in taken)

    def _conflict(
        self,
        action_id: str,
        column: str,
        now: CellValue,
        disputing: Sequence[tuple[Edit, str]],
        others: Sequence[Remembered],
    ) -> None:
        known = [self._is_listed(action_id, column, edit.value, edit.officer) for edit, _ in disputing]
        for (edit, _), is_known in zip(disputing, known, strict=True):
            self._by_file[edit.file].listed_before += is_known
        if all(known):
            return
        values = [
            ReturnedValue(value=edit.value, officer=edit.officer, file=edit.file, cell=edit.cell)
            for edit, _ in disputing
        ]
        values += [
            ReturnedValue(value=other.value, officer=other.officer, file=other.file) for other in others
        ]
        self.conflicts.append(
            Conflict(
                id=action_id,
                column=column,
                master=now,
                values=tuple(sorted(values, key=lambda value: (value.file, value.cell))),
                why="; ".join(dict.fromkeys(why for _, why in disputing if why)),
            )
        )

    def _list(self, tally: Tally) -> None:
        """List one return's formulas without a value, proposals and unmatched rows, unless they are listed already."""
        diff, officer = tally.diff, tally.diff.accepted.officer
        for error in diff.errors:
            if self._is_listed(error.id, error.column, error.value.value, officer):
                tally.listed_before += 1
                continue
            now = self._context.master[error.id].get(error.column)
            self.conflicts.append(
                Conflict(id=error.id, column=error.column, master=now, values=(error.value,), why=error.why)
            )
        for proposal in sorted(diff.proposals, key=lambda proposal: place_of(proposal.cell)):
            if self._is_listed(proposal.id, proposal.column, proposal.value, officer, proposal.cell):
                tally.listed_before += 1
            else:
                self.proposals.append(proposal)
        for row in diff.unmatched:
            if self._is_listed("", "", unmatched_text(row), officer, str(row.row)):
                tally.listed_before += len(row.texts)
            else:
                self.unmatched.append(row)

    def _is_listed(self, action_id: str, column: str, value: CellValue, officer: str, cell: str = "") -> bool:
        return bool(self._listed) and conflict_line(action_id, column, value, officer, cell) in self._listed


def _change(edit: Edit, old: CellValue, new: CellValue) -> Change:
    return Change(id=edit.id, column=edit.column, old=old, new=new, file=edit.file, cell=edit.cell)


def _proposal(edit: Edit, now: CellValue, why: str) -> Proposal:
    return Proposal(
        id=edit.id,
        column=edit.column,
        master=now,
        value=edit.value,
        officer=edit.officer,
        file=edit.file,
        cell=edit.cell,
        why=why,
    )


def _is_blank(accepted: Accepted, cell_judge: CellJudge) -> bool:
    asked = {fold(heading) for heading in cell_judge.owners if heading != "Revised due"}
    return bool(accepted.own_base) and not any(
        fold(heading) in asked for row in accepted.returned.rows for heading in row.values
    )


def _outstanding(record: Record, period: str, merged_now: AbstractSet[str]) -> tuple[str, ...]:
    merged = {version.return_id for version in record.merged} | merged_now
    has_returned: dict[str, bool] = {}
    for issued in record.issued:
        if fold(issued.period) == fold(period):
            has_returned[issued.officer] = has_returned.get(issued.officer, False) or issued.id in merged
    return tuple(sorted(officer for officer, returned in has_returned.items() if not returned))
