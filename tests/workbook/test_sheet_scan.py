"""Where the rows and cells of a sheet lie: cut at the wrong place, and an answer is lost or stands elsewhere."""

from __future__ import annotations

import pytest

from tests.builders.workbook_examples import HEAD, MAIN, STRICT, sheet
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.ooxml import sheet_scan
from xlplan.workbook.ooxml.sheet_scan import (
    cell_attributes,
    has_sound_attributes,
    has_sound_texts,
    is_dense,
    is_plain,
    plain_frame,
    sheet_data_bounds,
)


def cells(*addresses: str) -> bytes:
    return sheet("".join(f'<row r="1"><c r="{address}"/></row>' for address in addresses)).encode()


@pytest.mark.parametrize(
    ("addresses", "dense"),
    [
        ((), True),
        (("A1",), True),
        (("CZ39999",), True),
        (("DA1",), True),
        (("A40000",), True),
        (("AAA1",), True),
        (("A1", "DA38095"), True),  # 105 columns of 38,095 rows
        (("A1", "DA38096"), False),
        (("A1", "XFD1048576"), False),
        (("XFD1048576", "A1"), False),
        (("A1048576",), True),
        (("XFD1", "A1048576"), False),
        (("A100000", "AN2"), True),  # 40 columns of 100,000 rows
        (("A100000", "AO2"), False),
    ],
)
def test_what_would_fill_the_memory_with_blanks_is_known(addresses: tuple[str, ...], dense: bool) -> None:
    assert is_dense(cells(*addresses)) is dense


