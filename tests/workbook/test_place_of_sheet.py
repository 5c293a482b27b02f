"""Where a new sheet goes in a council's workbook, and what of the workbook is told by the places of its sheets."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.builders.workbook_examples import HEAD, MAIN, OFFICE, parts, sheet, zipped
from xlplan.errors import XlplanError
from xlplan.workbook.ooxml.calculation import drop_calculation_chain, has_formulas, recalculate_on_opening
from xlplan.workbook.ooxml.insert_sheet import free_part, put_sheet
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.readers import SheetReader
from xlplan.workbook.sheet_spec import Column, SheetSpec, StyledCell, Table

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
VIEW = '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def book(
    *states: str, active: int | None = None, names: str = "", more: dict[str, str | bytes] | None = None
) -> Package:
    """A workbook with a sheet for each of these states, the active one selected; no windows where none is active."""
    count = len(states) or 1
    sheets = [sheet(CELL, before=VIEW if number == active else "") for number in range(count)]
    made = parts(*sheets, more=more)
    workbook = str(made["xl/workbook.xml"])
    for number, state in enumerate(states, 1):
        if state:
            workbook = workbook.replace(f'sheetId="{number}"', f'sheetId="{number}" state="{state}"')
    views = (
        ""
        if active is None
        else f'<bookViews><workbookView activeTab="{active}" firstSheet="{active}"/></bookViews>'
    )
    workbook = workbook.replace("<sheets>", f"{views}<sheets>")
    workbook = workbook.replace("</sheets>", f"</sheets>{names and f'<definedNames>{names}</definedNames>'}")
    return Package.from_bytes(zipped({**made, "xl/workbook.xml": workbook}), "Plan.xlsx")


def new(name: str = "New", **more: object) -> SheetSpec:
    return SheetSpec(name, {(1, 1): StyledCell("ours")}, **more)  # type: ignore[arg-type]


def listed(package: Package) -> list[str]:
    return [entry.name for entry in package.sheets()]


def window(package: Package) -> tuple[str | None, str | None]:
    view = next(package.parsed("xl/workbook.xml").iter("{*}workbookView"))
    return view.get("activeTab"), view.get("firstSheet")


def selected(package: Package) -> list[str]:
    return [entry.name for entry in package.sheets() if b'tabSelected="1"' in package.read(entry.part)]


@pytest.mark.parametrize(
    ("before", "active", "order", "shown", "in_sight"),
    [
        (None, 0, ["Sheet1", "Sheet2", "Sheet3", "New"], ("0", "0"), ["Sheet1"]),
        ("Sheet3", 0, ["Sheet1", "Sheet2", "New", "Sheet3"], ("0", "0"), ["Sheet1"]),
        ("sheet2", 1, ["Sheet1", "New", "Sheet2", "Sheet3"], ("2", "2"), ["Sheet2"]),
        ("Sheet2", 2, ["Sheet1", "New", "Sheet2", "Sheet3"], ("3", "3"), ["Sheet3"]),
        ("Sheet3", 1, ["Sheet1", "Sheet2", "New", "Sheet3"], ("1", "1"), ["Sheet2"]),
        ("Sheet1", 2, ["New", "Sheet1", "Sheet2", "Sheet3"], ("0", None), ["New"]),
    ],
)
def test_a_new_sheet_stands_where_it_is_to_and_the_one_in_sight_stays_so_unless_it_is_first(
    before: str | None, active: int, order: list[str], shown: tuple[str, str | None], in_sight: list[str]
) -> None:
    package = book("", "", "", active=active)
    put_sheet(package, new(), before)
    assert (listed(package), window(package), selected(package)) == (order, shown, in_sight)


@pytest.mark.parametrize(
    ("states", "visibility", "before", "shown"),
    [
        (("hidden", ""), "visible", "Sheet2", ("1", None)),
        (("", "hidden"), "visible", "Sheet2", ("0", "0")),
        (("", ""), "hidden", "Sheet1", ("1", "1")),
        (("hidden", "veryHidden"), "visible", None, ("2", None)),
    ],
)
def test_the_first_sheet_that_can_be_seen_is_seen(
    states: tuple[str, ...], visibility: str, before: str | None, shown: tuple[str, str | None]
) -> None:
    package = book(*states, active=0)
    put_sheet(package, new(visibility=visibility), before)
    assert window(package) == shown
    assert [entry.state for entry in package.sheets() if entry.name == "New"] == [visibility]


def test_a_workbook_without_a_window_gets_one_where_it_belongs() -> None:
    package = book("")
    put_sheet(package, new(), "Sheet1")
    root = package.parsed("xl/workbook.xml")
    assert [etree.QName(each).localname for each in root] == ["bookViews", "sheets"]
    assert window(package) == ("0", None)
    package = book("")
    put_sheet(package, new())
    assert [etree.QName(each).localname for each in package.parsed("xl/workbook.xml")] == ["sheets"]


def name(of: str, local: int | None = None, text: str = "Sheet1!$A$1") -> str:
    where = "" if local is None else f' localSheetId="{local}"'
    return f'<definedName name="{of}"{where}>{text}</definedName>'


def names_of(package: Package) -> list[tuple[str | None, str | None, str | None]]:
    found = package.parsed("xl/workbook.xml").iter("{*}definedName")
    return [(each.get("name"), each.get("localSheetId"), each.text) for each in found]


def test_names_stay_with_their_sheets() -> None:
    package = book(
        "", "", names=name("All") + name("First", 0) + name("Second", 1) + name("_xlnm.Print_Area", 1)
    )
    put_sheet(package, new(), "Sheet2")
    assert names_of(package) == [
        ("All", None, "Sheet1!$A$1"),
        ("First", "0", "Sheet1!$A$1"),
        ("Second", "2", "Sheet1!$A$1"),
        ("_xlnm.Print_Area", "2", "Sheet1!$A$1"),
    ]


@pytest.mark.parametrize(
    ("spec", "names", "after"),
    [
        ({}, "", []),
        ({"repeat_rows": (3, 3)}, "", [("_xlnm.Print_Titles", "0", "'Sheet1'!$3:$3")]),
        (
            {"repeat_rows": (1, 3), "repeat_columns": (1, 28)},
            "",
            [("_xlnm.Print_Titles", "0", "'Sheet1'!$A:$AB,'Sheet1'!$1:$3")],
        ),
        ({"repeat_columns": (1, 2)}, "", []),
        ({}, name("_xlnm.Print_Area", 0), []),
        (
            {},
            name("Own", 0) + name("_xlnm.Print_Area", 1),
            [("Own", "0", "Sheet1!$A$1"), ("_xlnm.Print_Area", "1", "Sheet1!$A$1")],
        ),
    ],
)
def test_a_sheet_that_is_drawn_again_is_printed_as_it_now_is(
    spec: dict[str, object], names: str, after: list[tuple[str, str, str]]
) -> None:
    package = book("", "", names=names)
    put_sheet(package, new("Sheet1", **spec))
    assert names_of(package) == after
    assert (package.parsed("xl/workbook.xml").find("{*}definedNames") is None) is (after == [])


def test_a_name_that_needs_quotes_has_them_where_it_is_printed() -> None:
    package = book("")
    put_sheet(package, new("Tom's plan", repeat_rows=(3, 3)))
    assert names_of(package) == [("_xlnm.Print_Titles", "1", "'Tom''s plan'!$3:$3")]


@pytest.mark.parametrize("state", ["", "hidden"])
def test_a_sheet_that_is_drawn_again_stays_where_it_was(state: str) -> None:
    package = book("", state, "", active=2)
    put_sheet(package, new("SHEET2"))
    assert (listed(package), window(package), selected(package)) == (
        ["Sheet1", "Sheet2", "Sheet3"],
        ("2", "2"),
        ["Sheet3"],
    )
    assert [entry.state for entry in package.sheets()] == ["visible"] * 3
    assert SheetReader(package).read(package.sheet("Sheet2")).values == {1: {1: "ours"}}


def test_a_chart_sheet_is_never_drawn_over() -> None:
    links = str(parts(sheet(CELL))["xl/_rels/workbook.xml.rels"]).replace('/worksheet"', '/chartsheet"')
    package = book("", more={"xl/_rels/workbook.xml.rels": links})
    with pytest.raises(XlplanError, match="that is no worksheet"):
        put_sheet(package, new("sheet1"))


def table(of: str) -> SheetSpec:
    return SheetSpec(f"Sheet of {of}", table=Table(of, (Column("ID"),), (("A1",),)))


def test_tables_have_names_and_numbers_of_their_own() -> None:
    theirs = f'{HEAD}<table xmlns="{MAIN}" id="7" name="Old" displayName="Actions" ref="A1:A2"/>'
    types = str(parts(sheet(CELL))["[Content_Types].xml"]).replace(
        "</Types>",
        '<Override PartName="/xl/tables/table1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.table+xml"/></Types>',
    )
    links = (
        f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/table" '
        'Target="../tables/table1.xml"/></Relationships>'
    )
    package = book(
        "",
        names=name("Plan"),
        more={
            "xl/tables/table1.xml": theirs,
            "xl/worksheets/_rels/sheet1.xml.rels": links,
            "[Content_Types].xml": types,
        },
    )
    for of in ("actions", "OLD", "Plan", "Free", "Actions"):
        put_sheet(
            package,
            table(of) if of != "Actions" else SheetSpec("More", table=Table("Actions", (Column("ID"),))),
        )
    made = [package.parsed(part) for part in package.names() if part.startswith("xl/tables/")]
    assert [(each.get("id"), each.get("displayName")) for each in made] == [
        ("7", "Actions"),
        ("8", "actions_2"),
        ("9", "OLD_2"),
        ("10", "Plan_2"),
        ("11", "Free"),
        ("12", "Actions_3"),
    ]
    assert free_part(package, "xl/tables/table") == "xl/tables/table7.xml"


def test_what_only_a_sheet_that_is_drawn_again_led_to_goes_and_what_others_lead_to_stays() -> None:
    """What nobody leads to any more, Excel throws away or calls damaged."""

    def leads(*targets: str) -> str:
        entries = "".join(
            f'<Relationship Id="r{number}" Type="{OFFICE}/x" Target="{target}"'
            f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
            for number, target in enumerate(targets)
        )
        return f'<Relationships xmlns="{LINKS}">{entries}</Relationships>'

    package = book(
        "",
        "",
        more={
            "xl/worksheets/_rels/sheet1.xml.rels": leads(
                "../own.xml", "../shared.xml", "../gone.xml", "https://x.example"
            ),
            "xl/worksheets/_rels/sheet2.xml.rels": leads("../shared.xml"),
            "xl/_rels/own.xml.rels": leads("deeper.xml"),
            **dict.fromkeys(("xl/own.xml", "xl/shared.xml", "xl/deeper.xml"), "<a/>"),
        },
    )
    put_sheet(package, new("Sheet1"))
    assert [part in package for part in ("xl/own.xml", "xl/deeper.xml", "xl/shared.xml")] == [
        False,
        False,
        True,
    ]
    assert package.relations("xl/worksheets/sheet1.xml") == ()


# formulas


@pytest.mark.parametrize(
    ("rows", "has"),
    [
        (CELL, False),
        ('<row r="1"><c r="A1"><f>1</f></c></row>', True),
        ('<row r="1"><c r="A1"><x:f t="a">1</x:f></c></row>', True),
        ('<row r="1"><c r="A1"><f/></c></row>', True),
        ('<row r="1"><fonts/></row>', False),
    ],
)
def test_a_workbook_with_formulas_is_known(rows: str, has: bool) -> None:
    package = Package.from_bytes(
        zipped(parts(sheet(CELL), sheet(rows).replace("<sheetData", '<sheetData xmlns:x="x"')))
    )
    assert has_formulas(package) is has


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("", ["sheets", "calcPr"]),
        ("<calcPr calcId='1'/>", ["sheets", "calcPr"]),
        ("<definedNames/><extLst/>", ["sheets", "definedNames", "calcPr", "extLst"]),
        ("<pivotCaches/><calcPr/>", ["sheets", "pivotCaches", "calcPr"]),
    ],
)
def test_excel_is_told_once_to_work_out_its_formulas(said: str, after: list[str]) -> None:
    workbook = str(parts(sheet(CELL))["xl/workbook.xml"]).replace("</workbook>", f"{said}</workbook>")
    package = Package.from_bytes(zipped(parts(sheet(CELL), more={"xl/workbook.xml": workbook})))
    recalculate_on_opening(package)
    root = package.parsed("xl/workbook.xml")
    assert [etree.QName(each).localname for each in root] == after
    assert [each.get("fullCalcOnLoad") for each in root.iter("{*}calcPr")] == ["1"]
    package.touched.clear()
    recalculate_on_opening(package)
    assert not package.touched


def test_a_list_of_formulas_that_is_not_there_is_not_missed() -> None:
    package = book("")
    drop_calculation_chain(package)
    assert "xl/calcChain.xml" not in package
    package.touched.clear()
    drop_calculation_chain(package)
    assert not package.touched
