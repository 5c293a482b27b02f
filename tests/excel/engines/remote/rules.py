"""Drop-downs and conditional formats, in the stand-in for Excel on the web."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.excel.engines.remote.parts import (
    Action,
    NotCarriedOut,
    OpenBook,
    RefusedByExcel,
    areas_of,
    joined,
    moved,
    overlap,
    top_left,
    translated,
    without,
    written,
)
from xlplan.workbook.grid import Area, address, quoted

_KINDS = {"whole_number": "whole", "text_length": "textLength"}
_OPERATORS: dict[str, Any] = {
    "between": "between",
    "not_between": "notBetween",
    "equal_to": "equal",
    "not_equal_to": "notEqual",
    "greater_than": "greaterThan",
    "less_than": "lessThan",
    "greater_than_or_equal": "greaterThanOrEqual",
    "less_than_or_equal": "lessThanOrEqual",
}
_MESSAGES = (
    "promptTitle",
    "prompt",
    "errorTitle",
    "error",
    "errorStyle",
    "showInputMessage",
    "showErrorMessage",
)

Tile = tuple[Area, int, int]
"""A copy's own area, and how many rows and columns it stands from what it was copied from."""


def conditional_rules(sheet: Worksheet) -> list[tuple[list[Area], Rule]]:
    """The sheet's conditional formats, the first to be looked at first."""
    found = [(areas_of(entry.sqref), rule) for entry in sheet.conditional_formatting for rule in entry.rules]
    return sorted(found, key=lambda pair: pair[1].priority)


def put_conditional_rules(sheet: Worksheet, rules: list[tuple[list[Area], Rule]]) -> None:
    """Let these be the sheet's conditional formats, in this order."""
    sheet.conditional_formatting = ConditionalFormattingList()
    for priority, (areas, rule) in enumerate(rules, 1):
        rule.priority = priority
        sheet.conditional_formatting.add(written(areas), rule)


def _reaching(rule: Rule, before: list[Area], after: list[Area]) -> tuple[list[Area], Rule]:
    # A formula is written for the top left cell: when another cell becomes that, it must say the same from there.
    after = joined(after)
    if rule.formula and top_left(before) != top_left(after):
        rule = copy(rule)
        rule.formula = [translated(text, top_left(before), top_left(after)) for text in rule.formula]
    return after, rule


def clear_conditional_rules(sheet: Worksheet, area: Area) -> None:
    """Take the conditional formats off an area; those that reach further stay on the rest."""
    kept = []
    for areas, rule in conditional_rules(sheet):
        left = [piece for one in areas for piece in without(one, area)]
        if left:
            kept.append(_reaching(rule, areas, left))
    put_conditional_rules(sheet, kept)


def copy_conditional_rules(sheet: Worksheet, source: Area, tiles: list[Tile]) -> None:
    """Let the conditional formats of an area hold for its copies too, and no others there."""
    for tile, _, _ in tiles:
        clear_conditional_rules(sheet, tile)
    grown = []
    for areas, rule in conditional_rules(sheet):
        more = list(areas)
        for shared in (overlap(one, source) for one in areas):
            for tile, rows, columns in tiles:
                there = shared and overlap(moved(shared, rows, columns), tile)
                if there:
                    more.append(there)
        grown.append(_reaching(rule, areas, more))
    put_conditional_rules(sheet, grown)


def add_conditional_format(book: OpenBook, action: Action) -> None:
    sheet, entry = book.sheet(action), action.args[0]
    style = DifferentialStyle(
        font=Font(
            b=entry["font_bold"],
            i=entry["font_italic"],
            color=Color(rgb="FF" + entry["font_color"].removeprefix("#")) if entry["font_color"] else None,
            name=None,
            sz=None,
        ),
        fill=PatternFill(bgColor="FF" + entry["fill_color"].removeprefix("#"))
        if entry["fill_color"]
        else None,
    )
    if entry["type"] == "Custom":
        rule = Rule(type="expression", formula=[entry["formula"].removeprefix("=")], dxf=style)
    elif entry["type"] == "CellValue":
        formulas = [
            str(entry[key]).removeprefix("=")
            for key in ("formula1", "formula2")
            if entry.get(key) is not None
        ]
        operator = entry["operator"][0].lower() + entry["operator"][1:]
        operator = {"equalTo": "equal", "notEqualTo": "notEqual"}.get(operator, operator)
        rule = Rule(type="cellIs", operator=operator, formula=formulas, dxf=style)
    else:
        raise NotCarriedOut(f"conditional format {entry['type']}")
    rule.stopIfTrue = entry["stop_if_true"] or None
    # The newest rule comes first.
    put_conditional_rules(sheet, [([action.where], rule), *conditional_rules(sheet)])


