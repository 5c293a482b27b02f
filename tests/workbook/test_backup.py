"""Saving: at any moment there is the old master or the new one, the last states can be had back, and nobody's open
workbook is written over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from xlplan.errors import UnsafeSave, WorkbookInUse, WrongUsage
from xlplan.workbook import backup, disk
from xlplan.workbook.in_use import refuse_if_changed, refuse_if_in_use


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "Master.xlsx"
    path.write_bytes(b"state 0")
    return path


def change(master: Path, number: int) -> None:
    backup.replace(master, f"state {number}".encode())


def test_undo_goes_back_step_by_step_to_the_beginning(master: Path) -> None:
    for number in (1, 2, 3):
        change(master, number)
    for number in (2, 1, 0):
        backup.undo(master)
        assert master.read_bytes() == f"state {number}".encode()
    with pytest.raises(WrongUsage, match="nothing to undo"):
        backup.undo(master)


def test_what_was_undone_is_not_lost(master: Path) -> None:
    change(master, 1)
    assert backup.undo(master).read_bytes() == b"state 1"


def test_undo_after_a_new_change_goes_back_over_that_one_only(master: Path) -> None:
    change(master, 1)
    change(master, 2)
    backup.undo(master)
    change(master, 5)
    backup.undo(master)
    assert master.read_bytes() == b"state 1"


def test_the_last_twenty_states_are_kept(master: Path) -> None:
    for number in range(1, 26):
        change(master, number)
    copies = sorted((master.parent / backup.FOLDER / master.name).iterdir())
    assert [copy.read_bytes() for copy in copies] == [f"state {number}".encode() for number in range(5, 25)]
    assert backup.newest(master) == copies[-1]


@pytest.mark.parametrize(("keep", "folder"), [(backup.keep, ""), (backup.keep_undone, "undone")])
def test_of_an_open_workbook_the_last_twenty_states_are_kept_too(
    master: Path, keep: Callable[[Path, bytes], Path], folder: str
) -> None:
    """A click a day on a plan of ten megabytes would fill the network drive."""
    made = [keep(master, f"state {number}".encode()) for number in range(backup.KEPT + 5)]
    there = master.parent / backup.FOLDER / master.name / folder
    assert sorted(file for file in there.iterdir() if file.is_file()) == made[-backup.KEPT :]
    assert made[-1].read_bytes() == f"state {backup.KEPT + 4}".encode()


def test_a_master_that_was_never_changed_has_nothing_to_undo(master: Path) -> None:
    for is_open in (False, True):
        with pytest.raises(WrongUsage, match="nothing to undo"):
            backup.newest(master, is_open=is_open)
    assert list(master.parent.iterdir()) == [master]


def test_two_masters_in_one_folder_keep_their_copies_apart(master: Path) -> None:
    other = master.with_name("Other.xlsx")
    other.write_bytes(b"other")
    change(master, 1)
    with pytest.raises(WrongUsage):
        backup.undo(other)


def test_a_new_file_needs_no_copy_and_can_be_read_by_colleagues(tmp_path: Path) -> None:
    path = tmp_path / "New.xlsx"
    plain = tmp_path / "plain"
    plain.touch()
    assert backup.replace(path, b"new") is None
    assert path.stat().st_mode == plain.stat().st_mode
    assert sorted(tmp_path.iterdir()) == [path, plain]


def test_what_cannot_be_written_to_is_known_before_anything_is(tmp_path: Path) -> None:
    """Else a command does all of its work and fails at its end."""
    (tmp_path / "Master.xlsx").mkdir()
    with pytest.raises(WorkbookInUse, match="cannot be written to"):
        refuse_if_in_use(tmp_path / "Master.xlsx")
    refuse_if_in_use(tmp_path / "none.xlsx")
    assert not (tmp_path / "none.xlsx").exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_the_rights_on_the_file_stay(master: Path) -> None:
    master.chmod(0o640)
    change(master, 1)
    assert master.stat().st_mode & 0o777 == 0o640
    kept = backup.keep(master, b"state 2")
    assert {copy.stat().st_mode & 0o777 for copy in (kept, *kept.parent.glob("0*"))} == {0o640}


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_to_the_master_stays_a_link(master: Path) -> None:
    link = master.with_name("Link.xlsx")
    link.symlink_to(master)
    change(link, 1)
    assert link.is_symlink()
    assert master.read_bytes() == b"state 1"


@pytest.mark.parametrize(
    ("note", "program"), [("~$Master.xlsx", "Excel"), (".~lock.Master.xlsx#", "LibreOffice")]
)
def test_a_workbook_that_is_open_is_not_written_over(master: Path, note: str, program: str) -> None:
    change(master, 1)
    master.with_name(note).write_bytes(b"Ines Marlow")
    with pytest.raises(WorkbookInUse, match=f"open in {program}"):
        refuse_if_in_use(master)
    with pytest.raises(WorkbookInUse):
        backup.undo(master)
    assert master.read_bytes() == b"state 1"


def test_a_change_by_a_colleague_in_the_meantime_is_not_written_over(master: Path) -> None:
    known = master.read_bytes()
    refuse_if_changed(master, known)
    times = master.stat()
    master.write_bytes(b"STATE 0")
    os.utime(master, ns=(times.st_atime_ns, times.st_mtime_ns))  # same size, same time, another content
    with pytest.raises(WorkbookInUse, match="changed"):
        refuse_if_changed(master, known)
    master.unlink()
    with pytest.raises(WorkbookInUse, match="deleted"):
        refuse_if_changed(master, known)


def test_a_full_disk_leaves_the_old_master_and_no_rubbish(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as full_disk:
        change(master, 1)
    assert full_disk.value.filename == str(master)  # which file, in the one line that is said
    assert master.read_bytes() == b"state 0"
    assert [file for file in master.parent.rglob("*") if file.is_file()] == [master]


def copies_of(master: Path) -> list[bytes]:
    return [copy.read_bytes() for copy in sorted(backup.folder_of(master).glob("0*"))]


def test_a_new_master_is_never_put_over_another_and_leaves_no_copy(master: Path) -> None:
    """Undo would offer a state that there has never been another after."""
    with pytest.raises(FileExistsError):
        backup.replace(master, b"new", is_new=True)
    assert (master.read_bytes(), copies_of(master)) == (b"state 0", [])
    assert backup.replace(master.with_name("New.xlsx"), b"new", is_new=True) is None


def test_what_needs_no_copy_has_none(master: Path) -> None:
    assert backup.replace(master, b"state 1", keep_copy=False) is None
    assert (master.read_bytes(), copies_of(master)) == (b"state 1", [])


def test_the_copy_that_an_ended_run_left_is_used_and_not_thrown_away(master: Path) -> None:
    """Twenty runs that are ended early would push out all of the states that undo can go back to."""
    change(master, 1)
    left = backup.folder_of(master) / "000007 2026-11-28T00-12-29.xlsx"
    left.write_bytes(b"state 1")
    with pytest.raises(FileExistsError):
        backup.replace(master, b"state 2", is_new=True)
    assert copies_of(master) == [b"state 0", b"state 1"]
    assert backup.replace(master, b"state 2") == left
    assert copies_of(master) == [b"state 0", b"state 1"]
    third = backup.replace(master, b"state 3")
    assert third is not None
    assert third.name.startswith("000008 ")


def test_of_an_open_workbook_the_newest_copy_counts_whatever_its_file_holds(master: Path) -> None:
    """What is in the program has not been saved: the file says nothing of it."""
    kept = backup.keep(master, b"state 0")
    assert backup.newest(master, is_open=True) == kept
    with pytest.raises(WrongUsage, match="nothing to undo"):
        backup.newest(master)


def test_a_master_that_was_deleted_can_be_had_back(master: Path) -> None:
    change(master, 1)
    master.unlink()
    backup.undo(master)
    assert master.read_bytes() == b"state 0"
    assert copies_of(master) == []


def test_a_copy_that_is_named_is_the_one_that_is_put_back(master: Path) -> None:
    for number in (1, 2, 3):
        change(master, number)
    named = sorted(backup.folder_of(master).glob("0*"))[1]
    backup.undo(master, named)
    assert master.read_bytes() == b"state 1"
    assert copies_of(master) == [b"state 0", b"state 2"]
    with pytest.raises(WorkbookInUse, match="gone"):
        backup.undo(master, named)


@pytest.mark.parametrize(
    ("states", "copy", "named"),
    [
        (["good", "bad", "good", "bad", "bad"], 5, 3),
        (["good", "bad", "good", "bad", "bad"], 3, 1),
        (["good", "bad", "good"], 2, 1),
        (["bad", "bad"], 2, None),
        (["good"], 1, None),
        (["good", "bad", "good"], 9, 3),  # not among the copies
    ],
)
def test_of_the_older_copies_the_newest_that_opens_is_named(
    master: Path, states: list[str], copy: int, named: int | None
) -> None:
    folder = backup.folder_of(master)
    folder.mkdir(parents=True)
    names = [f"{number:06d} 2026-11-28T09-30-00.xlsx" for number in range(1, 10)]
    for name, state in zip(names, states, strict=False):
        (folder / name).write_text(state)

    def check(file: Path) -> None:
        if file == folder / names[copy - 1] or file.read_text() == "bad":
            raise UnsafeSave("it is cut off")

    with pytest.raises(UnsafeSave, match="does not open") as refused:
        backup.refuse_damaged(folder / names[copy - 1], master, check)
    if named is None:
        assert "None of the older copies" in refused.value.remedy
    else:
        assert f"{names[named - 1]}, of 28/11/2026 at 09:30" in refused.value.remedy
    backup.refuse_damaged(folder / names[copy - 1], master, lambda _: None)


def test_of_what_was_undone_the_last_twenty_states_are_kept(master: Path) -> None:
    for number in range(backup.KEPT + 3):
        change(master, number + 1)
        backup.undo(master)
    undone = sorted(file.read_bytes() for file in backup.folder_of_undone(master).iterdir())
    assert undone == sorted(f"state {number + 1}".encode() for number in range(3, backup.KEPT + 3))


def test_copies_of_an_old_version_come_first_whenever_they_came(master: Path) -> None:
    """They came with a folder that was moved, say."""
    change(master, 1)
    (backup.folder_of(master) / "2099-01-01T09-00-00.000001.xlsx").write_bytes(b"old")
    for state in (b"state 0", b"old"):
        backup.undo(master)
        assert master.read_bytes() == state


def test_half_a_copy_is_no_copy_and_does_not_stay(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the pieces of copies would keep it full."""

    def full(_: Path, place: Path) -> None:
        place.write_bytes(b"sta")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlplan.workbook.backup.shutil.copy2", full)
    with pytest.raises(OSError, match="No space"):
        change(master, 1)
    assert [file for file in master.parent.rglob("*") if file.is_file()] == [master]
    assert master.read_bytes() == b"state 0"


