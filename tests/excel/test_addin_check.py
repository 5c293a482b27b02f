"""What is seen on a computer, and what is said of it: tables of examples for both systems, on made-up computers."""

from __future__ import annotations

import plistlib
import sys
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xlplan.excel import doctor, policies
from xlplan.excel.doctor import InterpreterAnswer, Seen
from xlplan.excel.policies import Registry

PYTHON = "/opt/xlplan/bin/python"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
CLOUD = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0"
OWN = r"HKCU\Software\Microsoft\Office\16.0"
ASR = r"HKLM\Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
ASR_LOCAL = r"HKLM\Software\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
MANAGED = r"HKLM\Software\Policies\Microsoft\Windows Defender\Policy Manager"
RULE = policies.CHILD_PROCESSES
UNTRUSTED = {rf"{POLICY}\Excel\Security\Trusted Locations": {"alllocationsdisabled": 1}}
CRASHED = b"\x01\0\0\0\x10\0\0\0\0\0\0\0" + r"c:\users\ann\xlstart\xlplan.xlam".encode("utf-16-le") + b"\0\0"


def seen(**differing: object) -> Seen:
    """A computer on which all is well, but for what is said."""
    usual: dict[str, object] = {
        "system": "windows",
        "addin": Path("/x/xlplan.xlam"),
        "build": "this version",
        "xlplan": "0.1.0",
        "addin_xlwings": "0.37.8",
        "interpreter": PYTHON,
        "answer": InterpreterAnswer("0.1.0", "0.37.8"),
        "script": Path("/x/xlwings-0.37.8.applescript"),
        "script_is_right": True,
    }
    return Seen(**{**usual, **differing})  # type: ignore[arg-type]


def states(computer: Seen) -> set[str]:
    return {line.state for line in doctor.lines(computer)} - {"fine"}


def said(computer: Seen) -> str:
    """What is not fine, and what to do about it."""
    return " ".join(f"{line.what} {line.ask}" for line in doctor.lines(computer) if line.state != "fine")


@pytest.mark.parametrize("system", ["windows", "mac"])
def test_where_all_is_well_nothing_is_asked(system: str) -> None:
    """A check that always finds something is not believed."""
    assert states(seen(system=system)) == set()


@pytest.mark.parametrize(
    ("differing", "state", "words"),
    [
        ({"build": "absent"}, {"missing"}, "xlplan addin install"),
        ({"build": "damaged"}, {"missing"}, "damaged"),
        ({"build": "another"}, {"missing"}, "another version"),
        ({"build": "another", "is_signed": True}, {"note"}, "ask IT to sign the new one"),
        ({"is_from_internet": True}, {"blocked"}, "marked the add-in as downloaded"),
        ({"interpreter": "", "answer": None}, {"missing"}, "does not know which Python"),
        ({"answer": None}, {"missing"}, f"not there any more: {PYTHON}"),
        (
            {"answer": InterpreterAnswer(problem="No module named 'xlplan'")},
            {"missing"},
            "No module named 'xlplan'",
        ),
        ({"answer": InterpreterAnswer("0.1.0", "0.36.0")}, {"missing"}, "xlwings 0.36.0"),
        ({"answer": InterpreterAnswer("0.0.9", "0.37.8")}, {"missing"}, "start xlplan 0.0.9"),
        ({"system": "mac", "script_is_right": None}, {"missing"}, "is not there: /x/xlwings"),
        ({"system": "mac", "script_is_right": False}, {"missing"}, "not as xlwings has it"),
        (
            {"system": "mac", "preferences": {"VisualBasicEntirelyDisabled": True}},
            {"blocked"},
            "allow VBA",
        ),
        (
            {"system": "mac", "preferences": {"VisualBasicMacroExecutionState": "DisabledWithoutWarnings"}},
            {"blocked"},
            "Disable all macros with notification",
        ),
        (
            {"system": "mac", "preferences": {"VisualBasicMacroExecutionState": "DisabledWithWarnings"}},
            set(),
            "",
        ),
        (
            {"system": "mac", "preferences": {"DisableVisualBasicMacScript": True}},
            {"blocked"},
            "AppleScript",
        ),
    ],
)
def test_what_is_missing_is_said(differing: dict[str, object], state: set[str], words: str) -> None:
    """A button that does nothing must have an explanation that one can act on."""
    computer = seen(**differing)
    assert states(computer) == state
    assert words in said(computer)


