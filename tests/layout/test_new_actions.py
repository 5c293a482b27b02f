"""Actions that come into the Plan after it was made: each gets an ID of its own, and a line in the audit trail."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest

import xlplan
from tests.builders.cycle import PERIOD, a_master, change_sheet, columns, table
from tests.builders.small_plan import plan
from tests.builders.typed_master import typed_master
from xlplan.layout.master import read_master
from xlplan.layout.new_actions import add_actions, give_ids, next_ids
from xlplan.layout.record import Record
from xlplan.workbook.file import FileBook

NOW = dt.datetime(2026, 11, 20, 9, 30, 15, 250)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return a_master(tmp_path)


def trail(master: Path) -> list[tuple[object, ...]]:
    headings = ("When", "Operation", "ID", "Ref", "Column", "Old", "New")
    return [tuple(row[heading] for heading in headings) for row in table(master, "Changes")]


def test_a_new_action_stands_below_the_others_with_all_that_was_said_of_it(master: Path) -> None:
    before = trail(master)
    book = FileBook.open(master)
    said = {
        "ID": "mine",
        "Ref": "9.9",
        "Action": "Buy a bus",
        "Budget": 500,
        "Contact": "Jo",
        "Notes": "Soon",
    }
    changes = add_actions(
        book, read_master(book), [said, {"Action": "Sell it"}], operation="resolve", when=NOW
    )
    assert {change.id for change in changes} == {"A028", "A029"}
    assert [change.column for change in changes if change.id == "A029"] == ["ID", "Action"]
    book.save()
    first, second = table(master, "Plan")[-2:]
    assert (first["ID"], first["Ref"], first["Action"]) == ("A028", "9.9", "Buy a bus")
    assert first["Notes"] == "Soon\nBudget: 500\nContact: Jo", "what has no column goes where there is one"
    assert (second["ID"], second["Action"], second["Notes"]) == ("A029", "Sell it", None)
    when = NOW.replace(microsecond=0)
    of_second = [line for line in trail(master)[len(before) :] if line[2] == "A029"]
    assert of_second == [
        (when, "resolve", "A029", None, "ID", None, "A029"),
        (when, "resolve", "A029", None, "Action", None, "Sell it"),
    ]
    refs = {line[3] for line in trail(master)[len(before) :] if line[2] == "A028"}
    assert refs == {"9.9"}
    sheet = openpyxl.load_workbook(master)["Plan"]
    for row in (31, 32):
        assert str(sheet.cell(row, columns(sheet)[f"{PERIOD} direction"]).value).startswith(
            "=IFERROR(LOOKUP(MATCH("
        )
        assert f"{row}," in str(sheet.cell(row, columns(sheet)[f"{PERIOD} direction"]).value)
    assert sheet.tables["Plan"].ref.endswith("32")
    assert next_ids(read_master(FileBook.open(master)), 1) == ["A030"]


def test_what_has_no_column_in_the_plan_goes_into_the_notes_by_its_name(master: Path) -> None:
    """An officer's own column would be lost when the coordinator takes the action."""
    book = FileBook.open(master)
    said = {"Action": "Buy a bus", "Budget": 500, "Contact": "Jo"}
    [only] = [
        change.new
        for change in add_actions(book, read_master(book), [said], operation="resolve", when=NOW)
        if change.column == "Notes"
    ]
    assert only == "Budget: 500\nContact: Jo"
    notes = read_master(book).columns["Notes"]
    assert notes in FileBook.open(master).hidden_columns("Plan")
    book.save()
    assert table(master, "Plan")[-1]["Notes"] == "Budget: 500\nContact: Jo"
    assert notes not in FileBook.open(master).hidden_columns("Plan"), (
        "what was said would be where nobody sees it"
    )


def test_nothing_is_written_where_there_is_nothing_new(master: Path) -> None:
    before = master.read_bytes()
    book = FileBook.open(master)
    assert add_actions(book, read_master(book), [], operation="resolve", when=NOW) == []
    assert give_ids(book, read_master(book), operation="merge", when=NOW) == []
    book.save()
    assert master.read_bytes() == before


