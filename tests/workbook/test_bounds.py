"""Bounds: what just fits is read, whatever the format, and one step more is refused.

If these fail upwards, a small file keeps the computer busy for hours; downwards, a large council's plan is refused.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders.old_excel import old_workbook, record
from tests.builders.workbook_examples import parts, sheet, zipped
from tests.hostile.files import ODS, ods
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.limits import PLAN, Limits
from xlplan.workbook.ooxml.archive import read_members
from xlplan.workbook.readers import admission, grids_of
from xlplan.workbook.readers.admission import admit
from xlplan.workbook.readers.files import SheetReader
from xlplan.workbook.readers.xls import read_xls

FIRST = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7</v></c></row>')
SECOND = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>cde</t></is></c></row>')
PARTS = parts(FIRST, SECOND, strings=("ab",))
MANY_TEXTS = parts(FIRST, strings=("ab",) * 50)
XLSX = zipped(PARTS)

TWICE = '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
TABLES = (
    f'<table:table table:name="One"><table:table-row table:number-rows-repeated="2">{TWICE}</table:table-row>'
    '</table:table><table:table table:name="Two"><table:table-row><table:table-cell><text:p>cd</text:p>'
    "</table:table-cell></table:table-row></table:table>"
)
BLANKS = (
    '<table:table table:name="One"><table:table-row><table:table-cell><text:p>a<text:s/>b<text:s text:c="900"/>'
    '<text:s text:c="5000"/></text:p></table:table-cell></table:table-row></table:table>'
)
CSV = b"ab,c\nd,\n"
SPARSE = b",,,,,,,\na\n"


def xml_of(book: bytes) -> bytes:
    return next(member.content() for member in read_members(book) if member.name == "content.xml")


def tree_of(book: bytes) -> int:
    """The bytes that are reckoned for each element and each attribute of an .ods."""
    return xml_of(book).count(b"<") * 130 + xml_of(book).count(b"=") * 230


def is_read(folder: Path, name: str, content: bytes, limits: Limits) -> bool:
    path = folder / name
    path.write_bytes(content)
    try:
        grids_of(admit(path, limits=limits), detail=True)
    except UnreadableWorkbook:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "content", "bound", "most"),
    [
        ("a.xlsx", XLSX, "cells", 3),
        ("a.xlsx", XLSX, "characters", 5),
        ("a.xlsx", XLSX, "sheets", 2),
        ("a.xlsx", XLSX, "tags", FIRST.count("<") + SECOND.count("<")),
        ("a.xlsx", zipped(MANY_TEXTS), "tags", str(MANY_TEXTS["xl/sharedStrings.xml"]).count("<")),
        ("a.xlsx", XLSX, "part", max(len(content) for content in PARTS.values())),
        ("a.xlsx", XLSX, "inflated", sum(len(content) for content in PARTS.values())),
        ("a.xls", old_workbook({"A": {(1, 1): ("ab", 0), (2, 1): (7.0, 0)}, "B": {(1, 1): (True, 0)}}), "cells", 3),
        ("a.ods", ods(TABLES), "cells", 5),
        ("a.ods", ods(TABLES), "characters", 6),
        ("a.ods", ods(TABLES), "sheets", 2),
        ("a.ods", ods(TABLES), "tags", xml_of(ods(TABLES)).count(b"<")),
        ("a.ods", ods(TABLES), "tree", tree_of(ods(TABLES))),
        ("a.ods", ods(TABLES), "part", len(xml_of(ods(TABLES)))),
        ("a.ods", ods(BLANKS), "characters", 1 + 1 + 1 + 900 + 1000),
        ("a.csv", CSV, "cells", 3),
        ("a.csv", SPARSE, "cells", (7 + 2) // 4),
        ("a.csv", CSV, "characters", len(CSV)),
        ("a.csv", "é".encode() * 9, "characters", 9),
        ("a.csv", CSV, "part", len(CSV)),
    ],
)  # fmt: skip
def test_what_just_fits_is_read_and_one_more_is_refused(
    tmp_path: Path, name: str, content: bytes, bound: str, most: int
) -> None:
    assert is_read(tmp_path, name, content, replace(PLAN, **{bound: most}))
    assert not is_read(tmp_path, name, content, replace(PLAN, **{bound: most - 1}))


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("a.ods", {"mimetype": f"{ODS:<9000}", "content.xml": xml_of(ods(TABLES))}),
        ("a.ods", {"mimetype": ODS, "META-INF/manifest.xml": "<m/>" * 2250, "content.xml": xml_of(ods(TABLES))}),
        ("a.xlsx", {**PARTS, "[Content_Types].xml": f"{PARTS['[Content_Types].xml']:<9000}"}),
    ],
    ids=["mimetype", "manifest", "content types"],
)  # fmt: skip
def test_what_says_the_kind_of_a_file_is_no_larger_than_any_part(
    tmp_path: Path, name: str, members: dict[str, str | bytes]
) -> None:
    """It is unfolded before anything else is known of the file."""
    assert is_read(tmp_path, name, zipped(members), replace(PLAN, part=9000))
    assert not is_read(tmp_path, name, zipped(members), replace(PLAN, part=8999))


def test_a_sheet_that_is_read_again_is_counted_once(tmp_path: Path) -> None:
    """Else a large plan is refused at the second look at it."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(XLSX)
    package = admit(path, limits=replace(PLAN, tags=FIRST.count("<") + SECOND.count("<"))).package
    reader = SheetReader(package)
    for _ in range(2):
        assert [reader.read(entry).values for entry in package.sheets()] == [
            {1: {1: "ab", 2: 7}},
            {1: {1: "cde"}},
        ]


