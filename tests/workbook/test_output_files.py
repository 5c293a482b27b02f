"""A command that writes several files leaves all of the old or all of the new, whatever happens in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xlplan.errors import WorkbookInUse, WrongUsage
from xlplan.workbook import disk, output_files
from xlplan.workbook.output_files import cut_off_runs, write_together

OLD = {"a.xlsx": b"old a", "b.xlsx": b"old b"}
NEW = {"a.xlsx": b"new a", "b.xlsx": b"new b", "c.xlsx": b"new c"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "issued"
    folder.mkdir()
    for name, content in OLD.items():
        (folder / name).write_bytes(content)
    return folder


def held(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_all_files_are_put_in_place_and_nothing_else_stays(folder: Path) -> None:
    write_together(folder, NEW, commit=lambda: None)
    assert held(folder) == NEW


def test_a_folder_is_made_and_goes_again_when_nothing_comes_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "issued"

    def refuse() -> None:
        raise WorkbookInUse("the master is open in Excel")

    with pytest.raises(WorkbookInUse):
        write_together(folder, NEW, commit=refuse)
    assert list(tmp_path.iterdir()) == []
    write_together(folder, NEW)
    assert held(folder) == NEW


def test_a_full_disk_is_told_with_the_name_that_the_file_was_to_have(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        if any(folder.glob("*-new-*")):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as error:
        write_together(folder, NEW)
    assert error.value.filename == str(folder / next(iter(NEW)))
    assert held(folder) == OLD


@pytest.mark.parametrize("error", [WorkbookInUse("open"), OSError(28, "full"), KeyboardInterrupt()])
def test_nothing_is_replaced_when_the_master_cannot_be_saved(folder: Path, error: BaseException) -> None:
    def commit() -> None:
        assert OLD.items() <= held(folder).items(), "replaced before the master was saved"
        raise error

    with pytest.raises(type(error)):
        write_together(folder, NEW, commit=commit)
    assert held(folder) == OLD


def test_a_file_that_cannot_be_replaced_is_known_before_the_master_is_saved(folder: Path) -> None:
    (folder / "c.xlsx").mkdir()
    with pytest.raises(WorkbookInUse, match="cannot be replaced"):
        write_together(folder, NEW, commit=lambda: pytest.fail("saved all the same"))
    (folder / "c.xlsx").rmdir()
    assert held(folder) == OLD


def test_what_was_replaced_comes_back_with_the_master_when_a_later_file_cannot_be_put(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody opens one of the files in the very moment in which the others are put in place."""
    put = output_files.put

    def fail_at_the_last(unfinished: Path, path: Path) -> None:
        if path.name == "c.xlsx":
            raise WorkbookInUse("held", file=path)
        put(unfinished, path)

    monkeypatch.setattr(output_files, "put", fail_at_the_last)
    done: list[str] = []
    with pytest.raises(WorkbookInUse):
        write_together(
            folder,
            {"a.xlsx": b"new a", "0.xlsx": b"0", "c.xlsx": b"new c"},
            commit=lambda: done.append("saved"),
            take_back=lambda: done.append("taken back"),
        )
    assert done == ["saved", "taken back"]
    assert held(folder) == OLD


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_while_the_files_are_put_in_place_waits_until_all_are(folder: Path) -> None:
    # a shell lets programs that it starts in the background ignore Ctrl-C
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            write_together(folder, NEW, commit=lambda: signal.raise_signal(signal.SIGINT))
    finally:
        signal.signal(signal.SIGINT, before)
    assert held(folder) == NEW


def test_a_folder_that_is_a_file_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "issued").write_text("")
    with pytest.raises(WrongUsage, match="a file, not a folder"):
        write_together(tmp_path / "issued", NEW)


