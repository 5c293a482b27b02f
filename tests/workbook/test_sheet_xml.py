"""A sheet's XML: what is well-formed is read whole, however it is dressed; what is not is refused, with its cell.

If these fail, an officer's answer is lost, or stands in the row of another action, and nobody is told.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.workbook_examples import DATE, HEAD, MAIN, parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Value
from xlplan.workbook.ooxml.plain_form import row_number
from xlplan.workbook.ooxml.sheet_scan import is_plain
from xlplan.workbook.readers import read_grids
from xlplan.workbook.readers.cell_styles import CellStyle
from xlplan.workbook.readers.number_formats import number_format
from xlplan.workbook.readers.sheet_bytes import read_bytes
from xlplan.workbook.readers.sheet_content import SheetContent, ValueReader
from xlplan.workbook.readers.sheet_events import read_events

STRINGS = ("first", "second")
VALUES = ValueReader(STRINGS, [CellStyle(), CellStyle(number_format("dd/mm/yyyy"))], is_1904=False)


def read(tmp_path: Path, content: str | bytes, **more: str | bytes) -> dict[tuple[int, int], Value]:
    path = tmp_path / "Return.xlsx"
    made = parts(content, strings=STRINGS)
    path.write_bytes(zipped({**made, **{f"xl/{name}.xml": part for name, part in more.items()}}))
    (grid,) = read_grids(path, detail=True)
    assert grid.values == read_grids(path)[0].values
    return {place: cell.value for place, cell in grid.cells.items()}


def cells(inside: str) -> str:
    return sheet(f'<row r="4">{inside}</row>')


TEXT = '<c r="B4" t="inlineStr"><is><t>answer</t></is></c>'


@pytest.mark.parametrize(
    "content",
    [
        cells(TEXT),
        cells(TEXT.replace("<is>", "<is >").replace("</t>", "</t >").replace("</is>", "</is >")),
        cells(TEXT.replace("answer", "an<!-- not this -->swer")),
        cells(TEXT.replace("answer", "an<?skip this?>swer")),
        cells(TEXT.replace("answer", "<![CDATA[answer]]>")),
        cells(TEXT.replace("answer", "ans&#119;er")),
        cells(TEXT.replace('r="B4" t="inlineStr"', "\n t='inlineStr'   r='B4'")),
        cells(TEXT.replace("B4", "b4")),
        cells(TEXT.replace("B4", "$B$4")),
        cells(TEXT.replace("B4", "B04")),
        cells("<c/>" + TEXT.replace(' r="B4"', "")),
        cells(TEXT.replace("<is>", '<is><rPh sb="0" eb="1"><t>said so</t></rPh>')),
        cells(TEXT.replace("<t>answer</t>", "<r><t>ans</t></r><r><rPr><b/></rPr><t>wer</t></r>")),
        cells('<c r="B4" t="str"><f>A1</f><v>answer</v></c>'),
        cells('<c r="B4" t="str"><f><![CDATA[A1]]></f><v>answer</v></c>'),
        cells(TEXT).replace("<worksheet", "<!-- <sheetData/> --><worksheet", 1),
        cells(TEXT)
        .replace("xmlns=", "xmlns:x=")
        .replace("<", "<x:")
        .replace("<x:/", "</x:")
        .replace("<x:?", "<?"),
        cells(TEXT).replace("<row ", f'<row xmlns="{MAIN}" '),
        cells(TEXT).replace("UTF-8", "UTF-16").encode("utf-16"),
        cells(TEXT).replace("UTF-8", "windows-1252").encode("cp1252"),
        cells(TEXT).encode("utf-8-sig"),
        cells(TEXT).removeprefix(HEAD),
        sheet('<row r="3"/><row>' + TEXT.replace(' r="B4"', "").replace("<c ", "<c/><c ") + "</row>"),
        sheet('<row r="9"/><row r="4">' + TEXT + "</row>"),
    ],
)
def test_an_answer_is_read_however_its_xml_is_dressed(tmp_path: Path, content: str | bytes) -> None:
    assert read(tmp_path, content) == {(4, 2): "answer"}


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>first</t></si><si><t>second</t></si>",
        "<si ><t >first</t ></si ><si><t>sec<?skip it?>ond</t></si>",
        '<si><t>first</t></si><si xml:space="preserve"><r><t>sec</t></r><r><t><![CDATA[ond]]></t></r></si>',
        "<!-- <si><t>none</t></si> --><si><t>first</t></si><si><t>sec<!-- -->ond</t><rPh><t>x</t></rPh></si>",
    ],
)
def test_each_cell_gets_its_own_shared_string(tmp_path: Path, strings: str) -> None:
    content = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
    named = cells('<c r="A4" t="s"><v>1</v></c><c r="B4" t="s"><v>0</v></c>')
    assert read(tmp_path, named, sharedStrings=content) == {(4, 1): "second", (4, 2): "first"}


@pytest.mark.parametrize("lost", ["lost", "<si>lost<t>kept</t></si>"])
def test_a_text_beside_the_shared_strings_is_refused_and_its_part_is_named(tmp_path: Path, lost: str) -> None:
    """Somebody's answer may stand where nobody reads it."""
    content = f'{HEAD}<sst xmlns="{MAIN}"><si><t>Done</t></si>{lost}</sst>'
    with pytest.raises(UnreadableWorkbook, match=r"xl/sharedStrings\.xml holds a text where none belongs"):
        read(tmp_path, cells('<c r="A4" t="s"><v>0</v></c>'), sharedStrings=content)


