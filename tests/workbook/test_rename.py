"""The council's own sheet gives up its name, and nothing that pointed at it points elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.drawing_examples import KEY, a_council_workbook, opened
from xlplan.errors import XlplanError
from xlplan.workbook.ooxml.formulas import renamed
from xlplan.workbook.ooxml.insert_sheet import put_sheet
from xlplan.workbook.ooxml.rename import check_sheet_name, rename_sheet


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("Plan!A1", "'Plan (original)'!A1"),
        ("=SUM('Plan'!$A$1:$B$2)", "=SUM('Plan (original)'!$A$1:$B$2)"),
        ("plan!A1", "'Plan (original)'!A1"),
        ("Plan!A1:Plan!B2", "'Plan (original)'!A1:'Plan (original)'!B2"),
        ("A1:Plan!B2", "A1:'Plan (original)'!B2"),
        ("-Plan!A1%", "-'Plan (original)'!A1%"),
        ("Plan!Local_name", "'Plan (original)'!Local_name"),
        ("Plan!#REF!", "'Plan (original)'!#REF!"),
        ("Plan:Other!A1", "'Plan (original):Other'!A1"),
        ("SUM('First one:Plan'!A1)", "SUM('First one:Plan (original)'!A1)"),
        ('"Plan!A1 ""Plan!"""&Plan!A1', '"Plan!A1 ""Plan!"""&\'Plan (original)\'!A1'),
        ("Plan[[#This Row],[Plan!A]]+Plan!B1", "Plan[[#This Row],[Plan!A]]+'Plan (original)'!B1"),
    ],
)
def test_a_reference_follows_the_sheet(formula: str, after: str) -> None:
    assert renamed(formula, "Plan", "Plan (original)") == after


@pytest.mark.parametrize(
    "formula",
    [
        "'Plan 1'!A1",
        "Plan1!A1",
        "My.Plan!A1",
        "MyPlan!A1",
        "[1]Plan!A1",
        "'[1]Plan'!A1",
        "'C:\\plans\\[Old.xlsx]Plan'!A1",
        "[1]Plan:Other!A1",
        "#REF!+Plan",
        'INDIRECT("Plan!A1")',
        "Plan[RAG]",
    ],
)
def test_what_only_looks_like_the_sheet_stays(formula: str) -> None:
    assert renamed(formula, "Plan", "Plan (original)") == formula


def test_a_name_without_blanks_needs_no_quotes_and_one_like_a_cell_does() -> None:
    assert renamed("Plan!A1", "Plan", "Start") == "Start!A1"
    assert renamed("Plan!A1", "Plan", "Q1") == "'Q1'!A1"
    assert renamed("Plan!A1", "Plan", "Tom's") == "'Tom''s'!A1"
    assert renamed("'Tom''s'!A1", "Tom's", "Plan") == "'Plan'!A1"


@given(st.text(alphabet="Plan!'\"[]:A1 $(),+#", max_size=30))
def test_no_formula_breaks_the_reading_and_a_rename_back_is_no_change(formula: str) -> None:
    assert renamed(formula, "Elsewhere", "Other") == formula


