"""Real councils' plans against the readings that people made of them by hand.

Run with the folder of the plans in the environment variable XLPLAN_SHARED.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import xlplan
from xlplan.errors import NoPlanFound
from xlplan.importing.reader import read_plan_sheets
from xlplan.workbook.readers import read_grids

SHARED = Path(os.environ["XLPLAN_SHARED"])
EXPECTED = sorted((SHARED / "plans" / "expected").glob("*.json"))
WILD = sorted((SHARED / "real").glob("*.xlsx"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_real_plan_is_read_as_people_read_it(expected: Path, tmp_path: Path) -> None:
    """If this fails, a council that moves its plan into a master has to correct it by hand."""
    source = SHARED / "plans" / f"{expected.stem}.xlsx"
    master = tmp_path / "master.xlsx"
    xlplan.standardise(source, output=master).save()
    score = [sys.executable, str(SHARED / "tools" / "score.py"), "--min", "0.97", "--min-field", "0.9"]
    scored = subprocess.run(
        [*score, str(expected), str(master), str(source)], capture_output=True, text=True, check=False
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_right_rows_are_found(expected: Path) -> None:
    """If this fails, an action is missing or a heading has become one."""
    reading = read_plan_sheets(read_grids(SHARED / "plans" / f"{expected.stem}.xlsx", detail=True))
    wanted = json.loads(expected.read_text(encoding="utf-8"))["actions"]
    assert [(row.sheet, row.row) for row in reading.rows] == [(each["sheet"], each["row"]) for each in wanted]
    assert reading.cells_read == reading.cells_placed + len(reading.listed)


@pytest.mark.parametrize("book", WILD, ids=lambda path: path.stem)
def test_a_wild_workbook_is_read_or_refused_in_one_line(book: Path) -> None:
    """If this fails, somebody's odd workbook ends in a traceback, or its cells are lost."""
    grids = read_grids(book, detail=True)
    try:
        reading = read_plan_sheets(grids)
    except NoPlanFound:
        with pytest.raises(NoPlanFound, match=r"nearest is sheet .+, row \d+|came near"):
            read_plan_sheets(grids)
    else:
        assert reading.rows
        assert reading.cells_read == reading.cells_placed + len(reading.listed)
