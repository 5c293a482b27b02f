"""How cells look, in the stand-in for Excel on the web: number formats, fills, fonts, borders, alignment, sizes."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.styles import PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter

from tests.excel.engines.remote.parts import (
    Action,
    NotCarriedOut,
    OpenBook,
    RefusedByExcel,
    cells,
    cells_there,
)
from xlplan.workbook.grid import Area

_FONT_WORDS = {"bold": "b", "italic": "i", "size": "sz", "name": "name"}
_LINES: dict[str, Any] = {
    "continuous": "thin",
    "dash": "dashed",
    "dash_dot": "dashDot",
    "dash_dot_dot": "dashDotDot",
    "dot": "dotted",
    "double": "double",
    "slant_dash_dot": "slantDashDot",
}
_WEIGHTS: dict[str, Any] = {"hairline": "hair", "thin": "thin", "medium": "medium", "thick": "thick"}
_HORIZONTAL = {
    "General": None,
    "Left": "left",
    "Center": "center",
    "Right": "right",
    "Fill": "fill",
    "Justify": "justify",
    "CenterAcrossSelection": "centerContinuous",
    "Distributed": "distributed",
}
_VERTICAL = {
    "Top": "top",
    "Center": "center",
    "Bottom": "bottom",
    "Justify": "justify",
    "Distributed": "distributed",
}
# A pixel is three quarters of a point; a character of Calibri 11, the standard font, is seven pixels wide.
_POINTS_A_CHARACTER = 7 * 72 / 96


def set_number_format(book: OpenBook, action: Action) -> None:
    for cell in cells(book.sheet(action), action.where):
        cell.number_format = str(action.args[0])


def _filled(colour: str | None) -> PatternFill:
    if colour is None:
        return PatternFill()
    return PatternFill("solid", fgColor="FF" + colour.removeprefix("#").upper())


def set_range_color(book: OpenBook, action: Action) -> None:
    fill = _filled(action.args[0])
    for cell in cells(book.sheet(action), action.where):
        cell.fill = fill


def set_range_colors(book: OpenBook, action: Action) -> None:
    wanted = [colour for row in action.args[0] for colour in row]
    for cell, colour in zip(cells(book.sheet(action), action.where), wanted, strict=True):
        if colour != "keep":
            cell.fill = _filled(colour)


def set_font_property(book: OpenBook, action: Action) -> None:
    word, value = action.args
    for cell in cells(book.sheet(action), action.where):
        font: Any = copy(cell.font)
        if word == "color":
            font.color = Color(rgb="FF" + value.removeprefix("#").upper())
        elif word in _FONT_WORDS:
            setattr(font, _FONT_WORDS[word], value)
        else:
            raise NotCarriedOut(f"font.{word}")
        cell.font = font


def set_border_property(book: OpenBook, action: Action) -> None:
    side, attribute, value = action.args
    area = action.where
    for cell in cells(book.sheet(action), area):
        for edge in _edges(side, cell.row, cell.column, area):
            border: Any = copy(cell.border)
            setattr(border, edge, _line(getattr(border, edge), attribute, value))
            cell.border = border


def _edges(side: str, row: int, column: int, area: Area) -> list[str]:
    top, bottom = row == area.first_row, row == area.last_row
    left, right = column == area.first_column, column == area.last_column
    if side == "inside_horizontal":
        return [edge for edge, outside in (("top", top), ("bottom", bottom)) if not outside]
    if side == "inside_vertical":
        return [edge for edge, outside in (("left", left), ("right", right)) if not outside]
    outer = {"edge_top": ("top", top), "edge_bottom": ("bottom", bottom)}
    outer |= {"edge_left": ("left", left), "edge_right": ("right", right)}
    if side not in outer:
        raise NotCarriedOut(f"border {side}")
    edge, is_there = outer[side]
    return [edge] if is_there else []


def _line(side: Side | None, attribute: str, value: Any) -> Side:
    style = side.style if side is not None else None
    color = side.color if side is not None else None
    if attribute == "color":
        return Side(style=style or "thin", color=Color(rgb="FF" + value.removeprefix("#").upper()))
    if attribute == "weight":
        return Side(style=_WEIGHTS[value], color=color)
    if value is None:
        return Side()
    if value == "continuous" and style in _WEIGHTS.values():
        return Side(style=style, color=color)
    return Side(style=_LINES[value], color=color)


def _set_alignment(book: OpenBook, action: Action, word: str, value: Any) -> None:
    for cell in cells(book.sheet(action), action.where):
        alignment: Any = copy(cell.alignment)
        setattr(alignment, word, value)
        cell.alignment = alignment


def set_wrap_text(book: OpenBook, action: Action) -> None:
    _set_alignment(book, action, "wrap_text", bool(action.args[0]))


def set_horizontal_alignment(book: OpenBook, action: Action) -> None:
    _set_alignment(book, action, "horizontal", _HORIZONTAL[action.args[0]])


def set_vertical_alignment(book: OpenBook, action: Action) -> None:
    _set_alignment(book, action, "vertical", _VERTICAL[action.args[0]])


def set_column_width(book: OpenBook, action: Action) -> None:
    points = float(action.args[0])
    if points > 255 * _POINTS_A_CHARACTER:
        raise RefusedByExcel(f"a column {points} points wide")
    sheet = book.sheet(action)
    for column in range(action.where.first_column, action.where.last_column + 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.hidden = points == 0
        if points:
            dimension.width = round(points / _POINTS_A_CHARACTER, 4)


def set_row_height(book: OpenBook, action: Action) -> None:
    points = float(action.args[0])
    if not 0 <= points <= 409.5:
        raise RefusedByExcel(f"a row {points} points high")
    sheet = book.sheet(action)
    for row in range(action.where.first_row, action.where.last_row + 1):
        sheet.row_dimensions[row].height = points


def set_autofit(book: OpenBook, action: Action) -> None:
    _fit(book, action, action.where)


def set_sheet_autofit(book: OpenBook, action: Action) -> None:
    sheet = book.sheet(action)
    _fit(book, action, Area(1, 1, sheet.max_row, sheet.max_column))


def _fit(book: OpenBook, action: Action, area: Area) -> None:
    sheet = book.sheet(action)
    if action.args[0] == "rows":
        for row in range(area.first_row, min(area.last_row, sheet.max_row) + 1):
            # Without a height of its own, a row is fitted to its text when the file is opened.
            sheet.row_dimensions[row].height = None
        return
    longest: dict[int, int] = {}
    for cell in cells_there(sheet, area):
        if cell.value is not None:
            lines = str(cell.value).splitlines() or [""]
            longest[cell.column] = max(longest.get(cell.column, 0), *(len(line) for line in lines))
    for column, length in longest.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(length + 2, 255)


def set_row_hidden(book: OpenBook, action: Action) -> None:
    for row in range(action.where.first_row, action.where.last_row + 1):
        book.sheet(action).row_dimensions[row].hidden = bool(action.args[0])


def set_column_hidden(book: OpenBook, action: Action) -> None:
    for column in range(action.where.first_column, action.where.last_column + 1):
        book.sheet(action).column_dimensions[get_column_letter(column)].hidden = bool(action.args[0])


LOOKS: dict[str, Callable[[OpenBook, Action], None]] = {
    "setNumberFormat": set_number_format,
    "setRangeColor": set_range_color,
    "setRangeColors": set_range_colors,
    "setFontProperty": set_font_property,
    "setBorderProperty": set_border_property,
    "setWrapText": set_wrap_text,
    "setHorizontalAlignment": set_horizontal_alignment,
    "setVerticalAlignment": set_vertical_alignment,
    "setColumnWidth": set_column_width,
    "setRowHeight": set_row_height,
    "setAutofit": set_autofit,
    "setSheetAutofit": set_sheet_autofit,
    "setRowHidden": set_row_hidden,
    "setColumnHidden": set_column_hidden,
}
