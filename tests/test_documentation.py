"""The documentation speaks of what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlplan.cli import cli


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
