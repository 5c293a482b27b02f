"""The texts that the cells of a workbook share, read from their part."""

from __future__ import annotations

from xml.parsers import expat

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.ooxml.xml import (
    MAIN,
    STRICT_MAIN,
    damaged_part,
    events_parser,
    too_deep,
    without_escapes,
)

_NAMES = {
    f"{namespace} {name}": name
    for namespace in (MAIN, STRICT_MAIN)
    for name in ("sst", "si", "t", "r", "rPh")
}
# Which element may be in which: whatever else there is is no text of a cell.
_INSIDE = {("", "sst"), ("sst", "si"), ("si", "t"), ("si", "r"), ("si", "rPh"), ("r", "t")}


def shared_strings(content: bytes, part: str = "") -> list[str]:
    """The texts of the shared strings part, in their order: runs joined, pronunciation left out.

    Raises:
        UnreadableWorkbook: the part is damaged, or holds a text where none belongs.
    """
    reader = _Reader(part)
    parser = events_parser(part)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged_part(part) from error
    if not reader.is_strings:
        raise damaged_part(part)
    return reader.texts


class _Reader:
    def __init__(self, part: str) -> None:
        self.texts: list[str] = []
        self.is_strings = False
        self._part = part
        self._open = [""]
        self._pieces: list[str] = []
        self._has_text = False

    def start(self, name: str, _: object) -> None:
        known = _NAMES.get(name, "other")
        above = self._open[-1]
        if too_deep(len(self._open)):
            raise damaged_part(self._part)
        if (above, known) not in _INSIDE:
            known = "rPh" if above == "rPh" else "other"
        self._open.append(known)
        # One text to an item, or one to each of its runs; a second would be read by one program and not by another.
        if known in ("si", "r"):
            self._has_text = False
        elif known == "t":
            if self._has_text:
                raise damaged_part(self._part)
            self._has_text = True

    def end(self, _: str) -> None:
        closed = self._open.pop()
        if closed == "si":
            text = "".join(self._pieces)
            self.texts.append(without_escapes(text) if "_x" in text else text)
            self._pieces.clear()
        elif closed == "sst":
            self.is_strings = True

    def characters(self, text: str) -> None:
        within = self._open[-1]
        if within == "t":
            self._pieces.append(text)
        elif within != "rPh" and text.strip():
            raise UnreadableWorkbook(
                f"the part {self._part or 'of its texts'} holds a text where none belongs",
                "Open it in Excel, let Excel repair it, save it, and try again",
            )
