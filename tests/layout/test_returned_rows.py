"""What is taken for a row and for a cell of a return: nothing that an officer typed is passed over."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.errors import XlplanError
from xlplan.layout.returned_rows import ReturnedCell, ReturnedRow, read_rows
from xlplan.workbook.grid import LONGEST_TEXT, Cell, Grid, Value

HEADINGS = {1: "ID", 2: "Action", 4: "Dec-26 RAG", 5: "Dec-26 progress", 6: "Due", 7: "Check"}
DAY = dt.date(2027, 3, 31)


def rows(*cells: dict[int, Cell], first: int = 4) -> tuple[ReturnedRow, ...]:
    held = {
        (row, column): cell
        for row, by_column in enumerate(cells, first)
        for column, cell in by_column.items()
    }
    return read_rows(Grid("Return", held), 3, HEADINGS, "pat.xlsx")


def text(value: str, fill: str | None = None) -> Cell:
    return Cell(value, value, fill)


ID = {1: text("A001")}


@pytest.mark.parametrize(
    ("column", "cell", "value", "is_detailed"),
    [
        (5, text("All well"), "All well", False),
        (5, text("- sent"), "- sent", False),
        (5, text("'"), "'", False),
        (5, text("  x "), "  x ", False),
        (5, Cell(3, "3"), 3, True),
        (5, Cell(True, "TRUE"), True, True),
        (5, Cell(0.5, "50%"), 0.5, True),
        (5, Cell(None, "", formula='=""'), None, True),
        (5, Cell("x", "x", formula="=A1"), "x", True),
        (5, text("#REF!"), "#REF!", False),
        (4, text("Green", "FF0000"), "Green", False),
        (4, Cell(None, "", "FF0000"), None, True),
        (4, Cell(" ", " ", "FF0000"), " ", True),
        (6, Cell(DAY, "31/03/2027"), DAY, True),
        (6, Cell(DAY, "31 March"), DAY, True),
    ],
)
def test_each_cell_that_says_something_is_read(
    column: int, cell: Cell, value: Value, is_detailed: bool
) -> None:
    [row] = rows({**ID, column: cell})
    heading = HEADINGS[column]
    assert row.values[heading] == value
    assert (heading in row.details) is is_detailed
    read = row.cell(heading)
    assert (read.value, read.shown, read.formula) == (value, cell.shown, cell.formula)
    assert read.address == f"{'ABCDEFG'[column - 1]}4"
    assert list(row.cells) == ["ID", heading]
    assert row.shown(heading) == cell.shown


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (5, text("")),
        (5, text(" \n\u00a0")),
        (5, Cell(None, "", "FF0000")),  # a colour says something under a RAG word alone
        (4, Cell(None, "")),
        (4, Cell(None, "", "FFFFFF")),
        (4, Cell(None, "", "fffdf2")),  # with which a return is issued
        (7, text("Done")),
        (3, text("under no heading")),
    ],
)
def test_what_says_nothing_is_no_cell_and_makes_no_row(column: int, cell: Cell) -> None:
    [row] = rows({**ID, column: cell})
    assert list(row.values) == ["ID"]
    assert rows({column: cell}) == ()


def test_a_colour_alone_makes_no_row_of_its_own() -> None:
    """A return whose column was coloured to the last row is a return like any other."""
    assert rows({4: Cell(None, "", "FF0000")}) == ()


def test_rows_are_those_below_the_headings_by_their_own_numbers() -> None:
    found = rows({1: text("x")}, {1: text("y")}, {}, {5: text("z")}, first=3)
    assert [(row.number, list(row.values.values())) for row in found] == [(4, ["y"]), (6, ["z"])]


@pytest.mark.parametrize(
    ("pasted", "is_row"),
    [
        (("ID", "Action", "dec-26 rag"), False),
        (("ID", "Action"), True),  # an action may be called Action
        (("ID", "Action", "Green"), True),
        (("ID", "Due", "Dec-26 RAG"), True),
    ],
)
def test_headings_that_were_pasted_in_again_are_no_row(pasted: tuple[str, ...], is_row: bool) -> None:
    cells = {column: text(word) for column, word in zip((1, 2, 4), pasted, strict=False)}
    assert len(rows(cells)) == int(is_row)


@pytest.mark.parametrize("heading", [2, 5, 7])
@pytest.mark.parametrize(("length", "is_refused"), [(LONGEST_TEXT, False), (LONGEST_TEXT + 1, True)])
def test_a_text_longer_than_a_cell_is_refused_with_its_place(
    heading: int, length: int, is_refused: bool
) -> None:
    cells = {**ID, heading: text("x" * length)}
    if is_refused and heading != 7:
        letter = "ABCDEFG"[heading - 1]
        with pytest.raises(
            XlplanError, match=rf"pat\.xlsx, sheet Return, cell {letter}4: the text has 32,768"
        ) as told:
            rows(cells)
        assert "holds 32,767" in str(told.value)
    else:
        assert len(rows(cells)) == 1


@pytest.mark.parametrize(
    ("cell", "is_blank", "is_error"),
    [
        (ReturnedCell("x", "x", "A1"), False, False),
        (ReturnedCell(None, "", "A1"), True, False),
        (ReturnedCell(" ", " ", "A1"), True, False),
        (ReturnedCell(None, "", "A1", "FF0000"), True, False),
        (ReturnedCell(None, "", "A1", formula="=A1"), False, True),
        (ReturnedCell(3, "3", "A1", formula="=1+2"), False, False),
        (ReturnedCell("#REF!", "#REF!", "A1"), False, True),
        (ReturnedCell("#N/A", " #N/A", "A1", formula="=A1"), False, True),
        (ReturnedCell("#1 of the list", "#1 of the list", "A1"), False, False),
        (ReturnedCell("#SPILL!", "#SPILL!", "A1"), False, True),
    ],
)
def test_a_cell_is_blank_or_broken_by_what_it_shows(
    cell: ReturnedCell, is_blank: bool, is_error: bool
) -> None:
    assert (cell.is_blank, cell.is_error) == (is_blank, is_error)


@pytest.mark.parametrize(
    ("column", "one", "other", "are_same"),
    [
        (5, text("All well"), text("All well "), True),
        (5, text("All well"), text("All Well"), False),
        (5, Cell(3, "3"), text("3"), True),
        (6, Cell(DAY, "31/03/2027"), text("31/3/27"), True),
        (5, Cell(DAY, "31/03/2027"), text("31/3/27"), False),
        (4, Cell(None, "", "FF0000"), Cell(None, "", "00FF00"), False),
        (4, Cell(None, "", "FF0000"), Cell(" ", " ", "FF0000"), True),
        (5, Cell("#REF!", "#REF!", formula="=A1"), Cell("#REF!", "#REF!", formula="=B1"), False),
        (5, Cell("#REF!", "#REF!", formula="=A1"), Cell("#N/A", "#N/A", formula="=A1"), True),
        (5, text("#REF!"), text("#N/A"), False),
        (5, text("#1"), text("#1 "), True),
    ],
)
def test_two_cells_mean_the_same_or_not(column: int, one: Cell, other: Cell, are_same: bool) -> None:
    """By this a return that comes a second time is known, and merged once."""
    first, second = (rows({**ID, column: cell})[0].meaning(HEADINGS[column]) for cell in (one, other))
    assert (first == second) is are_same


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (text("x "), "x "),
        (Cell(1.1, "1.10"), "1.10"),
        (Cell(DAY, "31 March"), "31 March"),
        (Cell("x", "x!", formula="=A1"), "x"),
        (Cell(None, "", formula='=""'), ""),
    ],
)
def test_a_cell_as_a_text_is_what_its_officer_saw(cell: Cell, shown: str) -> None:
    [row] = rows({**ID, 5: cell})
    assert row.text("Dec-26 progress") == shown
    assert row.text("Due") == ""
