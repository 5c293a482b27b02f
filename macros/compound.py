"""A compound file, the little file system that holds a VBA project: MS-CFB, version 3. Only what a writer needs.

What MS-CFB leaves to the writer is fixed here, so the same streams give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Storage: TypeAlias = "Mapping[str, bytes | Storage]"
"""Names and what they hold: the bytes of a stream, or another storage."""

_SECTOR = 512
_MINI_SECTOR = 64
_MINI_STREAM_CUTOFF = 4096
_NUMBERS_IN_SECTOR = _SECTOR // 4
_ENTRIES_IN_SECTOR = 4
_FATS_IN_HEADER = 109

# MS-CFB 2.1 and 2.6.1: what stands in place of a number.
_FREE_SECTOR = 0xFFFFFFFF
_END_OF_CHAIN = 0xFFFFFFFE
_FAT_SECTOR = 0xFFFFFFFD
_NO_STREAM = 0xFFFFFFFF

_UNALLOCATED, _STORAGE, _STREAM, _ROOT = 0, 1, 2, 5
_BLACK = 1


@dataclass
class _Entry:
    """A directory entry (MS-CFB 2.6.1)."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NO_STREAM
    right: int = _NO_STREAM
    child: int = _NO_STREAM
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name), self.kind, _BLACK)
            + struct.pack("<III", self.left, self.right, self.child)
            # no class id, no state bits, no times
            + bytes(16 + 4 + 8 + 8)
            + struct.pack("<IQ", self.start, self.size)
        )


class _Sectors:
    """The sectors behind the header, and the chains in which they follow each other (MS-CFB 2.3)."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.next: list[int] = []

    def add(self, content: bytes, padding: bytes = b"\0") -> int:
        """Put a chain of sectors at the end; its first sector, or the mark for none."""
        if not content:
            return _END_OF_CHAIN
        first = len(self.next)
        self.next += _chain(first, _count(len(content), _SECTOR))
        self.content += _padded(content, _SECTOR, padding)
        return first

    def add_fat(self) -> tuple[int, int]:
        """Put the list of what follows what at the end, itself included; its first sector and how many it takes."""
        count = 1
        while count * _NUMBERS_IN_SECTOR < len(self.next) + count:
            count += 1
        if count > _FATS_IN_HEADER:
            raise ValueError("a compound file of more than 6.8 MB needs a DIFAT, which is not written here")
        first = len(self.next)
        self.next += [_FAT_SECTOR] * count
        self.content += _padded(_numbers(self.next), _SECTOR, b"\xff")
        return first, count


def compound_file(root: Storage) -> bytes:
    """A compound file that holds these streams and storages.

    Raises:
        ValueError: it would be larger than 6.8 MB.
    """
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add_storage(entries, root)
    sectors = _Sectors()
    mini_stream, mini_next = bytearray(), list[int]()
    for entry in entries:
        if entry.kind != _STREAM:
            continue
        entry.size = len(entry.content)
        if entry.size >= _MINI_STREAM_CUTOFF or not entry.size:
            entry.start = sectors.add(entry.content)
        else:
            entry.start = len(mini_next)
            mini_next += _chain(entry.start, _count(entry.size, _MINI_SECTOR))
            mini_stream += _padded(entry.content, _MINI_SECTOR)
    entries[0].start, entries[0].size = sectors.add(bytes(mini_stream)), len(mini_stream)
    mini_fat = _padded(_numbers(mini_next), _SECTOR, b"\xff")
    mini_fat_start = sectors.add(mini_fat)
    entries += [_Entry("", _UNALLOCATED)] * (-len(entries) % _ENTRIES_IN_SECTOR)
    directory_start = sectors.add(b"".join(entry.packed() for entry in entries))
    fat_start, fat_count = sectors.add_fat()
    header = _header(directory_start, mini_fat_start, len(mini_fat) // _SECTOR, fat_start, fat_count)
    return header + bytes(sectors.content)


def _add_storage(entries: list[_Entry], storage: Storage) -> int:
    """Add what a storage holds to the directory; the number of the entry at the top of its tree."""
    numbers: list[int] = []
    for name in sorted(storage, key=_sorting_key):
        content = storage[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entry = _Entry(name, _STORAGE)
            entries.append(entry)
            entry.child = _add_storage(entries, content)
    return _add_tree(entries, numbers)


def _add_tree(entries: list[_Entry], numbers: Sequence[int]) -> int:
    """Link entries of one storage, sorted, to a balanced tree; the number of the one at the top (MS-CFB 2.6.4)."""
    if not numbers:
        return _NO_STREAM
    middle = len(numbers) // 2
    top = numbers[middle]
    entries[top].left = _add_tree(entries, numbers[:middle])
    entries[top].right = _add_tree(entries, numbers[middle + 1 :])
    return top


def _sorting_key(name: str) -> tuple[int, str]:
    """Shorter names stand before longer ones, whatever their letters (MS-CFB 2.6.4)."""
    return len(name.encode("utf-16-le")), name.upper()


def _header(
    directory_start: int, mini_fat_start: int, mini_fat_count: int, fat_start: int, fat_count: int
) -> bytes:
    """The first 512 bytes (MS-CFB 2.2)."""
    fats = [*range(fat_start, fat_start + fat_count)]
    return (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + bytes(16)
        # minor and major version, byte order, sectors of 2**9 bytes, mini sectors of 2**6
        + struct.pack("<HHHHH", 0x003E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        # in version 3 the number of directory sectors stays 0
        + struct.pack("<III", 0, fat_count, directory_start)
        + struct.pack("<II", 0, _MINI_STREAM_CUTOFF)
        + struct.pack("<II", mini_fat_start, mini_fat_count)
        + struct.pack("<II", _END_OF_CHAIN, 0)
        + _numbers(fats + [_FREE_SECTOR] * (_FATS_IN_HEADER - fat_count))
    )


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END_OF_CHAIN]


def _count(size: int, unit: int) -> int:
    return -(-size // unit)


def _padded(content: bytes | bytearray, unit: int, padding: bytes = b"\0") -> bytes:
    return bytes(content).ljust(_count(len(content), unit) * unit, padding)


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
