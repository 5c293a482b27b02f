"""How wide the Plan's columns are: as wide as nearly all of their texts need, and no wider than a screen bears."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

import xlplan
from xlplan.layout import standard
from xlplan.layout.changes import change_cells
from xlplan.layout.master import read_master
from xlplan.layout.plan_sheet import plan_sheet
from xlplan.model import Action, CellValue, Change, Plan
from xlplan.workbook.file import FileBook
from xlplan.workbook.sheet_spec import Column

SHORT, LONG = "Done", "word " * 40


def column_of(actions: list[Action], heading: str, own: dict[str, str] | None = None) -> Column:
    spec = plan_sheet(Plan(title="A plan", actions=tuple(actions)), list(own or ()), own or {})
    assert spec.table is not None
    return next(column for column in spec.table.columns if column.heading == heading)


def width_of_notes(*notes: str) -> float:
    return column_of([Action(id="A001", action="Do it", notes=note) for note in notes], "Notes").width


@pytest.mark.parametrize(
    ("notes", "width"),
    [
        ([SHORT], 10),
        (["abcdef"], 10),
        (["abcdefg"], 11),
        (["a" * 25], 29),
        (["a" * 26], 30),
        (["a" * 27], 30),  # a link, which may break
        (["abcd " * 3], 10),
        (["abcd " * 4], 14),
        (["eightlet " * 100], 72),  # from 12 on by fours: no wider
        (["seven77 " * 100], 75),  # one step over the widest is the most
        ([*[SHORT] * 19, LONG], 10),  # one of twenty may take more lines
        ([*[SHORT] * 18, LONG, LONG], 74),
        ([*[SHORT] * 599], 10),
        ([*[SHORT, LONG] * 299, SHORT], 74),
        ([*[SHORT, LONG] * 300], 10),  # of six hundred every other is measured
    ],
)
def test_a_column_is_as_wide_as_nearly_all_of_its_texts_need(notes: list[str], width: float) -> None:
    """A word broken in two, or one note of a hundred that pushes RAG off the screen."""
    assert width_of_notes(*notes) == width


@pytest.mark.parametrize(
    ("values", "shown_as", "number_format", "look", "width"),
    [
        ([dt.date(2026, 4, 1), None], "", "dd/mm/yyyy", "DATE", 12),
        ([1200, 3.5, ""], "#,##0", "#,##0", "CENTRED", 12),
        ([1200, None], "", "General", "CENTRED", 12),
        ([1200, "about 3"], "0.0", "0.0", "TEXT", 10),
        (["north", "south"], "", standard.TEXT.number_format, "TEXT", 10),
        ([None, ""], "", standard.TEXT.number_format, "TEXT", 10),
    ],
)
def test_a_column_of_the_councils_own_looks_like_what_it_holds(
    values: list[CellValue], shown_as: str, number_format: str, look: str, width: float
) -> None:
    """A cost shown as a date, or a date as 46113."""
    actions = [
        Action(id=f"A{at:03}", action="Do it", other={"Own": value}) for at, value in enumerate(values, 1)
    ]
    column = column_of(actions, "Own", {"Own": shown_as})
    assert (column.format.number_format, column.width) == (number_format, width)
    assert column.format.horizontal == getattr(standard, look).horizontal


def test_a_column_that_is_shown_again_is_as_wide_as_its_texts_will_need(tmp_path: Path) -> None:
    """It was hidden for it held nothing: what comes in would be in a column of no width."""
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in (["Action", "RAG Sep-26"], ["Mend the roof", "Red"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "own.xlsx")
    master = tmp_path / "master.xlsx"
    xlplan.standardise(tmp_path / "own.xlsx", output=master).save()
    book = FileBook.open(master)
    known = read_master(book)
    hidden = [heading for heading, at in known.columns.items() if at in book.hidden_columns("Plan")]
    changes = [Change(id="A001", column=heading, new="x") for heading in hidden]
    change_cells(book, known, changes, operation="merge", when=dt.datetime(2026, 11, 20))
    book.save()
    sheet = openpyxl.load_workbook(master)["Plan"]
    looks = {
        heading: sheet.column_dimensions[get_column_letter(known.columns[heading])] for heading in hidden
    }
    assert not any(look.hidden for look in looks.values())
    assert {heading: int(look.width) for heading, look in looks.items()} == {
        "Ref": 8, "Theme": 22, "Recommendation": 34, "Report ref": 12, "Owner": 20, "Supporting": 20, "Timescale": 16,
        "Due": 12, "Revised due": 13, "Success criteria": 34, "Notes": 26,
    }  # fmt: skip
    assert "Hidden" not in str(sheet["A2"].value)


@pytest.mark.parametrize("lines", [1, 2, 3, 6])
def test_a_row_that_is_high_for_its_progress_leaves_room_in_the_others(lines: int) -> None:
    """A note of six lines beside an action of six lines needs no wide column."""
    text = "word " * 12 * lines
    action = Action(id="A001", action=text, notes="abcd " * 30)
    width = column_of([action], "Notes").width
    assert width == {1: 70, 2: 70, 3: 50, 6: 26}[lines]
