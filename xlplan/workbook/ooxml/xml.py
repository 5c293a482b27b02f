"""XML as it is in a workbook's parts: read without trusting it, written the way Excel writes it."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from lxml import etree

from xlplan.errors import UnreadableWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


_ELEMENT, _ATTRIBUTE = 130, 230
"""Bytes that a tree takes for each, measured."""
_LARGEST_TREE = 150_000_000
"""Bytes. The 65,490 cell styles that Excel allows take some 60 million."""
_DEEPEST = 100
"""Elements in elements; no sheet has more than ten."""


def parse_xml(content: bytes, part: str = "", *, largest: int = _LARGEST_TREE) -> etree._Element:
    """The root of a part's XML. No entity is resolved, nothing is fetched, no DTD is read.

    Args:
        content: the part's bytes, in any encoding that XML allows.
        part: the part's name, for the message.
        largest: the bytes that its tree may take.

    Raises:
        UnreadableWorkbook: it is not well-formed, has more in it than is read, or declares a document type, which no
            workbook does.
    """
    if _DOCTYPE.search(content[:4096]):
        raise _declares_entities(part)
    if content.count(b"<") * _ELEMENT + content.count(b"=") * _ATTRIBUTE > largest:
        raise UnreadableWorkbook(
            f"the part {part or 'of the workbook'} has more in it than any Excel workbook",
            "Ask the sender what it is, and for a workbook saved from Excel",
        )
    # libxml2's own limits (elements in elements, ten megabytes in one text) stay on: no workbook meets them.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged_part(part) from error
    if root.getroottree().docinfo.doctype:
        raise _declares_entities(part)
    return root


def events_parser(part: str = "") -> expat.XMLParserType:
    """A parser that calls handlers and builds nothing, with names as "namespace name" and whole texts.

    It is expat, which takes every encoding of one byte a character that Python knows, and UTF-16. A document type
    makes it raise `UnreadableWorkbook`.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 65_536

    def refuse(*_: object) -> None:
        raise _declares_entities(part)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def too_deep(depth: int) -> bool:
    """True for more elements in each other than any part has: reading them costs time and says nothing."""
    return depth > _DEEPEST


def damaged_part(part: str) -> UnreadableWorkbook:
    """What is said of a part that is not XML."""
    return UnreadableWorkbook(
        f"the part {part or 'of the workbook'} is damaged or was cut off",
        "Open it in Excel, let Excel repair it, save it as an Excel Workbook (.xlsx), and try again",
    )


def serialise_xml(root: etree._Element) -> bytes:
    """The bytes of a part, with the declaration that Excel writes."""
    declaration = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    return declaration + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """The element's namespace, empty when it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _declares_entities(part: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        f"the part {part or 'of the workbook'} declares a document type, which no Excel workbook does",
        "Ask the sender to save it again from Excel as an Excel Workbook (.xlsx)",
    )


_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
# Half a surrogate pair is no character: such an escape is left as it is.
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
    if "&" in text or "\r" in text:
        text = character_data(content)
    return without_escapes(text) if "_x" in text else text


def character_data(content: bytes) -> str:
    """What a parser makes of character content in UTF-8: entities and line ends.

    Raises:
        ValueError, KeyError: it holds a reference to no character, which well-formed XML does not.
    """
    text = content.decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    first, *others = text.split("&")
    pieces = [first]
    for other in others:
        name, _, rest = other.partition(";")
        pieces += (_character(name), rest)
    return "".join(pieces)


def without_escapes(text: str) -> str:
    """The text with Excel's _xHHHH_ turned into the characters they stand for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


@lru_cache(maxsize=1024)
def _character(name: str) -> str:
    """The character that a reference stands for: "amp", "#160" or "#xA0"."""
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else _NAMED[name]


def escape(text: str, *, quotes: bool = False) -> str:
    """A text as it is between two tags, or with its quotes in an attribute.

    (`xml.sax.saxutils` does the same, and loads what speaks to the web with it: a tenth of the time of a command.)
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quotes else text


def unescape(text: str) -> str:
    """The way back from `escape`, and from the other names that XML has for a character."""
    for name, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
        text = text.replace(f"&{name};", character)
    return text
