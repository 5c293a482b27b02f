"""What each check is given (the plan's rows, periods, officers and Key), and what it gives back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from xlplan.layout.standard import progress_heading, rag_heading
from xlplan.model import Action, CellValue, Officer, Severity
from xlplan.values.cell_values import as_text
from xlplan.values.officers import Register
from xlplan.values.overdue import date_that_holds, is_past, last_of, periods_to
from xlplan.values.owners import Owners, names_nobody, read_owners
from xlplan.values.rag import Key
from xlplan.values.text import clean, fold, listing
from xlplan.values.timescales import Timescale, read_timescale


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell of the row in the council's own sheet from which an action came."""

    sheet: str
    cell: str
    text: str
    """As displayed."""
    fill: str = ""
    """Six hexadecimal digits; empty without a fill."""
    date: dt.date | None = None
    """The real date that the cell holds; its day and month are beyond doubt."""


class PeriodReport(NamedTuple):
    """What was reported on an action in one period."""

    rag: str
    """The word as the Key reads it; another as typed."""
    progress: str


@dataclass(frozen=True)
class PlanRow:
    """One row of the Plan."""

    number: int
    """Its place in the plan, from 0: rows that a person has just added have no ID yet."""
    typed: Mapping[str, CellValue]
    """The Plan's cells as they are, by heading."""
    make_action: Callable[[], Action]
    """Makes the action that is in the row."""
    own: tuple[OwnCell, ...] = ()
    fills: Mapping[str, str] = field(default_factory=dict)
    """The fills of the Plan's own cells, by heading, where a person gave them one."""
    revisions: int = 0
    """How many times the Changes sheet says that its date was moved."""
    is_expected: bool = False
    """True when what its owner says of the period should be there by now."""

    def text(self, heading: str) -> str:
        """The text under a heading; "" for blanks, dates and numbers."""
        value = self.typed.get(heading)
        return clean(value) if isinstance(value, str) else ""

    @cached_property
    def action(self) -> Action:
        """The action that is in the row. It is made when it is asked for: some checks need a few cells only."""
        return self.make_action()

    @property
    def id(self) -> str:
        """The action's ID; "" as long as it has none."""
        return as_text(self.typed.get("ID"))

    @property
    def due(self) -> dt.date | None:
        """The date that holds: the revised one where there is one."""
        return date_that_holds(self.typed.get("Due"), self.typed.get("Revised due"))


@dataclass(frozen=True, slots=True)
class GoneAction:
    """An action that was issued and whose row the Plan no longer has."""

    id: str
    officer: str
    """To whom it was issued last."""
    period: str
    sheet: str = ""
    cell: str = ""
    """Where the Returns sheet says so."""


