"""Files that come by e-mail: each that is no workbook, or is made to harm, gets one plain line, quickly."""

from __future__ import annotations

import random
import struct
import time
import tracemalloc
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from macros.compound import compound_file
from tests.builders.workbook_examples import parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.readers import admission, read_grids

WORKBOOK = parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=("Wexcombe",))
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst>&b;</sst>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'
)


def ole(*streams: str) -> bytes:
    """A file as Office wrote them before 2007, with these streams; each names the workbooks that it is about."""
    about = " Book Workbook EncryptedPackage ".encode("utf-16-le") * 200
    return compound_file(dict.fromkeys(streams, about))


def package_of(main_type: str) -> bytes:
    return zipped(
        {**WORKBOOK, "[Content_Types].xml": f'<Types><Override ContentType="{main_type}"/></Types>'}
    )


def with_declared_size(content: bytes, name: str, size: int) -> bytes:
    """The zip with another declared size for one member, in both places where a zip declares it."""
    out = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = (
            out.index(name.encode(), out.index(mark)) if mark == b"PK\x03\x04" else out.rindex(name.encode())
        )
        start = out.rindex(mark, 0, place)
        out[start + at : start + at + 4] = struct.pack("<I", size)
    return bytes(out)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.xlsx", b"", "is empty"),
        ("cut off.xlsx", zipped(WORKBOOK)[:-400], "cut off"),
        ("only the start.xlsx", zipped(WORKBOOK)[:900], "cut off"),
        ("notes.xlsx", b"Dear all, please find attached", "not a workbook"),
        (
            "letter.xlsx",
            package_of("application/vnd.openxmlformats-officedocument.wordprocessingml.x+xml"),
            "Word",
        ),
        (
            "slides.xlsx",
            package_of("application/vnd.openxmlformats-officedocument.presentationml.x"),
            "PowerPoint",
        ),
        (
            "binary.xlsb",
            package_of("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
            "Binary Workbook",
        ),
        ("old letter.xls", ole("WordDocument", "1Table"), "Word"),
        ("message.xls", ole("__properties_version1.0"), "e-mail"),
        ("old slides.xls", ole("PowerPoint Document"), "PowerPoint"),
        ("old something.xls", ole("Contents"), "not a workbook"),
        ("torn.xls", ole("Workbook")[:700], "not a workbook"),
        (
            "only a name.xls",
            ole("Workbook")[:8] + bytes(600) + "Workbook".encode("utf-16-le"),
            "not a workbook",
        ),
        ("locked.xlsx", ole("EncryptedPackage"), "password"),
        ("report.xlsx", b"%PDF-1.7 ...", "PDF"),
        ("export.xls", b"\r\n<html><body><table><tr><td>1</td></tr></table>", "web page"),
        (
            "export.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "XML",
        ),
        ("rich.xls", b"{\\rtf1 text}", "Word"),
        ("all.xlsx", zipped({"Plan.xlsx": b"PK", "Return.xlsx": b"PK"}), "zip archive"),
        ("text.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "not a spreadsheet"),
        ("out.xlsx", zipped({**WORKBOOK, "xl/../../../evil.xml": "<a/>"}), "lead out"),
        ("out.xlsx", zipped({**WORKBOOK, "..\\evil.xml": "<a/>"}), "lead out"),
        ("entities.xlsx", zipped({**WORKBOOK, "xl/sharedStrings.xml": BOMB}), "document type"),
        ("entities.xlsx", zipped({**WORKBOOK, "xl/worksheets/sheet1.xml": OUTSIDE}), "document type"),
        (
            "entities.xlsx",
            zipped({**WORKBOOK, "xl/sharedStrings.xml": BOMB.encode("utf-16")}),
            "document type",
        ),
        ("data.csv", b"\0\1\2\3" * 100, "not a text file"),
        ("data.csv", b"ID,RAG\n\0", "not a text file"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\x0d\x81\x8d", "not a text file"),
        ("export.xls", b"\xef\xbb\xbf <HTML><body>", "web page"),
        ("export.csv", b"<!DOCTYPE html><p>", "web page"),
        ("export.csv", b"<table><tr>", "web page"),
        ("old.csv", b"\x09\x08\x10\x00" + bytes(20), "not a text file"),
        ("notes.xls", b"Dear all", "whatever its name says, or is damaged"),
        ("notes.odt", b"Dear all", "notes.odt: it is not a workbook. "),
        ("letter.docm", package_of("application/vnd.ms-word.document.macroEnabled.main+xml"), "Word"),
        ("tools.xlam", package_of("application/vnd.ms-excel.addin.macroEnabled.main+xml"), "an Excel add-in"),
        ("drawing.vsdx", package_of("application/vnd.ms-visio.drawing.main+xml"), "not an Excel workbook"),
        (
            "locked.ods",
            zipped({"mimetype": SPREADSHEET, "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
            "password",
        ),
        ("twice.xlsx", zipped({**WORKBOOK, "XL/Styles.xml": "<a/>"}), "part xl/styles.xml twice"),
        ("n" * 300 + ".xlsx", None, "cannot be read (File name too long)"),
        ("~$Plan.xlsx", b"\x05owner", "note that a workbook is open"),
    ],
)
def test_what_is_no_workbook_is_refused_with_one_line_that_says_what_it_is(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook) as refused:
        read_grids(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.remedy


def types_of(main_type: str, codec: str = "utf-8") -> bytes:
    return zipped(
        {**WORKBOOK, "[Content_Types].xml": f'<Types><O ContentType="{main_type}"/></Types>'.encode(codec)}
    )


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Plan.xlsx", zipped(WORKBOOK), "xlsx"),
        ("Plan.csv", zipped(WORKBOOK), "xlsx"),
        ("Plan.xls", types_of("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "xlsx"),
        ("Plan.xltx", types_of("x.spreadsheetml.template.main+xml"), "xlsx"),
        ("Plan.xltm", types_of("application/vnd.ms-excel.template.macroEnabled.main+xml"), "xlsx"),
        ("Plan.xlsx", types_of("x.spreadsheetml.sheet.main+xml", "utf-16"), "xlsx"),
        ("Plan.xlsx", zipped({name.replace("/", "\\"): part for name, part in WORKBOOK.items()}), "xlsx"),
        ("Plan.xlsx", zipped({f"/{name}": part for name, part in WORKBOOK.items()}), "xlsx"),
        ("Plan.xlsx", zipped({"mimetype": SPREADSHEET}), "ods"),
        ("Plan.ods", zipped({"mimetype": f"{SPREADSHEET}-template\n"}), "ods"),
        ("Plan.ods", zipped({"mimetype": SPREADSHEET, "META-INF/manifest.xml": "<manifest/>"}), "ods"),
        ("Plan.xls", ole("Workbook"), "xls"),
        ("Plan.xls", ole("Book"), "xls"),
        ("Plan.xlsx", ole("Workbook"), "xls"),
        ("Plan.xls", b"\x09\x08\x10\x00" + bytes(20), "xls"),
        ("Plan.XLS", b"\x09\x04\x06\x00" + bytes(20), "xls"),
        ("Plan.csv", b"ID,RAG\n", "csv"),
        ("Plan.TXT", b"ID,RAG\n", "csv"),
        ("Plan.tsv", b"ID\tRAG\n", "csv"),
        ("Plan.csv", b"<?xml,RAG\n", "csv"),
        ("Plan.csv", "ID,RAG\n".encode("utf-16"), "csv"),
    ],
)
def test_a_workbook_is_known_by_what_it_holds_not_by_its_name(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert admission.admit(path).kind == kind


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ({SHEET: '<worksheet><sheetData><row r="1"><c r="A1"><v>1</row>'}, "sheet1.xml is damaged"),
        ({SHEET: sheet('<row r="1"><c r="A1" t="s"><v>77</v></c></row>')}, "cell A1: it names a text"),
        (
            {SHEET: sheet('<row r="1"><c r="A1"><v>one</v></c></row>')},
            "cell A1: it holds something that is no num",
        ),
        ({SHEET: sheet('<row r="9999999"><c r="A9999999"><v>1</v></c></row>')}, "a row '9999999'"),
        ({SHEET: sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')}, "a cell 'ZZZZ1'"),
        ({SHEET: b"\xff\xfe\x00"}, "sheet1.xml is damaged"),
        ({"xl/sharedStrings.xml": "no XML"}, "sharedStrings.xml is damaged"),
        ({"xl/styles.xml": "<styleSheet>" + "<x>" * 100_000}, "styles.xml is damaged"),
        ({"xl/workbook.xml": "<workbook><sheets/>"}, "workbook.xml is damaged"),
        ({"xl/_rels/workbook.xml.rels": "<Relationships"}, "workbook.xml.rels is damaged"),
        ({"xl/workbook.xml": '<workbook><sheets><sheat name="Plan"/></sheets></workbook>'}, "no sheet"),
        ({"xl/_rels/workbook.xml.rels": "<Relationships/>"}, "names this sheet and does not hold it"),
    ],
)
@pytest.mark.parametrize("detail", [False, True])
def test_a_damaged_part_is_refused_and_named(
    tmp_path: Path, damage: dict[str, str | bytes], said: str, detail: bool
) -> None:
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped({**WORKBOOK, **damage}))
    with pytest.raises(UnreadableWorkbook, match=said):
        read_grids(path, detail=detail)


def test_a_workbook_that_lacks_the_part_of_its_sheet_is_refused_for_that(tmp_path: Path) -> None:
    """Else an officer is told that the return is none, and sends the same damaged file again."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped({name: content for name, content in WORKBOOK.items() if name != SHEET}))
    with pytest.raises(
        UnreadableWorkbook, match=r"sheet Sheet1: its part xl/worksheets/sheet1\.xml is missing"
    ):
        read_grids(path)


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_workbook_that_lacks_its_styles_or_texts_is_refused(tmp_path: Path, part: str) -> None:
    """Without its styles 30 September is 46295."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped({name: content for name, content in WORKBOOK.items() if name != part}))
    with pytest.raises(UnreadableWorkbook, match=rf"{part} is missing"):
        read_grids(path)


def test_a_picture_that_cannot_be_deflated_is_no_bomb(tmp_path: Path) -> None:
    """Excel deflates pictures too, which makes them larger."""
    path = tmp_path / "Plan.xlsx"
    picture = random.Random(1).randbytes(50_000)
    stream = BytesIO(zipped(WORKBOOK))
    with ZipFile(stream, "a", ZIP_DEFLATED, compresslevel=0) as archive:
        archive.writestr("xl/media/image1.png", picture)
    path.write_bytes(stream.getvalue())
    assert read_grids(path)[0][1, 1].value == "Wexcombe"
    assert not admission.is_bomb(1_000, 1_200)
    assert admission.is_bomb(50_000, 1_000)


def test_a_style_that_makes_no_sense_is_the_plain_one(tmp_path: Path) -> None:
    """As in LibreOffice: the values are there, and nobody loses an answer over a colour."""
    styles = '<styleSheet><cellXfs><xf numFmtId="many" fillId="-1"/></cellXfs></styleSheet>'
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(zipped({**WORKBOOK, "xl/styles.xml": styles}))
    assert read_grids(path, detail=True)[0][1, 1].shown == "Wexcombe"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.xlsx", "no such file"), (tmp_path, "folder")):
        with pytest.raises(UnreadableWorkbook, match=said):
            admission.admit(path)


def test_a_file_of_a_gigabyte_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(1_000_000_000)
    with pytest.raises(UnreadableWorkbook, match="1,000 MB"):
        admission.admit(path)


@cache
def bomb() -> bytes:
    """A workbook with a part that unfolds to half a gigabyte of noughts."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in WORKBOOK.items():
            archive.writestr(name, content)
        with archive.open("xl/media/image1.bin", "w") as member:
            for _ in range(500):
                member.write(bytes(1_000_000))
    return stream.getvalue()


@pytest.mark.parametrize("declared", [None, 1000])
def test_a_zip_bomb_is_refused_quickly_and_in_little_memory(tmp_path: Path, declared: int | None) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(
        bomb() if declared is None else with_declared_size(bomb(), "xl/media/image1.bin", declared)
    )
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(UnreadableWorkbook, match=r"unfolds to more|not as large as it says"):
        read_grids(path)
    assert time.perf_counter() - started < 2
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_a_list_of_a_million_parts_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    path.write_bytes(zipped(WORKBOOK) + b"PK\x01\x02" * (admission.MOST_PARTS + 1))
    with pytest.raises(UnreadableWorkbook, match="more parts"):
        read_grids(path)


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r=\'XFD1048576\'><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>',
    ],
)
def test_one_cell_at_the_far_corner_does_not_fill_the_memory(tmp_path: Path, rows: str, detail: bool) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(zipped(parts(sheet(rows))))
    try:
        (grid,) = read_grids(path, detail=detail)
    except UnreadableWorkbook:
        return  # a cell in a row that is not its own makes no sense
    assert {cell.value for cell in grid.cells.values()} == {1, 2}


def test_repeats_in_an_ods_do_not_fill_the_memory(tmp_path: Path) -> None:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="A">'
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "many.ods"
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    path.write_bytes(zipped({"mimetype": mimetype, "content.xml": content}))
    with pytest.raises(UnreadableWorkbook, match="more than"):
        read_grids(path)
