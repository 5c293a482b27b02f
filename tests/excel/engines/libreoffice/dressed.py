"""How the cells of a range look: fill, font, borders, alignment, widths, heights, hidden or not."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from tests.excel.engines.libreoffice.colours import colour, number
from tests.excel.engines.libreoffice.looks import Borders, Font


class DressedRange(base_classes.Range):
    """The looks of a block of cells, set for the whole block in one call, read from its first cell."""

    def call(self, operation: str, /, **arguments: Any) -> Any:
        """One operation on this block."""
        raise NotImplementedError

    @property
    def color(self) -> tuple[int, int, int] | None:
        return colour(self.call("fill"))

    @color.setter
    def color(self, value: Any) -> None:
        self.call("set_fill", colour=number(value))

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def borders(self) -> Borders:
        return Borders(self)

    @property
    def wrap_text(self) -> bool:
        return bool(self.call("alignment")["wrap_text"])

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.call("set_alignment", what="wrap_text", value=bool(value))

    @property
    def horizontal_alignment(self) -> str:
        return str(self.call("alignment")["horizontal_alignment"])

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.call("set_alignment", what="horizontal_alignment", value=value)

    @property
    def vertical_alignment(self) -> str:
        return str(self.call("alignment")["vertical_alignment"])

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.call("set_alignment", what="vertical_alignment", value=value)

    @property
    def column_width(self) -> float | None:
        found: float | None = self.call("column_width")
        return found

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.call("set_column_width", width=value)

    @property
    def row_height(self) -> float | None:
        found: float | None = self.call("row_height")
        return found

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.call("set_row_height", height=value)

    @property
    def row_hidden(self) -> bool | None:
        found: bool | None = self.call("hidden", rows=True)
        return found

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.call("set_hidden", rows=True, value=value)

    @property
    def column_hidden(self) -> bool | None:
        found: bool | None = self.call("hidden", rows=False)
        return found

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.call("set_hidden", rows=False, value=value)

    def autofit(self, axis: str | None = None) -> None:
        columns, rows = axis in (None, "columns", "c"), axis in (None, "rows", "r")
        self.call("autofit", columns=columns, rows=rows)
