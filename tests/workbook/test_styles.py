"""The styles of a workbook: each look has its number, and nobody else's look changes."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.builders.drawing_examples import opened
from tests.builders.workbook_examples import MAIN
from xlplan.workbook.ooxml.insert_sheet import new_package
from xlplan.workbook.ooxml.styles import BLANK_STYLES, Styles, styles_of
from xlplan.workbook.sheet_spec import ConditionalFormat, Format, SheetSpec, StyledCell

TITLE = {(1, 1): StyledCell("Wexcombe")}
LOOK = Format(bold=True, italic=True, underline=True, size=14, colour="112233", fill="aabbcc", border="445566",
              wrap=True, horizontal="center", vertical="bottom", number_format="0.00", locked=False)  # fmt: skip


def test_the_same_look_has_the_same_number_and_another_has_another() -> None:
    styles = Styles(BLANK_STYLES)
    first, second = styles.style(LOOK), styles.style(Format())
    assert (first, second, styles.style(LOOK)) == (1, 2, 1)
    again = Styles(styles.to_bytes())
    assert (again.style(LOOK), again.style(Format()), again.changed) == (1, 2, False)
    assert again.style(Format(bold=True)) == 3
    assert again.changed
    root = etree.fromstring(again.to_bytes())
    assert {each.get("count") for each in root.iter("{*}cellXfs")} == {"4"}


@pytest.mark.parametrize(
    ("codes", "numbers"),
    [(["0.00", "General", "@"], [2, 0, 49]), (["dd/mm/yyyy", "mmm-yy", "dd/mm/yyyy"], [164, 165, 164])],
)
def test_a_number_format_is_one_that_all_excels_have_or_one_of_the_workbooks_own(
    codes: list[str], numbers: list[int]
) -> None:
    styles = Styles(BLANK_STYLES)
    for code in codes:
        styles.style(Format(number_format=code))
    root = etree.fromstring(styles.to_bytes())
    used = [int(each.get("numFmtId")) for each in root.find("{*}cellXfs")][1:]
    assert used == list(dict.fromkeys(numbers))


def test_a_format_of_the_councils_is_used_again_and_a_new_one_comes_after_theirs() -> None:
    own = b'<numFmt numFmtId="170" formatCode="dd mmm"/><numFmt numFmtId="166" formatCode="0.0"/>'
    theirs = BLANK_STYLES.replace(b"<fonts", b'<numFmts count="2">%s</numFmts><fonts' % own, 1)
    styles = Styles(theirs)
    for code in ("dd mmm", "mmm-yy"):
        styles.style(Format(number_format=code))
    root = etree.fromstring(styles.to_bytes())
    assert [int(each.get("numFmtId")) for each in root.find("{*}cellXfs")][1:] == [170, 171]
    assert [each.get("formatCode") for each in root.iter("{*}numFmt")] == ["dd mmm", "0.0", "mmm-yy"]


@pytest.mark.parametrize(
    ("code", "is_date"), [("dd/mm/yyyy", True), ("General", False), ("0.00", False), ("[h]:mm", True)]
)
def test_a_style_that_shows_dates_is_known(code: str, is_date: bool) -> None:
    styles = Styles(BLANK_STYLES)
    number = styles.with_number_format(0, code)
    assert styles.shows_dates(number) is is_date
    assert styles.shows_dates(number) is is_date
    assert not styles.shows_dates(0)
    assert not styles.shows_dates(99)


@pytest.mark.parametrize(
    ("number", "is_date"),
    [(13, False), (14, True), (22, True), (23, False), (44, False), (45, True), (47, True), (48, False)],
)
def test_a_built_in_date_format_shows_dates(number: int, is_date: bool) -> None:
    content = BLANK_STYLES.replace(
        b'<cellXfs count="1"><xf numFmtId="0"', b'<cellXfs count="1"><xf numFmtId="%d"' % number
    )
    assert Styles(content).shows_dates(0) is is_date


def test_a_date_takes_all_but_the_number_format_from_the_style_that_is_there() -> None:
    styles = Styles(BLANK_STYLES)
    number = styles.with_number_format(0, "mmm-yy")
    root = etree.fromstring(styles.to_bytes())
    entry = root.find("{*}cellXfs")[number]
    assert (len(entry), entry.get("numFmtId"), entry.get("applyNumberFormat"), entry.get("applyFont")) == (
        0,
        "164",
        "1",
        None,
    )
    beyond = styles.with_number_format(99, "mmm-yy")
    assert beyond != number
    assert styles.with_number_format(-1, "mmm-yy") == beyond


def test_whether_texts_wrap_and_how_large_they_are_is_known() -> None:
    styles = Styles(BLANK_STYLES)
    wrapped, plain = styles.style(Format(size=14)), styles.style(Format(wrap=False))
    assert styles.wrapping(wrapped) == (True, 14.0)
    assert styles.wrapping(plain) == (False, 11.0)
    assert styles.wrapping(99) == (False, 11.0)


def test_a_workbook_without_styles_gets_some() -> None:
    package = new_package([SheetSpec("S", TITLE)])
    package.remove("xl/styles.xml")
    with styles_of(package) as styles:
        assert styles.style(LOOK) == 1
    assert package.related(package.workbook_part, "styles") == "xl/styles.xml"
    assert package.content_type("xl/styles.xml").endswith("styles+xml")
    assert opened(package)["S"]["A1"].value == "Wexcombe"


def test_styles_that_lack_most_of_what_they_have_are_completed_in_their_order() -> None:
    styles = Styles(f'<styleSheet xmlns="{MAIN}"><cellXfs/><extLst/></styleSheet>'.encode())
    styles.style(LOOK)
    styles.rule_style(ConditionalFormat("A1", fill="FF0000"))
    root = etree.fromstring(styles.to_bytes())
    assert [etree.QName(each).localname for each in root] == [
        "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs", "extLst",
    ]  # fmt: skip
    assert len(root.find("{*}fills")) == 3
    assert len(root.find("{*}cellStyleXfs")) == 1
