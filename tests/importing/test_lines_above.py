"""Lines over, beside and below the tables: they give theme and title, or are named, and never vanish."""

from __future__ import annotations

import pytest

from tests.builders.messy import Written, sheet
from xlplan.importing.reader import read_plan_sheets
from xlplan.importing.result import Reading
from xlplan.workbook.grid import Grid

HEADS: tuple[Written, ...] = ("Action", "Lead", "By when")
ROW: tuple[Written, ...] = ("Mend the roof of the hall", "Jo Bell", "May 2026")


def over(reading: Reading) -> list[tuple[str, str]]:
    """The theme of each row, and what was recommended."""
    return [(row.theme, row.recommendation) for row in reading.rows]


@pytest.mark.parametrize(
    ("grid", "themes", "title"),
    [
        (sheet(("Roofs",), HEADS, ROW), [("", "")], "Roofs"),
        (sheet(("Leadership",), ("Leaders do not lead",), HEADS, ROW), [("", "")], "Leadership"),
        (
            sheet(("Roofs",), HEADS, ROW, (), ("Walls",), HEADS, ROW),
            [("Roofs", ""), ("Walls", "")],
            "Action plan",
        ),
        (
            sheet(("Wexcombe",), ("Roofs",), HEADS, ROW, (), ("Walls",), HEADS, ROW),
            [("Roofs", ""), ("Walls", "")],
            "Wexcombe",
        ),
        (
            sheet(("Roofs",), ("They leak",), HEADS, ROW, (), ("Walls",), ("They fall",), HEADS, ROW),
            [("Roofs", "They leak"), ("Walls", "They fall")],
            "Action plan",
        ),
        (sheet(("Roofs",), HEADS, ROW, (), HEADS, ROW), [("", ""), ("", "")], "Roofs"),
        (
            sheet(("Roofs", "", "", "", "Walls"), (*HEADS, "", *HEADS), (*ROW, "", *ROW)),
            [("Roofs", ""), ("Walls", "")],
            "Action plan",
        ),
        (
            sheet(
                ("Wexcombe plan for all of us",),
                ("Roofs", "", "", "", "Walls"),
                (*HEADS, "", *HEADS),
                (*ROW, "", *ROW),
            ),
            [("Roofs", ""), ("Walls", "")],
            "Wexcombe plan for all of us",
        ),
        (sheet(("Roofs",), ("Theme", *HEADS), ("Walls", *ROW)), [("Walls", "")], "Roofs"),
        (sheet(("x " * 76,), HEADS, ROW), [("", "")], "Action plan"),
    ],
    ids=[
        "one line",
        "two lines",
        "a line over each",
        "a title and a line over each",
        "two lines over each",
        "over the first alone",
        "side by side",
        "side by side below a title",
        "a column of themes",
        "a sentence",
    ],
)
def test_lines_over_the_tables_are_their_themes_or_the_plans_title(
    grid: Grid, themes: list[tuple[str, str]], title: str
) -> None:
    reading = read_plan_sheets([grid])
    assert (over(reading), reading.title) == (themes, title)


def test_a_line_that_names_the_lead_holds_for_all_rows_below() -> None:
    rows = [("Mend the roof of the hall", "May 2026"), ("Mend the walls of the hall", "June 2026")]
    reading = read_plan_sheets([sheet(("Lead: Jo Bell",), ("Action", "By when"), *rows)])
    assert [row.owner for row in reading.rows] == ["Jo Bell", "Jo Bell"]


@pytest.mark.parametrize(
    ("lines", "names", "themes"),
    [
        ((("Roofs",), ("Walls",)), ("A", "B"), ["Roofs", "Walls"]),
        ((("Plan",), ("Plan",)), ("Roofs", "Walls"), ["Roofs", "Walls"]),
        (((), ()), ("Sheet1", "Tab 2"), ["", ""]),
        (((), ()), ("Sheet1", "Walls"), ["", "Walls"]),
    ],
)
def test_of_several_sheets_each_is_a_theme_by_its_line_or_its_name(
    lines: tuple[tuple[str, ...], ...], names: tuple[str, ...], themes: list[str]
) -> None:
    grids = [
        sheet(*([line] if line else []), HEADS, ROW, name=name)
        for line, name in zip(lines, names, strict=True)
    ]
    assert [theme for theme, _ in over(read_plan_sheets(grids))] == themes


@pytest.mark.parametrize(
    ("rows", "listed", "said"),
    [
        ([HEADS, (*ROW, "", "note")], [("E2", "beside")], ("LAY001", "E2")),
        ([HEADS, (*ROW, "note")], [], None),
        ([HEADS, ROW, (), ("Signed by all",)], [], ("LAY004", "A4")),
        (
            [HEADS, ROW, (), HEADS, ROW],
            [("A4", "repeated headings"), ("B4", "repeated headings"), ("C4", "repeated headings")],
            ("LAY001", "A4:C4"),
        ),
    ],
    ids=["in the margin", "right beside", "below", "headings again"],
)
def test_what_is_beside_or_below_a_table_is_named_with_its_place(
    rows: list[tuple[Written, ...]], listed: list[tuple[str, str]], said: tuple[str, str] | None
) -> None:
    """If this fails, what somebody wrote in the margin is lost without a word."""
    reading = read_plan_sheets([sheet(*rows)])
    assert [(item.cell, item.why) for item in reading.listed] == listed
    found = [(item.code, item.cell) for item in reading.inferences]
    assert said is None or said in found
    assert reading.cells_read == reading.cells_placed + len(reading.listed)


def test_a_sheet_that_is_no_plan_is_left_alone_and_named() -> None:
    money = sheet(("Budget", "Cost", "Spend"), ("Tiles", 5, 6), name="Money")
    reading = read_plan_sheets([sheet(HEADS, ROW, name="Plan"), money])
    assert [(item.sheet, item.area) for item in reading.left_alone] == [("Money", "A1:C2")]
    assert ("LAY004", "Money", "A1:C2") in [(item.code, item.sheet, item.cell) for item in reading.inferences]