@pytest.mark.parametrize(
    ("registry", "is_signed", "state", "words"),
    [
        ({}, False, set(), ""),
        ({rf"{POLICY}\Common": {"vbaoff": 1}}, True, {"blocked"}, "allow VBA"),
        (
            {rf"{POLICY}\Excel\Security": {"disablealladdins": 1}},
            True,
            {"blocked"},
            "all application add-ins",
        ),
        ({rf"{POLICY}\Excel\Security": {"requireaddinsig": 1}}, False, {"blocked"}, "--file SIGNED.xlam"),
        ({rf"{POLICY}\Excel\Security": {"requireaddinsig": 1}}, True, {"note"}, "trusted publishers"),
        ({rf"{OWN}\Excel\Security": {"requireaddinsig": 1}}, False, {"blocked"}, "sign"),
        # What IT decides goes before what the user has set.
        (
            {
                rf"{POLICY}\Excel\Security": {"requireaddinsig": 0},
                rf"{OWN}\Excel\Security": {"requireaddinsig": 1},
            },
            False,
            set(),
            "",
        ),
        ({rf"{CLOUD}\Common\Security": {"requirealwaysonmacrosig": 1}}, False, {"blocked"}, "at its start"),
        # Macros off: the folder of the add-in is trusted all the same, unless that is off too.
        ({rf"{POLICY}\Excel\Security": {"vbawarnings": 4}}, False, {"note"}, "xlplan-buttons.xlsm does not"),
        ({rf"{POLICY}\Excel\Security": {"vbawarnings": 3}}, False, {"note"}, "not signed"),
        ({rf"{POLICY}\Excel\Security": {"vbawarnings": 3}}, True, set(), ""),
        ({rf"{OWN}\Excel\Security": {"vbawarnings": 2}}, False, set(), ""),
        ({rf"{POLICY}\Excel\Security": {"vbawarnings": 4}, **UNTRUSTED}, True, {"blocked"}, "not trusted"),
        (
            {
                rf"{POLICY}\Excel\Security": {"vbawarnings": 3},
                rf"{POLICY}\Common\Security\Trusted Locations": {"allow user locations": 0},
            },
            False,
            {"blocked"},
            "trusted location",
        ),
        (UNTRUSTED, False, set(), ""),
        ({rf"{POLICY}\Excel\Resiliency": {"restricttolist": 1}}, False, {"blocked"}, "not on it"),
        (
            {
                rf"{POLICY}\Excel\Resiliency": {"restricttolist": 1},
                rf"{POLICY}\Excel\Resiliency\AddinList": {"policyon": 1, "xlplan.xlam": "1"},
            },
            False,
            set(),
            "",
        ),
        (
            {rf"{POLICY}\Excel\Resiliency\AddinList": {"xlplan.xlam": "0"}},
            False,
            {"blocked"},
            "list of add-ins blocks",
        ),
        ({rf"{OWN}\Excel\Resiliency\DisabledItems": {"a1b2": CRASHED}}, False, {"blocked"}, "Disabled Items"),
        ({rf"{OWN}\Excel\Resiliency\DisabledItems": {"a1b2": b"\x01other"}}, False, set(), ""),
        (
            {r"HKCU\Software\Policies\Microsoft\Windows\System": {"disablecmd": 1}},
            False,
            {"blocked"},
            "cmd.exe",
        ),
        ({r"HKCU\Software\Policies\Microsoft\Windows\System": {"disablecmd": 2}}, False, {"note"}, "cmd.exe"),
        # Defender: off, block, audit, warn; by group policy, by device management, on this computer.
        ({rf"{ASR}\Rules": {RULE: "0"}}, False, set(), ""),
        ({rf"{ASR}\Rules": {RULE: "1"}}, True, {"blocked"}, RULE),
        ({rf"{ASR}\Rules": {RULE: "2"}}, False, set(), ""),
        ({rf"{ASR}\Rules": {RULE: "6"}}, False, {"note"}, "Unblock"),
        ({MANAGED: {"asrrules": f"{'0' * 8}=1|{RULE.upper()}=1"}}, False, {"blocked"}, "exception"),
        ({MANAGED: {"asrrules": f"{'0' * 8}=1|{RULE}=2"}}, False, set(), ""),
        ({rf"{ASR_LOCAL}\Rules": {RULE: 1}}, False, {"blocked"}, RULE),
        (
            {
                rf"{ASR}\Rules": {RULE: "1"},
                rf"{ASR}\ASROnlyExclusions": {r"c:\windows\system32\cmd.exe": "0"},
            },
            False,
            {"note"},
            "cmd.exe",
        ),
    ],
)
def test_what_is_blocked_is_said_with_what_to_ask_for(
    registry: Registry, is_signed: bool, state: set[str], words: str
) -> None:
    """Without the rule's name the user and IT would search for days."""
    computer = seen(registry=registry, is_signed=is_signed)
    assert states(computer) == state
    assert words in said(computer)
    assert set(registry) <= set(policies.KEYS)


