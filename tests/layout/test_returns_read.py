"""A return is found and read whatever its officer did to the workbook; what is not read is said."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest

from tests.builders.merge_examples import (
    HEADINGS,
    NADIA,
    PERIOD,
    PROGRESS,
    RAG,
    Sent,
    a_plan,
    a_return,
    grid_of,
    issue,
    run,
)
from xlplan.errors import XlplanError
from xlplan.layout.record import record_rows
from xlplan.layout.returns import Return, read_return
from xlplan.workbook.grid import LONGEST_TEXT, Area, Cell, Grid, Place


def read(*grids: Grid, file: str = "return.xlsx") -> Return:
    return read_return(grids, file=file)


def moved(grid: Grid, rows: int = 0, columns: int = 0, sheet: str = "Return") -> Grid:
    return Grid(sheet, {(row + rows, column + columns): cell for (row, column), cell in grid.cells.items()})


def with_cell(grid: Grid, place: Place, cell: Cell) -> Grid:
    return replace(grid, cells={**grid.cells, place: cell})


def test_the_hidden_sheet_says_whose_it_is() -> None:
    returned = a_return().send()
    assert (returned.return_id, returned.period, returned.officer) == ("R0001", PERIOD, NADIA)
    assert returned.plan_id == "3f9c2a1b"
    assert returned.issued is not None
    assert returned.issued.action_ids == ("A001", "A002", "A003")
    assert list(returned.headings) == [heading for heading in HEADINGS if heading != "Check"]
    assert [row.number for row in returned.rows] == [4, 5, 6]
    assert returned.notes == ()


@pytest.mark.parametrize(
    "sheet",
    [
        moved(a_return().grids()[0], rows=3, columns=2),
        moved(a_return().grids()[0], sheet="Sheet1"),
        moved(a_return().grids()[0], rows=-0, sheet="RETURN "),
    ],
)
def test_a_table_that_was_moved_or_copied_elsewhere_is_found(sheet: Grid) -> None:
    returned = read(sheet, a_return().grids()[1])
    assert [row.cells["ID"].value for row in returned.rows] == ["A001", "A002", "A003"]


def test_addresses_are_those_of_the_sheet_as_it_came_back() -> None:
    sent = a_return().set("A001", rag="Green")
    returned = read(moved(sent.grids()[0], rows=2, columns=1))
    assert returned.rows[0].number == 6
    assert returned.rows[0].cells[RAG].address == "J6"


def test_headings_are_known_in_any_case_and_over_two_lines() -> None:
    sent = a_return()
    sent.headings = [
        {"ID": "id", "Success criteria": "SUCCESS\ncriteria", RAG: "oct-05 rag"}.get(heading, heading)
        for heading in sent.headings
    ]
    for row in sent.rows:
        row["id"], row["oct-05 rag"] = row["ID"], "Green"
        row["SUCCESS\ncriteria"] = row["Success criteria"]
    merged = run(sent.send())
    assert [change.column for change in merged.changes] == [RAG, RAG, RAG]
    assert merged.proposals == ()


def test_the_sheet_as_issued_comes_before_a_copy_and_the_copy_is_named() -> None:
    sent = a_return().set("A001", rag="Green")
    copy = moved(a_return().set("A001", rag="Red").grids()[0], sheet="Copy")
    returned = read(copy, *sent.grids())
    assert returned.rows[0].cells[RAG].value == "Green"
    assert returned.not_read == ("sheet Copy (a return's table too)",)


def test_what_an_officer_typed_elsewhere_is_said() -> None:
    sheet, hidden = a_return().grids()
    sheet = with_cell(sheet, (1, 9), Cell("Back on Monday", "Back on Monday"))
    sheet = with_cell(sheet, (2, 9), Cell("0 of 3 done", "0 of 3 done"))
    how_to, notes = grid_of("How to", [["Five lines"]]), grid_of("Notes", [["call", "Omar"]])
    assert read(sheet, hidden, how_to, notes).not_read == (
        'above the table: I1 "Back on Monday"',
        "sheet Notes (2 cells)",
    )


def test_ten_thousand_merged_cells_and_comments_hold_up_nobody_and_their_number_is_said() -> None:
    sheet, hidden = a_return().grids()
    rows = range(20, 20_020, 2)
    texts = {(row, 4): Cell("x", "x") for row in rows}
    sheet = replace(
        sheet,
        cells={**sheet.cells, **texts},
        merges=tuple(Area(row, 4, row + 1, 4) for row in rows),
        comments={(row, 4): f"look at {row}" for row in rows},
    )
    started = time.process_time()
    not_read = read(sheet, hidden).not_read
    assert time.process_time() - started < 2
    assert not_read[0] == 'comment on D20: "look at 20"'
    assert not_read[-2:] == ("9,900 more comments", "9,900 more merged cells")
    assert len(not_read) == 102


@pytest.mark.parametrize(
    ("year", "hours", "saved"),
    [(1, 14, None), (9999, -14, None), (2005, 2, dt.datetime(2005, 12, 31, 21, 59))],
)
def test_a_time_of_last_save_that_there_is_not_is_no_time(
    year: int, hours: int, saved: dt.datetime | None
) -> None:
    """The return was refused for it, with words that help nobody."""
    zone = dt.timezone(dt.timedelta(hours=hours))
    moment = (
        dt.datetime(year, 1, 1, tzinfo=zone) if year == 1 else dt.datetime(year, 12, 31, 23, 59, tzinfo=zone)
    )
    assert a_return().send(saved=moment).saved == saved


def test_a_hidden_sheet_of_a_hundred_thousand_brackets_does_not_stop_a_return() -> None:
    sheet, hidden = a_return().grids()
    (row,) = (row for row, values in hidden.values.items() if values[1] == "return")
    brackets = "[" * 30_000
    returned = read(sheet, with_cell(hidden, (row, 7), Cell(brackets, brackets)))
    assert returned.notes[0].startswith("its hidden sheet cannot be used")
    assert returned.return_id == "R0001"


def test_one_damaged_action_on_the_hidden_sheet_does_not_stop_a_return_and_is_said() -> None:
    """If this fails, the merge ends with a fault, or holds the return against what was never issued."""
    sheet, hidden = a_return().grids()
    row = next(row for row, values in hidden.values.items() if values[1] == "action")
    returned = read(sheet, with_cell(hidden, (row, 4), Cell('{"a": 1}', '{"a": 1}')))
    assert (returned.return_id, returned.officer, returned.issued) == ("R0001", NADIA, None)
    assert returned.notes[0].startswith("its hidden sheet cannot be used")


def test_a_damaged_hidden_sheet_does_not_stop_a_return_and_is_said() -> None:
    sheet, hidden = a_return().grids()
    damaged = with_cell(hidden, (1, 1), Cell("xyz", "xyz"))
    returned = read(sheet, damaged)
    assert (returned.return_id, returned.officer, returned.issued) == ("R0001", NADIA, None)
    assert returned.notes[0].startswith("its hidden sheet cannot be used")


@pytest.mark.parametrize(
    "rows",
    [
        [["Dear all"], ["see you on Monday"]],
        [["ID", "Name"], ["A001", "Nadia"]],
        [],
    ],
)
def test_a_file_that_is_no_return_says_what_was_looked_for(rows: list[list[str]]) -> None:
    with pytest.raises(XlplanError, match=r"letter\.xlsx: it is not a return: .* headings ID, Ref or Action"):
        read(grid_of("Sheet1", rows), file="letter.xlsx")


def test_a_master_among_the_returns_is_not_taken_for_one() -> None:
    plan = grid_of("Plan", [["Plan"], [], ["ID", "Action", "Owner", "Timescale", "Source", RAG, PROGRESS]])
    with pytest.raises(XlplanError, match="it is a whole plan"):
        read(plan)
    with pytest.raises(XlplanError, match="it is a whole plan"):
        read(a_return().grids()[0], grid_of("_xlplan", record_rows(issue(a_plan()))))


def test_a_used_range_to_the_last_row_is_a_return_like_any_other() -> None:
    sheet = with_cell(a_return().grids()[0], (1_048_576, 9), Cell(None, "", "FFFDF2"))
    assert [row.number for row in read(sheet).rows] == [4, 5, 6]


def test_headings_pasted_in_again_are_no_row() -> None:
    sent = a_return()
    sent.rows.insert(1, {heading: heading for heading in HEADINGS})
    assert [row.number for row in sent.send().rows] == [4, 6, 7]


def test_a_heading_that_stands_twice_is_a_column_of_the_officers_own() -> None:
    sent = a_return()
    sent.headings.append(PROGRESS)
    returned = sent.send()
    assert list(returned.headings)[-1] == f"{PROGRESS} (column M)"


def test_a_text_too_long_for_a_cell_is_refused_before_it_can_spoil_the_master() -> None:
    text = "x" * (LONGEST_TEXT + 1)
    with pytest.raises(
        XlplanError, match=r"return\.ods, sheet Return, cell J4: the text has 32,768 characters"
    ):
        read(*a_return().set("A001", progress=text).grids(), file="return.ods")


def test_times_of_last_save_can_be_compared_with_and_without_a_zone() -> None:
    summer = dt.timezone(dt.timedelta(hours=1))
    returned = a_return().send(saved=dt.datetime(2005, 10, 3, 10, tzinfo=summer))
    assert returned.saved == dt.datetime(2005, 10, 3, 9)


def as_csv(sent: Sent) -> Grid:
    """The sheet as a .csv gives it: all text."""
    grid = sent.grids()[0]
    return Grid("return", {place: Cell(cell.shown, cell.shown) for place, cell in grid.cells.items()})


def test_a_return_saved_as_csv_is_merged_like_the_workbook() -> None:
    sent = a_return().set("A001", rag="Green", revised=dt.date(2006, 6, 30))
    merged = run(read(as_csv(sent), file="return.csv"))
    assert [(change.id, change.new) for change in merged.changes] == [("A001", "Green")]
    assert [(proposal.column, proposal.value) for proposal in merged.proposals] == [
        ("Revised due", dt.date(2006, 6, 30))
    ]
    assert run(read(as_csv(a_return()))).proposals == ()


def test_a_workbook_and_its_copy_as_csv_are_one_return() -> None:
    sent = a_return().set("A001", rag="Green", revised=dt.date(2006, 6, 30))
    merged = run(sent.send("a.xlsx"), read(as_csv(sent), file="b.csv"))
    assert [outcome.outcome for outcome in merged.outcomes] == ["merged", "already merged"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "Return R0001 · Oct-05 · Nadia Frost · plan 3f9c2a1b",
            ("R0001", "Oct-05", "Nadia Frost", "3f9c2a1b"),
        ),
        (
            "…back.   return r0001 · Oct-05 · Nadia Frost · Plan 3F9C",
            ("R0001", "Oct-05", "Nadia Frost", "3f9c"),
        ),
        ("Return R12 Â· Oct-05 Â· Nadia Frost", ("R12", "Oct-05", "Nadia Frost", "")),
        ("Return R0001 | Oct-05 | Nadia Frost | plan 3f9c", ("R0001", "Oct-05", "Nadia Frost", "3f9c")),
        ("Return R0001 - Oct-05 - Nadia Frost - plan 3f9c", ("R0001", "Oct-05", "Nadia Frost", "3f9c")),
        ("Return R0001 ? Oct-05 ? Nadia Frost ? plan 3f9c", ("R0001", "Oct-05", "Nadia Frost", "3f9c")),
        ("Return R0001 · Oct-05 · Frost · Nadia · plan 3f9c", ("R0001", "Oct-05", "Frost Nadia", "3f9c")),
        ("Return R0001 · plan 3f9c", ("R0001", "", "", "3f9c")),
        ("Return R0001 · Oct-05", ("R0001", "Oct-05", "", "")),
        ("Return R0001", ("R0001", "", "", "")),
        ("Return of Nadia Frost", ("", "", "", "")),
        ("Returned R0001", ("", "", "", "")),
    ],
)
@pytest.mark.parametrize("place", [(1, 1), (2, 1), (2, 5)])
def test_the_line_above_the_table_says_whose_return_it_is(
    line: str, told: tuple[str, str, str, str], place: Place
) -> None:
    """It is all that is left when the table was copied into a new workbook, or the dots were lost on the way."""
    sent = a_return()
    sent.has_line = False
    sheet = with_cell(sent.grids()[0], place, Cell(line, line))
    returned = read(sheet)
    assert (returned.return_id, returned.period, returned.officer, returned.plan_id) == told


def test_of_two_such_lines_the_first_holds_and_none_below_the_headings_does() -> None:
    sent = a_return()
    sent.has_line = False
    sheet = with_cell(sent.grids()[0], (2, 3), Cell("Return R0007", "Return R0007"))
    sheet = with_cell(sheet, (2, 2), Cell("Return R0008", "Return R0008"))
    sheet = with_cell(sheet, (9, 3), Cell("Return R0009", "Return R0009"))
    assert read(sheet).return_id == "R0008"
    assert read(with_cell(sent.grids()[0], (9, 3), Cell("Return R0009", "Return R0009"))).return_id == ""


def test_what_the_hidden_sheet_says_goes_before_the_line() -> None:
    sheet, hidden = a_return().grids()
    other = "Return R0009 · Jul-05 · Omar Pike · plan ffff"
    returned = read(with_cell(sheet, (2, 1), Cell(other, other)), hidden)
    assert (returned.return_id, returned.period, returned.plan_id) == ("R0001", PERIOD, "3f9c2a1b")


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("Homes: the plan: return for Nadia Frost, Oct-05", "Homes: the plan"),
        ("Homes: return for x: return for y", "Homes: return for x"),
        ("Nadia's return", ""),
        (": return for Nadia", ""),
    ],
)
def test_the_plans_title_is_read_from_the_line_above(title: str, plan: str) -> None:
    """A return of another plan is refused by the name that its sender knows."""
    sheet, hidden = a_return().grids()
    assert read(with_cell(sheet, (1, 1), Cell(title, title)), hidden).plan_title == plan


def test_a_table_that_begins_in_the_first_row_has_no_title_above() -> None:
    headings = ["x: return for y", "ID", "Action", RAG, PROGRESS]
    assert read(grid_of("Sheet1", [headings, [None, "A001", "Open it", "Red", None]])).plan_title == ""


@pytest.mark.parametrize(
    ("headings", "is_found"),
    [
        (["ID", RAG], True),
        (["Ref", PROGRESS], True),
        (["action", "OCT-05 rag"], True),
        (["Theme", RAG], False),
        (["ID", "RAG"], False),
        (["ID", "RAG of Oct-05"], False),
        (["ID", 5, "Oct-05 RAG "], True),
    ],
)
def test_the_headings_that_make_a_return(headings: list[str | int], is_found: bool) -> None:
    grid = grid_of("Sheet1", [["Dear all"], headings, ["A001", "x"]])
    if is_found:
        assert len(read(grid).rows) == 1
    else:
        with pytest.raises(XlplanError, match="it is not a return"):
            read(grid)


def test_columns_without_a_heading_and_headings_that_stand_twice_are_told_apart_by_their_letters() -> None:
    """A note typed beside the table would be lost, or taken for another column's."""
    headings = ["ID", RAG, "My  note", "my note", RAG, None, PROGRESS]
    rows = [["A001", "Red", "a", "b", "Green", "c", None, "d"], ["A002", None, None, None, None, None, "e"]]
    returned = read(grid_of("Sheet1", [headings, *rows]))
    assert dict(returned.headings) == {
        "ID": "A",
        RAG: "B",
        "My note": "C",
        "my note": "D",
        f"{RAG} (column E)": "E",
        "column F": "F",
        PROGRESS: "G",
        "column H": "H",
    }
    assert [dict(row.values) for row in returned.rows][1] == {"ID": "A002", PROGRESS: "e"}


