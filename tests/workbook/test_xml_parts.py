"""A part's XML is read without trusting it, and written the way Excel writes it."""

from __future__ import annotations

import pytest
from lxml import etree

from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.ooxml.shared_strings import shared_strings
from xlplan.workbook.ooxml.xml import (
    MAIN,
    local_name,
    namespace,
    parse_xml,
    serialise_xml,
    too_deep,
)

XML = b'<a b="1" c="2"><d/><!-- x --></a>'
NEEDED = 4 * 130 + 2 * 230


@pytest.mark.parametrize(("largest", "is_read"), [(NEEDED, True), (NEEDED - 1, False)])
def test_what_would_take_too_much_memory_is_refused_before_it_is_read(largest: int, is_read: bool) -> None:
    if is_read:
        assert parse_xml(XML, largest=largest).tag == "a"
    else:
        with pytest.raises(UnreadableWorkbook, match="the part of the workbook has more in it than any"):
            parse_xml(XML, largest=largest)
        with pytest.raises(UnreadableWorkbook, match=r"the part xl/a\.xml has more in it than any"):
            parse_xml(XML, "xl/a.xml", largest=largest)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE a><a/>",
        b"<!doctype a><a/>",
        b"<! DOCTYPE a><a/>",
        b'<a><!ENTITY x "y"></a>',
        b"<!--" + b"x" * 5000 + b"--><!DOCTYPE a><a/>",
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_a_document_type_is_never_read(content: bytes) -> None:
    """It may ask for files of the machine, or unfold to gigabytes."""
    for part, said in (
        ("", "the part of the workbook declares"),
        ("xl/a.xml", r"the part xl/a\.xml declares"),
    ):
        with pytest.raises(UnreadableWorkbook, match=said):
            parse_xml(content, part)


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"no XML", b"\xff\xfe\x00", b"<a>&nobody;</a>"])
def test_what_is_no_xml_is_called_damaged(content: bytes) -> None:
    for part, said in (
        ("", "the part of the workbook is damaged"),
        ("xl/a.xml", r"the part xl/a\.xml is damaged"),
    ):
        with pytest.raises(UnreadableWorkbook, match=said):
            parse_xml(content, part)


@pytest.mark.parametrize(("depth", "deep"), [(0, False), (100, False), (101, True)])
def test_a_hundred_elements_in_each_other_are_enough(depth: int, deep: bool) -> None:
    assert too_deep(depth) is deep


def test_elements_are_known_by_their_names_without_regard_to_where_they_come_from() -> None:
    root = etree.fromstring(f'<x:a xmlns:x="{MAIN}"><!-- c --><?p i?><b/></x:a>')
    assert [local_name(each) for each in root.iter()] == ["a", "", "", "b"]
    assert [namespace(each) for each in root.iter()] == [MAIN, "", "", ""]


def test_a_part_begins_as_excel_begins_it() -> None:
    written = serialise_xml(etree.fromstring("<a>é</a>"))
    assert written == '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<a>é</a>'.encode()


def strings(inside: str) -> list[str]:
    return shared_strings(f'<sst xmlns="{MAIN}">{inside}</sst>'.encode(), "xl/sharedStrings.xml")


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        ("", []),
        ("<si/>", [""]),
        ("<si><t>a</t></si><si><t/></si><si><t> b </t></si>", ["a", "", " b "]),
        ("<si><r><t>a</t></r><r><rPr/><t>b</t></r></si>", ["ab"]),
        ("<si><t>a</t><rPh><t>said</t>so</rPh></si>", ["a"]),
        ("<si><r><t>a</t></r><rPh><r><t>said</t></r></rPh></si>", ["a"]),
        ("<si><t>_x0041__x000D_</t></si>", ["A\r"]),
        ("<si><t>max_x</t></si>", ["max_x"]),
        ("<si>\n <t>a</t>\n</si>\n", ["a"]),
        ("<t>none</t>", None),
        ("<x><si><t>none</t></si></x>", None),
        ("<si><x><t>none</t></x></si>", None),
        ("<si>none</si>", None),
        ("<si><r>none</r></si>", None),
        ("<si><t>a</t><t>b</t></si>", None),
        ("<si><r><t>a</t><t>b</t></r></si>", None),
        ("<x>" * 99 + "</x>" * 99, []),
        ("<x>" * 100 + "</x>" * 100, None),
    ],
)
def test_the_texts_of_a_workbook_are_each_read_whole_and_nothing_else_is_one(
    inside: str, texts: list[str] | None
) -> None:
    """A text too many, and every cell shows the one before its own."""
    if texts is None:
        with pytest.raises(UnreadableWorkbook, match=r"xl/sharedStrings\.xml"):
            strings(inside)
    else:
        assert strings(inside) == texts


@pytest.mark.parametrize("content", [b"<sst/>", b"<a/>", b"", f'<sst xmlns="{MAIN}">'.encode()])
def test_a_part_that_is_no_list_of_texts_is_called_damaged(content: bytes) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"the part texts\.xml is damaged"):
        shared_strings(content, "texts.xml")
