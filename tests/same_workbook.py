"""What differs between two workbooks, in all that a person sees or relies on: for what a button and a command make."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_TWO_OPERANDS = ("between", "notBetween")
_COMPARED = ("whole", "decimal", "date", "time", "textLength")
_DATE = re.compile(r"DATE\((\d{4}),(\d{1,2}),(\d{1,2})\)", re.IGNORECASE)
_QUOTED_PLAINLY = re.compile(r"'([^\W\d]\w*)'!")
_COUNTRY = re.compile(r"\[\$-[0-9A-Fa-f]+\]")
# The short date of the reader's country: in Britain, day first.
_SHORT_DATE = "mm-dd-yy"

AnyCell = Cell | MergedCell
Rectangle = tuple[int, int, int, int]


def differences(a: Path, b: Path, sheets: Collection[str] | None = None) -> list[str]:
    """Compare two workbooks cell by cell: values, formulas, fills, number formats; validations, tables, sheets.

    Not compared: what is in a prompt or an error message of a validation (xlwings cannot set them), fonts, borders,
    widths, conditional formats.

    Args:
        a: a workbook.
        b: another; fair where both were saved by the same program.
        sheets: the sheets to compare, by name; None for all.

    Returns:
        One line a difference, with its place; none where they are the same.
    """
    one, other = openpyxl.load_workbook(a), openpyxl.load_workbook(b)
    shown_in_one = openpyxl.load_workbook(a, data_only=True)
    shown_in_other = openpyxl.load_workbook(b, data_only=True)
    names = [name for name in one.sheetnames if sheets is None or name in sheets]
    other_names = [name for name in other.sheetnames if sheets is None or name in sheets]
    found = [] if names == other_names else [f"sheets: {names} and {other_names}"]
    for name in names:
        if name in other_names:
            found += _sheet(one[name], other[name], shown_in_one[name], shown_in_other[name])
    return found


def _sheet(one: Worksheet, other: Worksheet, shown: Worksheet, other_shown: Worksheet) -> Iterator[str]:
    visible = one.sheet_state == "visible", other.sheet_state == "visible"
    if visible[0] != visible[1]:
        yield f"{one.title}: visible in one alone"
    tables = [{table.name: table.ref for table in sheet.tables.values()} for sheet in (one, other)]
    if tables[0] != tables[1]:
        yield f"{one.title}: tables {tables[0]} and {tables[1]}"
    yield from _cells(one, other, shown, other_shown)
    rules, other_rules = _validations(one), _validations(other)
    for rule in sorted(rules.keys() | other_rules.keys(), key=str):
        where, other_where = _ranges(rules.get(rule, [])), _ranges(other_rules.get(rule, []))
        if where != other_where:
            yield f"{one.title}: validation {rule} at {where or 'no cell'} and {other_where or 'no cell'}"


def _cells(one: Worksheet, other: Worksheet, shown: Worksheet, other_shown: Worksheet) -> Iterator[str]:
    for row in range(1, max(one.max_row, other.max_row) + 1):
        for column in range(1, max(one.max_column, other.max_column) + 1):
            cell, other_cell = one.cell(row, column), other.cell(row, column)
            place = f"{one.title}!{cell.coordinate}"
            value, other_value = _content(cell), _content(other_cell)
            if not _same(value, other_value):
                yield f"{place}: {value!r} and {other_value!r}"
            elif not _same(_content(shown.cell(row, column)), _content(other_shown.cell(row, column))):
                values = _content(shown.cell(row, column)), _content(other_shown.cell(row, column))
                yield f"{place}: {value!r} shows {values[0]!r} and {values[1]!r}"
            if _fill(cell) != _fill(other_cell):
                yield f"{place}: filled {_fill(cell)} and {_fill(other_cell)}"
            if value is not None and other_value is not None:
                formats = _number_format(cell), _number_format(other_cell)
                if formats[0] != formats[1]:
                    yield f"{place}: number format {formats[0]!r} and {formats[1]!r}"


def _content(cell: AnyCell) -> Any:
    value: Any = cell.value
    if value is None or value == "":
        return None
    text = getattr(value, "text", value)  # an array formula is an object
    return _QUOTED_PLAINLY.sub(r"\1!", text) if isinstance(text, str) and text.startswith("=") else text


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return abs(one - other) < dt.timedelta(seconds=1)
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    return type(one) is type(other) and bool(one == other)


def _fill(cell: AnyCell) -> str:
    fill = cell.fill
    if fill is None or fill.fill_type in (None, "none"):
        return "with nothing"
    colour = fill.fgColor
    return (
        f"#{colour.rgb[-6:]}" if colour.type == "rgb" else f"{colour.type} {colour.value} {colour.tint:.2f}"
    )


def _number_format(cell: AnyCell) -> str:
    """What the format means for this value: how a text is shown does not depend on it."""
    if isinstance(cell.value, str) and not cell.value.startswith("="):
        return "text"
    code = _COUNTRY.sub("", cell.number_format).replace("\\", "").replace('"', "").removesuffix(";@")
    return "dd/mm/yyyy" if code == _SHORT_DATE else code


def _validations(sheet: Worksheet) -> dict[tuple[str, ...], list[Rectangle]]:
    """Each rule, and the cells where it holds."""
    found: dict[tuple[str, ...], list[Rectangle]] = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type not in (None, "none"):
            rectangles = [(r.min_col, r.min_row, r.max_col, r.max_row) for r in rule.sqref.ranges]
            found.setdefault(_rule(rule), []).extend(rectangles)
    return found


def _rule(rule: Any) -> tuple[str, ...]:
    described = (rule.type, _operand(rule.formula1))
    if rule.type not in _COMPARED:
        return described
    operator = rule.operator or "between"
    second = (_operand(rule.formula2),) if operator in _TWO_OPERANDS else ()
    return (*described, operator, *second)


def _operand(text: str | None) -> str:
    def serial(found: re.Match[str]) -> str:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        return str((day - dt.date(1899, 12, 30)).days)

    plain = _DATE.sub(serial, _QUOTED_PLAINLY.sub(r"\1!", text or ""))
    return re.sub(r"\s*,\s*", ",", plain)


def _ranges(rectangles: list[Rectangle]) -> str:
    """The cells in one way of writing, however they were cut into rectangles: runs of rows, column by column."""
    columns: dict[int, list[tuple[int, int]]] = {}
    for first, top, last, bottom in rectangles:
        for column in range(first, last + 1):
            columns.setdefault(column, []).append((top, bottom))
    return " ".join(
        f"{get_column_letter(column)}{top}:{get_column_letter(column)}{bottom}"
        for column in sorted(columns)
        for top, bottom in _joined(columns[column])
    )


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for top, bottom in sorted(runs):
        if joined and top <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], bottom)
        else:
            joined.append((top, bottom))
    return joined
