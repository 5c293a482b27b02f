"""Waiting for returns to arrive in the inboxes, and to be whole.

A file that is still being written, downloaded or synchronised changes from one look to the next, or is held by the
program that writes it: it is left until it does neither.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from xlplan.consolidating.inbox import Arrival, arrivals
from xlplan.errors import WrongUsage

SETTLED_AFTER = 10.0
"""Seconds for which a file must not have changed."""
LOOK_EVERY = 30.0
"""Seconds. Changes on this computer's own disk are told at once; those on a network drive may never be told."""

_UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".tmp", ".filepart")
"""What browsers and transfer programs call a file until it is whole."""


class Inboxes:
    """What is known of the files in several inboxes: which have arrived, which are whole, which were tried."""

    def __init__(self, folders: Iterable[Path], clock: Callable[[], float] = time.monotonic) -> None:
        self._folders = tuple(folders)
        self._clock = clock
        self._since: dict[Path, tuple[Arrival, float]] = {}
        self._tried: dict[Path, Arrival] = {}
        self._present: dict[Path, Arrival] = {}

    def look(self) -> frozenset[Path]:
        """The inboxes in which something new is whole.

        What is whole counts as tried from then on: a file that was refused is not tried every few seconds.
        """
        now = self._clock()
        ready = set()
        present: dict[Path, Arrival] = {}
        for folder in self._folders:
            files = _files_of(folder)
            present.update((file.path, file) for file in files)
            new = [
                file for file in files if self._is_settled(file, now) and self._tried.get(file.path) != file
            ]
            if new:
                ready.add(folder)
                self._tried.update((file.path, file) for file in new)
        self._present = present
        return frozenset(ready)

    def arriving(self) -> frozenset[Path]:
        """The files that were not whole at the last look."""
        return frozenset(path for path, file in self._present.items() if self._tried.get(path) != file)

    def try_again(self, folder: Path) -> None:
        """Take the files of an inbox as new: what was done with them did not succeed."""
        self._tried = {path: file for path, file in self._tried.items() if path.parent != folder}

    def _is_settled(self, file: Arrival, now: float) -> bool:
        known = self._since.get(file.path)
        if known is None or known[0] != file:
            self._since[file.path] = (file, now)
            return False
        if now - known[1] < SETTLED_AFTER or file.path.suffix.lower() in _UNFINISHED:
            return False
        try:
            with file.path.open("rb"):  # on Windows this fails while it is being written
                return True
        except OSError:
            return False


def wait_for_change(folders: Sequence[Path], stop: threading.Event, seconds: float) -> None:
    """Wait until something changes in one of the folders, the time is over, or the end is asked for.

    Args:
        folders: the folders to watch.
        stop: set to end the waiting.
        seconds: how long to wait at most.

    Raises:
        WrongUsage: the package watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise WrongUsage(
            "for --watch the package watchfiles is missing",
            'In your copy of xlplan run: pip install -c constraints.txt ".[watch]"',
        ) from error
    there = [folder for folder in folders if folder.is_dir()]
    if not there:  # a network drive that is not connected, for example
        stop.wait(seconds)
        return
    try:
        for _ in watch(
            *there,
            stop_event=stop,
            rust_timeout=int(seconds * 1000),
            yield_on_timeout=True,
            recursive=False,
            raise_interrupt=True,
        ):
            return
    except OSError:  # the folder went away under it
        stop.wait(seconds)


def _files_of(folder: Path) -> tuple[Arrival, ...]:
    try:
        return arrivals(folder)
    except OSError:
        return ()
