"""What belongs to a table grows with it: drop-downs, rules, filters, print areas; what stands beside it stays."""

from __future__ import annotations

import pytest

from tests.builders.workbook_examples import MAIN, OFFICE, parts, sheet, zipped
from xlplan.errors import XlplanError
from xlplan.workbook.grid import Formula, area_of
from xlplan.workbook.ooxml.grow_table import append_columns, append_rows, extend_table
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_editor import Frame
from xlplan.workbook.ooxml.table_followers import downwards, grow_filters, grow_rules, sideways
from xlplan.workbook.ooxml.table_lookup import FoundTable
from xlplan.workbook.readers.files import SheetReader
from xlplan.workbook.sheet_spec import Column

PLAN = FoundTable(3, 9, 2, 4, ("ID", "Action", "RAG"))
WITH_TOTALS = FoundTable(3, 9, 2, 4, ("ID", "Action", "RAG"), has_totals=True)
PART = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("table", "area", "after"),
    [
        (PLAN, "D4:D9", "D4:D12"),
        (PLAN, "B3:D9", "B3:D12"),
        (PLAN, "A4:B9", "A4:B12"),
        (PLAN, "D4:F9", "D4:F12"),
        (PLAN, "A4:A9", "A4:A9"),
        (PLAN, "E4:E9", "E4:E9"),
        (PLAN, "D4:D8", "D4:D8"),
        (PLAN, "D4:D10", "D4:D10"),
        (PLAN, "C9:C9", "C9:C12"),
        (WITH_TOTALS, "D4:D9", "D4:D12"),
        (WITH_TOTALS, "D4:D10", "D4:D13"),
        (WITH_TOTALS, "D4:D11", "D4:D11"),
    ],
)
def test_what_reaches_the_last_row_reaches_the_new_one(table: FoundTable, area: str, after: str) -> None:
    assert str(downwards(table, 12)(area_of(area))) == str(area_of(after))


@pytest.mark.parametrize(
    ("area", "after"),
    [
        ("B3:D9", "B3:F9"),
        ("B4:D9", "B4:F9"),
        ("B1:D3", "B1:F3"),
        ("B9:D20", "B9:F20"),
        ("B1:D2", "B1:D2"),
        ("B10:D20", "B10:D20"),
        ("B3:C9", "B3:C9"),
        ("A3:D9", "A3:D9"),
        ("C3:D9", "C3:D9"),
    ],
)
def test_what_is_as_wide_as_the_table_is_as_wide_afterwards(area: str, after: str) -> None:
    assert str(sideways(PLAN, 6)(area_of(area))) == after


def test_a_row_of_totals_belongs_to_the_width_of_the_table() -> None:
    assert str(sideways(WITH_TOTALS, 6)(area_of("B10:D20"))) == "B10:F20"


def test_rules_in_both_notations_and_filters_follow() -> None:
    excel = "http://schemas.microsoft.com/office/excel/2006/main"
    after = (
        '<autoFilter ref="B3:D9"/><sortState ref="B4:D9"/>'
        '<conditionalFormatting sqref="D4:D9 A4:A9 B:B"/><conditionalFormatting/>'
        '<dataValidations><dataValidation sqref="C4:C9"/></dataValidations>'
        '<protectedRanges><protectedRange sqref="B4:B9"/></protectedRanges>'
        '<ignoredErrors><ignoredError sqref="B4:D9"/></ignoredErrors>'
        f'<extLst><ext xmlns:xm="{excel}"><dataValidation><xm:sqref>D4:D9</xm:sqref></dataValidation>'
        "<conditionalFormatting><xm:sqref>C4:C9</xm:sqref></conditionalFormatting></ext></extLst>"
    )
    frame = Frame(sheet("", after=after).encode())
    grow_rules(frame, downwards(PLAN, 12))
    grow_filters(frame, downwards(PLAN, 12))
    names = (
        "conditionalFormatting",
        "dataValidation",
        "protectedRange",
        "ignoredError",
        "autoFilter",
        "sortState",
    )
    said = {
        name: [e.get("sqref", e.get("ref")) for e in frame.root.iter(f"{{{MAIN}}}{name}")] for name in names
    }
    assert said == {
        "conditionalFormatting": ["D4:D12 A4:A9 B:B", None, None],
        "dataValidation": ["C4:C12", None],
        "protectedRange": ["B4:B12"],
        "ignoredError": ["B4:D12"],
        "autoFilter": ["B3:D12"],
        "sortState": ["B4:D12"],
    }
    assert [areas.text for areas in frame.root.iter(f"{{{excel}}}sqref")] == ["D4:D12", "C4:C12"]


