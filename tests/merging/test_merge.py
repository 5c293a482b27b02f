"""What becomes of each returned cell: every row of the table in the design, and every sentence under it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders.merge_examples import (
    ISSUED_COLUMNS,
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
    issued_values,
    lines_of,
    run,
    taken_home,
)
from xlplan.merging.merge import MergeDecision
from xlplan.model import CellCounts, CellValue, KeyEntry
from xlplan.values.rag import Key
from xlplan.workbook.grid import Cell


def ended(merged: MergeDecision, file: str = f"{NADIA}.xlsx") -> CellCounts:
    return next(outcome.cells for outcome in merged.outcomes if outcome.file == file)


def listed(merged: MergeDecision) -> list[tuple[str, str, str]]:
    """ID, column and kind of everything that the run lists."""
    found = [(change.id, change.column, "change") for change in merged.changes]
    found += [(conflict.id, conflict.column, "conflict") for conflict in merged.conflicts]
    found += [(proposal.id, proposal.column, "proposal") for proposal in merged.proposals]
    return found


@pytest.mark.parametrize(
    ("issued", "master_now", "returned", "outcome"),
    [
        ("Amber", "Amber", "Amber", "unchanged"),
        ("Amber", "Red", "Amber", "unchanged"),  # the officer left it: the coordinator's edit stays
        ("Amber", "Amber", "Green", "change"),
        (None, None, "Green", "change"),
        ("Amber", "Green", "Green", "unchanged"),  # the same edit made twice
        ("Amber", "Red", "Green", "conflict"),
        ("Amber", None, "Green", "conflict"),  # the coordinator cleared it
        ("Amber", "Amber", None, "proposal"),  # blanking is often an accident
        ("Amber", "Red", "  ", "proposal"),
        ("Amber", "Amber", "amber ", "unchanged"),
        ("Amber", "Amber", "A", "unchanged"),
        ("amber", "amber", "Amber", "unchanged"),  # as the council typed it
        ("Amber", "g", "Green", "unchanged"),
        ("r", "Red", "Green", "change"),
        ("Amber", "Amber", "On track", "conflict"),
        (None, None, "Amber/Green", "conflict"),
        ("On track", "On track", "On track", "unchanged"),  # a word that the plan had itself
        ("Amber", "On track", "On track", "unchanged"),
    ],
)
def test_a_colleagues_rag_is_never_overwritten_in_silence(
    issued: str | None, master_now: str | None, returned: str | None, outcome: str
) -> None:
    plan = a_plan()
    plan["A001"][RAG] = issued
    record = issue(plan)
    sent = taken_home(record, plan, NADIA).set("A001", rag=returned)
    plan["A001"][RAG] = master_now
    merged = run(sent.send(), plan=plan, record=record)
    assert listed(merged) == ([] if outcome == "unchanged" else [("A001", RAG, outcome)])


@pytest.mark.parametrize(
    ("issued", "returned"),
    [
        ("Half of them visited", "Half of them visited  \n"),
        ("Half of them visited", "Half\u00a0of them visited"),
        ("Two lines:\nof text", "Two lines:\r\nof text"),
        (dt.date(2005, 10, 3), dt.datetime(2005, 10, 3)),
        (3, 3.0),
        ("3", 3),
    ],
)
def test_a_program_that_rewrites_blanks_and_line_ends_changes_nothing(
    issued: CellValue, returned: CellValue
) -> None:
    plan = a_plan()
    plan["A002"][PROGRESS] = issued
    record = issue(plan)
    merged = run(
        taken_home(record, plan, NADIA).set("A002", progress=returned).send(), plan=plan, record=record
    )
    assert listed(merged) == []


@pytest.mark.parametrize(
    ("returned", "written"),
    [("g", "Green"), (" COMPLETED", "Complete"), ("not  started", "Not started")],
)
def test_a_rag_word_is_written_as_the_key_means_it(returned: str, written: str) -> None:
    merged = run(a_return().set("A001", rag=returned).send())
    assert [change.new for change in merged.changes] == [written]


def test_progress_is_taken_as_it_was_typed_and_shown() -> None:
    """A percentage must not come into the plan as 0.75."""
    sent = a_return().set("A001", progress=Cell(0.75, "75%")).set("A003", progress=" - sent\n- all ")
    assert [change.new for change in run(sent.send()).changes] == ["75%", " - sent\n- all "]


def test_two_officers_with_different_values_are_both_listed_and_the_master_keeps_its_own() -> None:
    plan = a_plan()
    record = issue(plan, {NADIA: ("A001",), OMAR: ("A001",)})
    merged = run(
        taken_home(record, plan, NADIA).set("A001", rag="Green").send(),
        taken_home(record, plan, OMAR).set("A001", rag="Red").send(),
        record=record,
    )
    (conflict,) = merged.conflicts
    assert merged.changes == ()
    assert [(value.value, value.officer, value.cell) for value in conflict.values] == [
        ("Green", NADIA, "I4"),
        ("Red", OMAR, "I4"),
    ]
    assert conflict.why == "different new values"


def test_two_officers_with_the_same_new_value_agree() -> None:
    plan = a_plan()
    record = issue(plan, {NADIA: ("A001",), OMAR: ("A001",)})
    merged = run(
        taken_home(record, plan, NADIA).set("A001", rag="Green").send(),
        taken_home(record, plan, OMAR).set("A001", rag="g").send(),
        record=record,
    )
    assert listed(merged) == [("A001", RAG, "change")]


@pytest.mark.parametrize(
    ("typed", "value", "why"),
    [
        ("30/06/2006", dt.date(2006, 6, 30), "date change"),
        ("30 June 2006", dt.date(2006, 6, 30), "date change"),
        ("3/5/06", dt.date(2006, 5, 3), 'date change, typed as "3/5/06"'),
        ("by 30/6/06, if the panel agrees", "by 30/6/06, if the panel agrees", "date change"),
        (
            "30 June 2006 at the latest",
            dt.date(2006, 6, 30),
            'date change, typed as "30 June 2006 at the latest"',
        ),
        (
            "31/3/06, now 30/6/06",
            dt.date(2006, 6, 30),
            'date change, typed as "31/3/06, now 30/6/06"',
        ),
        ("Summer 2006", "Summer 2006", "date change"),
    ],
)
def test_the_words_of_a_new_date_are_kept_where_they_are_not_plainly_one(
    typed: str, value: CellValue, why: str
) -> None:
    """A coordinator who sees 3 May must be able to see that 3/5 was typed: it may have been March."""
    sent = a_return()
    sent.row("A001")[REVISED] = typed
    (proposal,) = run(sent.send()).proposals
    assert (proposal.value, proposal.why) == (value, why)


@pytest.mark.parametrize(
    ("column", "returned", "why"),
    [
        ("Action", "Open two drop-ins for young tenants", "locked column"),
        ("Ref", "1.10", "locked column"),
        ("Due", dt.date(2007, 3, 31), "locked column"),
        ("Jul-05 RAG", "Green", "locked column"),
        ("Theme", None, "cleared"),
        (REVISED, dt.date(2006, 6, 30), "date change"),
    ],
)
def test_what_owners_may_not_change_is_proposed_and_not_merged(
    column: str, returned: CellValue, why: str
) -> None:
    sent = a_return()
    sent.row("A001")[column] = returned
    merged = run(sent.send())
    assert merged.changes == ()
    (proposal,) = merged.proposals
    assert (proposal.id, proposal.column, proposal.value, proposal.why) == ("A001", column, returned, why)
    assert proposal.master == a_plan()["A001"][column]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("30/06/2006", dt.date(2006, 6, 30)),
        ("1/2/2006", dt.date(2006, 2, 1)),  # day first
        ("30 June 2006", dt.date(2006, 6, 30)),
        ("2006-06-30 00:00:00", dt.date(2006, 6, 30)),
        ("when the money comes", "when the money comes"),
    ],
)
def test_a_date_typed_as_text_is_read_day_first_and_nonsense_stays(typed: str, read: CellValue) -> None:
    (proposal,) = run(a_return().set("A001", revised=typed).send()).proposals
    assert proposal.value == read


def test_a_due_date_that_came_back_as_text_is_no_change() -> None:
    assert listed(run(a_return().set("A001", Due="31/03/2006").send())) == []


def test_a_ref_that_excel_made_a_number_but_shows_as_it_was_is_no_change() -> None:
    plan = a_plan()
    plan["A001"]["Ref"] = "1.10"
    record = issue(plan)
    sent = taken_home(record, plan, NADIA).set("A001", Ref=Cell(1.1, "1.10"))
    assert listed(run(sent.send(), plan=plan, record=record)) == []


def test_a_locked_cell_that_the_coordinator_changed_meanwhile_is_not_proposed_back() -> None:
    plan = a_plan()
    record = issue(plan)
    sent = taken_home(record, plan, NADIA)
    plan["A001"]["Action"] = "Open three drop-ins"
    assert listed(run(sent.send(), plan=plan, record=record)) == []


KEY_WITH_COLOURS = Key(
    [
        KeyEntry(as_typed="Green", means="Green", colour="00B050"),
        KeyEntry(as_typed="Red", means="Red", colour="FF0000"),
    ]
)


@pytest.mark.parametrize(("fill", "offered"), [("BFE3B4", "Green"), ("0070C0", "colour 0070C0")])
def test_a_colour_without_a_word_is_asked_about(fill: str, offered: str) -> None:
    merged = run(a_return().set("A001", rag=Cell(None, "", fill)).send())
    (conflict,) = merged.conflicts
    assert conflict.values[0].value == offered
    assert ended(merged).read == ended(run(a_return().send())).read + 1


def test_the_fill_that_a_return_is_issued_with_says_nothing() -> None:
    assert listed(run(a_return().set("A001", rag=Cell(None, "", "FFFDF2")).send())) == []


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell("#REF!", "#REF!", formula="=Sheet2!A1"), "=Sheet2!A1"),
        (Cell(None, "", formula='=IF(1=1,"",1)'), '=IF(1=1,"",1)'),
        (Cell("#N/A", "#N/A"), "#N/A"),  # the formula went with the format
    ],
)
def test_a_formula_that_shows_nothing_is_asked_about(cell: Cell, value: str) -> None:
    for column in (RAG, PROGRESS, "Action"):
        sent = a_return()
        sent.row("A001")[column] = cell
        (conflict,) = run(sent.send()).conflicts
        assert (conflict.column, conflict.values[0].value) == (column, value)


def test_a_formula_that_is_listed_is_not_asked_about_again() -> None:
    """The coordinator would decide the same cell every night."""
    broken = a_return().set("A001", progress=Cell("#REF!", "#REF!", formula="=Sheet2!A1"))
    first = run(broken.send())
    again = run(broken.send(), listed=lines_of(first))
    assert (len(first.conflicts), again.conflicts) == (1, ())
    assert ended(again).conflict == 1
    assert "1 cell stands on the Conflicts sheet already" in again.outcomes[0].why


def test_a_formula_in_a_new_action_is_proposed_with_its_words() -> None:
    """A cell that is proposed as blank is a cell that is lost."""
    sent = a_return()
    sent.rows.append(
        {
            "Action": "Buy twelve bicycles for health visitors",
            PROGRESS: Cell("#NAME?", "#NAME?", formula="=BIKES()"),
            RAG: Cell(None, "", fill="BFE3B4"),
        }
    )
    proposed = {proposal.column: proposal.value for proposal in run(sent.send()).proposals}
    assert (proposed[PROGRESS], proposed[RAG]) == ("=BIKES()", "Green")


def test_a_colour_in_an_earlier_rag_cell_is_proposed_as_the_word_it_means() -> None:
    """A cell that was coloured is not one that was cleared."""
    sent = a_return()
    sent.row("A001")[LAST_RAG] = Cell(None, "", fill="BFE3B4")
    (proposal,) = run(sent.send()).proposals
    assert (proposal.column, proposal.value, proposal.why) == (LAST_RAG, "Green", "locked column")


def test_a_formula_gives_the_value_that_it_shows() -> None:
    sent = a_return().set("A001", progress=Cell("3 of 4", "3 of 4", formula='=A1&" of 4"'))
    assert [change.new for change in run(sent.send()).changes] == ["3 of 4"]


def test_the_check_column_is_never_read() -> None:
    sent = a_return().set("A001", Check=Cell("#REF!", "#REF!", formula="=#REF!"))
    assert run(sent.send()) == run(a_return().send())


def test_a_row_that_is_absent_was_not_sent_and_nothing_is_deleted() -> None:
    sent = a_return()
    sent.rows = [row for row in sent.rows if row["ID"] != "A002"]
    assert listed(run(sent.send())) == []


def test_a_column_that_is_absent_was_not_sent() -> None:
    sent = a_return()
    sent.headings.remove(PROGRESS)
    sent.headings.remove("Theme")
    merged = run(sent.send())
    assert listed(merged) == []
    assert ended(merged).read == ended(run(a_return().send())).read - 1 - 3


# Rows of other people's actions


def visiting(rag: CellValue = None, progress: CellValue = None) -> Sent:
    """Nadia's return, with a row for Omar's A004 that she typed in."""
    sent = a_return()
    sent.rows.append(
        {"ID": "A004", "Action": "Train the governors in safer recruitment", RAG: rag, PROGRESS: progress}
    )
    return sent


def test_somebody_elses_action_is_proposed_not_changed() -> None:
    merged = run(visiting(rag="Green", progress="All trained").send())
    assert merged.changes == ()
    assert [(proposal.column, proposal.value, proposal.why) for proposal in merged.proposals] == [
        (RAG, "Green", "not issued to them"),
        (PROGRESS, "All trained", "not issued to them"),
    ]


def test_somebody_elses_action_is_in_conflict_when_its_owner_says_another_thing() -> None:
    merged = run(visiting(rag="Green").send(), a_return(OMAR).set("A004", rag="Red").send())
    assert merged.changes == ()
    (conflict,) = merged.conflicts
    assert {(value.value, value.officer) for value in conflict.values} == {("Green", NADIA), ("Red", OMAR)}


def test_somebody_elses_action_is_unchanged_when_its_owner_says_the_same() -> None:
    merged = run(visiting(rag="Green").send(), a_return(OMAR).set("A004", rag="Green").send())
    assert listed(merged) == [("A004", RAG, "change")]
    assert merged.changes[0].file == f"{OMAR}.xlsx"


def test_somebody_elses_row_that_is_pasted_as_it_was_issued_says_nothing() -> None:
    """What its owner has said since would be proposed to be put back."""
    plan = a_plan()
    plan["A004"][PROGRESS] = "Begun"
    record = issue(plan)
    sent = taken_home(record, plan, NADIA)
    sent.rows.append({"ID": "A004", **issued_values(plan, "A004")})
    now = {**plan, "A004": {**plan["A004"], PROGRESS: "All trained"}}
    assert listed(run(sent.send(), plan=now, record=record)) == []


def test_an_action_issued_to_the_same_officer_in_another_return_is_theirs() -> None:
    plan = a_plan()
    first, second = issue(plan, {NADIA: ("A001",)}), issue(plan, {NADIA: ("A004",)}, first=2)
    record = issue(plan)
    record = type(record)(plan_id=record.plan_id, entries=(*first.entries, *second.entries))
    sent = taken_home(first, plan, NADIA)
    sent.rows.append({"ID": "A004", RAG: "Green"})
    assert listed(run(sent.send(), record=record)) == [("A004", RAG, "change")]


# Rows that belong to no action


def test_a_new_row_with_an_action_text_proposes_an_action() -> None:
    sent = a_return()
    sent.rows.append({"ID": "new", "Action": "Buy a minibus", RAG: "Amber", PROGRESS: "Two quotes"})
    merged = run(sent.send())
    assert [
        (proposal.id, proposal.column, proposal.value, proposal.cell, proposal.why)
        for proposal in merged.proposals
    ] == [
        ("", "ID", "new", "A7", "new action"),
        ("", "Action", "Buy a minibus", "D7", "new action"),
        ("", RAG, "Amber", "I7", "new action"),
        ("", PROGRESS, "Two quotes", "J7", "new action"),
    ]


def test_a_new_row_without_an_action_text_is_unmatched_and_listed_whole() -> None:
    sent = a_return()
    sent.rows.append({PROGRESS: "Back on Monday", REVISED: "?"})
    merged = run(sent.send())
    (row,) = merged.unmatched
    assert (row.row, row.texts, row.best) == (7, ("Back on Monday", "?"), "")
    assert ended(merged).unmatched == 2


def test_a_column_of_the_officers_own_is_proposed_cell_by_cell() -> None:
    sent = a_return()
    sent.headings.insert(3, "Cost")
    sent.set("A001", Cost=1200).set("A003", Cost="none")
    merged = run(sent.send())
    assert [
        (proposal.id, proposal.column, proposal.value, proposal.why) for proposal in merged.proposals
    ] == [
        ("A001", "Cost", 1200, "own column"),
        ("A003", "Cost", "none", "own column"),
    ]


def test_notes_typed_beside_the_table_are_proposed_too() -> None:
    sent = a_return()
    sent.headings.append("")
    sent.row("A002")[""] = "ask Omar"
    (proposal,) = run(sent.send()).proposals
    assert (proposal.id, proposal.column, proposal.value) == ("A002", "column M", "ask Omar")


# The same ID in two rows


def test_an_id_that_stands_twice_with_the_same_values_counts_once() -> None:
    sent = a_return().set("A001", rag="Green")
    sent.rows.append(dict(sent.row("A001")))
    merged = run(sent.send())
    assert listed(merged) == [("A001", RAG, "change")]
    assert "A001 stands twice (rows 4 and 7)" in merged.outcomes[0].why


def test_an_id_that_stands_twice_with_different_values_is_asked_about() -> None:
    sent = a_return().set("A001", rag="Green", progress="Open")
    sent.rows.append({**sent.row("A001"), RAG: "Red", PROGRESS: None})
    merged = run(sent.send())
    (conflict,) = merged.conflicts
    assert {value.value for value in conflict.values} == {"Green", "Red"}
    assert listed(merged) == [("A001", PROGRESS, "change"), ("A001", RAG, "conflict")]


def test_a_row_copied_to_add_an_action_does_not_touch_the_one_it_was_copied_from() -> None:
    sent = a_return()
    sent.rows.append({**sent.row("A002"), "Action": "Buy a minibus", RAG: "Red", PROGRESS: "Two quotes"})
    merged = run(sent.send())
    assert merged.changes == merged.conflicts == ()
    assert {(proposal.id, proposal.why) for proposal in merged.proposals} == {("", "new action")}


# IDs


def test_a_single_lost_id_is_counted_and_its_match_listed() -> None:
    sent = a_return().set("A001", rag="Green")
    sent.row("A001")["ID"] = None
    merged = run(sent.send())
    assert listed(merged) == [("A001", RAG, "change")]
    assert [(match.row, match.id, match.by) for match in merged.matches] == [(4, "A001", "ref")]
    assert ended(merged).read == ended(run(a_return().send())).read + 1


def test_ids_that_went_with_their_column_do_not_count() -> None:
    without_cells, without_column = a_return(), a_return()
    for row in without_cells.rows:
        row["ID"] = None
    without_column.headings.remove("ID")
    expected = ended(run(a_return().send())).read - 3
    assert ended(run(without_cells.send())).read == ended(run(without_column.send())).read == expected


def test_a_mistyped_id_is_proposed_as_typed_and_the_row_matched_by_its_text() -> None:
    sent = a_return().set("A001", rag="Green", ID="AOO1")
    merged = run(sent.send())
    assert listed(merged) == [("A001", RAG, "change"), ("A001", "ID", "proposal")]
    assert merged.proposals[0].value == "AOO1"


# What was listed or decided before


def test_the_same_conflict_is_not_listed_twice() -> None:
    sent = a_return().set("A001", rag="On track", revised="30/06/2006").set("A003", Cost=3)
    sent.headings.append("Cost")
    sent.rows.append({"Action": "Buy a minibus"})
    sent.rows.append({PROGRESS: "Back on Monday"})
    first = run(sent.send())
    lines = lines_of(first)
    assert len(lines) == 5
    again = run(sent.send(), listed=lines)
    assert again.conflicts == again.proposals == again.unmatched == ()
    assert again.outcomes[0].cells == first.outcomes[0].cells
    assert "5 cells stand on the Conflicts sheet already" in again.outcomes[0].why


def test_what_a_person_decided_is_neither_asked_again_nor_taken() -> None:
    """Keep master was chosen against this very value: a later file with it must not slip it in."""
    from xlplan.merging.conflict_line import conflict_line

    decision = frozenset({conflict_line("A001", RAG, "Green", NADIA)})
    merged = run(a_return().set("A001", rag="Green").send(), listed=decision, decided=decision)
    assert listed(merged) == []
    assert ended(merged).conflict == 1


def test_every_issued_column_is_compared() -> None:
    """Guards the examples themselves: what is issued is what design calls a return."""
    assert ISSUED_COLUMNS[-3:] == (RAG, PROGRESS, REVISED)
