"""Where on a messy sheet the tables of a plan begin: their heading rows, one or two deep, side by side or stacked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xlplan.layout.columns import HeadingCell, weigh
from xlplan.layout.contents import looks_like_heading
from xlplan.layout.headings import BOTH, meanings, normal
from xlplan.layout.period_labels import period_in, period_of_date
from xlplan.layout.sheetview import SheetView
from xlplan.values.text import clean
from xlplan.workbook.grid import Cell

_KNOWN = 0.6
_SURE = 0.9
_LONGEST_HEADING = 160
_LONGEST_WHO_OR_WHEN = 60
_WANTED = ("action", "recommendation")
_WHO_WHEN = ("owner", "timescale", "due")
_SIDE = ("success_criteria", "rag", "progress", "ref", "period", "recommendation", "action", "theme", BOTH)
_RISK_WORDS = re.compile(
    r"\b(?:risk|likelihood|probability|impact|consequence|mitigat\w*|inherent|residual|severity)\b"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of one table."""

    first_row: int
    last_row: int
    cells: tuple[HeadingCell, ...]

    @property
    def first_column(self) -> int:
        return self.cells[0].first

    @property
    def last_column(self) -> int:
        return self.cells[-1].last

    def overlaps(self, other: Header) -> bool:
        """True when the two stand over some column together."""
        return self.first_column <= other.last_column and other.first_column <= self.last_column


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A row that has some of a plan's headings and not enough."""

    sheet: str
    row: int
    headings: tuple[str, ...]
    known: int
    is_risk_register: bool = False


def headers(view: SheetView, forced: Mapping[str, str]) -> tuple[list[Header], list[NearMiss]]:
    """All heading rows of plan tables on a sheet, top to bottom and left to right, and what nearly was one."""
    found: list[Header] = []
    near: list[NearMiss] = []
    for row in view.row_numbers:
        cells = view.row(row)
        if len(cells) < 2 or any(
            header.first_row <= row <= header.last_row and header.overlaps(_bare(view, row))
            for header in found
        ):
            continue
        for piece in _tables_in_row(view, row, forced):
            judged = _judge(view, row, piece, forced)
            if judged is None:
                header = _with_depth(view, row, piece, forced)
                before = found[-1] if found else None
                if before and before.last_row == header.first_row - 1 and before.overlaps(header):
                    found.pop()  # two heading rows in a row: the upper one has no actions
                found.append(header)
            elif judged.known:
                near.append(judged)
    return found, near


def _bare(view: SheetView, row: int) -> Header:
    cells = view.row(row)
    return Header(
        row, row, tuple(HeadingCell(column, view.right_end(row, column)) for column in sorted(cells))
    )


def heading_cell(view: SheetView, row: int, column: int) -> HeadingCell:
    """The heading at a place, with the columns that it is merged over."""
    cell = view.grid[row, column]
    last = view.right_end(row, column)
    if isinstance(cell.value, dt.date):
        return HeadingCell(column, last, period=period_of_date(cell.value, cell.shown))
    return HeadingCell(column, last, clean(cell.shown))


def _tables_in_row(view: SheetView, row: int, forced: Mapping[str, str]) -> list[list[int]]:
    """The columns of each possible table whose headings stand in this row."""
    columns = sorted(view.row(row))
    pieces: list[list[int]] = [[columns[0]]]
    for column in columns[1:]:
        if column > view.right_end(row, pieces[-1][-1]) + 1:
            pieces.append([])
        pieces[-1].append(column)
    if len(pieces) > 1:
        judged = [_judge(view, row, piece, forced) is None for piece in pieces]
        if sum(judged) > 1 or (any(judged) and _foreign(view, row, pieces, judged, forced)):
            return [
                part
                for piece, good in zip(pieces, judged, strict=True)
                if good
                for part in _halves(view, row, piece, forced)
            ]
    return _halves(view, row, columns, forced)


def _foreign(
    view: SheetView,
    row: int,
    pieces: Sequence[Sequence[int]],
    judged: Sequence[bool],
    forced: Mapping[str, str],
) -> bool:
    """True when the pieces beside a table, over a gap, are not more of its headings."""
    for piece, good in zip(pieces, judged, strict=True):
        if good:
            continue
        weights = [weigh(heading_cell(view, row, column), forced) for column in piece]
        if any(set(weight) - {"other"} and max(weight.values()) >= _KNOWN for weight in weights):
            return False
    return True


def _halves(view: SheetView, row: int, columns: list[int], forced: Mapping[str, str]) -> list[list[int]]:
    """The columns, cut in two or more where the same headings begin again."""
    texts = [normal(view.grid[row, column].shown) for column in columns]
    starts = [index for index, text in enumerate(texts) if text and text == texts[0]]
    if len(starts) > 1:
        parts = [columns[start:end] for start, end in zip(starts, [*starts[1:], len(columns)], strict=True)]
        if all(_judge(view, row, part, forced) is None for part in parts):
            return parts
    return [columns]


