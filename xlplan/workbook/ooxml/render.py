"""A drawing as the XML of a worksheet. It opens no file and knows nothing of the workbook but its styles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from xlplan.workbook.grid import Area, Formula, Place, Value, address
from xlplan.workbook.ooxml.cell_xml import cell_xml
from xlplan.workbook.ooxml.cells import storable
from xlplan.workbook.ooxml.row_heights import row_height
from xlplan.workbook.ooxml.rules import conditional_formats, validations
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.ooxml.table_part import body_of, headings_of
from xlplan.workbook.ooxml.xml import MAIN, OFFICE_RELATIONS, serialise_xml
from xlplan.workbook.sheet_spec import Column, Drawing, Drawn, Format, Table

DATE_FORMAT = "dd/mm/yyyy"
TIME_FORMAT = "hh:mm"


def sheet_xml(
    drawing: Drawing,
    styles: Styles,
    *,
    table_relation: str = "",
    is_1904: bool = False,
    selected: bool = False,
) -> bytes:
    """The worksheet part of a drawing.

    Args:
        drawing: what to draw.
        styles: the styles of the workbook it will stand in; formats that are missing are added.
        table_relation: the id of the sheet's relation to its table part, when the drawing has a table.
        is_1904: the workbook counts days from 1904.
        selected: the sheet is the one that shows when the workbook is opened.

    Returns:
        The part, in UTF-8.

    Raises:
        XlplanError: a heading is blank, too long or there twice, or a list of choices is too long for Excel.
    """
    sheet = etree.Element(_tag("worksheet"), nsmap={None: MAIN, "r": OFFICE_RELATIONS})
    properties = etree.SubElement(sheet, _tag("sheetPr"))
    if drawing.tab_colour:
        etree.SubElement(properties, _tag("tabColor"), rgb="FF" + drawing.tab_colour.upper())
    etree.SubElement(properties, _tag("pageSetUpPr"), fitToPage="1")
    rows = _rows(drawing)
    etree.SubElement(sheet, _tag("dimension"), ref=_dimension(rows))
    _view(sheet, drawing, selected)
    etree.SubElement(sheet, _tag("sheetFormatPr"), defaultRowHeight="15")
    _columns(sheet, _widths(drawing))
    etree.SubElement(sheet, _tag("sheetData"))
    if drawing.protected:
        # Without a password. What is "0" stays allowed.
        allowed = dict.fromkeys(("formatColumns", "formatRows", "sort", "autoFilter"), "0")
        etree.SubElement(
            sheet, _tag("sheetProtection"), {"sheet": "1", "objects": "1", "scenarios": "1"} | allowed
        )
    if drawing.table:
        body = body_of(drawing.table)
        columns = drawing.table.columns
        sheet.extend(conditional_formats(columns, body, headings_of(drawing.table), styles))
        if allowed_values := validations(columns, body):
            etree.SubElement(sheet, _tag("dataValidations"), count=str(len(allowed_values))).extend(
                allowed_values
            )
    _links(sheet, drawing.cells)
    _printing(sheet, drawing)
    if drawing.table:
        _ignored_errors(sheet, body_of(drawing.table))
        parts = etree.SubElement(sheet, _tag("tableParts"), count="1")
        etree.SubElement(parts, _tag("tablePart"), {f"{{{OFFICE_RELATIONS}}}id": table_relation})
    frame = serialise_xml(sheet)
    before, _, after = frame.partition(b"<sheetData/>")
    cells = _rows_xml(rows, drawing, styles, is_1904)
    return b"".join((before, b"<sheetData>", cells, b"</sheetData>", after))


def look_of(column: Column, value: Value | Formula) -> Format:
    """The format of a cell in this column. A date under no number format would show as a number."""
    return _dated(column.format, value)


_CellLook = tuple[Value | Formula, Format]


def _rows(drawing: Drawing) -> dict[int, dict[int, _CellLook]]:
    """Row number -> column number -> what stands there. Rows in order; columns in order within each."""
    rows: dict[int, dict[int, _CellLook]] = {}
    for (row, column), drawn in sorted(drawing.cells.items()):
        rows.setdefault(row, {})[column] = (drawn.value, _dated(drawn.format, drawn.value))
    if drawing.table:
        for row, cells in _table_rows(drawing.table):
            rows.setdefault(row, {}).update(cells)
    for row in drawing.heights:
        rows.setdefault(row, {})
    return {row: dict(sorted(rows[row].items())) for row in sorted(rows)}


def _table_rows(table: Table) -> list[tuple[int, dict[int, _CellLook]]]:
    first = table.first_column
    headings: dict[int, _CellLook] = {
        number: (column.heading, column.heading_format or table.heading_format)
        for number, column in enumerate(table.columns, first)
    }
    rows = table.rows or ((None,) * len(table.columns),)
    body: list[tuple[int, dict[int, _CellLook]]] = [
        (
            row,
            {
                number: (value, look_of(column, value))
                for number, (column, value) in enumerate(zip(table.columns, values, strict=True), first)
            },
        )
        for row, values in enumerate(rows, table.header_row + 1)
    ]
    return [(table.header_row, headings), *body]


def date_code(value: Value | Formula) -> str:
    """The number format under which a date or a time shows as one; empty for other values."""
    shown = value.shows if isinstance(value, Formula) else value
    if isinstance(shown, dt.datetime):
        return f"{DATE_FORMAT} {TIME_FORMAT}"
    if isinstance(shown, dt.date):
        return DATE_FORMAT
    return TIME_FORMAT if isinstance(shown, dt.time) else ""


def _dated(look: Format, value: Value | Formula) -> Format:
    code = date_code(value) if look.number_format == "General" else ""
    return replace(look, number_format=code) if code else look


def _rows_xml(
    rows: Mapping[int, Mapping[int, _CellLook]], drawing: Drawing, styles: Styles, is_1904: bool
) -> bytes:
    widths = _widths(drawing)
    written = []
    for row, cells in rows.items():
        height = f' ht="{drawing.heights[row]:g}" customHeight="1"' if row in drawing.heights else ""
        if not height and drawing.visibility == "visible":
            table = drawing.table
            least = table.least_height if table and row > table.header_row else None
            needed = [points for points in (row_height(_texts(cells, widths)), least) if points]
            height = f' ht="{max(needed):g}"' if needed else ""
        written.append(f'<row r="{row}"{height}>')
        written += [
            cell_xml(row, column, storable(value, is_1904=is_1904), styles.style(look), is_1904=is_1904)
            for column, (value, look) in cells.items()
        ]
        written.append("</row>")
    return "".join(written).encode()


def _texts(cells: Mapping[int, _CellLook], widths: Mapping[int, float]) -> Iterator[tuple[str, float, float]]:
    for column, (value, look) in cells.items():
        shown = value.shows if isinstance(value, Formula) else value
        if isinstance(shown, str) and look.wrap and column in widths:
            yield shown, widths[column], look.size
        elif shown is not None:
            yield "", 1, look.size


def _dimension(rows: Mapping[int, Mapping[int, _CellLook]]) -> str:
    places: list[Place] = [(row, column) for row, cells in rows.items() for column in cells]
    if not places:
        return "A1"
    numbers = [row for row, _ in places], [column for _, column in places]
    return str(Area(min(numbers[0]), min(numbers[1]), max(numbers[0]), max(numbers[1])))


def _view(sheet: etree._Element, drawing: Drawing, selected: bool) -> None:
    view = etree.SubElement(etree.SubElement(sheet, _tag("sheetViews")), _tag("sheetView"))
    if not drawing.gridlines:
        view.set("showGridLines", "0")
    if selected:
        view.set("tabSelected", "1")
    if drawing.zoom != 100:
        view.set("zoomScale", str(drawing.zoom))
        view.set("zoomScaleNormal", str(drawing.zoom))
    view.set("workbookViewId", "0")
    if drawing.freeze is None or drawing.freeze == (1, 1):
        return
    row, column = drawing.freeze
    pane = etree.SubElement(view, _tag("pane"))
    if column > 1:
        pane.set("xSplit", str(column - 1))
    if row > 1:
        pane.set("ySplit", str(row - 1))
    pane.set("topLeftCell", address(row, column))
    active = {(True, True): "bottomRight", (True, False): "bottomLeft", (False, True): "topRight"}
    pane.set("activePane", active[row > 1, column > 1])
    pane.set("state", "frozen")
    cell = address(row, column)
    etree.SubElement(view, _tag("selection"), pane=active[row > 1, column > 1], activeCell=cell, sqref=cell)


def _widths(drawing: Drawing) -> dict[int, float]:
    widths = dict(drawing.widths)
    if drawing.table:
        first = drawing.table.first_column
        widths |= {number: column.width for number, column in enumerate(drawing.table.columns, first)}
    return widths


def _columns(sheet: etree._Element, widths: Mapping[int, float]) -> None:
    if not widths:
        return
    columns = etree.SubElement(sheet, _tag("cols"))
    for number in sorted(widths):
        etree.SubElement(
            columns,
            _tag("col"),
            min=str(number),
            max=str(number),
            width=f"{widths[number]:g}",
            customWidth="1",
        )


def _links(sheet: etree._Element, cells: Mapping[Place, Drawn]) -> None:
    links = [(place, drawn) for place, drawn in sorted(cells.items()) if drawn.link]
    if not links:
        return
    parent = etree.SubElement(sheet, _tag("hyperlinks"))
    for place, drawn in links:
        etree.SubElement(parent, _tag("hyperlink"), ref=address(*place), location=drawn.link or "")


def _printing(sheet: etree._Element, drawing: Drawing) -> None:
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
        paperSize={"A3": "8", "A4": "9"}[drawing.paper],
        fitToWidth=str(drawing.pages_wide),
        fitToHeight="0",  # as many pages high as it takes
        orientation="landscape" if drawing.landscape else "portrait",
    )
    footer = etree.SubElement(etree.SubElement(sheet, _tag("headerFooter")), _tag("oddFooter"))
    left = f"&L{drawing.footer.replace('&', '&&')}" if drawing.footer else ""
    footer.text = f"{left}&RPage &P of &N"


def _ignored_errors(sheet: etree._Element, body: Area) -> None:
    # Refs such as 1.10 and timescales such as Dec-05 are text on purpose: no green triangle in each cell.
    parent = etree.SubElement(sheet, _tag("ignoredErrors"))
    etree.SubElement(
        parent, _tag("ignoredError"), sqref=str(body), twoDigitTextYear="1", numberStoredAsText="1"
    )


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
