"""Parts, their types and their relations, one by one: a wrong one and Excel calls the workbook damaged."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from tests.builders.workbook_examples import HEAD, MAIN, OFFICE, STRICT, parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook, XlplanError
from xlplan.workbook.limits import PLAN
from xlplan.workbook.ooxml.archive import read_members
from xlplan.workbook.ooxml.package import Package, worksheet
from xlplan.workbook.ooxml.part_names import Relation
from xlplan.workbook.ooxml.sheet_list import SheetEntry

SHEET = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
PART, TYPES, LINKS = "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def book(*sheets: str, **more: str) -> Package:
    """A workbook with these sheets; parts that are given by name stand in for its own."""
    return Package.from_bytes(zipped({**parts(*(sheets or (SHEET,))), **more}), "Plan.xlsx")


def related(*entries: str) -> str:
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(entries)}</Relationships>'


def leads(number: int, target: str, kind: str = "worksheet", mode: str = "") -> str:
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def types_of(package: Package) -> list[tuple[str, str]]:
    return [
        (entry.get("PartName") or entry.get("Extension") or "", entry.get("ContentType") or "")
        for entry in package.parsed(TYPES)
    ]


def written(package: Package) -> dict[str, bytes]:
    stream = BytesIO()
    package.write_to(stream)
    with ZipFile(stream) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# parts


def test_a_part_that_is_not_there_is_named() -> None:
    with pytest.raises(UnreadableWorkbook, match=r"Plan\.xlsx: its part xl/none\.xml is missing"):
        book().read("xl/none.xml")
    with pytest.raises(KeyError):
        book().write("xl/none.xml", b"")
    assert "xl/none.xml" not in book()
    assert 7 not in book()


def test_an_archive_that_is_no_workbook_is_named() -> None:
    with pytest.raises(UnreadableWorkbook, match=r"a\.zip: the file is a zip, but not an Excel workbook"):
        Package.from_bytes(zipped({"Plan.xlsx": "PK"}), "a.zip")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"none\.xlsx: the file cannot be read"):
        Package.open(tmp_path / "none.xlsx")


def test_a_package_goes_to_a_file_as_to_a_stream(tmp_path: Path) -> None:
    package = book()
    package.write_to(tmp_path / "New.xlsx")
    again = Package.open(tmp_path / "New.xlsx")
    assert {name: again.read(name) for name in again.names()} == written(package)


@pytest.mark.parametrize("length", [10, 10_000, 20_000])
def test_what_is_written_is_what_is_read_from_then_on(length: int) -> None:
    """Else a later step of the same save works with the state of before."""
    package = book(sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * length}</t></is></c></row>'))
    assert package.parsed(PART).tag.endswith("worksheet")
    package.mark_plain(PART)
    assert package.is_plain(PART.upper())
    package.write(PART, SHEET.encode())
    assert not package.is_plain(PART)
    assert [element.tag for element in package.parsed(PART).iter()][-1].endswith("}v")
    package.write(PART, SHEET.replace("<v>1</v>", "<v>2</v>").encode())  # of the same size
    assert "".join(package.parsed(PART).itertext()) == "2"
    assert package.touched == {PART}


def test_a_relation_that_is_written_is_followed_from_then_on() -> None:
    package = book()
    assert len(package.relations("xl/workbook.xml")) == 4
    assert package.workbook_part == "xl/workbook.xml"
    package.write(LINKS, related(leads(1, "worksheets/sheet1.xml")).encode())
    assert [relation.id for relation in package.relations("xl/workbook.xml")] == ["rId1"]
    package.write("_rels/.rels", related().encode())
    with pytest.raises(UnreadableWorkbook, match="not an Excel workbook"):
        package.workbook_part  # noqa: B018


def test_new_parts_come_last_and_a_removed_one_can_come_back() -> None:
    package = book()
    before = package.names()
    package.add("/xl\\new.xml", b"<a/>", "application/xml")
    package.remove(PART)
    assert PART not in package
    assert PART not in written(package)
    package.add(PART, b"<b/>", f"{_TYPE}.worksheet+xml")
    assert package.touched >= {"xl/new.xml", PART}
    assert sorted(written(package)) == sorted([*before, "xl/new.xml"])
    assert written(package)[PART] == b"<b/>"
    assert list(written(package))[-1] == "xl/new.xml"


def test_a_part_that_was_added_and_taken_out_leaves_nothing() -> None:
    package = book()
    package.add("xl/new.xml", b"<a/>", "application/xml")
    assert package.parsed("xl/new.xml").tag == "a"
    package.remove("xl/new.xml")
    with pytest.raises(UnreadableWorkbook, match=r"xl/new\.xml is missing"):
        package.parsed("xl/new.xml")
    assert list(written(package)) == book().names()


def test_a_part_that_is_added_in_the_place_of_another_keeps_its_place() -> None:
    package = book()
    assert package.parsed(PART).tag.endswith("}worksheet")
    package.add(PART, b"<b/>", "application/x-sheet")
    assert package.parsed(PART).tag == "b"
    assert list(written(package)) == package.names() == book().names()
    assert (package.content_type(PART), written(package)[PART]) == ("application/x-sheet", b"<b/>")


def test_what_is_taken_out_goes_with_all_that_leads_to_it_and_nothing_else() -> None:
    """A relation that leads nowhere, and Excel repairs the workbook before the coordinator's eyes."""
    package = book(
        SHEET,
        SHEET,
        **{
            "_rels/.rels": related(
                leads(1, "xl/workbook.xml", "officeDocument"), leads(2, "xl/worksheets/sheet2.xml", "x")
            ),
            "xl/worksheets/_rels/sheet2.xml.rels": related(leads(1, "sheet1.xml", "x")),
            "xl/worksheets/_rels/sheet1.xml.rels": related(
                leads(1, "sheet2.xml", "x"),
                leads(2, "xl/worksheets/sheet2.xml", "hyperlink", "External"),
                leads(3, "sheet1.xml", "x"),
            ),
        },
    )
    package.remove("XL/worksheets/sheet2.xml")
    assert "xl/worksheets/sheet2.xml" not in package
    assert "xl/worksheets/_rels/sheet2.xml.rels" not in package
    assert [relation.target for relation in package.relations("")] == ["xl/workbook.xml"]
    assert [relation.id for relation in package.relations(PART)] == ["rId2", "rId3"]
    assert [relation.id for relation in package.relations("xl/workbook.xml")] == [
        "rId1",
        "rId91",
        "rId92",
        "rId93",
    ]
    assert types_of(package) == [each for each in types_of(book(SHEET, SHEET)) if "sheet2" not in each[0]]
    assert "xl/worksheets/sheet2.xml" in package.touched


