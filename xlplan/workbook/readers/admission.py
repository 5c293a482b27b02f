"""Whether a file may be read at all: files come by e-mail and are hostile until looked at.

Each file that is not a workbook, or is made to harm, gets one plain line, quickly and in bounded memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.limits import PLAN, Limits
from xlplan.workbook.ooxml.archive import Member, cut_off, read_members
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.readers import ole
from xlplan.workbook.readers.protected import is_encrypted, unlocked

LARGEST_FILE = 100_000_000
"""Bytes. A plan of 50,000 actions takes some 17 million."""
MOST_PARTS = 10_000
"""A workbook with a picture on each of a thousand sheets has some 4,000."""

FileKind = Literal["xlsx", "ods", "xls", "csv"]


_SAVE_AS = "Save it from Excel as an Excel Workbook (.xlsx) and give that file"
_PASSWORD = "Open it in Excel, take the password off, save, and try again"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_TEXT_FILES = (".csv", ".txt", ".tsv")
_EXCEL_FILES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".ods", *_TEXT_FILES)


@dataclass(frozen=True)
class Admitted:
    """A file that may be read: what it is, whatever its name says, and its bytes."""

    path: Path
    kind: FileKind
    content: bytes
    members: tuple[Member, ...] = ()
    """Of a zip: what it holds, not yet unfolded."""
    limits: Limits = PLAN
    """How much of it is read."""

    @cached_property
    def package(self) -> Package:
        """The workbook's parts, where it is an .xlsx.

        Raises:
            UnreadableWorkbook: it has no parts.
        """
        return Package.of_members(self.members, str(self.path), self.limits)


def admit(path: str | Path, *, password: str | None = None, limits: Limits = PLAN) -> Admitted:
    """Look at a file and let it in.

    Args:
        path: the file.
        password: opens workbooks that are protected with one; None leaves them closed.
        limits: how much of it is read.

    Raises:
        UnreadableWorkbook: it is missing, empty, too large, cut off, protected by a password, made to harm, or of
            another format.
    """
    path = Path(path)
    if path.name.startswith("~$"):
        raise _refused(
            path, "it is Excel's note that a workbook is open, not the workbook", "Give the workbook itself"
        )
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise _refused(path, "it is a folder", "Give a workbook")
        if not size:
            raise _refused(path, "the file is empty", "Ask for it to be sent again")
        if size > LARGEST_FILE:
            raise _refused(
                path,
                f"the file has {size / 1e6:,.0f} MB; a plan takes a few, {LARGEST_FILE / 1e6:,.0f} is the most",
                "Check that it is the right file, or take its pictures out",
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _refused(path, "there is no such file", "Check the name and the folder") from error
    except OSError as error:
        raise _refused(
            path, f"the file cannot be read ({error.strerror})", "Close it in other programs and try again"
        ) from error
    try:
        if password and is_encrypted(content):
            content = unlocked(content, password) or content
        if content.startswith(_ZIP):
            members = _members(content, limits)
            return Admitted(path, _kind_of_zip(members, limits), content, members, limits)
        return Admitted(path, _kind(path, content), content, limits=limits)
    except UnreadableWorkbook as error:
        raise _refused(path, error.what, error.remedy) from error


def _kind(path: Path, content: bytes) -> FileKind:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(ole.MAGIC):
        return _kind_of_ole(content)
    if start.startswith(b"%pdf"):
        raise UnreadableWorkbook("it is a PDF, not a workbook", "Ask for the Excel file")
    if start.startswith(b"{\\rtf"):
        raise UnreadableWorkbook("it is a Word document (RTF), not a workbook", "Ask for the Excel file")
    if any(tag in start for tag in (b"<html", b"<!doctype html", b"<table")):
        raise UnreadableWorkbook("it is a web page, whatever its name says", f"Open it in Excel. {_SAVE_AS}")
    if start.startswith(b"<?xml") and path.suffix.lower() not in _TEXT_FILES:
        raise UnreadableWorkbook("it is an XML file, not a workbook", f"Open it in Excel. {_SAVE_AS}")
    if path.suffix.lower() == ".xls" and content.startswith(_OLD_EXCEL):
        return "xls"
    if path.suffix.lower() in _TEXT_FILES:
        if b"\0" in content[:1_000_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableWorkbook("it is not a text file, whatever its name says", _SAVE_AS)
        return "csv"
    if path.suffix.lower() in _EXCEL_FILES:
        raise UnreadableWorkbook(
            "it is not a workbook, whatever its name says, or is damaged", "Ask for it to be sent again"
        )
    raise UnreadableWorkbook("it is not a workbook", _SAVE_AS)


def _kind_of_ole(content: bytes) -> FileKind:
    names = ole.stream_names(content)
    if "encryptedpackage" in names:
        raise UnreadableWorkbook("it is protected with a password", _PASSWORD)
    if names & {"workbook", "book"}:
        return "xls"
    for name, meaning in (
        ("worddocument", "a Word document"),
        ("powerpoint document", "a PowerPoint presentation"),
        ("__properties_version1.0", "an e-mail message"),
    ):
        if name in names:
            raise UnreadableWorkbook(f"it is {meaning}, not a workbook", "Ask for the Excel file")
    raise UnreadableWorkbook("it is not a workbook, or is damaged", _SAVE_AS)


def _members(content: bytes, limits: Limits) -> tuple[Member, ...]:
    # Counted before the directory is read: reading a list of two million names takes half a minute.
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise UnreadableWorkbook("it has more parts than any workbook", "Ask the sender what it is")
    members = tuple(read_members(content))
    if not members:
        raise cut_off()
    _refuse_harm(members, limits)
    return members


def _kind_of_zip(members: Sequence[Member], limits: Limits) -> FileKind:
    by_name = {_part_key(member.name): member for member in members}
    for name in ("[content_types].xml", "mimetype", "meta-inf/manifest.xml"):
        if name in by_name:
            limits.check_part(name, by_name[name].size)
    if "[content_types].xml" in by_name:
        return _kind_of_package(by_name["[content_types].xml"].content())
    if "mimetype" in by_name:
        mimetype = by_name["mimetype"].content().strip()
        manifest = by_name.get("meta-inf/manifest.xml")
        if manifest is not None and b"encryption-data" in manifest.content():
            raise UnreadableWorkbook(
                "it is protected with a password",
                "Open it in LibreOffice, save it without one, and try again",
            )
        if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise UnreadableWorkbook("it is an OpenDocument file, but not a spreadsheet", "Ask for the workbook")
    raise UnreadableWorkbook(
        "it is a zip archive, not a workbook", "Unpack it, and give the workbook that is inside"
    )


def _kind_of_package(types: bytes) -> FileKind:
    lowered = types.lower()
    if b"\0" in lowered[:8]:
        lowered = lowered.replace(b"\0", b"")
    if b"spreadsheetml.sheet.main+xml" in lowered or b"spreadsheetml.template.main+xml" in lowered:
        return "xlsx"
    if b"ms-excel.sheet.macroenabled.main" in lowered or b"ms-excel.template.macroenabled.main" in lowered:
        return "xlsx"
    if b"ms-excel.sheet.binary" in lowered:
        raise UnreadableWorkbook("it is an Excel Binary Workbook (.xlsb)", f"Open it in Excel. {_SAVE_AS}")
    for token, meaning in (
        (b"wordprocessingml", "a Word document"),
        (b"ms-word", "a Word document"),
        (b"presentationml", "a PowerPoint presentation"),
        (b"ms-excel.addin", "an Excel add-in"),
    ):
        if token in lowered:
            raise UnreadableWorkbook(f"it is {meaning}, not a workbook", "Ask for the Excel file")
    raise UnreadableWorkbook("it is an Office file, but not an Excel workbook", _SAVE_AS)


def _refuse_harm(members: Sequence[Member], limits: Limits) -> None:
    harm = "Do not open it. Ask the sender for a workbook saved from Excel"
    for member in members:
        if ".." in member.name.replace("\\", "/").split("/"):
            raise UnreadableWorkbook("its parts have names that lead out of the file", harm)
        if member.flags & 1:
            raise UnreadableWorkbook("it is protected with a password", _PASSWORD)
    names = Counter(_part_key(member.name) for member in members)
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:  # which of them counts is for every program to choose
        raise UnreadableWorkbook(f"it holds its part {twice} twice", harm)
    too_large = UnreadableWorkbook(
        f"it unfolds to more than {limits.inflated / 1e6:,.0f} MB, which no plan does", harm
    )
    if sum(member.size for member in members) > limits.inflated:
        raise too_large
    for member in members:
        if is_bomb(len(member.deflated), member.size):
            raise UnreadableWorkbook(f"its part {member.name} is not as large as it says", harm)


def is_bomb(deflated: int, size: int) -> bool:
    """True for a part that declares less than half of what it takes as it lies in the zip: it was made to harm.

    That is enough: what is not read is never unfolded, and what is read is unfolded no further than it declares.
    Excel's own pictures, which cannot be deflated, become larger by 4 % when they are.
    """
    return deflated > 2 * size + 1000


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refused(path: Path, what: str, remedy: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(what, remedy, file=path)
