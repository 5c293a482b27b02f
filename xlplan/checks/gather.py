"""Build what the checks are given from a master, and give each of their findings its place on a sheet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from xlplan.checks.catalogue import RULES
from xlplan.checks.context import Context, Found, GoneAction, OwnCell, PlanRow
from xlplan.checks.registry import Rule
from xlplan.layout import standard
from xlplan.layout.master import Master
from xlplan.model import Finding, Period
from xlplan.values.cell_values import as_text
from xlplan.values.patterns import compile_late
from xlplan.values.text import clean
from xlplan.workbook.grid import Cell, Grid, address

_SOURCE = compile_late(r"'((?:[^']|'')+)'!\$?[A-Z]{1,3}\$?(\d+)")
_WORST_FIRST = ("error", "warning", "info")
_PLAIN = ("", "FFFFFF")

OwnRows = Mapping[tuple[str, int], tuple[OwnCell, ...]]
"""Sheet and row -> the cells of a council's own sheet."""


def list_source_sheets(master: Master) -> tuple[str, ...]:
    """List the council's own sheets from which actions came, by the names that Source has for them."""
    return tuple(
        dict.fromkeys(place[0] for row in master.table.rows if (place := source_place(row.text("Source"))))
    )


def read_own_rows(grids: Mapping[str, Grid]) -> OwnRows:
    """Read the rows of the council's own sheets.

    Args:
        grids: the sheets by the names that Source has for them, read in detail.

    Returns:
        Sheet and row number -> the cells of that row that are not blank.
    """
    return {
        (name, number): tuple(_own_cell(grid.sheet, number, column, cell) for column, cell in cells.items())
        for name, grid in grids.items()
        for number, cells in grid.rows()
    }


def build_context(
    master: Master,
    *,
    period: str,
    today: dt.date,
    own: OwnRows | None = None,
    plan_grid: Grid | None = None,
    began: dt.date | None = None,
    year_began: dt.date | None = None,
    only: Collection[str] | None = None,
    came_back: bool = False,
) -> Context:
    """Build what the checks are given.

    Args:
        master: the master as read.
        period: the period that is checked; empty when there is none.
        today: the day against which "overdue" is judged.
        own: the rows of the council's own sheets, where they are still there.
        plan_grid: the Plan sheet read in detail, for the fills that a person gave its cells.
        began: when the plan began.
        year_began: when the financial year began that a title names.
        only: the IDs of the actions to look at; all of them by default.
        came_back: True when these actions have just come back, so that something should be said of each.
    """
    fills = _fills(master, plan_grid) if plan_grid else {}
    revisions = _revisions(master)
    expected = None if came_back else _expected(master, period, today)
    rows = []
    for number, listed in enumerate(master.table.rows):
        identity = as_text(listed.values["ID"])
        if only is not None and identity not in only:
            continue
        rows.append(
            PlanRow(
                number=number,
                typed=listed.values,
                make_action=partial(master.action, listed),
                own=own.get(source_place(listed.text("Source")) or ("", 0), ()) if own else (),
                fills=fills.get(listed.row, {}),
                revisions=revisions.get(identity, 0),
                is_expected=expected is None or identity in expected,
            )
        )
    return Context(
        rows=tuple(rows),
        periods=master.period_labels,
        period=period,
        is_asked=any(known.opens or known.status == "Open" for known in master.periods),
        officers=master.officers,
        key=master.key,
        today=today,
        began=began,
        year_began=year_began,
        gone=_gone(master) if only is None else (),
    )


def find_all(context: Context, codes: Iterable[str], master: Master) -> list[tuple[Finding, Found]]:
    """Run the checks of some codes.

    Args:
        context: what they are given.
        codes: their codes.
        master: the master that the context was built from.

    Returns:
        Each finding with its place, and as the check gave it; worst first, then in the order of the plan.
    """
    officers = {row.text("Name"): row.row for row in master.listed(standard.OFFICERS.name)}
    found = []
    for code in codes:
        rule = RULES[code]
        if rule.find is not None:
            found += [(_finding(rule, one, master, officers), one) for one in rule.find(context)]
    order = {id(one): number for number, (_, one) in enumerate(found)}
    found.sort(
        key=lambda pair: (_WORST_FIRST.index(pair[0].severity), pair[0].code, order[id(pair[1])]),
    )
    return found


