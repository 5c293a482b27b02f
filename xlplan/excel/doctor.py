"""`xlplan addin check`: what is there, what is missing or blocked, and what to ask IT for, line by line."""

from __future__ import annotations

import json
import plistlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Literal

from xlplan.errors import UnreadableWorkbook
from xlplan.excel import addin_file, install
from xlplan.excel.doctor_line import Line, blocked, fine, missing, note
from xlplan.excel.places import ADDIN, Places, System
from xlplan.excel.policies import KEYS, Registry, RegistryValue, policy_lines
from xlplan.verbs.result import Result

INSTALL = "Run: xlplan addin install"

Preferences = Mapping[str, object]
"""Settings of Office for Mac by their names."""

Build = Literal["absent", "damaged", "this version", "another"]
"""How the installed add-in compares with what this version builds."""


@dataclass(frozen=True, slots=True)
class InterpreterAnswer:
    """The versions that the recorded interpreter gave when it was asked."""

    xlplan: str = ""
    xlwings: str = ""
    problem: str = ""
    """Why it gave none: its last line of error, or that it took too long."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One computer, one user."""

    system: System
    addin: Path
    """Where the add-in should lie."""
    build: Build
    xlplan: str
    """The version that runs this check."""
    addin_xlwings: str = ""
    """The version of xlwings whose macros are in the installed add-in."""
    is_signed: bool = False
    is_from_internet: bool = False
    """Windows has marked the file as downloaded."""
    interpreter: str = ""
    """As recorded in the add-in."""
    answer: InterpreterAnswer | None = None
    """None when there is no such interpreter to ask."""
    registry: Registry = field(default_factory=dict)
    script: Path | None = None
    """Mac: where the script lies that starts Python."""
    script_is_right: bool | None = None
    """Mac: None when it is not there."""
    preferences: Preferences = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Preference:
    """A setting of Office for Mac that blocks the buttons when it has this value."""

    name: str
    value: object
    what: str
    ask: str


_PREFERENCES = (
    # Microsoft: "Set preferences for macro security in Office for Mac".
    _Preference(
        "VisualBasicEntirelyDisabled",
        True,
        "Macros (VBA) are switched off in all of Office.",
        "Ask IT to allow VBA in Excel.",
    ),
    _Preference(
        "VisualBasicMacroExecutionState",
        "DisabledWithoutWarnings",
        "Office's macro setting switches off all macros.",
        "In Excel: Preferences, Security, 'Disable all macros with notification'. Where it is greyed out, ask IT.",
    ),
    _Preference(
        "DisableVisualBasicMacScript",
        True,
        "Macros may not start AppleScript, through which a button starts Python.",
        "Ask IT to set DisableVisualBasicMacScript to false for com.microsoft.office.",
    ),
)
_WORDS = {"fine": "ok", "note": "note", "missing": "MISSING", "blocked": "BLOCKED"}


class Checked(Result):
    """What was found, one line each."""

    system: System
    lines: tuple[Line, ...]

    @property
    def needs_a_person(self) -> bool:
        return any(line.state in ("missing", "blocked") for line in self.lines)

    def summary(self) -> str:
        shown = []
        for line in self.lines:
            shown.append(f"{_WORDS[line.state]:8}{line.what}")
            if line.ask:
                shown.append(f"{'':8}-> {line.ask}")
        if not self.needs_a_person:
            shown.append("The buttons should work. Try it: open a plan in Excel and click Check plan.")
        return "\n".join(shown)


def check(where: Places, registry: Registry | None = None) -> Checked:
    """Look at everything that lets a button work.

    Args:
        where: the places on this computer.
        registry: the registry of Windows; by default it is read.

    Raises:
        WrongUsage: the packages that the buttons need are not installed.
    """
    return Checked(system=where.system, lines=tuple(lines(look(where, registry))))


