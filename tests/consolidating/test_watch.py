"""What would be merged half, again and again, or never, if watching an inbox went wrong."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from xlplan.consolidating.watch import SETTLED_AFTER, Inboxes, wait_for_change


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_file_that_is_still_growing_is_left_and_what_is_whole_is_not_kept_waiting(
    tmp_path: Path, clock: Clock
) -> None:
    inboxes = Inboxes([tmp_path], clock)
    whole, growing = tmp_path / "whole.xlsx", tmp_path / "growing.csv"
    whole.write_text("all of it")
    for piece in range(4):
        with growing.open("a") as stream:
            stream.write(f"row {piece}\n")
        ready = inboxes.look()
        clock.now += SETTLED_AFTER / 2
        if piece < 2:
            assert not ready
        elif piece == 2:
            assert ready == {tmp_path}
            assert inboxes.arriving() == {growing}
        else:
            assert not ready, "what was tried is not tried again"
    inboxes.look()
    clock.now += SETTLED_AFTER
    assert inboxes.look() == {tmp_path}
    assert not inboxes.arriving()


def test_a_refused_return_is_tried_again_only_when_it_changes_or_the_run_failed(
    tmp_path: Path, clock: Clock
) -> None:
    inboxes = Inboxes([tmp_path], clock)
    file = tmp_path / "Jo.xlsx"
    file.write_text("broken")
    inboxes.look()
    clock.now += SETTLED_AFTER
    assert inboxes.look()
    clock.now += 1000
    assert not inboxes.look()
    inboxes.try_again(tmp_path)
    assert inboxes.look()
    file.write_text("mended, and longer")
    inboxes.look()
    clock.now += SETTLED_AFTER
    assert inboxes.look()


def test_a_download_under_its_passing_name_is_left(tmp_path: Path, clock: Clock) -> None:
    inboxes = Inboxes([tmp_path], clock)
    (tmp_path / "Jo.xlsx.crdownload").write_text("half")
    inboxes.look()
    clock.now += SETTLED_AFTER * 10
    assert not inboxes.look()


def test_an_inbox_that_is_not_there_for_a_while_stops_nothing(tmp_path: Path, clock: Clock) -> None:
    inboxes = Inboxes([tmp_path / "drive", tmp_path], clock)
    (tmp_path / "Jo.xlsx").write_text("x")
    inboxes.look()
    clock.now += SETTLED_AFTER
    assert inboxes.look() == {tmp_path}
    wait_for_change([tmp_path / "drive"], threading.Event(), 0.01)


def test_a_file_that_arrives_ends_the_waiting_at_once(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    timer = threading.Timer(0.5, lambda: _made(tmp_path / "x").replace(tmp_path / "Jo.xlsx"))
    timer.start()
    began = time.monotonic()
    wait_for_change([tmp_path], threading.Event(), 30)
    assert time.monotonic() - began < 15
    timer.join()


def _made(file: Path) -> Path:
    file.write_text("whole")
    return file
