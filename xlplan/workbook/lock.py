"""One run at a time on one master: held over reading, checking and replacing.

The lock is the system's own (flock, LockFileEx), so that it goes with the process that has it, however that ends.
Its file lies among the copies of the master, and is taken away at the end by whoever holds it: who gets a lock on a
file that has lost its name meanwhile tries again.

What it cannot do: it is seen by xlplan alone, not by Excel (see `in_use`); a drive that two machines
reach by different protocols (SMB and NFS) may show the lock of one to itself alone; a drive that knows no locks has
none. There the check just before a file is replaced is what remains.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlplan.errors import WorkbookInUse
from xlplan.workbook.disk import uninterrupted

if TYPE_CHECKING:
    from filelock import BaseFileLock

WAIT = 15.0
"""Seconds that a run waits for another one on the same master."""
NAME = ".lock"
"""The file that is locked, in the folder of the master's copies."""

_LONGEST_RUN = 600.0
"""Seconds after which a run is taken for dead on a drive that knows no locks."""

_held: set[tuple[int, Path]] = set()
"""Thread and file."""


@contextlib.contextmanager
def held(path: Path, folder: Path, wait: float | None = None) -> Iterator[None]:
    """Hold a file against other runs of xlplan. Who holds it already may ask again.

    Args:
        path: the file; it need not exist. Behind a link, the real one is held.
        folder: where the lock's own file lies.
        wait: for how many seconds to wait for another run; by default `WAIT`.

    Raises:
        WorkbookInUse: another run has it for all of that time.
    """
    path = path.resolve()
    mine = threading.get_ident(), path
    if mine in _held:
        yield
        return
    file = folder / NAME
    lock = None
    with contextlib.suppress(OSError):  # no folder to write into, or a drive that knows no locks
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = _acquired(file, path, WAIT if wait is None else wait)
        except KeyboardInterrupt:
            _take_away(file, path)
            raise
    _held.add(mine)
    try:
        yield
    finally:
        _held.discard(mine)
        if lock is not None:
            with uninterrupted():
                # elsewhere a file that is open cannot be taken away, and goes with its lock
                if os.name == "posix":
                    with contextlib.suppress(OSError):
                        file.unlink(missing_ok=True)
                lock.release()


def _take_away(file: Path, path: Path) -> None:
    """Take away the lock's file that an interrupted run may have made: only whoever holds it may, or two would."""
    with uninterrupted(), contextlib.suppress(OSError, WorkbookInUse):
        lock = _acquired(file, path, 0.0)
        if os.name == "posix":
            file.unlink(missing_ok=True)
        lock.release()


def _acquired(file: Path, path: Path, wait: float) -> BaseFileLock:
    """The lock on a file, when it is ours. Raises WorkbookInUse, or OSError where there can be none."""
    from filelock import FileLock, Timeout

    until = time.monotonic() + wait
    while True:
        handles: list[int] = []
        lock = FileLock(file, timeout=max(0.0, until - time.monotonic()), on_acquired=handles.append)
        try:
            lock.acquire()
        except Timeout as error:
            raise WorkbookInUse(
                "another run of xlplan is at work on it, so nothing was written",
                "Wait until that has ended, and run again",
                file=path,
            ) from error
        if not handles or _has_name(handles[-1], file):
            return lock
        lock.release()


def _has_name(handle: int, file: Path) -> bool:
    """True when an open file still has its name: who held it before may have taken it away."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except OSError:
        return False


@contextlib.contextmanager
def kept_alive(file: Path) -> Iterator[None]:
    """Hold a file of this run's own, so that another run can see that this one lives.

    Raises:
        OSError: the file cannot be made.
    """
    from filelock import FileLock

    lock = FileLock(file)
    try:
        lock.acquire()
    except (
        NotImplementedError,
        OSError,
    ):  # a drive that knows no locks; where nothing can be written, this says so
        file.touch()
        yield
        return
    try:
        yield
    finally:
        lock.release()


def is_alive(file: Path) -> bool:
    """True while the run that made the file lives."""
    from filelock import FileLock, Timeout

    if not file.exists():
        return False
    lock = FileLock(file, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:  # the drive knows no locks
        with contextlib.suppress(OSError):
            return time.time() - file.stat().st_mtime < _LONGEST_RUN
        return False
    lock.release()
    return False