def lines(seen: Seen) -> Iterator[Line]:
    """Make the lines of the answer for a computer."""
    yield from _addin(seen)
    yield from _interpreter(seen)
    if seen.system == "windows":
        yield from policy_lines(seen.registry, is_signed=seen.is_signed)
    else:
        yield from _script(seen)
        yield from _preferences(seen)


def _addin(seen: Seen) -> Iterator[Line]:
    if seen.build == "absent":
        yield missing(f"The add-in is not in its place, {seen.addin}.", INSTALL)
        return
    if seen.build == "damaged":
        yield missing(f"{seen.addin} is damaged, or is not xlplan's add-in.", INSTALL)
        return
    signed = ", and is signed" if seen.is_signed else ""
    if seen.build == "this version":
        yield fine(f"The add-in is in its place{signed}: {seen.addin}")
    elif seen.is_signed:
        yield note(
            f"The add-in is in its place and is signed, but differs from what xlplan {seen.xlplan} builds: "
            f"{seen.addin}",
            "If xlplan was brought up to date since, ask IT to sign the new one and install that.",
        )
    else:
        yield missing(f"The add-in is that of another version of xlplan or xlwings: {seen.addin}", INSTALL)
    if seen.is_from_internet:
        yield blocked(
            "Windows has marked the add-in as downloaded, and Office may block its macros.",
            "Run 'xlplan addin install' again (with --file and the signed file, if you have one): it writes the "
            "add-in without the mark.",
        )


def _interpreter(seen: Seen) -> Iterator[Line]:
    if seen.build in ("absent", "damaged"):
        return
    python, answer = seen.interpreter, seen.answer
    again = f"Run it with the Python that has xlplan: {INSTALL.removeprefix('Run: ')}"
    if not python:
        yield missing("The add-in does not know which Python to start.", INSTALL)
    elif answer is None:
        yield missing(f"The Python that the buttons start is not there any more: {python}", again)
    elif answer.problem:
        yield missing(
            f"The Python that the buttons start cannot run xlplan: {python}: {answer.problem}", again
        )
    elif answer.xlwings != seen.addin_xlwings:
        yield missing(
            f"The add-in has the macros of xlwings {seen.addin_xlwings}, but the buttons start a Python with xlwings "
            f"{answer.xlwings}: {python}",
            again,
        )
    elif answer.xlplan != seen.xlplan:
        yield missing(
            f"This is xlplan {seen.xlplan}, but the buttons start xlplan {answer.xlplan}: {python}", again
        )
    else:
        yield fine(
            f"The buttons start a Python with xlplan {answer.xlplan} and xlwings {answer.xlwings}: {python}"
        )


def _script(seen: Seen) -> Iterator[Line]:
    if seen.script_is_right is None:
        yield missing(f"The script with which Excel starts Python is not there: {seen.script}", INSTALL)
    elif seen.script_is_right:
        yield fine(f"The script with which Excel starts Python is there: {seen.script}")
    else:
        yield missing(
            f"The script with which Excel starts Python is not as xlwings has it: {seen.script}",
            f"Move it elsewhere. {INSTALL}",
        )


def _preferences(seen: Seen) -> Iterator[Line]:
    found = [
        blocked(preference.what, preference.ask)
        for preference in _PREFERENCES
        if seen.preferences.get(preference.name) == preference.value
    ]
    yield from found or [fine("No setting of Office that can be seen here blocks the buttons.")]


PATIENCE = 60
"""Seconds. A first start of Python on a computer with a virus scanner takes many."""

_ASK = (
    "import json, xlwings, xlplan.excel.runner\n"
    "from importlib.metadata import version\n"
    "print(json.dumps({'xlplan': version('xlplan'), 'xlwings': version('xlwings')}))"
)


