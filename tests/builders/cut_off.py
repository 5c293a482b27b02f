"""Runs that are ended in the middle, by time or at one chosen touch of the disk, and what is left when all is done."""

from __future__ import annotations

import datetime as dt
import io
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import xlplan

NOW = dt.datetime(2026, 11, 20, 2, 0)
_FORK = multiprocessing.get_context("fork") if sys.platform != "win32" else None
_TOUCHES = (
    "open",
    "os.rename",
    "os.link",
    "os.remove",
    "os.mkdir",
    "os.truncate",
    "shutil.copyfile",
    "tempfile.mkstemp",
)
_NOT_COMPARED = ("/.xlplan-backups/", "/.~xlplan-", "/runs/")
"""Copies of the masters and records say what each run did; a run that was ended did something of its own."""


@dataclass
class Tally:
    """How many runs were started, ended, and how many ends differed."""

    runs: int = 0
    killed: int = 0
    differing: int = 0


def left_alone(start: Path, work: Path) -> Mapping[str, bytes]:
    """What lies there after a run that nobody disturbed."""
    settings = _begin(start, work)
    _run(settings)
    return contents(work)


def touches(start: Path, work: Path) -> int:
    """How often an undisturbed run touches the disk under the folder."""
    settings = _begin(start, work)
    assert _FORK is not None
    counted = _FORK.Value("i", 0)
    process = _FORK.Process(target=_run_counting, args=(settings, work, counted, 0))
    process.start()
    process.join()
    assert process.exitcode == 0
    return int(counted.value)


def killed_at_touch(start: Path, work: Path, number: int) -> Mapping[str, bytes]:
    """What lies there when a run was ended just before its n-th touch of the disk, and the next was left alone."""
    settings = _begin(start, work)
    assert _FORK is not None
    process = _FORK.Process(target=_run_counting, args=(settings, work, _FORK.Value("i", 0), number))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL, process.exitcode
    _run(settings)
    return contents(work)


def killed_at_random(start: Path, work: Path, kills: int, seed: int) -> Tally:
    """End so many runs at random moments, up to three in a row, and compare what lies there each time in the end."""
    wanted = left_alone(start, work)
    began = time.monotonic()
    _apart(_begin(start, work))
    lasts = time.monotonic() - began
    chance = random.Random(seed)
    tally = Tally()
    while tally.killed < kills:
        settings = _begin(start, work)
        for _ in range(chance.randint(1, 3)):
            tally.runs += 1
            tally.killed += _apart(settings, chance.uniform(0, 1.05 * lasts))
        tally.runs += 1
        _apart(settings)
        tally.differing += contents(work) != wanted
    return tally


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder that must be the same in the end, with what they hold."""
    found = {}
    for file in sorted(folder.rglob("*")):
        place = f"/{file.relative_to(folder).as_posix()}"
        if file.is_file() and file.suffix != ".log" and not any(part in place for part in _NOT_COMPARED):
            found[place] = (
                _without_clock(file.name, file.read_bytes())
                if file.parent.name in ("out", "portfolio")
                else file.read_bytes()
            )
    return found


def _without_clock(name: str, content: bytes) -> bytes:
    """A report's content without the second in which it, or a workbook inside it, was written."""
    if not name.endswith((".docx", ".xlsx")):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {
            part: package.read(part)
            for part in sorted(package.namelist())
            if not part.startswith("docProps/")
        }
    return b"".join(part.encode() + b"\0" + _without_clock(part, inside) for part, inside in parts.items())


def _begin(start: Path, work: Path) -> Path:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(start, work)  # with the files' times, which tell what is later
    return work / "plans.toml"


def _run(settings: Path) -> None:
    xlplan.consolidate(settings, now=NOW)


def _apart(settings: Path, after: float | None = None) -> bool:
    """A run in a process of its own; True when it was ended before it was done."""
    assert _FORK is not None
    process = _FORK.Process(target=_run, args=(settings,))
    process.start()
    process.join(after)
    if process.is_alive():
        process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def _run_counting(settings: Path, folder: Path, counted: object, kill_at: int) -> None:
    """Count each touch of a file under the folder that may change something; end this process at one of them."""

    def touched(event: str, arguments: tuple[object, ...]) -> None:
        if event not in _TOUCHES or not any(str(folder) in str(argument) for argument in arguments[:2]):
            return
        if event == "open" and not _writes(arguments):
            return
        counted.value += 1  # type: ignore[attr-defined]
        if counted.value == kill_at:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touched)
    _run(settings)


def _writes(arguments: tuple[object, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