def test_an_empty_shared_string_counts(tmp_path: Path) -> None:
    content = f'{HEAD}<sst xmlns="{MAIN}"><si /><si></si><si><t/></si><si><t>fourth</t></si></sst>'
    named = cells('<c r="A4" t="s"><v>0</v></c><c r="B4" t="s"><v>3</v></c>')
    assert read(tmp_path, named, sharedStrings=content) == {(4, 2): "fourth"}


@pytest.mark.parametrize(
    ("inside", "cell", "said"),
    [
        ('<c r="B4" t="s"><v>-1</v></c>', "B4", "no text"),
        ('<c r="B4" t="s"><v>2</v></c>', "B4", "does not have"),
        ('<c r="B4" t="s"><v>1_0</v></c>', "B4", "no text"),
        ('<c r="B4"><v>1_0</v></c>', "B4", "no number"),
        ('<c r="B4"><v>nan</v></c>', "B4", "no number"),
        ('<c r="B4"><v>inf</v></c>', "B4", "no number"),
        ('<c r="B4"><v>\u0663</v></c>', "B4", "no number"),
        ('<c r="B4"><v>1e400</v></c>', "B4", "larger"),
        ('<c r="B4"><v>four</v></c>', "B4", "no number"),
        (f'<c r="B4"><v>{"1" * 500}</v></c>', "B4", "no number"),
        ('<c r="B4" s="99"><v>46295</v></c>', "B4", "a style that the workbook does not have"),
        ('<c r="B4" s="-1"><v>46295</v></c>', "B4", "a style that the workbook does not have"),
        ('<c r="B4" t="b"><v>2</v></c>', "B4", "neither true nor false"),
        ('<c r="B4" t="z"><v>2</v></c>', "B4", "kind"),
        ('<c r="B4"><is><t>lost</t></is></c>', "B4", "says that it holds none"),
        ('<c r="B4" t="inlineStr"><v>lost</v></c>', "B4", "another kind"),
        ('<c r="B4" t="inlineStr"><is>lost</is></c>', "B4", "where none belongs"),
        ('<c r="B4" t="str"><x><v>lost</v></x></c>', "B4", "where none belongs"),
        ('<c r="B4" t="str"><v>a</v><v>lost</v></c>', "B4", "two values"),
        ('<c r="B4" t="str"><v>a</v>lost</c>', "B4", "where none belongs"),
        ('<c r="B4"><c r="C4" t="str"><v>lost</v></c></c>', "B4", "where none belongs"),
        ('<c r="B4" t="str"><v>&#0;</v></c>', "B4", "damaged"),
        ('<c r="B4" t="str"><v>&#xD800;</v></c>', "B4", "damaged"),
        ('<c r="B4" t="str"><v>&unknown;</v></c>', "B4", "damaged"),
        ('<c r="B4" t="str"><v>lost</c>', "B4", "damaged"),
        ('<c r="A4"/><c r="B4" t="str"><v>lost</v>', "B4", "damaged"),
        ('<c r="B4"/><c r="C4" t="str"><v>a</v></c><c r="C4" t="str"><v>b</v></c>', "C4", "twice"),
        ('<c r="B5" t="str"><v>lost</v></c>', None, "'B5' in row 4"),
        ('<c r="B0" t="str"><v>lost</v></c>', None, "'B0' in row 4"),
        ('<c r="" t="str"><v>lost</v></c>', None, "'' in row 4"),
        ('<c r="XFE4" t="str"><v>lost</v></c>', None, "'XFE4' in row 4"),
        ("lost", None, "row 4 holds a text outside its cells"),
    ],
)
def test_a_cell_that_makes_no_sense_is_refused_and_named(
    tmp_path: Path, inside: str, cell: str | None, said: str
) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        read(tmp_path, cells(inside))
    assert (refused.value.sheet, refused.value.cell) == ("Sheet1", cell)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        cells(TEXT).replace("</worksheet>", ""),
        cells(TEXT).partition("</sheetData>")[0] + "</sheetData>",
        cells(TEXT).replace("</row>", ""),
        cells(TEXT) + "<more/>",
        cells(TEXT).replace(MAIN, "urn:of:another:kind"),
        cells(TEXT).replace("worksheet", "chartsheet"),
        cells(TEXT).replace("<c ", "<x:c ").replace("</c>", "</x:c>"),
        cells(TEXT).encode().replace(b"answer", b"a\xff\xfeb"),
        cells(TEXT).replace("UTF-8", "UTF-32").encode("utf-32"),
        sheet(f'<row r="4">{TEXT}</row><row r="4">{TEXT}</row>'),
        sheet(f'<row r="4">{TEXT}</row>').replace(
            "</sheetData>", f"</sheetData><sheetData><row r='4'>{TEXT}</row></sheetData>"
        ),
        sheet(f'<row r="1048577">{TEXT}</row>'),
        sheet(f'<row r="0">{TEXT}</row>'),
        sheet(f'<row r="4_0">{TEXT}</row>'),
    ],
)
def test_a_sheet_that_is_damaged_is_refused(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(UnreadableWorkbook):
        read(tmp_path, content)


@pytest.mark.parametrize(("depth", "is_read"), [(99, True), (100, False)])
def test_elements_in_elements_in_elements_are_refused(tmp_path: Path, depth: int, is_read: bool) -> None:
    """A file of a kilobyte that nests a million would end the program."""
    content = cells(TEXT).replace("</sheetData>", "</sheetData>" + "<x>" * depth + "</x>" * depth)
    if is_read:
        assert read(tmp_path, content) == {(4, 2): "answer"}
    else:
        with pytest.raises(UnreadableWorkbook, match="damaged"):
            read(tmp_path, content)


def test_numbers_and_dates_are_read_as_excel_shows_them(tmp_path: Path) -> None:
    inside = (
        f'<c r="A4"><v> 5 </v></c><c r="B4" t="n"><v>-1.5E+2</v></c><c r="C4" s="{DATE}"><v>38687</v></c>'
    )
    assert list(read(tmp_path, cells(inside)).values())[:2] == [5, -150]


# The fast way of reading is never another way of reading.

_BODIES = st.sampled_from(
    [
        "<v>1</v>",
        "<v>0</v>",
        "<v>2</v>",
        "<v>1.5</v>",
        "<v/>",
        "<v></v>",
        '<v xml:space="preserve"> a </v>',
        "<is><t>a &amp; b</t></is>",
        '<is><t xml:space="preserve"> c </t></is>',
        "<is><r><t>r</t></r></is>",
        "<is><t>_x000D_ _x0041_</t></is>",
        "<f>A1+1</f><v>3</v>",
        '<f t="shared" si="0" ref="A1:B2">C1</f><v>3</v>',
        '<f t="shared" si="0"/><v>3</v>',
        "<f>A1</f>",
        "<f>A1</f><v></v>",
        "<v>x</v>",
        "<v>#REF!</v>",
        "<v>true</v>",
        "<v>2026-12-31</v>",
        "<v>a\r\nb&#13;</v>",
        "<x/>",
        "<v>1</v><extLst/>",
        "<v>1</v><v>2</v>",
        "",
    ]
)
_ATTRIBUTES = st.sampled_from(
    [
        "",
        ' s="1"',
        ' t="s"',
        ' t="str"',
        ' s="1" t="n"',
        ' t="inlineStr"',
        ' t="b"',
        ' t="e"',
        ' t="d"',
        ' s="7"',
    ]
)
_CELLS = st.tuples(st.sampled_from(["A", "B", "C", "AA", "XFD", "XFE", "b"]), _ATTRIBUTES, _BODIES)
_ROWS = st.lists(st.tuples(st.integers(1, 5), st.lists(_CELLS, max_size=4)), max_size=4)
_BREAKS = st.sampled_from(
    ["", "", "", "\n", " ", "</c>", "<c r='A1'/>", "<!-- -->", "<row>", "</row>", "text"]
)


@settings(max_examples=400, deadline=None)
@given(_ROWS, _BREAKS, st.booleans())
def test_the_fast_reader_says_what_the_parser_says_or_nothing(
    rows: list[tuple[int, list[tuple[str, str, str]]]], odd: str, in_order: bool
) -> None:
    if in_order:
        rows = [(number, row) for number, (_, row) in enumerate(rows, 1)]
    inside = "".join(
        f'<row r="{number}" spans="1:3">'
        + "".join(f'<c r="{letters}{number}"{attributes}>{body}</c>' for letters, attributes, body in row)
        + "</row>"
        for number, row in rows
    )
    content = sheet(inside + odd, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>').encode()
    for detail in (False, True):
        fast = read_bytes(content, VALUES, detail=detail)
        try:
            slow = read_events(content, "sheet", VALUES, detail=detail)
        except UnreadableWorkbook:
            assert fast is None
            continue
        if fast is not None:
            agree(fast, slow)


_USUAL = st.sampled_from(
    [
        "/>",
        ' s="1"></c>',
        " t='str'><v>odd quotes</v></c>",
        ' t="inlineStr"><is><t>a &amp; b &#163;</t></is></c>',
        ' s="1" t="inlineStr"><is><t xml:space="preserve"> _x0041_\n</t></is></c>',
        ' t="inlineStr"><is><t></t></is></c>',
        ' t="s"><v>1</v></c>',
        ' s="1"><v>46000</v></c>',
        "><v>-1.5E2</v></c>",
        ' t="b"><v>1</v></c>',
        ' t="str"><v></v></c>',
        '><f>IF(A1&lt;&gt;"","&#160;",B1&amp;"x")</f><v>3</v></c>',
        ' t="str"><f>A1&#38;"&#38;amp;"</f><v></v></c>',
        "><f>A1</f></c>",
        ' t="str"><f t="shared" si="0" ref="A1:D9">A1&amp;$B1</f><v>x</v></c>',
        ' t="str"><f t="shared" si="0"/><v>x</v></c>',
        ' t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    ]
)
_USUAL_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", ' hidden="1"', ' hidden="0" ht="15"', ' hidden="&#49;"', ' hidden="true"']),
        st.lists(_USUAL, max_size=4),
    ),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(_USUAL_ROWS)
def test_a_sheet_in_order_is_read_fast_as_the_parser_reads_it(rows: list[tuple[str, list[str]]]) -> None:
    inside = "".join(
        f'<row r="{number}"{attributes}>'
        + "".join(f'<c r="{letters}{number}"{cell}' for letters, cell in zip("ABCD", row, strict=False))
        + "</row>"
        for number, (attributes, row) in enumerate(rows, 1)
    )
    for detail in (False, True):
        fast = read_bytes(sheet(inside).encode(), VALUES, detail=detail)
        if fast is None:
            assert "odd quotes" in inside or "&#49;" in inside
        else:
            agree(fast, read_events(sheet(inside).encode(), "sheet", VALUES, detail=detail))


def agree(fast: SheetContent, slow: SheetContent) -> None:
    """Both say the same, in the same order; the formulas as text, since the fast reader leaves them as they are."""
    assert formulas_of(fast) == formulas_of(slow)
    assert replace(fast, formulas={}) == replace(slow, formulas={})
    assert [list(row) for row in fast.values.values()] == [list(row) for row in slow.values.values()]


def formulas_of(content: SheetContent) -> dict[tuple[int, int], str | None]:
    return {
        (row, column): content.formula(row, column)
        for row, held in content.formulas.items()
        for column in held
    }


def test_what_excel_and_openpyxl_write_takes_the_fast_way() -> None:
    """If this fails, reading a plan of 12,000 actions takes three times as long."""
    for content in (
        cells('<c r="A4" s="1" t="s"><v>0</v></c><c r="B4"><f>A1+1</f><v>2</v></c><c r="C4" t="n" />'),
        cells(TEXT).replace('<row r="4">', '<row r="4" spans="1:3" ht="15" customHeight="1">'),
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    ):
        assert is_plain(content.encode())
        assert read_bytes(content.encode(), VALUES, detail=True) is not None


@pytest.mark.parametrize(
    "content",
    [
        cells('<c r="B4"><c r="C4"/></c>'),
        cells('<c r="B4"><c r="C4"></c><c r="D4"></c></c>'),
        cells('<c r="B4"><row r="5"><c r="A5"></c></row></c>'),
        sheet('<c r="B4"/>'),
        sheet("", before="<x><sheetData/></x>"),
        sheet("", before="<sheetData/>"),
        sheet("", after="<sheetData/>"),
        sheet("", after='<x:sheetData xmlns:x="urn:x"/>'),
        sheet("", after="<x><row/></x>"),
        sheet("", after="<x>" * 100 + "</x>" * 100),
        sheet('<row r="4"><c r="B4" cm="1" s="2"/></row>'),
        sheet("", after="<sheetData></sheetData>"),
        sheet('<row r="4"><c r="B4"><sheetData></sheetData></c></row>'),
        sheet('<row r="4"><c r="B4"><v>1<!-- --></v></c></row>'),
        sheet('<row r="4"><c r="B4"><v><![CDATA[1]]></v></c></row>'),
        sheet('<row r="4"><c r="B4"><v>1<?x?></v></c></row>'),
        sheet("<!-- -->"),
        sheet("", before="<!-- -->"),
        sheet("", after="<?x?>"),
        sheet('<row r="4" xmlns="urn:x"><c r="B4"/></row>'),
        sheet('<row r="4" x14ac:dyDescent="0.25"><c r="B4"/></row>'),
    ],
)
def test_what_only_looks_plain_is_not_taken_for_it(content: str) -> None:
    assert not is_plain(content.encode())


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("1", 1),
        ("1048576", 1_048_576),
        ("1048577", None),
        ("0", None),
        ("", None),
        ("-3", None),
        ("12a", None),
        ("\u0663", None),
        ("\u00b2", None),
        ("00000000012", None),
    ],
)
def test_a_row_is_taken_for_what_its_number_says_and_for_nothing_else(text: str, row: int | None) -> None:
    """Cells under a number that is none would stand in a row that nobody wrote them into, or end in a traceback."""
    assert row_number(text) == row


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('<row r="4" ht="15" ht="16"><c r="B4"/></row>', "an attribute stands twice"),
        ('<row r="4" r="4"><c r="B4"/></row>', "the number stands twice"),
        ('<row r="4" 1="1"><c r="B4"/></row>', "a name begins with a figure"),
        ('<row r="4" ht="&x;"><c r="B4"/></row>', "an attribute refers to nothing"),
        ('<row r="4" x14ac:ht="1"><c r="B4"/></row>', "a prefix is not declared"),
        ('<row r="4"><c r="B4" cm="1" cm="1"/></row>', "an attribute of a cell stands twice"),
        ('<row r="4"><c r="B4"><f t="x" t="x">A1</f><v>1</v></c></row>', "an attribute of a formula stands twice"),
        ('<row r="4"><c r="B4"><f ca="&">A1</f><v>1</v></c></row>', "an attribute of a formula refers to nothing"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>a & b</t></is></c></row>', "a sign stands by itself"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>&nbsp;</t></is></c></row>', "an entity is not known"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>&#11;</t></is></c></row>', "a control by its number"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>&#31;</t></is></c></row>', "a control by its number"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>&#65535;</t></is></c></row>', "no character by its number"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>a\x0bb</t></is></c></row>', "a control"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>a\x00b</t></is></c></row>', "a nought"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>a\uffffb</t></is></c></row>', "no character"),
        ('<row r="4"><c r="B4" t="inlineStr"><is><t>a]]>b</t></is></c></row>', "the end of a section"),
    ],
)  # fmt: skip
def test_rows_that_are_no_xml_are_not_read_fast(row: str, why: str) -> None:
    """If this fails, a damaged sheet is merged as if it were whole."""
    content = sheet(row).encode()
    with pytest.raises(UnreadableWorkbook):
        read_events(content, "sheet", VALUES, detail=True)
    assert read_bytes(content, VALUES, detail=True) is None, why