def clear_conditional_formats(book: OpenBook, action: Action) -> None:
    clear_conditional_rules(book.sheet(action), action.where)


def clear_validations(sheet: Worksheet, area: Area) -> None:
    """Take the drop-downs and other limits off an area; those that reach further stay on the rest."""
    kept = []
    for rule in sheet.data_validations.dataValidation:
        areas = areas_of(rule.sqref)
        left = joined([piece for one in areas for piece in without(one, area)])
        if not left:
            continue
        if top_left(areas) != top_left(left):
            for name in ("formula1", "formula2"):
                text = getattr(rule, name)
                if text and not text.startswith('"'):
                    setattr(rule, name, translated(text, top_left(areas), top_left(left)))
        rule.sqref = MultiCellRange(written(left))
        kept.append(rule)
    sheet.data_validations.dataValidation = kept


def copy_validations(source: Worksheet, area: Area, target: Worksheet, tiles: list[Tile]) -> None:
    """Give an area's drop-downs and other limits to its copies."""
    held = [(areas_of(rule.sqref), copy(rule)) for rule in source.data_validations.dataValidation]
    for tile, rows, columns in tiles:
        clear_validations(target, tile)
        for areas, rule in held:
            there = [shared for one in areas if (shared := overlap(moved(one, rows, columns), tile))]
            there = [one for one in there if overlap(moved(one, -rows, -columns), area)]
            if there:
                again = copy(rule)
                again.sqref = MultiCellRange(written(joined(there)))
                target.data_validations.append(again)


def _put_validation(sheet: Worksheet, area: Area, rule: DataValidation) -> None:
    first = address(area.first_row, area.first_column)
    for before in sheet.data_validations.dataValidation:
        if first in before.sqref:
            # A new rule leaves the messages as they were.
            for name in _MESSAGES:
                setattr(rule, name, getattr(before, name))
            break
    clear_validations(sheet, area)
    rule.sqref = MultiCellRange(str(area))
    sheet.data_validations.append(rule)


def set_data_validation_list(book: OpenBook, action: Action) -> None:
    source, in_cell_dropdown = action.args
    if source["type"] == "literal":
        text = ",".join(source["values"])
        if len(text) > 255:
            raise RefusedByExcel(f"a drop-down of {len(text)} characters")
        formula = f'"{text}"'
    elif source["type"] == "range":
        first_row, first_column = source["start_row"] + 1, source["start_column"] + 1
        area = Area(
            first_row,
            first_column,
            first_row + source["row_count"] - 1,
            first_column + source["column_count"] - 1,
        )
        formula = f"{quoted(book.at(source['sheet_position']).title)}!{_fixed(area)}"
    else:
        formula = source["name"]
    # The file's attribute says the opposite of its name: it hides the arrow.
    rule = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        showDropDown=not in_cell_dropdown,
    )
    _put_validation(book.sheet(action), action.where, rule)


def _fixed(area: Area) -> str:
    first, _, last = str(area).partition(":")
    cells = [first, last] if last else [first]
    letters = [cell.rstrip("0123456789") for cell in cells]
    return ":".join(f"${part}${cell[len(part) :]}" for part, cell in zip(letters, cells, strict=True))


def set_data_validation_rule(book: OpenBook, action: Action) -> None:
    wanted = action.args[0]
    formulas = [wanted[key] and str(wanted[key]).removeprefix("=") for key in ("formula1", "formula2")]
    rule = DataValidation(
        type=_KINDS.get(wanted["type"], wanted["type"]),
        operator=_OPERATORS[wanted["operator"]] if wanted["operator"] else None,
        formula1=formulas[0],
        formula2=formulas[1],
        allow_blank=True,
        showErrorMessage=True,
    )
    _put_validation(book.sheet(action), action.where, rule)


def delete_data_validation(book: OpenBook, action: Action) -> None:
    clear_validations(book.sheet(action), action.where)


RULES: dict[str, Callable[[OpenBook, Action], None]] = {
    "addConditionalFormat": add_conditional_format,
    "clearConditionalFormats": clear_conditional_formats,
    "setDataValidationList": set_data_validation_list,
    "setDataValidationRule": set_data_validation_rule,
    "deleteDataValidation": delete_data_validation,
}
