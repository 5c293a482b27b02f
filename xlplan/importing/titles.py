"""What stands above the tables: titles that carry theme or recommendation, sheet names, the plan's own name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from xlplan.importing.found_tables import PlanTable
from xlplan.importing.heading_words import normal
from xlplan.importing.section_rows import is_document_title, is_note, read_titles
from xlplan.importing.sheet_view import SheetView
from xlplan.values.text import clean, fold

LONGEST_TITLE = 150
_SAID_OF_ALL = ("owner", "success_criteria")
"""What a labelled line over a table may say of all its actions."""
_GENERAL_NAME = re.compile(r"^(?:sheet|tab|table)\s*\d*$", re.I)
_TITLE = re.compile(r"\b(?:plan|tracker|log|update|report|review)\b", re.I)


def short_texts(view: SheetView, rows: int) -> list[str]:
    """The texts of a sheet's first rows that are short enough for titles."""
    return [
        clean(cell.shown)
        for row in view.row_numbers[:rows]
        for cell in view.row(row).values()
        if len(cell.shown) <= LONGEST_TITLE
    ]


def read_all_titles(found: Sequence[PlanTable]) -> None:
    """The lines above each table, and what they say; a first table's are told by those of its followers."""
    by_sheet: dict[str, list[PlanTable]] = {}
    for each in found:
        above = [
            other
            for other in by_sheet.get(each.view.sheet, [])
            if other.rows[-1].number < each.header.first_row and other.header.overlaps(each.header)
        ]
        top = max((other.rows[-1].number for other in above), default=0)
        each.lines = _lines_above(each, top)
        each.follows = bool(above) and not each.lines and each.header.first_row == top + 1
        each.repeats_headings = bool(above) and not each.lines and _headings(each) == _headings(above[-1])
        by_sheet.setdefault(each.view.sheet, []).append(each)
    for tables in by_sheet.values():
        later = [
            each
            for each in tables[1:]
            if not each.follows and each.header.first_row > tables[0].header.first_row
        ]
        counts = [min(2, len(_plain(each.lines))) for each in later]
        usual = Counter(counts).most_common(1)[0][0] if counts else 0
        for each in tables:
            plain = min(2, len(_plain(each.lines))) if each in later else usual
            beside = [other for other in tables if other.header.first_row == each.header.first_row]
            if len(beside) > 1:
                each.lines = _own_lines(each, beside)
                plain = min(1, len(_plain(each.lines)))
            if any(column.is_theme for column in each.columns) or any(
                c.field == "theme" for c in each.columns
            ):
                plain = 0
            there = {column.field for column in each.columns}
            wanted = [name for name in _SAID_OF_ALL if name not in there]
            each.titles = read_titles(each.lines, plain, wanted)


def _headings(each: PlanTable) -> list[str]:
    return [normal(cell.text) for cell in each.header.cells if cell.text]


def _own_lines(each: PlanTable, beside: Sequence[PlanTable]) -> list[tuple[int, str]]:
    """The lines over this table and not over those beside it."""
    shared = {line for other in beside if other is not each for line in other.lines}
    return [line for line in each.lines if line not in shared]


def _plain(lines: Sequence[tuple[int, str]]) -> list[str]:
    return [text for _, text in lines if not is_document_title(text) and not is_note(text)]


def _lines_above(each: PlanTable, top: int) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    for row in each.view.row_numbers:
        if not top < row < each.header.first_row:
            continue
        texts = [
            clean(cell.shown)
            for column, cell in each.view.row(row).items()
            if each.view.right_end(row, column) >= each.header.first_column - 1
            and column <= each.header.last_column
            and (row, column) not in each.taken
        ]
        if len(texts) > 2:
            lines = []  # another table stands above; the lines over it are not ours
        elif texts:
            lines.append((row, " ".join(texts)))
    return lines


def sheet_themes(found: Sequence[PlanTable]) -> dict[str, str]:
    """Where each of several sheets holds one part of the plan, the sheet's title or name is the theme."""
    sheets = list(dict.fromkeys(each.view.sheet for each in found))
    if len(sheets) < 2:
        return {}
    firsts = {
        sheet: next(
            (
                text
                for each in found
                if each.view.sheet == sheet
                for text in _plain(each.lines)[:1]
                if len(text) <= 120
            ),
            "",
        )
        for sheet in sheets
    }
    if all(firsts.values()) and len({fold(text) for text in firsts.values()}) == len(sheets):
        return firsts
    return {sheet: sheet for sheet in sheets if not _GENERAL_NAME.match(sheet)}


def plan_title(found: Sequence[PlanTable], views: Sequence[SheetView]) -> str:
    """The line that names the plan: above the first table, else on the first sheet, else the sheet's name."""
    lines = [text for _, text in found[0].lines if len(text) <= LONGEST_TITLE]
    cover = short_texts(views[0], rows=15) if views[0] is not found[0].view else []
    named = [text for text in lines if is_document_title(text)]
    for text in [*named, *cover, *lines]:
        if _TITLE.search(text) and len(text.split()) > 2:
            return " ".join(text.split())
    if lines:
        return " ".join(lines[0].split())
    sheet = found[0].view.sheet
    return "Action plan" if _GENERAL_NAME.match(sheet) else sheet
