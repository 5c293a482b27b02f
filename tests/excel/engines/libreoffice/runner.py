"""What a click starts in place of xlwings' Python: joins the same LibreOffice and carries the command out on it.

Started as a module with FOLDER and PIPE: the request lies in the folder, and the answer will.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

import xlwings as xw

from tests.excel.engines.libreoffice.engine import ExcelOnLibreOffice, attach
from tests.excel.engines.libreoffice.process import Bridge

_COPY = re.compile(r"xlplan-[0-9A-F]{8}\.\w+")


def carry_out(folder: Path, pipe: str, visible: bool) -> list[tuple[str, str]]:
    """Carry out the request; gives back the message boxes that were shown."""
    name, command = (folder / "request").read_text(encoding="utf-8").splitlines()
    bridge = Bridge(pipe)
    try:
        excel = attach(bridge, visible)
        book = excel.app.books[name]
        if copy := _COPY.search(command):
            _save_copy(excel, book, Path(tempfile.gettempdir()) / copy[0])
        xw.Book.set_mock_caller(book)
        exec(command, {})
        return [(alert.title, alert.text) for alert in excel.alerts]
    finally:
        bridge.close()


def _save_copy(excel: ExcelOnLibreOffice, book: xw.Book, path: Path) -> None:
    """What Excel's SaveCopyAs would have written: LibreOffice's writes the old format, whatever the name.

    LibreOffice loses looks when it saves; so a workbook in which nothing has changed is copied from its file.
    """
    if excel.is_changed(book):
        excel.save_as(book, path)
    else:
        shutil.copyfile(book.fullname, path)


def answer(folder: Path, pipe: str, visible: bool) -> None:
    """Carry out the request and leave word of it, good or bad, in one step."""
    found: dict[str, object] = {"fault": "", "alerts": []}
    try:
        found["alerts"] = carry_out(folder, pipe, visible)
    except Exception:  # noqa: BLE001 - the test shows whatever it was
        found["fault"] = traceback.format_exc()
    (folder / "answer.new").write_text(json.dumps(found), encoding="utf-8")
    (folder / "answer.new").rename(folder / "answer")


if __name__ == "__main__":
    answer(Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "visible")