def test_an_undo_that_fails_takes_nothing_away(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(master, 1)
    kept = backup.keep_undone(master, b"state 1")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        backup.undo(master)
    assert kept.read_bytes() == b"state 1"
    assert copies_of(master) == [b"state 0"]


def test_what_a_dead_run_left_of_a_workbook_that_is_not_there_goes(tmp_path: Path) -> None:
    backup.replace(tmp_path / "New.xlsx", b"")
    (tmp_path / "New.xlsx").unlink()
    left = tmp_path / f"{disk.UNFINISHED}{backup._tag(tmp_path / 'New.xlsx')}abcdefgh.xlsx"
    left.touch()
    with backup.held(tmp_path / "New.xlsx"):
        assert list(tmp_path.iterdir()) == []


def test_what_an_old_version_left_unfinished_goes_and_what_is_being_written_stays(master: Path) -> None:
    """A save of this moment would be taken from under the run that makes it."""
    ages = {
        ".~xlplan-a_b0c1d2.xlsx": 70,
        ".~xlplan-a_b0c1d3.xlsm": 70,
        ".~xlplan-a_b0c1d4.xlsx": 50,
        ".~xlplan-a_b0c1d5.pdf": 70,
        ".~xlplan-a_b0c1d.xlsx": 70,
        "a_b0c1d2.xlsx": 70,
    }
    for name, age in ages.items():
        file = master.with_name(name)
        file.touch()
        os.utime(file, (time.time() - age, time.time() - age))
    with backup.held(master):
        pass
    left = {file.name for file in master.parent.iterdir() if file.is_file()} - {master.name}
    assert left == set(ages) - {".~xlplan-a_b0c1d2.xlsx", ".~xlplan-a_b0c1d3.xlsm"}


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_killed_at_any_moment_leaves_a_whole_master(master: Path) -> None:
    states = [bytes([letter]) * 3_000_000 for letter in b"AB"]
    master.write_bytes(states[0])
    program = (
        "import sys; from pathlib import Path; from xlplan.workbook import backup\n"
        "states = [bytes([letter]) * 3_000_000 for letter in b'AB']\n"
        "while True:\n"
        "    for state in states: backup.replace(Path(sys.argv[1]), state)\n"
    )
    for moment in (0.25, 0.31, 0.37, 0.43):
        process = subprocess.Popen([sys.executable, "-c", program, str(master)])
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert master.read_bytes() in states
        copies = backup.folder_of(master).glob("0*")
        assert all(copy.read_bytes() in states for copy in copies)
