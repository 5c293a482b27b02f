"""What a user may ask of a reading, what is refused, and what is said about everything that was inferred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.messy import Written, sheet
from tests.builders.messy_plans import PLANS
from xlplan.checks.reading import findings
from xlplan.errors import NoPlanFound, WrongUsage
from xlplan.importing.reader import Reading, read_plan_sheets
from xlplan.importing.row_reader import own_formats
from xlplan.layout.plan_sheet import plan_sheet
from xlplan.model import Action, Plan
from xlplan.workbook.grid import Cell, Grid
from xlplan.workbook.readers import read_grids

HEADS = ["Ref", "Action", "Owner", "Due", "RAG", "Progress"]


def plan(*rows: list[Written], heads: list[Written] | None = None) -> Grid:
    return sheet(heads or list(HEADS), *rows, name="Plan")


def codes(reading: Reading) -> dict[str, str]:
    """Code -> the cell of its last finding."""
    return {finding.code: finding.cell for finding in findings(reading.inferences)}


def test_the_plan_says_where_each_row_came_from() -> None:
    """If this fails, nobody can check the master against the council's own sheet."""
    reading = read_plan_sheets([sheet(HEADS, ["1", "Paint", "Al", "May 2026"], name="My plan", at="C5")])
    assert [(row.sheet, row.row, row.cell) for row in reading.rows] == [("My plan", 6, "C6")]
    [table] = reading.tables
    assert (table.sheet, table.header_row, table.first_row, table.last_row) == ("My plan", 5, 6, 6)
    assert table.columns["Owner"] == "owner"


@pytest.mark.parametrize(
    "grids",
    [
        [sheet(["Name", "Team", "Start date"], ["Ann", "Adults", dt.date(2020, 1, 1)])],
        [sheet(["Risk", "Likelihood", "Impact", "Owner"], ["Staff leave in large numbers", 3, 4, "Al Moss"])],
        [sheet(["Council priority", "Objectives"], ["A greener town", "Plant trees in all the parks"])],
        [sheet(["Action", "Owner", "Date"])],
        [sheet(["Issue ID", "Description", "Owner", "Actions", "Status"], ["1"], ["2"], ["3"])],
        [sheet(["Dear all, please find the plan attached."])],
        [sheet()],
        [],
    ],
    ids=[
        "staff",
        "risks",
        "priorities",
        "headings alone",
        "numbers alone",
        "a letter",
        "an empty sheet",
        "no sheet",
    ],
)
def test_a_workbook_without_a_plan_is_refused_in_one_line(grids: list[Grid]) -> None:
    """If this fails, a list of staff becomes a plan, or the user sees a traceback."""
    with pytest.raises(NoPlanFound) as refusal:
        read_plan_sheets(grids)
    assert "an owner or a date" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_refusal_says_what_came_nearest() -> None:
    """If this fails, the user does not know which sheet or heading to put right."""
    grid = sheet([], ["Ref", "Wishes", "Owner"], ["1", "Paint", "Al"], name="Tasks")
    with pytest.raises(NoPlanFound, match=r"sheet Tasks, row 2: 'Ref', 'Wishes', 'Owner'"):
        read_plan_sheets([grid])


def test_the_user_may_say_what_a_heading_means() -> None:
    """If this fails, a plan with headings of its own cannot be read at all."""
    grid = sheet(["Wot", "Oo", "Wen"], ["Paint the hall", "Ben", "June 2026"])
    [row] = read_plan_sheets([grid], headings={"wot": "Action", "Oo": "owner", "Wen": "timescale"}).rows
    assert (row.action, row.owner, row.due) == ("Paint the hall", "Ben", dt.date(2026, 6, 30))


def test_the_user_overrules_the_vocabulary() -> None:
    """If this fails, --map is taken and then ignored."""
    grid = plan(["1", "Paint", "Al", "May 2026", "", "Half done"])
    [row] = read_plan_sheets([grid], headings={"Progress": "notes"}).rows
    assert (row.notes, row.progress) == ("Half done", {})


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"headings": {"Action": "wishes"}}, "'wishes' is no field. Choose one of: theme, recommendation"),
        (
            {"headings": {"Nowhere": "action"}},
            "there is no heading 'Nowhere'. The headings found are: Ref, Action",
        ),
        ({"sheets": ["Plam"]}, "there is no sheet 'Plam'. The sheets are: Plan"),
    ],
)
def test_a_slip_of_the_pen_names_the_choices(asked: dict[str, object], message: str) -> None:
    """If this fails, a mistyped option is ignored in silence."""
    with pytest.raises(WrongUsage) as refusal:
        read_plan_sheets([plan(["1", "Paint", "Al", "May 2026"])], **asked)  # type: ignore[arg-type]
    assert message in str(refusal.value)


