"""A sheet to be drawn, as data: values, formats, drop-downs, rules. Drawn by `file.py`, or in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlplan.workbook.grid import Formula, Place, Value


@dataclass(frozen=True, slots=True)
class Format:
    """How a cell looks. Colours are six hexadecimal digits."""

    bold: bool = False
    italic: bool = False
    size: float = 11
    colour: str | None = None
    fill: str | None = None
    border: str | None = None
    """The colour of a thin line all round."""
    wrap: bool = True
    horizontal: Literal["left", "center", "right"] | None = None
    vertical: Literal["top", "center", "bottom"] = "top"
    number_format: str = "General"
    locked: bool = True
    underline: bool = False


@dataclass(frozen=True, slots=True)
class ConditionalFormat:
    """A conditional format: where the formula holds, the cell takes this fill and text colour."""

    formula: str
    """Written for the first cell of the area it applies to, without the equals sign; the token `{cell}`
    stands for that first cell's address with no dollar signs ("J4"), `{column:HEADING}` for the cell in the
    same row under that heading of the same table, with its column fixed ("$F4")."""
    fill: str | None = None
    colour: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed into a cell, and the message beside it."""

    kind: Literal["list", "date"]
    choices: tuple[str, ...] = ()
    """For a list: the words, or one item that starts with "=" and is a reference."""
    title: str = ""
    prompt: str = ""
    error: str = ""
    strict: bool = True
    """False: Excel warns but lets the person go on."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    heading: str
    width: float = 12
    """In Excel's units: characters of the standard font."""
    format: Format = Format()
    heading_format: Format | None = None
    """None: as the table's other headings."""
    validation: Validation | None = None
    rules: tuple[ConditionalFormat, ...] = ()
    is_hidden: bool = False


HEADER_ROW = 3
"""Where the headings of a table are, below a title and a line that says what the sheet holds."""


@dataclass(frozen=True)
class Table:
    """An Excel table: its headings are in `header_row`, its first column in `first_column`."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | Formula, ...], ...] = ()
    header_row: int = HEADER_ROW
    first_column: int = 1
    heading_format: Format = Format(bold=True)
    filters: bool = True
    least_height: float | None = None
    """Points that a row has at least, however little is in it; None for one line."""


@dataclass(frozen=True)
class StyledCell:
    """A cell outside the table."""

    value: Value | Formula
    format: Format = Format(wrap=False)
    link: str | None = None
    """A place in this workbook to go to on a click: "'Plan'!A1"."""


@dataclass(frozen=True)
class SheetSpec:
    """A whole sheet."""

    name: str
    cells: Mapping[Place, StyledCell] = field(default_factory=dict)
    table: Table | None = None
    widths: Mapping[int, float] = field(default_factory=dict)
    """Column number -> width, for columns outside the table."""
    heights: Mapping[int, float] = field(default_factory=dict)
    """Row number -> points; rows that are not named fit their text."""
    freeze: Place | None = None
    """The first cell that scrolls."""
    cursor: Place | None = None
    """The cell that is selected when the sheet is opened; None: the first that scrolls."""
    landscape: bool = True
    paper: Literal["A3", "A4"] = "A4"
    pages_wide: int = 1
    """The sheet is shrunk to so many pages side by side."""
    pages_high: int | None = None
    """None: as many as it takes."""
    repeat_rows: tuple[int, int] | None = None
    """Printed at the head of every page."""
    repeat_columns: tuple[int, int] | None = None
    """Printed at the left of every page; only together with rows."""
    protected: bool = False
    """Protected without a password: only unlocked cells can be typed in; filtering, sorting of unlocked cells,
    and formatting of columns and rows stay allowed."""
    visibility: Literal["visible", "hidden", "veryHidden"] = "visible"
    zoom: int = 100
    tab_colour: str | None = None
    gridlines: bool = False
    footer: str = ""
    """Printed bottom left; the page number is bottom right."""