NUMBERS, BLANK_RUN = 0x00BD, 0x00BE


@pytest.mark.parametrize(
    ("kind", "length", "cells"),
    [
        *((kind, 20, 1) for kind in (1, 2, 3, 4, 6, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E)),
        (NUMBERS, 6 + 3 * 6, 3),
        (NUMBERS, 6, 0),
        (NUMBERS, 0, 0),
        (BLANK_RUN, 6 + 3 * 2, 3),
        (0x208, 16, 0),
        (0x201, 0, 1),
    ],
)
def test_the_cells_of_an_old_workbook_are_counted_before_they_are_read(
    kind: int, length: int, cells: int
) -> None:
    """A million cells of a few bytes each would be read for minutes."""
    counted = record(kind, bytes(length))
    for content in (record(0x809, bytes(16)) + counted, counted + record(0x0A, b"")):
        for most, is_refused in ((cells - 1, True), (cells, False)):
            with pytest.raises(UnreadableWorkbook) as refused:
                read_xls(content, replace(PLAN, cells=most))
            assert ("more than" in str(refused.value)) is is_refused, str(refused.value)


def test_a_file_may_be_as_large_as_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "LARGEST_FILE", len(XLSX))
    assert is_read(tmp_path, "a.xlsx", XLSX, PLAN)
    assert not is_read(tmp_path, "a.xlsx", XLSX + b"\0", PLAN)


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
def test_a_file_may_have_as_many_parts_as_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, fits: bool
) -> None:
    monkeypatch.setattr(admission, "MOST_PARTS", len(PARTS))
    assert is_read(tmp_path, "a.xlsx", zipped({**PARTS, **dict.fromkeys(["more"] * more, "")}), PLAN) is fits


@pytest.mark.parametrize(
    ("deflated", "size", "is_bomb"),
    [(1_000, 0, False), (1_001, 0, True), (3_000, 1_000, False), (3_001, 1_000, True)],
)
def test_a_part_is_made_to_harm_when_it_is_twice_as_large_as_it_says(
    deflated: int, size: int, is_bomb: bool
) -> None:
    assert admission.is_bomb(deflated, size) is is_bomb
