"""Plans and returns saved by LibreOffice: each cell is read as it was shown there, whatever stands around it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.builders.workbook_examples import zipped
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.grid import Area, Grid, Value
from xlplan.workbook.readers import read_grids

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        *((name, name) for name in ("office", "table", "text", "style")),
        ("fo", "xsl-fo-compatible"),
    )
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def cell(inside: str = "", **attributes: str) -> str:
    """A cell with these attributes of its value, and these paragraphs."""
    written = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{written}>{inside}</table:table-cell>"


def text(*paragraphs: str) -> str:
    return "".join(f"<text:p>{each}</text:p>" for each in paragraphs)


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def read(folder: Path, *tables: str, styles: str = "", detail: bool = True) -> list[Grid]:
    """The sheets of a document with these tables."""
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    path = folder / "Plan.ods"
    path.write_bytes(zipped({"mimetype": MIMETYPE, "content.xml": content}))
    return read_grids(path, detail=detail)


def table(*rows: str, name: str = "Plan", style: str = "", columns: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table table:name="{name}"{styled}>{columns}{"".join(rows)}</table:table>'


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        (cell(text("Train the staff"), value_type="string"), "Train the staff", "Train the staff"),
        (cell(text("Train", "the staff")), "Train\nthe staff", "Train\nthe staff"),
        (cell(text('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d')), "a   b\tc\nd", "a   b\tc\nd"),
        (cell(text("<text:span>see <text:a>here</text:a></text:span> now")), "see here now", "see here now"),
        (cell(text("1.10"), value_type="float", value="1.1"), 1.1, "1.10"),
        (cell(value_type="float", value="12"), 12, "12"),
        (cell(text("25 %"), value_type="percentage", value="0.25"), 0.25, "25 %"),
        (cell(text("£5"), value_type="currency", value="5"), 5, "£5"),
        (cell(text("TRUE"), value_type="boolean", boolean_value="true"), True, "TRUE"),
        (cell(text("FALSE"), value_type="boolean", boolean_value="false"), False, "FALSE"),
        (cell(text("Dec-05"), value_type="date", date_value="2005-12-01"), dt.date(2005, 12, 1), "Dec-05"),
        (
            cell(text("1/12"), value_type="date", date_value="2005-12-01T14:05:00"),
            dt.datetime(2005, 12, 1, 14, 5),
            "1/12",
        ),
        (cell(text("09:30"), value_type="time", time_value="PT09H30M00S"), dt.time(9, 30), "09:30"),
        (cell(text("0:00:05"), value_type="time", time_value="PT5S"), dt.time(0, 0, 5), "0:00:05"),
        (cell(text("23:59"), value_type="time", time_value="PT23H59M0S"), dt.time(23, 59), "23:59"),
        (cell(text("36:30"), value_type="time", time_value="PT36H30M0S"), 36.5 / 24, "36:30"),
        (cell(text("24:00"), value_type="time", time_value="PT24H"), 1, "24:00"),
        (cell(text("-6:00"), value_type="time", time_value="-PT6H"), -0.25, "-6:00"),
        (cell(text("soon"), value_type="time", time_value="soon"), "soon", "soon"),
        (cell(value_type="string", string_value="only here"), "only here", "only here"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_was_shown(tmp_path: Path, written: str, value: Value, shown: str) -> None:
    [grid] = read(tmp_path, table(row(cell(), written)))
    assert {place: (each.value, each.shown) for place, each in grid.cells.items()} == {(1, 2): (value, shown)}
    [quick] = read(tmp_path, table(row(cell(), written)), detail=False)
    assert quick[1, 2].value == value


def test_without_detail_a_cell_is_its_value_alone(tmp_path: Path) -> None:
    """Else one plan would look another when only its values are wanted, as .ods or as .xlsx."""
    written = cell(text("1.10"), value_type="float", value="1.1").replace(
        "<table:table-cell", '<table:table-cell table:formula="of:=[.A1]+1"'
    )
    [full] = read(tmp_path, table(row(cell(), written)))
    assert (full[1, 2].shown, full[1, 2].formula) == ("1.10", "=A1+1")
    [quick] = read(tmp_path, table(row(cell(), written)), detail=False)
    assert quick[1, 2] == (1.1, "1.1", None, None, False)


@pytest.mark.parametrize(
    ("written", "is_uncalculated"),
    [
        (cell(), True),
        (cell(text("9"), value_type="float", value="9"), False),
        (cell(text("Done"), value_type="string"), False),
        (cell(value_type="string"), False),
        (cell(text("Done")), False),
    ],
)
def test_a_formula_that_shows_nothing_is_told_from_one_never_calculated(
    tmp_path: Path, written: str, is_uncalculated: bool
) -> None:
    """Else an empty answer is reported as one that LibreOffice has yet to work out."""
    formula = written.replace("<table:table-cell", '<table:table-cell table:formula="of:=[.A1]"')
    [grid] = read(tmp_path, table(row(cell(text("1")), formula)))
    assert grid[1, 2].is_uncalculated is is_uncalculated


@pytest.mark.parametrize("number", ["one", "1e999", "", "0x10"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(UnreadableWorkbook, match="is no number"):
        read(tmp_path, table(row(cell(text("1"), value_type="float", value=number))))


def test_what_is_repeated_grouped_or_merged_stands_in_its_own_place(tmp_path: Path) -> None:
    """LibreOffice writes equal cells and rows once, with how often they come: the next must not slip up."""
    heading = row(cell(text("Ref")), cell(text("Action")))
    twice = '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
    wide = (
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"><text:p>y</text:p>'
        "</table:table-cell><table:covered-table-cell/>"
    )
    [grid] = read(
        tmp_path,
        table(
            f"<table:table-header-rows>{heading}</table:table-header-rows>",
            row(twice, cell(text("z")), attributes=' table:number-rows-repeated="2"'),
            row(cell(), attributes=' table:number-rows-repeated="3"'),
            f"<table:table-row-group>{row(wide, cell(text('end')))}</table:table-row-group>",
        ),
    )
    assert {place: each.value for place, each in grid.cells.items()} == {
        (1, 1): "Ref", (1, 2): "Action", (2, 1): "x", (2, 2): "x", (2, 3): "z", (3, 1): "x", (3, 2): "x", (3, 3): "z",
        (7, 1): "y", (7, 3): "end",
    }  # fmt: skip
    assert grid.merges == (Area(7, 1, 9, 2),)


def test_comments_are_read_and_are_no_part_of_their_cell(tmp_path: Path) -> None:
    note = f"<office:annotation>{text('Ask Jo', 'about the rooms')}</office:annotation>"
    [grid] = read(tmp_path, table(row(cell(note + text("Done")))))
    assert (grid[1, 1].value, grid.comments) == ("Done", {(1, 1): "Ask Jo\nabout the rooms"})


@pytest.mark.parametrize(
    ("written", "formula"),
    [
        ("of:=SUM([.A1:.A3])", "=SUM(A1:A3)"),
        ("of:=IF([.B2]&gt;1;[.C2];0)", "=IF(B2>1,C2,0)"),
        ("of:=[Lists.A1]", "=Lists!A1"),
        ("of:=[$'Our lists'.A1:.B2]", "='Our lists'!A1:B2"),
    ],
)
def test_a_formula_is_told_as_excel_writes_it(tmp_path: Path, written: str, formula: str) -> None:
    counted = f'<table:table-cell table:formula="{written}" office:value-type="float" office:value="6"/>'
    [grid] = read(tmp_path, table(row(counted)))
    assert (grid[1, 1].value, grid[1, 1].formula, grid[1, 1].is_uncalculated) == (6, formula, False)
    [grid] = read(tmp_path, table(row(f'<table:table-cell table:formula="{written}"/>')))
    assert (grid[1, 1].value, grid[1, 1].is_uncalculated) == (None, True)


STYLES = (
    '<style:style style:name="green" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#00b050"/></style:style>'
    '<style:style style:name="bold" style:family="table-cell" style:parent-style-name="green"/>'
    '<style:style style:name="white" style:family="table-cell" style:parent-style-name="green">'
    '<style:table-cell-properties fo:background-color="#ffffff"/></style:style>'
    '<style:style style:name="clear" style:family="table-cell" style:parent-style-name="green">'
    '<style:table-cell-properties fo:background-color="transparent"/></style:style>'
    '<style:style style:name="ring" style:family="table-cell" style:parent-style-name="ring"/>'
    '<style:style style:name="unseen" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


@pytest.mark.parametrize(
    ("of_cell", "of_row", "of_column", "fill"),
    [
        ("green", "", "", "00B050"),
        ("bold", "", "", "00B050"),
        ("white", "", "", None),
        ("clear", "", "", None),
        ("ring", "", "", None),
        ("", "green", "", "00B050"),
        ("", "", "green", "00B050"),
        ("white", "green", "green", None),
        ("", "white", "green", None),
        ("", "", "", None),
    ],
)
def test_a_fill_comes_from_the_cell_its_row_or_its_column(
    tmp_path: Path, of_cell: str, of_row: str, of_column: str, fill: str | None
) -> None:
    """A RAG that is only a colour is the colour that was seen, whichever way LibreOffice wrote it down."""
    styled = f' table:style-name="{of_cell}"' if of_cell else ""
    in_row = f' table:default-cell-style-name="{of_row}"' if of_row else ""
    in_column = f' table:default-cell-style-name="{of_column}"' if of_column else ""
    columns = f'<table:table-column table:number-columns-repeated="2"/><table:table-column{in_column}/>'
    coloured = f"<table:table-cell{styled}>{text('Done')}</table:table-cell>"
    [grid] = read(
        tmp_path, table(row(cell(), cell(), coloured, attributes=in_row), columns=columns), styles=STYLES
    )
    assert grid[1, 3].fill == fill


def test_a_hidden_sheet_is_told_from_one_that_is_seen(tmp_path: Path) -> None:
    plan, lists = read(
        tmp_path,
        table(row(cell(text("Do it")))),
        table(row(cell(text("Red"))), name="Lists", style="unseen"),
        styles=STYLES,
    )
    assert (plan.sheet, plan.visible, lists.sheet, lists.visible) == ("Plan", True, "Lists", False)


def document(folder: Path, members: dict[str, str]) -> Path:
    path = folder / "Plan.ods"
    path.write_bytes(zipped({"mimetype": MIMETYPE, **members}))
    return path


def test_a_fill_that_the_documents_own_styles_define_is_seen(tmp_path: Path) -> None:
    """Most cells take their colour from a style of the document, and name one of their own that is based on it."""
    own = '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="green"/>'
    coloured = f'<table:table-cell table:style-name="ce1">{text("Done")}</table:table-cell>'
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{own}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{table(row(coloured))}</office:spreadsheet></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {SPACES}><office:styles>{STYLES}</office:styles></office:document-styles>"
    )
    path = document(tmp_path, {"content.xml": content, "styles.xml": styles})
    assert read_grids(path, detail=True)[0][1, 1].fill == "00B050"
    assert read_grids(path)[0][1, 1].fill is None


def test_a_table_that_is_no_sheet_is_not_read_as_one(tmp_path: Path) -> None:
    """What a link to another program keeps would be taken for a second plan."""
    kept = table(row(cell(text("old"))), name="Kept")
    link = f"<table:dde-links><table:dde-link>{kept}</table:dde-link></table:dde-links>"
    assert [grid.sheet for grid in read(tmp_path, table(row(cell(text("new")))), link)] == ["Plan"]
    alone = table(row(cell(text("x")))).replace("<table:table ", f"<table:table {SPACES} ")
    assert read_grids(document(tmp_path, {"content.xml": alone})) == []


def repeated(count: int, inside: str = "", style: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{styled} table:number-columns-repeated="{count}">{inside}</table:table-cell>'


def rows_before(count: int) -> str:
    return row(cell(), attributes=f' table:number-rows-repeated="{count}"')


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ((row(repeated(16_383), cell(text("x"))),), (1, 16_384)),
        ((row(repeated(16_384), cell(text("x"))),), None),
        ((row(repeated(16_382), repeated(3, text("x"))),), None),
        ((rows_before(1_048_575), row(cell(text("x")))), (1_048_576, 1)),
        ((rows_before(1_048_576), row(cell(text("x")))), None),
        ((row(repeated(0), cell(text("x"))),), (1, 2)),
        ((rows_before(0), row(cell(text("x")))), (2, 1)),
    ],
)
def test_what_lies_beyond_a_sheet_is_refused_and_not_what_lies_at_its_end(
    tmp_path: Path, rows: tuple[str, ...], place: tuple[int, int] | None
) -> None:
    if place is None:
        with pytest.raises(UnreadableWorkbook, match="beyond the last column or row"):
            read(tmp_path, table(*rows))
    else:
        [grid] = read(tmp_path, table(*rows))
        assert {at: each.value for at, each in grid.cells.items()} == {place: "x"}


@pytest.mark.parametrize(("count", "coloured"), [(999, 999), (1_000, 0), (16_000, 0)])
def test_the_colour_of_an_empty_page_is_no_thousand_coloured_cells(
    tmp_path: Path, count: int, coloured: int
) -> None:
    """Else a sheet that somebody painted white to its end takes minutes to read."""
    painted = row(cell(text("x")), repeated(count, style="green"))
    [grid] = read(tmp_path, table(painted), styles=STYLES)
    assert len([each for each in grid.cells.values() if each.fill]) == coloured


def test_a_row_that_is_only_coloured_holds_nothing(tmp_path: Path) -> None:
    [grid] = read(tmp_path, table(row(repeated(3, style="green")), row(cell(text("x")))), styles=STYLES)
    assert list(grid.cells) == [(2, 1)]


@pytest.mark.parametrize(
    ("wide", "high", "merged"),
    [(1, 1, ()), (2, 1, (Area(1, 1, 1, 2),)), (1, 2, (Area(1, 1, 2, 1),)), (3, 2, (Area(1, 1, 2, 3),))],
)
def test_merged_cells_are_told_by_their_size(
    tmp_path: Path, wide: int, high: int, merged: tuple[Area, ...]
) -> None:
    spanned = f' table:number-columns-spanned="{wide}" table:number-rows-spanned="{high}"'
    [grid] = read(tmp_path, table(row(f"<table:table-cell{spanned}>{text('x')}</table:table-cell>")))
    assert grid.merges == merged


@pytest.mark.parametrize(
    ("count", "blanks"), [("0", 0), ("-3", 0), ("1", 1), ("999", 999), ("1000", 1000), ("9000", 1000)]
)
def test_blanks_are_as_many_as_are_written_and_no_more_than_a_text_has(
    tmp_path: Path, count: str, blanks: int
) -> None:
    [grid] = read(tmp_path, table(row(cell(text(f'a<text:s text:c="{count}"/>b')))))
    assert grid[1, 1].value == f"a{' ' * blanks}b"


def test_a_note_at_the_foot_of_a_text_is_no_part_of_it(tmp_path: Path) -> None:
    [grid] = read(tmp_path, table(row(cell(text("Done<text:note>by whom?</text:note> in May<!-- x -->.")))))
    assert grid[1, 1].value == "Done in May."


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("PT23H59M59S", dt.time(23, 59, 59)),
        ("PT1M", dt.time(0, 1)),
        ("PT1S", dt.time(0, 0, 1)),
        ("PT0,5S", dt.time(0, 0, 0, 500_000)),
        ("", None),
    ],
)
def test_a_time_of_day_is_read_in_all_of_its_parts(tmp_path: Path, written: str, value: Value) -> None:
    [grid] = read(tmp_path, table(row(cell(value_type="time", time_value=written), cell(text("x")))))
    assert grid[1, 1].value == value


@pytest.mark.parametrize(("number", "value"), [(" 5 ", 5), ("5.50", 5.5), ("-1e3", -1000), ("1e308", 1e308)])
def test_a_number_is_read_as_it_is_written(tmp_path: Path, number: str, value: float) -> None:
    [grid] = read(tmp_path, table(row(cell(value_type="float", value=number))))
    assert grid[1, 1].value == value


def test_the_colours_of_columns_end_where_the_columns_do(tmp_path: Path) -> None:
    columns = (
        '<table:table-column table:default-cell-style-name="green" table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="white"/>'
    )
    cells = row(*(cell(text("x")) for _ in range(4)))
    [grid] = read(tmp_path, table(cells, columns=columns), styles=STYLES)
    assert [grid[1, column].fill for column in range(1, 5)] == ["00B050", "00B050", None, None]
