"""The VBA and ribbon sources: ours from `macros/`, and from the installed xlwings the part that starts Python.

xlwings is under the BSD 3-clause licence; its notice goes with the part that is taken.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from xlplan.errors import XlplanError

OUR_MODULES = ("XlplanButtons", "XlplanLauncher", "XlplanBooks", "XlplanSheets")
RIBBON_MODULE = "XlplanRibbon"
STARTING_MODULE = "xlwings"
"""The one module that starts a process."""

TAKEN = (
    "ExecuteWindows",
    "ExecuteMac",
    "ReadFile",
    "ExpandEnvironmentStrings",
    "CheckConda",
    "CreateGUID",
    "FileExists",
    "FileExistsOnWindows",
    "FileOrFolderExistsOnMac",
    "ParentFolder",
    "GetMacDir",
    "ToMacPath",
    "ToPosixPath",
    "WScript",
)
"""The procedures of xlwings that RunPython needs on Windows and on a Mac. Not its settings files, its DLL, its
worksheet functions, embedded code or frozen programs."""

SHELL, SHELL_IN_FULL = '"cmd.exe /C "', r'Environ("SystemRoot") & "\System32\cmd.exe /C "'
"""How xlwings names the command window, and how we do: without a path Windows looks into Excel's current folder
first, where a file that came by e-mail may lie."""

_XLWINGS_SOURCE = "xlwings_custom_addin.bas"
_LICENCE = re.compile(r"^'xlwings is distributed under .*?POSSIBILITY OF SUCH DAMAGE\.$", re.M | re.S)
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([\w.]+)"$', re.M)


def macro_text(name: str) -> str:
    """One of our sources, by its file's name, with lines that end in LF.

    Raises:
        FileNotFoundError: there is none of that name.
    """
    return _with_plain_line_ends((Path(__file__).parent / name).read_text("utf-8"))


def xlwings_text() -> str:
    """The VBA of the installed xlwings.

    Raises:
        XlplanError: xlwings is not installed, or has no such file.
    """
    found = find_spec("xlwings")
    folder = Path(found.origin).parent if found and found.origin else Path()
    source = folder / _XLWINGS_SOURCE
    if not source.is_file():
        raise XlplanError(
            "The buttons need xlwings, which is not installed",
            'In a copy of the repository run: pip install -c constraints.txt ".[excel]"',
        )
    return _with_plain_line_ends(source.read_text("utf-8"))


def xlwings_version(text: str) -> str:
    """The version that xlwings' VBA says it is.

    Raises:
        XlplanError: it does not say.
    """
    return _found(_VERSION, text, "version")[1]


def starting_module(text: str) -> str:
    """The module that starts Python: our frame, with xlwings' notice above it and xlwings' procedures below it.

    The procedures are as xlwings has them, but that cmd.exe is started by its full path.

    Args:
        text: xlwings' VBA.

    Raises:
        XlplanError: a procedure that is needed, the start of cmd.exe or the licence is not in it.
    """
    name, _, frame = macro_text(f"{STARTING_MODULE}.bas").partition("\n")
    version = _found(_VERSION, text, "version")[0]
    notice = (
        f"'The procedures below the line of dashes are from xlwings {xlwings_version(text)}. One thing is changed in "
        "them:\n'cmd.exe is started by its full path, so that no file of that name in another folder is.\n'"
    )
    licence = _found(_LICENCE, text, "licence")[0]
    taken = _with_shell_in_full("\n\n".join(procedure(text, wanted) for wanted in TAKEN))
    dashes = "'" + "-" * 100
    return "\n".join((name, notice, licence, "", version, frame.rstrip("\n"), "", dashes, "", taken, ""))


def procedure(text: str, name: str) -> str:
    """One Sub or Function of a VBA text, whole.

    Raises:
        XlplanError: it is not there.
    """
    wanted = rf"^(?:Public |Private )?(Sub|Function) {name}\(.*?^End \1$"
    return _found(re.compile(wanted, re.M | re.S), text, f"procedure {name}")[0]


def _with_shell_in_full(procedures: str) -> str:
    if procedures.count(SHELL) != 1:
        raise _another_xlwings("single place that starts cmd.exe")
    return procedures.replace(SHELL, SHELL_IN_FULL)


def _found(pattern: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    match = pattern.search(text)
    if not match:
        raise _another_xlwings(what)
    return match


def _another_xlwings(what: str) -> XlplanError:
    return XlplanError(
        f"The buttons cannot be built with the installed xlwings: its VBA has no {what}",
        'Install the version that xlplan is tested with: pip install "xlwings==0.37.8"',
    )


def _with_plain_line_ends(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
