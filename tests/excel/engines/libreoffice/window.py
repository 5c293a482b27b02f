"""A screen that nobody sees, with a window manager, and a mouse and a keyboard for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.excel.engines.libreoffice.click import awaited

WIDTH, HEIGHT = 1280, 800
PROGRAMS = ("Xvfb", "openbox", "xdotool", "setpriv")
# They end when the tests are killed.
_WITH_US = ("setpriv", "--pdeathsig", "TERM")


def missing_programs() -> list[str]:
    """What must be installed first (Debian: xvfb, openbox, xdotool; setpriv is always there)."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


@dataclass(frozen=True)
class Screen:
    """One screen."""

    display: str

    def _do(self, *words: str) -> str | None:
        """One command to the mouse, the keyboard or the windows; none where it did not work."""
        done = subprocess.run(["xdotool", *words], env=self._environment(), capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else None

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}

    def is_managed(self) -> bool:
        """Whether the window manager is at work."""
        return self._do("get_desktop") is not None

    def window(self, title: str) -> str | None:
        """The window with this title, if it can be seen."""
        found = self._do("search", "--onlyvisible", "--name", f"^{title}$")
        return found.splitlines()[0] if found else None

    def activate(self, window: str) -> None:
        """Put a window in front, with the keyboard."""
        self._do("windowactivate", "--sync", window)

    def click(self, x: int, y: int) -> None:
        """Click there with the left button."""
        self._do("mousemove", "--sync", str(x), str(y))
        self._do("click", "1")

    def press(self, window: str, key: str) -> None:
        """Press a key in a window."""
        self.activate(window)
        self._do("key", key)

    def is_still(self) -> bool:
        """Whether the screen looks the same for a second."""
        before = self._pixels()
        time.sleep(1)
        return self._pixels() == before

    def _pixels(self) -> bytes:
        words = ["import", "-window", "root", "rgb:-"]
        return subprocess.run(words, env=self._environment(), check=True, capture_output=True).stdout

    def photograph(self, path: Path) -> None:
        """Keep a picture of the screen (needs ImageMagick)."""
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment(), check=True)


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen of its own on a display that is free; gone at the end."""
    reading, writing = os.pipe()
    options = ["-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    server = subprocess.Popen([*_WITH_US, "Xvfb", *options], pass_fds=[writing], **quiet)
    os.close(writing)
    manager = None
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        found = Screen(f":{number}")
        manager = subprocess.Popen(
            [*_WITH_US, "openbox"], env={**os.environ, "DISPLAY": found.display}, **quiet
        )
        awaited("the window manager", lambda: found.is_managed() or None)
        yield found
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait(timeout=20)
