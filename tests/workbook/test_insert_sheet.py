"""A drawn sheet joins the council's own workbook, in which nothing else changes."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from lxml import etree
from openpyxl import load_workbook

from tests.builders.drawing_examples import (
    HIDDEN,
    KEY,
    a_council_workbook,
    content,
    opened,
    plan,
    tables,
    values,
)
from xlplan.errors import XlplanError
from xlplan.workbook.ooxml.insert_sheet import new_package, put_sheet
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.styles import styles_of
from xlplan.workbook.sheet_spec import Column, ConditionalFormat, Format, SheetSpec, StyledCell, Table


def parts(package: Package) -> dict[str, bytes]:
    return {name: package.read(name) for name in package.names()}


def test_the_councils_sheets_stay_byte_for_byte() -> None:
    package = a_council_workbook()
    before = parts(package)
    put_sheet(package, KEY)
    put_sheet(package, HIDDEN)
    after = parts(package)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }


def test_the_councils_fonts_and_formats_stay() -> None:
    package = a_council_workbook()
    put_sheet(package, plan(name="Our plan"), before="Plan")
    workbook = opened(package)
    font = workbook["Plan"]["B2"].font
    assert (font.name, font.sz, font.i) == ("Arial", 9, True)
    ours = workbook["Our plan"]
    assert ours["A3"].fill.fgColor.rgb == "FF1F3A5F"
    assert ours["C4"].number_format == "dd/mm/yyyy"


def test_the_workbook_opens_on_our_first_sheet_and_on_that_alone() -> None:
    """Two selected sheets would be a group: what is typed into one goes into both."""
    package = a_council_workbook()
    put_sheet(package, plan(name="Our plan"), before="Plan")
    put_sheet(package, HIDDEN)
    put_sheet(package, KEY, before="Our plan")
    workbook = opened(package)
    assert workbook.sheetnames == ["Key", "Our plan", "Plan", "My notes", "_xlplan"]
    assert workbook.active is not None
    assert workbook.active.title == "Key"
    selected = [sheet.title for sheet in workbook.worksheets if sheet.sheet_view.tabSelected]
    assert selected == ["Key"]


def test_a_sheet_at_the_end_leaves_the_user_where_they_were() -> None:
    package = a_council_workbook()
    put_sheet(package, KEY, before="My notes")
    workbook = opened(package)
    assert workbook.active is not None
    assert workbook.active.title == "Plan"


def test_the_councils_print_titles_stay_with_their_own_sheet() -> None:
    package = a_council_workbook()
    put_sheet(package, plan(name="Our plan", repeat_rows=(3, 3)), before="Plan")
    workbook = opened(package)
    assert workbook["My notes"].print_title_rows == "$1:$1"
    assert workbook["Our plan"].print_title_rows == "$3:$3"
    assert workbook.defined_names["Tasks"].attr_text == "Plan!$B$2:$B$9"


def test_a_table_name_that_the_council_uses_is_not_taken_twice() -> None:
    """Excel calls a workbook with two tables of one name damaged."""
    package = a_council_workbook()
    put_sheet(package, replace(plan(), name="Our plan"))
    put_sheet(package, SheetSpec("More", table=Table("tasks", (Column("Task"),))))
    workbook = opened(package)
    assert list(workbook["Our plan"].tables) == ["Plan_2"]
    assert list(workbook["More"].tables) == ["tasks_2"]  # Tasks is a name in this workbook
    numbers = [table.id for sheet in workbook.worksheets for table in sheet.tables.values()]
    assert len(numbers) == len(set(numbers))


def test_a_sheet_drawn_again_keeps_its_place_and_leaves_nothing_behind() -> None:
    package = a_council_workbook()
    put_sheet(package, plan(name="Our plan", repeat_rows=(3, 3)), before="My notes")
    put_sheet(package, KEY)
    put_sheet(package, plan(5, name="our PLAN", repeat_rows=(3, 3)))
    workbook = opened(package)
    assert workbook.sheetnames == ["Plan", "Our plan", "My notes", "Key"]
    assert tables(workbook["Our plan"]) == {"our_PLAN": "A3:E8"}
    assert [name for name in package.names() if name.startswith("xl/tables/")] == [
        "xl/tables/table1.xml",
        "xl/tables/table2.xml",
    ]
    assert package.read("xl/workbook.xml").count(b"Print_Titles") == 2  # ours once, the council's own


LARGE = SheetSpec(
    "Large", cells={(1, 1): StyledCell("Large", Format(size=20)), (1, 2): StyledCell(dt.time(9))}
)
OTHER = plan(2, name="Other plan", repeat_rows=(3, 3), repeat_columns=(1, 2), protected=True)


@pytest.mark.parametrize(
    "sheets",
    [
        [plan(), KEY, HIDDEN],
        [plan(5), KEY, HIDDEN],  # the same again with other rows, as the next officer's return
        [HIDDEN, OTHER, plan(), LARGE],
        [plan(), LARGE, KEY],  # begins as the first does
        [LARGE, plan(0)],
    ],
)
def test_a_new_workbook_is_the_one_that_its_sheets_would_make_put_in_one_by_one(
    sheets: list[SheetSpec],
) -> None:
    """What new workbooks share is worked out once; a style of another return's must not come along."""
    one_by_one = new_package([])
    for sheet in sheets:
        put_sheet(one_by_one, sheet)
    assert parts(new_package(sheets)) == parts(one_by_one) == parts(new_package(sheets))


