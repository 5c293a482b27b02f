"""The columns of a sheet that is there: which are hidden, and how wide they are."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from xlplan.workbook.ooxml.sheet_editor import Frame
from xlplan.workbook.ooxml.xml import MAIN


def hidden_columns(frame: Frame) -> frozenset[int]:
    """The numbers of the columns that are hidden; of a span to the sheet's right end only the first thousand."""
    return frozenset(
        number
        for column in frame.root.iter(f"{{{MAIN}}}col")
        if column.get("hidden") in ("1", "true")
        for number in range(int(column.get("min", "1")), min(int(column.get("max", "1")), 1000) + 1)
    )


def set_widths(frame: Frame, widths: Mapping[int, float]) -> None:
    """Give columns their widths and show them; what is said of the columns beside them stays."""
    parent = frame.ensure("cols")
    said: dict[int, etree._Element] = {}
    rest: list[etree._Element] = []
    for element in list(parent):
        first, last = int(element.get("min", "1")), int(element.get("max", "1"))
        parent.remove(element)
        start = first
        for number in sorted(number for number in widths if first <= number <= last):
            said[number] = _part_of(element, number, number)
            rest += [_part_of(element, start, number - 1)] if number > start else []
            start = number + 1
        rest += [_part_of(element, start, last)] if start <= last else []
    for number, width in widths.items():
        element = said.get(number, etree.Element(f"{{{MAIN}}}col", min=str(number), max=str(number)))
        element.set("width", f"{width:g}")
        element.set("customWidth", "1")
        for hiding in ("hidden", "collapsed", "bestFit"):
            element.attrib.pop(hiding, None)
        rest.append(element)
    parent.extend(sorted(rest, key=lambda element: int(element.get("min", "1"))))


def _part_of(element: etree._Element, first: int, last: int) -> etree._Element:
    part = etree.Element(element.tag, dict(element.attrib))
    part.set("min", str(first))
    part.set("max", str(last))
    return part
