"""How cells look: number formats, fills, fonts, borders, alignment, widths and heights; always a block at a time."""

from __future__ import annotations

import re
from typing import Any

import uno

from tests.excel.engines.libreoffice.inside.office import Block, Office, Refused, operation

_DATE_OR_TIME = 2 | 4
_KEPT_IN_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|AM/PM|A/P')
_CHARACTERS_BESIDE = 5 / 7  # in Excel five pixels, where a digit of the standard font is seven wide
_HUNDREDTHS_A_POINT = 2540 / 72
_LARGE = 2000  # a height of letters at which a width in whole units is exact enough

# Everything that Excel calls format and that lies in the cells themselves; rules and validation are not among it.
_FORMAT_PROPERTIES = tuple(
    sorted(
        [
            "BottomBorder2",
            "CellBackColor",
            "CellProtection",
            "CharColor",
            "CharCrossedOut",
            "CharFontName",
            "CharHeight",
            "CharPosture",
            "CharStrikeout",
            "CharUnderline",
            "CharWeight",
            "DiagonalBLTR2",
            "DiagonalTLBR2",
            "HoriJustify",
            "IsCellBackgroundTransparent",
            "IsTextWrapped",
            "LeftBorder2",
            "NumberFormat",
            "ParaIndent",
            "RightBorder2",
            "RotateAngle",
            "ShrinkToFit",
            "TopBorder2",
            "VertJustify",
        ]
    )
)
_NOT_COPIED = ("CharCrossedOut", "IsCellBackgroundTransparent")  # each is another property over again
_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
_SIDES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_horizontal": "HorizontalLine",
    "inside_vertical": "VerticalLine",
}
_LINE_STYLES = {"continuous": 0, "dot": 1, "dash": 2, "double": 3, "dash_dot": 16, "dash_dot_dot": 17}
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 79}


def _own_language() -> Any:
    """The profile's own, British: a number format of any other is marked with its country in a saved file."""
    return uno.createUnoStruct("com.sun.star.lang.Locale")


def _excel_code(kind: Any) -> str:
    code: str = kind.FormatString
    if code in ("General", "Standard"):
        return "General"
    if not kind.Type & _DATE_OR_TIME:
        return code
    kept = _KEPT_IN_CODE.findall(code)
    plain = [part.lower() for part in _KEPT_IN_CODE.split(code)]
    return "".join(part for pair in zip(plain, [*kept, ""], strict=True) for part in pair)


@operation
def number_formats(office: Office, book: str, sheet: str, block: Block) -> list[tuple[str, list[Block]]]:
    """Each number format of the block, as Excel writes it, with the blocks of cells that have it."""
    kinds = office.document(book).NumberFormats
    groups = office.cells(book, sheet, block).getUniqueCellFormatRanges()
    found: dict[str, list[Block]] = {}
    for number in range(groups.Count):
        group = groups.getByIndex(number)
        blocks = found.setdefault(_excel_code(kinds.getByKey(group.NumberFormat)), [])
        blocks += [
            [a.StartRow + 1, a.StartColumn + 1, a.EndRow + 1, a.EndColumn + 1] for a in group.RangeAddresses
        ]
    return list(found.items())


@operation
def set_number_format(office: Office, book: str, sheet: str, blocks: list[Block], code: str) -> None:
    """Give blocks a number format written as Excel writes it."""
    kinds = office.document(book).NumberFormats
    if code == "General":
        key = 0
    elif code == "BOOLEAN":
        key = kinds.getStandardFormat(1024, _own_language())
    else:
        key = kinds.queryKey(code, _own_language(), False)
        if key < 0:
            key = kinds.addNew(code, _own_language())
    for block in blocks:
        office.cells(book, sheet, block).NumberFormat = key


@operation
def fill(office: Office, book: str, sheet: str, block: Block) -> int | None:
    """The fill of the first cell as a number (red, green, blue); none where there is no fill."""
    colour = office.cells(book, sheet, [*block[:2], *block[:2]]).CellBackColor
    return None if colour < 0 else int(colour)


@operation
def set_fill(office: Office, book: str, sheet: str, block: Block, colour: int | None) -> None:
    """Fill a block; none takes the fill away."""
    office.cells(book, sheet, block).CellBackColor = -1 if colour is None else colour


@operation
def font(office: Office, book: str, sheet: str, block: Block) -> dict[str, Any]:
    """The font of the first cell."""
    cell = office.cells(book, sheet, [*block[:2], *block[:2]])
    return {
        "bold": cell.CharWeight > 100,
        "italic": cell.CharPosture.value == "ITALIC",
        "size": round(cell.CharHeight, 2),
        "color": None if cell.CharColor < 0 else int(cell.CharColor),
        "name": cell.CharFontName,
    }