def test_the_order_of_calculation_names_no_cell_that_has_gone() -> None:
    package = new_package([plan(), KEY])
    package.add("xl/calcChain.xml", b"<calcChain/>", "application/x")
    package.add_relation(package.workbook_part, "calcChain", "xl/calcChain.xml")
    put_sheet(package, HIDDEN)
    assert "xl/calcChain.xml" in package
    put_sheet(package, plan(1))
    assert "xl/calcChain.xml" not in package


def test_dates_are_right_in_a_workbook_that_counts_from_1904() -> None:
    source = load_workbook(io.BytesIO(content(a_council_workbook())))
    source.epoch = dt.datetime(1904, 1, 1)
    stream = io.BytesIO()
    source.save(stream)
    package = Package.from_bytes(stream.getvalue())
    put_sheet(package, plan(name="Our plan"))
    assert str(values(package, "Our plan")[3][2]) == "2026-03-31"


def test_strict_open_xml_is_refused_with_what_to_do() -> None:
    package = new_package([KEY])
    strict = package.read("xl/workbook.xml").replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    package.write("xl/workbook.xml", strict)
    with pytest.raises(XlplanError, match=r"Strict Open XML.*Save it in Excel as Excel Workbook"):
        put_sheet(package, plan())


def test_what_newer_versions_of_excel_write_among_the_settings_does_not_upset_the_order() -> None:
    """Excel calls a workbook damaged whose settings are in another order."""
    package = a_council_workbook()
    root = etree.fromstring(package.read("xl/workbook.xml"))
    for element in [*root.iter("{*}bookViews"), *root.iter("{*}definedNames")]:
        root.remove(element)
    root.insert(1, etree.Element("{urn:newer}revisionPtr"))
    package.write("xl/workbook.xml", etree.tostring(root))
    put_sheet(package, plan(name="Our plan", repeat_rows=(3, 3)), before="Plan")
    order = [etree.QName(child).localname for child in etree.fromstring(package.read("xl/workbook.xml"))]
    assert order == [
        "workbookPr",
        "revisionPtr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "definedNames",
        "calcPr",
    ]


def test_a_place_that_is_not_there_is_said_plainly() -> None:
    with pytest.raises(XlplanError, match="there is no sheet 'Nowhere'"):
        put_sheet(a_council_workbook(), KEY, before="Nowhere")


def test_the_same_format_is_added_once() -> None:
    package = a_council_workbook()
    look, rule = (
        Format(bold=True, fill="AABBCC", number_format="dd mmm yyyy"),
        ConditionalFormat("A1", fill="AABBCC"),
    )
    with styles_of(package) as styles:
        first, first_rule = styles.style(look), styles.rule_style(rule)
    before = package.read("xl/styles.xml")
    with styles_of(package) as styles:
        assert (styles.style(look), styles.rule_style(rule)) == (first, first_rule)
        assert styles.with_number_format(first, "dd mmm yyyy") == first
    assert package.read("xl/styles.xml") == before


def test_a_number_format_changes_nothing_else_of_a_cell() -> None:
    look = Format(bold=True, fill="AABBCC")
    package = new_package([SheetSpec("S", cells={(1, 1): StyledCell("x", look)})])
    with styles_of(package) as styles:
        style = styles.with_number_format(styles.style(look), "dd/mm/yyyy")
    sheet = package.read("xl/worksheets/sheet1.xml")
    package.write("xl/worksheets/sheet1.xml", sheet.replace(b's="1"', b's="%d"' % style))
    cell = opened(package)["S"]["A1"]
    assert (cell.number_format, cell.font.b, cell.fill.fgColor.rgb) == ("dd/mm/yyyy", True, "FFAABBCC")
