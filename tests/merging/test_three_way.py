"""One cell, and what returns say of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xlplan.merging.three_way import Edit, _decided, merge_cell

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
