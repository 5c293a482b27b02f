"""By what a line of the Conflicts sheet is known again, so that nothing is asked twice."""

from __future__ import annotations

from xlplan.layout.storable import fitting
from xlplan.model import CellValue, Unmatched
from xlplan.values.text import fold, meaning

ConflictLine = tuple[str, str, str, str, str]
"""What makes a line of the Conflicts sheet the same line: see `conflict_line`."""


def conflict_line(
    action_id: str, column: str, value: CellValue, officer: str, cell: str = ""
) -> ConflictLine:
    """By what a line of the Conflicts sheet is known again: the same one is not listed twice.

    Args:
        action_id: "" for a new action and for an unmatched row; the cell tells those apart.
        column: its heading; "" for an unmatched row.
        value: as returned; of an unmatched row `unmatched_text`.
        officer: who returned it.
        cell: its address in the return; of an unmatched row the row number.
    """
    return fold(action_id), fold(column), meaning(value), fold(officer), "" if action_id else cell


def unmatched_text(row: Unmatched) -> str:
    """The texts of an unmatched row in one."""
    return fitting(" | ".join(row.texts))
