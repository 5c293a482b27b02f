"""Good returns, in every format that comes back: what is damaged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from tests.builders.cycle import PERIOD, RUTH, sent_back
from tests.hostile.mutate import zipped
from xlplan.workbook.grid import Grid
from xlplan.workbook.readers import read_grids

ANSWERS = {
    "A001": {"RAG": "Green", "progress": "Seven posts filled; café reopened"},
    "A006": {"RAG": "Red", "progress": "The contractor left.\nA new one starts in May"},
}


def seeds(master: Path) -> Iterator[tuple[str, bytes]]:
    """The ending and the content of each: as xlplan issues it, as openpyxl saves it, and as others would."""
    issued = master.parent / "issued" / f"{PERIOD} {RUTH}.xlsx"
    saved = sent_back(master, RUTH, ANSWERS)
    yield ".xlsx", saved.read_bytes()
    yield ".xlsx", _filled_in_place(issued.read_bytes(), saved)
    (grid,) = (grid for grid in read_grids(saved, detail=True) if grid.sheet == "Return")
    yield ".csv", as_csv(grid)
    yield ".ods", as_ods(grid)
    yield ".xlsx", saved.read_bytes()


def _filled_in_place(issued: bytes, saved: Path) -> bytes:
    """The return as issued, its cells changed and all else left as xlplan wrote it."""
    from xlplan.workbook.file import FileBook

    book = FileBook.of(issued, Path("issued.xlsx"))
    sheet = openpyxl.load_workbook(saved)["Return"]
    book.set_cells(
        "Return",
        {(row, column): sheet.cell(row, column).value for row in (4, 5) for column in (9, 10)},  # type: ignore[misc]
    )
    return book.checked(Path("issued.xlsx"))


def as_csv(grid: Grid) -> bytes:
    """A sheet as Excel writes it as CSV UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for row in range(1, max(grid.values) + 1):
        cells = grid.values.get(row, {})
        writer.writerow([grid[row, column].shown for column in range(1, max(cells, default=0) + 1)])
    return stream.getvalue().encode()


def as_ods(grid: Grid) -> bytes:
    """A sheet as a spreadsheet of LibreOffice, with nothing but its texts."""
    rows = []
    for row in range(1, max(grid.values) + 1):
        cells = grid.values.get(row, {})
        filled = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(grid[row, column].shown)}</text:p>'
            "</table:table-cell>"
            for column in range(1, max(cells, default=0) + 1)
        )
        rows.append(f"<table:table-row>{filled}</table:table-row>")
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Return">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped([("mimetype", mimetype), ("content.xml", content.encode())])
