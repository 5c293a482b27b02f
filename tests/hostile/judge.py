"""One file merged into a master in a process of its own, and held against what another program reads in it.

That is openpyxl for .xlsx, calamine for .ods and .xls: the product reads all three by itself.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import resource
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine

import xlplan
from xlplan.errors import XlplanError
from xlplan.layout.returns import read_return
from xlplan.values.text import clean
from xlplan.workbook.book import Book
from xlplan.workbook.grid import Grid, address
from xlplan.workbook.limits import RETURN
from xlplan.workbook.readers import grids_of
from xlplan.workbook.readers.admission import admit

LONGEST, LARGEST = 5.0, 300
"""Seconds and megabytes that any file may take."""
_PATIENCE = 20
_LARGEST_RECTANGLE = 2_000_000
"""Cells of the rectangle around a sheet's texts: the other programs hold it whole, blanks and all."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Judgement:
    """What came of one file."""

    outcome: str
    """merged, refused, traceback, died."""
    why: str = ""
    seconds: float = 0.0
    megabytes: int = 0
    lost: list[str] = field(default_factory=list)
    """Cells that another program reads and xlplan does not, or reads otherwise, though it did not refuse the file."""
    second_opinion: bool = False
    """True when another program could read the file."""

    @property
    def is_bad(self) -> bool:
        """True for anything that must not happen."""
        return (
            self.outcome in ("traceback", "died")
            or self.seconds > LONGEST
            or self.megabytes > LARGEST
            or bool(self.lost)
        )


def judged(master: Path | Book, file: Path) -> Judgement:
    """Merge a file into a master, as a preview, in a process of its own, and hold it against another program.

    Args:
        master: the master, or the workbook as it was opened once for many files: each process has its own copy.
        file: what came back.
    """
    return Judgement(**_apart(lambda: _merged(master, file)))


def _merged(master: Path | Book, file: Path) -> dict[str, Any]:
    started = time.process_time()
    grids: list[Grid] | None = None
    try:
        # as merge does, but nothing that is raised is turned into words
        admitted = admit(file, limits=RETURN)
        grids = grids_of(admitted, detail=True)
        read_return(grids, file=str(file))
    except XlplanError as error:
        refusal = str(error)
    else:
        refusal = ""
    [outcome] = xlplan.merge(master, file).returns
    seconds = time.process_time() - started
    out: dict[str, Any] = {
        "outcome": "merged" if outcome.outcome == "already merged" else outcome.outcome,
        "why": outcome.why or refusal,
        "seconds": round(seconds, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    cells = outcome.cells
    if cells.read != cells.unchanged + cells.changed + cells.conflict + cells.proposal + cells.unmatched:
        out["lost"] = [f"{cells.read} cells read, and the counts do not add up"]
    if grids is not None and outcome.outcome == "merged" and admitted.kind in _OTHERS:
        lost = _lost(file, grids, _OTHERS[admitted.kind])
        if lost is not None:
            out |= {"lost": [*out.get("lost", []), *lost][:5], "second_opinion": True}
    return out


Told = Iterator[tuple[str, int, int, object]]
"""Sheet, row, column and value of each cell that another program reads."""


def _lost(file: Path, grids: list[Grid], others: Callable[[Path], Told]) -> list[str] | None:
    """The cells that another program reads and xlplan does not, or otherwise; None where that cannot read the file."""
    ours: Mapping[str, Grid] = {grid.sheet: grid for grid in grids}
    if any(max(grid.values, default=0) * _width(grid) > _LARGEST_RECTANGLE for grid in grids):
        return None
    lost = []
    signal.signal(signal.SIGALRM, signal.default_int_handler)  # some files keep openpyxl busy for hours
    signal.alarm(_PATIENCE)
    try:
        told = list(others(file))
    except BaseException:  # noqa: BLE001 - whatever stops the other: there is no second opinion then
        return None
    finally:
        signal.alarm(0)
    for sheet, row, column, value in told:
        if _plain(value) == "":
            continue
        grid = ours.get(sheet)
        found = grid[row, column].value if grid else None
        if _plain(found) != _plain(value):
            lost.append(f"{sheet}!{address(row, column)}: {value!r} there, {found!r} here"[:160])
    return lost


def _width(grid: Grid) -> int:
    return max((max(row) for row in grid.values.values() if row), default=0)


def _by_openpyxl(file: Path) -> Told:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, data_only=True)
    for sheet in book.worksheets:
        for (row, column), cell in sheet._cells.items():  # not by rows: a used range may have a million
            yield sheet.title, row, column, cell.value


def _by_calamine(file: Path) -> Told:
    book = python_calamine.CalamineWorkbook.from_path(str(file))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        above, before = sheet.start or (0, 0)
        for row, cells in enumerate(sheet.to_python(skip_empty_area=True), above + 1):
            for column, value in enumerate(cells, before + 1):
                yield name, row, column, value


_OTHERS: Mapping[str, Callable[[Path], Told]] = {
    "xlsx": _by_openpyxl,
    "ods": _by_calamine,
    "xls": _by_calamine,
}


def _plain(value: object) -> str:
    """A value as both programs may write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        value = value.replace(microsecond=0)
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.timedelta):
        value = value / dt.timedelta(days=1)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, int):
        return f"{float(value):.12g}" if abs(value) < 10**300 else str(value)
    return " ".join(clean(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))).split())


def _apart(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a function returns in a process of its own, which may take neither long nor much."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        signal.alarm(_PATIENCE)
        try:
            out = work()
        except BaseException as fault:  # noqa: BLE001 - what is raised is what is looked for
            last = traceback.extract_tb(fault.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            out = {"outcome": "traceback", "why": f"{type(fault).__name__}: {fault} ({where})"[:300]}
        os.write(writing, json.dumps(out, default=str).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        content = stream.read()
    os.waitpid(child, 0)
    try:
        return dict(json.loads(content))
    except ValueError:
        return {"outcome": "died", "why": f"it was ended after {_PATIENCE} seconds, or by the system"}