# check: what is seen


def python_that(answers: str, tmp_path: Path) -> str:
    """A stand-in for an interpreter."""
    file = tmp_path / "python"
    file.write_text(f"#!/bin/sh\n{answers}\n", "utf-8")
    file.chmod(0o755)
    return str(file)


@pytest.mark.skipif(sys.platform == "win32", reason="a stand-in for Python is a shell script")
@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ("""echo '{"xlplan": "0.1.0", "xlwings": "0.37.8"}'""", InterpreterAnswer("0.1.0", "0.37.8")),
        (
            "echo Traceback >&2; echo 'No module named xlplan' >&2; exit 1",
            InterpreterAnswer(problem="No module named xlplan"),
        ),
        ("exit 3", InterpreterAnswer(problem="it ended with 3")),
        ("exec sleep 20", InterpreterAnswer(problem="it gave no answer within 1 seconds")),
        ("echo hello", InterpreterAnswer(problem="it answered something else than its versions: hello")),
    ],
)
def test_the_interpreter_is_tried_not_trusted(
    answers: str, answer: InterpreterAnswer, tmp_path: Path
) -> None:
    """A path that exists says little: packages go when Python is brought up to date."""
    assert doctor.ask(python_that(answers, tmp_path), patience=1) == answer


def test_the_question_to_the_interpreter_is_one_it_can_answer(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check would find fault with every computer."""
    described = tmp_path / "xlplan-7.8.9.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: xlplan\nVersion: 7.8.9\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{':' if sys.platform != 'win32' else ';'}{repository}")
    assert doctor.ask(sys.executable) == InterpreterAnswer("7.8.9", metadata.version("xlwings"))


def test_the_registry_is_read_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy that is there and not seen sends people looking elsewhere. The stand-in has winreg's own calls."""
    rules = rf"{ASR}\Rules"
    held = {
        ("HKLM!", rules.partition("\\")[2]): [(RULE.upper(), "1", 1), ("other", ["a", "list"], 7)],
        ("HKCU!", rf"{POLICY}\Common".partition("\\")[2]): [("VBAOff", 1, 4)],
    }

    def opened(hive: str, path: str, reserved: int = 0, access: int = 0) -> Any:
        assert access == 0x20019 | 0x0100, "else a 32-bit Python sees another registry"
        if (hive, path) not in held:
            raise FileNotFoundError(path)
        return nullcontext(held[hive, path])

    stand_in = SimpleNamespace(
        HKEY_CURRENT_USER="HKCU!",
        HKEY_LOCAL_MACHINE="HKLM!",
        KEY_READ=0x20019,
        KEY_WOW64_64KEY=0x0100,
        OpenKey=opened,
        QueryInfoKey=lambda key: (0, len(key.enter_result), 0),
        EnumValue=lambda key, number: key.enter_result[number],
    )
    monkeypatch.setitem(sys.modules, "winreg", stand_in)  # type: ignore[arg-type]
    monkeypatch.setattr("xlplan.excel.doctor.sys.platform", "win32")
    registry = doctor.read_registry(policies.KEYS)
    assert registry == {rules: {RULE: "1"}, rf"{POLICY}\Common": {"vbaoff": 1}}
    assert states(seen(registry=registry)) == {"blocked"}


def test_preferences_that_are_enforced_go_before_the_users(tmp_path: Path) -> None:
    """On a managed Mac the user's own setting says nothing."""
    enforced, own, damaged = (tmp_path / name for name in ("enforced", "own", "damaged"))
    enforced.write_bytes(plistlib.dumps({"VisualBasicEntirelyDisabled": True}))
    own.write_bytes(plistlib.dumps({"VisualBasicEntirelyDisabled": False, "Other": 1}))
    damaged.write_bytes(b"no list at all")
    found = doctor.preferences((tmp_path / "absent", damaged, enforced, own))
    assert found == {"VisualBasicEntirelyDisabled": True, "Other": 1}


@pytest.mark.parametrize(
    ("mark", "is_marked"),
    [("[ZoneTransfer]\nZoneId=3\n", True), ("[ZoneTransfer]\nZoneId=1\n", False), (None, False)],
)
def test_the_mark_of_a_download_is_seen(mark: str | None, is_marked: bool, tmp_path: Path) -> None:
    """Office blocks macros in a file that carries it, and says little."""
    if mark is not None:
        (tmp_path / "xlplan.xlam:Zone.Identifier").write_text(mark, "utf-8")
    assert doctor.is_marked(tmp_path / "xlplan.xlam") is is_marked
