"""The store of copies: whatever a clock, a foreign file, a killed or a second run does, undo gives a whole master."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import xlplan
from tests.builders.cycle import JO, RUTH, a_master, action, sent_back
from xlplan.cli import run
from xlplan.errors import UnsafeSave, WorkbookInUse, WrongUsage
from xlplan.workbook import backup, disk, lock
from xlplan.workbook.file import FileBook
from xlplan.workbook.in_use import refuse_if_in_use

FOREIGN = (
    "~$000001 2026-11-28T00-12-29.xlsx",
    "~$2026-11-28T00-12-29.200474.xlsx",
    "Thumbs.db",
    "desktop.ini",
    ".DS_Store",
    "999999 2026-11-28.xlsx",
    "999999 2026-13-28T00-12-29.xlsx",
    "2099-99-99T99-99-99.999999.xlsx",
    "Copy of 000001 2026-11-28T00-12-29.xlsx",
    "000001 2026-11-28T00-12-29.xlsx.tmp",
    "zzz.xlsx",
)
"""What other programs and people leave among the copies."""


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "Master.xlsx"
    path.write_bytes(b"state 0")
    return path


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that can be set."""
    set_to = SimpleNamespace(now=dt.datetime(2026, 10, 25, 1, 50))

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return set_to.now

    fake = SimpleNamespace(datetime=Clock, timedelta=dt.timedelta, date=dt.date, UTC=dt.UTC)
    monkeypatch.setattr(backup, "dt", fake)
    return set_to


def change(master: Path, text: str) -> Path | None:
    return backup.replace(master, text.encode())


def copies(master: Path) -> list[Path]:
    return sorted(backup.folder_of(master).glob("0*"))


def test_the_clock_going_back_does_not_change_the_order(master: Path, clock: SimpleNamespace) -> None:
    """Every autumn it does, and a wrong clock is put right."""
    change(master, "state 1")
    clock.now = dt.datetime(2026, 10, 25, 1, 10)
    change(master, "state 2")
    clock.now = dt.datetime(1999, 1, 1)
    change(master, "state 3")
    for number in (2, 1, 0):
        backup.undo(master)
        assert master.read_bytes() == f"state {number}".encode()


def test_a_copy_made_after_the_clock_was_put_right_is_not_the_first_to_go(
    master: Path, clock: SimpleNamespace
) -> None:
    clock.now = dt.datetime(2030, 1, 1)
    for number in range(1, 22):
        change(master, f"state {number}")
    clock.now = dt.datetime(2026, 12, 1)
    copy = change(master, "important")
    assert copy
    assert copy.exists()
    assert backup.newest(master) == copy
    assert len(copies(master)) == backup.KEPT


def test_copies_of_version_0_1_0_are_understood_and_come_before_the_numbered(master: Path) -> None:
    folder = backup.folder_of(master)
    folder.mkdir(parents=True)
    for day in (3, 1, 2):
        (folder / f"2099-01-0{day}T09-00-00.000001.xlsx").write_bytes(f"old {day}".encode())
    change(master, "state 1")
    for state in (b"state 0", b"old 3", b"old 2", b"old 1"):
        backup.undo(master)
        assert master.read_bytes() == state
    with pytest.raises(WrongUsage, match="nothing to undo"):
        backup.undo(master)
    assert backup.made_at(folder / "2099-01-03T09-00-00.000001.xlsx") == dt.datetime(2099, 1, 3, 9)


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_among_the_copies_is_neither_put_back_nor_thrown_away(master: Path, name: str) -> None:
    change(master, "state 1")
    (backup.folder_of(master) / name).write_bytes(b"\0" * 165)
    backup.undo(master)
    assert master.read_bytes() == b"state 0"
    with pytest.raises(WrongUsage, match="nothing to undo"):
        backup.undo(master)
    for number in range(backup.KEPT + 5):
        change(master, f"more {number}")
    assert (backup.folder_of(master) / name).read_bytes() == b"\0" * 165


