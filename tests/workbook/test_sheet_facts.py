"""What people say beside the cells, and what a cell may hold: a comment that is not read is an answer that is lost."""

from __future__ import annotations

import pytest

from tests.builders.workbook_examples import HEAD, MAIN, parts, sheet, zipped
from xlplan.workbook.grid import Area
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.readers.sheet_facts import Allowed, Obstacles, comments_of, obstacles_of, validations_of

THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
NOTICE = "[Threaded comment]\n\n(a notice by Excel stands here)"


def note(cell: str, text: str) -> str:
    """A comment of the old kind, in two runs as when its first word is bold; with a reading aid for one letter."""
    first, rest = text[:1], text[1:]
    runs = f'<r><t>{first}</t></r><r><t xml:space="preserve">{rest}</t></r>'
    return f'<comment ref="{cell}" authorId="0"><text>{runs}<phoneticPr fontId="1"/></text></comment>'


def reply(cell: str, text: str) -> str:
    return f'<threadedComment ref="{cell}" id="{{1}}"><text>{text}</text></threadedComment>'


@pytest.mark.parametrize(
    ("notes", "threads", "said"),
    [
        (note("B2", "Ask Jo"), "", {(2, 2): "Ask Jo"}),
        (note("B2", "Ask Jo") + note("C3", "Done"), "", {(2, 2): "Ask Jo", (3, 3): "Done"}),
        ("", reply("B2", "When?") + reply("B2", "In May"), {(2, 2): "When?\nIn May"}),
        (note("B2", f"{NOTICE}\n\nComment:\n    When?"), reply("B2", "When?"), {(2, 2): "When?"}),
        (note("B2", f"{NOTICE}\n\nComment:\n    When?"), "", {(2, 2): "When?"}),
        (note("B2", f"{NOTICE}\n\nComment:\n    When?"), reply("C3", "Why?"), {(2, 2): "When?", (3, 3): "Why?"}),
        (note("B2", "[Threaded comment]"), "", {}),
        (note("B2", "[Threaded comment]\nWann?"), "", {(2, 2): "Wann?"}),
        (note("B2", " "), "", {}),
        (note("B2", "Ask Jo"), reply("B2", "I did"), {(2, 2): "Ask Jo\nI did"}),
        (note("not a cell", "Ask Jo") + note("A1", "Done"), "", {(1, 1): "Done"}),
    ],
    ids=[
        "a note", "two notes", "a thread with its reply", "a thread and its notice", "a notice alone",
        "a notice alone beside a thread", "an empty notice", "a notice of another form", "an empty note",
        "a note and a thread", "no cell",
    ],
)  # fmt: skip
def test_each_comment_is_told_once(notes: str, threads: str, said: dict[tuple[int, int], str]) -> None:
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    threaded = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    members = parts(
        sheet(""),
        more={
            "xl/comments1.xml": f'{HEAD}<comments xmlns="{MAIN}"><authors><author>Ann Lee</author></authors>'
            f"<commentList>{notes}</commentList></comments>",
            "xl/threads1.xml": f'{HEAD}<ThreadedComments xmlns="{THREADS}">{threads}</ThreadedComments>',
            "xl/worksheets/_rels/sheet1.xml.rels": f"{HEAD}"
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{related}" Target="../comments1.xml"/>'
            f'<Relationship Id="rId2" Type="{threaded}" Target="../threads1.xml"/></Relationships>',
        },
    )
    package = Package.from_bytes(zipped(members), "Plan.xlsx")
    assert comments_of(package, package.sheets()[0]) == said


