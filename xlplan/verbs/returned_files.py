"""Read the files that came back.

Many are read in processes. What only the caller needs is imported where it is used: a process starts in half the time.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from xlplan.errors import WrongUsage, XlplanError
from xlplan.layout.returns import Return, read_return
from xlplan.layout.storable import make_storable
from xlplan.verbs.many_files import begun
from xlplan.workbook.limits import RETURN
from xlplan.workbook.readers import grids_of, last_saved
from xlplan.workbook.readers.admission import admit

if TYPE_CHECKING:
    from xlplan.model import ReturnOutcome
    from xlplan.verbs.result import Tell


@dataclass(frozen=True)
class ReturnedFile:
    """One file to read."""

    shown: str
    """Its path as messages show it."""
    path: Path
    master: Path
    """The master, which is no return though it may lie among them."""
    password: str | None = None


Read: TypeAlias = "Return | ReturnOutcome"
"""A return, or why the file is none."""


def reading(files: Sequence[ReturnedFile]) -> AbstractContextManager[Callable[[Tell | None], list[Read]]]:
    """Begin to read files, to go on with other work meanwhile. See `many_files.begun`.

    Args:
        files: what is read.
    """
    return begun(read_file, files, len(files))


def read_file(file: ReturnedFile) -> Read:
    """Read one file. Whatever it does to us is its own outcome: the others are merged all the same."""
    try:
        if os.path.realpath(file.path) == os.path.realpath(file.master):
            raise WrongUsage("it is the master itself", "Give the returns, not the master")
        if file.path.is_dir():
            raise WrongUsage("it is a folder inside the folder", "Name it too if its files are to be merged")
        admitted = admit(file.path, password=file.password, limits=RETURN)
        modified = moment_of(file.path.stat().st_mtime)
        grids = grids_of(admitted, detail=True)
        saved = last_saved(admitted)
        returned = make_storable(read_return(grids, file=file.shown, saved=saved, modified=modified))
        _ = returned.digest  # worked out here, side by side, and kept with it
        return returned
    except Exception as fault:  # noqa: BLE001 - see above
        from xlplan.model import ReturnOutcome

        return ReturnOutcome(file=file.shown, outcome="refused", why=why_refused(fault))


def moment_of(seconds: float) -> dt.datetime | None:
    """When a file was changed, in UTC as the time of last save in a workbook; None for a year that there is not.

    Args:
        seconds: as the disk says it, since 1970.
    """
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (OverflowError, ValueError, OSError):  # the last is Windows' answer to times before 1970
        return None


def why_refused(fault: Exception) -> str:
    """Why one file cannot be merged, for people."""
    if isinstance(fault, XlplanError):
        place = ", ".join(
            part
            for part in (fault.sheet and f"sheet {fault.sheet}", fault.cell and f"cell {fault.cell}")
            if part
        )
        what = f"{place}: {fault.what}." if place else f"{fault.what}."
        return f"{what} {fault.remedy}." if fault.remedy else what
    if isinstance(fault, OSError):
        reason = fault.strerror or "the system does not say why"
        return f"it cannot be read ({reason}). See that it is there and may be read."
    return (
        "it cannot be read: something in it is as no spreadsheet program writes it. "
        "Open it in Excel, save it, and try again."
    )
