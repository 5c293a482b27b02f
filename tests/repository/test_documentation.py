"""The documentation speaks of what there is."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.builders import officers
from tests.conftest import REPOSITORY, WORKBOOKS
from xlplan import demo
from xlplan.cli import cli, run
from xlplan.importing.heading_words import FIELDS
from xlplan.layout import standard
from xlplan.layout.return_columns import return_columns

BY_THE_PLANS_WORDS = {"/tables/columns", "/rag", "/counts", "/renamed"}
"""Parts of the JSON whose keys are the plan's own: headings, periods, words."""

PAGES = ("README.md", *sorted(f"docs/{page.name}" for page in (REPOSITORY / "docs").glob("*.md")))
BEGUN = {
    "README.md": (),
    "docs/coordinator.md": (),
    "docs/month-end.md": (
        "standardise 'Improvement plan v7.xlsx' -o master.xlsx",
        "add-period master.xlsx Dec-26",
    ),
}
"""The pages whose commands are run from the first to the last, and what has been run before each."""
LABELLED = re.compile(r"^ *```\w+\n.*?^ *```$", re.M | re.S)
"""Blocks of the shell that CI runs, of JSON, TOML, Python."""
RUN_ELSEWHERE = {"demo", "addin"}
"""The demo has tests of its own; the add-in would be installed on the machine that runs the tests."""


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


def test_every_room_is_on_the_page_once_and_the_files_named_there_are_in_it(repository: Path) -> None:
    """Who looks for where a thing is done is not sent to a file that has another name by now."""
    page = (repository / "docs" / "architecture.md").read_text("utf-8")
    rooms = re.findall(r"^\| `(xlplan/[\w/]+)/` \|.*\|(.*)\|$", page, re.M)
    packages = [file.parent for file in (repository / "xlplan").glob("*/**/__init__.py")]
    assert sorted(room for room, _ in rooms) == sorted(
        package.relative_to(repository).as_posix() for package in packages
    )
    named = [
        repository / room / file for room, files in rooms for file in re.findall(r"`([\w.]+\.\w+)`", files)
    ]
    assert named
    assert [file for file in named if not file.is_file()] == []


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


def command_lines(text: str) -> Iterator[str]:
    """What a page says to type after `xlplan`, in its order; without synopses."""
    for block, inline in re.findall(
        r"^ *```\n(.*?)^ *```$|`xlplan ([^`]+)`", re.sub(LABELLED, "", text), re.M | re.S
    ):
        lines = (
            re.findall(r"^ *(?:\S+[\\/])?xlplan (.+)", block, re.M) if block else [" ".join(inline.split())]
        )
        for line in lines:
            command, *_ = re.split(r"  +", line)  # what the command does stands beside it
            if "[" not in command and not command.startswith("COMMAND"):
                yield command


def test_the_readme_names_every_command(repository: Path) -> None:
    """What the first page does not name is not looked for."""
    readme = (repository / "README.md").read_text("utf-8")
    assert [command for command in sorted(cli.commands) if f"xlplan {command}" not in readme] == []


def test_no_message_names_a_command_that_is_not_there(repository: Path) -> None:
    """Who does what a message says, and is told that there is no such command, is left alone."""
    addin = cli.commands["addin"]
    assert isinstance(addin, click.Group)
    there = {*cli.commands, *(f"addin {command}" for command in addin.commands)}
    sources = [*(repository / "xlplan").rglob("*.py"), *(repository / "macros").glob("*.bas")]
    introduced = re.compile(
        r"(?:(?:run|then|one|back):|\bor|example=\"|command) '?xlplan (addin [a-z]+|[a-z][a-z-]+)"
        r"|'xlplan (addin [a-z]+)"
    )
    named = {
        (one or other, source.name)
        for source in sources
        for one, other in introduced.findall(source.read_text("utf-8"))
    }
    assert len(named) >= 10
    assert sorted((command, source) for command, source in named if command not in there) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_a_page_is_understood(
    repository: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that is copied from a page and refused is the last one that a newcomer types."""
    for command in command_lines((repository / page).read_text("utf-8")):
        assert run([*shlex.split(command.replace("\\", "/")), "--help"]) == 0, command
    assert "Error" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "page", [page if page == "README.md" else pytest.param(page, marks=pytest.mark.slow) for page in BEGUN]
)
def test_the_commands_of_a_guide_work_in_their_order(
    repository: Path,
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Somebody with the page alone gets from their own plan to a merged month and its report."""
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(WORKBOOKS / demo.SAMPLE, "Improvement plan v7.xlsx")
    shutil.copyfile(WORKBOOKS / demo.TEMPLATE, "REPORT.docx")
    (settings,) = re.findall(
        r"^```toml\n(.*?)^```$", (repository / "docs/coordinator.md").read_text("utf-8"), re.M | re.S
    )
    Path("plans.toml").write_text(settings, "utf-8")
    issued, merged = Path("issued"), []
    for command in (*BEGUN[page], *command_lines((repository / page).read_text("utf-8"))):
        verb, *rest = shlex.split(command.replace("MASTER", "master.xlsx"))
        if verb in RUN_ELSEWHERE:
            continue
        if verb == "issue":
            issued = Path(rest[rest.index("--to") + 1]) if "--to" in rest else issued
        if verb == "merge":
            send_back(issued, Path(rest[1]))
        capsys.readouterr()
        code = run([verb, *rest, "--json"])
        said = capsys.readouterr()
        assert code in {0, 1}, f"{command}: {said.err}"
        if verb == "merge":
            merged.append(json.loads(said.out))
    assert list(Path("issued").glob("Dec-26 *.xlsx"))
    assert list(Path("reports").glob("Dec-26 report.docx"))
    if page != "docs/month-end.md":
        assert merged[0]["changes"]
        assert {one["outcome"] for each in merged for one in each["returns"]} <= {"merged", "already merged"}


def send_back(issued: Path, returns: Path) -> None:
    """What people do between two commands: fill in what was issued, and save it in the folder that is merged."""
    if not returns.is_dir():
        returns.mkdir(parents=True)
        for file in issued.glob("*.xlsx"):
            officers.fill_in(file, to=returns / file.name)
