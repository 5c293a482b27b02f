"""What people would use instead, each as short as an analyst writes it, and the floor that nothing can go below.

    python -m tests.benchmark.peers NAME MASTER RETURNS

The peers check nothing, keep no copy and list nothing. What they lose is counted afterwards.
"""

from __future__ import annotations

import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

PERIOD = "Dec-26"
COLUMNS = (f"{PERIOD} RAG", f"{PERIOD} progress", "Revised due")


def pandas_and_openpyxl(master: Path, returned: Path) -> None:
    import openpyxl
    import pandas as pd

    frames = [
        pd.read_excel(file, sheet_name="Return", header=2, dtype=object)
        for file in sorted(returned.iterdir())
    ]
    answers = pd.concat(frames).dropna(subset=["ID"])
    book = openpyxl.load_workbook(master)
    sheet = book["Plan"]
    at = {cell.value: cell.column for cell in sheet[3]}
    rows = {cell.value: cell.row for (cell,) in sheet.iter_rows(min_row=4, max_col=1)}
    for answer in answers.to_dict("records"):
        for column in COLUMNS:
            if pd.notna(answer[column]):
                sheet.cell(rows[answer["ID"]], at[column]).value = answer[column]
    book.save(master)


def calamine_and_openpyxl(master: Path, returned: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(master)
    sheet = book["Plan"]
    at = {cell.value: cell.column for cell in sheet[3]}
    rows = {cell.value: cell.row for (cell,) in sheet.iter_rows(min_row=4, max_col=1)}
    for action_id, column, value in _answers(returned):
        sheet.cell(rows[action_id], at[column]).value = value
    book.save(master)


def calamine_and_wolfxl(master: Path, returned: Path) -> None:
    import python_calamine
    import wolfxl

    plan = python_calamine.CalamineWorkbook.from_path(str(master)).get_sheet_by_name("Plan").to_python()
    at = {heading: number for number, heading in enumerate(plan[2], 1)}
    rows = {row[0]: number for number, row in enumerate(plan, 1) if number > 3}
    book = wolfxl.load_workbook(str(master), modify=True)
    sheet = book["Plan"]
    for action_id, column, value in _answers(returned):
        sheet.cell(rows[action_id], at[column]).value = value
    book.save(str(master))


def floor(master: Path, returned: Path) -> None:
    """Inflate and parse everything, and deflate the Plan again: no program that reads and writes it can do less."""
    for file in (*sorted(returned.iterdir()), master):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                expat.ParserCreate().Parse(content, True)
                if file == master and name.endswith("sheet2.xml"):
                    zlib.compress(content, 6)


def _answers(returned: Path) -> Iterator[tuple[object, str, object]]:
    import python_calamine

    for file in sorted(returned.iterdir()):
        book = python_calamine.CalamineWorkbook.from_path(str(file))
        rows = book.get_sheet_by_name("Return").to_python()
        columns = {heading: number for number, heading in enumerate(rows[2])}
        for row in rows[3:]:
            for column in COLUMNS:
                value = row[columns[column]]
                if row[0] and value != "":
                    yield row[0], column, value


PEERS: dict[str, Callable[[Path, Path], None]] = {
    "pandas reads, openpyxl saves": pandas_and_openpyxl,
    "calamine reads, openpyxl saves": calamine_and_openpyxl,
    "calamine reads, wolfxl edits in place": calamine_and_wolfxl,
    "floor": floor,
}


if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
