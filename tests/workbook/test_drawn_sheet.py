"""A sheet as it is drawn: what scrolls, what is printed, what is high enough, and what each cell looks like."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import etree

from tests.builders.drawing_examples import opened
from xlplan.errors import XlplanError
from xlplan.workbook.grid import Formula, Value
from xlplan.workbook.ooxml.insert_sheet import new_package
from xlplan.workbook.sheet_spec import (
    Column,
    ConditionalFormat,
    Format,
    SheetSpec,
    StyledCell,
    Table,
    Validation,
)

PART = "xl/worksheets/sheet1.xml"
TITLE = {(1, 1): StyledCell("Wexcombe")}


def drawn(**spec: Any) -> etree._Element:
    """The worksheet of a sheet with a title in A1, and whatever else is said."""
    return new_package([SheetSpec("Plan", **{"cells": TITLE, **spec})]).parsed(PART)


def attributes(root: etree._Element, name: str) -> dict[str, str] | None:
    found = next(root.iter(f"{{*}}{name}"), None)
    return None if found is None else {str(key): str(value) for key, value in found.attrib.items()}


@pytest.mark.parametrize(
    ("freeze", "cursor", "pane", "selection"),
    [
        (None, None, None, None),
        ((1, 1), None, None, None),
        ((4, 1), None, {"ySplit": "3", "topLeftCell": "A4", "activePane": "bottomLeft"}, "A4"),
        ((1, 3), None, {"xSplit": "2", "topLeftCell": "C1", "activePane": "topRight"}, "C1"),
        (
            (4, 3),
            None,
            {"xSplit": "2", "ySplit": "3", "topLeftCell": "C4", "activePane": "bottomRight"},
            "C4",
        ),
        (
            (4, 3),
            (4, 9),
            {"xSplit": "2", "ySplit": "3", "topLeftCell": "C4", "activePane": "bottomRight"},
            "I4",
        ),
    ],
)
def test_what_stays_in_sight_and_where_the_cursor_stands(
    freeze: tuple[int, int] | None,
    cursor: tuple[int, int] | None,
    pane: dict[str, str] | None,
    selection: str | None,
) -> None:
    """An officer on a small screen would type into the row of another action."""
    root = drawn(freeze=freeze, cursor=cursor)
    assert attributes(root, "pane") == (None if pane is None else {**pane, "state": "frozen"})
    chosen = attributes(root, "selection")
    assert (chosen and (chosen["activeCell"], chosen["sqref"], chosen["pane"])) == (
        None if pane is None else (selection, selection, pane["activePane"])
    )


@pytest.mark.parametrize(
    ("spec", "view"),
    [
        ({}, {"showGridLines": "0", "tabSelected": "1"}),
        ({"gridlines": True}, {"tabSelected": "1"}),
        (
            {"zoom": 85},
            {"showGridLines": "0", "tabSelected": "1", "zoomScale": "85", "zoomScaleNormal": "85"},
        ),
    ],
)
def test_a_sheet_opens_as_it_is_meant_to(spec: dict[str, Any], view: dict[str, str]) -> None:
    assert attributes(drawn(**spec), "sheetView") == {**view, "workbookViewId": "0"}


@pytest.mark.parametrize(
    ("spec", "setup", "footer"),
    [
        ({}, ("9", "1", "0", "landscape"), "&RPage &P of &N"),
        ({"paper": "A3", "landscape": False}, ("8", "1", "0", "portrait"), "&RPage &P of &N"),
        (
            {"pages_wide": 2, "pages_high": 3, "footer": "R&D"},
            ("9", "2", "3", "landscape"),
            "&LR&&D&RPage &P of &N",
        ),
    ],
)
def test_a_sheet_is_printed_as_it_is_meant_to(
    spec: dict[str, Any], setup: tuple[str, ...], footer: str
) -> None:
    root = drawn(**spec)
    said = attributes(root, "pageSetup") or {}
    assert tuple(said[name] for name in ("paperSize", "fitToWidth", "fitToHeight", "orientation")) == setup
    assert root.findtext("{*}headerFooter/{*}oddFooter") == footer


def test_a_sheet_without_more_says_no_more() -> None:
    root = drawn()
    absent = (
        "tabColor",
        "sheetProtection",
        "hyperlinks",
        "cols",
        "tableParts",
        "dataValidations",
        "ignoredErrors",
    )
    assert [name for name in absent if attributes(root, name) is not None] == []
    assert attributes(root, "dimension") == {"ref": "A1"}
    assert attributes(drawn(tab_colour="1f3a5f"), "tabColor") == {"rgb": "FF1F3A5F"}
    assert attributes(drawn(cells={}), "dimension") == attributes(root, "dimension")
    locked = attributes(drawn(protected=True), "sheetProtection") or {}
    assert locked == {
        "sheet": "1", "objects": "1", "scenarios": "1", "formatColumns": "0", "formatRows": "0", "sort": "0",
        "autoFilter": "0",
    }  # fmt: skip


def test_links_stand_where_they_are_clicked_on() -> None:
    cells = {
        (3, 2): StyledCell("b", link="'B'!A1"),
        (1, 1): StyledCell("a"),
        (2, 1): StyledCell("c", link="C!A1"),
    }
    links = [dict(each.attrib) for each in drawn(cells=cells).iter("{*}hyperlink")]
    assert links == [{"ref": "A2", "location": "C!A1"}, {"ref": "B3", "location": "'B'!A1"}]


COLUMNS = (
    Column("ID", 7),
    Column("Action", 20, Format(wrap=True)),
    Column("Due", 12, is_hidden=True),
    Column("Size", 9, Format(size=22)),
)


def table(*rows: tuple[Value | Formula, ...], **more: Any) -> Table:
    return Table("Plan", COLUMNS, rows, **more)


def test_columns_have_their_widths_and_some_are_hidden() -> None:
    root = drawn(table=table(first_column=2), widths={1: 3, 9: 30.5})
    assert [
        (each.get("min"), each.get("max"), each.get("width"), each.get("hidden"))
        for each in root.iter("{*}col")
    ] == [
        ("1", "1", "3", None),
        ("2", "2", "7", None),
        ("3", "3", "20", None),
        ("4", "4", "12", "1"),
        ("5", "5", "9", None),
        ("9", "9", "30.5", None),
    ]
    assert attributes(root, "dimension") == {"ref": "A1:E4"}


LONG = "The roof of the hall was mended by our own builders."


@pytest.mark.parametrize(
    ("row", "height"),
    [
        (("A1", "Short", None), None),
        (("A1", LONG, None), "45"),
        (("A1", "a\nb\nc\nd\ne\nf", None), "90"),
        ((LONG, "Short", None), "165"),
        ((LONG, "a\nb\nc\nd\ne\nf", None), "165"),
    ],
)
def test_a_row_is_as_high_as_the_highest_of_its_texts(row: tuple[Value, ...], height: str | None) -> None:
    """Half of a progress note would be out of sight."""
    rows = drawn(table=Table("Plan", COLUMNS[:3], (row,))).iter("{*}row")
    assert {each.get("r"): each.get("ht") for each in rows} == {"1": None, "3": None, "4": height}


def test_what_a_formula_shows_needs_its_lines_too() -> None:
    own = Table("Plan", COLUMNS[:2], (("A1", Formula("=A1", "a\nb\nc")), ("A2", Formula("=A1"))))
    rows = drawn(table=own).iter("{*}row")
    assert {each.get("r"): each.get("ht") for each in rows} == {"1": None, "3": None, "4": "45", "5": None}


def test_large_letters_need_a_higher_row() -> None:
    rows = drawn(table=table(("A1", "Short", None, "x"))).iter("{*}row")
    assert {each.get("r"): each.get("ht") for each in rows} == {"1": None, "3": None, "4": "30"}


@pytest.mark.parametrize(("least", "height"), [(None, None), (15.0, "15"), (40.0, "40")])
def test_a_row_has_at_least_the_height_that_is_asked_for(least: float | None, height: str | None) -> None:
    plain = Table("Plan", COLUMNS[:2], (("A1", "Short"),), least_height=least)
    rows = {each.get("r"): each.get("ht") for each in drawn(table=plain).iter("{*}row")}
    assert (rows["4"], rows["3"]) == (height, None)
    with_text = Table("Plan", COLUMNS[:2], (("A1", "a\nb\nc\nd"),), least_height=least)
    rows = {each.get("r"): each.get("ht") for each in drawn(table=with_text).iter("{*}row")}
    assert rows["4"] == "60"


def test_heights_that_are_said_stay_and_hidden_sheets_have_none() -> None:
    said = drawn(table=table(("A1", LONG, None, None)), heights={4: 33, 9: 5})
    rows = {each.get("r"): each for each in said.iter("{*}row")}
    assert (rows["4"].get("ht"), rows["4"].get("customHeight")) == ("33", "1")
    assert (rows["9"].get("ht"), rows["9"].get("customHeight")) == ("5", "1")
    hidden = drawn(table=table(("A1", LONG, None, None)), visibility="hidden")
    assert [each.get("ht") for each in hidden.iter("{*}row")] == [None] * 3


def test_cells_beside_a_table_stand_in_their_rows() -> None:
    beside = {**TITLE, (4, 1): StyledCell("left"), (4, 6): StyledCell("right"), (9, 1): StyledCell("below")}
    own = Table("Plan", COLUMNS[:2], (("A1", "x"), ("A2", "y")), first_column=3)
    root = drawn(cells=beside, table=own)
    assert [(each.get("r"), "".join(each.itertext())) for each in root.iter("{*}c")] == [
        ("A1", "Wexcombe"),
        ("C3", "ID"),
        ("D3", "Action"),
        ("A4", "left"),
        ("C4", "A1"),
        ("D4", "x"),
        ("F4", "right"),
        ("C5", "A2"),
        ("D5", "y"),
        ("A9", "below"),
    ]
    assert attributes(root, "dimension") == {"ref": "A1:F9"}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (dt.date(2026, 12, 1), "dd/mm/yyyy"),
        (dt.datetime(2026, 12, 1, 9, 30), "dd/mm/yyyy hh:mm"),
        (dt.time(9, 30), "hh:mm"),
        (Formula("=TODAY()", dt.date(2026, 12, 1)), "dd/mm/yyyy"),
        (7, "General"),
        ("text", "General"),
        (None, "General"),
    ],
)
@pytest.mark.parametrize("in_table", [True, False])
def test_a_date_shows_as_one_whatever_the_column(value: Value | Formula, code: str, in_table: bool) -> None:
    """Else an officer sees 46357 where a due date should be."""
    own = Table(
        "Plan", (Column("ID"), Column("Due")), (("A1", value), ("A2", "x"), ("A3", dt.date(2026, 1, 1)))
    )
    spec = SheetSpec("Plan", table=own) if in_table else SheetSpec("Plan", {(4, 2): StyledCell(value)})
    sheet = opened(new_package([spec]))["Plan"]
    assert sheet["B4"].number_format == code
    if in_table:
        assert (sheet["B5"].number_format, sheet["B6"].number_format) == ("General", "dd/mm/yyyy")


def test_a_format_that_is_asked_for_is_kept_for_dates_too() -> None:
    own = Table(
        "Plan", (Column("Due", format=Format(number_format="mmm-yy")),), ((dt.date(2026, 1, 1),), ("x",))
    )
    sheet = opened(new_package([SheetSpec("Plan", table=own)]))["Plan"]
    assert [sheet[f"A{row}"].number_format for row in (4, 5)] == ["mmm-yy", "mmm-yy"]


@pytest.mark.parametrize(
    ("spec", "cell"),
    [
        (SheetSpec("Plan", {(2, 3): StyledCell("x" * 32_768)}), "C2"),
        (
            SheetSpec(
                "Plan", table=Table("Plan", (Column("A"), Column("B")), (("a", "b"), ("a", "x" * 32_768)))
            ),
            "B5",
        ),
    ],
)
def test_a_text_that_no_cell_can_hold_is_refused_with_its_cell(spec: SheetSpec, cell: str) -> None:
    with pytest.raises(XlplanError, match="does not fit") as refused:
        new_package([spec])
    assert refused.value.cell == cell


@pytest.mark.parametrize(
    ("validation", "said"),
    [
        (Validation("list", ("Red",)), {"type": "list"}),
        (Validation("list", ("Red",), strict=False), {"type": "list", "errorStyle": "warning"}),
        (
            Validation("date", prompt="A date"),
            {"type": "date", "operator": "greaterThanOrEqual", "prompt": "A date"},
        ),
    ],
)
def test_what_may_be_typed_is_said_to_excel(validation: Validation, said: dict[str, str]) -> None:
    own = Table("Plan", (Column("ID"), Column("X", validation=validation)), (("A1", None), ("A2", None)))
    root = drawn(table=own)
    usual = {"allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1", "sqref": "B4:B5"}
    assert attributes(root, "dataValidation") == {**usual, **said}
    assert attributes(root, "dataValidations") == {"count": "1"}


def test_rules_are_numbered_through_and_stand_in_their_columns() -> None:
    rule = ConditionalFormat('{cell}="Red"', fill="FF0000")
    other = ConditionalFormat("{column:ID}<>{cell}", colour="0000FF", bold=True)
    own = Table(
        "Plan", (Column("ID", rules=(rule,)), Column("X"), Column("Y", rules=(rule, other))), (("A1", 1, 2),)
    )
    root = drawn(table=own)
    assert [each.get("sqref") for each in root.iter("{*}conditionalFormatting")] == ["A4", "C4"]
    assert [each.get("priority") for each in root.iter("{*}cfRule")] == ["1", "2", "3"]
    assert [each.findtext("{*}formula") for each in root.iter("{*}cfRule")] == [
        'A4="Red"',
        'C4="Red"',
        "$A4<>C4",
    ]
    assert [each.get("dxfId") for each in root.iter("{*}cfRule")] == ["0", "0", "1"]


LOOK = Format(bold=True, italic=True, underline=True, size=14, colour="112233", fill="aabbcc", border="445566",
              wrap=True, horizontal="center", vertical="bottom", number_format="0.00", locked=False)  # fmt: skip


def test_a_format_is_what_excel_shows() -> None:
    plain = Format(wrap=False, vertical="center")
    sheet = opened(
        new_package([SheetSpec("S", {(1, 1): StyledCell("x", LOOK), (1, 2): StyledCell("y", plain)})])
    )["S"]
    cell, other = sheet["A1"], sheet["B1"]
    assert (cell.font.b, cell.font.i, cell.font.u, cell.font.sz, cell.font.color.rgb, cell.font.name) == (
        True, True, "single", 14, "FF112233", "Calibri",
    )  # fmt: skip
    assert (cell.fill.patternType, cell.fill.fgColor.rgb) == ("solid", "FFAABBCC")
    assert {getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")} == {"thin"}
    assert cell.border.left.color.rgb == "FF445566"
    assert (cell.alignment.wrap_text, cell.alignment.horizontal, cell.alignment.vertical) == (
        True,
        "center",
        "bottom",
    )
    assert (cell.number_format, cell.protection.locked) == ("0.00", False)
    assert (other.font.b, other.font.i, other.font.u, other.font.sz) == (False, False, None, 11)
    assert (other.fill.patternType, other.border.left.style) == (None, None)
    assert (other.alignment.wrap_text, other.alignment.horizontal) == (None, None)
    assert other.protection.locked
