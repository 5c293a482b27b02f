"""A new action comes into the plan with its text, or not at all."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import change_sheet, columns, decide, table
from tests.builders.small_plan import plan

NOW = dt.datetime(2026, 11, 20, 9, 30)
NOT_TAKEN = (
    "it belongs to a new action whose text is not taken; choose Take this on its Action line too, "
    "or type the ID of an action of the plan into the ID column"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master with three lines to decide: the Ref, the text and the RAG word of an officer's new action."""
    folder = tmp_path_factory.mktemp("made")
    master = plan(folder, ["Pat Example"])
    xlplan.add_period(master, "Dec-26", now=NOW).save()
    xlplan.issue(master, now=NOW).save()

    def add(sheet: Worksheet) -> None:
        at = columns(sheet)
        for heading, value in (("Ref", "7.7"), ("Action", "Build a ramp"), ("Dec-26 RAG", "Red")):
            sheet.cell(5, at[heading]).value = value

    xlplan.merge(
        master,
        change_sheet(folder / "issued" / "Dec-26 Pat Example.xlsx", "Return", add, folder / "back.xlsx"),
        now=NOW,
    ).save()
    assert [line["Column"] for line in table(master, "Conflicts")] == ["Ref", "Action", "Dec-26 RAG"]
    return master


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made, tmp_path / "master.xlsx"))


@pytest.mark.parametrize(
    ("decision", "other", "text"),
    [
        ("Take this", None, "Build a ramp"),
        ("take this ", "never mind", "Build a ramp"),
        ("Use other value", "Build two ramps", "Build two ramps"),
    ],
)
def test_what_belongs_to_a_new_action_comes_with_its_text(
    decision: str, other: str | None, text: str, master: Path
) -> None:
    decide(master, (1, "Take this", None), (2, decision, other), (3, "Use other value", "amber"))
    result = xlplan.resolve(master, now=NOW)
    assert (result.problems, result.settled, result.undecided) == ((), 3, 0)
    assert [(change.id, change.column, change.new) for change in result.changes] == [
        ("A002", "ID", "A002"), ("A002", "Ref", "7.7"), ("A002", "Action", text), ("A002", "Dec-26 RAG", "Amber"),
    ]  # fmt: skip
    result.save()
    assert [line["ID"] for line in table(master, "Conflicts")] == ["A002"] * 3
    row = table(master, "Plan")[-1]
    assert (row["ID"], row["Ref"], row["Action"], row["Dec-26 RAG"]) == ("A002", "7.7", text, "Amber")


@pytest.mark.parametrize(
    ("decision", "other", "refused"),
    [
        (None, None, {"1": NOT_TAKEN, "3": NOT_TAKEN}),
        (None, "Build two ramps", {"1": NOT_TAKEN, "3": NOT_TAKEN}),
        ("Keep master", "Build two ramps", {"1": NOT_TAKEN, "3": NOT_TAKEN}),
        ("Use other value", None, {
            "1": NOT_TAKEN, "2": "Other value is empty; type the value, or choose another decision", "3": NOT_TAKEN,
        }),
        ("Perhaps", "Build two ramps", {
            "1": NOT_TAKEN, "2": '"Perhaps" is not one of the decisions; choose from the list', "3": NOT_TAKEN,
        }),
    ],
)  # fmt: skip
def test_nothing_of_a_new_action_comes_without_its_text(
    decision: str | None, other: str | None, refused: dict[str, str], master: Path
) -> None:
    """A row with a ref and no words is what nobody can be asked about."""
    decide(master, (1, "Take this", None), (2, decision or "", other), (3, "Take this", None))
    result = xlplan.resolve(master, now=NOW)
    assert {problem.no: problem.why for problem in result.problems} == refused
    kept = int(decision == "Keep master")
    assert (result.changes, result.settled, result.undecided) == ((), kept, 3 - kept)
    result.save()
    assert len(table(master, "Plan")) == 1
