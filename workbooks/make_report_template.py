"""Make `report-template.docx`: the committee report before its fields are filled in.

    python workbooks/make_report_template.py

A council copies it, gives it its own letterhead, headings and words, and names it with `xlplan report --template`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FILE = Path(__file__).with_name("report-template.docx")
INK, QUIET, ACCENT = RGBColor(0x1F, 0x2A, 0x37), RGBColor(0x5B, 0x66, 0x73), RGBColor(0x1F, 0x4E, 0x79)


def make(path: Path = FILE) -> None:
    """Write the template."""
    document = docx.Document()
    _set_styles(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    _set_margins(page)
    document.add_paragraph("{{ council }}", style="Subtitle")
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("Progress in {{ period }}, as it stood on {{ date }}", style="Subtitle")
    document.add_heading("The position", 1)
    document.add_paragraph("{{ position }}")
    document.add_paragraph("{{ charts }}")
    wide = document.add_section(WD_SECTION.NEW_PAGE)
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.page_width, wide.page_height = Cm(29.7), Cm(21)
    _set_margins(wide)
    document.add_heading("Exceptions", 1)
    document.add_paragraph("{{ exceptions }}")
    document.add_heading("The plan by theme", 1)
    document.add_paragraph("{{ themes }}")
    document.add_heading("Who has not reported", 1)
    document.add_paragraph("{{ not reported }}")
    _set_footer(page)
    _set_properties(document)
    document.save(str(path))


def _set_margins(section: Any) -> None:
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    section.footer_distance = Cm(0.9)


def _set_styles(document: Any) -> None:
    looks = {
        "Normal": (11, False, INK),
        "Title": (20, True, INK),
        "Subtitle": (12, False, QUIET),
        "Heading 1": (15, True, ACCENT),
        "Footer": (9, False, QUIET),
    }
    for name, (size, bold, colour) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = (
            "Calibri",
            Pt(size),
            bold,
            False,
        )
        style.font.color.rgb = colour
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), "Calibri")
    spacing = {"Normal": (0, 6), "Title": (0, 2), "Subtitle": (0, 4), "Heading 1": (14, 5)}
    for name, (before, after) in spacing.items():
        style = document.styles[name]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    small = document.styles.add_style("Report table", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = document.styles["Normal"], Pt(9)
    spaces = small.paragraph_format
    spaces.space_before, spaces.space_after, spaces.line_spacing = Pt(1), Pt(1), 1.0
    title = document.styles["Title"].element.pPr
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    for name in ("Title", "Subtitle"):
        for spaced in document.styles[name].element.rPr.findall(qn("w:spacing")):
            document.styles[name].element.rPr.remove(spaced)
    document.styles["Heading 1"].paragraph_format.keep_with_next = True
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")


def _set_footer(section: Any) -> None:
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("{{ title }}, {{ period }} · page ")
    _add_code(footer, "PAGE")
    footer.add_run(" of ")
    _add_code(footer, "NUMPAGES")


def _add_code(paragraph: Any, code: str) -> None:
    """A code that Word fills in itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_properties(document: Any) -> None:
    properties = document.core_properties
    properties.author = "xlplan"
    properties.title = "Committee report: template"
    properties.comments = "The fields are described in xlplan's documentation: Month's end."
    properties.language = "en-GB"
    properties.created = properties.modified = dt.datetime(2026, 1, 1)


if __name__ == "__main__":
    make()
