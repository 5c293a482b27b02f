"""A good file, damaged at random, always in the same way for the same number: as a zip, as bytes, as XML, as text."""

from __future__ import annotations

import copy
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO

from lxml import etree

Parts = list[tuple[str, bytes]]

_TOKENS = (
    *(
        b"&#0;",
        b"&#xD800;",
        b"&lt;",
        b"<",
        b">",
        b"/",
        b'"',
        b"&amp;",
        b"]]>",
        b"<!--",
        b"-->",
        b"<![CDATA[x]]>",
    ),
    *(
        b"\0",
        b"_x000D_",
        b"_xD83D_",
        b"\xff",
        b"-1",
        b"99999999",
        b"1e999",
        b"nan",
        b"<?x y?>",
        b"&other;",
        b"</v>",
    ),
)
_DIGITS = (b"0", b"9", b"-1", b"99999", b"1e9", b"x", b"7", b"3", b"1_0")
_VALUES = (
    *(
        "",
        "-1",
        "0",
        "1",
        "999999999",
        "XFD1048576",
        "A0",
        "a5",
        "$A$5",
        "A1048577",
        "ZZZ9",
        "nan",
        "1e308",
        "inf",
    ),
    *(
        "1_0",
        "true",
        "s",
        "inlineStr",
        "str",
        "b",
        "e",
        "d",
        "n",
        "zz",
        "\u00e9",
        "A" * 40_000,
        "Return",
        "_xlplan",
    ),
    *("=1+1", "../../x", "rId1", "rId99", "hidden", "veryHidden", "  ", "#REF!", "2026-13-45"),
)
_CHANGES = (
    *("removed", "doubled", "moved", "attribute", "attribute gone", "attribute new", "text", "renamed"),
    *("other namespace", "wrapped", "many", "comment"),
)
_MEMBERS = (
    *("gone", "twice", "capitals", "climbing", "absolute", "order", "swapped", "backslash", "empty", "many"),
    *("stored", "bzip2", "lzma"),
)
_HEAVY = ("sheet1.xml", "sharedstrings", "sheet3.xml", "content.xml", "workbook.xml", "styles.xml", "table")


def mutate(content: bytes, number: int) -> tuple[str, bytes]:
    """What was done to the file, and what came out.

    Args:
        content: a good workbook, or a text file.
        number: says which damage is done.
    """
    chance = random.Random(number)
    if content[:2] == b"PK":
        kinds: list[Callable[[bytes, random.Random], tuple[str, bytes]]] = [_part] * 4 + [_tree] * 6
        kinds += [_members] * 2 + [_zip_bytes, _raw]
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        kinds = [_raw, _zip_bytes]
    else:
        kinds = [_text] * 3 + [_raw]
    return chance.choice(kinds)(content, chance)


def unzipped(content: bytes) -> Parts:
    """The parts of a zip, by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts, doubled names too."""
    stream = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def _chosen(parts: Parts, chance: random.Random) -> int:
    weights = [
        6 if any(word in name.lower() for word in _HEAVY) and "rels" not in name else 1 for name, _ in parts
    ]
    return chance.choices(range(len(parts)), weights)[0]


