"""One command in a process of its own: how long it took, how much of the processor, and how much memory at most."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import psutil

_EVERY = 0.02
"""Seconds between two looks at the memory of a process and of those that it started."""


@dataclass(frozen=True)
class Measured:
    """What one run took; of several runs, the median of each."""

    wall: float
    processor: float
    """Of all its processes, in seconds."""
    peak: float
    """Of all its processes together, in MiB."""


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    succeeds: Sequence[int] = (0,),
    also: Sequence[int] = (),
    *,
    is_watched: bool = True,
) -> Measured:
    """Run a command to its end.

    Args:
        command: the program and its arguments.
        environment: what is set for it beside what is set here.
        succeeds: the exit codes that mean success.
        also: processes that work for it and are counted with it.
        is_watched: look at its memory while it runs. That takes a fifth of a processor from a command that uses all
            of them, so a run that is timed is not watched; its peak is 0.

    Raises:
        RuntimeError: it ended with another exit code than those that mean success.
    """
    helpers = [psutil.Process(pid) for pid in also]
    before = _processor() + _processor_of(helpers)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    watch = _Watch(process.pid, helpers) if is_watched else None
    _, errors = process.communicate()
    wall = time.perf_counter() - started
    peak = watch.end() if watch else 0.0
    if process.returncode not in succeeds:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}\n{errors.decode()[-2000:]}")
    return Measured(wall, _processor() + _processor_of(helpers) - before, peak)


def of(runs: Sequence[Measured], peak: float) -> Measured:
    """The medians of several runs that were timed, and the peak of one that was watched."""
    return Measured(median(run.wall for run in runs), median(run.processor for run in runs), peak)


def _processor() -> float:
    """Processor time of the children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _processor_of(processes: Sequence[psutil.Process]) -> float:
    """Processor time of processes that go on; one that was ended is forgotten."""
    spent = 0.0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            spent += times.user + times.system
    return spent


class _Watch:
    """Looks at the memory of a process and its children while they run."""

    def __init__(self, pid: int, helpers: Sequence[psutil.Process] = ()) -> None:
        self._helpers = helpers
        self._most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(psutil.Process(pid),), daemon=True)
        self._thread.start()

    def end(self) -> float:
        """The most that was seen, in MiB."""
        self._ended.set()
        self._thread.join()
        return self._most / 2**20

    def _look(self, process: psutil.Process) -> None:
        while not self._ended.wait(_EVERY):
            with contextlib.suppress(psutil.Error):
                children = process.children(recursive=True)
                others = [*children, *self._helpers]
                taken = _together([process, *others]) if others else process.memory_info().rss
                self._most = max(self._most, taken)


def _together(processes: Sequence[psutil.Process]) -> int:
    """What several processes take; pages that they share count once where the system tells (Linux)."""
    taken = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            details = process.memory_full_info()
            taken += int(getattr(details, "pss", details.rss))
    return taken
