"""Direction of travel: better, same, worse or new against the period before, as a word and as a formula.

The formula is written with its value beside it, so that it is right in Excel after an edit by hand
and readable by other programs before. It uses functions of Excel 2010 only.
"""

from __future__ import annotations

_RATED = ("Red", "Amber", "Green", "Complete")


def direction(before: str, now: str) -> str:
    """The direction from one period's RAG word to the next one's.

    Args:
        before: the word of the period before; empty when there was none.
        now: this period's word.

    Returns:
        "new" when there was no rating before, "better", "same" or "worse"; "" when `now` is no rating.
        Not started is before any rating: leaving it is "new", going back to it is "worse".

    >>> direction("Red", "Amber"), direction("", "Green"), direction("Green", "green?")
    ('better', 'new', '')
    """
    if now == "Not started":
        return "same" if before == now else "worse" if before in _RATED else "new"
    if now not in _RATED:
        return ""
    if before not in _RATED:
        return "new"
    change = _RATED.index(now) - _RATED.index(before)
    return "better" if change > 0 else "worse" if change < 0 else "same"


def direction_formula(before: str | None, now: str) -> str:
    """The same rule as a formula over two cells of one row.

    Args:
        before: the address of the RAG cell of the period before ("P4"); None in the first period.
        now: the address of this period's RAG cell.
    """
    rated = '{"' + '","'.join(_RATED) + '"}'
    any_word = '{"Not started","' + '","'.join(_RATED) + '"}'
    if before is None:
        return f'=IF(ISNUMBER(MATCH({now},{any_word},0)),"new","")'
    rank_now = f"IFERROR(MATCH({now},{rated},0),0)"
    rank_before = f"IFERROR(MATCH({before},{rated},0),0)"
    return (
        f'=IF(NOT(ISNUMBER(MATCH({now},{any_word},0))),"",IF({now}={before},"same",'
        f'IF({rank_before}=0,"new",IF({rank_now}>{rank_before},"better","worse"))))'
    )
