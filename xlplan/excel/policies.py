"""The rules of Windows and Office that can block the buttons: where each is set, and what to ask IT for.

Registry keys are those of Microsoft's administrative templates for Office 2016 and later, and for Defender.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlplan.excel.doctor_line import Line, blocked, fine, note
from xlplan.excel.places import ADDIN

RegistryValue = int | str | bytes
Registry = Mapping[str, Mapping[str, RegistryValue]]
"""Key in full ("HKCU\\\\Software\\\\...") -> name in small letters -> value. A key that is not there is left out."""

_OFFICE = (
    # The first that has a value counts: cloud policy goes before group policy, that before the user's own setting.
    r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0",
    r"HKCU\Software\Policies\Microsoft\Office\16.0",
    r"HKLM\Software\Policies\Microsoft\Office\16.0",
    r"HKCU\Software\Microsoft\Office\16.0",
)
_OFFICE_KEYS = (
    "Common",
    r"Common\Security",
    r"Common\Security\Trusted Locations",
    r"Excel\Security",
    r"Excel\Security\Trusted Locations",
    r"Excel\Resiliency",
    r"Excel\Resiliency\AddinList",
)
_DISABLED_ITEMS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
_COMMAND_PROMPT = r"HKCU\Software\Policies\Microsoft\Windows\System"
_DEFENDER_POLICY = r"HKLM\Software\Policies\Microsoft\Windows Defender"
_ASR = r"Windows Defender Exploit Guard\ASR"
_ASR_BY_POLICY = rf"{_DEFENDER_POLICY}\{_ASR}"
_ASR_LOCAL = rf"HKLM\Software\Microsoft\Windows Defender\{_ASR}"
_MANAGED = rf"{_DEFENDER_POLICY}\Policy Manager"

KEYS = (
    *(rf"{root}\{key}" for root in _OFFICE for key in _OFFICE_KEYS),
    _DISABLED_ITEMS,
    _COMMAND_PROMPT,
    *(
        rf"{place}\{part}"
        for place in (_ASR_BY_POLICY, _ASR_LOCAL)
        for part in ("Rules", "ASROnlyExclusions")
    ),
    _MANAGED,
)
"""All keys that are read."""

CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Defender's rule "Block all Office applications from creating child processes"."""
_OFF, _BLOCK, _AUDIT, _WARN = 0, 1, 2, 6

_WITH_SCRIPTS, _WITHOUT_SCRIPTS = 1, 2
"""DisableCMD."""

_ALL_OFF, _SIGNED_ONLY = 4, 3
"""VBAWarnings; 2, Excel's own choice, asks, and 1 lets everything run."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A setting of Office that blocks the add-in when it has the value 1."""

    key: str
    name: str
    what: str
    ask: str
    signature_helps: bool = False


_SIGN = (
    "Ask IT to sign the add-in with a certificate that Office trusts, and install that: "
    "xlplan addin install --file SIGNED.xlam"
)
_RULES = (
    _Rule(
        "Common", "vbaoff", "Macros (VBA) are switched off in all of Office.", "Ask IT to allow VBA in Excel."
    ),
    _Rule(
        r"Excel\Security",
        "disablealladdins",
        "All add-ins of Excel are switched off.",
        "Ask IT to take the setting 'Disable all application add-ins' off for you.",
    ),
    _Rule(
        r"Excel\Security",
        "requireaddinsig",
        "Excel loads only add-ins that are signed by a trusted publisher.",
        _SIGN,
        signature_helps=True,
    ),
    _Rule(
        r"Common\Security",
        "requirealwaysonmacrosig",
        "Office loads macros at its start only where a trusted publisher has signed them.",
        _SIGN,
        signature_helps=True,
    ),
)


def policy_lines(registry: Registry, *, is_signed: bool) -> Iterator[Line]:
    """Make the lines on what the registry allows and blocks; one line that all is well where it blocks nothing.

    Args:
        registry: the keys named in `KEYS`.
        is_signed: whether the installed add-in is signed.
    """
    lines = [
        *_rules(registry, is_signed),
        *_macro_setting(registry, is_signed),
        *_managed_addins(registry),
        *_disabled_items(registry),
        *_command_prompt(registry),
        *_child_processes(registry),
    ]
    if not any(line.state == "blocked" for line in lines):
        yield fine("No rule of Office or Windows that can be seen here blocks the buttons.")
    yield from lines


def _rules(registry: Registry, is_signed: bool) -> Iterator[Line]:
    for rule in _RULES:
        if _office(registry, rule.key, rule.name) != 1:
            continue
        if rule.signature_helps and is_signed:
            yield note(
                f"{rule.what} The add-in is signed.",
                "If the tab does not appear, ask IT to add the certificate to the trusted publishers.",
            )
        else:
            yield blocked(rule.what, rule.ask)


