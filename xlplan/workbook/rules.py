"""Drop-downs and conditional formats as the XML that a worksheet holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from xlplan.errors import XlplanError
from xlplan.workbook.drawing import Column, Rule, Validation
from xlplan.workbook.grid import Area, address, column_letters
from xlplan.workbook.markup import MAIN
from xlplan.workbook.styles import Styles

LONGEST_CHOICES = 255
EARLIEST_DATE = 32874
"""1 January 1990: nobody types "12" where a date is wanted and finds the year 1900 in the cell."""

_COLUMN_TOKEN = re.compile(r"\{column:([^}]*)\}")


def add_rules(
    sheet: etree._Element, columns: Sequence[Column], body: Area, headings: Mapping[str, int], styles: Styles
) -> None:
    """Append the columns' conditional formats to a worksheet element.

    Args:
        sheet: the element that takes them; the caller sees to their place.
        columns: as they stand from `body.first_column` on.
        body: the rows that they apply to.
        headings: heading -> column number, for all columns of the table.
        styles: takes the formats that the rules lay over the cells.
    """
    priority = 1 + max(
        (
            int(rule.get("priority", "0"))
            for rule in sheet.iter("{*}cfRule")
            if rule.get("priority", "").isdigit()
        ),
        default=0,
    )
    for number, column in enumerate(columns, body.first_column):
        if not column.rules:
            continue
        area = Area(body.first_row, number, body.last_row, number)
        block = etree.SubElement(sheet, _tag("conditionalFormatting"), sqref=str(area))
        for rule in column.rules:
            element = etree.SubElement(
                block,
                _tag("cfRule"),
                type="expression",
                dxfId=str(styles.rule_style(rule)),
                priority=str(priority),
            )
            formula = _rule_formula(rule, body.first_row, number, headings)
            etree.SubElement(element, _tag("formula")).text = formula
            priority += 1


def add_validations(sheet: etree._Element, columns: Sequence[Column], body: Area) -> None:
    """Append the columns' drop-downs and date checks to a worksheet element, beside those it has."""
    wanted = [(number, column.validation) for number, column in enumerate(columns, body.first_column)]
    if not any(validation for _, validation in wanted):
        return
    parent = sheet.find(_tag("dataValidations"))
    if parent is None:
        parent = etree.SubElement(sheet, _tag("dataValidations"))
    for number, validation in wanted:
        if validation:
            parent.append(_validation(validation, Area(body.first_row, number, body.last_row, number)))
    parent.set("count", str(len(parent)))


def _validation(validation: Validation, area: Area) -> etree._Element:
    element = etree.Element(_tag("dataValidation"), type=validation.kind)
    if not validation.strict:
        element.set("errorStyle", "warning")
    if validation.kind == "date":
        element.set("operator", "greaterThanOrEqual")
    element.set("allowBlank", "1")
    element.set("showInputMessage", "1")
    element.set("showErrorMessage", "1")
    for name, text, longest in (
        ("errorTitle", validation.title, 32),
        ("error", validation.error, 225),
        ("promptTitle", validation.title, 32),
        ("prompt", validation.prompt, 255),
    ):
        if text:
            element.set(name, text[:longest])
    element.set("sqref", str(area))
    first = str(EARLIEST_DATE) if validation.kind == "date" else _choices(validation.choices)
    etree.SubElement(element, _tag("formula1")).text = first
    return element


def _choices(choices: tuple[str, ...]) -> str:
    if len(choices) == 1 and choices[0].startswith("="):
        return choices[0][1:]
    words = ",".join(choices)
    if len(words) > LONGEST_CHOICES or any("," in choice for choice in choices):
        raise XlplanError(
            f"the drop-down {words[:40]!r} does not fit: Excel takes {LONGEST_CHOICES} characters, no comma",
            "Shorten the words",
        )
    return '"' + words.replace('"', '""') + '"'


def _rule_formula(rule: Rule, row: int, column: int, headings: Mapping[str, int]) -> str:
    def of_column(match: re.Match[str]) -> str:
        return f"${column_letters(headings[match[1]])}{row}"

    return _COLUMN_TOKEN.sub(of_column, rule.formula).replace("{cell}", address(row, column))


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
