"""What goes into a return, from the master: as it is issued, and as it goes out once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlplan.layout import standard
from xlplan.layout.cover import COORDINATOR, REPLY_TO
from xlplan.layout.master import Master
from xlplan.layout.record import IssuedReturn, issued_action
from xlplan.layout.return_columns import RECOMMENDATION, THEME
from xlplan.layout.return_file import ReturnFile, draw_return
from xlplan.layout.return_sheet import ReturnSheet, Shown, meanings_in, return_values
from xlplan.model import Action, Progress
from xlplan.values.cell_values import as_text
from xlplan.values.text import fold


def sheets_of_returns(master: Master, period: str, officers: Sequence[str]) -> list[ReturnSheet]:
    """Make the facts of new returns: their numbers, whose they are, what for, and to whom they go back.

    Args:
        master: the master as read; numbers go on from those of its record.
        period: the review period to report on.
        officers: whose returns they are.
    """
    numbers = [int(one.id[1:]) for one in master.record.issued if one.id[1:].isdigit()]
    labels = master.period_labels
    at = labels.index(period)
    filled = [
        label for label in labels[:at] if any(action.is_reported_in(label) for action in master.plan.actions)
    ]
    sender = [master.cover.get(fold(label), "") for label in (COORDINATOR, REPLY_TO)]
    blank = ReturnSheet(
        return_id="",
        plan_id=master.record.plan_id,
        plan_title=master.title or "Action plan",
        period=period,
        last_period=filled[-1] if filled else labels[at - 1] if at else None,
        officer="",
        returns_due=master.periods[at].returns_due,
        send_to=", ".join(part for part in sender if part),
        meanings=meanings_in(master.own_key),
    )
    return [
        replace(blank, return_id=f"R{number:04d}", officer=officer)
        for number, officer in enumerate(officers, max(numbers, default=0) + 1)
    ]


def as_issued(sheet: ReturnSheet, actions: Sequence[Shown], file: str, when: dt.datetime) -> IssuedReturn:
    """Make the record's entry for a return: each action as it is in it.

    Args:
        sheet: the facts of the return.
        actions: its rows.
        file: its file's name.
        when: the moment of issue.
    """
    columns = [column.heading for column in sheet.columns if column.heading not in ("ID", "Check")]
    return IssuedReturn(
        id=sheet.return_id,
        period=sheet.period,
        officer=sheet.officer,
        file=file,
        when=when.replace(microsecond=0),
        columns=tuple(columns),
        actions={
            identity: issued_action(identity, {heading: shown[heading] for heading in columns}, sheet.period)
            for identity, shown in ((str(shown["ID"]), shown) for shown in actions)
        },
    )


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
    [sheet] = sheets_of_returns(master, period, [officer])
    sheet = replace(
        sheet,
        return_id=again.id,
        last_period=shown[0] if shown else None,
        context=THEME if THEME in again.columns else RECOMMENDATION,
    )
    rows = [return_values(sheet, action) for action in actions]
    return again, draw_return(ReturnFile(Path(again.file), sheet, rows, again.rows))
