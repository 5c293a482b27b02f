"""`issue` leaves all of its returns and the record of them, or nothing; and the next run finishes a killed one."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import PERIOD, RUTH, a_master, change_sheet, columns, sent_back, table
from tests.builders.small_plan import plan
from xlplan.cli import run
from xlplan.errors import WorkbookInUse, WrongUsage
from xlplan.layout.master import read_master
from xlplan.workbook import disk, output_files
from xlplan.workbook.file import FileBook


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_master(tmp_path_factory.mktemp("made")).parent


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "council") / "master.xlsx"


def held(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.exists() else {}


def remembered(master: Path) -> list[str]:
    return [issued.file for issued in read_master(FileBook.open(master)).record.issued]


@pytest.mark.parametrize("note", ["~$master.xlsx", ".~lock.master.xlsx#"])
@pytest.mark.parametrize("options", [["--force"], ["--to", "new"]])
def test_a_master_that_is_open_costs_no_return(
    master: Path, note: str, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The month's returns were deleted, and "nothing was written" was said."""
    monkeypatch.chdir(master.parent)
    before, issued = master.read_bytes(), held(master.parent / "issued")
    master.with_name(note).touch()
    assert run(["issue", "master.xlsx", *options]) == 2
    assert (master.read_bytes(), held(master.parent / "issued")) == (before, issued)
    assert not (master.parent / "new").exists()


