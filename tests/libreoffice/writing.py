"""What Excel does with a value that is put into a cell: which text, number, formula and number format come of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from libreoffice import formulas
from libreoffice.process import ExcelRefused
from libreoffice.typed import serial, typed

_LONGEST_TEXT = 32_767
_LONGEST_FORMULA = 8_192
Cell = tuple[int, int]


@dataclass
class Writing:
    """A block to write: texts and numbers, formulas at their cells, and the formats that General cells take on."""

    values: list[list[str | float | None]]
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    formats: dict[str, list[Cell]] = field(default_factory=dict)


def prepared(rows: list[list[Any]], number_format: Callable[[int, int], str]) -> Writing:
    """Work out the cells of a block.

    Args:
        rows: what is written, row by row.
        number_format: the format of the cell at (row, column) from the block's corner, as it stands before.

    Raises:
        ExcelRefused: a text or formula that Excel does not take.
        TypeError: a value of a kind that Excel knows nothing of.
    """
    writing = Writing([[None] * len(row) for row in rows])
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            _put(writing, row, column, value, number_format(row, column))
    return writing


def _put(writing: Writing, row: int, column: int, value: Any, code: str) -> None:
    def stored(what: str | float | None, new_code: str = "") -> None:
        writing.values[row][column] = what
        if new_code and code == "General":
            writing.formats.setdefault(new_code, []).append((row, column))

    if value is None or value == "":
        return
    if code == "@":
        stored(_as_text(value))
    elif isinstance(value, bool):
        stored(float(value), "BOOLEAN")
    elif isinstance(value, int | float):
        if not math.isfinite(value):
            raise ExcelRefused(f"no number for a cell: {value!r}")
        stored(float(value))
    elif isinstance(value, dt.date):
        timed = isinstance(value, dt.datetime) and value.time() != dt.time()
        stored(serial(value), "dd/mm/yyyy hh:mm" if timed else "dd/mm/yyyy")
    elif not isinstance(value, str):
        raise TypeError(f"Excel takes no {type(value).__name__}: {value!r}")
    elif value.startswith("'"):
        stored(_checked(value[1:]))
    elif (formula := _formula(value)) is not None:
        writing.formulas.append((row, column, formulas.native(formula)))
    else:
        found = typed(_checked(value))
        if found.is_error:
            writing.formulas.append((row, column, f"={found.value}"))
        elif isinstance(found.value, bool):
            stored(float(found.value), "BOOLEAN")
        else:
            stored(found.value, found.number_format)


def _formula(text: str) -> str | None:
    """The formula that Excel takes this text for: it may start with any of four signs."""
    if text[0] == "=":
        formula = text if len(text) > 1 else None
    elif text[0] == "@" and len(text) > 1:
        formula = f"={text[1:]}"
    elif text[0] in "+-" and len(text) > 1 and isinstance(typed(text).value, str):
        formula = f"={text}"
    else:
        formula = None
    if formula and len(formula) > _LONGEST_FORMULA:
        raise ExcelRefused(f"a formula of {len(formula)} signs")
    return formula


def _as_text(value: Any) -> str:
    """In a cell with the Text format everything becomes text, formulas too."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int | float):
        return f"{value:.15g}"
    text = str(value)
    return _checked(text.removeprefix("'"))


def _checked(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise ExcelRefused(f"a text of {len(text)} signs: a cell holds {_LONGEST_TEXT}")
    return text
