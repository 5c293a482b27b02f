"""A Dask cluster on loopback: a scheduler and workers, each a process that a test may end."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_HOST = "127.0.0.1"
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass
class Cluster:
    """A running cluster."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def a_cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Start a cluster, and end it."""
    known = folder / "scheduler.json"
    scheduler = _start(
        "dask_scheduler", "--host", _HOST, "--port", "0", "--no-dashboard", "--scheduler-file", str(known)
    )
    cluster = Cluster("", scheduler, [])
    try:
        until = time.monotonic() + 60
        while not cluster.address:
            assert time.monotonic() < until, "the scheduler does not start"
            time.sleep(0.1)
            if known.exists() and known.stat().st_size:
                cluster.address = json.loads(known.read_text())["address"]
        for number in range(workers):
            options = (
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
                "--local-directory",
                str(folder / f"w{number}"),
            )
            cluster.workers.append(_start("dask_worker", cluster.address, *options))
        _wait_for_workers(cluster, workers, until)
        yield cluster
    finally:
        for process in (*cluster.workers, scheduler):
            process.kill()
            process.wait()


def _start(command: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", f"distributed.cli.{command}", *arguments], **_QUIET)  # type: ignore[call-overload, no-any-return]


def _wait_for_workers(cluster: Cluster, number: int, until: float) -> None:
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=max(until - time.monotonic(), 1))
