"""One run of a settings file at a time: the second waits until the first has ended."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from xlplan.errors import RunInProgress, WrongSettings

WAIT = 900.0
"""Seconds. Forty plans take one minute."""
_LOOK_EVERY = 0.2
_BEYOND = 1 << 30
"""A byte that no settings file has: Windows lets nobody read the one that is locked."""


@contextlib.contextmanager
def one_run_of(settings: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the settings file as long as a run lasts. The system lets go of it when a process ends, however it ends.

    Args:
        settings: the file; nothing is written to it or beside it.
        wait: for how many seconds to wait for another run.

    Raises:
        RunInProgress: the other one has not ended in that time.
        WrongSettings: the file cannot be opened any more.
    """
    until = time.monotonic() + wait
    try:
        held = settings.open("rb")
    except OSError as error:  # of a watch that goes on for months
        raise WrongSettings(
            f"it cannot be read ({error.strerror})", "See that it is there", file=settings
        ) from error
    with held:
        while not _is_taken(held.fileno()):
            if time.monotonic() >= until:
                raise RunInProgress(
                    "another run of these settings has not ended",
                    "See whether it hangs, and run again",
                    file=settings,
                )
            time.sleep(_LOOK_EVERY)
        yield


def _is_taken(handle: int) -> bool:
    """Take the lock; False when somebody else has it. True too on a drive that knows no locks."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
