"""Where on a messy sheet the tables of a plan begin: their heading rows, one or two deep, side by side or stacked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplan.importing.candidates import HeadingCell
from xlplan.importing.classify import forced_field, weigh
from xlplan.importing.column_profile import looks_like_heading, looks_like_ref
from xlplan.importing.heading_words import BOTH, BY_FORM, MOSTLY, normal
from xlplan.importing.headings import KNOWN, SURE, Header, heading_cell, with_depth
from xlplan.importing.period_labels import period_in
from xlplan.importing.sheet_view import SheetView
from xlplan.values.patterns import compile_late
from xlplan.values.text import clean
from xlplan.workbook.grid import Cell

_LONGEST_HEADING = 160
_SHORTEST_TEXT = 8
_LONGEST_LABEL = 70
_CALENDAR = 3
"""Beside so many known headings days in the same row are a calendar's."""
_WANTED = ("action", "recommendation")
_WHO_WHEN = ("owner", "timescale", "due")
_DAY = compile_late(
    r"\d{1,2}[/.]\d{1,2}[/.](?:\d\d|\d{4})|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?,?\s+\d{2,4}"
)
_WIDE_GAP = 2
"""Over so many empty columns only a heading that is surely one of a plan's belongs to the table."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A row that has some of a plan's headings and not enough."""

    sheet: str
    row: int
    headings: tuple[str, ...]
    known: int
    missing: str = ""
    """What the table under these headings lacks."""
    kind: str = ""
    """What it seems to be."""
    score: float = 0.0


def headers(view: SheetView, forced: Mapping[str, str]) -> tuple[list[Header], list[NearMiss]]:
    """All rows of a sheet that may be headings of a plan, and what nearly was one; top to bottom and left to right."""
    found: list[Header] = []
    near: list[NearMiss] = []
    for row in view.row_numbers:
        cells = view.row(row)
        if len(cells) < 2 or any(
            header.first_row <= row <= header.last_row and header.overlaps(_bare(view, row))
            for header in found
        ):
            continue
        if _is_row_of(found, view, row, list(cells)):
            continue
        for piece in _tables_in_row(view, row, forced):
            above = _header_above(found, view, row, piece)
            if above and not _begins_again(view, row, piece, above, forced):
                continue
            judged = _judge(view, row, piece, forced)
            if judged is None:
                header = with_depth(view, row, piece, forced)
                before = found[-1] if found else None
                if before and before.last_row == header.first_row - 1 and before.overlaps(header):
                    found.pop()  # two heading rows in a row: the upper one has no actions
                found.append(header)
            elif judged.known:
                near.append(judged)
    return found, near


def _header_above(
    found: Sequence[Header], view: SheetView, row: int, columns: Sequence[int]
) -> Header | None:
    """The nearest headings that these cells are below."""
    first, last = columns[0], view.right_end(row, columns[-1])
    for header in reversed(found):
        if header.first_column <= last and first <= header.last_column:
            return header
    return None


def _is_row_of(found: Sequence[Header], view: SheetView, row: int, columns: Sequence[int]) -> bool:
    """True when all of a row is under one table's headings, and some of it only in rows: seen at a glance."""
    above = _header_above(found, view, row, columns)
    if above is None or columns[0] < above.first_column or columns[-1] > above.last_column:
        return False
    cells = list(view.row(row).values())
    return _holds_what_rows_hold(cells) and not _repeats(cells, above)


