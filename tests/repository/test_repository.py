"""What holds for the repository as a whole: the README works as written, nothing of a machine is in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from workbooks import make_samples

HEAVY = ("pandas", "numpy", "openpyxl", "lxml", "python_calamine", "rapidfuzz", "xlwings")
NOT_OURS = {"build", "dist", "site", "xlplan-demo", "__pycache__", "node_modules"}
# In pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"pypi\." + "org", "python" + "hosted", r"registry\." + "npmjs", r"deb\." + "debian",
            r"(?<![\w.])/(work|farm|root)" + "/", r"(?<![\w.$])/tmp" + "/[a-z]",
        ]
    )
)  # fmt: skip


def texts(repository: Path) -> Iterator[tuple[Path, str]]:
    """Every text file of the repository. Folders that tools make are passed over."""
    for path in sorted(repository.rglob("*")):
        parts = path.relative_to(repository).parts
        is_ours = all(
            part not in NOT_OURS and not part.endswith(".egg-info") and (part[0] != "." or part == ".ci")
            for part in parts[:-1]
        )
        if is_ours and path.is_file() and path.name != ".git":
            try:
                yield path, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_nothing_names_a_machine_or_a_registry(repository: Path) -> None:
    """A path of somebody's machine works for nobody else."""
    found = [
        f"{path.relative_to(repository)}:{number}: {line.strip()[:100]}"
        for path, text in texts(repository)
        for number, line in enumerate(text.splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]
    assert not found


def test_every_module_says_what_it_is_for(repository: Path) -> None:
    """The next person finds the place of a thing by the first lines of the files."""
    silent = [
        str(path.relative_to(repository))
        for folder in ("xlplan", "tests")
        for path in sorted((repository / folder).rglob("*.py"))
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_help_answers_at_once() -> None:
    """`xlplan --help` must not wait for libraries that only the work needs."""
    program = (
        "import sys\n"
        "from xlplan.cli import run\n"
        "run(['--help'])\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.exit(f'loaded too early: {loaded}' if loaded else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_standardise_loads_nothing_that_only_other_commands_need() -> None:
    """On a plan of ordinary size most of its time is its start; pydantic must not look for plugins either."""
    program = (
        "import os, sys\n"
        "from xlplan.cli import main\n"
        "sys.argv = ['xlplan', 'standardise', 'gone.xlsx', '--quiet']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(os.environ['PYDANTIC_DISABLE_PLUGINS'], *sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    plugins, *loaded = done.stdout.split()
    assert plugins == "__all__"
    assert "xlplan.verbs.standardise" in loaded
    others = {"xlplan.checks.context", "xlplan.merging", "xlplan.reporting", "tomllib", "pandas", "openpyxl"}
    others |= {"concurrent.futures", "logging"}
    assert not others & set(loaded)


def test_the_package_hands_names_on_and_nothing_else(repository: Path) -> None:
    """What `import xlplan` offers can be read off one short file."""
    tree = ast.parse((repository / "xlplan" / "__init__.py").read_text("utf-8"))
    functions = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert set(functions) <= {"__getattr__", "__dir__"}


def readme_commands(repository: Path) -> list[str]:
    """The lines of the README's sh blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", (repository / "README.md").read_text("utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.parametrize("ending", ["xlplan demo", "-m pytest"])
def test_ci_runs_the_commands_of_the_readme(repository: Path, ending: str) -> None:
    """A newcomer's first two commands are the ones that are tried on every change."""
    assert sum(line.endswith(ending) for line in readme_commands(repository)) == 1
    assert f"readme_command '{ending}'" in (repository / ".ci" / "run").read_text("utf-8")


def test_readme_commands_use_the_pinned_versions(repository: Path) -> None:
    """A newcomer gets what was tested, whatever has come out since."""
    assert all("-c constraints.txt" in line for line in readme_commands(repository))


def test_links_of_the_readme_lead_somewhere(repository: Path) -> None:
    """A dead link on the first page sends people away."""
    targets = re.findall(r"\]\(([^)#:]+)\)", (repository / "README.md").read_text("utf-8"))
    assert [target for target in targets if not (repository / target).exists()] == []


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook, unpacked: how they are deflated differs between builds of Python."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("name", make_samples.SAMPLES)
def test_samples_are_what_their_maker_makes(repository: Path, name: str) -> None:
    """The sample in the repository can be read in its source, and changed there."""
    made = make_samples.packed(*make_samples.SAMPLES[name]())
    assert made == make_samples.packed(*make_samples.SAMPLES[name]())
    assert parts_of(made) == parts_of((repository / "workbooks" / name).read_bytes())


# One name, one thing; these are kept, for a reason.
SAME_FILE_NAME = {
    "book.py": "the calls that every verb makes, and their answer for a workbook that is open in Excel",
    "merge.py": "the verb, and the decision that it asks for",
    "owners.py": "how an owner cell is read, and what is checked of owners",
    "rag.py": "how a RAG cell is read, and what is checked of RAG words",
    "result.py": "what a verb gives back, and what a reading does",
}


def _types_of(node: ast.stmt) -> list[str]:
    """The classes and aliases of types that a statement makes, but for a module's own."""
    if isinstance(node, ast.ClassDef):
        names = [node.name]
    elif isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
    else:
        names = []
    return [name for name in names if re.fullmatch("[A-Z][A-Za-z]*[a-z][A-Za-z]*", name)]


def test_one_name_is_one_thing(repository: Path) -> None:
    """Who reads `Reading` in one file and another `Reading` in the next loses an hour."""
    types: dict[str, list[str]] = {}
    files: dict[str, list[str]] = {}
    for path in sorted((repository / "xlplan").rglob("*.py")):
        if path.name != "__init__.py":
            files.setdefault(path.name, []).append(str(path.relative_to(repository)))
        for node in ast.parse(path.read_text("utf-8")).body:
            for name in _types_of(node):
                types.setdefault(name, []).append(str(path.relative_to(repository)))
    assert {name: places for name, places in types.items() if len(places) > 1} == {}
    assert {name for name, places in files.items() if len(places) > 1} == set(SAME_FILE_NAME)
