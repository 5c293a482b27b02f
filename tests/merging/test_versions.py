"""Whose return a file is, which version of it holds, and what an earlier run had made of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders.merge_examples import (
    NADIA,
    OMAR,
    OWNED,
    PERIOD,
    PROGRESS,
    RAG,
    Plan,
    Sent,
    a_plan,
    a_return,
    after,
    grid_of,
    issue,
    lines_of,
    remembering,
    run,
    taken_home,
)
from xlplan.layout.record import Record
from xlplan.layout.returns import Return, read_return
from xlplan.merging.merge import MergeDecision, merge
from xlplan.model import CellCounts, ReturnOutcome
from xlplan.values.rag import DEFAULT_KEY
from xlplan.workbook.grid import Cell, Value

MONDAY, TUESDAY, FRIDAY = (dt.datetime(2005, 10, day, 9) for day in (3, 4, 7))


def outcome(merged: MergeDecision, file: str = f"{NADIA}.xlsx") -> ReturnOutcome:
    return next(outcome for outcome in merged.outcomes if outcome.file == file)


def then(plan: Plan, record: Record, *returns: Return) -> tuple[Plan, Record, MergeDecision]:
    """One more run on the master as the runs before left it."""
    merged = run(*returns, plan=plan, record=record)
    return after(plan, merged), remembering(record, merged), merged


# Refused whole


def test_a_return_of_another_plan_is_refused() -> None:
    sent = a_return().set("A001", rag="Green")
    sent.plan_id = "ffffffff"
    told = outcome(run(sent.send()))
    assert (told.outcome, told.why, told.cells) == (
        "refused",
        "it belongs to another plan (ffffffff)",
        CellCounts(),
    )


@pytest.mark.parametrize("has_record", [True, False])
def test_a_return_of_another_period_is_refused(has_record: bool) -> None:
    sent = a_return().set("A001", rag="Green")
    sent.issued = replace(sent.issued, id="R0099", period="Jul-05")
    sent.has_record = has_record
    told = outcome(run(sent.send()))
    assert (told.outcome, told.why) == ("refused", "it is for another period (Jul-05); this is Oct-05")


def test_a_return_without_identity_whose_headings_are_of_another_period_is_refused() -> None:
    sent = a_return()
    sent.has_record = sent.has_line = False
    sent.headings = [heading.replace("Oct-05", "Jan-06") for heading in sent.headings]
    assert "another period" in outcome(run(sent.send())).why


def test_a_return_that_says_it_is_somebody_elses_is_refused() -> None:
    sent = a_return()
    sent.issued = replace(sent.issued, officer=OMAR)
    assert outcome(run(sent.send(file="x.xlsx")), "x.xlsx").why == (
        "return R0001 was issued to Nadia Frost, this one says Omar Pike"
    )


def test_returns_are_merged_though_the_issue_was_undone_and_made_anew_with_other_ids() -> None:
    """They had gone out; then an owner was changed, so that each officer's return got another id."""
    sent = a_return(OMAR).set("A004", rag="Green")
    anew = issue(a_plan(), {OMAR: OWNED[OMAR], NADIA: OWNED[NADIA]})
    merged = run(sent.send(), record=anew)
    told = outcome(merged, f"{OMAR}.xlsx")
    assert (told.outcome, told.officer) == ("merged", OMAR)
    assert told.why.startswith(
        "return R0002 was issued to Nadia Frost, this one says Omar Pike: taken as R0001"
    )
    assert [change.id for change in merged.changes] == ["A004"]
    assert merged.outstanding == (NADIA,)


def test_an_id_of_somebody_else_and_a_name_of_nobody_are_refused_with_both() -> None:
    named = replace(a_return().send("x.xlsx"), officer="Ivy Nobody")
    assert outcome(run(named), "x.xlsx").why == (
        "return R0001 was issued to Nadia Frost, this one says Ivy Nobody; "
        "nobody called Ivy Nobody was issued one for Oct-05"
    )


