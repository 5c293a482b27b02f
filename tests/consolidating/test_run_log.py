"""What a support person would miss, or a server would choke on, if the log were not kept as it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xlplan.consolidating import run_log
from xlplan.consolidating.run_log import write_log

WHEN = dt.datetime(2026, 12, 1, 2, 0)


def test_a_line_says_when_which_plan_and_what_and_cannot_be_forged_by_a_file_name(tmp_path: Path) -> None:
    log = tmp_path / "plans.log"
    write_log(
        log, [("Adults", "refused: a\n2026-12-01 02:00:00 [B] all well\x1b[2J.xlsx"), ("", "exit 1")], WHEN
    )
    assert log.read_text(encoding="utf-8").splitlines() == [
        "2026-12-01 02:00:00 [Adults] refused: a 2026-12-01 02:00:00 [B] all well␛[2J.xlsx",
        "2026-12-01 02:00:00 exit 1",
    ]


def test_a_log_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_log, "LARGEST", 10_000)
    for _ in range(100):
        write_log(tmp_path / "plans.log", [("Adults", "merged " + "x" * 80)] * 20, WHEN)
    assert len(list(tmp_path.iterdir())) == run_log.KEPT + 1
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 10_000 * (run_log.KEPT + 1)


def test_a_log_that_cannot_be_written_is_told_to_the_caller(tmp_path: Path) -> None:
    (tmp_path / "plans.log").mkdir()
    with pytest.raises(OSError, match=r"directory|denied"):
        write_log(tmp_path / "plans.log", [("", "x")], WHEN)
