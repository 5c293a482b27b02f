"""What else stands on the sheets: tables that are no plans, named for what they seem to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlplan.importing.heading_words import normal
from xlplan.importing.result import LeftAlone
from xlplan.importing.sheet_view import SheetView
from xlplan.values.text import clean
from xlplan.workbook.grid import Area

_SEEMS = (
    ("a risk register", re.compile(r"\brisk\b|\blikelihood\b|\bprobability\b|\bmitigation\b")),
    (
        "a budget",
        re.compile(r"\bbudget\b|\bcost\b|\bexpenditure\b|\bfunding\b|\bspend\b|\b000\b|\bamount\b|\btotal\b"),
    ),
    (
        "a list of contacts",
        re.compile(r"\bphone\b|\btelephone\b|\btel\b|\be ?mail\b|\bextension\b|\bcontact\b"),
    ),
    (
        "figures",
        re.compile(
            r"\bfte\b|\bnumber\b|\bmeasure\b|\bactual\b|\bheadcount\b|\bpercent\b|\bindicator\b|\bbaseline\b"
        ),
    ),
    ("a record of a meeting", re.compile(r"\bmeeting\b|\battendees?\b|\bapologies\b|\bminute\b")),
    ("a record of changes", re.compile(r"\bversion\b|\bchange\b|\bauthor\b|\bamendment\b")),
)
_LEAST_ROWS = 2


def tables_left_alone(view: SheetView, used: Sequence[Area]) -> list[LeftAlone]:
    """The blocks of two rows and two columns or more that lie outside the areas used."""
    blocks: list[list[int]] = []
    for row in view.row_numbers:
        columns = [c for c in view.row(row) if not any((row, c) in area for area in used)]
        if len(columns) < 2:
            continue
        if blocks and row <= blocks[-1][-1] + 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    found = []
    for rows in blocks:
        cells = [(r, c) for r in rows for c in view.row(r) if not any((r, c) in area for area in used)]
        for columns in _side_by_side(sorted({column for _, column in cells})):
            inside = [place for place in cells if place[1] in columns]
            wide = [row for row in rows if sum(place[0] == row for place in inside) > 1]
            if len(wide) < _LEAST_ROWS:
                continue
            area = Area(wide[0], columns[0], wide[-1], columns[-1])
            headings = " ".join(normal(clean(view.grid[p].shown)) for p in inside if p[0] == wide[0])
            found.append(LeftAlone(view.sheet, str(area), f"it seems to be {_seems(headings)}"))
    return found


def _side_by_side(columns: Sequence[int]) -> list[list[int]]:
    """The columns, parted where one between them is empty."""
    parts: list[list[int]] = []
    for column in columns:
        if parts and column == parts[-1][-1] + 1:
            parts[-1].append(column)
        else:
            parts.append([column])
    return parts


def _seems(headings: str) -> str:
    for what, words in _SEEMS:
        if words.search(headings):
            return what
    return "a table without actions"
