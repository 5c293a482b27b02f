"""Whatever one returned file does, in reading or in being written down, is its own outcome: the others are merged."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import JO, PERIOD, RUTH, a_master, action, columns, sent_back, table
from xlplan.cli import run
from xlplan.layout.returns import Return
from xlplan.merging.merge import MergeDecision
from xlplan.verbs import merge as merging
from xlplan.verbs import returned_files

REMARK = "A remark of Ruth's. "


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_master(tmp_path_factory.mktemp("made")).parent


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "council") / "master.xlsx"


def a_long_comment(sheet: Worksheet) -> None:
    sheet.cell(4, columns(sheet)[f"{PERIOD} progress"]).comment = Comment(REMARK * 2_000, "Ruth")


def a_long_heading(sheet: Worksheet) -> None:
    sheet.cell(3, 20).value = REMARK * 1_500
    sheet.cell(4, 20).value = "in a column of her own"


def a_long_row_of_nobodys(sheet: Worksheet) -> None:
    for column in (7, 8, 9):
        sheet.cell(sheet.max_row + (column == 7), column).value = REMARK * 1_000


def a_long_word_for_a_rag_value(sheet: Worksheet) -> None:
    sheet.cell(4, columns(sheet)[f"{PERIOD} RAG"]).value = REMARK * 1_600


def control_characters(sheet: Worksheet) -> None:
    sheet.cell(4, columns(sheet)[f"{PERIOD} RAG"]).value = "Green_x001B_[2J_x0007_"


def too_many_emoji(sheet: Worksheet) -> None:
    """Excel counts each of them as two characters."""
    sheet.cell(4, columns(sheet)[f"{PERIOD} progress"]).value = "\N{GRINNING FACE}" * 20_000


@pytest.mark.parametrize(
    ("spoil", "outcome", "told"),
    [
        (a_long_comment, "merged", r"cut: 40,\d{3} characters"),
        (a_long_heading, "merged", 'the heading of column T is cut to "A remark'),
        (a_long_row_of_nobodys, "merged", ""),
        (a_long_word_for_a_rag_value, "merged", ""),
        (control_characters, "merged", ""),
        (too_many_emoji, "refused", "has 40,000 characters; a cell of a workbook holds 32,767"),
    ],
)
def test_a_return_that_no_cell_can_hold_keeps_no_other_out(
    master: Path,
    spoil: Callable[[Worksheet], None],
    outcome: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sent_back(master, RUTH, {"A001": {"progress": "Third event held"}}, also=spoil)
    sent_back(master, JO, {"A003": {"RAG": "Green"}})
    assert run(["merge", str(master), str(master.parent / "back"), "--json"]) in (0, 1)
    document = json.loads(capsys.readouterr().out)
    [jo, ruth] = sorted(document["returns"], key=lambda one: one["officer"] or RUTH)
    assert (jo["outcome"], ruth["outcome"]) == ("merged", outcome)
    assert re.search(told, f"{ruth['why']} {ruth['not_read']}")
    assert sum(count for kind, count in ruth["cells"].items() if kind != "read") == ruth["cells"]["read"]
    assert action(master, "A003")[f"{PERIOD} RAG"] == "Green"
    listed = len(table(master, "Conflicts"))
    again = xlplan.merge(master, master.parent / "back")
    again.save()
    assert {one.outcome for one in again.returns} <= {"already merged", "refused"}
    assert len(table(master, "Conflicts")) == listed


@pytest.mark.skipif(os.name != "posix", reason="names that Windows does not let anybody give")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        (b"Ruth Ren\xe9.xlsx", "Ruth Ren\N{REPLACEMENT CHARACTER}.xlsx: "),
        (b"a.xlsx: merged\n  b.xlsx", "  a.xlsx: merged b.xlsx: "),
        (b"red \x1b[31m.xlsx", "  red \N{SYMBOL FOR ESCAPE}[31m.xlsx: "),
        ("right \N{RIGHT-TO-LEFT OVERRIDE}xslx.exe".encode(), "  right <202E>xslx.exe: "),
        (b"-o.xlsx", "  -o.xlsx: "),
        (b"n" * 250 + b".xlsx", "nnnn.xlsx: "),
    ],
)
def test_an_odd_name_is_shown_not_obeyed(
    master: Path, name: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good = sent_back(master, RUTH, {"A001": {"progress": "Third event held"}})
    os.rename(os.fsencode(good), os.path.join(os.fsencode(good.parent), name))  # noqa: PTH104, PTH118 - bytes
    sent_back(master, JO, {"A003": {"RAG": "Green"}})
    assert run(["merge", str(master), str(master.parent / "back")]) == 0
    assert told in capsys.readouterr().out
    assert action(master, "A001")[f"{PERIOD} progress"] == "Third event held"
    [line] = [row for row in table(master, "Returns") if row["Officer"] == RUTH]
    assert "\n" not in str(line["File"])
    assert run(["merge", str(master), str(master.parent / "back"), "--json"]) == 0
    json.loads(capsys.readouterr().out.encode("utf-8"))


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_to_itself_a_pipe_and_a_folder_are_refused_by_name(master: Path) -> None:
    sent_back(master, JO, {"A003": {"RAG": "Green"}})
    back = master.parent / "back"
    (back / "loop.xlsx").symlink_to("loop.xlsx")
    (back / "nowhere.xlsx").symlink_to("not there.xlsx")
    (back / "older").mkdir()
    merged = xlplan.merge(master, back)
    outcomes = {Path(one.file).name: (one.outcome, one.why) for one in merged.returns}
    assert outcomes[f"{JO}.xlsx"][0] == "merged"
    assert outcomes["loop.xlsx"][0] == outcomes["nowhere.xlsx"][0] == "refused"
    assert outcomes["older"] == (
        "refused",
        "it is a folder inside the folder. Name it too if its files are to be merged.",
    )


def test_a_name_that_is_not_there_is_told_before_anything_is_read(
    master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["merge", str(master), str(master.parent / "bakc")]) == 2
    assert "there is no such file or folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "fault", [RecursionError(), MemoryError(), ZeroDivisionError("x"), OSError(5, "bad")]
)
def test_no_message_names_an_exception(
    master: Path, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_back(master, JO, {"A003": {"RAG": "Green"}})
    read = returned_files.read_return

    def fail_for_ruth(*grids: object, file: str, **more: object) -> Return:
        if RUTH in file:
            raise fault
        return read(*grids, file=file, **more)  # type: ignore[arg-type]

    sent_back(master, RUTH, {})
    monkeypatch.setattr(returned_files, "read_return", fail_for_ruth)
    outcomes = {one.outcome: one.why for one in xlplan.merge(master, master.parent / "back").returns}
    assert set(outcomes) == {"merged", "refused"}
    assert outcomes["refused"].startswith("it cannot be read")
    assert type(fault).__name__ not in outcomes["refused"]


def test_a_return_that_cannot_be_decided_about_is_refused_by_itself(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours in one officer's cells is no reason to merge nobody's."""
    sent_back(master, JO, {"A003": {"RAG": "Green"}})
    sent_back(master, RUTH, {})
    decide = merging.decide

    def fail_for_ruth(record: object, cells: object, returns: list[Return], **more: object) -> MergeDecision:
        if any(RUTH in returned.file for returned in returns):
            raise ZeroDivisionError
        return decide(record, cells, returns, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "decide", fail_for_ruth)
    merged = xlplan.merge(master, master.parent / "back")
    assert [one.outcome for one in merged.returns] == ["merged", "refused"]
    assert [change.id for change in merged.changes] == ["A003"]


def test_the_same_file_named_twice_is_read_once(master: Path) -> None:
    sent = sent_back(master, JO, {"A003": {"RAG": "Green"}})
    link = sent.with_name("again.xlsx")
    link.symlink_to(sent)
    assert len(xlplan.merge(master, [sent, sent.parent, link]).returns) == 1


def test_a_return_that_has_lost_its_hidden_sheet_is_known_by_the_line_under_its_title(master: Path) -> None:
    """Somebody copied the visible sheet into a new workbook: whose it is, and for when, still stands on it."""
    back = sent_back(master, RUTH, {"A001": {"RAG": "Green", "progress": "Two visits made"}})
    workbook = load_workbook(back)
    del workbook["_xlplan"]
    workbook.save(back)
    merged = xlplan.merge(master, back)
    assert [(one.officer, one.outcome) for one in merged.returns] == [(RUTH, "merged")]
    assert {(change.id, change.new) for change in merged.changes} == {
        ("A001", "Green"),
        ("A001", "Two visits made"),
    }
