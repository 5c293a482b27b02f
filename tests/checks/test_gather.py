"""The checks read the cells of the Plan; everything else asks its actions: an officer must hear the same from both."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders.cycle import PERIOD, a_master, change_sheet, columns
from tests.builders.typed_master import PLAN_HEADINGS, typed_master
from xlplan.checks.catalogue import RULES
from xlplan.checks.context import Context, OwnCell
from xlplan.checks.gather import build_context, find_all, list_source_sheets, read_own_rows, source_place
from xlplan.layout.master import Master, read_master
from xlplan.layout.record import IssuedReturn, issued_action
from xlplan.values.overdue import due_now, is_overdue, last_word, periods_to
from xlplan.workbook.file import opened
from xlplan.workbook.grid import Cell, Grid

TODAY = dt.date(2026, 11, 23)
PAST, TO_COME = dt.datetime(2026, 9, 30), dt.datetime(2027, 3, 31)

TYPED: list[dict[str, object]] = [
    {"Due": PAST, f"{PERIOD} RAG": "green ", f"{PERIOD} progress": "  Two posts filled\u00a0"},
    {"Due": PAST, "Revised due": TO_COME, f"{PERIOD} RAG": "Green"},
    {"Due": PAST, "Revised due": "when the panel meets", f"{PERIOD} RAG": "Red"},
    {"Due": TO_COME, "Revised due": dt.datetime(2026, 9, 30, 14, 30), f"{PERIOD} RAG": "Amber"},
    {"Due": PAST, f"{PERIOD} RAG": "completed"},
    {"Due": PAST, "Timescale": "Completed July 2026", f"{PERIOD} RAG": "Amber"},
    {"Due": "soon", "Revised due": None, f"{PERIOD} RAG": "On track", f"{PERIOD} progress": 40},
    {"Due": None, f"{PERIOD} RAG": 3, f"{PERIOD} progress": dt.datetime(2026, 11, 2)},
    {"ID": None, "Due": PAST, "Sep-26 RAG": "R", f"{PERIOD} RAG": None},
]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Master:
    def change(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row, cells in enumerate(TYPED, 4):
            for heading, value in cells.items():
                sheet.cell(row, at[heading]).value = value  # type: ignore[assignment]

    path = a_master(tmp_path_factory.mktemp("typed"))
    return read_master(opened(change_sheet(path, "Plan", change)))


@pytest.fixture(scope="module")
def context(master: Master) -> Context:
    return build_context(master, period=PERIOD, today=TODAY)


def test_a_row_says_what_its_action_says(master: Master, context: Context) -> None:
    labels = periods_to(master.period_labels, PERIOD)
    assert len(context.rows) == len(master.plan.actions) > len(TYPED)
    for row, action in zip(context.rows, master.plan.actions, strict=True):
        assert (row.action, row.id, row.due) == (action, action.id, due_now(action))
        assert context.last_word(row) == last_word(action, labels, master.key)
        assert context.is_overdue(row) == is_overdue(action, labels, master.key, TODAY)
        for label in (*master.period_labels, "Not a period"):
            report = action.in_period(label)
            word = master.key.word(report.rag) or report.rag
            assert context.reported(row, label) == (word, report.progress)


def test_the_rows_that_were_typed_are_judged_as_they_should_be(context: Context) -> None:
    rows = context.rows[: len(TYPED)]
    assert [context.is_overdue(row) for row in rows] == [
        True, False, True, True, False, False, False, False, True,
    ]  # fmt: skip
    assert [context.now(row).rag for row in rows] == [
        "Green", "Green", "Red", "Amber", "Complete", "Amber", "On track", "3", "",
    ]  # fmt: skip


def test_what_came_back_is_expected_to_say_something(master: Master) -> None:
    """The officer is asked about a row that they passed over, though the day for returns has not come."""
    asked = {row.id for row in build_context(master, period=PERIOD, today=TODAY).rows if row.is_expected}
    identity = next(row.id for row in build_context(master, period=PERIOD, today=TODAY).rows if row.id)
    [only] = build_context(master, period=PERIOD, today=TODAY, only=[identity], came_back=True).rows
    assert only.is_expected
    assert identity not in asked


LAST, NOW = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
HEADINGS = (*PLAN_HEADINGS, "Sep-26 RAG", "Sep-26 progress")
ROWS = [
    (f"A00{number}", f"1.{number}", "Do it", "Pat", PAST, None, f"'Own'!A{number}") for number in (1, 2, 3)
]


def entries() -> list[IssuedReturn]:
    """A001 and A002 are issued to Pat, A009, which has been taken out since, to Sam and then to Pat."""

    def issued(identity: str, officer: str, ids: tuple[str, ...]) -> IssuedReturn:
        return IssuedReturn(
            id=identity, period="Sep-26", officer=officer, file="x.xlsx", when=dt.datetime(2026, 9, 1), columns=(),
            actions={each: issued_action(each, {}, "Sep-26") for each in ids},
        )  # fmt: skip

    return [issued("R0001", "Sam", ("A009", "A010")), issued("R0002", "Pat", ("A001", "A002", "A009"))]


@pytest.mark.parametrize(
    ("status", "opens", "due", "received", "expected"),
    [
        ("Open", LAST, None, None, []),
        ("Open", LAST, NOW, None, []),  # they may come today
        ("Open", LAST, LAST, None, ["A001", "A002", "A003"]),
        ("Closed", LAST, None, None, ["A001", "A002", "A003"]),
        ("Closed", None, None, None, []),  # a council's own period of earlier
        ("Open", LAST, None, LAST, ["A001", "A002"]),
        (None, None, None, LAST, ["A001", "A002"]),
    ],
)
def test_words_are_missed_only_when_they_should_be_there_by_now(
    status: str | None,
    opens: dt.date | None,
    due: dt.date | None,
    received: dt.date | None,
    expected: list[str],
) -> None:
    """An officer who still has a week must not be asked why nothing is said, nor one pass who has returned nothing."""
    lists = {
        "Periods": [("Period", "Opens", "Returns due", "Status"), ("Sep-26", opens, due, status)],
        "Returns": [("Period", "Officer", "Received"), ("Sep-26", "Pat", received), ("Sep-26", "Sam", None)],
    }
    master = typed_master(ROWS, lists, headings=HEADINGS, entries=entries())
    context = build_context(master, period="Sep-26", today=NOW)
    assert [row.id for row in context.rows if row.is_expected] == expected
    assert not any(row.is_expected for row in build_context(master, period="", today=NOW).rows)


@pytest.mark.parametrize(
    ("status", "opens", "is_asked"),
    [("Open", None, True), ("Closed", LAST, True), ("Closed", None, False), (None, None, False)],
)
def test_nobody_was_asked_in_a_plan_that_was_only_just_made(
    status: str | None, opens: dt.date | None, is_asked: bool
) -> None:
    lists = {"Periods": [("Period", "Opens", "Status"), ("Sep-26", opens, status)]}
    master = typed_master(ROWS, lists, headings=HEADINGS)
    assert build_context(master, period="Sep-26", today=NOW).is_asked is is_asked


def test_a_date_has_moved_as_often_as_the_trail_says_that_somebody_moved_it() -> None:
    lines = [
        ("ID", "Operation", "Column", "Old", "New"),
        ("A001", "merge", "Due", None, "31/03/2027"),  # the first date is no move
        ("A001", "merge", "Due", "31/03/2027", "30/04/2027"),
        ("A001", "resolve", "Revised due", None, "31/05/2027"),
        ("A001", "resolve", "Revised due", "31/05/2027", None),
        ("A001", "validate", "Due", "30/4/27", "30/04/2027"),
        ("A001", "merge", "Owner", "Pat", "Sam"),
        ("A002", "merge", "Revised due", "a", "b"),
    ]
    rows = build_context(typed_master(ROWS, {"Changes": lines}), period="", today=NOW).rows
    assert [row.revisions for row in rows] == [2, 1, 0]


def test_an_action_that_was_issued_and_is_gone_is_told_where_its_last_return_is_listed() -> None:
    """A row deleted by a slip of the hand would never be missed."""
    returns = [("Period", "Officer"), ("Sep-26", "Pat"), ("Aug-26", "Sam")]
    master = typed_master(ROWS, {"Returns": returns}, entries=entries())
    gone = build_context(master, period="", today=NOW).gone
    assert [(one.id, one.officer, one.period, one.sheet, one.cell) for one in gone] == [
        ("A009", "Pat", "Sep-26", "Returns", "B4"),
        ("A010", "Sam", "Sep-26", "Plan", "A3"),
    ]
    assert build_context(master, period="", today=NOW, only=["A001"]).gone == ()


def test_a_fill_that_a_person_gave_a_rag_cell_goes_with_its_row() -> None:
    cells = {
        (row, column): Cell(text, text, fill)
        for row, column, text, fill in [
            (3, 8, "Sep-26 RAG", "FF0000"),
            (4, 8, "Green", "FF0000"),
            (5, 8, "Green", "FFFFFF"),
            (6, 8, "Green", ""),
            (4, 9, "All well", "00FF00"),
        ]
    }
    lists = {"Periods": [("Period",), ("Sep-26",)]}
    master = typed_master(ROWS, lists, headings=HEADINGS)
    context = build_context(master, period="Sep-26", today=NOW, plan_grid=Grid("Plan", cells))
    assert [dict(row.fills) for row in context.rows] == [{"Sep-26 RAG": "FF0000"}, {}, {}]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("'Plan 1'!A5", ("Plan 1", 5)),
        ("'Pat''s plan'!$AB$17", ("Pat's plan", 17)),
        ("'Plan 1'!A5 and below", None),
        ("Plan 1!A5", None),
        ("", None),
    ],
)
def test_a_row_is_traced_to_the_councils_own_sheet(source: str, place: tuple[str, int] | None) -> None:
    assert source_place(source) == place


def test_the_cells_of_the_councils_own_row_go_with_the_action() -> None:
    own = Grid("Own (original)", {
        (1, 2): Cell(PAST, "30/09/2026", "FF0000"), (1, 3): Cell("Late ", "Late "), (1, 4): Cell(None, ""),
        (9, 1): Cell("x", "x"),
    })  # fmt: skip
    master = typed_master(ROWS)
    assert list_source_sheets(master) == ("Own",)
    rows = build_context(master, period="", today=NOW, own=read_own_rows({"Own": own})).rows
    assert rows[0].own == (
        OwnCell("Own (original)", "B1", "30/09/2026", "FF0000", PAST),
        OwnCell("Own (original)", "C1", "Late"),
    )
    assert rows[1].own == ()


def test_findings_stand_worst_first_each_at_its_cell() -> None:
    """A coordinator works the list from the top and clicks on the cell."""
    officers = [("Active", "Name"), ("Yes", "Pat"), ("Yes", "Patt")]
    rows = [("A001", "1", None, None, None, None, None), ("A002", "2", "Do it", "Pat", None, None, None)]
    master = typed_master(rows, {"Officers": officers})
    context = build_context(master, period="", today=NOW)
    found = [finding for finding, _ in find_all(context, list(RULES), master)]
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities, key=("error", "warning", "info").index)
    assert len({*severities}) > 1
    at = {(finding.code, finding.id): (finding.sheet, finding.cell, finding.column) for finding in found}
    assert at["OWN001", "A001"] == ("Plan", "D4", "Owner")
    assert at["DUE001", "A002"] == ("Plan", "", "Timescale")  # a person has deleted that column
    assert find_all(context, [], master) == []
