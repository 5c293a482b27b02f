"""What Excel must be told when cells change under its formulas."""

from __future__ import annotations

import re

from lxml import etree

from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.xml import local_name, namespace, parse_xml, serialise_xml

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# ECMA-376 18.2.27: what may follow calcPr among the children of workbook.
_AFTER_CALCULATION = (
    *("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"),
    *("webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
)


def drop_calculation_chain(package: Package) -> None:
    """Take out the list of cells with formulas. Excel makes it anew, and calls a file damaged whose list names
    a cell that has no formula any more."""
    part = package.related(package.workbook_part, "calcChain")
    if part is not None:
        package.remove(part)


def has_formulas(package: Package) -> bool:
    """True when a cell of any sheet holds a formula."""
    return any(
        _FORMULA.search(package.read(entry.part)) is not None
        for entry in package.sheets()
        if entry.is_worksheet
    )


def recalculate_on_opening(package: Package) -> None:
    """Have Excel work out every formula when it opens the workbook.

    A changed cell leaves the values kept beside the formulas that depend on it out of date, and Excel otherwise
    trusts those until somebody edits the cell. The price: on closing, Excel asks whether to save.
    """
    workbook = package.workbook_part
    root = parse_xml(package.read(workbook), workbook)
    settings = next((child for child in root if local_name(child) == "calcPr"), None)
    if settings is None:
        settings = etree.Element(f"{{{namespace(root)}}}calcPr")
        at = next(
            (number for number, child in enumerate(root) if local_name(child) in _AFTER_CALCULATION),
            len(root),
        )
        root.insert(at, settings)
    if settings.get("fullCalcOnLoad") != "1":
        settings.set("fullCalcOnLoad", "1")
        package.write(workbook, serialise_xml(root))
