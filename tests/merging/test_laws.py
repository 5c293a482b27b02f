"""Laws of the merge that hold for any plan, any issue and anything that officers do to their returns."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.merge_examples import (
    HEADINGS,
    LAST_PROGRESS,
    PERIOD,
    PROGRESS,
    RAG,
    Plan,
    Sent,
    after,
    issue,
    lines_of,
    remembering,
    run,
    taken_home,
)
from xlplan.layout.record import Record
from xlplan.layout.returns import Return
from xlplan.layout.standard import owners_columns
from xlplan.merging.cell_judge import CellJudge
from xlplan.merging.merge import MergeDecision
from xlplan.merging.three_way import DISPUTED, MASTER_CHANGED
from xlplan.values.rag import DEFAULT_KEY
from xlplan.workbook.grid import Cell, Value, place_of

OFFICERS = ("Nadia Frost", "Omar Pike", "Ines Vale")
TEXTS = (
    "Open a drop-in for young tenants",
    "Inspect every hostel once a year",
    "Write to parents about the new bus times",
    "Train the governors in safer recruitment",
    "Publish waiting times on the website",
    "Review the policy",
    "Review the policy",
    "Appoint a lead nurse for children in care",
)
RAGS: tuple[Value | Cell, ...] = (
    "Red",
    "Green",
    "Amber",
    "g",
    "On track",
    "",
    None,
    Cell(None, "", "BFE3B4"),
    Cell("#REF!", "#REF!", None, "=Sheet2!A1"),
)
WORDS: tuple[Value | Cell, ...] = (
    "Begun",
    "Half done ",
    "-- nearly",
    "=SUM(A1)",
    None,
    3,
    Cell(0.5, "50%"),
    Cell(None, "", None, '=""'),
)
READING = CellJudge(PERIOD, DEFAULT_KEY)
MONDAY = dt.datetime(2005, 10, 3, 9)

laws = settings(max_examples=120, deadline=None)


@dataclass
class Case:
    """A plan as the coordinator has it, what was issued, and the returns that came back."""

    plan: Plan
    record: Record
    sent: list[Sent]
    versions: list[Sent]
    """For each of them a later version."""


def cases() -> st.SearchStrategy[Case]:
    return st.integers(0, 2**32).map(a_case)


def a_case(seed: int) -> Case:
    chance = random.Random(seed)
    plan: Plan = {}
    for number, text in enumerate(chance.sample(TEXTS, chance.randint(2, len(TEXTS))), start=1):
        plan[f"A{number:03d}"] = {
            "ID": f"A{number:03d}",
            "Ref": chance.choice((f"1.{number}", "2.2", None)),
            "Theme": "Homes",
            "Action": text,
            "Success criteria": chance.choice(("Done", None)),
            "Due": chance.choice((dt.date(2006, 3, 31), None)),
            LAST_PROGRESS: "Begun",
            RAG: chance.choice(("Amber", "green", None, "On hold")),
            PROGRESS: chance.choice(("Begun", None)),
        }
    owned: dict[str, list[str]] = {}
    for action_id in plan:
        owned.setdefault(chance.choice(OFFICERS), []).append(action_id)
        if chance.random() < 0.15:
            both = owned.setdefault(chance.choice(OFFICERS), [])
            both += [action_id] if action_id not in both else []
    record = issue(plan, owned)
    sent = [taken_home(record, plan, officer) for officer in owned]
    versions = [taken_home(record, plan, officer) for officer in owned]
    for each in sent:
        for _ in range(chance.randint(0, 6)):
            chance.choice(EDITS)(each, plan, chance)
    for each in versions:
        for _ in range(chance.randint(0, 6)):
            chance.choice(EDITS_THAT_KEEP_IDS)(each, plan, chance)
    for action_id in plan:
        if chance.random() < 0.2:
            plan[action_id] = {**plan[action_id], RAG: chance.choice(("Red", "Green", None))}
    return Case(plan, record, sent, versions)


Edit = Callable[[Sent, Plan, random.Random], None]


def fill_in(sent: Sent, plan: Plan, chance: random.Random) -> None:
    for row in sent.rows:
        row[RAG] = chance.choice(RAGS)
        row[PROGRESS] = chance.choice(WORDS)


def change_one_cell(sent: Sent, plan: Plan, chance: random.Random) -> None:
    if sent.rows:
        heading = chance.choice(HEADINGS[1:])
        row = chance.choice(sent.rows)
        row[heading] = chance.choice((*RAGS, *WORDS, "31/03/2007", dt.date(2007, 3, 31)))


def sort(sent: Sent, plan: Plan, chance: random.Random) -> None:
    chance.shuffle(sent.rows)


def drop_a_row(sent: Sent, plan: Plan, chance: random.Random) -> None:
    if sent.rows:
        sent.rows.pop(chance.randrange(len(sent.rows)))


def lose_an_id(sent: Sent, plan: Plan, chance: random.Random) -> None:
    if sent.rows:
        chance.choice(sent.rows)["ID"] = chance.choice((None, "A999", "A001", " a002"))


def lose_all_ids(sent: Sent, plan: Plan, chance: random.Random) -> None:
    for row in sent.rows:
        row["ID"] = None


def shift_ids(sent: Sent, plan: Plan, chance: random.Random) -> None:
    ids = [row.get("ID") for row in sent.rows]
    for row, action_id in zip(sent.rows, ids[1:] + ids[:1], strict=True):
        row["ID"] = action_id


def delete_a_column(sent: Sent, plan: Plan, chance: random.Random) -> None:
    heading = chance.choice([heading for heading in HEADINGS if heading not in ("ID", RAG)])
    if heading in sent.headings:
        sent.headings.remove(heading)


def add_a_column(sent: Sent, plan: Plan, chance: random.Random) -> None:
    heading = chance.choice(("Cost", ""))
    if heading not in sent.headings:
        sent.headings.insert(chance.randint(0, len(sent.headings)), heading)
    for row in sent.rows:
        row[heading] = chance.choice((None, 5, "see file"))


def repeat_a_row(sent: Sent, plan: Plan, chance: random.Random) -> None:
    if sent.rows:
        row = dict(chance.choice(sent.rows))
        if chance.random() < 0.5:
            row[RAG] = chance.choice(RAGS)
        sent.rows.append(row)


def add_a_row(sent: Sent, plan: Plan, chance: random.Random) -> None:
    text = chance.choice((None, "Buy a minibus", "Review the policies", chance.choice(TEXTS)))
    sent.rows.append({"Action": text, RAG: chance.choice(RAGS), PROGRESS: chance.choice(WORDS)})


def visit(sent: Sent, plan: Plan, chance: random.Random) -> None:
    """Type in a row of somebody else's action."""
    action_id = chance.choice(list(plan))
    sent.rows.append({"ID": action_id, "Action": plan[action_id]["Action"], RAG: chance.choice(RAGS)})


