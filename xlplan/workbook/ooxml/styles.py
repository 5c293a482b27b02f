"""A workbook's styles: the numbers of formats, found when it has them and added when it does not.

Nothing that is there is changed or moved: cells all over the workbook refer to styles by their place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple, TypeVar

from lxml import etree

from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.xml import MAIN, parse_xml, serialise_xml
from xlplan.workbook.readers.number_formats import number_format
from xlplan.workbook.sheet_spec import ConditionalFormat, Format

STYLES_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
FONT = "Calibri"

FIRST_CUSTOM_NUMBER_FORMAT = 164
BUILT_IN_NUMBER_FORMATS = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "@": 49,
}
"""Those that mean the same in every language version of Excel. Dates do not: 14 is m/d/yyyy in some."""
BUILT_IN_DATE_FORMATS = {*range(14, 23), *range(45, 48)}

# ECMA-376 18.8.39: the children of styleSheet are in this order.
_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)

BLANK_STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="{MAIN}">\
<fonts count="1"><font><sz val="11"/><name val="{FONT}"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
<dxfs count="0"/></styleSheet>""".encode()


Described = TypeVar("Described", bound=Hashable)
"""What an entry is made from."""


class _Xf(NamedTuple):
    """A cell style: the numbers of its number format, font, fill and border, and the rest of how it looks."""

    number_format: int
    font: int
    fill: int
    border: int
    look: Format


class Styles:
    """The styles part, read once, to be asked for many formats."""

    def __init__(self, content: bytes) -> None:
        self._root = parse_xml(content, "the styles")
        self._known: dict[str, dict[bytes, int]] = {}
        self._styles: dict[Format, int] = {}
        self._dates: dict[int, bool] = {}
        self.changed = False

    def to_bytes(self) -> bytes:
        """The part as it is now."""
        return serialise_xml(self._root)

    def style(self, look: Format) -> int:
        """The number of the cell style that looks like this; added when there is none."""
        number = self._styles.get(look)
        if number is None:
            number = self._styles[look] = self._xf(look)
        return number

    def rule_style(self, rule: ConditionalFormat) -> int:
        """The number of the differential style (dxf) that a conditional format lays over a cell."""
        return self._entry_like("dxfs", _dxf, rule)

    def with_number_format(self, style: int, code: str) -> int:
        """The number of the style that differs from this one only in its number format."""
        formats = self._collection("cellXfs")
        if 0 <= style < len(formats):
            copy = etree.fromstring(etree.tostring(formats[style]))
        else:
            copy = _xf(self._parts_of(Format(wrap=False, vertical="bottom")))
        copy.tail = None
        copy.set("numFmtId", str(self._number_format(code)))
        copy.set("applyNumberFormat", "1")
        return self._index("cellXfs", copy)

    def shows_dates(self, style: int) -> bool:
        """True when a number under this style shows as a date or a time."""
        if style not in self._dates:
            number = int(self._entry("cellXfs", style).get("numFmtId", "0"))
            codes = {
                known.get("numFmtId"): known.get("formatCode", "") for known in self._collection("numFmts")
            }
            code = codes.get(str(number), "")
            self._dates[style] = number in BUILT_IN_DATE_FORMATS or number_format(code).is_date
        return self._dates[style]

    def wrapping(self, style: int) -> tuple[bool, float]:
        """Whether texts wrap under this style, and the size of its font."""
        look = self._entry("cellXfs", style)
        alignment = look.find(_tag("alignment"))
        wraps = alignment is not None and alignment.get("wrapText") in ("1", "true")
        size = self._entry("fonts", int(look.get("fontId", "0"))).find(_tag("sz"))
        return wraps, float(size.get("val", "11")) if size is not None else 11.0

    def _entry(self, collection: str, number: int) -> etree._Element:
        """An entry; one that says nothing when the number is none of the collection's."""
        entries = self._collection(collection)
        return entries[number] if 0 <= number < len(entries) else _element("xf")

    def _xf(self, look: Format) -> int:
        return self._entry_like("cellXfs", _xf, self._parts_of(look))

    def _parts_of(self, look: Format) -> _Xf:
        """The numbers of what a cell style is put together from."""
        if not len(self._collection("cellStyleXfs")):
            self._append("cellStyleXfs", _element("xf", numFmtId="0", fontId="0", fillId="0", borderId="0"))
        fill = self._entry_like("fills", _fill, look.fill) if look.fill else 0
        border = self._entry_like("borders", _border, look.border)
        number_format = self._number_format(look.number_format)
        return _Xf(number_format, self._entry_like("fonts", _font, look), fill, border, look)

    def _number_format(self, code: str) -> int:
        if code in BUILT_IN_NUMBER_FORMATS:
            return BUILT_IN_NUMBER_FORMATS[code]
        formats = self._collection("numFmts")
        highest = FIRST_CUSTOM_NUMBER_FORMAT - 1
        for known in formats:
            number = int(known.get("numFmtId", "0"))
            if known.get("formatCode") == code:
                return number
            highest = max(highest, number)
        self._append("numFmts", _element("numFmt", numFmtId=str(highest + 1), formatCode=code))
        return highest + 1

    def _index(self, collection: str, wanted: etree._Element) -> int:
        """The place of an equal entry in the collection; the wanted one is appended when there is none."""
        known, key = self._known_in(collection), _canonical(wanted)
        if key not in known:
            known[key] = self._append(collection, wanted)
        return known[key]

    def _entry_like(self, collection: str, make: Callable[[Described], etree._Element], of: Described) -> int:
        """The place of an entry as `make` makes it, which is appended when there is none."""
        known, key = self._known_in(collection), _canonical_of(make, of)
        if key not in known:
            known[key] = self._append(collection, make(of))
        return known[key]

    def _known_in(self, collection: str) -> dict[bytes, int]:
        """The entries of a collection in their canonical form, with their places."""
        known = self._known.get(collection)
        if known is None:
            known = self._known[collection] = {}
            for number, entry in enumerate(self._collection(collection)):
                known.setdefault(_canonical(entry), number)
        return known

    def _append(self, collection: str, entry: etree._Element) -> int:
        parent = self._collection(collection)
        parent.append(entry)
        parent.set("count", str(len(parent)))
        self.changed = True
        return len(parent) - 1

    def _collection(self, name: str) -> etree._Element:
        found = self._root.find(_tag(name))
        if found is not None:
            return found
        found = _element(name)
        before = {_tag(other) for other in _ORDER[: _ORDER.index(name)]}
        at = sum(1 for child in self._root if child.tag in before)
        self._root.insert(at, found)
        if name == "fills":  # ECMA-376 18.8.21: the first two are reserved.
            for pattern in ("none", "gray125"):
                fill = etree.SubElement(found, _tag("fill"))
                etree.SubElement(fill, _tag("patternFill"), patternType=pattern)
        return found