def test_a_mere_colour_beside_the_table_is_no_column() -> None:
    sheet = with_cell(a_return().grids()[0], (5, 20), Cell(None, "", "FF0000"))
    assert list(read(sheet).headings)[-1] == "Revised due"


@pytest.mark.parametrize(
    ("place", "cell", "told"),
    [
        ((1, 3), Cell("Call me", " Call  me "), ('above the table: C1 "Call  me"',)),
        ((2, 2), Cell(3, "3"), ('above the table: B2 "3"',)),
        ((2, 3), Cell("12 of 14 done", "12 of 14 done"), ()),
        ((2, 3), Cell("All 12 of 14", "All 12 of 14"), ('above the table: C2 "All 12 of 14"',)),
        ((2, 3), Cell("x", "x", formula="=A1"), ()),
        ((2, 3), Cell(None, "", "FF0000"), ()),
        ((2, 3), Cell("Return R0001 · x", "Return R0001 · x"), ()),
        ((2, 1), Cell("A new title", "A new title"), ()),
        ((3, 14), Cell("An own heading", "An own heading"), ()),
    ],
)
def test_what_stands_above_the_table_and_is_not_ours_is_told(
    place: Place, cell: Cell, told: tuple[str, ...]
) -> None:
    sheet, hidden = a_return().grids()
    assert read(with_cell(sheet, place, cell), hidden).not_read == told


