"""A return as a workbook: as it is issued, and as it goes out once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlplan.layout import standard
from xlplan.layout.cover import COORDINATOR, REPLY_TO
from xlplan.layout.master import Master, as_text
from xlplan.layout.record import IssuedReturn, Record, issued_action, record_rows
from xlplan.layout.return_columns import RECOMMENDATION, THEME
from xlplan.layout.return_sheet import ReturnSheet, return_sheets, return_values
from xlplan.layout.sheets import hidden_sheet
from xlplan.model import Action, Progress
from xlplan.values.text import fold
from xlplan.workbook.file import FileBook


def sheet_of_return(master: Master, record: Record, officer: str, period: str) -> ReturnSheet:
    """Make the facts of a new return: its number, whose it is, what for, and to whom it goes back.

    Args:
        master: the master as read.
        record: the record, with the returns that were issued just before: numbers go on from there.
        officer: whose return it is.
        period: the review period to report on.
    """
    numbers = [int(one.id[1:]) for one in record.issued if one.id[1:].isdigit()]
    labels = master.period_labels
    at = labels.index(period)
    filled = [
        label for label in labels[:at] if any(action.is_reported_in(label) for action in master.plan.actions)
    ]
    sender = [master.cover.get(fold(label), "") for label in (COORDINATOR, REPLY_TO)]
    return ReturnSheet(
        return_id=f"R{max(numbers, default=0) + 1:04d}",
        plan_id=record.plan_id,
        plan_title=master.title or "Action plan",
        period=period,
        last_period=filled[-1] if filled else labels[at - 1] if at else None,
        officer=officer,
        returns_due=master.periods[at].returns_due,
        send_to=", ".join(part for part in sender if part),
        key=master.own_key,
    )


def as_issued(sheet: ReturnSheet, actions: Sequence[Action], file: str, when: dt.datetime) -> IssuedReturn:
    """Make the record's entry for a return: each action as it is in it.

    Args:
        sheet: the facts of the return.
        actions: its actions.
        file: its file's name.
        when: the moment of issue.
    """
    headings = [column.heading for column in sheet.columns]
    return IssuedReturn(
        id=sheet.return_id,
        period=sheet.period,
        officer=sheet.officer,
        file=file,
        when=when.replace(microsecond=0),
        columns=tuple(heading for heading in headings if heading not in ("ID", "Check")),
        actions={
            action.id: issued_action(action.id, return_values(sheet, action), sheet.period)
            for action in actions
        },
    )


def return_workbook(sheet: ReturnSheet, issued: IssuedReturn, actions: Sequence[Action]) -> FileBook:
    """Make the workbook of a return, not saved yet.

    Args:
        sheet: the facts of the return.
        issued: its entry in the record, which goes into its hidden sheet.
        actions: its actions.
    """
    record = Record(plan_id=sheet.plan_id, entries=(issued,), of="return")
    return FileBook.new([*return_sheets(sheet, actions), hidden_sheet(record_rows(record))])


def issued_again(
    master: Master, officer: str, period: str, owned: Mapping[str, Sequence[Action]]
) -> tuple[IssuedReturn, bytes] | None:
    """The return of an officer once more, under the same number and with the values that it was issued with.

    Actions that have another owner now, or are no longer in the plan, are left out.

    Args:
        master: the master.
        officer: whose return it is.
        period: the review period.
        owned: the actions of each owner now.

    Returns:
        The return as it was issued, with the actions that are left, and the workbook; None when nothing is left of
        it, or none was issued.
    """
    issued = [one for one in master.issued_in(period) if one.officer == officer]
    if not issued:
        return None
    mine = {action.id: action for action in owned.get(officer, ())}
    left = {identity: one for identity, one in issued[-1].actions.items() if identity in mine}
    if not left:
        return None
    again = replace(issued[-1], actions=left)
    rag, progress, _ = standard.owners_columns(period)
    actions = [
        mine[identity].model_copy(
            update={
                "periods": {
                    **mine[identity].periods,
                    period: Progress(
                        rag=as_text(one.values.get(rag)), progress=as_text(one.values.get(progress))
                    ),
                }
            }
        )
        for identity, one in left.items()
    ]
    earlier = [label for label in master.period_labels if label != period]
    shown = [label for label in earlier if standard.rag_heading(label) in again.columns]
    sheet = replace(
        sheet_of_return(master, master.record, officer, period),
        return_id=again.id,
        last_period=shown[0] if shown else None,
        context=THEME if THEME in again.columns else RECOMMENDATION,
    )
    return again, return_workbook(sheet, again, actions).checked(Path(again.file))