@pytest.mark.parametrize("says_whose", [True, False])
@pytest.mark.parametrize(
    "others",
    [
        [{PROGRESS: f"line {number}"} for number in range(6_000)],
        [{"ID": "A001", **{f"own {number}": "x" for number in range(6_000)}}],
        [{"ID": f"Z{number}", "Action": f"a new action {number}"} for number in range(3_000)],
        [{"ID": "A001", PROGRESS: f"said {number}"} for number in range(3_000)],
    ],
)
def test_a_return_cannot_bury_the_coordinator_under_lines_to_decide(
    others: list[dict[str, Value | Cell]], says_whose: bool
) -> None:
    sent = a_return()
    sent.has_record = sent.has_line = says_whose
    sent.rows += others
    sent.headings += [heading for heading in others[0] if heading not in sent.headings]
    told = outcome(run(sent.send("x.xlsx")), "x.xlsx")
    assert told.outcome == "refused"
    assert "more than anybody can decide about" in told.why


def test_a_colleagues_whole_return_pasted_below_is_no_burden() -> None:
    sent = a_return()
    sent.rows += [{**row, "own": "x"} for row in a_return(OMAR).rows for _ in range(100)]
    assert outcome(run(sent.send())).outcome == "merged"


def test_a_return_without_rows_is_refused_and_its_officer_still_outstanding() -> None:
    sent = a_return()
    sent.rows = [{"Check": "RAG missing"}]
    merged = run(sent.send())
    assert outcome(merged).outcome == "refused"
    assert merged.outstanding == (NADIA, OMAR)


# Whose it is


@pytest.mark.parametrize(
    ("line", "officer"),
    [
        ("Return R0001 · Oct-05 · Nadia Frost · plan 3f9c2a1b", NADIA),
        ("Return R0001 Â· Oct-05 Â· Nadia Frost Â· plan 3f9c2a1b", NADIA),  # a .csv in the wrong code page
        ("return r0001 | Oct-05 | Nadia Frost | plan 3F9C2A1B", NADIA),
        ("Return R0001 - Oct-05 - Nadia Frost", NADIA),
        ("Please see return R0001", ""),
        ("Nadia's answers", ""),
    ],
)
def test_the_line_under_the_title_says_whose_it_is(line: str, officer: str) -> None:
    grids = a_return().grids()[:1]
    rows = [["A return"], [line]]
    cells = {**grids[0].cells, **grid_of("Return", rows).cells}
    returned = read_return([replace(grids[0], cells=cells)], file="x.csv")
    assert returned.officer == officer
    merged = run(returned)
    assert (merged.outcomes[0].outcome, merged.outcomes[0].officer) == ("merged", NADIA)


def test_a_return_that_says_nothing_of_itself_is_known_by_its_rows_and_that_is_said() -> None:
    sent = a_return().set("A001", rag="Green")
    sent.has_record = sent.has_line = False
    merged = run(sent.send("x.csv"))
    told = outcome(merged, "x.csv")
    assert told.officer == NADIA
    assert "taken as Nadia Frost's, to whom 3 of its 3 rows were issued" in told.why
    assert [change.id for change in merged.changes] == ["A001"]


def test_rows_of_two_officers_in_equal_parts_tell_nothing() -> None:
    sent = a_return()
    sent.has_record = sent.has_line = False
    sent.rows = [{"ID": "A001", RAG: "Green"}, {"ID": "A004", RAG: "Green"}]
    merged = run(sent.send("x.csv"))
    assert outcome(merged, "x.csv").outcome == "refused"
    assert merged.changes == ()


def test_a_return_that_the_master_did_not_issue_is_refused() -> None:
    """Also when the coordinator undid the issue after the returns had gone out: what to do is said."""
    sent = a_return().set("A002", rag="Green")
    told = outcome(run(sent.send(), record=replace(issue(a_plan()), entries=())))
    assert (told.outcome, told.why) == (
        "refused",
        (
            "the master did not issue a return R0001; nobody called Nadia Frost was issued one for Oct-05; "
            "if the issue was undone, issue again"
        ),
    )


