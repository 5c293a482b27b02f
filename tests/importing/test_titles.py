"""What a plan is called: the line that names it, never a key, a note or one section of several."""

from __future__ import annotations

import pytest

from tests.builders.messy import sheet
from xlplan.checks.reading import findings
from xlplan.importing.reader import read_plan_sheets
from xlplan.workbook.grid import Grid

HEADS = ["No.", "Action", "Owner", "By when", "BRAG"]
ROW = ["1", "Repaint the pavilion", "Ann Lee", "Dec 2026", "Green"]


def section(title: str, name: str) -> Grid:
    return sheet([title], [], HEADS, ROW, name=name)


FRONT = [
    ["Thornby Partnership"],
    ["SEND Written Statement of Action"],
    [],
    ["Version", "v0.3 DRAFT"],
    [],
    ["BRAG key"],
]


@pytest.mark.parametrize(
    "meaning", ["Off track, no recovery plan", "Off track", "Behind the action plan of March"], ids=str
)
@pytest.mark.parametrize("sections", [1, 2])
def test_a_key_never_names_the_plan(meaning: str, sections: int) -> None:
    """If this fails, every return goes out under the words of a colour key."""
    front = sheet(*FRONT, ["Red", meaning], ["Green", "On track"], name="Front sheet")
    grids = [section(f"Priority {number}: Speed", f"Priority {number}") for number in range(1, sections + 1)]
    reading = read_plan_sheets([front, *grids])
    assert reading.title == "SEND Written Statement of Action"
    [told] = [item for item in findings(reading.inferences) if item.code == "LAY011"]
    assert (told.sheet, told.cell, told.value) == ("Front sheet", "A2", reading.title)


def test_a_given_title_is_the_plans() -> None:
    """If this fails, the coordinator's word counts for less than a line on a sheet."""
    reading = read_plan_sheets([section("Old action plan 2019", "Plan")], title="  Harbour  plan 2026 ")
    assert reading.title == "Harbour plan 2026"
    assert "LAY011" not in {item.code for item in reading.inferences}


@pytest.mark.parametrize(
    ("grids", "title"),
    [
        ([section("Pavilion improvement plan 2026", "Sheet1")], "Pavilion improvement plan 2026"),
        ([section("Repairs at the pavilion", "Sheet1")], "Repairs at the pavilion"),
        ([section("Theme 1: Roofs", "Pavilion")], "Pavilion"),
        ([section("3 Moderate - some corrective action", "Pavilion")], "Pavilion"),
        ([section("Theme 1: Roofs", "Roofs"), section("Theme 2: Walls", "Walls")], "Action plan"),
        ([section("Works plan 2026", "Roofs"), section("Works plan 2026", "Walls")], "Works plan 2026"),
        ([sheet(HEADS, ROW, name="Sheet A")], "Action plan"),
        ([sheet(HEADS, ROW, name="Harbour")], "Harbour"),
    ],
    ids=[
        "a plan's line",
        "a line",
        "one section",
        "a legend",
        "two sections",
        "a line on all",
        "nothing",
        "the sheet's name",
    ],
)
def test_the_plan_is_called_what_its_sheets_call_it(grids: list[Grid], title: str) -> None:
    """If this fails, one part of the plan gives its name to the whole."""
    assert read_plan_sheets(grids).title == title
