"""Reading: no cell of a council's workbook is missed, and each is read as the person who typed it sees it."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.builders.workbook_examples import DATE, GREEN, MONTH, PALE, RED, TWO_PLACES, parts, sheet, zipped
from xlplan.workbook.grid import Area, Cell
from xlplan.workbook.ooxml.formulas import translated
from xlplan.workbook.readers import last_saved, read_grids
from xlplan.workbook.readers.admission import admit

ROWS = f"""<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" s="{GREEN}"/></row>
<row r="3"><c r="B3" s="{TWO_PLACES}"><v>1.1</v></c><c r="C3" s="{MONTH}"><v>38687</v></c>
<c r="D3" s="{DATE}"><v>38687.5</v></c><c r="E3" t="b"><v>1</v></c></row>
<row r="4"><c r="B4" t="inlineStr"><is><r><t xml:space="preserve">rich </t></r><r><t>text</t></r></is></c>
<c r="C4" s="{PALE}" t="str"><f>B4&amp;"!"</f><v>rich text!</v></c><c r="D4" s="{RED}"><f>C4+1</f><v>5</v></c></row>
<row r="900" ><c r="B900" s="{GREEN}"/><c r="C900" s="{GREEN}"/></row>"""
STRINGS = ("Theme", "Tom &amp; Ann")


def test_values_fills_formulas_and_texts_as_displayed_are_all_there(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped(parts(sheet(ROWS, after=merged), strings=STRINGS)))
    (grid,) = read_grids(path, detail=True)
    assert grid.cells == {
        (2, 2): Cell("Theme", "Theme"),
        (2, 3): Cell("Tom & Ann", "Tom & Ann"),
        (2, 4): Cell(None, "", "00B050"),
        (3, 2): Cell(1.1, "1.10"),
        (3, 3): Cell(dt.date(2005, 12, 1), "Dec-05"),
        (3, 4): Cell(dt.datetime(2005, 12, 1, 12), "01/12/2005"),
        (3, 5): Cell(True, "TRUE"),
        (4, 2): Cell("rich text", "rich text"),
        (4, 3): Cell("rich text!", "rich text!", "B8CCE4", '=B4&"!"'),
        (4, 4): Cell(5, "5", "FF0000", "=C4+1"),
    }
    assert grid.merges == (Area(2, 2, 3, 2),)


def test_a_formula_that_comes_to_nothing_is_not_one_that_was_never_worked_out(tmp_path: Path) -> None:
    """If this fails, a lost text is taken for an empty one, or every empty one for a loss."""
    cells = {
        "B2": '<c r="B2"><f>A1</f></c>',
        "C2": '<c r="C2"><f>A1</f><v></v></c>',
        "D2": '<c r="D2" t="str"><f>A1</f></c>',
        "E2": '<c r="E2" t="str"><f>A1</f><v></v></c>',
        "F2": '<c r="F2" t="str"><f>A1</f><v/></c>',
        "G2": '<c r="G2"><f>A1</f><v>0</v></c>',
    }
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped(parts(sheet(f'<row r="2">{"".join(cells.values())}</row>'))))
    (grid,) = read_grids(path, detail=True)
    assert [grid[2, column].is_uncalculated for column in range(2, 8)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert {cell.formula for cell in grid.cells.values()} == {"=A1"}


def test_reading_quickly_gives_the_same_values(tmp_path: Path) -> None:
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped(parts(sheet(ROWS), strings=STRINGS)))
    (quick,), (slow,) = read_grids(path), read_grids(path, detail=True)
    values = {place: cell.value for place, cell in slow.cells.items() if cell.value is not None}
    assert {place: cell.value for place, cell in quick.cells.items()} == values


@pytest.mark.parametrize("detail", [False, True])
def test_an_error_in_a_cell_is_not_taken_for_an_empty_one(tmp_path: Path, detail: bool) -> None:
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped(parts(sheet('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))))
    (grid,) = read_grids(path, detail=detail)
    assert grid[1, 1].shown == "#DIV/0!"


def test_a_used_range_to_the_foot_of_the_sheet_is_a_sheet_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "Plan.xlsx"
    foot = f'<row r="1048567"><c r="A1048567" s="{GREEN}"/></row>'
    path.write_bytes(
        zipped(parts(sheet(ROWS + foot, before='<dimension ref="A1:XFD1048567"/>'), strings=STRINGS))
    )
    for detail in (False, True):
        (grid,) = read_grids(path, detail=detail)
        assert max(row for row, _ in grid.cells) == 4


def plan_with_everything(path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Plan 1"
    for row in (
        ["Action", "Owner", "When", "Done", "Score"],
        ["Mend the roof of Wexcombe library", "Ines Marlow", dt.date(2005, 12, 1), True, 1.5],
        ["Two lines\nin one cell", "Tom & Ann", dt.datetime(2005, 12, 1, 10, 30), False, 7],
    ):
        first.append(row)
    first["A2"].fill = PatternFill("solid", fgColor="FF00B050")
    first["C2"].number_format = "dd/mm/yyyy"
    first["C3"].number_format = "dd/mm/yyyy hh:mm"
    first["F2"] = "=E2*2"
    first.merge_cells("A5:C5")
    first["A5"] = "Signed off"
    book.create_sheet("Kept out of sight").sheet_state = "hidden"
    book.save(path)


@pytest.mark.libreoffice
@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_the_same_plan_reads_the_same_in_every_format(tmp_path: Path, ending: str) -> None:
    source = tmp_path / "source" / "plan.xlsx"
    source.parent.mkdir()
    plan_with_everything(source)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    plan, hidden = read_grids(tmp_path / f"plan.{ending}", detail=True)
    assert (plan.sheet, plan.visible, hidden.visible) == ("Plan 1", True, False)
    assert plan[2, 3].value == dt.date(2005, 12, 1)
    assert plan[2, 3].shown == "01/12/2005"
    assert plan[3, 3].value == dt.datetime(2005, 12, 1, 10, 30)
    assert plan[3, 1].value == "Two lines\nin one cell"
    assert (plan[2, 4].value, plan[2, 5].value, plan[3, 5].value, plan[2, 6].value) == (True, 1.5, 7, 3)
    assert plan[2, 1].fill == "00B050"
    assert Area(5, 1, 5, 3) in plan.merges
    if ending != "xls":  # it does not keep the text of formulas where we can read it
        assert plan[2, 6].formula == "=E2*2"


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ("ID,Progress\r\nA001,On track\r\n", ["ID", "Progress", "A001", "On track"]),
        ("ID;Progress\nA001;a, b, c, d, e\n", ["ID", "Progress", "A001", "a, b, c, d, e"]),
        ("ID\tProgress\nA001\tfine\n", ["ID", "Progress", "A001", "fine"]),
        (
            'ID,Progress\nA001,"two\r\nlines, and ""more"""\n',
            ["ID", "Progress", "A001", 'two\nlines, and "more"'],
        ),
        ("ID,When\nA001,01/12/2005\n", ["ID", "When", "A001", "01/12/2005"]),
        ("sep=;\nID;Ref\nA001;1.10\n", ["ID", "Ref", "A001", "1.10"]),
        ("ID,Note\nA001,a\u2028b\x0bc\n", ["ID", "Note", "A001", "a\u2028b\x0bc"]),
        ("", []),
    ],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_is_text_in_every_field(
    tmp_path: Path, content: str, cells: list[str], coding: str
) -> None:
    path = tmp_path / "Return Ines Marlow.csv"
    path.write_bytes((content or "\n").encode(coding))
    (grid,) = read_grids(path)
    assert [cell.value for _, cell in sorted(grid.cells.items())] == cells
    assert grid.sheet == "Return Ines Marlow"


