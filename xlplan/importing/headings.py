"""The headings of one table: one row of them or two, and the groups that they are under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xlplan.importing.candidates import HeadingCell
from xlplan.importing.classify import weigh
from xlplan.importing.column_profile import looks_like_heading
from xlplan.importing.heading_words import meanings
from xlplan.importing.period_labels import period_in, period_of_date
from xlplan.importing.sheet_view import SheetView
from xlplan.values.text import clean

KNOWN, SURE = 0.6, 0.9
"""A heading of this weight is likely to be one of a plan's; one of that weight surely is."""


@dataclass(frozen=True)
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

    @cached_property
    def texts_folded(self) -> frozenset[str]:
        """What its headings say, whatever the case."""
        return frozenset(cell.text.casefold() for cell in self.cells)

    def overlaps(self, other: Header) -> bool:
        """True when the two are over some column together."""
        return self.first_column <= other.last_column and other.first_column <= self.last_column


def heading_cell(view: SheetView, row: int, column: int) -> HeadingCell:
    """The heading at a place, with the columns that it is merged over."""
    cell = view.grid[row, column]
    last = view.right_end(row, column)
    if isinstance(cell.value, dt.date):
        return HeadingCell(column, last, period=period_of_date(cell.value, cell.shown))
    return HeadingCell(column, last, clean(cell.shown))


def with_depth(view: SheetView, row: int, columns: Sequence[int], forced: Mapping[str, str]) -> Header:
    """Read the headings of a row, with those of a second row below, or of a row of groups above.

    Args:
        view: the sheet.
        row: the row that the headings were found in.
        columns: the columns that they are in.
        forced: a normal heading -> the field that the user gave it.
    """
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
    spans = {(head.first, head.last) for head in upper if head.last > head.first}
    if any((sub.first, sub.last) in spans for sub in subs):
        return False  # cells merged as their headings are: the first of the rows
    divided = any(sum(head.first <= column <= head.last for column in inside) > 1 for head in upper)
    if not divided and all(column in headed for column in inside):
        return False
    return all(sub.period or looks_like_heading(sub.text) for sub in subs) and any(
        sub.period or period_in(sub.text) or max(weigh(sub, forced).values(), default=0.0) >= KNOWN
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
    return sum(max(weights.values(), default=0.0) >= SURE for weights in joined) * 2 >= len(joined)


def _groups_above(view: SheetView, row: int, cells: Sequence[HeadingCell]) -> list[HeadingCell]:
    """The labels of the row above that are over some of the headings: a merged one, or a review period."""
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
            group.period or period_in(group.text) or max(meanings(cell.text).values(), default=0.0) < SURE
        )
        if group.first <= cell.first <= group.last and cell.text and says_more:
            return HeadingCell(
                cell.first, cell.last, cell.text, group.text or cell.group, cell.period or group.period
            )
    return cell
