"""Fonts and borders of a range behind xlwings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.excel.engines.libreoffice.colours import colour, number

if TYPE_CHECKING:
    from tests.excel.engines.libreoffice.dressed import DressedRange

_UNSET = base_classes._UNSET


class Font(base_classes.Font):
    """The font of a range; read from its first cell."""

    def __init__(self, cells: DressedRange) -> None:
        self._cells = cells

    @property
    def api(self) -> object:
        return self._cells.api

    def _get(self, what: str) -> Any:
        return self._cells.call("font")[what]

    def _set(self, what: str, value: Any) -> None:
        self._cells.call("set_font", what=what, value=value)

    @property
    def bold(self) -> bool:
        return bool(self._get("bold"))

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("bold", bool(value))

    @property
    def italic(self) -> bool:
        return bool(self._get("italic"))

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("italic", bool(value))

    @property
    def size(self) -> float:
        return float(self._get("size"))

    @size.setter
    def size(self, value: float) -> None:
        self._set("size", value)

    @property
    def color(self) -> tuple[int, int, int]:
        return colour(self._get("color")) or (0, 0, 0)

    @color.setter
    def color(self, value: Any) -> None:
        self._set("color", number(value))

    @property
    def name(self) -> str:
        return str(self._get("name"))

    @name.setter
    def name(self, value: str) -> None:
        self._set("name", value)


class Borders(base_classes.Borders):
    """The borders of a range."""

    def __init__(self, cells: DressedRange) -> None:
        self._cells = cells
        self.parent = cells

    @property
    def api(self) -> object:
        return self._cells.api

    def one(self, side: str, what: str) -> Any:
        """One thing of one side."""
        found = self._cells.call("borders")
        if side not in found:
            raise NotImplementedError(f"border {side!r} is not offered")
        return colour(found[side][what]) if what == "color" else found[side][what]

    def _common(self, what: str) -> Any:
        found = {self.one(side, what) for side in self._grid_sides()}
        return found.pop() if len(found) == 1 else None

    @property
    def line_style(self) -> Any:
        return self._common("line_style")

    @property
    def weight(self) -> Any:
        return self._common("weight")

    @property
    def color(self) -> Any:
        return self._common("color")

    def __getitem__(self, side: str) -> Border:
        return Border(self, side)

    def set(self, sides: Any, *, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET) -> None:
        """Only what is given is set; sides that this range has not (inside one cell) are passed over."""
        inside = set(base_classes.BORDER_GRID_SIDES) - set(self._grid_sides())
        kept = [side for side in sides if side not in inside]
        if line_style in (None, "none"):
            line_style = "none"
            # Clearing everything names the diagonals too, of which there are none here.
            kept = [side for side in kept if not side.startswith("diagonal")]
        self._cells.call(
            "set_borders",
            sides=kept,
            line_style=None if line_style is _UNSET else line_style,
            weight=None if weight is _UNSET else weight,
            color=None if color is _UNSET else number(color),
        )


class Border(base_classes.Border):
    """One side."""

    def __init__(self, borders: Borders, side: str) -> None:
        self._borders = borders
        self._side = side

    @property
    def api(self) -> object:
        return self._borders.api

    @property
    def line_style(self) -> str:
        return str(self._borders.one(self._side, "line_style"))

    @line_style.setter
    def line_style(self, value: str) -> None:
        self._borders.set([self._side], line_style=value)

    @property
    def weight(self) -> str:
        return str(self._borders.one(self._side, "weight"))

    @weight.setter
    def weight(self, value: str) -> None:
        self._borders.set([self._side], weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        found: tuple[int, int, int] | None = self._borders.one(self._side, "color")
        return found

    @color.setter
    def color(self, value: Any) -> None:
        self._borders.set([self._side], color=value)
