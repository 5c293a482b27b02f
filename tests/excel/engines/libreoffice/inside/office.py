"""A running LibreOffice: started or joined, its open workbooks, sheets and blocks of cells; ended for certain."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.connection import NoConnectException

Block = list[int]
Operation = Callable[..., Any]
OPERATIONS: dict[str, Operation] = {}

_PATIENCE = 180.0
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
# Macros run unasked, British dates, and nothing that stands in the way of a first window.
_PROFILE = [
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "0"),
    ("Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Setup/Office", "FirstStartWizardCompleted", "true"),
    ("Setup/Office", "LastCompatibilityCheckID", "7.4"),
    ("Setup/Office", "OfficeRestartInProgress", "false"),
    ("Setup/L10N", "ooSetupSystemLocale", "en-GB"),
    ("Setup/Product", "ooSetupLastVersion", "99.9"),
]


class Refused(Exception):
    """Excel would not do this either; the message goes to the test."""


def operation(function: Operation) -> Operation:
    """Make a function callable from the test process, by its name."""
    OPERATIONS[function.__name__] = function
    return function


def property_value(name: str, value: object) -> Any:
    """One named argument, as UNO takes it."""
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def make_profile(folder: Path) -> None:
    """Write the settings of a LibreOffice that has never been used and asks nothing."""
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _PROFILE)
    (folder / "user").mkdir(parents=True, exist_ok=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        _SETTINGS.format(items=items), encoding="utf-8"
    )


class Office:
    """The LibreOffice that this process started or joined."""

    def __init__(self, pipe: str) -> None:
        self.pipe = pipe
        self.process: subprocess.Popen[bytes] | None = None
        self.context: Any = None
        self.desktop: Any = None
        self.documents: dict[str, Any] = {}

    def start(self, profile: str, visible: bool) -> None:
        """Start LibreOffice with a profile of its own and wait until it answers."""
        make_profile(Path(profile))
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            raise Refused("soffice is not on the path")
        options = ["--nologo", "--norestore", "--nodefault", "--nolockcheck"]
        if not visible:
            options.append("--headless")
        environment = dict(os.environ)
        if visible:
            environment["SAL_USE_VCLPLUGIN"] = environment.get("SAL_USE_VCLPLUGIN", "gen")
        self.process = subprocess.Popen(
            [
                program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                *options,
                f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )
        self.join()

    def join(self) -> None:
        """Connect to the LibreOffice that listens on the pipe, as soon as it does."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self.context = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
                break
            except NoConnectException as problem:
                if self.process is not None and self.process.poll() not in (None, 0):
                    raise Refused(f"soffice ended with {self.process.returncode}") from problem
                if time.monotonic() > deadline:
                    raise Refused(f"LibreOffice did not answer in {_PATIENCE:.0f} seconds") from problem
            time.sleep(0.1)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def stop(self) -> None:
        """End the LibreOffice that this process started, by asking and then by force; leave another's alone."""
        if self.process is None:
            return
        asking = threading.Thread(target=self._ask_to_end, daemon=True)
        asking.start()
        asking.join(timeout=10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        Path(f"/tmp/OSL_PIPE_{os.getuid()}_{self.pipe}").unlink(missing_ok=True)

    def _ask_to_end(self) -> None:
        """Without the question whether to save; a message box that is still open keeps it waiting for ever."""
        with contextlib.suppress(Exception):  # it may be gone, or hang: the kill afterwards is what counts
            for document in self.workbooks():
                document.setModified(False)
            self.desktop.terminate()
            if self.process is not None:
                self.process.wait(timeout=10)

    def service(self, name: str) -> Any:
        """A UNO service of the running LibreOffice."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def workbooks(self) -> list[Any]:
        """The spreadsheet documents that are open."""
        found = []
        components = self.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                found.append(component)
        self.documents = {document.RuntimeUID: document for document in found}
        return found

    def document(self, book: str) -> Any:
        """The open workbook with this key."""
        if book not in self.documents:
            self.workbooks()
        if book not in self.documents:
            raise Refused("this workbook is not open any more")
        return self.documents[book]

    def sheet(self, book: str, sheet: str) -> Any:
        """A sheet by its name."""
        sheets = self.document(book).Sheets
        if not sheets.hasByName(sheet):
            raise Refused(f"there is no sheet {sheet!r}")
        return sheets.getByName(sheet)

    def cells(self, book: str, sheet: str, block: Block) -> Any:
        """The cells from [first row, first column, last row, last column], counted from 1."""
        first_row, first_column, last_row, last_column = block
        return self.sheet(book, sheet).getCellRangeByPosition(
            first_column - 1, first_row - 1, last_column - 1, last_row - 1
        )