# What a return says of itself is held against the record


def claiming(*, officer: str = OMAR, **claims: object) -> Sent:
    """Nadia's answers in a return that claims to be another one."""
    sent = a_return().set("A001", rag="Green").set("A002", rag="Red")
    sent.issued = replace(sent.issued, officer=officer, **claims)  # type: ignore[arg-type]
    return sent


@pytest.mark.parametrize("has_record", [True, False])
def test_an_id_that_was_never_given_lets_nobody_answer_for_others(has_record: bool) -> None:
    sent = claiming(id="R9999")
    sent.has_record = has_record
    merged = run(sent.send("x.xlsx"))
    assert outcome(merged, "x.xlsx").officer == OMAR
    assert (
        "the master did not issue a return R9999: taken as R0002, Omar Pike's"
        in outcome(merged, "x.xlsx").why
    )
    assert merged.changes == ()
    assert {proposal.why for proposal in merged.proposals} == {"not issued to them"}


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"id": "R9999", "officer": "Ivy Nobody"}, "did not issue a return R9999; nobody called Ivy Nobody"),
        ({"id": "R9999", "officer": ""}, "did not issue a return R9999; if the issue was undone"),
        (
            {"id": "R0001", "officer": NADIA, "period": "Jul-05"},
            "was issued for Oct-05, this one says Jul-05",
        ),
    ],
)
def test_a_claim_that_the_record_contradicts_is_refused(claims: dict[str, object], why: str) -> None:
    merged = run(claiming(**{"officer": NADIA, **claims}).send("x.xlsx"))  # type: ignore[arg-type]
    assert outcome(merged, "x.xlsx").outcome == "refused"
    assert why in outcome(merged, "x.xlsx").why
    assert merged.changes == merged.proposals == ()
    assert merged.outstanding == (NADIA, OMAR)


def test_a_name_that_nobody_has_is_refused_and_the_remedy_works() -> None:
    sent = a_return().set("A001", rag="Green")
    sent.has_record = sent.has_line = False
    named = replace(sent.send("x.xlsx"), officer="Ivy Nobody")
    assert "correct the name in cell A2, or empty that cell" in run(named).outcomes[0].why
    assert run(replace(named, officer="")).outcomes[0].outcome == "merged"


def test_values_as_issued_that_a_return_makes_up_make_no_overwrite_of_a_conflict() -> None:
    """The coordinator has changed A002 meanwhile; the return claims that it was issued with her very words."""
    plan = a_plan()
    plan["A002"][RAG] = "Complete"
    sent = a_return().set("A002", rag="Red")
    forged = issue(plan).issued[0]
    sent.issued = replace(sent.issued, actions=forged.actions)
    merged = run(sent.send(), plan=plan)
    assert merged.changes == ()
    assert [conflict.id for conflict in merged.conflicts] == ["A002"]
    assert "its hidden sheet says something else of 1 action " in outcome(merged).why


def test_a_return_cannot_make_somebody_elses_action_its_own() -> None:
    plan = a_plan()
    sent = a_return()
    actions = {**sent.issued.actions, **issue(plan).issued[1].actions}
    sent.issued = replace(sent.issued, actions=actions)
    sent.rows.append({"ID": "A004", RAG: "Green"})
    assert run(sent.send()).changes == ()


# Versions


def versions() -> tuple[Sent, Sent]:
    first = a_return().set("A001", rag="Green", progress="Open").set("A002", rag="Green")
    second = a_return().set("A001", rag="Red", progress="Open").set("A003", rag="Amber")
    return first, second


def values(plan: Plan) -> list[object]:
    return [plan[action_id][RAG] for action_id in ("A001", "A002", "A003")]


