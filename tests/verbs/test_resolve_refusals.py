"""A decision that does not fit is not applied, says why, and stops none of the others."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import (
    ASHA,
    JO,
    PERIOD,
    RUTH,
    a_master,
    action,
    change_sheet,
    columns,
    decide,
    sent_back,
    table,
)
from xlplan.verbs.resolve import Resolved

TAKE, KEEP, OTHER = "Take this", "Keep master", "Use other value"
RAG, PROGRESS = f"{PERIOD} RAG", f"{PERIOD} progress"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three officers disagree about A001; Ruth has asked for a date, and changed a locked cell."""
    master = a_master(tmp_path_factory.mktemp("made"))
    files = [
        sent_back(
            master,
            RUTH,
            {
                "A001": {"RAG": "Green", "Revised due": "when funds allow"},
                "A002": {"RAG": "On track", "Success criteria": "Fewer"},
            },
        ),
        sent_back(master, JO, {"A001": {"RAG": "Amber"}}),
        sent_back(master, ASHA, {"A001": {"RAG": "Red"}}),
    ]
    xlplan.merge(master, files).save()
    return master.parent


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "council") / "master.xlsx"


def lines(master: Path) -> dict[tuple[object, object, object], int]:
    """ID, column and officer -> the number of the line on Conflicts."""
    return {
        (row["ID"], row["Column"], row["Officer"]): int(str(row["No"])) for row in table(master, "Conflicts")
    }


def decided(master: Path, number: int) -> str:
    return next(str(row["Decided"] or "") for row in table(master, "Conflicts") if row["No"] == number)


def settle(master: Path, *decisions: tuple[int, str, object]) -> Resolved:
    decide(master, *decisions)
    resolved = xlplan.resolve(master)
    resolved.save()
    return resolved


def type_into(master: Path, sheet: str, key: str, identity: object, heading: str, value: object) -> None:
    def change(tab: Worksheet) -> None:
        at = columns(tab)
        for row in range(4, tab.max_row + 1):
            if tab.cell(row, at[key]).value == identity:
                tab.cell(row, at[heading]).value = value  # type: ignore[assignment]

    change_sheet(master, sheet, change)


def test_two_lines_that_decide_one_cell_are_both_refused_and_the_others_applied(master: Path) -> None:
    at = lines(master)
    clash = (at["A001", RAG, RUTH], at["A001", RAG, JO])
    resolved = settle(
        master, *((number, TAKE, None) for number in clash), (at["A002", RAG, RUTH], OTHER, "Amber")
    )
    assert {problem.no: problem.why for problem in resolved.problems} == {
        str(number): "another line decides about the same cell; choose one of them" for number in clash
    }
    assert (action(master, "A001")[RAG], action(master, "A002")[RAG]) == (None, "Amber")


def test_the_rivals_of_a_line_that_is_taken_are_marked_as_not_taken(master: Path) -> None:
    at = lines(master)
    settle(master, (at["A001", RAG, JO], TAKE, None))
    assert action(master, "A001")[RAG] == "Amber"
    assert decided(master, at["A001", RAG, JO]).endswith("taken")
    for officer in (RUTH, ASHA):
        assert decided(master, at["A001", RAG, officer]).endswith("not taken")


def test_keeping_the_masters_value_settles_that_line_alone(master: Path) -> None:
    at = lines(master)
    resolved = settle(master, (at["A001", RAG, JO], KEEP, None))
    assert (resolved.settled, resolved.changes) == (1, ())
    assert decided(master, at["A001", RAG, JO]).endswith("kept")
    assert decided(master, at["A001", RAG, RUTH]) == ""


def test_a_cell_that_the_coordinator_has_changed_since_is_not_written_over(master: Path) -> None:
    at = lines(master)
    type_into(master, "Plan", "ID", "A001", RAG, "Complete")
    resolved = settle(master, (at["A001", RAG, JO], TAKE, None))
    assert "the master has changed since" in resolved.problems[0].why
    assert action(master, "A001")[RAG] == "Complete"
    assert decided(master, at["A001", RAG, JO]) == ""


@pytest.mark.parametrize(
    ("decision", "other", "why"),
    [
        ("Take it", None, '"Take it" is not one of the decisions'),
        (OTHER, None, "Other value is empty"),
        (OTHER, "   ", "Other value is empty"),
        (OTHER, "Nearly", 'the Key does not know "Nearly"'),
        (TAKE, None, 'the Key does not know "On track"'),
    ],
)
def test_a_decision_that_cannot_be_applied_says_why(
    master: Path, decision: str, other: object, why: str
) -> None:
    number = lines(master)["A002", RAG, RUTH]
    resolved = settle(master, (number, decision, other))
    assert [problem.no for problem in resolved.problems] == [str(number)]
    assert why in resolved.problems[0].why
    assert (resolved.changes, resolved.undecided) == ((), len(lines(master)))
    assert decided(master, number) == ""


@pytest.mark.parametrize("decision", [TAKE.upper(), " take  this "])
def test_a_decision_is_known_whatever_its_case(master: Path, decision: str) -> None:
    assert settle(master, (lines(master)["A001", RAG, JO], decision, None)).problems == ()


