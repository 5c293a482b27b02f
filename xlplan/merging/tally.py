"""What has become of each cell of one return: its line in the result, and what the record keeps of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from xlplan.errors import CountsDoNotAddUp
from xlplan.layout.record import MergedValue, MergedVersion
from xlplan.merging.accept import Accepted
from xlplan.merging.compare import MergeContext, ReturnDiff, diff_return
from xlplan.model import CellCounts, ReturnOutcome
from xlplan.values.text import counted


@dataclass
class Tally:
    """What has become of one return's cells so far."""

    diff: ReturnDiff
    ended: Counter[str] = field(default_factory=Counter)
    """Outcome -> number of cells."""
    given: dict[str, dict[str, MergedValue]] = field(default_factory=lambda: defaultdict(dict))
    """Action ID -> heading -> what it gave there, for the record."""
    listed_before: int = 0
    """Cells that a line of the Conflicts sheet speaks of already."""
    put_back: int = 0
    """Cells in which an earlier version had put a value, and that went back to the value as issued."""


def outcome_of_merged_before(accepted: Accepted, context: MergeContext) -> ReturnOutcome:
    """The line of a return with the values of one merged before: its cells are read, and nothing comes of them."""
    read = diff_return(accepted, context).read
    return ReturnOutcome(
        file=accepted.returned.file,
        officer=accepted.officer,
        outcome="already merged",
        why="; ".join(accepted.notes),
        cells=CellCounts(read=read, unchanged=read),
    )


def outcome_of(tally: Tally) -> ReturnOutcome:
    """The line of one return. Raises CountsDoNotAddUp."""
    diff, accepted = tally.diff, tally.diff.accepted
    cells = CellCounts(
        read=diff.read,
        unchanged=diff.unchanged + tally.ended["unchanged"],
        changed=tally.ended["changed"],
        conflict=tally.ended["conflict"] + len(diff.errors),
        proposal=len(diff.proposals),
        unmatched=diff.unmatched_cells,
    )
    ended = cells.unchanged + cells.changed + cells.conflict + cells.proposal + cells.unmatched
    if ended != cells.read:
        raise CountsDoNotAddUp(
            f"{cells.read} cells were read and {ended} accounted for, so it is not merged",
            "Please report this, with the return if you can",
            file=accepted.returned.file,
        )
    notes = []
    if accepted.earlier is not None:
        notes.append(f"replaces {accepted.earlier.file}, merged before")
    if tally.put_back:
        notes.append(f"{counted(tally.put_back, 'cell')} went back to the value as issued")
    if tally.listed_before:
        stand = "stands" if tally.listed_before == 1 else "stand"
        notes.append(f"{counted(tally.listed_before, 'cell')} {stand} on the Conflicts sheet already")
    return ReturnOutcome(
        file=accepted.returned.file,
        officer=accepted.officer,
        outcome="merged",
        why="; ".join([*notes, *accepted.notes, *diff.notes]),
        cells=cells,
        not_read=accepted.returned.not_read,
    )


def version_of(tally: Tally, when: dt.datetime | None) -> MergedVersion:
    """What the record keeps of a return that was merged at a moment: what it gave for each cell."""
    accepted = tally.diff.accepted
    return MergedVersion(
        return_id=accepted.return_id,
        digest=accepted.digest,
        saved=accepted.returned.saved,
        modified=accepted.returned.modified,
        file=accepted.returned.file,
        when=when,
        given={action_id: by_column for action_id, by_column in tally.given.items() if by_column},
    )
