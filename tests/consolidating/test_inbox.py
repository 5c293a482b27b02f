"""What would be lost if a return left the inbox too early, or fell on top of another."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from xlplan.consolidating import inbox
from xlplan.consolidating.inbox import arrivals, put_away


@pytest.fixture(params=["links", "no links"])
def folders(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """An inbox and an archive, on a disk that knows hard links and on one that does not."""
    if request.param == "no links":

        def refuses(source: Path, place: Path) -> None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        monkeypatch.setattr(os, "link", refuses)
    returns = tmp_path / "returns"
    returns.mkdir()
    return returns, tmp_path / "archive" / "Dec-26"


def test_a_return_of_a_name_that_is_taken_gets_a_number(folders: tuple[Path, Path]) -> None:
    returns, archive = folders
    for content in ("first", "second", "third", "third"):
        (returns / "Jo.xlsx").write_text(content)
        put_away(arrivals(returns), archive)
    kept = {file.name: file.read_text() for file in archive.iterdir()}
    assert kept == {
        "Jo.xlsx": "first",
        "Jo (2).xlsx": "second",
        "Jo (3).xlsx": "third",
        "Jo (4).xlsx": "third",
    }
    assert not list(returns.iterdir())


def test_a_return_that_was_replaced_while_it_was_merged_stays(folders: tuple[Path, Path]) -> None:
    returns, archive = folders
    (returns / "Jo.xlsx").write_text("as merged")
    seen = arrivals(returns)
    (returns / "Jo.xlsx").write_text("saved over it meanwhile")
    moved, stayed = put_away(seen, archive)
    assert (moved, stayed) == ((), (returns / "Jo.xlsx",))
    assert (returns / "Jo.xlsx").read_text() == "saved over it meanwhile"
    assert not archive.exists() or not list(archive.iterdir())


def test_a_move_that_was_cut_off_in_the_middle_is_finished_and_leaves_one_file(
    folders: tuple[Path, Path],
) -> None:
    returns, archive = folders
    (returns / "Jo.xlsx").write_text("as merged")
    archive.mkdir(parents=True)
    try:
        os.link(returns / "Jo.xlsx", archive / "Jo.xlsx")
    except OSError:
        shutil.copy2(returns / "Jo.xlsx", archive / "Jo.xlsx")
    put_away(arrivals(returns), archive)
    assert [file.name for file in archive.iterdir()] == ["Jo.xlsx"]
    assert not list(returns.iterdir())


def test_what_cannot_be_moved_stays_and_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    returns = tmp_path / "returns"
    returns.mkdir()
    (returns / "Jo.xlsx").write_text("as merged")

    def full(source: Path, place: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(inbox, "_link", full)
    with pytest.raises(OSError, match="space"):
        put_away(arrivals(returns), tmp_path / "archive")
    assert (returns / "Jo.xlsx").exists()
