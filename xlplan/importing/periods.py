"""The review periods of a plan: those that headings name, the one for columns that name none; and when it began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xlplan.importing.classify import ClassifiedColumn
from xlplan.importing.found_tables import PlanTable
from xlplan.importing.heading_words import BOTH
from xlplan.importing.period_labels import (
    PeriodLabel,
    is_day_in,
    is_of_month,
    month_alone,
    month_and_year,
    quarter_and_year,
)
from xlplan.importing.result import Inference, inference
from xlplan.importing.sheet_view import SheetView
from xlplan.importing.titles import LONGEST_TITLE, short_texts
from xlplan.values.patterns import compile_late
from xlplan.values.text import fold
from xlplan.values.timescales import read_timescale
from xlplan.workbook.grid import address

PERIOD_FIELDS = ("rag", "progress", BOTH)
"""The fields that belong to a review period."""
_START = "Start"
_SPAN = compile_late(
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?\s+)?(?:20\d\d|19\d\d)\s*(?:[-–—]|to)\s*"
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?\s+)?(?:20\d\d|19\d\d)"
)

_SPLIT_YEAR = compile_late(r"(?<![\d/-])20\d\d ?[/–-] ?(?:20)?\d\d(?![\d/-])")


def named_periods(found: Sequence[PlanTable]) -> tuple[dict[str, str], list[str]]:
    """Period key -> label, and the labels, oldest first; in the order of the columns where they say no date."""
    labels: dict[str, str] = {}
    when: dict[str, tuple[int, int, int] | None] = {}
    for each in found:
        for column in each.columns:
            if column.field in PERIOD_FIELDS and column.period:
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


def join_months(found: Sequence[PlanTable]) -> list[Inference]:
    """Put columns of a month without a year under the one period of that month that has one, and columns of a month
    under the one day in it that is a period.

    A month that two such periods fit stays a period of its own, and so does one whose columns would be beside
    others of their kind: a second RAG for October is another October's.

    Returns:
        A finding for each heading that was put under another period.
    """
    dated = {
        column.period.key: column.period
        for each in found
        for column in each.columns
        if column.field in PERIOD_FIELDS and column.period and column.period.when
    }
    findings = []
    for each in found:
        given = _joined(each, list(dated.values()))
        each.set_columns(
            tuple(replace(column, period=given.get(column, column.period)) for column in each.columns)
        )
        for column, period in given.items():
            heading = column.heading
            has_year = column.period is not None and column.period.when is not None
            findings.append(
                inference(
                    "LAY002",
                    each.view.sheet,
                    address(each.header.last_row, heading.first),
                    heading.shown,
                    field=f"{column.field} of {period.label}",
                    why="day in that month" if has_year else "one of that month",
                )
            )
    return findings


def _joined(table: PlanTable, dated: Sequence[PeriodLabel]) -> dict[ClassifiedColumn, PeriodLabel]:
    """The columns of a month without a year or a day, each with the period that it belongs to."""
    said = [
        (column, column.period) for column in table.columns if column.field in PERIOD_FIELDS and column.period
    ]
    by_period: dict[PeriodLabel, list[ClassifiedColumn]] = {}
    for column, named in said:
        month = month_alone(named)
        fitting = [
            period for period in dated if (month and is_of_month(period, month)) or is_day_in(period, named)
        ]
        if len(fitting) == 1:
            by_period.setdefault(fitting[0], []).append(column)
    given: dict[ClassifiedColumn, PeriodLabel] = {}
    for period, columns in by_period.items():
        there = [column for column, named in said if named.key == period.key]
        kinds = [kind for column in (*there, *columns) for kind in _kinds(column)]
        if len(kinds) == len(set(kinds)):
            given |= dict.fromkeys(columns, period)
    return given


def _kinds(column: ClassifiedColumn) -> tuple[str, ...]:
    return ("rag", "progress") if column.field == BOTH else (column.field,)


def give_way_to_latest(table: PlanTable, latest: str, labels: Mapping[str, str]) -> None:
    """Make an undated RAG or progress column the council's own, where the latest period has one of that kind.

    Args:
        table: the table, whose columns are changed.
        latest: the label of the latest period that headings name; "" without one.
        labels: a period's key -> its label.
    """
    dated = {
        column.field
        for column in table.columns
        if column.field in PERIOD_FIELDS and column.period and labels[column.period.key] == latest
    }
    taken = dated | ({"rag", "progress"} if BOTH in dated else set())
    table.set_columns(
        tuple(
            replace(column, field="other")
            if column.period is None and column.field in taken & set(PERIOD_FIELDS)
            else column
            for column in table.columns
        )
    )


def undated_period(
    found: Sequence[PlanTable], periods: Sequence[str], period: str | None, views: Sequence[SheetView]
) -> tuple[str, Mapping[str, str]]:
    """Find the period of columns that name none.

    Args:
        found: the plan's tables.
        periods: the labels of the periods that headings name, oldest first.
        period: the one that the user gave, if any.
        views: all sheets that are read.

    Returns:
        The label, and the words of the finding that says why; no words when none is needed.
    """
    if periods:
        return periods[-1], {}
    if not any(column.field in PERIOD_FIELDS for each in found for column in each.columns):
        return period or _START, {}
    if period:
        return period, {}
    for each in found:
        for _, text in each.lines:
            if named := _named_period(text):
                return named, {"why": "in title", "text": text[:80]}
    for each in found:
        if named := _named_period(each.view.sheet):
            return named, {"why": "in sheet name", "text": each.view.sheet}
    for view in views:
        if view.sheet not in {each.view.sheet for each in found}:
            for text in short_texts(view, rows=20):
                if named := _named_period(text):
                    return named, {"why": "on sheet", "text": view.sheet}
    return _START, {"why": "nowhere"}


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


def financial_year(titles: Iterable[str]) -> dt.date | None:
    """The day on which the financial year begins that titles name; None when they name none, or more than one.

    >>> financial_year(["Delivery plan 2026/27", "Draft"]), financial_year(["Plan 2026-30", "Update 2026"])
    (datetime.date(2026, 4, 1), None)
    """
    years = {
        read_timescale(match[0]).start
        for title in titles
        if len(title) <= LONGEST_TITLE
        for match in _SPLIT_YEAR.finditer(title)
    } - {None}
    return years.pop() if len(years) == 1 else None
