"""Reading a master: from the standard sheets to the plan, with the place of everything that may be changed.

A person may have sorted, filtered, moved columns or typed into it, and LibreOffice may have saved it, so nothing is
taken from where it was written: headings are looked for in row 3, rows are known by their ID.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xlplan.errors import NotAMaster
from xlplan.layout import standard
from xlplan.layout.cover import cover_facts, typed_title
from xlplan.layout.read_record import read_record
from xlplan.layout.record import IssuedReturn, Record
from xlplan.model import Action, KeyEntry, Officer, Period, Plan
from xlplan.values.cell_values import as_date, as_text
from xlplan.values.officers import Register
from xlplan.values.ownership import owner_names
from xlplan.values.rag import DEFAULT_KEY, Key
from xlplan.values.text import clean, fold
from xlplan.workbook.book import Book
from xlplan.workbook.file import opened
from xlplan.workbook.grid import BLANKS, Grid, Value, address, is_blank, sheet_named
from xlplan.workbook.readers.cell_styles import PLAIN
from xlplan.workbook.readers.number_formats import displayed

_ESSENTIAL = ("ID", "Action", "Owner", "Source")


@dataclass(frozen=True)
class ListedRow:
    """One row of a table: its row on the sheet and its values by heading."""

    row: int
    values: Mapping[str, Value]

    def text(self, heading: str) -> str:
        """The value under a heading as text, "" when blank."""
        return as_text(self.values.get(heading))


@dataclass(frozen=True)
class MasterTable:
    """A table as found on a sheet: headings in row 3, and the rows below that hold something."""

    sheet: str
    columns: Mapping[str, int]
    rows: tuple[ListedRow, ...]


@dataclass(frozen=True)
class Master:
    """A master as it is."""

    cover: Mapping[str, str]
    """What is beside each label on the Cover, by the label folded; empty when the sheet is gone."""
    heading: str
    """What is in A1 of the Plan sheet; the Cover may give the plan another title."""
    title: str
    periods: tuple[Period, ...]
    """Oldest first."""
    officers: tuple[Officer, ...]
    table: MasterTable
    """The Plan table, its values as they are in the cells."""
    rows: Mapping[str, int]
    """Action ID -> row on the Plan sheet."""
    lists: Mapping[str, MasterTable]
    """The other standard tables that exist, by sheet name."""
    record: Record
    key: Key
    """What RAG words and colours mean, by the Key sheet or else as xlplan knows them."""
    own_key: tuple[KeyEntry, ...]
    """The lines of the Key sheet."""

    @cached_property
    def plan(self) -> Plan:
        """The plan; made when it is asked for, which takes as long as reading the sheet."""
        return Plan(
            title=self.title,
            actions=tuple(map(self.action, self.table.rows)),
            periods=self.periods,
            officers=self.officers,
            key=self.own_key,
        )

    def action(self, row: ListedRow) -> Action:
        """The action that is in a row of the Plan; made when it is asked for."""
        made = self._made.get(row.row)
        if made is None:
            made = self._made[row.row] = self._make(row)
        return made

    @cached_property
    def _made(self) -> dict[int, Action]:
        return {}

    @cached_property
    def _make(self) -> Callable[[ListedRow], Action]:
        return _maker_of_actions(self.periods, self._own_headings)

    @cached_property
    def _own_headings(self) -> tuple[str, ...]:
        """The headings of the council's own columns."""
        period_headings = {
            heading
            for period in self.periods
            for heading in (
                standard.rag_heading(period.label),
                standard.progress_heading(period.label),
                standard.direction_heading(period.label),
            )
        }
        known = {*standard.STANDARD_HEADINGS, *period_headings}
        return tuple(heading for heading in self.table.columns if heading not in known)

    @property
    def columns(self) -> Mapping[str, int]:
        """Heading -> column on the Plan sheet."""
        return self.table.columns

    @cached_property
    def cells(self) -> Mapping[str, Mapping[str, Value]]:
        """Action ID -> heading -> value, as it is."""
        return {identity: row.values for row in self.table.rows if (identity := as_text(row.values["ID"]))}

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """Action ID -> the action."""
        return {action.id: action for action in self.plan.actions if action.id}

    @cached_property
    def owners(self) -> frozenset[str]:
        """The names, folded, of all who own an action."""
        cells = (as_text(values.get("Owner")) for values in self.cells.values())
        return frozenset(map(fold, owner_names(cells, Register(self.officers)).values()))

    @cached_property
    def period_labels(self) -> tuple[str, ...]:
        return tuple(period.label for period in self.periods)

    @cached_property
    def rated_periods(self) -> tuple[str, ...]:
        """The labels of the periods that have a RAG column: one may have been renamed or deleted."""
        return tuple(label for label in self.period_labels if standard.rag_heading(label) in self.columns)

    @cached_property
    def rag_columns(self) -> tuple[int, ...]:
        """The columns of their RAG words on the Plan sheet."""
        return tuple(self.columns[standard.rag_heading(label)] for label in self.rated_periods)

    @property
    def open_period(self) -> str:
        """The label of the period that returns are asked for: the last open one; "" when none is."""
        return next((period.label for period in reversed(self.periods) if period.status == "Open"), "")

    @cached_property
    def current_period(self) -> str:
        """The open period, else the last in which something is written; "" when there is none."""
        filled = (label for label in reversed(self.period_labels) if self._holds_something_of(label))
        return self.open_period or next(filled, "")

    @cached_property
    def planned_periods(self) -> tuple[str, ...]:
        """The periods that have columns and are yet to come, oldest first.

        Nothing is in them and they were never opened; a master made by an earlier version calls them Closed.
        """
        labels = self.period_labels
        filled = [number for number, label in enumerate(labels) if self._holds_something_of(label)]
        last = max(filled, default=-1)
        return tuple(
            period.label
            for number, period in enumerate(self.periods)
            if period.status == "Planned"
            or (number > last and period.status != "Open" and period.opens is None)
        )

    def _holds_something_of(self, period: str) -> bool:
        """True when a RAG word or a progress note was given for a period."""
        headings = (standard.rag_heading(period), standard.progress_heading(period))
        return any(row.text(heading) for row in self.table.rows for heading in headings)

    @property
    def undecided_lines(self) -> tuple[ListedRow, ...]:
        """The lines of the Conflicts sheet that wait for a decision."""
        lines = self.listed(standard.CONFLICTS.name)
        return tuple(line for line in lines if line.text("No") and not line.text("Decided"))

    def return_rows(self, period: str) -> tuple[ListedRow, ...]:
        """The rows of the Returns sheet for a period."""
        return tuple(row for row in self.listed(standard.RETURNS.name) if row.text("Period") == period)

    def issued_in(self, period: str) -> tuple[IssuedReturn, ...]:
        """The returns issued in a period, oldest first, by the record."""
        return tuple(issued for issued in self.record.issued if issued.period == period)

    def listed(self, sheet: str) -> tuple[ListedRow, ...]:
        """The rows of a standard table; none when the sheet does not exist yet."""
        table = self.lists.get(sheet)
        return table.rows if table else ()


