"""Small files that unfold to much: each is refused within a second and in little memory, before it is read.

If these fail, one e-mail keeps the coordinator's computer busy for hours, or fills its memory.
"""

from __future__ import annotations

import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.builders.workbook_examples import HEAD, MAIN, OFFICE, parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.limits import PLAN, RETURN, Limits
from xlplan.workbook.readers import grids_of
from xlplan.workbook.readers.admission import admit

SHEET = "xl/worksheets/sheet1.xml"
ONE_CELL = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
WORKBOOK = parts(sheet(ONE_CELL), strings=("Wexcombe",))
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def packed(changed: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in {**WORKBOOK, **changed}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def part(name: str, opening: str, unit: str, count: int, closing: str) -> Callable[[], bytes]:
    """A workbook in which one part holds a thing many times."""
    return lambda: packed({name: many(opening, unit, count, closing)})


def many(opening: str, unit: str, count: int, closing: str) -> str:
    return f"{HEAD}{opening}{unit * count}{closing}"


def cells(rows: int, columns: int) -> str:
    row = "".join(f"<c><v>{column}</v></c>" for column in range(columns))
    return sheet(f"<row>{row}</row>" * rows)


def related(count: int) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/table" Target="../tables/table1.xml"/>' for n in range(count)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def ods(inside: str) -> bytes:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{inside}"
    return zipped(
        {
            "mimetype": ODS,
            "content.xml": f"{content}</office:spreadsheet></office:body></office:document-content>",
        }
    )


FILLED = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{}"/>'
ROW = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'


HARMFUL: dict[str, Callable[[], bytes]] = {
    "a million cells": lambda: packed({SHEET: cells(100_000, 10)}),
    "a million cells without anything": lambda: packed({SHEET: sheet("<row><c/></row>" * 1_000_000)}),
    "rows that are never closed": lambda: packed({SHEET: sheet('<row r="1"><c r="A1">' * 500_000)}),
    "a sheet of 90 MB": lambda: packed({SHEET: sheet("<x/>" * 22_000_000)}),
    "styles of 90 MB": lambda: packed(
        {"xl/styles.xml": many("<styleSheet>", "<a/>", 22_000_000, "</styleSheet>")}
    ),
    "styles of 40 MB": lambda: packed(
        {"xl/styles.xml": many("<styleSheet>", "<a/>", 10_000_000, "</styleSheet>")}
    ),
    "attributes": lambda: packed(
        {"xl/styles.xml": many("<styleSheet>", '<a b="" c="" d="" e=""/>', 500_000, "</styleSheet>")}
    ),
    "100,000 cell styles": lambda: packed(
        {
            "xl/styles.xml": many(
                f'<styleSheet xmlns="{MAIN}"><cellXfs>',
                '<xf fillId="0"/>',
                100_000,
                "</cellXfs></styleSheet>",
            )
        }
    ),
    "a workbook part of 90 MB": lambda: packed(
        {"xl/workbook.xml": many("<workbook>", "<a/>", 22_000_000, "</workbook>")}
    ),
    "content types of 90 MB": lambda: packed(
        {"[Content_Types].xml": many("<Types>", "<a/>", 22_000_000, "</Types>")}
    ),
    "two million shared texts": lambda: packed(
        {"xl/sharedStrings.xml": many(f'<sst xmlns="{MAIN}">', "<si/>", 2_000_000, "</sst>")}
    ),
    "shared texts that are never closed": lambda: packed(
        {"xl/sharedStrings.xml": many(f'<sst xmlns="{MAIN}">', "<si>", 500_000, "</sst>")}
    ),
    "one text in ten thousand cells": lambda: packed(
        {
            SHEET: sheet('<row><c t="s"><v>0</v></c></row>' * 10_000),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>',
        }
    ),
    "elements in elements": lambda: packed({SHEET: sheet("", after="<x>" * 200_000 + "</x>" * 200_000)}),
    "elements in elements of a cell": lambda: packed(
        {SHEET: sheet(f"<row><c>{'<x>' * 200_000}{'</x>' * 200_000}</c></row>")}
    ),
    "50,000 relations": lambda: packed({"xl/worksheets/_rels/sheet1.xml.rels": related(50_000)}),
    "one sheet listed a thousand times": lambda: packed(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1000))
            + "</sheets></workbook>"
        }
    ),
    "a text file with a million columns": lambda: b"ID,Dec-26 RAG" + b"," * 1_000_000 + b"\n",
    "a text file with a million rows": lambda: b"ID,Dec-26 RAG\n" + b"A001,Red\n" * 1_000_000,
    "an .ods of repeated rows": lambda: ods(
        f"<table:table>{ROW.format(1_000_000, FILLED.format(16_000))}</table:table>"
    ),
    "an .ods of many sheets": lambda: ods(
        f"<table:table>{ROW.format(1_000, FILLED.format(100))}</table:table>" * 8
    ),
    "an .ods beyond the last row": lambda: ods(
        f"<table:table>{ROW.format(1_048_576, '')}{ROW.format(1, FILLED.format(1))}</table:table>"
    ),
    "an .ods of a million cells": lambda: ods(
        f"<table:table>{ROW.format(1, FILLED.format(1) * 10) * 100_000}</table:table>"
    ),
}


