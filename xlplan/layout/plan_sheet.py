"""The Plan sheet: one row an action, the columns in the order of the standard layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from xlplan.layout import standard
from xlplan.layout.direction import direction, direction_formula
from xlplan.layout.sheets import Row, title_cells
from xlplan.model import Action, CellValue, Plan
from xlplan.values.text import counted
from xlplan.workbook.grid import Formula, Value, column_letters
from xlplan.workbook.sheet_spec import Column, SheetSpec, Table
from xlplan.workbook.text_height import lines_of

T = TypeVar("T")


def plan_sheet(plan: Plan, own: Sequence[str], formats: Mapping[str, str] = {}) -> SheetSpec:
    """The Plan sheet.

    Args:
        plan: the plan.
        own: the headings of the council's own columns, in their order.
        formats: the number formats of those that hold numbers, by heading.
    """
    labels = [period.label for period in plan.periods]
    lines = _lines_of_rows(plan.actions, labels)
    columns = [_fitted(column, plan.actions, lines) for column in standard.PLAN_COLUMNS]
    columns += [
        _own_column(
            heading, [action.other.get(heading) for action in plan.actions], formats.get(heading), lines
        )
        for heading in own
    ]
    columns.append(_fitted(standard.SOURCE_COLUMN, plan.actions, lines))
    for label in labels:
        columns += standard.period_columns(label)
    first_period_column = len(standard.PLAN_COLUMNS) + len(own) + 2
    formulas = dict(zip(labels, _direction_formulas(len(labels), first_period_column), strict=True))
    rows = tuple(
        _plan_row(action, own, formulas, str(row))
        for row, action in enumerate(plan.actions, standard.FIRST_ROW)
    )
    hidden = [column.heading for column in columns if column.is_hidden]
    return SheetSpec(
        name=standard.PLAN,
        cells=title_cells(plan.title or "Action plan", plan_line(len(plan.actions), labels, hidden)),
        table=Table(standard.PLAN, tuple(columns), rows, heading_format=standard.HEADING),
        heights={1: 26, 2: 18, 3: 32},
        freeze=(standard.FIRST_ROW, standard.KEPT_IN_SIGHT + 1),
        repeat_rows=(standard.HEADER_ROW, standard.HEADER_ROW),
        repeat_columns=(1, standard.KEPT_IN_SIGHT),
        paper="A3",
        # two pages wide: on one, the progress of the third period could not be read any more
        pages_wide=2,
        footer=plan.title or "Action plan",
        tab_colour=standard.ACCENT,
    )


def plan_line(actions: int, periods: Sequence[str], hidden: Sequence[str]) -> str:
    """The line in A2 of the Plan sheet.

    Args:
        actions: how many there are.
        periods: the labels of the review periods.
        hidden: the headings of the standard columns that are empty.
    """
    rounds = (
        f" Review periods: {', '.join(periods)}." if periods else " No review period has been opened yet."
    )
    empty = f" Hidden while nothing stands in them: {', '.join(hidden)}." if hidden else ""
    return f"One line for each action, {counted(actions, 'action')}.{rounds}{empty}"


_ALWAYS_SHOWN = ("id", "action")
_FEW_LINES = 2
"""So many lines a row may have whatever is in its action and its progress."""
_WIDEST = 72
_NARROWEST_TEXT = 10
_ROUND_A_WORD = 4
"""Beside the longest word: the cell's margins, and in a heading the button of its filter."""
_LONGEST_WORD = 30
"""A longer one is no word but a link or a path, and may break."""
_STEP = 4
_SHARE = 0.95
"""Of the rows: so many must fit before a column is wide enough."""
_MEASURED = 300
"""Rows that are measured in a long plan, evenly taken."""


