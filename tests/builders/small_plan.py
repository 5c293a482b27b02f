"""A small council plan of one sheet, and officers who fill in its returns as people do in Excel."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

import xlplan
from tests.builders.cycle import columns

WORKS = ("bridge", "school", "library", "pool", "park", "market")


def plan(
    folder: Path,
    owners: Sequence[str],
    rag: Mapping[str, Sequence[str | None]] | None = None,
    also: Mapping[str, Sequence[str | None]] | None = None,
) -> Path:
    """A master of a plan with an action for each owner.

    Args:
        folder: where it goes.
        owners: the owner of each action.
        rag: period -> the RAG word of each action.
        also: other columns: heading -> a text for each action.
    """
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    given = {f"{period} RAG": words for period, words in (rag or {}).items()} | dict(also or {})
    sheet.append(["Ref", "Action", "Owner", "By when", *given])
    for number, owner in enumerate(owners):
        values = [column[number] for column in given.values()]
        sheet.append([str(number + 1), f"Build the {WORKS[number]}", owner, "Dec 2027", *values])
    folder.mkdir(parents=True, exist_ok=True)
    workbook.save(folder / "plan.xlsx")
    master = folder / "master.xlsx"
    xlplan.standardise(folder / "plan.xlsx", output=master).save()
    return master


def fill_in(issued: Path, to: Path, said: Mapping[str, Mapping[str, object]]) -> Path:
    """A return as it comes back: ID -> "RAG", "progress" or another heading -> what is typed."""
    to.mkdir(exist_ok=True)
    back = Path(shutil.copyfile(issued, to / issued.name))
    workbook = openpyxl.load_workbook(back)
    sheet = workbook["Return"]
    at = columns(sheet)
    # the asked period stands after the last one
    endings = {
        ending: [heading for heading in at if heading.endswith(f" {ending}")][-1]
        for ending in ("RAG", "progress")
    }
    for row in range(4, sheet.max_row + 1):
        for heading, value in said.get(str(sheet.cell(row, 1).value), {}).items():
            sheet.cell(row, at[endings.get(heading, heading)]).value = value  # type: ignore[assignment]
    workbook.save(back)
    return back


def save_at(file: Path, moment: dt.datetime) -> None:
    """Let a file have been saved at a moment, by its own account and by the disk's."""
    if file.stat().st_size > 1000:
        with zipfile.ZipFile(file) as whole:
            parts = {name: whole.read(name) for name in whole.namelist()}
        saved = rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
        parts["docProps/core.xml"] = re.sub(
            rb"(<dcterms:modified[^>]*>)[^<]*", saved, parts["docProps/core.xml"]
        )
        with zipfile.ZipFile(file, "w") as whole:
            for name, part in parts.items():
                whole.writestr(name, part)
    os.utime(file, (moment.timestamp(), moment.timestamp()))
