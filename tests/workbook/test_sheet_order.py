"""Excel repairs a worksheet whose parts stand in another order than the standard says, and may throw some away."""

from __future__ import annotations

from itertools import combinations

import pytest
from lxml import etree

from tests.builders.workbook_examples import sheet
from xlplan.workbook.ooxml.sheet_editor import Frame

# ECMA-376 18.3.1.99
ORDER = (
    *(
        "sheetPr",
        "dimension",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "sheetProtection",
        "autoFilter",
    ),
    *("mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "drawing", "legacyDrawing", "tableParts", "extLst"),
)
PUT = ("sheetPr", "dimension", "cols", "conditionalFormatting", "dataValidations", "tableParts")


def names(frame: Frame) -> list[str]:
    return [etree.QName(child).localname for child in etree.fromstring(frame.to_bytes())]


def written(*there: str) -> bytes:
    at = ORDER.index("sheetData")
    before = "".join(f"<{name}/>" for name in ORDER[:at] if name in there)
    after = "".join(f"<{name}/>" for name in ORDER[at:] if name in there)
    return sheet("", before=before, after=after).encode()


@pytest.mark.parametrize("put", PUT)
@pytest.mark.parametrize(
    "there", [(), *combinations(("dimension", "cols", "autoFilter", "pageMargins", "extLst"), 2)]
)
def test_what_is_put_into_a_sheet_stands_where_the_standard_wants_it(
    there: tuple[str, ...], put: str
) -> None:
    frame = Frame(written(*there))
    frame.ensure(put)
    assert names(frame) == [name for name in ORDER if name in {*there, put, "sheetData"}]
    frame.ensure(put)
    assert names(frame).count(put) == 1
