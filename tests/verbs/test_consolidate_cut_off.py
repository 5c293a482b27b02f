"""What would be lost, doubled or left lying if a night's run were ended in the middle, at any moment."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.builders import cut_off
from tests.builders.cycle import ASHA, JO, RUTH, a_master, sent_back
from tests.builders.inboxes import arrives, give_addresses, some_plans

PARTS = 8
"""All touches of the disk take minutes: in parts they are shared among the processes that run the tests."""
KILLS = int(os.environ.get("XLPLAN_KILLS", "60"))

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="processes are forked here, to be ended quickly"
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans before a night: returns to merge, a conflict, a second version, a name taken, a letter."""
    made = tmp_path_factory.mktemp("made") / "plan"
    give_addresses(a_master(made))
    folder = tmp_path_factory.mktemp("start")
    settings = some_plans(folder, ["Adults", "Children"], made, portfolio=True)
    written = settings.read_text(encoding="utf-8")
    settings.write_text(
        written.replace('name = "Children"', 'name = "Children"\nreport = false'), encoding="utf-8"
    )
    adults, children = folder / "Adults", folder / "Children"
    arrives(adults, RUTH, {"A001": {"RAG": "Green", "progress": "Two visits made"}})
    arrives(adults, JO, {"A001": {"progress": "Not so"}, "A003": {"RAG": "Red", "progress": "Late"}})
    arrives(adults, ASHA, {"A005": {"RAG": "Amber"}})
    shutil.copy2(adults / "returns" / f"{ASHA}.xlsx", adults / "returns" / f"Copy of {ASHA}.xlsx")
    (adults / "archive" / "Oct-26").mkdir(parents=True)
    (adults / "archive" / "Oct-26" / f"{RUTH}.xlsx").write_text("of an earlier night")
    (adults / "returns" / "letter.docx").write_text("Dear all")
    arrives(children, RUTH, {"A002": {"RAG": "Complete", "progress": "Done"}})
    sent_back(children / "master.xlsx", JO, {"A003": {"RAG": "Red"}})
    return folder


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all runs work: masters say from which folder their returns came."""
    return tmp_path_factory.mktemp("night") / "work"


@pytest.fixture(scope="module")
def undisturbed(start: Path, work: Path) -> tuple[Mapping[str, bytes], int]:
    """What a run leaves that nobody ends, and how often it touches the disk."""
    return cut_off.left_alone(start, work), cut_off.touches(start, work)


@pytest.mark.parametrize(
    ("first", "every"),
    [(1, 101), *(pytest.param(first, PARTS, marks=pytest.mark.slow) for first in range(1, PARTS + 1))],
)
def test_a_run_that_is_ended_at_whichever_touch_of_the_disk_is_finished_by_the_next(
    start: Path, work: Path, undisturbed: tuple[Mapping[str, bytes], int], first: int, every: int
) -> None:
    wanted, count = undisturbed
    assert count > 20
    for number in range(first, count + 1, every):
        found = cut_off.killed_at_touch(start, work, number)
        assert found.keys() == wanted.keys(), f"ended at touch {number}"
        assert [name for name in wanted if found[name] != wanted[name]] == [], f"ended at touch {number}"


@pytest.mark.slow
def test_runs_that_are_ended_at_random_moments_leave_the_same_in_the_end(start: Path, work: Path) -> None:
    """Moments between two touches of the disk, and runs that are ended several times in a row."""
    tally = cut_off.killed_at_random(start, work, kills=KILLS, seed=KILLS)
    assert tally.killed >= KILLS
    assert tally.differing == 0
