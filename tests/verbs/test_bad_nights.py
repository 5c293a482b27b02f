"""Nights that go wrong: each says so, and the next one tells truly what became of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import xlplan
from tests.builders.small_plan import fill_in, plan
from xlplan.consolidating.settings import read_settings
from xlplan.verbs.consolidate_one import Task, give_up_plan

NIGHT = dt.datetime(2026, 11, 20, 2, 0)
DAY = dt.timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """One plan, whose only officer has answered."""
    master = plan(tmp_path, ["Pat Example"])
    xlplan.add_period(master, "Dec-26", now=NIGHT).save()
    xlplan.issue(master, now=NIGHT).save()
    fill_in(tmp_path / "issued" / "Dec-26 Pat Example.xlsx", tmp_path / "returns", {"A001": {"RAG": "Green"}})
    lines = ["[[plan]]", 'name = "Homes"', 'master = "master.xlsx"', 'inbox = "returns"', 'out = "out"']
    file = tmp_path / "plans.toml"
    file.write_text("\n".join([*lines, "drafts = false"]), "utf-8")
    return file


def test_a_page_that_could_not_be_written_is_not_among_what_was(settings: Path) -> None:
    """Whoever is sent to the page finds the one of the night before, and takes it for this one."""
    (settings.parent / "out" / "index.html").mkdir(parents=True)
    result = xlplan.consolidate(settings, now=NIGHT)
    [run] = result.masters
    assert [Path(file).name for file in run.files] == [
        "Dec-26 report.docx", "Dec-26 report.html", "Dec-26 dashboard.xlsx",
    ]  # fmt: skip
    assert (result.exit, run.exit) == (1, 1), "what was merged is merged"
    assert run.error is not None
    assert "index.html" in run.error
    assert result.summary().splitlines()[-2:] == [f"  See {run.files[0]}", f"  but: {run.error}"]
    log = (settings.with_suffix(".log")).read_text("utf-8")
    assert f"[Homes] written: 3 files, with {run.files[0]}\n" in log
    assert f"[Homes] error: {run.error}\n" in log
    assert log.endswith("exit 1, not well: Homes\n")


def test_a_plan_whose_process_went_away_has_its_page_and_its_record(settings: Path) -> None:
    """A night of which nothing is written down is one that nobody looks into."""
    [of_plan] = read_settings(settings).plans
    done = give_up_plan(Task(plan=of_plan, now=NIGHT), "its process was ended")
    told = f"{of_plan.master}: its process was ended. Run again."
    assert (done.run.exit, done.run.error, done.run.merged) == (2, told, None)
    assert done.summary.error == told
    page = of_plan.out / "index.html"
    assert done.run.files == (str(page),)
    assert told in page.read_text("utf-8")
    record = of_plan.out / "runs" / "2026-11-20T02-00-00.json"
    assert done.record == record
    assert json.loads(record.read_text("utf-8")) == {
        "when": "2026-11-20T02:00:00", "state": "finished", **done.run.model_dump(mode="json"),
    }  # fmt: skip


def test_what_a_run_that_was_cut_off_had_saved_is_known_by_the_next(settings: Path) -> None:
    """The record of a merge that took place would say that it did not, or the other way round."""
    xlplan.consolidate(settings, now=NIGHT)
    folder = settings.parent / "out" / "runs"
    saved = folder / "2026-11-20T02-00-00.json"
    document = json.loads(saved.read_text("utf-8"))
    saved.write_text(json.dumps({**document, "state": "unfinished"}), "utf-8")
    lost = folder / "2026-11-19T02-00-00.json"
    lost.write_text(
        json.dumps({**document, "state": "unfinished", "when": (NIGHT - DAY).isoformat()}), "utf-8"
    )
    xlplan.consolidate(settings, now=NIGHT + DAY)
    first, second = (json.loads(file.read_text("utf-8")) for file in (saved, lost))
    assert first == {**document, "state": "cut off after the save; the next run did the rest"}
    assert second["state"] == "cut off before the save; the next run did it all"
    assert second["merged"] is None


def test_reminders_that_a_killed_run_left_half_written_are_cleared_away(settings: Path) -> None:
    """They would lie among the drafts for good, where nobody is to be reminded any more."""
    drafts = settings.parent / "out" / "drafts"
    drafts.mkdir(parents=True)
    listed = {"mark": "", "files": ["Dec-26 Pat Example.eml"]}
    (drafts / ".~xlplan-0123abcd-list").write_text(json.dumps(listed), "utf-8")
    (drafts / ".~xlplan-0123abcd-new-0").write_bytes(b"To: pat@example.org")
    (drafts / "notes.txt").write_text("mine", "utf-8")
    xlplan.consolidate(settings, now=NIGHT)
    assert [file.name for file in drafts.iterdir()] == ["notes.txt"]
