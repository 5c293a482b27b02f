"""What a reading of a council's own workbook gives: rows, tables, and everything that was not used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplan.model import CellValue, Finding, KeyEntry, Severity


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table of the plan, as it stands in the council's workbook. Rows count from 1."""

    sheet: str
    header_row: int
    first_row: int
    """The first row below the headings that was read."""
    last_row: int
    columns: Mapping[str, str]
    """Heading as it stands -> the field that it was read as ("owner", "rag Oct-05", "other", ...)."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of the council's table: the makings of an action. Texts are as displayed, line breaks kept."""

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
    rag: Mapping[str, str] = field(default_factory=dict)
    """Period -> RAG word; a word that the key does not know as typed."""
    progress: Mapping[str, str] = field(default_factory=dict)
    """Period -> what was written."""
    other: Mapping[str, CellValue] = field(default_factory=dict)
    """The council's own columns without a standard place, by their own headings."""
    formats: Mapping[str, str] = field(default_factory=dict)
    """Heading of an own column -> the number format under which its number shows as it did."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A cell of a plan's table that has no place in the plan, and why."""

    sheet: str
    cell: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Something on a sheet that is not a plan: it stays as it is."""

    sheet: str
    area: str
    why: str
    """What it seems to be."""


@dataclass(frozen=True)
class Reading:
    """A council's workbook, read as a plan. `cells_read == cells_placed + len(listed)`, always."""

    title: str = ""
    tables: tuple[ReadTable, ...] = ()
    rows: tuple[ReadRow, ...] = ()
    periods: tuple[str, ...] = ()
    """Review periods, oldest first."""
    findings: tuple[Finding, ...] = ()
    cells_read: int = 0
    """Non-empty cells of the tables' rows, headings not counted."""
    cells_placed: int = 0
    listed: tuple[Listed, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    key: tuple[KeyEntry, ...] = ()
    """What a RAG key on the sheets declares; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding."""

    severity: Severity
    message: str
    """With the names that `finding` fills in, in braces."""


KINDS = {
    "LAY001": Kind("warning", "This cell has no place in the plan: {why}"),
    "LAY002": Kind("info", "The heading was read as {field}, {why}"),
    "LAY003": Kind("info", "No review period is named, so progress and RAG were put under {period!r}, {why}"),
    "LAY004": Kind("info", "This was left alone: {why}"),
    "LAY005": Kind("warning", "The cell has a colour and no word, and no key says what the colour means"),
    "LAY006": Kind("info", "This line above the table was not used"),
    "LAY007": Kind("info", "The theme was taken from {where}"),
    "LAY008": Kind("info", "The {field} of all actions in this table was taken from a line above it"),
    "LAY009": Kind(
        "warning", "The workbook's macros are not carried into the master, which is an ordinary .xlsx"
    ),
    "LAY010": Kind(
        "warning", "This formula has no place in the plan: the workbook does not hold what it comes to"
    ),
    "DUE002": Kind("warning", "No date could be read from this timescale"),
    "DUE005": Kind("info", "Something was taken for granted to read this date: {assumed}"),
    "OWN004": Kind("info", "The names were read as owner {owner}, supporting {supporting}"),
    "OWN005": Kind("warning", "It is not certain who the owner is: {why}"),
    "RAG001": Kind("warning", "The RAG word is not in the key"),
    "RAG004": Kind("info", "Text stands where a RAG word belongs; it was read as progress"),
    "PLN004": Kind("info", "The cell holds several actions; the row was kept whole"),
}


def finding(
    code: str,
    sheet: str = "",
    cell: str = "",
    value: str = "",
    *,
    suggestion: str = "",
    **words: str,
) -> Finding:
    """The finding of that code at a cell; `words` fill the names in its message."""
    kind = KINDS[code]
    return Finding(
        code=code,
        severity=kind.severity,
        message=kind.message.format(**words),
        sheet=sheet,
        cell=cell,
        value=value,
        suggestion=suggestion,
    )
