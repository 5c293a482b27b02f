"""A month in the life of a plan, button by button: the workbook before each, and what the command makes of it.

Each step starts from what the command before it left, so that one difference does not hide the next.
"""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import xlplan
from tests.builders import officers
from xlplan.excel import buttons
from xlplan.layout import standard
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Place, Value

NOW = dt.datetime(2026, 11, 20, 9, 30)
PERIOD = "Review 1"
BUTTONS = {button.__name__ for button in buttons.BUTTONS}
"""A month presses them all."""
_MASTER = "master.xlsx"


@dataclass(frozen=True)
class Pressed:
    """One button to press."""

    button: str
    """The name of its function."""
    before: Path
    """The workbook to press it on, in a folder of its own, with what lies beside it."""
    wanted: Path
    """What the command made of the same workbook."""


def stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buttons and commands work at one moment, and give out one plan id."""
    for verb in ("validate", "add_period", "issue", "merge", "resolve"):
        monkeypatch.setattr(buttons, verb, functools.partial(getattr(xlplan, verb), now=NOW))
    for verb in ("chase", "report"):
        monkeypatch.setattr(buttons, verb, functools.partial(getattr(xlplan, verb), today=NOW.date()))
    monkeypatch.setattr("xlplan.verbs.standardise.new_plan_id", lambda: "0badcafe")


def a_month(plan: Path, folder: Path) -> Iterator[Pressed]:
    """Every button once, from a council's own workbook on.

    Args:
        plan: the council's workbook.
        folder: an empty folder to work in.
    """
    month = _Month(folder)
    shutil.copy(plan, month.now / _MASTER)
    yield month.step("standardise_workbook", _standardise)
    yield month.step("check_plan", lambda master, _: xlplan.validate(master, now=NOW).save())
    yield month.step("fix_safe_things", lambda master, _: xlplan.validate(master, fix=True, now=NOW).save())
    _type_period(month.now / _MASTER)
    yield month.step("open_next_period", lambda master, _: xlplan.add_period(master, PERIOD, now=NOW).save())
    yield month.step(
        "issue_returns",
        lambda master, _: xlplan.issue(master, folder=master.parent / "issued", now=NOW).save(),
    )
    _send_back(month.now)
    yield month.step(
        "merge_returns",
        lambda master, beside: xlplan.merge(master, beside / "returns", now=NOW).save(),
    )
    yield month.step("who_is_outstanding", lambda master, _: xlplan.status(master))
    yield month.step("chase_returns", lambda master, _: xlplan.chase(master, today=NOW.date()).save())
    yield month.step("write_report", lambda master, _: xlplan.report(master, today=NOW.date()).save())
    _decide(month.now / _MASTER)
    yield month.step("settle_conflicts", lambda master, _: xlplan.resolve(master, now=NOW).save())
    yield month.step("check_plan", lambda master, _: xlplan.validate(master, now=NOW).save())
    yield month.step("undo_last_change", lambda master, _: xlplan.undo(master).save())
    yield month.step("show_help", lambda master, _: None)


class _Month:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self.now = folder / "start"
        self.now.mkdir(parents=True)

    def step(self, button: str, command: Callable[[Path, Path], object]) -> Pressed:
        """Run the command on one copy of the folder; another is left for the button."""
        self._number += 1
        ours = self._folder / f"{self._number}-{button}"
        before, after = ours / "button", ours / "command"
        shutil.copytree(self.now, before)
        shutil.copytree(self.now, after)
        command(after / _MASTER, before)
        self.now = after
        return Pressed(button, before / _MASTER, after / _MASTER)


def _standardise(master: Path, _: Path) -> None:
    laid_out = master.with_name("laid out.xlsx")
    xlplan.standardise(master, output=laid_out).save()
    laid_out.replace(master)


def type_into(path: Path, sheet: str, cells: dict[Place, Value]) -> None:
    """Type something into a workbook and save it."""
    book = FileBook.open(path)
    book.set_cells(sheet, cells)
    book.save()


def _type_period(master: Path) -> None:
    rows = [row for row, _ in FileBook.open(master).read(standard.PERIODS.name).rows()]
    below = max(rows) + 1
    type_into(master, standard.PERIODS.name, {(below, 1): PERIOD, (below, 3): dt.date(2026, 12, 4)})


def _send_back(folder: Path) -> None:
    """Most returns come back: filled in, one sorted, one without its hidden sheet, one not touched, one not at all."""
    back = folder / "returns"
    back.mkdir()
    issued = sorted((folder / "issued").iterdir(), key=lambda path: -path.stat().st_size)
    sent = [Path(shutil.copy(path, back / path.name)) for path in issued[: max(1, len(issued) - 1)]]
    for number, path in enumerate(sent):
        if number != 3:
            officers.fill_in(path, words=f"From {path.stem}. Spent £{number}.", every=1 + number % 2)
    if len(sent) > 1:
        officers.sort_upside_down(sent[1])
    if len(sent) > 2:
        officers.delete_hidden_sheet(sent[2])
    (back / "letter.xlsx").write_bytes(b"This is no workbook.")
    _disagree(folder / _MASTER)


def _disagree(master: Path) -> None:
    """Somebody has typed into the master meanwhile: two RAG words, a note, and an action with no ID."""
    plan = FileBook.open(master).read(standard.PLAN)
    rows = [row for row, _ in plan.rows() if row >= standard.FIRST_ROW]
    at = {
        plan[standard.HEADER_ROW, column].shown: column
        for row, column in plan.cells
        if row == standard.HEADER_ROW
    }
    rag, progress = at[standard.rag_heading(PERIOD)], at[standard.progress_heading(PERIOD)]
    cells: dict[Place, Value] = {(row, rag): "Red" for row in rows[:3]}
    cells[rows[0], progress] = "=not a formula, and 1.10 is a ref"
    cells[rows[-1] + 1, at["Action"]] = "Agree a date with the panel: 12/05"
    cells[rows[-1] + 1, at["Ref"]] = "2.10"
    type_into(master, standard.PLAN, cells)


def _decide(master: Path) -> None:
    """Decide the first lines: one taken, one kept, one settled otherwise."""
    book = FileBook.open(master)
    if standard.CONFLICTS.name not in book.sheets():
        return
    grid = book.read(standard.CONFLICTS.name)
    at = {
        grid[standard.HEADER_ROW, column].shown: column
        for row, column in grid.cells
        if row == standard.HEADER_ROW
    }
    rows = [row for row, _ in grid.rows() if row >= standard.FIRST_ROW]
    decisions = (standard.TAKE_THIS, standard.KEEP_MASTER, standard.TAKE_THIS)
    cells: dict[Place, Value] = {
        (row, at["Decision"]): decision for row, decision in zip(rows, decisions, strict=False)
    }
    type_into(master, standard.CONFLICTS.name, cells)
