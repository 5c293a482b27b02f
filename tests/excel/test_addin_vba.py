"""The add-in's code as Excel stores it: what is written is what Excel reads, and what others' records say too."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from macros.compound import Storage, compound_file
from macros.compression import CHUNK, compressed
from macros.vba import (
    SHEET_BASE,
    WORKBOOK_BASE,
    Module,
    Version,
    dir_stream,
    document_module,
    encrypted,
    standard_module,
    vba_project,
)

HELLO = (
    'Attribute VB_Name = "Hello"\nOption Explicit\n\nPublic Sub Greet()\n    MsgBox "Good morning"\nEnd Sub\n'
)


def noise(size: int) -> bytes:
    """Bytes in which nothing occurs twice, so that nothing can be saved; the same on every run."""
    state, made = 1, bytearray()
    while len(made) < size:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        made += state.to_bytes(8, "little")[4:]
    return bytes(made[:size])


def decompressed(content: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(content)))


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"", 1),
        (b"a", 5),
        # the example of MS-OVBA 3.2.1 that cannot be made smaller, and the one that can best
        (b"abcdefghijklmnopqrstuv.", 1 + 2 + 3 + 23),
        (b"a" * 73, 1 + 2 + 1 + 3),
        (b"x" * (CHUNK - 1), 7),
        (b"x" * CHUNK, 7),
        (b"x" * (CHUNK + 1), 11),
        (noise(CHUNK), 1 + 2 + CHUNK),
        (noise(CHUNK) + b"tail", 1 + 2 + CHUNK + 2 + 1 + 4),
    ],
)
def test_compressed_code_comes_back(content: bytes, size: int) -> None:
    """Or Excel would find other code, or none."""
    squeezed = compressed(content)
    assert len(squeezed) == size
    if content:
        assert decompressed(squeezed) == content


def test_the_examples_of_the_specification_come_out_as_small_as_they_are_printed() -> None:
    """MS-OVBA 3.2.2 and 3.2.3; of two repetitions that are equally long a writer may take either."""
    example = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    printed = (
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F "
        "70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
    )
    assert decompressed(bytes.fromhex(printed)) == decompressed(compressed(example)) == example
    assert len(compressed(example)) == len(bytes.fromhex(printed))
    assert compressed(b"a" * 73) == bytes.fromhex("01 03 B0 02 61 45 00")


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=12), st.integers(1, 900)), min_size=1, max_size=8))
def test_whatever_is_repeated_comes_back(parts: list[tuple[bytes, int]]) -> None:
    """Text is full of repetitions, near and far, within a chunk and across its end."""
    content = b"".join(part * count for part, count in parts)
    assert decompressed(compressed(content)) == content


@given(st.text(st.characters(codec="cp1252"), min_size=1, max_size=3000))
def test_any_text_comes_back(text: str) -> None:
    content = text.encode("cp1252")
    assert decompressed(compressed(content)) == content


def test_a_tail_that_the_format_cannot_hold_is_refused() -> None:
    """The format would fill it up with zero bytes: the code would not be the same."""
    with pytest.raises(ValueError, match="cannot be compressed"):
        compressed(noise(CHUNK - 1))


names = st.text("abcXYZ_", min_size=1, max_size=8)
contents = st.recursive(
    st.binary(max_size=9000), lambda inner: st.dictionaries(names, inner, max_size=5), max_leaves=8
)
storages = st.dictionaries(names, contents, max_size=5)


def streams(storage: Storage, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Every stream of a storage with its path."""
    for name, content in storage.items():
        if isinstance(content, bytes):
            yield (*above, name), content
        else:
            yield from streams(content, (*above, name))


def has_two_of_a_name(storage: Storage) -> bool:
    """Names that differ in case alone are the same name to a compound file."""
    return len({name.upper() for name in storage}) < len(storage) or any(
        has_two_of_a_name(content) for content in storage.values() if not isinstance(content, bytes)
    )


@given(storages.filter(lambda storage: not has_two_of_a_name(storage)))
def test_every_stream_of_a_compound_file_is_found_again(storage: Storage) -> None:
    """A stream that is not found is a module that is missing."""
    read = olefile.OleFileIO(io.BytesIO(compound_file(storage)), raise_defects=olefile.DEFECT_INCORRECT)
    expected = dict(streams(storage))
    assert {tuple(path) for path in read.listdir()} == set(expected)
    assert {path: read.openstream(list(path)).read() for path in expected} == expected
    assert read.parsing_issues == []


