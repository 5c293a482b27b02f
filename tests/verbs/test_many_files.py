"""Work that is shared out to processes comes out as when it is done in one, whatever becomes of the processes."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import xlplan
from tests.builders.cycle import a_master
from xlplan.verbs import many_files
from xlplan.verbs.many_files import begun


def shouted(word: str) -> str:
    return word.upper()


def number_in(text: str) -> int:
    return int(text)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


WORDS = [f"return {number}" for number in range(9)]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_files, "MANY", 4)
    monkeypatch.setattr(many_files, "_cores", lambda: 2)


def test_results_come_in_the_order_of_the_files_and_are_told() -> None:
    told: list[tuple[int, int]] = []
    with begun(shouted, WORDS, len(WORDS)) as wait:
        made = wait(lambda done, of: told.append((done, of)))
    assert made == [word.upper() for word in WORDS]
    assert told == [(5, 9), (9, 9)]


def test_a_process_of_its_own_does_the_work() -> None:
    """If this fails, three hundred returns are worked on one after the other."""
    with begun(_process, range(9), 9) as wait:
        assert os.getpid() not in wait(None)


def _process(_: int) -> int:
    return os.getpid()


@pytest.mark.parametrize("program", [sys.executable + " that is gone", "/bin/false"])
def test_the_work_is_done_here_when_a_process_cannot_be_started_or_is_ended(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with begun(shouted, WORDS, len(WORDS)) as wait:
        assert wait(None) == [word.upper() for word in WORDS]


def test_what_the_work_raises_is_raised_here() -> None:
    with (
        begun(number_in, ["1", "2", "3", "four", "five", "6", "7"], 7) as wait,
        pytest.raises(ValueError, match="four"),
    ):
        wait(None)


def test_what_comes_first_is_worked_on_while_the_rest_is_made() -> None:
    """If this fails, nothing is drawn before all that is to be drawn has been thought of."""
    started = time.monotonic()

    def slowly() -> Iterator[str]:
        for word in WORDS:
            if word == WORDS[-1]:
                while not done.wait(0.01) and time.monotonic() - started < 30:
                    pass
            yield word

    done = threading.Event()
    gathered: list[str] = []

    def work_on(self: many_files._Processes[str, str], files: Sequence[str]) -> list[str]:
        gathered.extend(files)
        done.set()
        return [word.upper() for word in files]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_files._Processes, "work_on", work_on)
        with begun(shouted, slowly(), len(WORDS)) as wait:
            assert wait(None) == [word.upper() for word in WORDS]
    assert time.monotonic() - started < 30


def test_nobody_waits_for_work_that_is_not_wanted_any_more() -> None:
    """After Ctrl-C, or when the workbook turns out to be no master."""
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), begun(sleep, [60.0] * 9, 9):
        raise KeyboardInterrupt
    assert time.monotonic() - started < 30


def test_returns_that_are_drawn_side_by_side_are_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = a_master(tmp_path / "council")
    issued = {}
    for name, many in (("side by side", 2), ("one after the other", 1000)):
        monkeypatch.setattr(many_files, "MANY", many)
        result = xlplan.issue(master, folder=tmp_path / name, now=dt.datetime(2026, 11, 2, 9, 30))
        result.save()
        xlplan.undo(master).save()
        issued[name] = {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
    assert len(issued["side by side"]) >= 3
    assert issued["side by side"] == issued["one after the other"]


def test_a_process_that_draws_starts_at_once() -> None:
    """If this fails, each process takes a fifth of a second more to start."""
    program = "import sys, xlplan.layout.return_file; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"pydantic", "openpyxl", "xlplan.model", "xlplan.layout.master"} & set(run.stdout.split())


@pytest.mark.parametrize(
    ("files", "cores", "shares"),
    [
        (99, 8, [99]),
        (100, 1, [100]),
        (100, 2, [50, 50]),
        (101, 2, [51, 50]),
        (150, 8, [50, 50, 50]),  # fifty are worth a process
        (199, 8, [67, 67, 65]),
        (400, 8, [50] * 8),
        (500, 2, [250, 250]),
        (501, 2, [167, 167, 167]),  # no process is given more than 250
        (3_000, 8, [250] * 12),
    ],
)
def test_files_are_shared_out_so_that_each_process_is_worth_its_start_and_stays_small(
    files: int, cores: int, shares: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_files, "MANY", 100)
    monkeypatch.setattr(many_files, "_cores", lambda: cores)
    assert many_files._shares(files) == shares
