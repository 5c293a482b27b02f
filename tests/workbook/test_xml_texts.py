"""How a file writes a character is nobody's business: "Smith & Sons" is that name whichever way it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xlplan.workbook.ooxml.xml import character_data, escape, text_of, unescape, unescaped, without_escapes


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Smith &amp; Sons", "Smith & Sons"),
        ("&lt;5 &gt;3", "<5 >3"),
        ("&quot;now&quot; it&apos;s", '"now" it\'s'),
        ("&#163;5", "£5"),
        ("&#xA3;5 &#xa3;6", "£5 £6"),
        ("&#x1F600;", "\U0001f600"),
        ("&amp;amp;", "&amp;"),
        ("one&#10;two", "one\ntwo"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Café – “now”", "Café – “now”"),
        ("_x000D_", "\r"),
        ("a_x0041_b", "aAb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD83D_", "_xD83D_"),  # half a character
        ("max_x_2", "max_x_2"),
        ("&amp;_x0041_", "&A"),
        ("", ""),
    ],
)
def test_a_text_is_read_as_it_was_meant(written: str, text: str) -> None:
    assert unescaped(written.encode()) == text


@pytest.mark.parametrize("written", ["&nobody;", "&#x110000;", "&#none;"])
def test_a_reference_to_no_character_is_an_error_and_no_text(written: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        character_data(written.encode())


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")))


@given(text=TEXTS)
def test_what_is_written_is_read_again_by_us_and_by_every_parser(text: str) -> None:
    written = escape(text, quotes=True)
    assert character_data(written.encode()) == text
    assert unescape(written) == text
    assert (etree.fromstring(f"<t>{written}</t>").text or "") == text
    assert (etree.fromstring(f'<t a="{written}"/>').get("a") or "") == text
    assert unescape(escape(text)) == text


@given(text=TEXTS)
def test_a_text_without_excels_escapes_stays_as_it_is(text: str) -> None:
    assert without_escapes(text.replace("_x", "-x")) == text.replace("_x", "-x")


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<t>Done</t>", "Done"),
        ('<r><rPr><b/></rPr><t xml:space="preserve">Not </t></r><r><t>done</t></r>', "Not done"),
        ('<t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/>', "課"),
        ("<t/>", ""),
        ("<t>a &amp; b</t>", "a & b"),
    ],
)
def test_the_runs_of_a_text_are_joined_and_how_it_is_spoken_is_left_out(fragment: str, text: str) -> None:
    assert text_of(fragment.encode()) == text
