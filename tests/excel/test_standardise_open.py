"""A council's own workbook that is open in Excel is standardised where it is."""

from __future__ import annotations

from pathlib import Path

import openpyxl

import xlplan
from tests.excel.engines.remote.engine import applied, remote_book
from xlplan.workbook.excel_session.book import LiveBook


def test_an_open_workbook_gets_our_sheets_before_its_own(tmp_path: Path) -> None:
    """All would be worked out, and nothing of it would be in the workbook that the coordinator looks at."""
    own = openpyxl.Workbook()
    assert own.active is not None
    for row in (["Ref", "Action", "Owner", "RAG Sep-26"], ["1", "Mend the roof", "Pat Example", "Red"]):
        own.active.append(row)
    path = tmp_path / "own.xlsx"
    own.save(path)
    book = remote_book(path, name=str(path))
    live = LiveBook(book)
    result = xlplan.standardise(live)
    assert result.master == str(path)
    result.save()
    applied(book, path, tmp_path / "after.xlsx")
    after = openpyxl.load_workbook(tmp_path / "after.xlsx")
    assert after.sheetnames == ["Cover", "Plan", "Officers", "Periods", "Key", "Checks", "_xlplan", "Sheet"]
    assert [cell.value for cell in after["Plan"][4]][:3] == ["A001", "1", "Mend the roof"]
