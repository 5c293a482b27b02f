"""The heights of the rows of a sheet that is there, when texts are put into its cells."""

from __future__ import annotations

from collections.abc import Mapping

from xlplan.workbook.grid import Formula, Value
from xlplan.workbook.ooxml.sheet_editor import Frame
from xlplan.workbook.ooxml.styles import Styles
from xlplan.workbook.ooxml.xml import MAIN
from xlplan.workbook.text_height import LINE, row_height

STANDARD_WIDTH = 8.43


class Fitting:
    """Takes note of texts and of the cells that they are put into."""

    def __init__(self, frame: Frame, styles: Styles) -> None:
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

    def note(self, row: int, column: int, style: int, value: Value | Formula) -> None:
        """A value that is put into a cell with this style."""
        shown = value.shows if isinstance(value, Formula) else value
        if not isinstance(shown, str):
            return
        look = self._wrapping(column, style)
        if look is None or (self._merged and any((row, column) in area for area in self._merged)):
            return
        height = row_height([(shown, *look)])
        if height is not None and height > self._heights.get(row, LINE):
            self._heights[row] = height

    def heights(self) -> Mapping[int, float]:
        """Row number -> points, for rows whose texts take more than one line."""
        return self._heights

    def _wrapping(self, column: int, style: int) -> tuple[float, float] | None:
        """The column's width and the size of the font, where texts wrap."""
        if (column, style) not in self._known:
            wraps, size = self._styles.wrapping(style)
            width = next((w for first, last, w in self._columns if first <= column <= last), STANDARD_WIDTH)
            self._known[column, style] = (width, size) if wraps else None
        return self._known[column, style]
