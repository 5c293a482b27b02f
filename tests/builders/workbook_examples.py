"""Small workbooks made part by part, in the dress that a test asks for."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from xlplan.workbook.ooxml.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="mmm\\-yy"/></numFmts>
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FF00B050"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="4" tint="0.5999"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor indexed="10"/></patternFill></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="0" fontId="0" fillId="2" borderId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="14" fontId="0" fillId="0" borderId="0"/><xf numFmtId="2" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="0" fontId="0" fillId="3" borderId="0"/><xf numFmtId="0" fontId="0" fillId="4" borderId="0"/></cellXfs>
</styleSheet>"""
GREEN, MONTH, DATE, TWO_PLACES, PALE, RED = 1, 2, 3, 4, 5, 6
"""The numbers of the cell styles above."""


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet's XML around these rows."""
    opening = f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    return f"{opening}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def parts(
    *sheets: str | bytes,
    strings: tuple[str, ...] = (),
    workbook: str = "",
    more: dict[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a workbook with these worksheets, named Sheet1, Sheet2, ...

    Args:
        sheets: the worksheets' XML.
        strings: the shared strings.
        workbook: what stands in the workbook part before its list of sheets.
        more: further parts, or others in the place of these.
    """
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    typed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{typed}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{related}<Relationship Id="rId91" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId92" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="rId93" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}">{items}</sst>',
        "xl/calcChain.xml": f'{HEAD}<calcChain xmlns="{MAIN}"><c r="A1" i="1"/></calcChain>',
    }
    made |= {f"xl/worksheets/sheet{n}.xml": content for n, content in zip(numbers, sheets, strict=True)}
    return made | (more or {})


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def package(*sheets: str | bytes, strings: tuple[str, ...] = (), workbook: str = "") -> Package:
    """A package with these worksheets."""
    return Package.from_bytes(zipped(parts(*sheets, strings=strings, workbook=workbook)), "Plan.xlsx")


def saved(folder: Path, *sheets: str | bytes, strings: tuple[str, ...] = (), name: str = "Plan.xlsx") -> Path:
    """A file with these worksheets."""
    path = folder / name
    path.write_bytes(zipped(parts(*sheets, strings=strings)))
    return path
