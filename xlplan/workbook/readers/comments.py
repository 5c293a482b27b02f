"""The comments on a sheet's cells: officers answer in them, so they must at least be told of."""

from __future__ import annotations

from lxml import etree

from xlplan.workbook.grid import Place, place_of
from xlplan.workbook.ooxml.package import Package, SheetEntry
from xlplan.workbook.ooxml.xml import local_name, parse_xml

_THREAD_NOTICE = "[Threaded comment]"
"""What Excel writes into the old kind of comment for programs that do not know threads."""


def comments_of(package: Package, entry: SheetEntry) -> dict[Place, str]:
    """Cell -> what its comment says, notes and threads alike; the replies of a thread follow each other."""
    said: dict[Place, list[str]] = {}
    for relation in package.relations(entry.part):
        kind = relation.kind.casefold()
        if relation.external or kind not in ("comments", "threadedcomment") or relation.target not in package:
            continue
        for element in parse_xml(package.read(relation.target), relation.target).iter():
            if not isinstance(element.tag, str) or local_name(element) not in ("comment", "threadedComment"):
                continue
            text = _text(element)
            try:
                place = place_of(element.get("ref", ""))
            except ValueError:
                continue
            if text and not text.startswith(_THREAD_NOTICE):
                said.setdefault(place, []).append(text)
    return {place: "\n".join(texts) for place, texts in said.items()}


def _text(element: etree._Element) -> str:
    pieces = (
        each.text or ""
        for each in element.iter()
        if isinstance(each.tag, str) and local_name(each) in ("t", "text")
    )
    return "".join(pieces).strip()
