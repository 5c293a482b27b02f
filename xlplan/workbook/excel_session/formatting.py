"""Give cells of an open workbook their formats, and say what may be typed into them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import xlwings as xw

from xlplan.workbook.grid import Area
from xlplan.workbook.ooxml.render import EARLIEST_DATE, rule_formula
from xlplan.workbook.readers.sheet_facts import Allowed
from xlplan.workbook.sheet_spec import Column, ConditionalFormat, Format, Validation

_PLAIN = Format(wrap=False, vertical="bottom")
_POINTS_A_CHARACTER = 5.25
_MARGINS = 5 / 7
"""Of a column, in characters of the standard font: five pixels where a digit takes seven."""
_Operator = Literal[
    "between",
    "not_between",
    "equal_to",
    "not_equal_to",
    "greater_than",
    "less_than",
    "greater_than_or_equal",
    "less_than_or_equal",
]
_OPERATORS: dict[str, _Operator] = {
    "between": "between",
    "notBetween": "not_between",
    "equal": "equal_to",
    "notEqual": "not_equal_to",
    "greaterThan": "greater_than",
    "lessThan": "less_than",
    "greaterThanOrEqual": "greater_than_or_equal",
    "lessThanOrEqual": "less_than_or_equal",
}


def cells_of(sheet: xw.Sheet, area: Area) -> xw.Range:
    """A rectangle of an open sheet."""
    return sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column))


def set_format(cells: xw.Range, look: Format) -> None:
    """Give fresh cells a format; what is as in any fresh cell is left out, for each aspect is a call."""
    for aspect, set_aspect in _SETTERS.items():
        if (wanted := getattr(look, aspect)) != getattr(_PLAIN, aspect):
            set_aspect(cells, wanted)


def set_formats(sheet: xw.Sheet, area: Area, columns: Sequence[Format]) -> None:
    """Give fresh cells the formats of their columns; neighbours that have an aspect in common get it in one call.

    Args:
        sheet: the open sheet.
        area: the cells.
        columns: the format of each of its columns.
    """
    for aspect, set_aspect in _SETTERS.items():
        column = area.first_column
        for wanted, alike in itertools.groupby(getattr(look, aspect) for look in columns):
            last = column + len(list(alike)) - 1
            if wanted != getattr(_PLAIN, aspect):
                set_aspect(cells_of(sheet, Area(area.first_row, column, area.last_row, last)), wanted)
            column = last + 1


def _set_number_format(cells: xw.Range, code: str) -> None:
    cells.number_format = code


def _set_wrap(cells: xw.Range, wrap: bool) -> None:
    cells.wrap_text = wrap


def _set_horizontal(cells: xw.Range, side: Literal["left", "center", "right"]) -> None:
    cells.horizontal_alignment = side


def _set_vertical(cells: xw.Range, side: Literal["top", "center", "bottom"]) -> None:
    cells.vertical_alignment = side


def _set_fill(cells: xw.Range, colour: str) -> None:
    cells.color = f"#{colour}"


def _set_border(cells: xw.Range, colour: str) -> None:
    cells.borders.set("all", line_style="continuous", weight="thin", color=f"#{colour}")


def _set_bold(cells: xw.Range, bold: bool) -> None:
    cells.font.bold = bold


def _set_italic(cells: xw.Range, italic: bool) -> None:
    cells.font.italic = italic


def _set_size(cells: xw.Range, size: float) -> None:
    cells.font.size = size


def _set_colour(cells: xw.Range, colour: str) -> None:
    cells.font.color = f"#{colour}"


_SETTERS: dict[str, Callable[[xw.Range, Any], None]] = {
    "number_format": _set_number_format,
    "wrap": _set_wrap,
    "horizontal": _set_horizontal,
    "vertical": _set_vertical,
    "fill": _set_fill,
    "border": _set_border,
    "bold": _set_bold,
    "italic": _set_italic,
    "size": _set_size,
    "colour": _set_colour,
}
"""Each aspect of a `Format` that xlwings can set, and how. It has no word for underlined and for locked."""


def set_width(cells: xw.Range, characters: float) -> None:
    """Make columns as wide as a file with this width; no width hides them.

    xlwings' remote engine counts in points. A desktop program counts in characters, and leaves out the margins, which
    a file counts in (ECMA-376 18.3.1.13).
    """
    is_remote = cells.sheet.book.app.engine.type == "remote"
    cells.column_width = characters * _POINTS_A_CHARACTER if is_remote else max(0, characters - _MARGINS)


def set_choice(cells: xw.Range, validation: Validation) -> None:
    """Say what may be typed into cells. xlwings cannot set the message beside them."""
    if validation.kind == "date":
        cells.data_validation.set_date("greater_than_or_equal", EARLIEST_DATE)
    elif len(validation.choices) == 1 and validation.choices[0].startswith("="):
        cells.data_validation.set_list(_named(cells, validation.choices[0][1:]))
    else:
        cells.data_validation.set_list(list(validation.choices))


def set_rules(sheet: xw.Sheet, columns: Sequence[Column], body: Area, headings: Mapping[str, int]) -> None:
    """Lay the columns' conditional formats over the rows of a table."""
    if not any(column.rules for column in columns):
        return
    is_visible = sheet.visible
    sheet.visible = True  # only what can be seen can be selected
    for number, column in enumerate(columns, body.first_column):
        if not column.rules:
            continue
        cells = cells_of(sheet, Area(body.first_row, number, body.last_row, number))
        # Excel reads a rule's formula as written for the cell that is selected.
        sheet.activate()
        cells[0, 0].select()
        # Each new rule comes before those that are there.
        for rule in reversed(column.rules):
            _set_rule(cells, rule, f"={rule_formula(rule, body.first_row, number, headings)}")
    sheet.visible = is_visible


