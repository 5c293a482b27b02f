"""A click from the button to its end: LibreOffice with the double in xlwings' place, and what Python answers."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import xlwings as xw

from tests.excel.engines.libreoffice.engine import Alert
from tests.excel.engines.libreoffice.process import Bridge

_HERE = Path(__file__).resolve().parent
_REPOSITORY = _HERE.parents[3]
_PATIENCE = 180.0
T = TypeVar("T")

DOUBLE = (_HERE / "double.bas").read_text(encoding="utf-8")
"""The VBA to build workbooks with, in place of xlwings' own."""


def awaited(what: str, look: Callable[[], T | None], patience: float = _PATIENCE) -> T:
    """Look until there is something (no 0, no ""); a slow machine has three minutes.

    Raises:
        AssertionError: it did not come.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {patience:.0f} seconds for {what}")


@dataclass(frozen=True)
class Clicks:
    """A LibreOffice whose clicks start Python."""

    bridge: Bridge
    folder: Path

    def open(self, path: Path) -> str:
        """Open a workbook in a window, where there are windows; gives its key."""
        return str(self.bridge.call("open_book", path=str(path), visible=True)["book"])

    def has_begun(self) -> bool:
        """Whether a click has asked for Python."""
        return (self.folder / "request").exists()

    def answered(self) -> list[Alert]:
        """Wait until Python is done, and give the message boxes that it showed.

        Raises:
            AssertionError: it failed; with its traceback.
        """
        file = awaited("Python's answer", lambda: file if (file := self.folder / "answer").exists() else None)
        answer: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        assert not answer["fault"], answer["fault"]
        return [Alert(*alert) for alert in answer["alerts"]]

    def forget(self) -> None:
        """Make ready for the next click."""
        for name in ("request", "answer"):
            (self.folder / name).unlink(missing_ok=True)


@contextmanager
def clicks(folder: Path, display: str | None = None, before: str = "") -> Iterator[Clicks]:
    """LibreOffice, ended at the end.

    Args:
        folder: an empty folder to work in.
        display: the X display for its windows; none for none.
        before: Python to run before each command, such as stopping the clock.
    """
    for name in ("copies", "profile", "home"):
        (folder / name).mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TEMP", raising=False)
        patch.setenv("TMPDIR", str(folder / "copies"))
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("XLPLAN_TEST_FOLDER", str(folder))
        patch.setenv("XLPLAN_TEST_XLWINGS", xw.__version__)
        if display:
            patch.setenv("DISPLAY", display)
        bridge = Bridge()
    path = str(_REPOSITORY)
    visible = "visible" if display else "hidden"
    program = f"{before}\nimport runpy\nrunpy.run_module('tests.excel.engines.libreoffice.runner', run_name='__main__')"
    command = [sys.executable, "-c", program, str(folder), bridge.pipe, visible]
    script = f"#!/bin/sh\nPYTHONPATH={shlex.quote(path)} exec {shlex.join(command)}\n"
    (folder / "run").write_text(script, encoding="utf-8")
    (folder / "run").chmod(0o755)
    try:
        bridge.start(folder / "profile", visible=display is not None)
        yield Clicks(bridge, folder)
    finally:
        bridge.close()
