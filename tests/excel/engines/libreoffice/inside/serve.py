"""Serve calls from the test process: one JSON object a line on standard input, one a line on standard output.

Started as `python -m tests.excel.engines.libreoffice.inside.serve`. When standard input ends, LibreOffice is ended too.
"""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any, TextIO

from tests.excel.engines.libreoffice.inside import books, cells, formats, rules, screen, tables
from tests.excel.engines.libreoffice.inside.office import OPERATIONS, Office, Refused

_PARTS = (books, cells, formats, rules, screen, tables)


def _answer(office: Office, call: dict[str, Any]) -> dict[str, Any]:
    name, arguments = call["call"], call["arguments"]
    try:
        if name in ("start", "join"):
            return {"result": getattr(office, name)(**arguments)}
        return {"result": OPERATIONS[name](office, **arguments)}
    except Refused as problem:
        return {"refused": str(problem)}
    except Exception:  # noqa: BLE001 - whatever went wrong belongs to the test, which raises it again
        return {"failed": traceback.format_exc()}


def serve(calls: TextIO, answers: TextIO, pipe: str) -> None:
    """Answer until the calls end; then end the LibreOffice that was started here."""
    office = Office(pipe)
    try:
        for line in calls:
            answers.write(json.dumps(_answer(office, json.loads(line))) + "\n")
            answers.flush()
    finally:
        office.stop()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout, sys.argv[1])
