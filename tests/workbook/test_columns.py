"""Columns of a sheet that is there: what is said of the others stays."""

from __future__ import annotations

import pytest

from tests.builders.workbook_examples import MAIN, sheet
from xlplan.workbook.ooxml.column_widths import hidden_columns, set_widths
from xlplan.workbook.ooxml.sheet_editor import Frame


def frame(*columns: str) -> Frame:
    said = "".join(f"<col {column}/>" for column in columns)
    return Frame(sheet("", before=f"<cols>{said}</cols>" if said else "").encode())


def columns_of(found: Frame) -> list[dict[str, str]]:
    return [
        {str(key): str(value) for key, value in each.attrib.items()}
        for each in found.root.iter(f"{{{MAIN}}}col")
    ]


@pytest.mark.parametrize(
    ("columns", "hidden"),
    [
        ((), set()),
        (
            ('min="2" max="4" hidden="1"', 'min="6" max="6" hidden="true"', 'min="7" max="7" hidden="0"'),
            {2, 3, 4, 6},
        ),
        (('min="5" max="9"',), set()),
        (('hidden="1"',), {1}),
        (('min="999" max="16384" hidden="1"',), {999, 1000}),
    ],
)
def test_hidden_columns_are_known(columns: tuple[str, ...], hidden: set[int]) -> None:
    """An officer's answer in a column that nobody sees would be taken for one that was seen."""
    assert hidden_columns(frame(*columns)) == hidden


@pytest.mark.parametrize(
    ("columns", "widths", "after"),
    [
        ((), {3: 12.5}, ["3-3 12.5"]),
        ((), {3: 12, 1: 9}, ["1-1 9", "3-3 12"]),
        (('min="1" max="5" width="7" style="2"',), {3: 12}, ["1-2 7 2", "3-3 12 2", "4-5 7 2"]),
        (('min="1" max="5" width="7"',), {1: 12}, ["1-1 12", "2-5 7"]),
        (('min="1" max="5" width="7"',), {5: 12}, ["1-4 7", "5-5 12"]),
        (('min="1" max="5" width="7"',), {2: 12, 3: 13}, ["1-1 7", "2-2 12", "3-3 13", "4-5 7"]),
        (('min="3" max="3" width="7"',), {3: 12}, ["3-3 12"]),
        (('min="1" max="2" width="7"', 'min="4" max="5" width="8"'), {3: 12}, ["1-2 7", "3-3 12", "4-5 8"]),
        (('min="1" max="2" width="7"', 'min="4" max="5" width="8"'), {9: 12}, ["1-2 7", "4-5 8", "9-9 12"]),
    ],
)
def test_a_column_gets_its_width_and_those_beside_it_keep_theirs(
    columns: tuple[str, ...], widths: dict[int, float], after: list[str]
) -> None:
    found = frame(*columns)
    set_widths(found, widths)
    assert [
        " ".join(
            [f"{each['min']}-{each['max']}", each["width"], *([each["style"]] if "style" in each else [])]
        )
        for each in columns_of(found)
    ] == after
    assert [each.get("customWidth") for each in columns_of(found)] == [
        "1" if int(each["min"]) in widths else None for each in columns_of(found)
    ]


def test_a_column_that_gets_a_width_is_seen() -> None:
    found = frame('min="1" max="2" hidden="1" collapsed="1" bestFit="1" outlineLevel="1"')
    set_widths(found, {2: 12})
    first, second = columns_of(found)
    assert (first["hidden"], first["collapsed"], first["bestFit"]) == ("1", "1", "1")
    assert second == {"min": "2", "max": "2", "width": "12", "customWidth": "1", "outlineLevel": "1"}