@dataclass(frozen=True)
class Context:
    """The plan's rows, periods, officers and Key, as a check gets them.

    Args:
        rows: the plan's rows.
        periods: the labels of the review periods, oldest first.
        period: the one that is checked; empty when there is none.
        is_asked: True when that period is open, or officers were asked for any period before.
        officers: the register.
        key: what RAG words and colours mean in this plan.
        today: the day against which "overdue" is judged.
        began: when the plan began, where its own sheets say so.
        year_began: when the financial year began that a title names ; actions may be older.
        gone: the actions that were issued and that the Plan no longer has.
    """

    rows: tuple[PlanRow, ...]
    periods: tuple[str, ...]
    period: str
    is_asked: bool
    officers: tuple[Officer, ...]
    key: Key
    today: dt.date
    began: dt.date | None = None
    year_began: dt.date | None = None
    gone: tuple[GoneAction, ...] = ()

    @property
    def base(self) -> dt.date | None:
        """The day from which dates without a year are counted."""
        return self.began or self.year_began

    @cached_property
    def register(self) -> Register:
        return Register(self.officers)

    def owners(self, text: str) -> Owners:
        """Take an owner cell apart, with the register. Few people own many actions, so each text is read once."""
        if text not in self._owners:
            self._owners[text] = read_owners(text, self.register)
        return self._owners[text]

    @cached_property
    def _owners(self) -> dict[str, Owners]:
        return {}

    @cached_property
    def named_rows(self) -> tuple[tuple[PlanRow, Owners], ...]:
        """The rows that name an owner, with the names read from the Owner cell."""
        return tuple(
            (row, self.owners(row.action.owner)) for row in self.rows if not names_nobody(row.action.owner)
        )

    @cached_property
    def owner_cells(self) -> tuple[tuple[PlanRow, OwnCell, Owners], ...]:
        """The cell of the council's own row from which an owner was read, as long as the Plan says what it said."""
        return tuple((row, *found) for row, _ in self.named_rows if (found := _owner_cell(row)))

    @cached_property
    def periods_before(self) -> tuple[str, ...]:
        """The labels of the periods before the one that is checked, the latest first."""
        at = self.periods.index(self.period) if self.period in self.periods else 0
        return self.periods[:at][::-1]

    def rag_before(self, row: PlanRow) -> tuple[str, str]:
        """The last earlier period in which an action has a RAG word, and the word; two empty texts without one."""
        given = ((label, self.reported(row, label).rag) for label in self.periods_before)
        return next(((label, word) for label, word in given if word), ("", ""))

    def progress_before(self, row: PlanRow) -> tuple[str, str]:
        """The last earlier period in which something was reported on an action, and the text."""
        given = ((label, self.reported(row, label).progress) for label in self.periods_before)
        return next(((label, text) for label, text in given if text), ("", ""))

    def reported(self, row: PlanRow, period: str) -> PeriodReport:
        """An action's RAG word and progress in a period; two empty texts where nothing was reported."""
        return self._reports_in(period)[row.number]

    def _reports_in(self, period: str) -> dict[int, PeriodReport]:
        """A row's number -> what was reported on it; of one period for all rows, as most checks ask for it."""
        reports = self._reports.get(period)
        if reports is None:
            reports = self._reports[period] = {}
            rag, progress = rag_heading(period), progress_heading(period)
            for row in self.rows:
                word = as_text(row.typed.get(rag))
                reports[row.number] = PeriodReport(
                    self.key.word(word) or word, as_text(row.typed.get(progress))
                )
        return reports

    @cached_property
    def _reports(self) -> dict[str, dict[int, PeriodReport]]:
        return {}

    def now(self, row: PlanRow) -> PeriodReport:
        """An action's RAG word and progress in the period that is checked."""
        return self.reported(row, self.period)

    def rows_now(self) -> Iterator[tuple[PlanRow, PeriodReport]]:
        """Each row, with its RAG word and progress in the period that is checked."""
        return zip(self.rows, self._reports_in(self.period).values(), strict=True)

    def last_word(self, row: PlanRow) -> str:
        """The last RAG word given for an action, up to the period that is checked; "" when there was none."""
        labels = periods_to(self.periods, self.period)
        return last_of((self.reported(row, label).rag for label in reversed(labels)), self.key)

    def is_overdue(self, row: PlanRow) -> bool:
        """True when the date that holds is past and the last word is not Complete."""
        timescale = as_text(row.typed.get("Timescale"))
        return is_past(row.due, timescale, self.today) and self.last_word(row) != "Complete"

    def timescale(self, row: PlanRow) -> Timescale:
        """The row's timescale, read anew."""
        return read_timescale(row.action.timescale, base=self.base)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a check has found, before it has a place on a sheet.

    Either `row` and `column` say where in the Plan, or `officer` says which line of the register, or `sheet` and
    `cell` say where outside; `row` may go with each of them.
    """

    message: str
    row: PlanRow | None = None
    column: str = ""
    value: str = ""
    suggestion: str = ""
    fix: CellValue = None
    """The value that says the same thing in the standard form; only where no meaning can change."""
    officer: str = ""
    sheet: str = ""
    cell: str = ""
    id: str = ""
    """The ID of an action that has no row."""
    severity: Severity | None = None
    """Where it differs from the rule's."""


def _owner_cell(row: PlanRow) -> tuple[OwnCell, Owners] | None:
    named = Counter([row.action.owner, *filter(None, row.action.supporting.split("; "))])
    first_word = clean(row.action.owner).split()[0]
    for cell in row.own:
        if first_word in cell.text:
            owners = read_owners(cell.text)  # as `standardise` did, when there was no register yet
            if owners.lead == row.action.owner and not Counter(owners) - named:
                return cell, owners
    return None


def by_value(pairs: Iterable[tuple[str, PlanRow]]) -> dict[str, list[PlanRow]]:
    """The rows that have the same value, however it is spelt, under its first spelling, in the order of the plan."""
    spelt: dict[str, str] = {}
    rows: dict[str, list[PlanRow]] = {}
    for value, row in pairs:
        rows.setdefault(spelt.setdefault(fold(value), value), []).append(row)
    return rows


def also_in(rows: Sequence[PlanRow]) -> str:
    """Where else something is found than in the first of some rows: "; also in A004, A007", or "" for one row."""
    others = list({row.number: row for row in rows if row.number != rows[0].number}.values())
    return f"; also in {ids(others)}" if others else ""


def ids(rows: Sequence[PlanRow]) -> str:
    """The IDs of some rows in a line: "A001, A004 and 3 more"."""
    return listing([row.id or "a new row" for row in rows])