def test_only_the_sheets_asked_for_are_read() -> None:
    """If this fails, last year's plan comes in with this year's."""
    old, new = (sheet(HEADS, ["1", f"{name} paint", "Al"], name=name) for name in ("Old", "New"))
    assert [row.action for row in read_plan_sheets([old, new], sheets=["new"]).rows] == ["New paint"]


@pytest.mark.parametrize(
    ("title", "sheet_name", "asked", "period"),
    [
        ("Update, October 2025", "Sheet1", None, "October 2025"),
        ("Update", "Progress Feb 05", None, "Feb 05"),
        ("Update", "Sheet1", None, "Start"),
        ("Update, October 2025", "Sheet1", "Round 3", "Round 3"),
        ("Plan April 2025 – March 2026", "Sheet1", None, "Start"),
    ],
)
def test_progress_without_a_period_gets_one_and_it_is_said(
    title: str, sheet_name: str, asked: str | None, period: str
) -> None:
    """If this fails, progress is lost for want of a period, or filed under a wrong one in silence."""
    grid = sheet([title], [], HEADS, ["1", "Paint", "Al", "May 2026", "G", "Half done"], name=sheet_name)
    reading = read_plan_sheets([grid], period=asked)
    assert reading.periods == (period,)
    assert reading.rows[0].progress == {period: "Half done"}
    assert ("LAY003" in codes(reading)) == (asked is None)


def test_an_undated_comment_belongs_to_the_latest_period() -> None:
    """If this fails, this quarter's words are shown as the first quarter's."""
    heads: list[Written] = ["Action", "Lead", "By when", "Comments", "Dec-25", "Sep-25"]
    reading = read_plan_sheets([plan(["Paint", "Al", "May", "Half done", "G", "R"], heads=heads)])
    assert reading.periods == ("Sep-25", "Dec-25")
    assert reading.rows[0].progress == {"Dec-25": "Half done"}
    assert reading.rows[0].rag == {"Dec-25": "Green", "Sep-25": "Red"}


@pytest.mark.parametrize(
    ("heads", "said", "rag", "other"),
    [
        (["Status"], [["Planning"], ["Done"]], ["Planning", "Done"], [{}, {}]),
        (["Status"], [["Amber"], ["green "]], ["Amber", "Green"], [{}, {}]),
        (["Progress"], [["Not started"], ["COMPLETE"]], ["Not started", "Complete"], [{}, {}]),
        (["Done?"], [["Yes"], ["No"]], ["Yes", "No"], [{}, {}]),
        (
            ["RAG", "Status"],
            [["Red", "Open"], ["Green", "Done"]],
            ["Red", "Green"],
            [{"Status": "Open"}, {"Status": "Done"}],
        ),
        (["Status"], [["The paint has come"], ["Swept twice so far"]], ["", ""], None),
    ],
    ids=["words of their own", "colours", "under Progress", "yes and no", "beside a RAG", "prose"],
)
def test_a_status_is_read_where_the_plan_has_no_other(
    heads: list[str], said: list[list[str]], rag: list[str], other: list[dict[str, str]] | None
) -> None:
    """If this fails, actions that the council calls done are chased as if nobody had said how they stand."""
    rows = [["Paint the hall", "Al", "May", *said[0]], ["Sweep the yard", "Al", "May", *said[1]]]
    reading = read_plan_sheets([plan(*rows, heads=["Action", "Lead", "By when", *heads])])
    assert [row.rag.get("Start", "") for row in reading.rows] == rag
    assert other is None or [row.other for row in reading.rows] == other