def entries(content: bytes) -> list[tuple[bytes, int, int, int]]:
    """The directory of a compound file: name in UTF-16, numbers of the entries left, right and below."""
    start, size = struct.unpack_from("<I", content, 48)[0], 512
    fat_start = struct.unpack_from("<I", content, 76)[0]
    fat_count = struct.unpack_from("<I", content, 44)[0]
    fat = struct.unpack_from(f"<{fat_count * 128}I", content, size * (fat_start + 1))
    found = []
    while start < len(fat):
        for offset in range(size * (start + 1), size * (start + 2), 128):
            (length,) = struct.unpack_from("<H", content, offset + 64)
            found.append(
                (
                    content[offset : offset + max(length - 2, 0)],
                    *struct.unpack_from("<III", content, offset + 68),
                )
            )
        start = fat[start]
    return found


def in_order(directory: list[tuple[bytes, int, int, int]], top: int) -> list[int]:
    """The numbers of a tree's entries, from the left to the right."""
    if top >= len(directory):
        return []
    _, left, right, _ = directory[top]
    return [*in_order(directory, left), top, *in_order(directory, right)]


def assert_trees_are_in_order(content: bytes) -> None:
    directory = entries(content)
    for _, _, _, child in directory:
        names_there = [directory[number][0] for number in in_order(directory, child)]
        keys = [(len(name), name.decode("utf-16-le").upper()) for name in names_there]
        assert keys == sorted(keys)
        assert len(keys) == len(set(keys))


@given(storages.filter(lambda storage: not has_two_of_a_name(storage)))
def test_every_node_of_the_directory_stands_between_its_two_sides(storage: Storage) -> None:
    """MS-CFB 2.6.4: shorter names first, then upper case. Where it is otherwise Windows does not find a module."""
    assert_trees_are_in_order(compound_file(storage))


@pytest.mark.parametrize("name", ["xlplan.xlam", "xlplan-buttons.xlsm"])
def test_the_directory_of_what_is_delivered_is_in_order(repository: Path, name: str) -> None:
    """Windows looks for a name by halving: one entry out of its place, and the add-in has no code."""
    with zipfile.ZipFile(repository / "workbooks" / name) as package:
        content = package.read("xl/vbaProject.bin")
    assert len(entries(content)) > 10
    assert_trees_are_in_order(content)


def test_a_compound_file_that_is_too_large_is_refused() -> None:
    """Its table of contents would need a form that is not written here."""
    with pytest.raises(ValueError, match=r"more than 6\.8 MB"):
        compound_file({"large": bytes(7_200_000)})


def test_a_project_reads_back_as_its_sources() -> None:
    """olevba is what virus scanners and IT departments look with."""
    modules = [document_module("ThisWorkbook", WORKBOOK_BASE), standard_module(HELLO)]
    parser = VBA_Parser("vbaProject.bin", vba_project("Example", modules))
    found = {name: source for _, _, name, source in parser.extract_macros()}
    assert found == {"ThisWorkbook.cls": modules[0].source, "Hello.bas": modules[1].source}
    assert modules[1].source == HELLO.replace("\n", "\r\n")


@pytest.mark.parametrize("text", [HELLO, HELLO.replace("\n", "\r\n"), HELLO.rstrip("\n"), HELLO + "\n\n"])
def test_line_ends_of_a_checkout_do_not_matter(text: str) -> None:
    """The same sources give the same add-in on Windows and elsewhere, or its signature could not be checked."""
    assert standard_module(text) == standard_module(HELLO)


@pytest.mark.parametrize("text", ["Option Explicit\n", 'Attribute VB_Name = "Two words"\n', ""])
def test_a_module_without_its_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="VB_Name"):
        standard_module(text)


def test_a_character_that_vba_cannot_hold_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        standard_module(HELLO + "' \N{SNOWMAN}\n")


# What Excel and Aspose wrote, as it lies in the workbooks that xlwings ships.
GOLDEN = ("quickstart_standalone.xlsm", "quickstart_addin_ribbon.xlam")
NAME, MODULE_NAME, OFFSET, COOKIE, CLASS, TERMINATOR = 0x04, 0x19, 0x31, 0x2C, 0x22, 0x2B
SYSTEM, MODULES_COOKIE, VERSION = 0x01, 0x13, 0x09
DESCRIPTION, WIDE_DESCRIPTION = 0x1C, 0x48
REFERENCES = {0x16, 0x3E, 0x33, 0x2F, 0x30, 0x0D}


