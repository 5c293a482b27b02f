"""Killed, interrupted, out of room or two at once: the master is the old one or the new one, and the next run goes on.

The commands run in forks of this process, so that hundreds of endings take minutes. How many there are can be set:
XLPLAN_KILLS (of all commands together) and XLPLAN_TRIES (of merges at once).
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

import xlplan
from tests.builders.cycle import ASHA, JO, PERIOD, RUTH, a_master, action, decide, sent_back, table
from xlplan.cli import run
from xlplan.layout.master import read_master
from xlplan.workbook import lock
from xlplan.workbook.file import FileBook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="forks and signals"),
]

KILLS = int(os.environ.get("XLPLAN_KILLS", "210"))
TRIES = int(os.environ.get("XLPLAN_TRIES", "30"))
COMMANDS = ("standardise", "add-period", "issue", "merge", "resolve", "validate", "undo")
STEPS = ("replace", "fsync", "unlink", "mkdir", "link", "rename", "chmod", "open", "rmdir")
"""What changes a disk, as far as the commands do: a run is ended before or after one of them."""
BEGINNINGS = (".~xlplan-", ".2")


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Command -> a folder in which it is to be run next."""
    folder = tmp_path_factory.mktemp("stages")
    master = a_master(folder / "council")
    stages = {}

    def keep(command: str) -> None:
        stages[command] = Path(shutil.copytree(master.parent, folder / command))

    sent_back(master, RUTH, {"A001": {"RAG": "Green"}, "A002": {"RAG": "Nearly", "progress": "Soon"}})
    sent_back(master, JO, {"A003": {"RAG": "Amber"}, "A001": {"RAG": "Red"}})
    keep("merge")
    keep("add-period")
    xlplan.merge(master, master.parent / "back").save()
    keep("validate")
    keep("undo")
    for copy in sorted((stages["undo"] / ".xlplan-backups" / "master.xlsx").glob("0*"))[:-1]:
        copy.unlink()  # one step back, so that the second run has none
    lines = table(master, "Conflicts")
    decide(master, *[(int(str(line["No"])), "Keep master", None) for line in lines])
    keep("resolve")
    keep("standardise")
    (stages["standardise"] / "master.xlsx").unlink()
    stages["issue"] = Path(shutil.copytree(stages["merge"], folder / "issue"))
    xlplan.undo(stages["issue"] / "master.xlsx").save()  # as it was before the returns were issued
    shutil.rmtree(stages["issue"] / "issued")
    return stages


def line_of(command: str, folder: Path) -> list[str]:
    master = str(folder / "master.xlsx")
    return {
        "standardise": ["standardise", str(folder / "plan.xlsx"), "-o", master],
        "add-period": ["add-period", master, "Nov-26"],
        "merge": ["merge", master, str(folder / "back")],
    }.get(command, [command, master])


_DIFFERS = frozenset({"When", "Decided", "From", "Found"})
"""Headings under which moments and paths stand."""


def state(folder: Path) -> object:
    """What a person finds: the plan, the lists and the returns, without the moments."""
    master = folder / "master.xlsx"
    if not master.exists():
        return None
    book = FileBook.open(master)
    book.refuse_damaged()
    read = read_master(book)
    lists = {
        name: [
            {heading: value for heading, value in row.values.items() if heading not in _DIFFERS}
            for row in read.listed(name)
        ]
        for name in ("Conflicts", "Changes", "Returns", "Periods", "Checks")
    }
    issued = sorted((one.id, one.officer, one.file) for one in read.record.issued)
    returns = sorted(file.name for file in (folder / "issued").glob("*.xlsx"))
    return read.cells, lists, issued, len(read.record.merged), returns


def leftovers(folder: Path) -> list[str]:
    return [
        str(file.relative_to(folder))
        for file in folder.rglob(".*")
        if file.name.startswith(BEGINNINGS) or file.name == lock.NAME
    ]


def forked(arguments: Sequence[str], before: Callable[[], object] = lambda: None, after: float = 0) -> int:
    """The exit code of a command, or minus the signal that ended it.

    Args:
        arguments: the command.
        before: called in the fork, before the command.
        after: seconds after which it is killed; 0 for never.
    """
    process = os.fork()
    if process == 0:
        code = 99
        with contextlib.suppress(BaseException):
            sys.stdout = sys.stderr = io.StringIO()
            before()
            code = run(arguments)
        os._exit(code)
    if after:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def ending(moment: int, number: int, count_to: Path | None = None) -> Callable[[], None]:
    """What ends a process with a signal at the given moment of those at which it changes the disk."""

    def set_up() -> None:
        passed = 0

        def tick() -> None:
            nonlocal passed
            passed += 1
            if count_to is not None:
                count_to.write_text(str(passed))
            if passed == moment:
                os.kill(os.getpid(), number)

        def around(function: Callable[..., object]) -> Callable[..., object]:
            def ticking(*given: object, **more: object) -> object:
                tick()
                came = function(*given, **more)
                tick()
                return came

            return ticking

        for name in STEPS:
            setattr(os, name, around(getattr(os, name)))

    return set_up


