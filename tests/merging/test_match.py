"""Rows find their action again when the officer has lost or mixed up the IDs; what is not clear stays unmatched."""

from __future__ import annotations

import time

import pytest

from tests.builders.merge_examples import (
    ACTIONS,
    NADIA,
    OMAR,
    RAG,
    Plan,
    a_plan,
    a_return,
    issue,
    run,
    taken_home,
)
from xlplan.merging.match import CONTRADICTS, LIKE, likeness
from xlplan.model import CellValue, Match
from xlplan.values.text import fold


def matched(matches: tuple[Match, ...]) -> list[tuple[int, str, str]]:
    return [(match.row, match.id, match.by) for match in matches]


def test_a_return_whose_ids_are_all_gone_is_merged_all_the_same() -> None:
    sent = a_return().set("A001", rag="Green").set("A003", rag="Red")
    sent.headings.remove("ID")
    sent.rows.reverse()
    merged = run(sent.send())
    assert {(change.id, change.new) for change in merged.changes} == {("A001", "Green"), ("A003", "Red")}
    assert matched(merged.matches) == [(4, "A003", "ref"), (5, "A002", "ref"), (6, "A001", "ref")]


@pytest.mark.parametrize(
    ("changed", "by"),
    [
        ({}, "ref"),
        ({"Ref": None}, "action"),
        ({"Ref": "9.9"}, "action"),
        ({"Ref": None, "Action": "open a drop-in for  YOUNG tenants"}, "action"),
        ({"Ref": None, "Action": "Open a drop in for young tennants."}, "likeness"),
        ({"Action": None}, "ref"),
        ({"Ref": "1.2"}, "action"),  # another action's ref: the text is stronger
    ],
)
def test_a_row_without_its_id_is_matched_and_says_by_what(changed: dict[str, CellValue], by: str) -> None:
    sent = a_return().set("A001", rag="Green")
    sent.row("A001").update(changed)
    sent.row("A001")["ID"] = None
    merged = run(sent.send())
    assert matched(merged.matches) == [(4, "A001", by)]
    assert [(change.id, change.new) for change in merged.changes] == [("A001", "Green")]


def test_the_text_as_it_was_issued_is_known_after_the_coordinator_reworded_it() -> None:
    plan = a_plan()
    record = issue(plan)
    sent = taken_home(record, plan, NADIA).set("A001", rag="Green", Ref=None)
    sent.row("A001")["ID"] = None
    plan["A001"]["Action"] = "Run a club house for tenants under twenty-five"
    merged = run(sent.send(), plan=plan, record=record)
    assert matched(merged.matches) == [(4, "A001", "action")]


def test_a_ref_that_two_actions_share_decides_nothing_by_itself() -> None:
    """2.2 is Omar's A004 and A005."""
    sent = a_return(OMAR).set("A005", rag="Red")
    sent.rows = [{"Ref": "2.2", RAG: "Red"}]
    merged = run(sent.send())
    assert merged.changes == ()
    assert len(merged.unmatched) == 1


def two_alike(**criteria: str) -> Plan:
    plan = a_plan()
    for action_id, text in criteria.items():
        plan[action_id].update({"Ref": None, "Action": "Review the policy", "Success criteria": text})
    return plan


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ({"A001": "Agreed by the cabinet", "A003": "Published"}, ["A003"]),
        ({"A001": "Published", "A003": "Published"}, []),
    ],
)
def test_actions_with_the_same_text_are_told_apart_or_left_alone(
    criteria: dict[str, str], found: list[str]
) -> None:
    plan = two_alike(**criteria)
    plan["A001"]["Theme"] = plan["A003"]["Theme"]
    record = issue(plan)
    sent = taken_home(record, plan, NADIA).set("A003", rag="Green")
    sent.rows = [{**sent.row("A003"), "ID": None}]
    merged = run(sent.send(), plan=plan, record=record)
    assert [change.id for change in merged.changes] == found
    if not found:
        (row,) = merged.unmatched
        assert (row.best, row.likeness) == ("A001", 1.0)


def test_the_officers_own_actions_come_before_everybody_elses() -> None:
    plan = two_alike(A001="", A004="")
    plan["A001"]["Theme"] = plan["A004"]["Theme"]
    record = issue(plan)
    sent = taken_home(record, plan, OMAR).set("A004", rag="Green")
    sent.row("A004")["ID"] = None
    assert [change.id for change in run(sent.send(), plan=plan, record=record).changes] == ["A004"]


