"""The tabs of a master as people leave them: renamed in case, turned into plain cells, their headings cleared."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import PERIOD, RUTH, a_master, action, change_sheet, decide, sent_back, table
from xlplan.cli import run
from xlplan.workbook import backup


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    master = a_master(tmp_path_factory.mktemp("made"))
    returned = sent_back(master, RUTH, {"A001": {"RAG": "On track"}, "A002": {"RAG": "Green"}})
    xlplan.merge(master, returned).save()
    return master.parent


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "council") / "master.xlsx"


def rename_tabs(master: Path, rename: dict[str, str]) -> None:
    book = openpyxl.load_workbook(master)
    for old, new in rename.items():
        book[old].title = f"{new} "  # openpyxl takes a name that differs in case alone for one that is taken
        book[f"{new} "]._WorkbookChild__title = new  # type: ignore[attr-defined]
    book.save(master)


@pytest.mark.parametrize("name", ["Conflicts", "Changes", "Returns", "Periods", "Officers", "Key", "Cover"])
def test_a_tab_renamed_in_case_is_the_same_tab(master: Path, name: str) -> None:
    """The audit trail was replaced by a new one, for the tab was called "changes"."""
    trail = len(table(master, "Changes"))
    lower = name.lower()
    rename_tabs(master, {name: lower})
    changes, conflicts = (lower if name == tab else tab for tab in ("Changes", "Conflicts"))
    decide_on = table(master, conflicts)
    assert decide_on
    later = sent_back(master, RUTH, {"A001": {"RAG": "On track"}, "A002": {"RAG": "Red"}}, name="v2.xlsx")
    assert run(["merge", str(master), str(later)]) in (0, 1)
    assert run(["validate", str(master)]) in (0, 1)
    assert run(["add-period", str(master), "Nov-26"]) == 0
    names = openpyxl.load_workbook(master).sheetnames
    assert lower in names
    assert [tab for tab in names if tab.lower() == lower] == [lower]
    assert len(table(master, changes)) > trail
    if name == "Conflicts":
        assert len(table(master, lower)) == len(decide_on)


def test_a_master_with_renamed_tabs_is_no_plan_to_be_standardised(
    master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rename_tabs(master, {"_xlplan": "_XLPLAN", "Plan": "PLAN"})
    assert run(["standardise", str(master), "-o", str(master.with_name("new.xlsx"))]) == 2
    assert "a master already" in capsys.readouterr().err


def clear_headings(sheet: Worksheet) -> None:
    sheet.tables.clear()
    for cell in sheet[3]:
        cell.value = None


@pytest.mark.parametrize("name", ["Changes", "Returns", "Conflicts"])
def test_a_list_whose_headings_are_cleared_is_told_and_nothing_is_written(
    master: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change_sheet(master, name, clear_headings)
    before = master.read_bytes()
    later = sent_back(master, RUTH, {"A001": {"RAG": "Nearly"}, "A002": {"RAG": "Red"}}, name="v2.xlsx")
    code = run(["merge", str(master), str(later)])
    told = capsys.readouterr().err
    assert code == 2
    assert name in told
    assert "heading" in told
    assert master.read_bytes() == before
    assert run(["status", str(master)]) in (0, 1, 2)
    backup.undo(master)
    assert run(["merge", str(master), str(later)]) in (0, 1)


def test_an_id_typed_in_another_case_on_conflicts_is_the_same_action(master: Path) -> None:
    [line] = [row for row in table(master, "Conflicts") if row["ID"] == "A001"]

    def type_it(sheet: Worksheet) -> None:
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, 1).value == line["No"]:
                identity = next(cell for cell in sheet[3] if cell.value == "ID")
                sheet.cell(row, identity.column or 0).value = "a001"

    change_sheet(master, "Conflicts", type_it)
    decide(master, (int(str(line["No"])), "Use other value", "Amber"))
    resolved = xlplan.resolve(master)
    assert (resolved.settled, resolved.problems) == (1, ())
    resolved.save()
    assert action(master, "A001")[f"{PERIOD} RAG"] == "Amber"