def read_master(book: Book) -> Master:
    """Read a master.

    Raises:
        NotAMaster: there is no Plan sheet in the standard layout, its record is missing, or an ID is there twice.
    """
    name = book.path.name
    sheets = book.sheets()
    plan_sheet = sheet_named(standard.PLAN, sheets)
    if plan_sheet is None or sheet_named(standard.HIDDEN, sheets) is None:
        raise NotAMaster(
            "it is not a master in the standard layout",
            "Make one from the council's own workbook first: the button Standardise this workbook, "
            f"or xlplan standardise {name}",
            file=name,
        )
    plan_grid = book.read(plan_sheet)
    table = read_table(plan_grid)
    missing = [heading for heading in _ESSENTIAL if heading not in table.columns]
    if missing:
        raise NotAMaster(
            f"row {standard.HEADER_ROW} lacks the heading {' and '.join(missing)}",
            "Put the heading back, or undo the last change",
            file=name,
            sheet=plan_sheet,
        )
    _refuse_doubled_ids(table, name)
    record = read_record(book.read(standard.HIDDEN))
    lists = {
        sheet.name: read_table(book.read(sheet.name))
        for sheet in standard.LIST_SHEETS
        if sheet_named(sheet.name, sheets) is not None
    }
    own_key = tuple(_key_entry(row) for row in lists["Key"].rows) if "Key" in lists else ()
    heading = title = _shown(plan_grid.values.get(1, {}).get(1))
    facts: Mapping[str, str] = {}
    if sheet_named(standard.COVER, sheets) is not None:
        cover = book.read(standard.COVER)
        facts = cover_facts(cover)
        title = typed_title(cover) or title
    return Master(
        cover=facts,
        heading=heading,
        title=title,
        periods=_periods(table, lists.get("Periods")),
        officers=tuple(_officer(row) for row in lists["Officers"].rows) if "Officers" in lists else (),
        table=table,
        rows={identity: row.row for row in table.rows if (identity := as_text(row.values["ID"]))},
        lists=lists,
        record=record,
        key=Key(own_key or DEFAULT_KEY.entries),
        own_key=own_key,
    )


