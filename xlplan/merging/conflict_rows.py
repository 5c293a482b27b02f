"""The lines of the Conflicts sheet that a merge adds, one a returned value, and those that it takes back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from xlplan.errors import one_line
from xlplan.layout import standard
from xlplan.layout.master import ListedRow, Master
from xlplan.layout.sheets import Row
from xlplan.layout.storable import fitting
from xlplan.merging.cell_judge import NEW_ACTION
from xlplan.merging.conflict_line import ConflictLine, conflict_line, unmatched_text
from xlplan.merging.merge import MergeDecision
from xlplan.model import Proposal
from xlplan.values.cell_values import as_text
from xlplan.values.text import fold
from xlplan.workbook.grid import Value

_UNMATCHED = "unmatched"
_WITHDRAWN = "withdrawn by a later version"


def line_of(row: ListedRow) -> ConflictLine:
    """A line of the Conflicts sheet, as the merge knows it again."""
    return conflict_line(
        "" if row.text("Kind") == _UNMATCHED else row.text("ID"),
        row.text("Column"),
        row.values.get("Returned value"),
        row.text("Officer"),
        row.text("Cell"),
    )


def conflict_rows(master: Master, found: MergeDecision, listed: AbstractSet[ConflictLine]) -> list[Row]:
    """New lines for the Conflicts sheet, one a returned value, numbered on.

    A conflict names all values that were returned for its cell; those that are on the sheet already get no second line.

    Args:
        master: the master as read.
        found: what the merge has decided.
        listed: the lines that are on the sheet.
    """
    seen = set(listed)
    officers = {outcome.file: outcome.officer for outcome in found.outcomes}
    new_actions = _new_actions(found.proposals)
    lines: list[dict[str, Value]] = []
    for conflict in found.conflicts:
        for value in conflict.values:
            known = conflict_line(conflict.id, conflict.column, value.value, value.officer)
            if known in seen:
                continue
            seen.add(known)
            lines.append(
                {
                    **_about(master, conflict.id),
                    **_line("conflict", conflict.column, value.officer, value.file, value.cell, conflict.why),
                    "Master value": conflict.master,
                    "Returned value": value.value,
                }
            )
    for proposal in found.proposals:
        about = _about(master, proposal.id) if proposal.id else new_actions.get(_returned_row(proposal), {})
        lines.append(
            {
                **about,
                **_line(
                    "proposal", proposal.column, proposal.officer, proposal.file, proposal.cell, proposal.why
                ),
                "Master value": proposal.master,
                "Returned value": proposal.value,
            }
        )
    for row in found.unmatched:
        likest = f"; most like {row.best} ({row.likeness:.0%})" if row.best else ""
        why = f"row {row.row} belongs to no action{likest}"
        line = _line(_UNMATCHED, "", officers.get(row.file, ""), row.file, str(row.row), why)
        lines.append({**line, "Returned value": unmatched_text(row)})
    numbers = [row.values.get("No") for row in master.listed(standard.CONFLICTS.name)]
    last = max((int(number) for number in numbers if isinstance(number, int | float)), default=0)
    return [
        tuple({**line, "No": number}.get(heading) for heading in standard.CONFLICTS.headings)
        for number, line in enumerate(lines, start=last + 1)
    ]


def _about(master: Master, identity: str) -> dict[str, Value]:
    """The action that a line is about, so that nobody decides on a bare "A016"."""
    action = master.actions.get(identity)
    if action is None:
        return {"ID": identity or None}
    return {
        "ID": identity,
        "Ref": action.ref or None,
        "Action": action.shown_action or None,
    }


def _returned_row(proposal: Proposal) -> tuple[str, str]:
    return proposal.file, _row_number(proposal.cell)


def _row_number(cell: str) -> str:
    return re.sub(r"\D", "", cell)


def _new_actions(proposals: Sequence[Proposal]) -> Mapping[tuple[str, str], dict[str, Value]]:
    """What identifies an action that an officer has added: file and row -> its ref and text, for all of its lines."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for proposal in proposals:
        if not proposal.id and proposal.column in ("Ref", "Action"):
            found.setdefault(_returned_row(proposal), {})[proposal.column] = as_text(proposal.value)
    return found


def _line(kind: str, column: str, officer: str, file: str, cell: str, why: str) -> dict[str, Value]:
    """Where a line comes from and why it waits; blanks stay empty."""
    return {
        "Kind": kind,
        "Column": column or None,
        "Officer": officer or None,
        "File": one_line(Path(file).name) or None,
        "Cell": cell or None,
        "Why": fitting(why) or None,
    }


def standing_lines(master: Master) -> list[ListedRow]:
    """The lines that wait or are decided.

    One that was withdrawn is neither: what is said again is asked again.
    """
    lines = master.listed(standard.CONFLICTS.name)
    return [row for row in lines if row.text("No") and not row.text("Decided").endswith(_WITHDRAWN)]


def reverted_rows(master: Master, found: MergeDecision) -> list[ListedRow]:
    """Undecided lines that an earlier version of a return left, and that the later one no longer says.

    Those on which a person has begun to decide are left to them, with all that belongs to the same new action.
    """
    rows = master.undecided_lines
    begun = {_begun_about(row) for row in rows if row.text("Decision") or _has_got_an_id(row)}
    return [row for row in rows if line_of(row) in found.reverted and _begun_about(row) not in begun]


def _has_got_an_id(row: ListedRow) -> bool:
    """True for a row without an action to which a person, or a decision, has given one."""
    is_new = row.text("Why").partition(";")[0] == NEW_ACTION
    return bool(row.text("ID")) and (is_new or row.text("Kind") == _UNMATCHED)


def _begun_about(row: ListedRow) -> tuple[str, ...]:
    """What is decided together with a line: the line, or all of a new action."""
    if row.text("Why").partition(";")[0] != NEW_ACTION:
        return (row.text("No"),)
    return fold(row.text("Officer")), row.text("File"), _row_number(row.text("Cell"))


def reversals(rows: Sequence[ListedRow], when: dt.datetime) -> dict[int, dict[str, Value]]:
    """Make the Decided cells of such lines: sheet row -> heading -> value."""
    decided = f"{when:%d/%m/%Y %H:%M} {_WITHDRAWN}"
    return {row.row: {"Decided": decided} for row in rows}
