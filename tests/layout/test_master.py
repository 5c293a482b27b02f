"""A master is read as a person has left it: moved, retyped, half filled in."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.builders.merge_examples import a_plan, issue
from tests.builders.typed_master import PLAN_HEADINGS, typed_book, typed_master
from xlplan.errors import NotAMaster
from xlplan.layout.master import Master, read_master, read_table
from xlplan.model import KeyEntry, Officer, Period
from xlplan.workbook.grid import Cell, Grid, Value

ROW = ("A001", "1.1", "Mend the roof", "Pat Example", dt.date(2027, 3, 31), None, "'Own'!A5")
PERIODS = ("Sep-26 RAG", "Sep-26 progress", "Dec-26 RAG", "Dec-26 progress", "Mar-27 RAG", "Mar-27 progress")


def reported(*words: Value, listed: list[tuple[Value, ...]] | None = None) -> Master:
    """A plan of one action with three periods: their RAG and progress cells, and the Periods sheet."""
    lists = {"Periods": [("Period", "Opens", "Returns due", "Status"), *listed]} if listed else {}
    return typed_master([(*ROW, *words)], lists, headings=(*PLAN_HEADINGS, *PERIODS))


@pytest.mark.parametrize("missing", ["ID", "Action", "Owner", "Source"])
def test_a_plan_without_a_heading_that_everything_hangs_on_is_refused_by_its_name(missing: str) -> None:
    """A row without its ID, owner or source would be merged, issued or traced to nowhere."""
    headings = [heading if heading != missing else "Mine" for heading in PLAN_HEADINGS]
    with pytest.raises(NotAMaster, match=f"sheet Plan: row 3 lacks the heading {missing}") as refused:
        typed_master([ROW], headings=headings)
    assert "Put the heading back" in str(refused.value)


def test_each_missing_heading_is_named() -> None:
    with pytest.raises(NotAMaster, match="lacks the heading ID and Owner"):
        typed_master([ROW], headings=("No", "Ref", "Action", "Who", "Due", "Revised due", "Source"))


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        ("A001", "a001", True),
        ("A001", " A001 ", True),
        ("A001", "A002", False),
        (None, None, False),
        ("", " ", False),
    ],
)
def test_an_id_that_stands_twice_is_refused_where_the_second_stands(
    first: Value, second: Value, is_refused: bool
) -> None:
    """What is returned for the one would be written into the other."""
    rows = [(first, *ROW[1:]), (second, *ROW[1:])]
    if not is_refused:
        assert len(typed_master(rows).plan.actions) == 2
        return
    with pytest.raises(NotAMaster, match="cell A5: the ID A001 stands in row 4 too") as refused:
        typed_master(rows)
    assert "Clear one of the two ID cells" in str(refused.value)


@pytest.mark.parametrize("left_out", ["Plan", "_xlplan"])
def test_a_workbook_that_lacks_one_of_the_two_sheets_is_no_master(left_out: str) -> None:
    book = typed_book([ROW])
    book._grids.pop(left_out)  # type: ignore[attr-defined]
    with pytest.raises(NotAMaster, match="not a master in the standard layout") as refused:
        read_master(book)
    assert "xlplan standardise typed.xlsx" in str(refused.value)


def test_columns_are_known_by_their_headings_wherever_and_however_they_stand() -> None:
    """Somebody has moved columns, retyped headings and put one of their own beside them."""
    headings = ("Source", " ", "OWNER", " action ", "id", "Cost", "Action", 2027)
    master = typed_master([("'Own'!A5", "x", "Pat", "Mend it", "A007", 12, "second", "y")], headings=headings)
    assert master.columns == {
        "Source": 1, "Owner": 3, "Action": 4, "ID": 5, "Cost": 6, "2027": 8,
    }  # fmt: skip
    [action] = master.plan.actions
    assert (action.id, action.action, action.owner, action.source) == ("A007", "Mend it", "Pat", "'Own'!A5")
    assert action.other == {"Cost": 12, "2027": "y"}
    assert master.rows == {"A007": 4}


def test_only_rows_below_the_headings_that_hold_something_are_rows() -> None:
    """A title taken for an action, or a row of totals, would be issued to nobody."""
    cells = {
        (1, 1): Cell("Title", "Title"),
        (2, 1): Cell("A line", "A line"),
        (3, 1): Cell("ID", "ID"),
        (3, 2): Cell("Action", "Action"),
        (4, 1): Cell("A001", "A001"),
        (5, 1): Cell(" ", " "),
        (6, 5): Cell("beside the table", "beside the table"),
        (7, 2): Cell(0, "0"),
        (8, 1): Cell("Total", "Total"),
    }
    table = read_table(Grid("Plan", cells, totals=frozenset({8})))
    assert [(row.row, dict(row.values)) for row in table.rows] == [
        (4, {"ID": "A001", "Action": None}),
        (7, {"ID": None, "Action": 0}),
    ]
    assert table.sheet == "Plan"


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        (None, "A plan"),
        ([[], [], [], ["Title", "Homes  and\nroads "]], "Homes and roads"),
        ([[], [], [], ["title", "Homes"]], "Homes"),
        ([[], [], [], ["Title", None]], "A plan"),
        ([[], [], [], ["Name", "Homes"]], "A plan"),
    ],
)
def test_the_title_typed_on_the_cover_is_the_plans_everywhere(
    cover: list[list[Value]] | None, title: str
) -> None:
    master = typed_master([ROW], cover=cover)
    assert (master.title, master.plan.title, master.heading) == (title, title, "A plan")


def test_what_stands_beside_a_label_of_the_cover_is_found_wherever_it_stands() -> None:
    """The letters would go out without the coordinator's name where a line was put in above it."""
    master = typed_master(
        [ROW], cover=[["A"], [None, "x"], ["COORDINATOR:", " Jo \n Lee"], ["Reply to", None]]
    )
    assert master.cover == {"a": "", "coordinator": "Jo Lee", "reply to": ""}