def test_everything_in_the_workbook_follows() -> None:
    package = a_council_workbook()
    put_sheet(package, KEY)
    untouched = package.read("xl/worksheets/sheet3.xml")
    rename_sheet(package, "plan", "Plan (original)")
    workbook = opened(package)
    assert workbook.sheetnames == ["Plan (original)", "My notes", "Key"]
    notes = workbook["My notes"]
    assert notes["A1"].value == "='Plan (original)'!A2&\" Plan!A2\"&'Plan (original)'!B2"
    assert notes["A2"].hyperlink.location == "'Plan (original)'!B2"
    assert workbook.defined_names["Tasks"].attr_text == "'Plan (original)'!$B$2:$B$9"
    assert list(workbook["Plan (original)"].tables) == ["Plan"]  # a table is no sheet
    assert package.read("xl/worksheets/sheet3.xml") == untouched


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/charts/chart1.xml", "<c:f>Plan!$A$1:$A$3</c:f>", "<c:f>'New plan'!$A$1:$A$3</c:f>"),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml",
            '<worksheetSource ref="A1:B9" sheet="Plan"/>',
            '<worksheetSource ref="A1:B9" sheet="New plan"/>',
        ),
        (
            "xl/pivotCache/pivotCacheDefinition2.xml",
            '<worksheetSource r:id="rId1" ref="A1:B9" sheet="Plan"/>',
            '<worksheetSource r:id="rId1" ref="A1:B9" sheet="Plan"/>',
        ),
        (
            "xl/drawings/drawing1.xml",
            '<xdr:sp textlink="Plan!$A$1">',
            "<xdr:sp textlink=\"'New plan'!$A$1\">",
        ),
        (
            "xl/drawings/_rels/drawing1.xml.rels",
            '<Relationship Id="r1" Target="#Plan!A1"/>',
            '<Relationship Id="r1" Target="#\'New%20plan\'!A1"/>',
        ),
        (
            "xl/drawings/vmlDrawing1.vml",
            "<x:FmlaLink>Plan!$A$1</x:FmlaLink>",
            "<x:FmlaLink>'New plan'!$A$1</x:FmlaLink>",
        ),
        (
            "xl/ctrlProps/ctrlProp1.xml",
            '<formControlPr fmlaLink="$B$1" fmlaRange="Plan!$A$1"/>',
            '<formControlPr fmlaLink="$B$1" fmlaRange="\'New plan\'!$A$1"/>',
        ),
        (
            "xl/worksheets/sheet9.xml",
            '<x14:formula1><xm:f>Plan!$A$1</xm:f></x14:formula1><f t="shared" si="0"/><v>Plan!A1</v>',
            '<x14:formula1><xm:f>\'New plan\'!$A$1</xm:f></x14:formula1><f t="shared" si="0"/><v>Plan!A1</v>',
        ),
        (
            "xl/worksheets/sheet9.xml",
            '<f>IF(Plan!A1&gt;1,"&lt;Plan!&gt;","")</f>',
            "<f>IF('New plan'!A1&gt;1,&quot;&lt;Plan!&gt;&quot;,&quot;&quot;)</f>",
        ),
        ("xl/worksheets/sheet9.xml", "<formula1>Key!$A$1</formula1>", "<formula1>Key!$A$1</formula1>"),
        ("xl/worksheets/sheet9.xml", "<is><t>Plan!A1</t></is>", "<is><t>Plan!A1</t></is>"),
        ("xl/externalLinks/externalLink1.xml", "<f>Plan!A1</f>", "<f>Plan!A1</f>"),
        (
            "xl/worksheets/sheet9.xml",
            "<hyperlink location='Key!A1'/><hyperlink location='Plan!A1'/>",
            "<hyperlink location='Key!A1'/><hyperlink location=\"'New plan'!A1\"/>",
        ),
        # what people see, or what is a table's name, stays though it reads like a place on the sheet
        (
            "xl/worksheets/sheet9.xml",
            '<hyperlink ref="A1" location="Plan!A1" display="Plan!A1" tooltip="Plan!A1"/>',
            '<hyperlink ref="A1" location="\'New plan\'!A1" display="Plan!A1" tooltip="Plan!A1"/>',
        ),
        (
            "xl/pivotCache/pivotCacheDefinition9.xml",
            '<worksheetSource ref="A3:C9" name="Plan" sheet="Plan"/>',
            '<worksheetSource ref="A3:C9" name="Plan" sheet="New plan"/>',
        ),
    ],
)
def test_charts_pivot_tables_and_controls_follow(part: str, before: str, after: str) -> None:
    package = a_council_workbook()
    namespaces = 'xmlns:c="c" xmlns:xdr="x" xmlns:x="x" xmlns:x14="x" xmlns:xm="x" xmlns:r="r"'
    close = "</xdr:sp>" if "xdr:sp" in before else ""
    package.add(part, f"<root {namespaces}>{before}{close}</root>".encode(), "application/xml")
    rename_sheet(package, "Plan", "New plan")
    assert package.read(part).decode() == f"<root {namespaces}>{after}{close}</root>"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Nowhere", "Plan 2", "there is no sheet 'Nowhere'"),
        ("Plan", "My notes", "there is already a sheet"),
        ("Plan", "x" * 32, "Excel allows no sheet"),
        ("Plan", "Plan: original", "Excel allows no sheet"),
    ],
)
def test_a_name_that_will_not_do_is_refused(old: str, new: str, what: str) -> None:
    with pytest.raises(XlplanError, match=what):
        rename_sheet(a_council_workbook(), old, new)


def test_a_name_of_31_characters_will_do() -> None:
    check_sheet_name("x" * 31)
