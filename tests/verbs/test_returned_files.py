"""Many returns are read side by side in processes, and come out as when they are read one after the other."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.cycle import JO, PERIOD, RUTH, a_master, sent_back, table
from xlplan.errors import NotAMaster
from xlplan.layout.returns import Return
from xlplan.verbs import many_files
from xlplan.verbs.merge import merge
from xlplan.verbs.returned_files import ReturnedFile, moment_of, read_file, reading


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_master(tmp_path_factory.mktemp("master"))


@pytest.fixture(scope="module")
def files(master: Path) -> list[ReturnedFile]:
    """Returns, one of them with a date, and what is none: the master, a folder, a letter, a file that is gone."""
    back = master.parent / "back"
    said = {
        _first(master, RUTH): {
            "RAG": "Green",
            "progress": "Wie besprochen – fertig",
            "Revised due": "31/3/27",
        }
    }
    first = sent_back(master, RUTH, said)
    sent_back(master, JO, {_first(master, JO): {"RAG": "puce"}})
    for number in range(4):
        shutil.copy(first, back / f"copy {number}.xlsx")
    shutil.copy(master, back / "master.xlsx")
    (back / "folder").mkdir()
    (back / "letter.xlsx").write_bytes(b"Dear colleague")
    paths = [*sorted(back.iterdir()), back / "gone.xlsx"]
    return [ReturnedFile(str(path), path, back / "master.xlsx") for path in paths]


def _first(master: Path, officer: str) -> str:
    """The ID of the first action that an officer was asked about."""
    return str(next(row["ID"] for row in table(master, "Plan") if row["Owner"] == officer))


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_files, "MANY", 4)
    monkeypatch.setattr(many_files, "_cores", lambda: 2)


def test_what_is_read_side_by_side_is_what_is_read_alone(files: list[ReturnedFile]) -> None:
    told: list[tuple[int, int]] = []
    with reading(files) as wait:
        read = wait(lambda done, of: told.append((done, of)))
    alone = [read_file(file) for file in files]
    assert len(told) == 2
    assert told[-1] == (len(files), len(files))
    assert [type(one) for one in read] == [type(one) for one in alone]
    assert sum(isinstance(one, Return) for one in read) == 6
    assert read == alone


def test_a_workbook_that_is_no_master_is_said_though_returns_are_being_read(
    files: list[ReturnedFile], master: Path
) -> None:
    with pytest.raises(NotAMaster):
        merge(master.parent / "plan.xlsx", [file.path for file in files[:-1]])


def test_a_merge_comes_out_the_same(
    files: list[ReturnedFile], master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [file.path for file in files[:-1]]
    side_by_side = merge(master, paths, period=PERIOD)
    monkeypatch.setattr(many_files, "MANY", 1000)
    assert merge(master, paths, period=PERIOD).to_json() == side_by_side.to_json()


@pytest.mark.parametrize(
    ("seconds", "moment"),
    [
        (0.0, dt.datetime(1970, 1, 1, tzinfo=dt.UTC)),
        (1_791_000_000.0, dt.datetime(2026, 10, 3, 4, 0, tzinfo=dt.UTC)),
        (1e12, None),
        (-1e12, None),
        (2.0**62, None),
    ],
)
def test_a_file_of_a_year_that_there_is_not_is_read_and_has_no_time(
    seconds: float, moment: dt.datetime | None
) -> None:
    """Disks hold such times after a bad copy: the return would be called damaged."""
    assert moment_of(seconds) == moment


def test_a_process_that_reads_starts_at_once() -> None:
    """If this fails, each process takes a fifth of a second more to start."""
    program = "import sys, xlplan.verbs.returned_files; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"pydantic", "pandas", "openpyxl", "xlrd", "xlplan.model", "xlplan.checks"} & set(
        run.stdout.split()
    )
