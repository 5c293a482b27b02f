"""A sheet of an Excel workbook as a grid: its tables, its totals, its looks, and what is more than a text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.builders.workbook_examples import DATE, GREEN, HEAD, MAIN, OFFICE, PALE, parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Cell, Grid
from xlplan.workbook.readers import read_grids
from xlplan.workbook.readers.cell_styles import CellStyle
from xlplan.workbook.readers.number_formats import number_format
from xlplan.workbook.readers.sheet_content import SheetContent
from xlplan.workbook.readers.xlsx import _SheetCells

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(folder: Path, rows: str, *tables: str, detail: bool = True, workbook: str = "") -> Grid:
    """The sheet with these rows and tables; one that says nothing is named and not there."""
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/table" Target="../tables/table{number}.xml"/>'
        for number in range(len(tables))
    )
    more: dict[str, str | bytes] = {
        f"xl/tables/table{number}.xml": f'{HEAD}<table xmlns="{MAIN}" {table}/>'
        for number, table in enumerate(tables)
        if table
    }
    more["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{RELATIONS}">{links}'
        f'<Relationship Id="rId9" Type="{OFFICE}/drawing" Target="../tables/table0.xml"/></Relationships>'
    )
    path = folder / "Plan.xlsx"
    path.write_bytes(zipped(parts(sheet(rows), workbook=workbook, more=more)))
    (grid,) = read_grids(path, detail=detail)
    return grid


@pytest.mark.parametrize(
    ("tables", "areas", "totals"),
    [
        ((), {}, set()),
        (('displayName="Plan" name="Old" ref="A3:C9"',), {"Plan": Area(3, 1, 9, 3)}, set()),
        (('name="Plan" ref="A3:C9" totalsRowCount="0"',), {"Plan": Area(3, 1, 9, 3)}, set()),
        (('name="Plan" ref="A3:C9" totalsRowCount="1"',), {"Plan": Area(3, 1, 9, 3)}, {9}),
        (('name="Plan" ref="A3:C9" totalsRowCount="2"',), {"Plan": Area(3, 1, 9, 3)}, {8, 9}),
        (('ref="A3:C9"',), {"": Area(3, 1, 9, 3)}, set()),
        (
            ('name="Odd" ref="A:C" totalsRowCount="1"', "", 'name="Plan" ref="E1:F5" totalsRowCount="1"'),
            {"Plan": Area(1, 5, 5, 6)},
            {5},
        ),
    ],
)
def test_the_tables_of_a_sheet_and_their_totals_are_found(
    tmp_path: Path, tables: tuple[str, ...], areas: dict[str, Area], totals: set[int]
) -> None:
    """A row of totals would be taken for an action."""
    grid = read(tmp_path, "", *tables)
    assert (grid.tables, grid.totals) == (areas, totals)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("", dt.date(2005, 12, 1)),
        ('<workbookPr date1904="0"/>', dt.date(2005, 12, 1)),
        ('<workbookPr date1904="1"/>', dt.date(2009, 12, 2)),
        ('<workbookPr date1904="true"/>', dt.date(2009, 12, 2)),
        ('<other date1904="1"/><workbookPr/>', dt.date(2005, 12, 1)),
    ],
)
def test_days_are_counted_from_where_the_workbook_says(tmp_path: Path, said: str, day: dt.date) -> None:
    """Every due date of a council with an old Mac would be four years early."""
    rows = f'<row r="1"><c r="A1" s="{DATE}"><v>38687</v></c></row>'
    assert read(tmp_path, rows, workbook=said)[1, 1].value == day


MIXED = f"""<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c><c r="B1"><v>7</v></c><c r="C1" s="{GREEN}"/>
<c r="D1" s="{PALE}" t="str"><f>A1</f><v>text</v></c><c r="E1"><f>B1</f></c><c r="F1"/></row>
<row r="2" hidden="1"><c r="A2" s="{GREEN}"/><c r="B2" s="{PALE}"/></row>
<row r="3"><c r="A3" s="{GREEN}" t="inlineStr"><is><t>text</t></is></c></row>
<row r="4" hidden="true"><c r="A4" t="b"><v>0</v></c></row>"""


DRESSES = pytest.mark.parametrize("rows", [MIXED, MIXED.replace('"', "'")], ids=["Excel's dress", "another"])


@DRESSES
def test_what_is_more_than_a_text_is_known_before_anybody_looks_at_it(tmp_path: Path, rows: str) -> None:
    """What is taken for a plain text is merged as it stands: a formula or a number is not."""
    grid = read(tmp_path, rows)
    assert {row: set(columns) for row, columns in grid.more_than_text.items()} == {1: {2, 4, 5}, 4: {1}}
    assert {place: cell.fill for place, cell in grid.cells.items()} == {
        (1, 1): None,
        (1, 2): None,
        (1, 3): "00B050",
        (1, 4): "B8CCE4",
        (1, 5): None,
        (3, 1): "00B050",
        (4, 1): None,
    }
    assert grid.cells[1, 5] == Cell(None, "", None, "=B1", True)
    assert grid.hidden_rows == {2, 4}


@DRESSES
def test_without_looking_closely_values_are_the_same_and_nothing_has_a_look(
    tmp_path: Path, rows: str
) -> None:
    grid, quick = read(tmp_path, rows), read(tmp_path, rows, detail=False)
    assert quick.values == grid.values
    assert {cell.fill for cell in quick.cells.values()} == {None}
    assert quick.hidden_rows == frozenset()
    assert {row: set(columns) for row, columns in quick.more_than_text.items()} == {1: {2}, 4: {1}}


def test_a_text_in_a_style_that_there_is_not_is_read_plainly(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" s="7" t="inlineStr"><is><t>text</t></is></c><c r="B1" s="6"><v>7</v></c></row>'
    )
    grid = read(tmp_path, rows)
    assert grid.cells[1, 1] == Cell("text", "text")
    assert grid.cells[1, 2] == Cell(7, "7", "FF0000")
    with pytest.raises(UnreadableWorkbook, match="a style that the workbook does not have"):
        read(tmp_path, '<row r="1"><c r="B1" s="7"><v>7</v></c></row>')


SEEN = SheetContent(
    values={1: {1: "text", 2: 7, 3: "odd", 8: "far"}, 2: {1: dt.date(2026, 12, 1)}},
    styles={1: {1: 0, 2: 1, 3: 2, 4: 1, 5: 0, 6: 1, 7: 0, 8: 0}, 2: {1: 1}, 3: {1: 1}, 4: {1: 1, 2: 0}},
    formulas={1: {2: "A1", 6: "B1", 7: b"A1&amp;B1"}, 4: {2: "A1"}},
    empty_texts={(1, 6)},
)
LOOKS = [CellStyle(), CellStyle(number_format("0.00"), "00B050")]


def test_cells_are_made_of_what_was_read_only_where_they_hold_something() -> None:
    """What is not made as it is shown is compared as something else, and merged as a change that nobody made."""
    cells = _SheetCells(SEEN, LOOKS, frozenset((0,)))
    assert {row: dict(cells._make(row, range(1, 10))) for row in range(1, 6)} == {
        1: {
            1: Cell("text", "text"),
            2: Cell(7, "7.00", "00B050", "=A1"),
            3: Cell("odd", "odd"),
            4: Cell(None, "", "00B050"),
            6: Cell(None, "", "00B050", "=B1"),
            7: Cell(None, "", None, "=A1&B1", True),
            8: Cell("far", "far"),
        },
        2: {1: Cell(dt.date(2026, 12, 1), "01/12/2026", "00B050")},
        3: {},
        4: {1: Cell(None, "", "00B050"), 2: Cell(None, "", None, "=A1", True)},
        5: {},
    }
    assert list(cells.in_rows) == [1, 2, 3, 4]
    assert {row: set(columns) for row, columns in cells.more_than_text.items()} == {
        1: {2, 3, 6, 7},
        2: {1},
        4: {2},
    }


def test_cells_are_made_the_same_one_by_one() -> None:
    one_by_one, at_once = (_SheetCells(SEEN, LOOKS, frozenset((0,))) for _ in range(2))
    places = [(row, column) for row in range(1, 6) for column in range(1, 9)]
    seen = {place: cell for place in places if (cell := one_by_one.get(place)) is not None}
    assert seen == {place: cell for place, cell in at_once.items() if place in places}
    assert one_by_one.get((1, 1)) is one_by_one[1, 1]
    assert at_once.get((9, 9), "none") == one_by_one.get((9, 9), "none") == "none"
    with pytest.raises(KeyError):
        one_by_one[9, 9]
