"""The benchmark: xlplan, what people would use instead, and the floor, each from a fresh copy in a process of its own.

    python -m tests.benchmark --help

Read the ratios, not the seconds: those are this machine's. Nothing here passes or fails.
"""

from __future__ import annotations

import compileall
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from tests.benchmark import data, measure
from tests.benchmark.peers import PEERS

MASTER, RETURNED = "master.xlsx", "returned"
_IN_GROWTH = 10
"""Actions in a return: 3,000 returns of forty would make a larger sheet than is read."""
_DONE = (0, 1)
"""Exit codes of xlplan that mean it was done; 1 says that something waits for a person."""


@dataclass(frozen=True)
class Contestant:
    """One program that is timed."""

    name: str
    command: Callable[[Path], Sequence[str]]
    """Given the folder of its fresh copy."""
    start: Path
    """The workbook that it starts from."""
    environment: Mapping[str, str] = field(default_factory=dict)
    counts: bool = False
    """Whether answers are to be in the master afterwards."""


@click.command()
@click.option("--runs", default=5, show_default=True, help="Runs of each; medians are printed.")
@click.option("--officers", default=300, show_default=True, help="Returns that come back.")
@click.option("--each", default=40, show_default=True, help="Actions in each return, all filled in.")
@click.option("--merge/--no-merge", default=True, help="Merging, against the peers and the floor.")
@click.option("--commands/--no-commands", default=True, help="The other commands on the same plan.")
@click.option("--growth", is_flag=True, help="Merging from 30 to 3,000 returns of ten actions: takes long.")
@click.option("--before", type=click.Path(path_type=Path), help="Another checkout of xlplan to time as well.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the workbooks here for the next time.")
def main(
    runs: int,
    officers: int,
    each: int,
    merge: bool,
    commands: bool,
    growth: bool,
    before: Path | None,
    keep: Path | None,
) -> None:
    """Time xlplan on a plan of OFFICERS x EACH actions."""
    with tempfile.TemporaryDirectory() as scratch:
        place = keep or Path(scratch)
        checkouts = {"xlplan": Path.cwd()} | ({"xlplan before": before.resolve()} if before else {})
        for checkout in checkouts.values():
            compileall.compile_dir(checkout / "xlplan", quiet=1)  # as an installation does
        month = data.make(place / f"{officers}x{each}", officers=officers, each=each)
        if merge:
            peers = [_peer(name, month) for name in PEERS if _is_installed(name)]
            ours = [_xlplan(name, path, "merge", month) for name, path in checkouts.items()]
            click.echo(f"\nMerging {officers:,} returns of {each} into {month.actions:,} actions")
            _race([*ours, *peers], month, Path(scratch), runs, floor="floor")
        if commands:
            for verb in ("standardise", "add-period", "issue", "validate", "status"):
                click.echo(f"\n{verb}, {month.actions:,} actions")
                _race(
                    [_xlplan(name, path, verb, month) for name, path in checkouts.items()],
                    month,
                    Path(scratch),
                    runs,
                )
        if growth:
            _grow(place, Path(scratch), checkouts, runs)


def _race(
    contestants: Sequence[Contestant], month: data.Month, scratch: Path, runs: int, floor: str = ""
) -> dict[str, measure.Measured]:
    """Let them run in turn, so that a slow minute of the machine is everybody's; print the medians.

    Their memory is looked at in a last run of each, which is not timed.
    """
    measured: dict[str, list[measure.Measured]] = {each.name: [] for each in contestants}
    arrived: dict[str, int] = {}
    for number in range(runs + 1):
        for contestant in contestants:
            place = scratch / "run"
            place.mkdir()
            shutil.copy(contestant.start, place / MASTER)
            command = contestant.command(place)
            measured[contestant.name].append(
                measure.run(command, contestant.environment, _DONE, is_watched=number == runs)
            )
            if contestant.counts:
                arrived[contestant.name] = data.arrived(place / MASTER)
            shutil.rmtree(place)
    medians = {name: measure.of(timed, watched.peak) for name, (*timed, watched) in measured.items()}
    least = medians.get(floor) or min(medians.values(), key=lambda one: one.processor)
    head = "against the floor" if floor else "against the first"
    least = least if floor else medians[contestants[0].name]
    click.echo(f"{'':38}{'wall':>8}{'processor':>11}{head:>20}{'peak':>10}")
    for name, one in medians.items():
        lost = 2 * month.actions - arrived[name] if name in arrived else 0
        click.echo(
            f"{name:38}{one.wall:7.2f}s{one.processor:10.2f}s"
            f"{one.wall / least.wall:9.2f} /{one.processor / least.processor:7.2f} {one.peak:8.0f}M"
            + (f"  LOST {lost:,} of {2 * month.actions:,} answers" if lost else "")
        )
    return medians


def _grow(place: Path, scratch: Path, checkouts: Mapping[str, Path], runs: int) -> None:
    """Merging as the number of returns grows: the time for one return should stay what it is."""
    for officers in (30, 100, 300, 1000, 3000):
        month = data.make(place / f"{officers}x{_IN_GROWTH}", officers=officers, each=_IN_GROWTH)
        click.echo(f"\nMerging {officers:,} returns of {_IN_GROWTH}")
        ours = [_xlplan(name, path, "merge", month) for name, path in checkouts.items()]
        for name, one in _race(ours, month, scratch, 1 if officers > 300 else runs).items():
            click.echo(f"{name}: {1000 * one.wall / officers:.1f} ms a return")


def _xlplan(name: str, checkout: Path, verb: str, month: data.Month) -> Contestant:
    run = [sys.executable, "-P", "-c", "from xlplan.cli import main; main()", verb]
    arguments: dict[str, tuple[Path, Callable[[Path], list[str]]]] = {
        "merge": (month.issued, lambda place: [str(place / MASTER), str(month.returned)]),
        "standardise": (month.plan, lambda place: [str(place / MASTER), "-o", str(place / "made.xlsx")]),
        "add-period": (month.standardised, lambda place: [str(place / MASTER), data.PERIOD]),
        "issue": (month.opened, lambda place: [str(place / MASTER), "--to", str(place / "issued")]),
        "validate": (month.issued, lambda place: [str(place / MASTER)]),
        "status": (month.issued, lambda place: [str(place / MASTER)]),
    }
    start, given = arguments[verb]
    return Contestant(
        name,
        lambda place: [*run, *given(place)],
        start,
        {"PYTHONPATH": str(checkout)},
        counts=verb == "merge",
    )


def _peer(name: str, month: data.Month) -> Contestant:
    return Contestant(
        name,
        lambda place: [
            *(sys.executable, "-m", "tests.benchmark.peers", name),
            *(str(place / MASTER), str(month.returned)),
        ],
        month.issued,
        counts=name != "floor",
    )


def _is_installed(peer: str) -> bool:
    return "wolfxl" not in peer or importlib.util.find_spec("wolfxl") is not None


if __name__ == "__main__":
    main()
