"""What would not be consolidated if a process or a worker went away in the middle of the night."""

from __future__ import annotations

import os
from pathlib import Path

from xlplan.consolidating.side_by_side import in_processes, jobs_for


def double(task: tuple[int, str]) -> str:
    """Work that ends its own process for task 2, and the first time only for task 4."""
    number, folder = task
    marker = Path(folder, str(number))
    if number == 2 or (number == 4 and not marker.exists()):
        marker.write_text("here I was ended")
        os._exit(9)
    return str(2 * number)


def lost(task: tuple[int, str], why: str) -> str:
    return f"lost: {why}"


def test_a_process_that_is_ended_costs_one_plan_its_run_and_no_other(tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in (1, 2, 3, 4, 5)]
    outcomes = {task[0]: outcome for task, outcome in in_processes(double, tasks, 2, lost)}
    assert outcomes.pop(2).startswith("lost: the process that worked on it was ended")
    assert outcomes == {1: "2", 3: "6", 4: "8", 5: "10"}


def test_one_plan_is_done_without_starting_a_process() -> None:
    assert [outcome for _, outcome in in_processes(os.path.basename, ["a/b"], 8, lost)] == ["b"]
    assert jobs_for(1) == 1
