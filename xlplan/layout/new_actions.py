"""New rows in the Plan: actions that a person typed in without an ID, and actions that a return proposed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlplan.layout import standard
from xlplan.layout.changes import Directions, log, put_record, show_filled_columns
from xlplan.layout.master import Master
from xlplan.model import Change
from xlplan.values.cell_values import as_text
from xlplan.workbook.book import Book
from xlplan.workbook.grid import Formula, Place, Value

_NUMBERED = re.compile(r"A(\d+)", re.IGNORECASE)


def next_ids(master: Master, count: int) -> list[str]:
    """IDs that were never given out."""
    numbers = [int(match[1]) for known in master.rows if (match := _NUMBERED.fullmatch(known))]
    last = max([master.record.last_id, *numbers])
    return [f"A{number:03d}" for number in range(last + 1, last + 1 + count)]


def give_ids(book: Book, master: Master, *, operation: str, when: dt.datetime) -> list[Change]:
    """Give an ID to each row of the Plan that a person added without one, and remember the last.

    Its directions of travel become formulas, as in the other rows, where nothing is typed.

    Returns:
        The changes; when there are any, the master must be read again.
    """
    without = [row for row in master.table.rows if not as_text(row.values["ID"]) and row.text("Action")]
    if not without:
        return []
    # typed in below by a program that does not let the table grow along, as Excel does
    book.extend_table(standard.PLAN, standard.PLAN, max(row.row for row in without))
    identities = next_ids(master, len(without))
    column = master.columns["ID"]
    changes = [Change(id=identity, column="ID", new=identity) for identity in identities]
    cells: dict[Place, Value | Formula] = {}
    directions = Directions(master)
    for row, identity in zip(without, identities, strict=True):
        cells[row.row, column] = identity
        typed = {(row.row, master.columns[heading]) for heading in row.values if row.text(heading)}
        formulas = directions.of_new_row(row.row, row.values)
        cells |= {place: formula for place, formula in formulas.items() if place not in typed}
    book.set_cells(standard.PLAN, cells)
    log(book, master, changes, operation=operation, when=when)
    put_record(book, master.record, replace(master.record, last_id=int(identities[-1].lstrip("Aa"))))
    return changes


def add_actions(
    book: Book,
    master: Master,
    actions: Sequence[Mapping[str, Value]],
    *,
    operation: str,
    when: dt.datetime,
) -> list[Change]:
    """Add rows to the end of the Plan, each with a new ID.

    Args:
        book: the master's workbook.
        master: the master as read.
        actions: for each its values by heading of the Plan; other headings go into Notes with their name.
        operation: what the audit trail calls it.
        when: the moment for the audit trail.

    Returns:
        One change for each cell that was filled.
    """
    if not actions:
        return []
    identities = next_ids(master, len(actions))
    in_order = sorted(master.columns, key=lambda heading: master.columns[heading])
    first_row = max((row.row for row in master.table.rows), default=standard.HEADER_ROW) + 1
    rows: list[list[Value | Formula]] = []
    changes: list[Change] = []
    directions = Directions(master)
    for number, (identity, values) in enumerate(zip(identities, actions, strict=True)):
        said = {heading: value for heading, value in values.items() if heading != "ID"}
        filled: dict[str, Value] = {"ID": identity}
        filled.update((heading, value) for heading, value in said.items() if heading in master.columns)
        lines = [
            f"{heading}: {as_text(value)}" for heading, value in said.items() if heading not in master.columns
        ]
        if lines:
            filled["Notes"] = "\n".join(filter(None, [as_text(filled.get("Notes")), *lines]))
        changes += [Change(id=identity, column=heading, new=value) for heading, value in filled.items()]
        row = first_row + number
        formulas = directions.of_new_row(row, filled)
        rows.append(
            [formulas.get((row, master.columns[heading]), filled.get(heading)) for heading in in_order]
        )
    book.append_rows(standard.PLAN, standard.PLAN, rows)
    show_filled_columns(book, master, [change.column for change in changes])
    log(book, master, changes, operation=operation, when=when)
    last_id = int(identities[-1].lstrip("Aa"))
    put_record(book, master.record, replace(master.record, last_id=last_id))
    return changes
