"""Direction of travel: better, same, worse or new, as a rule and as the formula that keeps it right in Excel."""

from __future__ import annotations

from collections.abc import Sequence

ORDER = ("Red", "Not started", "Amber", "Green", "Complete")
"""RAG words from the worst to the best."""

_RANKS = {word.casefold(): rank for rank, word in enumerate(ORDER)}
_WORDS = '{"' + '","'.join(ORDER) + '"}'
"""The same as a constant in a formula."""
_MOST_PERIODS_BACK = 60
"""Excel takes 64 functions one inside the other."""
_NEVER = 100
"""Stands for the rank of "no word yet" in the formula: what is taken from a rank and less than all differences."""


def direction(before: Sequence[str], now: str) -> str:
    """The direction of travel of one action in one period.

    Args:
        before: the RAG cells of the earlier periods, oldest first. The last that holds a RAG word counts, so that a
            missed period does not wipe the direction out.
        now: this period's RAG cell.

    Returns:
        "better", "same" or "worse"; "new" for the first RAG word ever; "" when `now` is no RAG word.

    >>> direction(["Red", ""], "Green"), direction([], "Red"), direction(["Green"], "green?")
    ('better', 'new', '')
    """
    rank = _RANKS.get(now.casefold())
    if rank is None:
        return ""
    earlier = next((_RANKS[word.casefold()] for word in reversed(before) if word.casefold() in _RANKS), None)
    if earlier is None:
        return "new"
    return "better" if rank > earlier else "worse" if rank < earlier else "same"


def direction_formula(before: Sequence[str], now: str) -> str:
    """The same rule as a formula over the RAG cells of one row, for Excel 2010 and later and LibreOffice.

    Args:
        before: the addresses of the earlier periods' RAG cells, oldest first ("P4").
        now: the address of this period's RAG cell.
    """
    nearest = before[-_MOST_PERIODS_BACK:]
    earlier = "".join(f"IFERROR(MATCH({cell},{_WORDS},0)," for cell in reversed(nearest))
    earlier += f"{_NEVER}" + ")" * len(nearest)
    difference = f"MATCH({now},{_WORDS},0)-{earlier}"
    return f'=IFERROR(LOOKUP({difference},{{-200,-9,0,1}},{{"new","worse","same","better"}}),"")'
