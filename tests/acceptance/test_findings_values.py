"""The values of real plans: timescales and owners as people wrote them, against the readings made by hand.

Needs the folder of examples in XLPLAN_SHARED.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xlplan.model import Officer
from xlplan.values.owners import Register, read_owners
from xlplan.values.refs import ref_in_label, split_label, split_ref
from xlplan.values.timescales import read_timescale

SHARED = os.environ.get("XLPLAN_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="XLPLAN_SHARED is not set")

KINDS = {
    "day": {"date"},
    "month": {"month"},
    "season": {"season"},
    "year": {"range"},
    "from": {"ongoing"},
    "by": {"date", "month", "season", "range"},
    "range": {"range"},
    "recurring": {"recurring"},
    "ongoing": {"ongoing"},
    "done": {"completed"},
    "relative": {"relative"},
    "relative0": {"relative"},
    "review": {"review"},
    "ref": {"unreadable", "none"},
    "garbled": {"unreadable"},
}
"""The findings' kinds, and ours."""


def _lines(name: str) -> Iterator[tuple[str, str]]:
    for line in (Path(SHARED or "") / "findings" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            yield "#", line
        elif " => " in line:
            typed, reading = line.split(" => ")
            yield typed, reading


def _actions() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((Path(SHARED or "") / "plans" / "expected").glob("*.json")):
        for action in json.loads(path.read_text(encoding="utf-8"))["actions"]:
            yield path.stem, action


def _truth(reading: str) -> tuple[dt.date | None, set[str], dt.date | None]:
    """Due date, kinds and, for an open beginning, the start that a reading by hand gives."""
    parts = [part.split("|") for part in reading.split(";")]
    dues = []
    for start, end, kind in parts:
        if end != "-" and kind != "relative":  # a relative timescale has no due date with us
            dues.append(dt.date.fromisoformat(end))
        elif kind == "from" and len(parts) > 1:
            day = dt.date.fromisoformat(start)
            dues.append(day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    if len(parts) > 1:
        return max(dues, default=None), {"multiple"}, None
    start, _, kind = parts[0]
    return max(dues, default=None), KINDS[kind], dt.date.fromisoformat(start) if kind == "from" else None


def test_timescales_of_real_plans_are_read_right_and_none_silently_wrong() -> None:
    base = None
    right, wrong, missed = 0, [], []
    for typed, reading in _lines("dates.txt"):
        if typed == "#":
            found = re.search(r"\[base ([\d-]+)\]", reading)
            base = dt.date.fromisoformat(found[1]) if found else base
            continue
        due, kinds, start = _truth(reading)
        read = read_timescale(typed, base=base)
        if read.due == due and read.kind in kinds and (start is None or read.start == start):
            right += 1
        else:
            missed.append((typed, reading, read))
        if read.due is not None and read.due != due:
            wrong.append((typed, reading, read))
    assert wrong == []
    assert right / (right + len(missed)) >= 0.98, missed


def test_due_dates_of_the_six_plans() -> None:
    kinds = {"review": "month"}  # the readings by hand call "Review Feb 2006" a month
    wrong = []
    for plan, action in _actions():
        read = read_timescale(action["timescale"])
        due = read.due.isoformat() if read.due else None
        if (due, kinds.get(read.kind, read.kind)) != (action["due"], action["timescale_kind"]):
            wrong.append((plan, action["timescale"], read))
    assert wrong == []


def _levelled(owners: list[str]) -> list[str]:
    return [re.sub(r"\s+", "", owner).casefold().strip(".") for owner in owners]


def _owners_right(register: Register | None) -> int:
    right = 0
    for typed, reading in _lines("owners.txt"):
        if typed != "#":
            right += _levelled(list(read_owners(typed, register))) == _levelled(reading.split(";"))
    return right


def test_owner_cells_run_together_are_mostly_taken_apart() -> None:
    assert _owners_right(None) >= 60


def test_a_register_takes_more_of_them_apart() -> None:
    named = {
        owner.strip()
        for typed, reading in _lines("owners.txt")
        if typed != "#"
        for owner in reading.split(";")
    }
    officers = [
        Officer(name=f"Officer {name}", initials=name)
        if re.fullmatch(r"[A-Z&]{2,5}", name)
        else Officer(name=name)
        for name in sorted(named)
    ]
    assert _owners_right(Register(officers)) >= 70


def test_owners_of_the_six_plans_with_the_lead_first() -> None:
    wrong = {
        (action["owner_cell"], tuple(read_owners(action["owner_cell"])))
        for _, action in _actions()
        if [owner.rstrip(".") for owner in action["owners"]] != list(read_owners(action["owner_cell"]))
    }
    assert wrong == set()


def test_refs_of_the_plans_that_keep_them_in_their_texts() -> None:
    carried = found = 0
    for _, action in _actions():
        read = split_ref(action["action"])[0] or ref_in_label(action["recommendation"])
        assert read in ("", action["ref"])
        found += read != ""
        head = re.compile(rf"(?:\w+ )?{re.escape(action['ref'] or '-')}\b")
        carried += bool(head.match(action["action"]) or head.match(action["recommendation"]))
        if action.get("recommendation_line"):
            assert split_label(action["recommendation_line"]) == ("recommendation", action["recommendation"])
    assert found >= carried > 0
