"""Would the tests see a fault? A sample of small faults, each put into a copy and run with the tests that execute it.

    python -m tests.repository.mutants --sample 200 --seed 1

Which tests execute which line is measured first, which takes some minutes; then each mutant takes some seconds.
With --keep FILE the measurement is kept there, and used again as long as the repository has not changed.
Survivors are printed with their line, to be read one by one: some change nothing, each of the others wants a test.
"""

from __future__ import annotations

import argparse
import ast
import functools
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

REPOSITORY = Path(__file__).resolve().parents[2]
WHERE_HARM_LIES = (
    "xlplan/merging", "xlplan/verbs", "xlplan/layout", "xlplan/checks", "xlplan/values", "xlplan/importing",
    "xlplan/reporting", "xlplan/workbook/gate.py", "xlplan/workbook/backup.py", "xlplan/workbook/in_use.py",
    "xlplan/workbook/output_files.py",
    "xlplan/workbook/ooxml", "xlplan/workbook/readers",
)  # fmt: skip
MOST_TESTS = 60
"""More tests than these are not run for one mutant; those that execute the fewest lines in all are."""
_PATIENCE = 240
"""Seconds of the processor after which a mutant is said to go on for ever; a busy machine does not use them up."""
_IDLE = 1800
"""Seconds of the clock after which it is said to wait for ever."""
_NOT_FOUND = 4
"""What pytest ends with when it is given a test that there is not."""

_OTHER_COMPARISON: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One small fault, not yet made: the place of its node in the module's tree, and what is done to it."""

    module: str
    node: int
    line: int
    what: str


def mutants_of(copy: Path, module: str) -> Iterator[Mutant]:
    """Every mutant of one module of a copy, named by its path in the repository."""
    tree = ast.parse((copy / module).read_text("utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        for what in _changes(node):
            yield Mutant(module, number, getattr(node, "lineno", 0), what)


def text_of(copy: Path, mutant: Mutant) -> str:
    """The text of the module with the fault in it."""
    tree = ast.parse((copy / mutant.module).read_text("utf-8"))
    node = next(each for number, each in enumerate(ast.walk(tree)) if number == mutant.node)
    _changes(node)[mutant.what]()
    return ast.unparse(ast.fix_missing_locations(tree))


def _changes(node: ast.AST) -> dict[str, Callable[[], None]]:
    """What can be done to a node: a name for each change, and the change itself."""

    def put(field: str, value: object) -> Callable[[], None]:
        return lambda: setattr(node, field, value)

    if isinstance(node, ast.Compare) and type(node.ops[0]) in _OTHER_COMPARISON:
        other = _OTHER_COMPARISON[type(node.ops[0])]
        return {f"{type(node.ops[0]).__name__} is {other.__name__}": put("ops", [other(), *node.ops[1:]])}
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        changes = {"never": put("test", ast.Constant(False))}
        if not isinstance(node, ast.While):
            changes["always"] = put("test", ast.Constant(True))
        return changes
    if isinstance(node, ast.BoolOp):
        return {"and is or": put("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())}
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        return {"nothing is returned": put("value", ast.Constant(None))}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return {"the call is left out": put("value", ast.Constant(None))}
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return {"one more": put("value", node.value + 1)}
    return {}


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
        lines_of = Counter(test for tests in executed.values() for test in tests)
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
        seers: set[str] = set()
        for number, mutant in enumerate(sample, start=1):
            part = "/".join(mutant.module.split("/")[1:-1]) or mutant.module
            of[part] += 1
            tests = sorted(
                executed.get((mutant.module, mutant.line), ()), key=lambda test: (lines_of[test], test)
            )
            if tests and (seer := _seer(copy, mutant, tests[:MOST_TESTS])):
                seen[part] += 1
                seers.add(seer)
                continue
            line = (copy / mutant.module).read_text("utf-8").splitlines()[mutant.line - 1].strip()
            why = "survived" if tests else "no test executes it"
            _say(f"{number}: {why}: {mutant.module}:{mutant.line}: {mutant.what}: {line}")
        if wrongly := _failing(copy, sorted(seers)):
            _say(f"Fails without any fault, so that what it saw counts for nothing: {wrongly}")
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
    command = ["-m", "coverage", "run", f"--rcfile={settings}", f"--data-file={kept}", "-m", "pytest", "-q"]
    _python(copy, [*command, "-m", "not slow", "-p", "no:cacheprovider"], patience=7200)


def _tests_by_line(copy: Path, kept: Path) -> dict[tuple[str, int], set[str]]:
    """(module, line) -> the tests that execute it, as pytest names them.

    What is executed when its module is imported, all tests of the module depend on.
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

    found: dict[tuple[str, int], set[str]] = {}
    for measured in data.measured_files():
        module = Path(measured).as_posix()
        lines = data.contexts_by_lineno(measured)
        of_module = {test for contexts in lines.values() for context in contexts if (test := named(context))}
        for line, contexts in lines.items():
            tests = {test for context in contexts if (test := named(context))}
            found[module, line] = of_module if "" in contexts else tests
    return found


def _seer(copy: Path, mutant: Mutant, tests: list[str]) -> str | None:
    """The test that fails, or goes on for ever, with the fault in the copy."""
    place = copy / mutant.module
    whole = place.read_text("utf-8")
    _write_module(place, text_of(copy, mutant))
    try:
        return _failing(copy, tests)
    finally:
        _write_module(place, whole)


def _failing(copy: Path, tests: list[str]) -> str | None:
    """The first of the tests that fails; all of them when they cannot end or cannot begin."""
    code, said = _python(copy, ["-m", "pytest", "-q", "-x", "-rfE", "-p", "no:cacheprovider", *tests])
    if code == 0:
        return None
    if code == _NOT_FOUND:
        raise SystemExit(f"pytest does not know these tests:\n{said}")
    named = re.search(r"^(?:FAILED|ERROR) (\S+::\w+)", said, re.MULTILINE)
    return named[1] if named else tests[0]


def _write_module(place: Path, text: str) -> None:
    """Write a module, and let nothing of what it was compiled to be taken for it."""
    place.write_text(text, "utf-8")
    for compiled in place.parent.glob(f"__pycache__/{place.stem}.*.pyc"):
        compiled.unlink()


def _python(copy: Path, arguments: list[str], patience: int = _PATIENCE) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            timeout=max(patience, _IDLE),
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (patience, patience)),
        )
    except subprocess.TimeoutExpired:
        return -1, ""
    return done.returncode, done.stdout + done.stderr


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
