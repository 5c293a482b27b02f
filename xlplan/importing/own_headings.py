"""What the council's own columns are called in the master: as they were, made unique, and short enough for a table."""

from __future__ import annotations

from collections.abc import Sequence

from xlplan.importing.candidates import OWNER_MARK
from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.found_tables import PlanTable
from xlplan.importing.result import Inference, inference
from xlplan.layout.standard import STANDARD_HEADINGS
from xlplan.values.text import fold, shortened
from xlplan.workbook.grid import LONGEST_HEADING, address, column_letters

_LONGEST = LONGEST_HEADING - 15
"""A number may have to follow."""


def own_headings(columns: Sequence[ClassifiedColumn], periods: Sequence[str]) -> dict[int, str]:
    """The heading that each column without a standard place is kept under: its own, made unique."""
    reserved = {fold(heading) for heading in STANDARD_HEADINGS}
    reserved |= {fold(f"{label} {what}") for label in periods for what in ("RAG", "progress", "direction")}
    taken: set[str] = set()
    headings = {}
    for index, column in enumerate(columns):
        if column.field not in ("other", "due", OWNER_MARK):
            continue
        heading = " ".join(column.heading.shown.split()).strip(" :")
        if not heading and column.heading.period:
            heading = column.heading.period.label
        heading = shortened(heading, _LONGEST)
        heading = heading or f"Column {column_letters(column.heading.first)}"
        if fold(heading) in reserved:
            heading = f"{heading} (original)"
        unique, number = heading, 2
        while fold(unique) in taken:
            unique, number = f"{heading} ({number})", number + 1
        taken.add(fold(unique))
        headings[index] = unique
    return headings


def shortened_headings(each: PlanTable) -> list[Inference]:
    """The headings of the council's own columns that are too long for a table, listed with all their words."""
    return [
        inference("LAY018", each.view.sheet, address(each.header.last_row, column.heading.first), words)
        for column in each.columns
        if column.field == "other" and len(words := " ".join(column.heading.shown.split())) > _LONGEST
    ]
