"""The comparison of workbooks sees what a person would see: else a button that loses something passes its test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn

from tests.builders.same_workbook import differences

Change = Callable[[Workbook], object]
# Where it holds, when it holds, its fill, the text's colour, whether it is bold.
Coloured = tuple[str, str, str, str, bool]
RED: Coloured = ("B2:B3", '$B2="Red"', "B3261E", "FFFFFF", True)
AMBER: Coloured = ("B2:B3", '$B2="Amber"', "F2B33D", "1F1F1F", False)


def colours(book: Workbook, *rules: Coloured) -> None:
    """Let these be the conditional formats of the Plan, the first to win first."""
    book["Plan"].conditional_formatting = ConditionalFormattingList()
    for cells, formula, fill, ink, bold in rules:
        rule = FormulaRule([formula], font=Font(color=ink, b=bold), fill=PatternFill(bgColor=fill))
        book["Plan"].conditional_formatting.add(cells, rule)


def coloured(*rules: Coloured) -> Change:
    return lambda book: colours(book, *rules)


def look(place: str, **aspects: object) -> Change:
    return lambda book: [setattr(book["Plan"][place], name, aspect) for name, aspect in aspects.items()]


def wide(column: str, characters: float) -> Change:
    return lambda book: setattr(book["Plan"].column_dimensions[column], "width", characters)


def saved(path: Path, change: Change = lambda book: None) -> Path:
    book = Workbook()
    plan = book.active
    plan.title = "Plan"
    for row in (["ID", "RAG", "Due"], ["A001", "Red", dt.date(2005, 10, 1)], ["A002", None, None]):
        plan.append(row)
    plan["C2"].number_format = "dd/mm/yyyy"
    plan["E1"] = '=COUNTIF(Plan!B:B,"Red")'
    table = Table(displayName="Plan", ref="A1:C3")
    # said here, for openpyxl gives a table without columns a filter when it saves it
    table.tableColumns = [TableColumn(id=n, name=name) for n, name in enumerate(("ID", "RAG", "Due"), 1)]
    table.autoFilter = AutoFilter(ref="A1:C3")
    plan.add_table(table)
    plan.column_dimensions["A"].width = 20
    colours(book, RED, AMBER)
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


def no_filter(book: Workbook) -> None:
    book["Plan"].tables["Plan"].autoFilter = None


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
        (no_filter, "Plan: table Plan has its filter"),
        (look("A2", font=Font(bold=True)), "Plan!A2: plain and bold"),
        (look("A2", alignment=Alignment(wrap_text=True)), "Plan!A2: plain and wrapped"),
        (look("A2", alignment=Alignment(horizontal="center")), "Plan!A2: plain and center"),
        (wide("A", 20.6), "Plan: column A 20.0 and 20.6 wide"),
        (wide("B", 20), "Plan: column B 8.4 and 20.0 wide"),
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


OTHER_COLOURS: dict[str, tuple[Change, str]] = {
    "none": (coloured(), "B2:B3"),
    "one of two": (coloured(RED), "B2:B3"),
    "another one wins": (coloured(AMBER, RED), "B2:B3"),
    "one piled on": (coloured(RED, AMBER, RED), "B2:B3"),
    "a row too few": (coloured(("B2:B2", *RED[1:]), AMBER), "B3:B3"),
    "another column decides": (coloured(("B2:B3", '$A2="Red"', *RED[2:]), AMBER), "B2:B3"),
    "another row decides": (coloured(("B2:B3", '$B3="Red"', *RED[2:]), AMBER), "B2:B3"),
    "another fill": (coloured((*RED[:2], "B3261F", *RED[3:]), AMBER), "B2:B3"),
    "another ink": (coloured((*RED[:3], "000000", True), AMBER), "B2:B3"),
    "not bold": (coloured((*RED[:4], False), AMBER), "B2:B3"),
}


@pytest.mark.parametrize(("change", "where"), OTHER_COLOURS.values(), ids=OTHER_COLOURS)
def test_conditional_formats_are_compared_in_all_that_they_show(
    tmp_path: Path, change: Change, where: str
) -> None:
    [found] = differences(saved(tmp_path / "a.xlsx"), saved(tmp_path / "b.xlsx", change))
    assert found.startswith(f"Plan: conditional formats at {where}: ")


SAME: dict[str, Change] = {
    "nothing changed": lambda book: None,
    "an empty text": put("B3", ""),
    "a sheet's name in quotes": put("E1", "=COUNTIF('Plan'!B:B,\"Red\")"),
    "another way to write a number format": say("C2", "[$-809]dd\\/mm\\/yyyy;@"),
    "the short date of the country": say("C2", "mm-dd-yy"),
    "the number format of a text": say("A2", "@"),
    "a sheet hidden in another way": lambda book: book["Hidden"].__setattr__("sheet_state", "hidden"),
    "a validation cut otherwise": lambda book: first_rule(book).__setattr__("sqref", "B3 B2"),
    "a conditional format cut into pieces": coloured(
        ("B3", '$B3="Red"', *RED[2:]), ("B3", '$B3="Amber"', *AMBER[2:]), ("B2", *RED[1:]), ("B2", *AMBER[1:])
    ),
    "a colour in small letters": coloured((*RED[:2], "b3261e", *RED[3:]), AMBER),
    "a width counted otherwise": wide("A", 20.4),
    "the width of an empty column": wide("J", 40),
    "an alignment that is as usual": look("A2", alignment=Alignment(horizontal="general")),
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
