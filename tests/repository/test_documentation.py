"""The documentation speaks of what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from xlplan import demo
from xlplan.cli import cli, run
from xlplan.importing.heading_words import FIELDS
from xlplan.layout import standard
from xlplan.layout.return_columns import return_columns

BY_THE_PLANS_WORDS = {"/tables/columns", "/rag", "/counts", "/renamed"}
"""Parts of the JSON whose keys are the plan's own: headings, periods, words."""


def sections(repository: Path) -> dict[str, str]:
    """The sections of the page on commands, by heading."""
    page = (repository / "docs" / "commands.md").read_text("utf-8")
    _, *found = re.split(r"^## ", page, flags=re.M)
    return {section.partition("\n")[0]: section for section in found}


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_documented(repository: Path, command: str) -> None:
    """A command that is not written down is not found."""
    assert f"\nxlplan {command}" in sections(repository).get(command, "")


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_option_is_documented(repository: Path, command: str) -> None:
    """An option that is not written down is not used."""
    everywhere = {"--json", "--quiet", "--preview", "--help"}
    options = {
        max(option.opts, key=len)
        for option in cli.commands[command].params
        if option.param_type_name == "option"
    }
    section = sections(repository).get(command, "")
    assert [
        option
        for option in sorted(options - everywhere)
        if option not in section and not (option == "--output" and "-o " in section)
    ] == []


def test_every_field_is_documented(repository: Path) -> None:
    """Who must say what a heading means has to know the words for it."""
    section = sections(repository)["standardise"]
    assert [field for field in FIELDS if f"`{field}`" not in section] == []


def test_every_standard_sheet_and_column_is_documented(repository: Path) -> None:
    """The layout is a contract with other people's scripts."""
    page = (repository / "docs" / "layout.md").read_text("utf-8")
    assert [name for name in standard.OUR_SHEETS if not re.search(rf"^\| `?{name}`? \|", page, re.M)] == []
    assert [heading for heading in standard.STANDARD_HEADINGS if f"`{heading}`" not in page] == []
    columns = [column.heading for column in return_columns("Sep-26", "Dec-26") if "-26" not in column.heading]
    assert [heading for heading in columns if f"`{heading}`" not in page.partition("## A return")[2]] == []


def test_every_page_is_in_the_navigation(repository: Path) -> None:
    """A page that no menu leads to is not read."""
    navigation = (repository / "mkdocs.yml").read_text("utf-8")
    assert [page.name for page in (repository / "docs").glob("*.md") if page.name not in navigation] == []


def test_every_dependency_has_its_reason(repository: Path) -> None:
    """Who must allow xlplan on a council's computers sees why each package is there."""
    project = (repository / "pyproject.toml").read_text("utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.M | re.S)
    assert block
    reasons = (repository / "docs" / "dependencies.md").read_text("utf-8")
    assert [name for name in re.findall(r'"([\w-]+)', block[1]) if f"| {name} |" not in reasons] == []


def shape(value: object) -> object:
    """The keys of a JSON document, all the way down; of a list, those of all its items together."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        merged: dict[str, object] = {}
        for item in value:
            if isinstance(item, dict):
                merged.update(item)
        return [shape(merged)] if merged else []
    return None


def difference(documented: object, printed: object, where: str = "") -> list[str]:
    """Keys that only one of two shapes has. What is keyed by the plan's own words, and empty lists, say nothing."""
    if isinstance(documented, list) and isinstance(printed, list):
        return difference(documented[0], printed[0], where) if documented and printed else []
    if not isinstance(documented, dict) or not isinstance(printed, dict) or where in BY_THE_PLANS_WORDS:
        return []
    found = [f"{where}/{key}" for key in sorted(documented.keys() ^ printed.keys())]
    for key in documented.keys() & printed.keys():
        found += difference(documented[key], printed[key], f"{where}/{key}")
    return found


def test_the_json_of_the_commands_is_as_documented(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script written from the page must find the keys that the page names."""
    printed: dict[str, object] = {}

    def noting(arguments: demo.Arguments) -> int:
        capsys.readouterr()
        code = run([*arguments, "--json"])
        printed.setdefault(arguments[0], json.loads(capsys.readouterr().out))
        return code

    demo.demo(tmp_path / "new", noting)
    noting(["undo", str(tmp_path / "new" / demo.MASTER)])
    wrong = {}
    for command, document in printed.items():
        blocks = re.findall(r"^```json\n(.*?)^```$", sections(repository)[command], re.M | re.S)
        assert len(blocks) == 1, command
        wrong[command] = difference(shape(json.loads(blocks[0])), shape(document))
    assert {command: keys for command, keys in wrong.items() if keys} == {}
