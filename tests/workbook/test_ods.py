"""What stands in an .ods where no cell reads it is never passed over in silence: the file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.files import ods
from xlplan.errors import UnreadableWorkbook
from xlplan.workbook.readers import read_grids

P = "<text:p>ninety per cent seen</text:p>"
CELL = f"<table:table-cell>{P}</table:table-cell>"
ROW = f"<table:table-row>{CELL}</table:table-row>"
NOTE = "<office:annotation><creator>me</creator><text:p>look</text:p></office:annotation>"
DRAWN = '<frame xmlns="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><text:p>a label</text:p></frame>'


def read(tmp_path: Path, inside: str) -> list[object]:
    file = tmp_path / "file.ods"
    file.write_bytes(ods(f'<table:table table:name="S">{inside}</table:table>'))
    (grid,) = read_grids(file, detail=True)
    return [value for row in grid.values.values() for value in row.values()]


@pytest.mark.parametrize(
    "inside",
    [
        ROW,
        f"<table:table-header-rows>{ROW}</table:table-header-rows>",
        f"<table:table-row-group><table:table-rows>{ROW}</table:table-rows></table:table-row-group>",
        ROW.replace(P, NOTE + P),
        ROW.replace(P, P + DRAWN),
        f"<table:shapes>{DRAWN}</table:shapes>{ROW}",
        ROW.replace("per cent", "<text:span>per cent</text:span>"),
        ROW.replace("ninety per", 'ninety<text:s text:c="1"/>per'),
        ROW.replace(P, f"<!-- said by nobody -->\n{P}\n"),
        ROW.replace(CELL, f"<!-- said by nobody -->\n{CELL}<table:empty/>\n"),
    ],
)
def test_what_libreoffice_writes_is_read(tmp_path: Path, inside: str) -> None:
    assert read(tmp_path, inside) == ["ninety per cent seen"]


@pytest.mark.parametrize(
    "inside",
    [
        f"<table:rows>{ROW}</table:rows>",
        ROW.replace("table:table-row", "table:row"),
        ROW.replace("table:table-cell", "table:cell"),
        ROW.replace("text:p", "text:q"),
        ROW.replace(P, f"<text:list><text:list-item>{P}</text:list-item></text:list>"),
        ROW.replace(P, f"<table:table>{ROW}</table:table>"),
        ROW.replace("per cent", "<text:s>per cent</text:s>"),
        ROW.replace("per cent", "<text:s><text:s/>per cent</text:s>"),
        ROW.replace("per cent", "<text:tab>per cent</text:tab>"),
        ROW.replace("per cent", "<text:span><text:p>per cent</text:p></text:span>"),
        ROW.replace(P, f"{P}and more"),
        ROW.replace(CELL, f"{CELL}and more"),
        f"{ROW}and more",
        CELL,
        ROW.replace("table:table-row", "x:table-row").replace("<x:table-row", '<x:table-row xmlns:x="urn:x"'),
        ROW.replace("table:table-cell", "x:table-cell").replace(
            "<x:table-cell", '<x:table-cell xmlns:x="urn:x"'
        ),
        ROW.replace("text:p", "x:p").replace("<x:p", '<x:p xmlns:x="urn:x"'),
    ],
)
def test_a_text_that_is_in_no_cell_makes_the_file_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"file\.ods: a sheet of it holds"):
        read(tmp_path, inside)
