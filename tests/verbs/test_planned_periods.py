"""Periods that a council has laid out beforehand, and actions that were complete before they are asked about again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

import xlplan
from tests.builders.cycle import action, change_sheet, columns, table
from tests.builders.small_plan import fill_in, plan
from xlplan.errors import WrongUsage

NOW = dt.datetime(2026, 11, 20, 9, 30)
QUARTERS = {
    "Jun 26": ["Green", "Red"],
    "Sep 26": ["Complete", "Amber"],
    "Dec 26": [None, None],
    "Mar 27": [None, None],
}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return plan(tmp_path, ["Ann Lee", "Bob Ray"], QUARTERS)


def statuses(master: Path) -> dict[object, object]:
    return {row["Period"]: row["Status"] for row in table(master, "Periods")}


def test_columns_in_which_nothing_stands_yet_are_planned(master: Path) -> None:
    """All were Closed, and the empty last one was the current period."""
    assert statuses(master) == {
        "Jun 26": "Closed",
        "Sep 26": "Closed",
        "Dec 26": "Planned",
        "Mar 27": "Planned",
    }
    assert openpyxl.load_workbook(master)["Cover"]["B7"].value == "Sep 26"
    assert xlplan.status(master).period == "Sep 26"


@pytest.mark.parametrize(
    "label", ["Dec 26", "Dec-26", "december 2026", "31 December 2026", "31/12/2026", "2026-12-15", None]
)
def test_a_planned_period_is_opened_where_it_stands(master: Path, label: str | None) -> None:
    """Else the plan would have the month twice, and the returns would ask about the wrong columns."""
    before = list(table(master, "Plan")[0])
    opened = xlplan.add_period(master, label, returns_due=dt.date(2026, 12, 18), now=NOW)
    opened.save()
    assert (opened.period, opened.was_planned) == ("Dec 26", True)
    assert list(table(master, "Plan")[0]) == before
    assert statuses(master)["Dec 26"] == "Open"
    [row] = [row for row in table(master, "Periods") if row["Period"] == "Dec 26"]
    assert row["Returns due"] == dt.datetime(2026, 12, 18)
    assert openpyxl.load_workbook(master)["Cover"]["B7"].value == "Dec 26"
    issued = xlplan.issue(master)
    assert issued.period == "Dec 26"


@pytest.mark.parametrize(
    ("planned", "label", "opened"),
    [
        (["15/12/2026"], "Dec-26", "15/12/2026"),
        (["15/12/2026"], "2026-12-15", "15/12/2026"),
        (["15/12/2026"], "16 December 2026", "16 December 2026"),
        (["1/12/2026", "15/12/2026"], "Dec-26", "Dec-26"),  # one of two: nobody says which
        (["1/12/2026", "15/12/2026"], "1 December 2026", "1/12/2026"),
        (["Q3 2026/27"], "31 December 2026", "31 December 2026"),
    ],
)
def test_a_day_and_its_month_are_one_planned_period_where_only_one_can_be_meant(
    tmp_path: Path, planned: list[str], label: str, opened: str
) -> None:
    """Else there are two periods where one was planned, or one is opened that nobody named."""
    periods = {"Jun 26": ["Green", "Red"], **{each: [None, None] for each in planned}}
    made = xlplan.add_period(plan(tmp_path, ["Ann Lee", "Bob Ray"], periods), label, now=NOW)
    assert (made.period, made.was_planned) == (opened, opened in planned)


def test_a_second_round_in_a_month_that_has_been_is_a_period_of_its_own(master: Path) -> None:
    assert not xlplan.add_period(master, "30/09/2026").was_planned


def test_a_month_that_has_been_is_not_opened_again_under_another_spelling(master: Path) -> None:
    with pytest.raises(WrongUsage, match="a period Sep-26 already, called Sep 26"):
        xlplan.add_period(master, "Sep-26")


def test_issuing_a_planned_period_opens_it_and_says_so(master: Path) -> None:
    """Else the returns come back, and merge says that no period is open."""
    issued = xlplan.issue(master, period="Dec 26")
    issued.save()
    assert "Dec 26 was planned; it is open now." in issued.summary()
    assert statuses(master)["Dec 26"] == "Open"
    assert xlplan.merge(master, master.parent / "issued").period == "Dec 26"


def test_a_complete_action_stays_complete_and_is_not_asked_about(master: Path) -> None:
    """Else an officer has to say every month again that it is done, and each period begins at nothing."""
    xlplan.add_period(master, "Dec 26", now=NOW).save()
    row = action(master, "A001")
    assert row["Dec 26 RAG"] == "Complete"
    [line] = [line for line in table(master, "Changes") if line["ID"] == "A001"]
    assert (line["Column"], line["New"], line["From"]) == ("Dec 26 RAG", "Complete", "carried from Sep 26")
    shown = openpyxl.load_workbook(master, data_only=True)["Plan"]
    assert shown.cell(4, columns(shown)["Dec 26 direction"]).value == "same"
    issued = xlplan.issue(master, now=NOW)
    assert [(one.id, one.why) for one in issued.unissued] == [("A001", "complete")]
    assert [one.officer for one in issued.returns] == ["Bob Ray"]
    assert not issued.needs_a_person


def test_a_new_period_carries_too(master: Path) -> None:
    opened = xlplan.add_period(master, "Jan-27", now=NOW)
    opened.save()
    assert opened.carried == ("A001",)
    assert action(master, "A001")["Jan-27 RAG"] == "Complete"
    cover = openpyxl.load_workbook(master, data_only=True)["Cover"]
    counts = {cover.cell(row, 1).value: cover.cell(row, 2).value for row in range(4, 20)}
    assert (counts["Complete"], counts["No RAG word"]) == (1, 1)


def test_all_can_be_asked_about(master: Path) -> None:
    xlplan.add_period(master, "Dec 26", now=NOW).save()
    issued = xlplan.issue(master, ask_complete=True, now=NOW)
    assert {one.officer: one.actions for one in issued.returns} == {"Ann Lee": 1, "Bob Ray": 1}
    assert not issued.unissued


def test_nothing_is_carried_where_it_is_not_wanted(master: Path) -> None:
    xlplan.add_period(master, "Dec 26", carry=False, now=NOW).save()
    assert action(master, "A001")["Dec 26 RAG"] is None
    assert not xlplan.issue(master).unissued


def test_an_officer_with_complete_actions_alone_is_not_said_to_own_none(master: Path) -> None:
    xlplan.add_period(master, "Dec 26", now=NOW).save()
    with pytest.raises(WrongUsage, match="Ask about complete ones too with --all"):
        xlplan.issue(master, officers=["Ann Lee"])


def test_errors_of_owners_are_said_before_anything_is_sent(tmp_path: Path) -> None:
    """A slip of the keyboard became a second person, who got a return that the real owner never saw."""
    master = plan(tmp_path, ["Ann Lee", "Bob Ray"])

    def misspell(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.cell(5, columns(sheet)["Owner"]).value = "Bob Rae"

    change_sheet(master, "Plan", misspell)
    xlplan.add_period(master, "Dec-26", now=NOW).save()
    issued = xlplan.issue(master, now=NOW)
    assert [(finding.code, finding.id) for finding in issued.findings] == [("OWN002", "A002")]
    assert issued.warnings[0] == "Put right before anything is sent:"
    assert "A002" in issued.warnings[1]
    assert issued.needs_a_person
    assert not xlplan.issue(master, officers=["Ann Lee"], now=NOW).findings


def test_an_older_master_that_calls_coming_periods_closed_opens_them(master: Path) -> None:
    def close(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in range(4, sheet.max_row + 1):
            sheet.cell(row, columns(sheet)["Status"]).value = "Closed"

    change_sheet(master, "Periods", close)
    assert xlplan.status(master).period == "Sep 26"
    assert xlplan.add_period(master, "Dec-26").was_planned


def test_the_direction_of_travel_survives_a_month_without_a_word(tmp_path: Path) -> None:
    gone = {
        "Sep-26": ["Red", "Green", "Amber", "Green"],
        "Oct-26": [None, "Not started", "Not started", "Complete"],
        "Nov-26": ["Green", "Green", "Complete", "Red"],
    }
    master = plan(tmp_path, ["Ann Lee"] * 4, gone)
    sheet = openpyxl.load_workbook(master, data_only=True)["Plan"]
    column = columns(sheet)["Nov-26 direction"]
    assert [sheet.cell(row, column).value for row in range(4, 8)] == ["better", "better", "better", "worse"]
    xlplan.add_period(master, "Dec-26").save()
    xlplan.issue(master).save()
    issued = master.parent / "issued" / "Dec-26 Ann Lee.xlsx"
    back = fill_in(issued, master.parent / "back", {"A001": {"RAG": "Red"}})
    xlplan.merge(master, back).save()
    sheet = openpyxl.load_workbook(master, data_only=True)["Plan"]
    assert sheet.cell(4, columns(sheet)["Dec-26 direction"]).value == "worse"


@pytest.mark.parametrize(
    ("opened", "asked", "statuses_after"),
    [
        (None, "Sep 26", {"Sep 26": "Closed", "Dec 26": "Planned", "Mar 27": "Planned"}),
        (None, "Mar 27", {"Sep 26": "Closed", "Dec 26": "Planned", "Mar 27": "Open"}),
        ("Dec 26", "Mar 27", {"Sep 26": "Closed", "Dec 26": "Open", "Mar 27": "Planned"}),
        ("Dec 26", "Sep 26", {"Sep 26": "Closed", "Dec 26": "Open", "Mar 27": "Planned"}),
    ],
)
def test_issuing_opens_what_is_planned_when_nothing_is_open_and_nothing_else(
    opened: str | None, asked: str, statuses_after: dict[str, str], tmp_path: Path
) -> None:
    """A closed period would be asked about again, or the open one closed while its returns are out."""
    words: dict[str, list[str | None]] = {"Sep 26": ["Red"], "Dec 26": [None], "Mar 27": [None]}
    planned = plan(tmp_path, ["Pat Example"], words)
    if opened:
        xlplan.add_period(planned, opened, now=NOW).save()
    issued = xlplan.issue(planned, period=asked, now=NOW)
    issued.save()
    assert statuses(planned) == statuses_after
    assert issued.was_opened is (opened is None and asked == "Mar 27")
    assert [one.actions for one in issued.returns] == [1]
