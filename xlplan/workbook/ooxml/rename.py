"""Renaming a sheet wherever the workbook names it: formulas, names, links, drop-downs, charts, pivot tables.

Macros that name the sheet in their text are out of reach.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape, unescape

from xlplan.errors import XlplanError
from xlplan.workbook.ooxml.formulas import renamed
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.xml import local_name, parse_xml, serialise_xml

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

# Parts that hold texts of people, or speak of other workbooks.
_PASSED_OVER = re.compile(
    r"xl/(?:externalLinks|revisions|theme|queryTables|threadedComments|persons|media|customXml|activeX)/"
    r"|xl/(?:sharedStrings|styles|connections|metadata|calcChain)\.xml"
    r"|xl/comments[^/]*\.xml|docProps/|customXml/|\[Content_Types\]"
)

_FORMULA_ELEMENTS = (
    *("f", "nf", "sqref"),  # cells, charts, sparklines, newer rules; sqref names a sheet in filtered charts
    *("formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"),
    *("FmlaLink", "FmlaRange", "FmlaTxbx", "FmlaPict", "FmlaGroup"),  # older form controls
)
_FORMULA_ATTRIBUTES = {
    "hyperlink": ("location",),
    "cfvo": ("val",),
    "sp": ("textlink",),
    "cxnSp": ("textlink",),
    "pic": ("textlink",),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaPict", "fmlaGroup"),
    "controlPr": ("linkedCell", "listFillRange"),
}
_NAME_ATTRIBUTES = {"worksheetSource": ("sheet",), "rangeSet": ("sheet",), "dataRef": ("sheet",)}

_ELEMENT = re.compile(rf"(<(?:\w+:)?(?:{'|'.join(_FORMULA_ELEMENTS)})(?:\s[^<>]*)?>)([^<]*)(?=</)")
_TAG = re.compile(rf"<(?:\w+:)?({'|'.join((*_FORMULA_ATTRIBUTES, *_NAME_ATTRIBUTES))})\s[^<>]*>")
_ATTRIBUTE = re.compile(r"""(?<=\s)([\w:]+)=(?:"([^"]*)"|'([^']*)')""")
_OUTSIDE = re.compile(r"\s\w+:id=")
_TARGET = re.compile(r"""(?<=\sTarget=")#([^"]*)(?=")""")
_ENTITY = re.compile(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));")


def rename_sheet(package: Package, old: str, new: str) -> None:
    """Rename a sheet, with every reference to it.

    A part that does not name the sheet stays byte for byte as it was.

    Args:
        package: the workbook, which is changed.
        old: the sheet's name, in any case.
        new: its new name.

    Raises:
        XlplanError: there is no sheet `old`, another sheet has the name `new`, or Excel allows no such name.
    """
    names = {entry.name.casefold(): entry.name for entry in package.sheets()}
    if old.casefold() not in names:
        raise XlplanError(f"there is no sheet {old!r}", file=package.name or None)
    if new.casefold() in names and new.casefold() != old.casefold():
        raise XlplanError(
            f"there is already a sheet {new!r}", "Choose another name", file=package.name or None
        )
    check_sheet_name(new)
    for part in package.names():
        if _PASSED_OVER.match(part) or not part.endswith((".xml", ".vml", ".rels")):
            continue
        content = package.read(part)
        if _may_name(content, old):
            package.write(part, _renamed_in_part(content, part, old, new))
    _rename_in_list(package, old, new)
    _rename_in_titles(package, old, new)


def check_sheet_name(name: str) -> None:
    """Raise XlplanError when Excel allows no sheet of this name."""
    if (
        not name.strip()
        or len(name) > LONGEST_NAME
        or _FORBIDDEN.search(name)
        or name[0] == "'"
        or name[-1] == "'"
    ):
        raise XlplanError(
            f"Excel allows no sheet called {name!r}",
            f"Choose a name of at most {LONGEST_NAME} characters, without any of [ ] : * ? / \\",
        )


def _may_name(content: bytes, name: str) -> bool:
    """A quick look: a sheet of ten megabytes that does not name the sheet need not be searched for formulas."""
    runs = re.findall(r"[A-Za-z0-9]+", name)
    if not runs or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return re.search(max(runs, key=len).encode(), content, re.IGNORECASE) is not None


def _renamed_in_part(content: bytes, part: str, old: str, new: str) -> bytes:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        content = serialise_xml(parse_xml(content, part))
        text = content.decode("utf-8")

    def in_formula(raw: str) -> str:
        return _with_entities(raw, lambda formula: renamed(formula, old, new))

    def in_name(raw: str) -> str:
        return _with_entities(raw, lambda name: new if name.casefold() == old.casefold() else name)

    def in_tag(found: re.Match[str]) -> str:
        tag, kind = found[0], found[1]
        if _OUTSIDE.search(tag) and kind in ("hyperlink", *_NAME_ATTRIBUTES):
            return tag  # it speaks of another workbook
        wanted = _FORMULA_ATTRIBUTES.get(kind) or _NAME_ATTRIBUTES[kind]
        change = in_formula if kind in _FORMULA_ATTRIBUTES else in_name

        def in_attribute(attribute: re.Match[str]) -> str:
            raw = attribute[2] if attribute[2] is not None else attribute[3]
            after = change(raw) if attribute[1] in wanted else raw
            return attribute[0] if after == raw else f'{attribute[1]}="{after}"'

        return _ATTRIBUTE.sub(in_attribute, tag)

    if part.endswith(".rels"):
        after = _TARGET.sub(lambda found: "#" + _in_link(found[1], in_formula), text)
    else:
        after = _ELEMENT.sub(lambda found: found[1] + in_formula(found[2]), text)
        after = _TAG.sub(in_tag, after)
    return content if after == text else after.encode("utf-8")


def _in_link(raw: str, in_formula: Callable[[str], str]) -> str:
    """A link inside the workbook as a relation's target, where blanks are written %20."""
    plain = unquote(raw)
    after = in_formula(plain)
    return raw if after == plain else quote(after, safe="!'$:&;()")


def _with_entities(raw: str, change: Callable[[str], str]) -> str:
    """Change a text as it stands in XML; one that is not changed stays as it was written."""
    text = _ENTITY.sub(lambda found: chr(int(found[1], 16) if found[1] else int(found[2])), raw)
    text = unescape(text, {"&quot;": '"', "&apos;": "'"})
    after = change(text)
    return raw if after == text else escape(after, {'"': "&quot;"})


def _rename_in_list(package: Package, old: str, new: str) -> None:
    root = parse_xml(package.read(package.workbook_part), package.workbook_part)
    for sheet in root.iter("{*}sheet"):
        if sheet.get("name", "").casefold() == old.casefold():
            sheet.set("name", new)
    package.write(package.workbook_part, serialise_xml(root))


def _rename_in_titles(package: Package, old: str, new: str) -> None:
    """The list of sheets and names that file managers show."""
    part = package.related("", "extended-properties")
    if part is None:
        return
    root = parse_xml(package.read(part), part)
    found = False
    for titles in (element for element in root if local_name(element) == "TitlesOfParts"):
        for title in titles.iter("{*}lpstr"):
            text = title.text or ""
            # Sheets come before names, and a name may be called like the sheet.
            if text.casefold() == old.casefold() and not found:
                title.text, found = new, True
            elif "!" in text:
                title.text = renamed(text, old, new)
    if serialise_xml(root) != serialise_xml(parse_xml(package.read(part), part)):
        package.write(part, serialise_xml(root))
