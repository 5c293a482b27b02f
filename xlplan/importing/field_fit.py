"""How well the contents and the place of a column suit a field: numbers that confirm or overrule its heading."""

from __future__ import annotations

from xlplan.importing.column_profile import Contents


def content_fit(field: str, held: Contents) -> float:
    """How well contents suit a field, from about -0.9 to 0.3; nothing is held against an empty column."""
    if not held.filled:
        return 0.0
    if field in ("timescale", "due", "revised_due"):
        return (
            0.3 * held.dates
            - (0.6 * held.prose if held.dates < 0.3 else 0.0)
            - (0.4 if held.names > 0.6 and held.dates < 0.2 else 0.0)
            - (0.6 * held.numbers if held.dates < 0.3 else 0.0)
        )
    if field in ("owner", "supporting"):
        return (
            0.3 * held.names
            - 0.7 * held.dates
            - (0.3 if held.prose > 0.7 and held.names < 0.2 else 0.0)
            - 0.5 * max(held.numbers, held.statuses, held.levels)
            - (0.8 if held.raci >= 0.6 and held.length < 4 else 0.0)
        )
    if field == "rag":
        return 0.3 * (held.rag + held.rag_heads) - (0.25 if held.rag + held.rag_heads < 0.2 else 0.0)
    if field == "progress":
        return (
            0.15 * held.prose
            - (0.1 if held.length < 12 else 0.0)
            - 0.4 * held.real_dates
            - 0.6 * held.numbers
        )
    if field == "success_criteria":
        return (
            0.15 * held.prose
            - (0.6 * held.dates if held.dates > 0.6 else 0.0)
            - 0.5 * max(held.numbers, held.levels)
        )
    if field == "ref":
        words = 0.5 if held.refs < 0.3 and held.length > 5 else 0.0
        return 0.2 * held.refs - 0.8 * held.prose - 0.8 * held.real_dates - 0.5 * held.levels - words
    if field in ("action", "recommendation"):
        return (
            0.2 * held.prose
            - 0.8 * held.real_dates
            - 0.6 * max(held.refs, held.levels, held.numbers, held.statuses, held.paths)
            - _sorts(held)
            - (0.4 * held.past if field == "action" else 0.0)
        )
    if field == "theme":
        return 0.1 * (held.length < 60) - 0.6 * held.levels - 0.5 * held.numbers - 0.2 * (held.length > 150)
    if field == "notes":
        return 0.05 * held.prose
    if field == "other":
        return 0.3 * (held.levels + held.numbers) + 0.2 * held.statuses
    return 0.0


def _sorts(held: Contents) -> float:
    """What a column loses that holds a few short words again and again: it sorts the rows, and says nothing of one."""
    return 0.6 if held.filled >= 5 and held.distinct <= 0.4 and held.length < 16 else 0.0


def position_fit(field: str, index: int, action: int | None) -> float:
    """How well a column's place suits a field: left of the action is what is wanted, right of it what came of it.

    Args:
        field: the field that it may be.
        index: its place among the table's columns.
        action: the place of the action's column; None where none is known.
    """
    if action is None:
        return 0.0
    if field == "recommendation":
        return 0.05 if index < action else -0.35
    if field == "theme":
        return 0.0 if index < action else -0.3
    if field == "success_criteria":
        return -0.15 if index < action else 0.0
    if field == "progress" and index < action:
        return -0.3
    return 0.0