@operation
def set_font(office: Office, book: str, sheet: str, block: Block, what: str, value: Any) -> None:
    """Set one thing of a block's font."""
    cells = office.cells(book, sheet, block)
    if what == "bold":
        cells.CharWeight = 150.0 if value else 100.0
    elif what == "italic":
        cells.CharPosture = uno.Enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE")
    elif what == "size":
        cells.CharHeight = float(value)
    elif what == "color":
        cells.CharColor = -1 if value is None else value
    elif what == "name":
        cells.CharFontName = value


@operation
def alignment(office: Office, book: str, sheet: str, block: Block) -> dict[str, Any]:
    """Wrapping and alignment of the first cell, in Excel's words."""
    cell = office.cells(book, sheet, [*block[:2], *block[:2]])
    across = {lo: word for word, lo in _HORIZONTAL.items()}
    down = {lo: word for word, lo in _VERTICAL.items()} | {0: "bottom"}
    return {
        "wrap_text": bool(cell.IsTextWrapped),
        "horizontal_alignment": across[cell.HoriJustify.value],
        "vertical_alignment": down[cell.VertJustify],
    }


@operation
def set_alignment(office: Office, book: str, sheet: str, block: Block, what: str, value: Any) -> None:
    """Set wrapping or an alignment of a block."""
    cells = office.cells(book, sheet, block)
    if what == "wrap_text":
        cells.IsTextWrapped = bool(value)
    elif what == "horizontal_alignment" and value in _HORIZONTAL:
        cells.HoriJustify = uno.Enum("com.sun.star.table.CellHoriJustify", _HORIZONTAL[value])
    elif what == "vertical_alignment" and value in _VERTICAL:
        cells.VertJustify = _VERTICAL[value]
    else:
        raise Refused(f"{what} {value!r} is not offered here")


@operation
def borders(office: Office, book: str, sheet: str, block: Block) -> dict[str, dict[str, Any]]:
    """Line style, weight and colour of each side."""
    found = office.cells(book, sheet, block).TableBorder2
    return {side: _described_line(getattr(found, field)) for side, field in _SIDES.items()}


def _described_line(line: Any) -> dict[str, Any]:
    if not line.LineWidth:
        return {"line_style": "none", "weight": "thin", "color": 0}
    styles = {number: name for name, number in _LINE_STYLES.items()}
    weight = min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - line.LineWidth))
    return {
        "line_style": styles.get(line.LineStyle, "continuous"),
        "weight": weight,
        "color": int(line.Color),
    }


@operation
def set_borders(
    office: Office,
    book: str,
    sheet: str,
    block: Block,
    sides: list[str],
    line_style: str | None,
    weight: str | None,
    color: int | None,
) -> None:
    """Set what is given, on the sides that are named; None leaves a thing as it is."""
    cells = office.cells(book, sheet, block)
    found = cells.TableBorder2
    for side in sides:
        if side not in _SIDES:
            raise Refused(f"border {side!r} is not offered here")
        line = getattr(found, _SIDES[side])
        if line_style == "none":
            line.LineWidth = line.OuterLineWidth = line.InnerLineWidth = line.LineDistance = 0
        else:
            line.LineStyle = _LINE_STYLES[line_style] if line_style else line.LineStyle
            line.LineWidth = _WEIGHTS[weight] if weight else (line.LineWidth or _WEIGHTS["thin"])
            line.OuterLineWidth = line.LineWidth
            line.Color = line.Color if color is None else color
        setattr(found, _SIDES[side], line)
    for side, field in _SIDES.items():
        setattr(found, f"Is{field}Valid", side in sides)
    cells.TableBorder2 = found


@operation
def column_width(office: Office, book: str, sheet: str, block: Block) -> float | None:
    """The width in Excel's characters; none where the columns differ."""
    columns = office.cells(book, sheet, block).Columns
    widths = {columns.getByIndex(number).Width for number in range(columns.Count)}
    if len(widths) > 1:
        return None
    return round(max(widths.pop() / _digit(office.document(book)) - _CHARACTERS_BESIDE, 0), 2)


@operation
def set_column_width(office: Office, book: str, sheet: str, block: Block, width: float) -> None:
    """Set the width of whole columns, in Excel's characters."""
    digits = width + _CHARACTERS_BESIDE
    columns = office.cells(book, sheet, block).Columns
    columns.IsVisible = width > 0
    if width > 0:
        columns.Width = round(digits * _digit(office.document(book)))