def test_a_return_that_is_open_in_excel_is_told_before_anything_is_written(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, issued = master.read_bytes(), held(master.parent / "issued")
    put = output_files.put

    def hold_one(unfinished: Path, path: Path) -> None:
        if RUTH in path.name:
            raise WorkbookInUse("held", file=path)
        put(unfinished, path)

    monkeypatch.setattr(output_files, "put", hold_one)
    disk.forget_what_was_put()
    with pytest.raises(WorkbookInUse):
        xlplan.issue(master, force=True).save()
    assert master.read_bytes() == before
    assert held(master.parent / "issued") == issued
    assert disk.put_in_place() == ()


KILLED = """
import os, sys
from pathlib import Path
from tests.builders.small_plan import plan
from xlplan.cli import run
from xlplan.workbook import disk, output_files

moment = int(sys.argv[1])
count = 0

def tick(function):
    def ticking(*given, **more):
        global count
        count += 1
        if count == moment:
            os.kill(os.getpid(), 9)
        return function(*given, **more)
    return ticking

output_files.put = tick(output_files.put)
output_files.write = tick(output_files.write)
disk.replace = tick(disk.replace)
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    "moment", [1, 11, 14, *(pytest.param(moment, marks=pytest.mark.slow) for moment in (2, 8, 12))]
)  # the list, the files aside, the master, the files in place
def test_the_next_run_finishes_what_a_killed_one_began(tmp_path: Path, moment: int) -> None:
    made = a_master(tmp_path / "made")
    xlplan.undo(made).save()  # as it was before the returns were issued
    straight, killed = (tmp_path / name for name in ("straight", "killed"))
    for folder in (straight, killed):
        folder.mkdir()
        (folder / "master.xlsx").write_bytes(made.read_bytes())
    assert run(["issue", str(straight / "master.xlsx")]) in (0, 1)
    command = ["issue", str(killed / "master.xlsx")]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(moment), *command], check=False)
    assert ended.returncode == -signal.SIGKILL
    openpyxl.load_workbook(killed / "master.xlsx")
    assert run(command) in (0, 1)
    assert held(killed / "issued").keys() == held(straight / "issued").keys()
    assert remembered(killed / "master.xlsx") == remembered(straight / "master.xlsx")
    outcomes = xlplan.merge(killed / "master.xlsx", killed / "issued").returns
    assert {one.outcome for one in outcomes} == {"merged"}
    assert run(command) == 2  # and a third is refused, for the folder holds them


def test_only_some_officers(master: Path) -> None:
    [one] = xlplan.issue(master, officers=["ruth ackland"], folder=master.parent / "again").returns
    assert one.officer == RUTH
    with pytest.raises(WrongUsage, match="owns no action"):
        xlplan.issue(master, officers=["Ivy Nobody"], folder=master.parent / "again")


def test_an_officer_who_has_left_is_not_asked_and_that_is_said(master: Path) -> None:
    def leave(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == RUTH:
                sheet.cell(row, at["Active"]).value = "No"

    change_sheet(master, "Officers", leave)
    issued = xlplan.issue(master, force=True)
    assert RUTH not in [one.officer for one in issued.returns]
    assert f"the owner has left ({RUTH})" in {missing.why for missing in issued.unissued}


def test_when_nothing_is_issued_only_the_reason_is_said(
    master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And not what is to be put right before something is sent that is not there."""
    change_sheet(
        master,
        "Plan",
        lambda sheet: sheet.cell(4, columns(sheet)["Owner"]).__setattr__("value", "Nobody Known"),
    )
    assert run(["issue", str(master), "--force", "--preview"]) == 1
    assert "Put right before anything is sent" in capsys.readouterr().err
    master.with_name("~$master.xlsx").touch()
    assert run(["issue", str(master), "--force"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_two_officers_whose_file_names_are_the_same_get_a_file_each(master: Path) -> None:
    def rename(sheet: Worksheet) -> None:
        at = columns(sheet)
        names = iter(("A/B Ames", "A:B Ames", "a?b ames"))
        for row in (4, 5, 6):
            sheet.cell(row, at["Owner"]).value = next(names)

    change_sheet(master, "Plan", rename)
    issued = xlplan.issue(master, folder=master.parent / "again")
    issued.save()
    names = {one.officer: Path(one.file).name for one in issued.returns if "mes" in one.officer}
    assert set(names.values()) == {
        f"{PERIOD} A-B Ames.xlsx",
        f"{PERIOD} A-B Ames 2.xlsx",
        f"{PERIOD} a-b ames 3.xlsx",
    }
    assert set(names.values()) <= set(held(master.parent / "again"))


def test_of_two_officers_of_whom_one_was_merged_before_the_new_one_is_marked_as_merged(master: Path) -> None:
    """The daily case: the folder of returns is merged again and again, and somebody's has come in meanwhile."""
    sent_back(master, RUTH, {"A001": {"RAG": "Green"}})
    xlplan.merge(master, master.parent / "back").save()
    sent_back(master, "Asha Verrall", {"A011": {"RAG": "Green"}})
    xlplan.merge(master, master.parent / "back").save()
    stands = {row["Officer"]: row["Status"] for row in table(master, "Returns")}
    assert (stands[RUTH], stands["Asha Verrall"]) == ("Merged", "Merged")
    assert "Outstanding" in stands.values()


def test_what_was_issued_before_a_run_was_killed_is_told_by_the_next_and_put_in_place(tmp_path: Path) -> None:
    """The coordinator would send out what is told, and one officer would never be asked."""
    now = dt.datetime(2026, 11, 20, 9, 30)
    master = plan(tmp_path, ["Pat Example", "Sam Sample", "Pat Example"])
    xlplan.add_period(master, "Dec-26", now=now).save()
    first = xlplan.issue(master, now=now)
    first.save()
    folder = tmp_path / "issued"
    letter = folder / "Dec-26 Pat Example.eml"
    letter.write_bytes(b"Dear Pat")
    before = held(folder)
    names = [*(Path(one.file).name for one in first.returns), letter.name]
    for number, name in enumerate(names):
        (folder / name).rename(folder / f".~xlplan-0123abcd-new-{number}")
    listed = {"mark": "R0001 2026-11-20T09:30:00", "files": names}
    (folder / ".~xlplan-0123abcd-list").write_text(json.dumps(listed), "utf-8")
    content = master.read_bytes()
    again = xlplan.issue(master, now=now + dt.timedelta(hours=1))
    assert again.returns == first.returns
    assert again.drafts == (str(letter),)
    assert [(one.officer, one.actions) for one in again.returns] == [("Pat Example", 2), ("Sam Sample", 1)]
    again.save()
    assert held(folder) == before
    assert master.read_bytes() == content, "they are issued, and not once more"
