"""The records of runs: what else lies in their folder is left alone, and the record of this night is kept."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from xlplan.consolidating import run_records
from xlplan.consolidating.run_records import FOLDER, begin_record, finish_cut_off

LONG_AGO, NOW = dt.datetime(1970, 1, 1, 0, 0), dt.datetime(2026, 11, 28, 3, 0)


def test_what_is_no_record_of_ours_is_not_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_records, "KEPT", 3)
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "1-notes.json").write_text("mine")
    for day in range(1, 6):
        begin_record(tmp_path, {}, NOW.replace(day=day))
    assert sorted(file.name for file in folder.iterdir()) == [
        "1-notes.json",
        *[f"2026-11-0{day}T03-00-00.json" for day in (3, 4, 5)],
    ]


def test_the_record_of_a_night_whose_clock_was_wrong_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_records, "KEPT", 3)
    for day in range(1, 4):
        begin_record(tmp_path, {}, NOW.replace(day=day))
    assert begin_record(tmp_path, {}, LONG_AGO).exists()


@pytest.mark.parametrize("when", [None, "yesterday", 5])
def test_a_record_that_makes_no_sense_stops_no_run(tmp_path: Path, when: object) -> None:
    record = begin_record(tmp_path, {}, NOW)
    content = json.dumps({"state": "unfinished", "when": when})
    record.write_text(content)
    (record.parent / "brackets.json").write_text("[" * 100_000)
    finish_cut_off(tmp_path, lambda _: True)
    assert record.read_text() == content


def test_a_folder_that_is_not_utf8_has_its_records(tmp_path: Path) -> None:
    record = begin_record(tmp_path, {"master": "/srv/Ren\udce9e/master.xlsx"}, NOW)
    assert json.loads(record.read_text(encoding="utf-8"))["master"] == "/srv/Ren\udce9e/master.xlsx"
