"""Real workbooks that xlplan has changed, and masters and returns of real plans: no error that the source had not."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

import xlplan
from tests.builders import officers
from tests.builders.excel_validity import broken_rules, schema_errors
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import place_of

pytestmark = pytest.mark.validator
SHARED = Path(os.environ["XLPLAN_SHARED"])
PLANS = sorted((SHARED / "plans").glob("*.xlsx"))
CORPUS = re.findall(
    r"\| (\S+\.xls[xm]) \| (.+?) \| ([A-Z]+[0-9]+) \|", (SHARED / "corpus" / "INDEX.md").read_text("utf-8")
)


def added(before: Path, after: Path) -> Counter[str]:
    """The errors that were not there before."""
    return schema_errors(after) - schema_errors(before)


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_masters_and_returns_of_real_plans_have_no_error_of_ours(plan: Path, tmp_path: Path) -> None:
    """If this fails, Excel may ask a coordinator or an officer whether it should repair the workbook."""
    master = tmp_path / "master.xlsx"
    xlplan.standardise(plan, output=master).save()
    xlplan.add_period(master, "Review 1").save()
    xlplan.issue(master, folder=tmp_path / "issued").save()
    issued = sorted((tmp_path / "issued").glob("*.xlsx"))
    for number, path in enumerate(issued[:4]):
        assert schema_errors(path) == Counter(), path.name
        assert broken_rules(path) == [], path.name
        officers.fill_in(path, words=f"Round {number}.")
    xlplan.merge(master, [tmp_path / "issued"]).save()
    xlplan.validate(master).save()
    xlplan.add_period(master, "Review 2").save()
    assert added(plan, master) == Counter()
    assert [found for found in broken_rules(master) if found not in broken_rules(plan)] == []


def test_workbooks_of_real_excel_gain_no_error_by_a_change(tmp_path: Path) -> None:
    """If this fails, a council's own workbook opens with a warning after xlplan has written one cell."""
    assert len(CORPUS) >= 40
    worse = {}
    for name, sheet, cell in CORPUS:
        copy = Path(shutil.copyfile(SHARED / "corpus" / name, tmp_path / name))
        book = FileBook.open(copy)
        book.set_cells(sheet, {place_of(cell): "changed by a test"})
        book.save()
        if errors := added(SHARED / "corpus" / name, copy):
            worse[name] = errors
    assert worse == {}
