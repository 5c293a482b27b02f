"""The officer's own check, in plain Excel: a wrong word sends a return back for nothing, or lets a hole through."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Convert
from xlplan.layout import standard
from xlplan.layout.return_sheet import ReturnSheet, check, return_sheets, return_values
from xlplan.model import Action, Progress
from xlplan.workbook.file import FileBook

SHEET = ReturnSheet(
    "R0001", "abcd", "Wexcombe plan", "Dec-26", "Sep-26", "Asha Verrall", dt.date(2026, 12, 11)
)
LAST = "Two posts filled."
LONG = "Green, because " + "the posts are filled and " * 20

FILLED = [
    # RAG, progress, Revised due, what Check says
    (None, None, None, "RAG missing"),
    (None, "Three posts filled.", None, "RAG missing"),
    ("   ", None, None, "RAG missing"),
    ("\u00a0", None, None, "RAG missing"),
    ("Green", "Three posts filled.", None, "Done"),
    ("green ", "Three posts filled.", None, "Done"),
    ("Green\u00a0", "Three posts filled.", None, "Done"),
    ("Amber/Green", "Three posts filled.", None, "Choose from the list"),
    ("On track", "Three posts filled.", None, "Choose from the list"),
    ("G", "Three posts filled.", None, "Choose from the list"),
    (LONG, "Three posts filled.", None, "Choose from the list"),
    (3, "Three posts filled.", None, "Choose from the list"),
    ("Red", None, None, "Say why Red"),
    ("Red", " \n ", None, "Say why Red"),
    ("Red", "Agency cover from Monday.", None, "Done"),
    ("Amber", None, None, "Say what was done"),
    ("Complete", None, None, "Say what shows it"),
    ("Complete", LAST, None, "Done"),
    ("Not started", None, None, "Done"),
    ("Amber", LAST, None, "Same words as last time"),
    ("Amber", "two posts  filled. ", None, "Same words as last time"),
    ("Amber", "Three posts filled.", dt.date(2027, 3, 31), "Done"),
    ("Amber", "Three posts filled.", "Easter", "Revised due: type a date"),
    ("Not started", None, "soon", "Revised due: type a date"),
]  # fmt: skip


@pytest.mark.parametrize(("rag", "progress", "revised", "says"), FILLED)
def test_check_says_what_is_missing(rag: object, progress: object, revised: object, says: str) -> None:
    word, words = ("" if value is None else str(value) for value in (rag, progress))
    assert check(word, words, LAST, revised) == says  # type: ignore[arg-type]


def filled(path: Path, rows: list[tuple[object, object, object, str]]) -> Path:
    """A return in which an officer has typed, as Excel would keep it."""
    actions = [
        Action(
            id=f"A{number:03d}",
            action="Fill the posts",
            periods={"Sep-26": Progress(rag="Amber", progress=LAST)},
        )
        for number in range(1, len(rows) + 1)
    ]
    FileBook.new(return_sheets(SHEET, [return_values(SHEET, action) for action in actions])).save(path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[standard.RETURN]
    at = {cell.value: cell.column for cell in sheet[standard.HEADER_ROW]}
    for row, (rag, progress, revised, _) in enumerate(rows, start=standard.FIRST_ROW):
        for heading, value in (("Dec-26 RAG", rag), ("Dec-26 progress", progress), ("Revised due", revised)):
            sheet.cell(row, at[heading]).value = value
    workbook.save(path)
    return path


def read_back(path: Path) -> tuple[list[object], str]:
    """What the Check column and the counting line show."""
    sheet = openpyxl.load_workbook(path, data_only=True)[standard.RETURN]
    at = {cell.value: cell.column for cell in sheet[standard.HEADER_ROW]}
    checks = [
        sheet.cell(row, at["Check"]).value
        for row in range(standard.FIRST_ROW, sheet.max_row + 1)
        if sheet.cell(row, at["ID"]).value
    ]
    [count] = [
        cell.value for cell in sheet[2] if isinstance(cell.value, str) and cell.value.endswith(" done")
    ]
    return checks, count


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (FILLED, "7 of 24 done"),
        ([("Green", "Three posts filled.", None, "Done")] * 3, "3 of 3 done"),
        ([("Green", "Three posts filled.", None, "Done"), (None, None, None, "RAG missing")], "1 of 2 done"),
        ([(None, None, None, "RAG missing")], "0 of 1 done"),
    ],
    ids=["wrongly filled", "filled", "half filled", "untouched"],
)
def test_the_formulas_say_the_same_words(
    rows: list[tuple[object, object, object, str]], count: str, tmp_path: Path, convert: Convert
) -> None:
    """LibreOffice works the formulas out anew, as Excel does when the officer types."""
    calculated = convert(filled(tmp_path / "return.xlsx", rows), "xlsx:Calc MS Excel 2007 XML")
    checks, counted = read_back(calculated)
    assert checks == [says for *_, says in rows]
    assert counted == count


@pytest.mark.libreoffice
def test_the_first_period_has_nothing_to_compare_with(tmp_path: Path, convert: Convert) -> None:
    first = ReturnSheet("R0001", "abcd", "Wexcombe plan", "Dec-26", None, "Asha Verrall", None)
    path = tmp_path / "first.xlsx"
    shown = return_values(first, Action(id="A001", action="Fill the posts"))
    FileBook.new(return_sheets(first, [shown])).save(path)
    checks, count = read_back(convert(path, "xlsx:Calc MS Excel 2007 XML"))
    assert (checks, count) == (["RAG missing"], "0 of 1 done")


def test_an_error_that_is_pasted_in_does_not_hide_the_check(tmp_path: Path) -> None:
    """The formula ends in words whatever it meets."""
    path = filled(tmp_path / "return.xlsx", [("Green", "Three posts filled.", None, "Done")])
    sheet = openpyxl.load_workbook(path)[standard.RETURN]
    at = {cell.value: cell.column for cell in sheet[standard.HEADER_ROW]}
    assert str(sheet.cell(standard.FIRST_ROW, at["Check"]).value).startswith("=IFERROR(")


def test_officers_are_told_what_to_type(tmp_path: Path) -> None:
    """Lists, dates and messages stand on every row that is to be filled in."""
    path = filled(tmp_path / "return.xlsx", [(None, None, None, "")] * 3)
    sheet = openpyxl.load_workbook(path)[standard.RETURN]
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert {"list", "date"} <= rules.keys()
    for rule in rules.values():
        assert rule.prompt
        assert rule.error
        assert rule.showInputMessage
