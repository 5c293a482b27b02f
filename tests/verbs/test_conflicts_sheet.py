"""The lines that a merge puts on the Conflicts sheet: each says what it is about, and stands there once."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import xlplan
from tests.builders.cycle import JO, PERIOD, RUTH, a_master, change_sheet, columns, sent_back, table
from xlplan.workbook.grid import Value

DAY_ONE, DAY_TWO = dt.datetime(2026, 11, 20, 9, 30), dt.datetime(2026, 11, 21, 9, 30)
THRESHOLDS = "1.a.1 Rewrite the threshold document with partners and launch it at three locality events"
SAID = {
    "A001": {"RAG": "Purple", "Due": dt.date(2027, 1, 31)},
    "(a)": {"Action": "Buy a bus", "Ref": "9.9", "RAG": "Red"},
    "(b)": {"progress": "All well"},
    "(c)": {"Ref": "7.7", "progress": "Nearly"},
}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return a_master(tmp_path)


@pytest.fixture(scope="module")
def merged_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a master into which Ruth's return has been merged."""
    made = a_master(tmp_path_factory.mktemp("merged"))
    xlplan.merge(made, sent_back(made, RUTH, SAID), now=DAY_ONE).save()
    return made.parent


@pytest.fixture
def listed(merged_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(merged_once, tmp_path / "listed")) / "master.xlsx"


def lines(master: Path) -> list[tuple[object, ...]]:
    headings = (
        "No",
        "Kind",
        "ID",
        "Ref",
        "Action",
        "Column",
        "Master value",
        "Returned value",
        "Why",
        "Cell",
    )
    return [tuple(row[heading] for heading in headings) for row in table(master, "Conflicts")]


def write(master: Path, number: int, **cells: Value) -> None:
    def change(sheet: object) -> None:
        for heading, value in cells.items():
            sheet.cell(3 + number, columns(sheet)[heading.replace("_", " ")]).value = value  # type: ignore

    change_sheet(master, "Conflicts", change)


def test_every_line_says_what_it_is_about_and_where_it_came_from(master: Path) -> None:
    """Nobody can decide on a bare "A016", nor on a value without the one that it would replace."""
    merged = xlplan.merge(master, sent_back(master, RUTH, SAID), now=DAY_ONE)
    merged.save()
    new = ("9.9", "Buy a bus")
    assert lines(master) == [
        (1, "conflict", "A001", "1.a.1", THRESHOLDS, f"{PERIOD} RAG", None, "Purple",
         'the Key does not know "Purple"', "I4"),
        (2, "proposal", "A001", "1.a.1", THRESHOLDS, "Due", dt.datetime(2026, 9, 30), dt.datetime(2027, 1, 31),
         "locked column", "F4"),
        (3, "proposal", None, *new, "Ref", None, "9.9", "new action", "B10"),
        (4, "proposal", None, *new, "Action", None, "Buy a bus", "new action", "C10"),
        (5, "proposal", None, *new, f"{PERIOD} RAG", None, "Red", "new action", "I10"),
        (6, "unmatched", None, None, None, None, None, "All well", "row 11 belongs to no action", "11"),
        (7, "unmatched", None, None, None, None, None, "7.7 | Nearly", "row 12 belongs to no action", "12"),
    ]  # fmt: skip
    of = {
        (row["Officer"], row["File"], row["Decision"], row["Decided"]) for row in table(master, "Conflicts")
    }
    assert of == {(RUTH, f"{RUTH}.xlsx", None, None)}
    assert [line["Conflicts"] for line in table(master, "Returns") if line["Officer"] == RUTH] == [1]


def test_the_next_return_adds_its_lines_below_and_takes_no_number_again(master: Path) -> None:
    xlplan.merge(master, sent_back(master, RUTH, SAID), now=DAY_ONE).save()
    write(master, 2, No=40)
    write(master, 3, No="mine")
    xlplan.merge(master, sent_back(master, JO, {"A003": {"RAG": "Blue"}}), now=DAY_TWO).save()
    assert [line[:3] for line in lines(master)][-1] == (41, "conflict", "A003")
    assert len(lines(master)) == 8


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"ID": "A004"},  # somebody has found out what the unmatched row is about
        {"Decision": "Keep master"},
        {"Decision": "Keep master", "Decided": "20/11/2026 10:00"},
    ],
)
def test_a_line_that_stands_is_not_listed_again_whatever_a_person_has_typed_beside_it(
    listed: Path, typed: dict[str, Value]
) -> None:
    """Every night the same questions would be asked anew."""
    for number in (6, 7):
        write(listed, number, **typed)
    before = lines(listed)
    again = sent_back(listed, RUTH, {**SAID, "A004": {"RAG": "Green"}})
    merged = xlplan.merge(listed, again, now=DAY_TWO)
    merged.save()
    assert [change.id for change in merged.changes if change.column == f"{PERIOD} RAG"] == ["A004"]
    assert lines(listed) == before