def text(cell: str, said: str, style: int = 0) -> str:
    return f'<c r="{cell}"{f" s={chr(34)}{style}{chr(34)}" if style else ""} t="inlineStr"><is><t>{said}</t></is></c>'


def book(
    rows: str,
    *,
    ref: str = "A3:B5",
    totals: int = 0,
    names: str = "",
    after: str = "",
    other: str = "",
    before: str = "",
) -> Package:
    """A sheet with a table of two columns, "ID" and "RAG"; and a second table's area on it, if any."""
    links = f'<Relationship Id="rId1" Type="{OFFICE}/table" Target="../tables/table1.xml"/>'
    more: dict[str, str | bytes] = {
        "xl/tables/table1.xml": f'<table xmlns="{MAIN}" id="1" displayName="Plan" ref="{ref}" '
        f'totalsRowCount="{totals}"><autoFilter ref="{ref}"/><tableColumns count="2"><tableColumn id="1" name="ID"/>'
        '<tableColumn id="5" name="RAG"/></tableColumns></table>'
    }
    if other:
        links += f'<Relationship Id="rId2" Type="{OFFICE}/table" Target="../tables/table2.xml"/>'
        more["xl/tables/table2.xml"] = (
            f'<table xmlns="{MAIN}" id="2" displayName="Other" ref="{other}"><tableColumns/></table>'
        )
    more["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )
    made = parts(sheet(rows, before, after), sheet(""), more=more)
    if names:
        made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(
            "</sheets>", f"</sheets><definedNames>{names}</definedNames>"
        )
    return Package.from_bytes(zipped(made), "Plan.xlsx")


HEADINGS = f'<row r="3">{text("A3", "ID", 1)}{text("B3", "RAG", 2)}</row>'
BODY = (
    f'<row r="4">{text("A4", "A1", 1)}{text("B4", "Red", 2)}</row>'
    f'<row r="5">{text("A5", "A2", 1)}{text("B5", "Green", 2)}</row>'
)


def values(package: Package) -> dict[int, dict[int, object]]:
    return dict(SheetReader(package).read(package.sheet("Sheet1")).values)


def area_of_part(package: Package) -> str:
    return str(package.parsed("xl/tables/table1.xml").get("ref"))


def name(of: str, text: str, local: str = "0") -> str:
    return f'<definedName name="{of}" localSheetId="{local}">{text}</definedName>'


def test_the_print_area_and_the_filter_of_this_sheet_follow_and_no_others() -> None:
    names = (
        name("_xlnm.Print_Area", "Sheet1!$A$1:$B$5,Sheet1!$D$1:$E$5")
        + name("_xlnm._FilterDatabase", "Sheet1!$A$3:$B$5")
        + name("_xlnm.Print_Titles", "Sheet1!$3:$3")
        + name("_xlnm.Print_Area", "Sheet2!$A$1:$B$5", "1")
    )
    package = book(HEADINGS + BODY, names=names)
    append_rows(package, "Sheet1", "Plan", [("A3", "Amber")])
    assert [each.text for each in package.parsed("xl/workbook.xml").iter("{*}definedName")] == [
        "Sheet1!$A$1:$B$6,Sheet1!$D$1:$E$5",
        "Sheet1!$A$3:$B$6",
        "Sheet1!$3:$3",
        "Sheet2!$A$1:$B$5",
    ]
    assert area_of_part(package) == "A3:B6"
    (filtered,) = package.parsed("xl/tables/table1.xml").iter("{*}autoFilter")
    assert filtered.get("ref") == "A3:B6"


def test_rows_that_were_typed_below_a_table_belong_to_it_and_look_like_it() -> None:
    typed = f'<row r="6">{text("A6", "A3")}{text("B6", "Red", 3)}</row><row r="7">{text("A7", "A4")}</row>'
    rule = '<conditionalFormatting sqref="B4:B5"><cfRule type="expression" priority="1"/></conditionalFormatting>'
    package = book(HEADINGS + BODY + typed, after=rule)
    extend_table(package, "Sheet1", "Plan", 7)
    assert area_of_part(package) == "A3:B7"
    assert b'sqref="B4:B7"' in package.read(PART)
    frame = Frame.of(package, PART)
    styles = {row: {cell.column: cell.style for cell in frame.cells(row)} for row in (6, 7)}
    assert styles == {6: {1: 1, 2: 3}, 7: {1: 1, 2: 2}}
    assert values(package)[7] == {1: "A4"}


@pytest.mark.parametrize(("totals", "last_row"), [(0, 5), (0, 4), (1, 7)])
def test_a_table_that_reaches_so_far_already_is_left_alone(totals: int, last_row: int) -> None:
    package = book(HEADINGS + BODY, totals=totals)
    extend_table(package, "Sheet1", "Plan", last_row)
    assert not package.touched


@pytest.mark.parametrize(
    ("below", "totals", "other", "merged", "cell"),
    [
        (f'<row r="6">{text("A6", "note")}</row>', 0, "", "", "A6"),
        (f'<row r="7">{text("B7", "note")}</row>', 0, "", "", "B7"),
        (f'<row r="8">{text("B8", "note")}</row>', 0, "", "", None),
        (f'<row r="6">{text("C6", "beside")}</row>', 0, "", "", None),
        ('<row r="6"><c r="A6" s="2"/></row>', 0, "", "", None),
        ("", 0, "B7:D9", "", "B7"),
        ("", 0, "C6:D9", "", None),
        ("", 0, "A8:B9", "", None),
        ("", 0, "", "A7:B7", "A7"),
        ("", 0, "", "C6:D7", None),
        (f'<row r="6">{text("A6", "note")}</row>', 1, "", "", "A6"),
        (f'<row r="7">{text("A7", "note")}</row>', 1, "", "", "A7"),
        (f'<row r="8">{text("A8", "note")}</row>', 1, "", "", None),
    ],
)
def test_what_stands_below_a_table_is_never_written_over(
    below: str, totals: int, other: str, merged: str, cell: str | None
) -> None:
    """A signature, a note, or another table of the council's would be gone."""
    after = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    package = book(HEADINGS + BODY + below, totals=totals, other=other, after=after)
    rows = [("A3", "Amber"), ("A4", "Red")]
    if cell is None:
        area = append_rows(package, "Sheet1", "Plan", rows)
        assert (area.first_row, area.last_row) == ((5, 6) if totals else (6, 7))
    else:
        with pytest.raises(XlplanError, match="something stands in it") as refused:
            append_rows(package, "Sheet1", "Plan", rows)
        assert (refused.value.sheet, refused.value.cell, str(refused.value.file)) == (
            "Sheet1",
            cell,
            "Plan.xlsx",
        )


@pytest.mark.parametrize(("last", "fits"), [(1_048_574, True), (1_048_575, False)])
def test_a_table_ends_where_the_sheet_does(last: int, fits: bool) -> None:
    package = book(HEADINGS, ref=f"A3:B{last}")
    rows = [("A3", "Amber"), ("A4", "Red")]
    if fits:
        assert append_rows(package, "Sheet1", "Plan", rows).last_row == 1_048_576
    else:
        with pytest.raises(XlplanError, match="no room for more"):
            append_rows(package, "Sheet1", "Plan", rows)


@pytest.mark.parametrize(
    ("row", "first_row"),
    [
        ("", 4),
        ('<row r="4"><c r="A4" s="1"/><c r="B4"/></row>', 4),
        ('<row r="4"><c r="A4"><f>B4</f><v>0</v></c></row>', 4),
        (f'<row r="4">{text("C4", "beside")}</row>', 4),
        (f'<row r="4">{text("B4", "Red")}</row>', 5),
    ],
)
def test_the_blank_row_of_an_empty_table_is_filled_first(row: str, first_row: int) -> None:
    package = book(HEADINGS + row, ref="A3:B4")
    assert append_rows(package, "Sheet1", "Plan", [("A1", "Red")]).first_row == first_row
    assert values(package)[first_row][1] == "A1"


@pytest.mark.parametrize(
    ("columns", "styles"),
    [
        ("", [0, 0]),
        ('<col min="1" max="1" style="4"/><col min="2" max="3" style="5"/>', [4, 5]),
        ('<col min="2" max="2" style="4"/>', [0, 4]),
        ('<col min="3" max="9" style="4"/>', [0, 0]),
        ('<col min="1" max="9"/>', [0, 0]),
    ],
)
def test_rows_of_a_table_that_has_none_look_as_their_columns_do(columns: str, styles: list[int]) -> None:
    package = book(HEADINGS, ref="A3:B4", before=f"<cols>{columns}</cols>" if columns else "")
    append_rows(package, "Sheet1", "Plan", [("A1", "Red")])
    assert [cell.style for cell in Frame.of(package, PART).cells(4)] == styles


def test_a_truth_value_and_a_formula_keep_the_format_that_they_find() -> None:
    row = '<row r="4"><c r="A4" s="3"><v>38687</v></c><c r="B4" s="3"><v>38687</v></c></row>'
    package = book(HEADINGS + row, ref="A3:B4")
    append_rows(package, "Sheet1", "Plan", [(True, Formula("=A1", "x")), (7, Formula("=A1", 7))])
    frame = Frame.of(package, PART)
    assert [[cell.style for cell in frame.cells(number)] for number in (5, 6)] == [
        [3, 3],
        [frame.cells(6)[0].style, 3],
    ]
    assert frame.cells(6)[0].style != 3


def test_totals_move_down_and_keep_counting() -> None:
    totals = (
        f'<row r="6">{text("A6", "Total", 3)}<c r="B6" s="2"><f>SUBTOTAL(103,B4:B5)+B15</f><v>2</v></c>'
        f"{text('C6', 'beside')}</row>"
    )
    package = book(HEADINGS + BODY + totals, ref="A3:B6", totals=1)
    area = append_rows(package, "Sheet1", "Plan", [("A3", "Amber"), ("A4", "Red")])
    assert (area.first_row, area.last_row, area_of_part(package)) == (6, 7, "A3:B8")
    held = values(package)
    assert (held[6], held[8][1]) == ({1: "A3", 2: "Amber", 3: "beside"}, "Total")
    cell = SheetReader(package).read(package.sheet("Sheet1"), detail=True)[8, 2]
    assert cell.formula == "=SUBTOTAL(103,B4:B7)+B15"


def test_new_columns_have_numbers_of_their_own_and_stand_at_the_right() -> None:
    package = book(HEADINGS + BODY)
    area = append_columns(package, "Sheet1", "Plan", [Column("Jan RAG"), Column("Jan note")], [["Red"], []])
    assert (area.first_row, area.last_row, area.first_column, area.last_column) == (3, 5, 3, 4)
    assert area_of_part(package) == "A3:D5"
    root = package.parsed("xl/tables/table1.xml")
    assert [(each.get("id"), each.get("name")) for each in root.iter("{*}tableColumn")] == [
        ("1", "ID"),
        ("5", "RAG"),
        ("6", "Jan RAG"),
        ("7", "Jan note"),
    ]
    assert next(root.iter("{*}tableColumns")).get("count") == "4"
    assert list(Frame.of(package, PART).rows()) == [3, 4, 5]
    held = values(package)
    assert (held[3], held[4], held[5]) == (
        {1: "ID", 2: "RAG", 3: "Jan RAG", 4: "Jan note"},
        {1: "A1", 2: "Red", 3: "Red"},
        {1: "A2", 2: "Green"},
    )


@pytest.mark.parametrize(
    ("columns", "given", "said"),
    [
        ([Column("rag")], [[]], "there twice"),
        ([Column("Jan")], [], "which has 2 rows"),
        ([Column("Jan")], [["a", "b", "c"]], "which has 2 rows"),
        ([Column("Jan"), Column("JAN")], [[], []], "there twice"),
    ],
)
def test_columns_that_do_not_fit_are_refused(
    columns: list[Column], given: list[list[str]], said: str
) -> None:
    package = book(HEADINGS + BODY)
    with pytest.raises(XlplanError, match=said) as refused:
        append_columns(package, "Sheet1", "Plan", columns, given)
    assert (refused.value.sheet, str(refused.value.file)) == ("Sheet1", "Plan.xlsx")
    assert not package.touched


@pytest.mark.parametrize(("row", "fits"), [(("a", "b"), True), (("a",), True), (("a", "b", "c"), False)])
def test_a_row_has_no_more_values_than_the_table_has_columns(row: tuple[str, ...], fits: bool) -> None:
    package = book(HEADINGS + BODY)
    if fits:
        append_rows(package, "Sheet1", "Plan", [row])
        assert list(values(package)[6].values()) == list(row)
    else:
        with pytest.raises(XlplanError, match="a row of 3 values does not fit the table 'Plan' of 2 columns"):
            append_rows(package, "Sheet1", "Plan", [row])