class Project:
    """A VBA project that somebody else wrote, taken apart."""

    def __init__(self, name: str) -> None:
        spec = find_spec("xlwings")
        assert spec
        assert spec.origin
        with zipfile.ZipFile(Path(spec.origin).parent / name) as package:
            self.file = olefile.OleFileIO(io.BytesIO(package.read("xl/vbaProject.bin")))
        self.text = self.stream("PROJECT").decode("cp1252")
        self.records = list(records(decompressed(self.stream("VBA/dir"))))
        self.first = dict(reversed(self.records))

    def stream(self, path: str) -> bytes:
        return bytes(self.file.openstream(path).read())

    def modules(self) -> Iterator[tuple[Module, bytes]]:
        """Each module, and its source as it is compressed there."""
        name, offset, is_class = "", 0, False
        for number, content in self.records:
            if number == MODULE_NAME:
                name, is_class = content.decode(), False
            elif number == OFFSET:
                (offset,) = struct.unpack("<I", content)
            elif number == CLASS:
                is_class = True
            elif number == TERMINATOR:
                code = self.stream(f"VBA/{name}")[offset:]
                yield Module(name, decompressed(code).decode("cp1252"), is_class), code


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a dir stream: number and content."""
    position = 0
    while position < len(stream):
        number, size = struct.unpack_from("<HI", stream, position)
        size = 6 if number == VERSION else size
        yield number, stream[position + 6 : position + 6 + size]
        position += 6 + size


def comparable(stream: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """Without what differs by right: libraries referred to, a module's description, what belongs to Excel's cache."""
    ignored = {OFFSET, COOKIE, MODULES_COOKIE, SYSTEM, DESCRIPTION, WIDE_DESCRIPTION}
    return [
        (number, b"" if number in ignored else content)
        for number, content in stream
        if number not in REFERENCES
    ]


@pytest.mark.parametrize("name", GOLDEN)
def test_records_are_those_that_others_write(name: str) -> None:
    """A record too many, too few or in another place, and Excel says that the project is damaged."""
    project = Project(name)
    version = Version(*struct.unpack("<IH", project.first[VERSION]))
    modules = [module for module, _ in project.modules()]
    ours = dir_stream(project.first[NAME].decode(), modules, version)
    assert comparable(list(records(ours))) == comparable(project.records)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_list_of_modules_is_that_which_others_write(name: str) -> None:
    """Excel shows only the modules that stand in it."""
    project = Project(name)
    modules = [module for module, _ in project.modules()]
    built = vba_project(project.first[NAME].decode(), modules)
    ours = olefile.OleFileIO(io.BytesIO(built))
    assert masked(ours.openstream("PROJECT").read().decode("cp1252")) == masked(project.text)
    assert set(ours.openstream("PROJECTwm").read().split(b"\0")) == set(
        project.stream("PROJECTwm").split(b"\0")
    )


def masked(project: str) -> list[str]:
    """The lines of a PROJECT stream in any order, without keys and places of windows; a class is like a document."""
    text = re.sub(r"^Class=(\w+)", r"Document=\1/&H00000000", project.strip(), flags=re.M)
    text = re.sub(r'^(ID|CMG|DPB|GC)=".*?"', r"\1", text, flags=re.M)
    return sorted(re.sub(r"^(\w+)=[-\d]+,.*", r"\1", line) for line in text.splitlines())


@pytest.mark.parametrize("name", GOLDEN)
def test_code_is_compressed_as_others_do(name: str) -> None:
    """Where another writer took the longest repetition, so did we: at most as long, and it reads the same."""
    for module, theirs in Project(name).modules():
        ours = compressed(module.source.encode("cp1252"))
        assert decompressed(ours).decode("cp1252") == module.source
        assert len(ours) <= len(theirs)


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize(("field", "content"), [("CMG", bytes(4)), ("DPB", bytes(1)), ("GC", b"\xff")])
def test_protection_fields_are_those_that_others_write(name: str, field: str, content: bytes) -> None:
    """Or Excel asks for a password that nobody knows."""
    project = Project(name)
    found = re.search(rf'^{field}="(\w+)"', project.text, re.M)
    project_id = re.search(r'^ID="(.*?)"', project.text, re.M)
    assert found
    assert project_id
    theirs = bytes.fromhex(found[1])
    ours = bytes.fromhex(encrypted(content, project_id[1], seed=theirs[0]))
    assert ours[:3] == theirs[:3], "the seed, the version and the key of the project's id"
    assert len(ours) == len(theirs)
    assert decrypted(ours) == decrypted(theirs) == content


def decrypted(field: bytes) -> bytes:
    """What a protection field holds (MS-OVBA 2.4.3.3); some bytes before it may be anything."""
    seed, version, key = field[0], field[1], field[0] ^ field[2]
    before, latest, last_but_one = key, field[2], version
    plain = bytearray()
    for byte in field[3:]:
        before = byte ^ ((last_but_one + before) & 0xFF)
        latest, last_but_one = byte, latest
        plain.append(before)
    start = (seed & 6) // 2
    (size,) = struct.unpack_from("<I", plain, start)
    assert len(plain) == start + 4 + size
    return bytes(plain[start + 4 :])


def test_a_sheets_own_module_looks_as_excel_writes_it() -> None:
    """Or the sheet of buttons would lose its code name, and its buttons their macros."""
    (theirs,) = (m for m, _ in Project(GOLDEN[0]).modules() if m.name == "Sheet1")
    ours = document_module("Sheet1", SHEET_BASE)
    assert replace(ours, source=theirs.source) == theirs
    assert ours.source.splitlines() == theirs.source.splitlines()