@pytest.mark.parametrize("swap", [False, True])
def test_of_two_versions_in_one_run_the_later_holds(swap: bool) -> None:
    first, second = versions()
    pair = [first.send("b.xlsx", saved=MONDAY), second.send("a.xlsx", saved=TUESDAY)]
    merged = run(*(reversed(pair) if swap else pair))
    assert outcome(merged, "b.xlsx").outcome == "refused"
    assert outcome(merged, "b.xlsx").why == "superseded by a.xlsx"
    assert values(after(a_plan(), merged)) == ["Red", "Amber", "Amber"]


def test_without_a_time_of_last_save_the_files_time_decides() -> None:
    first, second = versions()
    merged = run(first.send("b.csv", modified=MONDAY), second.send("a.csv", modified=TUESDAY))
    assert outcome(merged, "b.csv").why == "superseded by a.csv"


def test_a_later_version_in_a_later_run_replaces_the_earlier() -> None:
    """What the earlier put in goes back where the later does not say it; and it is said."""
    first, second = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    assert values(plan) == ["Green", "Green", None]
    plan, record, merged = then(plan, record, second.send("b.xlsx", saved=TUESDAY))
    assert values(plan) == ["Red", "Amber", "Amber"]
    assert plan["A001"][PROGRESS] == "Open"
    assert {(change.id, change.column, change.old, change.new) for change in merged.changes} == {
        ("A001", RAG, "Green", "Red"),
        ("A002", RAG, "Green", "Amber"),
        ("A003", RAG, None, "Amber"),
    }
    why = outcome(merged, "b.xlsx").why
    assert "replaces a.xlsx, merged before" in why
    assert "1 cell went back to the value as issued" in why


def test_a_later_version_leaves_what_the_coordinator_has_changed_since() -> None:
    first, second = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    plan["A002"][RAG] = "Complete"
    plan, _, merged = then(plan, record, second.send("b.xlsx", saved=TUESDAY))
    assert plan["A002"][RAG] == "Complete"
    assert merged.conflicts == ()


def test_a_row_that_a_later_version_does_not_hold_keeps_what_the_earlier_gave() -> None:
    first, second = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    second.rows = [row for row in second.rows if row["ID"] != "A002"]
    plan, record, _ = then(plan, record, second.send("b.xlsx", saved=TUESDAY))
    assert plan["A002"][RAG] == "Green"
    third = a_return()
    plan, record, _ = then(plan, record, third.send("c.xlsx", saved=FRIDAY))
    assert values(plan) == [None, "Amber", None]


def test_an_older_version_than_the_one_merged_is_refused() -> None:
    first, second = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), second.send("b.xlsx", saved=TUESDAY))
    _, _, merged = then(plan, record, first.send("a.xlsx", saved=MONDAY))
    assert outcome(merged, "a.xlsx").outcome == "refused"
    assert outcome(merged, "a.xlsx").why == "older than the version merged before (b.xlsx)"
    assert merged.changes == ()


def test_an_older_version_that_was_itself_merged_is_already_merged() -> None:
    first, second = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    plan, record, _ = then(plan, record, second.send("b.xlsx", saved=TUESDAY))
    plan, record, merged = then(plan, record, first.send("a.xlsx", saved=MONDAY))
    assert outcome(merged, "a.xlsx").outcome == "already merged"
    assert merged.changes == merged.versions == ()
    assert values(plan) == ["Red", "Amber", "Amber"]


def test_an_officer_may_go_back_to_what_an_earlier_version_said() -> None:
    first, second = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    plan, record, _ = then(plan, record, second.send("b.xlsx", saved=TUESDAY))
    plan, record, merged = then(plan, record, first.send("c.xlsx", saved=FRIDAY))
    assert outcome(merged, "c.xlsx").outcome == "merged"
    assert values(plan) == ["Green", "Green", None]


