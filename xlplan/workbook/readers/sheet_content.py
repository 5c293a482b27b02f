"""What the XML of a sheet holds, before anybody asks how it looks: values, styles, formulas, merged cells."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Place, Value, address, area_of
from xlplan.workbook.ooxml.formulas import translated
from xlplan.workbook.ooxml.xml import character_data, without_escapes
from xlplan.workbook.readers import serial_dates
from xlplan.workbook.readers.cell_styles import CellStyle

# ASCII alone, without what Python allows besides: 1_000, nan, inf, digits of other scripts.
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST_NUMBER = 400
"""Characters; the largest number of a workbook written out has 309."""
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}

TRUE = ("1", "true")
"""How an attribute says that something is so."""

NO_STYLE = 1_000_000_000
"""Stands for the number of a style that is no number."""

REPAIR = "Open it in Excel, let Excel repair it, save it, and try again"


@dataclass(slots=True)
class SheetContent:
    """The cells of one sheet."""

    values: dict[int, dict[int, Value]] = field(default_factory=dict)
    """Row -> column -> value, for the cells that hold one."""
    styles: dict[int, dict[int, int]] = field(default_factory=dict)
    """Row -> column -> number of the cell style, for every cell, blank ones too; only where it is asked for."""
    formulas: dict[int, dict[int, str | bytes]] = field(default_factory=dict)
    """Row -> column -> formula; as bytes where it is just what the XML holds: few are asked for."""
    empty_texts: set[Place] = field(default_factory=set)
    """Formulas that were worked out and show an empty text."""
    merges: tuple[Area, ...] = ()
    hidden_rows: set[int] = field(default_factory=set)
    """Only where it is asked for."""

    def formula(self, row: int, column: int) -> str | None:
        """The formula of a cell with its equals sign; None where it holds none."""
        text = self.formulas.get(row, {}).get(column)
        if isinstance(text, bytes):
            text = character_data(text)
        return None if text is None else f"={text}"


@dataclass(frozen=True, slots=True)
class ValueReader:
    """Turns what is in a cell's XML into its value."""

    strings: Sequence[str]
    """The shared strings."""
    cell_styles: Sequence[CellStyle]
    is_1904: bool

    def read(self, kind: str, text: str, style: int) -> Value:
        """The value of a cell.

        Args:
            kind: the cell's type as written; "" stands for a number.
            text: what its value element holds, entities resolved; not empty.
            style: the number of its cell style.

        Raises:
            ValueError: the text is no value of this kind; the message says what is wrong with it.
        """
        if kind == "s":
            number = text.strip()
            # ECMA-376 18.18.11: the value is the index of a shared string.
            if not (number.isascii() and number.isdigit() and len(number) < 10):
                raise ValueError("it names no text of the workbook")
            if int(number) >= len(self.strings):
                raise ValueError("it names a text that the workbook does not have")
            return self.strings[int(number)] or None
        if kind in ("str", "e", "inlineStr"):
            return (without_escapes(text) if "_x" in text else text) or None
        if kind == "b":
            if text.strip() not in _BOOLEANS:
                raise ValueError("it holds something that is neither true nor false")
            return _BOOLEANS[text.strip()]
        if kind == "d":
            return serial_dates.from_iso(text.strip())
        if kind not in ("", "n"):
            raise ValueError("it holds a value of a kind that no workbook has")
        return self.number(text, style)

    def number(self, text: str, style: int) -> Value:
        """The number, or the date that it stands for in a cell of this style.

        Raises:
            ValueError: it is none that a workbook can hold.
        """
        if style and style >= len(self.cell_styles):
            # It may be a date: 46295 would be merged where the officer typed 30 September.
            raise ValueError("it holds a number, and has a style that the workbook does not have")
        form = self.cell_styles[style].form
        is_whole = text.isascii() and text.isdigit() and len(text) < 15
        if is_whole and not form.is_date:
            return int(text)
        text = text.strip()
        if not is_whole and (len(text) > _LONGEST_NUMBER or NUMBER.fullmatch(text) is None):
            raise ValueError("it holds something that is no number")
        value = float(text)
        if math.isinf(value):
            raise ValueError("it holds a number that is larger than any that a workbook can hold")
        if form.is_date:
            return serial_dates.moment(value, is_1904=self.is_1904, is_elapsed=form.is_elapsed)
        return serial_dates.plain_number(value)


class SharedFormulas:
    """Formulas that a cell shares with another, worked out from that one's."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Place, str]] = {}

    def text(self, place: Place, text: str, number: str) -> str:
        """The formula's text without its equals sign.

        Args:
            place: the cell.
            text: what is in the formula's element.
            number: the number of the shared formula.
        """
        if text:
            self._known[number] = (place, text)
        elif number in self._known:
            text = translated(*self._known[number], place)
        return text


def merged_areas(references: Iterable[str]) -> tuple[Area, ...]:
    """The merged cells that a sheet lists. Whole columns and rows, and what is no range, are passed over: they say
    nothing about which cell a text belongs to."""
    areas = []
    for reference in references:
        with suppress(ValueError):
            areas.append(area_of(reference))
    return tuple(areas)


def wrong_cell(place: Place, what: str) -> UnreadableWorkbook:
    """What is said of a cell that cannot be read."""
    return UnreadableWorkbook(what, REPAIR, cell=address(*place))