def _part(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    parts = unzipped(content)
    at = _chosen(parts, chance)
    name, old = parts[at]
    part = bytearray(old or b" ")
    kind = chance.choice(["bits", "cut", "token", "token", "digit", "digit", "gap", "turned"])
    place = chance.randrange(len(part))
    if kind == "bits":
        for _ in range(chance.choice([1, 1, 3])):
            part[chance.randrange(len(part))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del part[place:]
    elif kind == "token":
        part[place:place] = chance.choice(_TOKENS)
    elif kind == "digit":
        digits = [found.start() for found in re.finditer(rb"[0-9]", bytes(part))] or [0]
        place = chance.choice(digits)
        part[place : place + 1] = chance.choice(_DIGITS)
    elif kind == "gap":
        del part[place : place + chance.choice([1, 2, 5, 30, 300])]
    else:
        length = chance.randrange(1, 40)
        part[place : place + length] = part[place : place + length][::-1]
    parts[at] = (name, bytes(part))
    return f"bytes of a part: {kind}", zipped(parts)


def _tree(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    parts = unzipped(content)
    at = _chosen(parts, chance)
    name, old = parts[at]
    try:
        root = etree.fromstring(old)
    except etree.XMLSyntaxError:
        return _part(content, chance)
    kind = ""
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        kind = _change(root, chance)
    encoding = chance.choice(["UTF-8"] * 8 + ["UTF-16", "ISO-8859-1", "US-ASCII"])
    parts[at] = (name, etree.tostring(root, xml_declaration=True, encoding=encoding, standalone=True))
    return f"elements: {kind}", zipped(parts)


def _change(root: etree._Element, chance: random.Random) -> str:
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    element, other = chance.choice(elements), chance.choice(elements)
    parent = element.getparent()
    kind = chance.choice(_CHANGES)
    if kind == "attribute" and element.attrib:
        element.set(chance.choice(list(element.attrib)), chance.choice(_VALUES))
    elif kind == "attribute gone" and element.attrib:
        del element.attrib[chance.choice(list(element.attrib))]
    elif kind == "attribute new":
        element.set(chance.choice(["r", "s", "t", "si", "ref", "cm", "ph"]), chance.choice(_VALUES))
    elif kind == "text":
        element.text = chance.choice(_VALUES)
    elif kind == "renamed":
        element.tag = other.tag
    elif kind == "other namespace":
        element.tag = "{urn:of:nobody}" + etree.QName(element).localname
    elif kind == "comment":
        element.append(etree.Comment(" said by nobody "))
    elif parent is None:
        return kind
    elif kind == "removed":
        parent.remove(element)
    elif kind == "doubled":
        parent.insert(parent.index(element), copy.deepcopy(element))
    elif kind == "many":
        for _ in range(chance.choice([5, 50, 250])):
            parent.insert(parent.index(element), copy.deepcopy(element))
    elif kind == "moved" and element is not other and element not in list(other.iterancestors()):
        other.append(element)
    elif kind == "wrapped":
        around, place = etree.Element(element.tag), parent.index(element)
        parent.remove(element)
        around.append(element)
        parent.insert(place, around)
    return kind


def _members(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    parts = unzipped(content)
    at = chance.randrange(len(parts))
    name, part = parts[at]
    method = zipfile.ZIP_DEFLATED
    kind = chance.choice(_MEMBERS)
    if kind == "gone":
        del parts[at]
    elif kind == "twice":
        parts.insert(chance.choice([0, len(parts)]), (name, parts[chance.randrange(len(parts))][1]))
    elif kind == "capitals":
        parts[at] = (name.upper(), part)
    elif kind == "climbing":
        parts.append((chance.choice(["../x.xml", "xl/../../y", "..\\z", "xl/..\\..\\w"]), b"<x/>"))
    elif kind == "absolute":
        parts.append((chance.choice(["/etc/x", "C:\\x.xml", "//server/x"]), b"<x/>"))
    elif kind == "order":
        chance.shuffle(parts)
    elif kind == "swapped":
        other = chance.randrange(len(parts))
        parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], part)
    elif kind == "backslash":
        parts = [(name.replace("/", "\\"), part) for name, part in parts]
    elif kind == "empty":
        parts[at] = (name, b"")
    elif kind == "many":
        parts += [(f"xl/more{number}.xml", b"<x/>") for number in range(300)]
    else:
        method = {"stored": zipfile.ZIP_STORED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}[kind]
    return f"parts: {kind}", zipped(parts, method)


def _zip_bytes(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    out = bytearray(content)
    kind = chance.choice(["bits", "bits", "cut", "doubled", "inserted", "noughts"])
    place = chance.randrange(len(out))
    if kind == "bits":
        for _ in range(chance.choice([1, 1, 2, 5, 20])):
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del out[place:]
    elif kind == "doubled":
        out = out[:place] + out[max(0, place - chance.randrange(1, 300)) :]
    elif kind == "inserted":
        out[place:place] = chance.randbytes(chance.randrange(1, 40))
    else:
        length = min(chance.randrange(1, 60), len(out) - place)
        out[place : place + length] = bytes(length)
    return f"bytes of the file: {kind}", bytes(out)


def _raw(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    out = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20, 60])):
        out[chance.randrange(len(out))] = chance.randrange(256)
    if chance.random() < 0.3:
        del out[chance.randrange(len(out)) :]
    return "bytes of the file: others", bytes(out)


def _text(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    kind = chance.choice(["separator", "quote", "code page", "line ends", "nought", "mark", "piece", "cut"])
    out = bytearray(content)
    place = chance.randrange(len(out))
    if kind == "separator":
        return kind, content.replace(b",", chance.choice([b";", b"\t", b"|"]))
    if kind == "code page":
        codec = chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman", "utf-8-sig"])
        return f"text: {kind}", content.decode("utf-8", "replace").encode(codec, "replace")
    if kind == "line ends":
        plain = content.replace(b"\r\n", b"\n")
        return f"text: {kind}", plain.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b"\x0b"]))
    if kind == "quote":
        out[place:place] = chance.choice([b'"', b'""', b"'", b'"""'])
    elif kind == "nought":
        out[place:place] = b"\0"
    elif kind == "mark":
        out[0:0] = chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"sep=;\r\n", b"sep=,\r\n"])
    elif kind == "piece":
        out[place:place] = chance.choice([b",", b"\n", b"\r", b"\x1b[31m", b"=1+1", b",,,,", b'"\n"'])
    else:
        del out[place:]
    return f"text: {kind}", bytes(out)
