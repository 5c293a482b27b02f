"""A command that ends before its end says in one line what is true of the files, and names no exception."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders.cycle import a_master
from xlplan.cli import run
from xlplan.verbs.validate import Validated
from xlplan.workbook import backup


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_master(tmp_path_factory.mktemp("made"))


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made, tmp_path / "master.xlsx"))


ENDS = [KeyboardInterrupt(), ZeroDivisionError("division by zero"), OSError(5, "Input/output error")]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("is_saved", [True, False])
def test_what_was_written_is_told_truly(
    master: Path,
    end: BaseException,
    is_saved: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stop(*_: object, **__: object) -> str:
        raise end

    monkeypatch.delenv("XLPLAN_DEBUG", raising=False)
    if is_saved:
        monkeypatch.setattr(Validated, "summary", stop)
    else:
        monkeypatch.setattr(backup, "replace", stop)
    before = master.read_bytes()
    code = run(["validate", str(master)])
    told = capsys.readouterr().err
    assert (master.read_bytes() != before) is is_saved
    assert code == (1 if is_saved else 2)
    assert ("master.xlsx had been written by then" in told) is is_saved
    assert told.count("\n") == 1
    assert type(end).__name__ not in told


def test_a_command_does_not_speak_of_what_an_earlier_one_wrote(
    master: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    assert run(["validate", str(master)]) in (0, 1)
    monkeypatch.setattr(backup, "held", stop)
    assert run(["validate", str(master)]) == 2
    assert "stopped; nothing was written" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_control_characters_do_not_reach_the_terminal(
    master: Path,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    evil = "\x1b[2J\x9b31m\N{RIGHT-TO-LEFT OVERRIDE}\x07"
    monkeypatch.setattr(Validated, "summary", lambda _: f"Plan {evil} checked")
    monkeypatch.setattr(Validated, "to_json", lambda _: {"title": evil})
    run(["validate", str(master), "--preview", *options])
    run(["validate", f"{master}{evil}"])
    told = capsys.readouterr()
    assert not set(evil) - set("[2J31m") & set(told.out + told.err)


@pytest.mark.parametrize(
    "line", [["add-period", "master.xlsx", "Jan\udce927"], ["issue", "master.xlsx", "--officer", "Ren\udce9"]]
)
def test_words_that_were_not_typed_in_utf8_are_refused_as_such(
    master: Path, line: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No workbook can hold them: they ended in "a fault in xlplan itself"."""
    monkeypatch.chdir(master.parent)
    before = master.read_bytes()
    assert run(line) == 2
    assert "is not written in UTF-8" in capsys.readouterr().err
    assert master.read_bytes() == before
