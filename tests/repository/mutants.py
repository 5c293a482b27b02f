"""Would the tests see a fault? A sample of small faults, each put into a copy and run with the tests that execute it.

    python -m tests.repository.mutants --sample 200 --seed 1

Which tests execute which line is measured first, which takes some minutes; then most mutants take a second or two.
With --keep FILE the measurement is kept there, and used again as long as the repository has not changed.
Survivors are printed with their line, to be read one by one: some change nothing, each of the others wants a test.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from coverage import CoverageData

from tests.repository.faults import Mutant, mutants_of

REPOSITORY = Path(__file__).resolve().parents[2]
WHERE_HARM_LIES = (
    "xlplan/merging", "xlplan/verbs", "xlplan/layout", "xlplan/checks", "xlplan/values", "xlplan/importing",
    "xlplan/reporting", "xlplan/workbook/gate.py", "xlplan/workbook/backup.py", "xlplan/workbook/in_use.py",
    "xlplan/workbook/output_files.py",
    "xlplan/workbook/ooxml", "xlplan/workbook/readers",
)  # fmt: skip
MOST_TESTS = 60
"""More tests than these are not run for one mutant; those that execute the fewest lines in all are, and the broadest.
Of what no test executes itself, but the import of the module, all tests of its room are run."""
BROADEST = 5
"""So many tests are run that execute the most lines: they look at all that a command says and changes."""
_PYTEST = ["-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider"]


def main() -> None:
    """Draw a sample, run it, and print what was seen by part, and each survivor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", action="append", default=[], metavar="PATH", help="modules that begin with this"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="keep here which tests execute which line, for another run"
    )
    asked = parser.parse_args()
    parts = tuple(asked.only) or WHERE_HARM_LIES
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(
            shutil.copytree(REPOSITORY, Path(folder) / "copy", ignore=shutil.ignore_patterns(".*", "site"))
        )
        kept = (asked.keep or copy / "contexts").resolve()
        if not kept.exists():
            _measure(copy, kept)
        executed = _tests_by_line(copy, kept)
        modules = [
            str(path.relative_to(copy))
            for path in sorted(copy.glob("xlplan/**/*.py"))
            if str(path.relative_to(copy)).startswith(parts)
        ]
        everything = [mutant for module in modules for mutant in mutants_of(copy, module)]
        sample = random.Random(asked.seed).sample(everything, min(asked.sample, len(everything)))
        _say(f"{len(everything):,} mutants in {len(modules)} modules, {len(sample)} drawn")
        seen: Counter[str] = Counter()
        of: Counter[str] = Counter()
        tests = [executed.get((mutant.module, mutant.line), []) for mutant in sample]
        for number, seer in _tried(copy, sample, tests):
            mutant = sample[number]
            part = "/".join(mutant.module.split("/")[1:-1]) or mutant.module
            of[part] += 1
            if seer:
                seen[part] += 1
                continue
            line = (REPOSITORY / mutant.module).read_text("utf-8").splitlines()[mutant.line - 1].strip()
            why = "survived" if tests[number] else "no test executes it"
            _say(f"{number + 1}: {why}: {mutant.module}:{mutant.line}: {mutant.what}: {line}")
    for part in sorted(of):
        _say(f"{part:24} {seen[part]:4} of {of[part]:4}")
    _say(f"{'all':24} {seen.total():4} of {of.total():4}  {seen.total() / of.total():.0%}")


def _measure(copy: Path, kept: Path) -> None:
    """Run the tests, and keep which of them execute which line."""
    settings = copy / "contexts.ini"
    settings.write_text(
        "[run]\ndynamic_context = test_function\nsource = xlplan\nparallel = false\nrelative_files = true\n",
        "utf-8",
    )
    command = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        f"--rcfile={settings}",
        f"--data-file={kept}",
        *_PYTEST,
    ]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    subprocess.run(command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, check=False)


def _tests_by_line(copy: Path, kept: Path) -> dict[tuple[str, int], list[str]]:
    """(module, line) -> the tests to run for it, as pytest names them, first those that execute the fewest lines.

    On what is executed outside of a test, in a fixture or when its module is imported, all tests of the module may
    depend, whether they execute it or look at what it made: they follow, first those of its room.
    """
    data = CoverageData(str(kept))
    data.read()
    homes = {
        str(path.relative_to(copy).with_suffix("")).replace(os.sep, "."): path.relative_to(copy).as_posix()
        for path in copy.glob("tests/**/*.py")
    }

    @functools.cache
    def named(context: str) -> str | None:
        home = next((name for name in homes if context.startswith(f"{name}.")), None)
        return home and f"{homes[home]}::{context.removeprefix(f'{home}.').replace('.', '::')}"

    direct: dict[tuple[str, int], set[str]] = {}
    outside: set[tuple[str, int]] = set()
    of_module: dict[str, set[str]] = defaultdict(set)
    for measured in data.measured_files():
        module = Path(measured).as_posix()
        for line, contexts in data.contexts_by_lineno(measured).items():
            tests = {test for context in contexts if (test := named(context))}
            direct[module, line] = tests
            of_module[module] |= tests
            if "" in contexts:
                outside.add((module, line))
    lines_of = Counter(test for tests in direct.values() for test in tests)

    def in_order(tests: Iterable[str]) -> list[str]:
        return sorted(tests, key=lambda test: (lines_of[test], test))

    @functools.cache
    def of_room(module: str) -> list[str]:
        room = f"tests/{module.split('/')[1]}/"
        return in_order(test for test in lines_of if test.startswith(room))

    def to_run(module: str, line: int) -> list[str]:
        tests = in_order(direct[module, line])
        if (module, line) in outside:
            tests = list(dict.fromkeys([*tests, *of_room(module), *in_order(of_module[module])]))
        most = MOST_TESTS if direct[module, line] else max(MOST_TESTS, len(of_room(module)))
        return tests if len(tests) <= most else [*tests[: most - BROADEST], *in_order(tests)[-BROADEST:]]

    return {(module, line): to_run(module, line) for module, line in direct}


def _tried(
    copy: Path, sample: Sequence[Mutant], tests: Sequence[Sequence[str]]
) -> Iterator[tuple[int, str | None]]:
    """Number and the test that saw it, of each mutant as it is tried."""
    faults = copy / "faults.json"
    faults.write_text(
        json.dumps([
            {"number": number, "mutant": astuple(mutant), "tests": tests[number]}
            for number, mutant in enumerate(sample)
        ]),
        "utf-8",
    )  # fmt: skip
    read, write = os.pipe()
    session = subprocess.Popen(
        [sys.executable, *_PYTEST, "-p", "tests.repository.one_session"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "FAULTS": str(faults), "ANSWERS": str(write)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[write],
    )
    os.close(write)
    with os.fdopen(read) as answers:
        for answer in map(json.loads, answers):
            if "number" in answer:
                yield answer["number"], answer["seer"]
            elif answer["wrongly"]:
                _say(f"Fails without any fault, so that what it saw counts for nothing: {answer['wrongly']}")
    if session.wait():
        raise SystemExit("pytest ended before its time.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
