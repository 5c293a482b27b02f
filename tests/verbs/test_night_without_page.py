"""A night that cannot write its page says so, and does not say that it was written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlplan
from tests.builders.small_plan import fill_in, plan

NIGHT = dt.datetime(2026, 11, 20, 2, 0)


def test_a_page_that_could_not_be_written_is_not_among_what_was(tmp_path: Path) -> None:
    """Whoever is sent to the page finds the one of the night before, and takes it for this one."""
    master = plan(tmp_path, ["Pat Example"])
    xlplan.add_period(master, "Dec-26", now=NIGHT).save()
    xlplan.issue(master, now=NIGHT).save()
    fill_in(tmp_path / "issued" / "Dec-26 Pat Example.xlsx", tmp_path / "returns", {"A001": {"RAG": "Green"}})
    (tmp_path / "out" / "index.html").mkdir(parents=True)
    settings = tmp_path / "plans.toml"
    lines = ["[[plan]]", 'name = "Homes"', 'master = "master.xlsx"', 'inbox = "returns"', 'out = "out"']
    settings.write_text("\n".join([*lines, "drafts = false"]), "utf-8")
    result = xlplan.consolidate(settings, now=NIGHT)
    [run] = result.masters
    assert [Path(file).name for file in run.files] == [
        "Dec-26 report.docx", "Dec-26 report.html", "Dec-26 dashboard.xlsx",
    ]  # fmt: skip
    assert (result.exit, run.exit) == (1, 1), "what was merged is merged"
    assert run.error is not None
    assert "index.html" in run.error
    assert result.summary().splitlines()[-2:] == [f"  See {run.files[0]}", f"  but: {run.error}"]
    log = (tmp_path / "plans.log").read_text("utf-8")
    assert f"[Homes] written: 3 files, with {run.files[0]}\n" in log
    assert f"[Homes] error: {run.error}\n" in log
    assert log.endswith("exit 1, not well: Homes\n")
