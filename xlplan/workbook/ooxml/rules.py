"""Drop-downs and conditional formats as the XML that a worksheet holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from xlplan.errors import XlplanError
from xlplan.workbook.grid import Area, address, column_letters
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.ooxml.xml import MAIN
from xlplan.workbook.sheet_spec import Column, Rule, Validation

LONGEST_CHOICES = 255
EARLIEST_DATE = 32874
"""1 January 1990: nobody types "12" where a date is wanted and finds the year 1900 in the cell."""

_COLUMN_TOKEN = re.compile(r"\{column:([^}]*)\}")


def conditional_formats(
    columns: Sequence[Column], body: Area, headings: Mapping[str, int], styles: Styles, priority: int = 1
) -> list[etree._Element]:
    """The columns' rules as conditionalFormatting elements.

    Args:
        columns: as they stand from `body.first_column` on.
        body: the rows that they apply to.
        headings: heading -> column number, for all columns of the table.
        styles: takes the formats that the rules lay over the cells.
        priority: of the first rule; a sheet must not have one twice.
    """
    blocks = []
    for number, column in enumerate(columns, body.first_column):
        if not column.rules:
            continue
        area = Area(body.first_row, number, body.last_row, number)
        block = etree.Element(_tag("conditionalFormatting"), sqref=str(area))
        for rule in column.rules:
            element = etree.SubElement(
                block,
                _tag("cfRule"),
                type="expression",
                dxfId=str(styles.rule_style(rule)),
                priority=str(priority),
            )
            formula = rule_formula(rule, body.first_row, number, headings)
            etree.SubElement(element, _tag("formula")).text = formula
            priority += 1
        blocks.append(block)
    return blocks


def validations(columns: Sequence[Column], body: Area) -> list[etree._Element]:
    """The columns' drop-downs and date checks as dataValidation elements, for these rows.

    Raises:
        XlplanError: a list of words is too long for Excel.
    """
    return [
        _validation(column.validation, Area(body.first_row, number, body.last_row, number))
        for number, column in enumerate(columns, body.first_column)
        if column.validation
    ]


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


def rule_formula(rule: Rule, row: int, column: int, headings: Mapping[str, int]) -> str:
    """A rule's formula for the first cell that it applies to, without the equals sign."""

    def of_column(match: re.Match[str]) -> str:
        return f"${column_letters(headings[match[1]])}{row}"

    return _COLUMN_TOKEN.sub(of_column, rule.formula).replace("{cell}", address(row, column))


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
