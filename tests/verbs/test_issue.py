"""Who is asked, and what the Plan and the Cover say afterwards."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import JO, PERIOD, RUTH, a_master, change_sheet, columns, sent_back, table
from tests.builders.small_plan import fill_in, plan
from xlplan.errors import WrongUsage
from xlplan.layout.direction import direction
from xlplan.workbook.file import FileBook

NOW = dt.datetime(2026, 11, 20, 9, 30)


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


OWNERS = ["Pat Example", "Sam Sample", "Kim Case", "", "Jo Lee", "Pat Example"]
WORDS = {"Sep-26": ["Red", "Complete", "Amber", "Red", "Red", "Green"]}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six actions: one that nobody owns, one whose owner has left, one that is complete."""
    made = plan(tmp_path_factory.mktemp("small"), OWNERS, WORDS)

    def leave(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == "Jo Lee":
                sheet.cell(row, at["Active"]).value = "No"
            if sheet.cell(row, at["Name"]).value == "Kim Case":
                sheet.cell(row, at["Also known as"]).value = "K. Case"

    change_sheet(made, "Officers", leave)
    xlplan.add_period(made, "Dec-26", now=NOW).save()
    return made


@pytest.fixture
def copied(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(small, tmp_path / "master.xlsx"))


def test_each_action_is_asked_about_or_it_is_said_why_not(copied: Path) -> None:
    issued = xlplan.issue(copied, now=NOW)
    assert {one.officer: one.actions for one in issued.returns} == {"Kim Case": 1, "Pat Example": 2}
    assert [(one.id, one.why) for one in issued.unissued] == [
        ("A002", "complete"),
        ("A004", "no owner"),
        ("A005", "the owner has left (Jo Lee)"),
    ]
    assert {finding.id for finding in issued.findings} == {"A004", "A005"}
    everything = xlplan.issue(copied, ask_complete=True, now=NOW)
    assert [one.officer for one in everything.returns] == ["Kim Case", "Pat Example", "Sam Sample"]
    assert [one.why for one in everything.unissued] == ["no owner", "the owner has left (Jo Lee)"]


@pytest.mark.parametrize(
    ("asked", "officers"),
    [
        (["Pat Example"], ["Pat Example"]),
        (["pat  example", "K. Case", "Kim Case"], ["Pat Example", "Kim Case"]),
    ],
)
def test_only_those_who_are_named_are_asked_each_once(
    copied: Path, asked: list[str], officers: list[str]
) -> None:
    issued = xlplan.issue(copied, officers=asked, now=NOW)
    assert [one.officer for one in issued.returns] == officers
    assert (issued.unissued, issued.findings) == ((), ()), "what is said is about those who are asked"


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ("Nobody Known", "Nobody Known owns no action in the plan.*Owners are: Kim Case, Pat Example"),
        ("Sam Sample", "Sam Sample is to be asked about no action: all are complete"),
        ("Jo Lee", "Jo Lee is to be asked about no action: .*the officer has left"),
    ],
)
def test_an_officer_who_is_to_be_asked_about_nothing_is_named(copied: Path, asked: str, what: str) -> None:
    with pytest.raises(WrongUsage, match=what):
        xlplan.issue(copied, officers=[asked])


def test_returns_that_lie_in_the_folder_are_not_written_over_without_a_word(copied: Path) -> None:
    """An officer may be filling one in at this moment."""
    xlplan.issue(copied, now=NOW).save()
    folder = copied.parent / "issued"
    (folder / "Dec-26 Kim Case.xlsx").unlink()
    (folder / "Dec-26 Pat Example.xlsx").write_bytes(b"being filled in")
    with pytest.raises(WrongUsage, match=r"the folder holds Dec-26 Pat Example\.xlsx already"):
        xlplan.issue(copied, now=NOW)
    assert xlplan.issue(copied, officers=["Kim Case"], now=NOW).returns
    xlplan.issue(copied, force=True, now=NOW).save()
    assert (folder / "Dec-26 Pat Example.xlsx").read_bytes() != b"being filled in"


