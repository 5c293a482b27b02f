"""One cell of the plan, and everything that returns say of it: which value it gets, or why a person must decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xlplan.merging.cells import NOT_ISSUED
from xlplan.model import CellValue

DISPUTED = "different new values"
MASTER_CHANGED = "the master was changed too"

Outcome = Literal["unchanged", "changed", "conflict", "proposal"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one return of this run says of a cell.

    Senses are the texts that all values of the same meaning share.
    """

    id: str
    column: str
    kind: Literal["new", "doubtful", "withdrawn"]
    """`doubtful`: a person must say what it means. `withdrawn`: the owner has gone back to the value as issued, after
    an earlier version of the return had put another into the master."""
    value: CellValue
    """What it would put in; of a withdrawn one the value as issued."""
    sense: str
    base_sense: str
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
    """The sense of what an earlier version of this return put into the master, if it did."""
    is_counted: bool = True
    """False for a cell that came back blank as it was issued: it is not one that was read."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a return that was merged in an earlier run said of the cell."""

    value: CellValue
    sense: str
    officer: str
    file: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of the cell."""

    outcomes: tuple[tuple[Claim, Outcome, str], ...]
    """Each claim, what became of it and why."""
    new: tuple[CellValue] | None = None
    """The value that the cell gets, in a tuple, for it may be blank; None when it keeps what it has."""
    is_disputed: bool = False
    taken: frozenset[str] = frozenset()
    """The ids of the returns whose value the master now has because a return gave it."""


def settle(now: str, claims: Sequence[Claim], remembered: Sequence[Remembered]) -> Settled:
    """Decide about one cell.

    Args:
        now: the sense of the master's value.
        claims: what the returns of this run say, in the order of their files; of each return at most one, or
            several doubtful ones.
        remembered: what other returns said in earlier runs, except what a person has decided about.
    """
    live = [claim for claim in claims if claim.kind != "withdrawn" and not claim.is_decided]
    withdrawn = [claim for claim in claims if claim.kind == "withdrawn"]
    outcomes: list[tuple[Claim, Outcome, str]] = [
        (claim, "unchanged" if claim.sense == now else "conflict", "")
        for claim in claims
        if claim.kind != "withdrawn" and claim.is_decided
    ]
    is_supported = any(other.is_taken and other.sense == now for other in remembered)
    # what an earlier version put in no longer counts once a later one is here: the cell stands as before it
    before = next((claim for claim in (*live, *withdrawn) if claim.put == now and not is_supported), None)
    standing = before.base_sense if before else now
    is_disputed = _is_disputed(live, remembered)
    mover: Claim | None = None
    firm = [claim for claim in live if claim.kind == "new"]
    if is_disputed or not firm:
        reached = [_undecidable(claim, now, is_disputed) for claim in live]
    else:
        mover, reached = _reached(firm, standing, now)
        settled = mover.sense if mover else now
        # a doubt that another return has answered: the colour's word is the word that somebody else gave
        reached += [_undecidable(claim, settled, False) for claim in live if claim.kind == "doubtful"]
    if (
        mover is None
        and standing != now
        and not is_disputed
        and not any(outcome == "conflict" for _, outcome, _ in reached)
    ):
        mover = before
    outcomes += reached
    outcomes += [(claim, "changed" if claim is mover else "unchanged", "") for claim in withdrawn]
    final = mover.sense if mover else now
    is_from_return = mover is not None or is_supported or before is not None
    return Settled(
        outcomes=tuple(outcomes),
        new=(mover.value,) if mover and final != now else None,
        is_disputed=is_disputed,
        taken=frozenset(
            claim.return_id
            for claim in live
            if is_from_return and claim.sense == final and not claim.is_foreign
        ),
    )


def _is_disputed(live: Sequence[Claim], remembered: Sequence[Remembered]) -> bool:
    """True when two returns give different new values.

    A value that the return was issued with does not count against it: its owner knew it and went on from it.
    """
    if len({claim.sense for claim in live}) > 1:
        return True
    return any(other.sense not in (claim.sense, claim.base_sense) for claim in live for other in remembered)


def _undecidable(claim: Claim, now: str, is_disputed: bool) -> tuple[Claim, Outcome, str]:
    if claim.sense == now:
        return claim, "unchanged", ""
    reasons = [claim.why, DISPUTED if is_disputed else ""]
    return claim, "conflict", "; ".join(reason for reason in reasons if reason)


def _reached(
    firm: Sequence[Claim], standing: str, now: str
) -> tuple[Claim | None, list[tuple[Claim, Outcome, str]]]:
    """All returns agree on one new value: the claim that moves the master, if any, and what becomes of each."""
    if firm[0].sense == standing:
        return None, [(claim, "unchanged", "") for claim in firm]
    owners = [claim for claim in firm if not claim.is_foreign]
    if not owners:
        return None, [(claim, "proposal", NOT_ISSUED) for claim in firm]
    mover = next((claim for claim in owners if claim.base_sense == standing), None)
    if mover is None:
        return None, [
            (claim, "unchanged" if claim.sense == now else "conflict", MASTER_CHANGED) for claim in firm
        ]
    return mover, [
        (claim, "changed" if claim is mover and claim.sense != now else "unchanged", "") for claim in firm
    ]
