"""Opening a review period whose name somebody has typed on the Periods sheet."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

import xlplan
from tests.builders import cycle, small_plan
from tests.builders.month import type_into
from xlplan.errors import WrongUsage
from xlplan.workbook.file import FileBook
from xlplan.workbook.ooxml.package import Package

NOW = dt.datetime(2026, 11, 20, 9, 30)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return cycle.a_master(tmp_path)


def below(master: Path) -> int:
    return 4 + len(cycle.table(master, "Periods"))


def test_the_typed_line_is_filled_in_and_no_second_one_is_made(master: Path) -> None:
    """Else the period would stand on the sheet twice, once with the day that returns are due and once without."""
    row = below(master)
    type_into(master, "Periods", {(row, 1): " Jan-27 ", (row, 3): dt.date(2027, 2, 5)})
    opened = xlplan.add_period(master, now=NOW)
    opened.save()
    assert (opened.period, opened.returns_due) == ("Jan-27", dt.date(2027, 2, 5))
    last = cycle.table(master, "Periods")[-1]
    assert last == {
        "Period": "Jan-27",
        "Opens": dt.datetime(2026, 11, 20),
        "Returns due": dt.datetime(2027, 2, 5),
        "Status": "Open",
    }
    assert len(cycle.table(master, "Periods")) == row - 3
    assert FileBook.open(master).read("Periods").tables["Periods"].last_row == row
    assert xlplan.read_plan(master).periods[-1].label == "Jan-27"


def test_a_label_that_is_given_takes_the_line_that_bears_it(master: Path) -> None:
    row = below(master)
    type_into(master, "Periods", {(row, 1): "jan-27", (row, 3): dt.date(2027, 2, 5)})
    opened = xlplan.add_period(master, "Jan-27", now=NOW)
    opened.save()
    assert opened.returns_due == dt.date(2027, 2, 5)
    assert len(cycle.table(master, "Periods")) == row - 3


def test_a_day_that_cannot_be_read_is_not_wiped(master: Path) -> None:
    """Else a date typed as words would go without a word."""
    row = below(master)
    type_into(master, "Periods", {(row, 1): "Jan-27", (row, 3): "end of January"})
    with pytest.raises(WrongUsage, match=rf'cell C{row}: "end of January" is not a date'):
        xlplan.add_period(master)


def test_without_a_typed_line_it_says_where_to_type(master: Path) -> None:
    with pytest.raises(WrongUsage, match=f"Type it in cell A{below(master)} of the Periods sheet"):
        xlplan.add_period(master)


@pytest.mark.parametrize(
    ("typed", "number_format", "label"),
    [
        (dt.date(2026, 12, 1), "mmm-yy", "Dec-26"),
        (dt.date(2026, 12, 26), "dd/mm/yyyy", "26/12/2026"),
        (2027, "General", "2027"),
    ],
)
def test_a_name_that_excel_takes_for_a_date_is_called_what_the_cell_shows(
    master: Path, typed: dt.date | int, number_format: str, label: str
) -> None:
    """Else "Dec-26" would open a period called 01/12/2026, in every heading and every file name."""
    row = below(master)

    def type_it(sheet: cycle.Worksheet) -> None:
        sheet.cell(row, 1).value = typed
        sheet.cell(row, 1).number_format = number_format

    cycle.change_sheet(master, "Periods", type_it)
    opened = xlplan.add_period(master, now=NOW)
    opened.save()
    assert opened.period == label
    assert [period["Period"] for period in cycle.table(master, "Periods")].count(label) == 1
    assert f"{label} RAG" in cycle.table(master, "Plan")[0]


@pytest.mark.parametrize("sheet", ["Plan", "Officers"])
def test_a_row_of_totals_is_no_action_and_no_officer_and_stays_below(tmp_path: Path, sheet: str) -> None:
    """Who switches on Excel's Total Row must not get an action "Total", nor lose the way to the next period."""
    master = cycle.a_master(tmp_path)
    before = xlplan.read_plan(master)
    book = openpyxl.load_workbook(master)
    table = book[sheet].tables[sheet]
    first, last = table.ref.split(":")
    letters, row = re.match(r"([A-Z]+)(\d+)", last).groups()  # type: ignore[union-attr]
    book[sheet][f"A{int(row) + 1}"] = "Total"
    table.ref = f"{first}:{letters}{int(row) + 1}"
    table.totalsRowCount = 1
    book.save(master)
    plan = xlplan.read_plan(master)
    assert [action.id for action in plan.actions] == [action.id for action in before.actions]
    assert plan.officers == before.officers
    xlplan.add_period(master, "Jan-27").save()
    after = openpyxl.load_workbook(master)[sheet]
    assert after[f"A{int(row) + 1}"].value == "Total"


def test_a_merge_of_whole_columns_beside_the_plan_does_not_stop_anything(tmp_path: Path) -> None:
    """A title over three whole columns is odd, but it is the council's own."""
    master = cycle.a_master(tmp_path)
    spoiled = tmp_path / "spoiled.xlsx"
    with zipfile.ZipFile(master) as whole, zipfile.ZipFile(spoiled, "w") as target:
        plan = Package.open(master).sheet("Plan").part
        for name in whole.namelist():
            content = whole.read(name)
            if name == plan:
                merge = b'<mergeCells count="1"><mergeCell ref="AX:AZ"/></mergeCells>'
                content = content.replace(b"</sheetData>", b"</sheetData>" + merge, 1)
            target.writestr(name, content)
    xlplan.add_period(spoiled, "Jan-27").save()
    assert "Jan-27" in [period.label for period in xlplan.read_plan(spoiled).periods]