@pytest.mark.parametrize(
    ("cell", "owner", "supporting"),
    [
        ("Ada Marsh and Bob Reed", "Ada Marsh", "Bob Reed"),
        ("Ada Marsh supported by Bob Reed", "Ada Marsh", "Bob Reed"),
        ("Bob Reed, with Ada Marsh (lead)", "Ada Marsh", "Bob Reed"),
        ("Lead: Ada Marsh\nSupport: Bob Reed, Cy Dunn", "Ada Marsh", "Bob Reed; Cy Dunn"),
        ("Ada Marsh (until June)", "Ada Marsh (until June)", ""),
    ],
)
def test_words_that_join_names_do_not_keep_a_cell_whole(cell: str, owner: str, supporting: str) -> None:
    """If this fails, two people share one owner's place, and neither is asked for progress."""
    [row] = read_plan_sheets([plan(["1", "Paint", cell, "May 2026"])]).rows
    assert (row.owner, row.supporting) == (owner, supporting)


def test_a_date_that_moved_comes_with_the_first_and_the_later_one() -> None:
    """If this fails, the date that was first agreed is lost, or a date in Revised gives way to an older one."""
    heads: list[Written] = ["Ref", "Action", "Owner", "By when", "Revised date"]
    rows = read_plan_sheets(
        [
            plan(
                ["1", "Paint", "Ada Marsh", "June 2026 - slipped to Dec 2026", None],
                ["2", "Sweep", "Ada Marsh", "Mar 27 (was Dec 26)", "30/06/2027"],
                ["3", "Mend", "Ada Marsh", "June 2026", "Dec 26 (2nd revision)"],
                ["4", "Weed", "Ada Marsh", "June 2026", "30/6/26 then 31/12/26"],
                heads=heads,
            )
        ]
    ).rows
    assert [(row.due, row.revised_due) for row in rows] == [
        (dt.date(2026, 6, 30), dt.date(2026, 12, 31)),
        (dt.date(2026, 12, 31), dt.date(2027, 6, 30)),
        (dt.date(2026, 6, 30), "Dec 26 (2nd revision)"),
        (dt.date(2026, 6, 30), "30/6/26 then 31/12/26"),
    ]


def test_dates_that_another_computer_may_have_turned_round_are_asked_about_once_a_column() -> None:
    """If this fails, 6 August typed as 6/8 is chased on 8 June, and nobody is told."""
    heads: list[Written] = ["Ref", "Action", "Owner", "Start date", "Target date", "Reported"]
    may = dt.date(2027, 5, 9)
    grid = plan(
        ["1", "Paint", "Ada Marsh", dt.date(2027, 1, 8), dt.date(2027, 6, 8), may],
        ["2", "Sweep", "Ada Marsh", "14/06/2027", "13/07/2027", "13/05/2027"],
        ["3", "Mend", "Ada Marsh", dt.date(2027, 1, 6), dt.date(2027, 11, 6), dt.date(2027, 5, 20)],
        ["4", "Weed", "Ada Marsh", "20/05/2027", "30/06/2027", "28/02/2027"],
        heads=heads,
    )
    found = [each.cell for each in read_plan_sheets([grid]).inferences if each.code == "DUE012"]
    assert found == ["D2", "E2"]


@pytest.mark.parametrize(
    ("title", "due"),
    [
        ("Delivery plan 2026/27", dt.date(2026, 9, 30)),
        ("Delivery plan 2026-27", dt.date(2026, 9, 30)),
        ("Delivery plan 2026-30", None),
        ("Delivery plan 2026/27 (replaces 2025/26)", None),
        ("Delivery plan", None),
    ],
)
def test_a_quarter_is_one_of_the_year_in_the_title(title: str, due: dt.date | None) -> None:
    """If this fails, a quarter is read as one of some other year, or not at all where the title says which."""
    grid = sheet(
        [title], [], ["Ref", "Action", "Owner", "By when"], ["1", "Paint", "Ada Marsh", "end of Q2"], name="P"
    )
    reading = read_plan_sheets([grid])
    assert [row.due for row in reading.rows] == [due]
    assert [each.code for each in reading.inferences if each.code.startswith("DUE")] == [
        "DUE005" if due else "DUE002"
    ]


