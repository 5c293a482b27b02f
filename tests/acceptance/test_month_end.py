"""The month's end on real councils' plans: two periods of returns, then the papers for the meeting and the letters.

Run with the folder of the plans in the environment variable XLPLAN_SHARED.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

import xlplan
from tests.builders import officers
from tests.builders.cycle import Worksheet, change_sheet, columns

SHARED = Path(os.environ["XLPLAN_SHARED"])
PLANS = sorted((SHARED / "plans").glob("*.xlsx"))
PERIODS = {"Mar-26": dt.date(2026, 3, 20), "Jun-26": dt.date(2026, 6, 20)}
TODAY = dt.date(2026, 6, 30)


@pytest.fixture(params=PLANS, ids=lambda path: path.stem)
def master(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A council's plan after two periods: all returns of the first came back, three quarters of the second."""
    made = tmp_path / "master.xlsx"
    xlplan.standardise(request.param, output=made).save()
    change_sheet(made, "Officers", give_addresses)
    for number, (label, due) in enumerate(PERIODS.items()):
        xlplan.add_period(made, label, returns_due=due).save()
        issued = xlplan.issue(made, folder=tmp_path / label)
        issued.save()
        back = tmp_path / f"{label} back"
        back.mkdir()
        files = [Path(one.file) for one in sorted(issued.returns, key=lambda one: -one.actions)]
        for at, file in enumerate(files[: max(1, len(files) * (4 - number) // 4)]):
            copy = Path(shutil.copy(file, back / file.name))
            if not (number and at == 2):  # one comes back as it was
                officers.fill_in(copy, words="Work has gone on" + "." * (at + number), every=1 + at % 2)
        xlplan.merge(made, back).save()
    return made


def give_addresses(sheet: Worksheet) -> None:
    at = columns(sheet)
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, at["Name"]).value and row % 5:
            sheet.cell(row, at["Email"]).value = f"officer{row}@council.example"


def test_the_papers_say_the_same_and_add_up(master: Path) -> None:
    found = xlplan.report(master, today=TODAY)
    found.save()
    actions = len(xlplan.read_plan(master).actions)
    assert sum(found.counts.values()) == actions
    word, page, dashboard = map(Path, found.files)

    now = found.position.now
    expected = {"Complete": now.shown["Complete"], "Green": now.shown["Green"], "Red": now.shown["Red"]}
    expected |= {"Actions": actions, "Overdue": now.overdue, "Slipped": now.slipped, "Worse": now.worse}

    [themes] = [table for table in docx.Document(str(word)).tables if table.rows[0].cells[0].text == "Theme"]
    lines = [[cell.text for cell in row.cells] for row in themes.rows]
    whole = dict(zip(lines[0], lines[-1], strict=True))
    assert {name: int(whole[name]) for name in expected} == expected
    for column, name in enumerate(lines[0][1:], start=1):
        assert sum(int(line[column]) for line in lines[1:-1]) == int(whole[name])

    [shown] = re.findall(r'<tr class="all">(.*?)</tr>', page.read_text("utf-8"))
    assert re.findall(r"<td[^>]*>([\d,]+)</td>", shown) == lines[-1][1:]

    book = openpyxl.load_workbook(dashboard)
    heading, *rows = book["By theme"].iter_rows(min_row=3, values_only=True)
    for name in ("Actions", "Complete", "Green", "Red", "Overdue", "Slipped"):
        assert sum(int(str(row[heading.index(name)])) for row in rows) == expected[name]
    assert len(list(book["All actions"].iter_rows(min_row=4))) == actions
    assert len(list(book["Exceptions"].iter_rows(min_row=4))) == len(found.exceptions)
    assert len(book["Dashboard"]._charts) == 4  # type: ignore[attr-defined]  # the stubs leave it out


def test_every_officer_who_is_wanted_is_written_to_or_listed(master: Path) -> None:
    found = xlplan.chase(master, today=TODAY)
    found.save()
    returned = xlplan.report(master, today=TODAY).position.returned
    wanted = {*returned.officers("outstanding"), *returned.officers("nothing filled in")}
    written = {one.officer for one in found.drafts if one.why != "to ask about"}
    assert written | set(found.no_address) >= wanted
    for one in found.drafts:
        message = email.message_from_bytes(Path(one.file).read_bytes(), policy=email.policy.default)
        assert [to.addr_spec for to in message["To"].addresses] == [one.to]
        assert not message.defects
