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
