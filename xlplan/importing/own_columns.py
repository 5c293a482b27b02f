"""Columns left as the council's own although they hold dates, people or status words; a finding says or asks so."""

from __future__ import annotations

from collections.abc import Sequence

from xlplan.importing.candidates import OWNER_MARK
from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.heading_roles import people_role, time_role
from xlplan.importing.heading_words import BOTH, meaning_of

_MOSTLY = 0.6
_SLOTS = {
    "dates": ("timescale", ("timescale", "due")),
    "people": ("owner", ("owner", OWNER_MARK)),
    "status words": ("rag", ("rag", BOTH)),
}


def what_it_holds(column: ClassifiedColumn) -> str:
    """ "dates", "people" or "status words" where most of a column's cells are so; else empty."""
    held = column.held
    if held.dates >= _MOSTLY and held.numbers < _MOSTLY:
        return "dates"
    if held.statuses >= _MOSTLY:
        return "status words"
    return (
        "people"
        if held.people >= _MOSTLY or (people_role(column.heading.text) and held.names >= _MOSTLY)
        else ""
    )


def may_be(column: ClassifiedColumn, what: str, columns: Sequence[ClassifiedColumn]) -> str:
    """Find the field that a column may be, for a question to the user.

    Args:
        column: a column left as the council's own.
        what: what it holds, by `what_it_holds`.
        columns: all columns of its table.

    Returns:
        The field; "" where the plan has it already, or the heading shows that the column is something else.
    """
    field, slots = _SLOTS[what]
    if column.forced or any(each.field in slots for each in columns):
        return ""
    text = column.heading.text
    says_otherwise = time_role(text) in ("happened", "begins") or people_role(text) == "did"
    is_known = meaning_of(text).how == "whole" and "other" in meaning_of(text).weights
    return "" if says_otherwise or (is_known and what != "status words") else field
