"""Every place of a workbook that holds a formula or a reference: found, and changed where it must be.

Cells, defined names, rules, drop-downs, charts, sparklines, links, pivot tables, controls, queries' parameters and
camera pictures. What is not changed stays byte for byte as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.xml import escape, parse_xml, serialise_xml, unescape

# Parts that hold texts of people, or speak of other workbooks.
_PASSED_OVER = re.compile(
    r"xl/(?:externalLinks|revisions|theme|queryTables|threadedComments|persons|media|customXml|activeX)/"
    r"|xl/(?:sharedStrings|styles|metadata|calcChain)\.xml"
    r"|xl/comments[^/]*\.xml|docProps/|customXml/|\[Content_Types\]"
)

_FORMULA_ELEMENTS = (
    *("f", "nf", "sqref"),  # cells, charts, sparklines, newer rules; sqref names a sheet in filtered charts
    *("formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"),
    *("FmlaLink", "FmlaRange", "FmlaTxbx", "FmlaPict", "FmlaGroup"),  # older form controls, camera pictures
)
_FORMULA_ATTRIBUTES = {
    "hyperlink": ("location",),
    "cfvo": ("val",),
    "sp": ("textlink",),
    "cxnSp": ("textlink",),
    "pic": ("textlink",),
    "cameraTool": ("cellRange",),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaPict", "fmlaGroup"),
    "controlPr": ("linkedCell", "listFillRange"),
    "parameter": ("cell",),  # of a query
}
_NAME_ATTRIBUTES = {"worksheetSource": ("sheet",), "rangeSet": ("sheet",), "dataRef": ("sheet",)}

_ELEMENT = re.compile(rf"(<(?:\w+:)?(?:{'|'.join(_FORMULA_ELEMENTS)})(?:\s[^<>]*)?>)([^<]*)(?=</)")
_TAG = re.compile(rf"<(?:\w+:)?({'|'.join((*_FORMULA_ATTRIBUTES, *_NAME_ATTRIBUTES))})\s[^<>]*>")
_SHEET_DATA = re.compile(rb"<(?:\w+:)?sheetData\b[^<>]*(?<!/)>")
_CELL_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")
_ATTRIBUTE = re.compile(r"""(?<=\s)([\w:]+)=(?:"([^"]*)"|'([^']*)')""")
_OUTSIDE = re.compile(r"\s\w+:id=")
_TARGET = re.compile(r"""(?<=\sTarget=")#([^"]*)(?=")""")
_ENTITY = re.compile(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));")


Rewrite = Callable[[str], str]


def change_formulas(
    package: Package,
    change: Callable[[str], Rewrite],
    *,
    may_hold: Callable[[str, bytes], bool],
    change_name: Rewrite | None = None,
) -> None:
    """Rewrite formulas and references wherever they are.

    Args:
        package: the workbook, which is changed.
        change: for a part's name what becomes of a formula in it, without its equals sign.
        may_hold: a quick look at a part and its content: False when nothing in it can have to change.
        change_name: what becomes of a sheet's name where it stands alone; None leaves those.
    """
    for part in package.names():
        if _PASSED_OVER.match(part) or not part.endswith((".xml", ".vml", ".rels")):
            continue
        content = package.read(part)
        if may_hold(part, content):
            package.write(part, _changed_part(content, part, change(part), change_name))


def _changed_part(content: bytes, part: str, change: Rewrite, change_name: Rewrite | None) -> bytes:
    start, end = _rows_without_formulas(content)
    try:
        head, tail = content[:start].decode("utf-8"), content[end:].decode("utf-8")
    except UnicodeDecodeError:
        return _changed_part(serialise_xml(parse_xml(content, part)), part, change, change_name)

    def in_formula(raw: str) -> str:
        return _with_entities(raw, change)

    def in_tag(found: re.Match[str]) -> str:
        tag, kind = found[0], found[1]
        if _OUTSIDE.search(tag) and kind in ("hyperlink", *_NAME_ATTRIBUTES):
            return tag  # it speaks of another workbook
        wanted = _FORMULA_ATTRIBUTES.get(kind) or _NAME_ATTRIBUTES[kind]
        how = change if kind in _FORMULA_ATTRIBUTES else change_name

        def in_attribute(attribute: re.Match[str]) -> str:
            if how is None or attribute[1] not in wanted:
                return attribute[0]
            raw = attribute[2] if attribute[2] is not None else attribute[3]
            after = _with_entities(raw, how)
            return attribute[0] if after == raw else f'{attribute[1]}="{after}"'

        return _ATTRIBUTE.sub(in_attribute, tag)

    def changed(piece: str) -> str:
        if part.endswith(".rels"):
            return _TARGET.sub(lambda found: "#" + _in_link(found[1], in_formula), piece)
        return _TAG.sub(in_tag, _ELEMENT.sub(lambda found: found[1] + in_formula(found[2]), piece))

    new_head, new_tail = changed(head), changed(tail)
    if (new_head, new_tail) == (head, tail):
        return content
    return b"".join((new_head.encode(), content[start:end], new_tail.encode()))


def _rows_without_formulas(content: bytes) -> tuple[int, int]:
    """Where the rows of a sheet are that hold no formula, so that they need not be looked through; else nothing."""
    opening = _SHEET_DATA.search(content)
    end = content.rfind(b"</", 0, max(0, content.rfind(b"sheetData>"))) if opening else -1
    if opening is None or end < opening.end() or _has_formula(content, opening.end(), end):
        return len(content), len(content)
    return opening.end(), end


def _has_formula(content: bytes, start: int, end: int) -> bool:
    # a plain search first, which is ten times as fast
    if content.find(b"<f", start, end) < 0 and content.find(b":f", start, end) < 0:
        return False
    return _CELL_FORMULA.search(content, start, end) is not None


def _in_link(raw: str, in_formula: Callable[[str], str]) -> str:
    """A link inside the workbook as a relation's target, where blanks are written %20."""
    plain = unquote(raw)
    after = in_formula(plain)
    return raw if after == plain else quote(after, safe="!'$:&;()")


def _with_entities(raw: str, change: Callable[[str], str]) -> str:
    """Rewrite a text as it is in XML; one that is not changed stays as it was written."""
    text = _ENTITY.sub(lambda found: chr(int(found[1], 16) if found[1] else int(found[2])), raw)
    text = unescape(text)
    after = change(text)
    return raw if after == text else escape(after, quotes=True)
