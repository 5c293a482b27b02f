"""The whole cycle on real councils' plans: standardise, open a period, issue, fill in, merge. Nothing is lost.

Run with the folder of the plans in the environment variable XLPLAN_SHARED.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import xlplan
from tests.builders import officers
from xlplan.workbook.readers import read_grids

SHARED = Path(os.environ["XLPLAN_SHARED"])
PLANS = sorted((SHARED / "plans").glob("*.xlsx"))


@pytest.fixture(params=PLANS, ids=lambda path: path.stem)
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one council's own workbook."""
    return Path(shutil.copy(request.param, tmp_path / "plan.xlsx"))


def resaved(path: Path, kind: str, profile: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    folder = profile.parent / f"resaved-{kind}"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180
    )
    return folder / f"{path.stem}.{kind}"


def plan_sheet(master: Path) -> dict[tuple[int, int], object]:
    [grid] = [grid for grid in read_grids(master) if grid.sheet == "Plan"]
    return {place: cell.value for place, cell in grid.cells.items() if cell.value is not None}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def adds_up(outcome: object) -> bool:
    cells = outcome.cells  # type: ignore[attr-defined]
    return cells.read == (cells.unchanged + cells.changed + cells.conflict + cells.proposal + cells.unmatched)


def test_a_month_of_returns_goes_in_and_nothing_is_lost(plan: Path, tmp_path: Path) -> None:
    """If this fails, a coordinator loses what officers wrote, or cannot run the merge a second time."""
    master = tmp_path / "master.xlsx"
    xlplan.standardise(plan, output=master).save()
    xlplan.add_period(master, "Review 1").save()
    issued = xlplan.issue(master, folder=tmp_path / "issued")
    issued.save()
    files = [Path(one.file) for one in sorted(issued.returns, key=lambda one: -one.actions)]
    assert files, "nobody was asked anything"

    returned = tmp_path / "returns"
    returned.mkdir()
    back = [Path(shutil.copy(path, returned / path.name)) for path in files[: max(8, len(files) // 2 + 1)]]
    untouched = back[-1] if len(back) > 5 else None
    filled = {
        path: officers.fill_in(path, words=f"From {path.stem}.", every=1 + number % 2)
        for number, path in enumerate(back)
        if path != untouched
    }
    profile = tmp_path / "profile"
    tampered: set[Path] = set()
    if len(back) > 1:
        officers.sort_upside_down(back[1])
    if len(back) > 2:
        officers.delete_hidden_sheet(back[2])
    if len(back) > 3:
        officers.delete_id_column(back[3])
        tampered.add(back[3])
    if len(back) > 4:
        saved = resaved(back[4], "ods", profile)
        back[4].unlink()
        shutil.copy(saved, returned)
    saved = resaved(back[0], "xlsx", profile)
    shutil.copy(saved, back[0])
    shutil.copy(back[0], returned / f"copy of {back[0].name}")

    for_order = Path(shutil.copy(master, tmp_path / "other-order.xlsx"))
    before = parts(master)
    merged = xlplan.merge(master, [returned])
    merged.save()

    assert all(adds_up(outcome) for outcome in merged.returns), merged.returns
    refused = [outcome for outcome in merged.returns if outcome.outcome == "refused"]
    assert not refused, refused
    assert [outcome.outcome for outcome in merged.returns].count("already merged") == 1
    expected = sum(count for path, count in filled.items() if path not in tampered)
    assert len(merged.changes) + len(merged.conflicts) >= expected, "something that was filled in was lost"

    after_once = plan_sheet(master)
    again = xlplan.merge(master, [returned])
    again.save()
    assert not again.changes, "merging twice changed something"
    assert plan_sheet(master) == after_once

    backwards = sorted(returned.iterdir(), reverse=True)
    xlplan.merge(for_order, backwards).save()
    assert plan_sheet(for_order) == after_once, "another order gave another plan"

    own = {sheet.part: sheet.name for sheet in own_sheets(master)}
    changed = [part for part in own if before[part] != parts(master)[part]]
    assert not changed, f"the council's own sheets were changed: {changed}"


def own_sheets(master: Path) -> list:  # type: ignore[type-arg]
    from xlplan.layout.standard import OUR_SHEETS
    from xlplan.workbook.ooxml.package import Package

    return [sheet for sheet in Package.open(master).sheets() if sheet.name not in OUR_SHEETS]


def test_a_master_saved_by_libreoffice_can_still_be_merged_into(plan: Path, tmp_path: Path) -> None:
    """Some coordinators have LibreOffice, which rewrites the whole file: the next merge must not fail for it."""
    master = tmp_path / "master.xlsx"
    xlplan.standardise(plan, output=master).save()
    xlplan.add_period(master, "Review 1").save()
    issued = xlplan.issue(master, folder=tmp_path / "issued")
    issued.save()
    first = Path(issued.returns[0].file)
    filled = officers.fill_in(first, words="After LibreOffice.")
    saved = resaved(master, "xlsx", tmp_path / "profile")
    merged = xlplan.merge(saved, [first])
    merged.save()
    assert len(merged.changes) == filled
    xlplan.add_period(saved, "Review 2").save()
    xlplan.issue(saved, folder=tmp_path / "second").save()
    assert len(xlplan.read_plan(saved).periods) >= 2
