"""Compare what the checks find now with the rows of the Checks sheet: what is new, still true, accepted or settled.

A finding is the same as one that is listed when code, action, column and value are the same; so a finding that a
person has accepted stays quiet until the cell changes. Where one finding stands for all rows of a value, the action
makes no difference. Rows that are settled stay on the sheet, marked; those to which nobody added a word are used again
for new findings, so that the sheet does not grow for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xlplan.checks.catalogue import RULES
from xlplan.checks.registry import listing_order
from xlplan.layout import standard
from xlplan.layout.master import ListedRow
from xlplan.layout.sheets import ACCEPTED, OPEN, SETTLED, finding_cells, link_to
from xlplan.model import Action, Finding
from xlplan.values.cell_values import as_text
from xlplan.values.text import fold
from xlplan.workbook.grid import Formula, Value, sheet_named

Cells = Mapping[str, Value | Formula]


@dataclass
class Reconciled:
    """The findings, open ones apart from accepted ones, and what is to be written on the Checks sheet."""

    open: list[Finding] = field(default_factory=list)
    """Those that wait for a person, listed before or new."""
    accepted: list[Finding] = field(default_factory=list)
    """Those that a person has accepted."""
    new: list[Finding] = field(default_factory=list)
    """Those of `open` that need a row of their own at the end."""
    updates: dict[int, Cells] = field(default_factory=dict)
    """Sheet row -> heading -> what it is to say."""
    settled: int = 0
    """Rows whose finding is no longer true, and was until now."""


def reconcile(
    rows: Sequence[ListedRow],
    findings: Sequence[Finding],
    codes: Collection[str],
    actions: Mapping[str, Action],
) -> Reconciled:
    """Match findings with the rows of the Checks table.

    Args:
        rows: the rows of the Checks table.
        findings: what was found now, worst first.
        codes: the codes that were looked for: only their rows can be settled.
        actions: the plan's actions by ID, for the ref and the text beside each finding.

    Returns:
        Each finding in `open` or `accepted`; the cells to write, only where they say another thing than now.
    """
    result = Reconciled()
    by_key: dict[tuple[str, str], list[ListedRow]] = {}
    for row in rows:
        by_key.setdefault(_key(row.text("Code"), row.text("ID")), []).append(row)
    taken: set[int] = set()
    rowless: list[Finding] = []
    for finding in findings:
        listed = [
            row
            for row in by_key.get(_key(finding.code, finding.id), ())
            if row.row not in taken and _is_same(row, finding)
        ]
        if not listed:
            result.open.append(finding)
            rowless.append(finding)
            continue
        # of two rows of one finding the one that a person has answered holds
        row = max(listed, key=lambda each: (_is_accepted(each), each.text("Sheet") == finding.sheet))
        taken.add(row.row)
        is_accepted = _is_accepted(row)
        (result.accepted if is_accepted else result.open).append(finding)
        _update(
            result, row, {**_refreshed(row, finding, actions), "Status": ACCEPTED if is_accepted else OPEN}
        )
    free: list[ListedRow] = []
    for row in rows:
        if row.row in taken or row.text("Code") not in codes or _is_note_of_the_reading(row):
            continue
        if row.text("Status") != SETTLED:
            result.settled += 1
        _update(result, row, {"Status": SETTLED})
        if not _has_a_persons_words(row):
            free.append(row)
    for finding, row in zip(rowless, free, strict=False):
        result.updates[row.row] = {**finding_cells(finding, actions), "Status": OPEN}
    result.new = rowless[len(free) :]
    return result


def put_in_order(
    rows: Sequence[ListedRow], became: Reconciled, new: Sequence[Sequence[Value | Formula]]
) -> list[tuple[Value | Formula, ...]] | None:
    """Put all rows of the Checks table in order, open ones first and worst first.

    Args:
        rows: the rows as they are.
        became: what they are to say now.
        new: the new rows.

    Returns:
        The rows to draw; None when a person has written on the sheet, which then stays in its order.
    """
    if any(_has_a_persons_words(row) for row in rows):
        return None
    headings = standard.CHECKS.headings
    table = [
        tuple(_as_drawn(row, became.updates.get(row.row, {})).get(heading) for heading in headings)
        for row in rows
    ]
    table += [tuple(row) for row in new]
    severity, status = headings.index("Severity"), headings.index("Status")
    order = {OPEN: 0, ACCEPTED: 1, SETTLED: 2}
    table.sort(
        key=lambda row: (order.get(str(row[status]), 0), listing_order(str(row[0]), str(row[severity])))
    )
    return table


def _as_drawn(row: ListedRow, update: Cells) -> Cells:
    """The row's cells as they will be; the link, which was read as the address that it shows, is made again."""
    link = link_to(row.text("Sheet"), row.text("Cell"))
    return {**row.values, "Status": row.text("Status") or OPEN, "Cell": link, **update}


def _key(code: str, identity: str) -> tuple[str, str]:
    """What a row and its finding have in common: the code and the action, or the code alone for what is asked once."""
    is_once = code in RULES and RULES[code].is_once_a_value
    return (code, "" if is_once else identity)


def _is_same(row: ListedRow, finding: Finding) -> bool:
    column, is_settled = row.text("Column"), row.text("Status") == SETTLED
    return (
        fold(row.text("Value")) == fold(finding.value)
        and (not column or column == finding.column)
        and (bool(finding.id) or row.text("Sheet") == finding.sheet)
        and not (is_settled and _has_a_persons_words(row))
    )


def _is_accepted(row: ListedRow) -> bool:
    return fold(row.text("Decision")) == fold(standard.ACCEPTED)


def _is_note_of_the_reading(row: ListedRow) -> bool:
    """True for what `standardise` only remarked at a cell of the council's own sheet: it says how it was read."""
    return row.text("Severity") == "info" and not sheet_named(row.text("Sheet"), standard.OUR_SHEETS)


def _has_a_persons_words(row: ListedRow) -> bool:
    ours = set(standard.CHECKS.headings) - {"Decision", "Reason"}
    return any(as_text(value) for heading, value in row.values.items() if heading not in ours)


def _refreshed(row: ListedRow, finding: Finding, actions: Mapping[str, Action]) -> dict[str, Value | Formula]:
    """The cells in which the row differs from the finding, for rows and columns move; none where it is about another
    sheet, because it then says where `standardise` found the same thing."""
    if row.text("Sheet") != finding.sheet:
        return {}
    fresh = finding_cells(finding, actions)
    return {
        heading: value
        for heading, value in fresh.items()
        if as_text(value.shows if isinstance(value, Formula) else value) != row.text(heading)
    }


def _update(result: Reconciled, row: ListedRow, cells: Cells) -> None:
    """Add to the updates the cells that differ from what the row says."""
    different = {
        heading: value
        for heading, value in cells.items()
        if isinstance(value, Formula) or as_text(value) != row.text(heading)
    }
    if different:
        result.updates[row.row] = different
