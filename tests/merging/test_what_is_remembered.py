"""What a merge leaves for the next: what each return gave, what was listed, who is still waited for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders.merge_examples import (
    NADIA,
    OMAR,
    PERIOD,
    PROGRESS,
    RAG,
    REVISED,
    Plan,
    a_plan,
    a_return,
    after,
    issue,
    lines_of,
    remembering,
    run,
    taken_home,
)
from xlplan.layout.record import MergedValue, Record
from xlplan.merging.conflict_line import conflict_line, unmatched_text
from xlplan.merging.merge import MergeDecision, merge
from xlplan.model import CellValue, Unmatched
from xlplan.values.rag import DEFAULT_KEY
from xlplan.workbook.grid import Cell

MON, TUE = dt.datetime(2005, 10, 3, 9), dt.datetime(2005, 10, 4, 9)


def given(merged: MergeDecision, file: str = f"{NADIA}.xlsx") -> dict[tuple[str, str], MergedValue]:
    [version] = [version for version in merged.versions if version.file == file]
    return {(action, column): value for action, by in version.given.items() for column, value in by.items()}


def two_of_a001() -> tuple[Record, Plan]:
    plan = a_plan()
    return issue(plan, {NADIA: ("A001",), OMAR: ("A001",)}), plan


@pytest.mark.parametrize(
    ("said", "remembered"),
    [
        ({}, {}),
        ({RAG: "g"}, {RAG: MergedValue("Green", True)}),
        ({RAG: "Purple"}, {RAG: MergedValue("Purple", False)}),
        (
            {RAG: "Red", PROGRESS: " Late "},
            {RAG: MergedValue("Red", True), PROGRESS: MergedValue(" Late ", True)},
        ),
        ({REVISED: "30/06/2006"}, {}),  # a proposal is decided about, not taken
        ({PROGRESS: Cell("#REF!", "#REF!", formula="=A1")}, {}),
    ],
)
def test_what_a_return_gave_is_remembered_with_whether_it_was_taken(
    said: dict[str, CellValue], remembered: dict[str, MergedValue]
) -> None:
    sent = a_return()
    sent.row("A001").update(said)
    merged = run(sent.send(saved=MON))
    assert given(merged) == {("A001", column): value for column, value in remembered.items()}
    [version] = merged.versions
    assert (version.return_id, version.saved, version.file) == ("R0001", MON, f"{NADIA}.xlsx")


def test_a_value_in_dispute_is_remembered_and_not_as_taken() -> None:
    record, plan = two_of_a001()
    merged = run(
        taken_home(record, plan, NADIA).set("A001", rag="Green").send(),
        taken_home(record, plan, OMAR).set("A001", rag="Red").send(),
        record=record,
    )
    assert given(merged) == {("A001", RAG): MergedValue("Green", False)}
    assert given(merged, f"{OMAR}.xlsx") == {("A001", RAG): MergedValue("Red", False)}


def test_two_values_under_one_id_are_remembered_as_neither() -> None:
    sent = a_return().set("A001", rag="Green")
    sent.rows.append({"ID": "A001", RAG: "Red"})
    assert given(run(sent.send())) == {("A001", RAG): MergedValue("Green | Red", False)}


def test_a_return_of_another_officer_in_a_later_run_is_held_against_what_was_said() -> None:
    record, plan = two_of_a001()
    first = run(taken_home(record, plan, NADIA).set("A001", rag="Green").send(), record=record)
    plan_now, record_now = after(plan, first), remembering(record, first)
    second = run(
        taken_home(record, plan, OMAR).set("A001", rag="Red").send(), plan=plan_now, record=record_now
    )
    [conflict] = second.conflicts
    assert [(value.value, value.officer, value.file, value.cell) for value in conflict.values] == [
        ("Green", NADIA, f"{NADIA}.xlsx", ""),
        ("Red", OMAR, f"{OMAR}.xlsx", "I4"),
    ]
    assert (conflict.master, second.changes) == ("Green", ())
    agreed = run(taken_home(record, plan, OMAR).set("A001", rag="g").send(), plan=plan_now, record=record_now)
    assert (agreed.conflicts, agreed.changes) == ((), ())
    decided = frozenset({conflict_line("A001", RAG, "Green", NADIA)})
    settled = run(
        taken_home(record, plan, OMAR).set("A001", rag="Red").send(),
        plan=plan,
        record=record_now,
        decided=decided,
    )
    assert [change.new for change in settled.changes] == ["Red"], (
        "what a person has decided is no rival any more"
    )


def test_who_said_the_same_before_is_no_party_to_a_conflict_with_the_master() -> None:
    record, plan = two_of_a001()
    first = run(taken_home(record, plan, NADIA).set("A001", rag="Green").send(), record=record)
    now = after(plan, first)
    now["A001"][RAG] = "Red"
    second = run(
        taken_home(record, plan, OMAR).set("A001", rag="Green").send(),
        plan=now,
        record=remembering(record, first),
    )
    [conflict] = second.conflicts
    assert conflict.why == "the master was changed too"
    assert [(value.value, value.officer) for value in conflict.values] == [("Green", OMAR)]


def test_what_was_said_in_another_period_is_no_rival() -> None:
    record, plan = two_of_a001()
    first = run(taken_home(record, plan, NADIA).set("A001", rag="Green").send(), record=record)
    earlier = [replace(entry, period="Jul-05") for entry in record.issued if entry.officer == NADIA]
    others = [entry for entry in record.issued if entry.officer != NADIA]
    known = replace(record, entries=(*earlier, *others, *first.versions))
    second = run(taken_home(record, plan, OMAR).set("A001", rag="Red").send(), plan=plan, record=known)
    assert ([change.new for change in second.changes], second.conflicts) == (["Red"], ())


@pytest.mark.parametrize(("count", "told"), [(1, "1 cell stands on"), (2, "2 cells stand on")])
def test_what_stands_on_the_conflicts_sheet_is_counted_and_not_listed_again(count: int, told: str) -> None:
    sent = a_return()
    for identity in ("A001", "A002")[:count]:
        sent.set(identity, rag="Purple")
    first = run(sent.send(saved=MON))
    again = run(sent.set("A003", rag="Green").send(saved=TUE), listed=lines_of(first))
    assert again.conflicts == ()
    assert f"{told} the Conflicts sheet already" in again.outcomes[0].why


def test_a_conflict_of_which_one_value_is_new_is_listed_whole() -> None:
    record, plan = two_of_a001()
    pair = [
        taken_home(record, plan, NADIA).set("A001", rag="Green").send(),
        taken_home(record, plan, OMAR).set("A001", rag="Red").send(),
    ]
    known = frozenset({conflict_line("A001", RAG, "Green", NADIA)})
    [conflict] = run(*pair, record=record, listed=known).conflicts
    assert [value.value for value in conflict.values] == ["Green", "Red"]
    both = known | {conflict_line("A001", RAG, "Red", OMAR)}
    assert run(*pair, record=record, listed=both).conflicts == ()


@pytest.mark.parametrize(
    ("said", "line", "is_reverted"),
    [
        ("Green", ("A001", RAG, "Purple", NADIA), True),
        ("Purple", ("A001", RAG, "Purple", NADIA), False),
        ("Green", ("a001", RAG.upper(), "Purple", NADIA.upper()), True),
        ("Green", ("A001", RAG, "Purple", OMAR), False),  # another officer's line
        ("Green", ("A001", "Action", "Purple", NADIA), False),  # a proposal waits whatever comes later
        ("Green", ("A004", RAG, "Purple", NADIA), False),  # not in this return
    ],
)
def test_a_line_is_taken_back_where_the_later_version_says_another_thing(
    said: str, line: tuple[str, str, str, str], is_reverted: bool
) -> None:
    first = run(a_return().set("A001", rag="Purple").send(saved=MON))
    listed = frozenset({conflict_line(*line)})
    record, plan = remembering(issue(a_plan()), first), after(a_plan(), first)
    later = a_return().set("A001", rag=said).set("A003", progress="x").send(saved=TUE)
    assert bool(run(later, plan=plan, record=record, listed=listed).reverted) is is_reverted
    assert not run(later, plan=plan, record=record, listed=listed, decided=listed).reverted
    assert not run(later, listed=listed).reverted, "nothing was merged before"


@pytest.mark.parametrize(
    ("rows", "is_blank"),
    [({}, True), ({RAG: "Green"}, False), ({PROGRESS: "x"}, False), ({REVISED: "30/06/2006"}, True),
     ({"Own column": "x"}, True), ({RAG: Cell(None, "", "BFE3B4")}, False)],
)  # fmt: skip
def test_a_return_in_which_nothing_asked_for_was_filled_in_is_blank(
    rows: dict[str, CellValue], is_blank: bool
) -> None:
    sent = a_return(OMAR)
    sent.headings.append("Own column")
    sent.row("A004").update(rows)
    assert (f"{OMAR}.xlsx" in run(sent.send()).blank) is is_blank


def test_who_is_waited_for_is_told_by_the_period_and_each_once() -> None:
    plan = a_plan()
    record = issue(plan)
    again = issue(plan, {NADIA: ("A001",)}, first=7)
    other = replace(again.issued[0], id="R0009", officer="Ivy Ash", period="Jul-05")
    record = replace(record, entries=(*record.entries, *again.entries, other))
    merged = run(a_return().set("A001", rag="Green").send(), record=record)
    assert merged.outstanding == (OMAR,), "one of Nadia's two returns has come"
    assert run(record=record).outstanding == (NADIA, OMAR)


def test_the_moment_of_the_merge_is_remembered() -> None:
    merged = merge(
        issue(a_plan()), a_plan(), [a_return().set("A001", rag="g").send()], period=PERIOD.upper(), key=DEFAULT_KEY,
        when=TUE,
    )  # fmt: skip
    assert [version.when for version in merged.versions] == [TUE]
    assert merged.outstanding == (OMAR,)


def test_a_line_is_known_again_whatever_its_case() -> None:
    assert conflict_line("a001 ", "DUE", "Green ", "NADIA  frost", "I4") == conflict_line(
        "A001", "Due", "Green", "Nadia Frost"
    )
    assert conflict_line("", "Due", "x", NADIA, "I4") != conflict_line("", "Due", "x", NADIA, "I5")
    assert unmatched_text(Unmatched(row=4, texts=("7.7", "Nearly"))) == "7.7 | Nearly"
    assert len(unmatched_text(Unmatched(row=4, texts=("x" * 40_000,)))) <= 32_767
