"""Work on many files: one after the other, or side by side in processes when they are many.

Each process is this module, run by itself. It is given the work and a share of the files, and hands back what came of
them, so that what is done there is what would be done here. (A pool of `multiprocessing` would run the caller's own
script again where it is not guarded against that.)
"""

from __future__ import annotations

import gc
import math
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

    from xlplan.verbs.result import Tell

Piece = TypeVar("Piece")
Product = TypeVar("Product")

MANY = 100
"""From so many files on a process is worth the quarter of a second that it takes to start."""
MOST = 250
"""Files that one process is given, so that what it holds stays small."""


@contextmanager
def begun(
    work: Callable[[Piece], Product], files: Iterable[Piece], number: int
) -> Iterator[Callable[[Tell | None], list[Product]]]:
    """Begin to work on files, to go on with other work meanwhile.

    Args:
        work: a function of a module.
        files: what it is called with, one a file. Where they take time to make, the first are worked on meanwhile.
        number: how many there are.

    Yields:
        What waits for the results, in the order of the files; it is given what to call with (done, of), and raises
        what the work raises.
    """
    sizes = _shares(number)
    if len(sizes) < 2:
        here = list(files)
        yield lambda tell: _done_here(work, here, tell)
        return
    from concurrent.futures import ThreadPoolExecutor

    processes = _Processes(work)
    with ThreadPoolExecutor(_cores()) as threads:
        futures: list[Future[list[Product]]] = []
        try:
            processes.start(min(_cores(), len(sizes)))
            left = iter(files)
            for size in sizes:
                futures.append(threads.submit(processes.work_on, list(islice(left, size))))
            yield lambda tell: _gathered(futures, number, tell)
        finally:
            for future in futures:
                future.cancel()
            processes.end()


class _Processes(Generic[Piece, Product]):
    """The processes that are at work."""

    def __init__(self, work: Callable[[Piece], Product]) -> None:
        self._work = work
        self._started: list[subprocess.Popen[bytes]] = []
        self._idle: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._is_over = False

    def start(self, number: int) -> None:
        """Let so many get ready, while what they will work on is made."""
        with suppress(OSError):
            for _ in range(number):
                self._idle.append(self._new())

    def work_on(self, files: Sequence[Piece]) -> list[Product]:
        """What a process makes of its share; what this one does, where that one cannot be started or is ended, or
        where the work raises something, which it then raises here."""
        try:
            process = self._ready() or self._new()
            made, _ = process.communicate(pickle.dumps((self._work, list(files)), pickle.HIGHEST_PROTOCOL))
            return list(pickle.loads(made))
        except (OSError, pickle.UnpicklingError, EOFError):
            return [] if self._is_over else _done_here(self._work, files, None)

    def _ready(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _new(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_over:
                raise ProcessLookupError
            process = subprocess.Popen(
                [sys.executable, "-m", __name__, self._work.__module__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
            self._started.append(process)
            return process

    def end(self) -> None:
        """Let nobody wait for what is not wanted any more."""
        with self._lock:
            self._is_over = True
        for process in self._started:
            process.kill()
        while process_left := self._ready():
            process_left.communicate()


def _shares(number: int) -> list[int]:
    """How many files each process is given: equal shares; one share when they are too few."""
    if number < MANY or _cores() < 2 or not sys.executable:
        return [number]
    wanted = max(min(_cores(), 2 * number // MANY), math.ceil(number / MOST))
    size = math.ceil(number / wanted)
    return [min(size, number - at) for at in range(0, number, size)]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _done_here(work: Callable[[Piece], Product], files: Sequence[Piece], tell: Tell | None) -> list[Product]:
    made = []
    for file in files:
        made.append(work(file))
        if tell:
            tell(len(made), len(files))
    return made


def _gathered(futures: Sequence[Future[list[Product]]], number: int, tell: Tell | None) -> list[Product]:
    made: list[Product] = []
    for future in futures:
        made += future.result()
        if tell:
            tell(len(made), number)
    return made


def _main() -> None:
    gc.disable()  # it ends in a moment
    import_module(sys.argv[1])  # while what is to be worked on is made
    work: Callable[[Any], Any]
    work, files = pickle.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pickle.dumps([work(file) for file in files], pickle.HIGHEST_PROTOCOL))
    gc.freeze()  # nor are rings looked for at its end


if __name__ == "__main__":
    _main()
