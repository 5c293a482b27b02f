"""What a workbook's cell styles mean: for each style number its number format and its fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.xml import local_name, parse_xml
from xlplan.workbook.readers import colours
from xlplan.workbook.readers.number_formats import BUILT_IN, NumberFormat, number_format

GENERAL = number_format("General")


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell style shows a value."""

    form: NumberFormat = GENERAL
    fill: str | None = None


PLAIN = Look()


def looks_of(package: Package) -> list[Look]:
    """The look of each cell style, by its number; one plain look when the workbook has no styles."""
    workbook = package.workbook_part
    part = package.related(workbook, "styles")
    if part is None:
        return [PLAIN]
    root = parse_xml(package.read(part), part)
    theme_part = package.related(workbook, "theme")
    theme = (
        colours.theme_colours(parse_xml(package.read(theme_part), theme_part))
        if theme_part
        else colours.OFFICE_THEME
    )
    palette = [_six_digits(entry.get("rgb", "")) for entry in _entries(root, "colors", "indexedColors")]
    indexed = [*palette, *colours.INDEXED[len(palette) :]]
    codes = dict(BUILT_IN)
    for entry in _entries(root, "numFmts"):
        number = int(entry.get("numFmtId", "0"))
        # Some writers repeat the built-in dates with the American code; a British Excel shows them its own way.
        if number not in BUILT_IN:
            codes[number] = entry.get("formatCode", "General")
    fills = [_fill(entry, theme, indexed) for entry in _entries(root, "fills")]
    looks = []
    for entry in _entries(root, "cellXfs"):
        fill = int(entry.get("fillId", "0"))
        looks.append(
            Look(
                number_format(codes.get(int(entry.get("numFmtId", "0")), "General")),
                fills[fill] if 0 <= fill < len(fills) else None,
            )
        )
    return looks or [PLAIN]


def _entries(root: etree._Element, *path: str) -> Iterator[etree._Element]:
    parents = [root]
    for name in path:
        parents = [child for parent in parents for child in parent if local_name(child) == name]
    for parent in parents:
        for child in parent:
            if local_name(child):
                yield child


def _fill(fill: etree._Element, theme: Sequence[str], indexed: Sequence[str]) -> str | None:
    for pattern in fill:
        if local_name(pattern) == "patternFill" and pattern.get("patternType") == "solid":
            for colour in pattern:
                if local_name(colour) == "fgColor":
                    found = colours.colour_of(colour, theme, indexed)
                    return None if found == colours.WHITE else found
    return None


def _six_digits(rgb: str) -> str:
    return rgb[-6:].upper()