def test_the_period_before_is_closed_and_the_trail_says_what_was_opened(master: Path) -> None:
    """Two open periods: nobody could tell which one the returns are for."""
    rows = len(cycle.table(master, "Changes"))
    opened = xlplan.add_period(master, "Jan-27", returns_due=dt.date(2027, 2, 5), now=NOW)
    assert opened.summary().splitlines()[:1] == [
        f"Period Jan-27 opened for {opened.actions} actions, returns due by 05/02/2027. Oct-26 is closed."
    ]
    opened.save()
    statuses = {row["Period"]: row["Status"] for row in cycle.table(master, "Periods")}
    assert statuses == {**dict.fromkeys(statuses, "Closed"), "Jan-27": "Open"}
    assert [
        (row["Operation"], row["ID"], row["Column"], row["New"])
        for row in cycle.table(master, "Changes")[rows:]
    ] == [
        ("add-period", "A009", "Jan-27 RAG", "Complete"),
        ("add-period", "A020", "Jan-27 RAG", "Complete"),
        ("add-period", None, "Jan-27", "opened"),
    ]
    plan = openpyxl.load_workbook(master)["Plan"]
    assert "Jan-27" in str(plan["A2"].value)
    assert openpyxl.load_workbook(master)["Cover"]["B7"].value == "Jan-27"


@pytest.mark.parametrize(
    ("label", "opened"),
    [
        ("  Quarter \n 2 ", "Quarter 2"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "longer than 40 characters"),
        ("", "has no name"),
        ("\n", "has no name"),
        ("oct-26", "a period oct-26 already"),
        ("October 2026", "a period October 2026 already, called Oct-26"),
    ],
)
def test_a_period_gets_a_name_that_fits_and_that_no_other_has(master: Path, label: str, opened: str) -> None:
    if opened == " ".join(label.split()):
        assert xlplan.add_period(master, label).period == opened
        return
    with pytest.raises(WrongUsage, match=opened):
        xlplan.add_period(master, label)


def test_a_column_of_the_councils_own_is_not_taken_for_a_new_periods(tmp_path: Path) -> None:
    """Two columns of one heading: the returns would be merged into the council's own."""
    master = small_plan.plan(tmp_path, ["Pat Example"], also={"Spring Direction": ["north"]})
    own = list(cycle.table(master, "Plan")[0])
    assert "Spring Direction" in own
    with pytest.raises(WrongUsage, match="a period spring already"):
        xlplan.add_period(master, "spring")


def test_what_was_last_said_is_carried_and_a_word_that_stands_is_kept(tmp_path: Path) -> None:
    """An action that was reopened must not be Complete again, nor one of which a word was typed beforehand."""
    words = {
        "Jun 26": ["Complete", "Complete", "Complete", "Green"],
        "Sep 26": [None, "Red", "Complete", "Green"],
        "Dec 26": [None, None, None, None],
    }
    master = small_plan.plan(tmp_path, ["Pat Example"] * 4, words)

    def typed(sheet: cycle.Worksheet) -> None:
        sheet.cell(6, cycle.columns(sheet)["Dec 26 progress"]).value = None
        sheet.cell(4, cycle.columns(sheet)["Dec 26 RAG"]).value = None

    cycle.change_sheet(master, "Plan", typed)
    opened = xlplan.add_period(master, "Dec 26", now=NOW)
    assert opened.carried == ("A001", "A003")
    assert "Complete before, and so again: 2 actions (A001, A003)." in opened.summary()
    assert [change.file for change in opened.changes] == ["carried from Jun 26", "carried from Sep 26"]
    assert not xlplan.add_period(master, "Dec 26", carry=False).carried


def test_a_line_that_is_closed_is_no_period_to_open(master: Path) -> None:
    row = below(master)
    type_into(master, "Periods", {(row, 1): "Jan-27", (row, 4): "Closed"})
    with pytest.raises(WrongUsage, match="has no name yet"):
        xlplan.add_period(master)


def test_a_row_left_blank_between_two_actions_stays_blank(tmp_path: Path) -> None:
    """A formula in it would make it an action without a text, in every list and count."""
    master = small_plan.plan(tmp_path, ["Pat Example", "Sam Sample"], {"Sep 26": ["Complete", "Red"]})
    type_into(master, "Plan", {(7, 3): "Sweep the square", (7, 7): "Pat Example"})
    opened = xlplan.add_period(master, "Dec 26", now=NOW)
    opened.save()
    assert (opened.actions, opened.carried) == (3, ("A001",))
    sheet = openpyxl.load_workbook(master)["Plan"]
    at = cycle.columns(sheet)
    added = [at[f"Dec 26 {what}"] for what in ("RAG", "progress", "direction")]
    shown = openpyxl.load_workbook(master, data_only=True)["Plan"]
    assert [[shown.cell(row, column).value or "" for column in added] for row in range(4, 9)] == [
        ["Complete", "", "same"], ["", "", ""], ["", "", ""], ["", "", ""], ["", "", ""],
    ]  # fmt: skip
    assert [bool(sheet.cell(row, added[2]).value) for row in range(4, 9)] == [True, True, False, True, False]
    assert sheet.tables["Plan"].ref.endswith("7")
