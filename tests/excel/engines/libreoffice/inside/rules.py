"""Rules on cells: data validation and conditional formats."""

from __future__ import annotations

from typing import Any

import uno

from tests.excel.engines.libreoffice.inside.office import Block, Office, Refused, operation

_TYPES = {
    "none": "ANY",
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "list": "LIST",
    "custom": "CUSTOM",
}
_OPERATORS = {
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than": "LESS",
    "less_than_or_equal": "LESS_EQUAL",
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
}
_ALERTS = {"stop": "STOP", "warning": "WARNING", "information": "INFO"}
_EXPRESSION = 24  # com.sun.star.sheet.ConditionFormatOperator
_CONDITION = 0  # com.sun.star.sheet.ConditionEntryType


def _word(words: dict[str, str], value: Any) -> str:
    return next((word for word, name in words.items() if name == value.value), "unknown")


@operation
def validations(office: Office, book: str, sheet: str, block: Block) -> list[dict[str, Any]]:
    """Each different validation in the block (a cell without one counts as type "none")."""
    groups = office.cells(book, sheet, block).getUniqueCellFormatRanges()
    found: list[dict[str, Any]] = []
    for number in range(groups.Count):
        described = _described(groups.getByIndex(number).Validation)
        if described not in found:
            found.append(described)
    return found


def _described(validation: Any) -> dict[str, Any]:
    return {
        "type": _word(_TYPES, validation.Type),
        "operator": _word(_OPERATORS, validation.getOperator()),
        "formula1": validation.getFormula1(),
        "formula2": validation.getFormula2(),
        "in_cell_dropdown": validation.ShowList > 0,
        "ignore_blank": bool(validation.IgnoreBlankCells),
        "input_title": validation.InputTitle,
        "input_message": validation.InputMessage,
        "show_input": bool(validation.ShowInputMessage),
        "error_title": validation.ErrorTitle,
        "error_message": validation.ErrorMessage,
        "show_error": bool(validation.ShowErrorMessage),
        "alert_style": _word(_ALERTS, validation.ErrorAlertStyle),
    }


@operation
def set_validation(
    office: Office,
    book: str,
    sheet: str,
    block: Block,
    kind: str,
    operator: str | None,
    formula1: str,
    formula2: str,
    in_cell_dropdown: bool,
) -> None:
    """Set the rule; prompts and alerts that the cells have already stay."""
    cells = office.cells(book, sheet, block)
    validation = cells.Validation
    is_new = validation.Type.value == "ANY"
    validation.Type = uno.Enum("com.sun.star.sheet.ValidationType", _TYPES[kind])
    if operator:
        validation.setOperator(uno.Enum("com.sun.star.sheet.ConditionOperator", _OPERATORS[operator]))
    validation.setSourcePosition(cells.getCellByPosition(0, 0).CellAddress)
    validation.setFormula1(formula1)
    validation.setFormula2(formula2)
    if kind == "list":
        validation.ShowList = 1 if in_cell_dropdown else 0
    if is_new:
        validation.IgnoreBlankCells = True
        validation.ShowErrorMessage = True
        validation.ShowInputMessage = True
    cells.Validation = validation


@operation
def delete_validation(office: Office, book: str, sheet: str, block: Block) -> None:
    """Take the validation away, prompts and all."""
    office.cells(book, sheet, block).setPropertyToDefault("Validation")


@operation
def conditional_formats(office: Office, book: str, sheet: str, block: Block) -> list[dict[str, Any]]:
    """The formula rules that hold for any cell of the block, the first to win first."""
    document = office.document(book)
    styles = document.StyleFamilies.getByName("CellStyles")
    found: list[dict[str, Any]] = []
    for rules in _rules_on(office, book, sheet, block):
        for number in range(rules.Count):
            entry = rules.getByIndex(number)
            if not hasattr(entry, "StyleName"):
                found.append({"type": "unknown"})
                continue
            style = styles.getByName(entry.StyleName)
            found.append(
                {
                    "type": "custom" if entry.Operator == _EXPRESSION else "cell_value",
                    "formula": entry.Formula1,
                    "fill_color": None if style.CellBackColor < 0 else int(style.CellBackColor),
                    "font_color": None if style.CharColor < 0 else int(style.CharColor),
                    "font_bold": style.CharWeight > 100,
                    "font_italic": style.CharPosture.value == "ITALIC",
                }
            )
    return found


