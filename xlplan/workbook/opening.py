"""What a verb is given: the path of a workbook, or a workbook that is open."""

from __future__ import annotations

from pathlib import Path

from xlplan.workbook.book import Book
from xlplan.workbook.file import FileBook


def opened(workbook: str | Path | Book) -> Book:
    """The workbook to work on: read from disk where a path is given, else the one that is open.

    Raises:
        UnreadableWorkbook: it is none that can be changed in place, or may not be read at all.
    """
    return FileBook.open(workbook) if isinstance(workbook, str | Path) else workbook