def look(where: Places, registry: Registry | None = None) -> Seen:
    """What is to be seen on this computer.

    Args:
        where: the places of its user.
        registry: the registry of Windows; by default it is read.

    Raises:
        WrongUsage: the packages that the buttons need are not installed.
    """
    build, is_signed, recorded = _installed(where)
    interpreter = recorded.get(addin_file.INTERPRETERS[0 if where.system == "windows" else 1], "")
    script, script_is_right = _find_script(where)
    if registry is None:
        registry = read_registry(KEYS) if where.system == "windows" else {}
    return Seen(
        system=where.system,
        addin=where.addin,
        build=build,
        xlplan=metadata.version("xlplan"),
        addin_xlwings=recorded.get(addin_file.XLWINGS, ""),
        is_signed=is_signed,
        is_from_internet=where.system == "windows" and is_marked(where.addin),
        interpreter=interpreter,
        answer=ask(interpreter) if interpreter and Path(interpreter).is_file() else None,
        registry=registry,
        script=script,
        script_is_right=script_is_right,
        preferences=preferences(where.preferences),
    )


def ask(interpreter: str, patience: float = PATIENCE) -> InterpreterAnswer:
    """Start an interpreter as a click does, and ask it for its versions.

    Args:
        interpreter: the path of a Python.
        patience: how many seconds to wait.
    """
    try:
        done = subprocess.run(
            [interpreter, "-B", "-c", _ASK],
            cwd=Path(interpreter).parent,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return InterpreterAnswer(problem=f"it gave no answer within {patience:.0f} seconds")
    except OSError as error:
        return InterpreterAnswer(problem=str(error.strerror or error))
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return InterpreterAnswer(problem=lines[-1] if lines else f"it ended with {done.returncode}")
    last = done.stdout.strip().rpartition("\n")[2]
    try:
        return InterpreterAnswer(**json.loads(last))
    except (ValueError, TypeError):
        return InterpreterAnswer(problem=f"it answered something else than its versions: {last[:80]}")


def read_registry(keys: tuple[str, ...]) -> Registry:
    """These keys of the registry of Windows, names in small letters; one that is not there is left out."""
    return {key: values for key in keys if (values := dict(_values(key)))}


def _values(key: str) -> Iterator[tuple[str, RegistryValue]]:
    if sys.platform != "win32":
        return
    import winreg

    hive, _, path = key.partition("\\")
    hives = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
    try:
        opened = winreg.OpenKey(hives[hive], path, access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
    except OSError:
        return
    with opened:
        for number in range(winreg.QueryInfoKey(opened)[1]):
            name, value, _ = winreg.EnumValue(opened, number)
            if isinstance(value, int | str | bytes):
                yield name.lower(), value


def is_marked(path: Path) -> bool:
    """True when Windows has marked a file as coming from the internet or another zone that it does not trust."""
    try:
        mark = path.with_name(f"{path.name}:Zone.Identifier").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return any(line.strip().lower() in ("zoneid=3", "zoneid=4") for line in mark.splitlines())


def preferences(files: tuple[Path, ...]) -> Preferences:
    """The settings of Office for Mac.

    Args:
        files: property lists; what an earlier one says goes before a later.
    """
    found: dict[str, object] = {}
    for file in reversed(files):
        try:
            read = plistlib.loads(file.read_bytes())
        except (OSError, plistlib.InvalidFileException, ValueError):
            continue
        if isinstance(read, dict):
            found |= read
    return found


def _installed(where: Places) -> tuple[Build, bool, dict[str, str]]:
    """How the installed add-in compares with ours, whether it is signed, and its settings."""
    try:
        content = where.addin.read_bytes()
    except OSError:
        return "absent", False, {}
    try:
        recorded = addin_file.settings(content, str(where.addin))
        is_signed = addin_file.is_signed(content)
        is_ours = addin_file.same_code(content, install.shipped_buttons(ADDIN))
    except UnreadableWorkbook:
        return "damaged", False, {}
    return ("this version" if is_ours else "another"), is_signed, recorded


def _find_script(where: Places) -> tuple[Path | None, bool | None]:
    """Where the script of Excel for Mac should lie, and whether that is the one of this xlwings."""
    if where.scripts is None:
        return None, None
    name, content = install.script_of_xlwings()
    script = where.scripts / name
    return script, (script.read_bytes() == content if script.is_file() else None)
