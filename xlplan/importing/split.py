"""One row of several actions made into a row of each, where the lists in its cells match line by line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from xlplan.importing.result import ReadRow
from xlplan.importing.row_reader import lines_of
from xlplan.values.owners import read_owners
from xlplan.values.refs import split_ref
from xlplan.values.text import clean
from xlplan.values.timescales import read_timescale


def split_row(row: ReadRow, owner_text: str, base: dt.date | None) -> list[ReadRow]:
    """The row's actions, each with its own timescale and owner; the row as it is when the lists do not match.

    Args:
        row: the row as read.
        owner_text: its owner cell as typed.
        base: when the plan began, for dates without a year.
    """
    actions, timescales, owners = lines_of(row.action), lines_of(row.timescale), lines_of(clean(owner_text))
    if not len(actions) == len(timescales) == len(owners) > 1:
        return [row]
    criteria = lines_of(row.success_criteria)
    rows = []
    for index, (action, timescale, owner) in enumerate(zip(actions, timescales, owners, strict=True)):
        named = read_owners(owner)
        rows.append(
            replace(
                row,
                action=action,
                ref=split_ref(action)[0] or row.ref,
                timescale=timescale,
                due=read_timescale(timescale, base=base).due,
                owner=named.lead,
                supporting="; ".join(named.supporting),
                success_criteria=criteria[index] if len(criteria) == len(actions) else row.success_criteria,
            )
        )
    return rows
