"""One cell of the plan and all values returned for it: which one it gets, or why a person must decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from xlplan.merging.cell_judge import NOT_ISSUED
from xlplan.model import CellValue

DISPUTED = "different new values"
MASTER_CHANGED = "the master was changed too"

Outcome = Literal["unchanged", "changed", "conflict", "proposal"]


class Edit(NamedTuple):
    """What one return of this run puts into a cell.

    A normalised value is the text that all values of one meaning share: "g" and "Green", a date typed and a real one.
    """

    id: str
    column: str
    kind: Literal["new", "doubtful", "reverted"]
    """`doubtful`: a person must say what it means. `reverted`: the owner has gone back to the value as issued, after
    an earlier version of the return had put another into the master."""
    value: CellValue
    """What it would put in; of a reverted one the value as issued."""
    normalised: str
    base_normalised: str
    """Of the value as issued."""
    return_id: str
    officer: str
    file: str
    cell: str
    why: str = ""
    is_foreign: bool = False
    """True when the action was issued to somebody else."""
    is_decided: bool = False
    """True when a person has decided about this very value before; it is not asked again, nor taken."""
    put: str | None = None
    """The normalised value that an earlier version of this return put into the master, if it did."""
    is_counted: bool = True
    """False for a cell that came back blank as it was issued: it is not one that was read."""

    @property
    def is_plain(self) -> bool:
        """True for a new value from the action's own owner, of whom nothing is remembered for the cell."""
        return self.kind == "new" and self.put is None and not self.is_foreign and not self.is_decided


class Remembered(NamedTuple):
    """The value that a return gave for the cell in an earlier run."""

    value: CellValue
    normalised: str
    officer: str
    file: str
    is_taken: bool


class CellOutcome(NamedTuple):
    """What becomes of the cell."""

    outcomes: tuple[tuple[Edit, Outcome, str], ...]
    """Each edit, what became of it and why."""
    new: tuple[CellValue] | None = None
    """The value that the cell gets, in a tuple, for it may be blank; None when it keeps what it has."""
    is_disputed: bool = False
    taken: frozenset[str] = frozenset()
    """The ids of the returns whose value the master now has because a return gave it."""


def merge_cell(now: str, edits: Sequence[Edit], remembered: Sequence[Remembered]) -> CellOutcome:
    """Decide about one cell.

    Args:
        now: the master's value, normalised.
        edits: what the returns of this run say, in the order of their files; of each return at most one, or
            several doubtful ones.
        remembered: what other returns said in earlier runs, except what a person has decided about.
    """
    if len(edits) == 1 and not remembered and edits[0].is_plain:
        return _one_answer(now, edits[0])
    return _decided(now, edits, remembered)


def _one_answer(now: str, edit: Edit) -> CellOutcome:
    """The outcome where one return gives one new value, as for nearly every cell; the quick way."""
    if edit.normalised == now:
        return CellOutcome(((edit, "unchanged", ""),))
    if edit.base_normalised != now:
        return CellOutcome(((edit, "conflict", MASTER_CHANGED),))
    return CellOutcome(((edit, "changed", ""),), (edit.value,), taken=frozenset((edit.return_id,)))


def _decided(now: str, edits: Sequence[Edit], remembered: Sequence[Remembered]) -> CellOutcome:
    """The outcome in any case."""
    live = [edit for edit in edits if edit.kind != "reverted" and not edit.is_decided]
    reverted = [edit for edit in edits if edit.kind == "reverted"]
    outcomes: list[tuple[Edit, Outcome, str]] = [
        (edit, "unchanged" if edit.normalised == now else "conflict", "")
        for edit in edits
        if edit.kind != "reverted" and edit.is_decided
    ]
    is_supported = any(other.is_taken and other.normalised == now for other in remembered)
    # what an earlier version put in no longer counts once a later one is here: the cell is as it was before
    before = next((edit for edit in (*live, *reverted) if edit.put == now and not is_supported), None)
    without_it = before.base_normalised if before else now
    is_disputed = _is_disputed(live, remembered)
    winner: Edit | None = None
    firm = [edit for edit in live if edit.kind == "new"]
    if is_disputed or not firm:
        reached = [_undecidable(edit, now, is_disputed) for edit in live]
    else:
        winner, reached = _agreed_on(firm, without_it, now)
        agreed = winner.normalised if winner else now
        # a doubt that another return has answered: the colour's word is the word that somebody else gave
        reached += [_undecidable(edit, agreed, False) for edit in live if edit.kind == "doubtful"]
    if (
        winner is None
        and without_it != now
        and not is_disputed
        and not any(outcome == "conflict" for _, outcome, _ in reached)
    ):
        winner = before
    outcomes += reached
    outcomes += [(edit, "changed" if edit is winner else "unchanged", "") for edit in reverted]
    final = winner.normalised if winner else now
    is_from_return = winner is not None or is_supported or before is not None
    return CellOutcome(
        outcomes=tuple(outcomes),
        new=(winner.value,) if winner and final != now else None,
        is_disputed=is_disputed,
        taken=frozenset(
            edit.return_id
            for edit in live
            if is_from_return and edit.normalised == final and not edit.is_foreign
        ),
    )


def _is_disputed(live: Sequence[Edit], remembered: Sequence[Remembered]) -> bool:
    """True when two returns give different new values.

    A value that the return was issued with does not count against it: its owner knew it and went on from it.
    """
    if len({edit.normalised for edit in live}) > 1:
        return True
    return any(
        other.normalised not in (edit.normalised, edit.base_normalised)
        for edit in live
        for other in remembered
    )


def _undecidable(edit: Edit, now: str, is_disputed: bool) -> tuple[Edit, Outcome, str]:
    if edit.normalised == now:
        return edit, "unchanged", ""
    reasons = [edit.why, DISPUTED if is_disputed else ""]
    return edit, "conflict", "; ".join(reason for reason in reasons if reason)


def _agreed_on(
    firm: Sequence[Edit], without_it: str, now: str
) -> tuple[Edit | None, list[tuple[Edit, Outcome, str]]]:
    """The winner, if any, and the outcome of each edit, where all returns agree on one new value."""
    if firm[0].normalised == without_it:
        return None, [(edit, "unchanged", "") for edit in firm]
    owners = [edit for edit in firm if not edit.is_foreign]
    if not owners:
        return None, [(edit, "proposal", NOT_ISSUED) for edit in firm]
    winner = next((edit for edit in owners if edit.base_normalised == without_it), None)
    if winner is None:
        return None, [
            (edit, "unchanged" if edit.normalised == now else "conflict", MASTER_CHANGED) for edit in firm
        ]
    return winner, [
        (edit, "changed" if edit is winner and edit.normalised != now else "unchanged", "") for edit in firm
    ]
