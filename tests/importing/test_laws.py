"""Laws of reading that hold for every grid, however senseless."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.builders.messy import cell
from xlplan.checks.reading import findings
from xlplan.errors import NoPlanFound
from xlplan.importing.reader import Reading, read_plan_sheets
from xlplan.workbook.grid import Area, Cell, Grid, Place, address, area_of

HEADS = (
    "RAG",
    "Progress",
    "Ref",
    "Theme",
    "Recommendation",
    "Oct-25",
    "Update Jan-26",
    "Zebra",
    "Status",
    "Notes",
)
TEXTS = (
    "Paint the hall…", "Ada Marsh…", "Al Moss / Ida Hay…", "May 2026", "31/10/26", "Green", "Amber - late…", "1.2", "A",
    "Section 2: Money…", "• one\n• two…", "-", "Ongoing", "Note: see below…", "Signed", "x", 3, "Key", "Red", "Plan 3…",
    "Blue…", "review the roof…", "Recommendation 4: mend it…", "Lead officer…", "Target date", "Action", "Owner",
)  # fmt: skip
"""What ends with an ellipsis gets a word of its own for it."""


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Headings of any kind in some row, and any texts, merges and fills about them."""
    others = draw(st.lists(st.sampled_from(HEADS), max_size=5, unique=True))
    headings = draw(st.permutations(["Action", "Owner", "Due", *others]))
    width = len(headings)
    heading_row = draw(st.integers(1, 4))
    cells: dict[Place, Cell] = {
        (heading_row, column): cell(heading) for column, heading in enumerate(headings, 1) if heading
    }
    texts = st.one_of(st.none(), st.sampled_from(TEXTS))
    for row in range(1, heading_row + draw(st.integers(1, 9)) + 1):
        count = draw(st.sampled_from((0, 1, 2, width, width, width + 1)))
        for column, text in enumerate(draw(st.lists(texts, min_size=count, max_size=count)), 1):
            if text is None or row == heading_row:
                continue
            if isinstance(text, str) and text.endswith("…"):
                text = f"{text[:-1]} w{row}x{column}"  # a word that stands nowhere else
            written = cell(text)
            fill = draw(st.sampled_from((None, None, "FF0000", "BDD7EE")))
            cells[row, column] = Cell(written.value, written.shown, fill)
    merges: list[Area] = []
    covered: set[Place] = set()
    for row, column, down, right in draw(
        st.lists(
            st.tuples(st.integers(1, 12), st.integers(1, width), st.integers(0, 3), st.integers(0, 3)),
            max_size=5,
        )
    ):
        area = Area(row, column, row + down, column + right)
        places = {(r, c) for r in range(row, row + down + 1) for c in range(column, column + right + 1)}
        if len(places) > 1 and not places & covered:
            covered |= places
            merges.append(area)
            for place in places - {(row, column)}:
                cells.pop(place, None)
    return Grid("Plan", cells, tuple(merges))


def read(grid: Grid) -> Reading | None:
    try:
        return read_plan_sheets([grid])
    except NoPlanFound:
        return None


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


@given(grids())
def test_read_is_placed_and_listed(grid: Grid) -> None:
    """If this fails, a cell is lost, or counted twice, on some council's sheet."""
    reading = read(grid)
    if reading:
        assert reading.cells_read == reading.cells_placed + len(reading.listed)
        assert len({item.cell for item in reading.listed}) == len(reading.listed)


@given(grids())
def test_every_text_that_is_not_listed_stands_in_some_row(grid: Grid) -> None:
    """If this fails, the counts add up and a text is gone all the same."""
    reading = read(grid)
    if not reading or len(reading.tables) != 1:
        return
    [table] = reading.tables
    kept = set(
        words(
            " ".join(
                str(part)
                for row in reading.rows
                for part in (
                    row.theme, row.recommendation, row.ref, row.report_ref, row.action, row.owner, row.supporting,
                    row.timescale, row.revised_due, row.success_criteria, row.notes,
                    *row.rag.values(), *row.progress.values(), *row.other.values(),
                )
            )
        )
    )  # fmt: skip
    listed = {item.cell for item in reading.listed}
    headed = [
        column for row, column in grid.cells if row == table.header_row and grid[row, column].shown in HEADS
    ]
    if not headed or len(table.columns) < len(headed):  # headings in two rows, or of two tables side by side
        return
    for (row, column), each in grid.cells.items():
        inside = table.first_row <= row <= table.last_row and min(headed) <= column <= max(headed)
        own = [word for word in words(each.shown) if re.fullmatch(r"w\d+x\d+", word)]
        if inside and own and address(row, column) not in listed:
            assert own[0] in kept, f"{each.shown!r} at {address(row, column)} is gone"


@given(grids())
def test_no_cell_in_the_rows_of_a_table_goes_unnamed(grid: Grid) -> None:
    """If this fails, a row taken for headings, or a note in the margin, vanishes without a word."""
    reading = read(grid)
    if not reading:
        return
    kept = set(words(" ".join(repr(row) for row in reading.rows)))
    kept |= set(words(" ".join(heading for table in reading.tables for heading in table.columns)))
    listed = {item.cell for item in reading.listed}
    named = [area_of(item.area) for item in reading.left_alone]
    unused = {item.cell for item in findings(reading.inferences) if item.code == "LAY006"}
    for (row, column), each in grid.cells.items():
        spans = any(table.first_row <= row <= table.last_row for table in reading.tables)
        own = [word for word in words(each.shown) if re.fullmatch(r"w\d+x\d+", word)]
        if spans and own and not any((row, column) in area for area in named):
            told = own[0] in kept or address(row, column) in listed or address(row, 1) in unused
            assert told, f"{each.shown!r} at {address(row, column)} is gone"


@given(grids())
def test_reading_twice_gives_the_same(grid: Grid) -> None:
    """If this fails, two runs on one workbook give two masters."""
    assert read(grid) == read(grid)
