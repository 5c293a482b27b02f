"""What a workbook's cell styles mean: for each style number its number format and its fill."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.xml import local_name, parse_xml
from xlplan.workbook.readers import cell_styles
from xlplan.workbook.readers.number_formats import BUILT_IN, NumberFormat, number_format

GENERAL = number_format("General")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How one cell style shows a value."""

    form: NumberFormat = GENERAL
    fill: str | None = None
    is_struck: bool = False


PLAIN = CellStyle()


MOST_STYLES = 65_490
"""Excel's own limit."""


def cell_styles_of(package: Package) -> Sequence[CellStyle]:
    """The look of each cell style, by its number; one plain look when the workbook has no styles.

    Raises:
        UnreadableWorkbook: the styles are damaged, or more than a workbook can have.
    """
    workbook = package.workbook_part
    part = package.related(workbook, "styles", needed=True)
    if part is None:
        return (PLAIN,)
    theme_part = package.related(workbook, "theme")
    content = package.read(part)
    theme = package.read(theme_part) if theme_part else b""
    if len(content) + len(theme) > _REMEMBERED:
        return _cell_styles(content, theme)
    return _remembered(content, theme)


_REMEMBERED = 200_000
"""Bytes of styles and theme together; the returns of one period bring the same ones, or a few."""


@lru_cache(maxsize=16)
def _remembered(content: bytes, theme: bytes) -> tuple[CellStyle, ...]:
    return _cell_styles(content, theme)


def _cell_styles(content: bytes, theme: bytes) -> tuple[CellStyle, ...]:
    root = parse_xml(content, "xl/styles.xml")
    colours = cell_styles.theme_colours(parse_xml(theme, "the theme")) if theme else cell_styles.OFFICE_THEME
    palette = [_six_digits(entry.get("rgb", "")) for entry in _entries(root, "colors", "indexedColors")]
    indexed = [*palette, *cell_styles.INDEXED[len(palette) :]]
    codes = dict(BUILT_IN)
    for entry in _entries(root, "numFmts"):
        number = _number(entry.get("numFmtId"))
        # Some writers repeat the built-in dates with the American code; a British Excel shows them its own way.
        if number not in BUILT_IN:
            codes[number] = entry.get("formatCode", "General")
    fills = [_fill(entry, colours, indexed) for entry in _entries(root, "fills")]
    struck = [_is_struck(entry) for entry in _entries(root, "fonts")]
    known: dict[tuple[str | None, str | None, bool], CellStyle] = {}
    found: list[CellStyle] = []
    for entry in _entries(root, "cellXfs"):
        font = _number(entry.get("fontId"))
        key = (entry.get("numFmtId"), entry.get("fillId"), font < len(struck) and struck[font])
        style = known.get(key)
        if style is None:
            fill = _number(key[1])
            style = known[key] = CellStyle(
                number_format(codes.get(_number(key[0]), "General")),
                fills[fill] if fill < len(fills) else None,
                key[2],
            )
        found.append(style)
        if len(found) > MOST_STYLES:
            raise UnreadableWorkbook(
                f"it has more than {MOST_STYLES:,} cell styles, which no Excel allows",
                "Ask the sender for a workbook saved from Excel",
            )
    return tuple(found) or (PLAIN,)


def _number(text: str | None) -> int:
    """The number of a format or fill; 0, the plain one, where the text is none, as in LibreOffice."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _entries(root: etree._Element, *path: str) -> Iterator[etree._Element]:
    parents = [root]
    for name in path:
        parents = [child for parent in parents for child in parent if local_name(child) == name]
    for parent in parents:
        for child in parent:
            if local_name(child):
                yield child


def _is_struck(font: etree._Element) -> bool:
    return any(
        local_name(child) in ("strike", "dstrike") and child.get("val", "1") not in ("0", "false")
        for child in font
    )


def _fill(fill: etree._Element, theme: Sequence[str], indexed: Sequence[str]) -> str | None:
    for pattern in fill:
        if local_name(pattern) == "patternFill" and pattern.get("patternType") == "solid":
            for colour in pattern:
                if local_name(colour) == "fgColor":
                    found = cell_styles.colour_of(colour, theme, indexed)
                    return None if found == cell_styles.WHITE else found
    return None


def _six_digits(rgb: str) -> str:
    return rgb[-6:].upper()


WHITE = "FFFFFF"

_STEPS = 240

_EIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
# ECMA-376 18.8.27: the first eight are there twice, for the sake of older formats.
INDEXED: tuple[str, ...] = tuple(
    f"{_EIGHT} {_EIGHT} "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333 "
    "000000 FFFFFF".split()
)
"""Excel's palette; the last two are the system's text and window colours."""

OFFICE_THEME = (
    *("FFFFFF", "000000", "EEECE1", "1F497D"),
    *("4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646"),
    *("0000FF", "800080"),
)
"""The colours of a workbook that brings no theme of its own."""


def theme_colours(theme: etree._Element) -> list[str]:
    """The twelve colours of a theme part, in the order by which cells number them."""
    found: dict[str, str] = {}
    scheme = next((element for element in theme.iter() if local_name(element) == "clrScheme"), None)
    for slot in scheme if scheme is not None else ():
        for colour in slot:
            found[local_name(slot)] = (colour.get("lastClr") or colour.get("val") or "").upper()
    # Cells number light before dark, the theme lists dark first.
    order = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    return [found.get(name) or OFFICE_THEME[number] for number, name in enumerate(order)]


def colour_of(
    element: etree._Element, theme: Sequence[str] = OFFICE_THEME, indexed: Sequence[str] = INDEXED
) -> str | None:
    """The colour that a `fgColor` or `color` element describes; None when it is automatic or makes no sense."""
    rgb, theme_number, index = element.get("rgb"), element.get("theme"), element.get("indexed")
    if rgb:
        colour = rgb[-6:].upper()
    elif theme_number and theme_number.isdigit() and int(theme_number) < len(theme):
        colour = theme[int(theme_number)]
    elif index and index.isdigit() and int(index) < len(indexed):
        colour = indexed[int(index)]
    else:
        return None
    if len(colour) != 6 or not set(colour) <= set("0123456789ABCDEF"):
        return None
    try:
        tint = float(element.get("tint", "0"))
    except ValueError:
        tint = 0.0
    return tinted(colour, tint) if tint else colour


def tinted(colour: str, tint: float) -> str:
    """The colour made lighter (tint up to 1) or darker (down to -1), as ECMA-376 18.8.19 has it."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    # Excel reckons hue, lightness and saturation in whole steps of 240, as Windows does.
    hue, lightness, saturation = (
        round(part * _STEPS) / _STEPS for part in colorsys.rgb_to_hls(red, green, blue)
    )
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    lightness = round(min(1.0, max(0.0, lightness)) * _STEPS) / _STEPS
    channels = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)