def test_taking_out_what_is_not_there_changes_nothing() -> None:
    package = book()
    package.remove("xl/none.xml")
    assert not package.touched


def test_a_part_without_a_type_of_its_own_is_taken_out_too() -> None:
    package = book(**{"xl/theme.xml": "<a/>"})
    package.remove("xl/theme.xml")
    assert package.touched == {"xl/theme.xml"}


# types


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (PART, f"{_TYPE}.worksheet+xml"),
        (PART.upper(), f"{_TYPE}.worksheet+xml"),
        ("xl/other.XML", "application/xml"),
        ("xl/picture.png", ""),
        ("xl/without", ""),
    ],
)
def test_the_type_of_a_part_is_its_own_or_that_of_its_ending(part: str, kind: str) -> None:
    assert book().content_type(part) == kind


def test_a_type_is_declared_once() -> None:
    package = book()
    before = types_of(package)
    package.set_content_type(PART, "application/x-new")
    package.set_content_type("xl/new.bin", "application/x-bin")
    package.set_content_type("xl/new.bin", "application/x-other")
    assert types_of(package) == [
        *((name, "application/x-new" if PART in name else kind) for name, kind in before),
        ("/xl/new.bin", "application/x-other"),
    ]


def test_a_part_whose_ending_has_its_type_already_needs_no_other() -> None:
    package = book()
    package.add("xl/new.xml", b"<a/>", "application/xml")
    assert TYPES not in package.touched


@pytest.mark.parametrize(("more", "stays"), [({}, False), ({"xl/macros.BIN": ""}, True)])
def test_the_type_of_an_ending_goes_when_nothing_ends_so(more: dict[str, str], stays: bool) -> None:
    """A type that says macros keeps Excel from opening an .xlsx."""
    kind = '<Default Extension="Bin" ContentType="application/x-macros"/>'
    types = str(parts(SHEET)[TYPES]).replace("<Default", f"{kind}<Default", 1)
    package = book(**{TYPES: types, **more})
    package.drop_default_type("application/x-none")
    assert not package.touched
    package.drop_default_type("application/x-macros")
    assert (("Bin", "application/x-macros") in types_of(package)) is stays
    assert package.touched == (set() if stays else {TYPES})
    assert package.content_type("xl/other.xml") == "application/xml"