def test_a_folder_and_a_link_with_the_name_of_a_copy_are_left_alone(master: Path) -> None:
    change(master, "state 1")
    folder = backup.folder_of(master)
    (folder / "000009 2026-11-28T00-12-29.xlsx").mkdir()
    if os.name == "posix":
        (folder / "000010 2026-11-28T00-12-29.xlsx").symlink_to(master)
    backup.undo(master)
    assert master.read_bytes() == b"state 0"


@pytest.mark.parametrize("what", [".xlplan-backups", ".xlplan-backups/master.xlsx"])
@pytest.mark.parametrize("is_link", [False, True] if os.name == "posix" else [False])
def test_what_is_no_folder_and_has_its_name_is_told_and_nothing_is_written(
    plan: Path, what: str, is_link: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(plan.parent / backup.FOLDER)
    place = plan.parent / what
    place.parent.mkdir(exist_ok=True)
    if is_link:
        place.symlink_to(plan.parent / "gone")
    else:
        place.write_text("mine")
    before = plan.read_bytes()
    assert run(["validate", str(plan)]) == 2
    told = capsys.readouterr().err
    assert f"{place} is no folder" in told
    assert told.count("\n") == 1
    assert plan.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="links and modes")
def test_a_link_in_the_place_of_the_lock_gives_nobody_the_file_behind_it(plan: Path, tmp_path: Path) -> None:
    """A run as administrator would give a colleague any file of the machine."""
    secret = tmp_path / "secret"
    secret.write_text("precious")
    secret.chmod(0o600)
    (backup.folder_of(plan) / lock.NAME).symlink_to(secret)
    assert run(["validate", str(plan)]) in (0, 1)
    assert (secret.stat().st_mode & 0o777, secret.read_text()) == (0o600, "precious")


def test_a_copy_with_an_absurd_number_does_not_end_the_counting(master: Path) -> None:
    """Else the copies made after it are no copies, and undo goes back to it for ever."""
    change(master, "state 1")
    folder = backup.folder_of(master)
    (folder / "999999999 2026-11-28T00-12-29.xlsx").write_bytes(b"absurd")
    change(master, "state 2")
    for state in (b"state 1", b"absurd", b"state 0"):
        backup.undo(master)
        assert master.read_bytes() == state


def test_a_chain_of_changes_and_undos_keeps_its_order(master: Path) -> None:
    for number in range(1, 21):
        change(master, f"state {number}")
    for number in range(19, 9, -1):
        backup.undo(master)
        assert master.read_bytes() == f"state {number}".encode()
    change(master, "other")
    for number in range(10, -1, -1):
        backup.undo(master)
        assert master.read_bytes() == f"state {number}".encode()


