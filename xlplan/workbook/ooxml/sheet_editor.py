"""A worksheet part taken in two: its rows, spliced as bytes, and what is around them, as a tree.

A plan's rows are megabytes and its frame a few kilobytes, so the tree is quick and what is not changed in the
rows stays as Excel wrote it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from lxml import etree

from xlplan.workbook.grid import Area, Place, area_of, column_letters, reach_of
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.plain_form import plain
from xlplan.workbook.ooxml.sheet_scan import CELL, CELL_ADDRESS, column_of, sheet_data_bounds
from xlplan.workbook.ooxml.xml import MAIN, parse_xml, serialise_xml

# ECMA-376 18.3.1.99: the children of worksheet are in this order.
_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
    *(
        "customSheetViews",
        "mergeCells",
        "phoneticPr",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
    ),
    *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing"),
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "AlternateContent", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)

_ROW = re.compile(rb'<row( r="([0-9]+)"[^>]*?)(/?)>')  # plain() puts the number first
_ROW_END = b"</row>"
_CELL_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_HOLDS = re.compile(rb"<v>[^<]|<f\b|<is\b")
_HEIGHT = re.compile(rb"""\s+ht=["']([0-9.]+)["']""")
_CUSTOM_HEIGHT = re.compile(rb"""\bcustomHeight=["'](?:1|true)["']""")
_SPANS = re.compile(rb"""\s+spans=["'][^"']*["']""")


_FEW = 8
"""So many rows of a sheet are looked for one by one."""

RowCells: TypeAlias = "Mapping[int, str] | str"
"""The cells that a row gets: column number -> the whole `c` element, "" to take a cell out; or, for a row that is not
there yet, all of them as one text."""


class FoundCell(NamedTuple):
    """A cell as it is in a row."""

    column: int
    style: int
    content: bytes
    """What is between its tags."""
    start: int
    end: int

    @property
    def is_filled(self) -> bool:
        """True when it holds a value or a formula."""
        return bool(_HOLDS.search(self.content))


class FoundRow(NamedTuple):
    """A row as it is in the rows."""

    number: int
    attributes: bytes
    start: int
    inside: tuple[int, int]
    """Where its cells begin and end."""
    end: int


class Frame:
    """A worksheet part, to be read and changed."""

    def __init__(self, content: bytes, part: str = "", *, is_plain: bool = False) -> None:
        """See `of`.

        Args:
            content: the part's bytes.
            part: its name, for messages.
            is_plain: it is known to be in the plain form of `sheet_scan`.
        """
        content = content if is_plain else plain(content, part)
        start, end = sheet_data_bounds(content)
        tag = content.rindex(b"<sheetData", 0, start + 1)
        closed = content.startswith(b"</sheetData>", end)
        after = end + len(b"</sheetData>") if closed else end
        self.root = parse_xml(content[:tag] + b"<sheetData/>" + content[after:], part)
        # A plan's rows are not copied before they are changed: they are between two places of what was read.
        self._rows, self._start, self._end = content, start, end
        self._found: dict[int, FoundRow] | None = None
        self._looked_for = 0
        self._known: dict[Place, FoundCell] = {}

    @classmethod
    def of(cls, package: Package, part: str) -> Frame:
        """A worksheet part of a workbook as it is now.

        Raises:
            UnreadableWorkbook: it is missing or damaged.
        """
        return cls(package.read(part), part, is_plain=package.is_plain(part))

    def put_into(self, package: Package, part: str) -> None:
        """Let the part be what this frame now is: plain, for it was taken apart as such."""
        package.write(part, self.to_bytes())
        package.mark_plain(part)

    def to_bytes(self) -> bytes:
        """The part as it is now."""
        before, _, after = serialise_xml(self.root).partition(b"<sheetData/>")
        rows = memoryview(self._rows)[self._start : self._end]
        return b"".join((before, b"<sheetData>", rows, b"</sheetData>", after))

    @property
    def rows_xml(self) -> bytes:
        """The rows as they are, in the plain form of `sheet_scan`."""
        return self._rows[self._start : self._end]

    def holds(self, text: bytes) -> bool:
        """True when this is somewhere in the rows."""
        return self._rows.find(text, self._start, self._end) >= 0

    # what is around the rows

    def child(self, name: str) -> etree._Element | None:
        """The first child of this name."""
        return self.root.find(f"{{{MAIN}}}{name}")

    def insert(self, element: etree._Element) -> None:
        """Put a child into the place that the format asks for, behind others of its name."""
        name = etree.QName(element).localname
        before = set(_ORDER[: _ORDER.index(name) + 1])
        at = 0
        for index, child in enumerate(self.root):
            if isinstance(child.tag, str) and etree.QName(child).localname in before:
                at = index + 1
        self.root.insert(at, element)

    def ensure(self, name: str) -> etree._Element:
        """The child of this name, made when there is none."""
        found = self.child(name)
        if found is None:
            found = etree.Element(f"{{{MAIN}}}{name}")
            self.insert(found)
        return found

    def merged(self) -> list[Area]:
        """The merged cells."""
        return [reach_of(cell.get("ref", "A1")) for cell in self.root.iter(f"{{{MAIN}}}mergeCell")]

    def widen_dimension(self, area: Area) -> None:
        """Let the sheet's declared extent take in an area."""
        dimension = self.ensure("dimension")
        try:
            old = area_of(dimension.get("ref", "A1"))
        except ValueError:  # some programs write a whole column here
            return
        new = Area(
            min(old.first_row, area.first_row),
            min(old.first_column, area.first_column),
            max(old.last_row, area.last_row),
            max(old.last_column, area.last_column),
        )
        dimension.set("ref", str(new))

    # the rows

    @staticmethod
    def height_of(row: FoundRow) -> float | None:
        """The points that a row has, where no person has set them; None where nothing is said."""
        if _CUSTOM_HEIGHT.search(row.attributes):
            return None
        height = _HEIGHT.search(row.attributes)
        return float(height[1]) if height else None

    def rows(self) -> dict[int, FoundRow]:
        """Row number -> where it is, in the order of the file."""
        if self._found is None:
            self._found = {row.number: row for row in _rows(self._rows, self._start, self._end)}
        return self._found

    def cells(self, row: int) -> list[FoundCell]:
        """The cells of a row; none when it is not there."""
        found = self.row(row)
        return [] if found is None else list(_cells(self._rows, *found.inside))

    def row(self, number: int) -> FoundRow | None:
        """A row as it is; None when it is not there."""
        if self._found is None and self._looked_for < _FEW:  # to find all takes longer than to change a few
            self._looked_for += 1
            at = self._rows.find(f'<row r="{number}"'.encode(), self._start, self._end)
            return next(_rows(self._rows, at, self._end), None) if at >= 0 else None
        return self.rows().get(number)

    def cell_in(self, row: FoundRow, column: int) -> FoundCell | None:
        """One cell of a row, found without looking at the others."""
        place = row.number, column
        known = self._known.get(place)
        if known is not None:
            return known
        start, end = row.inside
        # from the right: what changes most are the columns of the last period
        at = self._rows.rfind(f'<c r="{column_letters(column)}{row.number}"'.encode(), start, end)
        found = CELL.match(self._rows, at, end) if at >= 0 else None
        if found is None:
            return None
        cell = self._known[place] = _found_cell(found)
        return cell

    def last_column(self, row: FoundRow) -> int:
        """The column of the last cell of a row that was found before; 0 for a row without cells."""
        start, end = row.inside
        at = self._rows.rfind(b"<c ", start, end)
        found = CELL_ADDRESS.match(self._rows, at, end) if at >= 0 else None
        return column_of(found[1]) if found else 0

    def text_of(self, cell: FoundCell) -> str:
        """The whole element of a cell, as it is."""
        return self._rows[cell.start : cell.end].decode()

    def set_cells(
        self,
        changes: Mapping[int, RowCells],
        heights: Mapping[int, float] | None = None,
        measured: Collection[int] = (),
    ) -> bool:
        """Put cells into rows; what else is in the rows stays.

        Args:
            changes: row number -> its new cells.
            heights: row number -> points that the new texts need: a row grows to it, and a height that a person set
                stays. None takes the heights out, for Excel to measure the rows.
            measured: the rows of which `heights` says what all of their texts need: they may shrink too.

        Returns:
            True when a formula was replaced.
        """
        out: list[bytes | memoryview] = []
        rows = memoryview(self._rows)
        done = self._start
        lost_formula = False
        numbers: Sequence[int] = ()
        for number in sorted(changes):
            cells = changes[number]
            there = self.row(number)
            if there is not None:
                if isinstance(cells, str):
                    raise ValueError(f"row {number} is there already")
                out.append(rows[done : there.start])
                is_lost = self._change(out, there, cells, heights, number in measured)
                lost_formula = lost_formula or is_lost
                done = there.end
                continue
            numbers = numbers or sorted(self.rows())
            following = bisect(numbers, number)
            at = self.rows()[numbers[following]].start if following < len(numbers) else self._end
            out.append(rows[done:at])
            done = at
            height = f' ht="{heights[number]:g}"' if heights and number in heights else ""
            text = cells if isinstance(cells, str) else "".join(cells[column] for column in sorted(cells))
            out.append(f'<row r="{number}"{height}>{text}</row>'.encode())
        out.append(rows[done : self._end])
        self._rows = b"".join(out)
        self._start, self._end = 0, len(self._rows)
        self._found = None
        self._looked_for = 0
        self._known = {}
        return lost_formula

    def _attributes(
        self,
        row: FoundRow,
        changes: Mapping[int, str],
        heights: Mapping[int, float] | None,
        is_measured: bool,
    ) -> bytes:
        """A changed row's attributes: its height follows its texts unless a person set it."""
        attributes = row.attributes
        if b"spans" in attributes:
            attributes = _SPANS.sub(b"", attributes)
        if b"customHeight" in attributes and _CUSTOM_HEIGHT.search(attributes):
            return attributes
        old = _HEIGHT.search(attributes)
        if old is not None:
            attributes = attributes[: old.start()] + attributes[old.end() :]
        if heights is None:
            return attributes
        needed = heights.get(row.number, 0.0)
        if old is None and any(
            cell.is_filled and cell.column not in changes for cell in self.cells(row.number)
        ):
            return attributes  # Excel measures this row, and knows what its other texts need
        height = max(needed, float(old[1]) if old and not is_measured else 0.0)
        return attributes + b' ht="%g"' % height if height else attributes

    def _change(
        self,
        out: list[bytes | memoryview],
        row: FoundRow,
        changes: Mapping[int, str],
        heights: Mapping[int, float] | None,
        is_measured: bool,
    ) -> bool:
        """Add a changed row to the pieces of the new rows; True when it had a formula that was replaced."""
        lost_formula = False
        out += (b"<row", self._attributes(row, changes, heights, is_measured), b">")
        rows = memoryview(self._rows)
        done, end = row.inside
        last_column = self.last_column(row)
        in_order = sorted(changes)
        if last_column < min(in_order, default=0):  # a new period's cells, in every row of a plan
            out += (
                rows[done:end],
                "".join([changes[column] for column in in_order]).encode(),
                _ROW_END,
            )
            return False
        for column in in_order:
            cell = self.cell_in(row, column) if column <= last_column else None
            if cell is not None:
                start = cell.start
            elif column > last_column:
                start = end
            else:
                start = self._place_of_new(column, done, end)
            out += (rows[done:start], changes[column].encode())
            done = start if cell is None else cell.end
            lost_formula = lost_formula or (cell is not None and b"<f" in cell.content)
        out += (rows[done:end], _ROW_END)
        return lost_formula

    def _place_of_new(self, column: int, start: int, end: int) -> int:
        """Where among the cells of a row one goes that is not there yet: before the first one beyond its column."""
        return next(cell.start for cell in _cells(self._rows, start, end) if cell.column > column)


def overlap(one: Area, other: Area) -> bool:
    """True when two areas have a cell in common."""
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )


def _rows(rows: bytes, position: int, end: int) -> Iterator[FoundRow]:
    while found := _ROW.search(rows, position, end):
        inside = found.end()
        if found[3]:
            closing = position = inside
        else:
            closing = rows.index(_ROW_END, inside)
            position = closing + len(_ROW_END)
        yield FoundRow(int(found[2]), found[1].rstrip(), found.start(), (inside, closing), position)


def _cells(rows: bytes, start: int, end: int) -> Iterator[FoundCell]:
    return map(_found_cell, CELL.finditer(rows, start, end))


def _found_cell(found: re.Match[bytes]) -> FoundCell:
    letters, _, style, _, other, content = found.groups()
    if style is None and b"s=" in other:
        named = _CELL_STYLE.search(other)
        style = named[1] if named else None
    return FoundCell(
        column_of(letters), int(style) if style else 0, content or b"", found.start(), found.end()
    )
