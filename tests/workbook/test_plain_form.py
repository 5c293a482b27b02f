"""A sheet in another dress, rewritten so that it can be changed: each cell stays where it was."""

from __future__ import annotations

import pytest

from tests.builders.workbook_examples import HEAD, MAIN, sheet
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.ooxml.plain_form import plain
from xlplan.workbook.ooxml.sheet_scan import is_plain


def rows_of(rows: str) -> str:
    made = plain(sheet(rows).encode(), "sheet1.xml")
    assert is_plain(made)
    return made.decode().partition("<sheetData>")[2].partition("</sheetData>")[0]


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ("<row r='1'><c r='A1'><v>1</v></c></row>", '<row r="1"><c r="A1"><v>1</v></c></row>'),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row>",
         '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"/></row>'),
        ("<row r='3'><c r='C3'/><c/></row><row><c r='B4'/></row>",
         '<row r="3"><c r="C3"/><c r="D3"/></row><row r="4"><c r="B4"/></row>'),
        ("<row r='5'><c r='A5'/></row><row r='2'><c r='C2'/><c r='B2'/></row>",
         '<row r="2"><c r="B2"/><c r="C2"/></row><row r="5"><c r="A5"/></row>'),
        ("<row r='2'><c r='A2'/></row><row r='2'><c r='B2'/></row>", '<row r="2"><c r="A2"/><c r="B2"/></row>'),
        ("<row ht='20' r='1'><c t='s' s='3' r='A1'/></row>", '<row r="1" ht="20"><c r="A1" s="3" t="s"/></row>'),
        ("<row r='1'><!-- x --><c r='A1'><v>1</v></c> </row>", None),
        ("<row r='1048576'><c r='XFD1048576'/></row>", '<row r="1048576"><c r="XFD1048576"/></row>'),
    ],
    ids=["other quotes", "no addresses", "some addresses", "out of order", "one row in two", "attributes out of order",
         "a comment", "the last cell"],
)  # fmt: skip
def test_every_cell_says_where_it_is(rows: str, after: str | None) -> None:
    found = rows_of(rows)
    assert found == after if after is not None else 'r="A1"' in found


def test_what_is_plain_stays_as_it_is() -> None:
    content = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').encode()
    assert plain(content, "") is content


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("<row r='4'><c r='B5'/></row>", "a cell at 'B5'"),
        ("<row r='4'><c r='XFE4'/></row>", "a cell at 'XFE4'"),
        ("<row r='4'><c r='4'/></row>", "a cell at '4'"),
        ("<row r='0'/>", "a cell at '0'"),
        ("<row r='1048577'/>", "a cell at '1048577'"),
        ("<row r='four'/>", "a cell at 'four'"),
        ("<row r='1048576'/><row/>", "a cell at '1048577'"),
        ("<row r='4'><c r='B4'/><c r='B4'/></row>", "holds this cell twice"),
        ("<row r='4'><c r='B4'/></row><row r='4'><c r='B4'/></row>", "holds this cell twice"),
    ],
)
def test_a_cell_that_no_sheet_has_is_refused_before_anything_is_changed(rows: str, said: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        plain(sheet(rows).encode(), "sheet1.xml")
    assert said in str(refused.value)


@pytest.mark.parametrize("codec", ["utf-16", "cp1252"])
def test_a_sheet_in_another_code_is_written_in_the_usual_one(codec: str) -> None:
    name = "UTF-16" if codec == "utf-16" else "windows-1252"
    rows = '<row r="1"><c r="A1" t="str"><v>Café</v></c></row>'
    made = plain(sheet(rows).replace("UTF-8", name).encode(codec), "sheet1.xml")
    assert is_plain(made)
    assert "Café" in made.decode("utf-8")


def test_a_prefix_goes() -> None:
    rows = '<x:row r="2"><x:c r="B2" s="1"><x:v>7</x:v></x:c></x:row>'
    content = f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    made = plain(content.encode(), "sheet1.xml").decode()
    assert '<row r="2"><c r="B2" s="1"><v>7</v></c></row>' in made
