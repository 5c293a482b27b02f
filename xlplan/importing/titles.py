"""The lines above the tables: titles that carry theme or recommendation, sheet names, the plan's own name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplan.importing.column_profile import looks_like_date
from xlplan.importing.found_tables import PlanTable
from xlplan.importing.heading_words import normal
from xlplan.importing.section_rows import announced, is_document_title, is_note, read_titles
from xlplan.importing.sheet_view import SheetView
from xlplan.values.patterns import compile_late
from xlplan.values.text import clean, fold
from xlplan.workbook.grid import Area, address

LONGEST_TITLE = 150
_FOR_ALL_ROWS = ("owner", "success_criteria")
"""The fields that a labelled line over a table may give all its actions."""
_GENERAL_NAME = compile_late(r"^(?:sheet|tab|table)\s*(?:\d*|[A-Z])$", re.I)
_TITLE = compile_late(
    r"\b(?:plan|tracker|log|update|report|review|statement|strategy|programme|register|response|action|actions)\b",
    re.I,
)
_KEY_TITLE = compile_late(r"^(?:b?rag(?:b)?\s+)?(?:status\s+)?(?:key|legend|ratings?)\s*:?$", re.I)
_LABELS = (
    "theme",
    "recommendation",
    "owner",
    "supporting",
    "timescale",
    "success_criteria",
    "ref",
    "report_ref",
)
"""A line that announces one of these is a label and its value, or names a section."""
_LABEL_ALONE = compile_late(
    r"^(?:(?:project|document|plan|version|prepared|report|programme)\s+)?"
    r"(?:id|name|title|no|number|ref|manager|date|version|by|owner|author|status|sponsor)\s*[.:]*$|:$",
    re.I,
)
"""What is over a table to be filled in: "PROJECT ID", "Prepared by:"."""
_LEGEND = compile_late(r"\d{1,2}\s+\w+\s+[-–=:]")
"""A line of a legend: "3 Moderate - some effect"."""
_FRONT_ROWS = 15


def short_texts(view: SheetView, rows: int) -> list[str]:
    """The texts of a sheet's first rows that are short enough for titles."""
    return [
        clean(cell.shown)
        for row in view.row_numbers[:rows]
        for cell in view.row(row).values()
        if len(cell.shown) <= LONGEST_TITLE
    ]


def read_all_titles(found: Sequence[PlanTable]) -> None:
    """Give each table the lines above it, and read them; later tables show how many of the first one's are titles."""
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
            wanted = [name for name in _FOR_ALL_ROWS if name not in there]
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
            lines = []  # another table is above; the lines over it are not ours
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


@dataclass(frozen=True, slots=True)
class PlanTitle:
    """The plan's title, and where it was taken from."""

    text: str
    source: str
    """"given", "above" the table, "front sheet", "sheet name" or "nothing"."""
    sheet: str = ""
    cell: str = ""


def plan_title(
    found: Sequence[PlanTable], views: Sequence[SheetView], keys: Mapping[str, Sequence[Area]]
) -> PlanTitle:
    """What the plan is called: by a line above its table, else on a front sheet, else by the sheet's name.

    A key, a line of labels and their values, a note and the title of one section of several name no plan.

    Args:
        found: the plan's tables, with the lines above them.
        views: all sheets that are read.
        keys: by sheet, the areas of its RAG keys.
    """
    first = found[0]
    sheets = list(dict.fromkeys(each.view.sheet for each in found))
    lines = [
        PlanTitle(text, "above", first.view.sheet, address(row, first.header.first_column))
        for row, text in first.lines
        if row not in first.titles.used and not _names_no_plan(text)
    ]
    if len(sheets) > 1:
        lines = [line for line in lines if is_document_title(line.text) or _stands_on_all(line.text, found)]
    front = _front_lines(found, views, keys)
    named = [line for line in lines if is_document_title(line.text)]
    for line in [*named, *front, *lines]:
        if _TITLE.search(line.text) and len(line.text.split()) > 2:
            return line
    for line in [*lines, *front]:
        if not is_document_title(line.text) or _TITLE.search(line.text):
            return line
    sheet = first.view.sheet
    if len(sheets) > 1 or _GENERAL_NAME.match(sheet):
        return PlanTitle("Action plan", "nothing", sheet)
    return PlanTitle(sheet, "sheet name", sheet)


def _names_no_plan(text: str) -> bool:
    return (
        len(text) > LONGEST_TITLE
        or announced(text)[0] in _LABELS
        or is_key_title(text)
        or is_note(text)
        or bool(_LABEL_ALONE.search(text))
        or bool(_LEGEND.match(text))
        or looks_like_date(text)
    )


def _stands_on_all(text: str, found: Sequence[PlanTable]) -> bool:
    """True when the line is above a table of every sheet: it is of the whole plan."""
    by_sheet: dict[str, set[str]] = {}
    for each in found:
        by_sheet.setdefault(each.view.sheet, set()).update(fold(line) for _, line in each.lines)
    return all(fold(text) in lines for lines in by_sheet.values())


def _front_lines(
    found: Sequence[PlanTable], views: Sequence[SheetView], keys: Mapping[str, Sequence[Area]]
) -> list[PlanTitle]:
    """The lines of a front sheet that may name the plan: each alone in its row, and outside the keys."""
    front = views[0]
    if any(each.view is front for each in found):
        return []
    lines = []
    for row in front.row_numbers[:_FRONT_ROWS]:
        cells = front.row(row)
        if len(cells) == 1:
            [(column, cell)] = cells.items()
            text = " ".join(clean(cell.shown).split())
            if not _names_no_plan(text) and not any((row, column) in area for area in keys[front.sheet]):
                lines.append(PlanTitle(text, "front sheet", front.sheet, address(row, column)))
    return lines


def is_key_title(text: str) -> bool:
    """True for what is over a key: "BRAG key", "Legend:", "RAG status ratings"."""
    return bool(_KEY_TITLE.match(text))
