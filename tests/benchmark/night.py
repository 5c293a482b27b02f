"""A night's consolidation of few and of many plans: one process, several, and a Dask cluster on this machine.

    python -m tests.benchmark.night [PLANS]... [--reports] [--without-one] [--kill]

Each plan is the sample plan with five of its officers' returns in the inbox. They are merged and archived, and the page
and the portfolio are written; reports and reminders too with --reports. Prints the table of docs/unattended.md. With
--kill a worker of the cluster is ended midway.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from tests.benchmark import measure
from tests.builders import officers
from tests.builders.cluster import Cluster, a_cluster
from tests.builders.cycle import a_master
from tests.builders.inboxes import give_addresses, some_plans

RETURNED = 5
_PROGRAM = "from xlplan.cli import main; main()"


@click.command()
@click.argument("plans", nargs=-1, type=int)
@click.option(
    "--without-one", is_flag=True, help="Leave the single process out, which takes long for many plans."
)
@click.option("--kill", is_flag=True, help="End a worker of the cluster when half of the plans are done.")
def main(plans: Sequence[int], reports: bool, without_one: bool, kill: bool) -> None:
    """Time a night of 1, 10 and 200 plans, or of the numbers given."""
    cores = os.cpu_count() or 1
    click.echo("| plans | how | seconds | processor seconds | memory at most, MiB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = _a_plan(folder / "made")
        for number in plans or (1, 10, 200):
            for how, run in (
                ("one process", lambda file: _run(file, "--jobs", "1")),
                (f"{cores} processes", lambda file: _run(file, "--jobs", str(cores))),
                (f"cluster, {cores} workers", lambda file: _on_cluster(file, cores, kill)),
            )[int(without_one) :]:
                _tell(number, how, _night(folder / "night", made, number, run, reports=reports))


def _night(
    folder: Path, made: Path, number: int, run: Callable[[Path], measure.Measured], *, reports: bool
) -> measure.Measured:
    """Consolidate so many fresh copies of a plan, and see that all went in."""
    names = [f"Plan {each:03}" for each in range(1, number + 1)]
    settings = some_plans(folder, names, made, portfolio=True, report=reports, drafts=reports)
    for name in names:
        for file in (made / "back").iterdir():
            shutil.copy2(file, folder / name / "returns" / file.name)
    measured = run(settings)
    archived = sum(1 for _ in folder.glob("*/archive/*/*.xlsx"))
    assert archived == RETURNED * number, f"{archived} returns were archived, not {RETURNED * number}"
    shutil.rmtree(folder)
    return measured


def _run(settings: Path, *options: str) -> measure.Measured:
    command = [sys.executable, "-c", _PROGRAM, "consolidate", str(settings), "--quiet", *options]
    return measure.run(command, {}, succeeds=(0, 1))


def _on_cluster(settings: Path, workers: int, kill: bool) -> measure.Measured:
    """The cluster is up already when the run begins; its memory and its processor time are counted in."""
    with a_cluster(_made(settings.parent / "cluster"), workers) as cluster:
        ended = threading.Event()
        killer = threading.Thread(target=_end_a_worker, args=(settings.parent, cluster, ended), daemon=True)
        if kill:
            killer.start()
        measured = measure.run(
            [
                sys.executable,
                "-c",
                _PROGRAM,
                "consolidate",
                str(settings),
                "--quiet",
                "--cluster",
                cluster.address,
            ],
            {},
            succeeds=(0, 1),
            also=[cluster.scheduler.pid, *(worker.pid for worker in cluster.workers)],
        )
        ended.set()
        if kill:
            assert cluster.workers[0].poll() is not None, "no worker was ended"
    return measured


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _end_a_worker(folder: Path, cluster: Cluster, ended: threading.Event) -> None:
    number = sum(1 for _ in folder.glob("*/master.xlsx"))
    while not ended.wait(0.05):
        if sum(1 for _ in folder.glob("*/archive")) >= number / 2:
            cluster.workers[0].kill()
            return


def _a_plan(folder: Path) -> Path:
    """The sample plan with its returns issued, and some of them filled in, in the folder "back"."""
    master = a_master(folder)
    give_addresses(master)
    for file in sorted((folder / "issued").iterdir())[:RETURNED]:
        officers.fill_in(file, words=f"From {file.stem}.", to=folder / "back" / file.name)
    return folder


def _tell(number: int, how: str, measured: measure.Measured) -> None:
    click.echo(f"| {number} | {how} | {measured.wall:.1f} | {measured.processor:.0f} | {measured.peak:.0f} |")


if __name__ == "__main__":
    main()
