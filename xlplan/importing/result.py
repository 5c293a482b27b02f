"""What a reading of a council's own workbook gives: rows, tables, and everything that was not used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from xlplan.model import CellValue, KeyEntry, Officer

_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table of the plan, as it is in the council's workbook. Rows count from 1."""

    sheet: str
    header_row: int
    first_row: int
    """The first row below the headings that was read."""
    last_row: int
    columns: Mapping[str, str]
    """Heading as it is -> the field that it was read as ("owner", "rag Oct-05", "other", ...)."""


class ReadRow(NamedTuple):
    """One row of the council's table: the makings of an action. Texts are as displayed, line breaks kept.

    A plan has them by the thousand: a named tuple is made several times as fast as a frozen dataclass.
    """

    sheet: str
    row: int
    cell: str
    """The address of the row's first cell in its table: "A5"."""
    theme: str = ""
    recommendation: str = ""
    ref: str = ""
    report_ref: str = ""
    action: str = ""
    owner: str = ""
    supporting: str = ""
    """The others named, "; " between them."""
    timescale: str = ""
    due: dt.date | None = None
    revised_due: dt.date | str | None = None
    success_criteria: str = ""
    notes: str = ""
    rag: Mapping[str, str] = _NOTHING
    """Period -> RAG word; a word that the key does not know as typed."""
    progress: Mapping[str, str] = _NOTHING
    """Period -> what was written."""
    other: Mapping[str, CellValue] = _NOTHING
    """The council's own columns without a standard place, by their own headings."""
    formats: Mapping[str, str] = _NOTHING
    """Heading of an own column -> the number format under which its number shows as it did."""


WhyListed = Literal[
    "beside", "repeated headings", "uncalculated", "second cell", "mark", "hint", "example", "empty section",
    "goes on", "no action",
]  # fmt: skip
"""Why a cell of a plan's table has no place in the plan."""
WhyLeftAlone = Literal[
    "key", "risk register", "budget", "contacts", "figures", "meeting", "changes", "no actions"
]  # fmt: skip
"""What a part of a sheet that is no plan seems to be."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A cell of a plan's table that has no place in the plan, and why."""

    sheet: str
    cell: str
    text: str
    why: WhyListed


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Something on a sheet that is not a plan: it stays as it is."""

    sheet: str
    area: str
    why: WhyLeftAlone


@dataclass(frozen=True, slots=True)
class Inference:
    """Something that was inferred, left out or asked on the way; `checks/reading.py` words it as a finding."""

    code: str
    sheet: str = ""
    cell: str = ""
    value: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    """What fills the message of that code."""


@dataclass(frozen=True)
class Reading:
    """A council's workbook, read as a plan. `cells_read == cells_placed + len(listed)`, always."""

    title: str = ""
    tables: tuple[ReadTable, ...] = ()
    rows: tuple[ReadRow, ...] = ()
    periods: tuple[str, ...] = ()
    """Review periods, oldest first."""
    inferences: tuple[Inference, ...] = ()
    cells_read: int = 0
    """Non-empty cells of the tables' rows, headings not counted."""
    cells_placed: int = 0
    listed: tuple[Listed, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    contacts: tuple[Officer, ...] = ()
    """The people on the council's own list of contacts."""
    key: tuple[KeyEntry, ...] = ()
    """What a RAG key on the sheets declares; empty when there is none."""


def inference(code: str, sheet: str = "", cell: str = "", value: str = "", **words: str) -> Inference:
    """Something that was inferred or left out at a cell; `words` fill its message."""
    return Inference(code, sheet, cell, value, words)
