"""The heights of the rows of a sheet that is there, when texts are put into its cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.shared_strings import shared_strings
from xlplan.workbook.ooxml.sheet_editor import FoundCell, Frame
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.ooxml.xml import MAIN, text_of
from xlplan.workbook.text_height import LINE, height_of

STANDARD_WIDTH = 8.43
_SHARED_TEXT = re.compile(r'<c\b[^>]*?\bt="s"[^>]*>.*?<v>(\d+)</v>', re.DOTALL)


class Fitting:
    """Takes note of texts and of the cells that they are put into."""

    def __init__(self, frame: Frame, styles: Styles) -> None:
        self._frame = frame
        self._styles = styles
        self._merged = frame.merged()
        self._columns = [
            (
                int(column.get("min", "1")),
                int(column.get("max", "1")),
                float(column.get("width", STANDARD_WIDTH)),
            )
            for column in frame.root.iter(f"{{{MAIN}}}col")
        ]
        self._known: dict[tuple[int, int], tuple[float, float] | None] = {}
        self._heights: dict[int, float] = {}

    def note(self, row: int, column: int, style: int, text: str) -> None:
        """A text that is put into a cell with this style."""
        if self._merged and any((row, column) in area for area in self._merged):
            return
        look = self.wrapping(column, style)
        if look is not None:
            self.raise_to(row, height_of(text, *look))

    def wrapping(self, column: int, style: int) -> tuple[float, float] | None:
        """The column's width and the size of the font, where texts in cells of this column and style wrap."""
        try:
            return self._known[column, style]
        except KeyError:
            wraps, size = self._styles.wrapping(style)
            width = next((w for first, last, w in self._columns if first <= column <= last), STANDARD_WIDTH)
            look = self._known[column, style] = (width, size) if wraps else None
            return look

    def raise_to(self, row: int, height: float) -> None:
        """Let a row be so high at least."""
        if height > self._heights.get(row, LINE):
            self._heights[row] = height

    def heights(self) -> Mapping[int, float]:
        """Row number -> points, for rows whose texts take more than one line."""
        return self._heights

    def measure_too_high(self, package: Package, changed: Mapping[int, Collection[int]]) -> set[int]:
        """Measure whole rows whose height came from a text that has been replaced by a shorter one.

        To be called when all new texts have been noted, before they are in the sheet.

        Args:
            package: the workbook, for its texts.
            changed: row number -> the columns whose texts were noted.

        Returns:
            The rows that were measured; `heights` says what they need.
        """
        texts = _Texts(package, self._frame)
        measured = set()
        for row, columns in changed.items():
            there = self._frame.row(row)
            height = self._frame.height_of(there) if there is not None else None
            if there is None or height is None or height <= max(LINE, self._heights.get(row, LINE)):
                continue
            in_row = (self._frame.cell_in(there, column) for column in columns)
            replaced = [cell for cell in in_row if cell is not None]
            if max((self._needed(cell, texts) for cell in replaced), default=LINE) <= LINE:
                continue
            others = [
                self._needed(cell, texts) for cell in self._frame.cells(row) if cell.column not in columns
            ]
            if max(others, default=0.0) < height:
                measured.add(row)
                needed = (
                    max(self._heights.get(row, LINE), *others) if others else self._heights.get(row, LINE)
                )
                self._heights[row] = needed
        for row in [row for row, height in self._heights.items() if height <= LINE]:
            del self._heights[row]
        return measured

    def _needed(self, cell: FoundCell, texts: _Texts) -> float:
        is_text = cell.is_filled and b"<f" not in cell.content
        look = self.wrapping(cell.column, cell.style) if is_text else None
        return height_of(texts.of(cell), *look) if look else LINE


class _Texts:
    """The texts that are in cells; the workbook's shared ones are read when the first is asked for."""

    def __init__(self, package: Package, frame: Frame) -> None:
        self._package = package
        self._frame = frame

    def of(self, cell: FoundCell) -> str:
        """The text of a cell; "" for numbers and the like."""
        if b"<is" in cell.content:
            return text_of(cell.content)
        number = _SHARED_TEXT.match(self._frame.text_of(cell))
        return self._shared[int(number[1])] if number and int(number[1]) < len(self._shared) else ""

    @cached_property
    def _shared(self) -> Sequence[str]:
        part = self._package.related(self._package.workbook_part, "sharedStrings")
        return shared_strings(self._package.read(part), part) if part else ()
