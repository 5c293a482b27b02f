"""The columns of a table: one without a heading that is passed over takes its owners with it."""

from __future__ import annotations

import pytest

from tests.builders.messy import Written, sheet
from xlplan.importing.candidates import HeadingCell
from xlplan.importing.headings import Header, heading_cell
from xlplan.importing.plan_table import cells_under, with_all_columns
from xlplan.importing.sheet_view import SheetView
from xlplan.workbook.grid import Grid


def header(view: SheetView, row: int = 1) -> Header:
    return Header(row, row, tuple(heading_cell(view, row, column) for column in view.row(row)))


def columns(
    grid: Grid,
    *,
    others: tuple[Header, ...] = (),
    taken: tuple[tuple[int, int], ...] = (),
    last_row: int = 99,
) -> list[str]:
    """The columns of the table under the headings in row 1, each from its first to its last with its heading."""
    view = SheetView(grid)
    found = with_all_columns(view, header(view), last_row, others, frozenset(taken))
    return [f"{cell.first}-{cell.last} {cell.text}".strip() for cell in found.cells]


HEADS: tuple[Written, ...] = ("", "Action", "Lead", "", "When")
USUAL = ["2-2 Action", "3-3 Lead", "5-5 When"]


@pytest.mark.parametrize(
    ("rows", "more", "found"),
    [
        ([("", "a", "b", "", "c")], {}, USUAL),
        ([("", "a", "b", "x", "c")], {}, [*USUAL[:2], "4-4", USUAL[2]]),
        ([("1", "a", "b", "", "c")], {}, ["1-1", *USUAL]),
        ([("", "a", "b", "", "c", "x")], {}, [*USUAL, "6-6"]),
        ([("", "a", "b", "", "c", "x", "y")], {}, [*USUAL, "6-6", "7-7"]),
        ([("", "a", "b", "", "c", "", "y")], {}, USUAL),
        ([("1", "a", "", "", "")], {}, ["1-1", *USUAL]),
        ([("1", "", "", "", ""), ("", "a", "b", "", "")], {}, ["1-1", *USUAL]),
        ([("", "a", "", "", "", "x", "y")], {}, USUAL),
        ([("", "a", "b", "", ""), (), ("1", "", "", "", "")], {}, USUAL),
        ([("", "", "", "", "", "x")], {}, USUAL),
        ([("", "a", "b", "x", "c")], {"taken": ((2, 4),)}, USUAL),
        ([("", "a", "b", "x", "c")], {"last_row": 1}, USUAL),
        ([("", "a", "b", "x", "c")], {"last_row": 2}, [*USUAL[:2], "4-4", USUAL[2]]),
    ],
    ids=[
        "as headed", "one between", "one before", "one behind", "two behind", "one apart", "a number before a text",
        "a number alone right below", "a text with two apart", "a number alone below a gap", "a note in the margin",
        "part of a key", "below the table", "in the last row",
    ],
)  # fmt: skip
def test_a_column_that_holds_something_is_one_though_it_has_no_heading(
    rows: list[tuple[Written, ...]], more: dict[str, object], found: list[str]
) -> None:
    assert columns(sheet(HEADS, *rows), **more) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(("first_row", "last_row", "is_theirs"), [(1, 1, True), (2, 3, True), (3, 3, False)])
def test_a_column_of_the_table_beside_is_not_taken(first_row: int, last_row: int, is_theirs: bool) -> None:
    other = Header(first_row, last_row, (HeadingCell(6, 6, "Action"), HeadingCell(7, 7, "Lead")))
    found = columns(sheet(HEADS, ("", "a", "b", "", "c", "x", "y")), others=(other,), last_row=2)
    assert found == (USUAL if is_theirs else [*USUAL, "6-6", "7-7"])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("a", "b")], ["1-1 Action", "2-4 Progress"]),
        ([("a", "b", "c")], ["1-1 Action", "2-2 Progress", "3-4 Progress"]),
        ([("a", "b", "c", "d")], ["1-1 Action", "2-2 Progress", "3-3 Progress", "4-4 Progress"]),
        ([("a", "", "c", "d")], ["1-1 Action", "2-3 Progress", "4-4 Progress"]),
        ([("a", "b"), ("a", "", "c")], ["1-1 Action", "2-4 Progress"]),
    ],
)
def test_a_heading_over_columns_that_are_filled_side_by_side_heads_each(
    rows: list[tuple[Written, ...]], found: list[str]
) -> None:
    """Else of two columns of answers the second is lost."""
    assert columns(sheet(("Action", "Progress"), *rows, merged=["B1:D1"])) == found


def under(*rows: tuple[Written, ...], last_row: int = 999, **more: dict[str, str]) -> list[list[str]]:
    view = SheetView(sheet(("Action", "Lead"), *rows, **more))  # type: ignore[arg-type]
    return [
        [cell.shown or cell.fill or "" for cell in cells]
        for cells in cells_under(view, header(view), last_row)
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("a", "b"), ("c", "d")], [["a", "c"], ["b", "d"]]),
        ([("a", "b"), ("c",)], [["a"], ["b"]]),
        ([("a", "b"), (), (), ("c", "d")], [["a", "c"], ["b", "d"]]),
        ([("a", "b"), (), (), (), ("c", "d")], [["a"], ["b"]]),
        ([("a", "b"), (), (), ("x",), (), ("c", "d")], [["a", "c"], ["b", "d"]]),
        ([(), (), (), (), ("a", "b")], [["a"], ["b"]]),
        ([("a", "", "x"), ("b", "c")], [["b"], ["c"]]),
    ],
)
def test_what_a_column_holds_is_seen_from_its_own_rows(
    rows: list[tuple[Written, ...]], found: list[list[str]]
) -> None:
    assert under(*rows) == found


def test_two_hundred_rows_are_enough_to_tell_what_a_column_holds() -> None:
    """A plan of thousands would take minutes."""
    many = [(f"a{number}", "b") for number in range(300)]
    assert [len(cells) for cells in under(*many)] == [200, 200]
    assert [len(cells) for cells in under(*many, last_row=100)] == [99, 99]


def test_a_blank_cell_keeps_its_colour() -> None:
    view = SheetView(
        sheet(("Action", "RAG", "Lead"), ("a", "b", "c"), ("d", "", "e"), fills={"B3": "00B050"})
    )
    assert [cell.fill for cell in cells_under(view, header(view), 9)[1]] == [None, "00B050"]
