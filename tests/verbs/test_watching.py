"""What a watch does at each look at its inboxes, one look after the other, with the waiting done for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.builders.small_plan import plan
from xlplan.consolidating import watch
from xlplan.errors import XlplanError
from xlplan.verbs import consolidate as consolidating
from xlplan.verbs.consolidate import Consolidated, watch_inboxes

Step = Callable[[], object]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Two plans between two periods: what arrives cannot be merged."""
    lines = ["[defaults]", "report = false"]
    for name in ("Homes", "Roads"):
        plan(tmp_path / name, ["Pat Example"], {"Sep-26": ["Red"]})
        (tmp_path / name / "returns").mkdir()
        lines += ["[[plan]]", f'name = "{name}"', f'master = "{name}/master.xlsx"']
        lines += [f'inbox = "{name}/returns"', f'out = "{name}/out"']
    file = tmp_path / "plans.toml"
    file.write_text("\n".join(lines), "utf-8")
    return file


def watched(settings: Path, steps: Sequence[Step], monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How long each waiting was to be, and what each run said: its plans with their exit codes, or an error."""
    told: list[object] = []
    left = iter(steps)
    stop = threading.Event()

    def show(result: Consolidated | XlplanError) -> None:
        if isinstance(result, Consolidated):
            told.append({run.name: run.exit for run in result.masters})
        else:
            told.append(result.what.partition(" (")[0])

    def wait(inboxes: Sequence[Path], stopped: threading.Event, seconds: float) -> None:
        assert [inbox.parent.name for inbox in inboxes] == ["Homes", "Roads"]
        told.append(round(seconds, 1))
        step = next(left, None)
        if step is None:
            stopped.set()
        else:
            step()

    monkeypatch.setattr(watch, "SETTLED_AFTER", 0.0)  # whole when it has not changed since the last look
    monkeypatch.setattr(consolidating, "RETRY_AFTER", 0.0)
    monkeypatch.setattr(consolidating, "wait_for_change", wait)
    watch_inboxes(settings, show=show, stop=stop)
    return told


def test_a_run_is_for_the_plans_in_whose_inboxes_something_new_is_whole(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All plans at each arrival would keep their masters busy all day; a file half written would be refused."""
    letter = settings.parent / "Homes" / "returns" / "letter.txt"
    steps: list[Step] = [
        lambda: None,
        lambda: letter.write_text("Dear all"),
        lambda: None,
        lambda: letter.unlink(),
        lambda: None,
    ]
    assert watched(settings, steps, monkeypatch) == [
        {"Homes": 0, "Roads": 0},  # the first look: all plans, once
        30.0,
        30.0,  # nothing new
        5.0,  # the letter is there, and may not be whole
        {"Homes": 2},
        0.1,  # it could not be merged: again as soon as that is due
        30.0,  # it has been taken away
        30.0,
    ]


def test_what_keeps_a_run_from_running_is_said_and_it_is_tried_again(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A watch that ends because a drive was away for a minute is found out at the end of the month."""
    letter = settings.parent / "Homes" / "returns" / "letter.txt"
    away = settings.with_name("away.toml")
    steps: list[Step] = [
        lambda: letter.write_text("Dear all"),
        lambda: settings.rename(away),
        lambda: away.rename(settings),
    ]
    assert watched(settings, steps, monkeypatch) == [
        {"Homes": 0, "Roads": 0},
        30.0,
        5.0,
        "it cannot be read",
        0.1,
        {"Homes": 2},
        0.1,
    ]