@pytest.mark.parametrize(
    ("kind", "first", "words"),
    [
        ("list", '"Red,Amber,Green"', ("Red", "Amber", "Green")),
        ("list", '" Red , Amber "', ("Red", "Amber")),
        ("list", '"A ""good"" one,B"', ('A "good" one', "B")),
        ("list", '""', ("",)),
        ("list", "$A$1:$A$3", ()),
        ("list", 'Words&"', ()),
        ("list", '"Words', ()),
        ("list", '"', ()),
        ("list", "", ()),
        ("custom", '"Red,Amber"', ()),
    ],
)
def test_the_words_of_a_list_are_those_that_the_cell_offers(
    kind: str, first: str, words: tuple[str, ...]
) -> None:
    """If this fails, a word that the council's own drop-down offers is not known, or one that it does not is."""
    assert Allowed((Area(1, 1, 1, 1),), kind, "between", first, "").words == words


def test_the_rules_of_a_sheet_are_read_with_what_the_file_leaves_out() -> None:
    rules = (
        '<dataValidation type="list" sqref="A1:A3 C1"><formula1>"Red,Amber"</formula1></dataValidation>'
        '<dataValidation type="whole" operator="equal" sqref="B1"><formula1>1</formula1></dataValidation>'
        '<dataValidation type="decimal" sqref="B2"><formula1>1</formula1><formula2>9</formula2></dataValidation>'
        '<dataValidation prompt="Only a hint" sqref="D1"/><dataValidation type="list" sqref=""/>'
    )
    content = sheet("", after=f"<dataValidations>{rules}</dataValidations>").encode()
    assert [
        (found.areas, found.kind, found.operator, found.first, found.second)
        for found in validations_of(content, "xl/worksheets/sheet1.xml")
    ] == [
        ((Area(1, 1, 3, 1), Area(1, 3, 1, 3)), "list", "between", '"Red,Amber"', ""),
        ((Area(1, 2, 1, 2),), "whole", "equal", "1", ""),
        ((Area(2, 2, 2, 2),), "decimal", "between", "1", "9"),
    ]


@pytest.mark.parametrize(
    ("content", "is_protected", "has_hidden_rows"),
    [
        (sheet('<row r="1"/>'), False, False),
        (sheet('<row r="1" hidden="1"/>'), False, True),
        (sheet("<row r='1' hidden = 'true' ht='0'/>"), False, True),
        (sheet('<row r="1" hidden="0"/>'), False, False),
        (sheet('<rows hidden="1"/>'), False, False),
        (sheet("", after='<sheetProtection password="83AF" sheet="1" objects="1"/>'), True, False),
        (sheet("", after='<sheetProtection sheet="true"/>'), True, False),
        (sheet("", after='<sheetProtection sheet="0"/>'), False, False),
        (sheet("", after='<sheetProtection objects="1"/>'), False, False),
        ('<x:row hidden="1"/><x:sheetProtection sheet="1"/>', True, True),
    ],
)
def test_what_forbids_writing_is_seen_before_it_is_tried(
    content: str, is_protected: bool, has_hidden_rows: bool
) -> None:
    """Excel would stop in the middle of a merge."""
    assert obstacles_of(content.encode()) == Obstacles(is_protected, has_hidden_rows)


def test_a_comment_that_lies_elsewhere_or_nowhere_is_no_comment() -> None:
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members = parts(
        sheet(""),
        more={
            "xl/comments1.xml": f"<comments><commentList><!-- x -->{note('B2', 'Ask Jo')}</commentList></comments>",
            "xl/worksheets/_rels/sheet1.xml.rels": f"{HEAD}"
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{related}/comments" Target="../comments1.xml"/>'
            f'<Relationship Id="rId2" Type="{related}/comments" Target="../gone.xml"/>'
            f'<Relationship Id="rId3" Type="{related}/comments" Target="xl/comments1.xml" TargetMode="External"/>'
            f'<Relationship Id="rId4" Type="{related}/other" Target="../comments1.xml"/></Relationships>',
        },
    )
    package = Package.from_bytes(zipped(members), "Plan.xlsx")
    assert comments_of(package, package.sheets()[0]) == {(2, 2): "Ask Jo"}
