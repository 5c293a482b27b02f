"""One return row by row: what stands twice, what is broken, what has no place, and that every cell is counted."""

from __future__ import annotations

import pytest

from tests.builders.merge_examples import (
    LAST_RAG,
    NADIA,
    OMAR,
    PROGRESS,
    RAG,
    REVISED,
    Sent,
    a_plan,
    a_return,
    issue,
    lines_of,
    run,
    taken_home,
)
from xlplan.merging import accept
from xlplan.merging.merge import MergeDecision
from xlplan.model import CellCounts, ReturnOutcome
from xlplan.workbook.grid import Cell, Value

BROKEN = Cell("#REF!", "#REF!", formula="=Sheet2!A1")
UNTOUCHED = CellCounts(read=26, unchanged=26)


def outcome(merged: MergeDecision, officer: str = NADIA) -> ReturnOutcome:
    return next(one for one in merged.outcomes if one.file == f"{officer}.xlsx")


def counts(merged: MergeDecision) -> CellCounts:
    """What one return's cells came to beyond those of the return as it was issued."""
    cells = outcome(merged).cells
    return CellCounts(
        read=cells.read - UNTOUCHED.read,
        unchanged=cells.unchanged - UNTOUCHED.unchanged,
        changed=cells.changed,
        conflict=cells.conflict,
        proposal=cells.proposal,
        unmatched=cells.unmatched,
    )


def twice(*values: Value | Cell, column: str = RAG) -> Sent:
    """A001 in as many rows as values are given, the first of them its own."""
    sent = a_return()
    first = sent.row("A001")
    first[column] = values[0]
    sent.rows += [{"ID": "A001", column: value} for value in values[1:]]
    return sent


def test_a_return_as_it_was_issued_changes_nothing_and_every_cell_is_counted() -> None:
    merged = run(a_return().send())
    assert outcome(merged).cells == UNTOUCHED
    assert (merged.changes, merged.conflicts, merged.proposals, merged.unmatched) == ((), (), (), ())
    assert outcome(merged).why == ""


@pytest.mark.parametrize(
    ("values", "column", "changed", "conflicts", "cells"),
    [
        (("Green", "Green"), RAG, ["Green"], [], CellCounts(read=3, unchanged=2, changed=1)),
        (("Green", "g"), RAG, ["Green"], [], CellCounts(read=3, unchanged=2, changed=1)),
        (("Green", "Red"), RAG, [], [["Green", "Red"]], CellCounts(read=3, unchanged=1, conflict=2)),
        (("Green", "Red", "red"), RAG, [], [["Green", "Red"]], CellCounts(read=5, unchanged=3, conflict=2)),
        ((BROKEN, "Green"), RAG, ["Green"], [["=Sheet2!A1"]],
         CellCounts(read=3, unchanged=1, changed=1, conflict=1)),
        (("Green", BROKEN), RAG, ["Green"], [["=Sheet2!A1"]],
         CellCounts(read=3, unchanged=1, changed=1, conflict=1)),
        ((BROKEN, BROKEN), RAG, [], [["=Sheet2!A1"], ["=Sheet2!A1"]], CellCounts(read=3, unchanged=1, conflict=2)),
        (("Purple", "Purple"), RAG, [], [["Purple"]], CellCounts(read=3, unchanged=2, conflict=1)),
        (("All well", "all well"), PROGRESS, [], [["All well", "all well"]],
         CellCounts(read=3, unchanged=1, conflict=2)),
        (("All well", "All well "), PROGRESS, ["All well"], [], CellCounts(read=3, unchanged=2, changed=1)),
    ],
)  # fmt: skip
def test_an_id_that_stands_twice_gives_one_value_or_a_question(
    values: tuple[Value | Cell, ...],
    column: str,
    changed: list[str],
    conflicts: list[list[str]],
    cells: CellCounts,
) -> None:
    """One of two answers would be lost without a word, and nobody could tell which."""
    merged = run(twice(*values, column=column).send())
    assert [change.new for change in merged.changes] == changed
    assert [[value.value for value in conflict.values] for conflict in merged.conflicts] == conflicts
    assert counts(merged) == cells
    assert "A001 stands twice (rows 4 and 7" in outcome(merged).why


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (3, "A001 stands twice (rows 4 and 7 and 8)"),
        (10, "A001 stands twice (rows 4 and 7 and 8 and 9 and 10 and 11 and 12 and 13 and 14 and 15)"),
        (
            12,
            "A001 stands twice (rows 4 and 7 and 8 and 9 and 10 and 11 and 12 and 13 and 14 and 15 and 2 more)",
        ),
    ],
)
def test_rows_of_one_id_are_named_and_beyond_ten_counted(times: int, told: str) -> None:
    assert told in outcome(run(twice(*["Green"] * times).send())).why.split("; ")