@pytest.mark.parametrize(
    ("decision", "other", "new"),
    [
        (TAKE, None, None),
        (OTHER, "in the spring", None),
        (OTHER, "31/06/2027", None),
        (OTHER, "31/03/2027", dt.datetime(2027, 3, 31)),
        (OTHER, dt.date(2027, 3, 31), dt.datetime(2027, 3, 31)),
        (OTHER, "31 March 2027", dt.datetime(2027, 3, 31)),
    ],
)
def test_only_a_date_goes_into_a_date_column(
    master: Path, decision: str, other: object, new: dt.datetime | None
) -> None:
    """ "When funds allow" was marked as taken."""
    number = lines(master)["A001", "Revised due", RUTH]
    resolved = settle(master, (number, decision, other))
    assert action(master, "A001")["Revised due"] == new
    assert bool(resolved.problems) is (new is None)
    if new is None:
        assert "is not a date" in resolved.problems[0].why
        assert decided(master, number) == ""


@pytest.mark.parametrize(
    ("heading", "value", "why"),
    [
        ("ID", "A999", "there is no action A999"),
        ("ID", None, "the line has no ID"),
        ("Column", "ID", "an action's ID is never changed"),
    ],
)
def test_a_line_that_names_no_cell_of_the_plan_is_refused(
    master: Path, heading: str, value: object, why: str
) -> None:
    number = lines(master)["A002", "Success criteria", RUTH]
    type_into(master, "Conflicts", "No", number, heading, value)
    resolved = settle(master, (number, TAKE, None))
    assert why in resolved.problems[0].why
    assert resolved.changes == ()


def test_a_line_settled_once_is_not_applied_again(master: Path) -> None:
    number = lines(master)["A001", RAG, JO]
    settle(master, (number, TAKE, None))
    type_into(master, "Plan", "ID", "A001", RAG, "Red")
    again = xlplan.resolve(master)
    assert (again.settled, again.changes) == (0, ())
    assert action(master, "A001")[RAG] == "Red"


def test_what_would_go_into_notes_waits_where_the_plan_has_no_such_column(master: Path) -> None:
    """The whole run ended in a fault, and no decision was applied."""

    def rename(sheet: Worksheet) -> None:
        sheet.cell(3, columns(sheet)["Notes"]).value = "Remarks"
        for column in sheet.tables["Plan"].tableColumns:
            column.name = "Remarks" if column.name == "Notes" else column.name

    at = lines(master)
    for heading, value in (("Column", "Budget"), ("Why", "own column")):
        type_into(master, "Conflicts", "No", at["A002", "Success criteria", RUTH], heading, value)
    change_sheet(master, "Plan", rename)
    resolved = settle(
        master, (at["A002", "Success criteria", RUTH], TAKE, None), (at["A001", RAG, JO], TAKE, None)
    )
    assert [problem.why for problem in resolved.problems] == [
        "it would go into Notes, which the Plan lacks; put that heading back, or choose Keep master"
    ]
    assert action(master, "A001")[RAG] == "Amber"


def test_an_own_column_goes_into_notes_though_the_plan_has_one_of_that_name(master: Path) -> None:
    """What an officer calls "Theme" is not the plan's theme."""
    number = lines(master)["A002", "Success criteria", RUTH]
    type_into(master, "Conflicts", "No", number, "Why", "own column")
    before = action(master, "A002")
    settle(master, (number, TAKE, None))
    after = action(master, "A002")
    assert after["Success criteria"] == before["Success criteria"]
    assert str(after["Notes"]).splitlines()[-1] == "Success criteria: Fewer"


def test_what_was_decided_is_stamped_in_the_trail_and_on_its_line(master: Path) -> None:
    at = lines(master)
    before = len(table(master, "Changes"))
    decide(master, (at["A002", RAG, RUTH], OTHER, "g"), (at["A001", RAG, JO], TAKE, None))
    resolved = xlplan.resolve(master, now=dt.datetime(2026, 11, 20, 9, 5))
    resolved.save()
    assert decided(master, at["A002", RAG, RUTH]) == "20/11/2026 09:05 other value used"
    assert decided(master, at["A001", RAG, JO]) == "20/11/2026 09:05 taken"
    trail = [(row["Operation"], row["ID"], row["Column"], row["Old"], row["New"], row["From"], row["When"])
             for row in table(master, "Changes")[before:]]  # fmt: skip
    when = dt.datetime(2026, 11, 20, 9, 5)
    assert sorted(trail, key=str) == [
        ("resolve", "A001", RAG, None, "Amber", f"{JO}.xlsx, I8", when),
        ("resolve", "A002", RAG, None, "Green", f"{RUTH}.xlsx, I5", when),
    ]
    cover = openpyxl.load_workbook(master, data_only=True)["Cover"]
    counts = {cover.cell(row, 1).value: cover.cell(row, 2).value for row in range(11, 18)}
    assert (counts["Green"], counts["Amber"]) == (1, 1)