def _set_rule(cells: xw.Range, rule: ConditionalFormat, formula: str) -> None:
    cells.conditional_formats.add_custom(
        formula,
        fill_color=None if rule.fill is None else f"#{rule.fill}",
        font_color=None if rule.colour is None else f"#{rule.colour}",
        font_bold=rule.bold or None,
    )


def allow(sheet: xw.Sheet, allowed: Sequence[Allowed], new: Area) -> None:
    """Let the rules of a table's rows hold for rows that were added to it, where the program has not done so itself."""
    for rule in allowed:
        for area in rule.areas:
            common = _common(area, new)
            if common is not None and not _is_ruled(cells := cells_of(sheet, common)):
                _allow(cells, rule)


def _common(one: Area, other: Area) -> Area | None:
    both = Area(
        max(one.first_row, other.first_row),
        max(one.first_column, other.first_column),
        min(one.last_row, other.last_row),
        min(one.last_column, other.last_column),
    )
    return both if both.first_row <= both.last_row and both.first_column <= both.last_column else None


def _is_ruled(cells: xw.Range) -> bool:
    try:
        return cells.data_validation.type != "none"
    except NotImplementedError:
        return False  # the engine cannot tell; to say it twice does no harm


def _allow(cells: xw.Range, rule: Allowed) -> None:
    validation = cells.data_validation
    operator = _OPERATORS[rule.operator]
    first, second = _operand(rule.first), _operand(rule.second)
    if rule.kind == "list":
        validation.set_list(list(rule.words) or _named(cells, rule.first))
    elif rule.kind == "custom":
        validation.set_custom(f"={rule.first}")
    elif rule.kind in ("whole", "decimal", "date", "time", "textLength"):
        setters = {
            "whole": validation.set_whole_number,
            "decimal": validation.set_decimal,
            "date": validation.set_date,
            "time": validation.set_time,
            "textLength": validation.set_text_length,
        }
        between = operator in ("between", "not_between")
        setters[rule.kind](operator, first, second if between else None)


def _operand(text: str) -> str | float:
    """A number as one; anything else as a formula."""
    try:
        number = float(text)
    except ValueError:
        return f"={text}"
    return int(number) if number.is_integer() else number


def _named(cells: xw.Range, reference: str) -> xw.Range:
    """The cells that a list takes its words from: Key!$A$4:$A$9, or on the same sheet."""
    sheet, _, area = reference.rpartition("!")
    book = cells.sheet.book
    of_sheet = book.sheets[sheet.strip("'").replace("''", "'")] if sheet else cells.sheet
    return of_sheet.range(area.replace("$", ""))
