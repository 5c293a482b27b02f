"""Cells on their way to Excel: none may be lost between the blocks, and none may become another value."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as law
from hypothesis import strategies as st

from tests.builders.excel_typing import typed
from xlplan.workbook.excel_session.blocks import blocks
from xlplan.workbook.excel_session.excel_values import from_excel, to_excel
from xlplan.workbook.grid import Place, Value

places = st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 8)), st.integers(0, 99), max_size=60)


@law(places)
def test_each_cell_stands_in_one_block_and_no_other_cell_in_any(cells: dict[Place, int]) -> None:
    """Else a merge through Excel would lose a value, or wipe a cell that nobody meant to change."""
    covered = [
        ((block.area.first_row + down, block.area.first_column + right), value)
        for block in blocks(cells)
        for down, row in enumerate(block.rows)
        for right, value in enumerate(row)
    ]
    assert len(covered) == len(cells)
    assert dict(covered) == cells


def test_a_full_table_is_one_block_and_two_columns_apart_are_two() -> None:
    """Else each cell would be a call, and a merge of a thousand cells would take minutes in Excel."""
    table = {(row, column): 1 for row in range(4, 104) for column in range(1, 23)}
    assert [str(block.area) for block in blocks(table)] == ["A4:V103"]
    apart = {(row, column): 1 for row in range(4, 104) for column in (2, 5)}
    assert [str(block.area) for block in blocks(apart)] == ["B4:B103", "E4:E103"]


@pytest.mark.parametrize(
    "text",
    [
        "1.10",
        "2.10",
        "Dec-05",
        "17/09/14",
        "Oct 2005",
        "3-4",
        "1/2",
        "=SUM(A1)",
        "+44 1632 960001",
        "-",
        "- agree the list",
        "@home",
        "'quoted'",
        "TRUE",
        "false",
        "#N/A",
        "#REF!",
        "12%",
        "£5",
        "5 March",
        "9:30",
        " 7 ",
        "1e5",
        "Red",
        "Not started",
        "Ongoing, with a review in 2027",
        "Two lines\n12/05",
        "31 March 2027: all done. The panel meets again on 4 May.",
    ],
)
def test_a_text_stays_the_text_that_it_is(text: str) -> None:
    """Else "1.10" would come back as 1.1 from a click, and "Dec-05" as the first of December."""
    assert typed(str(to_excel(text))) == text


@law(st.text(alphabet="0123456789./-:+=@'%£# aeTRUdecOct\n", max_size=45))
def test_no_text_becomes_anything_else(text: str) -> None:
    """Refs, timescales and progress notes are texts, whatever they look like."""
    handed = to_excel(text)
    assert typed(handed) == text if isinstance(handed, str) else text == ""


@pytest.mark.parametrize(
    ("value", "handed"),
    [
        (None, None),
        ("", None),
        (3, 3),
        (2.5, 2.5),
        (True, True),
        (dt.date(2027, 3, 31), dt.datetime(2027, 3, 31)),
        (dt.datetime(2027, 3, 31, 9, 30), dt.datetime(2027, 3, 31, 9, 30)),
        (dt.time(6, 0), 0.25),
    ],
)
def test_other_values_are_handed_over_as_what_they_are(value: Value, handed: object) -> None:
    assert to_excel(value) == handed


@pytest.mark.parametrize(
    ("handed", "value"),
    [
        (dt.datetime(2027, 3, 31), dt.date(2027, 3, 31)),
        (dt.datetime(2027, 3, 31, 9, 30), dt.datetime(2027, 3, 31, 9, 30)),
        (12.0, 12),
        (1.5, 1.5),
        ("Red", "Red"),
        (None, None),
        (False, False),
    ],
)
def test_what_excel_hands_on_is_taken_as_a_file_holds_it(handed: object, value: Value) -> None:
    """Else the same plan would be read differently when it is open."""
    assert from_excel(handed) == value
    assert type(from_excel(handed)) is type(value)
