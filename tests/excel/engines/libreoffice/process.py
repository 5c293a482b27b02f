"""The bridge to the Python that has `uno`: a process of its own, so that the tests' Python may be another version."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

_REPOSITORY = Path(__file__).resolve().parents[4]


class ExcelRefused(Exception):
    """Excel would not do this; on Windows xlwings raises a COM error."""


class BridgeFailed(Exception):
    """The bridge or LibreOffice broke: a fault of the test machinery, with the other side's traceback."""


@functools.cache
def python_with_uno() -> str | None:
    """A Python that can import `uno`: this one, else the system's; none where python3-uno is not installed."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        found = shutil.which(candidate)
        if found and subprocess.run([found, "-c", "import uno"], capture_output=True).returncode == 0:
            return found
    return None


class Bridge:
    """Calls to one LibreOffice, answered one after the other.

    Args:
        pipe: the pipe on which the LibreOffice to join listens; none to start one later with `start`.
    """

    def __init__(self, pipe: str | None = None) -> None:
        self.pipe = pipe or f"xlplan_{uuid.uuid4().hex}"
        python = python_with_uno()
        if python is None:
            raise BridgeFailed("no Python here can import uno")
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        self._process = subprocess.Popen(
            [python, "-B", "-m", "tests.excel.engines.libreoffice.inside.serve", self.pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment | {"PYTHONPATH": str(_REPOSITORY), "PYTHONIOENCODING": "utf-8"},
        )
        if pipe is not None:
            self.call("join")

    def start(self, profile: Path, visible: bool = False) -> None:
        """Start a LibreOffice with that profile folder; it ends when the bridge is closed."""
        self.call("start", profile=str(profile), visible=visible)

    def call(self, name: str, /, **arguments: Any) -> Any:
        """Ask for one operation and wait for its answer.

        Raises:
            ExcelRefused: Excel would not do it either.
            BridgeFailed: anything else.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"call": name, "arguments": arguments}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise BridgeFailed(f"the bridge ended during {name}")
        answer = json.loads(line)
        if "refused" in answer:
            raise ExcelRefused(answer["refused"])
        if "failed" in answer:
            raise BridgeFailed(f"{name}: {answer['failed']}")
        return answer["result"]

    def close(self) -> None:
        """End the bridge, and the LibreOffice that it started."""
        if self._process.stdin and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