def test_an_undo_without_room_leaves_nothing_and_may_be_tried_again(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    change(master, "state 1")
    before = [file for file in master.parent.rglob("*") if file.is_file()]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            backup.undo(master)
    assert master.read_bytes() == b"state 1"
    assert [file for file in master.parent.rglob("*") if file.is_file()] == before
    backup.undo(master)
    assert master.read_bytes() == b"state 0"


def test_a_copy_of_just_what_is_there_is_no_step_back(master: Path) -> None:
    """A run that was killed has made its copy and changed nothing, or put a copy back and not used it up."""
    change(master, "state 1")
    (backup.folder_of(master) / "000007 2026-11-28T00-12-29.xlsx").write_bytes(b"state 1")
    change(master, "state 2")
    (backup.folder_of(master) / "000008 2026-11-28T00-12-29.xlsx").write_bytes(b"state 2")
    backup.undo(master)
    assert master.read_bytes() == b"state 1"
    backup.undo(master)
    assert master.read_bytes() == b"state 0"


def test_leftovers_of_dead_runs_are_cleared_by_the_next_and_those_of_others_are_not(master: Path) -> None:
    change(master, "state 1")
    folder = backup.folder_of(master)
    other = master.with_name("Other.xlsx")
    dead = [
        master.with_name(f"{disk.UNFINISHED}{backup._tag(master)}abcdefgh.xlsx"),
        folder / f"{disk.UNFINISHED}000002 2026-11-28T00-12-29.xlsx",
        folder / ".2026-11-28T00-12-29.200474.xlsx",
        master.with_name(f"{disk.UNFINISHED}abcdefgh.xlsx"),
    ]
    kept = [
        master.with_name(f"{disk.UNFINISHED}{backup._tag(other)}abcdefgh.xlsx"),
        master.with_name(f"{disk.UNFINISHED}notes.xlsx"),
        master.with_name(".~lock.Other.xlsx#"),
    ]
    for file in (*dead, *kept):
        file.write_bytes(b"half")
    an_hour_ago = time.time() - 3600
    os.utime(dead[-1], (an_hour_ago, an_hour_ago))
    with backup.held(master):
        pass
    assert [file for file in dead if file.exists()] == []
    assert [file for file in kept if not file.exists()] == []


# Undo of a master


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = a_master(tmp_path_factory.mktemp("made"))
    xlplan.merge(plan, sent_back(plan, RUTH, {"A001": {"RAG": "Green"}})).save()
    xlplan.merge(plan, sent_back(plan, JO, {"A003": {"RAG": "Green"}})).save()
    return plan.parent


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "council") / "master.xlsx"


