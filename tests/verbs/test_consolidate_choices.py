"""What a council chooses in the settings of its nights is done, and what it does not choose is left."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import xlplan
from tests.builders.cycle import table
from tests.builders.inboxes import files_in
from tests.builders.small_plan import fill_in, plan
from xlplan.consolidating.settings import read_settings
from xlplan.errors import WrongSettings
from xlplan.verbs.consolidate_one import PASSWORD, password_of

NIGHT = dt.datetime(2026, 11, 20, 2, 0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of two officers who were asked, one of whom has answered."""
    folder = tmp_path_factory.mktemp("made")
    master = plan(folder, ["Pat Example", "Sam Sample"])
    xlplan.add_period(master, "Dec-26", now=NIGHT).save()
    xlplan.issue(master, now=NIGHT).save()
    fill_in(folder / "issued" / "Dec-26 Pat Example.xlsx", folder / "returns", {"A001": {"RAG": "Green"}})
    return folder


def settings_of(made: Path, folder: Path, *choices: str) -> Path:
    shutil.copytree(made, folder / "homes")
    lines = ["[[plan]]", 'name = "Homes"', 'master = "homes/master.xlsx"', 'inbox = "homes/returns"']
    (folder / "plans.toml").write_text("\n".join([*lines, 'out = "homes/out"', *choices]), "utf-8")
    return folder / "plans.toml"


@pytest.mark.parametrize(
    ("choices", "written", "archived"),
    [
        ((), ["Dec-26 dashboard.xlsx", "Dec-26 report.docx", "Dec-26 report.html", "index.html"], True),
        (("report = false",), ["index.html"], True),
        (("report = false", "archive = false"), ["index.html"], False),
        (("report = false", "drafts = false"), ["index.html"], True),
    ],
)
def test_only_what_is_chosen_is_written(
    made: Path, tmp_path: Path, choices: tuple[str, ...], written: list[str], archived: bool
) -> None:
    settings = settings_of(made, tmp_path, *choices)
    [run] = xlplan.consolidate(settings, now=NIGHT).masters
    out = tmp_path / "homes" / "out"
    assert sorted(Path(file).name for file in run.files) == written
    assert {file for file in files_in(out) if not file.startswith("runs/")} == set(written)
    returned = tmp_path / "homes" / "returns" / "Dec-26 Pat Example.xlsx"
    assert returned.exists() is not archived
    place = tmp_path / "homes" / "archive" / "Dec-26" / "Dec-26 Pat Example.xlsx"
    assert [Path(file) for file in run.archived] == ([place] if archived else [])
    assert place.exists() is archived


def test_a_preview_lists_what_would_lie_where_and_writes_none_of_it(made: Path, tmp_path: Path) -> None:
    settings = settings_of(made, tmp_path)
    before = files_in(tmp_path)
    result = xlplan.consolidate(settings, preview=True, now=NIGHT)
    [run] = result.masters
    assert files_in(tmp_path) == before
    assert [Path(file).name for file in run.archived] == ["Dec-26 Pat Example.xlsx"]
    assert sorted(Path(file).name for file in run.files) == [
        "Dec-26 dashboard.xlsx",
        "Dec-26 report.docx",
        "Dec-26 report.html",
    ]
    assert result.preview() == result.summary()
    assert run.merged is not None
    assert [change.new for change in run.merged.changes] == ["Green"]
    assert table(tmp_path / "homes" / "master.xlsx", "Plan")[0]["Dec-26 RAG"] is None


def test_how_far_a_run_has_come_is_told_plan_by_plan(made: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    settings = settings_of(made, tmp_path, "report = false")
    second = tmp_path / "roads"
    shutil.copytree(made, second)
    text = settings.read_text("utf-8")
    settings.write_text(text + "\n" + text.replace("homes", "roads").replace("Homes", "Roads"), "utf-8")
    result = xlplan.consolidate(settings, now=NIGHT, tell=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert [run.name for run in result.masters] == ["Homes", "Roads"]
    told.clear()
    xlplan.consolidate(settings, only=["Roads"], now=NIGHT, tell=lambda done, of: told.append((done, of)))
    assert told == [(1, 1)]


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"secret\n", "secret"),
        (b"\xef\xbb\xbfsecret\r\nmore", "secret"),
        (b" with blanks ", " with blanks "),
        (b"", "is empty"),
        (b"\nsecret", "is empty"),
        (b"\xff\xfe\x00", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_the_password_of_returns_is_the_first_line_of_its_file(
    made: Path, tmp_path: Path, content: bytes | None, password: str
) -> None:
    settings = settings_of(made, tmp_path, 'password_file = "secret.txt"')
    if content is not None:
        (tmp_path / "secret.txt").write_bytes(content)
    [known] = read_settings(settings).plans
    if content is None or ("secret" not in password and "blanks" not in password):
        with pytest.raises(WrongSettings, match=password):
            password_of(known)
    else:
        assert password_of(known) == password


@pytest.mark.parametrize(("value", "password"), [("secret", "secret"), ("", None), (None, None)])
def test_without_a_file_the_password_is_the_environments(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None, password: str | None
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    if value is not None:
        monkeypatch.setenv(PASSWORD, value)
    [known] = read_settings(settings_of(made, tmp_path)).plans
    assert password_of(known) == password