def test_a_csv_file_from_windows_keeps_its_pound_signs(tmp_path: Path) -> None:
    path = tmp_path / "return.csv"
    path.write_bytes("ID,Cost\nA001,£5 – café\n".encode("cp1252"))
    (grid,) = read_grids(path)
    assert grid[2, 2].value == "£5 – café"


def test_the_later_of_two_versions_is_known_by_the_workbooks_own_time(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    plan_with_everything(path)
    saved = last_saved(admit(path))
    assert saved is not None
    assert abs(saved - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    path.write_bytes(zipped(parts(sheet(""))))
    assert last_saved(admit(path)) is None


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+B$2", "B3+C$2"),
        ('$A1&"A1"', '$A3&"A1"'),
        ("'A1'!B2:C3", "'A1'!C4:D5"),
        ("SUM(A:A,$B:C)", "SUM(B:B,$B:D)"),
        ("SUM(1:1,$2:3)", "SUM(3:3,$2:5)"),
        ("LOG10(A1)", "LOG10(B3)"),
        ("Plan[[#This Row],[A1]]+D4", "Plan[[#This Row],[A1]]+E6"),
        ("[1]Sheet!A1", "[1]Sheet!B3"),
        ("XFD1", "#REF!"),
    ],
)
def test_a_formula_moved_to_another_cell_means_the_same(formula: str, moved: str) -> None:
    assert translated((1, 1), formula, (3, 2)) == moved


def test_a_chart_on_a_sheet_of_its_own_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    """If this fails, a council whose plan has a chart sheet cannot begin."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = "Theme"
    workbook.create_chartsheet("Chart", 0)
    path = tmp_path / "Plan.xlsx"
    workbook.save(path)
    (grid,) = read_grids(path, detail=True)
    assert grid[1, 1].value == "Theme"