def test_merging_the_same_return_twice_changes_nothing_even_after_an_edit_by_hand() -> None:
    first, _ = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    plan["A001"][RAG] = None
    resaved = first.send("again.xlsx", saved=FRIDAY)
    _, _, merged = then(plan, record, resaved)
    told = outcome(merged, "again.xlsx")
    assert (told.outcome, told.why) == ("already merged", "the same values as a.xlsx, merged before")
    assert told.cells.read == told.cells.unchanged > 0
    assert merged.changes == ()


def test_the_same_file_twice_in_one_run_counts_once() -> None:
    first, _ = versions()
    merged = run(first.send("copy.xlsx"), first.send("a.xlsx"))
    assert [outcome(merged, file).outcome for file in ("a.xlsx", "copy.xlsx")] == ["merged", "already merged"]


def test_lines_that_a_later_version_no_longer_says_are_withdrawn() -> None:
    first = a_return().set("A001", rag="On track").set("A002", rag="Nearly")
    plan, record, merged = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    lines = lines_of(merged)
    second = a_return().set("A001", rag="Green").set("A002", rag="Nearly")
    merged = run(second.send("b.xlsx", saved=TUESDAY), plan=plan, record=record, listed=lines)
    assert {line[2] for line in merged.reverted} == {"On track"}
    assert merged.conflicts == ()


@pytest.mark.parametrize(
    ("saved", "files", "decided", "are_withdrawn"),
    [
        (TUESDAY, ["b.xlsx"], False, True),
        (TUESDAY, ["b.xlsx"], True, False),
        (None, ["b.xlsx"], False, False),  # no time tells whether it is later than the one before
        (TUESDAY, ["b.xlsx", "c.xlsx"], False, False),  # nor which of these two is
    ],
)
def test_what_an_officer_has_changed_or_added_is_withdrawn_by_the_version_that_is_later(
    saved: dt.datetime | None, files: list[str], decided: bool, are_withdrawn: bool
) -> None:
    """Else a coordinator decides about what was taken back, or never sees what may still be meant."""
    first = a_return().set("A001", Action="Do less")
    first.rows.append({"Action": "Buy a bus", "Ref": "9"})
    plan, record, merged = then(a_plan(), issue(a_plan()), first.send("a.xlsx", saved=MONDAY))
    lines = lines_of(merged)
    assert {line[2] for line in lines} == {"Do less", "Buy a bus", "9"}
    later = [
        a_return().set("A002", rag=rag).send(file, saved=saved)
        for file, rag in zip(files, ("Red", "Green"), strict=False)
    ]
    merged = run(
        *later,
        plan=plan,
        record=record,
        listed=lines,
        decided=lines if decided else frozenset(),
        files=dict.fromkeys(lines, "a.xlsx"),
    )
    assert merged.reverted == (lines if are_withdrawn else frozenset())


# Versions of which no time tells which is later

PRESENT = dt.datetime(2005, 10, 10)
NINES = dt.datetime(9999, 12, 31)


def in_doubt(merged: MergeDecision) -> list[tuple[str, str, list[object]]]:
    return sorted(
        (conflict.id, conflict.column, sorted((value.value for value in conflict.values), key=str))
        for conflict in merged.conflicts
    )


