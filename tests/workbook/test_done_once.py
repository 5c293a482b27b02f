"""Work that is done once, and work that is not done: without, a night's run takes until noon."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.builders.workbook_examples import DATE, HEAD, MAIN, package, parts, sheet, zipped
from xlplan.workbook import gate
from xlplan.workbook.ooxml.archive import deflate, read_members
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.readers import sheet_bytes
from xlplan.workbook.readers.cell_styles import CellStyle, cell_styles_of
from xlplan.workbook.readers.number_formats import number_format
from xlplan.workbook.readers.sheet_bytes import read_bytes
from xlplan.workbook.readers.sheet_content import ValueReader

STYLES = [CellStyle(), CellStyle(number_format("dd/mm/yyyy"))]


class Counting(ValueReader):
    """Notes what it is asked for."""

    asked: list[str]

    def read(self, kind: str, text: str, style: int) -> object:  # type: ignore[override]
        Counting.asked.append(text)
        return super().read(kind, text, style)

    def number(self, text: str, style: int) -> object:  # type: ignore[override]
        Counting.asked.append(text)
        return super().number(text, style)


@pytest.mark.parametrize(("length", "times"), [(5, 1), (39, 1), (40, 3), (41, 3)])
def test_a_value_that_is_in_many_cells_is_worked_out_once(length: int, times: int) -> None:
    Counting.asked = []
    number = "1." + "5" * (length - 2)
    cells = "".join(f'<c r="{letter}1"><v>{number}</v></c>' for letter in "ABC")
    found = read_bytes(sheet(f'<row r="1">{cells}</row>').encode(), Counting((), STYLES, False), detail=False)
    assert found is not None
    assert set(found.values[1].values()) == {float(number)}
    assert len(Counting.asked) == times


def test_the_same_number_is_a_day_under_another_style() -> None:
    cells = '<c r="A1"><v>38687</v></c><c r="B1" s="1"><v>38687</v></c><c r="C1" t="str"><v>38687</v></c>'
    found = read_bytes(
        sheet(f'<row r="1">{cells}</row>').encode(), ValueReader((), STYLES, False), detail=False
    )
    assert found is not None
    assert [str(value) for value in found.values[1].values()] == ["38687", "2005-12-01", "38687"]
    assert type(found.values[1][3]) is str


@pytest.mark.parametrize(("length", "times"), [(1, 1), (39, 1), (40, 3), (41, 3)])
def test_a_text_that_is_in_many_cells_is_read_once(
    monkeypatch: pytest.MonkeyPatch, length: int, times: int
) -> None:
    read: list[bytes] = []
    unescaped = sheet_bytes.unescaped
    monkeypatch.setattr(sheet_bytes, "unescaped", lambda text: read.append(text) or unescaped(text))
    text = "x" * length
    cells = "".join(f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>' for letter in "ABC")
    found = read_bytes(
        sheet(f'<row r="1">{cells}</row>').encode(), ValueReader((), STYLES, False), detail=False
    )
    assert found is not None
    assert found.values == {1: {1: text, 2: text, 3: text}}
    assert len(read) == times


ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Wexcombe</t></is></c><c r="B1"><v>7</v></c></row>'
PART = "xl/worksheets/sheet1.xml"


def test_what_is_saved_is_read_back_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each save of a large plan would take some seconds longer."""

    def slow(_: object) -> None:
        pytest.fail("it was read the slow way")

    monkeypatch.setattr(gate, "SheetReader", slow)
    content = zipped(parts(sheet(ROW), sheet(ROW)))
    expected = {name: {1: {1: "Wexcombe", 2: 7}, 9: {9: None}} for name in ("Sheet1", "Sheet2")}
    gate.check(content, content, {PART}, expected)


def test_what_was_not_touched_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(gate, "_well_formed", lambda part, _: looked.append(part))
    content = zipped(parts(sheet(ROW), sheet(ROW)))
    gate.check(
        content, content, {PART, "xl/styles.xml"}, {"Sheet1": {1: {1: "Wexcombe"}}, "Sheet2": {1: {2: 7}}}
    )
    assert sorted(looked) == ["xl/styles.xml", PART]
    monkeypatch.setattr(gate, "_opened", lambda _: pytest.fail("it was opened for nothing"))
    gate.check(content, content, {PART}, {})
    gate.check(content, content, {PART}, {"Sheet1": {}})


def long_part(length: int) -> str:
    """A part of just so many bytes."""
    opening, closing = f'{HEAD}<theme xmlns="{MAIN}">', "</theme>"
    return f"{opening}{'x' * (length - len(opening) - len(closing))}{closing}"


@pytest.mark.parametrize(("length", "is_shared"), [(200, True), (10_000, True), (10_001, False)])
def test_small_parts_that_all_returns_have_are_parsed_once(length: int, is_shared: bool) -> None:
    content = zipped(parts(sheet(ROW), more={"xl/theme.xml": long_part(length)}))
    one, other = Package.from_bytes(content), Package.from_bytes(content)
    assert len(one.read("xl/theme.xml")) == length
    assert one.parsed("xl/theme.xml") is one.parsed("xl/theme.xml")
    assert (one.parsed("xl/theme.xml") is other.parsed("xl/theme.xml")) is is_shared


def test_the_relations_of_a_part_are_read_once_until_something_changes() -> None:
    book = package(sheet(ROW))
    assert book.relations("xl/workbook.xml") is book.relations("xl/workbook.xml")
    before = book.relations("xl/workbook.xml")
    book.write(PART, sheet("").encode())
    assert book.relations("xl/workbook.xml") == before


@pytest.mark.parametrize(("length", "is_shared"), [(2_000, True), (200_000, True), (200_001, False)])
def test_the_styles_that_all_returns_have_are_read_once(length: int, is_shared: bool) -> None:
    opening = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs><!--'
    styles = f"{opening}{'x' * (length - len(opening) - len('--></styleSheet>'))}--></styleSheet>"
    content = zipped(parts(sheet(ROW), more={"xl/styles.xml": styles}))
    one, other = Package.from_bytes(content), Package.from_bytes(content)
    assert len(one.read("xl/styles.xml")) == length
    assert (cell_styles_of(one) is cell_styles_of(other)) is is_shared


@pytest.mark.parametrize(("length", "is_shared"), [(100, True), (12_000, True), (12_001, False)])
def test_small_members_are_unfolded_once(length: int, is_shared: bool) -> None:
    (member,) = read_members(zipped({"a.xml": b"x" * length}))
    assert (member.content() is member.content()) is is_shared


@pytest.mark.parametrize(("length", "level"), [(1_000_000, 6), (1_000_001, 2)])
def test_large_parts_are_packed_less_tightly_and_thrice_as_fast(length: int, level: int) -> None:
    content = bytes(number * 7 % 251 for number in range(5_000)) * (length // 5_000 + 1)
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    expected = packer.compress(content[:length]) + packer.flush()
    assert deflate("a.xml", content[:length]).deflated == expected


def test_a_sheet_that_was_read_the_fast_way_is_known_to_be_plain(tmp_path: Path) -> None:
    """To see it takes as long as to read it, and each change asks."""
    from xlplan.workbook.readers import SheetReader

    book = package(sheet(f'<row r="1"><c r="A1" s="{DATE}"><v>1</v></c></row>'))
    assert not book.is_plain(PART)
    SheetReader(book).read(book.sheets()[0])
    assert book.is_plain(PART)
    odd = package(sheet("<row r='1'><c r='A1'><v>1</v></c></row>"))
    SheetReader(odd).read(odd.sheets()[0])
    assert not odd.is_plain(PART)