def test_a_large_sheet_that_is_well_filled_is_no_waste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the plans of large councils are read back slowly."""
    monkeypatch.setattr(sheet_scan, "_LARGEST_RECTANGLE", 100)
    rectangle = 40_000 * 41
    for blanks, dense in ((0, True), (1, False)):
        others = '<c r="AO1"/>' * 9_999
        monkeypatch.setattr(sheet_scan, "_BLANKS_TO_A_CELL", rectangle // 10_000 - blanks)
        assert is_dense(f'{others}<c r="A40000"/>'.encode()) is dense


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("<w><sheetData><row/></sheetData></w>", "<row/>"),
        ("<w><sheetData></sheetData></w>", ""),
        ("<w><sheetData/></w>", ""),
        ("<w><sheetData  /></w>", ""),
        ('<w><sheetData x="1"><row/></sheetData></w>', "<row/>"),
    ],
)
def test_the_rows_begin_and_end_where_they_do(content: str, rows: str) -> None:
    start, end = sheet_data_bounds(content.encode())
    assert content[start:end] == rows
    assert content[:start].startswith("<w><sheetData")


@pytest.mark.parametrize(
    ("content", "said"), [("<w/>", "is damaged"), ("<w><sheetData><row/>", "is cut off")]
)
def test_half_a_sheet_does_not_pass_for_a_whole_one(content: str, said: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=said):
        sheet_data_bounds(content.encode())


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b"", (0, None)),
        (b" ", (0, None)),
        (b' s="12"', (12, None)),
        (b' t="str"', (0, b"str")),
        (b' s="1" t="s"', (1, b"s")),
        (b' s="1" t="s" cm="1" vm="2" ph="1" ', (1, b"s")),
        (b' t="s" s="1"', None),
        (b' s="1" s="2"', None),
        (b' s="one"', None),
        (b' s="1234567890"', None),
        (b' x="1"', None),
        (b' s="1"  ', None),
    ],
)
def test_a_cells_attributes_are_what_excel_writes_or_nothing(
    written: bytes, found: tuple[int, bytes | None] | None
) -> None:
    assert cell_attributes(written) == found


@pytest.mark.parametrize(
    ("written", "is_sound"),
    [
        (b"", True),
        (b' spans="1:3" ht="15"', True),
        (b' x14ac:dyDescent="0.25"', True),
        (b' ht="15" ht="16"', False),
        (b' r="1"', False),
        (b' ht="1&#53;"', False),
        (b' ht="<"', False),
        (b" ht=15", False),
        (b'  ht="15"', False),
        (b' 1ht="15"', False),
        (b' a="' + b"b" * 1_995 + b'"', True),
        (b' a="' + b"b" * 1_996 + b'"', False),
    ],
)
def test_attributes_that_only_a_parser_can_judge_are_left_to_it(written: bytes, is_sound: bool) -> None:
    assert has_sound_attributes(written) is is_sound


@pytest.mark.parametrize(
    ("text", "is_sound"),
    [
        ("plain", True),
        ("tab\tand\r\n", True),
        ("Café 😀", True),
        ("&amp;&lt;&gt;&quot;&apos;&#10;&#13;&#9;&#32;&#163;&#9999;", True),
        ("a ] b ]] c", True),
        ("]]>", False),
        ("&nbsp;", False),
        ("&#0;", False),
        ("&#11;", False),
        ("&#31;", False),
        ("&#10000;", False),
        ("&#x41;", False),
        ("&", False),
        ("bell \x07", False),
        ("nought \x00", False),
        ("\ufffe", False),
        ("\uffff", False),
        ("x" * 1_048_575 + "é", True),  # a letter that is cut in two
        ("x" * 1_048_576 + "\x01", False),
    ],
)
def test_a_text_that_xml_forbids_or_only_a_parser_can_judge_is_known(text: str, is_sound: bool) -> None:
    """Taken for sound, a damaged file is saved as if it were whole."""
    assert has_sound_texts(f"<t>{text}</t>".encode()) is is_sound


@pytest.mark.parametrize(
    ("content", "is_sound"),
    [
        (b"<t>\xff</t>", False),
        (b"<t>\xed\xa0\x80</t>", False),
        ('<?xml encoding="us-ascii"?><t>é</t>'.encode(), False),
        (b'<?xml encoding="US-ASCII"?><t>e</t>', True),
        (f"{' ' * 100}<t>ascii é</t>".encode(), True),
        (b"<t>" + b"x" * 1_048_573 + b"\xff</t>", False),
    ],
)
def test_bytes_that_are_no_text_are_known(content: bytes, is_sound: bool) -> None:
    assert has_sound_texts(content) is is_sound


ROWS = '<row r="1"><c r="A1"/></row><row r="3" ht="15"/><row r="4"><c r="B4"><v>1</v></c><c r="D4"/></row>'


@pytest.mark.parametrize(
    ("rows", "plain"),
    [
        ("", True),
        (ROWS, True),
        (ROWS.replace("><", "> \r\n\t<"), True),
        ('<row r="1048576"><c r="XFD1048576"/></row>', True),
        ('<row r="1048577"/>', False),
        ('<row r="1"><c r="XFE1"/></row>', False),
        ('<row r="2"/><row r="2"/>', False),
        ('<row r="2"/><row r="1"/>', False),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', False),
        ('<row r="1"><c r="B1"/><c r="B1"/></row>', False),
        ('<row r="1"><c r="A2"/></row>', False),
        ('<row r="1"><c r="A1"/></row><c r="B1"/>', False),
        ('<row r="1"><row r="2"/></row>', False),
        ('<row r="1"></row></row>', False),
        ('<row r="1"><c r="A1"><c r="B1"/></c></row>', False),
        ('<row r="1"><c r="A1"><is><r><t>x</t></r></is></c></row>', True),
        ('<row r="1"><c r="A1" x="1"/></row>', False),
        ('<row r="1">stray</row>', False),
        ('<row r="01"/>', False),
        ('<row r="2"><c r="C2"/></row><row r="3"><c r="A3"/></row>', True),
    ],
)
def test_rows_are_plain_when_each_cell_says_where_it_is(rows: str, plain: bool) -> None:
    assert is_plain(sheet(rows).encode()) is plain


@pytest.mark.parametrize("are_rows_read", [False, True])
@pytest.mark.parametrize(
    ("content", "merged"),
    [
        (sheet(ROWS), ()),
        (sheet(""), ()),
        (
            sheet(ROWS, after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C1:C9"/></mergeCells>'),
            ("A1:B2", "C1:C9"),
        ),
        (sheet(ROWS, after='<other><mergeCell ref="A1:B2"/></other>'), ()),
        (sheet(ROWS, after='<mergeCells><x><mergeCell ref="A1:B2"/></x></mergeCells>'), ()),
        (sheet(ROWS).replace(MAIN, STRICT), ()),
        (sheet(ROWS).removeprefix(HEAD), ()),
        (sheet(ROWS).replace("UTF-8", "ascii"), ()),
        (sheet("").replace("<sheetData></sheetData>", "<sheetData/>"), ()),
        (sheet(ROWS).replace("UTF-8", "latin-1"), None),
        (sheet(ROWS).replace("<worksheet", "<chartsheet").replace("</worksheet", "</chartsheet"), None),
        (sheet(ROWS).replace("<sheetData>", "<sheetData x='1'>"), None),
        (sheet(ROWS).replace("</sheetData>", ""), None),
        (sheet(ROWS).replace("</worksheet>", ""), None),
        (sheet(ROWS, before="<!-- x -->"), None),
        (sheet(ROWS, after="<?x?>"), None),
        (sheet(ROWS, after="<![CDATA[x]]>"), None),
        (sheet(ROWS, after="<sheetData/>"), None),
        (sheet(ROWS, after="<x><c/></x>"), None),
        (f"{HEAD}<worksheet xmlns='{MAIN}'/>", None),
        (f"{HEAD}<worksheet xmlns='{MAIN}'><x><sheetData/></x></worksheet>", None),
        (sheet(ROWS, after="<x>" * 98 + "</x>" * 98), ()),
        (sheet(ROWS, after="<x>" * 100 + "</x>" * 100), None),
    ],
)  # fmt: skip
def test_what_stands_around_the_rows_is_judged_by_a_parser(
    content: str, merged: tuple[str, ...] | None, are_rows_read: bool
) -> None:
    frame = plain_frame(content.encode(), are_rows_read=are_rows_read)
    assert (None if frame is None else frame.merged) == merged
    if frame is not None:
        assert (
            content[frame.start : frame.end]
            == content.partition("<sheetData>")[2].partition("</sheetData>")[0]
        )
