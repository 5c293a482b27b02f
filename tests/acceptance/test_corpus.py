"""One cell changed in each workbook that real Excel wrote: nothing else may change, and the value must be there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import place_of
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.readers import read_grids

MARK = "=changed by a test, & <still> text"
_LINE = re.compile(r"\| (\S+\.xls[xm]) \| (.+?) \| ([A-Z]+[0-9]+) \|")
_MAY_CHANGE = re.compile(
    r"xl/worksheets/|xl/workbook\.xml|xl/calcChain\.xml|\[Content_Types\]|xl/_rels/workbook|xl/tables/"
)


def listed(shared: Path) -> list[tuple[str, str, str]]:
    index = (shared / "corpus" / "INDEX.md").read_text(encoding="utf-8")
    found = [(name, sheet, cell) for name, sheet, cell in _LINE.findall(index)]
    assert len(found) >= 50
    return found


@pytest.fixture(scope="module")
def changed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path, str, str]]:
    """Each workbook as it was, as it is after one cell was changed, and which."""
    folder = tmp_path_factory.mktemp("corpus")
    made = []
    for name, sheet, cell in listed(shared):
        copy = folder / name
        shutil.copyfile(shared / "corpus" / name, copy)
        book = FileBook.open(copy)
        book.set_cells(sheet, {place_of(cell): MARK})
        book.save()
        made.append((shared / "corpus" / name, copy, sheet, cell))
    return made


def test_only_what_must_change_does(changed: list[tuple[Path, Path, str, str]]) -> None:
    for old, new, sheet, _ in changed:
        part = Package.open(old).sheet(sheet).part
        with ZipFile(old) as before, ZipFile(new) as after:
            assert after.testzip() is None
            names = set(after.namelist())
            for name in before.namelist():
                if name not in names:
                    assert name == "xl/calcChain.xml", f"{old.name}: {name} is gone"
                elif before.read(name) != after.read(name):
                    assert _MAY_CHANGE.match(name), f"{old.name}: {name} changed"
                    assert not name.startswith("xl/worksheets/") or name == part, (
                        f"{old.name}: {name} changed"
                    )


def test_the_value_and_all_others_are_read_back(changed: list[tuple[Path, Path, str, str]]) -> None:
    for old, new, sheet, cell in changed:
        for before, after in zip(read_grids(old, detail=True), read_grids(new, detail=True), strict=True):
            expected = dict(before.cells)
            found = dict(after.cells)
            if after.sheet == sheet:
                assert found.pop(place_of(cell)).value == MARK, old.name
                expected.pop(place_of(cell), None)
            assert found == expected, f"{old.name}: {after.sheet}"
            assert after.merges == before.merges


def test_openpyxl_opens_what_it_opened_before(changed: list[tuple[Path, Path, str, str]]) -> None:
    opened = 0
    for old, new, sheet, cell in changed:
        try:
            openpyxl.load_workbook(old)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue  # it does not open the original either
        names = openpyxl.load_workbook(new).sheetnames
        if sheet in names:  # it sees no sheets in Strict files
            assert openpyxl.load_workbook(new)[sheet][cell].value == MARK
            opened += 1
    assert opened > 40


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_them_all(changed: list[tuple[Path, Path, str, str]], tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(new) for _, new, _, _ in changed]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=600,
    )
    for _, new, sheet, cell in changed:
        # Macro workbooks keep their ending in the name of the copy only.
        (grid,) = read_grids(tmp_path / f"{new.stem}.xlsx", sheets=[sheet])
        assert grid[place_of(cell)].value == MARK, new.name


def test_reading_quickly_and_in_detail_agree(shared: Path) -> None:
    for path in sorted([*(shared / "real").glob("*.xlsx"), *(shared / "plans").glob("*.xlsx")]):
        for quick, slow in zip(read_grids(path), read_grids(path, detail=True), strict=True):
            values = {place: cell.value for place, cell in slow.cells.items() if cell.value is not None}
            assert {place: cell.value for place, cell in quick.cells.items()} == values, path.name
