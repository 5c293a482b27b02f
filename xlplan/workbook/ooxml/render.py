"""A sheet as the XML of a worksheet. It opens no file and knows nothing of the workbook but its styles."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from lxml import etree

from xlplan.errors import XlplanError
from xlplan.workbook.grid import Area, Place, address, column_letters
from xlplan.workbook.ooxml.new_styles import NewStyles
from xlplan.workbook.ooxml.sheet_rows import rows_xml, widths_of
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.ooxml.table_part import body_of, headings_of
from xlplan.workbook.ooxml.xml import MAIN, OFFICE_RELATIONS, serialise_xml
from xlplan.workbook.sheet_spec import (
    Column,
    ConditionalFormat,
    SheetSpec,
    StyledCell,
    Validation,
)


def sheet_xml(
    spec: SheetSpec,
    styles: Styles | NewStyles,
    *,
    table_relation: str = "",
    is_1904: bool = False,
    selected: bool = False,
) -> bytes:
    """The worksheet part of a spec.

    Args:
        spec: what to draw.
        styles: the styles of the workbook it will be in; formats that are missing are added.
        table_relation: the id of the sheet's relation to its table part, when the sheet has a table.
        is_1904: the workbook counts days from 1904.
        selected: the sheet is the one that shows when the workbook is opened.

    Returns:
        The part, in UTF-8.

    Raises:
        XlplanError: a heading is blank, too long or there twice, or a list of choices is too long for Excel.
    """
    sheet = etree.Element(_tag("worksheet"), nsmap={None: MAIN, "r": OFFICE_RELATIONS})
    properties = etree.SubElement(sheet, _tag("sheetPr"))
    if spec.tab_colour:
        etree.SubElement(properties, _tag("tabColor"), rgb="FF" + spec.tab_colour.upper())
    etree.SubElement(properties, _tag("pageSetUpPr"), fitToPage="1")
    dimension = etree.SubElement(sheet, _tag("dimension"))
    _view(sheet, spec, selected)
    etree.SubElement(sheet, _tag("sheetFormatPr"), defaultRowHeight="15")
    _columns(sheet, widths_of(spec), _hidden(spec))
    etree.SubElement(sheet, _tag("sheetData"))
    if spec.protected:
        # Without a password. What is "0" stays allowed.
        allowed = dict.fromkeys(("formatColumns", "formatRows", "sort", "autoFilter"), "0")
        etree.SubElement(
            sheet, _tag("sheetProtection"), {"sheet": "1", "objects": "1", "scenarios": "1"} | allowed
        )
    if spec.table:
        body = body_of(spec.table)
        columns = spec.table.columns
        sheet.extend(conditional_formats(columns, body, headings_of(spec.table), styles))
        if allowed_values := validations(columns, body):
            etree.SubElement(sheet, _tag("dataValidations"), count=str(len(allowed_values))).extend(
                allowed_values
            )
    _links(sheet, spec.cells)
    _printing(sheet, spec)
    if spec.table:
        _ignored_errors(sheet, body_of(spec.table))
        parts = etree.SubElement(sheet, _tag("tableParts"), count="1")
        etree.SubElement(parts, _tag("tablePart"), {f"{{{OFFICE_RELATIONS}}}id": table_relation})
    rows, area = rows_xml(spec, styles, is_1904=is_1904)
    dimension.set("ref", area)
    before, _, after = serialise_xml(sheet).partition(b"<sheetData/>")
    return b"".join((before, b"<sheetData>", rows, b"</sheetData>", after))


def _view(sheet: etree._Element, spec: SheetSpec, selected: bool) -> None:
    view = etree.SubElement(etree.SubElement(sheet, _tag("sheetViews")), _tag("sheetView"))
    if not spec.gridlines:
        view.set("showGridLines", "0")
    if selected:
        view.set("tabSelected", "1")
    if spec.zoom != 100:
        view.set("zoomScale", str(spec.zoom))
        view.set("zoomScaleNormal", str(spec.zoom))
    view.set("workbookViewId", "0")
    if spec.freeze is None or spec.freeze == (1, 1):
        return
    row, column = spec.freeze
    pane = etree.SubElement(view, _tag("pane"))
    if column > 1:
        pane.set("xSplit", str(column - 1))
    if row > 1:
        pane.set("ySplit", str(row - 1))
    pane.set("topLeftCell", address(row, column))
    active = {(True, True): "bottomRight", (True, False): "bottomLeft", (False, True): "topRight"}
    pane.set("activePane", active[row > 1, column > 1])
    pane.set("state", "frozen")
    cell = address(*(spec.cursor or spec.freeze))
    etree.SubElement(view, _tag("selection"), pane=active[row > 1, column > 1], activeCell=cell, sqref=cell)


def _hidden(spec: SheetSpec) -> set[int]:
    if spec.table is None:
        return set()
    first = spec.table.first_column
    return {number for number, column in enumerate(spec.table.columns, first) if column.is_hidden}


def _columns(sheet: etree._Element, widths: Mapping[int, float], hidden: Collection[int]) -> None:
    if not widths:
        return
    columns = etree.SubElement(sheet, _tag("cols"))
    for number in sorted(widths):
        column = etree.SubElement(
            columns,
            _tag("col"),
            min=str(number),
            max=str(number),
            width=f"{widths[number]:g}",
            customWidth="1",
        )
        if number in hidden:
            column.set("hidden", "1")


def _links(sheet: etree._Element, cells: Mapping[Place, StyledCell]) -> None:
    links = [(place, cell) for place, cell in sorted(cells.items()) if cell.link]
    if not links:
        return
    parent = etree.SubElement(sheet, _tag("hyperlinks"))
    for place, cell in links:
        etree.SubElement(parent, _tag("hyperlink"), ref=address(*place), location=cell.link or "")


def _printing(sheet: etree._Element, spec: SheetSpec) -> None:
    etree.SubElement(
        sheet,
        _tag("pageMargins"),
        left="0.5",
        right="0.5",
        top="0.6",
        bottom="0.6",
        header="0.3",
        footer="0.3",
    )
    etree.SubElement(
        sheet,
        _tag("pageSetup"),
        paperSize={"A3": "8", "A4": "9"}[spec.paper],
        fitToWidth=str(spec.pages_wide),
        fitToHeight=str(spec.pages_high or 0),  # 0: as many as it takes
        orientation="landscape" if spec.landscape else "portrait",
    )
    footer = etree.SubElement(etree.SubElement(sheet, _tag("headerFooter")), _tag("oddFooter"))
    left = f"&L{spec.footer.replace('&', '&&')}" if spec.footer else ""
    footer.text = f"{left}&RPage &P of &N"


def _ignored_errors(sheet: etree._Element, body: Area) -> None:
    # Refs such as 1.10 and timescales such as Dec-05 are text on purpose: no green triangle in each cell.
    parent = etree.SubElement(sheet, _tag("ignoredErrors"))
    etree.SubElement(
        parent, _tag("ignoredError"), sqref=str(body), twoDigitTextYear="1", numberStoredAsText="1"
    )


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


LONGEST_CHOICES = 255
EARLIEST_DATE = 32874
"""1 January 1990: nobody types "12" where a date is wanted and finds the year 1900 in the cell."""

_COLUMN_TOKEN = re.compile(r"\{column:([^}]*)\}")


def conditional_formats(
    columns: Sequence[Column],
    body: Area,
    headings: Mapping[str, int],
    styles: Styles | NewStyles,
    priority: int = 1,
) -> list[etree._Element]:
    """The columns' rules as conditionalFormatting elements.

    Args:
        columns: as they are from `body.first_column` on.
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


def rule_formula(rule: ConditionalFormat, row: int, column: int, headings: Mapping[str, int]) -> str:
    """A rule's formula for the first cell that it applies to, without the equals sign."""

    def of_column(match: re.Match[str]) -> str:
        return f"${column_letters(headings[match[1]])}{row}"

    return _COLUMN_TOKEN.sub(of_column, rule.formula).replace("{cell}", address(row, column))
