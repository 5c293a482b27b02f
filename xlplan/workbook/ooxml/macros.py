"""Macros taken out of a workbook, so that it can be an ordinary .xlsx."""

from __future__ import annotations

from xlplan.workbook.ooxml.package import Package

_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_KINDS = ("vbaProject", "vbaProjectSignature", "vbaProjectSignatureAgile", "vbaProjectSignatureV3")


def drop_macros(package: Package) -> bool:
    """Take the macros out and say that the workbook is an ordinary one; a template becomes a workbook too.

    Buttons and other controls stay where they are; those that started a macro start nothing any more.

    Returns:
        True when there were macros.
    """
    had_macros = False
    workbook = package.workbook_part
    for relation in package.relations(workbook):
        if relation.kind in _MACRO_KINDS and relation.target in package:
            for signature in package.relations(relation.target):
                package.remove(signature.target)
            package.remove(relation.target)
            had_macros = True
    if package.content_type(workbook) != _PLAIN_TYPE:
        package.set_content_type(workbook, _PLAIN_TYPE)
    return had_macros