EDITS_THAT_KEEP_IDS: tuple[Edit, ...] = (
    fill_in,
    fill_in,
    fill_in,
    change_one_cell,
    change_one_cell,
    sort,
    drop_a_row,
    delete_a_column,
    add_a_column,
    repeat_a_row,
    add_a_row,
    visit,
)
EDITS: tuple[Edit, ...] = (*EDITS_THAT_KEEP_IDS, lose_an_id, lose_all_ids, shift_ids)


def returned(sent: Sequence[Sent], suffix: str = "") -> list[Return]:
    return [
        each.send(f"{each.issued.officer}{suffix}.xlsx", MONDAY + dt.timedelta(days=len(suffix)))
        for each in sent
    ]


def filled(sent: Sent) -> int:
    """Cells of the rows that hold something, counted from the sheet by itself."""
    grid = sent.grids()[0]
    check = sent.headings.index("Check") + 1 if "Check" in sent.headings else 0
    plain = {
        place
        for place, cell in grid.cells.items()
        if place[0] > 3 and place[1] != check and (cell.shown.strip() or cell.formula)
    }
    rag = {index for index, heading in enumerate(sent.headings, start=1) if heading.endswith(" RAG")}
    coloured = {
        place
        for place, cell in grid.cells.items()
        if place[1] in rag and cell.fill and place not in plain and any(row == place[0] for row, _ in plain)
    }
    return len(plain) + len(coloured)


def cells_of(plan: Plan) -> dict[tuple[str, str], str]:
    """The owners' cells, each as what it means."""
    return {
        (action_id, column): READING.normalised(column, plan[action_id].get(column))
        for action_id in plan
        for column in (RAG, PROGRESS)
    }


def disputed(*runs: MergeDecision, why: Sequence[str] = ("",)) -> set[tuple[str, str]]:
    """The cells in conflict, or those in conflict for one of these reasons."""
    return {
        (conflict.id, conflict.column)
        for merged in runs
        for conflict in merged.conflicts
        if any(reason in conflict.why for reason in why)
    }


def says_nothing(merged: MergeDecision) -> bool:
    return not any((merged.changes, merged.conflicts, merged.proposals, merged.unmatched))


def then(plan: Plan, record: Record, returns: Sequence[Return]) -> tuple[Plan, Record, MergeDecision]:
    merged = run(*returns, plan=plan, record=record)
    return after(plan, merged), remembering(record, merged), merged


