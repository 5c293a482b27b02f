"""The cells of a plan's tables that have no place in the plan: which they are, and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from xlplan.importing.found_tables import PlanTable
from xlplan.importing.heading_words import normal
from xlplan.importing.result import Inference, LeftAlone, Listed, WhyLeftAlone, WhyListed, inference
from xlplan.importing.section_rows import is_note
from xlplan.importing.sheet_view import SheetView
from xlplan.importing.table_rows import TableRow
from xlplan.values.patterns import compile_late
from xlplan.values.text import clean
from xlplan.workbook.grid import Area, Place, address, area_of, place_of


def not_placed(each: PlanTable, placed: set[Place], beside: Sequence[Place]) -> list[Listed]:
    """List the cells of a table, and those beside it, that ended in no row of the plan.

    Args:
        each: the table.
        placed: where the texts are written that did end in a row.
        beside: the cells beside the table, by `cells_beside`.
    """
    lone = [
        Listed(each.view.sheet, address(*place), clean(each.view.grid[place].shown), "beside")
        for place in beside
        if not each.view.grid[place].is_blank
    ]
    uncalculated = [*_uncalculated_in(each), *(place for place in beside if each.view.grid[place].is_blank)]
    formulas = [
        Listed(each.view.sheet, address(*place), each.view.grid[place].formula or "", "uncalculated")
        for place in uncalculated
    ]
    return [*_repeated_headings(each), *_unplaced(each, placed), *lone, *formulas]


def areas_used(found: Sequence[PlanTable], left_alone: Sequence[LeftAlone]) -> dict[str, list[Area]]:
    """By sheet, the areas of the plan's tables and the lines over them, and of what was left alone and named."""
    used: dict[str, list[Area]] = {}
    for each in found:
        head = each.header
        titles = [Area(row, head.first_column, row, head.last_column) for row, _ in each.lines]
        used.setdefault(each.view.sheet, []).extend([each.area, *titles])
    for item in left_alone:
        used.setdefault(item.sheet, []).append(area_of(item.area))
    return used


