"""Small files that unfold to much: each is refused within a second and in little memory, before it is read.

If these fail, one e-mail keeps the coordinator's computer busy for hours, or fills its memory.
"""

from __future__ import annotations

import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tests.builders.workbook_examples import sheet, zipped
from tests.hostile.files import HARMFUL, SHEET, WORKBOOK, packed
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.limits import PLAN, RETURN, Limits
from xlplan.workbook.readers import grids_of
from xlplan.workbook.readers.admission import admit
from xlplan.workbook.readers.sheet_bytes import read_bytes
from xlplan.workbook.readers.sheet_content import ValueReader


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


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype", "META-INF/manifest.xml"])
def test_the_part_that_says_what_a_file_is_has_its_measure_too(tmp_path: Path, name: str) -> None:
    """It is read before any other part, so that a bomb there would be met first."""
    held = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    if name.startswith("["):
        held = {name: '<Types><O ContentType="x.spreadsheetml.sheet.main+xml"/></Types>'}
    path = tmp_path / "file.zip"
    path.write_bytes(zipped({**held, name: held.get(name, "<m/>").ljust(1000)}))
    assert admit(path, limits=replace(PLAN, part=1000)).kind in ("ods", "xlsx")
    with pytest.raises(UnreadableWorkbook, match="unfolds to"):
        admit(path, limits=replace(PLAN, part=999))


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


@pytest.mark.parametrize(
    "rows",
    ['<row r="1"><c r="A1">' + "<x>" * 500_000, '<row r="1"' + ' a="1"' * 500_000 + "></row>"],
    ids=["a cell that never ends", "a row of attributes"],
)
def test_a_row_without_an_end_takes_no_memory(rows: str) -> None:
    """If this fails, a small file that somebody sent takes gigabytes before it is refused."""
    content = sheet(rows).encode()
    tracemalloc.start()
    try:
        assert read_bytes(content, ValueReader([], [], False), detail=True) is None
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
