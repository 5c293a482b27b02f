"""What a council would lose if a night's consolidation went wrong: a return, a plan, or the knowledge of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import ASHA, JO, RUTH, a_master, action, change_sheet, columns, table
from tests.builders.inboxes import arrives, files_in, some_plans
from xlplan.cli import run
from xlplan.consolidating import watch
from xlplan.errors import RunInProgress, XlplanError
from xlplan.verbs import consolidate as consolidating
from xlplan.verbs.consolidate import Consolidated, watch_inboxes

Plans = Callable[..., Path]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "plan"
    a_master(folder)
    return folder


@pytest.fixture
def plans(tmp_path: Path, made: Path) -> Plans:
    """Call it with names of plans and choices for all for the settings file."""
    return lambda *names, **choices: some_plans(tmp_path, names, made, **choices)


def test_what_has_arrived_is_merged_and_archived_and_the_next_night_does_nothing_twice(plans: Plans) -> None:
    settings = plans("Adults")
    adults = settings.parent / "Adults"
    arrives(adults, RUTH, {"A001": {"progress": "Two visits made"}})
    arrives(adults, JO, {"A003": {"progress": "Agreed"}}, name="a b.xlsx")
    (adults / "returns" / "letter.xlsx").write_text("Dear all")
    (adults / "returns" / "~$Jo Pennick.xlsx").write_text("open")

    first = xlplan.consolidate(settings)
    [one] = first.masters
    assert (first.exit, one.exit, one.error) == (1, 1, None)
    assert one.merged is not None
    assert {Path(each.file).name: each.outcome for each in one.merged.returns} == {
        f"{RUTH}.xlsx": "merged",
        "a b.xlsx": "merged",
        "letter.xlsx": "refused",
    }
    assert action(adults / "master.xlsx", "A001")["Oct-26 progress"] == "Two visits made"
    assert files_in(adults / "archive") == {f"Oct-26/{RUTH}.xlsx", "Oct-26/a b.xlsx"}
    assert files_in(adults / "returns") == {"letter.xlsx", "~$Jo Pennick.xlsx"}
    assert {Path(place) for place in one.archived} == set((adults / "archive").rglob("*.xlsx"))

    master = (adults / "master.xlsx").read_bytes()
    (adults / "returns" / "letter.xlsx").unlink()
    again = xlplan.consolidate(settings)
    assert again.exit == 0
    assert (adults / "master.xlsx").read_bytes() == master


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are always Unicode")
def test_a_file_name_that_is_not_utf8_costs_no_night_its_record(plans: Plans) -> None:
    settings = plans("Adults")
    adults = settings.parent / "Adults"
    returned = arrives(adults, RUTH, {"A001": {"progress": "Two visits made"}})
    returned.rename(
        returned.with_name("Ren\udce9e.xlsx")
    )  # as Python calls a name of the bytes "Ren", E9, "e"
    [one] = xlplan.consolidate(settings).masters
    assert (one.exit, one.error) == (0, None)
    assert [Path(place).name for place in one.archived] == ["Ren\ufffde.xlsx"]
    [record] = (adults / "out" / "runs").glob("*.json")
    assert json.loads(record.read_text(encoding="utf-8"))["state"] == "finished"


def test_a_return_that_comes_a_second_time_is_archived_beside_the_first(plans: Plans) -> None:
    settings = plans("Adults")
    adults = settings.parent / "Adults"
    for _ in range(2):
        arrives(adults, RUTH, {"A001": {"progress": "Two visits made"}})
        outcome = xlplan.consolidate(settings)
    assert [one.outcome for run in outcome.masters if run.merged for one in run.merged.returns] == [
        "already merged"
    ]
    assert files_in(adults / "archive") == {f"Oct-26/{RUTH}.xlsx", f"Oct-26/{RUTH} (2).xlsx"}


def test_without_an_archive_returns_stay_and_are_merged_once(plans: Plans) -> None:
    settings = plans("Adults", archive=False)
    adults = settings.parent / "Adults"
    arrives(adults, RUTH, {"A001": {"progress": "Two visits made"}})
    outcomes = []
    for _ in range(2):
        [one] = xlplan.consolidate(settings).masters
        assert one.merged is not None
        outcomes += [each.outcome for each in one.merged.returns]
    assert outcomes == ["merged", "already merged"]
    assert not (adults / "archive").exists()
    assert [row["New"] for row in table(adults / "master.xlsx", "Changes")].count("Two visits made") == 1


def test_a_plan_that_fails_stops_no_other_and_its_returns_stay(
    plans: Plans, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = plans("Broken", "Open", "Adults", "Away")
    top = settings.parent
    for name in ("Broken", "Open", "Adults", "Away"):
        arrives(top / name, RUTH, {"A001": {"progress": "Two visits made"}})
    (top / "Broken" / "master.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (top / "Open" / "~$master.xlsx").write_text("Jo")
    shutil.rmtree(top / "Away")
    assert run(["consolidate", str(settings), "--json", "--jobs", "1"]) == 2
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert document["exit"] == 2
    assert [(one["name"], one["exit"]) for one in document["masters"]] == [
        ("Broken", 2),
        ("Open", 2),
        ("Adults", 0),
        ("Away", 2),
    ]
    assert [bool(one["error"]) for one in document["masters"]] == [True, True, False, True]
    assert all("\n" not in (one["error"] or "") for one in document["masters"])
    assert document["masters"][0]["error"].count("master.xlsx") == 1, "said twice"
    assert [line.split(":")[1] for line in told.err.splitlines()] == [" Broken", " Open", " Away"]
    for name in ("Broken", "Open"):
        assert files_in(top / name / "returns") == {f"{RUTH}.xlsx"}
        assert not (top / name / "archive").exists()
    assert not (top / "Away").exists(), "a folder that is away is not made up for"
    log = (top / "plans.log").read_text(encoding="utf-8")
    assert "[Open] error: " in log
    assert f"[Adults] merged: {RUTH}.xlsx (1 cell changed)" in log
    records = [json.loads(file.read_text("utf-8")) for file in top.glob("*/out/runs/*.json")]
    assert sorted(record["exit"] for record in records) == [0, 2, 2]


def test_a_preview_says_the_same_and_writes_nothing(plans: Plans, capsys: pytest.CaptureFixture[str]) -> None:
    settings = plans("Adults")
    arrives(settings.parent / "Adults", RUTH, {"A001": {"progress": "Two visits made"}})
    before = {name: (settings.parent / name).read_bytes() for name in files_in(settings.parent)}
    assert run(["consolidate", str(settings), "--preview", "--json"]) == 0
    seen = json.loads(capsys.readouterr().out)
    assert before == {name: (settings.parent / name).read_bytes() for name in files_in(settings.parent)}
    assert run(["consolidate", str(settings), "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert seen["masters"][0]["archived"] == done["masters"][0]["archived"]
    assert seen["masters"][0]["merged"]["changes"] == done["masters"][0]["merged"]["changes"]


def test_only_the_plans_that_are_named_are_touched(plans: Plans) -> None:
    settings = plans("Adults", "Children")
    for name in ("Adults", "Children"):
        arrives(settings.parent / name, RUTH, {"A001": {"progress": "Two visits made"}})
    assert [one.name for one in xlplan.consolidate(settings, only=["children"]).masters] == ["Children"]
    assert files_in(settings.parent / "Adults" / "returns")
    assert not files_in(settings.parent / "Children" / "returns")


def test_between_two_periods_the_nights_are_quiet_until_something_arrives(plans: Plans) -> None:
    settings = plans("Adults")
    adults = settings.parent / "Adults"
    returned = arrives(adults, RUTH, {"A001": {"progress": "Two visits made"}})
    late = Path(shutil.move(returned, adults / "late.xlsx"))

    def close(sheet: Worksheet) -> None:
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, 1).value:
                sheet.cell(row, columns(sheet)["Status"]).value = "Closed"

    change_sheet(adults / "master.xlsx", "Periods", close)
    assert xlplan.consolidate(settings).exit == 0
    shutil.move(late, returned)
    [one] = xlplan.consolidate(settings).masters
    assert one.exit == 2
    assert "no review period is open" in (one.error or "")


@pytest.mark.parametrize("where", ["file", "environment"])
def test_a_protected_return_is_merged_and_the_password_stands_nowhere(
    plans: Plans, where: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("msoffcrypto")
    from tests.workbook.test_protected import PASSWORD, protected

    settings = plans("Adults", **({"password_file": "secret.txt"} if where == "file" else {}))
    adults = settings.parent / "Adults"
    returned = arrives(adults, RUTH, {"A001": {"progress": "Two visits made"}})
    returned.write_bytes(protected(returned.read_bytes()))
    other = arrives(adults, JO, {"A003": {"progress": "Agreed"}})
    other.write_bytes(protected(other.read_bytes(), "Open, Barley"))
    if where == "file":
        (settings.parent / "secret.txt").write_text(PASSWORD + "\n", encoding="utf-8")
    else:
        monkeypatch.setenv("XLPLAN_RETURNS_PASSWORD", PASSWORD)
    assert run(["consolidate", str(settings)]) == 1
    told = capsys.readouterr()
    assert action(adults / "master.xlsx", "A001")["Oct-26 progress"] == "Two visits made"
    assert files_in(adults / "returns") == {other.name}
    assert "another password" in told.out
    assert PASSWORD not in told.out + told.err
    for file in files_in(settings.parent) - {"secret.txt"}:
        assert PASSWORD.encode() not in (settings.parent / file).read_bytes()


def test_a_password_file_that_is_not_there_is_said_and_nothing_is_merged(plans: Plans) -> None:
    settings = plans("Adults", password_file="secret.txt")
    arrives(settings.parent / "Adults", RUTH, {"A001": {"progress": "Two visits made"}})
    [one] = xlplan.consolidate(settings).masters
    assert one.exit == 2
    assert "password" in (one.error or "")
    assert files_in(settings.parent / "Adults" / "returns")


@pytest.mark.slow  # starts processes, each of which loads everything anew
def test_two_runs_at_once_do_each_thing_once(plans: Plans) -> None:
    settings = plans("Adults", "Children")
    for name in ("Adults", "Children"):
        arrives(settings.parent / name, RUTH, {"A001": {"progress": "Two visits made"}})
        arrives(settings.parent / name, ASHA, {"A005": {"progress": "Agreed"}})
    program = "from xlplan.cli import main; main()"
    command = [sys.executable, "-c", program, "consolidate", str(settings), "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    documents = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    outcomes = sorted(
        (one["name"], each["outcome"])
        for document in documents
        for one in document["masters"]
        for each in one["merged"]["returns"]
    )
    assert outcomes == [("Adults", "merged")] * 2 + [("Children", "merged")] * 2
    for name in ("Adults", "Children"):
        changes = [row["New"] for row in table(settings.parent / name / "master.xlsx", "Changes")]
        assert changes.count("Two visits made") == 1
        assert len(files_in(settings.parent / name / "archive")) == 2


def test_a_run_that_hangs_does_not_keep_the_next_one_for_ever(
    plans: Plans, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xlplan.consolidating.run_lock import one_run_of

    settings = plans("Adults")
    with (
        one_run_of(settings),
        pytest.raises(RunInProgress, match="has not ended"),
        one_run_of(settings, wait=0.3),
    ):
        pass
    with one_run_of(settings, wait=0):
        pass


@pytest.mark.slow  # starts processes, each of which loads everything anew
def test_more_plans_than_one_are_done_in_processes_with_the_same_end(plans: Plans) -> None:
    names = [f"Plan {number}" for number in range(5)]
    settings = plans(*names)
    for name in names:
        arrives(settings.parent / name, RUTH, {"A001": {"progress": "Two visits made"}})
    result = xlplan.consolidate(settings, jobs=2)
    assert [one.name for one in result.masters] == names
    assert [one.exit for one in result.masters] == [0] * 5
    assert all(action(settings.parent / name / "master.xlsx", "A001")["Oct-26 progress"] for name in names)


def test_watching_merges_what_arrives_when_it_is_whole_and_tries_a_failed_plan_again(
    plans: Plans, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("watchfiles")
    monkeypatch.setattr(watch, "SETTLED_AFTER", 0.6)
    monkeypatch.setattr(consolidating, "SETTLED_AFTER", 0.6)
    monkeypatch.setattr(consolidating, "RETRY_AFTER", 0.5)
    settings = plans("Adults")
    adults = settings.parent / "Adults"
    told: list[Consolidated | XlplanError] = []
    stop = threading.Event()
    watching = threading.Thread(
        target=watch_inboxes, args=(settings,), kwargs={"show": told.append, "stop": stop}, daemon=True
    )
    watching.start()
    try:
        _until(lambda: len(told) == 1, "the first run, of all plans")
        (adults / "~$master.xlsx").write_text("Jo")
        arrives(adults, RUTH, {"A001": {"progress": "Two visits made"}})
        _until(lambda: len(told) >= 2, "the run for what arrived")
        assert files_in(adults / "returns") == {f"{RUTH}.xlsx"}
        (adults / "~$master.xlsx").unlink()
        _until(lambda: not _failed(told[-1]), "the run once the master is closed")
        assert not files_in(adults / "returns")
        runs = len(told)
        time.sleep(1.5)
        assert len(told) == runs, "nothing new, no run"
    finally:
        stop.set()
        watching.join(20)
    assert not watching.is_alive()
    assert action(adults / "master.xlsx", "A001")["Oct-26 progress"] == "Two visits made"


def _failed(told: Consolidated | XlplanError) -> bool:
    return not isinstance(told, Consolidated) or told.exit == 2


def _until(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.05)


def test_wrong_settings_are_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plans.toml"
    file.write_text('[[plan]]\nname = "A"\nmastr = "m.xlsx"\ninbox = "r"\nout = "o"\n')
    assert run(["consolidate", str(file)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert (
        told.err
        == f"xlplan: {file}: line 3: 'mastr' is no key; did you mean 'master'? Put it right, and run again.\n"
    )
    assert files_in(tmp_path) == {"plans.toml"}