def test_a_number_of_the_councils_own_stays_a_number_and_shows_as_it_did() -> None:
    """If this fails, a column of costs cannot be added up any more, or 45% becomes 0.45."""
    heads: list[Written] = [*HEADS[:4], "Cost", "Share of budget", "Places", "Mixed"]
    reading = read_plan_sheets(
        [
            plan(
                [
                    "1",
                    "Paint",
                    "Al",
                    "May 2026",
                    (1200000, "1,200,000"),
                    (0.45, "45%"),
                    (3, "3"),
                    (0.5, "50%"),
                ],
                ["2", "Plant", "Al", "May 2026", (900, "900"), (1, "100%"), "none", 12],
                heads=heads,
            )
        ]
    )
    assert [list(row.other.values()) for row in reading.rows] == [
        [1200000, 0.45, 3, "50%"],
        [900, 1, "none", 12],
    ]
    formats = own_formats(reading.rows)
    assert formats == {"Cost": "#,##0", "Share of budget": "0%", "Places": "General"}
    plan_of_it = Plan(actions=tuple(Action(id=str(row.row), other=row.other) for row in reading.rows))
    table = plan_sheet(plan_of_it, list(reading.rows[0].other), formats).table
    assert table is not None
    looks = {column.heading: column.format.number_format for column in table.columns}
    assert [looks[name] for name in ("Cost", "Share of budget", "Places", "Mixed")] == [
        "#,##0",
        "0%",
        "General",
        "General",
    ]


def test_two_rag_columns_for_one_period_do_not_overwrite_each_other() -> None:
    """If this fails, one of two RAG words that differ is lost without a word."""
    heads: list[Written] = ["Action", "Lead", "By when", "RAG Mar 26", "Overall RAG"]
    [row] = read_plan_sheets([plan(["Paint", "Al", "May", "Red", "Green"], heads=heads)]).rows
    assert (row.rag, row.other) == ({"Mar 26": "Red"}, {"Overall RAG": "Green"})


@pytest.mark.parametrize(
    "action", ["Contact the landlords", "Key workers to meet", "Draft the policy", "Source a van"]
)
def test_an_action_is_not_taken_for_a_footnote(action: str) -> None:
    """If this fails, actions that begin like a note drop out of the plan."""
    grid = sheet(HEADS, ["1", "Paint", "Al", "May 2026"], [], ["2", action, "Bo", "June 2026"])
    assert [row.action for row in read_plan_sheets([grid]).rows] == ["Paint", action]


def test_a_rag_word_that_no_key_knows_is_kept_as_typed_and_said() -> None:
    """If this fails, "Amber/Green" becomes one of the two by chance."""
    reading = read_plan_sheets(
        [plan(["1", "Paint", "Al", "May 2026", "Amber/Green"], ["2", "Sweep", "Al", "May 2026", "Green"])]
    )
    assert reading.rows[0].rag == {"Start": "Amber/Green"}
    assert codes(reading)["RAG001"] == "E2"


def test_a_colour_that_no_key_explains_is_a_finding_and_no_word() -> None:
    """If this fails, a fill is taken for a status that the council never declared."""
    grid = sheet(
        HEADS,
        ["1", "Paint", "Al", "May 2026"],
        ["2", "Sweep", "Al", "May 2026", "Red"],
        fills={"E2": "7030A0"},
    )
    reading = read_plan_sheets([grid])
    assert reading.rows[0].rag == {}
    assert codes(reading)["LAY005"] == "E2"


def test_what_was_inferred_is_listed() -> None:
    """If this fails, the coordinator is not told what the program took for granted."""
    grid = sheet(
        ["Plan April 2025 – March 2027"],
        ["", "Recommendation", "Action", "Lead", "When"],
        [
            "A1",
            "Make the plans clear to all who must use them",
            "• Write\n• Print",
            "Ada Marsh / Al Moss",
            "31st October",
        ],
        ["A2", "Share what has been learned with the partners", "Meet them", "Al Moss /", "Son OF"],
    )
    found = codes(read_plan_sheets([grid]))
    assert found["LAY002"] == "A2"
    assert found["PLN004"] == "C3"
    assert found["OWN004"] == "D3"
    assert found["OWN005"] == "D4"
    assert found["DUE002"] == "E4"
    assert found["DUE005"] == "E3"


