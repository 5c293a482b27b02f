"""One cell, and what returns say of it."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.merging.three_way import Edit, Remembered, _decided, merge_cell

_WORDS = st.sampled_from(["", "Red", "Green", "Amber"])


@given(now=_WORDS, base=_WORDS, new=_WORDS.filter(bool), put=st.none() | _WORDS, data=st.data())
def test_a_cell_that_one_return_speaks_of_ends_as_it_would_among_many(
    now: str, base: str, new: str, put: str | None, data: st.DataObject
) -> None:
    """The short way that nearly every cell takes must not lose or invent a value that the long one would not."""
    edit = Edit(
        id="A001",
        column="Dec-26 RAG",
        kind=data.draw(st.sampled_from(["new", "doubtful", "reverted"])),
        value=new,
        normalised=new,
        base_normalised=base,
        return_id="R0001",
        officer="Pat Example",
        file="one.xlsx",
        cell="G4",
        is_foreign=data.draw(st.booleans()),
        is_decided=data.draw(st.booleans()),
        put=put,
    )
    assert merge_cell(now, [edit], ()) == _decided(now, [edit], ())


def edit(
    new: str, base: str = "Amber", by: str = "R1", kind: Literal["new", "doubtful", "reverted"] = "new",
    put: str | None = None, *, foreign: bool = False, decided: bool = False, why: str = "",
) -> Edit:  # fmt: skip
    """What return R1 (or another) makes of a cell that was issued Amber."""
    return Edit(
        id="A001", column="Dec-26 RAG", kind=kind, value=new, normalised=new, base_normalised=base, return_id=by,
        officer=by, file=f"{by}.xlsx", cell="G4", why=why, is_foreign=foreign, is_decided=decided, put=put,
    )  # fmt: skip


def said(value: str, *, taken: bool = False) -> Remembered:
    """What another return gave in an earlier run."""
    return Remembered(value=value, normalised=value, officer="R9", file="R9.xlsx", is_taken=taken)


DIFFER, CHANGED = "different new values", "the master was changed too"


@pytest.mark.parametrize(
    ("now", "edits", "remembered", "outcomes", "new", "taken"),
    [
        # one return
        ("Amber", [edit("Green")], [], [("changed", "")], "Green", {"R1"}),
        ("Green", [edit("Green")], [], [("unchanged", "")], None, set()),
        ("Red", [edit("Green")], [], [("conflict", CHANGED)], None, set()),
        # two returns
        ("Amber", [edit("Green"), edit("Green", by="R2")], [], [("changed", ""), ("unchanged", "")], "Green",
         {"R1", "R2"}),
        ("Amber", [edit("Green"), edit("Red", by="R2")], [], [("conflict", DIFFER)] * 2, None, set()),
        ("Green", [edit("Green"), edit("Red", by="R2")], [], [("unchanged", ""), ("conflict", DIFFER)], None, set()),
        ("Red", [edit("Green"), edit("Green", by="R2")], [], [("conflict", CHANGED)] * 2, None, set()),
        ("Red", [edit("Green"), edit("Green", "Red", "R2")], [], [("unchanged", ""), ("changed", "")], "Green",
         {"R1", "R2"}),
        # what another return said before
        ("Amber", [edit("Green")], [said("Green")], [("changed", "")], "Green", {"R1"}),
        ("Amber", [edit("Green")], [said("Red")], [("conflict", DIFFER)], None, set()),
        ("Amber", [edit("Green")], [said("Amber")], [("changed", "")], "Green", {"R1"}),  # issued after it
        ("Green", [edit("Green")], [said("Green", taken=True)], [("unchanged", "")], None, {"R1"}),
        ("Red", [edit("Green")], [said("Red", taken=True)], [("conflict", DIFFER)], None, set()),
        # a later version of the same return
        ("Green", [edit("Red", put="Green")], [], [("changed", "")], "Red", {"R1"}),
        ("Green", [edit("Green", put="Green")], [], [("unchanged", "")], None, {"R1"}),
        ("Blue", [edit("Red", put="Green")], [], [("conflict", CHANGED)], None, set()),
        ("Green", [edit("Amber", kind="reverted", put="Green")], [], [("changed", "")], "Amber", set()),
        ("Blue", [edit("Amber", kind="reverted", put="Green")], [], [("unchanged", "")], None, set()),
        ("Green", [edit("Amber", kind="reverted", put="Green")], [said("Green", taken=True)],
         [("unchanged", "")], None, set()),
        ("Green", [edit("Red", put="Green")], [said("Green", taken=True)], [("conflict", DIFFER)], None, set()),
        ("Green", [edit("Amber", kind="reverted", put="Green"), edit("Red", by="R2")], [],
         [("changed", ""), ("unchanged", "")], "Red", {"R2"}),
        # what a person must say
        ("Amber", [edit("Purple", kind="doubtful", why="unknown")], [], [("conflict", "unknown")], None, set()),
        ("Purple", [edit("Purple", kind="doubtful", why="unknown")], [], [("unchanged", "")], None, set()),
        ("Amber", [edit("Green", kind="doubtful", why="a colour"), edit("Green", by="R2")], [],
         [("changed", ""), ("unchanged", "")], "Green", {"R1", "R2"}),
        ("Amber", [edit("Red", kind="doubtful", why="a colour"), edit("Green", by="R2")], [],
         [("conflict", f"a colour; {DIFFER}"), ("conflict", DIFFER)], None, set()),
        ("Green", [edit("Purple", kind="doubtful", put="Green", why="unknown")], [], [("conflict", "unknown")], None,
         set()),
        # somebody else's action
        ("Amber", [edit("Green", foreign=True)], [], [("proposal", "not issued to them")], None, set()),
        ("Green", [edit("Green", foreign=True)], [], [("unchanged", "")], None, set()),
        ("Amber", [edit("Green", foreign=True), edit("Green", by="R2")], [],
         [("unchanged", ""), ("changed", "")], "Green", {"R2"}),
        ("Amber", [edit("Red", foreign=True), edit("Green", by="R2")], [], [("conflict", DIFFER)] * 2, None, set()),
        # decided before
        ("Amber", [edit("Green", decided=True)], [], [("conflict", "")], None, set()),
        ("Green", [edit("Green", decided=True)], [], [("unchanged", "")], None, set()),
        ("Amber", [edit("Green", decided=True), edit("Red", by="R2")], [], [("conflict", ""), ("changed", "")], "Red",
         {"R2"}),
    ],
)  # fmt: skip
def test_what_becomes_of_a_cell(
    now: str,
    edits: list[Edit],
    remembered: list[Remembered],
    outcomes: list[tuple[str, str]],
    new: str | None,
    taken: set[str],
) -> None:
    """Each row of the table in the design, for one return and for several, in this run and in earlier ones."""
    cell = merge_cell(now, edits, remembered)
    assert sorted((outcome, why) for _, outcome, why in cell.outcomes) == sorted(outcomes)
    assert sorted(one.file for one, _, _ in cell.outcomes) == sorted(one.file for one in edits)
    assert cell.new == (None if new is None else (new,))
    assert cell.taken == taken
    assert cell.is_disputed is any(DIFFER in why for _, _, why in cell.outcomes)
