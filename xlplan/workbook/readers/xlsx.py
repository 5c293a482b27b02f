"""The sheets of an Excel workbook as grids, read from its own XML: values, formulas, fills, texts as displayed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Cell, Place, Value, area_of, column_number
from xlplan.workbook.ooxml.formulas import translated
from xlplan.workbook.ooxml.package import Package, SheetEntry
from xlplan.workbook.ooxml.sheet_scan import CELL, plain, sheet_data_bounds
from xlplan.workbook.ooxml.xml import local_name, parse_xml, shared_strings, text_of, unescaped
from xlplan.workbook.readers import serial_dates
from xlplan.workbook.readers.cell_styles import GENERAL, PLAIN, CellStyle, cell_styles_of
from xlplan.workbook.readers.number_formats import displayed

_FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_HOLDS_VALUE = re.compile(rb"<v[\s/>]")
_SIMPLE_INLINE = re.compile(rb"<is><t(?: [^>]*)?>([^<]*)</t></is>")
_INLINE = re.compile(rb"<is>(.*?)</is>", re.DOTALL)
_SHARED_NUMBER = re.compile(rb'\bsi="([0-9]+)"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_TYPE = re.compile(rb'\bt="([A-Za-z]+)"')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_TRUE = ("1", "true")


class XlsxReader:
    """Reads sheets of one package as it stands now, with what was written to it since it was opened."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._columns: dict[bytes, int] = {}

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        part = self._package.related(self._package.workbook_part, "sharedStrings")
        return shared_strings(self._package.read(part), part) if part else []

    @cached_property
    def cell_styles(self) -> list[CellStyle]:
        """The cell styles."""
        return cell_styles_of(self._package)

    @cached_property
    def is_1904(self) -> bool:
        """True when the workbook counts days from 1904."""
        return counts_from_1904(self._package)

    def grid(self, entry: SheetEntry, *, detail: bool) -> tuple[Mapping[Place, Cell], tuple[Area, ...]]:
        """The cells of a sheet, and its merged ranges.

        Raises:
            UnreadableWorkbook: its XML is damaged.
        """
        content = plain(self._package.read(entry.part), entry.part)
        return self._cells(content, detail), merges(content)

    def _cells(self, content: bytes, detail: bool) -> dict[Place, Cell]:
        cells: dict[Place, Cell] = {}
        known: dict[tuple[bytes, bytes, bytes], Cell] = {}
        formulas: dict[bytes, tuple[Place, str]] = {}
        coloured: list[tuple[Place, Cell]] = []
        cell_styles, columns = self.cell_styles, self._columns
        row_text, row, row_holds_value = b"", 0, False
        for found in CELL.finditer(content, *sheet_data_bounds(content)):
            letters, at_row, style, kind, others, body = found.groups()
            if at_row != row_text:
                row_text, row, row_holds_value = at_row, int(at_row), False
                coloured.clear()
            if others:
                style = _first(_STYLE, others) or style
                kind = _first(_TYPE, others) or kind
            if not body:
                if not detail or not style:
                    continue
                number = int(style)
                fill = cell_styles[number].fill if number < len(cell_styles) else None
                if fill is None:
                    continue
                body = b""
            column = columns.get(letters)
            if column is None:
                column = columns[letters] = column_number(letters.decode())
            key = (style, kind, body)
            cell = known.get(key)
            if cell is None:
                cell = self._cell(style, kind, body, (row, column), formulas, detail)
                if b"<f" not in body:
                    known[key] = cell
            if cell.value is None and cell.formula is None:
                if cell.fill is None:
                    continue
                # A colour matters beside a text: a row that is only coloured (tables are often formatted
                # to the foot of the sheet) says nothing.
                if not row_holds_value:
                    coloured.append(((row, column), cell))
                    continue
            elif not row_holds_value:
                row_holds_value = True
                cells.update(coloured)
            cells[row, column] = cell
        return cells

    def _cell(
        self,
        style: bytes | None,
        kind: bytes | None,
        body: bytes,
        place: Place,
        formulas: dict[bytes, tuple[Place, str]],
        detail: bool,
    ) -> Cell:
        number = int(style) if style else 0
        look = self.cell_styles[number] if number < len(self.cell_styles) else PLAIN
        value, serial = self._value(kind, body, look)
        if not detail:
            return Cell(value, value if type(value) is str else displayed(value, PLAIN.form))
        formula = _formula(body, place, formulas) if b"<f" in body else None
        shown = value if type(value) is str and look.form is GENERAL else displayed(value, look.form, serial)
        # a formula that comes to an empty text has an empty value, of the kind "str"
        is_empty_text = kind == b"str" and _HOLDS_VALUE.search(body) is not None
        is_uncalculated = formula is not None and value is None and not is_empty_text
        return Cell(value, shown, look.fill, formula, is_uncalculated)

    def _value(self, kind: bytes | None, body: bytes, style: CellStyle) -> tuple[Value, float | None]:
        """The value, and for a date or time the number that stands for it."""
        if kind == b"inlineStr":
            simple = _SIMPLE_INLINE.fullmatch(body)
            if simple is not None:
                return unescaped(simple[1]) or None, None
            inline = _INLINE.search(body)
            return (text_of(inline[1]) or None) if inline else None, None
        if body.startswith(b"<v>") and body.endswith(b"</v>"):
            content = body[3:-4]
        else:
            found = _VALUE.search(body)
            content = found[1] if found else b""
        if not content:
            return None, None
        try:
            if kind == b"s":
                return self.strings[int(content)] or None, None
            if kind in (b"str", b"e"):
                return unescaped(content) or None, None
            text = content.decode("ascii").strip()
            if kind == b"b":
                return text in _TRUE, None
            if kind == b"d":
                return serial_dates.from_iso(text), None
            value = float(text)
        except (ValueError, IndexError) as error:
            raise UnreadableWorkbook(
                "a cell holds something that is no value of its kind",
                "Open it in Excel, let Excel repair it, save it and try again",
            ) from error
        form = style.form
        if form.is_date:
            return serial_dates.moment(value, is_1904=self.is_1904, is_elapsed=form.is_elapsed), value
        return serial_dates.plain_number(value), None


