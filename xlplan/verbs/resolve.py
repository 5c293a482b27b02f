"""`resolve`: apply the decisions that a person made on the Conflicts sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlplan.layout import standard
from xlplan.layout.changes import change_cells, refresh_cover, update_rows
from xlplan.layout.master import ListedRow, Master, read_master
from xlplan.layout.new_actions import add_actions
from xlplan.merging.cell_judge import NEW_ACTION, OWN_COLUMN
from xlplan.model import CellValue, Change, Model
from xlplan.values.cell_values import as_text
from xlplan.values.text import clean, counted, fold, same
from xlplan.values.typed_dates import date_or_text
from xlplan.verbs.result import Result
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.grid import Value


class RefusedDecision(Model):
    """A decision that could not be applied."""

    no: str
    why: str


class Resolved(Result):
    """The outcome of the decisions."""

    master: str
    settled: int = 0
    """Lines that were decided and applied."""
    problems: tuple[RefusedDecision, ...] = ()
    undecided: int = 0
    """Lines that still wait, those with problems included."""

    def summary(self) -> str:
        lines = [f"{counted(self.settled, 'line')} settled, {counted(len(self.changes), 'change')} made."]
        lines += [f"No {problem.no}: {problem.why}" for problem in self.problems]
        if self.undecided:
            lines.append(f"{counted(self.undecided, 'line')} still to settle on the Conflicts sheet.")
        return "\n".join(lines)

    @property
    def needs_a_person(self) -> bool:
        return self.undecided > 0


@dataclass
class _Ledger:
    """The changes that follow from the decisions, gathered before anything is written."""

    changes: list[Change] = field(default_factory=list)
    new_actions: dict[tuple[str, ...], dict[str, Value]] = field(default_factory=dict)
    """Officer, file and row of a proposed action -> its values by heading."""
    with_text: set[tuple[str, ...]] = field(default_factory=set)
    """Those of the proposed actions whose text is being taken."""
    decided: dict[int, str] = field(default_factory=dict)
    """Sheet row on Conflicts -> what the Decided column says."""
    problems: list[RefusedDecision] = field(default_factory=list)

    def refuse(self, row: ListedRow, why: str) -> None:
        self.problems.append(RefusedDecision(no=row.text("No"), why=why))


def resolve(workbook: str | Path | Book, *, now: dt.datetime | None = None) -> Resolved:
    """Apply the decisions made on the Conflicts sheet of a master.

    "Take this" puts the returned value in, "Keep master" leaves the master's, "Use other value" puts in what is
    in the next column. A decision that no longer fits (the master's cell has changed since, two lines of one cell
    both say "Take this", a RAG word that the Key does not know) is not applied; the line stays and says why.

    Args:
        workbook: the master: its path, or the workbook as it is open.
        now: the moment written beside each decision; by default the present.

    Raises:
        NotAMaster: the workbook is no master.
    """
    book = opened(workbook)
    master = read_master(book)
    when = now or dt.datetime.now()
    open_rows = master.undecided_lines
    ledger = _Ledger()
    _apply_all(open_rows, master, ledger, when)
    if ledger.changes or ledger.new_actions or ledger.decided:
        change_cells(book, master, ledger.changes, operation="resolve", when=when)
        added = add_actions(book, master, list(ledger.new_actions.values()), operation="resolve", when=when)
        updates: dict[int, dict[str, Value]] = {
            row: {"Decided": decided} for row, decided in ledger.decided.items()
        }
        for row, identity in _new_ids(open_rows, ledger, added).items():
            updates.setdefault(row, {})["ID"] = identity
        update_rows(book, master, standard.CONFLICTS, updates)
        refresh_cover(book, master, (*ledger.changes, *added))
    else:
        added = []
    result = Resolved(
        master=str(book.path),
        changes=(*ledger.changes, *added),
        settled=len(ledger.decided),
        problems=tuple(ledger.problems),
        undecided=len(open_rows) - len(ledger.decided),
    )
    result._book = book if ledger.decided else None
    return result


def _new_ids(rows: Sequence[ListedRow], ledger: _Ledger, added: Sequence[Change]) -> dict[int, str]:
    """The IDs for the lines of the actions that were added, so that those still waiting find their action next time."""
    identities = [change.id for change in added if change.column == "ID"]
    by_place = dict(zip(ledger.new_actions, identities, strict=True))
    return {
        row.row: by_place[place]
        for row in rows
        if _is_new_action(row) and (place := _returned_row(row)) in by_place
    }


def _apply_all(rows: Sequence[ListedRow], master: Master, ledger: _Ledger, when: dt.datetime) -> None:
    stamp = f"{when:%d/%m/%Y %H:%M}"
    ledger.with_text = {_returned_row(row) for row in rows if _takes_an_action(row)}
    groups: dict[tuple[str, ...], list[ListedRow]] = {}
    for row in rows:
        if row.text("Decision"):
            groups.setdefault(_cell_of(row), []).append(row)
    waiting: dict[tuple[str, ...], list[ListedRow]] = {}
    for row in rows:
        waiting.setdefault(_cell_of(row), []).append(row)
    for cell, decided in groups.items():
        deciding = [row for row in decided if not _keeps(row)]
        if len(deciding) > 1:
            for row in deciding:
                ledger.refuse(row, "another line decides about the same cell; choose one of them")
            continue
        for row in decided:
            if _keeps(row):
                ledger.decided[row.row] = f"{stamp} kept"
        for row in deciding:
            if _apply(row, master, ledger):
                ledger.decided[row.row] = f"{stamp} {_past(row)}"
                for rival in waiting[cell]:
                    if rival.row not in ledger.decided and not rival.text("Decision"):
                        ledger.decided[rival.row] = f"{stamp} not taken"


def _cell_of(row: ListedRow) -> tuple[str, ...]:
    """The cell of the plan that a line is about; each line of a proposed row is by itself."""
    if row.text("ID") and row.text("Kind") != "unmatched" and row.text("Why") != OWN_COLUMN:
        return (fold(row.text("ID")), fold(row.text("Column")))
    return (row.text("No"),)


def _keeps(row: ListedRow) -> bool:
    return fold(row.text("Decision")) == fold(standard.KEEP_MASTER)


def _past(row: ListedRow) -> str:
    return "taken" if fold(row.text("Decision")) == fold(standard.TAKE_THIS) else "other value used"


def _apply(row: ListedRow, master: Master, ledger: _Ledger) -> bool:
    """Put one decision into the ledger; False when it does not fit."""
    decision = fold(row.text("Decision"))
    if decision not in (fold(standard.TAKE_THIS), fold(standard.USE_OTHER)):
        ledger.refuse(row, f'"{row.text("Decision")}" is not one of the decisions; choose from the list')
        return False
    taking = decision == fold(standard.TAKE_THIS)
    value = row.values.get("Returned value" if taking else "Other value")
    if not taking and not as_text(value):
        ledger.refuse(row, "Other value is empty; type the value, or choose another decision")
        return False
    identity, column = row.text("ID").upper(), row.text("Column")
    is_for_notes = row.text("Why") == OWN_COLUMN or column not in master.columns
    if is_for_notes and "Notes" not in master.columns:
        ledger.refuse(
            row, "it would go into Notes, which the Plan lacks; put that heading back, or choose Keep master"
        )
        return False
    if not identity and _is_new_action(row):
        return _new_action(row, master, column, value, ledger)
    if fold(column) == fold("ID"):
        ledger.refuse(row, "an action's ID is never changed; choose Keep master")
        return False
    if identity not in master.rows:
        known = f"there is no action {identity}" if identity else "the line has no ID"
        ledger.refuse(row, f"{known}; type the action's ID into the ID column, or choose Keep master")
        return False
    if is_for_notes:
        return _into_notes(row, master, identity, column, value, ledger)
    return _into_cell(row, master, identity, column, value, ledger)


def _into_cell(
    row: ListedRow, master: Master, identity: str, column: str, value: Value, ledger: _Ledger
) -> bool:
    fitting = _fitting(row, master, column, value, ledger)
    if fitting is None:
        return False
    (new,) = fitting
    old = master.cells[identity].get(column)
    listed = row.values.get("Master value")
    if same(old, new):
        return True  # the master came to it by another way
    if not same(old, listed) and as_text(old) != as_text(listed):
        ledger.refuse(
            row,
            f'the master has changed since: {column} of {identity} is now "{as_text(old)}"; '
            "choose Keep master, and change the Plan by hand if it is wrong",
        )
        return False
    ledger.changes.append(_change(row, identity, column, old, new))
    return True


def _fitting(
    row: ListedRow, master: Master, column: str, value: Value, ledger: _Ledger
) -> tuple[CellValue] | None:
    """The value as the plan writes it, in a tuple, for it may be blank; None when the column cannot hold it."""
    if column.endswith(" RAG") and as_text(value):
        word = master.key.word(as_text(value))
        if word is None:
            ledger.refuse(
                row,
                f'the Key does not know "{as_text(value)}"; add it to the Key sheet, or use another value',
            )
            return None
        return (word,)
    if column in standard.DATE_COLUMNS and isinstance(value, str) and clean(value):
        day = date_or_text(value)
        if isinstance(day, str):
            ledger.refuse(row, f'"{clean(value)}" is not a date; write it as 31/03/2027 under Other value')
            return None
        return (day,)
    return (value,)


def _into_notes(
    row: ListedRow, master: Master, identity: str, column: str, value: Value, ledger: _Ledger
) -> bool:
    """A column of the officer's own has no place of its own in the plan: it goes into Notes, with its heading."""
    earlier = [change.new for change in ledger.changes if change.id == identity and change.column == "Notes"]
    old = master.cells[identity].get("Notes")
    notes = as_text(earlier[-1] if earlier else old)
    line = f"{column}: {as_text(value)}" if column else as_text(value)
    new = f"{notes}\n{line}" if notes else line
    ledger.changes = [
        change for change in ledger.changes if not (change.id == identity and change.column == "Notes")
    ]
    ledger.changes.append(_change(row, identity, "Notes", old, new))
    return True


