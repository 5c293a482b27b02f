"""What does not show, or is no action, and yet must not be passed over in silence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

import xlplan
from tests.builders.messy import Written, sheet
from tests.builders.trackers import (
    CODES,
    EARLIER,
    LATER,
    LEVELS,
    NUMBERS,
    PEOPLE,
    RISKS,
    SCORES,
    TASKS,
    table,
)
from xlplan.checks.reading import findings
from xlplan.errors import NoPlanFound
from xlplan.importing.reader import Reading, read_plan_sheets
from xlplan.model import Finding
from xlplan.verbs.standardise import plan_of

HEADS: list[Written] = ["Ref", "Action", "Owner", "Due date"]


def rows(*names: str) -> list[list[Written]]:
    return [[str(n), f"{name} the ferry", "Al Moss", "May 2026"] for n, name in enumerate(names, start=1)]


def said(reading: Reading, *codes: str) -> list[tuple[str, str, str]]:
    return [(item.code, item.cell, item.value) for item in findings(reading.inferences) if item.code in codes]


def book(
    path: Path, *, state: str = "hidden", hidden: tuple[int, ...] = (), struck: tuple[int, ...] = ()
) -> Path:
    made = openpyxl.Workbook()
    for number, name in enumerate(("Ferry", "Ferry last year")):
        on = made.active if number == 0 else made.create_sheet(name)
        assert on is not None
        on.title = name
        on.append(HEADS)
        for n, task in enumerate(("Paint", "Moor", "Sell", "Crew", "Fuel"), start=1):
            on.append([f"1.{n}", f"{task} the ferry", "Al Moss", dt.date(2027, n, 15)])
    made.worksheets[1].sheet_state = state
    for row in hidden:
        made.worksheets[0].row_dimensions[row].hidden = True
    for row in struck:
        for cell in made.worksheets[0][row]:
            cell.font = Font(strike=True)
    made.save(path)
    return path


def standardised(path: Path) -> list[Finding]:
    return list(xlplan.standardise(path).findings)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_of_actions_is_named(state: str, tmp_path: Path) -> None:
    """If this fails, another service's actions are left out of the plan, and nobody is told."""
    told = [item for item in standardised(book(tmp_path / "b.xlsx", state=state)) if item.code == "LAY014"]
    assert [(item.sheet, item.severity) for item in told] == [("Ferry last year", "warning")]
    assert "Ferry last year" in told[0].message


def test_hidden_and_struck_rows_are_read_and_said(tmp_path: Path) -> None:
    """If this fails, dropped actions are live in the master, and nobody knows why."""
    result = xlplan.standardise(book(tmp_path / "b.xlsx", hidden=(4, 5), struck=(3,)))
    assert result.actions == 5
    told = {item.code: (item.sheet, item.value) for item in result.findings}
    assert (told["LAY015"], told["LAY016"]) == (("Ferry", "rows 4-5"), ("Ferry", "row 3"))


def test_a_plan_in_plain_sight_is_not_remarked_on(tmp_path: Path) -> None:
    """If this fails, every plan is met with warnings that mean nothing."""
    found = {item.code for item in standardised(book(tmp_path / "b.xlsx", state="visible"))}
    assert not found & {"LAY014", "LAY015", "LAY016"}


def test_a_heading_too_long_for_a_table_is_shortened_and_listed(tmp_path: Path) -> None:
    """If this fails, one wordy heading keeps a whole plan out."""
    words = "Tell us in your own words what the board should know of this action. " * 5
    made = openpyxl.Workbook()
    on = made.active
    assert on is not None
    for row in ([*HEADS, words, words + "!"], *([*each, "x", "y"] for each in rows("Paint", "Moor"))):
        on.append(row)
    made.save(tmp_path / "b.xlsx")
    result = xlplan.standardise(tmp_path / "b.xlsx")
    assert [item.cell for item in result.findings if item.code == "LAY018"] == ["E1", "F1"]
    result.save()
    plan = openpyxl.load_workbook(result.master)["Plan"]
    names = [column.name for column in plan.tables["Plan"].tableColumns]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) <= 255


def test_contacts_fill_the_register() -> None:
    """If this fails, the coordinator types again what the workbook has."""
    plan = sheet(
        HEADS, ["1", "Paint the ferry", "HM", "May 2026"], ["2", "Moor the ferry", "Raj Patel", "May 2026"]
    )
    contacts = sheet(
        ["Name", "Initials", "Job title", "E-mail"],
        ["Helen Marsh", "HM", "Head of Piers", "helen.marsh@thornby.example"],
        ["Raj Patel", "RP", "Head of Boats", "raj.patel@thornby.example"],
        ["Zoe Lark", "ZL", "Clerk", ""],
        name="Contacts",
    )
    reading = read_plan_sheets([plan, contacts])
    made, _ = plan_of(reading, [plan, contacts])
    assert [(each.name, each.initials, each.post, each.email) for each in made.officers] == [
        ("Helen Marsh", "HM", "Head of Piers", "helen.marsh@thornby.example"),
        ("Raj Patel", "RP", "Head of Boats", "raj.patel@thornby.example"),
        ("Zoe Lark", "ZL", "Clerk", ""),
    ]
    assert said(reading, "LAY019") == [("LAY019", "A1", "3 people")]


