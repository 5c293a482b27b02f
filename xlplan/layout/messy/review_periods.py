"""The review periods of a plan: those that headings name, the one for columns that name none; and when it began."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlplan.layout.messy.found import FoundTable
from xlplan.layout.messy.headings import BOTH
from xlplan.layout.messy.period_labels import month_and_year, quarter_and_year
from xlplan.layout.messy.sheetview import SheetView
from xlplan.layout.messy.titles import LONGEST_TITLE, short_texts
from xlplan.values.text import fold
from xlplan.values.timescales import read_timescale

SAID = ("rag", "progress", BOTH)
"""The fields that belong to a review period."""
_START = "Start"
_SPAN = re.compile(
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?\s+)?(?:20\d\d|19\d\d)\s*(?:[-–—]|to)\s*"
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?\s+)?(?:20\d\d|19\d\d)"
)


def named_periods(found: Sequence[FoundTable]) -> tuple[dict[str, str], list[str]]:
    """Period key -> label, and the labels, oldest first; in the order of the columns where they say no date."""
    labels: dict[str, str] = {}
    when: dict[str, tuple[int, int, int] | None] = {}
    for each in found:
        for column in each.columns:
            if column.field in SAID and column.period:
                labels.setdefault(column.period.key, column.period.label)
                when.setdefault(column.period.key, column.period.when)
    keys = list(labels)
    if all(when.values()):
        keys.sort(key=lambda each: when[each] or (0, 0, 0))
    taken: dict[str, str] = {}
    for each_key in keys:
        label = labels[each_key]
        if fold(label) in taken:
            label = each_key
            labels[each_key] = label
        taken[fold(label)] = each_key
    return labels, [labels[each_key] for each_key in keys]


def give_way_to_latest(table: FoundTable, latest: str, labels: Mapping[str, str]) -> None:
    """An undated RAG or progress column is the council's own where the latest period has one of that kind."""
    dated = {
        column.field
        for column in table.columns
        if column.field in SAID and column.period and labels[column.period.key] == latest
    }
    taken = dated | ({"rag", "progress"} if BOTH in dated else set())
    table.set_columns(
        tuple(
            replace(column, field="other")
            if column.period is None and column.field in taken & set(SAID)
            else column
            for column in table.columns
        )
    )


def undated_period(
    found: Sequence[FoundTable], periods: Sequence[str], period: str | None, views: Sequence[SheetView]
) -> tuple[str, str]:
    """The period of columns that name none, and why it was assumed (empty when it need not be said)."""
    if periods:
        return periods[-1], ""
    if not any(column.field in SAID for each in found for column in each.columns):
        return period or _START, ""
    if period:
        return period, ""
    for each in found:
        for _, text in each.lines:
            if named := _named_period(text):
                return named, f"which stands in the title {text[:80]!r}"
    for each in found:
        if named := _named_period(each.view.sheet):
            return named, f"which stands in the sheet's name {each.view.sheet!r}"
    for view in views:
        if view.sheet not in {each.view.sheet for each in found}:
            for text in short_texts(view, rows=20):
                if named := _named_period(text):
                    return named, f"which stands on the sheet {view.sheet!r}"
    return _START, "because no title names a month and a year"


def _named_period(text: str) -> str:
    if len(text) > LONGEST_TITLE:
        return ""
    if quarter := quarter_and_year(text):
        return quarter.label
    named = None if read_timescale(text).kind == "range" else month_and_year(text)
    return named.label if named else ""


def beginning(views: Sequence[SheetView]) -> dt.date | None:
    """The day that the plan begins, where a title says so: "April 2003 – October 2004"."""
    for view in views:
        for text in short_texts(view, rows=12):
            match = _SPAN.search(text)
            if match and (start := read_timescale(match[0]).start):
                return start
    return None
