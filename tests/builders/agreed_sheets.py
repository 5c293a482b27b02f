"""Our sheets as people have agreed to them: every text, width, format, lock, drop-down and rule, a line each.

    python -m tests.builders.agreed_sheets

writes them down anew, for a person to look at what has changed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlplan.layout import standard
from xlplan.layout.cover import cover_sheet
from xlplan.layout.plan_sheet import plan_sheet
from xlplan.layout.return_sheet import ReturnSheet, meanings_in, return_sheets, return_values
from xlplan.layout.sheets import finding_row, key_rows, list_sheet, officer_rows, period_rows
from xlplan.model import Action, Finding, KeyEntry, Officer, Period, Plan, Progress
from xlplan.values.rag import DEFAULT_KEY
from xlplan.workbook.grid import address
from xlplan.workbook.sheet_spec import SheetSpec

AGREED = Path(__file__).with_name("agreed_sheets.txt")

LONG = "Agree one referral form with schools, health and police, and use it from the same day everywhere. "


def _progress(*words: str) -> dict[str, Progress]:
    labels = ("Sep-26", "Dec-26")
    return {
        label: Progress(rag=word, progress=f"{word}: so it is")
        for label, word in zip(labels, words, strict=False)
    }


ACTIONS = (
    Action(
        id="A001", ref="1.a.1", theme="Homes", recommendation=LONG, report_ref="Para 7", action=LONG * 3,
        owner="Pat Example", supporting="Sam Sample; Kim Case", timescale="Autumn 2026",
        due=dt.date(2026, 11, 30), revised_due=dt.date(2027, 3, 31), success_criteria="All agreed",
        notes="See the minutes", source="'Own'!A5", periods=_progress("Red", "Amber"),
        other={"Cost": 1200, "Begun": dt.date(2026, 4, 1), "Board": "Homes board", "Said by": LONG},
    ),
    Action(
        id="A002", ref="10.b", theme="Roads", action="Mend the bridge", owner="Sam Sample",
        timescale="31/12/2026", due=dt.date(2026, 12, 31), source="'Own'!A6", periods=_progress("Green"),
        other={"Cost": 3, "Begun": dt.date(2026, 5, 1), "Said by": 4},
    ),
    Action(id="A003", recommendation="Count the lamps", source="'Own'!A7", periods=_progress("", "Complete")),
)  # fmt: skip
PLAN = Plan(
    title="Homes and roads",
    actions=ACTIONS,
    periods=(
        Period(label="Sep-26", opens=dt.date(2026, 9, 1), status="Closed"),
        Period(label="Dec-26", opens=dt.date(2026, 12, 1), returns_due=dt.date(2026, 12, 11), status="Open"),
    ),
    officers=(
        Officer(
            name="Pat Example", initials="PE", post="Head of homes", team="Homes", email="pat@example.org"
        ),
        Officer(name="Sam Sample", active=False),
    ),
    key=(
        *DEFAULT_KEY.entries,
        KeyEntry(as_typed="Parked", means="Amber", colour="FFC000", definition="Waits"),
    ),
)
FINDINGS = (
    Finding(code="OWN001", severity="error", message="Nobody is named", sheet="Plan", cell="G6", id="A003",
            column="Owner", suggestion="Name one"),
    Finding(code="LAY001", severity="info", message="It was read so", sheet="Own sheet", cell="A1"),
)  # fmt: skip


def _sheets() -> Iterator[SheetSpec]:
    own = ["Cost", "Begun", "Board", "Said by"]
    yield cover_sheet(PLAN, period="Dec-26", sheets=["Cover", "Plan", "Key", "Own's"])
    yield plan_sheet(PLAN, own, {"Cost": "#,##0", "Said by": "0.0"})
    yield plan_sheet(Plan(title="", actions=ACTIONS[1:2]), [])
    rows = {
        standard.OFFICERS.name: officer_rows(PLAN.officers),
        standard.PERIODS.name: period_rows(PLAN.periods),
        standard.KEY.name: key_rows(PLAN.key),
        standard.CHECKS.name: [
            finding_row(each, {action.id: action for action in ACTIONS}) for each in FINDINGS
        ],
    }
    for sheet in standard.LIST_SHEETS:
        yield list_sheet(sheet, rows.get(sheet.name, []))
    full = ReturnSheet(
        "R0001", "abcd", PLAN.title, "Dec-26", "Sep-26", "Pat Example", dt.date(2026, 12, 11),
        "Jo Lee, jo@example.org", meanings_in(PLAN.key),
    )  # fmt: skip
    first = ReturnSheet("R0002", "abcd", PLAN.title, "Dec-26", None, "Sam Sample", None, context="Theme")
    for each in (full, first):
        yield from return_sheets(each, [return_values(each, action) for action in ACTIONS])


def described() -> str:
    """All sheets in words, a line for each thing that is not as usual."""
    return "".join(f"{line}\n" for spec in _sheets() for line in lines_of_sheet(spec))


def lines_of_sheet(spec: SheetSpec) -> Iterator[str]:
    """A sheet in words."""
    yield f"=== {spec.name}"
    yield _unusual(spec, "cells", "table", "name")
    for place, cell in sorted(spec.cells.items()):
        yield f"{address(*place)}: {cell.value!r} {_unusual(cell, 'value')}"
    if spec.table is not None:
        yield f"table {_unusual(spec.table, 'columns', 'rows')}"
        for column in spec.table.columns:
            yield f"  {_unusual(column)}"
        for row in spec.table.rows:
            yield f"  {row!r}"


def _unusual(thing: object, *without: str) -> str:
    """A dataclass by those of its fields that differ from what they are by default, and what is inside likewise."""
    assert dataclasses.is_dataclass(thing)
    told = []
    for each in dataclasses.fields(thing):
        value = getattr(thing, each.name)
        if each.name in without or value in (each.default, {}):
            continue
        told.append(f"{each.name}={_said(value)}")
    return f"{type(thing).__name__}({', '.join(told)})"


def _said(value: object) -> str:
    if dataclasses.is_dataclass(value):
        return _unusual(value)
    if (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and any(map(dataclasses.is_dataclass, value))
    ):
        return f"[{', '.join(map(_said, value))}]"
    return repr(value)


if __name__ == "__main__":
    AGREED.write_text(described(), "utf-8")