def endings(
    stages: dict[str, Path], tmp_path: Path, count: int, number: int
) -> Iterator[tuple[str, str, Path, object, int]]:
    """Each ended run: command, when it was ended, its folder, the state of a run that was not ended, its exit code."""
    chance = random.Random(5)
    for command in COMMANDS:
        whole = Path(shutil.copytree(stages[command], tmp_path / f"{command} whole"))
        started = time.monotonic()
        assert forked(line_of(command, whole)) in (0, 1)
        took = time.monotonic() - started
        new = state(whole)
        counted = tmp_path / "count"
        again = Path(shutil.copytree(stages[command], tmp_path / f"{command} again"))
        forked(line_of(command, again), ending(-1, number, counted))
        points = int(counted.read_text())
        each = count // len(COMMANDS)
        at_steps = sorted(chance.sample(range(1, points + 1), min(points, each * 2 // 3)))
        plans: list[tuple[str, int, float]] = [
            (f"step {point} of {points}", point, 0.0) for point in at_steps
        ]
        if number == signal.SIGKILL:
            for _ in range(each - len(at_steps)):
                after = chance.uniform(0.02, 1.05) * took
                plans.append((f"after {after:.2f} s", -1, after))
        for told, point, after in plans:
            folder = Path(shutil.copytree(stages[command], tmp_path / "ended"))
            code = forked(line_of(command, folder), ending(point, number), after)
            yield command, told, folder, new, code
            shutil.rmtree(folder)


def test_a_killed_run_leaves_the_old_master_or_the_new_and_the_next_goes_on(
    stages: dict[str, Path], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    old = {command: state(folder) for command, folder in stages.items()}
    seen: dict[str, int] = {"old": 0, "new": 0}
    wrong: list[str] = []
    for command, told, folder, new, _ in endings(stages, tmp_path, KILLS, signal.SIGKILL):
        found = state(folder)
        # the returns of issue are put in place by the next run where the master remembers them
        is_old, is_new = found == old[command], found == new or (command == "issue" and found[2] == new[2])  # type: ignore[index]
        seen["new" if is_new else "old"] += 1
        code = forked(line_of(command, folder))
        may_be_done = is_new and command in ("standardise", "add-period", "issue", "undo")
        if not (is_old or is_new):
            wrong.append(f"{command} {told}: neither the old nor the new")
        elif code not in ((0, 1, 2) if may_be_done else (0, 1)):
            wrong.append(f"{command} {told}: the next run ended with {code}")
        elif state(folder) != new:
            wrong.append(f"{command} {told}: the next run did not give the master that it should")
        elif leftovers(folder):
            wrong.append(f"{command} {told}: left {leftovers(folder)}")
    record_property("states after a kill", str(seen))
    assert wrong == []
    assert min(seen.values()) > 0


def test_an_interrupted_run_tells_truly_what_was_written(stages: dict[str, Path], tmp_path: Path) -> None:
    old = {command: state(folder) for command, folder in stages.items()}
    wrong: list[str] = []
    for command, told, folder, new, code in endings(stages, tmp_path, KILLS // 3, signal.SIGINT):
        found = state(folder)
        expected = {0: new, 1: new, 2: old[command]}.get(code, "no such code")
        if found != expected:
            wrong.append(f"{command} {told}: exit {code}, and the master is another")
        if leftovers(folder):
            wrong.append(f"{command} {told}: left {leftovers(folder)}")
    assert wrong == []


@pytest.mark.parametrize("command", COMMANDS)
def test_without_room_nothing_is_changed_and_nothing_stays(
    stages: dict[str, Path], tmp_path: Path, command: str
) -> None:
    """A limit to the size of files stands for a disk that is full."""
    for room in (0, 1_000, 8_000, 20_000, 40_000, 60_000):
        folder = Path(shutil.copytree(stages[command], tmp_path / f"{room}"))
        before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}

        def limit(room: int = room) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

        code = forked(line_of(command, folder), limit)
        after = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        if code == 2:
            assert after == before
        else:
            assert code in (0, 1)
            state(folder)


def test_of_merges_at_once_nothing_that_was_acknowledged_is_lost(
    stages: dict[str, Path], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    said = {RUTH: ("A001", "Green"), JO: ("A003", "Amber"), ASHA: ("A011", "Red")}
    home = Path(shutil.copytree(stages["merge"], tmp_path / "home"))
    shutil.rmtree(home / "back")
    (home / "back").mkdir()
    for officer, (identity, word) in said.items():
        sent_back(home / "master.xlsx", officer, {identity: {"RAG": word}})
    acknowledged = 0
    for number in range(TRIES):
        folder = Path(shutil.copytree(home, tmp_path / "at once"))
        master = folder / "master.xlsx"
        commands = [["merge", str(master), str(folder / "back" / f"{officer}.xlsx")] for officer in said]
        commands = [*commands[: 2 + number % 2], *([["validate", str(master)]] if number % 3 == 0 else [])]
        processes = []
        for command in commands:
            process = os.fork()
            if process == 0:
                with contextlib.suppress(BaseException):
                    sys.stdout = sys.stderr = io.StringIO()
                    os._exit(run(command))
                os._exit(99)
            processes.append(process)
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
        assert set(codes) <= {0, 1, 2}
        for (identity, word), code in zip(said.values(), codes[: 2 + number % 2], strict=False):
            if code != 2:
                acknowledged += 1
                assert action(master, identity)[f"{PERIOD} RAG"] == word
        assert leftovers(folder) == []
        shutil.rmtree(folder)
    record_property("tries at once", f"{TRIES}, {acknowledged} acknowledged")
    assert acknowledged
