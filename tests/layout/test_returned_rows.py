"""What a row of a return says under a heading, whatever the officer has put there."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.layout.returned_rows import ReturnedCell, read_rows
from xlplan.workbook.grid import Cell, Grid, Place

HEADINGS = {1: "ID", 2: "Action", 3: "Due", 4: "Dec-26 RAG", 5: "Dec-26 progress", 6: "Check"}


def rows_of(cells: dict[Place, Cell]) -> list[tuple[int, dict[str, ReturnedCell]]]:
    rows = read_rows(Grid("Return", cells), 3, HEADINGS, "pat.xlsx")
    return [(row.number, row.cells) for row in rows]


def typed(*texts: str) -> dict[Place, Cell]:
    return {(4, column): Cell(text, text) for column, text in enumerate(texts, 1) if text}


DAY = dt.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("cell", "text", "meaning", "is_blank", "is_error"),
    [
        (Cell("Mend it", "Mend it"), "Mend it", "Mend it", False, False),
        (Cell(2010, "2010"), "2010", "2010", False, False),
        (Cell(DAY, "31 March 2027"), "31 March 2027", "2027-03-31", False, False),
        (Cell("#REF!", "#REF!"), "#REF!", "#REF!", False, True),
        (Cell("#1 of the list", "#1 of the list"), "#1 of the list", "#1 of the list", False, False),
        (Cell(None, "", None, "A1&A2"), "", "A1&A2", False, True),
        (Cell("Mended", "Mended", None, "A1"), "Mended", "Mended", False, False),
        (Cell("#N/A", "#N/A", None, "VLOOKUP(1,A:B,2)"), "#N/A", "VLOOKUP(1,A:B,2)", False, True),
    ],
)
def test_a_cell_is_what_it_shows_and_a_formula_that_shows_nothing_is_not_passed_over(
    cell: Cell, text: str, meaning: str, is_blank: bool, is_error: bool
) -> None:
    [row] = read_rows(Grid("Return", {(4, 2): cell}), 3, HEADINGS, "pat.xlsx")
    found = row.cell("Action")
    assert (row.text("Action"), row.shown("Action"), row.meaning("Action")) == (text, text, meaning)
    assert (found.is_blank, found.is_error, found.address) == (is_blank, is_error, "B4")
    assert (found.value, found.formula) == (cell.value, cell.formula)
    assert row.text("Due") == "", "nothing is under it"


@pytest.mark.parametrize(
    ("fill", "column", "is_read"),
    [
        ("C00000", 4, True),
        ("c00000", 4, True),
        ("FFFFFF", 4, False),
        ("FFFDF2", 4, False),  # as it was issued
        ("fffdf2", 4, False),
        ("F3F4F6", 4, False),
        (None, 4, False),
        ("C00000", 5, False),
        ("C00000", 2, False),
    ],
)
def test_a_colour_without_a_word_counts_where_a_word_belongs(
    fill: str | None, column: int, is_read: bool
) -> None:
    """An officer who colours the cell red has said something; who colours a note has not."""
    coloured = {**typed("A001"), (4, column): Cell(None, "", fill)}
    [(number, cells)] = rows_of(coloured)
    assert number == 4
    assert list(cells) == ["ID", *([HEADINGS[column]] if is_read else [])]
    if is_read:
        cell = cells[HEADINGS[column]]
        assert (cell.is_blank, cell.meaning, cell.fill) == (True, f"colour {fill}", fill)
        [row] = read_rows(Grid("Return", coloured), 3, HEADINGS, "pat.xlsx")
        assert row.text(HEADINGS[column]) == ""


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (typed("A001", "Mend it"), [4]),
        ({(4, 6): Cell("Done", "Done")}, []),  # Check alone
        ({(4, 4): Cell(None, "", "C00000")}, []),  # a colour alone
        ({(4, 2): Cell(" ", " ")}, []),
        ({(3, 2): Cell("Action", "Action"), (2, 2): Cell("x", "x")}, []),
        (typed("ID", "Action", "Due", "Dec-26 RAG"), []),  # the headings once more
        (typed("id", "ACTION", "due "), []),
        (typed("ID", "Action"), [4]),  # two words may be an action's
        (typed("ID", "Action", "Due", "Green"), [4]),
    ],
)
def test_a_row_is_one_that_holds_something_and_is_not_the_headings_again(
    cells: dict[Place, Cell], numbers: list[int]
) -> None:
    assert [number for number, _ in rows_of(cells)] == numbers
