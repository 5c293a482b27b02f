"""What an IT officer would search for half a day if the settings file were refused without a line and a remedy."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from xlplan.consolidating.settings import read_settings
from xlplan.errors import WrongSettings, WrongUsage

GOOD = """\
[defaults]
archive = true
report = false

[[plan]]
name = "Children's Services"
master = "childrens/master.xlsx"
inbox = "childrens/returns"
out = "childrens/out"

[[plan]]
name = "Adults"
master = "adults/master.xlsx"
inbox = 'adults\\returns'
out = "adults/out"
period = "Dec-26"
report = true

[portfolio]
out = "portfolio"
"""
SECOND = GOOD[GOOD.index('[[plan]]\nname = "Adults"') :]


def written(folder: Path, text: str) -> Path:
    file = folder / "plans.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_paths_are_those_beside_the_file_and_a_plan_may_differ_from_the_defaults(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, GOOD))
    childrens, adults = settings.plans
    assert childrens.master == tmp_path / "childrens" / "master.xlsx"
    assert adults.inbox == tmp_path / "adults" / "returns"
    assert (childrens.archive, childrens.report, childrens.drafts) == (True, False, True)
    assert (adults.report, adults.period, childrens.period) == (True, "Dec-26", None)
    assert settings.portfolio == tmp_path / "portfolio"
    assert [plan.name for plan in settings.only(["adults"])] == ["Adults"]
    assert settings.only([]) == settings.plans


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('master = "c', 'mastr = "c', ["line 7: 'mastr' is no key; did you mean 'master'?"]),
        ("archive = true", "archve = true", ["line 2: 'archve' is no key; did you mean 'archive'?"]),
        ("archive = true", 'archive = "yes"', ["line 2: 'archive' must be true or false, without quotes"]),
        ('name = "Adults"', "name = 3", ["line 12: 'name' must be a text in quotes"]),
        ('name = "Adults"', 'name = " "', ["line 12: 'name' is empty"]),
        ('name = "Adults"', "", ["line 11: 'name' is missing from this plan"]),
        ('name = "Adults"', 'name = "children\'s services"', ["line 12: 'name' is the same", "in line 5"]),
        ("adults/master.xlsx", "childrens/../childrens/master.xlsx", ["line 13: 'master' is the same"]),
        ("adults/out", "portfolio", ["line 15: 'out' is the same as that of the portfolio"]),
        ("adults/out", "adults/returns", ["line 15: 'out' is the inbox"]),
        ("'adults\\returns'", "'adults'", ["line 14: 'inbox' is the folder that the master lies in"]),
        ("'adults\\returns'", '"adults\\returns"', ["line 14", "backslash", "single quotes"]),
        ('"adults/master.xlsx"', '"adults\\master.xlsx"', ["line 13", "backslash", "single quotes"]),
        ('name = "Adults"', "name = Adults", ["line 12", "not as TOML is written"]),
        ('name = "Adults"', 'name = "Adults"\nname = "B"', ["line 13", "again"]),
        ("[portfolio]\nout", "[portfolios]\nout", ["'portfolios' is no key; did you mean 'portfolio'?"]),
        (GOOD, "[defaults]\n", ["there is no plan", "[[plan]]"]),
        (GOOD, GOOD.replace(SECOND, "").replace("[[plan]]", "[plan]"), ["line 5", "two brackets"]),
        ("archive = true", 'colour = "x"\nsize = 3', ["line 2: 'colour'", "line 3: 'size'"]),
    ],
)
def test_what_is_wrong_is_named_with_its_line_its_key_and_the_remedy(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    assert old in GOOD
    file = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(WrongSettings) as refused:
        read_settings(file)
    message = str(refused.value)
    assert message.startswith(f"{file}: ")
    assert "\n" not in message
    for part in told:
        assert part in message


def test_a_file_that_notepad_saved_is_read(tmp_path: Path) -> None:
    file = tmp_path / "plans.toml"
    for content in (
        codecs.BOM_UTF8 + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.encode("utf-16"),
    ):
        file.write_bytes(content)
        assert len(read_settings(file).plans) == 2


def test_another_encoding_and_a_missing_file_are_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "plans.toml"
    with pytest.raises(WrongSettings, match="No such file"):
        read_settings(file)
    file.write_bytes(GOOD.replace("Children's", "Children\u2019s").encode("cp1252"))
    with pytest.raises(WrongSettings, match=r"line 6: .*UTF-8"):
        read_settings(file)


def test_a_plan_that_is_not_there_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, GOOD))
    with pytest.raises(WrongUsage, match=r"did you mean 'Adults'\?"):
        settings.only(["Adult"])