def test_two_dates_for_one_action_are_two_proposals() -> None:
    merged = run(twice("30/06/2006", "31/07/2006", column=REVISED).send())
    assert [str(proposal.value) for proposal in merged.proposals] == ["2006-06-30", "2006-07-31"]
    assert counts(merged) == CellCounts(read=3, unchanged=1, proposal=2)


def test_a_new_value_in_one_of_two_rows_is_asked_about_beside_what_was_left_in_the_other() -> None:
    sent = a_return()
    sent.rows.append({"ID": "A002", RAG: "Green"})
    merged = run(sent.send())
    [conflict] = merged.conflicts
    assert conflict.why.startswith("the ID stands twice, with different values")
    assert ([value.value for value in conflict.values], conflict.master) == (["Green"], "Amber")


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({PROGRESS: BROKEN}, ("=Sheet2!A1",)),
        ({RAG: Cell(None, "", "BFE3B4"), PROGRESS: "All well "}, ("colour BFE3B4", "All well")),
        ({"Ref": "9.9", PROGRESS: "x"}, ("9.9", "x")),
    ],
)
def test_a_row_of_no_action_is_listed_whole(row: dict[str, Value | Cell], shown: tuple[str, ...]) -> None:
    sent = a_return()
    sent.rows.append(row)
    merged = run(sent.send())
    assert [one.texts for one in merged.unmatched] == [shown]
    assert [one.row for one in merged.unmatched] == [7]
    assert counts(merged) == CellCounts(read=len(row), unmatched=len(row))
    again = run(sent.send(), listed=lines_of(merged))
    assert again.unmatched == ()
    assert f"{len(row)} cell" in outcome(again).why


def test_an_action_that_was_taken_out_of_the_plan_comes_back_as_a_proposal_that_says_so() -> None:
    """Its owner has reported on it: what they say must not vanish with the row."""
    plan = a_plan()
    record = issue(plan)
    sent = taken_home(record, plan, NADIA).set("A003", rag="Green", progress=BROKEN)
    del plan["A003"]
    merged = run(sent.send(), plan=plan, record=record)
    assert {proposal.why for proposal in merged.proposals} == {"new action; A003 is no longer in the Plan"}
    assert {(proposal.id, proposal.master) for proposal in merged.proposals} == {("", None)}
    proposed = {proposal.column: proposal.value for proposal in merged.proposals}
    assert (proposed[RAG], proposed[PROGRESS], proposed["ID"]) == ("Green", "=Sheet2!A1", "A003")
    assert "row 6: A003 is no longer in the Plan" in outcome(merged).why


@pytest.mark.parametrize(
    ("cell", "value"),
    [("High", "High"), (3, 3), (Cell(None, "", "BFE3B4"), "Green"), (Cell(0.5, "50%"), "50%")],
)
def test_a_column_of_the_officers_own_is_proposed_as_it_shows(cell: Value | Cell, value: Value) -> None:
    sent = a_return()
    heading = "My RAG" if isinstance(cell, Cell) and cell.fill else "Priority"
    sent.headings.insert(3, heading)
    sent.row("A001")[heading] = cell
    merged = run(sent.send())
    assert [(one.id, one.column, one.master, one.value, one.cell, one.why) for one in merged.proposals] == [
        ("A001", heading, None, value, "D4", "own column")
    ]
    assert counts(merged) == CellCounts(read=1, proposal=1)


