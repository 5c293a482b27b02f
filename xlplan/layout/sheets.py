"""Plan to sheets: the specifications of the standard sheets, ready to be put into a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from xlplan.layout import standard
from xlplan.layout.standard import StandardSheet
from xlplan.workbook.grid import Formula, Place, Value, quoted
from xlplan.workbook.sheet_spec import SheetSpec, StyledCell, Table

if TYPE_CHECKING:
    from xlplan.model import Action, Finding, KeyEntry, Officer, Period

Row = tuple[Value | Formula, ...]


def title_cells(title: str, says: str) -> dict[Place, StyledCell]:
    """A1 and A2 of every sheet of ours."""
    return {(1, 1): StyledCell(title, standard.TITLE), (2, 1): StyledCell(says, standard.SUBTITLE)}


def list_sheet(sheet: StandardSheet, rows: Sequence[Row]) -> SheetSpec:
    """A standard sheet that holds one table."""
    return SheetSpec(
        name=sheet.name,
        cells=title_cells(sheet.name, sheet.says),
        table=Table(sheet.name, sheet.columns, tuple(rows), heading_format=standard.HEADING),
        heights={1: 26, 2: 18},
        freeze=(standard.FIRST_ROW, 1),
        repeat_rows=(standard.HEADER_ROW, standard.HEADER_ROW),
        footer=sheet.name,
    )


def hidden_sheet(rows: Sequence[Sequence[Value]]) -> SheetSpec:
    """The sheet that xlplan keeps for itself."""
    cells = {
        (row, column): StyledCell(value, standard.PLAIN)
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line, start=1)
        if value is not None
    }
    return SheetSpec(name=standard.HIDDEN, cells=cells, visibility="veryHidden", gridlines=True)


def officer_rows(officers: Sequence[Officer]) -> list[Row]:
    """Officers as rows of their table."""
    return [
        (
            officer.name,
            officer.initials or None,
            officer.post or None,
            officer.team or None,
            officer.email or None,
            officer.copy_to or None,
            "; ".join(officer.aliases) or None,
            "Yes" if officer.active else "No",
        )
        for officer in officers
    ]


def period_rows(periods: Sequence[Period]) -> list[Row]:
    """Periods as rows of their table."""
    return [(period.label, period.opens, period.returns_due, period.status or None) for period in periods]


def key_rows(key: Sequence[KeyEntry]) -> list[Row]:
    """The Key as rows of its table."""
    return [
        (entry.as_typed or None, entry.means or None, entry.colour or None, entry.definition or None)
        for entry in key
    ]


OPEN, ACCEPTED, SETTLED = standard.CHECK_STATUSES


def finding_row(finding: Finding, actions: Mapping[str, Action]) -> tuple[Value | Formula, ...]:
    """A new finding as a row of the Checks table.

    Args:
        finding: the finding.
        actions: the plan's actions by ID, for the ref and the text of the one that it is about.
    """
    cells = {**finding_cells(finding, actions), "Status": OPEN}
    return tuple(cells.get(heading) for heading in standard.CHECKS.headings)


def finding_cells(finding: Finding, actions: Mapping[str, Action]) -> Mapping[str, Value | Formula]:
    """The cells of a finding in the Checks table, by heading, but for a person's own. See `finding_row`."""
    action = actions.get(finding.id)
    return {
        "Code": finding.code,
        "Severity": finding.severity,
        "ID": finding.id or None,
        "Ref": (action.ref or None) if action else None,
        "Action": (action.shown_action or None) if action else None,
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
