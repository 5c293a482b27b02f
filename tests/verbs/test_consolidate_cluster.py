"""What a region would lose if a worker of its cluster went away in the night, or the scheduler were not there."""

from __future__ import annotations

import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

import xlplan
from tests.builders.cluster import a_cluster
from tests.builders.cycle import RUTH, a_master, action
from tests.builders.inboxes import arrives, files_in, some_plans
from xlplan.errors import WrongUsage

# Asked for without loading it, which takes a second that other tests would wait for.
pytestmark = pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")

PLANS = 24


@pytest.mark.slow
def test_a_worker_that_is_killed_in_the_middle_costs_no_plan_its_night(tmp_path: Path) -> None:
    made = tmp_path / "made"
    a_master(made)
    names = [f"Plan {number:03}" for number in range(PLANS)]
    settings = some_plans(tmp_path / "plans", names, made)
    for name in names:
        arrives(settings.parent / name, RUTH, {"A001": {"progress": f"Visited for {name}"}})
    with a_cluster(tmp_path) as cluster:
        done = threading.Event()

        def kill_one() -> None:
            while not done.wait(0.02):
                if len(list(settings.parent.glob("*/archive/*/*"))) >= PLANS // 4:
                    cluster.workers[0].kill()
                    return

        killer = threading.Thread(target=kill_one)
        killer.start()
        try:
            result = xlplan.consolidate(settings, cluster=cluster.address)
        finally:
            done.set()
            killer.join()
        assert cluster.workers[0].poll() is not None, "no worker was killed"
    assert [(run.name, run.exit, run.error) for run in result.masters] == [(name, 0, None) for name in names]
    for name in names:
        assert (
            action(settings.parent / name / "master.xlsx", "A001")["Oct-26 progress"] == f"Visited for {name}"
        )
        assert files_in(settings.parent / name / "archive") == {f"Oct-26/{RUTH}.xlsx"}


def test_a_scheduler_that_does_not_answer_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xlplan.consolidating import side_by_side

    monkeypatch.setattr(side_by_side, "ANSWERS_WITHIN", 1)
    made = tmp_path / "made"
    a_master(made)
    settings = some_plans(tmp_path / "plans", ["Adults"], made)
    began = time.monotonic()
    with pytest.raises(WrongUsage, match="no Dask scheduler answers"):
        xlplan.consolidate(settings, cluster="tcp://127.0.0.1:9")
    assert time.monotonic() - began < 20