@pytest.mark.parametrize(
    ("headings", "listed", "labels"),
    [
        (["Sep-26 RAG", "Sep-26 progress"], [], ["Sep-26"]),
        (["Sep-26 progress", "Sep-26 RAG", "Aug-26 RAG", "Aug-26 progress"], [], ["Sep-26", "Aug-26"]),
        (["Comments on progress"], [], []),
        (["Sep-26 RAG"], [], []),
        (["Sep-26 RAG"], ["SEP-26"], ["Sep-26"]),
        (["Sep-26 progress"], ["Sep-26"], ["Sep-26"]),
        (["RAG", "progress"], [""], []),
        ([], ["Sep-26"], []),
    ],
)
def test_a_period_is_one_that_has_columns_and_that_somebody_has_listed_or_that_has_both(
    headings: list[str], listed: list[str], labels: list[str]
) -> None:
    """ "Comments on progress" must not be asked about as a review period."""
    lists = {"Periods": [("Period", "Status"), *((label, "Open") for label in listed)]}
    master = typed_master([ROW], lists, headings=(*PLAN_HEADINGS, *headings))
    assert list(master.period_labels) == labels


def test_what_the_periods_sheet_says_of_a_period_is_read() -> None:
    day, due = dt.date(2026, 12, 1), dt.datetime(2026, 12, 11)
    master = reported("Red", listed=[("dec-26", day, due, "OPEN"), ("Sep-26", None, None, None)])
    assert master.periods == (
        Period(label="Sep-26", status=""),
        Period(label="Dec-26", opens=day, returns_due=dt.date(2026, 12, 11), status="Open"),
        Period(label="Mar-27", status=""),
    )


OPENED = dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("words", "listed", "current", "opened", "planned"),
    [
        (["Red"], [], "Sep-26", "", ["Dec-26", "Mar-27"]),
        ([None, "All well"], [], "Sep-26", "", ["Dec-26", "Mar-27"]),
        ([], [], "", "", ["Sep-26", "Dec-26", "Mar-27"]),
        (["Red", None, None, None, "Red"], [], "Mar-27", "", []),
        (["Red"], [("Dec-26", OPENED, None, "Open")], "Dec-26", "Dec-26", ["Mar-27"]),
        (["Red"], [("Dec-26", OPENED, None, "Closed")], "Sep-26", "", ["Mar-27"]),
        (["Red", None, "Red"], [("Sep-26", OPENED, None, "Open")], "Sep-26", "Sep-26", ["Mar-27"]),
        (
            [],
            [("Sep-26", None, None, "Open"), ("Dec-26", None, None, "Open")],
            "Dec-26",
            "Dec-26",
            ["Mar-27"],
        ),
        (["Red"], [("Sep-26", OPENED, None, "Planned")], "Sep-26", "", ["Sep-26", "Dec-26", "Mar-27"]),
    ],
)
def test_the_current_period_is_the_open_one_or_the_last_in_which_something_stands(
    words: list[Value], listed: list[tuple[Value, ...]], current: str, opened: str, planned: list[str]
) -> None:
    """Reports, checks and returns of the wrong month."""
    master = reported(*words, listed=listed)
    assert (master.current_period, master.open_period) == (current, opened)
    assert list(master.planned_periods) == planned


