"""A sheet taken in two and put together again: what is put into its rows stands there, and all else as before."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import etree

from tests.builders.workbook_examples import HEAD, MAIN, sheet
from xlplan.workbook.grid import Area, area_of
from xlplan.workbook.ooxml.sheet_editor import FoundCell, Frame, RowCells, overlap
from xlplan.workbook.ooxml.sheet_scan import is_plain


def frame(rows: str, before: str = "", after: str = "") -> Frame:
    return Frame(sheet(rows, before, after).encode(), "sheet1.xml")


def rows_of(found: Frame) -> str:
    content = found.to_bytes()
    assert is_plain(content)
    return content.decode().partition("<sheetData>")[2].partition("</sheetData>")[0]


def put(
    rows: str, changes: Mapping[int, RowCells], heights: Mapping[int, float] | None = None, *measured: int
) -> str:
    found = frame(rows)
    found.set_cells(changes, heights, measured)
    return rows_of(found)


A, B, C, D = ('<c r="{}2"><v>{}</v></c>'.format(letter, number) for number, letter in enumerate("ABCD", 1))  # noqa: UP032
NEW_A, NEW_B, NEW_C, NEW_D = (f'<c r="{letter}2" s="9"/>' for letter in "ABCD")


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        (A + B + C, {2: NEW_B}, A + NEW_B + C),
        (A + C, {2: NEW_B}, A + NEW_B + C),
        (B + C, {1: NEW_A}, NEW_A + B + C),
        (A + B, {3: NEW_C}, A + B + NEW_C),
        (A + B, {4: NEW_D}, A + B + NEW_D),
        (A + D, {3: NEW_C, 2: NEW_B}, A + NEW_B + NEW_C + D),
        (A + B + C + D, {4: NEW_D, 1: NEW_A}, NEW_A + B + C + NEW_D),
        ("", {2: NEW_B, 1: NEW_A}, NEW_A + NEW_B),
        (A + B + C, {2: ""}, A + C),
        (A, {1: ""}, ""),
    ],
)
def test_cells_are_put_among_those_of_their_row(before: str, changes: dict[int, str], after: str) -> None:
    """Excel calls a sheet damaged whose cells are out of order."""
    others = '<row r="1"><c r="B1"/></row>', '<row r="3"><c r="B3"/></row>'
    rows = f'{others[0]}<row r="2">{before}</row>{others[1]}'
    assert put(rows, {2: changes}) == f'{others[0]}<row r="2">{after}</row>{others[1]}'


FIRST, THIRD = '<row r="1"><c r="B1"/></row>', '<row r="3"><c r="B3"/></row>'


@pytest.mark.parametrize(
    ("before", "number", "after"),
    [
        ("", 2, "{}"),
        (FIRST, 2, FIRST + "{}"),
        (THIRD, 2, "{}" + THIRD),
        (FIRST + THIRD, 2, FIRST + "{}" + THIRD),
        (FIRST + THIRD, 4, FIRST + THIRD + "{}"),
    ],
)
@pytest.mark.parametrize("cells", [{1: "<c/>", 3: "<d/>"}, {3: "<d/>", 1: "<c/>"}, "<c/><d/>"])
def test_a_new_row_stands_between_its_neighbours(
    before: str, number: int, after: str, cells: RowCells
) -> None:
    found = frame(before)
    assert not found.set_cells({number: cells}, {number: 30.0})
    rows = found.to_bytes().decode().partition("<sheetData>")[2].partition("</sheetData>")[0]
    assert rows == after.format(f'<row r="{number}" ht="30"><c/><d/></row>')


def test_several_rows_at_once_stand_in_their_order() -> None:
    changes = {
        5: {1: '<c r="A5"/>'},
        2: {1: '<c r="A2"/>'},
        1: {1: '<c r="A1"/>'},
        3: {2: '<c r="B3" s="1"/>'},
    }
    assert put(FIRST + THIRD, changes) == (
        '<row r="1"><c r="A1"/><c r="B1"/></row><row r="2"><c r="A2"/></row>'
        '<row r="3"><c r="B3" s="1"/></row><row r="5"><c r="A5"/></row>'
    )


def test_a_whole_row_is_never_put_where_one_is() -> None:
    with pytest.raises(ValueError, match="row 1 is there already"):
        put(FIRST, {1: "<c/>"})


def test_it_is_said_when_a_formula_goes() -> None:
    rows = '<row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="B1"><v>1</v></c></row>'
    assert not frame(rows).set_cells({1: {2: '<c r="B1"/>'}})
    assert frame(rows).set_cells({1: {1: '<c r="A1"/>'}})
    assert frame(rows).set_cells({1: {1: '<c r="A1"/>', 2: '<c r="B1"/>'}})


TEXT = '<c r="A1" t="inlineStr"><is><t>x</t></is></c>'
OTHER = '<c r="B1" t="inlineStr"><is><t>x</t></is></c>'


@pytest.mark.parametrize(
    ("attributes", "cells", "heights", "measured", "after"),
    [
        ("", TEXT, {}, (), ""),
        ("", TEXT, None, (), ""),
        ("", TEXT, {1: 30.0}, (), ' ht="30"'),
        ("", TEXT + OTHER, {1: 30.0}, (), ""),  # Excel measures it
        ("", TEXT + '<c r="B1" s="3"/>', {1: 30.0}, (), ' ht="30"'),
        (' ht="20"', TEXT + OTHER, {1: 30.0}, (), ' ht="30"'),
        (' ht="40"', TEXT + OTHER, {1: 30.0}, (), ' ht="40"'),
        (' ht="40"', TEXT + OTHER, {1: 30.0}, (1,), ' ht="30"'),
        (' ht="40"', TEXT + OTHER, {}, (1,), ""),
        (' ht="40"', TEXT + OTHER, {}, (), ' ht="40"'),
        (' ht="40"', TEXT + OTHER, None, (), ""),
        (' ht="40" customHeight="1"', TEXT, {1: 50.0}, (1,), ' ht="40" customHeight="1"'),
        (' ht="40" customHeight="true"', TEXT, None, (), ' ht="40" customHeight="true"'),
        (' ht="40" customHeight="0"', TEXT, {1: 50.0}, (), ' customHeight="0" ht="50"'),
        (' spans="1:3" s="2"', TEXT, {}, (), ' s="2"'),
        (' spans="1:3" ht="40" customHeight="1"', TEXT, {}, (), ' ht="40" customHeight="1"'),
    ],
)
def test_a_row_grows_with_its_texts_unless_a_person_set_its_height(
    attributes: str, cells: str, heights: dict[int, float] | None, measured: tuple[int, ...], after: str
) -> None:
    """If this fails, half of a progress note is out of sight."""
    new = TEXT.replace(">x<", ">y<")
    rows = put(f'<row r="1"{attributes}>{cells}</row>', {1: {1: new}}, heights, *measured)
    assert rows == f'<row r="1"{after}>{new}{cells.removeprefix(TEXT)}</row>'


@pytest.mark.parametrize(
    ("attributes", "height"),
    [
        ("", None),
        (' ht="20.5"', 20.5),
        (" ht='20'", 20),
        (' ht="20" customHeight="1"', None),
        (' s="1"', None),
    ],
)
def test_the_height_that_a_row_has_by_itself_is_known(attributes: str, height: float | None) -> None:
    found = frame(f'<row r="1"{attributes}><c r="A1"/></row>')
    row = found.row(1)
    assert row is not None
    assert found.height_of(row) == height


def _cell(found: Frame, row: int, column: int) -> FoundCell | None:
    there = found.row(row)
    return None if there is None else found.cell_in(there, column)


def test_cells_are_found_in_their_rows() -> None:
    found = frame(
        '<row r="1"><c r="A1" s="4"><v>1</v></c><c r="AA1" t="b" s="5"><v>1</v></c><c r="AB1"><v></v></c></row>'
        '<row r="2"/><row r="11"><c r="A11" t="inlineStr"><is><t>x</t></is></c></row>'
    )
    assert list(found.rows()) == [1, 2, 11]
    assert [(cell.column, cell.style, cell.is_filled) for cell in found.cells(1)] == [
        (1, 4, True),
        (27, 5, True),
        (28, 0, False),
    ]
    assert (found.cells(2), found.cells(3)) == ([], [])
    first, second, last = found.row(1), found.row(2), found.row(11)
    assert first is not None
    assert second is not None
    assert last is not None
    assert found.row(3) is None
    assert (found.last_column(first), found.last_column(second), found.last_column(last)) == (28, 0, 1)
    cell = _cell(found, 1, 1)
    assert cell is not None
    assert found.text_of(cell) == '<c r="A1" s="4"><v>1</v></c>'
    assert _cell(found, 1, 1) is cell
    assert (_cell(found, 1, 2), _cell(found, 2, 1), _cell(found, 3, 1)) == (None, None, None)
    found.set_cells({1: {1: '<c r="A1" s="9"/>'}})
    again = _cell(found, 1, 1)
    assert again is not None
    assert again.style == 9


@pytest.mark.parametrize(
    ("there", "area", "after"),
    [
        ("", "B2:C3", "A1:C3"),
        ('<dimension ref="B2:C3"/>', "B2:C3", "B2:C3"),
        ('<dimension ref="B2:C3"/>', "A1:A1", "A1:C3"),
        ('<dimension ref="B2:C3"/>', "D9:D9", "B2:D9"),
        ('<dimension ref="B2:C3"/>', "A5:E5", "A2:E5"),
        ('<dimension ref="A:C"/>', "D9:D9", "A:C"),
    ],
)
def test_the_extent_of_a_sheet_takes_in_what_is_written(there: str, area: str, after: str) -> None:
    found = frame("", before=there)
    found.widen_dimension(area_of(area))
    (dimension,) = found.root.iter(f"{{{MAIN}}}dimension")
    assert dimension.get("ref") == after


@pytest.mark.parametrize(
    ("there", "new", "after"),
    [
        (("sheetPr",), "dimension", ["sheetPr", "dimension", "sheetData"]),
        ((), "dimension", ["dimension", "sheetData"]),
        ((), "tableParts", ["sheetData", "tableParts"]),
        (
            ("sheetData", "mergeCells", "extLst"),
            "dataValidations",
            ["sheetData", "mergeCells", "dataValidations", "extLst"],
        ),
        (("sheetData", "cols", "pageMargins"), "cols", ["sheetData", "cols", "cols", "pageMargins"]),
        (("sheetData", "unknown", "tableParts"), "mergeCells", ["sheetData", "mergeCells", "unknown", "tableParts"]),
    ],
)  # fmt: skip
def test_what_is_added_stands_where_the_format_asks_for_it(
    there: tuple[str, ...], new: str, after: list[str]
) -> None:
    """Excel repairs a sheet whose parts are in another order, and throws away what it does not understand."""
    if "sheetData" not in there:
        there = (*there, "sheetData")
    inside = "".join(f"<{name}/>" for name in there)
    found = Frame(f'{HEAD}<worksheet xmlns="{MAIN}"><!-- ours -->{inside}</worksheet>'.encode())
    found.insert(etree.Element(f"{{{MAIN}}}{new}"))
    assert [etree.QName(child).localname for child in found.root if isinstance(child.tag, str)] == after
    assert found.ensure(new) is found.child(new)


def test_what_is_not_there_is_made_once() -> None:
    found = frame("")
    assert found.child("cols") is None
    assert found.ensure("cols") is found.ensure("cols")
    assert len(list(found.root.iter(f"{{{MAIN}}}cols"))) == 1


@pytest.mark.parametrize(
    ("one", "other", "do"),
    [
        ("B2:C3", "B2:C3", True),
        ("B2:C3", "C3:D4", True),
        ("B2:C3", "A1:B2", True),
        ("B2:C3", "D2:D3", False),
        ("B2:C3", "A2:A3", False),
        ("B2:C3", "B4:C5", False),
        ("B2:C3", "B1:C1", False),
        ("A1:Z9", "C4:C4", True),
    ],
)
def test_areas_have_cells_in_common_or_none(one: str, other: str, do: bool) -> None:
    assert overlap(area_of(one), area_of(other)) is do
    assert overlap(area_of(other), area_of(one)) is do


def test_merged_cells_are_listed() -> None:
    merged = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C3:C9"/></mergeCells>'
    assert frame("", after=merged).merged() == [Area(1, 1, 2, 2), Area(3, 3, 9, 3)]
