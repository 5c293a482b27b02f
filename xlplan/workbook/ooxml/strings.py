"""Texts as they stand in a workbook's XML: escapes undone, runs of rich text joined, shared strings listed."""

from __future__ import annotations

import re

from xlplan.workbook.ooxml.xml import local_name, parse_xml

_ITEM = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|amp|lt|gt|quot|apos);")
# Half a surrogate pair is no character: such an escape is left as it stands.
_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def text_of(fragment: bytes) -> str:
    """The text of an `si` or `is` element's content in UTF-8, its runs joined, pronunciation left out."""
    if b"<rPh" in fragment:
        fragment = _PHONETIC.sub(b"", fragment)
    return unescaped(b"".join(_TEXT.findall(fragment)))


def unescaped(content: bytes) -> str:
    """The text that character content stands for: entities, line ends, and Excel's own _xHHHH_."""
    text = content.decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return without_escapes(text) if "_x" in text else text


def without_escapes(text: str) -> str:
    """The text with Excel's _xHHHH_ turned into the characters they stand for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def shared_strings(content: bytes, part: str = "") -> list[str]:
    """The texts of the shared strings part, in their order.

    Raises:
        UnreadableWorkbook: the part is damaged.
    """
    if b"\0" in content[:4] or b"<!" in content or b"<sst" not in content[:4096]:
        return _by_tree(content, part)
    return [text_of(item) for item in _ITEM.findall(content)]


def _by_tree(content: bytes, part: str) -> list[str]:
    texts = []
    for item in parse_xml(content, part):
        if local_name(item) != "si":
            continue
        runs = [
            element.text or ""
            for element in item.iter()
            if local_name(element) == "t"
            and not any(local_name(up) == "rPh" for up in element.iterancestors())
        ]
        texts.append(without_escapes("".join(runs)))
    return texts


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else _NAMED[name]
