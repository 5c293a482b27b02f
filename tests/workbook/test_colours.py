"""The colour of a cell is often all that says its RAG: it is the one that was seen, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.workbook_examples import HEAD, MAIN, OFFICE, parts, sheet, zipped
from xlplan.workbook.readers import read_grids

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
OWN_THEME = f"""{HEAD}<a:theme xmlns:a="{DRAWING}"><a:themeElements><a:clrScheme name="Wexcombe">
<a:dk1><a:sysClr val="windowText" lastClr="101010"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FEFEFE"/></a:lt1>
<a:dk2><a:srgbClr val="202020"/></a:dk2><a:lt2><a:srgbClr val="EEEEEE"/></a:lt2>
<a:accent1><a:srgbClr val="00aa44"/></a:accent1></a:clrScheme></a:themeElements></a:theme>"""
PALETTE = (
    '<colors><indexedColors><rgbColor rgb="00000000"/><rgbColor rgb="00AB12CD"/></indexedColors></colors>'
)


def solid(colour: str) -> str:
    return f'<patternFill patternType="solid"><fgColor {colour}/><bgColor indexed="64"/></patternFill>'


def seen(folder: Path, fill: str, theme: str = "", palette: str = "") -> str | None:
    """The colour of a cell with this fill."""
    styles = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill>{fill}</fill></fills>'
        f'<borders count="1"><border/></borders><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0"/></cellXfs>'
        f"{palette}</styleSheet>"
    )
    members = parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), more={"xl/styles.xml": styles})
    if theme:
        related = str(members["xl/_rels/workbook.xml.rels"])
        members["xl/theme/theme1.xml"] = theme
        members["xl/_rels/workbook.xml.rels"] = related.replace(
            "</Relationships>",
            f'<Relationship Id="rId94" Type="{OFFICE}/theme" Target="theme/theme1.xml"/></Relationships>',
        )
    path = folder / "Plan.xlsx"
    path.write_bytes(zipped(members))
    [grid] = read_grids(path, detail=True)
    return grid[1, 1].fill


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        (solid('rgb="FF00B050"'), "00B050"),
        (solid('rgb="ff00b050"'), "00B050"),
        (solid('rgb="00B050"'), "00B050"),
        (solid('rgb="FFFFFFFF"'), None),
        (solid('rgb="green"'), None),
        (solid('auto="1"'), None),
        (solid('theme="4"'), "4F81BD"),
        (solid('theme="0"'), None),
        (solid('theme="1"'), "000000"),
        (solid('theme="99"'), None),
        (solid('indexed="10"'), "FF0000"),
        (solid('indexed="17"'), "008000"),
        (solid('indexed="99"'), None),
        (solid('theme="4" tint="0.5999"'), "B8CCE4"),
        (solid('rgb="FF00B050" tint="a little"'), "00B050"),
        ('<patternFill patternType="none"><fgColor rgb="FF00B050"/></patternFill>', None),
        ('<patternFill patternType="gray125"><fgColor rgb="FF00B050"/></patternFill>', None),
        ('<patternFill><fgColor rgb="FF00B050"/></patternFill>', None),
        ('<patternFill patternType="solid"><bgColor rgb="FF00B050"/></patternFill>', None),
        ('<gradientFill><stop position="0"><color rgb="FF00B050"/></stop></gradientFill>', None),
    ],
)
def test_a_fill_is_the_colour_that_was_seen(tmp_path: Path, fill: str, colour: str | None) -> None:
    assert seen(tmp_path, fill) == colour


@pytest.mark.parametrize(
    ("number", "colour"),
    [("0", "FEFEFE"), ("1", "101010"), ("2", "EEEEEE"), ("3", "202020"), ("4", "00AA44"), ("5", "C0504D")],
)
def test_a_colour_of_the_councils_own_theme_is_not_offices(tmp_path: Path, number: str, colour: str) -> None:
    """Light comes before dark in cells and after it in the theme; what the theme leaves out is Office's."""
    assert seen(tmp_path, solid(f'theme="{number}"'), OWN_THEME) == colour


@pytest.mark.parametrize(("number", "colour"), [("1", "AB12CD"), ("2", "FF0000")])
def test_a_palette_of_the_workbooks_own_stands_in_for_excels(
    tmp_path: Path, number: str, colour: str
) -> None:
    assert seen(tmp_path, solid(f'indexed="{number}"'), palette=PALETTE) == colour
