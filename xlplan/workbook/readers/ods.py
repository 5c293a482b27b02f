"""A LibreOffice spreadsheet (.ods) as grids: values, texts as displayed, fills, formulas, merged cells."""

from __future__ import annotations

import datetime as dt
import math
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import LAST_COLUMN, LAST_ROW, Area, Cell, Grid, Place, Value
from xlplan.workbook.limits import PLAN, Limits
from xlplan.workbook.ooxml.archive import Member
from xlplan.workbook.ooxml.xml import local_name, namespace, parse_xml
from xlplan.workbook.readers import serial_dates
from xlplan.workbook.readers.cell_styles import PLAIN, WHITE
from xlplan.workbook.readers.number_formats import displayed
from xlplan.workbook.readers.sheet_content import NUMBER

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_STRUCTURE = frozenset(
    f"{home}{name}"
    for home, names in (
        (_TABLE, ("table-row", "table-cell", "covered-table-cell")),
        (_TABLE, ("table-row-group", "table-header-rows", "table-rows")),
        (_TEXT, ("p", "h")),
    )
    for name in names
)
_DRAWINGS = ("urn:oasis:names:tc:opendocument:xmlns:drawing", "urn:oasis:names:tc:opendocument:xmlns:dr3d")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_EMPTY = ("s", "tab", "line-break")
"""Elements of a text that stand for blanks and line ends, and hold nothing."""
_NO_TEXTS = ("annotation", "shapes", "detective", "event-listeners", "cell-range-source", "")
"""What may be in a cell and is no text of it; drawings besides."""
_SIX_DIGITS = re.compile(r"#[0-9A-Fa-f]{6}")
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_TIME = re.compile(r"(-?)PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")


def read_ods(
    members: Sequence[Member],
    limits: Limits = PLAN,
    *,
    detail: bool = False,
    sheets: Collection[str] | None = None,
) -> list[Grid]:
    """The sheets of an .ods file.

    Args:
        members: what its zip holds.
        limits: how much of it is read. Repeats let a kilobyte hold a billion cells with something in them.
        detail: read fills and formulas too.
        sheets: the names of the sheets that are wanted; None for all.

    Raises:
        UnreadableWorkbook: it is damaged, or made to harm.
    """
    parts = {member.name: member for member in members}
    content = _part(parts, "content.xml", limits)
    limits.check_tags(content)
    root = parse_xml(content, "content.xml", largest=limits.tree)
    # twenty bytes may stand for a thousand blanks
    limits.check_cells(0, sum(map(_blanks, root.iter(f"{_TEXT}s"))))
    _refuse_strangers(root)
    fills = _Fills()
    if detail:
        if "styles.xml" in parts:
            fills.take(parse_xml(_part(parts, "styles.xml", limits), "styles.xml", largest=limits.tree))
        fills.take(root)
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(child.get(f"{_TABLE}display") == "false" for child in style)
    }
    grids: list[Grid] = []
    room = limits.cells
    for table in root.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name", "")
        if local_name(_parent(table)) != "spreadsheet" or (sheets is not None and name not in sheets):
            continue
        if len(grids) >= limits.sheets:
            raise _too_many(limits)
        sheet = _Sheet(fills, detail, limits, room)
        cells, merged = sheet.read(table)
        room -= len(cells)
        visible = table.get(f"{_TABLE}style-name") not in hidden
        grids.append(Grid(name, cells, tuple(merged), visible=visible, comments=sheet.comments))
    return grids


def last_saved_ods(members: Sequence[Member]) -> dt.datetime | None:
    """When the document says that it was last saved."""
    parts = {member.name: member for member in members}
    if "meta.xml" not in parts:
        return None
    for element in parse_xml(_part(parts, "meta.xml", PLAN), "meta.xml").iter():
        if local_name(element) == "date" and element.text:
            try:
                return dt.datetime.fromisoformat(element.text.strip())
            except ValueError:
                return None
    return None


def _part(members: dict[str, Member], name: str, limits: Limits) -> bytes:
    if name not in members:
        raise UnreadableWorkbook(f"its part {name} is missing", "Ask for the file to be sent again")
    limits.check_part(name, members[name].size)
    return members[name].content()


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


