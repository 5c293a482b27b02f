"""The comparison of workbooks sees what a person would see: else a button that loses something passes its test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from same_workbook import differences

Change = Callable[[Workbook], object]


def saved(path: Path, change: Change = lambda book: None) -> Path:
    book = Workbook()
    plan = book.active
    plan.title = "Plan"
    for row in (["ID", "RAG", "Due"], ["A001", "Red", dt.date(2005, 10, 1)], ["A002", None, None]):
        plan.append(row)
    plan["C2"].number_format = "dd/mm/yyyy"
    plan["E1"] = '=COUNTIF(Plan!B:B,"Red")'
    plan.add_table(Table(displayName="Plan", ref="A1:C3"))
    words = DataValidation("list", formula1='"Red,Green"', sqref="B2:B3")
    plan.add_data_validation(words)
    book.create_sheet("Hidden").sheet_state = "veryHidden"
    change(book)
    book.save(path)
    return path


def filled(book: Workbook) -> None:
    book["Plan"]["A3"].fill = PatternFill("solid", fgColor="FFC7CE")


def longer_table(book: Workbook) -> None:
    book["Plan"].tables["Plan"].ref = "A1:C4"


def other_words(book: Workbook) -> None:
    book["Plan"].data_validations.dataValidation[0].formula1 = '"Red,Amber"'


def more_cells(book: Workbook) -> None:
    book["Plan"].data_validations.dataValidation[0].sqref = "B2:B4"


def put(place: str, value: object) -> Change:
    return lambda book: book["Plan"][place].__setattr__("value", value)


def say(place: str, code: str) -> Change:
    return lambda book: book["Plan"][place].__setattr__("number_format", code)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("B3", "Amber"), "Plan!B3: None and 'Amber'"),
        (put("A3", "A003"), "Plan!A3: 'A002' and 'A003'"),
        (put("A2", None), "Plan!A2: 'A001' and None"),
        (put("E1", "=1"), "Plan!E1: '=COUNTIF(Plan!B:B,\"Red\")' and '=1'"),
        (put("C2", "01/10/2005"), "Plan!C2: datetime.datetime(2005, 10, 1, 0, 0) and '01/10/2005'"),
        (put("C2", dt.date(2005, 10, 2)), "Plan!C2"),
        (say("C2", "mmm-yy"), "Plan!C2: number format 'dd/mm/yyyy' and 'mmm-yy'"),
        (filled, "Plan!A3: filled with nothing and #FFC7CE"),
        (longer_table, "Plan: tables {'Plan': 'A1:C3'} and {'Plan': 'A1:C4'}"),
        (other_words, "Plan: validation ('list', '\"Red,Amber\"') at no cell and B2:B3"),
        (more_cells, "Plan: validation ('list', '\"Red,Green\"') at B2:B3 and B2:B4"),
        (lambda book: book["Hidden"].__setattr__("sheet_state", "visible"), "Hidden: visible in one alone"),
        (lambda book: book.create_sheet("More"), "sheets: ['Plan', 'Hidden'] and ['Plan', 'Hidden', 'More']"),
    ],
)
def test_a_difference_is_found_and_said_where_it_is(tmp_path: Path, change: Change, said: str) -> None:
    found = differences(saved(tmp_path / "a.xlsx"), saved(tmp_path / "b.xlsx", change))
    assert found
    assert found[0].startswith(said)


SAME: dict[str, Change] = {
    "nothing changed": lambda book: None,
    "an empty text": put("B3", ""),
    "a sheet's name in quotes": put("E1", "=COUNTIF('Plan'!B:B,\"Red\")"),
    "another way to write a number format": say("C2", "[$-809]dd\\/mm\\/yyyy;@"),
    "the short date of the country": say("C2", "mm-dd-yy"),
    "the number format of a text": say("A2", "@"),
    "a sheet hidden in another way": lambda book: book["Hidden"].__setattr__("sheet_state", "hidden"),
    "a validation cut otherwise": lambda book: first_rule(book).__setattr__("sqref", "B3 B2"),
    "a prompt": lambda book: first_rule(book).__setattr__("prompt", "Choose one"),
}


def first_rule(book: Workbook) -> DataValidation:
    return book["Plan"].data_validations.dataValidation[0]


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_means_the_same_is_no_difference(tmp_path: Path, change: Change) -> None:
    assert differences(saved(tmp_path / "a.xlsx"), saved(tmp_path / "b.xlsx", change)) == []


def test_only_the_sheets_asked_for_are_compared(tmp_path: Path) -> None:
    one, other = saved(tmp_path / "a.xlsx"), saved(tmp_path / "b.xlsx", put("A2", "x"))
    assert differences(one, other, sheets=["Hidden"]) == []
