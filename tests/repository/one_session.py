"""A plugin of pytest that collects all tests once, and tries each fault in a process forked from there.

`mutants.py` writes the faults, each with the tests to run, into the file that FAULTS names, and reads an answer a line
from the descriptor that ANSWERS names. Nothing has been executed in the process that is forked but what collecting
executes: a fault in that is tried in a pytest of its own, too.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest

from tests.repository.faults import Mutant, Spoilt, spoil

Function = tuple[str, int, str]
"""The file, the first line and the name of a function."""
_COPY = Path(__file__).resolve().parents[2]
_PRODUCT = str(_COPY / "xlplan") + os.sep
_PATIENCE = 60
"""Seconds of the processor for one test, after which it is said to go on for ever; a busy machine uses none up."""
_IDLE = 300
"""Seconds of the clock after which one test is said to wait for ever."""
_MEMORY = 6 << 30
"""Bytes that a test may use: what goes on for ever may fill a list meanwhile."""
_ALL_PASSED, _ONE_FAILED = 0, 1

_called: set[Function] = set()


def _name(code: CodeType) -> Function:
    return code.co_filename, code.co_firstlineno, code.co_name


def _note_call(frame: FrameType, event: str, _argument: object) -> None:
    if event == "call" and frame.f_code.co_filename.startswith(_PRODUCT):
        _called.add(_name(frame.f_code))


if "FAULTS" in os.environ:
    sys.setprofile(_note_call)


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try each fault in place of running the tests."""
    sys.setprofile(None)
    faults = json.loads(Path(os.environ["FAULTS"]).read_text("utf-8"))
    trial = _Trial(session)
    with os.fdopen(int(os.environ["ANSWERS"]), "w", buffering=1) as answers:
        for fault in faults:
            mutant, tests = Mutant(*fault["mutant"]), fault["tests"]
            answers.write(json.dumps({"number": fault["number"], "seer": trial.seer(mutant, tests)}) + "\n")
        answers.write(json.dumps({"wrongly": trial.first_failing(sorted(trial.seers), {})}) + "\n")
    return True


class _Trial:
    def __init__(self, session: pytest.Session) -> None:
        self.seers: set[str] = set()
        self._session = session
        self._items: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            self._items[item.nodeid.partition("[")[0]].append(item)
        self._functions: dict[Function, list[FunctionType]] = defaultdict(list)
        gc.unfreeze()
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(_PRODUCT):
                self._functions[_name(each.__code__)].append(each)
            elif isinstance(each, functools._lru_cache_wrapper):
                each.cache_clear()
        gc.freeze()

    def seer(self, mutant: Mutant, tests: Sequence[str]) -> str | None:
        """The test that fails, or goes on for ever, with the fault in the copy."""
        if not tests:
            return None
        if unknown := [test for test in tests if test not in self._items]:
            raise SystemExit(f"pytest does not know these tests: {', '.join(unknown)}")
        place = _COPY / mutant.module
        whole = place.read_text("utf-8")
        spoilt = spoil(_COPY, mutant)
        _write_module(place, spoilt.text)
        try:
            codes = self._codes(mutant.module, spoilt)
            seer = None if codes is None else self.first_failing(tests, codes)
            if seer is None and self._is_executed_before(spoilt, codes):
                seer = _first_failing_alone(tests)
        finally:
            _write_module(place, whole)
        if seer:
            self.seers.add(seer)
        return seer

    def _codes(self, module: str, spoilt: Spoilt) -> dict[FunctionType, CodeType] | None:
        """The code to give to each function; none while the module is not imported. None if that would not do."""
        file = str(_COPY / module)
        if all(getattr(each, "__file__", None) != file for each in [*sys.modules.values()]):
            return {}
        if spoilt.code is None:
            return None
        functions = self._functions.get(_name(spoilt.code), [])
        closed_over = (len(each.__code__.co_freevars) == len(spoilt.code.co_freevars) for each in functions)
        return dict.fromkeys(functions, spoilt.code) if functions and all(closed_over) else None

    @staticmethod
    def _is_executed_before(spoilt: Spoilt, codes: dict[FunctionType, CodeType] | None) -> bool:
        """True when collecting executes what has the fault: what it gave was made without."""
        return codes is None or (spoilt.code is not None and _name(spoilt.code) in _called)

    def first_failing(self, tests: Iterable[str], codes: dict[FunctionType, CodeType]) -> str | None:
        """The first of the tests that fails in a process forked from this one, where the functions have these codes."""
        read, write = os.pipe()
        with tempfile.TemporaryDirectory() as folder:
            child = os.fork()
            if child == 0:
                status = _ONE_FAILED
                try:
                    os.setsid()
                    os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
                    for function, code in codes.items():
                        function.__code__ = code
                    status = _ONE_FAILED if self._fails(tests, write) else _ALL_PASSED
                finally:
                    os._exit(status)
            ended = os.waitpid(child, 0)[1]
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        os.close(write)
        with os.fdopen(read) as begun:
            return None if ended == _ALL_PASSED else begun.read().split("\n")[-2]

    def _fails(self, tests: Iterable[str], begun: int) -> bool:
        """Run the tests up to the first that fails; which one is begun is written down."""
        outcome = _Outcome()
        self._session.config.pluginmanager.register(outcome)
        items = [(test, item) for test in tests for item in self._items[test]]
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        before = ""
        for (test, item), (_, after) in zip(items, [*items[1:], ("", None)], strict=True):
            if test != before:
                os.write(begun, f"{test}\n".encode())
                before = test
            used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
            resource.setrlimit(resource.RLIMIT_CPU, (used + _PATIENCE, resource.RLIM_INFINITY))
            signal.alarm(_IDLE)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if outcome.failed:
                return True
        return False


class _Outcome:
    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


def _write_module(place: Path, text: str) -> None:
    """Write a module, and let nothing of what it was compiled to be taken for it."""
    place.write_text(text, "utf-8")
    for compiled in place.parent.glob(f"__pycache__/{place.stem}.*.pyc"):
        compiled.unlink()


def _first_failing_alone(tests: Sequence[str]) -> str | None:
    """The first of the tests that fails in a pytest of its own; the first of all when they cannot end or begin."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-rfE", "-p", "no:cacheprovider", *tests]
    environment = {name: value for name, value in os.environ.items() if name != "FAULTS"}
    try:
        done = subprocess.run(
            command,
            cwd=_COPY,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_IDLE * 6,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (_PATIENCE * 4, _PATIENCE * 4)),
        )
    except subprocess.TimeoutExpired:
        return tests[0]
    if done.returncode == _ALL_PASSED:
        return None
    named = re.search(r"^(?:FAILED|ERROR) (\S+::\w+)", done.stdout, re.MULTILINE)
    return named[1] if named else tests[0]
