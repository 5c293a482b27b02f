"""A sheet read by a parser, cell by cell: the judge of what every sheet holds must itself be right."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders.workbook_examples import sheet
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Value
from xlplan.workbook.readers.cell_styles import CellStyle
from xlplan.workbook.readers.number_formats import number_format
from xlplan.workbook.readers.sheet_bytes import read_bytes
from xlplan.workbook.readers.sheet_content import NO_STYLE, SheetContent, ValueReader
from xlplan.workbook.readers.sheet_events import read_events

VALUES = ValueReader(("first", ""), [CellStyle(), CellStyle(number_format("dd/mm/yyyy"))], is_1904=False)


def read(rows: str, *, detail: bool = True, after: str = "", is_fast: bool = False) -> SheetContent:
    """What the parser reads; the fast reader, where it reads it at all, reads the same."""
    content = sheet(rows, after=after).encode()
    found = read_events(content, "xl/worksheets/sheet1.xml", VALUES, detail=detail)
    fast = read_bytes(content, VALUES, detail=detail)
    assert fast is not None or not is_fast
    if fast is not None:
        assert replace(fast, formulas={}) == replace(found, formulas={})
        for row, in_row in found.formulas.items():
            assert [fast.formula(row, column) for column in in_row] == [
                found.formula(row, column) for column in in_row
            ]
    return found


@pytest.mark.parametrize(
    ("cell", "value", "formula", "is_empty_text"),
    [
        ("<c r='B4'/>", None, None, False),
        ("<c r='B4'></c>", None, None, False),
        ("<c r='B4'><v/></c>", None, None, False),
        ("<c r='B4'><v> </v></c>", None, None, False),
        ("<c r='B4'><v>7</v></c>", 7, None, False),
        ("<c r='B4' t='s'><v>0</v></c>", "first", None, False),
        ("<c r='B4' t='s'><v>1</v></c>", None, None, False),
        ("<c r='B4' t='s'><v> </v></c>", None, None, False),
        ("<c r='B4' t='b'><v/></c>", None, None, False),
        ("<c r='B4' t='str'><v> </v></c>", " ", None, False),
        ("<c r='B4' t='str'><v></v></c>", None, None, True),
        ("<c r='B4' t='str'/>", None, None, False),
        ("<c r='B4' t='str'><f>A1</f></c>", None, "A1", False),
        ("<c r='B4' t='str'><f>A1</f><v/></c>", None, "A1", True),
        ("<c r='B4'><f>A1</f><v></v></c>", None, "A1", False),
        ("<c r='B4'><f>A1</f><v>7</v></c>", 7, "A1", False),
        ("<c r='B4'><v>7</v><f>A1</f></c>", 7, "A1", False),
        ("<c r='B4'><f/><v>7</v></c>", 7, "", False),
        ("<c r='B4' t='e'><v>#REF!</v></c>", "#REF!", None, False),
        ("<c r='B4' t='inlineStr'><is><t>a</t></is></c>", "a", None, False),
        ("<c r='B4' t='inlineStr'><is><t/></is></c>", None, None, False),
        ("<c r='B4' t='inlineStr'><is><t></t></is></c>", None, None, False),
        ("<c r='B4' t='inlineStr'/>", None, None, False),
        ("<c r='B4' t='inlineStr'><v> </v><is><t>a</t></is></c>", "a", None, False),
        ("<c r='B4' t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r></is></c>", "ab", None, False),
        ("<c r='B4'><v>7</v><is><t/></is></c>", 7, None, False),
        ("<c r='B4'><v>7</v><extLst><ext><v>8</v><is>x</is></ext></extLst></c>", None, None, False),
    ],
)  # fmt: skip
def test_a_cell_holds_what_its_elements_say(
    cell: str, value: Value, formula: str | None, is_empty_text: bool
) -> None:
    rows = f'<row r="4">{cell}</row>'
    if "extLst" in cell:
        with pytest.raises(UnreadableWorkbook, match="where none belongs"):
            read(rows)
        return
    is_usual = not any(odd in cell for odd in ("v><f", "v><is", "<r>", "<t/>")) and (
        "<v> <" not in cell or value == " "
    )
    for dressed, is_fast in ((rows, False), (rows.replace("'", '"'), is_usual)):
        found = read(dressed, is_fast=is_fast)
        assert found.values == ({} if value is None else {4: {2: value}})
        assert found.formulas == ({} if formula is None else {4: {2: formula}})
        assert found.empty_texts == ({(4, 2)} if is_empty_text else set())
        assert found.styles == {4: {2: 0}}
        quick = read(dressed, detail=False, is_fast=is_fast)
        assert quick == SheetContent(values=found.values)


@pytest.mark.parametrize(
    ("written", "style"),
    [
        ("", 0),
        (" s='1'", 1),
        (" s='007'", 7),
        (" s='-1'", NO_STYLE),
        (" s='²'", NO_STYLE),
        (" s='123456789'", 123456789),
        (" s='1234567890'", NO_STYLE),
        (" s=''", NO_STYLE),
    ],
)
def test_a_style_is_a_number_or_none(written: str, style: int) -> None:
    found = read(f"<row r='4'><c r='A4' s='5'/><c r='B4'{written}/><c r='C4'/></row>")
    assert found.styles == {4: {1: 5, 2: style, 3: 0}}


def test_formulas_are_shared_with_those_that_name_their_number_alone() -> None:
    rows = (
        "<row r='1'><c r='A1'><f t='shared' si='0' ref='A1:A3'>B1</f></c>"
        "<c r='C1'><f t='shared' si='1'>D1</f></c></row>"
        "<row r='2'><c r='A2'><f t='shared' si='0'/></c><c r='C2'><f t='shared' si='1'/></c>"
        "<c r='E2'><f si='0'/></c></row>"
        "<row r='3'><c r='A3'><f t='array' si='0'/></c><c r='B3'><f>X1</f></c><c r='C3'><f t='shared'/></c></row>"
    )
    for dressed, is_fast in ((rows, False), (rows.replace("'", '"'), True)):
        assert read(dressed, is_fast=is_fast).formulas == {
            1: {1: "B1", 3: "D1"},
            2: {1: "B2", 3: "D2", 5: ""},
            3: {1: "", 2: "X1", 3: ""},
        }


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        (
            "<row r='2' hidden='1'/><row r='3' hidden='true'/><row r='4' hidden='0'/><row r='5'/><row hidden='1'/>",
            {2, 3, 6},
        ),
        ("<row hidden='1'/><row/><row hidden='1'/>", {1, 3}),
    ],
)
def test_hidden_rows_are_known(rows: str, hidden: set[int]) -> None:
    assert read(rows).hidden_rows == hidden
    assert read(rows, detail=False).hidden_rows == set()


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", {1: {1: 1, 2: 2}, 2: {1: 3}}),
        (
            "<row r='5'><c><v>1</v></c></row><row><c r='C6'><v>2</v></c><c><v>3</v></c></row>",
            {5: {1: 1}, 6: {3: 2, 4: 3}},
        ),
        (
            "<row r='2'><c r='B2'><v>1</v></c><c r='A2'><v>2</v></c></row><row r='1'><c r='A1'><v>3</v></c></row>",
            {1: {1: 3}, 2: {1: 2, 2: 1}},
        ),
        ("<row r=' 2 '><c r=' B2 '><v>1</v></c></row>", {2: {2: 1}}),
        ("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", {1048576: {16384: 1}}),
    ],
)
def test_cells_without_an_address_follow_those_before_them(
    rows: str, values: dict[int, dict[int, Value]]
) -> None:
    found = read(rows)
    assert found.values == values
    assert [list(in_row) for in_row in found.values.values()] == [list(in_row) for in_row in values.values()]
    assert list(found.values) == list(found.styles) == list(values)


@pytest.mark.parametrize(
    ("rows", "cell", "said"),
    [
        ("<row r='1048576'/><row/>", None, "a row '', which no sheet has"),
        ("<row r='0'/>", None, "a row '0', which no sheet has"),
        (f"<row r='{'9' * 30}'/>", None, f"a row '{'9' * 20}', which no sheet has"),
        ("<row r='1'><c r='XFD1'/><c/></row>", None, "a cell '' in row 1"),
        (f"<row r='1'><c r='{'A' * 30}'/></row>", None, f"a cell '{'A' * 20}' in row 1"),
        ("<row r='1'><c r='A1'/><c r='A1'/></row>", "A1", "twice"),
        ("<row r='1'><c r='A1'/></row><row r='1'><c r='A1'/></row>", "A1", "twice"),
        ("<row r='1'><row r='2'/></row>", None, "a row of it stands where none belongs"),
        ("<row r='1'><c r='A1'><row r='2'/></c></row>", "A1", "a row of it stands where none belongs"),
        ("<c r='A1'/>", None, "a cell of it stands where none belongs"),
        ("<row r='1'><c r='A1'><v>1</v><v>2</v></c></row>", "A1", "two values"),
        ("<row r='1'><c r='A1'><f>1</f><f>2</f></c></row>", "A1", "two values"),
        ("<row r='1'><c r='A1' t='inlineStr'><is><t>1</t><t>2</t></is></c></row>", "A1", "two values"),
        ("<row r='1'><c r='A1' t='inlineStr'><is><r><t>1</t><t>2</t></r></is></c></row>", "A1", "two values"),
        ("<row r='1'>stray</row>", None, "row 1 holds a text outside its cells"),
        ("stray", None, "row 0 holds a text outside its cells"),
        ("<row r='1'><c r='A1'>stray</c></row>", "A1", "a text where none belongs"),
        ("<row r='1'><c r='A1'><v>1</c></row>", "A1", "is damaged"),
        ("<row r='1'><c r='A1'/></rov>", None, "is damaged"),
    ],
)  # fmt: skip
def test_what_no_sheet_holds_is_refused(rows: str, cell: str | None, said: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        read(rows)
    assert said in str(refused.value)
    assert refused.value.cell == cell


def test_what_stands_after_the_rows_is_no_part_of_them() -> None:
    merged = "<mergeCells><mergeCell ref='A1:B2'/><mergeCell/><x ref='C1:D1'/></mergeCells>"
    after = f"<oddHeader>Wexcombe</oddHeader>{merged}"
    found = read("<row r='1'><c r='A1'><v>1</v></c></row>", after=after)
    assert (found.values, found.merges) == ({1: {1: 1}}, (Area(1, 1, 2, 2),))


def test_how_a_text_is_spoken_is_no_part_of_it() -> None:
    spoken = "<is><t>a</t><rPh sb='0' eb='1'><t>said</t>so</rPh><phoneticPr/></is>"
    assert read(f"<row r='1'><c r='A1' t='inlineStr'>{spoken}</c></row>").values == {1: {1: "a"}}


@pytest.mark.parametrize("rows", ["", "<row r='2'/>", "<row r='2'></row>", "<row/>"])
def test_a_sheet_without_cells_holds_nothing(rows: str) -> None:
    assert read(rows, after="<pageMargins/><x><y/></x>") == SheetContent()


def test_a_part_that_is_no_worksheet_is_told_so() -> None:
    with pytest.raises(UnreadableWorkbook, match=r"the part sheet9\.xml is no worksheet"):
        read_events(b"<worksheet/>", "sheet9.xml", VALUES, detail=True)


USUAL = (
    '<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>38687</v></c>'
    '<c r="D1" s="1"><v>38687</v></c></row>'
    '\n <row r="2" hidden="1"><c r="A2"><v>7</v></c><c r="B2" t="n"><v>7</v></c></row><row r="3"/>'
    '<row r="5" hidden="true"><c r="A5" t="inlineStr"><is><t>{long}</t></is></c>'
    '<c r="B5" t="inlineStr"><is><t>{long}</t></is></c>'
    '<c r="XFD5" t="str"><f t="shared" ref="A5:B5" si="3">A1</f><v>{long}</v></c></row>'
    '<row r="6" hidden="0"><c r="XFD6" t="str"><f t="shared" si="3"/><v>{long}</v></c></row>'
)


@pytest.mark.parametrize("length", [1, 39, 40, 200])
def test_a_usual_sheet_is_read_fast(length: int) -> None:
    """A plan of 12,000 actions would take three times as long."""
    text = "x" * length
    found = read(
        USUAL.format(long=text), is_fast=True, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    )
    day = dt.date(2005, 12, 1)
    assert found.values == {
        1: {1: "first", 3: day, 4: day},
        2: {1: 7, 2: 7},
        5: {1: text, 2: text, 16384: text},
        6: {16384: text},
    }
    assert found.hidden_rows == {2, 5}
    assert found.formulas == {5: {16384: "A1"}, 6: {16384: "A2"}}
    assert found.merges == (Area(1, 1, 2, 2),)
    assert found.styles[1] == {1: 0, 3: 1, 4: 1}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1"><is><t>a</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><v>a</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><f>A2</f><v>a</v></c></row>',
        '<row r="1"><c r="A1"><v>one</v></c></row>',
        '<row r="1"><c r="A1" t="z"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="9"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>1</v><x/></c></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="1048577"/>',
        '<row r="1"><row r="2"/></row>',
        '<row r="1">',
        "</row>",
        '<row r="1"><c r="A1"/>stray</row>',
        '<row r="1"/><c r="A1"/>',
        '<row r="1" hidden="maybe"/>',
        '<row r="1" ht="1" ht="2"/>',
        '<row r="1"><c r="A1"><f a="1" a="2">B1</f><v>1</v></c></row>',
    ],
)
def test_what_is_not_usual_is_left_to_the_parser(rows: str) -> None:
    assert read_bytes(sheet(rows).encode(), VALUES, detail=True) is None
