"""Finding a table on a sheet: found at the wrong place, and answers are written beside it or over somebody's notes."""

from __future__ import annotations

import pytest

from tests.builders.workbook_examples import HEAD, MAIN, OFFICE, parts, sheet, zipped
from xlplan.errors import XlplanError
from xlplan.workbook.grid import Area, Formula, Value
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_editor import Frame
from xlplan.workbook.ooxml.table_lookup import FoundTable, find_table, rename_headings, tables_of
from xlplan.workbook.ooxml.table_part import (
    area_of_table,
    body_of,
    check_heading,
    headings_of,
    table_column_name,
    table_xml,
)
from xlplan.workbook.ooxml.xml import parse_xml
from xlplan.workbook.sheet_spec import Column, Table

PART = "xl/worksheets/sheet1.xml"


def text(cell: str, said: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{said}</t></is></c>'


ROWS = (
    f'<row r="1">{text("A1", "Wexcombe")}</row>'
    f'<row r="3"><c r="A3" s="1"/>{text("B3", "ID")}<c r="C3" t="s"><v>1</v></c>'
    '<c r="D3" t="str"><f>"R"</f><v>1</v></c>'
    f'<c r="E3"/>{text("F3", "Notes")}</row>'
    f'<row r="4">{text("B4", "A001")}</row><row r="5">{text("D5", "x")}</row>'
    f'<row r="6">{text("F6", "beside")}</row><row r="7">{text("B7", "below")}</row>'
)


def book(*tables: str, rows: str = ROWS, **more: str) -> Package:
    """A workbook with these tables on its first sheet: the attributes of each, and its columns' names after a bar."""
    links, made = "", dict(more)
    for number, table in enumerate(tables, 1):
        attributes, _, names = table.partition("|")
        columns = "".join(
            f'<tableColumn id="{n}" name="{name}"/>' for n, name in enumerate(names.split(","), 1)
        )
        made[f"xl/tables/table{number}.xml"] = (
            f'{HEAD}<table xmlns="{MAIN}" {attributes}><tableColumns>{columns}</tableColumns></table>'
        )
        links += (
            f'<Relationship Id="rId{number}" Type="{OFFICE}/table" Target="../tables/table{number}.xml"/>'
        )
    links += f'<Relationship Id="rId8" Type="{OFFICE}/table" Target="../tables/gone.xml"/>'
    links += (
        f'<Relationship Id="rId9" Type="{OFFICE}/table" Target="xl/tables/table1.xml" TargetMode="External"/>'
    )
    made["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )
    return Package.from_bytes(zipped({**parts(sheet(rows), strings=("none", "Action")), **made}), "Plan.xlsx")


def found(package: Package, name: str = "Plan") -> FoundTable:
    return find_table(package, package.sheets()[0], Frame.of(package, PART), name)


HEADINGS = ("ID", "Action", "RAG")
PLAN = 'displayName="Plan" ref="B3:D9"|ID,Action,RAG'


@pytest.mark.parametrize(
    ("tables", "area", "body", "headings"),
    [
        ((PLAN,), "B3:D9", "B4:D9", HEADINGS),
        ((PLAN.replace("Plan", "PLAN"),), "B3:D9", "B4:D9", HEADINGS),
        ((PLAN.replace("displayName", "name"),), "B3:D9", "B4:D9", HEADINGS),
        (('name="Old" ref="A1:A2"|x', PLAN), "B3:D9", "B4:D9", HEADINGS),
        (('name="Old" ref="H3:H9"|x', PLAN.replace("B3:D9", "B20:D29")), "B20:D29", "B21:D29", HEADINGS),
        (('name="Renamed" ref="B3:D9"|ID,Action,RAG',), "B3:D9", "B4:D9", HEADINGS),
        (('displayName="Plan" ref="B3:D9" totalsRowCount="1"|ID,Action,RAG',), "B3:D9", "B4:D8", HEADINGS),
        (('displayName="Plan" ref="B3:D9" totalsRowCount="0"|ID,Action,RAG',), "B3:D9", "B4:D9", HEADINGS),
        (('displayName="Plan" ref="B3:D3"|ID,Action,RAG',), "B3:D4", "B4:D4", HEADINGS),
        (('displayName="Plan" ref="B3:D4" totalsRowCount="1"|ID,Action,RAG',), "B3:D5", "B4:D4", HEADINGS),
        (('displayName="Plan" ref="B3:D9"|ID,Key_x000a_task,RAG',), "B3:D9", "B4:D9", ("ID", "Key\ntask", "RAG")),
        ((), "B3:D5", "B4:D5", ("ID", "Action", "1")),
        (('name="Old" ref="B4:D9"|x',), "B3:D5", "B4:D5", ("ID", "Action", "1")),
        (('name="Old" ref="H3:H9"|x', 'name="Other" ref="J3:J9"|x'), "B3:D5", "B4:D5", ("ID", "Action", "1")),
        (('name="Other" headerRowCount="0" ref="H3:H9"|x',), "B3:D5", "B4:D5", ("ID", "Action", "1")),
    ],
)  # fmt: skip
def test_a_table_is_found_by_its_name_its_place_or_its_headings(
    tables: tuple[str, ...], area: str, body: str, headings: tuple[str, ...]
) -> None:
    table = found(book(*tables))
    assert (str(table.area), str(table.body), table.headings) == (area, body, headings)


def test_a_sheet_without_anything_like_it_is_told_so() -> None:
    with pytest.raises(XlplanError, match="there is no table 'Plan', and row 3 holds no headings") as refused:
        found(book(rows='<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert (str(refused.value.file), refused.value.sheet) == ("Plan.xlsx", "Sheet1")


def test_an_empty_table_by_its_headings_has_one_row() -> None:
    assert str(found(book(rows=f'<row r="3">{text("A3", "ID")}{text("B3", "RAG")}</row>')).area) == "A3:B4"


def test_a_heading_that_names_a_text_which_is_not_there_is_its_number() -> None:
    assert found(
        book(rows='<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>2</v></c></row>')
    ).headings == (
        "Action",
        "2",
    )


def test_a_heading_that_was_never_worked_out_is_empty() -> None:
    rows = f'<row r="3">{text("A3", "ID")}<c r="B3"><f>A1</f></c></row>'
    assert found(book(rows=rows)).headings == ("ID", "")


def test_a_table_without_headings_is_refused_by_its_name_alone() -> None:
    hidden = 'displayName="PLAN" ref="B4:D9" headerRowCount="0"|ID,Action,RAG'
    with pytest.raises(XlplanError, match="the table 'Plan' shows no row of headings"):
        found(book(hidden))
    assert tables_of(book(hidden), PART) == []


@pytest.mark.parametrize(
    ("values", "after"),
    [
        ({(3, 3): "Key task"}, ["ID", "Key task", "RAG"]),
        ({(3, 3): "Key\ntask"}, ["ID", "Key_x000a_task", "RAG"]),
        ({(3, 3): "Action"}, ["ID", "Action", "RAG"]),
        ({(4, 3): "Key task", (3, 5): "Owner", (3, 1): "No"}, ["ID", "Action", "RAG"]),
        ({(3, 2): "Action", (3, 3): "ID"}, ["Action", "ID", "RAG"]),
    ],
)
def test_a_heading_that_is_written_is_that_of_the_table_too(
    values: dict[tuple[int, int], Value | Formula], after: list[str]
) -> None:
    package = book(PLAN)
    rename_headings(package, package.sheets()[0], values)
    table = parse_xml(package.read("xl/tables/table1.xml"))
    assert [column.get("name") for column in table.iter("{*}tableColumn")] == after
    assert bool(package.touched) is (after != ["ID", "Action", "RAG"])


@pytest.mark.parametrize(
    ("value", "more", "said"),
    [
        ("", {}, "which must be a text"),
        (" ", {}, "which must be a text"),
        (None, {}, "which must be a text"),
        (7, {}, "which must be a text"),
        ("rag", {}, "is there twice"),
        (
            "Key task",
            {"xl/worksheets/sheet2.xml": "<f>Plan[Action]</f>"},
            "formulas name the table's column 'Action'",
        ),
        ("Key task", {"xl/workbook.xml": ""}, ""),
        ("Key task", {"xl/charts/chart1.xml": "<f>Plan[Action]</f>"}, ""),
    ],
)
def test_a_heading_that_will_not_do_is_refused_with_its_cell(
    value: Value, more: dict[str, str], said: str
) -> None:
    package = book(PLAN, **{name: content for name, content in more.items() if content})
    if said:
        with pytest.raises(XlplanError, match=said) as refused:
            rename_headings(package, package.sheets()[0], {(3, 3): value})
        assert not package.touched
        assert refused.value.cell in ("C3", None)
    else:
        rename_headings(package, package.sheets()[0], {(3, 3): value})
        assert package.touched == {"xl/tables/table1.xml"}


def test_headings_are_as_excel_allows_them_in_a_table() -> None:
    seen: set[str] = set()
    check_heading("x" * 255, seen)
    check_heading("Action", seen)
    refused = {"x" * 256: "longer than 255", "ACTION": "there twice", " \n": "no heading", "": "no heading"}
    for heading, said in refused.items():
        with pytest.raises(XlplanError, match=said):
            check_heading(heading, seen)


@pytest.mark.parametrize(
    ("heading", "name"), [("Key\ntask", "Key_x000a_task"), ("a\r\tb", "a_x000d__x0009_b"), ("plain", "plain")]
)
def test_a_line_break_in_a_heading_is_written_out(heading: str, name: str) -> None:
    assert table_column_name(heading) == name


def drawn(*rows: tuple[Value | Formula, ...], filters: bool = True) -> Table:
    return Table("Plan", (Column("ID"), Column("RAG")), rows, first_column=2, filters=filters)


@pytest.mark.parametrize(("count", "last"), [(0, 4), (1, 4), (2, 5)])
def test_a_drawn_table_keeps_one_row_even_when_it_is_empty(count: int, last: int) -> None:
    table = drawn(*[("A001", "Red")] * count)
    assert area_of_table(table) == Area(3, 2, last, 3)
    assert body_of(table) == Area(4, 2, last, 3)
    assert headings_of(table) == {"ID": 2, "RAG": 3}


@pytest.mark.parametrize(
    ("rows", "formula"),
    [
        ((("A001", Formula("=A1")), ("A002", Formula("=A2"))), "A1"),
        ((("A001", Formula("=A1")), ("A002", "Red")), None),
        ((("A001", "Red"), ("A002", Formula("=A2"))), None),
        ((), None),
    ],
)
@pytest.mark.parametrize("filters", [True, False])
def test_a_table_is_written_as_excel_writes_it(
    rows: tuple[tuple[Value | Formula, ...], ...], formula: str | None, filters: bool
) -> None:
    root = parse_xml(table_xml(drawn(*rows, filters=filters), 7, "Plan2"))
    assert (root.get("id"), root.get("name"), root.get("displayName")) == ("7", "Plan2", "Plan2")
    assert [each.get("ref") for each in root.iter("{*}autoFilter")] == ([root.get("ref")] if filters else [])
    assert root.find("{*}tableColumns").get("count") == "2"  # type: ignore[union-attr]
    assert [(each.get("id"), each.get("name")) for each in root.iter("{*}tableColumn")] == [
        ("1", "ID"),
        ("2", "RAG"),
    ]
    assert [each.text for each in root.iter("{*}calculatedColumnFormula")] == ([formula] if formula else [])