@pytest.mark.parametrize("damage", ["cut", "rubbish", "empty", "flipped", "no master"])
def test_a_copy_that_does_not_open_is_never_put_back_and_the_good_one_is_named(
    plan: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = plan.read_bytes()
    good, bad = copies(plan)[-2:]
    content = bytearray(bad.read_bytes())
    if damage == "flipped":  # in the middle of a part, as a failing disk does
        content[len(content) // 2] ^= 0xFF
    if damage == "no master":
        book = FileBook.of(bytes(content), plan)
        book.set_cells("_xlplan", {(1, 1): "something else"})
        content = bytearray(book.checked(plan))
    bad.write_bytes({"cut": content[:9000], "rubbish": b"\0" * 165, "empty": b""}.get(damage, bytes(content)))
    assert run(["undo", str(plan)]) == 2
    told = capsys.readouterr().err
    assert bad.name in told
    assert good.name in told
    assert "nothing was written" in told
    assert plan.read_bytes() == before
    bad.unlink()
    assert run(["undo", str(plan)]) == 0
    assert action(plan, "A001")["Oct-26 RAG"] is None


def test_when_no_copy_opens_that_is_said(plan: Path) -> None:
    for copy in copies(plan):
        copy.write_bytes(b"rubbish")
    with pytest.raises(UnsafeSave, match="None of the older copies can be opened"):
        xlplan.undo(plan)


def test_a_master_that_is_damaged_itself_is_put_back(plan: Path) -> None:
    plan.write_bytes(b"rubbish")
    xlplan.undo(plan).save()
    assert action(plan, "A001")["Oct-26 RAG"] == "Green"


def test_a_copy_that_went_away_between_the_two_steps_is_told(plan: Path) -> None:
    undone = xlplan.undo(plan)
    copies(plan)[-1].unlink()
    with pytest.raises(WorkbookInUse, match="gone"):
        undone.save()


# One at a time


HOLD = """
import sys, time
from xlplan.workbook import backup
with backup.held(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_in_one_line_and_a_dead_one_holds_nothing(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.3)
    before = plan.read_bytes()
    link = plan.with_name("link.xlsx")
    if os.name == "posix":
        link.symlink_to(plan)
    with subprocess.Popen([sys.executable, "-c", HOLD, str(plan)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        for name in (plan, link) if os.name == "posix" else (plan,):
            assert run(["validate", str(name)]) == 2
            told = capsys.readouterr().err
            assert "another run of xlplan is at work on it, so nothing was written" in told
            assert told.count("\n") == 1
        assert run(["validate", str(plan), "--preview"]) in (0, 1)  # reading is free
        assert plan.read_bytes() == before
        other.kill()
    assert run(["validate", str(plan)]) in (0, 1)


def test_a_run_waits_for_another_that_ends_soon(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 60.0)
    brief = HOLD.replace("sleep(60)", "sleep(1)")
    with subprocess.Popen([sys.executable, "-c", brief, str(plan)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        assert run(["validate", str(plan)]) in (0, 1)


def test_who_holds_a_master_may_save_it(plan: Path) -> None:
    with backup.held(plan):
        xlplan.merge(plan, sent_back(plan, RUTH, {"A001": {"RAG": "Amber"}}, name="v2.xlsx")).save()


def test_a_master_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    assert run(["validate", str(tmp_path / "typo.xlsx")]) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
@pytest.mark.parametrize("note", ["~$Master.xlsx", ".~lock.Master.xlsx#"])
def test_the_real_files_lock_is_seen_through_a_link(master: Path, tmp_path: Path, note: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "plan.xlsx"
    link.symlink_to(master)
    refuse_if_in_use(link)
    master.with_name(note).touch()
    with pytest.raises(WorkbookInUse, match="open in"):
        refuse_if_in_use(link)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
def test_owner_group_and_mode_stay_and_the_owner_may_go_on(master: Path) -> None:
    os.chown(master.parent, 1234, 2345)
    os.chown(master, 1234, 2345)
    master.chmod(0o640)
    with backup.held(master):
        copy = change(master, "state 1")
        assert copy
        assert (backup.folder_of(master) / lock.NAME).stat().st_uid == 1234
    assert not (backup.folder_of(master) / lock.NAME).exists()
    for file in (master, copy):
        facts = file.stat()
        assert (facts.st_uid, facts.st_gid, facts.st_mode & 0o777) == (1234, 2345, 0o640)
    assert backup.folder_of(master).stat().st_uid == 1234


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
@pytest.mark.parametrize("keep", [backup.replace, backup.keep, backup.keep_undone])
def test_the_folders_of_copies_belong_to_whom_the_masters_folder_does(
    master: Path, keep: Callable[[Path, bytes], Path]
) -> None:
    """Else the night's run, as administrator, leaves folders into which no coordinator can write."""
    os.chown(master.parent, 1234, 2345)
    copy = keep(master, b"state 1")
    for folder in (backup.folder_of(master), backup.folder_of(master).parent):
        assert (folder.stat().st_uid, folder.stat().st_gid) == (1234, 2345)
    assert copy.exists()


AS_NOBODY = """
import os, sys
from xlplan.cli import run
run(["validate", sys.argv[1], "--preview", "--quiet"])  # all is imported while it may be read
os.setgid(65534); os.setuid(65534)
sys.exit(run(["validate", sys.argv[1]]))
"""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs another user")
@pytest.mark.parametrize("is_folder_writable", [True, False])
def test_a_file_that_may_not_be_written_is_refused_in_one_line(plan: Path, is_folder_writable: bool) -> None:
    for each in plan.parents[: len(plan.parents) - 2]:
        each.chmod(each.stat().st_mode | 0o055)
    plan.chmod(0o644)
    if is_folder_writable:
        plan.parent.chmod(0o777)
    before = plan.read_bytes()
    ended = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(plan)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
    assert "cannot be written" in ended.stderr
    assert plan.read_bytes() == before


def test_standardise_never_writes_over_what_has_come_meanwhile(plan: Path) -> None:
    made = xlplan.standardise(plan.with_name("plan.xlsx"), output=plan.with_name("new.xlsx"))
    plan.with_name("new.xlsx").write_bytes(b"somebody's")
    with pytest.raises(WrongUsage, match="exists already"):
        made.save()
    assert plan.with_name("new.xlsx").read_bytes() == b"somebody's"
