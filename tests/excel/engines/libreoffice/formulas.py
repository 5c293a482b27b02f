"""A formula as Excel writes it in English, and as LibreOffice's `Formula` property wants it; both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")

_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)"
_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w(.])"
_WHOLE = r"\$?[A-Za-z]{1,3}(?=:)|\$?\d{1,7}(?=:)"
_EXCEL_PART = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<sheet>{_SHEET})!
    |(?P<columns>\[(?:[^\[\]]|\[(?:'.|[^\[\]])*\])*\])
    |(?P<separator>[,;{{}}])
    |(?P<other>'(?:[^']|'')*'|[\w.]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_NATIVE_PART = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |\$?(?P<sheet>{_SHEET}?)\.(?=(?:{_CELL}|{_WHOLE}|\#REF!))
    |(?P<columns>\[(?:[^\[\]]|\[(?:'.|[^\[\]])*\])*\])
    |(?P<separator>[;|{{}}~])
    |(?P<other>'(?:[^']|'')*'|[\w]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_THIS_ROW = re.compile(r"\[@(?:\[(?P<bracketed>(?:'.|[^\[\]])*)\]|(?P<plain>[^\[\]]*))\]")


def native(formula: str) -> str:
    """Excel's formula, with its "=", as LibreOffice's `Formula` property takes it.

    >>> native("=IF(Plan!$A$1=\\"a,b\\",SUM('My plan'!A:A),0)")
    '=IF($Plan.$A$1="a,b";SUM($\\'My plan\\'.A:A);0)'
    """
    return "".join(_native_parts(formula))


def excel(formula: str) -> str:
    """LibreOffice's `Formula` as Excel writes it; texts and numbers come through as they are.

    >>> excel("=IF($Plan.$A$1=1.5;{1;2|3;4};Plan[[#This Row];[RAG]])")
    '=IF(Plan!$A$1=1.5,{1,2;3,4},Plan[[#This Row],[RAG]])'
    """
    return formula[1:] if formula[1:] in ERRORS else "".join(_excel_parts(formula))


def _native_parts(formula: str) -> Iterator[str]:
    braces = False
    for part in _EXCEL_PART.finditer(formula):
        if part["sheet"]:
            yield f"${part['sheet']}."
        elif part["columns"]:
            yield _this_row(part["columns"]).replace("],[", "];[")
        elif part["separator"]:
            sign = part["separator"]
            braces = sign == "{" or (braces and sign != "}")
            yield {",": ";", ";": "|"}.get(sign, sign) if braces else sign.replace(",", ";")
        else:
            yield part[0]


def _excel_parts(formula: str) -> Iterator[str]:
    braces = False
    for part in _NATIVE_PART.finditer(formula):
        if part["sheet"]:
            yield f"{part['sheet']}!"
        elif part["columns"]:
            yield part["columns"].replace("];[", "],[")
        elif part["separator"]:
            sign = part["separator"]
            braces = sign == "{" or (braces and sign != "}")
            yield {";": ",", "|": ";"}.get(sign, sign) if braces else {";": ",", "~": ","}.get(sign, sign)
        else:
            yield part[0]


def _this_row(columns: str) -> str:
    """Excel 2010's `[@RAG]` in the long way of writing, which is all that LibreOffice reads."""
    found = _THIS_ROW.fullmatch(columns)
    if not found:
        return columns
    name = found["bracketed"] or found["plain"]
    return f"[[#This Row],[{name}]]" if name else "[#This Row]"