def _judge(view: SheetView, row: int, columns: Sequence[int], forced: Mapping[str, str]) -> NearMiss | None:
    """None when these cells are the headings of a plan, else how near they come."""
    cells = [view.grid[row, column] for column in columns]
    if not _names_who_or_when(view, row, columns, forced):
        return NearMiss(view.sheet, row, (), 0)
    weights = [_weights(view, row, column, forced) for column in columns]
    best = [max(weight.values(), default=0.0) for weight in weights]
    known = sum(
        value >= _KNOWN and "period" not in weight for value, weight in zip(best, weights, strict=True)
    )
    texts = tuple(clean(cell.shown)[:60] for cell in cells)
    risk = sum(bool(_RISK_WORDS.search(normal(text))) for text in texts) >= 2
    miss = NearMiss(view.sheet, row, texts, known, risk)

    def has(fields: Sequence[str], least: float, but: int | None = None) -> list[int]:
        return [
            index
            for index, weight in enumerate(weights)
            if index != but and any(weight.get(field, 0.0) >= least for field in fields)
        ]

    periods = sum("period" in weight for weight in weights)
    is_unlikely = any(_is_written_in(cell) for cell in cells) or known * 2 < len(columns) - periods
    if is_unlikely and not any(10.0 in weight.values() for weight in weights):
        return miss
    if risk and not (has(("action",), _SURE) and has(("timescale",), _SURE)):
        return miss
    sure = sum(value >= _SURE for value in best)
    pairs = [
        (wanted, other) for wanted in has(_WANTED, _KNOWN) for other in has(_WHO_WHEN, _KNOWN, but=wanted)
    ]
    if pairs and (sure >= 2 or (sure and known >= 3)):
        return None
    owners, dates = has(("owner",), _SURE), has(("timescale", "due"), _SURE)
    if owners and dates and (has(_SIDE, _KNOWN) or len(columns) > known):
        # the column of actions has no heading that we know: it must show itself by what it holds
        return None if not risk and _has_prose_below(view, row, columns, {*owners, *dates}) else miss
    return miss


def _names_who_or_when(view: SheetView, row: int, columns: Sequence[int], forced: Mapping[str, str]) -> bool:
    """True when some short cell may head a column of owners or dates; without one a row heads no plan."""
    for column in columns:
        if len(view.grid[row, column].shown) <= _LONGEST_WHO_OR_WHEN:
            weights = _weights(view, row, column, forced)
            if any(weights.get(field, 0.0) >= _KNOWN for field in _WHO_WHEN):
                return True
    return False


def _weights(view: SheetView, row: int, column: int, forced: Mapping[str, str]) -> dict[str, float]:
    cell = view.grid[row, column]
    if len(cell.shown) > _LONGEST_HEADING:
        return {}
    return weigh(heading_cell(view, row, column), forced)


def _is_written_in(cell: Cell) -> bool:
    """True for what no heading is: a truth value, a number that is no year, a text of many lines."""
    if isinstance(cell.value, int | float):
        return isinstance(cell.value, bool) or not 1990 <= cell.value <= 2100
    return cell.shown.count("\n") > 5


def _has_prose_below(view: SheetView, row: int, columns: Sequence[int], known: set[int]) -> bool:
    below = [number for number in view.row_numbers if row < number <= row + 12]
    first, last = columns[0] - 1, columns[-1]
    taken = {columns[index] for index in known}
    for column in range(max(first, 1), last + 1):
        if column in taken:
            continue
        texts = [view.row(number)[column].shown for number in below if column in view.row(number)]
        if texts and sum(len(text) for text in texts) / len(texts) >= 25:
            return True
    return False


def _with_depth(view: SheetView, row: int, columns: Sequence[int], forced: Mapping[str, str]) -> Header:
    """The headings with those of a second row below, or of a row of groups above."""
    upper = [heading_cell(view, row, column) for column in columns]
    first, last = upper[0].first, upper[-1].last
    last_row = max(
        [min(area.last_row, row + 2) for column in columns if (area := view.merge(row, column))], default=row
    )
    if last_row == row and _is_second_row(view, row, upper, forced):
        last_row = row + 1
    elif last_row == row and _is_wrapped(view, row, upper):
        ends = view.row(row + 1)
        upper = [
            replace(head, text=f"{head.text} {clean(ends[head.first].shown)}") if head.first in ends else head
            for head in upper
        ]
        return Header(row, row + 1, tuple(upper))
    cells: list[HeadingCell] = []
    covered: set[int] = set()
    for head in upper:
        below = {
            column: heading_cell(view, number, column)
            for number in range(row + 1, last_row + 1)
            for column in view.row(number)
            if head.first <= column <= head.last
        }
        cells += _under(head, below)
        covered |= set(range(head.first, head.last + 1))
    for number in range(row + 1, last_row + 1):
        for column in view.row(number):
            if first <= column <= last + 6 and column not in covered:
                cells.append(heading_cell(view, number, column))
                covered.add(column)
    cells.sort(key=lambda cell: cell.first)
    cells += [
        head
        for column in view.row(row - 1)
        if first <= column <= last
        and _reaches_down(view, row - 1, head := heading_cell(view, row - 1, column), row)
    ]
    cells.sort(key=lambda cell: cell.first)
    groups = _groups_above(view, row, cells)
    if groups:
        cells = [_grouped(cell, groups) for cell in cells]
        return Header(row - 1, last_row, tuple(cells))
    return Header(row, last_row, tuple(cells))