@pytest.mark.parametrize(
    ("when", "due", "is_said"),
    [
        ("Timescale", "Due date", False),
        ("When", "Deadline", False),
        ("Timescale", "Completion date due", True),  # known by some of its words
    ],
)
def test_a_heading_that_is_known_whole_is_not_said_to_be_inferred(when: str, due: str, is_said: bool) -> None:
    """If this fails, what must be looked at is lost among what is plain."""
    plan = sheet(
        ["Action", "Lead", when, due],
        ["Paint the ferry", "Helen Marsh", "Autumn 2026", dt.date(2026, 11, 30)],
        ["Moor the ferry", "Raj Patel", "Spring 2027", dt.date(2027, 5, 31)],
    )
    assert [cell for _, cell, _ in said(read_plan_sheets([plan]), "LAY002")] == ["D1"] * is_said


def test_names_and_addresses_in_the_plans_own_table_are_no_list_of_contacts() -> None:
    """If this fails, whoever is named beside an action gets a line in the register, unasked."""
    plan = sheet(
        ["Ref", "Action", "Name", "Job title", "E-mail", "By when"],
        ["1", "Paint the ferry", "Helen Marsh", "Head of Piers", "helen.marsh@thornby.example", "May 2026"],
        ["2", "Moor the ferry", "Raj Patel", "Head of Boats", "raj.patel@thornby.example", "May 2026"],
    )
    assert said(read_plan_sheets([plan]), "LAY019") == []


def test_headings_of_contacts_with_nobody_below_are_not_said_to_be_people() -> None:
    """If this fails, the coordinator is told of a register that was filled, and there is none."""
    plan = sheet(HEADS, ["1", "Paint the ferry", "HM", "May 2026"], ["2", "Moor it", "RP", "May 2026"])
    reading = read_plan_sheets([plan, sheet(["Name", "Job title", "E-mail"], name="Contacts")])
    assert said(reading, "LAY019") == []


@pytest.mark.parametrize("word", ["Milestone", "Stage", "Gate", "Objective"])
def test_numbered_rows_in_the_running_order_are_rows_alike(word: str) -> None:
    """If this fails, one milestone becomes the theme of what follows it, and another an action."""
    tasks = [
        "Write the brief",
        "Agree it",
        f"{word} 1 - Board agrees",
        "Build the desk",
        f"{word} 2 - Desk opens",
    ]
    who = ["Ida Moss", "Al Day", "", "Ida Moss", ""]
    reading = read_plan_sheets(
        [
            sheet(
                ["No", "Task", "Who", "End"],
                *[
                    [n, t, o, "May 2027" if o else ""]
                    for n, t, o in zip(range(1, 6), tasks, who, strict=True)
                ],
            )
        ]
    )
    assert [row.action for row in reading.rows] == tasks
    assert {row.theme for row in reading.rows} == {""}


def test_rows_after_a_gap_belong_to_the_table() -> None:
    """If this fails, half of a plan with blank rows in it is left out."""
    first, second = (
        rows("Paint", "Moor"),
        [["3", "Sell the ferry", "", "", "x"], ["4", "Crew the ferry", "", "", "y"]],
    )
    reading = read_plan_sheets([sheet([*HEADS, "Area"], *first, [], [], [], [], *second)])
    assert [row.ref for row in reading.rows] == ["1", "2", "3", "4"]


def test_a_register_is_said_to_be_one() -> None:
    """If this fails, risks turn up as recommendations, and nobody knows where from."""
    register = table(
        ("No", NUMBERS), ("Risk", RISKS), ("Likelihood", SCORES), ("Response", TASKS), ("Owner", PEOPLE)
    )
    assert [code for code, _, _ in said(read_plan_sheets([sheet(*register)]), "LAY017")] == ["LAY017"]


RISK_ALONE = table(
    ("No", NUMBERS), ("Risk", RISKS), ("Likelihood", SCORES), ("Impact", SCORES), ("Owner", PEOPLE)
)


def test_a_refusal_names_the_one_thing_missing_and_a_persons_word_is_obeyed() -> None:
    """If this fails, the advice of a refusal leads to the same refusal."""
    with pytest.raises(NoPlanFound, match=r"what is done about the risks.*--map"):
        read_plan_sheets([sheet(*RISK_ALONE)])
    reading = read_plan_sheets([sheet(*RISK_ALONE)], headings={"Risk": "action"})
    assert [row.action for row in reading.rows] == RISKS
    with pytest.raises(NoPlanFound, match="who is to do it, or by when"):
        read_plan_sheets([sheet(*table(("No", NUMBERS), ("Action", TASKS), ("Level", LEVELS)))])
    reading = read_plan_sheets(
        [sheet(*table(("No", NUMBERS), ("Action", TASKS), ("Level", LEVELS)))], headings={"Action": "action"}
    )
    assert len(reading.rows) == len(TASKS)


def test_a_column_left_alone_is_said_or_asked_about() -> None:
    """If this fails, a plan has no dates or no owners, and the column that holds them goes unmentioned."""
    asked = read_plan_sheets(
        [sheet(*table(("Ref", CODES), ("Action", TASKS), ("Owner", PEOPLE), ("Date", EARLIER)))]
    )
    assert said(asked, "LAY012", "LAY013") == [("LAY013", "D1", "Date")]
    told = read_plan_sheets(
        [
            sheet(
                *table(
                    ("Action", TASKS),
                    ("Owner", PEOPLE),
                    ("Due date", LATER),
                    ("Date raised", EARLIER),
                    ("Raised by", PEOPLE),
                )
            )
        ]
    )
    assert said(told, "LAY012", "LAY013") == [("LAY012", "D1", "Date raised"), ("LAY012", "E1", "Raised by")]
    german = read_plan_sheets([sheet(*table(("Task", TASKS), ("Zuständig", PEOPLE), ("Deadline", LATER)))])
    assert said(german, "LAY013") == [("LAY013", "B1", "Zuständig")]
