"""The lists beside the Plan, as a person at a small screen meets them: what a line is about, and where to decide."""

from __future__ import annotations

from pathlib import Path

import pytest

import xlplan
from tests.builders.cycle import RUTH, a_master, action, sent_back, table
from xlplan.layout import standard
from xlplan.layout.standard import StandardSheet

SCREEN = 1366 - 30 - 20
"""Pixels of a common laptop, without the row numbers and the scroll bar."""


def pixels(sheet: StandardSheet, last: str) -> float:
    """How far from the left a column ends, at 100 %."""
    shown = sheet.columns[: sheet.headings.index(last) + 1]
    return sum(int(column.width * 7 + 5) for column in shown)


@pytest.mark.parametrize(
    ("sheet", "last"),
    [(standard.CONFLICTS, "Other value"), (standard.CHECKS, "Decision"), (standard.CHANGES, "New")],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_what_is_to_be_decided_is_on_the_screen(sheet: StandardSheet, last: str) -> None:
    """The Decision column was off the screen of a laptop."""
    assert pixels(sheet, last) <= SCREEN


def test_the_order_of_the_conflicts_is_that_of_the_contract() -> None:
    assert standard.CONFLICTS.headings == (
        "No", "Kind", "ID", "Ref", "Action", "Column", "Master value", "Returned value", "Decision", "Other value",
        "Why", "Officer", "File", "Cell", "Decided",
    )  # fmt: skip


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A master after a return with a word that the Key does not know, and a row of the officer's own."""
    master = a_master(tmp_path)
    said = {
        "A001": {"RAG": "On track", "progress": "Begun."},
        "(new)": {"Ref": "9.9", "Action": "Write to the schools", "RAG": "Green"},
    }
    xlplan.merge(master, sent_back(master, RUTH, said)).save()
    return master


def test_a_line_to_decide_says_which_action_it_is_about(merged: Path) -> None:
    """A decision on "A016" alone is blind."""
    lines = table(merged, "Conflicts")
    plan = action(merged, "A001")
    known = [line for line in lines if line["ID"] == "A001"]
    assert known
    assert {(line["Ref"], line["Action"]) for line in known} == {(plan["Ref"], plan["Action"])}
    new = [line for line in lines if line["Why"] == "new action"]
    assert len(new) > 1
    assert {(line["Ref"], line["Action"]) for line in new} == {("9.9", "Write to the schools")}


def test_a_change_says_the_ref(merged: Path) -> None:
    refs = {row["Ref"] for row in table(merged, "Changes") if row["ID"] == "A001"}
    assert refs == {action(merged, "A001")["Ref"]}


def test_a_finding_says_which_action_it_is_about(merged: Path) -> None:
    xlplan.validate(merged).save()
    plan = {row["ID"]: (row["Ref"], row["Action"]) for row in table(merged, "Plan")}
    found = [row for row in table(merged, "Checks") if row["ID"]]
    assert found
    assert all((row["Ref"], row["Action"]) == plan[row["ID"]] for row in found)