def test_what_a_later_version_no_longer_says_is_withdrawn_and_what_is_decided_is_left(master: Path) -> None:
    """Else a coordinator decides about words that their officer has taken back."""
    said = {"A001": {"RAG": "Purple"}, "A002": {"RAG": "Blue"}, "A004": {"RAG": "Pink"}}
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_ONE).save()
    write(master, 2, Decision="Keep master", Decided="20/11/2026 10:00")
    later = {"A001": {"RAG": "Green"}, "A002": {"RAG": "Green"}, "A004": {"RAG": "Pink"}}
    xlplan.merge(master, sent_back(master, RUTH, later), now=DAY_TWO).save()
    decided = {row["ID"]: row["Decided"] for row in table(master, "Conflicts") if row["No"] in (1, 2, 3)}
    assert decided == {
        "A001": "21/11/2026 09:30 withdrawn by a later version",
        "A002": "20/11/2026 10:00",
        "A004": None,
    }


def test_the_returns_sheet_says_where_every_cell_of_a_return_went(master: Path) -> None:
    """The coordinator answers for it that nothing was lost: the counts must be there, and add up."""
    said = {**SAID, "A002": {"RAG": "Green", "ID": None}}
    merged = xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_ONE)
    merged.save()
    [line] = [line for line in table(master, "Returns") if line["Officer"] == RUTH]
    [one] = merged.returns
    counts = ("Read", "Unchanged", "Changed", "Conflicts", "Proposals", "Unmatched")
    assert [line[heading] for heading in counts] == [
        one.cells.read, one.cells.unchanged, one.cells.changed, one.cells.conflict, one.cells.proposal,
        one.cells.unmatched,
    ]  # fmt: skip
    assert line["Read"] == sum(line[heading] for heading in counts[1:])  # type: ignore[misc]
    assert (line["Changed"], line["Conflicts"], line["Proposals"], line["Unmatched"]) == (1, 1, 4, 3)
    assert line["Matched without ID"] == 1
    assert (line["Received"], line["Status"], line["File"]) == (
        dt.datetime(2026, 11, 20),
        "Merged",
        f"{RUTH}.xlsx",
    )
    assert line["Not read"] is None
    others = [line for line in table(master, "Returns") if line["Officer"] != RUTH]
    assert {line["Status"] for line in others} == {"Outstanding"}
    assert {line["Received"] for line in others} == {None}


def test_a_line_of_the_returns_sheet_that_somebody_has_deleted_is_made_anew(master: Path) -> None:
    def delete(sheet: object) -> None:
        at = columns(sheet)  # type: ignore[arg-type]
        for row in range(4, sheet.max_row + 1):  # type: ignore[attr-defined]
            if sheet.cell(row, at["Officer"]).value == RUTH:  # type: ignore[attr-defined]
                for column in at.values():
                    sheet.cell(row, column).value = None  # type: ignore[attr-defined]

    change_sheet(master, "Returns", delete)
    xlplan.merge(master, sent_back(master, RUTH, {"A001": {"RAG": "Green"}}), now=DAY_ONE).save()
    [line] = [line for line in table(master, "Returns") if line["Officer"] == RUTH]
    assert (line["Period"], line["Status"], line["Changed"]) == (PERIOD, "Merged", 1)


def test_a_return_with_nothing_in_it_is_blank_until_a_later_one_says_something(master: Path) -> None:
    first = xlplan.merge(
        master, [sent_back(master, RUTH, {}), sent_back(master, JO, {"A003": {"RAG": "Red"}})]
    )
    assert first.blank == (RUTH,)
    first.save()
    status = {line["Officer"]: line["Status"] for line in table(master, "Returns")}
    assert (status[RUTH], status[JO]) == ("Nothing filled in", "Merged")
    again = xlplan.merge(master, sent_back(master, JO, {"A003": {"RAG": "Green"}}))
    assert again.blank == (RUTH,), "it is still to be asked for"
    last = xlplan.merge(master, sent_back(master, RUTH, {"A001": {"RAG": "Green"}}))
    assert last.blank == ()
