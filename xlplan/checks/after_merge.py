"""Run the checks on what officers just sent back, by officer, so that each can be asked in one e-mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from xlplan.checks.catalogue import chosen
from xlplan.checks.gather import build_context, find_all
from xlplan.layout.master import ListedRow, Master
from xlplan.layout.standard import progress_heading, rag_heading
from xlplan.model import CellValue, Change, OfficerFindings
from xlplan.values.cell_values import as_text

_CODES = chosen(["RAG"], ["RAG001", "RAG003", "RAG004", "RAG010"])
"""Words that the Key does not know wait for a decision, and the colours of the Plan are not what an officer sent."""


def findings_by_officer(
    master: Master,
    changes: Sequence[Change],
    returned: Mapping[str, Collection[str]],
    waiting: Collection[tuple[str, str]],
    *,
    period: str,
    today: dt.date,
) -> tuple[OfficerFindings, ...]:
    """Check what was returned, as the plan will be when the changes are made.

    Args:
        master: the master before the changes.
        changes: what the returns change.
        returned: officer -> the IDs of the actions that came back.
        waiting: ID and column of each cell that waits for a decision; nobody is asked about those again, nor about
            an action for which a new date was asked for.
        period: the review period that the returns report on.
        today: the day against which "overdue" is judged.

    Returns:
        One item an officer about whose return there is something to ask, in the order of `returned`.
    """
    headings = (rag_heading(period), progress_heading(period))
    asks_for_date = {identity for identity, column in waiting if column == "Revised due"}
    everything = {identity for ids in returned.values() for identity in ids}
    after = _after(master, [change for change in changes if change.column in headings])
    context = build_context(after, period=period, today=today, only=everything, came_back=True)
    asked = [
        finding
        for finding, _ in find_all(context, _CODES, master)
        if finding.column in headings
        and (finding.id, finding.column) not in waiting
        and not (finding.code == "RAG005" and finding.id in asks_for_date)
    ]
    places: dict[str, list[int]] = {}
    for place, finding in enumerate(asked):
        places.setdefault(finding.id, []).append(place)
    by_officer = {
        officer: sorted(place for identity in set(ids) for place in places.get(identity, ()))
        for officer, ids in returned.items()
    }
    return tuple(
        OfficerFindings(officer=officer, findings=tuple(asked[place] for place in found))
        for officer, found in by_officer.items()
        if found
    )


def findings_in_received(
    master: Master, officers: Collection[str], *, period: str, today: dt.date
) -> tuple[OfficerFindings, ...]:
    """Check what officers have sent in a period, as it is in the master by now.

    Args:
        master: the master.
        officers: those whose return came back with something filled in.
        period: the review period that the returns report on.
        today: the day against which "overdue" is judged.

    Returns:
        One item an officer about whose return there is something to ask, in the order of `officers`.
    """
    issued = {one.officer: one.action_ids for one in master.issued_in(period)}
    returned = {officer: issued[officer] for officer in officers if officer in issued}
    waiting = [(line.text("ID"), line.text("Column")) for line in master.undecided_lines]
    return findings_by_officer(master, (), returned, waiting, period=period, today=today)


def _after(master: Master, changes: Sequence[Change]) -> Master:
    """The master as it will be."""
    new: dict[str, dict[str, CellValue]] = {}
    for change in changes:
        new.setdefault(change.id, {})[change.column] = change.new
    rows = [
        ListedRow(row.row, {**row.values, **new[identity]})
        if (identity := as_text(row.values["ID"])) in new
        else row
        for row in master.table.rows
    ]
    return replace(master, table=replace(master.table, rows=tuple(rows)))
