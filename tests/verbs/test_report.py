"""`report`: what goes to a meeting is the plan as it stands, and no report that somebody has edited is lost."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from types import SimpleNamespace

import docx
import openpyxl
import pytest

import xlplan
from tests.builders.cycle import ASHA, JO, PERIOD, RUTH, a_master, change_sheet, columns, sent_back
from xlplan.cli import run
from xlplan.errors import WrongUsage, XlplanError

TODAY = dt.date(2026, 12, 11)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master in which one officer's return is merged, one came back untouched, the others are outstanding."""
    made = a_master(tmp_path_factory.mktemp("report"))
    sent_back(made, RUTH, {"A001": {"RAG": "Red", "progress": "No venue yet."}, "A002": {"RAG": "Complete"}})
    sent_back(made, ASHA, {})
    xlplan.merge(made, made.parent / "back").save()
    return made


@pytest.mark.parametrize(("day", "is_refused"), [(dt.date(1979, 12, 31), True), (dt.date(1980, 1, 1), False)])
def test_a_computer_that_has_lost_its_time_is_told_so(
    master: Path, monkeypatch: pytest.MonkeyPatch, day: dt.date, is_refused: bool
) -> None:
    class Lost(dt.date):
        @classmethod
        def today(cls) -> dt.date:  # type: ignore[override]
            return day

    monkeypatch.setattr("xlplan.verbs.report.dt", SimpleNamespace(date=Lost, datetime=dt.datetime))
    if is_refused:
        with pytest.raises(WrongUsage, match=r"says 31/12/1979.*Set the clock"):
            xlplan.report(master)
    else:
        assert xlplan.report(master, today=TODAY).files


def test_counts_and_exceptions_are_those_of_the_plan(master: Path) -> None:
    found = xlplan.report(master, today=TODAY)
    plan = xlplan.read_plan(master)
    assert found.period == PERIOD
    assert sum(found.counts.values()) == len(plan.actions)
    assert found.counts == xlplan.status(master).rag[PERIOD]
    exceptions = {one.id: one.why for one in found.exceptions}
    assert "red" in exceptions["A001"]
    assert {identity for identity, why in exceptions.items() if "not reported" in why} == {
        action.id for action in plan.actions if not action.periods[PERIOD].rag
    }
    returned = found.position.returned
    assert RUTH in returned.officers("received")
    assert JO in returned.officers("outstanding")