@pytest.mark.parametrize("names", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
@pytest.mark.parametrize("modified", [None, MONDAY])
def test_without_a_time_the_cells_that_differ_are_conflicts_whatever_the_names(
    names: tuple[str, str], modified: dt.datetime | None
) -> None:
    """Two versions out of a program that writes no time, copied into one folder in the same second."""
    first, second = versions()
    merged = run(first.send(names[0], modified=modified), second.send(names[1], modified=modified))
    assert in_doubt(merged) == [
        ("A001", RAG, ["Green", "Red"]),
        ("A002", RAG, ["Green"]),
        ("A003", RAG, ["Amber"]),
    ]
    assert {conflict.why for conflict in merged.conflicts} >= {
        "two versions of the return differ, and no time tells which is later"
    }
    assert [(change.id, change.column, change.new) for change in merged.changes] == [
        ("A001", PROGRESS, "Open")
    ]
    assert [outcome.outcome for outcome in merged.outcomes] == ["merged", "merged"]
    assert "no time tells" in merged.outcomes[0].why
    record = remembering(issue(a_plan()), merged)
    again = run(first.send("c.xlsx"), second.send("d.xlsx"), plan=after(a_plan(), merged), record=record)
    assert [outcome.outcome for outcome in again.outcomes] == ["already merged", "already merged"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_without_a_time_a_version_in_a_later_run_overwrites_nothing(order: tuple[int, int]) -> None:
    pair = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), pair[order[0]].send("a.xlsx"))
    stood = {action_id: dict(cells) for action_id, cells in plan.items()}
    plan, record, merged = then(plan, record, pair[order[1]].send("b.xlsx"))
    assert plan == stood
    assert {(conflict.id, conflict.column) for conflict in merged.conflicts} == {
        ("A001", RAG),
        ("A002", RAG),
        ("A003", RAG),
    }
    assert merged.reverted == frozenset()
    third = a_return().set("A001", rag="Complete")
    plan, _, merged = then(plan, record, replace(third.send("c.xlsx"), saved=None, modified=None))
    assert plan == stood


def test_a_time_after_the_present_is_no_time_and_locks_nobody_out() -> None:
    first, second = versions()
    issued = issue(a_plan())
    forged = merge_at(issued, first.send("a.xlsx", saved=NINES, modified=MONDAY))
    assert forged.versions[0].saved is None
    record = remembering(issued, forged)
    plan = after(a_plan(), forged)
    honest = merge_at(record, second.send("b.xlsx", saved=TUESDAY, modified=TUESDAY), plan)
    assert honest.outcomes[0].outcome == "merged"
    assert values(after(plan, honest)) == ["Red", "Amber", "Amber"]


def test_a_master_that_remembers_a_time_after_the_present_does_not_lock_out_either() -> None:
    first, second = versions()
    issued = issue(a_plan())
    before = run(first.send("a.xlsx", saved=NINES))
    assert before.versions[0].saved == NINES
    merged = merge_at(
        remembering(issued, before), second.send("b.xlsx", saved=TUESDAY), after(a_plan(), before)
    )
    assert merged.outcomes[0].outcome == "merged"
    assert merged.changes == ()
    assert {conflict.id for conflict in merged.conflicts} == {"A001", "A002", "A003"}


def test_of_three_versions_one_that_times_tell_to_be_older_is_superseded() -> None:
    first, second = versions()
    third = a_return().set("A003", rag="Complete")
    merged = run(
        first.send("a.xlsx", saved=FRIDAY),
        second.send("b.xlsx", saved=FRIDAY),
        third.send("c.xlsx", saved=MONDAY),
    )
    assert outcome(merged, "c.xlsx").outcome == "refused"
    assert [outcome.outcome for outcome in merged.outcomes] == ["merged", "merged", "refused"]


def test_times_that_go_round_in_a_circle_tell_nothing() -> None:
    first, second = versions()
    third = a_return().set("A003", rag="Complete")
    merged = run(
        first.send("a.xlsx", saved=MONDAY, modified=FRIDAY),
        second.send("b.xlsx", saved=TUESDAY, modified=MONDAY),
        third.send("c.xlsx", modified=TUESDAY),
    )
    assert [outcome.outcome for outcome in merged.outcomes] == ["merged", "merged", "merged"]
    assert ("A003", RAG, ["Amber", "Complete"]) in in_doubt(merged)


