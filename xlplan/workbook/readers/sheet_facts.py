"""What a sheet holds besides its cells: comments, drop-downs, and what forbids writing between its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from xlplan.workbook.grid import Area, Place, area_of, place_of
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_list import SheetEntry
from xlplan.workbook.ooxml.xml import local_name, parse_xml

_THREAD_NOTICE = "[Threaded comment]"
"""What Excel writes into the old kind of comment for programs that do not know threads."""


def comments_of(package: Package, entry: SheetEntry) -> dict[Place, str]:
    """Cell -> what its comment says, notes and threads alike; the replies of a thread follow each other.

    Of a thread, programs that do not know any keep only the note that Excel wrote for them: then that counts.
    """
    said: dict[Place, list[str]] = {}
    of_threads: set[Place] = set()
    instead: dict[Place, str] = {}
    for relation in package.relations(entry.part):
        kind = relation.kind.casefold()
        if relation.external or kind not in ("comments", "threadedcomment") or relation.target not in package:
            continue
        for element in package.parsed(relation.target).iter():
            if not isinstance(element.tag, str) or local_name(element) not in ("comment", "threadedComment"):
                continue
            text = _text(element)
            try:
                place = place_of(element.get("ref", ""))
            except ValueError:
                continue
            if text.startswith(_THREAD_NOTICE):
                instead[place] = _without_notice(text)
            elif text:
                said.setdefault(place, []).append(text)
                if kind != "comments":
                    of_threads.add(place)
    for place, text in instead.items():
        if place not in of_threads and text:
            said.setdefault(place, []).append(text)
    return {place: "\n".join(texts) for place, texts in said.items()}


def _without_notice(text: str) -> str:
    """What people said in a thread, without what Excel tells older programs about it first."""
    _, found, words = text.partition("\nComment:")
    return (words if found else text.removeprefix(_THREAD_NOTICE)).strip()


def _text(element: etree._Element) -> str:
    pieces = (
        each.text or ""
        for each in element.iter()
        if isinstance(each.tag, str) and local_name(each) in ("t", "text")
    )
    return "".join(pieces).strip()


@dataclass(frozen=True, slots=True)
class Allowed:
    """One rule, and the cells that it holds for."""

    areas: tuple[Area, ...]
    kind: str
    """As in the file: list, whole, decimal, date, time, textLength, custom."""
    operator: str
    """As in the file: between, notBetween, equal, notEqual, greaterThan, ..."""
    first: str
    second: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a list that holds its words itself."""
        text = self.first
        if self.kind != "list" or len(text) < 2 or text[0] != '"' or text[-1] != '"':
            return ()
        return tuple(word.strip() for word in text[1:-1].replace('""', '"').split(","))


def validations_of(content: bytes, part: str) -> tuple[Allowed, ...]:
    """The rules of a worksheet part, in the order of the file.

    Raises:
        UnreadableWorkbook: the part is damaged.
    """
    found = []
    for element in parse_xml(content, part).iter("{*}dataValidation"):
        ranges = element.get("sqref", "").split()
        if not ranges or element.get("type", "none") == "none":
            continue
        found.append(
            Allowed(
                areas=tuple(area_of(text) for text in ranges),
                kind=element.get("type", ""),
                operator=element.get("operator", "between"),
                first=element.findtext("{*}formula1") or "",
                second=element.findtext("{*}formula2") or "",
            )
        )
    return tuple(found)


_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\shidden\s*=\s*[\"'](?:1|true)[\"']")
_PROTECTION = re.compile(rb"<(?:\w+:)?sheetProtection\b[^>]*\ssheet\s*=\s*[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What is in the way on a sheet."""

    is_protected: bool
    has_hidden_rows: bool


def obstacles_of(content: bytes) -> Obstacles:
    """The obstacles on the sheet of a worksheet part."""
    return Obstacles(bool(_PROTECTION.search(content)), bool(_HIDDEN_ROW.search(content)))
