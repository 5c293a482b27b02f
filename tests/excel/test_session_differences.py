"""The way back in an open workbook: what Undo does, and what takes a failed change back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import xlplan
from tests.builders import cycle
from tests.builders.month import type_into
from tests.builders.same_workbook import differences
from tests.excel.engines.remote.engine import applied, remote_book
from xlplan.errors import WrongUsage, XlplanError
from xlplan.layout import standard
from xlplan.workbook import backup
from xlplan.workbook.excel_session.book import LiveBook
from xlplan.workbook.excel_session.diff import steps_back
from xlplan.workbook.excel_session.operations import (
    ClearCells,
    DeleteSheet,
    RenameSheet,
    ResizeTable,
    WriteCells,
)
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Area, Formula

pytestmark = pytest.mark.slow

PERIOD = "Jan-27"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return cycle.a_master(tmp_path)


def test_two_workbooks_that_are_the_same_need_no_step(master: Path) -> None:
    assert steps_back(FileBook.open(master), FileBook.open(master), standard.OUR_SHEETS) == []


def test_a_period_goes_with_its_columns_and_its_line(master: Path, tmp_path: Path) -> None:
    """Else an undone period would leave three columns with drop-downs behind."""
    before = Path(shutil.copy(master, tmp_path / "before.xlsx"))
    was = FileBook.open(before).read("Plan").tables["Plan"]
    xlplan.add_period(master, PERIOD).save()
    steps = steps_back(FileBook.open(master), FileBook.open(before), standard.OUR_SHEETS)
    assert ResizeTable("Plan", "Plan", was) in steps
    new_columns = Area(was.first_row, was.last_column + 1, was.last_row, was.last_column + 3)
    assert ClearCells("Plan", new_columns) in steps
    plan = [step for step in steps if isinstance(step, WriteCells) and step.sheet == "Plan"]
    assert {place for step in plan for place in step.cells} == {(2, 1)}


def test_formulas_come_back_as_formulas(master: Path, tmp_path: Path) -> None:
    """Else the Cover would show the counts of the day for ever."""
    before = Path(shutil.copy(master, tmp_path / "before.xlsx"))
    type_into(master, "Cover", {(11, 2): 5})
    [step] = steps_back(FileBook.open(master), FileBook.open(before), standard.OUR_SHEETS)
    assert isinstance(step, WriteCells)
    cell = step.cells[11, 2]
    assert isinstance(cell, Formula)
    assert cell.text == "=COUNTA(Plan!$A$4:$A$20000)"


def test_a_standardised_workbook_gets_its_own_sheet_back_by_its_own_name(
    sample: Callable[[str], Path], tmp_path: Path
) -> None:
    """The council's sheet Plan made room for ours; taking ours away must not take theirs."""
    own = sample("themed-sheets.xlsx")
    cycle.change_sheet(own, FileBook.open(own).sheets()[0], lambda sheet: setattr(sheet, "title", "Plan"))
    master = tmp_path / "master.xlsx"
    xlplan.standardise(own, output=master).save()
    steps = steps_back(FileBook.open(master), FileBook.open(own), standard.OUR_SHEETS)
    assert [step for step in steps if isinstance(step, RenameSheet)] == [
        RenameSheet("Plan (original)", "Plan")
    ]
    gone = {step.sheet for step in steps if isinstance(step, DeleteSheet)}
    assert gone == set(FileBook.open(master).sheets()) - set(FileBook.open(own).sheets()) - {
        "Plan (original)"
    } | {"Plan"}
    # formulas follow the name of a sheet by themselves
    assert not [step for step in steps if isinstance(step, WriteCells)]


def test_a_sheet_that_was_deleted_is_not_drawn_again_without_its_looks(master: Path, tmp_path: Path) -> None:
    before = Path(shutil.copy(master, tmp_path / "before.xlsx"))
    workbook = cycle.openpyxl.load_workbook(master)
    del workbook["Officers"]
    workbook.save(master)
    with pytest.raises(XlplanError, match="the sheet Officers has been deleted since"):
        steps_back(FileBook.open(master), FileBook.open(before), standard.OUR_SHEETS)


def test_undo_in_an_open_workbook_goes_back_step_by_step(master: Path) -> None:
    """Each undo uses one copy up and keeps what stood there, as the command does."""
    folder = master.parent / backup.FOLDER / master.name
    *earlier, last = sorted(path for path in folder.iterdir() if path.is_file())
    content = master.read_bytes()
    wanted = master.with_name("wanted.xlsx")
    cycle.openpyxl.load_workbook(last).save(wanted)
    book = remote_book(master, name=str(master))
    xlplan.undo(LiveBook(book)).save()
    target = master.with_name("undone.xlsx")
    applied(book, master, target)
    assert not differences(wanted, target)
    assert sorted(path for path in folder.iterdir() if path.is_file()) == earlier
    assert [path.read_bytes() for path in (folder / "undone").iterdir()] == [content]


def test_what_was_typed_below_a_table_before_the_click_stays(master: Path, tmp_path: Path) -> None:
    """An action or a period typed in by hand, which the table then grew over, is not ours to clear."""
    plan = FileBook.open(master).read("Plan")
    below = max(row for row, _ in plan.rows()) + 1
    action = next(column for (row, column), cell in plan.cells.items() if row == 3 and cell.shown == "Action")
    period = 4 + len(cycle.table(master, "Periods"))
    type_into(master, "Plan", {(below, action): "Agree a date with the panel"})
    type_into(master, "Periods", {(period, 1): PERIOD})
    before = Path(shutil.copy(master, tmp_path / "before.xlsx"))
    xlplan.add_period(master).save()
    now, then = FileBook.open(master), FileBook.open(before)
    assert now.read("Plan")[below, 1].value, "the action was given an ID"
    steps = steps_back(now, then, standard.OUR_SHEETS)
    for sheet, typed in (("Plan", (below, action)), ("Periods", (period, 1))):
        cleared = [step.area for step in steps if isinstance(step, ClearCells) and step.sheet == sheet]
        assert not [area for area in cleared if typed in area]
    [written] = [step for step in steps if isinstance(step, WriteCells) and step.sheet == "Plan"]
    assert written.cells[below, 1] is None, "the ID goes"
    assert (below, action) not in written.cells


def test_a_sheet_that_its_owner_has_made_since_stays(master: Path, tmp_path: Path) -> None:
    before = Path(shutil.copy(master, tmp_path / "before.xlsx"))
    workbook = cycle.openpyxl.load_workbook(master)
    workbook.create_sheet("My analysis")
    workbook.save(master)
    steps = steps_back(FileBook.open(master), FileBook.open(before), standard.OUR_SHEETS)
    assert DeleteSheet("My analysis") not in steps


def test_an_undo_is_refused_where_rows_have_moved(master: Path) -> None:
    """Values would go to the rows of before, and colours and comments stay with the rows of now."""
    book = FileBook.open(master)
    grid = book.read("Plan")
    first, second = ({column: grid[row, column].value for column in range(1, 15)} for row in (4, 5))
    book.set_cells("Plan", {(4, column): value for column, value in second.items()})
    book.set_cells("Plan", {(5, column): value for column, value in first.items()})
    book.save()
    with pytest.raises(
        WrongUsage, match="rows have been sorted, inserted or deleted since: A001 stood in row 4"
    ):
        xlplan.undo(LiveBook(remote_book(master, name=str(master))))
