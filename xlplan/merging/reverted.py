"""What an officer has taken back: lines to decide that one version of a return left, and a later one no longer says.

Never what is decided, what somebody else said, or what was said in another return; and nothing while it is in doubt
which version is the later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xlplan.errors import one_line
from xlplan.layout.record import Record
from xlplan.layout.returned_rows import ReturnedRow
from xlplan.merging.compare import MergeContext, ReturnDiff
from xlplan.merging.conflict_line import ConflictLine, conflict_line, unmatched_text
from xlplan.model import CellValue
from xlplan.values.text import fold


def reverted_lines(
    undecided: Iterable[ConflictLine],
    files: Mapping[ConflictLine, str],
    diffs: Sequence[ReturnDiff],
    record: Record,
    context: MergeContext,
) -> frozenset[ConflictLine]:
    """Find the lines that the returns of a run no longer say.

    Args:
        undecided: the lines of the Conflicts sheet that wait for a decision.
        files: a line -> the name of the file that it came from, where that is known.
        diffs: the returns of the run, compared.
        record: what was merged before.
        context: what the returns were held against.
    """
    by_officer: dict[str, list[ConflictLine]] = defaultdict(list)
    for line in undecided:
        by_officer[line[3]].append(line)
    found: set[ConflictLine] = set()
    for diff in diffs:
        accepted = diff.accepted
        lines = by_officer.get(fold(accepted.officer), [])
        if not lines or accepted.earlier is None or accepted.is_doubtful or accepted.rivals:
            continue
        of_period = set(map(fold, diff.reporting_columns))
        names = _names_of_versions(diff, record)
        seen = _Seen(diff, context)
        mine = (line for line in lines if line[1] in of_period or files.get(line) in names)
        if gone := [line for line in mine if seen.is_compared(line)]:
            found.update(set(gone) - _says(diff, context, {line[0] for line in gone}))
    return frozenset(found)


def _names_of_versions(diff: ReturnDiff, record: Record) -> set[str]:
    """The names of the files in which this return has come, and none of the officer's other returns."""
    officers = {issued.id: fold(issued.officer) for issued in record.issued}
    accepted = diff.accepted
    own: set[str] = set()
    others: set[str] = set()
    for version in record.merged:
        is_own = version.return_id == accepted.return_id
        if is_own or officers.get(version.return_id) == fold(accepted.officer):
            (own if is_own else others).add(one_line(Path(version.file).name))
    return own - others


class _Seen:
    """What a version of a return is seen to hold: that of which it says nothing is not taken back."""

    def __init__(self, diff: ReturnDiff, context: MergeContext) -> None:
        accepted = diff.accepted
        self._placed = set(map(fold, diff.placed))
        self._columns = set(map(fold, accepted.returned.headings))
        self._issued = {fold("ID"), *map(fold, accepted.columns)}
        self._is_whole = diff.placed >= accepted.own_base.keys() & context.master.keys()
        """True when it has all the rows that were issued in it: half a return tells nothing of what else there was."""

    def is_compared(self, line: ConflictLine) -> bool:
        """True when it would say what the line says, if its officer still said so."""
        action_id, column = line[:2]
        if not action_id:
            return self._is_whole
        if action_id not in self._placed:
            return False
        return column in self._columns or (column not in self._issued and self._is_whole)


def _says(diff: ReturnDiff, context: MergeContext, about: set[str]) -> set[ConflictLine]:
    """All that a return says of some actions, as lines, whatever has become of it; and of rows of the officer's own."""
    officer = diff.accepted.officer
    lines = {
        conflict_line(edit.id, edit.column, edit.value, officer)
        for edit in diff.edits
        if edit.kind != "reverted"
    }
    lines |= {conflict_line(error.id, error.column, error.value.value, officer) for error in diff.errors}
    lines |= {conflict_line(each.id, each.column, each.value, officer, each.cell) for each in diff.proposals}
    lines |= {conflict_line("", "", unmatched_text(row), officer, str(row.row)) for row in diff.unmatched}
    matched = {match.row: match.id for match in diff.matches}
    for row in diff.accepted.returned.rows:
        action_id = matched.get(row.number) or context.texts.id_of(row.text("ID"))
        if action_id and fold(action_id) in about:
            lines |= {
                conflict_line(action_id, column, value, officer)
                for column, value in _values(row, diff, context)
            }
    return lines


def _values(row: ReturnedRow, diff: ReturnDiff, context: MergeContext) -> Iterable[tuple[str, CellValue]]:
    """What a row shows under each heading: it may be what the plan has come to by another way, and no line then."""
    for heading in diff.accepted.returned.headings:
        if heading in row.values and not row.cell(heading).is_blank:
            yield heading, context.cell_judge.value(heading, row.cell(heading))
        else:
            yield heading, None