def counts_from_1904(package: Package) -> bool:
    """True when the workbook counts days from 1904, as those from an old Mac do."""
    workbook = package.workbook_part
    return any(
        child.get("date1904", "0") in _TRUE
        for child in parse_xml(package.read(workbook), workbook)
        if local_name(child) == "workbookPr"
    )


def merges(content: bytes) -> tuple[Area, ...]:
    """The merged ranges that plain sheet XML lists."""
    return tuple(area_of(reference.decode()) for reference in _MERGE.findall(content))


def tables_of(package: Package, entry: SheetEntry) -> dict[str, Area]:
    """The sheet's Excel tables by name, heading row included."""
    found = {}
    for relation in package.relations(entry.part):
        if relation.kind == "table" and relation.target in package:
            root = parse_xml(package.read(relation.target), relation.target)
            name = root.get("displayName") or root.get("name") or ""
            try:
                found[name] = area_of(root.get("ref", ""))
            except ValueError:
                continue
    return found


def _first(expression: re.Pattern[bytes], text: bytes) -> bytes | None:
    found = expression.search(text)
    return found[1] if found else None


def _formula(body: bytes, place: Place, shared: dict[bytes, tuple[Place, str]]) -> str | None:
    """The formula's text. One that shares another cell's is worked out from that one's."""
    found = _FORMULA.search(body)
    if found is None:
        return None
    text = unescaped(found[2] or b"")
    number = _first(_SHARED_NUMBER, found[1])
    if number is not None and text:
        shared[number] = (place, text)
    elif number is not None and number in shared:
        text = translated(*shared[number], place)
    return f"={text}"
