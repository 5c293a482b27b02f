"""Going one step back: what is put back, what is kept of what stood there, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

import xlplan
from tests.builders.cycle import action, change_sheet, columns
from tests.builders.small_plan import plan
from tests.builders.typed_master import TypedBook
from xlplan.errors import UnsafeSave, WrongUsage
from xlplan.workbook.file import FileBook

NOW = dt.datetime(2026, 11, 20, 9, 30)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    made = plan(tmp_path, ["Pat Example", "Sam Sample"])
    xlplan.add_period(made, "Dec-26", now=NOW).save()
    return made


def headings(master: Path) -> list[str]:
    return list(columns(openpyxl.load_workbook(master)["Plan"]))


def test_the_master_is_as_it_was_and_what_stood_in_it_can_be_found(master: Path) -> None:
    with_period = master.read_bytes()
    undone = xlplan.undo(master)
    when = undone.moment
    assert dt.datetime.strptime(when, "%d/%m/%Y at %H:%M")
    assert undone.preview() == f"master.xlsx would be as it was before the change of {when}."
    assert master.read_bytes() == with_period, "a preview put it back"
    undone.save()
    assert "Dec-26 RAG" not in headings(master)
    kept = Path(undone.kept_in)
    assert any(file.read_bytes() == with_period for file in kept.iterdir() if file.is_file())
    said = undone.summary()
    assert said.startswith(f"master.xlsx is as it was before the change of {when}. ")
    assert str(kept) in said
    with pytest.raises(WrongUsage, match="nothing to undo"):
        xlplan.undo(master)


def test_a_damaged_master_can_be_put_back_and_a_damaged_copy_is_not(master: Path) -> None:
    master.write_bytes(b"PK\x03\x04 cut off")
    undone = xlplan.undo(master)
    Path(undone.put_back).write_bytes(b"PK\x03\x04 cut off too")
    with pytest.raises(UnsafeSave):
        xlplan.undo(master)
    assert master.read_bytes() == b"PK\x03\x04 cut off"


def test_a_copy_that_holds_no_plan_that_can_be_read_is_not_put_back(master: Path) -> None:
    copy = Path(xlplan.undo(master).put_back)

    def spoil(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.cell(3, columns(sheet)["ID"]).value = "Number"

    change_sheet(copy, "Plan", spoil)
    with pytest.raises(UnsafeSave):
        xlplan.undo(master)


def test_an_open_workbook_whose_rows_were_sorted_since_is_not_put_back_cell_by_cell(master: Path) -> None:
    """The looks and the comments of one action would come to stand beside another's words."""
    xlplan.add_period(master, "Mar-27", now=NOW).save()

    def swap(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.cell(4, 1).value, sheet.cell(5, 1).value = "A002", "A001"

    book = FileBook.open(master)
    assert xlplan.undo(book).put_back
    change_sheet(master, "Plan", swap)
    with pytest.raises(
        WrongUsage, match=r"sheet Plan: rows have been sorted.*A001 stood in row 4"
    ) as refused:
        xlplan.undo(FileBook.open(master))
    assert "Put the rows in their old order" in str(refused.value)
    assert action(master, "A002")["Owner"] == "Pat Example"


def test_rows_that_were_added_at_the_end_since_stop_nothing(master: Path) -> None:
    xlplan.add_period(master, "Mar-27", now=NOW).save()

    def add(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.cell(6, 1).value = "A003"

    change_sheet(master, "Plan", add)
    undone = xlplan.undo(FileBook.open(master))
    assert undone.put_back


def test_an_open_workbook_that_lies_nowhere_has_no_copies() -> None:
    with pytest.raises(WrongUsage, match=r"typed\.xlsx: there is nothing to undo.*close it without saving"):
        xlplan.undo(TypedBook([]))  # type: ignore[arg-type]
