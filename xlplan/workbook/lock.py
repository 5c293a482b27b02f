"""One run at a time on one master: held over reading, checking and replacing.

The lock is the system's own (flock, LockFileEx), so that it goes with the process that has it, however that ends.
Its file lies among the copies of the master, where nobody looks, and stays there: were it taken away, two runs that
wait for it could each hold a file of that name.

What it cannot do: it is seen by xlplan alone, not by Excel (see `backup.refuse_if_in_use`); a drive that two machines
reach by different protocols (SMB and NFS) may show the lock of one to itself alone; a drive that knows no locks has
none. There the check just before a file is replaced is what remains.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from xlplan.errors import WorkbookInUse

WAIT = 10.0
"""Seconds that a run waits for another one on the same master."""
NAME = ".lock"
"""The file that is locked, in the folder of the master's copies."""

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
    from filelock import FileLock, Timeout

    path = path.resolve()
    mine = threading.get_ident(), path
    if mine in _held:
        yield
        return
    lock = None
    with contextlib.suppress(OSError):  # no folder to write into, or a drive that knows no locks
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / NAME, timeout=WAIT if wait is None else wait)
        try:
            lock.acquire()
        except Timeout as error:
            raise WorkbookInUse(
                "another run of xlplan is at work on it, so nothing was written",
                "Wait until that has ended, and run again",
                file=path,
            ) from error
    _held.add(mine)
    try:
        yield
    finally:
        _held.discard(mine)
        if lock is not None:
            lock.release()


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
    except NotImplementedError:
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
    except OSError:
        return os.name == "nt"  # held in another way; elsewhere the drive knows no locks
    lock.release()
    return False
