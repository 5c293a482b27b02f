"""The zip of parts: whatever program packed it, what is not touched comes out as it went in."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from tests.builders.workbook_examples import MAIN, OFFICE, STRICT, package, parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.part_names import Relation

SHEET = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
PART = "xl/worksheets/sheet1.xml"


class OneWay(BytesIO):
    """A stream that cannot go back, so that a zip written to it has sizes behind its members, not before."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def written(book: Package) -> bytes:
    stream = BytesIO()
    book.write_to(stream)
    return stream.getvalue()


def in_one_go() -> bytes:
    return zipped(parts(SHEET))


def with_descriptors() -> bytes:
    stream = OneWay()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in parts(SHEET).items():
            archive.writestr(name, content)
    return stream.getvalue()


def stored() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, content in parts(SHEET).items():
            archive.writestr(name, content)
    return stream.getvalue()


def as_zip64() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in parts(SHEET).items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content if isinstance(content, bytes) else content.encode())
    return stream.getvalue()


def with_folders_and_comment() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.comment = b"packed by hand"
        archive.writestr("xl/", b"")
        for name, content in parts(SHEET, more={"docs/Bericht für März.txt": "ß"}).items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("packed", [in_one_go, with_descriptors, stored, as_zip64, with_folders_and_comment])
def test_parts_come_out_as_they_went_in_whoever_packed_them(packed: Callable[[], bytes]) -> None:
    content = packed()
    book = Package.from_bytes(content)
    book.write(PART, sheet("").encode())
    with ZipFile(BytesIO(content)) as before, ZipFile(BytesIO(written(book))) as after:
        assert after.testzip() is None
        assert after.namelist() == before.namelist()
        for one, other in zip(before.infolist(), after.infolist(), strict=True):
            if one.filename != PART:
                assert before.read(one) == after.read(other)
                assert (one.compress_size, one.date_time) == (other.compress_size, other.date_time)
        assert after.read(PART) == sheet("").encode()


def test_large_parts_are_packed_too() -> None:
    book = package(SHEET)
    noise = random.Random(1).randbytes(2_000_000)
    book.add("xl/media/noise.bin", noise, "application/octet-stream")
    assert Package.from_bytes(written(book)).read("xl/media/noise.bin") == noise


def test_the_same_content_again_is_no_change() -> None:
    book = package(SHEET)
    book.write(PART, SHEET.encode())
    assert not book.touched


@pytest.mark.parametrize(("old", "new"), [("xl/worksheets", "XL/WorkSheets"), ("/", "\\"), ("xl/", "/xl/")])
def test_part_names_are_found_however_a_program_spelled_them(old: str, new: str) -> None:
    spelled = {
        name.replace(old, new) if name.startswith("xl/") else name: content
        for name, content in parts(SHEET).items()
    }
    book = Package.from_bytes(zipped(spelled))
    (entry,) = book.sheets()
    assert book.read(entry.part) == SHEET.encode()
    book.write(entry.part, sheet("").encode())
    assert Package.from_bytes(written(book)).read(PART) == sheet("").encode()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_parts_with_one_name_the_last_counts() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in [(PART, "earlier"), *parts(SHEET).items()]:
            archive.writestr(name, content)
    book = Package.from_bytes(stream.getvalue())
    assert book.read(PART) == SHEET.encode()
    book.write(PART, sheet("").encode())
    assert Package.from_bytes(written(book)).read(PART) == sheet("").encode()
    assert ZipFile(BytesIO(written(book))).namelist().count(PART) == 1


@pytest.mark.parametrize(
    ("target", "external", "resolved"),
    [
        ("worksheets/sheet1.xml", False, PART),
        ("/xl/worksheets/sheet1.xml", False, PART),
        ("../xl/worksheets/sheet1.xml", False, PART),
        ("./worksheets/sheet1.xml", False, PART),
        ("worksheets\\sheet1.xml", False, PART),
        ("worksheets/Sheet%31.xml", False, PART),
        ("worksheets/gone.xml", False, "xl/worksheets/gone.xml"),
        ("https://wexcombe.example/plan?a=b#c", True, "https://wexcombe.example/plan?a=b#c"),
    ],
)
@pytest.mark.parametrize("base", [OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"])
def test_relations_lead_to_the_part_that_they_mean(
    target: str, external: bool, resolved: str, base: str
) -> None:
    mode = ' TargetMode="External"' if external else ""
    content = f'<Relationships><Relationship Id="a" Type="{base}/worksheet" Target="{target}"{mode}/></Relationships>'
    book = Package.from_bytes(zipped(parts(SHEET, more={"xl/_rels/workbook.xml.rels": content})))
    assert book.relations("xl/workbook.xml") == (Relation("a", "worksheet", resolved, external),)


def test_a_part_is_added_related_and_taken_out_without_a_trace() -> None:
    book = package(SHEET)
    before = {name: book.read(name) for name in book.names()}
    book.add("xl/tables/table1.xml", b"<table/>", "application/x-table")
    number = book.add_relation(PART, "table", "xl/tables/table1.xml")
    assert book.relations(PART) == (Relation(number, "table", "xl/tables/table1.xml"),)
    assert Package.from_bytes(written(book)).content_type("xl/tables/table1.xml") == "application/x-table"
    book.remove("xl/tables/table1.xml")
    assert book.relations(PART) == ()
    assert b"table1" not in book.read("[Content_Types].xml")
    assert {name: book.read(name) for name in before if name != "[Content_Types].xml"} == {
        name: content for name, content in before.items() if name != "[Content_Types].xml"
    }


def test_relation_numbers_are_not_given_twice() -> None:
    book = package(SHEET)
    known = {relation.id for relation in book.relations("xl/workbook.xml")}
    assert book.add_relation("xl/workbook.xml", "worksheet", "xl/worksheets/sheet2.xml") not in known


def test_sheets_are_listed_in_their_order_with_those_that_have_no_cells_told_apart() -> None:
    made = parts(SHEET, SHEET)
    workbook = str(made["xl/workbook.xml"]).replace('name="Sheet1"', 'name="Sheet1" state="veryHidden"')
    relations = str(made["xl/_rels/workbook.xml.rels"]).replace(
        f'{OFFICE}/worksheet" Target="worksheets/sheet2.xml',
        f'{OFFICE}/chartsheet" Target="worksheets/sheet2.xml',
    )
    book = Package.from_bytes(
        zipped({**made, "xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": relations})
    )
    assert [(entry.name, entry.state, entry.is_worksheet) for entry in book.sheets()] == [
        ("Sheet1", "veryHidden", True),
        ("Sheet2", "visible", False),
    ]
    assert book.sheet("sheet1").part == PART
    with pytest.raises(KeyError):
        book.sheet("Sheet2")


@pytest.mark.parametrize(("main", "strict"), [(MAIN, False), (STRICT, True)])
def test_strict_workbooks_are_known(main: str, strict: bool) -> None:
    workbook = str(parts(SHEET)["xl/workbook.xml"]).replace(MAIN, main)
    assert Package.from_bytes(zipped(parts(SHEET, more={"xl/workbook.xml": workbook}))).is_strict is strict


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 and no more", in_one_go()[:-30], zipped({"a.txt": "a"})]
)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableWorkbook):
        Package.from_bytes(content)