def read_table(grid: Grid) -> MasterTable:
    """The table of a standard sheet, without a row of totals. A heading that is there twice counts once, the first."""
    columns: dict[str, int] = {}
    standard_words = {fold(heading): heading for heading in standard.STANDARD_HEADINGS}
    for column, value in grid.values.get(standard.HEADER_ROW, {}).items():
        heading = clean(_shown(value))
        if heading:
            columns.setdefault(standard_words.get(fold(heading), heading), column)
    rows = []
    for row, values in grid.values.items():
        if row < standard.FIRST_ROW or row in grid.totals:
            continue
        in_row = {heading: values.get(column) for heading, column in columns.items()}
        for heading, value in in_row.items():
            # few begin with a blank, and only those need be looked at
            if type(value) is str and value[:1] in BLANKS and is_blank(value):
                in_row[heading] = None
        if any(value is not None for value in in_row.values()):
            rows.append(ListedRow(row, in_row))
    return MasterTable(grid.sheet, columns, tuple(rows))


def _shown(value: Value) -> str:
    """A value as a plain text, as a sheet shows it that is not read in detail."""
    return value if isinstance(value, str) else displayed(value, PLAIN.form)


def _refuse_doubled_ids(table: MasterTable, file: str) -> None:
    seen: dict[str, int] = {}
    for row in table.rows:
        identity = as_text(row.values["ID"]).upper()
        if identity and identity in seen:
            raise NotAMaster(
                f"the ID {identity} stands in row {seen[identity]} too",
                "Clear one of the two ID cells: xlplan gives that row a new ID",
                file=file,
                sheet=table.sheet,
                cell=address(row.row, table.columns["ID"]),
            )
        seen[identity] = row.row


def _periods(table: MasterTable, listed: MasterTable | None) -> tuple[Period, ...]:
    """The periods that have columns in the Plan, in the order of the columns, with what the Periods sheet says.

    A heading such as "Comments on progress" makes no period: the Periods sheet knows it, or RAG and progress are both
    there.
    """
    known = {fold(row.text("Period")): row for row in listed.rows} if listed else {}
    labels: list[str] = []
    for heading in sorted(table.columns, key=lambda heading: table.columns[heading]):
        for ending in (" RAG", " progress"):
            label = heading.removesuffix(ending)
            if label == heading or not label or label in labels:
                continue
            both = {standard.rag_heading(label), standard.progress_heading(label)} <= set(table.columns)
            if both or fold(label) in known:
                labels.append(label)
    found = []
    for label in labels:
        row = known.get(fold(label))
        found.append(
            Period(
                label=label,
                opens=as_date(row.values.get("Opens")) if row else None,
                returns_due=as_date(row.values.get("Returns due")) if row else None,
                status=row.text("Status").capitalize() if row else "",
            )
        )
    return tuple(found)


_TEXTS = tuple(
    (column.field, column.heading)
    for column in (*standard.PLAN_COLUMNS, standard.SOURCE_COLUMN)
    if column.field not in ("due", "revised_due")
)
"""The fields of an action that are texts, and their headings."""


def _maker_of_actions(periods: Sequence[Period], own: Sequence[str]) -> Callable[[ListedRow], Action]:
    """What makes actions of the Plan's rows.

    Args:
        periods: the periods that have columns.
        own: the headings of the council's own columns.
    """
    reported = [
        (period.label, standard.rag_heading(period.label), standard.progress_heading(period.label))
        for period in periods
    ]

    def make(row: ListedRow) -> Action:
        values = row.values
        revised = values.get("Revised due")
        texts = {
            field: "" if (value := values.get(heading)) is None else as_text(value)
            for field, heading in _TEXTS
        }
        return Action.model_validate(  # which makes the reports of the periods faster than we could
            {
                **texts,
                "due": as_date(values.get("Due")),
                "revised_due": as_date(revised) or as_text(revised) or None,
                "other": {heading: values[heading] for heading in own},
                "periods": {
                    label: {"rag": as_text(values.get(rag)), "progress": as_text(values.get(progress))}
                    for label, rag, progress in reported
                },
            }
        )

    return make


def _officer(row: ListedRow) -> Officer:
    return Officer(
        name=row.text("Name"),
        initials=row.text("Initials"),
        post=row.text("Post"),
        team=row.text("Team"),
        email=row.text("Email"),
        copy_to=row.text("Copy to"),
        aliases=tuple(alias.strip() for alias in row.text("Also known as").split(";") if alias.strip()),
        active=fold(row.text("Active")) not in ("no", "n", "left", "false", "inactive"),
    )


def _key_entry(row: ListedRow) -> KeyEntry:
    return KeyEntry(
        as_typed=row.text("As typed"),
        means=row.text("Means"),
        colour=row.text("Colour").lstrip("#").upper(),
        definition=row.text("Definition"),
    )


def read_plan(workbook: str | Path | Book) -> Plan:
    """Read the plan from a master; nothing is changed.

    Args:
        workbook: the master: its path, or the workbook as it is open.

    Returns:
        The plan; `plan.to_frame()` gives it as a pandas frame.

    Raises:
        UnreadableWorkbook: the file cannot be read.
        NotAMaster: it is not in the standard layout.
    """
    return read_master(opened(workbook)).plan
