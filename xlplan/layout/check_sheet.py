"""A finding as a row of the Checks table: its cell is a link to the place."""

from __future__ import annotations

from collections.abc import Mapping

from xlplan.layout import standard
from xlplan.model import Finding
from xlplan.workbook.grid import Formula, Value, quoted

OPEN, ACCEPTED, SETTLED = standard.CHECK_STATUSES


def finding_row(finding: Finding) -> tuple[Value | Formula, ...]:
    """A new finding as a row of the Checks table."""
    cells = {**finding_cells(finding), "Status": OPEN}
    return tuple(cells.get(heading) for heading in standard.CHECKS.headings)


def finding_cells(finding: Finding) -> Mapping[str, Value | Formula]:
    """What the Checks table says of a finding, by heading; not what a person says of it."""
    return {
        "Code": finding.code,
        "Severity": finding.severity,
        "ID": finding.id or None,
        "Sheet": finding.sheet or None,
        "Cell": link_to(finding.sheet, finding.cell),
        "Column": finding.column or None,
        "What was found": finding.message,
        "Value": finding.value or None,
        "Suggestion": finding.suggestion or None,
    }


def link_to(sheet: str, cell: str) -> Value | Formula:
    """A cell's address as a link to it; None when there is none."""
    if not cell or not sheet:
        return cell or None
    target = f"#{quoted(sheet)}!{cell}".replace('"', '""')
    return Formula(f'=HYPERLINK("{target}","{cell}")', shows=cell)
