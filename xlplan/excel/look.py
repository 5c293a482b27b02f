"""Looking at this computer: the installed add-in, the interpreter that it records, the registry of Windows, the
settings of Office for Mac. Nothing is decided here."""

from __future__ import annotations

import json
import plistlib
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from xlplan.errors import UnreadableWorkbook
from xlplan.excel import addin_file, install
from xlplan.excel.facts import Answer, Build, Preferences, Registry, RegistryValue, Seen
from xlplan.excel.places import ADDIN, Places
from xlplan.excel.policies import KEYS

PATIENCE = 60
"""Seconds. A first start of Python on a computer with a virus scanner takes many."""

_ASK = (
    "import json, xlwings, xlplan.excel.launch\n"
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
    script, script_is_right = _script(where)
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


def ask(interpreter: str, patience: float = PATIENCE) -> Answer:
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
        return Answer(problem=f"it gave no answer within {patience:.0f} seconds")
    except OSError as error:
        return Answer(problem=str(error.strerror or error))
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return Answer(problem=lines[-1] if lines else f"it ended with {done.returncode}")
    last = done.stdout.strip().rpartition("\n")[2]
    try:
        return Answer(**json.loads(last))
    except (ValueError, TypeError):
        return Answer(problem=f"it answered something else than its versions: {last[:80]}")


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
        is_ours = addin_file.same_code(content, install.shipped(ADDIN))
    except UnreadableWorkbook:
        return "damaged", False, {}
    return ("this version" if is_ours else "another"), is_signed, recorded


def _script(where: Places) -> tuple[Path | None, bool | None]:
    """Where the script of Excel for Mac should lie, and whether that is the one of this xlwings."""
    if where.scripts is None:
        return None, None
    name, content = install.script_of_xlwings()
    script = where.scripts / name
    return script, (script.read_bytes() == content if script.is_file() else None)