# relations


@pytest.mark.parametrize(
    ("part", "target", "there", "relation"),
    [
        (PART, "xl/worksheets/x.xml", (), ("rId1", "x.xml")),
        (PART, "xl/tables/table1.xml", (), ("rId1", "/xl/tables/table1.xml")),
        ("", "xl/workbook.xml", (1,), ("rId2", "/xl/workbook.xml")),
        (PART, "xl/tables/table1.xml", (1, 3), ("rId4", "/xl/tables/table1.xml")),
        (PART, "xl/tables/table1.xml", (2, 3), ("rId4", "/xl/tables/table1.xml")),
        (PART, "xl/tables/table1.xml", (1, 2, 9), ("rId4", "/xl/tables/table1.xml")),
    ],
)
def test_a_new_relation_has_a_number_of_its_own_and_leads_to_its_part(
    part: str, target: str, there: tuple[int, ...], relation: tuple[str, str]
) -> None:
    holder = "xl/worksheets/_rels/sheet1.xml.rels" if part else "_rels/.rels"
    own = {holder: related(*(leads(number, "xl/workbook.xml", "officeDocument") for number in there))}
    package = book(**(own if there else {}))
    assert package.add_relation(part, "table", target) == relation[0]
    new = package.parsed(holder)[-1]
    assert (new.get("Id"), new.get("Target"), new.get("Type")) == (*relation, f"{OFFICE}/table")
    assert etree.QName(new).namespace == RELATIONS
    assert package.relations(part)[-1] == Relation(relation[0], "table", target)
    assert package.touched == {holder}


def test_in_a_strict_workbook_a_new_relation_is_a_strict_one() -> None:
    workbook = str(parts(SHEET)["xl/workbook.xml"]).replace(MAIN, STRICT)
    package = book(**{"xl/workbook.xml": workbook})
    package.add_relation(PART, "table", "xl/tables/table1.xml")
    kind = package.parsed("xl/worksheets/_rels/sheet1.xml.rels")[0].get("Type")
    assert kind == "http://purl.oclc.org/ooxml/officeDocument/relationships/table"


def test_one_relation_is_taken_out_and_no_other() -> None:
    package = book()
    package.remove_relation("xl/workbook.xml", "rId91")
    assert [relation.id for relation in package.relations("xl/workbook.xml")] == ["rId1", "rId92", "rId93"]


def test_the_first_part_of_a_kind_that_is_there_is_the_one() -> None:
    links = related(
        leads(1, "styles.xml", "styles", "External"),
        leads(2, "gone.xml", "styles"),
        leads(3, "theme.xml", "theme"),
        leads(4, "styles.xml", "styles"),
        leads(5, "sharedStrings.xml", "styles"),
        leads(6, "gone.xml", "sharedStrings"),
    )
    package = book(**{LINKS: links})
    assert package.related("xl/workbook.xml", "styles", needed=True) == "xl/styles.xml"
    assert package.related("xl/workbook.xml", "theme") is None
    assert package.related("xl/workbook.xml", "table", needed=True) is None
    assert package.related("xl/workbook.xml", "sharedStrings") is None
    with pytest.raises(UnreadableWorkbook, match=r"its part xl/gone\.xml is missing"):
        package.related("xl/workbook.xml", "sharedStrings", needed=True)


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
@pytest.mark.parametrize("links", [0, 3000])
def test_a_part_leads_to_few_more_parts_than_there_are(more: int, links: int, is_read: bool) -> None:
    """Ten thousand relations to one part would be read ten thousand times; links to pages cost nothing."""
    count = len(book().names()) + 1 + 1000 + more  # with the part that holds them
    entries = [leads(number, "x.xml", "x") for number in range(count)]
    entries += [leads(number, "https://wexcombe.example", "hyperlink", "External") for number in range(links)]
    package = book(**{"xl/worksheets/_rels/sheet1.xml.rels": related(*entries)})
    if is_read:
        assert len(package.relations(PART)) == count + links
    else:
        with pytest.raises(UnreadableWorkbook, match="leads to more parts than the file has"):
            package.relations(PART)