def _new_action(row: ListedRow, master: Master, column: str, value: Value, ledger: _Ledger) -> bool:
    """One cell of an action that an officer added; its cells are gathered by the row they were in."""
    place = _returned_row(row)
    if place not in ledger.with_text:
        ledger.refuse(
            row,
            "it belongs to a new action whose text is not taken; choose Take this on its Action line too, "
            "or type the ID of an action of the plan into the ID column",
        )
        return False
    fitting = _fitting(row, master, column, value, ledger)
    if fitting is None:
        return False
    ledger.new_actions.setdefault(place, {})[column] = fitting[0]
    return True


def _is_new_action(row: ListedRow) -> bool:
    """True for a line of a row that belongs to no action; Why may go on with what became of its own."""
    return row.text("Why").partition(";")[0] == NEW_ACTION


def _returned_row(row: ListedRow) -> tuple[str, ...]:
    """Where a line's cell was: the cells of one proposed action share it."""
    digits = row.text("Cell").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return fold(row.text("Officer")), row.text("File"), digits


def _takes_an_action(row: ListedRow) -> bool:
    """True for the line of a new action's text, when it is taken or replaced by another text."""
    if row.text("ID") or not _is_new_action(row) or row.text("Column") != "Action":
        return False
    decision = fold(row.text("Decision"))
    return decision == fold(standard.TAKE_THIS) or (
        decision == fold(standard.USE_OTHER) and bool(row.text("Other value"))
    )


def _change(row: ListedRow, identity: str, column: str, old: CellValue, new: CellValue) -> Change:
    return Change(id=identity, column=column, old=old, new=new, file=row.text("File"), cell=row.text("Cell"))