def test_a_cell_of_several_actions_is_split_only_on_request_and_only_when_the_lists_match() -> None:
    """If this fails, an action loses its owner, or a date goes to its neighbour."""
    grid = plan(
        ["1", "Write it\nPrint it", "Ada Marsh\nAl Moss", "May 2026\nJune 2026"],
        ["2", "Fold it\nPost it", "Ada Marsh", "May 2026\nJune 2026"],
    )
    assert [row.action for row in read_plan_sheets([grid]).rows] == ["Write it\nPrint it", "Fold it\nPost it"]
    rows = read_plan_sheets([grid], split=True).rows
    assert [(row.row, row.action, row.owner, row.due) for row in rows] == [
        (2, "Write it", "Ada Marsh", dt.date(2026, 5, 31)),
        (2, "Print it", "Al Moss", dt.date(2026, 6, 30)),
        (3, "Fold it\nPost it", "Ada Marsh", dt.date(2026, 6, 30)),
    ]


def test_columns_of_the_councils_own_keep_their_headings_apart() -> None:
    """If this fails, one column overwrites another of the same name, or one of ours."""
    heads: list[Written] = ["Action", "Owner", "Due", "Cost", "Cost", "Source"]
    [row] = read_plan_sheets([plan(["Paint", "Al", "May 2026", "£5", "£6", "Audit"], heads=heads)]).rows
    assert row.other == {"Cost": "£5", "Cost (2)": "£6", "Source (original)": "Audit"}


def test_a_sheet_whose_used_range_runs_to_the_last_row_is_a_sheet_like_any_other() -> None:
    """If this fails, a stray format a million rows down makes the plan unreadable."""
    grid = sheet(
        HEADS, ["1", "Paint", "Al", "May 2026"], fills={"A1048576": "FFFF00"}, merged=["A2:A1048576"]
    )
    assert len(read_plan_sheets([grid]).rows) == 1


def test_a_ref_that_is_a_formula_is_read_as_it_shows() -> None:
    """If this fails, refs such as =A2+1 come in blank."""
    grid = plan(["1", "Paint", "Al", "May 2026"], ["", "Sweep", "Al", "May 2026"])
    cells = {**grid.cells, (3, 1): Cell(2, "2", None, "=A2+1")}
    assert [row.ref for row in read_plan_sheets([Grid("Plan", cells)]).rows] == ["1", "2"]


@pytest.mark.parametrize("messy", PLANS, ids=lambda messy: messy.name)
def test_the_key_comes_from_the_sheet_or_not_at_all(messy: object) -> None:
    """If this fails, RAG words are read with a key that nobody wrote."""
    reading = read_plan_sheets(messy.grids)  # type: ignore[attr-defined]
    assert bool(reading.key) == ("colours alone" in messy.name)  # type: ignore[attr-defined]


def test_a_declared_key_decides_what_words_mean() -> None:
    """If this fails, "B" is unknown although the sheet itself explains it."""
    grid = sheet(
        ["Action", "Lead", "Due", "RAG", "", "R", "Off track"],
        ["Repair the roof", "Kim", "May 2026", "R", "", "A", "At risk"],
        ["Paint the doors", "Lou", "May 2026", "B", "", "G", "On track"],
        ["Mow the verges", "Lou", "May 2026", "G", "", "B", "Completed"],
    )
    reading = read_plan_sheets([grid])
    assert [row.rag["Start"] for row in reading.rows] == ["Red", "Complete", "Green"]
    assert [(entry.as_typed, entry.means) for entry in reading.key] == [
        ("R", "Red"),
        ("A", "Amber"),
        ("G", "Green"),
        ("B", "Complete"),
    ]


@pytest.mark.parametrize(
    "key",
    [
        ["Key:", "B", "Complete and embedded", "R", "Off track", "A", "Some slippage", "G", "On track"],
        ["", "R", "Off track", "A", "Some slippage", "G", "On track", "B", "Finished: complete"],
        ["RAG: R = off track, A = at risk, G = on track, B = complete"],
        ["", "", "Key: Red - off track; Amber - at risk; Green - on track; B - completed"],
        ["R: off track\nA: at risk\nG: on track\nB: completed"],
        ["BRAG status key: B = action complete | R = overdue | A = slipping | G = on time"],
    ],
)
def test_a_key_written_in_one_line_is_a_key(key: list[Written]) -> None:
    """If this fails, a council that explains its letters in a line has to explain them again."""
    reading = read_plan_sheets(
        [
            sheet(
                ["Wexcombe improvement plan"],
                key,
                [],
                ["Action", "Lead", "Due", "RAG"],
                ["Repair the roof", "Kim", "May 2026", "R"],
                ["Paint the doors", "Lou", "May 2026", "B"],
            )
        ]
    )
    assert [row.rag["Start"] for row in reading.rows] == ["Red", "Complete"]
    assert len(reading.key) == 4
    assert reading.cells_read == 8