def cells_beside(each: PlanTable, used: Mapping[str, Sequence[Area]]) -> list[Place]:
    """The cells in a table's rows and outside its columns that belong to nothing else: notes in the margin."""
    area = each.area
    return [
        (row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in _filled_beside(each.view, row, area)
        if not any((row, column) in other for other in used[each.view.sheet])
    ]


def _filled_beside(view: SheetView, row: int, area: Area) -> list[int]:
    """The columns of a row outside an area in which something stands, from left to right."""
    columns = [*view.row(row), *view.uncalculated.get(row, ())]
    if not columns or (area.first_column <= min(columns) and max(columns) <= area.last_column):
        return []  # as in most rows
    return sorted(column for column in columns if not area.first_column <= column <= area.last_column)


def lines_below(each: PlanTable, used: Mapping[str, Sequence[Area]]) -> list[Inference]:
    """Make a finding for each block below a table that was not read as its rows and belongs to nothing else."""
    blocks: list[list[Place]] = []
    for row in [*_formulas_below(each), *each.table.below]:
        places = [
            (row, column)
            for column in sorted([*each.view.row(row), *each.view.uncalculated.get(row, ())])
            if each.header.first_column <= column <= each.header.last_column
            and not any((row, column) in area for area in used[each.view.sheet])
        ]
        if places and blocks and row == blocks[-1][-1][0] + 1:
            blocks[-1] += places
        elif places:
            blocks.append(places)
    found = []
    for places in blocks:
        cells = [each.view.grid[place] for place in places]
        texts = " | ".join(clean(cell.shown) or cell.formula or "" for cell in cells)
        is_row = any(sum(place[0] == row for place in places) > 1 for row, _ in places)
        code = "LAY020" if is_row and not is_note(texts) else "LAY004"
        found.append(inference(code, each.view.sheet, address(*places[0]), texts, why="below"))
    return found


def cells_in(each: PlanTable) -> int:
    """The non-empty cells of the table's rows, counted on the sheet itself; with its headings if they are repeated."""
    first, last = each.header.first_column, each.header.last_column
    filled = 0
    for row in _rows_of(each):
        columns: Collection[int] = each.view.row(row).keys()
        if each.taken or (columns and not first <= min(columns) <= max(columns) <= last):
            columns = {c for c in columns if first <= c <= last and (row, c) not in each.taken}
        filled += len(columns)
    return filled + len(_uncalculated_in(each))


def listed_findings(listed: Sequence[Listed]) -> list[Inference]:
    """A finding for each listed cell; one for all headings of a row that repeats them."""
    found = [
        inference("LAY010", item.sheet, item.cell, item.text)
        if item.why == "uncalculated"
        else inference("LAY001", item.sheet, item.cell, item.text, why=item.why)
        for item in listed
        if item.why != "repeated headings"
    ]
    rows: dict[tuple[str, int], list[Listed]] = {}
    for item in listed:
        if item.why == "repeated headings":
            rows.setdefault((item.sheet, place_of(item.cell)[0]), []).append(item)
    for (sheet, _), items in rows.items():
        texts = " | ".join(item.text for item in items)
        found.append(
            inference("LAY001", sheet, f"{items[0].cell}:{items[-1].cell}", texts, why="repeated headings")
        )
    return found


def _rows_of(each: PlanTable) -> range:
    """The rows of the table; with its headings if they are repeated."""
    first = each.header.first_row if each.repeats_headings else each.rows[0].number
    return range(first, each.rows[-1].number + 1)


def _formulas_below(each: PlanTable) -> list[int]:
    """The rows right below the table that hold nothing but formulas whose value was never worked out."""
    rows: list[int] = []
    row = each.rows[-1].number + 1
    while row in each.view.uncalculated and not each.view.row(row):
        rows.append(row)
        row += 1
    return rows


def _uncalculated_in(each: PlanTable) -> list[Place]:
    """The formulas in the table's rows whose value was never worked out."""
    return [
        (row, column)
        for row in _rows_of(each)
        for column in each.view.uncalculated.get(row, ())
        if each.header.first_column <= column <= each.header.last_column and (row, column) not in each.taken
    ]


def _repeated_headings(each: PlanTable) -> list[Listed]:
    """The headings of a table that goes on with the one above: they are among its rows."""
    if not each.repeats_headings:
        return []
    return [
        Listed(each.view.sheet, address(row, column), clean(cell.shown), "repeated headings")
        for row in range(each.header.first_row, each.header.last_row + 1)
        for column, cell in sorted(each.view.row(row).items())
        if each.header.first_column <= column <= each.header.last_column and (row, column) not in each.taken
    ]


def _unplaced(each: PlanTable, placed: set[Place]) -> list[Listed]:
    left = []
    for row in each.rows:
        for cell, place in row.own.values():
            if place not in placed:
                left.append(Listed(each.view.sheet, address(*place), clean(cell.shown), _why(row)))
        for place in row.spare:
            text = clean(each.view.grid[place].shown)
            left.append(Listed(each.view.sheet, address(*place), text, "second cell"))
    return left


def _why(row: TableRow) -> WhyListed:
    if row.kind == "band":
        return "mark" if row.band and row.band.is_used else "empty section"
    if row.kind in ("hint", "example"):
        return row.kind
    if len(row.own) == 1 and clean(next(iter(row.own.values()))[0].shown)[:1].islower():
        return "goes on"
    return "no action"


_SEEMS: tuple[tuple[WhyLeftAlone, re.Pattern[str]], ...] = (
    ("risk register", compile_late(r"\brisk\b|\blikelihood\b|\bprobability\b|\bmitigation\b")),
    (
        "budget",
        compile_late(
            r"\bbudget\b|\bcost\b|\bexpenditure\b|\bfunding\b|\bspend\b|\b000\b|\bamount\b|\btotal\b"
        ),
    ),
    (
        "contacts",
        compile_late(r"\bphone\b|\btelephone\b|\btel\b|\be ?mail\b|\bextension\b|\bcontact\b"),
    ),
    (
        "figures",
        compile_late(
            r"\bfte\b|\bnumber\b|\bmeasure\b|\bactual\b|\bheadcount\b|\bpercent\b|\bindicator\b|\bbaseline\b"
        ),
    ),
    ("meeting", compile_late(r"\bmeeting\b|\battendees?\b|\bapologies\b|\bminute\b")),
    ("changes", compile_late(r"\bversion\b|\bchange\b|\bauthor\b|\bamendment\b")),
)
_LEAST_ROWS = 2


def tables_left_alone(view: SheetView, used: Sequence[Area]) -> list[LeftAlone]:
    """The blocks of two rows and two columns or more that lie outside the areas used."""
    blocks: list[list[int]] = []
    for row in view.row_numbers:
        across = [area for area in used if area.first_row <= row <= area.last_row]
        if len(_outside(list(view.row(row)), across)) < 2:
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
            found.append(LeftAlone(view.sheet, str(area), _seems(headings)))
    return found


def _outside(columns: Sequence[int], across: Sequence[Area]) -> Sequence[int]:
    """Those of a row's columns, left to right, that none of the areas there reach over."""
    if any(area.first_column <= columns[0] and columns[-1] <= area.last_column for area in across):
        return ()  # as most rows of a table are
    return [
        column
        for column in columns
        if not any(area.first_column <= column <= area.last_column for area in across)
    ]


def _side_by_side(columns: Sequence[int]) -> list[list[int]]:
    """The columns, parted where one between them is empty."""
    parts: list[list[int]] = []
    for column in columns:
        if parts and column == parts[-1][-1] + 1:
            parts[-1].append(column)
        else:
            parts.append([column])
    return parts


def _seems(headings: str) -> WhyLeftAlone:
    for what, words in _SEEMS:
        if words.search(headings):
            return what
    return "no actions"
