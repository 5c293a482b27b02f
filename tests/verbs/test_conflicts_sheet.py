"""The lines that a merge puts on the Conflicts sheet: each says what it is about, and stands there once."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

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


WITHDRAWN = "21/11/2026 09:30 withdrawn by a later version"


def decided(master: Path) -> dict[tuple[object, object, object], object]:
    """What stands under Decided: (ID, column, returned value) -> it."""
    return {
        (row["ID"], row["Column"], row["Returned value"]): row["Decided"]
        for row in table(master, "Conflicts")
    }


def add_own_column(sheet: Worksheet) -> None:
    sheet["M3"], sheet["M4"], sheet["M5"] = "Ward", "North", "South"


def test_what_was_changed_in_a_locked_column_and_is_as_issued_again_is_withdrawn(master: Path) -> None:
    """The coordinator would put a date, or a wording, into the plan that the officer has taken back."""
    said: dict[str, dict[str, object]] = {
        "A001": {"Due": dt.date(2027, 1, 31), "Revised due": dt.date(2027, 2, 28), "RAG": "Green"},
        "A002": {"Action": "Do less", "Success criteria": None, "Revised due": dt.date(2027, 3, 31)},
    }
    xlplan.merge(master, sent_back(master, RUTH, said, also=add_own_column), now=DAY_ONE).save()
    later: dict[str, dict[str, object]] = {
        "A001": {"RAG": "Green"},
        "A002": {"Action": "Do less", "Revised due": dt.date(2027, 3, 31)},
    }

    def leave_one(sheet: Worksheet) -> None:
        sheet["M3"], sheet["M5"] = "Ward", "South"

    again = xlplan.merge(master, sent_back(master, RUTH, later, also=leave_one), now=DAY_TWO)
    again.save()
    moment = dt.datetime
    assert decided(master) == {
        ("A001", "Due", moment(2027, 1, 31)): WITHDRAWN,
        ("A001", "Revised due", moment(2027, 2, 28)): WITHDRAWN,
        ("A001", "Ward", "North"): WITHDRAWN,
        ("A002", "Action", "Do less"): None,
        ("A002", "Success criteria", None): WITHDRAWN,
        ("A002", "Revised due", moment(2027, 3, 31)): None,
        ("A002", "Ward", "South"): None,
    }
    assert again.undecided == 3


def test_what_a_later_version_does_not_hold_at_all_is_not_withdrawn(master: Path) -> None:
    """Absent means not sent: half a return takes nothing back of the other half, nor of what else there was."""
    said: dict[str, dict[str, object]] = {
        "A001": {"Due": dt.date(2027, 1, 31)},
        "A002": {"Action": "Do less"},
        "(a)": {"Action": "Buy a bus"},
        "(b)": {"progress": "All well"},
    }
    xlplan.merge(master, sent_back(master, RUTH, said, also=add_own_column), now=DAY_ONE).save()
    before = decided(master)

    def halve(sheet: Worksheet) -> None:
        sheet.delete_rows(5)
        sheet["F3"] = "When"

    xlplan.merge(master, sent_back(master, RUTH, {}, also=halve), now=DAY_TWO).save()
    assert {line: decided(master)[line] for line in before} == before
    assert set(before.values()) == {None}


def test_a_new_action_that_is_put_in_other_words_is_asked_about_once(master: Path) -> None:
    """Both wordings waited for a decision, and a plan could get the action twice."""
    said = {
        "(a)": {"Action": "Buy a bus", "RAG": "Red"},
        "(b)": {"Action": "Paint the hall"},
        "(c)": {"progress": "All well"},
        "(d)": {"progress": "And good"},
    }
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_ONE).save()
    said["(a)"] = {"Action": "Lease a minibus for the outlying villages", "RAG": "Red"}
    said["(c)"] = {"progress": "All is not well"}
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_TWO).save()
    assert decided(master) == {
        (None, "Action", "Buy a bus"): WITHDRAWN,
        (None, f"{PERIOD} RAG", "Red"): None,
        (None, "Action", "Lease a minibus for the outlying villages"): None,
        (None, "Action", "Paint the hall"): None,
        (None, None, "All well"): WITHDRAWN,
        (None, None, "And good"): None,
        (None, None, "All is not well"): None,
    }
    xlplan.merge(master, sent_back(master, RUTH, {}), now=DAY_TWO).save()
    assert set(decided(master).values()) == {WITHDRAWN}


@pytest.mark.parametrize("by_whom", [RUTH, JO])
@pytest.mark.parametrize("name", ["later.xlsx", f"{RUTH}.xlsx"])
def test_what_somebody_else_has_said_is_never_withdrawn(master: Path, by_whom: str, name: str) -> None:
    said = {
        "A001": {"Due": dt.date(2027, 1, 31)},
        "(a)": {"Action": "Buy a bus"},
        "(b)": {"progress": "Well"},
    }
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_ONE).save()
    xlplan.merge(master, sent_back(master, JO, {"A003": {"RAG": "Red"}}), now=DAY_ONE).save()
    first = {"A001": {"RAG": "Red"}} if by_whom == RUTH else {"A003": {"RAG": "Green"}}
    xlplan.merge(master, sent_back(master, by_whom, first, name=name), now=DAY_TWO).save()
    assert set(decided(master).values()) == ({WITHDRAWN} if by_whom == RUTH else {None})


def test_what_was_said_in_an_earlier_period_is_not_withdrawn_by_a_later_ones_return(master: Path) -> None:
    """A request for another date waits until somebody decides, be it over the end of a period."""
    said = {"A001": {"Due": dt.date(2027, 1, 31), "RAG": "Red"}, "(a)": {"Action": "Buy a bus"}}
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_ONE).save()
    xlplan.add_period(master, "Mar-27").save()
    xlplan.issue(master, folder=master.parent / "second").save()
    [issued] = (master.parent / "second").glob(f"*{RUTH}*")
    for words in ("Under way", "Nearly done"):
        back = change_sheet(
            issued,
            "Return",
            lambda sheet, words=words: setattr(
                sheet.cell(4, columns(sheet)["Mar-27 progress"]), "value", words
            ),
            master.parent / "back" / f"{RUTH}.xlsx",
        )
        xlplan.merge(master, back, now=DAY_TWO).save()
    assert set(decided(master).values()) == {None}


@pytest.mark.parametrize(
    ("cells", "stays"),
    [
        ({2: {"Decision": "Take this"}}, {2}),
        ({4: {"Decision": "Take this"}}, {4, 5}),
        ({5: {"Decision": "Keep master"}}, {4, 5}),
        ({4: {"ID": "A004"}}, {4, 5}),
        ({6: {"Decision": "Take this"}}, {6}),
        ({7: {"ID": "A004"}}, {7}),
        ({1: {"Decided": "20/11/2026 10:00"}}, set()),
    ],
)
def test_a_line_on_which_a_person_has_begun_to_decide_is_not_withdrawn(
    master: Path, cells: dict[int, dict[str, Value]], stays: set[int]
) -> None:
    """The decision would be lost without a word: what is withdrawn is not resolved.

    A new action is decided as a whole.
    """
    said = {
        "A001": {"RAG": "Purple"},
        "A002": {"Action": "Do less", "Due": dt.date(2027, 1, 31)},
        "(a)": {"Action": "Buy a bus", "RAG": "Red"},
        "(b)": {"Action": "Paint the hall"},
        "(c)": {"progress": "All well"},
    }
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_ONE).save()
    assert [line[5] for line in lines(master)] == [
        f"{PERIOD} RAG", "Action", "Due", "Action", f"{PERIOD} RAG", "Action", None,
    ]  # fmt: skip
    for number, typed in cells.items():
        write(master, number, **typed)
    xlplan.merge(master, sent_back(master, RUTH, {"A001": {"RAG": "Green"}}), now=DAY_TWO).save()
    open_lines = {row["No"] for row in table(master, "Conflicts") if not row["Decided"]}
    assert open_lines == stays


def test_what_is_said_again_after_it_was_withdrawn_is_asked_again(master: Path) -> None:
    """Nobody has decided about it: without a new line it would be lost."""
    said = {"A001": {"RAG": "Purple"}, "A002": {"Due": dt.date(2027, 1, 31)}, "(a)": {"Action": "Buy a bus"}}
    for each in (said, {"A001": {"RAG": "Green"}}, {**said, "A004": {"RAG": "Red"}}):
        xlplan.merge(master, sent_back(master, RUTH, each), now=DAY_TWO).save()
    lines_now = [(row["No"], row["Returned value"], row["Decided"]) for row in table(master, "Conflicts")]
    due = dt.datetime(2027, 1, 31)
    assert lines_now == [
        (1, "Purple", WITHDRAWN),
        (2, due, WITHDRAWN),
        (3, "Buy a bus", WITHDRAWN),
        (4, "Purple", None),
        (5, due, None),
        (6, "Buy a bus", None),
    ]


def test_a_blank_that_is_said_still_is_not_withdrawn(master: Path) -> None:
    """A cleared cell waits for a decision as long as it comes back cleared."""
    xlplan.merge(master, sent_back(master, RUTH, {"A001": {"Due": None}}), now=DAY_ONE).save()
    xlplan.merge(master, sent_back(master, RUTH, {"A001": {"Due": None, "RAG": "Red"}}), now=DAY_TWO).save()
    assert decided(master) == {("A001", "Due", None): None}


def test_what_the_plan_has_come_to_by_another_way_is_not_said_to_be_withdrawn(master: Path) -> None:
    """The officer says it still; the coordinator has typed it into the Plan."""
    said: dict[str, dict[str, object]] = {"A001": {"Success criteria": "Two events held"}}
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_ONE).save()

    def type_it(sheet: Worksheet) -> None:
        sheet.cell(4, columns(sheet)["Success criteria"]).value = "Two events held"

    change_sheet(master, "Plan", type_it)
    said["A001"]["RAG"] = "Red"
    xlplan.merge(master, sent_back(master, RUTH, said), now=DAY_TWO).save()
    assert set(decided(master).values()) == {None}


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
