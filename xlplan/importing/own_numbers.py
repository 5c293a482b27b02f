"""Numbers in the council's own columns: the number format under which a whole column shows as it did."""

from __future__ import annotations

from collections.abc import Iterable

from xlplan.importing.result import ReadRow
from xlplan.values.text import clean
from xlplan.workbook.grid import Cell
from xlplan.workbook.readers.number_formats import displayed, number_format

GENERAL = "General"
_FORMATS = (
    GENERAL, "0", "#,##0", "£#,##0", "0%", "0.0", "0.00", "#,##0.0", "#,##0.00", "£#,##0.00", "0.0%", "0.00%",
)  # fmt: skip


def holds_number(cell: Cell) -> bool:
    """True for a number that is no date and no TRUE or FALSE."""
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool)


def shared_format(cells: Iterable[Cell]) -> str | None:
    """The one format that shows all numbers among the cells as they stand on the sheet; None without one.

    >>> shared_format([Cell(1200000, "1,200,000"), Cell(900, "900"), Cell("not known", "not known")])
    '#,##0'
    >>> shared_format([Cell(0.45, "45%"), Cell(12, "12")]) is None
    True
    """
    numbers = [cell for cell in cells if holds_number(cell)]
    if not numbers:
        return None
    for code in _FORMATS:
        form = number_format(code)
        if all(displayed(cell.value, form) == clean(cell.shown) for cell in numbers):
            return code
    return None


def own_formats(rows: Iterable[ReadRow]) -> dict[str, str]:
    """The number format of each of the council's own columns, where all its tables agree on one."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for heading, code in row.formats.items():
            found.setdefault(heading, set()).add(code)
    return {heading: codes.pop() for heading, codes in found.items() if len(codes) == 1}