def read(path: Path, limits: Limits) -> None:
    grids_of(admit(path, limits=limits), detail=True)


@pytest.mark.parametrize("name", HARMFUL)
def test_what_unfolds_to_much_is_refused_at_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / ("file.csv" if "text file" in name else "file.xlsx")
    path.write_bytes(HARMFUL[name]())
    started = time.process_time()
    with pytest.raises(UnreadableWorkbook) as refused:
        read(path, RETURN)
    assert time.process_time() - started < 2, "a second on an idle machine"
    assert str(path) in str(refused.value)
    assert refused.value.remedy
    tracemalloc.start()
    with pytest.raises(UnreadableWorkbook):
        read(path, RETURN)
    assert tracemalloc.get_traced_memory()[1] < 150_000_000
    tracemalloc.stop()


def test_a_plan_may_be_a_hundred_times_as_large_as_a_return() -> None:
    """Else the master of a large council could not be opened."""
    assert PLAN.tags > 12_000 * 40 * 6
    assert PLAN.cells > 12_000 * 100
    assert RETURN.cells > 12_000 * 12


def test_a_return_whose_table_runs_to_the_last_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Return.xlsx"
    rows = '<row r="4"><c r="A4"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    path.write_bytes(packed({SHEET: sheet(rows, before='<dimension ref="A1:XFD1048576"/>')}))
    (grid,) = grids_of(admit(path, limits=RETURN), detail=True)
    assert dict(grid.values) == {4: {1: 1}}


# a zip that is not what it says


def members(content: bytes) -> Iterator[tuple[str, int, int]]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            yield entry.filename, entry.header_offset, entry.compress_size


def with_other_texts(content: bytes) -> bytes:
    """The workbook with another text in its shared strings, of the same length, and the old CRC: damaged on its way."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, part in WORKBOOK.items():
            archive.writestr(name, part)
    stored = stream.getvalue()
    assert stored.count(b"Wexcombe") == 1
    return stored.replace(b"Wexcombe", b"Wexcomby")


def deflated_with_other_text(content: bytes) -> bytes:
    """The same, where the text is deflated."""
    del content
    texts = str(WORKBOOK["xl/sharedStrings.xml"]).encode()
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in WORKBOOK.items():
            archive.writestr(name, part)
    right = zlib.crc32(texts)
    other = zlib.crc32(texts.replace(b"Wexcombe", b"Wexcomby"))
    whole = stream.getvalue()
    return whole.replace(right.to_bytes(4, "little"), other.to_bytes(4, "little"))


def twice(content: bytes, name: str = "xl/sharedStrings.xml") -> bytes:
    stream = BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, WORKBOOK[name])
    return stream.getvalue()


def renamed_in_place(content: bytes) -> bytes:
    """A member calls itself otherwise than the directory calls it."""
    at = content.index(b"xl/sharedStrings.xml")
    return content[:at] + b"xl/sharedStringz.xml" + content[at + 20 :]


def packed_otherwise(content: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        for name, part in WORKBOOK.items():
            archive.writestr(name, part)
    return stream.getvalue()


def encrypted(content: bytes) -> bytes:
    """Each member says in the directory that it is encrypted."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (with_other_texts, "sharedStrings.xml is damaged"),
        (deflated_with_other_text, "sharedStrings.xml is damaged"),
        (twice, "twice"),
        (lambda content: twice(content, SHEET), "twice"),
        (renamed_in_place, "is damaged"),
        (packed_otherwise, "in a way that Excel does not use"),
        (
            lambda content: content.replace(
                b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
            ),
            "password",
        ),
    ],
)
def test_a_zip_that_is_not_what_it_says_is_refused(
    tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    """If this fails, a return that was damaged on its way is merged: "Seven posts" becomes "Eleven post"."""
    path = tmp_path / "Return.xlsx"
    path.write_bytes(damage(zipped(WORKBOOK)))
    with pytest.raises(UnreadableWorkbook, match=said):
        read(path, RETURN)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_of_another_program_is_read(tmp_path: Path, method: int) -> None:
    """Members that are not deflated, or whose sizes follow them, and something behind the zip."""

    class Unseekable(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in WORKBOOK.items():
            archive.writestr(name, part)
    path = tmp_path / "Return.xlsx"
    path.write_bytes(stream.getvalue() + b"\0" * 20)
    (grid,) = grids_of(admit(path, limits=RETURN))
    assert grid[1, 1].value == "Wexcombe"
    assert list(members(path.read_bytes()))