class _Fills:
    """Style name -> fill, through the styles that it is based on."""

    def __init__(self) -> None:
        self._own: dict[str, str | None] = {}
        self._based_on: dict[str, str] = {}

    def take(self, root: etree._Element) -> None:
        for style in root.iter(f"{_STYLE}style"):
            if style.get(f"{_STYLE}family") != "table-cell":
                continue
            name = style.get(f"{_STYLE}name", "")
            self._based_on[name] = style.get(f"{_STYLE}parent-style-name", "")
            for properties in style.iter(f"{_STYLE}table-cell-properties"):
                colour = properties.get(f"{_FO}background-color")
                if colour is not None:
                    plain = _SIX_DIGITS.fullmatch(colour) and colour[1:].upper() != WHITE
                    self._own[name] = colour[1:].upper() if plain else None

    def of(self, name: str | None) -> str | None:
        for _ in range(20):  # styles that are based on each other in a ring end here
            if not name:
                return None
            if name in self._own:
                return self._own[name]
            name = self._based_on.get(name)
        return None


@dataclass
class _Sheet:
    fills: _Fills
    detail: bool
    limits: Limits
    room: int
    """How many cells it may hold."""
    cells: dict[Place, Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    comments: dict[Place, str] = field(default_factory=dict)
    column_ends: list[int] = field(default_factory=list)
    """The last column that each default style holds for."""
    column_styles: list[str | None] = field(default_factory=list)

    def read(self, table: etree._Element) -> tuple[dict[Place, Cell], list[Area]]:
        last = 0
        for column in table.iter(f"{_TABLE}table-column"):
            last += _repeat(column, "columns")
            self.column_ends.append(last)
            self.column_styles.append(column.get(f"{_TABLE}default-cell-style-name"))
        number = 1
        for row in _rows_of(table):
            repeat = _repeat(row, "rows")
            found = self._row(row, number)
            if any(cell.value is not None or cell.formula for _, _, cell in found):
                self._take(found, number, repeat)
            number += repeat
        return self.cells, self.merged

    def _row(self, row: etree._Element, number: int) -> list[tuple[int, int, Cell]]:
        """The first and last column of each run of cells that hold something or are coloured."""
        found: list[tuple[int, int, Cell]] = []
        column = 1
        row_style = row.get(f"{_TABLE}default-cell-style-name")
        _refuse_stray_text(row)
        for element in row:
            kind = local_name(element)
            if kind not in ("table-cell", "covered-table-cell"):
                _refuse_texts_in(element, number)
                continue
            repeat = _repeat(element, "columns")
            cell = self._cell(element, row_style, column)
            if self.detail and (said := _comment(element)):
                self.comments[number, column] = said
            is_filled = cell.value is not None or cell.formula is not None
            if is_filled and not (column + repeat - 1 <= LAST_COLUMN and number <= LAST_ROW):
                raise UnreadableWorkbook(
                    f"row {number} holds something beyond the last column or row of a sheet",
                    "Open it in LibreOffice, save it, and try again",
                )
            if is_filled or (cell.fill and repeat < 1000):  # beyond, it is the colour of the empty page
                found.append((column, min(column + repeat - 1, LAST_COLUMN), cell))
            wide = int(element.get(f"{_TABLE}number-columns-spanned", "1"))
            high = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
            if wide > 1 or high > 1:
                self.merged.append(Area(number, column, number + high - 1, column + wide - 1))
            column += repeat
        return found

    def _take(self, found: list[tuple[int, int, Cell]], number: int, repeat: int) -> None:
        size = sum(last - first + 1 for first, last, _ in found)
        if len(self.cells) + size * repeat > self.room:
            raise _too_many(self.limits)
        for row in range(number, number + repeat):
            for first, last, cell in found:
                for column in range(first, last + 1):
                    self.cells[row, column] = cell

    def _cell(self, element: etree._Element, row_style: str | None, column: int) -> Cell:
        text = "\n".join(_paragraphs(element))
        value = _value(element, text)
        shown = text if text or value is None else displayed(value, PLAIN.form)
        if not self.detail:
            return Cell(value, displayed(value, PLAIN.form))
        style = element.get(f"{_TABLE}style-name") or row_style
        if style is None:
            at = bisect_left(self.column_ends, column)
            style = self.column_styles[at] if at < len(self.column_styles) else None
        formula = element.get(f"{_TABLE}formula")
        if formula is None:
            return Cell(value, shown, self.fills.of(style))
        is_uncalculated = value is None and element.get(f"{_OFFICE}value-type") is None
        return Cell(value, shown, self.fills.of(style), _formula(formula), is_uncalculated)


def _comment(cell: etree._Element) -> str:
    notes = (child for child in cell if local_name(child) == "annotation")
    return "\n".join(_text(child) for note in notes for child in note if local_name(child) in ("p", "h"))


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows, those in groups and in the repeated heading too."""
    _refuse_stray_text(table)
    for child in table:
        kind = local_name(child)
        if kind == "table-row":
            yield child
        elif kind in ("table-row-group", "table-header-rows", "table-rows"):
            yield from _rows_of(child)
        elif kind != "shapes" and next(child.iter(*_CELLS), None) is not None:
            raise _misplaced("cells that stand in no row of it")


def _refuse_strangers(root: etree._Element) -> None:
    """Refuse what is called as a row, a cell or a paragraph is and belongs to another format: others pass it over."""
    for element in root.iter(*(f"{{*}}{tag.partition('}')[2]}" for tag in _STRUCTURE)):
        if element.tag not in _STRUCTURE:
            raise _misplaced("a row, a cell or a text of another format")


def _refuse_texts_in(element: etree._Element, row: int) -> None:
    """Refuse what is in a row, is no cell and says something: it would be passed over in silence."""
    if local_name(element) and "".join(element.itertext()).strip():
        raise _misplaced(f"a text in row {row} that stands in no cell")


def _refuse_stray_text(element: etree._Element) -> None:
    """Refuse a text that is between the elements of a sheet, a row or a cell."""
    texts = (element.text, *(child.tail for child in element))
    if any(text and text.strip() for text in texts):
        raise _misplaced("a text where none belongs")


def _misplaced(what: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(f"a sheet of it holds {what}", "Open it in LibreOffice, save it, and try again")


def _repeat(element: etree._Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _paragraphs(cell: etree._Element) -> Iterator[str]:
    _refuse_stray_text(cell)
    for paragraph in cell:
        kind = local_name(paragraph)
        if kind in ("p", "h"):
            yield _text(paragraph)
        elif (
            kind not in _NO_TEXTS
            and not namespace(paragraph).startswith(_DRAWINGS)
            and "".join(paragraph.itertext()).strip()
        ):
            raise _misplaced("a cell with a text that is no paragraph of it")


def _text(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        kind = local_name(child)
        if kind in ("p", "h") or (kind in _EMPTY and (len(child) or child.text)):
            raise _misplaced("a text within what holds none")
        if kind == "s":
            pieces.append(" " * _blanks(child))
        elif kind == "tab":
            pieces.append("\t")
        elif kind == "line-break":
            pieces.append("\n")
        elif kind not in ("annotation", "note", ""):
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _blanks(run: etree._Element) -> int:
    """How many blanks an element stands for; more than a thousand are no text."""
    return max(0, min(1000, int(run.get(f"{_TEXT}c", "1"))))


def _value(element: etree._Element, text: str) -> Value:
    kind = element.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        return _number(element.get(f"{_OFFICE}value", "0"))
    if kind == "date":
        return serial_dates.from_iso(element.get(f"{_OFFICE}date-value", ""))
    if kind == "time":
        return _time(element.get(f"{_OFFICE}time-value", ""))
    if kind == "boolean":
        return element.get(f"{_OFFICE}boolean-value") == "true"
    return text or element.get(f"{_OFFICE}string-value") or None


def _number(text: str) -> Value:
    if NUMBER.fullmatch(text.strip()) is None or math.isinf(float(text)):
        raise UnreadableWorkbook(
            f"a cell holds {text[:20]!r}, which is no number",
            "Open it in LibreOffice, save it, and try again",
        )
    return serial_dates.plain_number(float(text))


def _time(text: str) -> Value:
    found = _TIME.fullmatch(text)
    if found is None:
        return text or None
    sign, hours, minutes, seconds = found.groups()
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + float((seconds or "0").replace(",", "."))
    if sign or total >= 86400:
        return serial_dates.plain_number((-total if sign else total) / 86400)
    return serial_dates.moment(total / 86400)


def _formula(text: str) -> str:
    """The formula as Excel writes it: references without brackets and dots, arguments parted by commas."""
    text = re.sub(r"^\w+:(?==)", "", text)
    return _REFERENCE.sub(lambda found: _reference(found[1]), text).replace(";", ",")


def _reference(text: str) -> str:
    halves = [half.lstrip(".") for half in text.split(":")]
    return ":".join(half.replace("$'", "'").replace(".", "!", 1) for half in halves)


def _too_many(limits: Limits) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"it has more than {limits.cells:,} cells with something in them, which no plan has",
        "Ask the sender for a workbook saved from Excel",
    )