@pytest.mark.parametrize("spoilt", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xef\xbf\xbe"])
def test_rows_that_are_no_utf_8_are_not_read_fast(spoilt: bytes) -> None:
    """If this fails, a damaged text is merged with signs in it that nobody wrote."""
    text = '<row r="4"><c r="B4" t="inlineStr"><is><t>a?b £</t></is></c></row>'
    content = sheet(text).encode()
    assert read_bytes(content, VALUES, detail=True) is not None
    assert read_bytes(content.replace(b"?", spoilt), VALUES, detail=True) is None
    assert read_bytes(content.replace(b"?", spoilt).replace("£".encode(), b""), VALUES, detail=True) is None


@pytest.mark.parametrize("number", [9, 10, 13, 32, 39, 160, 8211, 9999, 10000])
def test_characters_by_their_numbers_are_read_as_the_parser_reads_them(number: int) -> None:
    content = sheet(f'<row r="4"><c r="B4" t="inlineStr"><is><t>a&#{number};b</t></is></c></row>').encode()
    fast = read_bytes(content, VALUES, detail=True)
    assert fast is not None
    agree(fast, read_events(content, "sheet", VALUES, detail=True))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text("&#;<>]ax1\x00\x0b\ufffe £–", max_size=12))
def test_any_text_is_read_fast_as_the_parser_reads_it_or_not_at_all(text: str, odd: str) -> None:
    written = text.replace("&", "&amp;").replace("<", "&lt;") + odd
    try:
        content = sheet(f'<row r="4"><c r="B4" t="str"><v>{written}</v></c></row>').encode()
    except UnicodeEncodeError:
        return
    fast = read_bytes(content, VALUES, detail=True)
    try:
        slow = read_events(content, "sheet", VALUES, detail=True)
    except UnreadableWorkbook:
        assert fast is None
        return
    if fast is not None:
        agree(fast, slow)