@contextmanager
def styles_of(package: Package) -> Iterator[Styles]:
    """The workbook's styles, to be asked for numbers; what was added is written to the package at the end.

    Args:
        package: the workbook; it is given a styles part when it has none.
    """
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    if part is None:
        part = "xl/styles.xml"
        package.add(part, BLANK_STYLES, STYLES_CONTENT_TYPE)
        package.add_relation(package.workbook_part, "styles", part)
    styles = Styles(package.read(part))
    yield styles
    if styles.changed:
        package.write(part, styles.to_bytes())


def _xf(parts: _Xf) -> etree._Element:
    look = parts.look
    xf = _element(
        "xf",
        numFmtId=str(parts.number_format),
        fontId=str(parts.font),
        fillId=str(parts.fill),
        borderId=str(parts.border),
        xfId="0",
        applyNumberFormat="1",
        applyFont="1",
        applyFill="1",
        applyBorder="1",
        applyAlignment="1",
        applyProtection="1",
    )
    alignment = etree.SubElement(xf, _tag("alignment"))
    if look.horizontal:
        alignment.set("horizontal", look.horizontal)
    alignment.set("vertical", look.vertical)
    if look.wrap:
        alignment.set("wrapText", "1")
    etree.SubElement(xf, _tag("protection"), locked="1" if look.locked else "0")
    return xf


def _dxf(rule: ConditionalFormat) -> etree._Element:
    dxf = _element("dxf")
    if rule.bold or rule.colour:
        font = etree.SubElement(dxf, _tag("font"))
        if rule.bold:
            etree.SubElement(font, _tag("b"))
        if rule.colour:
            etree.SubElement(font, _tag("color"), rgb=_argb(rule.colour))
    if rule.fill:
        # Unlike in a cell's own fill, the colour of a solid fill is here the background's.
        pattern = etree.SubElement(etree.SubElement(dxf, _tag("fill")), _tag("patternFill"))
        etree.SubElement(pattern, _tag("bgColor"), rgb=_argb(rule.fill))
    return dxf


def _font(look: Format) -> etree._Element:
    # ECMA-376 18.8.22: Excel writes, and older ones expect, the children in this order.
    font = _element("font")
    if look.bold:
        etree.SubElement(font, _tag("b"))
    if look.italic:
        etree.SubElement(font, _tag("i"))
    if look.underline:
        etree.SubElement(font, _tag("u"))
    etree.SubElement(font, _tag("sz"), val=f"{look.size:g}")
    if look.colour:
        etree.SubElement(font, _tag("color"), rgb=_argb(look.colour))
    etree.SubElement(font, _tag("name"), val=FONT)
    etree.SubElement(font, _tag("family"), val="2")
    return font


def _fill(colour: str) -> etree._Element:
    fill = _element("fill")
    pattern = etree.SubElement(fill, _tag("patternFill"), patternType="solid")
    etree.SubElement(pattern, _tag("fgColor"), rgb=_argb(colour))
    etree.SubElement(pattern, _tag("bgColor"), indexed="64")
    return fill


def _border(colour: str | None) -> etree._Element:
    border = _element("border")
    for side in ("left", "right", "top", "bottom"):
        line = etree.SubElement(border, _tag(side))
        if colour:
            line.set("style", "thin")
            etree.SubElement(line, _tag("color"), rgb=_argb(colour))
    etree.SubElement(border, _tag("diagonal"))
    return border


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def _element(name: str, **attributes: str) -> etree._Element:
    return etree.Element(_tag(name), attributes, nsmap={None: MAIN})


def _argb(colour: str) -> str:
    return "FF" + colour.upper()


@lru_cache(maxsize=1000)
def _canonical_of(make: Callable[[Described], etree._Element], of: Described) -> bytes:
    """The canonical form of an entry, worked out once: three hundred returns have the same thirty formats."""
    return _canonical(make(of))


def _canonical(entry: etree._Element) -> bytes:
    """The same bytes for entries that mean the same: attributes sorted, no blanks between, no prefixes."""
    return etree.tostring(_plain(entry), method="c14n")


def _plain(entry: etree._Element) -> etree._Element:
    plain = etree.Element(
        etree.QName(entry).localname, dict(sorted((str(k), str(v)) for k, v in entry.attrib.items()))
    )
    for child in entry:
        if isinstance(child.tag, str):
            plain.append(_plain(child))
    return plain