def _finding(rule: Rule, found: Found, master: Master, officers: Mapping[str, int]) -> Finding:
    sheet, cell, column = found.sheet, found.cell, found.column
    if found.officer:
        sheet, place = standard.OFFICERS.name, (officers.get(found.officer), column)
        at = master.lists[sheet].columns.get(column) if sheet in master.lists else None
        cell = address(place[0], at) if place[0] and at else ""
    elif not sheet and found.row is not None:
        sheet = standard.PLAN
        at = master.columns.get(column)
        cell = address(master.table.rows[found.row.number].row, at) if at else ""
    return Finding(
        code=rule.code,
        severity=found.severity or rule.severity,
        message=found.message,
        sheet=sheet,
        cell=cell,
        id=found.row.id if found.row else found.id,
        column=column,
        value=found.value,
        suggestion=found.suggestion,
        fixable=found.fix is not None,
    )


def _gone(master: Master) -> tuple[GoneAction, ...]:
    """The actions that were issued and that the Plan no longer has, each with its last return."""
    listed = {
        (row.text("Officer"), row.text("Period")): row.row for row in master.listed(standard.RETURNS.name)
    }
    last = {
        identity: issued
        for issued in master.record.issued
        for identity in issued.action_ids
        if identity not in master.rows
    }
    gone = []
    for identity, issued in sorted(last.items()):
        row = listed.get((issued.officer, issued.period))
        sheet = standard.RETURNS.name if row else standard.PLAN
        column = master.lists[sheet].columns["Officer"] if row else master.columns["ID"]
        gone.append(
            GoneAction(
                identity,
                issued.officer,
                issued.period,
                sheet,
                address(row or standard.HEADER_ROW, column),
            )
        )
    return tuple(gone)


def source_place(source: str) -> tuple[str, int] | None:
    """The sheet and the row that an action came from, by its Source; None where that says no place."""
    match = _SOURCE.fullmatch(source)
    return (match[1].replace("''", "'"), int(match[2])) if match else None


def _own_cell(sheet: str, row: int, column: int, cell: Cell) -> OwnCell:
    date = cell.value if isinstance(cell.value, dt.date) else None
    return OwnCell(sheet, address(row, column), clean(cell.shown), cell.fill or "", date)


def _fills(master: Master, grid: Grid) -> dict[int, dict[str, str]]:
    """Sheet row -> heading -> fill, for the RAG cells of the Plan."""
    headings = {
        master.columns[heading]: heading
        for label in master.period_labels
        if (heading := standard.rag_heading(label)) in master.columns
    }
    fills: dict[int, dict[str, str]] = {}
    for row, cells in grid.in_rows.items():
        if row < standard.FIRST_ROW:
            continue
        for column, heading in headings.items():
            fill = cells[column].fill if column in cells else None
            if (fill or "") not in _PLAIN:
                fills.setdefault(row, {})[heading] = fill or ""
    return fills


def _revisions(master: Master) -> Counter[str]:
    """Action ID -> how many times its date was moved, by the Changes sheet."""
    moves: Counter[str] = Counter()
    for row in master.listed(standard.CHANGES.name):
        is_first = row.text("Column") == "Due" and not row.text("Old")
        if row.text("Column") in ("Due", "Revised due") and row.text("New") and not is_first:
            moves[row.text("ID")] += row.text("Operation") != "validate"
    return moves


def _expected(master: Master, period: str, today: dt.date) -> set[str] | None:
    """The IDs of the actions whose RAG word should be there by now; None for all of them."""
    known: Sequence[Period] = [each for each in master.periods if each.label == period]
    if not known:
        return set()
    is_over = known[0].status != "Open" and known[0].opens is not None
    if is_over or (known[0].returns_due is not None and known[0].returns_due < today):
        return None
    rows = master.return_rows(period)
    received = {row.text("Officer") for row in rows if as_text(row.values.get("Received"))}
    return {
        identity
        for issued in master.issued_in(period)
        if issued.officer in received
        for identity in issued.action_ids
    }
