"""Work on several plans at once: in processes of this machine, or on the workers of a Dask scheduler.

What is done for a plan can be done again, so work that was lost with a process or a worker is simply given out anew.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from xlplan.errors import WrongUsage, one_line

Given = TypeVar("Given")
Made = TypeVar("Made")

FEW = 8
"""For fewer plans than this, starting processes takes longer than they save (docs/unattended.md has the figures)."""
ANSWERS_WITHIN = 20
"""Seconds in which a scheduler must answer."""
ATTEMPTS = 3
"""How often a plan is given out whose worker goes away under it."""


def jobs_for(plans: int) -> int:
    """How many processes to use on this machine, when nobody says."""
    return 1 if plans < FEW else min(os.cpu_count() or 1, plans)


def in_processes(
    work: Callable[[Given], Made],
    tasks: Sequence[Given],
    jobs: int,
    lost: Callable[[Given, str], Made],
) -> Iterator[tuple[Given, Made]]:
    """Do the work for each task, in as many processes as asked for; each outcome as it comes.

    Args:
        work: a function of a module, which raises nothing.
        tasks: what it is called with.
        jobs: how many at once; with 1 it is done here.
        lost: makes the outcome of a task whose process was ended (by the system, for want of memory, say).
    """
    if jobs <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield task, work(task)
        return
    left = dict(enumerate(tasks))
    for number, outcome in _pooled(work, left, jobs):
        yield left.pop(number), outcome
    # A process that was ended takes the pool with it. Each of what is left gets one to itself, so that only the
    # plan that brings its process down is given up.
    for number, task in left.items():
        alone = (outcome for _ in range(1, ATTEMPTS) for _, outcome in _pooled(work, {number: task}, 1))
        reason = "the process that worked on it was ended by the system (is there enough memory?)"
        yield task, next(alone, None) or lost(task, reason)


def _pooled(work: Callable[[Given], Made], tasks: dict[int, Given], jobs: int) -> Iterator[tuple[int, Made]]:
    """The outcomes until all are there or a process is ended."""
    # Forking a process that has threads can hang; a fresh interpreter cannot.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context) as pool:
        futures: dict[Future[Made], int] = {pool.submit(work, task): number for number, task in tasks.items()}
        for future in as_completed(futures):
            try:
                outcome = future.result()
            except BrokenProcessPool:
                continue
            yield futures[future], outcome


def on_cluster(
    work: Callable[[Given], Made],
    tasks: Sequence[Given],
    scheduler: str,
    lost: Callable[[Given, str], Made],
) -> Iterator[tuple[Given, Made]]:
    """As `in_processes`, on the workers of a Dask scheduler, which see the same files under the same paths.

    Args:
        work: a function of a module that the workers have too.
        tasks: what it is called with.
        scheduler: its address, such as "tcp://consolidation:8786".
        lost: makes the outcome of a task that no worker finished.

    Raises:
        WrongUsage: Dask is not installed, nobody answers there, or there is no worker.
    """
    try:
        from distributed import Client
        from distributed import as_completed as as_they_come
    except ImportError as error:
        raise WrongUsage(
            "for --cluster the package dask is missing",
            'In your copy of xlplan run: pip install -c constraints.txt ".[cluster]"',
        ) from error
    try:
        client = Client(scheduler, timeout=ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise WrongUsage(
            f"no Dask scheduler answers at {scheduler}", "Check the address, and that it is running"
        ) from error
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise WrongUsage(f"the Dask scheduler at {scheduler} has no worker", "Start one, and run again")
        futures = {client.submit(work, task, pure=False, retries=ATTEMPTS): task for task in tasks}
        for future, outcome in as_they_come(futures, loop=client.loop, with_results=True, raise_errors=False):
            task = futures[future]
            if future.status == "finished":
                yield task, outcome
            else:
                yield task, lost(task, f"no worker finished it ({_reason(future)})")
            future.release()


def _reason(future: Any) -> str:
    return one_line(str(future.exception()))[:300] or "no reason was given"