def test_ids_that_were_sorted_by_themselves_do_not_carry_values_to_other_actions() -> None:
    """The worst that can happen: Nadia's progress on the hostels written under the drop-in."""
    sent = a_return().set("A001", rag="Green").set("A002", rag="Red").set("A003", rag="Amber")
    ids = [row["ID"] for row in sent.rows]
    for row, action_id in zip(sent.rows, ids[1:] + ids[:1], strict=True):
        row["ID"] = action_id
    merged = run(sent.send())
    assert {change.id: change.new for change in merged.changes} == {
        "A001": "Green",
        "A002": "Red",
        "A003": "Amber",
    }
    assert matched(merged.matches) == [(4, "A001", "ref"), (5, "A002", "ref"), (6, "A003", "ref")]
    assert [(proposal.id, proposal.column, proposal.value) for proposal in merged.proposals] == [
        ("A001", "ID", "A002"),
        ("A002", "ID", "A003"),
        ("A003", "ID", "A001"),
    ]


def test_a_row_whose_text_was_pasted_over_by_another_actions_is_unmatched() -> None:
    sent = a_return().set("A002", rag="Red")
    sent.row("A002").update({heading: sent.row("A001")[heading] for heading in ("Ref", "Theme", "Action")})
    merged = run(sent.send())
    assert merged.changes == ()
    (row,) = merged.unmatched
    assert (row.row, row.best, row.likeness) == (5, "A001", 1.0)


def test_an_action_takes_one_row_only() -> None:
    sent = a_return()
    row = {**sent.row("A001"), "ID": None}
    sent.rows = [{**row, RAG: "Green"}, {**row, RAG: "Red"}]
    merged = run(sent.send())
    assert merged.changes == ()
    assert [row.best for row in merged.unmatched] == ["A001", "A001"]


def test_ids_are_known_in_any_case_and_with_blanks() -> None:
    merged = run(a_return().set("A001", rag="Green", ID=" a001 ").send())
    assert [change.id for change in merged.changes] == ["A001"]
    assert merged.matches == merged.proposals == ()


def test_a_new_action_that_is_like_one_of_the_plan_says_so() -> None:
    sent = a_return()
    sent.rows.append({"Action": "Inspect every children's home once a year"})
    assert "row 7 is most like A002" in run(sent.send()).outcomes[0].why


SAME = [
    ("Recruit two social workers for the duty team", "Recruit two social workers for duty team"),
    ("Agree the joint training programme with the trust", "Agree joint training programme with trust"),
    (
        "Review all placements that cost over £2,000 a week",
        "Review all placements costing over £2,000 a week",
    ),
    ("Open a drop-in for young tenants", "Open a drop in for young tennants."),
]
DIFFERENT = [
    ("Review the fostering policy", "Review the adoption policy"),
    ("Train all head teachers in safer recruitment", "Train all governors in safer recruitment"),
    ("Complete phase 1 of the case file audit", "Complete phase 2 of the case file audit"),
    ("Report progress to the cabinet each quarter", "Report progress to the scrutiny panel each quarter"),
]
UNRELATED = [
    ("Review the fostering policy", "Publish waiting times on the website"),
    (ACTIONS["A001"][2], ACTIONS["A002"][2]),
    (ACTIONS["A003"][2], ACTIONS["A004"][2]),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_retyped_text_is_taken_for_the_same(one: str, other: str) -> None:
    assert likeness(fold(one), fold(other)) >= LIKE


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_action_of_the_same_phrasing_is_not(one: str, other: str) -> None:
    assert CONTRADICTS < likeness(fold(one), fold(other)) < LIKE


@pytest.mark.parametrize(("one", "other"), UNRELATED)
def test_a_text_about_something_else_speaks_against_a_ref(one: str, other: str) -> None:
    assert likeness(fold(one), fold(other)) < CONTRADICTS


def test_long_texts_of_no_action_do_not_keep_the_merge_busy() -> None:
    """Two texts of a page each take three hundred times as long to compare as two short ones."""
    words = [f"word{number}" for number in range(900)]
    plan = a_plan()
    for number in range(100):
        plan[f"B{number:03d}"] = {
            **plan["A001"],
            "Ref": f"b{number}",
            "Action": " ".join(words[number:] + words[:number]),
        }
    sent = a_return().set("A001", rag="Green")
    sent.rows += [{"Action": " ".join(reversed(words[number:]))} for number in range(900)]
    started = time.process_time()
    merged = run(sent.send(), plan=plan)
    assert time.process_time() - started < 3, "a second on an idle machine"
    assert [change.id for change in merged.changes] == ["A001"]
    assert len(merged.proposals) == 900


def test_thousands_of_rows_of_no_action_do_not_keep_the_merge_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """One hostile or unlucky file would hold up everybody's returns for hours: likeness has its limit."""
    sent = a_return().set("A001", rag="Green")
    sent.rows += [{"Action": f"{ACTIONS['A002'][2]} and more, number {number}"} for number in range(9)]
    assert run(sent.send()).changes  # likeness is asked
    monkeypatch.setattr("xlplan.merging.match.MOST_COMPARISONS", 8)
    monkeypatch.setattr("xlplan.merging.match.process.extract", None)  # and must not be asked any more
    merged = run(sent.send())
    assert [change.id for change in merged.changes] == ["A001"]
    assert len(merged.proposals) + sum(len(row.texts) for row in merged.unmatched) == 9
