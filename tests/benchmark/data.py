"""The workbooks that are worked on: a council's plan of any size, the steps of its month, and the returns filled in.

Everything is made from the size alone, the same each time. What each answer is follows from its action's ID, so that a
master can be held against it afterwards.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import python_calamine

import xlplan
from tests.benchmark.peers import PERIOD

NOW = dt.datetime(2026, 11, 2, 9, 30)
WORDS = ("Red", "Amber", "Green", "Complete", "Not started")

_HEADINGS = (
    *("Ref", "Theme", "Recommendation", "Action", "Lead officer", "Timescale", "Success criteria", "Notes"),
    *("Progress to September 2026", "RAG"),
)
_THEMES = ("Learning", "Care", "Housing", "Roads", "Finance", "Safety", "Health", "Partnership")
_NAMES = ("Ada", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal")
_VERBS = (
    "Publish",
    "Agree",
    "Review",
    "Train",
    "Recruit",
    "Report on",
    "Replace",
    "Consult on",
    "Audit",
    "Extend",
)
_THINGS = (
    "the care pathway for leavers",
    "the duty rota & out-of-hours cover",
    "case file standards",
    "the capital programme",
    "supervision records",
    "the partnership protocol",
    "school place forecasts",
    "complaints handling",
    "the risk register",
    "data sharing <between> teams",
)
_SAID = (
    "Draft agreed with partners; goes to the board next month.",
    "Two of three posts filled.\nThe third is advertised again.",
    "Slipped by a month: the supplier’s test failed – retest booked.",
    "Done & signed off by the head of service.",
    "Waiting for the auditor's note on 3 < 5 cases.",
)


@dataclass(frozen=True)
class Month:
    """A plan at each step of its month; each command of the benchmark starts from one of these files."""

    plan: Path
    """The council's own workbook."""
    standardised: Path
    opened: Path
    """With the period's columns."""
    issued: Path
    returned: Path
    """The folder of filled returns."""
    actions: int


def make(folder: Path, *, officers: int, each: int) -> Month:
    """Make the workbooks of one month, or take those that an earlier run left in the folder.

    Args:
        folder: where they go.
        officers: how many returns there are.
        each: how many actions each of them holds.
    """
    month = Month(
        plan=folder / "plan.xlsx",
        standardised=folder / "standardised.xlsx",
        opened=folder / "opened.xlsx",
        issued=folder / "issued.xlsx",
        returned=folder / "returned",
        actions=officers * each,
    )
    finished = folder / "finished"
    if finished.exists():
        return month
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write_plan(month.plan, officers, each)
    xlplan.standardise(month.plan, output=month.standardised, period="Sep-26").save()
    shutil.copy(month.standardised, month.opened)
    xlplan.add_period(month.opened, PERIOD, returns_due=dt.date(2026, 11, 30), now=NOW).save()
    shutil.copy(month.opened, month.issued)
    xlplan.issue(month.issued, folder=month.returned, now=NOW).save()
    for file in sorted(month.returned.iterdir()):
        _fill_in(file)
    finished.touch()
    return month


def answer(action_id: str) -> tuple[str, str]:
    """The RAG word and the progress that come back for an action. One answer in twenty begins as a formula does."""
    number = int(action_id[1:])
    said = f"{_SAID[number % len(_SAID)]} ({action_id})"
    return WORDS[number % len(WORDS)], f"= {said}" if number % 20 == 7 else said


def arrived(master: Path) -> int:
    """How many of the answers a master holds, as a program reads them that calculates nothing."""
    rows = python_calamine.CalamineWorkbook.from_path(str(master)).get_sheet_by_name("Plan").to_python()
    heading_row = next(number for number, row in enumerate(rows) if "ID" in row)
    at = {heading: column for column, heading in enumerate(rows[heading_row])}
    rag, progress = at[f"{PERIOD} RAG"], at[f"{PERIOD} progress"]
    return sum(
        (row[rag] == word) + (row[progress] == said)
        for row in rows[heading_row + 1 :]
        if row[at["ID"]]
        for word, said in [answer(str(row[at["ID"]]))]
    )


def _write_plan(path: Path, officers: int, each: int) -> None:
    chosen = random.Random(officers * each)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Improvement plan")
    sheet.append(["Improvement plan 2026 to 2028"])
    sheet.append(_HEADINGS)
    for number in range(officers * each):
        theme = number * len(_THEMES) // (officers * each)
        verb, thing = chosen.choice(_VERBS), chosen.choice(_THINGS)
        sheet.append(
            [
                f"{theme + 1}.{number + 1}",
                _THEMES[theme],
                f"Make sure that {chosen.choice(_THINGS)} meets the standard of area {number // 7 + 1}.",
                f"{verb} {thing} in area {number + 1}, with all partners named in the report.",
                officer(number % officers),
                dt.date(2026, 1, 31) + dt.timedelta(days=chosen.randrange(700)),
                f"{chosen.randrange(50, 100)}% of cases of area {number + 1} by the date given.",
                "See the board's minutes." if number % 4 == 0 else None,
                f"{chosen.choice(_SAID)} (to September)",
                chosen.choice(WORDS[:3]),
            ]
        )
    book.save(path)


def officer(number: int) -> str:
    """An invented name, another for each number."""
    letters = "bcdfghklmnprstvw"
    syllables = [letters[number // 16**place % 16] + "aeio"[(number + place) % 4] for place in range(3)]
    return f"{_NAMES[number % len(_NAMES)]} {''.join(syllables).capitalize()}son"


def _fill_in(file: Path) -> None:
    """Fill a return in and save it as another program does, with shared strings and no values for its formulas."""
    book = openpyxl.load_workbook(file)
    sheet = book["Return"]
    at = {cell.value: cell.column for cell in sheet[3]}
    for (cell,) in sheet.iter_rows(min_row=4, max_col=1):
        if cell.value:
            word, said = answer(cell.value)
            sheet.cell(cell.row, at[f"{PERIOD} RAG"]).value = word
            progress = sheet.cell(cell.row, at[f"{PERIOD} progress"])
            progress.value = said
            progress.data_type = "s"  # as typed into a cell of text: openpyxl would make a formula of "= ..."
    book.save(file)