def _under(head: HeadingCell, below: Mapping[int, HeadingCell]) -> list[HeadingCell]:
    if not below:
        return [head]
    starts = sorted(below)
    cells = []
    if starts[0] > head.first:
        cells.append(HeadingCell(head.first, starts[0] - 1, head.text, "", head.period))
    for index, start in enumerate(starts):
        end = starts[index + 1] - 1 if index + 1 < len(starts) else max(head.last, start)
        sub = below[start]
        cells.append(HeadingCell(start, end, sub.text, head.text, sub.period or head.period))
    return cells


def _is_second_row(
    view: SheetView, row: int, upper: Sequence[HeadingCell], forced: Mapping[str, str]
) -> bool:
    """True when the next row only subdivides headings: it says something under merged or blank ones alone."""
    cells = view.row(row + 1)
    if len(cells) < 2:
        return False
    wide = {column for head in upper if head.last > head.first for column in range(head.first, head.last + 1)}
    headed = {column for head in upper for column in range(head.first, head.last + 1)}
    first, last = upper[0].first, upper[-1].last
    inside = [column for column in cells if first <= column <= last + 6]
    if len(inside) < 2 or any(column in headed and column not in wide for column in inside):
        return False
    subs = [heading_cell(view, row + 1, column) for column in inside]
    return all(sub.period or looks_like_heading(sub.text) for sub in subs) and any(
        sub.period or period_in(sub.text) or max(weigh(sub, forced).values(), default=0.0) >= _KNOWN
        for sub in subs
    )


def _is_wrapped(view: SheetView, row: int, upper: Sequence[HeadingCell]) -> bool:
    """True when the next row only ends the headings' words: "Officer" over "responsible"."""
    below = view.row(row + 1)
    texts = {head.first: head.text for head in upper}
    if len(below) < 2 or not below.keys() <= texts.keys():
        return False
    ends = [clean(cell.shown) for cell in below.values()]
    if not all(text[:1].islower() and len(text.split()) <= 3 for text in ends):
        return False
    joined = [meanings(f"{texts[column]} {clean(cell.shown)}") for column, cell in below.items()]
    return sum(max(weights.values(), default=0.0) >= _SURE for weights in joined) * 2 >= len(joined)


def _groups_above(view: SheetView, row: int, cells: Sequence[HeadingCell]) -> list[HeadingCell]:
    """The labels of the row above that stand over some of the headings: a merged one, or a review period."""
    first, last = cells[0].first, cells[-1].last
    above = [heading_cell(view, row - 1, column) for column in view.row(row - 1) if first <= column <= last]
    if not above or any(len(head.text) > 60 or head.text.endswith(":") for head in above):
        return []
    if any(head.first <= first and head.last >= last for head in above):
        return []
    above = [head for head in above if not _reaches_down(view, row - 1, head, row)]
    merged = [head for head in above if head.last > head.first]
    periods = [head for head in above if head.period or period_in(head.text)]
    plain = [head for head in above if head not in merged and head not in periods and head.first > first]
    if not above or plain:
        return []
    only_title = len(above) == 1 and above[0].first == first
    if not merged and (not periods or only_title):
        return []
    if only_title and not periods:
        return []
    groups = []
    for index, head in enumerate(above):
        end = head.last
        if head.first == head.last and head in periods:
            end = above[index + 1].first - 1 if index + 1 < len(above) else last
        groups.append(HeadingCell(head.first, end, head.text, "", head.period))
    return groups


def _reaches_down(view: SheetView, row: int, head: HeadingCell, to_row: int) -> bool:
    area = view.merge(row, head.first)
    return area is not None and area.last_row >= to_row


def _grouped(cell: HeadingCell, groups: Sequence[HeadingCell]) -> HeadingCell:
    """The heading under its group, where the group says more than the heading by itself."""
    if cell.group or cell.period:
        return cell
    for group in groups:
        says_more = (
            group.period or period_in(group.text) or max(meanings(cell.text).values(), default=0.0) < _SURE
        )
        if group.first <= cell.first <= group.last and cell.text and says_more:
            return HeadingCell(
                cell.first, cell.last, cell.text, group.text or cell.group, cell.period or group.period
            )
    return cell
