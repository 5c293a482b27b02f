"""What a council chooses in the settings of its nights is done, and what it does not choose is left."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import openpyxl
import pytest

import xlplan
from tests.builders.cycle import change_sheet, columns, table
from tests.builders.inboxes import files_in, give_addresses
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


def test_between_two_periods_nothing_is_merged_and_nobody_is_reminded(made: Path, tmp_path: Path) -> None:
    settings = settings_of(made, tmp_path, "report = false")
    give_addresses(tmp_path / "homes" / "master.xlsx")
    drafts = tmp_path / "homes" / "out" / "drafts"
    [first] = xlplan.consolidate(settings, now=NIGHT).masters
    assert first.merged is not None
    assert files_in(drafts) == {"Dec-26 Sam Sample.eml"}
    (drafts / "mine.eml").write_text("To: me\n\nA letter of my own")

    def close(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.cell(4, columns(sheet)["Status"]).value = "Closed"

    change_sheet(tmp_path / "homes" / "master.xlsx", "Periods", close)
    [preview] = xlplan.consolidate(settings, preview=True, now=NIGHT).masters
    assert preview.merged is None
    assert files_in(drafts) == {"Dec-26 Sam Sample.eml", "mine.eml"}
    [second] = xlplan.consolidate(settings, now=NIGHT).masters
    assert (second.merged, second.exit, second.error) == (None, 0, None)
    assert files_in(drafts) == {"mine.eml"}


def test_a_reminder_that_is_not_wanted_any_more_is_taken_away(made: Path, tmp_path: Path) -> None:
    """Somebody who has answered would be reminded by a letter that lay there still."""
    settings = settings_of(made, tmp_path, "report = false")
    give_addresses(tmp_path / "homes" / "master.xlsx")
    xlplan.consolidate(settings, now=NIGHT)
    homes = tmp_path / "homes"
    said = {"A002": {"RAG": "Amber", "progress": "Half of it is up"}}
    fill_in(homes / "issued" / "Dec-26 Sam Sample.xlsx", homes / "returns", said)
    [run] = xlplan.consolidate(settings, now=NIGHT + dt.timedelta(days=1)).masters
    assert files_in(homes / "out" / "drafts") == set()
    assert [Path(file).name for file in run.files] == ["index.html"]


@pytest.mark.parametrize(("hours", "is_left"), [(0, True), (48, False)])
def test_what_a_killed_run_left_half_written_is_cleared_away_once_nobody_can_be_writing_it(
    made: Path, tmp_path: Path, hours: int, is_left: bool
) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false")
    homes = tmp_path / "homes"
    (homes / "out" / "runs").mkdir(parents=True)
    (homes / "archive" / "Dec-26").mkdir(parents=True)
    others, ours = [homes, homes / "out"], [homes / "out" / "runs", homes / "archive" / "Dec-26"]
    then = (dt.datetime.now() - dt.timedelta(hours=hours)).timestamp()
    for folder in (*others, *ours):
        (folder / ".~xlplan-half").write_bytes(b"half")
        os.utime(folder / ".~xlplan-half", (then, then))
        (folder / ".~mine").write_bytes(b"whole")
    xlplan.consolidate(settings, now=NIGHT)
    assert [(folder / ".~xlplan-half").exists() for folder in others] == [is_left] * 2
    assert not any((folder / ".~xlplan-half").exists() for folder in ours), "where only we write"
    assert all((folder / ".~mine").exists() for folder in (*others, *ours))


def test_a_refused_file_stays_and_makes_the_night_one_for_a_person(made: Path, tmp_path: Path) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false")
    (tmp_path / "homes" / "returns" / "letter.txt").write_text("Dear all")
    [run] = xlplan.consolidate(settings, now=NIGHT).masters
    assert run.exit == 1
    assert (tmp_path / "homes" / "returns" / "letter.txt").exists()
    page = (tmp_path / "homes" / "out" / "index.html").read_text("utf-8")
    assert "letter.txt" in page


def test_a_plan_whose_drive_is_away_is_not_made_up_for(made: Path, tmp_path: Path) -> None:
    settings = settings_of(made, tmp_path)
    text = settings.read_text("utf-8").replace('out = "homes/out"', 'out = "away/homes/out"')
    settings.write_text(text, "utf-8")
    [run] = xlplan.consolidate(settings, now=NIGHT).masters
    assert run.exit == 2
    assert run.error is not None
    assert "the folder in which 'out' is to lie is not there" in run.error
    assert not (tmp_path / "away").exists()
    assert run.files == ()


def test_a_log_that_cannot_be_written_is_told_and_what_was_done_is_done(made: Path, tmp_path: Path) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false")
    (tmp_path / "plans.log").mkdir()
    result = xlplan.consolidate(settings, now=NIGHT)
    assert (result.masters[0].exit, result.exit) == (0, 1)
    assert result.error is not None
    assert "plans.log" in result.error
    assert result.errors == (result.error,)
    assert table(tmp_path / "homes" / "master.xlsx", "Plan")[0]["Dec-26 RAG"] == "Green"


@pytest.mark.parametrize("preview", [True, False])
def test_what_is_written_over_all_plans_is_written_once_a_night_and_never_in_a_preview(
    made: Path, tmp_path: Path, preview: bool
) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false", "[portfolio]", 'out = "all"')
    result = xlplan.consolidate(settings, preview=preview, now=NIGHT)
    assert [Path(file).name for file in result.portfolio] == (
        [] if preview else ["index.html", "portfolio.xlsx"]
    )
    assert (tmp_path / "all").exists() is not preview
    assert (tmp_path / "plans.log").exists() is not preview
    if not preview:
        last = (tmp_path / "plans.log").read_text("utf-8").splitlines()[-2:]
        assert [line[20:] for line in last] == [f"written: 2 files, with {tmp_path}/all/index.html", "exit 0"]


def test_a_position_over_all_plans_that_cannot_be_written_is_told_beside_what_was_done(
    made: Path, tmp_path: Path
) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false", "[portfolio]", 'out = "all"')
    (tmp_path / "all").write_text("a file where a folder should be")
    result = xlplan.consolidate(settings, now=NIGHT)
    assert (result.masters[0].exit, result.exit, result.portfolio) == (0, 1, ())
    assert result.error is not None
    log = (tmp_path / "plans.log").read_text("utf-8").splitlines()
    assert log[-2].endswith(f"error: {result.error}")
    assert log[-1].endswith("exit 1")


def test_plans_that_were_not_named_still_count_in_the_position_over_all(made: Path, tmp_path: Path) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false")
    shutil.copytree(made, tmp_path / "roads")
    text = settings.read_text("utf-8")
    both = text + "\n" + text.replace("homes", "roads").replace("Homes", "Roads")
    settings.write_text(f'{both}\n[portfolio]\nout = "all"\n', "utf-8")
    told: list[tuple[int, int]] = []
    result = xlplan.consolidate(settings, only=["Roads"], now=NIGHT, tell=lambda *one: told.append(one))
    assert [run.name for run in result.masters] == ["Roads"]
    assert told == [(1, 2), (2, 2)]
    sheet = openpyxl.load_workbook(tmp_path / "all" / "portfolio.xlsx")["Plans"]
    names = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"Homes", "Roads"} <= names
    assert table(tmp_path / "homes" / "master.xlsx", "Plan")[0]["Dec-26 RAG"] is None, "it was only looked at"
    assert not (tmp_path / "homes" / "out").exists()


def test_the_worst_of_all_plans_is_the_end_of_the_night(made: Path, tmp_path: Path) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false")
    shutil.copytree(made, tmp_path / "roads")
    (tmp_path / "roads" / "master.xlsx").write_bytes(b"cut off")
    text = settings.read_text("utf-8")
    settings.write_text(text + "\n" + text.replace("homes", "roads").replace("Homes", "Roads"), "utf-8")
    result = xlplan.consolidate(settings, now=NIGHT)
    assert [run.exit for run in result.masters] == [0, 2]
    assert (result.exit, result.exit_code, result.needs_a_person) == (2, 2, True)
    log = (tmp_path / "plans.log").read_text("utf-8").splitlines()
    assert log[-1][20:] == "exit 2, not well: Roads"
    assert any(line[20:].startswith("[Roads] error: ") for line in log)


def test_files_that_a_killed_run_was_to_put_into_the_folders_are_made_anew_at_once(
    made: Path, tmp_path: Path
) -> None:
    settings = settings_of(made, tmp_path, "report = false", "drafts = false")
    out = tmp_path / "homes" / "out"
    (out / "drafts").mkdir(parents=True)
    for folder in (out, out / "drafts"):
        (folder / ".~xlplan-0badcafe-list").write_text('{"mark": "", "files": ["old.html"]}')
        (folder / ".~xlplan-0badcafe-new-0").write_bytes(b"of a night that was ended")
    xlplan.consolidate(settings, now=NIGHT)
    assert not [file for file in files_in(out) if "0badcafe" in file]
    assert not (out / "old.html").exists()
