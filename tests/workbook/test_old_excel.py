"""Plans and returns saved by an Excel of before 2007: a value that is read as another is merged as another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.builders.old_excel import Contents, old_workbook
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Grid, Value
from xlplan.workbook.readers import read_grids

FORMATS = (0, 2, 17, 14, "[h]:mm", "dd mmmm yyyy", "0.0", 9)
GENERAL, PLACES, MONTH, DAY, HOURS, LONG_DAY, OWN_PLACES, PERCENT = range(len(FORMATS))
GREEN, WHITE = 17, 9
"""Of the palette that every workbook has."""


def read(folder: Path, content: bytes, *, detail: bool = True) -> list[Grid]:
    path = folder / "Plan.xls"
    path.write_bytes(content)
    return read_grids(path, detail=detail)


@pytest.mark.parametrize(
    ("holds", "style", "value", "shown"),
    [
        ("Train the staff", GENERAL, "Train the staff", "Train the staff"),
        ("Café – “now”", GENERAL, "Café – “now”", "Café – “now”"),
        (12.0, GENERAL, 12, "12"),
        (1.1, PLACES, 1.1, "1.10"),
        (2.25, OWN_PLACES, 2.25, "2.3"),
        (0.5, PERCENT, 0.5, "50%"),
        (True, GENERAL, True, "TRUE"),
        (False, GENERAL, False, "FALSE"),
        (38687.0, MONTH, dt.date(2005, 12, 1), "Dec-05"),
        (38687.0, DAY, dt.date(2005, 12, 1), "01/12/2005"),
        (38687.0, LONG_DAY, dt.date(2005, 12, 1), "01 December 2005"),
        (38687.5, DAY, dt.datetime(2005, 12, 1, 12), "01/12/2005"),
        (1.5208333333333333, HOURS, 1.5208333333333333, "36:30"),
        (0.5208333333333333, HOURS, dt.time(12, 30), "12:30"),
        (b"\x07", GENERAL, "#DIV/0!", "#DIV/0!"),
        (b"\x2a", GENERAL, "#N/A", "#N/A"),
        (b"\x55", GENERAL, "#VALUE!", "#VALUE!"),
    ],
)
def test_a_cell_is_read_as_it_was_shown(
    tmp_path: Path, holds: Contents, style: int, value: Value, shown: str
) -> None:
    [grid] = read(tmp_path, old_workbook({"Plan": {(2, 3): (holds, style)}}, formats=FORMATS))
    assert grid.sheet == "Plan"
    assert {place: (cell.value, cell.shown) for place, cell in grid.cells.items()} == {(2, 3): (value, shown)}


def test_a_number_under_a_format_that_the_workbook_does_not_say_is_a_number(tmp_path: Path) -> None:
    [grid] = read(tmp_path, old_workbook({"Plan": {(1, 1): (38687.0, 1)}}, formats=(0, 199)))
    assert (grid[1, 1].value, grid[1, 1].shown) == (38687, "38687")


def test_days_of_an_old_macintosh_are_not_four_years_early(tmp_path: Path) -> None:
    content = old_workbook({"Plan": {(1, 1): (37225.0, DAY)}}, formats=FORMATS, from_1904=True)
    assert read(tmp_path, content)[0][1, 1].value == dt.date(2005, 12, 1)


def test_colours_hidden_sheets_and_merged_cells_are_read(tmp_path: Path) -> None:
    """A RAG that is only a colour would be lost, or a sheet that nobody sees taken for the plan."""
    content = old_workbook(
        {
            "Plan": {(1, 1): ("Done", 1), (1, 2): ("Late", 0), (1, 3): ("White", 2), (1, 4): ("Hatched", 3)},
            "Lists": {(1, 1): ("Red", 0)},
        },
        formats=(0, 0, 0, 0),
        fills=(0, GREEN, WHITE, -GREEN),
        hidden=["Lists"],
        merged=[(1, 2, 1, 3)],
    )
    plan, lists = read(tmp_path, content)
    assert [cell.fill for cell in plan.cells.values()] == ["008000", None, None, None]
    assert (plan.visible, lists.visible) == (True, False)
    assert plan.merges == (Area(1, 1, 2, 3),)


def test_what_is_only_coloured_counts_beside_a_text_alone(tmp_path: Path) -> None:
    """A row that is coloured to its end would be read as a thousand cells that say nothing."""
    coloured = {(1, 1): (None, 0), (2, 1): (None, 0), (2, 2): ("Done", 1), (3, 1): ("", 1), (3, 2): (None, 1)}
    [grid] = read(tmp_path, old_workbook({"Plan": coloured}, formats=(0, 0), fills=(GREEN,)))
    assert {place: (cell.value, cell.fill) for place, cell in grid.cells.items()} == {
        (2, 1): (None, "008000"),
        (2, 2): ("Done", None),
    }


def test_what_stands_in_a_comment_is_read(tmp_path: Path) -> None:
    notes = {(2, 3): " Ask Jo\n", (4, 1): "", (5, 1): "  "}
    [grid] = read(tmp_path, old_workbook({"Plan": {(1, 1): ("Done", 0)}}, notes=notes))
    assert grid.comments == {(2, 3): "Ask Jo"}


def test_only_the_sheets_that_are_wanted_are_read_and_no_looks_without_need(tmp_path: Path) -> None:
    content = old_workbook({"Plan": {(1, 1): ("Done", 0)}, "Lists": {(1, 1): ("Red", 0)}}, fills=(GREEN,))
    path = tmp_path / "Plan.xls"
    path.write_bytes(content)
    [grid] = read_grids(path, sheets=["Lists"])
    assert {place: (cell.value, cell.fill) for place, cell in grid.cells.items()} == {(1, 1): ("Red", None)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (old_workbook({"Plan": {}}, has_password=True), "it is protected with a password"),
        (old_workbook({"Plan": {}})[:-3000], "damaged"),
        (
            old_workbook({"Plan": {(1, 1): (1.0, 0)}}).replace(b"\x03\x02\x0e\x00", b"\x03\x02\x02\x00"),
            "the file is damaged",
        ),
    ],
    ids=["a password", "cut off", "a record that is too short"],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    """Who is told of a password looks for one; who is told of damage asks for the file again."""
    with pytest.raises(UnreadableWorkbook) as refused:
        read(tmp_path, content)
    assert said in str(refused.value)