# sheets


@pytest.mark.parametrize(
    ("main", "is_workbook"),
    [
        (f"{_TYPE}.sheet.main+xml", True),
        ("application/vnd.ms-excel.template.macroEnabledTemplate.main+xml", True),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", False),
    ],
)
def test_a_workbook_is_known_by_the_type_of_its_main_part(main: str, is_workbook: bool) -> None:
    package = book(**{TYPES: str(parts(SHEET)[TYPES]).replace(f"{_TYPE}.sheet.main+xml", main)})
    if is_workbook:
        assert package.workbook_part == "xl/workbook.xml"
    else:
        with pytest.raises(UnreadableWorkbook, match=r"Plan\.xlsx: the file is not an Excel workbook"):
            package.workbook_part  # noqa: B018


def listing(*sheets: str) -> str:
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(sheets)}</sheets></workbook>'


def listed(name: str, number: int, sheet_id: str = "7") -> str:
    return f'<sheet name="{name}" sheetId="{sheet_id}" r:id="rId{number}"/>'


FIRST = leads(1, "worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("sheets", "links", "said"),
    [
        ((listed("Plan", 1), "<sheat/>"), (FIRST,), "list of sheets holds something that is no sheet"),
        ((listed("Plan", 2),), (FIRST,), "sheet Plan: the workbook names this sheet and does not hold it"),
        (
            ('<sheet name="Plan"/>',),
            (FIRST,),
            "sheet Plan: the workbook names this sheet and does not hold it",
        ),
        (
            (listed("Plan", 1),),
            (leads(1, "x.xml", mode="External"),),
            "names this sheet and does not hold it",
        ),
        ((listed("Plan", 1),), (leads(1, "x.xml"),), "sheet Plan: its part xl/x.xml is missing"),
        (
            (listed("Plan", 1),),
            (leads(1, "worksheets/sheet1.xml", "pivot"),),
            "sheet Plan: what it says of this sheet's kind",
        ),
        (
            (listed("Plan", 1), listed("Other", 2)),
            (FIRST, leads(2, "worksheets/sheet1.xml")),
            "sheet Other: it names one sheet twice",
        ),
    ],
)
def test_a_list_of_sheets_that_makes_no_sense_is_refused(
    sheets: tuple[str, ...], links: tuple[str, ...], said: str
) -> None:
    """A sheet that is passed over in silence may be the one with the answers."""
    with pytest.raises(UnreadableWorkbook) as refused:
        book(**{"xl/workbook.xml": listing(*sheets), LINKS: related(*links)}).sheets()
    assert said in str(refused.value)
    assert "Plan.xlsx" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7), ("", 0), ("-7", 0), ("seven", 0), ("²", 0), ("9" * 11, 99_999_999_999), ("9" * 12, 0)],
)
def test_the_number_of_a_sheet_is_a_number_or_none(written: str, number: int) -> None:
    package = book(
        **{"xl/workbook.xml": listing("<!-- ours -->", listed("Plan", 1, written)), LINKS: related(FIRST)}
    )
    assert package.sheets() == [SheetEntry("Plan", PART, number, "rId1", "visible")]


def test_too_many_sheets_are_told_as_such() -> None:
    members = read_members(zipped(parts(SHEET, SHEET)))
    assert len(Package.of_members(members, "Plan.xlsx", replace(PLAN, sheets=2)).sheets()) == 2
    with pytest.raises(UnreadableWorkbook, match=r"Plan\.xlsx, sheet Sheet2: it has too many sheets"):
        Package.of_members(members, "Plan.xlsx", replace(PLAN, sheets=1)).sheets()


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"])
def test_a_sheet_without_cells_is_no_worksheet(kind: str) -> None:
    package = book(**{LINKS: related(leads(1, "worksheets/sheet1.xml", kind))})
    assert [(entry.kind, entry.is_worksheet) for entry in package.sheets()] == [(kind, False)]
    with pytest.raises(XlplanError, match="there is no sheet 'Sheet1'"):
        worksheet(package, "Sheet1")


def test_a_sheet_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(XlplanError, match=r"Plan\.xlsx: there is no sheet 'Plan'.* It has: Sheet1, Sheet2"):
        worksheet(book(SHEET, SHEET), "Plan")
    assert worksheet(book(SHEET, SHEET), "SHEET2").name == "Sheet2"