def _digit(document: Any) -> float:
    """How wide the widest digit of the standard font is, in hundredths of a millimetre.

    LibreOffice counts the widths of a file's columns in these, and they differ with the fonts that it has.
    """
    style = document.StyleFamilies.getByName("CellStyles").getByName("Default")
    font = uno.createUnoStruct("com.sun.star.awt.FontDescriptor")
    font.Name, font.Height = style.CharFontName, _LARGE
    drawn = document.ReferenceDevice.getFont(font)
    widest: int = max(drawn.getCharWidth(digit) for digit in "0123456789")
    return widest / _LARGE * float(style.CharHeight) * _HUNDREDTHS_A_POINT


@operation
def row_height(office: Office, book: str, sheet: str, block: Block) -> float | None:
    """The height in points; none where the rows differ."""
    rows = office.cells(book, sheet, block).Rows
    heights = {rows.getByIndex(number).Height for number in range(rows.Count)}
    return round(heights.pop() / _HUNDREDTHS_A_POINT, 2) if len(heights) == 1 else None


@operation
def set_row_height(office: Office, book: str, sheet: str, block: Block, height: float) -> None:
    """Set the height of whole rows, in points."""
    office.cells(book, sheet, block).Rows.Height = round(height * _HUNDREDTHS_A_POINT)


@operation
def autofit(office: Office, book: str, sheet: str, block: Block, columns: bool, rows: bool) -> None:
    """Fit columns' widths or rows' heights to what they hold."""
    cells = office.cells(book, sheet, block)
    if columns:
        cells.Columns.OptimalWidth = True
    if rows:
        cells.Rows.OptimalHeight = True


@operation
def hidden(office: Office, book: str, sheet: str, block: Block, rows: bool) -> bool | None:
    """Whether these rows or columns are hidden; none where they differ."""
    cells = office.cells(book, sheet, block)
    lines = cells.Rows if rows else cells.Columns
    found = {not lines.getByIndex(number).IsVisible for number in range(lines.Count)}
    return found.pop() if len(found) == 1 else None


@operation
def set_hidden(office: Office, book: str, sheet: str, block: Block, rows: bool, value: bool) -> None:
    """Hide or show whole rows or columns."""
    cells = office.cells(book, sheet, block)
    (cells.Rows if rows else cells.Columns).IsVisible = not value


@operation
def merge(office: Office, book: str, sheet: str, block: Block, value: bool) -> None:
    """Merge a block into one cell, or take the merge apart."""
    office.cells(book, sheet, block).merge(value)


@operation
def is_merged(office: Office, book: str, sheet: str, block: Block) -> bool:
    """Whether any of these cells is part of a merged one."""
    return bool(office.cells(book, sheet, block).IsMerged)


@operation
def clear_formats(office: Office, book: str, sheet: str, block: Block) -> None:
    """Give cells the look of an untouched cell; contents and validation stay."""
    cells = office.cells(book, sheet, block)
    for name in _FORMAT_PROPERTIES:
        cells.setPropertyToDefault(name)
    cells.CellStyle = "Default"


@operation
def copy_formats(office: Office, book: str, sheet: str, source: Block, target: Block) -> None:
    """Give a block the formats of another on its sheet, repeated as often as it goes in; contents stay."""
    rows, columns = source[2] - source[0] + 1, source[3] - source[1] + 1
    names = tuple(name for name in _FORMAT_PROPERTIES if name not in _NOT_COPIED)
    for row in range(rows):
        for column in range(columns):
            cell = office.cells(book, sheet, [source[0] + row, source[1] + column] * 2)
            style, values = cell.CellStyle, cell.getPropertyValues(names)
            for block in _repeats(source, target, row, column):
                cells = office.cells(book, sheet, block)
                cells.CellStyle = style
                cells.setPropertyValues(names, values)


def _repeats(source: Block, target: Block, row: int, column: int) -> list[Block]:
    """The blocks of the target that take their look from the source's cell at (row, column)."""
    rows, columns = source[2] - source[0] + 1, source[3] - source[1] + 1
    down = range(target[0] + row, target[2] + 1, rows)
    across = range(target[1] + column, target[3] + 1, columns)
    if rows == 1 and columns == 1:
        return [target]
    if rows == 1:
        return [[target[0], found, target[2], found] for found in across]
    if columns == 1:
        return [[found, target[1], found, target[3]] for found in down]
    return [[r, c, r, c] for r in down for c in across]
