"""Changes to a master as cells, rows, columns and sheets: the way back from the plan to the workbook.

Everything a verb changes goes through here, so that the audit trail, the direction of travel, the Cover and the
hidden record never lag behind the Plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from xlplan.errors import XlplanError
from xlplan.layout import standard
from xlplan.layout.cover import (
    COVER_PERIOD,
    UNTITLED,
    cover_contents,
    cover_counts,
    cover_formulas,
    cover_heading,
)
from xlplan.layout.direction import direction, direction_formula
from xlplan.layout.master import Master
from xlplan.layout.plan_sheet import plan_line
from xlplan.layout.record import Record, added_cells
from xlplan.layout.sheets import list_sheet, period_rows
from xlplan.layout.standard import StandardSheet
from xlplan.model import CellValue, Change, Period
from xlplan.values.cell_values import as_text
from xlplan.values.text import fold
from xlplan.workbook.book import Book
from xlplan.workbook.grid import Formula, Place, Value, column_letters, sheet_named

_ROW = "#"
"""What stands in the formula of a direction for the number of its row."""


def change_cells(
    book: Book, master: Master, changes: Sequence[Change], *, operation: str, when: dt.datetime
) -> None:
    """Put new values into the Plan, with their directions of travel, and write each into the audit trail.

    Args:
        book: the master's workbook.
        master: the master as read.
        changes: the cells, by action and heading of the Plan.
        operation: what the audit trail calls it.
        when: the moment for the audit trail.
    """
    values: dict[Place, Value | Formula] = {}
    for change in changes:
        values[master.rows[change.id], master.columns[change.column]] = change.new
    values.update(_directions(master, changes))
    if values:
        book.set_cells(standard.PLAN, values)
        show_filled_columns(book, master, [change.column for change in changes])
    log(book, master, changes, operation=operation, when=when)


def log(book: Book, master: Master, changes: Sequence[Change], *, operation: str, when: dt.datetime) -> None:
    """Add lines to the audit trail.

    Args:
        book: the master's workbook.
        master: the master as read.
        changes: one a line.
        operation: what the audit trail calls it.
        when: the moment for the audit trail.
    """
    new_refs = {change.id: change.new for change in changes if change.column == "Ref"}
    refs = {
        identity: as_text(new_refs.get(identity, master.cells.get(identity, {}).get("Ref"))) or None
        for identity in {change.id for change in changes}
    }
    moment = when.replace(microsecond=0)
    rows = [
        (
            moment,
            operation,
            change.id or None,
            refs[change.id],
            change.column or None,
            as_text(change.old) or None,
            as_text(change.new) or None,
            f"{change.file}, {change.cell}" if change.file and change.cell else change.file or None,
        )
        for change in changes
    ]
    add_rows(book, master, standard.CHANGES, rows)


def show_filled_columns(book: Book, master: Master, filled: Sequence[str]) -> None:
    """Show the standard columns again that were hidden because nothing was in them, and say in A2 which still are.

    Args:
        book: the master's workbook.
        master: the master as read, before anything was put in.
        filled: the headings of the columns into which something has been put.
    """
    blank = _blank_columns(master)
    if not blank.keys() & set(filled):
        return
    hidden = book.hidden_columns(standard.PLAN)
    widths = {column.heading: column.column.width for column in standard.ALL_PLAN_COLUMNS}
    shown = {
        column: widths[heading] for heading, column in blank.items() if heading in filled and column in hidden
    }
    if shown:
        book.show_columns(standard.PLAN, shown)
        still = [heading for heading, column in blank.items() if column in hidden and column not in shown]
        line = plan_line(len(master.table.rows), master.period_labels, still)
        book.set_cells(standard.PLAN, {(2, 1): line})


def _blank_columns(master: Master) -> dict[str, int]:
    """The standard columns of the Plan that are empty: heading -> column."""
    return {
        heading: column
        for heading, column in master.columns.items()
        if heading in standard.STANDARD_HEADINGS
        and all(row.values.get(heading) in (None, "") for row in master.table.rows)
    }


def _directions(master: Master, changes: Sequence[Change]) -> dict[Place, Formula]:
    """The direction cells that follow from changed RAG words: of that period, and of those after it."""
    directions = Directions(master)
    headings = directions.headings
    new_words: dict[str, dict[str, str]] = {}
    for change in changes:
        if change.column in headings:
            new_words.setdefault(change.id, {})[change.column] = as_text(change.new)
    cells: dict[Place, Formula] = {}
    for identity, by_heading in new_words.items():
        held = master.cells[identity]
        words = [
            by_heading[heading] if heading in by_heading else as_text(held.get(heading))
            for heading in headings
        ]
        cells.update(directions.cells(master.rows[identity], words, min(map(headings.index, by_heading))))
    return cells


class Directions:
    """The directions of travel of a Plan, to be put into its rows."""

    def __init__(self, master: Master) -> None:
        labels = master.rated_periods
        self.headings = [standard.rag_heading(label) for label in labels]
        """Of the RAG columns, oldest first."""
        cells = [f"{column_letters(column)}{_ROW}" for column in master.rag_columns]
        columns = [master.columns.get(standard.direction_heading(label)) for label in labels]
        self._formulas = [
            (number, column, direction_formula(cells[:number], cells[number]))
            for number, column in enumerate(columns)
            if column is not None
        ]
        """Of each period that has a direction column: its number, the column, the formula of any row."""

    def cells(self, row: int, words: Sequence[str], first: int = 0) -> dict[Place, Formula]:
        """Make the direction cells of a row, each with what it shows.

        Args:
            row: its row on the Plan sheet.
            words: what its RAG cells hold, in the order of `headings`.
            first: the number of the first period to make one for.
        """
        return {
            (row, column): Formula(formula.replace(_ROW, str(row)), direction(words[:number], words[number]))
            for number, column, formula in self._formulas
            if number >= first
        }

    def of_new_row(self, row: int, values: Mapping[str, Value]) -> dict[Place, Formula]:
        """Make all direction cells of a row.

        Args:
            row: its row on the Plan sheet.
            values: heading -> value.
        """
        return self.cells(row, [as_text(values.get(heading)) for heading in self.headings])


def add_rows(
    book: Book, master: Master, sheet: StandardSheet, rows: Sequence[Sequence[Value | Formula]]
) -> None:
    """Add rows to a standard table; its sheet is made when it does not exist yet.

    The rows hold one value for each declared column; on the sheet they go where the headings are.
    """
    if not rows:
        return
    table = master.lists.get(sheet.name)
    if table is None and sheet_named(sheet.name, book.sheets()) is None:
        spec = list_sheet(sheet, [tuple(row) for row in rows])
        book.put_sheet(spec, before=_sheet_after(book, sheet.name))
        return
    headings = sheet.headings
    if table is not None and not set(headings) & set(table.columns):
        raise XlplanError(
            f"row {standard.HEADER_ROW} holds none of the headings of this list, so nothing was written",
            f"Put them back ({', '.join(headings)}), or undo the last change",
            file=book.path.name,
            sheet=sheet_named(sheet.name, book.sheets()),
            cell=f"A{standard.HEADER_ROW}",
        )
    if table is not None and tuple(table.columns) != headings:
        # what a person has written beside the table is no part of it
        area = book.read(sheet.name).tables.get(sheet.name)
        last_column = area.last_column if area else max(table.columns.values())
        inside = [heading for heading, column in table.columns.items() if column <= last_column]
        in_order = sorted(inside, key=lambda heading: table.columns[heading])
        known = [headings.index(heading) if heading in headings else None for heading in in_order]
        rows = [[None if at is None else row[at] for at in known] for row in rows]
    book.append_rows(sheet.name, sheet.name, rows)


def _sheet_after(book: Book, name: str) -> str:
    """Where a new sheet of ours belongs: before the next of ours that there is; the hidden one is there always."""
    order, sheets = standard.OUR_SHEETS, book.sheets()
    later = (sheet_named(sheet, sheets) for sheet in order[order.index(name) + 1 :])
    return next(sheet for sheet in later if sheet)


def update_rows(
    book: Book, master: Master, sheet: StandardSheet, updates: Mapping[int, Mapping[str, Value | Formula]]
) -> None:
    """Put values into rows of a standard table: sheet row -> heading -> value.

    Headings that a person has removed are passed over.
    """
    if not updates:
        return
    table = master.lists[sheet.name]
    values: dict[Place, Value | Formula] = {
        (row, table.columns[heading]): value
        for row, by_heading in updates.items()
        for heading, value in by_heading.items()
        if heading in table.columns
    }
    book.set_cells(sheet.name, values)


def nobody_waited_for(master: Master, period: str) -> dict[int, dict[str, Value]]:
    """Find the rows of the Returns sheet of officers who own no action any more, and from whom nothing has come.

    Returns:
        Sheet row -> heading -> value.
    """
    return {
        row.row: {"Status": standard.NO_ACTION_LEFT}
        for row in master.return_rows(period)
        if row.text("Status") == standard.OUTSTANDING and fold(row.text("Officer")) not in master.owners
    }


def refresh_cover(
    book: Book, master: Master, changes: Sequence[Change] = (), *, period: str | None = None
) -> None:
    """Bring the Cover up to date, if it is still there: current period, counts, list of sheets; and the Plan's title.

    Args:
        book: the master's workbook.
        master: the master as it was read.
        changes: what has been changed since, new actions with their ID among it.
        period: the current period, where it has become another one.
    """
    if sheet_named(standard.COVER, book.sheets()) is None:
        return
    period = master.current_period if period is None else period
    heading = standard.rag_heading(period)
    words = {identity: as_text(values.get(heading)) for identity, values in master.cells.items()}
    words.update((change.id, "") for change in changes if change.column == "ID")
    words.update((change.id, as_text(change.new)) for change in changes if change.column == heading)
    values: dict[Place, Value | Formula] = {COVER_PERIOD: period or None}
    values.update(cover_formulas(cover_counts(list(words.values()), period)))
    values.update(cover_contents(book.visible_sheets()))
    values[1, 1] = cover_heading(master.title)
    book.set_cells(standard.COVER, values)
    title = master.title or UNTITLED
    if master.heading != title:
        book.set_cells(standard.PLAN, {(1, 1): title})


def put_record(book: Book, before: Record, after: Record) -> None:
    """Write what xlplan remembers into its hidden sheet: only what has been added to it.

    Args:
        book: the master's workbook.
        before: the record as read.
        after: the same with more entries at its end.
    """
    cells = added_cells(before, after)
    if cells:
        book.set_cells(standard.HIDDEN, cells)


def open_period(
    book: Book,
    master: Master,
    period: Period,
    carried: Sequence[Change],
    *,
    listed_in: int | None = None,
    when: dt.datetime,
) -> None:
    """Open a review period, and close the one before. Its three columns are added at the right, unless it has them.

    Args:
        book: the master's workbook.
        master: the master as read.
        period: the period.
        carried: the RAG words that are in it from the start.
        listed_in: the row of the Periods sheet that bears its name; None when it is to get one.
        when: the moment for the audit trail.
    """
    labels = list(master.period_labels)
    if period.label in labels:
        change_cells(book, master, carried, operation="add-period", when=when)
    else:
        _add_period_columns(book, master, period.label, {change.id: change.new for change in carried})
        log(book, master, carried, operation="add-period", when=when)
        labels.append(period.label)
    closing = {
        row.row: {"Status": "Closed"}
        for row in master.listed("Periods")
        if row.text("Status") == "Open" and row.row != listed_in
    }
    if closing:
        update_rows(book, master, standard.PERIODS, closing)
    _list_period(book, master, period, listed_in)
    told = Change(id="", column=period.label, new="opened", file="")
    log(book, master, [told], operation="add-period", when=when)
    hidden_columns = book.hidden_columns(standard.PLAN)
    hidden = [heading for heading, column in _blank_columns(master).items() if column in hidden_columns]
    book.set_cells(standard.PLAN, {(2, 1): plan_line(len(master.table.rows), labels, hidden)})


def _add_period_columns(book: Book, master: Master, label: str, words: Mapping[str, CellValue]) -> None:
    """Add a period's columns at the right of the Plan, with the RAG words that are in it from the start, by ID."""
    identities = {row.row: as_text(row.values.get("ID")) for row in master.table.rows}
    rows = range(standard.FIRST_ROW, max(identities, default=standard.HEADER_ROW) + 1)
    rag_column = max(master.columns.values()) + 1
    headings = [standard.rag_heading(known) for known in master.rated_periods]
    columns = [master.columns[heading] for heading in headings]
    now, *before = (f"{column_letters(column)}{_ROW}" for column in (rag_column, *columns))
    formula = direction_formula(before, now)  # the same in all rows but for their numbers
    in_rag: list[Value] = []
    in_direction: list[Formula | None] = []
    for row in rows:
        word = words.get(identities.get(row, ""))
        in_rag.append(word)
        if row not in identities:
            in_direction.append(None)
            continue
        shows = ""
        if word:
            held = master.cells[identities[row]]
            shows = direction([as_text(held.get(heading)) for heading in headings], as_text(word))
        in_direction.append(Formula(formula.replace(_ROW, str(row)), shows))
    blank = [None] * len(rows)
    book.append_columns(
        standard.PLAN, standard.PLAN, standard.period_columns(label), [in_rag, blank, in_direction]
    )


def _list_period(book: Book, master: Master, period: Period, listed_in: int | None) -> None:
    """Put a period on the Periods sheet: into the line that bears its name, else into a new one."""
    rows = period_rows([period])
    if listed_in is None:
        add_rows(book, master, standard.PERIODS, rows)
        return
    # typed in below by a program that does not let the table grow along, as Excel does
    book.extend_table(standard.PERIODS.name, standard.PERIODS.name, listed_in)
    values = dict(zip(standard.PERIODS.headings, rows[0], strict=True))
    update_rows(book, master, standard.PERIODS, {listed_in: values})