def test_of_many_returns_in_the_way_three_are_named_and_the_others_counted(master: Path) -> None:
    count = len(list((master.parent / "issued").iterdir()))
    assert count > 4
    with pytest.raises(
        WrongUsage, match=rf"the folder holds [^,]*, [^,]*, [^,]* and {count - 3} more already"
    ):
        xlplan.issue(master)


def test_what_was_issued_stands_on_the_returns_sheet_and_what_has_come_back_stays_there(copied: Path) -> None:
    def lines() -> dict[object, dict[str, object]]:
        return {row["Officer"]: row for row in table(copied, "Returns")}

    xlplan.issue(copied, now=NOW).save()
    first = lines()
    assert list(first) == ["Kim Case", "Pat Example"]
    told = {heading: value for heading, value in first["Pat Example"].items() if value is not None}
    assert told == {
        "Period": "Dec-26",
        "Officer": "Pat Example",
        "Return": "R0002",
        "Actions": 2,
        "Issued": dt.datetime(2026, 11, 20),
        "Status": "Outstanding",
        "File": "Dec-26 Pat Example.xlsx",
    }
    back = fill_in(
        copied.parent / "issued" / "Dec-26 Pat Example.xlsx",
        copied.parent / "back",
        {"A001": {"RAG": "Green"}},
    )
    xlplan.merge(copied, back, now=NOW).save()
    later = NOW + dt.timedelta(days=3)
    xlplan.issue(copied, folder=copied.parent / "again", now=later).save()
    second = lines()
    assert list(second) == ["Kim Case", "Pat Example"], "a second line for one return"
    assert (second["Pat Example"]["Status"], second["Kim Case"]["Status"]) == ("Merged", "Outstanding")
    assert {row["Issued"] for row in second.values()} == {dt.datetime(2026, 11, 23)}
    assert [row["Return"] for row in second.values()] == ["R0003", "R0004"]


def test_an_officer_whose_actions_were_given_to_another_is_waited_for_no_more(copied: Path) -> None:
    xlplan.issue(copied, now=NOW).save()

    def give_to(owner: str) -> Callable[[Worksheet], None]:
        def change(sheet: Worksheet) -> None:
            sheet.cell(6, columns(sheet)["Owner"]).value = owner

        return change

    change_sheet(copied, "Plan", give_to("Pat Example"))
    xlplan.issue(copied, folder=copied.parent / "again", now=NOW).save()
    assert {row["Officer"]: row["Status"] for row in table(copied, "Returns")} == {
        "Kim Case": "No action left",
        "Pat Example": "Outstanding",
    }
    change_sheet(copied, "Plan", give_to("Kim Case"))
    xlplan.issue(copied, folder=copied.parent / "once more", now=NOW).save()
    assert {row["Officer"]: row["Status"] for row in table(copied, "Returns")} == {
        "Kim Case": "Outstanding",
        "Pat Example": "Outstanding",
    }, "who has an action again is waited for again"


def test_a_letter_goes_with_each_return_whose_owner_has_an_address(copied: Path) -> None:
    def address(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == "Pat Example":
                sheet.cell(row, at["Email"]).value = "pat@example.org"

    change_sheet(copied, "Officers", address)
    issued = xlplan.issue(copied, drafts=True, now=NOW)
    assert [Path(file).name for file in issued.drafts] == ["Dec-26 Pat Example.eml"]
    assert issued.no_address == ("Kim Case",)
    issued.save()
    letter = email.message_from_bytes(Path(issued.drafts[0]).read_bytes(), policy=email.policy.default)
    [attached] = letter.iter_attachments()
    assert attached.get_filename() == "Dec-26 Pat Example.xlsx"
    content = (copied.parent / "issued" / "Dec-26 Pat Example.xlsx").read_bytes()
    assert attached.get_payload(decode=True) == content
    assert xlplan.issue(copied, folder=copied.parent / "plain", now=NOW).drafts == ()