def test_an_earlier_period_can_be_looked_at(master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When the next period is open, somebody still asks who answered in the last one."""
    then = xlplan.status(master, period="sep-26")
    assert then.period == "Sep-26"
    assert all(officer.received is None for officer in then.officers)
    assert sum(officer.done for officer in then.officers) > sum(
        officer.done for officer in xlplan.status(master).officers
    )
    assert run(["status", str(master), "--period", "Mar-30"]) == 2
    assert "Mar-30" in capsys.readouterr().err


def test_nothing_is_written_before_it_is_saved(master: Path, tmp_path: Path) -> None:
    before = master.read_bytes()
    found = xlplan.report(master, folder=tmp_path / "reports", today=TODAY)
    assert not (tmp_path / "reports").exists()
    assert found.preview()
    found.save()
    assert {Path(file) for file in found.files} == set((tmp_path / "reports").iterdir())
    assert master.read_bytes() == before, "a report changed the master"


def test_files_have_the_same_names_each_time(master: Path) -> None:
    names = [f"{PERIOD} report.docx", f"{PERIOD} report.html", f"{PERIOD} dashboard.xlsx"]
    files = [Path(file) for file in xlplan.report(master, today=TODAY).files]
    assert [file.name for file in files] == names
    assert {file.parent for file in files} == {master.parent / "reports"}


def test_a_report_that_somebody_has_edited_is_kept(master: Path, tmp_path: Path) -> None:
    """A clerk goes on editing the report; the next night's run must not throw that away."""
    first = xlplan.report(master, folder=tmp_path, today=TODAY)
    first.save()
    again = xlplan.report(master, folder=tmp_path, today=TODAY + dt.timedelta(days=1))
    assert again.kept == (), "our own files were taken for edited ones"
    again.save()

    word, _, dashboard = (Path(file) for file in first.files)
    document = docx.Document(str(word))
    document.add_paragraph("The Chair asked for a note on housing.")
    document.save(str(word))
    book = openpyxl.load_workbook(dashboard)
    book["All actions"]["C4"] = "changed"
    book.save(dashboard)
    last = xlplan.report(master, folder=tmp_path, today=TODAY)
    assert len(last.kept) == 2
    last.save()
    kept_word, kept_dashboard = map(Path, last.kept)
    texts = [paragraph.text for paragraph in docx.Document(str(kept_word)).paragraphs]
    assert "The Chair asked for a note on housing." in texts
    assert openpyxl.load_workbook(kept_dashboard)["All actions"]["C4"].value == "changed"
    assert xlplan.report(master, folder=tmp_path, today=TODAY).kept == ()


def test_a_report_that_cannot_be_written_leaves_the_earlier_one_whole(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    xlplan.report(master, folder=tmp_path, today=TODAY).save()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    later = xlplan.report(master, folder=tmp_path, today=TODAY + dt.timedelta(days=400))
    replaced = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if Path(target).suffix == ".xlsx" and Path(target).parent == tmp_path:
            raise OSError(28, "No space left on device")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises((OSError, XlplanError)):
        later.save()
    monkeypatch.undo()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_an_officer_who_owns_nothing_any_more_is_not_waited_for(master: Path, tmp_path: Path) -> None:
    copy = tmp_path / "master.xlsx"
    copy.write_bytes(master.read_bytes())

    def hand_over(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        column = columns(sheet)["Owner"]
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, column).value == JO:
                sheet.cell(row, column).value = RUTH

    change_sheet(copy, "Plan", hand_over)
    assert JO not in xlplan.report(copy, today=TODAY).position.returned.officers("outstanding")


def test_a_plan_without_a_period_is_told_what_to_do(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (
        ("Ref", "Action", "Owner", "Due"),
        ("1.1", "Train", "Ada Marsh", "March 2027"),
        ("1.2", "Recruit"),
    ):
        sheet.append(line)
    book.save(tmp_path / "plan.xlsx")
    master = tmp_path / "master.xlsx"
    xlplan.standardise(tmp_path / "plan.xlsx", output=master).save()
    with pytest.raises(WrongUsage, match="add-period"):
        xlplan.report(master)


def test_the_command_prints_the_contract(
    master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(master), "--to", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"period", "files", "counts", "exceptions"} <= set(told)
    assert "position" not in told
    assert set(told["exceptions"][0]) == {"id", "why"}
    assert all(Path(file).exists() for file in told["files"])


def test_a_template_that_is_not_there_is_one_line(
    master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(master), "--to", str(tmp_path), "--template", str(tmp_path / "none.docx")]) == 2
    told = capsys.readouterr().err
    assert "none.docx" in told
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_end_names_the_exceptions_and_the_files(master: Path, tmp_path: Path) -> None:
    """What is read aloud in the meeting is what the command said."""
    found = xlplan.report(master, folder=tmp_path, today=TODAY)
    lines = found.summary().splitlines()
    assert lines[0] == f"{PERIOD}: {found.position.title}"
    [told] = [line for line in lines if line.startswith("Exceptions: ")]
    assert told.startswith(f"Exceptions: {', '.join(one.id for one in found.exceptions[:12])}")
    assert told.endswith(f" and {len(found.exceptions) - 12} more.")
    assert lines[-3:] == [f"  {file}" for file in found.files]
    quiet = found.model_copy(update={"exceptions": ()})
    assert "Exceptions" not in quiet.summary()
    kept = found.model_copy(update={"kept": ("here.docx",)})
    assert kept.summary().splitlines()[-1] == "Kept, for somebody has edited it: here.docx"


def test_an_edited_report_is_kept_under_the_time_at_which_it_was_saved(master: Path, tmp_path: Path) -> None:
    first = xlplan.report(master, folder=tmp_path, today=TODAY)
    first.save()
    word = Path(first.files[0])
    document = docx.Document(str(word))
    document.add_paragraph("The Chair asked for a note.")
    document.save(str(word))
    when = dt.datetime(2026, 12, 12, 10, 11, 12).timestamp()
    os.utime(word, (when, when))
    again = xlplan.report(master, folder=tmp_path, today=TODAY)
    assert [Path(file).name for file in again.kept] == [
        f"{PERIOD} report (edited, kept 2026-12-12 101112).docx"
    ]
