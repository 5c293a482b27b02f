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
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_TWO_OPERANDS = ("between", "notBetween")
_COMPARED = ("whole", "decimal", "date", "time", "textLength")
_DATE = re.compile(r"DATE\((\d{4}),(\d{1,2}),(\d{1,2})\)", re.IGNORECASE)
_QUOTED_PLAINLY = re.compile(r"'([^\W\d]\w*)'!")
_COUNTRY = re.compile(r"\[\$-[0-9A-Fa-f]+\]")
# The short date of the reader's country: in Britain, day first.
_SHORT_DATE = "mm-dd-yy"

# Characters; two programs that count pixels and characters differ by less.
_HALF_A_CHARACTER = 0.5
_USUAL_WIDTH = 8.43
# Far from all edges: no reference of a formula that is moved there falls off the sheet.
_FAR_AWAY = "ZZ9999"

AnyCell = Cell | MergedCell
Rectangle = tuple[int, int, int, int]
Rules = tuple[tuple[str, ...], ...]
"""What decides a cell's colours, the first to win first."""


def differences(a: Path, b: Path, sheets: Collection[str] | None = None) -> list[str]:
    """Compare two workbooks cell by cell: values, formulas, fills, number formats, bold, wrap, horizontal alignment;
    conditional formats, validations, widths of columns, tables and their filters, sheets.

    Not compared: what is in a prompt or an error message of a validation (xlwings cannot set them), fonts but for
    bold, borders, vertical alignment, heights of rows (they are fitted when a file is opened), widths of columns in
    which nothing stands, italic and "stop if true" of a conditional format, frozen panes and printing (the add-in's).

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
    yield from _filters(one, other)
    yield from _cells(one, other, shown, other_shown)
    yield from _widths(one, other)
    yield from _conditional_formats(one, other)
    rules, other_rules = _validations(one), _validations(other)
    for rule in sorted(rules.keys() | other_rules.keys(), key=str):
        where, other_where = _ranges(rules.get(rule, [])), _ranges(other_rules.get(rule, []))
        if where != other_where:
            yield f"{one.title}: validation {rule} at {where or 'no cell'} and {other_where or 'no cell'}"


def _filters(one: Worksheet, other: Worksheet) -> Iterator[str]:
    for name in one.tables.keys() & other.tables.keys():
        filtered = [sheet.tables[name].autoFilter is not None for sheet in (one, other)]
        if filtered[0] != filtered[1]:
            yield f"{one.title}: table {name} has its filter in one alone"


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
            if _look(cell) != _look(other_cell):
                yield f"{place}: {_look(cell)} and {_look(other_cell)}"
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
    return _colour(fill.fgColor)


def _colour(colour: Color | None) -> str:
    if colour is None:
        return "none"
    if colour.type == "rgb":
        return f"#{colour.rgb[-6:].upper()}"
    return f"{colour.type} {colour.value} {colour.tint:.2f}"


def _look(cell: AnyCell) -> str:
    """Bold, wrap and horizontal alignment in words."""
    words = ["bold"] if cell.font.b else []
    words += ["wrapped"] if cell.alignment.wrap_text else []
    side = cell.alignment.horizontal
    words += [side] if side not in (None, "general") else []
    return " ".join(words) or "plain"


def _number_format(cell: AnyCell) -> str:
    """What the format means for this value: how a text is shown does not depend on it."""
    if isinstance(cell.value, str) and not cell.value.startswith("="):
        return "text"
    code = _COUNTRY.sub("", cell.number_format).replace("\\", "").replace('"', "").removesuffix(";@")
    return "dd/mm/yyyy" if code == _SHORT_DATE else code


def _widths(one: Worksheet, other: Worksheet) -> Iterator[str]:
    widths = _widths_of(one), _widths_of(other)
    for column in sorted(_columns_that_hold_something(one) & _columns_that_hold_something(other)):
        width, other_width = (found.get(column, _USUAL_WIDTH) for found in widths)
        if abs(width - other_width) > _HALF_A_CHARACTER:
            yield f"{one.title}: column {get_column_letter(column)} {width:.1f} and {other_width:.1f} wide"


def _columns_that_hold_something(sheet: Worksheet) -> set[int]:
    return {
        number
        for row in sheet.iter_rows()
        for number, cell in enumerate(row, start=1)
        if _content(cell) is not None
    }


def _widths_of(sheet: Worksheet) -> dict[int, float]:
    """The widths that are said; in a file one entry may speak for several columns."""
    return {
        column: 0.0 if entry.hidden else entry.width
        for entry in sheet.column_dimensions.values()
        if entry.customWidth or entry.width or entry.hidden
        for column in range(entry.min or 0, (entry.max or 0) + 1)
    }


def _conditional_formats(one: Worksheet, other: Worksheet) -> Iterator[str]:
    rules, other_rules = _rules_by_cell(one), _rules_by_cell(other)
    different: dict[tuple[Rules, Rules], list[Rectangle]] = {}
    for row, column in rules.keys() | other_rules.keys():
        pair = rules.get((row, column), ()), other_rules.get((row, column), ())
        if pair[0] != pair[1]:
            different.setdefault(pair, []).append((column, row, column, row))
    for pair, cells in sorted(different.items(), key=str):
        yield f"{one.title}: conditional formats at {_ranges(cells)}: {pair[0]} and {pair[1]}"


def _rules_by_cell(sheet: Worksheet) -> dict[tuple[int, int], Rules]:
    """The conditional formats of each cell, however they were cut into ranges: programs split and join those."""
    found: dict[tuple[int, int], list[tuple[int, tuple[str, ...]]]] = {}
    for entry in sheet.conditional_formatting:
        areas = list(entry.sqref.ranges)
        first = f"{get_column_letter(min(a.min_col for a in areas))}{min(a.min_row for a in areas)}"
        for rule in entry.rules:
            described = rule.priority, _conditional_format(rule, first)
            for place in (cell for area in areas for cell in area.cells):
                found.setdefault(place, []).append(described)
    return {place: tuple(rule for _, rule in sorted(rules)) for place, rules in found.items()}


def _conditional_format(rule: Rule, first: str) -> tuple[str, ...]:
    """A rule in one way of writing: its formulas as they would read in one and the same cell, and the look it gives."""
    formulas = [
        Translator("=" + _QUOTED_PLAINLY.sub(r"\1!", text), origin=first).translate_formula(_FAR_AWAY)
        for text in rule.formula
    ]
    look = rule.dxf
    fill = _colour(look.fill.bgColor) if look is not None and isinstance(look.fill, PatternFill) else "none"
    font = None if look is None else look.font
    ink = "none" if font is None else _colour(font.color)
    weight = "bold" if font is not None and font.b else ""
    return (rule.type, rule.operator or "", *map(str, formulas), fill, ink, weight)


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
