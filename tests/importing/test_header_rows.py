"""Where tables begin: with the wrong row for headings, every column of the plan is another's."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders.messy import Written, month, sheet
from xlplan.importing.candidates import HeadingCell
from xlplan.importing.header_rows import headers
from xlplan.importing.headings import Header
from xlplan.importing.sheet_view import SheetView
from xlplan.workbook.grid import Grid, column_letters

HEADS: tuple[Written, ...] = ("Action", "Lead", "By when")
ROW: tuple[Written, ...] = ("Mend the roof", "Jo Bell", "May 2026")
USUAL = "A Action | B Lead | C By when"
MONTHS: tuple[Written, ...] = ("", "", "Oct 26", "", "Nov 26", "")
UNDER: tuple[Written, ...] = ("Action", "Lead", "RAG", "Progress", "RAG", "Progress")
ANSWERS: tuple[Written, ...] = ("Mend", "Jo", "R", "x", "G", "y")
GROUPED = "A Action | B Lead | C Oct 26 > RAG | D Oct 26 > Progress | E Nov 26 > RAG | F Nov 26 > Progress"


def found(grid: Grid, forced: dict[str, str] | None = None) -> list[str]:
    """The headings of each table: their rows, then each with its column, and the group that it is under."""
    heads, _ = headers(SheetView(grid), forced or {})
    return [
        f"{head.first_row}-{head.last_row}: "
        + " | ".join(
            f"{column_letters(cell.first)} {f'{cell.group} > ' if cell.group else ''}"
            f"{cell.text or (cell.period.label if cell.period else '')}"
            for cell in head.cells
        )
        for head in heads
    ]


@pytest.mark.parametrize(
    ("grid", "tables"),
    [
        (sheet(HEADS, ROW), [f"1-1: {USUAL}"]),
        (sheet(("Wexcombe plan",), (), HEADS, ROW), [f"3-3: {USUAL}"]),
        (sheet(("Oct 26 plan",), HEADS, ROW), [f"2-2: {USUAL}"]),
        (sheet(("Plan for October 2026", "", ""), HEADS, ROW, merged=["A1:C1"]), [f"2-2: {USUAL}"]),
        (sheet(("Action",), ("Mend",)), []),
        (sheet(HEADS, ROW, (), HEADS, ROW), [f"1-1: {USUAL}", f"4-4: {USUAL}"]),
        (sheet(HEADS, ROW, HEADS, ROW), [f"1-1: {USUAL}", f"3-3: {USUAL}"]),
        (sheet(HEADS, HEADS, ROW), [f"2-2: {USUAL}"]),
        (
            sheet((*HEADS, "", *HEADS), (*ROW, "", *ROW)),
            [f"1-1: {USUAL}", "1-1: E Action | F Lead | G By when"],
        ),
        (sheet((*HEADS, *HEADS), (*ROW, *ROW)), [f"1-1: {USUAL}", "1-1: D Action | E Lead | F By when"]),
        (
            sheet((*HEADS[:2], "", "", "By when"), (*ROW[:2], "", "", "May 2026")),
            ["1-1: A Action | B Lead | E By when"],
        ),
        (sheet(("Ref", "", *HEADS), ("1", "", *ROW)), ["1-1: A Ref | C Action | D Lead | E By when"]),
        (sheet((*HEADS, "", "", "", "Progress"), (*ROW, "", "", "", "x")), [f"1-1: {USUAL} | G Progress"]),
        (sheet((*HEADS, 2026), (*ROW, "x")), [f"1-1: {USUAL} | D 2026"]),
        (sheet((*HEADS, month(2026, 5)), (*ROW, "x")), [f"1-1: {USUAL} | D May-26"]),
        (sheet(("Action", "Lead", 5), ROW), []),
        (sheet(("Action", "Lead", True), ROW), []),
        (sheet(("Action", "Lead", dt.date(2026, 5, 2)), ROW), []),
        (sheet((*HEADS, 1989), ROW), []),
        (sheet((*HEADS, 1990), ROW), [f"1-1: {USUAL} | D 1990"]),
        (sheet((*HEADS, 2100), ROW), [f"1-1: {USUAL} | D 2100"]),
        (sheet((*HEADS, 2101), ROW), []),
        (sheet(("", "Lead", "By when"), ROW), ["1-1: B Lead | C By when"]),
        (sheet(("", "Lead", "By when"), ("Mend", "Jo Bell", "May 2026")), []),
        (sheet(HEADS, ROW, ("Action owner", "Chief officer", "Target date")), [f"1-1: {USUAL}"]),
    ],
    ids=[
        "as usual",
        "below a title",
        "below a title with a month",
        "below a merged title",
        "one word",
        "with a gap",
        "without a gap",
        "twice",
        "side by side",
        "side by side without a gap",
        "over two empty columns",
        "a ref apart",
        "a sure heading far away",
        "a year",
        "a month",
        "a number",
        "a truth value",
        "a day",
        "a number before years",
        "the first year",
        "the last year",
        "a number after years",
        "sentences without a heading",
        "words without a heading",
        "an action made of headings' words",
    ],
)
def test_a_tables_headings_are_found_where_they_are(grid: Grid, tables: list[str]) -> None:
    assert found(grid) == tables


@pytest.mark.parametrize(
    ("grid", "table"),
    [
        (
            sheet(("Action", "Progress", ""), ("", "Oct 26", "Nov 26"), ("Mend", "x", "y"), merged=["B1:C1"]),
            "1-2: A Action | B Progress > Oct 26 | C Progress > Nov 26",
        ),
        (
            sheet(
                ("Action", "Lead", "Progress", ""),
                ("", "", "Oct 26", "Nov 26"),
                ("Mend", "Jo", "x", "y"),
                merged=["A1:A2", "B1:B2", "C1:D1"],
            ),
            "1-2: A Action | B Lead | C Progress > Oct 26 | D Progress > Nov 26",
        ),
        (
            sheet(
                ("Action", "Lead", "When", ""),
                ("", "", "Start", "End"),
                ("Mend", "Jo", "May", "June"),
                merged=["C1:D1"],
            ),
            "1-2: A Action | B Lead | C When > Start | D When > End",
        ),
        (
            sheet(("Action", "Officer", "Target"), ("required", "responsible", "date"), ROW),
            "1-2: A Action required | B Officer responsible | C Target date",
        ),
        (
            sheet(("Action", "Officer", "Target"), ("Required", "Responsible", "Date"), ROW),
            "1-1: A Action | B Officer | C Target",
        ),
        (
            sheet(("Action", "Officer", "Target"), ("required by all of us", "responsible", "date"), ROW),
            "1-1: A Action | B Officer | C Target",
        ),
        (
            sheet(("Action", "Officer", "Target"), ("required now urgently", "responsible", "date"), ROW),
            "1-2: A Action required now urgently | B Officer responsible | C Target date",
        ),
        (
            sheet(("Action", "Officer", "Target"), ("", "responsible", ""), ROW),
            "1-1: A Action | B Officer | C Target",
        ),
        (
            sheet(("Action", "Officer", "Target"), ("required", "responsible", "date", "now"), ROW),
            "1-1: A Action | B Officer | C Target",
        ),
        (sheet(MONTHS, UNDER, ANSWERS, merged=["C1:D1", "E1:F1"]), f"1-2: {GROUPED}"),
        (sheet(MONTHS, UNDER, ANSWERS), f"1-2: {GROUPED}"),
        (sheet(("", "", "Oct 26:"), UNDER[:3], ANSWERS[:3]), "2-2: A Action | B Lead | C RAG"),
        (
            sheet(("", "", "x" * 61), UNDER[:3], ANSWERS[:3], merged=["C1:D1"]),
            "2-2: A Action | B Lead | C RAG",
        ),
        (
            sheet(("", "", "Ours", "Oct 26"), UNDER[:4], ANSWERS[:4]),
            "2-2: A Action | B Lead | C RAG | D Progress",
        ),
    ],
    ids=[
        "periods below",
        "periods below merged headings",
        "two days below",
        "words go on below",
        "other headings below",
        "sentences below",
        "three words below",
        "one word below",
        "words beyond below",
        "merged months above",
        "months above",
        "a label above",
        "a sentence above",
        "a word above",
    ],
)
def test_headings_of_two_rows_are_read_together(grid: Grid, table: str) -> None:
    """The progress of October would be that of November, or of no month at all."""
    assert found(grid) == [table]


def test_a_heading_that_the_user_names_is_one() -> None:
    grid = sheet(("Blah", "Wibble"), ROW)
    assert found(grid) == []
    assert found(grid, {"blah": "action"}) == ["1-1: A Blah | B Wibble"]


def test_sentences_are_no_headings() -> None:
    long = "Action: " + "we will mend the roof of the hall " * 3
    assert found(sheet((long, f"Lead: {long}", "By when"), ROW)) == []
    assert found(sheet(("Action", f"Lead: {long}", "By when"), ROW)) != []


def test_what_is_nearly_a_plan_is_told() -> None:
    _, near = headers(SheetView(sheet(("Wexcombe",), ("Action", "Lead", 5), ROW)), {})
    assert [(miss.sheet, miss.row, miss.headings, miss.known) for miss in near] == [
        ("Sheet1", 2, ("Action", "Lead", "5"), 2)
    ]


@pytest.mark.parametrize(
    ("first", "last", "do"),
    [(3, 4, True), (5, 9, True), (1, 3, True), (4, 4, True), (1, 2, False), (6, 9, False)],
)
def test_two_tables_are_over_some_column_together(first: int, last: int, do: bool) -> None:
    one = Header(1, 1, (HeadingCell(3, 4, "Action"), HeadingCell(5, 5, "Lead")))
    other = Header(9, 9, (HeadingCell(first, last, "Action"),))
    assert one.overlaps(other) is other.overlaps(one) is do