@pytest.mark.parametrize(
    ("area", "told"),
    [
        (Area(4, 9, 6, 9), ("I4:I6 is merged: what it says counts for row 4 alone",)),
        (Area(4, 9, 4, 10), ()),  # over columns only
        (Area(4, 11, 6, 11), ()),  # nothing stands in it
        (Area(6, 9, 8, 9), ()),  # below the last row
        (Area(1, 9, 3, 9), ()),  # above the table
        (Area(5, 9, 6, 9), ("I5:I6 is merged: what it says counts for row 5 alone",)),
    ],
)
def test_a_cell_merged_over_rows_counts_for_the_first_and_that_is_told(
    area: Area, told: tuple[str, ...]
) -> None:
    sent = a_return().set("A001", rag="Green").set("A002", rag="Green").set("A003", rag="Green")
    sheet, hidden = sent.grids()
    sheet = replace(with_cell(sheet, (1, 9), Cell("1 of 2", "1 of 2")), merges=(area,))
    assert read(sheet, hidden).not_read == told


@pytest.mark.parametrize(("count", "last"), [(100, "comment on D103"), (101, "1 more comments")])
def test_a_hundred_comments_are_told_one_by_one(count: int, last: str) -> None:
    sheet, hidden = a_return().grids()
    comments = {(row, 4): f"look\n at {row}" for row in range(4, 4 + count)}
    told = read(replace(sheet, comments=comments), hidden).not_read
    assert told[0] == 'comment on D4: "look at 4"'
    assert told[-1].startswith(last)
    assert len(told) == count
