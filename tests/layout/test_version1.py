"""Masters made before the columns of the Plan had their present order: a council's work of years goes on in them.

The files were written by the version that had the older layout, and are not to be made again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import xlplan
from tests.builders import officers
from tests.builders.cycle import decide, table
from xlplan.layout.master import read_master
from xlplan.workbook.file import FileBook

FILES = Path(__file__).parent / "version1"
OLD_ORDER = [
    "ID",
    "Theme",
    "Recommendation",
    "Ref",
    "Report ref",
    "Action",
    "Owner",
    "Supporting",
    "Timescale",
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All the files, to be changed."""
    return Path(shutil.copytree(FILES, tmp_path / "work"))


def headings(master: Path) -> list[str]:
    return list(table(master, "Plan")[0])


@pytest.mark.parametrize("name", ["standardised", "issued", "merged"])
def test_a_whole_month_goes_through_and_no_column_moves(copy: Path, name: str) -> None:
    """Else a coordinator would have to begin anew, or find the columns of their own formulas elsewhere."""
    master = copy / f"{name}.xlsx"
    before = headings(master)
    assert before[:9] == OLD_ORDER
    xlplan.add_period(master, "Mar-27").save()
    issued = xlplan.issue(master, folder=copy / "out")
    issued.save()
    assert issued.returns
    filled = [officers.fill_in(Path(one.file), words=f"From {one.officer}.") for one in issued.returns]
    merged = xlplan.merge(master, copy / "out")
    merged.save()
    assert len(merged.changes) + len(merged.conflicts) == sum(filled)
    assert headings(master) == [*before, "Mar-27 RAG", "Mar-27 progress", "Mar-27 direction"]
    again = xlplan.merge(master, copy / "out")
    assert not again.changes
    assert read_master(FileBook.open(master)).record.layout_version == 1
    xlplan.validate(master).save()
    assert xlplan.status(master).period == "Mar-27"


def test_returns_issued_before_are_merged_after(copy: Path) -> None:
    """The returns are out with the officers when the coordinator installs the new version."""
    master = copy / "issued.xlsx"
    merged = xlplan.merge(master, copy / "returns")
    merged.save()
    assert [one.outcome for one in merged.returns] == ["merged", "merged"]
    assert len(merged.changes) == 15
    want, have = table(copy / "merged.xlsx", "Plan"), table(master, "Plan")
    words = [heading for heading in want[0] if heading.endswith((" RAG", " progress"))]
    assert [[row[word] for word in words] for row in have] == [[row[word] for word in words] for row in want]
    assert len(table(master, "Conflicts")) == len(table(copy / "merged.xlsx", "Conflicts"))


def test_conflicts_listed_before_are_settled_after(copy: Path) -> None:
    master = copy / "merged.xlsx"
    waiting = {row["Kind"]: row for row in table(master, "Conflicts")}
    decide(
        master,
        (int(str(waiting["conflict"]["No"])), "Use other value", "Green"),
        (int(str(waiting["proposal"]["No"])), "Take this", None),
    )
    resolved = xlplan.resolve(master)
    resolved.save()
    assert (resolved.settled, resolved.undecided) == (2, 0)
    new = {row["ID"]: row for row in table(master, "Plan")}
    assert new[waiting["conflict"]["ID"]]["Dec-26 RAG"] == "Green"
    assert str(new[waiting["proposal"]["ID"]]["Revised due"]).startswith("2027-01-31")
    xlplan.undo(master).save()
    assert all(row["Decided"] is None for row in table(master, "Conflicts"))