def _macro_setting(registry: Registry, is_signed: bool) -> Iterator[Line]:
    setting = _office(registry, r"Excel\Security", "vbawarnings")
    if setting not in (_ALL_OFF, _SIGNED_ONLY) or (setting == _SIGNED_ONLY and is_signed):
        return
    if setting == _ALL_OFF:
        what = "Excel's macro setting switches off all macros."
        ask = "Ask IT to make the folder XLSTART a trusted location."
    else:
        what = "Excel's macro setting switches off macros that are not signed."
        ask = "Ask IT to sign the add-in, or to make the folder XLSTART a trusted location."
    if _startup_is_trusted(registry):
        yield note(
            f"{what} An add-in in the folder XLSTART runs all the same, for that folder is a trusted location; "
            "xlplan-buttons.xlsm does not.",
            f"If the tab does not appear: {ask[0].lower()}{ask[1:]}",
        )
    else:
        yield blocked(f"{what} The folder XLSTART is not trusted either.", ask)


def _startup_is_trusted(registry: Registry) -> bool:
    """False when trusted locations are switched off, or only those that a policy names count."""
    return (
        _office(registry, r"Excel\Security\Trusted Locations", "alllocationsdisabled") != 1
        and _office(registry, r"Common\Security\Trusted Locations", "allow user locations") != 0
    )


def _managed_addins(registry: Registry) -> Iterator[Line]:
    verdict = _office(registry, r"Excel\Resiliency\AddinList", ADDIN)
    if verdict == 0:
        yield blocked(
            f"IT's list of add-ins blocks {ADDIN}.",
            f"Ask IT to set {ADDIN} to 1 in 'List of managed add-ins' of Excel.",
        )
    elif verdict is None and _office(registry, r"Excel\Resiliency", "restricttolist") == 1:
        yield blocked(
            f"Excel loads only add-ins on IT's list, and {ADDIN} is not on it.",
            f"Ask IT to add {ADDIN} with the value 1 to 'List of managed add-ins' of Excel.",
        )


def _disabled_items(registry: Registry) -> Iterator[Line]:
    name = ADDIN.encode("utf-16-le")
    items = registry.get(_DISABLED_ITEMS, {}).values()
    if any(isinstance(item, bytes) and name in item.lower() for item in items):
        yield blocked(
            "Excel has switched the add-in off itself, after a crash.",
            "In Excel: File, Options, Add-ins; at the bottom choose Disabled Items, Go; choose xlplan, Enable.",
        )


def _command_prompt(registry: Registry) -> Iterator[Line]:
    what = "The command prompt (cmd.exe), through which a button starts Python, is switched off for you"
    ask = "Ask IT to take 'Prevent access to the command prompt' off for you; the commands work from PowerShell."
    setting = _number(registry.get(_COMMAND_PROMPT, {}).get("disablecmd"))
    if setting == _WITH_SCRIPTS:
        yield blocked(f"{what}.", ask)
    elif setting == _WITHOUT_SCRIPTS:
        yield note(f"{what}, though not for scripts.", f"If a button does nothing: {ask[0].lower()}{ask[1:]}")


def _child_processes(registry: Registry) -> Iterator[Line]:
    state = _state_of_rule(registry)
    rule = (
        f"Defender's rule 'Block all Office applications from creating child processes' ({CHILD_PROCESSES})"
    )
    if state == _BLOCK and any(_exceptions(registry)):
        yield note(
            f"{rule} is on, with exceptions: {', '.join(_exceptions(registry))}.",
            "Click Check plan on a plan; if nothing happens, ask IT whether the exceptions cover cmd.exe and Python.",
        )
    elif state == _BLOCK:
        yield blocked(
            f"{rule} is on, so Excel may not start Python.",
            "Ask IT for an exception as the page for IT describes, or use the commands: they do all that the "
            "buttons do.",
        )
    elif state == _WARN:
        yield note(f"{rule} warns before Excel starts Python.", "Choose Unblock when Windows asks.")


def _state_of_rule(registry: Registry) -> int:
    """The rule's state: that of a policy, else that which was set on this computer."""
    managed = dict(
        pair.split("=", 1)
        for pair in str(registry.get(_MANAGED, {}).get("asrrules", "")).lower().split("|")
        if "=" in pair
    )
    found = (
        registry.get(rf"{_ASR_BY_POLICY}\Rules", {}).get(CHILD_PROCESSES),
        managed.get(CHILD_PROCESSES),
        registry.get(rf"{_ASR_LOCAL}\Rules", {}).get(CHILD_PROCESSES),
    )
    return next((state for value in found if (state := _number(value)) is not None), _OFF)


def _exceptions(registry: Registry) -> list[str]:
    """Programs and folders that Defender's rules pass over."""
    managed = str(registry.get(_MANAGED, {}).get("asronlyexclusions", ""))
    return sorted(
        {
            *registry.get(rf"{_ASR_BY_POLICY}\ASROnlyExclusions", {}),
            *registry.get(rf"{_ASR_LOCAL}\ASROnlyExclusions", {}),
            *(path.partition("=")[0].lower() for path in managed.split("|") if path),
        }
    )


def _office(registry: Registry, key: str, name: str) -> int | None:
    """A setting of Office: the one that counts, or None where it is not set."""
    for root in _OFFICE:
        value = _number(registry.get(rf"{root}\{key}", {}).get(name.lower()))
        if value is not None:
            return value
    return None


def _number(value: RegistryValue | None) -> int | None:
    """A number, kept as one or as a text."""
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None
