"""`xlplan addin install | remove`: the add-in as it is shipped, put where Excel loads it, and taken away again."""

from __future__ import annotations

import sys
import unicodedata
from importlib import metadata
from pathlib import Path, PurePosixPath, PureWindowsPath

from pydantic import PrivateAttr

from xlplan.errors import UnreadableWorkbook, WorkbookInUse, WrongUsage
from xlplan.excel import addin_file
from xlplan.excel.places import ADDIN, BUTTONS, Places, System
from xlplan.shipped import shipped
from xlplan.verbs.result import Result
from xlplan.workbook import backup

EXTRA = 'pip install -c constraints.txt ".[excel]"'
"""From a copy: a name that no package index holds for us is anybody's to register."""
RECORD = "xlplan-installed.txt"
"""Beside the scripts that Excel for Mac may start: which of them were put there by us, one name a line."""

# On Windows the macro puts the path in quotes, and only these still mean something; on a Mac the script of xlwings
# hands it to the shell as it is.
_MEANS_SOMETHING: dict[System, frozenset[str]] = {
    "windows": frozenset('%"!'),
    "mac": frozenset(" '\"\\$`&;|<>()*?!#~[]{}"),
}


class Written(Result):
    """Files that were, or are to be, put somewhere."""

    files: tuple[str, ...] = ()
    """Everything that is in its place afterwards."""
    interpreter: str = ""
    """The Python that the buttons start; empty where none is recorded."""
    signed: bool = False
    _contents: tuple[tuple[Path, bytes], ...] = PrivateAttr(default=())
    _outdated: tuple[Path, ...] = PrivateAttr(default=())
    _next: str = PrivateAttr(default="")

    def save(self) -> None:
        """Put the files there, each in one step; what is there already, the same, is left alone.

        Raises:
            WorkbookInUse: Excel has one of them open.
            OSError: the folder does not let us write.
        """
        for path, content in self._contents:
            if path.is_file() and path.read_bytes() == content:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                backup.replace(path, content, keep_copy=False)
            except WorkbookInUse as error:
                raise _in_use(path) from error
        for path in self._outdated:
            path.unlink(missing_ok=True)

    def summary(self) -> str:
        lines = [f"In its place: {file}" for file in self.files]
        if self.interpreter:
            lines.append(f"The buttons start: {self.interpreter}")
        return "\n".join([*lines, self._next])


class Removed(Result):
    """What was, or is to be, taken away."""

    removed: tuple[str, ...] = ()

    def save(self) -> None:
        """Take it away.

        Raises:
            WorkbookInUse: Excel has the add-in open.
        """
        for path in map(Path, self.removed):
            try:
                path.unlink(missing_ok=True)
            except PermissionError as error:
                raise _in_use(path) from error

    def summary(self) -> str:
        if not self.removed:
            return "There was nothing to remove: the add-in is not installed here."
        return "\n".join(
            [*(f"Removed: {file}" for file in self.removed), "Start Excel anew: the tab Action plan is gone."]
        )


def install(
    where: Places, *, python: str | None = None, signed: Path | None = None, buttons: Path | None = None
) -> Written:
    """The buttons, set up for one Python.

    Args:
        where: the places on this computer.
        python: the interpreter that a click starts; by default the one that runs now.
        signed: a finished file to install; only its interpreter is recorded, so that its signature stays valid.
        buttons: a folder to put the workbook with buttons into, instead of installing the add-in.

    Raises:
        WrongUsage: the package xlwings is not installed, or the interpreter is one that a click
            could not start.
        UnreadableWorkbook: the file given is not the add-in, or the workbook with buttons, that this version ships.
    """
    refuse_store_python()
    python = startable(python or interpreter_of(where.system), where.system)
    if buttons is not None:
        target = buttons / BUTTONS
        content = (
            shipped_buttons(BUTTONS, python) if signed is None else _recorded(signed, python, is_addin=False)
        )
        to_do = f"Open {BUTTONS} in Excel beside your plan, choose Enable Content if Excel asks, and click."
    else:
        target = where.addin
        content = (
            shipped_buttons(ADDIN, python) if signed is None else _recorded(signed, python, is_addin=True)
        )
        to_do = "Start Excel anew: the tab Action plan stands beside Home."
    scripts, outdated = _scripts(where)
    contents = (*scripts, (target, content))
    result = Written(
        files=tuple(str(path) for path, _ in contents if path.name != RECORD),
        interpreter=python,
        signed=addin_file.is_signed(content),
    )
    result._contents, result._outdated, result._next = contents, outdated, to_do
    return result


def remove(where: Places) -> Removed:
    """All that `install` put where Excel looks; scripts only where they are ours.

    Args:
        where: the places on this computer.
    """
    found = [where.addin] if where.addin.exists() else []
    if where.scripts is not None and (record := where.scripts / RECORD).exists():
        found += [script for name in _recorded_scripts(where) if (script := where.scripts / name).exists()]
        found.append(record)
    return Removed(removed=tuple(map(str, found)))


def shipped_buttons(name: str, python: str = "") -> bytes:
    """A workbook with the buttons as this version ships it, set up for one Python.

    Args:
        name: `ADDIN` or `BUTTONS`.
        python: the interpreter that a click starts; empty to record none.

    Raises:
        UnreadableWorkbook: the file is missing from the installation.
    """
    content = shipped(name, "excel/shipped").read_bytes()
    return addin_file.with_interpreter(content, python, name) if python else content


