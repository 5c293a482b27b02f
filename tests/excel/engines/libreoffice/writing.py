"""What Excel does with a value that is put into a cell: which text, number, formula and number format come of it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.builders.excel_typing import ErrorValue, typed
from tests.excel.engines.libreoffice import formulas
from tests.excel.engines.libreoffice.moments import serial
from tests.excel.engines.libreoffice.process import ExcelRefused
from xlplan.workbook.grid import Formula

_LONGEST_TEXT = 32_767
_LONGEST_FORMULA = 8_192
_LONGEST_NUMBER = 60
_DIGIT = re.compile(r"\d")
Cell = tuple[int, int]


@dataclass
class Writing:
    """A block to write: texts and numbers, formulas at their cells, and the formats that General cells take on."""

    values: list[list[str | float | None]]
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    formats: dict[str, list[Cell]] = field(default_factory=dict)

    def texts_like_numbers(self) -> Iterator[Cell]:
        """The places of the texts that a program could take for numbers or dates."""
        for row, line in enumerate(self.values):
            for column, value in enumerate(line):
                if isinstance(value, str) and len(value) < _LONGEST_NUMBER and _DIGIT.search(value):
                    yield row, column


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
    if code == "@" and not isinstance(value, str):
        stored(_as_text(value))
        return
    kept = typed(_checked(value), code) if isinstance(value, str) else value
    if isinstance(kept, Formula):
        writing.formulas.append((row, column, formulas.native(_checked_formula(kept.text))))
    elif isinstance(kept, ErrorValue):
        writing.formulas.append((row, column, f"={kept.text}"))
    elif isinstance(kept, bool):
        stored(float(kept), "BOOLEAN")
    elif isinstance(kept, int | float):
        if not math.isfinite(kept):
            raise ExcelRefused(f"no number for a cell: {kept!r}")
        stored(float(kept), "0%" if isinstance(value, str) and "%" in value else "")
    elif isinstance(kept, dt.datetime) and kept.time() != dt.time():
        stored(serial(kept), "dd/mm/yyyy hh:mm")
    elif isinstance(kept, dt.date):
        stored(serial(kept), "dd/mm/yyyy")
    elif isinstance(kept, dt.time) and isinstance(value, str):
        stored(serial(kept), "hh:mm")
    elif isinstance(kept, str):
        stored(kept)
    else:
        raise TypeError(f"xlwings gives Excel no {type(value).__name__}: {value!r}")


def _checked_formula(text: str) -> str:
    if len(text) > _LONGEST_FORMULA:
        raise ExcelRefused(f"a formula of {len(text)} signs: Excel takes {_LONGEST_FORMULA}")
    return text


def _as_text(value: Any) -> str:
    """A number or a date in a cell with the Text format."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return f"{value:.15g}"


def _checked(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise ExcelRefused(f"a text of {len(text)} signs: a cell holds {_LONGEST_TEXT}")
    return text
