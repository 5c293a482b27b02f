"""The command line as a newcomer meets it: what there is, what each command does, how to call it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from xlplan.cli import cli, run


def every_command(group: click.Group = cli, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command with its name in full, those of groups too."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


COMMANDS = {name: command for name, command in every_command() if name != "demo"}


def test_the_list_of_commands_cuts_nothing_off(capsys: pytest.CaptureFixture[str]) -> None:
    """Half a sentence does not say which command to take."""
    assert run(["--help"]) == 0
    commands = capsys.readouterr().out.partition("Commands:")[2]
    assert "merge" in commands
    assert "..." not in commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_shows_an_example_and_the_exit_codes(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who writes a script for the night needs both, and looks there first."""
    assert run([*name.split(), "--help"]) == 0
    page = capsys.readouterr().out
    example = page.partition("Example:\n")[2].splitlines()[0].strip()
    assert example.startswith(f"xlplan {name}")
    assert "\n    0  " in page.partition("Exit codes:")[2]
    assert "\n    2  " in page.partition("Exit codes:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_every_help_is_one_that_the_command_takes(name: str) -> None:
    """An example that is refused is worse than none."""
    command = COMMANDS[name]
    epilog = command.epilog or ""
    example = epilog.partition("Example:\n")[2].splitlines()[0].split()[1 + len(name.split()) :]
    command.make_context(name, example)


def test_the_package_runs_as_a_program() -> None:
    """Where the folder of commands is not on the path, `python -m xlplan` is the way in."""
    done = subprocess.run(
        [sys.executable, "-m", "xlplan", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("xlplan ")
