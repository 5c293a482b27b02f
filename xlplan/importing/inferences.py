"""The findings that reading a messy sheet can give: code, severity and words, all in one table."""

from __future__ import annotations

from dataclasses import dataclass

from xlplan.model import Finding, Severity


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
