"""Columns of a table that is being classified, with the shares of what they hold."""

from __future__ import annotations

from typing import Any

from xlplan.importing.candidates import Candidate, HeadingCell
from xlplan.importing.column_profile import Contents

TEXTS: dict[str, Any] = {"length": 30.0, "distinct": 1.0, "prose": 0.6}
"""A column of sentences."""

_OWN = ("forced", "only_period", "how", "why")


def column(
    text: str = "", *, weights: dict[str, float] | None = None, field: str = "", **held: Any
) -> Candidate:
    """A column with this heading, of ten filled cells of ten, and these shares."""
    own = {name: held.pop(name) for name in _OWN if name in held}
    contents = Contents(**{"filled": 10, "rows": 10, "distinct": 1.0, **held})
    return Candidate(HeadingCell(1, 1, text), contents, dict(weights or {}), None, field=field, **own)


def fields(*columns: Candidate) -> list[str]:
    """The fields that columns were given, from left to right."""
    return [each.field for each in columns]
