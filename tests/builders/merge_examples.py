"""A small plan of an invented council, its returns as issued, and what officers do to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlplan.layout.record import IssuedReturn, Record, issued_action, record_rows
from xlplan.layout.returns import Return, read_return
from xlplan.merging.conflict_line import ConflictLine, conflict_line, unmatched_text
from xlplan.merging.merge import MergeDecision, merge
from xlplan.model import CellValue
from xlplan.values.rag import DEFAULT_KEY
from xlplan.workbook.grid import Cell, Grid, Place, Value

PERIOD = "Oct-05"
LAST = "Jul-05"
RAG = f"{PERIOD} RAG"
PROGRESS = f"{PERIOD} progress"
LAST_RAG = f"{LAST} RAG"
LAST_PROGRESS = f"{LAST} progress"
REVISED = "Revised due"
PLAN_ID = "3f9c2a1b"

HEADINGS = (
    "ID",
    "Ref",
    "Theme",
    "Action",
    "Success criteria",
    "Due",
    LAST_RAG,
    LAST_PROGRESS,
    RAG,
    PROGRESS,
    REVISED,
    "Check",
)
ISSUED_COLUMNS = HEADINGS[1:-1]

NADIA = "Nadia Frost"
OMAR = "Omar Pike"

ACTIONS = {
    "A001": ("1.1", "Homes", "Open a drop-in for young tenants", "Two evenings a week"),
    "A002": ("1.2", "Homes", "Inspect every hostel once a year", "All visited by March"),
    "A003": ("2.1", "Schools", "Write to parents about the new bus times", "Letters sent"),
    "A004": ("2.2", "Schools", "Train the governors in safer recruitment", "Nine in ten trained"),
    "A005": ("2.2", "Health", "Publish waiting times on the website", "Updated monthly"),
}
OWNED = {NADIA: ("A001", "A002", "A003"), OMAR: ("A004", "A005")}

Plan = dict[str, dict[str, CellValue]]


def a_plan() -> Plan:
    """The master's values: Amber in July, nothing said in October but for A002."""
    plan: Plan = {}
    for action_id, (ref, theme, action, criteria) in ACTIONS.items():
        plan[action_id] = {
            "ID": action_id,
            "Ref": ref,
            "Theme": theme,
            "Action": action,
            "Success criteria": criteria,
            "Due": dt.date(2006, 3, 31),
            REVISED: None,
            LAST_RAG: "Amber",
            LAST_PROGRESS: "Begun",
            RAG: None,
            PROGRESS: None,
        }
    plan["A002"][RAG] = "Amber"
    plan["A002"][PROGRESS] = "Half of them visited"
    return plan


def issued_values(plan: Plan, action_id: str) -> dict[str, CellValue]:
    return {heading: plan[action_id].get(heading) for heading in ISSUED_COLUMNS}


def issue(plan: Plan, owned: Mapping[str, Sequence[str]] = OWNED, *, first: int = 1) -> Record:
    """The master's record after a return was issued to each officer."""
    entries = tuple(
        IssuedReturn(
            id=f"R{number:04d}",
            period=PERIOD,
            officer=officer,
            file=f"{PERIOD} {officer}.xlsx",
            when=dt.datetime(2005, 10, 1, 9, 0),
            columns=ISSUED_COLUMNS,
            actions={
                action_id: issued_action(action_id, issued_values(plan, action_id), PERIOD)
                for action_id in ids
            },
        )
        for number, (officer, ids) in enumerate(owned.items(), start=first)
    )
    return Record(plan_id=PLAN_ID, last_id=len(plan), entries=entries)


def grid_of(sheet: str, rows: Sequence[Sequence[Value]], first_row: int = 1) -> Grid:
    cells: dict[Place, Cell] = {
        (row, column): Cell(value, shown_as(value))
        for row, values in enumerate(rows, start=first_row)
        for column, value in enumerate(values, start=1)
        if value is not None
    }
    return Grid(sheet, cells)


def shown_as(value: Value) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else str(value)


