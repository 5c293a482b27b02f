"""VBA source texts to a `vbaProject.bin`, without Excel: MS-OVBA 2.

A writer must not write what Excel compiles for itself (MS-OVBA 2.3.4.1 and 2.3.4.3); Excel compiles the source when
the file is opened. What the specification leaves to the writer is fixed, so the same sources give the same bytes.
"""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from macros.compound import compound_file
from macros.compression import compressed

CODE_PAGE = "cp1252"
"""VBA knows no Unicode in source texts."""

_CODE_PAGE_NUMBER = 1252
_ENGLISH = 0x0409
_WINDOWS_64 = 3

WORKBOOK_BASE = "00020819"
SHEET_BASE = "00020820"
"""The first part of the class id that stands behind a workbook and behind a sheet."""

# MS-OVBA 2.3.4.1: version 0xFFFF says that no performance cache follows.
_VBA_PROJECT_STREAM = bytes.fromhex("CC61 FFFF 00 0100")

# MS-OVBA 2.1.1.8: by their GUIDs; the paths are hints that each machine replaces by its own.
_OLE_AUTOMATION = (
    r"{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
)
_OFFICE = (
    r"{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
)
_REFERENCES = (("stdole", rf"*\G{_OLE_AUTOMATION}"), ("Office", rf"*\G{_OFFICE}"))

# An arbitrary seed of MS-OVBA 2.4.3.2; a fixed one gives the same bytes each time.
_SEED = 0x5D


@dataclass(frozen=True, slots=True)
class Module:
    """One module as it stands in a project."""

    name: str
    source: str
    """With its Attribute lines; lines end with CR LF."""
    is_document: bool = False
    """It belongs to a sheet or to the workbook itself."""


@dataclass(frozen=True, slots=True)
class Version:
    """A project's version: a PROJECTVERSION record (MS-OVBA 2.3.4.2.1.11)."""

    major: int = 1
    minor: int = 0


def standard_module(text: str) -> Module:
    """A module from the text of a `.bas` file, whatever its line ends.

    Raises:
        ValueError: its first line does not name it, or a character is not in Windows' Western code page.
    """
    source = "\r\n".join(text.splitlines()).rstrip("\r\n") + "\r\n"
    named = re.match(r'Attribute VB_Name = "(\w+)"\r\n', source)
    if not named:
        raise ValueError('a .bas file begins with the line: Attribute VB_Name = "..."')
    source.encode(CODE_PAGE)
    return Module(named[1], source)


