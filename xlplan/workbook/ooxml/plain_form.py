"""A sheet's XML rewritten into the plain form that `sheet_scan` reads, from any other dress that XML allows: a prefix,
UTF-16, comments, cells without an address, rows out of order."""

from __future__ import annotations

from lxml import etree

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import LAST_COLUMN, LAST_ROW, Place, address, place_of
from xlplan.workbook.ooxml.sheet_scan import is_plain
from xlplan.workbook.ooxml.xml import local_name, namespace, parse_xml, serialise_xml


def plain(content: bytes, part: str = "") -> bytes:
    """The sheet's XML in the form that `sheet_scan` reads; the same bytes where it has it already.

    Raises:
        UnreadableWorkbook: it is not well-formed, holds a row or column that no sheet has, or one cell twice.
    """
    return content if is_plain(content) else _rewritten(content, part)


def _rewritten(content: bytes, part: str) -> bytes:
    old = parse_xml(content, part)
    main = namespace(old)
    # Elements take the sheet's namespace without a prefix; other prefixes stay declared, since
    # mc:Ignorable names them.
    prefixes = {prefix: uri for prefix, uri in old.nsmap.items() if uri != main}
    root = etree.Element(old.tag, dict(old.attrib), nsmap={None: main, **prefixes})
    root.text = old.text
    root.extend(list(old))
    for unwanted in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        _remove_but_keep_text(unwanted)
    for holder in root:
        if local_name(holder) == "sheetData":
            _address(holder, part)
    return serialise_xml(root)


def _remove_but_keep_text(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if node.tail:
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    node.tail = None
    parent.remove(node)


def _address(sheet_data: etree._Element, part: str) -> None:
    """Give each row and cell its address as first attribute, and put them in order."""
    rows: dict[int, etree._Element] = {}
    number = 0
    for row in list(sheet_data):
        sheet_data.remove(row)
        if local_name(row) != "row":
            continue
        number = _row_number(row, number, part)
        if number in rows:
            rows[number].extend(list(row))
        else:
            rows[number] = row
    for number, row in sorted(rows.items()):
        _first_attribute(row, "r", str(number))
        cells: dict[int, etree._Element] = {}
        column = 0
        for cell in list(row):
            if local_name(cell) != "c":
                continue
            row.remove(cell)
            column = _place(cell, (number, column + 1), part)[1]
            if column in cells:
                raise cell_twice(address(number, column))
            cells[column] = cell
        row.text = None
        for column, cell in sorted(cells.items(), reverse=True):
            _first_attribute(cell, "r", address(number, column))
            cell.tail = None
            row.insert(0, cell)
        row.tail = None
        sheet_data.append(row)
    sheet_data.text = None


def row_number(text: str) -> int | None:
    """The row of a sheet that a text names; None when it names none."""
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    return int(text) if 1 <= int(text) <= LAST_ROW else None


def cell_twice(cell: str) -> UnreadableWorkbook:
    """What is said of a sheet in which one cell is written twice: which of them counts would be a guess."""
    return UnreadableWorkbook(
        "the file holds this cell twice", "Open it in Excel, save it, and try again", cell=cell
    )


def _row_number(row: etree._Element, before: int, part: str) -> int:
    text = row.get("r", str(before + 1))
    if row_number(text) is None:
        raise _no_such_place(text, part)
    return int(text)


def _place(cell: etree._Element, default: Place, part: str) -> Place:
    text = cell.get("r")
    if text is None:
        return default
    try:
        row, column = place_of(text)
    except ValueError as error:
        raise _no_such_place(text, part) from error
    if row != default[0] or not 1 <= column <= LAST_COLUMN:
        raise _no_such_place(text, part)
    return row, column


def _first_attribute(element: etree._Element, name: str, value: str) -> None:
    others = {str(key): str(content) for key, content in element.attrib.items() if key != name}
    element.attrib.clear()
    element.set(name, value)
    # The order in which Excel writes a cell's attributes.
    for key in sorted(others, key=lambda key: (key != "s", key != "t")):
        element.set(key, others[key])


def _no_such_place(text: str, part: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"the part {part or 'of a sheet'} has a cell at {text!r}, where no sheet has one",
        "Open it in Excel, save it as an Excel Workbook (.xlsx), and try again",
    )