def _rules_on(office: Office, book: str, sheet: str, block: Block) -> list[Any]:
    cells = office.cells(book, sheet, block)
    every = office.sheet(book, sheet).ConditionalFormats.getConditionalFormats()
    return [rules for rules in every if rules.Range.queryIntersection(cells.RangeAddress).Count]


def _style(document: Any, look: dict[str, Any]) -> str:
    """The cell style of that look, made where there is none yet."""
    name = "xlwings_" + "_".join(f"{key}-{value}" for key, value in sorted(look.items()))
    styles = document.StyleFamilies.getByName("CellStyles")
    if not styles.hasByName(name):
        style = document.createInstance("com.sun.star.style.CellStyle")
        styles.insertByName(name, style)
        style.ParentStyle = "Default"
        if look.get("fill_color") is not None:
            style.CellBackColor = look["fill_color"]
        if look.get("font_color") is not None:
            style.CharColor = look["font_color"]
        if look.get("font_bold") is not None:
            style.CharWeight = 150.0 if look["font_bold"] else 100.0
        if look.get("font_italic") is not None:
            style.CharPosture = uno.Enum(
                "com.sun.star.awt.FontSlant", "ITALIC" if look["font_italic"] else "NONE"
            )
    return name


@operation
def add_rule(office: Office, book: str, sheet: str, block: Block, formula: str, look: dict[str, Any]) -> None:
    """A rule with a formula, before all others on these cells."""
    document = office.document(book)
    where = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    where.addRangeAddress(office.cells(book, sheet, block).RangeAddress, False)
    collection = office.sheet(book, sheet).ConditionalFormats
    before = _rules_on(office, book, sheet, block)
    entry = _created(collection, where)
    entry.Operator, entry.Formula1, entry.StyleName = _EXPRESSION, formula, _style(document, look)
    # The first rule made is the first to win: those that were there are made again after the new one.
    for rules in before:
        for number in range(rules.Count):
            old = rules.getByIndex(number)
            if not hasattr(old, "StyleName"):
                raise Refused("a rule before a colour scale, bar or icon set is not offered here")
            again = _created(collection, rules.Range)
            again.Operator, again.StyleName = old.Operator, old.StyleName
            again.Formula1, again.Formula2 = old.Formula1, old.Formula2
        collection.removeByID(rules.ID)


def _created(collection: Any, where: Any) -> Any:
    """A new condition, after all others."""
    number = collection.createByRange(where)
    every = {rules.ID: rules for rules in collection.getConditionalFormats()}
    rules = every[number]
    rules.createEntry(_CONDITION, 0)
    return rules.getByIndex(0)


@operation
def clear_rules(office: Office, book: str, sheet: str, block: Block) -> None:
    """No conditional formats on these cells any more; elsewhere they stay."""
    cells = office.cells(book, sheet, block)
    found = cells.ConditionalFormat
    found.clear()
    cells.ConditionalFormat = found


@operation
def spread_rules(office: Office, book: str, sheet: str, source: Block, target: Block) -> None:
    """The rules that hold for the source hold for the target too: each in its own columns, or in its own rows."""
    place = office.cells(book, sheet, source).RangeAddress
    for rules in _rules_on(office, book, sheet, source):
        where = rules.Range
        for found in where.queryIntersection(place).RangeAddresses:
            rows = _there([found.StartRow + 1, found.EndRow + 1], source[0::2], target[0::2])
            columns = _there([found.StartColumn + 1, found.EndColumn + 1], source[1::2], target[1::2])
            block = [rows[0], columns[0], rows[1], columns[1]]
            where.addRangeAddress(office.cells(book, sheet, block).RangeAddress, True)
        rules.Range = where


def _there(found: list[int], source: list[int], target: list[int]) -> list[int]:
    """Where rows (or columns) of the source come to stand: one is repeated, several are moved."""
    if source[0] == source[1]:
        return target
    if source[1] - source[0] != target[1] - target[0]:
        raise Refused("rules of several rows or columns are not repeated here")
    return [line + target[0] - source[0] for line in found]
