"""`xlplan addin check`: what is there, what is missing or blocked, and what to ask IT for, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlplan.excel.facts import Registry, Seen
from xlplan.excel.line import Line, blocked, fine, missing, note
from xlplan.excel.look import look
from xlplan.excel.places import Places, System
from xlplan.excel.policies import policy_lines
from xlplan.verbs.result import Result

INSTALL = "Run: xlplan addin install"


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
    """What to say of a computer."""
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