@pytest.mark.parametrize(
    "text",
    [
        "A: first house\nB: second house",
        "Red: the north, Blue: the south",
        "R = rent",
        "Review: R and G notes",
    ],
)
def test_a_list_with_letters_is_no_key(text: str) -> None:
    """If this fails, an action with a lettered list is taken for a key, and lost."""
    grid = sheet(["Action", "Lead", "Due", "RAG"], [text, "Kim", "May 2026", "R"], [text, "", "", ""])
    assert read_plan_sheets([grid]).key == ()


def test_what_stands_below_the_table_is_named_with_its_text() -> None:
    """If this fails, an action typed below a gap without owner or date is passed over in silence."""
    grid = plan(["1", "Paint", "Al", "May 2026"], [], [], ["", "sweep the yard too"], ["", "Signed: Al"])
    reading = read_plan_sheets([grid])
    assert len(reading.rows) == 1
    assert [(item.cell, item.value) for item in findings(reading.inferences) if item.code == "LAY004"] == [
        ("B5", "sweep the yard too | Signed: Al")
    ]


def test_a_sheet_of_contacts_holds_no_actions(sample: Callable[[str], Path]) -> None:
    """Each address was an action: returns would have been issued about "asha@council.example"."""
    grids = read_grids(sample("wexcombe-plan.xlsx"))
    assert "Contacts" in {grid.sheet for grid in grids}
    assert {table.sheet for table in read_plan_sheets(grids).tables} == {"Improvement Plan"}


def test_columns_of_one_name_keep_all_their_texts_under_names_that_differ() -> None:
    heads: list[Written] = [*HEADS, "Cost code", "Cost code", "cost code:", "Cost code", "Source"]
    reading = read_plan_sheets(
        [plan(["1", "Paint", "Al", "May 2026", "Red", "Begun", "a", "b", "c", "d", "e"], heads=heads)]
    )
    [row] = reading.rows
    assert row.other == {
        "Cost code": "a", "Cost code (2)": "b", "cost code (3)": "c", "Cost code (4)": "d", "Source (original)": "e",
    }  # fmt: skip


def test_a_cell_merged_over_several_rows_is_asked_about_once() -> None:
    """Each row would ask the same question, and the coordinator would answer it as often."""
    rows: list[list[Written]] = [
        ["1", "Paint the hall", "Ann Lee / Bob Ray", "May 2026", "Parked", "Begun"],
        ["2", "Mend the roof", "", "June 2026", "", "Begun"],
        ["3", "Sweep the yard", "Cat Dee", "July 2026", "Red", "Begun"],
    ]
    grid = sheet(list(HEADS), *rows, name="Plan", merged=["C2:C3", "E2:E3"])
    reading = read_plan_sheets([grid])
    assert [(row.owner, next(iter(row.rag.values()))) for row in reading.rows] == [
        ("Ann Lee", "Parked"), ("Ann Lee", "Parked"), ("Cat Dee", "Red"),
    ]  # fmt: skip
    asked = [(one.code, one.cell) for one in findings(reading.inferences) if one.code in ("RAG001", "OWN004")]
    assert sorted(asked) == [("OWN004", "C2"), ("RAG001", "E2")]


def test_headings_that_stand_again_further_down_are_one_finding_over_their_row() -> None:
    first, second = (
        ["1", "Paint", "Al", "May 2026", "Red", "Begun"],
        ["2", "Mend", "Bo", "June 2026", "Green", "Done"],
    )
    reading = read_plan_sheets([plan(list(first), [], list(HEADS), list(second))])
    assert [row.action for row in reading.rows] == ["Paint", "Mend"]
    [again] = [one for one in findings(reading.inferences) if one.code == "LAY001"]
    assert (again.cell, again.value) == ("A4:F4", " | ".join(HEADS))
