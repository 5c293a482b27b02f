"""Whatever a command changes: the cells, the trail, the directions, the Cover and the record go together."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.builders.cycle import action, change_sheet, columns, table
from tests.builders.small_plan import plan
from xlplan.errors import XlplanError
from xlplan.layout import standard
from xlplan.layout.changes import add_rows, change_cells, refresh_cover, update_rows
from xlplan.layout.master import read_master
from xlplan.model import Change
from xlplan.workbook.file import FileBook

WHEN = dt.datetime(2026, 11, 20, 9, 30, 15, 999)
WORDS = {"Jun-26": ["Red", "Green"], "Sep-26": ["Amber", None], "Dec-26": ["Green", "Red"]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plan(tmp_path_factory.mktemp("made"), ["Pat Example", "Sam Sample"], WORDS, {"Cost": ["5", "6"]})


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made, tmp_path / "master.xlsx"))


def changed(master: Path, *changes: Change) -> None:
    book = FileBook.open(master)
    known = read_master(book)
    change_cells(book, known, changes, operation="merge", when=WHEN)
    refresh_cover(book, known, changes)
    book.save()


def directions(master: Path, identity: str) -> list[object]:
    sheet = openpyxl.load_workbook(master, data_only=True)["Plan"]
    row = next(row for row in range(4, 6) if sheet.cell(row, 1).value == identity)
    return [sheet.cell(row, columns(sheet)[f"{label} direction"]).value for label in WORDS]


def test_a_changed_word_turns_its_own_direction_and_those_after_it(master: Path) -> None:
    assert [directions(master, identity) for identity in ("A001", "A002")] == [
        ["new", "better", "better"],
        ["new", None, "worse"],
    ]
    changed(master, Change(id="A001", column="Sep-26 RAG", old="Amber", new="Complete"))
    assert directions(master, "A001") == ["new", "better", "worse"]
    changed(master, Change(id="A002", column="Sep-26 RAG", old=None, new="Red"))
    assert directions(master, "A002") == ["new", "worse", "same"]
    changed(master, Change(id="A002", column="Jun-26 RAG", old="Green", new=None))
    assert directions(master, "A002") == [None, "new", "same"]
    sheet = openpyxl.load_workbook(master)["Plan"]
    at = columns(sheet)
    formula = str(sheet.cell(5, at["Sep-26 direction"]).value)
    for label in ("Jun-26", "Sep-26"):
        assert f"{openpyxl.utils.get_column_letter(at[f'{label} RAG'])}5" in formula


def test_each_change_is_a_line_in_the_trail_with_where_it_came_from(master: Path) -> None:
    """The trail is what a council shows when somebody says "I never wrote that"."""
    changed(
        master,
        Change(id="A001", column="Dec-26 RAG", old="Green", new="Red", file="pat.xlsx", cell="I4"),
        Change(id="A002", column="Ref", old="2", new="2.b", file="sam.xlsx"),
        Change(id="A002", column="Due", old=None, new=dt.date(2027, 3, 31)),
    )
    headings = ("When", "Operation", "ID", "Ref", "Column", "Old", "New", "From")
    when = WHEN.replace(microsecond=0)
    assert [tuple(row[heading] for heading in headings) for row in table(master, "Changes")] == [
        (when, "merge", "A001", "1", "Dec-26 RAG", "Green", "Red", "pat.xlsx, I4"),
        (when, "merge", "A002", "2.b", "Ref", "2", "2.b", "sam.xlsx"),
        (when, "merge", "A002", "2.b", "Due", None, "31/03/2027", None),
    ]


def test_the_cover_counts_what_was_changed(master: Path) -> None:
    def counts() -> dict[object, object]:
        cover = openpyxl.load_workbook(master, data_only=True)["Cover"]
        return {cover.cell(row, 1).value: cover.cell(row, 2).value for row in range(4, 18)}

    assert (counts()["Red"], counts()["Green"], counts()["No RAG word"]) == (1, 1, 0)
    changed(
        master,
        Change(id="A001", column="Dec-26 RAG", old="Green", new="Red"),
        Change(id="A002", column="Sep-26 RAG", old=None, new="Complete"),  # not of the current period
    )
    found = counts()
    assert (found["Actions"], found["Red"], found["Green"], found["Complete"]) == (2, 2, 0, 0)
    assert found["Current period"] == "Dec-26"
    changed(master, Change(id="A001", column="Dec-26 RAG", old="Red", new=None))
    assert (counts()["Red"], counts()["No RAG word"]) == (1, 1)


def test_a_column_that_was_hidden_shows_once_something_stands_in_it(master: Path) -> None:
    """What was merged would stand where nobody sees it."""

    def hidden() -> set[str]:
        sheet = openpyxl.load_workbook(master)["Plan"]
        letters = {openpyxl.utils.get_column_letter(at): heading for heading, at in columns(sheet).items()}
        shut = {letter for letter, look in sheet.column_dimensions.items() if look.hidden}
        return {heading for letter, heading in letters.items() if letter in shut}

    before = hidden()
    assert {"Revised due", "Notes"} <= before
    changed(master, Change(id="A001", column="Notes", old=None, new="Seen"))
    assert hidden() == before - {"Notes"}
    line = str(openpyxl.load_workbook(master)["Plan"]["A2"].value)
    assert "Revised due" in line
    assert "Notes" not in line
    sheet = openpyxl.load_workbook(master)["Plan"]
    letter = openpyxl.utils.get_column_letter(columns(sheet)["Notes"])
    assert sheet.column_dimensions[letter].width > 20


def test_a_column_that_a_person_has_hidden_stays_hidden(master: Path) -> None:
    def hide(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.column_dimensions[openpyxl.utils.get_column_letter(columns(sheet)["Owner"])].hidden = True

    change_sheet(master, "Plan", hide)
    changed(master, Change(id="A001", column="Owner", old="Pat Example", new="Kim Case"))
    sheet = openpyxl.load_workbook(master)["Plan"]
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(columns(sheet)["Owner"])].hidden
    assert action(master, "A001")["Owner"] == "Kim Case"


def test_the_plans_title_follows_the_covers(master: Path) -> None:
    def retitle(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["B4"] = "Homes and roads"

    change_sheet(master, "Cover", retitle)
    changed(master, Change(id="A001", column="Dec-26 RAG", old="Green", new="Red"))
    book = openpyxl.load_workbook(master, data_only=True)
    assert (book["Plan"]["A1"].value, book["Cover"]["A1"].value) == ("Homes and roads", "Homes and roads")


def test_a_list_is_made_where_it_belongs_when_its_first_line_comes(master: Path) -> None:
    own = openpyxl.load_workbook(master).sheetnames
    book = FileBook.open(master)
    for sheet in (standard.CHANGES, standard.RETURNS):
        add_rows(book, read_master(book), sheet, [["x"] + [None] * (len(sheet.headings) - 1)])
        add_rows(book, read_master(book), sheet, [])
    book.save()
    names = openpyxl.load_workbook(master).sheetnames
    assert [name for name in names if name not in own] == ["Returns", "Changes"]
    assert names[-2:] == own[-2:], "the hidden sheet and the council's own stay last"
    assert names.index("Returns") > names.index("Plan")
    ours = [name for name in names if name in standard.OUR_SHEETS]
    assert ours == sorted(ours, key=list(standard.OUR_SHEETS).index)


def test_lines_go_under_their_headings_however_a_person_has_moved_these(master: Path) -> None:
    changed(master, Change(id="A001", column="Dec-26 RAG", old="Green", new="Red"))

    def swap(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        at = columns(sheet)
        one, other = at["Operation"], at["New"]
        for row in range(3, 5):
            first, second = sheet.cell(row, one), sheet.cell(row, other)
            first.value, second.value = second.value, first.value
        names = {column.name: column for column in sheet.tables["Changes"].tableColumns}
        names["Operation"].name, names["New"].name = "New", "Operation"
        sheet.cell(3, sheet.max_column + 2).value = "Mine"

    change_sheet(master, "Changes", swap)
    changed(master, Change(id="A002", column="Dec-26 RAG", old="Red", new="Amber"))
    assert [(row["Operation"], row["New"]) for row in table(master, "Changes") if row.get("ID")] == [
        ("merge", "Red"),
        ("merge", "Amber"),
    ]


def test_a_list_without_any_of_its_headings_is_named_and_nothing_is_written(master: Path) -> None:
    changed(master, Change(id="A001", column="Dec-26 RAG", old="Green", new="Red"))

    def wipe(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        del sheet.tables["Changes"]
        for cell in sheet[3]:
            cell.value = None

    change_sheet(master, "Changes", wipe)
    with pytest.raises(
        XlplanError, match="sheet Changes, cell A3: row 3 holds none of the headings"
    ) as refused:
        changed(master, Change(id="A002", column="Dec-26 RAG", old="Red", new="Amber"))
    assert "When, Operation, ID" in str(refused.value)


def test_a_heading_that_a_person_has_removed_from_a_list_is_passed_over(master: Path) -> None:
    book = FileBook.open(master)
    known = read_master(book)
    update_rows(book, known, standard.PERIODS, {4: {"Status": "Open", "Mood": "good"}})
    update_rows(book, known, standard.CONFLICTS, {})
    book.save()
    assert table(master, "Periods")[0]["Status"] == "Open"
