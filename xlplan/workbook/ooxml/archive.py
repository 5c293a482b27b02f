"""The zip that a workbook is: its members as they lie there, still deflated, and a new zip made of members.

Python's `zipfile` reads a zip but cannot copy a member without inflating it, so the writing is done here.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO, NamedTuple

from xlplan.errors import UnreadableWorkbook, UnsafeSave

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED

# Level 6 halves nothing more on small parts; on a sheet of tens of megabytes level 2 is 3 times faster than 6
# for a file a quarter larger, and deflating is what a save spends most of its time on.
_LARGE_PART = 1_000_000
_LEVEL_SMALL, _LEVEL_LARGE = 6, 2

_UTF8_NAME = 0x800
_DESCRIPTOR_FOLLOWS = 0x8
_ENCRYPTED = 0x1
_EARLIEST_ZIP_DATE = 0x0021
"""1 January 1980: members that we write carry no time of ours, so the same content gives the same file."""


class Member(NamedTuple):
    """One member of a zip: its name as it is there and its content as it was deflated."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    size: int
    """Inflated."""
    deflated: bytes | memoryview
    internal_attributes: int = 0
    external_attributes: int = 0
    made_by: int = 20

    def content(self) -> bytes:
        """The inflated bytes.

        Raises:
            UnreadableWorkbook: the member is damaged, encrypted, or is larger than it says.
        """
        if self.flags & _ENCRYPTED:
            raise UnreadableWorkbook(
                "it is encrypted", "Open it in Excel, take the password off, save, and try again"
            )
        inflate = _inflate_small if self.size <= _SMALL else _inflate
        return inflate(self.name, self.method, self.size, self.crc, bytes(self.deflated))


def _inflate(name: str, method: int, size: int, crc: int, deflated: bytes) -> bytes:
    if method == STORED:
        inflated = deflated
    elif method == DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            # One byte more than declared is enough to see that the declared size lies.
            inflated = inflater.decompress(deflated, size + 1)
        except zlib.error as error:
            raise _damaged(name) from error
    else:
        raise UnreadableWorkbook(
            f"its part {name} is packed in a way that Excel does not use",
            "Open it in Excel, save it as an Excel Workbook (.xlsx), and try again",
        )
    if len(inflated) != size or zlib.crc32(inflated) != crc:
        raise _damaged(name)
    return inflated


_SMALL = 12_000
"""Bytes of a part that is remembered: the lists, styles and colours of a period's returns are all the same."""
_inflate_small = lru_cache(maxsize=64)(_inflate)


def read_members(content: bytes) -> list[Member]:
    """The members of a zip in its own order, duplicates too; nothing is inflated.

    Raises:
        UnreadableWorkbook: it is not a zip, or is cut off.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise cut_off() from error
    view = memoryview(content)
    return [_member(view, entry) for entry in entries]


def _member(view: memoryview, entry: zipfile.ZipInfo) -> Member:
    start = entry.header_offset
    header = view[start : start + 30]
    if len(header) < 30 or bytes(header[:4]) != b"PK\x03\x04":
        raise cut_off()
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    codec = "utf-8" if entry.flag_bits & _UTF8_NAME else "cp437"
    raw_name = entry.orig_filename.encode(codec)
    if bytes(view[start + 30 : start + 30 + name_length]) != raw_name:
        raise _damaged(entry.filename)  # the directory says one thing, the member another
    body = start + 30 + name_length + extra_length
    deflated = view[body : body + entry.compress_size]
    if len(deflated) != entry.compress_size:
        raise cut_off()
    time, date = struct.unpack("<HH", header[10:14])
    return Member(
        name=entry.filename,
        raw_name=raw_name,
        flags=entry.flag_bits,
        method=entry.compress_type,
        time=time,
        date=date,
        crc=entry.CRC,
        size=entry.file_size,
        deflated=deflated,
        internal_attributes=entry.internal_attr,
        external_attributes=entry.external_attr,
        made_by=entry.create_version | entry.create_system << 8,
    )


def deflate(name: str, content: bytes) -> Member:
    """A new member with this content."""
    level = _LEVEL_LARGE if len(content) > _LARGE_PART else _LEVEL_SMALL
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = deflater.compress(content) + deflater.flush()
    return Member(
        name=name,
        raw_name=name.encode("utf-8"),
        flags=0 if name.isascii() else _UTF8_NAME,
        method=DEFLATED,
        time=0,
        date=_EARLIEST_ZIP_DATE,
        crc=zlib.crc32(content),
        size=len(content),
        deflated=deflated,
    )


def deflate_all(parts: Sequence[tuple[str, bytes]]) -> list[Member]:
    """New members with these names and contents; large ones are deflated side by side."""
    if sum(len(content) for _, content in parts) < _LARGE_PART:
        return [deflate(name, content) for name, content in parts]
    from concurrent.futures import ThreadPoolExecutor  # where one is needed: reading is quicker to start

    with ThreadPoolExecutor() as threads:  # zlib lets other threads run meanwhile
        return list(threads.map(lambda part: deflate(*part), parts))


def write_members(stream: BinaryIO, members: Iterable[Member]) -> None:
    """Write a zip of these members, in this order.

    Sizes go into the headers before the content, so a data descriptor of the source is not needed any more; the
    same holds for its zip64 fields, since a workbook of four gigabytes is never read.

    Raises:
        UnsafeSave: the zip would be larger than a plain zip can be.
    """
    directory = bytearray()
    offset = count = 0
    for member in members:
        if offset + len(member.deflated) > 0xFFFF_FFFF or member.size > 0xFFFF_FFFF or count >= 0xFFFF:
            raise UnsafeSave("the workbook would be too large for Excel")
        flags = member.flags & ~_DESCRIPTOR_FOLLOWS
        common = struct.pack(
            "<HHHHHIIIHH",
            20,
            flags,
            member.method,
            member.time,
            member.date,
            member.crc,
            len(member.deflated),
            member.size,
            len(member.raw_name),
            0,
        )
        stream.write(b"PK\x03\x04" + common + member.raw_name)
        stream.write(member.deflated)
        directory += b"PK\x01\x02" + struct.pack("<H", member.made_by) + common
        directory += struct.pack(
            "<HHHII", 0, 0, member.internal_attributes, member.external_attributes, offset
        )
        directory += member.raw_name
        offset += 30 + len(member.raw_name) + len(member.deflated)
        count += 1
    stream.write(directory)
    stream.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), offset, 0))


def cut_off() -> UnreadableWorkbook:
    """What is said of a zip that is not whole."""
    return UnreadableWorkbook(
        "the file is damaged or was cut off on its way", "Ask for it to be sent again, or copy it again"
    )


def _damaged(name: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"its part {name} is damaged",
        "Ask for the file to be sent again, or open it in Excel and save it again",
    )
