"""The record of each run of a plan, as JSON: what was merged, moved and written, and what went wrong.

It is written before the master is saved and again at the end, so that a run that was cut off between the two is not
forgotten: the next one looks into the master, sees whether the save took place, and finishes the record.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from xlplan.workbook.backup import replace

FOLDER = "runs"
KEPT = 1000
"""Records of each plan; the oldest go first. A run each night for nearly three years."""
_UNFINISHED = "unfinished"
_MOMENT = "%Y-%m-%dT%H-%M-%S"
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}( \([0-9]+\))?\.json")
"""Of a record of ours: what else lies in the folder is somebody else's."""


def begin_record(out: Path, document: Mapping[str, Any], when: dt.datetime) -> Path:
    """Write down what a run is about to save.

    Args:
        out: the plan's folder.
        document: the run, as plain values.
        when: the moment that the master will hold for what was merged in it.

    Returns:
        The record, to be finished.

    Raises:
        OSError: it cannot be written.
    """
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        record = folder / f"{when:{_MOMENT}}{f' ({number})' if number > 1 else ''}.json"
        if not record.exists():
            break
        number += 1
    _write(record, {"when": when.isoformat(), "state": _UNFINISHED, **document})
    ours = sorted(each for each in folder.glob("*.json") if _NAME.fullmatch(each.name) and each != record)
    for old in ours[: 1 - KEPT]:
        old.unlink(missing_ok=True)
    return record


def finish_record(record: Path, document: Mapping[str, Any], when: dt.datetime) -> None:
    """Write down what a run has done.

    Raises:
        OSError: it cannot be written.
    """
    _write(record, {"when": when.isoformat(), "state": "finished", **document})


def finish_cut_off(out: Path, was_saved: Callable[[dt.datetime], bool]) -> None:
    """Finish the records of runs that were cut off.

    Args:
        out: the plan's folder.
        was_saved: says whether the master holds what was merged at that moment.

    Raises:
        OSError: a record cannot be written.
    """
    for record in (out / FOLDER).glob("*.json"):
        document = _read(record)
        if document.get("state") != _UNFINISHED:
            continue
        try:
            when = dt.datetime.fromisoformat(document["when"])
        except (KeyError, TypeError, ValueError):  # not as we write it
            continue
        if was_saved(when):
            document["state"] = "cut off after the save; the next run did the rest"
        else:
            document["state"] = "cut off before the save; the next run did it all"
            document["merged"] = None
        _write(record, document)


def _read(record: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        found = json.loads(record.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _write(record: Path, document: Mapping[str, Any]) -> None:
    # a path that is not in UTF-8 has halves of characters, which JSON writes as escapes
    content = json.dumps(document, ensure_ascii=False, indent=1).encode(errors="backslashreplace")
    replace(record, content, keep_copy=False)