@dataclass
class Sent:
    """A return in an officer's hands: change it, then send it."""

    issued: IssuedReturn
    rows: list[dict[str, Value | Cell]]
    headings: list[str] = field(default_factory=lambda: list(HEADINGS))
    has_record: bool = True
    has_line: bool = True
    plan_id: str = PLAN_ID

    def row(self, action_id: str) -> dict[str, Value | Cell]:
        return next(row for row in self.rows if row.get("ID") == action_id)

    def set(self, action_id: str, **values: Value | Cell) -> Sent:
        """Fill in cells: rag=, progress=, revised=, or any heading with "_" for a blank."""
        short = {"rag": RAG, "progress": PROGRESS, "revised": REVISED}
        row = self.row(action_id)
        for name, value in values.items():
            row[short.get(name, name.replace("_", " "))] = value
        return self

    def grids(self) -> list[Grid]:
        cells: dict[Place, Cell] = {(1, 1): Cell("A return", "A return")}
        if self.has_line:
            issued = self.issued
            line = f"Return {issued.id} · {issued.period} · {issued.officer} · plan {self.plan_id}"
            cells[2, 1] = Cell(line, line)
        for column, heading in enumerate(self.headings, start=1):
            if heading:
                cells[3, column] = Cell(heading, heading)
        for number, row in enumerate(self.rows, start=4):
            for column, heading in enumerate(self.headings, start=1):
                value = row.get(heading)
                if isinstance(value, Cell):
                    cells[number, column] = value
                elif value is not None:
                    cells[number, column] = Cell(value, shown_as(value))
        grids = [Grid("Return", cells)]
        if self.has_record:
            record = Record(plan_id=self.plan_id, entries=(self.issued,), of="return")
            grids.append(grid_of("_xlplan", record_rows(record)))
        return grids

    def send(
        self, file: str = "", saved: dt.datetime | None = None, modified: dt.datetime | None = None
    ) -> Return:
        return read_return(
            self.grids(), file=file or f"{self.issued.officer}.xlsx", saved=saved, modified=modified
        )


def taken_home(record: Record, plan: Plan, officer: str) -> Sent:
    """The officer's return as it was issued; `plan` as it stood then."""
    issued = next(issued for issued in record.issued if issued.officer == officer)
    rows: list[dict[str, Value | Cell]] = [
        {"ID": action_id, **issued_values(plan, action_id), "Check": "RAG missing"}
        for action_id in issued.actions
    ]
    return Sent(issued, rows)


def a_return(officer: str = NADIA) -> Sent:
    plan = a_plan()
    return taken_home(issue(plan), plan, officer)


def run(
    *returns: Return,
    plan: Plan | None = None,
    record: Record | None = None,
    listed: frozenset[ConflictLine] = frozenset(),
    decided: frozenset[ConflictLine] = frozenset(),
    files: Mapping[ConflictLine, str] | None = None,
) -> MergeDecision:
    """Merge into the plan as it stood when the returns were issued, unless another is given."""
    return merge(
        record or issue(a_plan()),
        plan or a_plan(),
        returns,
        period=PERIOD,
        key=DEFAULT_KEY,
        listed=listed,
        decided=decided,
        files=files,
    )


def after(plan: Plan, merged: MergeDecision) -> Plan:
    """The plan with the changes made."""
    new = {action_id: dict(values) for action_id, values in plan.items()}
    for change in merged.changes:
        new[change.id][change.column] = change.new
    return new


def remembering(record: Record, merged: MergeDecision) -> Record:
    return replace(record, entries=(*record.entries, *merged.versions))


def lines_of(merged: MergeDecision) -> frozenset[ConflictLine]:
    """The lines that a run adds to the Conflicts sheet."""
    officers = {outcome.file: outcome.officer for outcome in merged.outcomes}
    lines = {
        conflict_line(conflict.id, conflict.column, value.value, value.officer)
        for conflict in merged.conflicts
        for value in conflict.values
    }
    lines |= {
        conflict_line(proposal.id, proposal.column, proposal.value, proposal.officer, proposal.cell)
        for proposal in merged.proposals
    }
    lines |= {
        conflict_line("", "", unmatched_text(row), officers[row.file], str(row.row))
        for row in merged.unmatched
    }
    return frozenset(lines)