def test_a_row_that_somebody_typed_gets_its_id_and_a_line_in_the_trail(master: Path) -> None:
    def type_below(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        at = columns(sheet)
        sheet.cell(31, at["Action"]).value = "Publish the rota"
        sheet.cell(32, at["Owner"]).value = "no action"
        sheet.cell(33, at["Action"]).value = "Check the rota"

    change_sheet(master, "Plan", type_below)
    before = trail(master)
    book = FileBook.open(master)
    changes = give_ids(book, read_master(book), operation="merge", when=NOW)
    assert [(change.id, change.column, change.new) for change in changes] == [
        ("A028", "ID", "A028"),
        ("A029", "ID", "A029"),
    ]
    book.save()
    assert [row["ID"] for row in table(master, "Plan")[-3:]] == ["A028", None, "A029"]
    when = NOW.replace(microsecond=0)
    assert trail(master)[len(before) :] == [
        (when, "merge", "A028", None, "ID", None, "A028"),
        (when, "merge", "A029", None, "ID", None, "A029"),
    ]
    again = read_master(FileBook.open(master))
    assert again.record.last_id == 29
    assert next_ids(again, 2) == ["A030", "A031"]


QUARTERS = {"Jun 26": ["Green", "Red"], "Sep 26": ["Complete", "Amber"]}


def directions(master: Path, row: int) -> list[object]:
    """What a row of the Plan shows under direction, oldest first, as a program reads it that cannot calculate."""
    sheet = openpyxl.load_workbook(master, data_only=True)["Plan"]
    at = columns(sheet)
    return [sheet.cell(row, at[heading]).value or "" for heading in at if heading.endswith(" direction")]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"Jun 26 RAG": "Red", "Sep 26 RAG": "Green"}, ["new", "better", ""]),
        ({"Sep 26 RAG": "Green", "Dec 26 RAG": "Amber"}, ["", "new", "worse"]),
        ({}, ["", "", ""]),
        ({"Jun 26 RAG": "Red", "Jun 26 direction": "from the old plan"}, ["from the old plan", "", ""]),
    ],
)
@pytest.mark.parametrize("in_row", [5, 7])
def test_a_row_that_somebody_typed_has_directions_of_travel_as_the_others_have(
    typed: dict[str, str], shown: list[str], in_row: int, tmp_path: Path
) -> None:
    """The report would say of it neither better nor worse, in the periods that were there before it, for ever."""
    master = plan(tmp_path, ["Ann Lee", "Bob Ray"], QUARTERS)
    xlplan.add_period(master, "Dec 26").save()

    def type_it(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        at = columns(sheet)
        if in_row == 5:  # an action is taken out, and another typed in its place
            for column in at.values():
                sheet.cell(5, column).value = None
        for heading, value in {"Action": "Sweep the yard", "Owner": "Ann Lee", **typed}.items():
            sheet.cell(in_row, at[heading]).value = value

    change_sheet(master, "Plan", type_it)
    xlplan.validate(master, fix=True).save()
    assert directions(master, in_row) == shown
    sheet = openpyxl.load_workbook(master)["Plan"]
    at = columns(sheet)
    for heading in set(at) & {f"{label} direction" for label in ("Jun 26", "Sep 26", "Dec 26")} - set(typed):
        above, formula = (str(sheet.cell(row, at[heading]).value) for row in (4, in_row))
        assert formula.startswith("=IFERROR(LOOKUP(")
        assert formula == re.sub(r"\b([A-Z]+)4\b", rf"\g<1>{in_row}", above)


def test_an_action_that_is_taken_into_the_plan_shows_its_direction_at_once(tmp_path: Path) -> None:
    """The report, and any program that does not calculate, would see none until Excel had the workbook open."""
    master = plan(tmp_path, ["Ann Lee", "Bob Ray"], QUARTERS)
    book = FileBook.open(master)
    said = {"Action": "Sweep the yard", "Jun 26 RAG": "Amber", "Sep 26 RAG": "Red"}
    add_actions(book, read_master(book), [said], operation="resolve", when=NOW)
    book.save()
    assert directions(master, 6) == ["new", "worse"]


@pytest.mark.parametrize(
    ("ids", "last_id", "next_id"),
    [
        (["A001", "A002"], 2, "A003"),
        (["A001", "A007"], 2, "A008"),  # typed by hand
        (["A001"], 9, "A010"),  # rows were deleted: an ID is never given twice
        (["A001", "mine"], 1, "A002"),
        (["a012"], 1, "A013"),
        (["A998"], 998, "A999"),
        (["A999"], 999, "A1000"),
        ([], 0, "A001"),
    ],
)
def test_an_id_is_given_once_and_never_again(ids: list[str], last_id: int, next_id: str) -> None:
    rows = [(identity, "1", "Do it", "Pat", None, None, None) for identity in ids]
    master = typed_master(rows)
    object.__setattr__(master, "record", Record(plan_id="x", last_id=last_id))
    assert next_ids(master, 1) == [next_id]
