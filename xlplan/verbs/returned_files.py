"""Read the files that came back: one after the other, or side by side in processes when there are many.

Each process is this module, run by itself. It is given files and hands back what it has read, so that what is read
there is what would be read here. (A pool of `multiprocessing` would run the caller's own script again where it is not
guarded against that.) What only the caller needs is imported where it is used: a process starts in half the time.
"""

from __future__ import annotations

import datetime as dt
import gc
import math
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from xlplan.errors import WrongUsage, XlplanError
from xlplan.layout.returns import Return, read_return
from xlplan.layout.storable import make_storable
from xlplan.workbook.limits import RETURN
from xlplan.workbook.readers import grids_of, last_saved
from xlplan.workbook.readers.admission import admit

if TYPE_CHECKING:
    from concurrent.futures import Future

    from xlplan.model import ReturnOutcome
    from xlplan.verbs.result import Tell

MANY = 100
"""From so many files on a process is worth the quarter of a second that it takes to start."""
MOST = 250
"""Files that one process is given, so that what it holds stays small."""


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


@contextmanager
def reading(files: Sequence[ReturnedFile]) -> Iterator[Callable[[Tell | None], list[Read]]]:
    """Begin to read files, to go on with other work meanwhile.

    Args:
        files: what is read.

    Yields:
        What waits for the results, one a file in the order of the files; it is given what to call with (done, of).
    """
    shares = _shares(files)
    if len(shares) < 2:
        yield lambda tell: _here(files, tell)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_cores()) as threads:
        futures = [threads.submit(_in_a_process, share) for share in shares]
        try:
            yield lambda tell: _gathered(futures, len(files), tell)
        finally:
            for future in futures:
                future.cancel()


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
        return make_storable(read_return(grids, file=file.shown, saved=saved, modified=modified))
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


def _shares(files: Sequence[ReturnedFile]) -> list[Sequence[ReturnedFile]]:
    """The files in parts of equal size, one a process; one part when they are too few."""
    wanted = max(min(_cores(), 2 * len(files) // MANY), math.ceil(len(files) / MOST))
    if len(files) < MANY or _cores() < 2 or not sys.executable:
        return [files]
    size = math.ceil(len(files) / wanted)
    return [files[at : at + size] for at in range(0, len(files), size)]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _here(files: Sequence[ReturnedFile], tell: Tell | None) -> list[Read]:
    read = []
    for file in files:
        read.append(read_file(file))
        if tell:
            tell(len(read), len(files))
    return read


def _gathered(futures: Sequence[Future[list[Read]]], number: int, tell: Tell | None) -> list[Read]:
    read: list[Read] = []
    for future in futures:
        read += future.result()
        if tell:
            tell(len(read), number)
    return read


def _in_a_process(files: Sequence[ReturnedFile]) -> list[Read]:
    """What a process of its own reads; what this one does, where that one cannot be started or is ended."""
    import subprocess

    try:
        run = subprocess.run(
            [sys.executable, "-m", __name__],
            input=pickle.dumps(list(files)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            check=True,
        )
        return list(pickle.loads(run.stdout))
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError):
        return _here(files, None)


def _main() -> None:
    gc.disable()  # it ends in a moment
    files: list[ReturnedFile] = pickle.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pickle.dumps([read_file(file) for file in files], pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    _main()