def test_a_period_whose_rag_column_was_renamed_gives_no_words() -> None:
    headings = (*PLAN_HEADINGS, "Sep-26 progress", "Dec-26 RAG", "Dec-26 progress")
    master = typed_master([ROW], {"Periods": [("Period",), ("Sep-26",)]}, headings=headings)
    assert (master.period_labels, master.rated_periods) == (("Sep-26", "Dec-26"), ("Dec-26",))


@pytest.mark.parametrize(
    ("typed", "is_active"),
    [("Yes", True), (None, True), ("NO", False), ("n", False), ("Left", False), (False, False), ("inactive", False),
     ("since May", True)],
)  # fmt: skip
def test_who_has_left_is_known_by_any_of_the_usual_words(typed: Value, is_active: bool) -> None:
    rows = [("Name", "Active", "Also known as"), ("Pat", typed, "P; Patricia ;;")]
    assert typed_master([ROW], {"Officers": rows}).officers == (
        Officer(name="Pat", active=is_active, aliases=("P", "Patricia")),
    )


def test_an_officers_line_is_read_whole() -> None:
    fields = ("Name", "Initials", "Post", "Team", "Email", "Copy to")
    values = ("Pat", "PE", "Head", "Homes", "pat@example.org", "jo@example.org")
    [officer] = typed_master([ROW], {"Officers": [fields, values]}).officers
    assert tuple(officer.model_dump()[name.lower().replace(" ", "_")] for name in fields) == values


def test_the_key_is_the_plans_own_and_ours_where_there_is_none() -> None:
    rows = [("As typed", "Means", "Colour", "Definition"), ("Parked", "Amber", "#ffc000", "Waits")]
    own = typed_master([ROW], {"Key": rows})
    assert own.own_key == (KeyEntry(as_typed="Parked", means="Amber", colour="FFC000", definition="Waits"),)
    assert (own.key.word("parked"), own.key.word("Red")) == ("Amber", None)
    for none in ({}, {"Key": rows[:1]}):
        master = typed_master([ROW], none)
        assert (master.own_key, master.key.word("red")) == ((), "Red")


def test_a_line_waits_until_it_is_decided_and_only_if_it_has_a_number() -> None:
    rows = [("No", "Decided"), (1, None), (2, "20/11/2026"), (None, None), (4, " ")]
    master = typed_master([ROW], {"Conflicts": rows})
    assert [line.values["No"] for line in master.undecided_lines] == [1, 4]
    assert typed_master([ROW]).undecided_lines == ()


def test_returns_are_looked_up_by_their_period() -> None:
    issued = issue(a_plan()).entries[0]
    other = dataclasses.replace(issued, id="R0009", period="Nov-05")
    rows = [("Period", "Officer"), ("Oct-05", "Nadia Frost"), ("Nov-05", "Omar Pike")]
    master = typed_master([ROW], {"Returns": rows}, entries=(issued, other))
    assert [row.text("Officer") for row in master.return_rows("Nov-05")] == ["Omar Pike"]
    assert [one.id for one in master.issued_in("Nov-05")] == ["R0009"]


@pytest.mark.parametrize(
    ("typed", "revised"),
    [
        (dt.datetime(2027, 6, 30), dt.date(2027, 6, 30)), ("when funds allow", "when funds allow"),
        (None, None), ("  ", None),
    ],
)  # fmt: skip
def test_a_revised_date_is_a_date_or_the_words_that_were_typed(
    typed: Value, revised: dt.date | str | None
) -> None:
    [action] = typed_master([(*ROW[:5], typed, ROW[6])]).plan.actions
    assert (action.revised_due, action.due) == (revised, dt.date(2027, 3, 31))


def test_a_row_that_has_no_id_yet_is_an_action_of_the_plan_and_of_no_id() -> None:
    master = typed_master([ROW, (None, *ROW[1:])])
    assert [action.id for action in master.plan.actions] == ["A001", ""]
    assert list(master.cells) == list(master.actions) == list(master.rows) == ["A001"]


def test_owners_are_known_by_their_register_whatever_they_are_called_in_the_plan() -> None:
    lists = {"Officers": [("Name", "Initials", "Also known as"), ("Pat Example", "PE", "Patricia Example")]}
    rows = [("A001", "1", "x", "PE"), ("A002", "2", "y", "Sam Sample"), (None, "3", "z", "Kim Case")]
    assert typed_master(rows, lists).owners == {"pat example", "sam sample"}