def test_a_broken_formula_in_a_column_of_their_own_is_asked_about() -> None:
    sent = a_return()
    sent.headings.append("Priority")
    sent.row("A001")["Priority"] = BROKEN
    merged = run(sent.send())
    [conflict] = merged.conflicts
    assert (conflict.column, conflict.master, conflict.why) == (
        "Priority",
        None,
        "a formula that shows #REF!",
    )
    assert counts(merged) == CellCounts(read=1, conflict=1)


@pytest.mark.parametrize(
    ("column", "cell", "lost"),
    [
        (PROGRESS, "Half of them visited", "Half of them visited"),
        (LAST_RAG, "Amber", "Amber"),
        ("Theme", "Homes", "Homes"),
    ],
)
def test_a_cell_that_was_issued_and_came_back_blank_is_counted_and_proposed(
    column: str, cell: str, lost: str
) -> None:
    sent = a_return()
    assert sent.row("A002")[column] == cell
    sent.row("A002")[column] = None
    merged = run(sent.send())
    [proposal] = merged.proposals
    at = {LAST_RAG: "G5", PROGRESS: "J5", "Theme": "C5"}[column]
    assert (proposal.id, proposal.column, proposal.value, proposal.master, proposal.why, proposal.cell) == (
        "A002", column, None, lost, "cleared", at,
    )  # fmt: skip
    assert counts(merged) == CellCounts(unchanged=-1, proposal=1)


@pytest.mark.parametrize("others", [0, 1])
def test_a_return_may_hold_so_many_cells_more_than_were_issued_and_not_one_more(
    others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty actions were issued to a colleague: that gives an officer no room for as many of their own."""
    plan = a_plan()
    for number in range(100, 130):
        plan[f"A{number}"] = {**plan["A004"], "ID": f"A{number}"}
    owned = {NADIA: ("A001",), OMAR: tuple(f"A{number}" for number in range(100, 130))}
    record = issue(plan, owned)
    sent = taken_home(record, plan, NADIA)
    held = sum(value is not None for heading, value in sent.rows[0].items() if heading != "Check")
    were_issued = 1 * (len(record.issued[0].columns) + 1)
    monkeypatch.setattr(accept, "MOST_OTHERS", 5)
    own = [f"own {number}" for number in range(were_issued - held + 5 + others)]
    sent.headings += own
    sent.rows[0].update(dict.fromkeys(own, "x"))
    told = outcome(run(sent.send(), plan=plan, record=record))
    if not others:
        assert (told.outcome, told.cells.proposal) == ("merged", len(own))
        return
    assert told.outcome == "refused"
    assert told.why.startswith(
        f"it holds {were_issued + 6} cells with something in them where {were_issued} were issued"
    )


def test_likeness_is_told_in_whole_hundredths_wherever_it_is_told() -> None:
    """A script that reads 0.857 today and 0.86 tomorrow sees a difference where there is none."""
    sent = a_return()
    sent.row("A001").update({"ID": None, "Ref": None, "Action": "Open a drop in for young tennants."})
    sent.rows.append({"Ref": "9", "Action": "Inspect every hostel once a year or so and write it down"})
    sent.row("A003").update(
        {"ID": None, "Ref": None, "Theme": None, "Action": "Write to parents about new bus times"}
    )
    merged = run(sent.send())
    assert [(match.id, match.likeness) for match in merged.matches] == [("A001", 0.94), ("A003", 0.95)]
    assert "the new action in row 7 is most like A002 (73%)" in outcome(merged).why
    loose = a_return()
    loose.rows += [{"Action": "Open a drop in for young tennants.", PROGRESS: word} for word in ("x", "y")]
    loose.rows.remove(loose.row("A001"))
    assert [(row.best, row.likeness) for row in run(loose.send()).unmatched] == [("A001", 0.94)] * 2