def document_module(name: str, base: str) -> Module:
    """The module, without code, that the workbook and every sheet must have.

    Args:
        name: the code name of the sheet or workbook.
        base: WORKBOOK_BASE or SHEET_BASE.
    """
    lines = (
        f'Attribute VB_Name = "{name}"',
        f'Attribute VB_Base = "0{{{base}-0000-0000-C000-000000000046}}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    )
    return Module(name, "\r\n".join(lines) + "\r\n", is_document=True)


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The part `xl/vbaProject.bin` of a workbook.

    Args:
        name: the project's name, one word.
        modules: all modules, those of the workbook and of its sheets too.

    Raises:
        ValueError: a text is not in Windows' Western code page or is too large.
    """
    sources = {module.name: compressed(module.source.encode(CODE_PAGE)) for module in modules}
    return compound_file(
        {
            "PROJECT": project_stream(name, modules),
            "PROJECTwm": _names_stream(modules),
            "VBA": {
                "_VBA_PROJECT": _VBA_PROJECT_STREAM,
                "dir": compressed(dir_stream(name, modules)),
                **sources,
            },
        }
    )


def dir_stream(name: str, modules: Sequence[Module], version: Version = Version()) -> bytes:
    """The records of the `dir` stream, not yet compressed (MS-OVBA 2.3.4.2)."""
    return b"".join(
        (
            *_project_records(name, version),
            *(part for reference in _REFERENCES for part in _reference_records(*reference)),
            _record(0x0F, struct.pack("<H", len(modules))),
            _record(0x13, struct.pack("<H", 0xFFFF)),
            *(part for module in modules for part in _module_records(module)),
            _record(0x10),
        )
    )


def _project_records(name: str, version: Version) -> tuple[bytes, ...]:
    """PROJECTINFORMATION (MS-OVBA 2.3.4.2.1). No description, help file or constants."""
    return (
        _record(0x01, struct.pack("<I", _WINDOWS_64)),
        _record(0x02, struct.pack("<I", _ENGLISH)),
        _record(0x14, struct.pack("<I", _ENGLISH)),
        _record(0x03, struct.pack("<H", _CODE_PAGE_NUMBER)),
        _record(0x04, name.encode(CODE_PAGE)),
        _record(0x05) + _record(0x40),
        _record(0x06) + _record(0x3D),
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        # the one record whose size field does not count its whole content
        struct.pack("<HIIH", 0x09, 4, version.major, version.minor),
        _record(0x0C) + _record(0x3C),
    )


def _reference_records(name: str, library: str) -> tuple[bytes, ...]:
    """REFERENCENAME and REFERENCEREGISTERED (MS-OVBA 2.3.4.2.2.2 and 2.3.4.2.2.5)."""
    encoded = library.encode(CODE_PAGE)
    return (
        _record(0x16, name.encode(CODE_PAGE)),
        _record(0x3E, name.encode("utf-16-le")),
        _record(0x0D, struct.pack("<I", len(encoded)) + encoded + bytes(6)),
    )


def _module_records(module: Module) -> tuple[bytes, ...]:
    """MODULE (MS-OVBA 2.3.4.2.3.2). The source begins at the start of its stream, as there is no cache before it."""
    encoded, wide = module.name.encode(CODE_PAGE), module.name.encode("utf-16-le")
    return (
        _record(0x19, encoded),
        _record(0x47, wide),
        _record(0x1A, encoded) + _record(0x32, wide),
        _record(0x1C) + _record(0x48),
        _record(0x31, bytes(4)),
        _record(0x1E, bytes(4)),
        _record(0x2C, struct.pack("<H", 0xFFFF)),
        _record(0x22 if module.is_document else 0x21),
        _record(0x2B),
    )


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def project_stream(name: str, modules: Sequence[Module]) -> bytes:
    """The text of the `PROJECT` stream (MS-OVBA 2.3.1): no password, not locked, visible."""
    project_id = "{" + str(uuid.uuid5(uuid.NAMESPACE_OID, f"xlplan {name}")).upper() + "}"
    lines = (
        f'ID="{project_id}"',
        *(f"Document={m.name}/&H00000000" if m.is_document else f"Module={m.name}" for m in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypted(bytes(4), project_id, _SEED)}"',
        f'DPB="{encrypted(bytes(1), project_id, _SEED)}"',
        f'GC="{encrypted(bytes([0xFF]), project_id, _SEED)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    )
    return ("\r\n".join(lines) + "\r\n").encode(CODE_PAGE)


def _names_stream(modules: Sequence[Module]) -> bytes:
    """`PROJECTwm`: each module's name in the code page and in Unicode (MS-OVBA 2.3.3)."""
    names = (module.name for module in modules)
    return b"".join(n.encode(CODE_PAGE) + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in names) + b"\0\0"


def encrypted(content: bytes, project_id: str, seed: int) -> str:
    """What a protection field of the PROJECT stream holds, as hexadecimal digits (MS-OVBA 2.4.3.2).

    It hides nothing: the key is the project's id, which stands in the same file. Excel refuses a field without it.
    """
    version, key = 2, sum(project_id.encode(CODE_PAGE)) & 0xFF
    ignored = bytes((seed & 6) // 2)
    hidden = bytearray((seed, seed ^ version, seed ^ key))
    before, latest, last_but_one = key, hidden[2], hidden[1]
    for byte in ignored + struct.pack("<I", len(content)) + content:
        hidden.append(byte ^ ((last_but_one + before) & 0xFF))
        before, latest, last_but_one = byte, hidden[-1], latest
    return hidden.hex().upper()