def missing_extra(error: ModuleNotFoundError) -> WrongUsage:
    """Make the error for a package of the extra `excel` that is not there."""
    return WrongUsage(
        f"the buttons need the package {error.name}, which is not installed",
        f"In your copy of xlplan run: {EXTRA}",
    )


def interpreter_of(system: System, executable: str = sys.executable) -> str:
    """The Python to record: the one that runs now.

    pythonw.exe is passed over for the python.exe beside it: Excel hides the window anyway, and pythonw writes no
    errors into the log that the macro shows.
    """
    path = Path(executable)
    if system == "windows" and path.name.lower() == "pythonw.exe":
        beside = path.with_name("python.exe")
        return str(beside) if beside.exists() else executable
    return executable


def startable(python: str, system: System) -> str:
    """The interpreter's path, when a click can start it from there.

    Raises:
        WrongUsage: the path holds characters that the shell would take for something else, or is not a whole one.
    """
    bad = {
        character for character in python if character in _MEANS_SOMETHING[system] or _is_control(character)
    }
    if bad:
        shown = ", ".join(sorted({_spoken(character) for character in bad}))
        raise WrongUsage(
            f"Python lies in a folder whose name holds {shown}, and a button could not start it from there",
            "Install xlplan in a folder with a plain name, such as .xlplan in your home folder, and run this again",
            file="".join(" " if _is_control(character) else character for character in python),
        )
    path = PureWindowsPath(python) if system == "windows" else PurePosixPath(python)
    if not path.is_absolute():
        # a bare name is looked for in the current folder of Excel, where anything may lie
        raise WrongUsage(
            "this is not the whole path of a Python, so a button could start another program",
            f"Name it from {'its drive' if system == 'windows' else 'the first folder'} on",
            file=python or None,
        )
    return python


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc"


def _spoken(character: str) -> str:
    if _is_control(character):
        return "a control character"
    return "a blank" if character == " " else character


def refuse_store_python(base: str = sys.base_prefix) -> None:
    """Raise when this Python comes from the Microsoft Store.

    What such a Python writes into the user's application folder goes to a copy of it that no other program sees.

    Raises:
        WrongUsage: it does.
    """
    if "windowsapps" in base.lower():
        raise WrongUsage(
            "this Python is from the Microsoft Store and cannot put files where Excel looks for add-ins",
            "Install Python from python.org, install xlplan with that, and run this again",
        )


def script_of_xlwings() -> tuple[str, bytes]:
    """The script with which Excel for Mac starts Python: its name and content, from the installed xlwings.

    Raises:
        WrongUsage: xlwings is not installed.
    """
    try:
        installed = metadata.distribution("xlwings")
    except metadata.PackageNotFoundError as error:
        raise missing_extra(ModuleNotFoundError(name="xlwings")) from error
    name = f"xlwings-{installed.version}.applescript"
    return name, Path(str(installed.locate_file(f"xlwings/{name}"))).read_bytes()


def _scripts(where: Places) -> tuple[tuple[tuple[Path, bytes], ...], tuple[Path, ...]]:
    """The script and the record that it is ours; and scripts of ours for an earlier xlwings, to be taken away.

    A script of this name that somebody else put there, with xlwings' own command say, stays theirs.
    """
    if where.scripts is None:
        return (), ()
    name, content = script_of_xlwings()
    script, ours = where.scripts / name, _recorded_scripts(where)
    if script.exists() and name not in ours:
        return (), ()
    outdated = tuple(where.scripts / earlier for earlier in ours if earlier != name)
    return ((script, content), (where.scripts / RECORD, f"{name}\n".encode())), outdated


def _recorded_scripts(where: Places) -> list[str]:
    record = where.scripts and where.scripts / RECORD
    if not record or not record.is_file():
        return []
    names = record.read_text("utf-8").splitlines()
    return [name for name in names if name.endswith(".applescript") and Path(name).name == name]


def _recorded(signed: Path, python: str, *, is_addin: bool) -> bytes:
    """The finished file with the interpreter recorded."""
    try:
        content = signed.read_bytes()
    except OSError as error:
        raise UnreadableWorkbook(
            f"the file cannot be read ({error.strerror})", "Check the path and try again", file=signed
        ) from error
    recorded = addin_file.with_interpreter(content, python, str(signed))
    _refuse_the_other_kind(content, signed, is_addin=is_addin)
    _refuse_what_we_did_not_ship(content, signed, shipped_buttons(ADDIN if is_addin else BUTTONS))
    return recorded


def _refuse_the_other_kind(content: bytes, signed: Path, *, is_addin: bool) -> None:
    if addin_file.is_addin(content) != is_addin:
        raise UnreadableWorkbook(
            "it is the workbook with buttons"
            if is_addin
            else "it is the add-in, not the workbook with buttons",
            "Give xlplan.xlam to install the add-in, or xlplan-buttons.xlsm together with --buttons",
            file=signed,
        )


def _refuse_what_we_did_not_ship(content: bytes, signed: Path, ours: bytes) -> None:
    """A signature says who signed, not what; and no signature covers the settings."""
    if not addin_file.same_code(content, ours):
        what = "it is not the one that this version of xlplan ships"
    elif not addin_file.same_settings(content, ours):
        what = f"its sheet {addin_file.SETTINGS} holds other settings than this version of xlplan writes"
    else:
        return
    raise UnreadableWorkbook(
        what, "Sign a copy of the file that this version ships, and give that", file=signed
    )


def _in_use(path: Path) -> WorkbookInUse:
    return WorkbookInUse(
        "the file is in use, most likely by Excel, so it was left as it was",
        "Close all windows of Excel and run the command again",
        file=path,
    )
