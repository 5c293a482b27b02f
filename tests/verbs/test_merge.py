"""What a coordinator would lose if `merge` did not keep to its files, its lists and its master."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
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
    sent_back,
    table,
)
from xlplan.cli import run
from xlplan.verbs import merge as merging
from xlplan.verbs import returned_files
from xlplan.workbook.readers.admission import Admitted


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return a_master(tmp_path)


def rename(heading: str, new: str) -> object:
    def change(sheet: Worksheet) -> None:
        sheet.cell(3, columns(sheet)[heading]).value = new
        for column in sheet.tables["Plan"].tableColumns:
            if column.name == heading:
                column.name = new

    return change


def test_a_returned_value_stands_once_on_the_conflicts_sheet_however_the_runs_are_split(
    master: Path, tmp_path: Path
) -> None:
    files = [
        sent_back(master, RUTH, {"A001": {"RAG": "Green"}}),
        sent_back(master, JO, {"A001": {"RAG": "Amber"}}),
        sent_back(master, ASHA, {"A001": {"RAG": "Green"}}),
    ]
    for number, order in enumerate(permutations(files)):
        one = Path(shutil.copyfile(master, tmp_path / f"order {number}.xlsx"))
        for file in order:
            xlplan.merge(one, file).save()
        listed = [
            (row["Kind"], row["ID"], row["Column"], row["Returned value"], row["Officer"])
            for row in table(one, "Conflicts")
        ]
        conflicts = [line for line in listed if line[0] == "conflict"]
        assert len(conflicts) == len(set(conflicts))
        assert len(listed) == len({line[1:] for line in listed})
        assert not any(row["Decided"] for row in table(one, "Conflicts")), "nobody has withdrawn anything"


def test_a_script_finds_each_file_under_the_path_that_it_gave(
    master: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_back(master, RUTH, {"A001": {"RAG": "Green"}}, name="ruth's return, 3 – final.xlsx")
    monkeypatch.chdir(master.parent)
    for given, told in [
        ("./back/ruth's return, 3 – final.xlsx", "./back/ruth's return, 3 – final.xlsx"),
        ("./back/", "./back/ruth's return, 3 – final.xlsx"),
        ("back", "back/ruth's return, 3 – final.xlsx"),
    ]:
        run(["merge", "master.xlsx", given, "--preview", "--json"])
        assert [one["file"] for one in json.loads(capsys.readouterr().out)["returns"]] == [told]


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_an_officer_answers_in_a_comment_is_told_and_kept_on_the_returns_sheet(
    master: Path, tmp_path: Path, convert: Callable[[Path, str], Path], kind: str
) -> None:
    def answer(sheet: Worksheet) -> None:
        sheet.cell(4, columns(sheet)[f"{PERIOD} progress"]).comment = Comment(
            "Ask Jo about\nthe rooms", "Ruth"
        )

    returned = sent_back(master, RUTH, {"A001": {"RAG": "Green"}}, also=answer)
    merged = xlplan.merge(master, convert(returned, kind))
    [outcome] = merged.returns
    assert outcome.outcome == "merged"
    assert any("Ask Jo about the rooms" in what for what in outcome.not_read)
    assert merged.needs_a_person
    assert "Ask Jo about the rooms" in merged.summary()
    merged.save()
    [line] = [row for row in table(master, "Returns") if row["Officer"] == RUTH]
    assert "Ask Jo about the rooms" in str(line["Not read"])


def test_the_master_among_its_returns_is_refused_and_said(master: Path) -> None:
    sent_back(master, RUTH, {"A001": {"RAG": "Green"}})
    shutil.move(str(master), master.parent / "back")
    moved = master.parent / "back" / "master.xlsx"
    outcomes = {Path(one.file).name: one for one in xlplan.merge(moved, moved.parent).returns}
    assert outcomes["master.xlsx"].outcome == "refused"
    assert "the master itself" in outcomes["master.xlsx"].why
    assert outcomes[f"{RUTH}.xlsx"].outcome == "merged"


def test_a_file_that_breaks_the_reading_does_not_keep_the_other_returns_out(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = sent_back(master, RUTH, {"A001": {"RAG": "Green"}})
    sent_back(master, JO, {}, name="odd.xlsx")
    read = returned_files.grids_of

    def breaks(admitted: Admitted, **options: bool) -> object:
        if admitted.path.name == "odd.xlsx":
            raise ZeroDivisionError("a thing\nthat nobody thought of")
        return read(admitted, **options)

    monkeypatch.setattr(returned_files, "grids_of", breaks)
    merged = xlplan.merge(master, good.parent)
    outcomes = {Path(one.file).name: one for one in merged.returns}
    assert outcomes[f"{RUTH}.xlsx"].outcome == "merged"
    assert outcomes["odd.xlsx"].outcome == "refused"
    assert "\n" not in outcomes["odd.xlsx"].why
    assert outcomes["odd.xlsx"].cells.read == 0


@pytest.mark.parametrize("heading", [f"{PERIOD} RAG", f"{PERIOD} progress"])
def test_a_renamed_heading_of_the_open_period_is_named_in_plain_words(
    master: Path, heading: str, capsys: pytest.CaptureFixture[str]
) -> None:
    returned = sent_back(master, RUTH, {"A001": {"RAG": "Green", "progress": "Done."}})
    change_sheet(master, "Plan", rename(heading, "How it goes"))  # type: ignore[arg-type]
    before = master.read_bytes()
    assert run(["merge", str(master), str(returned)]) == 2
    told = capsys.readouterr().err
    assert f"lacks the heading {heading}" in told
    assert "a fault in xlplan" not in told
    assert master.read_bytes() == before


def test_a_renamed_heading_of_an_earlier_period_does_not_stop_the_merge(master: Path) -> None:
    returned = sent_back(master, RUTH, {"A001": {"RAG": "Red"}})
    change_sheet(master, "Plan", rename("Sep-26 RAG", "September RAG"))  # type: ignore[arg-type]
    xlplan.merge(master, returned).save()
    assert action(master, "A001")[f"{PERIOD} RAG"] == "Red"


def test_a_column_called_progress_of_the_councils_own_is_no_review_period(master: Path) -> None:
    change_sheet(master, "Plan", rename("Notes", "Comments on progress"))  # type: ignore[arg-type]
    assert list(xlplan.status(master).rag) == ["Jun-26", "Sep-26", PERIOD]


def test_a_full_disk_is_no_fault_of_the_program(
    master: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line says what to do, the master is as it was, and no piece of a copy fills the disk further."""
    returned = sent_back(master, RUTH, {"A001": {"RAG": "Green"}})
    before = master.read_bytes()

    def full(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"a piece")
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr("xlplan.workbook.backup.shutil.copy2", full)
    assert run(["merge", str(master), str(returned)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "No space left on device" in told
    assert "a fault in xlplan" not in told
    assert master.read_bytes() == before
    copies = master.parent / ".xlplan-backups" / "master.xlsx"
    assert not [copy for copy in copies.iterdir() if copy.name.startswith(".")]


def test_a_refused_issue_leaves_no_empty_folder(master: Path) -> None:
    master.with_name(f"~${master.name}").write_bytes(b"open")
    folder = master.parent / "second issue"
    with pytest.raises(xlplan.XlplanError, match="open in Excel"):
        xlplan.issue(master, folder=folder).save()
    assert not folder.exists()


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with one part changed, its zip whole."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


def test_a_sheet_that_ends_in_the_middle_does_not_pass_for_a_short_return(master: Path) -> None:
    """Else the rows behind the cut would be lost without a word."""
    returned = sent_back(master, RUTH, {"A001": {"RAG": "Green"}, "A006": {"RAG": "Red"}})
    rewritten(returned, "xl/worksheets/sheet1.xml", lambda content: content[: content.index(b'r="7"')])
    [outcome] = xlplan.merge(master, returned).returns
    assert outcome.outcome == "refused"
    assert "cut off" in outcome.why


def test_a_character_that_xml_cannot_hold_does_not_keep_all_returns_out(master: Path) -> None:
    """Such characters come with text pasted from other programs and sent as .csv."""
    text = "before \x01 \x0b \ufffe \uffff after"
    returned = master.parent / "back" / "ruth.csv"
    returned.write_text(f"ID,{PERIOD} RAG,{PERIOD} progress\nA001,Green,{text}\n", encoding="utf-8")
    xlplan.merge(master, returned).save()
    [row] = [row for row in xlplan.read_plan(master).actions if row.id == "A001"]
    assert row.periods[PERIOD].rag == "Green"
    assert row.periods[PERIOD].progress.startswith("before")


def test_a_number_listed_below_a_date_stays_a_number(master: Path) -> None:
    """Else it would come back as a day of 1900, the save would be refused, and no return could be merged."""
    xlplan.merge(master, sent_back(master, RUTH, {"A001": {"Due": dt.date(2027, 1, 31)}})).save()
    xlplan.merge(master, sent_back(master, JO, {"A003": {"Success criteria": 3}})).save()
    assert [row["Returned value"] for row in table(master, "Conflicts")] == [dt.datetime(2027, 1, 31), 3]


def test_an_action_typed_below_the_table_is_taken_into_it_and_does_not_stop_the_next_period(
    master: Path,
) -> None:
    def type_below(sheet: Worksheet) -> None:
        at, row = columns(sheet), sheet.max_row + 1
        sheet.cell(row, at["Action"]).value = "Publish the rota"
        sheet.cell(row, at["Owner"]).value = RUTH

    change_sheet(master, "Plan", type_below)
    opened = xlplan.add_period(master, "Dec-26")
    opened.save()
    assert [change.id for change in opened.changes if change.column == "ID"] == ["A028"]
    [sheet] = [openpyxl.load_workbook(master)["Plan"]]
    assert sheet.tables["Plan"].ref.endswith("31")
    assert str(sheet.cell(31, columns(sheet)["Dec-26 direction"]).value).startswith("=")
    assert "A028" in {action.id for action in xlplan.read_plan(master).actions}


def test_what_came_of_a_return_stays_on_its_line_when_it_lies_in_the_folder_again(master: Path) -> None:
    """Else the counts of the day on which it was merged become noughts the next day, and a refused one looks merged."""

    def lines() -> dict[object, dict[str, object]]:
        return {row["Officer"]: row for row in table(master, "Returns")}

    sent_back(master, RUTH, {"A001": {"RAG": "Green", "progress": "Two visits made"}})
    xlplan.merge(master, master.parent / "back", now=dt.datetime(2026, 11, 20, 9, 30)).save()
    first = lines()[RUTH]
    assert (first["Status"], first["Changed"]) == ("Merged", 2)
    sent_back(master, ASHA, {"A011": {"RAG": "Green"}})
    shutil.copyfile(master, master.parent / "back" / "a whole plan.xlsx")
    second = xlplan.merge(master, master.parent / "back", now=dt.datetime(2026, 11, 21, 9, 30))
    second.save()
    assert sorted(one.outcome for one in second.returns) == ["already merged", "merged", "refused"]
    assert lines()[RUTH] == first
    assert lines()[ASHA]["Status"] == "Merged"
    assert {row["Status"] for name, row in lines().items() if name not in (RUTH, ASHA)} == {"Outstanding"}


def test_a_word_of_the_plans_own_key_means_what_it_means_there(master: Path) -> None:
    """Councils differ: where one's "Parked" is Amber, nobody should have to decide about it each month."""

    def add(sheet: Worksheet) -> None:
        at = columns(sheet)
        row = sheet.max_row + 1
        sheet.cell(row, at["As typed"]).value = "Parked"
        sheet.cell(row, at["Means"]).value = "Amber"
        sheet.tables["Key"].ref = f"A3:{sheet.cell(row, sheet.max_column).coordinate}"

    returned = sent_back(master, RUTH, {"A001": {"RAG": "Parked"}})
    assert not xlplan.merge(master, returned).changes
    change_sheet(master, "Key", add)
    merged = xlplan.merge(master, returned)
    assert [(change.id, change.column, change.new) for change in merged.changes] == [
        ("A001", f"{PERIOD} RAG", "Amber")
    ]
    assert not merged.conflicts


def test_each_file_is_looked_at_once_under_the_path_that_was_given_first(tmp_path: Path) -> None:
    """A folder and a file in it, a link, a lock file: no return counts twice, and none is called by another's name."""
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    for name in (
        "b.xlsx",
        "a.xlsx",
        "~$a.xlsx",
        ".hidden.xlsx",
        "Thumbs.db",
        "DESKTOP.INI",
        "thumbs.db.xlsx",
    ):
        (folder / name).write_bytes(b"")
    (tmp_path / "link.xlsx").symlink_to(folder / "a.xlsx")
    given = [folder / "b.xlsx", folder, f"{folder}/", tmp_path / "link.xlsx"]
    found = merging._files(given)
    assert [shown.removeprefix(f"{tmp_path}/") for shown, _ in found] == [
        "in/b.xlsx",
        "in/a.xlsx",
        "in/deeper",
        "in/thumbs.db.xlsx",
    ]
    with pytest.raises(xlplan.XlplanError, match=r"none\.xlsx: there is no such file or folder"):
        merging._files([tmp_path / "none.xlsx"])


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (xlplan.XlplanError("it is torn", "Send it again"), "it is torn. Send it again."),
        (xlplan.XlplanError("it is torn", ""), "it is torn."),
        (xlplan.XlplanError("it is torn", "", sheet="Return"), "sheet Return: it is torn."),
        (
            xlplan.XlplanError("it is torn", "Mend it", sheet="Return", cell="B4"),
            "sheet Return, cell B4: it is torn. Mend it.",
        ),
        (
            OSError(13, "Permission denied"),
            "it cannot be read (Permission denied). See that it is there and may be read.",
        ),
        (OSError(), "it cannot be read (the system does not say why). See that it is there and may be read."),
        (
            KeyError("x"),
            (
                "it cannot be read: something in it is as no spreadsheet program writes it. "
                "Open it in Excel, save it, and try again."
            ),
        ),
    ],
)
def test_why_a_file_is_refused_is_said_to_people(fault: Exception, why: str) -> None:
    assert returned_files.why_refused(fault) == why


def test_a_key_of_one_line_knows_both_of_its_words(master: Path, tmp_path: Path) -> None:
    """ "Parked" was called unknown because Amber, which it means, had no line of its own."""

    def leave_one_line(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(min_row=4, max_col=4):
            for cell in row:
                cell.value = None
        sheet["A4"], sheet["B4"] = "Parked", "Amber"

    change_sheet(master, "Key", leave_one_line)
    said = {"A001": {"RAG": "Parked", "progress": "Waits for the lease"}, "A002": {"RAG": "Amber"}}
    merged = xlplan.merge(master, sent_back(master, RUTH, said))
    merged.save()
    assert [action(master, each)[f"{PERIOD} RAG"] for each in said] == ["Amber", "Amber"]
    assert not merged.conflicts
    unknown = [found for found in xlplan.validate(master, period=PERIOD).findings if found.code == "RAG001"]
    assert "Amber" not in [found.value for found in unknown]
