"""Who is asked, and what the Plan and the Cover say afterwards."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import JO, PERIOD, RUTH, a_master, change_sheet, columns, sent_back, table
from xlplan.errors import WrongUsage
from xlplan.layout.direction import direction
from xlplan.workbook.file import FileBook


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return a_master(tmp_path)


@pytest.mark.parametrize("nobody", ["TBC", "Head of Audit (vacant)"])
def test_nobody_gets_a_return_for_a_post_that_nobody_holds(master: Path, nobody: str) -> None:
    def unowned(sheet: Worksheet) -> None:
        sheet.cell(4, columns(sheet)["Owner"]).value = nobody

    change_sheet(master, "Plan", unowned)
    issued = xlplan.issue(master, folder=master.parent / "again")
    assert nobody not in {one.officer for one in issued.returns}
    assert {one.id: one.why for one in issued.unissued}["A001"] == f"no owner ({nobody})"


def test_one_person_under_two_spellings_gets_one_return_with_all_their_actions(master: Path) -> None:
    def known_as(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == RUTH:
                sheet.cell(row, at["Also known as"]).value = JO

    before = {one.officer: one.actions for one in xlplan.issue(master, folder=master.parent / "one").returns}
    change_sheet(master, "Officers", known_as)
    after = {one.officer: one.actions for one in xlplan.issue(master, folder=master.parent / "two").returns}
    assert JO not in after
    assert after[RUTH] == before[RUTH] + before[JO]


def test_an_open_workbook_that_lies_in_no_folder_asks_for_one(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On OneDrive alone, or never saved: the returns would go to wherever the program happened to be started."""
    monkeypatch.chdir(master.parent)
    nowhere = FileBook.open(Path(master.name))
    with pytest.raises(WrongUsage, match="no folder on this computer"):
        xlplan.issue(nowhere)
    assert xlplan.issue(nowhere, folder=Path("here")).returns
    assert xlplan.issue(master.name, force=True).returns, "a path that was typed counts from where one stands"


def test_the_cover_counts_what_was_merged(master: Path) -> None:
    returned = sent_back(
        master, RUTH, {"A001": {"RAG": "Green"}, "A002": {"RAG": "Red", "progress": "Late."}}
    )
    xlplan.merge(master, returned).save()
    cover = openpyxl.load_workbook(master, data_only=True)["Cover"]
    counts = {cover.cell(row, 1).value: cover.cell(row, 2).value for row in range(4, 20)}
    assert counts["Current period"] == PERIOD
    assert (counts["Actions"], counts["Red"], counts["Green"], counts["No RAG word"]) == (27, 1, 1, 23)
    assert counts["Complete"] == 2, "carried from the period before"


def test_a_program_reads_the_new_direction_before_excel_has_worked_it_out(master: Path) -> None:
    before = {row["ID"]: row["Sep-26 RAG"] for row in table(master, "Plan")}
    assert before["A002"] == "Amber"
    xlplan.merge(master, sent_back(master, RUTH, {"A002": {"RAG": "Red"}})).save()
    plan = openpyxl.load_workbook(master, data_only=True)["Plan"]
    at = columns(plan)
    shown = {plan.cell(row, 1).value: plan.cell(row, at[f"{PERIOD} direction"]).value for row in range(4, 31)}
    assert shown["A002"] == "worse"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (["Red"], "Amber", "better"),
        (["Amber"], "Red", "worse"),
        (["Green"], "Complete", "better"),
        (["Complete"], "Green", "worse"),
        (["Amber"], "Amber", "same"),
        ([""], "Red", "new"),
        ([], "Red", "new"),
        (["Not started"], "Complete", "better"),
        (["Red"], "Not started", "better"),
        (["Green"], "Not started", "worse"),
        (["Not started"], "Not started", "same"),
        (["Green"], "", ""),
        (["Green"], "On track", ""),
        (["On track"], "Green", "new"),
        (["Red", ""], "Green", "better"),
        (["Complete", "On track", ""], "red", "worse"),
        (["Red", "Green", ""], "Amber", "worse"),
    ],
)
def test_members_see_which_way_an_action_goes_also_after_a_month_without_a_word(
    before: list[str], now: str, expected: str
) -> None:
    assert direction(before, now) == expected
