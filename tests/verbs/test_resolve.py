"""What a coordinator would lose if their decisions were not applied as they were meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import (
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

TAKE, KEEP, OTHER = "Take this", "Keep master", "Use other value"
NEW = "Open a second drop-in at Wexcombe library"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return a_master(tmp_path)


def numbers(master: Path) -> dict[object, int]:
    """Column -> the number of its line on the Conflicts sheet."""
    return {row["Column"]: int(str(row["No"])) for row in table(master, "Conflicts")}


def new_action(master: Path) -> dict[object, int]:
    returned = sent_back(
        master, RUTH, {"(new)": {"Action": NEW, "Success criteria": "Early help", "RAG": "On track"}}
    )
    xlplan.merge(master, returned).save()
    return numbers(master)


def test_a_new_action_decided_in_two_goes_does_not_become_two(master: Path) -> None:
    lines = new_action(master)
    decide(master, (lines["Success criteria"], TAKE, None))
    resolved = xlplan.resolve(master)
    assert not resolved.changes
    assert "Action line" in resolved.problems[0].why
    decide(master, (lines["Action"], TAKE, None))
    xlplan.resolve(master).save()
    [added] = [row for row in table(master, "Plan") if row["Action"] == NEW]
    assert added["Success criteria"] == "Early help"


def test_a_new_action_brings_no_word_that_the_key_does_not_know(master: Path) -> None:
    lines = new_action(master)
    decide(master, (lines["Action"], TAKE, None), (lines[f"{PERIOD} RAG"], TAKE, None))
    resolved = xlplan.resolve(master)
    assert [problem.no for problem in resolved.problems] == [str(lines[f"{PERIOD} RAG"])]
    resolved.save()
    [added] = [row for row in table(master, "Plan") if row["Action"] == NEW]
    assert added[f"{PERIOD} RAG"] is None


def test_a_decision_for_what_the_master_has_by_now_is_settled(master: Path) -> None:
    """Else the line could never be settled: the master is said to have changed, to the very value decided on."""
    returned = sent_back(master, RUTH, {"A001": {"Revised due": "31/03/2027"}})
    xlplan.merge(master, returned).save()

    def by_hand(sheet: Worksheet) -> None:
        sheet.cell(4, columns(sheet)["Revised due"]).value = dt.date(2027, 3, 31)

    change_sheet(master, "Plan", by_hand)
    [line] = numbers(master).values()
    decide(master, (line, TAKE, None))
    resolved = xlplan.resolve(master)
    assert (resolved.settled, resolved.undecided, resolved.problems) == (1, 0, ())


def test_a_row_that_belonged_to_no_action_goes_into_the_notes_of_the_one_it_is_given(master: Path) -> None:
    returned = sent_back(master, RUTH, {"(loose)": {"progress": "See the minutes of May"}})
    xlplan.merge(master, returned).save()
    [row] = table(master, "Conflicts")

    def give_id(sheet: Worksheet) -> None:
        sheet.cell(4, columns(sheet)["ID"]).value = "A002"

    change_sheet(master, "Conflicts", give_id)
    decide(master, (int(str(row["No"])), TAKE, None))
    xlplan.resolve(master).save()
    assert str(action(master, "A002")["Notes"]).endswith("See the minutes of May")
    assert not str(action(master, "A002")["Notes"]).startswith(":")


def test_texts_that_go_into_notes_follow_each_other_and_stay_with_their_action(master: Path) -> None:
    """Three rows that belonged to no action: two are given to one, the third to another."""
    said = {f"({name})": {"progress": f"See the {name}"} for name in ("minutes", "survey", "budget")}
    xlplan.merge(master, sent_back(master, RUTH, said)).save()
    given = {"See the minutes": "A002", "See the survey": "A003", "See the budget": "A002"}

    def give_ids(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, 7):
            sheet.cell(row, at["ID"]).value = given[str(sheet.cell(row, at["Returned value"]).value)]

    before = {identity: action(master, identity)["Notes"] for identity in ("A002", "A003")}
    change_sheet(master, "Conflicts", give_ids)
    rows = table(master, "Conflicts")
    decide(master, *((int(str(row["No"])), TAKE, None) for row in rows))
    resolved = xlplan.resolve(master)
    resolved.save()
    notes = {identity: str(action(master, identity)["Notes"]) for identity in ("A002", "A003")}
    added = {
        identity: notes[identity].removeprefix(str(before[identity] or "")).strip() for identity in notes
    }
    assert [line.rpartition(": ")[2] for line in added["A002"].splitlines()] == [
        "See the minutes",
        "See the budget",
    ]
    assert [line.rpartition(": ")[2] for line in added["A003"].splitlines()] == ["See the survey"]
    assert sorted(
        (change.id, change.old) for change in resolved.changes if change.column == "Notes"
    ) == sorted((identity, old) for identity, old in before.items())
