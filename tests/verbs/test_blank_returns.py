"""What a coordinator meets in the month: empty returns, owners who change, last month's files in the folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import change_sheet, columns, table
from tests.builders.small_plan import fill_in, plan
from xlplan.errors import WrongUsage

NOW = dt.datetime(2026, 11, 20, 9, 30)
DONE = {"A001": {"RAG": "Green", "progress": "Begun."}, "A002": {"RAG": "Green", "progress": "Agreed."}}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    made = plan(tmp_path, ["Ann Lee", "Ann Lee", "Bob Ray"])
    xlplan.add_period(made, "Nov-26", now=NOW).save()
    xlplan.issue(made, now=NOW).save()
    return made


def returns(master: Path) -> dict[object, object]:
    return {row["Officer"]: row["Status"] for row in table(master, "Returns") if row["Period"] == "Nov-26"}


def hand_over(master: Path, to: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(6, columns(sheet)["Owner"]).value = to

    change_sheet(master, "Plan", change)


def test_the_folder_of_issued_returns_merged_by_mistake_is_noticed(master: Path) -> None:
    """ "2 merged, 0 outstanding" made a coordinator believe that all had answered."""
    merged = xlplan.merge(master, master.parent / "issued", now=NOW)
    merged.save()
    assert merged.blank == ("Ann Lee", "Bob Ray")
    assert merged.outstanding == ()
    assert merged.needs_a_person
    assert returns(master) == {"Ann Lee": "Nothing filled in", "Bob Ray": "Nothing filled in"}
    again = xlplan.merge(master, master.parent / "issued", now=NOW)
    assert (again.blank, again.needs_a_person) == (("Ann Lee", "Bob Ray"), True)


def test_a_return_that_is_filled_in_later_is_blank_no_more(master: Path) -> None:
    issued = master.parent / "issued"
    xlplan.merge(master, issued, now=NOW).save()
    back = fill_in(issued / "Nov-26 Ann Lee.xlsx", master.parent / "back", DONE)
    merged = xlplan.merge(master, back, now=NOW + dt.timedelta(days=1))
    merged.save()
    assert merged.blank == ("Bob Ray",)
    assert returns(master) == {"Ann Lee": "Merged", "Bob Ray": "Nothing filled in"}


def test_a_date_asked_for_alone_answers_nothing(master: Path) -> None:
    asked = {"A003": {"Revised due": dt.date(2028, 3, 31)}}
    back = fill_in(master.parent / "issued" / "Nov-26 Bob Ray.xlsx", master.parent / "back", asked)
    merged = xlplan.merge(master, back, now=NOW)
    assert merged.blank == ("Bob Ray",)
    assert len(merged.proposals) == 1


def test_an_action_counts_for_its_present_owner(master: Path) -> None:
    """He who owns nothing any more was chased, and the Returns sheet said otherwise than `status`."""
    issued = master.parent / "issued"
    back = fill_in(issued / "Nov-26 Ann Lee.xlsx", master.parent / "back", DONE)
    xlplan.merge(master, back, now=NOW).save()
    hand_over(master, "Ann Lee")
    xlplan.issue(master, officers=["Ann Lee"], force=True, now=NOW).save()
    stands = {officer.name: officer for officer in xlplan.status(master).officers}
    assert list(stands) == ["Ann Lee"]
    ann = stands["Ann Lee"]
    assert (ann.done, ann.actions, ann.received is not None) == (2, 3, True)
    assert returns(master) == {"Ann Lee": "Merged", "Bob Ray": "No action left"}
    assert xlplan.merge(master, back, now=NOW).outstanding == ()


def test_an_owner_who_has_got_an_action_only_now_is_there_too(master: Path) -> None:
    hand_over(master, "Cas Dunn")
    stands = {officer.name: (officer.actions, officer.issued) for officer in xlplan.status(master).officers}
    assert stands["Cas Dunn"] == (1, None)
    assert "Bob Ray" not in stands


def test_last_months_returns_in_the_folder_are_passed_over_in_one_line(master: Path) -> None:
    """Each was refused, every month."""
    back = master.parent / "back"
    fill_in(master.parent / "issued" / "Nov-26 Ann Lee.xlsx", back, DONE)
    fill_in(
        master.parent / "issued" / "Nov-26 Bob Ray.xlsx", back, {"A003": {"RAG": "Red", "progress": "Late."}}
    )
    xlplan.merge(master, back, now=NOW).save()
    xlplan.add_period(master, "Dec-26", now=NOW).save()
    xlplan.issue(master, now=NOW).save()
    december = {"A003": {"RAG": "Amber", "progress": "Better."}}
    fill_in(master.parent / "issued" / "Dec-26 Bob Ray.xlsx", back, december)
    merged = xlplan.merge(master, back, now=NOW)
    assert "2 returns of Nov-26, merged in November, passed over." in merged.summary().splitlines()
    assert [one.outcome for one in merged.returns] == ["merged"]
    assert len(merged.passed_over) == 2
    assert not merged.needs_a_person


def test_a_late_return_of_last_month_is_refused_for_nobody_has_seen_it(master: Path) -> None:
    xlplan.add_period(master, "Dec-26", now=NOW).save()
    back = fill_in(master.parent / "issued" / "Nov-26 Ann Lee.xlsx", master.parent / "back", DONE)
    [outcome] = xlplan.merge(master, back, now=NOW).returns
    assert (outcome.outcome, outcome.why) == ("refused", "it is for another period (Nov-26); this is Dec-26")


def test_a_return_of_another_plan_is_called_by_its_title(master: Path, tmp_path: Path) -> None:
    other = plan(tmp_path / "other", ["Ann Lee"])

    def title(sheet: Worksheet) -> None:
        sheet["B4"] = "Corporate plan 2026"

    change_sheet(other, "Cover", title)
    xlplan.add_period(other, "Nov-26", now=NOW).save()
    xlplan.issue(other, now=NOW).save()
    [outcome] = xlplan.merge(master, other.parent / "issued", now=NOW).returns
    assert outcome.why == "it belongs to another plan (Corporate plan 2026)"


def test_a_row_whose_action_was_taken_out_of_the_plan_is_said_to_be_gone(master: Path) -> None:
    """It was called a new action, most like another one."""
    back = fill_in(
        master.parent / "issued" / "Nov-26 Bob Ray.xlsx", master.parent / "back", {"A003": {"RAG": "Red"}}
    )
    change_sheet(master, "Plan", lambda sheet: sheet.delete_rows(6))
    merged = xlplan.merge(master, back, now=NOW)
    merged.save()
    assert "A003 is no longer in the Plan" in merged.returns[0].why
    assert {line["Why"] for line in table(master, "Conflicts")} == {
        "new action; A003 is no longer in the Plan"
    }


def test_the_title_typed_on_the_cover_is_the_plans_title_everywhere(master: Path) -> None:
    def title(sheet: Worksheet) -> None:
        sheet["B4"] = "Better homes 2026-28"

    change_sheet(master, "Cover", title)
    xlplan.issue(master, folder=master.parent / "again", now=NOW).save()
    assert xlplan.read_plan(master).title == "Better homes 2026-28"
    workbook = openpyxl.load_workbook(master, data_only=True)
    assert (workbook["Plan"]["A1"].value, workbook["Cover"]["A1"].value) == ("Better homes 2026-28",) * 2
    issued = openpyxl.load_workbook(master.parent / "again" / "Nov-26 Ann Lee.xlsx")["Return"]["A1"].value
    assert str(issued).startswith("Better homes 2026-28: return for Ann Lee")


def test_a_sheet_whose_tab_was_renamed_in_another_case_is_the_same_sheet(master: Path) -> None:
    workbook = openpyxl.load_workbook(master)
    for name in ("Changes", "Returns", "Periods", "Cover"):
        # set in the usual way, openpyxl would take the new name for a second sheet's
        setattr(workbook[name], "_WorkbookChild__title", name.lower())  # noqa: B010
    workbook.save(master)
    back = fill_in(master.parent / "issued" / "Nov-26 Ann Lee.xlsx", master.parent / "back", DONE)
    xlplan.merge(master, back, now=NOW).save()
    names = openpyxl.load_workbook(master).sheetnames
    assert [name for name in names if name.lower() == "changes"] == ["changes"]
    assert {row["Status"] for row in table(master, "returns") if row["Officer"] == "Ann Lee"} == {"Merged"}


def test_the_cover_links_to_no_sheet_that_is_hidden(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["Ref", "Action", "Owner", "By when"], ["1", "Build the bridge", "Ann Lee", "Dec 2027"]):
        sheet.append(row)
    workbook.create_sheet("Old").sheet_state = "hidden"
    workbook.save(tmp_path / "plan.xlsx")
    xlplan.standardise(tmp_path / "plan.xlsx", output=tmp_path / "m.xlsx").save()
    xlplan.add_period(tmp_path / "m.xlsx", "Dec-26").save()
    cover = openpyxl.load_workbook(tmp_path / "m.xlsx", data_only=True)["Cover"]
    shown = [cover.cell(row, 1).value for row in range(20, 40)]
    assert "Plan" in shown
    assert "Old" not in shown
    assert cover.page_setup.fitToHeight == 1


NOTICE = "[Threaded comment]\n\n(a notice by Excel stands here)\n\nComment:\n    "


def test_a_thread_of_which_only_a_plain_note_is_left_is_named(master: Path) -> None:
    """The officer's question was dropped, and the exit code said that nothing needs a person."""
    back = fill_in(master.parent / "issued" / "Nov-26 Ann Lee.xlsx", master.parent / "back", DONE)

    def note(sheet: Worksheet) -> None:
        sheet["J5"].comment = Comment(f"{NOTICE}Ask Jo about the rooms", "tc={1}")

    change_sheet(back, "Return", note)
    merged = xlplan.merge(master, back, now=NOW)
    assert merged.returns[0].not_read == ('comment on J5: "Ask Jo about the rooms"',)
    assert merged.needs_a_person


def test_a_text_merged_over_the_rows_below_is_named(master: Path) -> None:
    """It counted for the first row alone, and the others looked as if nobody had answered."""
    back = fill_in(
        master.parent / "issued" / "Nov-26 Ann Lee.xlsx",
        master.parent / "back",
        {"A001": {"RAG": "Green", "progress": "Both in hand"}, "A002": {"RAG": "Green"}},
    )

    def merge_cells(sheet: Worksheet) -> None:
        at = columns(sheet)["Nov-26 progress"]
        sheet.merge_cells(start_row=4, end_row=5, start_column=at, end_column=at)

    change_sheet(back, "Return", merge_cells)
    [outcome] = xlplan.merge(master, back, now=NOW).returns
    assert len(outcome.not_read) == 1
    assert outcome.not_read[0].endswith("4:H5 is merged: what it says counts for row 4 alone")


def test_standardising_a_return_says_what_it_is(master: Path) -> None:
    issued = master.parent / "issued" / "Nov-26 Ann Lee.xlsx"
    with pytest.raises(WrongUsage, match="it is a return, of Ann Lee for Nov-26"):
        xlplan.standardise(issued)
    with pytest.raises(WrongUsage, match="it is a master already"):
        xlplan.standardise(master)
