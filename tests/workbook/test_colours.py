"""The colour of a cell is often all that says its RAG: it is the one that was seen, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.workbook_examples import HEAD, MAIN, OFFICE, parts, sheet, zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.readers import read_grids
from xlplan.workbook.readers.cell_styles import tinted

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
        (solid('theme="11"'), "800080"),
        (solid('theme="12"'), None),
        (solid('theme="99"'), None),
        (solid('indexed="10"'), "FF0000"),
        (solid('indexed="17"'), "008000"),
        (solid('indexed="63"'), "333333"),
        (solid('indexed="66"'), None),
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


STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts><numFmt numFmtId="164" formatCode="mmm\\-yy"/><numFmt numFmtId="14" formatCode="0.00"/>
<numFmt numFmtId="165"/><numFmt numFmtId="odd" formatCode="0.000"/></numFmts>
<fonts><font/><font><strike/></font><font><strike val="0"/></font><font><dstrike val="1"/></font>
<font><strike val="false"/></font></fonts>
<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FF00B050"/></patternFill></fill></fills>
<cellXfs>{{}}</cellXfs></styleSheet>"""


def style_of(folder: Path, entry: str) -> tuple[str, str | None, bool]:
    """How the number 38687 is shown in a cell of this style, its colour, and whether it is struck through."""
    members = parts(
        sheet('<row r="1"><c r="A1" s="1"><v>38687</v></c></row>'),
        more={"xl/styles.xml": STYLES.format(f"<xf/>{entry}")},
    )
    path = folder / "Plan.xlsx"
    path.write_bytes(zipped(members))
    [grid] = read_grids(path, detail=True)
    return grid[1, 1].shown, grid[1, 1].fill, (1, 1) in grid.struck


@pytest.mark.parametrize(
    ("entry", "look"),
    [
        ("<xf/>", ("38687", None, False)),
        ('<xf numFmtId="164"/>', ("Dec-05", None, False)),
        ('<xf numFmtId="14"/>', ("01/12/2005", None, False)),
        ('<xf numFmtId="165"/>', ("38687", None, False)),
        ('<xf numFmtId="999"/>', ("38687", None, False)),
        ('<xf numFmtId="many"/>', ("38687", None, False)),
        ('<xf numFmtId="000000017"/>', ("Dec-05", None, False)),
        ('<xf numFmtId="0000000017"/>', ("38687", None, False)),
        ('<xf fillId="0"/>', ("38687", None, False)),
        ('<xf fillId="1"/>', ("38687", "00B050", False)),
        ('<xf fillId="2"/>', ("38687", None, False)),
        ('<xf fontId="1"/>', ("38687", None, True)),
        ('<xf fontId="2"/>', ("38687", None, False)),
        ('<xf fontId="3"/>', ("38687", None, True)),
        ('<xf fontId="4"/>', ("38687", None, False)),
        ('<xf fontId="5"/>', ("38687", None, False)),
        ('<xf numFmtId="164" fillId="1" fontId="1"/>', ("Dec-05", "00B050", True)),
    ],
)
def test_a_cell_looks_as_its_style_says(
    tmp_path: Path, entry: str, look: tuple[str, str | None, bool]
) -> None:
    """Without its style 1 December 2005 is 38687, and what was struck out counts."""
    assert style_of(tmp_path, entry) == look


@pytest.mark.parametrize("filler", ["", f"<!--{'x' * 200_000}-->"])
def test_each_style_is_its_own_however_many_there_are(tmp_path: Path, filler: str) -> None:
    entries = "".join(f'<xf numFmtId="{number}" fillId="{number % 2}"/>' for number in (0, 14, 17, 14))
    cells = "".join(f'<c r="{letter}1" s="{number}"><v>38687</v></c>' for number, letter in enumerate("ABCD"))
    path = tmp_path / "Plan.xlsx"
    styles = STYLES.format(entries + filler)
    path.write_bytes(zipped(parts(sheet(f'<row r="1">{cells}</row>'), more={"xl/styles.xml": styles})))
    [grid] = read_grids(path, detail=True)
    assert [(cell.shown, cell.fill) for _, cell in sorted(grid.cells.items())] == [
        ("38687", None),
        ("01/12/2005", None),
        ("Dec-05", "00B050"),
        ("01/12/2005", None),
    ]


@pytest.mark.parametrize("count", [65_490, 65_491])
def test_more_styles_than_excel_allows_are_refused(tmp_path: Path, count: int) -> None:
    path = tmp_path / "Plan.xlsx"
    styles = STYLES.format("<xf/>" * count)
    path.write_bytes(zipped(parts(sheet('<row r="1"><c r="A1"/></row>'), more={"xl/styles.xml": styles})))
    if count == 65_490:
        assert len(read_grids(path, detail=True)) == 1
    else:
        with pytest.raises(UnreadableWorkbook, match="more than 65,490 cell styles"):
            read_grids(path, detail=True)


@pytest.mark.parametrize(
    ("colour", "tint", "result"),
    [
        ("4F81BD", 0.7999, "DCE6F1"),
        ("4F81BD", 0.3999, "95B3D7"),
        ("4F81BD", -0.25, "366092"),
        ("4F81BD", -0.5, "244062"),
        ("000000", 0.5, "808080"),
        ("000000", 0.05, "0D0D0D"),
        ("FF0000", 1.0, "FFFFFF"),
        ("FF0000", -1.0, "000000"),
        ("808080", 2.0, "FFFFFF"),
        ("808080", -2.0, "000000"),
        ("1F497D", -0.25, "16365C"),
        ("9BBB59", 0.5999, "D8E4BC"),
    ],
)
def test_shades_are_those_of_excels_palette(colour: str, tint: float, result: str) -> None:
    """As Excel's list of colours has them, to one or two of 255: no eye tells those, and no other shade is as near."""
    channels = zip(bytes.fromhex(tinted(colour, tint)), bytes.fromhex(result), strict=True)
    assert max(abs(found - shown) for found, shown in channels) <= 2