def _measured(actions: Sequence[T]) -> Sequence[T]:
    return actions[:: max(1, len(actions) // _MEASURED)]


def _lines_of_rows(actions: Sequence[Action], labels: Sequence[str]) -> list[int]:
    """How many lines the action and the progress take in each of the rows that are measured.

    They alone say how high a row is: the other columns get the width that they need to fit into it.
    """
    action_width = next(column.column.width for column in standard.PLAN_COLUMNS if column.field == "action")
    progress_width = standard.period_columns("")[1].width
    return [
        max(
            _FEW_LINES,
            lines_of(action.action, action_width),
            *(lines_of(action.in_period(label).progress, progress_width) for label in labels),
        )
        for action in _measured(actions)
    ]


def _fitted(declared: standard.PlanColumn, actions: Sequence[Action], lines: Sequence[int]) -> Column:
    """A standard column as wide as its texts need; hidden when it has none."""
    column = declared.column
    if declared.field in _ALWAYS_SHOWN:
        return column
    if not any(getattr(action, declared.field) for action in actions):
        return replace(column, is_hidden=True)
    if declared.field in ("due", "revised_due"):
        return column
    texts = [str(getattr(action, declared.field) or "") for action in _measured(actions)]
    width = _width_for(texts, lines, at_least=_NARROWEST_TEXT, heading=column.heading)
    return replace(column, width=width)


def _width_for(texts: Sequence[str], lines: Sequence[int], *, at_least: float, heading: str) -> float:
    """The width at which nearly all texts take no more lines than their rows have anyway, and no word is broken."""
    words = (word for text in (*texts, heading) for word in text.split())
    width = max(at_least, min(max(map(len, words), default=0) + _ROUND_A_WORD, _LONGEST_WORD))
    while width < _WIDEST:
        fitting = sum(lines_of(text, width) <= line for text, line in zip(texts, lines, strict=True))
        if fitting >= _SHARE * len(texts):
            break
        width += _STEP
    return width


def _own_column(
    heading: str, values: Sequence[CellValue], number_format: str | None, lines: Sequence[int]
) -> Column:
    """A column of the council's own looks like what it holds: dates, numbers as they were shown, or text."""
    column = standard.own_column(heading)
    filled = [value for value in values if value not in (None, "")]
    if filled and all(isinstance(value, dt.date) for value in filled):
        return replace(column, format=standard.DATE, width=12)
    if filled and all(isinstance(value, int | float) for value in filled):
        look = replace(standard.CENTRED, number_format=number_format or "General")
        return replace(column, format=look, width=12)
    # beside texts too: a number format leaves them as they are
    look = replace(column.format, number_format=number_format) if number_format else column.format
    texts = ["" if value is None else str(value) for value in _measured(values)]
    return replace(
        column, format=look, width=_width_for(texts, lines, at_least=_NARROWEST_TEXT, heading=heading)
    )


_standard_fields = attrgetter(*(column.field for column in standard.PLAN_COLUMNS))


_ROW = "#"
"""What stands in the formula of a direction for the number of its row."""


def _direction_formulas(periods: int, first_period_column: int) -> list[str]:
    """The formula of each period's direction, the same in all rows but for their numbers."""
    words = [f"{column_letters(first_period_column + 3 * number)}{_ROW}" for number in range(periods)]
    return [direction_formula(words[:number], now) for number, now in enumerate(words)]


def _plan_row(action: Action, own: Sequence[str], formulas: Mapping[str, str], row: str) -> Row:
    cells: list[Value | Formula] = [value or None for value in _standard_fields(action)]
    cells += [_none_if_empty(action.other.get(heading)) for heading in own]
    cells.append(action.source or None)
    words: list[str] = []
    for period, formula in formulas.items():
        report = action.in_period(period)
        cells += [report.rag or None, report.progress or None]
        cells.append(Formula(formula.replace(_ROW, row), shows=direction(words, report.rag)))
        words.append(report.rag)
    return tuple(cells)


def _none_if_empty(value: CellValue) -> Value:
    return None if value == "" else value