def test_a_row_that_only_one_version_in_doubt_holds_is_remembered_for_the_next() -> None:
    first, second = versions()
    second.rows = [row for row in second.rows if row["ID"] != "A002"]
    plan, record, merged = then(a_plan(), issue(a_plan()), first.send("a.xlsx"), second.send("b.xlsx"))
    assert plan["A002"][RAG] == "Green"  # absent is not sent: nobody says otherwise
    plan, record, third = then(plan, record, a_return().send("c.xlsx", saved=FRIDAY))
    assert plan["A002"][RAG] == "Green"  # no time was known to compare with
    assert ("A002", RAG, ["Amber"]) in in_doubt(third), "that it was given up was passed over"
    assert merged.changes


def test_a_row_that_neither_of_two_versions_in_doubt_holds_keeps_what_an_earlier_gave() -> None:
    first, second = versions()
    plan, record, _ = then(a_plan(), issue(a_plan()), first.send("a.xlsx"))
    assert plan["A002"][RAG] == "Green"
    third = a_return().set("A001", rag="Complete")
    for version in (second, third):
        version.rows = [row for row in version.rows if row["ID"] != "A002"]
    plan, record, merged = then(plan, record, second.send("b.xlsx"), third.send("c.xlsx"))
    assert [outcome.outcome for outcome in merged.outcomes] == ["merged", "merged"]
    assert plan["A002"][RAG] == "Green"
    assert "A002" not in {conflict.id for conflict in merged.conflicts}


def merge_at(record: Record, returned: Return, plan: Plan | None = None) -> MergeDecision:
    return merge(record, plan or a_plan(), [returned], period=PERIOD, key=DEFAULT_KEY, present=PRESENT)


# Disputes across runs


def shared() -> tuple[Record, Sent, Sent]:
    plan = a_plan()
    record = issue(plan, {NADIA: ("A001",), OMAR: ("A001",)})
    return (
        record,
        taken_home(record, plan, NADIA).set("A001", rag="Green"),
        taken_home(record, plan, OMAR).set("A001", rag="Red"),
    )


def test_a_dispute_across_runs_keeps_what_the_master_has_and_lists_both_values() -> None:
    record, nadia, omar = shared()
    plan, record, _ = then(a_plan(), record, nadia.send())
    plan, record, merged = then(plan, record, omar.send())
    assert plan["A001"][RAG] == "Green"
    (conflict,) = merged.conflicts
    assert [(value.value, value.officer) for value in conflict.values] == [("Green", NADIA), ("Red", OMAR)]


def test_a_value_that_came_with_the_return_is_no_rival_of_it() -> None:
    """Omar's return was issued after Nadia's was merged: he saw Green and says Red."""
    plan, record, _ = then(
        a_plan(), issue(a_plan(), {NADIA: ("A001",)}), a_return().set("A001", rag="Green").send()
    )
    later = issue(plan, {OMAR: ("A001",)}, first=2)
    record = replace(record, entries=(*record.entries, *later.entries))
    sent = taken_home(record, plan, OMAR).set("A001", rag="Red")
    assert [change.new for change in run(sent.send(), plan=plan, record=record).changes] == ["Red"]


def test_a_withdrawn_value_stays_when_another_return_gave_it_too() -> None:
    record, nadia, omar = shared()
    omar.set("A001", rag="Green")
    plan, record, _ = then(a_plan(), record, nadia.send(saved=MONDAY))
    plan, record, _ = then(plan, record, omar.send(saved=MONDAY))
    plan, record, _ = then(plan, record, nadia.set("A001", rag=None).send("v2.xlsx", saved=TUESDAY))
    assert plan["A001"][RAG] == "Green"


# Who is still to answer


def test_who_is_outstanding() -> None:
    assert run().outstanding == (NADIA, OMAR)
    untouched = run(a_return().send())
    assert untouched.outstanding == (OMAR,)
    assert untouched.outcomes[0].outcome == "merged"
    record = remembering(issue(a_plan()), untouched)
    assert run(record=record).outstanding == (OMAR,)
    refused = a_return(OMAR)
    refused.plan_id = "ffffffff"
    assert run(refused.send(), record=record).outstanding == (OMAR,)
    assert PERIOD == "Oct-05"