@laws
@given(cases())
def test_every_cell_of_every_return_ends_in_exactly_one_list(case: Case) -> None:
    merged = run(*returned(case.sent), plan=case.plan, record=case.record)
    sent = {f"{each.issued.officer}.xlsx": each for each in case.sent}
    changes = Counter(change.file for change in merged.changes)
    conflicts = Counter(value.file for conflict in merged.conflicts for value in conflict.values)
    proposals = Counter(proposal.file for proposal in merged.proposals)
    unmatched = Counter({row.file: 0 for row in merged.unmatched})
    for row in merged.unmatched:
        unmatched[row.file] += len(row.texts)
    for outcome in merged.outcomes:
        cells, file = outcome.cells, outcome.file
        if outcome.outcome == "refused":
            assert not sent[file].rows or filled(sent[file]) == 0
            continue
        assert cells.read == (
            cells.unchanged + cells.changed + cells.conflict + cells.proposal + cells.unmatched
        )
        assert cells.read >= filled(sent[file])
        assert (cells.changed, cells.conflict, cells.proposal, cells.unmatched) == (
            changes[file],
            conflicts[file],
            proposals[file],
            unmatched[file],
        )
    assert len({(change.id, change.column) for change in merged.changes}) == len(merged.changes)


@laws
@given(cases())
def test_no_value_goes_to_an_action_whose_text_its_row_does_not_have(case: Case) -> None:
    """Whatever became of the IDs."""
    merged = run(*returned(case.sent), plan=case.plan, record=case.record)
    grids = {f"{each.issued.officer}.xlsx": (each, each.grids()[0]) for each in case.sent}
    known = {str(values["Action"]) for values in case.plan.values()}
    for change in merged.changes:
        sent, grid = grids[change.file]
        if "Action" in sent.headings:
            text = grid[place_of(change.cell)[0], sent.headings.index("Action") + 1].shown
            assert text not in known or text == case.plan[change.id]["Action"]


@laws
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_makes_no_difference(case: Case, chance: random.Random) -> None:
    returns = returned(case.sent) + returned(case.versions, " v2")
    expected = run(*returns, plan=case.plan, record=case.record)
    chance.shuffle(returns)
    assert run(*returns, plan=case.plan, record=case.record) == expected


@laws
@given(cases())
def test_two_runs_come_to_the_same_as_one_but_for_what_is_disputed(case: Case) -> None:
    returns = returned(case.sent)
    together, _, at_once = then(case.plan, case.record, returns)
    for order in (returns, returns[::-1]):
        plan, record, first = then(case.plan, case.record, order[:1])
        plan, record, second = then(plan, record, order[1:])
        open_cells = disputed(at_once, first, second)
        expected, found = cells_of(together), cells_of(plan)
        assert {cell: value for cell, value in found.items() if cell not in open_cells} == {
            cell: value for cell, value in expected.items() if cell not in open_cells
        }
        assert disputed(at_once) <= open_cells
        assert disputed(first, second, why=(DISPUTED, MASTER_CHANGED)) <= disputed(at_once)


@laws
@given(cases())
def test_merging_twice_changes_nothing_the_second_time(case: Case) -> None:
    returns = returned(case.sent)
    plan, record, first = then(case.plan, case.record, returns)
    again = run(*returns, plan=plan, record=record, listed=lines_of(first))
    assert {outcome.outcome for outcome in again.outcomes} <= {"already merged", "refused"}
    assert says_nothing(again)
    assert again.versions == ()
    assert again.outstanding == first.outstanding


@laws
@given(cases())
def test_a_return_that_nobody_touched_changes_nothing(case: Case) -> None:
    as_issued = run(*returned(fresh(case)), plan=case.plan, record=case.record)
    assert says_nothing(as_issued)
    assert as_issued.outstanding == ()


def fresh(case: Case) -> list[Sent]:
    """The returns as they were issued, rebuilt from the record and the plan's locked columns."""
    sent = []
    for issued in case.record.issued:
        rows: list[dict[str, Value | Cell]] = []
        for action_id, action in issued.actions.items():
            locked = {
                heading: case.plan[action_id].get(heading)
                for heading in issued.columns
                if heading not in owners_columns(issued.period)
            }
            rows.append({"ID": action_id, **locked, **action.values})
        sent.append(Sent(issued, rows))
    return sent


@laws
@given(cases())
def test_a_later_version_replaces_an_earlier_one_whenever_it_comes(case: Case) -> None:
    """But for the cells that a person must decide: they keep what the master had."""
    earlier, later = returned(case.sent), returned(case.versions, " v2")
    together, _, at_once = then(case.plan, case.record, earlier + later)
    plan, record, first = then(case.plan, case.record, earlier)
    plan, record, second = then(plan, record, later)
    listed = disputed(at_once, first, second)
    listed |= {(proposal.id, proposal.column) for proposal in second.proposals}
    present = in_returns(case.versions)
    differing = {
        cell
        for cell, value in cells_of(plan).items()
        if value != cells_of(together)[cell] and cell not in listed and cell in present
    }
    assert not differing


def in_returns(sent: Sequence[Sent]) -> set[tuple[str, str]]:
    """Cells of actions that each officer's later version holds with its ID, in columns that it has."""
    found: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for each in sent:
        ids = {row.get("ID") for row in each.rows}
        for action_id in each.issued.actions:
            for column in (RAG, PROGRESS):
                asked[action_id, column] += 1
                found[action_id, column] += action_id in ids and column in each.headings
    return {cell for cell in asked if found[cell] == asked[cell]}
