"""A sheet's XML as bytes: where its rows and cells lie, without building a tree of them.

What Excel, LibreOffice and openpyxl write is scanned as it is. A sheet in any other dress that XML allows (a
prefix, UTF-16, comments, cells without an address, rows out of order) is first rewritten into that one form.
"""

from __future__ import annotations

import re

from lxml import etree

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Place, address, column_number, place_of
from xlplan.workbook.ooxml.xml import local_name, namespace, parse_xml, serialise_xml

CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?([^>]*?)(?:/>|>(.*?)</c>)',
    re.DOTALL,
)
"""Groups: column letters, row, style, type, other attributes, content."""
ROW = re.compile(rb'<row r="([0-9]+)"([^>]*)>')
SHEET_DATA = re.compile(rb"<sheetData\b[^>]*>")

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

CELL_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
# Beyond column CZ or row 39,999: a rectangle that ends before either has some four million cells at most.
_FAR_OUT = re.compile(rb'<c r="(?:[D-Z][A-Z]|[A-Z]{3}|[A-Z]{1,3}(?:[4-9][0-9]{4}|[0-9]{6}))')
_LARGEST_RECTANGLE = 4_000_000
"""Cells; calamine takes 24 to 32 bytes for each, blank or not."""
_BLANKS_TO_A_CELL = 4
"""A sheet of many cells may have a larger rectangle, if it is not mostly blank."""
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


def plain(content: bytes, part: str = "") -> bytes:
    """The sheet's XML in the form that the expressions above read; the same bytes where it has it already.

    Raises:
        UnreadableWorkbook: it is not well-formed, or holds a row or column that no sheet has.
    """
    return content if is_plain(content) else _rewritten(content, part)


def is_plain(content: bytes) -> bool:
    """True when each row and cell says where it is, in order, and nothing hides a tag or invents one."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    encoding = _ENCODING.match(head)
    if b"\0" in head or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        return False
    if b"<worksheet" not in head or b"<!" in content or content.find(b"<?", 5) >= 0:
        return False
    start, end = sheet_data_bounds(content)
    last = count = 0
    for found in ROW.finditer(content, start, end):  # not a list of them: a sheet may have a million
        number = int(found[1])
        if number <= last:
            return False
        last = number
        count += 1
    if count != content.count(b"<row", start, end):
        return False
    return content.count(b'<c r="', start, end) == content.count(b"<c", start, end)


def sheet_data_bounds(content: bytes) -> tuple[int, int]:
    """Where the rows begin and end in plain XML; twice the same place when the sheet has none."""
    opening = SHEET_DATA.search(content)
    if opening is None:
        raise UnreadableWorkbook(
            "a sheet of it is damaged", "Open it in Excel, let Excel repair it, save it, and try again"
        )
    if opening[0].endswith(b"/>"):
        return opening.end(), opening.end()
    end = content.find(b"</sheetData>", opening.end())
    if end < 0:  # cut off: what is left must not pass for the whole
        raise UnreadableWorkbook(
            "a sheet of it is cut off", "Open it in Excel, let Excel repair it, save it, and try again"
        )
    return opening.end(), end


def is_dense(content: bytes) -> bool:
    """True when the rectangle around all cells of plain XML is small enough to be held whole, blanks and all.

    calamine builds that rectangle: for a sheet with one cell in A1 and one in XFD1048576 it asks for
    hundreds of gigabytes, and the process is killed.
    """
    if _FAR_OUT.search(content) is None:
        return True
    letters: set[bytes] = set()
    last_row = count = 0
    for found in CELL_ADDRESS.finditer(content):
        letters.add(found[1])
        last_row = max(last_row, int(found[2]))
        count += 1
    last_column = max(column_number(text.decode()) for text in letters)
    return last_row * last_column <= max(_LARGEST_RECTANGLE, _BLANKS_TO_A_CELL * count)


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
            cells[column] = cell  # of two cells at one place the last counts, as in Excel
        row.text = None
        for column, cell in sorted(cells.items(), reverse=True):
            _first_attribute(cell, "r", address(number, column))
            cell.tail = None
            row.insert(0, cell)
        row.tail = None
        sheet_data.append(row)
    sheet_data.text = None


def _row_number(row: etree._Element, before: int, part: str) -> int:
    text = row.get("r", str(before + 1))
    if not text.isdigit() or not 1 <= int(text) <= LAST_ROW:
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
    if row != default[0] or column > LAST_COLUMN:
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
