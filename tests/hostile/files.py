"""Hostile files, made by code: those that unfold to much, and a return with one thing odd or wrong in each."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from macros.compound import compound_file
from tests.builders.workbook_examples import HEAD, MAIN, OFFICE, parts, sheet, zipped
from tests.hostile import mutate

SHEET = "xl/worksheets/sheet1.xml"
ONE_CELL = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
WORKBOOK = parts(sheet(ONE_CELL), strings=("Wexcombe",))
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def packed(changed: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in {**WORKBOOK, **changed}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def part(name: str, opening: str, unit: str, count: int, closing: str) -> Callable[[], bytes]:
    """A workbook in which one part holds a thing many times."""
    return lambda: packed({name: many(opening, unit, count, closing)})


def many(opening: str, unit: str, count: int, closing: str) -> str:
    return f"{HEAD}{opening}{unit * count}{closing}"


def cells(rows: int, columns: int) -> str:
    row = "".join(f"<c><v>{column}</v></c>" for column in range(columns))
    return sheet(f"<row>{row}</row>" * rows)


def related(count: int) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/table" Target="../tables/table1.xml"/>' for n in range(count)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def ods(inside: str) -> bytes:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{inside}"
    return zipped(
        {
            "mimetype": ODS,
            "content.xml": f"{content}</office:spreadsheet></office:body></office:document-content>",
        }
    )


FILLED = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{}"/>'
TEXT_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
BLANKS = '<text:s text:c="1000"/>'
ROW = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'


HARMFUL: dict[str, Callable[[], bytes]] = {
    "a million cells": lambda: packed({SHEET: cells(100_000, 10)}),
    "a million cells without anything": lambda: packed({SHEET: sheet("<row><c/></row>" * 1_000_000)}),
    "rows that are never closed": lambda: packed({SHEET: sheet('<row r="1"><c r="A1">' * 500_000)}),
    "a sheet of 90 MB": lambda: packed({SHEET: sheet("<x/>" * 22_000_000)}),
    "styles of 90 MB": lambda: packed(
        {"xl/styles.xml": many("<styleSheet>", "<a/>", 22_000_000, "</styleSheet>")}
    ),
    "styles of 40 MB": lambda: packed(
        {"xl/styles.xml": many("<styleSheet>", "<a/>", 10_000_000, "</styleSheet>")}
    ),
    "attributes": lambda: packed(
        {"xl/styles.xml": many("<styleSheet>", '<a b="" c="" d="" e=""/>', 500_000, "</styleSheet>")}
    ),
    "100,000 cell styles": lambda: packed(
        {
            "xl/styles.xml": many(
                f'<styleSheet xmlns="{MAIN}"><cellXfs>',
                '<xf fillId="0"/>',
                100_000,
                "</cellXfs></styleSheet>",
            )
        }
    ),
    "a workbook part of 90 MB": lambda: packed(
        {"xl/workbook.xml": many("<workbook>", "<a/>", 22_000_000, "</workbook>")}
    ),
    "content types of 90 MB": lambda: packed(
        {"[Content_Types].xml": many("<Types>", "<a/>", 22_000_000, "</Types>")}
    ),
    "two million shared texts": lambda: packed(
        {"xl/sharedStrings.xml": many(f'<sst xmlns="{MAIN}">', "<si/>", 2_000_000, "</sst>")}
    ),
    "shared texts that are never closed": lambda: packed(
        {"xl/sharedStrings.xml": many(f'<sst xmlns="{MAIN}">', "<si>", 500_000, "</sst>")}
    ),
    "one text in ten thousand cells": lambda: packed(
        {
            SHEET: sheet('<row><c t="s"><v>0</v></c></row>' * 10_000),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>',
        }
    ),
    "elements in elements": lambda: packed({SHEET: sheet("", after="<x>" * 200_000 + "</x>" * 200_000)}),
    "elements in elements of a cell": lambda: packed(
        {SHEET: sheet(f"<row><c>{'<x>' * 200_000}{'</x>' * 200_000}</c></row>")}
    ),
    "50,000 relations": lambda: packed({"xl/worksheets/_rels/sheet1.xml.rels": related(50_000)}),
    "one sheet listed a thousand times": lambda: packed(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1000))
            + "</sheets></workbook>"
        }
    ),
    "a text file with a million columns": lambda: b"ID,Dec-26 RAG" + b"," * 1_000_000 + b"\n",
    "a text file with a million rows": lambda: b"ID,Dec-26 RAG\n" + b"A001,Red\n" * 1_000_000,
    "an .ods of repeated rows": lambda: ods(
        f"<table:table>{ROW.format(1_000_000, FILLED.format(16_000))}</table:table>"
    ),
    "an .ods of blanks": lambda: ods(
        f"<table:table>{ROW.format(1, TEXT_CELL.format(BLANKS * 100_000))}</table:table>"
    ),
    "an .ods of many sheets": lambda: ods(
        f"<table:table>{ROW.format(1_000, FILLED.format(100))}</table:table>" * 8
    ),
    "an .ods beyond the last row": lambda: ods(
        f"<table:table>{ROW.format(1_048_576, '')}{ROW.format(1, FILLED.format(1))}</table:table>"
    ),
    "an .ods of a million cells": lambda: ods(
        f"<table:table>{ROW.format(1, FILLED.format(1) * 10) * 100_000}</table:table>"
    ),
}


# a return with one thing odd or wrong in it; the progress of its first action is the cell that is changed

TEXT = '<c r="J4" t="inlineStr"><is><t>{}</t></is></c>'
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
Edit = Callable[[bytes], bytes]


def changed(name: str, edit: Edit) -> Edit:
    """A return with one part changed."""

    def change(good: bytes) -> bytes:
        return mutate.zipped(
            [(part, edit(content) if part == name else content) for part, content in mutate.unzipped(good)]
        )

    return change


def answer(xml: str) -> Edit:
    """A return with another cell in the place of its first progress note."""
    new = xml.encode("utf-8", "surrogatepass")
    return changed(
        SHEET, lambda content: re.sub(rb'<c r="J4"[^>]*?(?:/>|>.*?</c>)', lambda _: new, content, count=1)
    )


def told(before: bytes, after: bytes, name: str = SHEET) -> Edit:
    """A return with some bytes of a part in the place of others."""
    return changed(name, lambda content: content.replace(before, after, 1))


def end_of_rows(more: bytes) -> Edit:
    return told(b"</sheetData>", more + b"</sheetData>")


def without(name: str) -> Edit:
    return lambda good: mutate.zipped([part for part in mutate.unzipped(good) if part[0] != name])


def packed_as(method: int) -> Edit:
    return lambda good: mutate.zipped(mutate.unzipped(good), method)


def with_member(name: str, content: bytes = b"<x/>") -> Edit:
    return lambda good: mutate.zipped([*mutate.unzipped(good), (name, content)])


def recoded(codec: str) -> Edit:
    def recode(content: bytes) -> bytes:
        text = re.sub(r"^<[?]xml[^>]*>", "", content.decode())
        declared = f'<?xml version="1.0" encoding="{codec}"?>{text}'
        return declared.encode(codec, "xmlcharrefreplace")

    return changed(SHEET, recode)


def dressed_with_prefix(content: bytes) -> bytes:
    text = content.decode().replace("xmlns=", "xmlns:x=", 1)
    return re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text).encode()


def other(content: bytes) -> Edit:
    return lambda _: content


def flipped(good: bytes) -> bytes:
    """One bit of a text, and the check sum as it was."""
    stored = mutate.zipped(mutate.unzipped(good), zipfile.ZIP_STORED)
    at = stored.index(b"inlineStr") + 30
    return stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]


MERGED, REFUSED = "merged", "refused"

ODD: dict[str, tuple[str, Edit]] = {
    "nothing wrong": (MERGED, lambda good: good),
    # XML that is unusual, and well-formed
    "`<is >` and `</t >`": (MERGED, answer('<c r="J4" t="inlineStr"><is ><t >kept</t ></is ></c>')),
    "an instruction inside a text": (MERGED, answer(TEXT.format("ke<?skip it?>pt"))),
    "a comment inside a text": (MERGED, answer(TEXT.format("ke<!-- not this -->pt"))),
    "a CDATA section": (MERGED, answer(TEXT.format("<![CDATA[kept & <seen>]]>"))),
    "runs and a pronunciation": (
        MERGED,
        answer('<c r="J4" t="inlineStr"><is><r><t>ke</t></r><r><t>pt</t></r><rPh><t>no</t></rPh></is></c>'),
    ),
    "a sheet in UTF-16": (MERGED, recoded("utf-16")),
    "a sheet in Windows-1252": (MERGED, recoded("windows-1252")),
    "a sheet in Latin-1": (MERGED, recoded("iso-8859-1")),
    "a prefix on every element": (MERGED, changed(SHEET, dressed_with_prefix)),
    "cells without a reference": (
        MERGED,
        changed(SHEET, lambda content: re.sub(rb'<c r="A\d+"', b"<c", content)),
    ),
    "rows without a number": (
        MERGED,
        changed(SHEET, lambda content: re.sub(rb'<row r="\d+"', b"<row", content)),
    ),
    "a reference in small letters": (MERGED, told(b'r="J4"', b'r="j4"')),
    "a used range to the last row": (MERGED, end_of_rows(b'<row r="1048576"><c r="A1048576" s="1"/></row>')),
    "a text in the last cell of the sheet": (
        MERGED,
        end_of_rows(b'<row r="1048576"><c r="XFD1048576" t="str"><v>far</v></c></row>'),
    ),
    "a style that the workbook does not have": (
        MERGED,
        answer(TEXT.format("kept").replace("t=", 's="99999" t=')),
    ),
    "an escape sequence in a text": (MERGED, answer(TEXT.format("_x001B_[2J kept"))),
    "half of a character, escaped": (MERGED, answer(TEXT.format("_xD83D_ kept"))),
    "an error in an answer": (MERGED, answer('<c r="J4" t="e"><v>#N/A</v></c>')),
    # and what is not
    "a missing end tag": (REFUSED, told(b"</worksheet>", b"")),
    "cut off after the rows": (
        REFUSED,
        changed(SHEET, lambda content: content.partition(b"</sheetData>")[0]),
    ),
    "a cell that is not closed": (REFUSED, answer(TEXT.format("lost").removesuffix("</c>"))),
    "a row that is not closed": (REFUSED, told(b"</row>", b"")),
    "an entity that nobody declared": (REFUSED, answer(TEXT.format("a &other; b"))),
    "no character at all": (REFUSED, answer(TEXT.format("a &#0; b"))),
    "half of a character": (REFUSED, answer(TEXT.format("a &#xD800; b"))),
    "bytes that are no UTF-8": (REFUSED, told(b"inlineStr", b"inline\xff\xfe")),
    "entities in entities": (REFUSED, told(b"<worksheet", DOCTYPE.encode() + b"<worksheet")),
    "a document type behind a long comment": (
        REFUSED,
        told(b"<worksheet", b"<!--" + b"x" * 9000 + b"-->" + DOCTYPE.encode() + b"<worksheet"),
    ),
    "a cell beyond the last column": (REFUSED, end_of_rows(b'<row r="90"><c r="XFE90"><v>1</v></c></row>')),
    "a row beyond the last": (REFUSED, end_of_rows(b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
    "a cell in row 0": (REFUSED, told(b'r="J4"', b'r="J0"')),
    "a cell in another row than its own": (REFUSED, told(b'r="J4"', b'r="J5"')),
    "one cell twice": (REFUSED, answer(TEXT.format("one") + TEXT.format("two"))),
    "two sets of rows": (
        REFUSED,
        told(
            b"</sheetData>",
            b'</sheetData><sheetData><row r="4"><c r="J4" t="str"><v>x</v></c></row></sheetData>',
        ),
    ),
    "shared text number -1": (REFUSED, answer('<c r="J4" t="s"><v>-1</v></c>')),
    "a shared text that is not there": (REFUSED, answer('<c r="J4" t="s"><v>99999</v></c>')),
    "1_0 as a number": (REFUSED, answer('<c r="J4"><v>1_0</v></c>')),
    "rows that are no rows of the sheet": (
        REFUSED,
        told(b"<sheetData>", b'<row r="1"><c r="A1" t="str"><v>x</v></c></row><sheetData>'),
    ),
    "rows in an extension": (
        REFUSED,
        told(
            b"</worksheet>",
            b'<extLst><ext uri="x"><row r="4"><c r="J4" t="str"><v>x</v></c></row></ext></extLst></worksheet>',
        ),
    ),
    "nan as a number": (REFUSED, answer('<c r="J4"><v>nan</v></c>')),
    "1e400 as a number": (REFUSED, answer('<c r="J4"><v>1e400</v></c>')),
    "a text outside its element": (REFUSED, answer('<c r="J4" t="inlineStr"><is>lost</is></c>')),
    "a text of 40,000 characters": (REFUSED, answer(TEXT.format("x" * 40_000))),
    # the zip
    "a bit turned on its way": (REFUSED, flipped),
    "not deflated": (MERGED, packed_as(zipfile.ZIP_STORED)),
    "packed with bzip2": (REFUSED, packed_as(zipfile.ZIP_BZIP2)),
    "packed with LZMA": (REFUSED, packed_as(zipfile.ZIP_LZMA)),
    "one part twice": (REFUSED, with_member(SHEET)),
    "a name that leads out": (REFUSED, with_member("xl/../../x.xml")),
    "something before the zip": (REFUSED, lambda good: b"From: somebody\r\n" + good),
    "something behind the zip": (MERGED, lambda good: good + bytes(40)),
    "cut off": (REFUSED, lambda good: good[:-500]),
    "without the part of its sheet": (REFUSED, without(SHEET)),
    "a sheet of a kind that there is not": (
        REFUSED,
        told(b'/worksheet"', b'/worsheet"', "xl/_rels/workbook.xml.rels"),
    ),
    "without its hidden sheet's part": (REFUSED, without("xl/worksheets/sheet3.xml")),
    # other files
    "an empty file": (REFUSED, other(b"")),
    "one byte": (REFUSED, other(b"P")),
    "a PDF": (REFUSED, other(b"%PDF-1.7 ...")),
    "a web page": (REFUSED, other(b"<html><table><tr><td>ID</td></tr></table></html>")),
    "a zip of workbooks": (REFUSED, lambda good: mutate.zipped([("Return.xlsx", good)])),
    "an old letter about a Workbook": (
        REFUSED,
        other(compound_file({"WordDocument": " Workbook Book ".encode("utf-16-le") * 300})),
    ),
    "an e-mail with a Workbook in it": (
        REFUSED,
        other(compound_file({"__properties_version1.0": " Workbook ".encode("utf-16-le") * 300})),
    ),
    "a workbook with a password": (REFUSED, other(compound_file({"EncryptedPackage": bytes(5000)}))),
}
