"""What a check may look at: the plan row by row, as typed and as read, and what stands round it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xlplan.model import Action, CellValue, Officer, Progress, Severity
from xlplan.values.officers import Register
from xlplan.values.overdue import due_now, is_overdue, last_word, periods_to
from xlplan.values.owners import Owners, read_owners
from xlplan.values.rag import Key
from xlplan.values.text import clean
from xlplan.values.timescales import Timescale, read_timescale

_NOTHING = Progress()


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell of the row in the council's own sheet from which an action came."""

    sheet: str
    cell: str
    text: str
    """As displayed."""
    fill: str = ""
    """Six hexadecimal digits; empty without a fill."""
    is_date: bool = False
    """True when the cell holds a real date, so that day and month are beyond doubt."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the Plan."""

    number: int
    """Its place in the plan, from 0: rows that a person has just added have no ID yet."""
    action: Action
    typed: Mapping[str, CellValue]
    """The Plan's cells as they stand, by heading."""
    own: tuple[OwnCell, ...] = ()
    fills: Mapping[str, str] = field(default_factory=dict)
    """The fills of the Plan's own cells, by heading, where a person gave them one."""
    revisions: int = 0
    """How many times the Changes sheet says that its date was moved."""
    is_expected: bool = False
    """True when what its owner says of the period should be there by now."""

    def text(self, heading: str) -> str:
        """What stands under a heading, when it is text; "" for blanks, dates and numbers."""
        value = self.typed.get(heading)
        return clean(value) if isinstance(value, str) else ""

    @property
    def due(self) -> dt.date | None:
        """The date that holds: the revised one where there is one."""
        return due_now(self.action)


@dataclass(frozen=True)
class Context:
    """The plan and what stands round it.

    Args:
        rows: the plan's rows.
        periods: the labels of the review periods, oldest first.
        period: the one that is checked; empty when there is none.
        is_asked: True when that period is open, or officers were asked for any period before.
        officers: the register.
        key: what RAG words and colours mean in this plan.
        today: the day against which "overdue" is judged.
        began: when the plan began, where its own sheets say so.
    """

    rows: tuple[PlanRow, ...]
    periods: tuple[str, ...]
    period: str
    is_asked: bool
    officers: tuple[Officer, ...]
    key: Key
    today: dt.date
    began: dt.date | None = None

    @cached_property
    def register(self) -> Register:
        return Register(self.officers)

    def owners(self, text: str) -> Owners:
        """An owner cell taken apart. Few people own many actions, so each text is read once."""
        if text not in self._owners:
            self._owners[text] = read_owners(text, self.register)
        return self._owners[text]

    @cached_property
    def _owners(self) -> dict[str, Owners]:
        return {}

    @property
    def period_before(self) -> str:
        """The label of the period before the one that is checked; "" when there is none."""
        at = self.periods.index(self.period) if self.period in self.periods else 0
        return self.periods[at - 1] if at else ""

    def said(self, row: PlanRow, period: str) -> Progress:
        """What was said of an action in a period, its RAG word as the Key reads it."""
        found = row.action.periods.get(period, _NOTHING)
        if found.rag not in self._words:
            self._words[found.rag] = self.key.word(found.rag) or found.rag
        word = self._words[found.rag]
        return found if word == found.rag else found.model_copy(update={"rag": word})

    @cached_property
    def _words(self) -> dict[str, str]:
        """What the Key makes of each word as typed: looked up once."""
        return {}

    def now(self, row: PlanRow) -> Progress:
        """What was said of an action in the period that is checked."""
        return self.said(row, self.period)

    def last_word(self, row: PlanRow) -> str:
        """The last RAG word given for an action, up to the period that is checked; "" when there was none."""
        return last_word(row.action, periods_to(self.periods, self.period), self.key)

    def is_overdue(self, row: PlanRow) -> bool:
        """True when the date that holds is past and the last word is not Complete."""
        return is_overdue(row.action, periods_to(self.periods, self.period), self.key, self.today)

    def timescale(self, row: PlanRow) -> Timescale:
        """The row's timescale, read anew."""
        return read_timescale(row.action.timescale, base=self.began)


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found, before it has a place on a sheet.

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
    severity: Severity | None = None
    """Where it differs from the rule's."""


def ids(rows: Sequence[PlanRow], most: int = 6) -> str:
    """The IDs of some rows in a line: "A001, A004 and 3 more"."""
    named = [row.action.id or "a new row" for row in rows]
    rest = f" and {len(named) - most} more" if len(named) > most else ""
    return ", ".join(named[:most]) + rest
