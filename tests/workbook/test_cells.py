"""Putting values into cells: a colleague's formats, formulas and neighbours stay; what was written is what is read."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.workbook_examples import (
    DATE,
    GREEN,
    HEAD,
    MAIN,
    MONTH,
    STRICT,
    TWO_PLACES,
    package,
    sheet,
)
from xlplan.errors import XlplanError
from xlplan.workbook.gate import is_as_asked
from xlplan.workbook.grid import Formula, Grid, Place, Value, place_of
from xlplan.workbook.ooxml.cells import set_cells
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.readers import SheetReader

PART = "xl/worksheets/sheet1.xml"


def read(changed: Package) -> Grid:
    return SheetReader(changed).read(changed.sheet("Sheet1"), detail=True)


def changed(rows: str, values: dict[str, Value | Formula], before: str = "", after: str = "") -> Package:
    book = package(sheet(rows, before, after), strings=("old", "other"))
    set_cells(book, "Sheet1", {place_of(cell): value for cell, value in values.items()})
    return book


OLD = '<row r="2"><c r="B2" s="1" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>'

DRESSES = {
    "as Excel writes it": sheet(OLD),
    "no rows": sheet(""),
    "no rows, closed at once": f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    "an empty row": sheet('<row r="2"/>'),
    "a row above and below": sheet('<row r="1"><c r="A1"/></row><row r="9"><c r="B9"/></row>'),
    "cells without addresses": sheet("<row><c><v>1</v></c></row><row><c/><c s='1'><v>2</v></c></row>"),
    "rows out of order": sheet('<row r="5"><c r="A5"/></row><row r="2"><c r="C2"/><c r="B2" s="1"/></row>'),
    "a prefix": f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" s="1"/></x:row>'
    "</x:sheetData></x:worksheet>",
    "a comment that looks like a cell": sheet(
        '<row r="2"><!-- <c r="B2"> --><c r="B2" s="1"><v>1</v></c></row>'
    ),
    "a byte-order mark": b"\xef\xbb\xbf" + sheet(OLD).encode(),
    "UTF-16": sheet(OLD).replace("UTF-8", "UTF-16").encode("utf-16"),
    "single quotes": sheet(OLD.replace('"', "'")),
    "blanks between": sheet(OLD.replace("><", ">\n  <")),
    "Strict": f'{HEAD}<worksheet xmlns="{STRICT}"><dimension ref="A1"/><sheetData>{OLD}</sheetData></worksheet>',
}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_value_lands_in_its_cell_however_the_sheet_is_written(dress: str) -> None:
    book = package(DRESSES[dress], strings=("old", "other"))
    before = read(book)
    set_cells(book, "Sheet1", {(2, 2): "new", (4, 27): 5})
    after = read(book)
    assert (after[2, 2].value, after[4, 27].value) == ("new", 5)
    others = {place: cell for place, cell in before.cells.items() if place != (2, 2)}
    assert others == {place: cell for place, cell in after.cells.items() if place not in ((2, 2), (4, 27))}


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+44 1632 960001",
        "-",
        "@home",
        "  blanks at both ends  ",
        "two\nlines",
        "returned\r\nfrom Windows",
        "<b> & \"quotes\" 'too' ]]>",
        "_x0041_ is no A",
        "bell \x07 and nought \x00",
        "Gwynedd – Môn 😀",
        0,
        -12,
        0.1,
        1e-20,
        123456789012,
        True,
        False,
        dt.date(2005, 12, 1),
        dt.date(1900, 1, 1),
        dt.date(1900, 3, 1),
        dt.datetime(2005, 12, 1, 10, 30),
        dt.time(10, 30),
        None,
    ],
)
def test_what_is_written_is_what_is_read(value: Value) -> None:
    for style in (0, DATE, MONTH, TWO_PLACES):
        book = changed(f'<row r="1"><c r="A1" s="{style}"><v>3</v></c></row>', {"A1": value})
        assert is_as_asked(value, read(book)[1, 1].value), style


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_no_text_is_changed_on_its_way_into_a_cell(text: str) -> None:
    assert (read(changed("", {"B3": text}))[3, 2].value or "") == text


def test_dates_in_a_workbook_from_an_old_mac_are_not_four_years_off() -> None:
    book = package(
        sheet(f'<row r="1"><c r="A1" s="{DATE}"><v>100</v></c></row>'), workbook='<workbookPr date1904="1"/>'
    )
    set_cells(book, "Sheet1", {(1, 2): dt.date(2005, 12, 1)})
    assert read(book)[1, 1].value == dt.date(1904, 4, 10)
    assert read(book)[1, 2].value == dt.date(2005, 12, 1)


def test_a_date_too_early_for_a_workbook_is_kept_as_text() -> None:
    assert read(changed("", {"A1": dt.date(1689, 2, 13)}))[1, 1].value == "13/02/1689"


def test_a_cells_colour_stays_when_its_value_changes() -> None:
    assert read(changed(OLD, {"B2": dt.date(2005, 12, 1)}))[2, 2].fill == "00B050"


def test_emptying_a_cell_leaves_its_colour_and_makes_no_new_cells() -> None:
    book = changed(OLD, {"B2": None, "F9": None})
    assert b"F9" not in book.read(PART)
    assert b'<c r="B2" s="1"/>' in book.read(PART)


def test_a_new_cell_looks_like_its_row_or_else_its_column() -> None:
    columns = f'<cols><col min="2" max="3" width="9" style="{GREEN}"/></cols>'
    book = changed(
        f'<row r="4" s="{TWO_PLACES}" customFormat="1"/>', {"B4": 1, "C5": 1, "D5": 1}, before=columns
    )
    grid = read(book)
    assert grid[4, 2].shown == "1.00"
    assert (grid[5, 3].fill, grid[5, 4].fill) == ("00B050", None)


def test_the_declared_extent_takes_in_a_cell_outside_it() -> None:
    assert b'ref="A1:D9"' in changed("", {"D9": 1}, before='<dimension ref="A1:B2"/>').read(PART)


def test_excel_is_not_told_of_a_formula_that_is_gone() -> None:
    book = changed('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', {"A1": 3})
    assert "xl/calcChain.xml" not in book
    assert all(relation.kind != "calcChain" for relation in book.relations("xl/workbook.xml"))
    assert read(book)[1, 1].formula is None


def test_excel_lists_its_formulas_anew_when_one_is_new() -> None:
    assert "xl/calcChain.xml" not in changed("", {"A1": Formula("=B1", 1)})
    assert "xl/calcChain.xml" in changed("", {"A1": 1})


def test_cells_that_share_an_overwritten_formula_keep_theirs() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*$C$1&amp;"A1"</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c></row>'
    )
    grid = read(changed(rows, {"A1": 9, "A3": 8}))
    assert [grid[row, 1].formula for row in (1, 2, 3)] == [None, '=B2*$C$1&"A1"', None]
    assert [grid[row, 1].value for row in (1, 2, 3)] == [9, 4, 8]


def test_a_formula_is_written_with_the_value_that_it_shows() -> None:
    cell = read(changed("", {"A1": Formula('=IF(B1<2,"worse","better")', "worse")}))[1, 1]
    assert (cell.value, cell.formula) == ("worse", '=IF(B1<2,"worse","better")')


@pytest.mark.parametrize(
    ("rows", "after", "cell", "said"),
    [
        (
            '<row r="1"><c r="A1"/></row>',
            '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
            "B2",
            "merged cell A1:B2",
        ),
        (
            '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c></row>',
            "",
            "A2",
            "one formula fills A1:A3",
        ),
        (
            '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c></row>',
            "",
            "A1",
            "one formula fills A1:A3",
        ),
    ],
)
def test_a_cell_that_cannot_be_changed_alone_is_refused_by_name(
    rows: str, after: str, cell: str, said: str
) -> None:
    with pytest.raises(XlplanError, match=said) as refused:
        changed(rows, {cell: "new"}, after=after)
    assert refused.value.cell == cell


@pytest.mark.parametrize("place", [(0, 1), (1, 0), (1_048_577, 1), (1, 16_385)])
def test_a_place_that_no_sheet_has_is_refused(place: Place) -> None:
    with pytest.raises(XlplanError, match="there is no cell"):
        set_cells(package(sheet("")), "Sheet1", {place: 1})


def test_an_unknown_sheet_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(XlplanError, match="It has: Sheet1"):
        set_cells(package(sheet("")), "Plan", {(1, 1): 1})


def test_the_other_sheets_and_the_strings_stay_as_they_are() -> None:
    book = package(sheet(OLD), sheet(OLD), strings=("old", "other"))
    set_cells(book, "Sheet2", {(2, 2): "new"})
    assert book.touched == {"xl/worksheets/sheet2.xml"}


STYLES = {"plain": 0, "day": DATE, "month": MONTH, "places": TWO_PLACES, "none": 99}


@pytest.mark.parametrize(
    ("style", "value", "shown"),
    [
        ("plain", 5, "5"),
        ("plain", dt.date(2005, 12, 1), "01/12/2005"),
        ("plain", dt.datetime(2005, 12, 1, 9, 30), "01/12/2005 09:30"),
        ("plain", dt.time(9, 30), "09:30"),
        ("places", 5, "5.00"),
        ("places", dt.date(2005, 12, 1), "01/12/2005"),
        ("places", True, "TRUE"),
        ("places", "text", "text"),
        ("month", dt.date(2005, 12, 1), "Dec-05"),
        ("month", dt.datetime(2005, 12, 1, 9, 30), "Dec-05"),
        ("month", dt.time(9, 30), "Jan-00"),
        ("month", 5, "5"),
        ("month", True, "TRUE"),
        ("month", "text", "text"),
        ("month", Formula("=A9", 5), "5"),
        ("day", Formula("=A9", dt.date(2005, 12, 1)), "01/12/2005"),
        ("plain", Formula("=A9", dt.date(2005, 12, 1)), "01/12/2005"),
        ("plain", Formula("=A9", 5), "5"),
        ("plain", Formula("=A9", "text"), "text"),
    ],
)
@pytest.mark.parametrize("is_new", [False, True])
def test_a_value_shows_as_what_it_is_under_the_format_that_it_finds(
    style: str, value: Value | Formula, shown: str, is_new: bool
) -> None:
    """A due date would show as 38687, or a number of posts as a day in January 1900."""
    if is_new:
        columns = f'<cols><col min="1" max="1" width="9" style="{STYLES[style]}"/></cols>'
        cell = read(changed("", {"A1": value}, before=columns))[1, 1]
    else:
        cell = read(changed(f'<row r="1"><c r="A1" s="{STYLES[style]}"><v>3</v></c></row>', {"A1": value}))[
            1, 1
        ]
    if isinstance(value, Formula) and style == "month":
        return  # what a formula shows is for its own format to say
    assert cell.shown == shown


@pytest.mark.parametrize(
    ("row", "columns", "style"),
    [
        (f' s="{GREEN}" customFormat="1"', f'<col min="1" max="3" style="{MONTH}"/>', GREEN),
        (f' s="{GREEN}" customFormat="true"', "", GREEN),
        (f' s="{GREEN}"', f'<col min="1" max="3" style="{TWO_PLACES}"/>', TWO_PLACES),
        (f' s="{GREEN}" customFormat="0"', "", 0),
        ("", f'<col min="1" max="1" style="{TWO_PLACES}"/><col min="3" max="9" style="{GREEN}"/>', 0),
        ("", f'<col min="2" max="2" style="{GREEN}"/>', GREEN),
        ("", '<col min="2" max="2"/>', 0),
    ],
)
def test_a_new_cell_takes_the_look_of_its_row_or_its_column(row: str, columns: str, style: int) -> None:
    before = f"<cols>{columns}</cols>" if columns else ""
    content = changed(f'<row r="4"{row}><c r="A4"/></row>', {"B4": "text"}, before=before).read(PART).decode()
    written = f' s="{style}"' if style else ""
    assert f'<c r="B4"{written} t="inlineStr">' in content


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"B2": None}, None),
        ({"B2": ""}, None),
        ({"A1": "x"}, None),
        ({"C1": "x"}, None),
        ({"A3": "x"}, None),
        ({"B1": "x"}, "B1"),
        ({"A2": "x"}, "A2"),
        ({"A1": "x", "C3": "y", "B2": "z", "D4": 1, "E5": 2, "F6": 3}, "B2"),
    ],
)
def test_only_the_inner_parts_of_a_merged_cell_are_refused(
    values: dict[str, Value | Formula], said: str | None
) -> None:
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    if said is None:
        changed("", values, after=merged)
    else:
        with pytest.raises(XlplanError, match="inner part of the merged cell A1:B2") as refused:
            changed("", values, after=merged)
        assert (refused.value.sheet, refused.value.cell, str(refused.value.file)) == (
            "Sheet1",
            said,
            "Plan.xlsx",
        )


@pytest.mark.parametrize("kind", ["array", "dataTable"])
@pytest.mark.parametrize(
    ("area", "cell", "is_refused"),
    [("A1:A1", "A1", False), ("A1:A2", "A2", True), ("A1:B1", "B1", True), ("A1:B1", "A2", False)],
)
def test_one_formula_over_several_cells_is_not_broken(
    kind: str, area: str, cell: str, is_refused: bool
) -> None:
    rows = f'<row r="1"><c r="A1"><f t="{kind}" ref="{area}">B9</f><v>1</v></c></row>'
    if is_refused:
        with pytest.raises(XlplanError, match=f"one formula fills {area}"):
            changed(rows, {cell: 5})
    else:
        assert read(changed(rows, {cell: 5}))[place_of(cell)].value == 5


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ((1, 1), True),
        ((1_048_576, 16_384), True),
        ((1_048_577, 1), False),
        ((1, 16_385), False),
        ((0, 1), False),
        ((1, 0), False),
    ],
)
def test_a_sheet_ends_where_excels_do(place: Place, fits: bool) -> None:
    book = package(sheet(""))
    if fits:
        set_cells(book, "Sheet1", {place: 1})
        assert read(book)[place].value == 1
    else:
        with pytest.raises(XlplanError, match="there is no cell in row"):
            set_cells(book, "Sheet1", {place: 1})


def test_nothing_changes_where_nothing_is_to_be_written() -> None:
    book = changed(OLD, {"F9": None, "G9": ""})
    assert not book.touched


def test_a_date_cannot_be_written_into_a_strict_workbook_and_a_text_can() -> None:
    strict = f'{HEAD}<worksheet xmlns="{STRICT}"><sheetData>{OLD}</sheetData></worksheet>'
    book = package(strict, strings=("old", "other"))
    workbook = book.read("xl/workbook.xml").replace(MAIN.encode(), STRICT.encode())
    book.write("xl/workbook.xml", workbook)
    set_cells(book, "Sheet1", {(2, 2): "new"})
    assert read(book)[2, 2].value == "new"
    with pytest.raises(XlplanError, match=r"Plan\.xlsx: a date cannot be written into a workbook in Strict"):
        set_cells(book, "Sheet1", {(2, 2): dt.date(2005, 12, 1)})