CUT_OFF = """
import os, sys
from pathlib import Path
from xlplan.workbook import disk, output_files

folder, moment = Path(sys.argv[1]), sys.argv[2]
files = {"a.xlsx": b"new a", "b.xlsx": b"new b", "c.xlsx": b"new c"}

def die():
    os.kill(os.getpid(), 9)

def commit():
    if moment == "before the commit":
        die()
    (folder / "committed").touch()
    if moment == "after the commit":
        die()

put, write = output_files.put, output_files.write

def put_some(unfinished, path):
    put(unfinished, path)
    if moment == "between two files" and path.name == "b.xlsx":
        die()

def write_some(path, content, **more):
    if moment == "while writing aside" and path.name.endswith("new-1"):
        path.write_bytes(b"ne")
        die()
    if moment == "before the list" and path.name.endswith("list"):
        path.write_bytes(b"{")
        die()
    write(path, content, **more)

output_files.put, output_files.write = put_some, write_some
output_files.write_together(folder, files, mark="R0001", commit=commit)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("moment", "is_committed"),
    [
        ("before the list", False),
        ("while writing aside", False),
        ("before the commit", False),
        ("after the commit", True),
        ("between two files", True),
    ],
)
def test_the_next_run_finishes_or_clears_what_a_killed_one_left(
    folder: Path, moment: str, is_committed: bool
) -> None:
    ended = subprocess.run([sys.executable, "-c", CUT_OFF, str(folder), moment], check=False)
    assert ended.returncode == -signal.SIGKILL
    (run,) = cut_off_runs(folder)
    assert (folder / "committed").exists() is is_committed
    if is_committed:
        assert run.mark == "R0001"
        assert [file.name for file in run.files] == list(NEW)
        run.finish()
        (folder / "committed").unlink()
        assert held(folder) == NEW
    else:
        run.clear()
        assert held(folder) == OLD
    assert cut_off_runs(folder) == ()


def test_a_run_that_lives_is_not_taken_for_one_that_was_cut_off(folder: Path) -> None:
    def commit() -> None:
        assert cut_off_runs(folder) == ()

    write_together(folder, NEW, commit=commit)
    assert held(folder) == NEW


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".~xlplan-00000001-list", b'{"mark": "", "files": ["../master.xlsx"]}'),
        (".~xlplan-00000001-list", b'{"mark": "", "files": "abc"}'),
        (".~xlplan-00000001-list", b"[]"),
        (".~xlplan-*-new-0", b"not ours"),
        ("~$a.xlsx", b"Ines Marlow"),
        ("Thumbs.db", b""),
        (".~xlplan-notes.txt", b""),
    ],
)
def test_what_others_put_into_the_folder_leads_nowhere(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    (folder / ".~xlplan-00000001-new-0").write_bytes(b"evil")
    for run in cut_off_runs(folder):
        for file in run.files:
            assert file.parent == folder
    write_together(folder, NEW)
    assert NEW.items() <= held(folder).items()
    assert set(held(folder)) - set(NEW) <= {name}
    assert not (folder.parent / "master.xlsx").exists()


def test_a_drive_that_knows_no_locks_keeps_nobody_from_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("filelock.FileLock.acquire", unknown)
    write_together(folder, NEW, commit=lambda: cut_off_runs(folder) == () or pytest.fail("taken for dead"))
    assert held(folder) == NEW
    (folder / ".~xlplan-00000001-alive").touch()
    an_hour_ago = time.time() - 3600
    os.utime(folder / ".~xlplan-00000001-alive", (an_hour_ago, an_hour_ago))
    write_together(folder, NEW)
    assert held(folder) == NEW
    write_together(folder / "new", NEW)
    assert held(folder / "new") == NEW


def test_the_files_of_a_run_lie_in_its_folder(folder: Path) -> None:
    with pytest.raises(ValueError, match="one folder"):
        write_together(folder, {"../x": b""})


def test_without_files_the_master_is_saved_and_no_folder_is_made(tmp_path: Path) -> None:
    saved: list[str] = []
    write_together(tmp_path / "issued", {}, commit=lambda: saved.append("saved"))
    write_together(tmp_path / "issued", {})
    assert saved == ["saved"]
    assert list(tmp_path.iterdir()) == []


def fail_to_put(monkeypatch: pytest.MonkeyPatch, last: str) -> None:
    put = output_files.put

    def fail(unfinished: Path, path: Path) -> None:
        if path.name == last:
            raise WorkbookInUse("held", file=path)
        put(unfinished, path)

    monkeypatch.setattr(output_files, "put", fail)


@pytest.mark.parametrize("can_be_taken_back", [True, False])
@pytest.mark.parametrize("is_committed", [True, False])
def test_what_is_said_to_have_been_written_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, can_be_taken_back: bool, is_committed: bool
) -> None:
    """Who presses Ctrl-C is told what was written: a file that was taken back was not, a master that was not is."""
    fail_to_put(monkeypatch, "c.xlsx")
    master = folder / "master.xlsx"
    disk.forget_what_was_put()
    disk.replace(folder / "before.xlsx", b"")

    def commit() -> None:
        disk.replace(master, b"new")

    with pytest.raises(WorkbookInUse):
        write_together(
            folder,
            NEW,
            commit=commit if is_committed else None,
            take_back=master.unlink if can_be_taken_back and is_committed else None,
        )
    there = {**OLD, "before.xlsx": b"", **({"master.xlsx": b"new"} if master.exists() else {})}
    assert held(folder) == there
    assert master.exists() is (is_committed and not can_be_taken_back)
    names = [path.name for path in disk.put_in_place()]
    assert names == ["before.xlsx", *(["master.xlsx", "a.xlsx", "b.xlsx"] if master.exists() else [])]


def test_a_disk_without_links_keeps_what_is_replaced_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", unknown)
    fail_to_put(monkeypatch, "c.xlsx")
    (folder / "a.xlsx").chmod(0o640)
    with pytest.raises(WorkbookInUse):
        write_together(folder, NEW)
    assert held(folder) == OLD
    assert (folder / "a.xlsx").stat().st_mode & 0o777 == 0o640
    monkeypatch.undo()
    write_together(folder, NEW)
    assert (folder / "a.xlsx").stat().st_mode & 0o777 == 0o640


def left_behind(folder: Path, token: str, names: list[str], age: float, mark: str = "") -> None:
    """What a run left that was killed some seconds ago, before it had put anything in place."""
    listed = folder / f".~xlplan-{token}-list"
    listed.write_text(json.dumps({"mark": mark, "files": names}))
    os.utime(listed, (time.time() - age, time.time() - age))
    for number, name in enumerate(names):
        (folder / f".~xlplan-{token}-new-{number}").write_bytes(f"{mark} {name}".encode())


def test_of_two_runs_that_were_cut_off_the_oldest_is_finished_first(folder: Path) -> None:
    """Else the files of the earlier run lie over those of the later one."""
    left_behind(folder, "00000002", ["a.xlsx", "b.xlsx"], 100, "earlier")
    left_behind(folder, "00000001", ["b.xlsx"], 50, "later")
    runs = cut_off_runs(folder)
    assert [run.mark for run in runs] == ["earlier", "later"]
    for run in runs:
        run.finish()
    assert held(folder) == {"a.xlsx": b"earlier a.xlsx", "b.xlsx": b"later b.xlsx"}


def test_a_run_that_had_put_some_files_puts_the_others(folder: Path) -> None:
    left_behind(folder, "00000001", ["a.xlsx", "b.xlsx"], 10)
    (folder / ".~xlplan-00000001-new-0").replace(folder / "a.xlsx")
    (run,) = cut_off_runs(folder)
    run.finish()
    assert held(folder) == {"a.xlsx": b" a.xlsx", "b.xlsx": b" b.xlsx"}
    assert cut_off_runs(folder) == ()


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.xlsx", "../b.xlsx", "/b.xlsx"])
def test_a_list_that_names_what_lies_elsewhere_is_no_list(folder: Path, name: str) -> None:
    left_behind(folder, "00000001", ["a.xlsx", name], 10)
    (run,) = cut_off_runs(folder)
    assert run.files == ()
    run.finish()
    assert held(folder) == OLD


def test_folders_that_were_made_for_nothing_go_and_those_that_were_there_stay(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    def refuse() -> None:
        raise WorkbookInUse("open")

    with pytest.raises(WorkbookInUse):
        write_together(tmp_path / "out" / "2026" / "Dec-26", NEW, commit=refuse)
    assert list(tmp_path.rglob("*")) == [tmp_path / "out"]


def test_no_runs_are_found_where_there_is_no_folder(tmp_path: Path) -> None:
    assert cut_off_runs(tmp_path / "none") == ()
