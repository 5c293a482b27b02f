"""The first thing that people try must work, and show the whole cycle."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import WORKBOOKS, Convert
from xlplan import demo
from xlplan.cli import run

STEPS = ("standardise", "add-period", "issue", "merge", "status", "resolve", "chase", "report")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has been played."""
    folder = tmp_path_factory.mktemp("demo") / "wexcombe"
    assert demo.demo(folder, run) == 0
    return folder


def test_each_command_is_shown_as_it_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A newcomer learns the commands by watching them."""
    assert run(["demo", str(tmp_path / "new")]) == 0
    shown = capsys.readouterr()
    commands = [line.split()[2] for line in shown.out.splitlines() if line.startswith("$ xlplan ")]
    assert list(dict.fromkeys(commands)) == list(STEPS)
    assert shown.err.splitlines() == [
        "Put right before anything is sent:",
        "  Nobody is named as owner: A027 (OWN001)",
    ]


def test_the_cycle_meets_what_coordinators_meet(tmp_path: Path) -> None:
    """The demo is worth little if nothing in it needs a decision."""
    outcomes: list[tuple[str, int]] = []

    def noting(arguments: demo.Arguments) -> int:
        code = run([*arguments, "--quiet"])
        outcomes.append((arguments[0], code))
        return code

    assert demo.demo(tmp_path / "new", noting) == 0
    assert outcomes == [
        ("standardise", 0),
        ("add-period", 0),
        ("issue", 1),  # an action has no owner
        ("merge", 1),  # a conflict, an unknown word, a request for another date
        ("status", 1),
        ("resolve", 0),
        ("merge", 1),  # the same returns again: one came back with nothing filled in
        ("chase", 1),  # the address of one officer is not known
        ("report", 0),
    ]


def test_decisions_are_in_the_plan(played: Path) -> None:
    """What the coordinator decided must stand in the master at the end."""
    sheet = load_workbook(played / demo.MASTER)["Plan"]
    _, _, headings, *rows = sheet.iter_rows(values_only=True)
    plan = {row[headings.index("Ref")]: dict(zip(headings, row, strict=True)) for row in rows}
    assert plan["1.b.1"][demo.RAG] == "Green"  # Ruth's, taken
    assert plan["2.a.2"][demo.RAG] == "Green"  # Tom's word, settled
    assert plan["2.b.1"]["Revised due"] is None  # Tom's date, not agreed
    assert str(plan["2.c.2"][demo.PROGRESS]).startswith("- 40 workers")  # text, though it starts with a dash


def test_the_councils_own_sheets_stay(played: Path) -> None:
    """A council's chart, comment and sheets must be in the master as Excel wrote them, after every command."""
    with zipfile.ZipFile(WORKBOOKS / demo.SAMPLE) as before, zipfile.ZipFile(played / demo.MASTER) as after:
        own = [
            name for name in before.namelist() if re.match(r"xl/(worksheets|charts|drawings|comments)/", name)
        ]
        assert {"xl/charts/chart1.xml", "xl/comments/comment1.xml", "xl/worksheets/sheet1.xml"} <= set(own)
        assert [name for name in own if before.read(name) != after.read(name)] == []
    sheets = load_workbook(played / demo.MASTER).sheetnames
    assert sheets[-4:] == ["Improvement Plan", "Contacts", "Key to ratings", "Summary"]


def test_returns_that_are_merged_again_change_nothing(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A coordinator merges the same folder every day."""
    run(["merge", str(played / demo.MASTER), str(played / "returns"), "--json"])
    merged = json.loads(capsys.readouterr().out)
    assert merged["changes"] == []
    assert {one["outcome"] for one in merged["returns"]} == {"already merged"}
    assert merged["outstanding"] == ["Carys Lunt", "Helen Sturmey", "Martin Okoro"]


def test_it_ends_with_letters_and_papers_for_the_meeting(played: Path) -> None:
    """The last thing that a newcomer sees is what all the work is for."""
    assert {file.name for file in (played / "reports").iterdir()} == {
        "Dec-26 report.docx",
        "Dec-26 report.html",
        "Dec-26 dashboard.xlsx",
    }
    letters = {file.stem.removeprefix("Dec-26 ") for file in (played / "drafts").iterdir()}
    assert {"Carys Lunt", "Martin Okoro", "Jo Pennick"} <= letters
    assert demo.NO_ADDRESS not in letters
    letter = (played / "drafts" / "Dec-26 Jo Pennick.eml").read_text()
    assert "Reply-To: Maya Lindqvist <maya.lindqvist@wexcombe.example>" in letter


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The demo must not write among somebody's own files."""
    (tmp_path / "mine.txt").write_text("mine")
    assert run(["demo", str(tmp_path)]) == 2
    assert "holds something already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "name", ["wexcombe-master.xlsx", "returns/Dec-26 Asha Verrall.xlsx", "reports/Dec-26 dashboard.xlsx"]
)
def test_what_the_demo_leaves_opens(played: Path, convert: Convert, name: str) -> None:
    """A workbook that does not open is lost."""
    assert convert(played / name, "pdf").stat().st_size > 10_000
