"""The zip that a workbook is, member by member: what is damaged is refused, what is whole is copied as it lies."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from xlplan.errors import UnreadableWorkbook, UnsafeSave
from xlplan.workbook.ooxml.archive import Member, deflate, deflate_all, read_members, write_members

SMALL, LARGE = b"Wexcombe " * 10, b"Wexcombe library " * 2_000


def packed(members: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
@pytest.mark.parametrize("content", [b"", SMALL, LARGE], ids=["nothing", "little", "much"])
def test_members_are_read_as_they_were_packed(method: int, content: bytes) -> None:
    (member,) = read_members(packed({"a.xml": content}, method))
    assert (member.name, member.size, member.crc, member.method) == (
        "a.xml",
        len(content),
        zlib.crc32(content),
        method,
    )
    assert member.content() == content == member.content()


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["little", "much"])
@pytest.mark.parametrize("change", ["size", "crc", "deflated", "smaller"])
def test_a_member_that_is_not_what_it_says_is_damaged(content: bytes, change: str) -> None:
    """Half of a sheet must not pass for the whole one."""
    (member,) = read_members(packed({"a.xml": content}))
    other = {
        "size": {"size": len(content) + 1},
        "smaller": {"size": len(content) - 1},
        "crc": {"crc": member.crc ^ 1},
        "deflated": {"deflated": b"\xff" * 20},
    }[change]
    with pytest.raises(UnreadableWorkbook, match=r"its part a\.xml is damaged"):
        member._replace(**other).content()  # type: ignore[arg-type]


def test_a_member_that_is_encrypted_or_packed_otherwise_is_told_so() -> None:
    (member,) = read_members(packed({"a.xml": SMALL}))
    with pytest.raises(UnreadableWorkbook, match="it is encrypted"):
        member._replace(flags=member.flags | 1).content()
    assert member._replace(flags=member.flags | 2).content() == SMALL
    with pytest.raises(UnreadableWorkbook, match=r"its part a\.xml is packed in a way"):
        member._replace(method=12).content()


WHOLE = packed({"a.xml": SMALL, "b.xml": LARGE})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cut off"),
        (b"no zip", "cut off"),
        (WHOLE[:-1], "cut off"),
        (WHOLE[len(WHOLE) // 2 :], "cut off"),
        (WHOLE.replace(b"PK\x03\x04", b"PK\x03\x05", 1), "cut off"),
        (WHOLE.replace(b"a.xml", b"c.xml", 1), "its part a.xml is damaged"),
    ],
)
def test_a_zip_that_is_not_whole_is_told_so(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=said):
        read_members(content)


def written(*members: Member) -> bytes:
    stream = BytesIO()
    write_members(stream, members)
    return stream.getvalue()


def test_what_is_copied_is_what_was_there() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        info = ZipInfo("xl/Bericht für März.xml", (2026, 12, 1, 10, 30, 8))
        info.external_attr, info.internal_attr, info.create_system = 0o640 << 16, 1, 3
        info.compress_type = ZIP_DEFLATED
        archive.writestr(info, SMALL)
        archive.writestr("b.xml", LARGE)
    first, second = read_members(stream.getvalue())
    with ZipFile(stream) as before, ZipFile(BytesIO(written(first, second))) as after:
        assert after.testzip() is None
        for one, other in zip(before.infolist(), after.infolist(), strict=True):
            facts = ("filename", "date_time", "external_attr", "internal_attr", "create_system", "create_version",
                     "compress_type", "CRC", "file_size", "compress_size")  # fmt: skip
            assert [getattr(one, fact) for fact in facts] == [getattr(other, fact) for fact in facts]
            assert before.read(one) == after.read(other)


def test_the_same_content_gives_the_same_file() -> None:
    made = written(deflate("a.xml", SMALL), deflate("Bericht für März.xml", LARGE))
    assert made == written(deflate("a.xml", SMALL), deflate("Bericht für März.xml", LARGE))
    with ZipFile(BytesIO(made)) as archive:
        assert archive.namelist() == ["a.xml", "Bericht für März.xml"]
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("Bericht für März.xml") == LARGE
        assert archive.getinfo("Bericht für März.xml").compress_size < len(LARGE) / 20


def test_an_empty_zip_is_one() -> None:
    assert ZipFile(BytesIO(written())).namelist() == []
    assert read_members(written()) == []


def test_sizes_stand_before_the_content_whatever_the_source_did() -> None:
    """Excel reads no members whose sizes come behind them when they are stored."""
    (member,) = read_members(packed({"a.xml": SMALL}))
    made = written(member._replace(flags=member.flags | 8))
    assert struct.unpack("<H", made[6:8])[0] & 8 == 0
    assert ZipFile(BytesIO(made)).read("a.xml") == SMALL


class Long(bytes):
    """Says that it is as long as a plain zip can be, with some bytes before it."""

    def __len__(self) -> int:
        return 0xFFFF_FFFF - 100


@pytest.mark.parametrize(
    ("members", "fits"),
    [
        ([deflate("a", b"")._replace(size=0xFFFF_FFFF)], True),
        ([deflate("a", b"")._replace(size=0x1_0000_0000)], False),
        ([deflate("a" * 70, b""), deflate("b", b"")._replace(deflated=Long())], False),
        ([deflate("", b"")] * 65_535, True),
        ([deflate("", b"")] * 65_536, False),
    ],
    ids=["as large as can be", "larger", "too far out", "as many as can be", "more"],
)
def test_what_no_plain_zip_can_hold_is_never_written(members: list[Member], fits: bool) -> None:
    """Excel would find another part in the place of the one that it looks for."""
    if fits:
        write_members(BytesIO(), members)
    else:
        with pytest.raises(UnsafeSave, match="too large for Excel"):
            write_members(BytesIO(), members)


@pytest.mark.parametrize("size", [10, 600_000])
def test_large_parts_are_deflated_side_by_side_and_keep_their_order(size: int) -> None:
    parts = [(f"{number}.xml", bytes([number]) * size) for number in range(5)]
    made = deflate_all(parts)
    assert [(member.name, member.content()) for member in made] == parts
    assert made == [deflate(*part) for part in parts]