def _repeats(cells: Sequence[Cell], above: Header) -> bool:
    """True when half of the texts, and two, are headings of the table above."""
    needed = max(2, (len(cells) + 1) // 2)
    others = len(cells) - needed
    headings = above.texts_folded
    repeated = set()
    for cell in cells:
        text = clean(cell.shown).casefold()
        if text and text in headings:
            repeated.add(text)
        elif others:
            others -= 1
        else:
            return False
    return len(repeated) >= needed


def _begins_again(
    view: SheetView, row: int, columns: Sequence[int], above: Header, forced: Mapping[str, str]
) -> bool:
    """True when a row below a table's headings may be headings too, and not one of the table's rows.

    Owners and actions in a plan's rows often consist of words that headings are made of ("Chief People Officer").
    What repeats the headings is taken for headings; else it must say more than one of a plan's certain words, or look
    as the headings do, or are apart; and nothing in it may be what only rows hold, a number or a day.
    """
    cells = [view.grid[row, column] for column in columns]
    if _repeats(cells, above):
        return True
    if _holds_what_rows_hold(cells):
        return False
    weights = [_weights(view, row, column, forced) for column in columns]
    if _is_forced(view, row, columns, forced):
        return True
    sure = {
        field
        for weight in weights
        for field, value in weight.items()
        if value >= SURE and field not in ("other", "period")
    }
    fill = view.grid[above.last_row, above.first_column].fill
    looks_the_same = fill is not None and all(cell.fill == fill for cell in cells)
    stands_apart = (
        row - 1 > above.last_row
        and not any(columns[0] <= column <= columns[-1] for column in view.row(row - 1))
        and all(looks_like_heading(clean(cell.shown)) for cell in cells)
    )
    return len(sure) >= (1 if looks_the_same or stands_apart else 2)


def _holds_what_rows_hold(cells: Sequence[Cell]) -> bool:
    """True when there is a day or a number among the cells, or the first is a ref: no headings."""
    days = [cell.value for cell in cells if isinstance(cell.value, dt.date)]
    if any(day.day != 1 for day in days):  # which is seen soonest
        return True
    first = clean(cells[0].shown)
    return (looks_like_ref(first) and not first.isalpha() and period_in(first) is None) or any(
        not isinstance(cell.value, dt.date) and (_is_written_in(cell) or _is_day(clean(cell.shown)))
        for cell in cells
    )


def _is_day(text: str) -> bool:
    return text[:1].isdecimal() and bool(_DAY.fullmatch(text))


def _bare(view: SheetView, row: int) -> Header:
    cells = view.row(row)
    return Header(
        row, row, tuple(HeadingCell(column, view.right_end(row, column)) for column in sorted(cells))
    )


def _tables_in_row(view: SheetView, row: int, forced: Mapping[str, str]) -> list[list[int]]:
    """The columns of each possible table whose headings are in this row."""
    columns = sorted(view.row(row))
    pieces: list[list[int]] = [[columns[0]]]
    for column in columns[1:]:
        if column > view.right_end(row, pieces[-1][-1]) + 1:
            pieces.append([])
        pieces[-1].append(column)
    if len(pieces) > 1:
        judged = [_judge(view, row, piece, forced) is None for piece in pieces]
        if sum(judged) > 1:
            return [
                part
                for piece, good in zip(pieces, judged, strict=True)
                if good
                for part in _halves(view, row, piece, forced)
            ]
        if any(judged):
            return _halves(view, row, _own_pieces(view, row, pieces, judged.index(True), forced), forced)
    return _halves(view, row, columns, forced)


def _own_pieces(
    view: SheetView, row: int, pieces: Sequence[Sequence[int]], table: int, forced: Mapping[str, str]
) -> list[int]:
    """The columns of the piece that is a table, and of those beside it, over gaps, that are more of its headings."""

    def belongs(piece: Sequence[int], gap: int) -> bool:
        least = KNOWN if gap < _WIDE_GAP else SURE
        weights = [_weights(view, row, column, forced) for column in piece]
        return any(set(weight) - {"other"} and max(weight.values()) >= least for weight in weights)

    first = last = table
    while last + 1 < len(pieces):
        gap = pieces[last + 1][0] - view.right_end(row, pieces[last][-1]) - 1
        if not belongs(pieces[last + 1], gap):
            break
        last += 1
    while first > 0:
        gap = pieces[first][0] - view.right_end(row, pieces[first - 1][-1]) - 1
        if not belongs(pieces[first - 1], gap):
            break
        first -= 1
    return [column for piece in pieces[first : last + 1] for column in piece]


def _halves(view: SheetView, row: int, columns: list[int], forced: Mapping[str, str]) -> list[list[int]]:
    """The columns, cut in two or more where the same headings begin again."""
    first = normal(view.grid[row, columns[0]].shown)
    texts = [view.grid[row, column].shown for column in columns]
    starts = [
        index for index, text in enumerate(texts) if len(text) <= _LONGEST_HEADING and normal(text) == first
    ]
    if first and len(starts) > 1:
        parts = [columns[start:end] for start, end in zip(starts, [*starts[1:], len(columns)], strict=True)]
        if all(_judge(view, row, part, forced) is None for part in parts):
            return parts
    return [columns]


def _judge(view: SheetView, row: int, columns: Sequence[int], forced: Mapping[str, str]) -> NearMiss | None:
    """None when these cells may be the headings of a plan, else how near they come.

    This only finds where to look: what is below the headings decides whether the table is a plan.
    """
    cells = [view.grid[row, column] for column in columns]
    weights = [_weights(view, row, column, forced) for column in columns]
    best = [max(weight.values(), default=0.0) for weight in weights]
    known = sum(
        value >= KNOWN and "period" not in weight for value, weight in zip(best, weights, strict=True)
    )
    texts = tuple(clean(cell.shown)[:60] for cell in cells)
    miss = NearMiss(view.sheet, row, texts, known)
    if _is_forced(view, row, columns, forced):
        return None
    if known < 2 or any(_is_written_in(cell) for cell in cells) or _reads_like_a_row(cells):
        return miss
    if known < _CALENDAR and _holds_a_day(cells, texts):
        return miss
    if _stands_among_rows(view, row, columns) and not (
        any(weight.get(field, 0.0) >= SURE for weight in weights for field in _WANTED)
        and any(weight.get(field, 0.0) >= SURE for weight in weights for field in _WHO_WHEN)
    ):
        return miss

    def has(fields: Sequence[str], least: float, but: int | None = None) -> list[int]:
        return [
            index
            for index, weight in enumerate(weights)
            if index != but and any(weight.get(field, 0.0) >= least for field in fields)
        ]

    wanted, who_or_when = has(_WANTED, KNOWN), has(_WHO_WHEN, KNOWN)
    if any(has(_WHO_WHEN, KNOWN, but=index) for index in wanted) and (known >= 3 or has(_WANTED, SURE)):
        return None
    if has(("action",), MOSTLY) and (known >= _CALENDAR or has(("rag", "progress", BOTH), KNOWN)):
        return None
    by_form = has(_WHO_WHEN, BY_FORM)
    # the column of actions may have no heading that we know: it must show itself by what it holds
    return None if by_form and who_or_when and _has_texts_below(view, row, columns, {*who_or_when}) else miss


def _stands_among_rows(view: SheetView, row: int, columns: Sequence[int]) -> bool:
    """True when the row right above is filled in the same columns: this is one of its rows, or groups begin there."""
    above = view.row(row - 1)
    return len(columns) > 2 and sum(column in above for column in columns) >= 0.7 * len(columns)


def _reads_like_a_row(cells: Sequence[Cell]) -> bool:
    """True when many of the cells hold sentences or lists: a row of the table, and not its headings."""
    long = sum(len(cell.shown) > _LONGEST_LABEL or cell.shown.count("\n") > 2 for cell in cells)
    return long > 1 and long * 3 > len(cells)


def _holds_a_day(cells: Sequence[Cell], texts: Sequence[str]) -> bool:
    return any(
        (isinstance(cell.value, dt.date) and cell.value.day != 1) or _is_day(text)
        for cell, text in zip(cells, texts, strict=True)
    )


def _weights(view: SheetView, row: int, column: int, forced: Mapping[str, str]) -> dict[str, float]:
    cell = view.grid[row, column]
    if len(cell.shown) > _LONGEST_HEADING:
        return {}
    return weigh(heading_cell(view, row, column), forced)


def _is_forced(view: SheetView, row: int, columns: Sequence[int], forced: Mapping[str, str]) -> bool:
    """True when the user said what one of the headings is."""
    return any(forced_field(heading_cell(view, row, column), forced) for column in columns if forced)


def _is_written_in(cell: Cell) -> bool:
    """True for what no heading is: a truth value, a number that is no year, a text of many lines."""
    if isinstance(cell.value, int | float):
        return isinstance(cell.value, bool) or not 1990 <= cell.value <= 2100
    return cell.shown.count("\n") > 5


def _has_texts_below(view: SheetView, row: int, columns: Sequence[int], known: set[int]) -> bool:
    """True when some column, of those whose heading says nothing of people or dates, holds texts."""
    below = [number for number in view.row_numbers if row < number <= row + 12]
    first, last = columns[0] - 1, columns[-1]
    taken = {columns[index] for index in known}
    for column in range(max(first, 1), last + 1):
        if column in taken:
            continue
        texts = [clean(view.row(number)[column].shown) for number in below if column in view.row(number)]
        if texts and sum(len(text) for text in texts) / len(texts) >= _SHORTEST_TEXT:
            return True
    return False
