"""The Checks sheet from one run to the next: what a person has decided is kept, and nothing is written for nothing."""

from __future__ import annotations

import pytest

from xlplan.checks.catalogue import RULES
from xlplan.checks.reconcile import Reconciled, put_in_order, reconcile
from xlplan.layout import standard
from xlplan.layout.master import ListedRow
from xlplan.layout.sheets import finding_cells
from xlplan.model import Action, Finding
from xlplan.workbook.grid import Formula, Value

CHECKS = standard.CHECKS.headings
ACTIONS = {identity: Action(id=identity, action=f"Do {identity}") for identity in ("A001", "A002", "A003")}


def a_finding(code: str = "DUE009", identity: str = "A001", value: str = "Ongoing", **more: str) -> Finding:
    fields = {"message": "It has no end", "sheet": "Plan", "cell": "I4", "column": "Timescale", **more}
    return Finding(code=code, severity=RULES[code].severity, id=identity, value=value, **fields)


def listed(number: int, finding: Finding, **typed: Value) -> ListedRow:
    """The finding as a row of the Checks table that was read."""
    cells = {
        heading: value.shows if isinstance(value, Formula) else value
        for heading, value in finding_cells(finding, ACTIONS).items()
    }
    return ListedRow(number, {**cells, "Status": "Open", **typed})


def run(rows: list[ListedRow], *findings: Finding, codes: tuple[str, ...] = tuple(RULES)) -> Reconciled:
    return reconcile(rows, findings, codes, ACTIONS)


def test_what_stands_as_it_is_is_not_written_again() -> None:
    """Rows that are written for nothing make the sheet differ each night, and wipe what a colleague is typing."""
    finding = a_finding()
    became = run([listed(4, finding)], finding)
    assert (became.open, became.new, became.updates, became.settled) == ([finding], [], {}, 0)


def test_a_row_whose_cell_has_moved_is_told_so_in_those_cells_alone() -> None:
    became = run([listed(4, a_finding())], a_finding(cell="K9"))
    assert set(became.updates[4]) == {"Cell"}


def test_a_row_about_the_councils_own_sheet_stays_there() -> None:
    """`standardise` listed the cell of the council's own sheet; the check finds the same thing in the Plan."""
    own = listed(4, a_finding(sheet="Plan 1", cell="C5"))
    became = run([own], a_finding())
    assert (became.updates, became.new) == ({}, [])


def test_of_two_rows_of_one_finding_the_answered_one_holds() -> None:
    finding = a_finding()
    became = run([listed(4, finding), listed(5, finding, Decision="accepted")], finding)
    assert (became.accepted, became.open) == ([finding], [])
    assert became.updates[5] == {"Status": "Accepted"}


@pytest.mark.parametrize("own_first", [True, False])
def test_of_two_rows_of_one_finding_the_one_about_its_own_sheet_holds(own_first: bool) -> None:
    """The other is settled: one question stands once on the sheet."""
    own, ours = a_finding(sheet="Plan 1", cell="C5"), a_finding()
    at_own, at_ours = (4, 5) if own_first else (5, 4)
    rows = sorted((listed(at_own, own), listed(at_ours, ours)), key=lambda row: row.row)
    became = run(rows, ours)
    assert (became.open, became.new) == ([ours], [])
    assert became.updates == {at_own: {"Status": "Settled"}}


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"value": "ongoing "}, True),
        ({"value": "Termly"}, False),
        ({"identity": "A002"}, False),
        ({"column": "Due"}, False),
    ],
)
def test_an_accepted_finding_is_the_same_only_about_the_same_cell(
    change: dict[str, str], is_same: bool
) -> None:
    rows = [listed(4, a_finding(), Decision="Accepted", Status="Accepted")]
    assert bool(run(rows, a_finding(**change)).accepted) is is_same


def test_one_question_for_many_rows_stays_accepted_when_the_first_of_them_is_put_right() -> None:
    """Otherwise a name that was accepted is asked about again whenever one of its actions goes to somebody else."""
    before = a_finding("OWN002", "A001", "Tom Bedoes", column="Owner", cell="G4")
    after = a_finding("OWN002", "A002", "Tom Bedoes", column="Owner", cell="G5")
    became = run([listed(4, before, Decision="Accepted", Status="Accepted")], after)
    assert became.accepted == [after]
    assert became.updates[4]["ID"] == "A002"
    assert became.new == []


def test_only_what_was_looked_for_can_be_settled_and_a_persons_words_are_not_written_over() -> None:
    rows = [
        listed(4, a_finding("DUE009")),
        listed(5, a_finding("OWN001"), Reason="Asked on Monday"),
        listed(6, a_finding("OWN001", "A002")),
        listed(7, a_finding("OWN001", "A003"), Status="Settled"),
    ]
    new = a_finding("OWN008", "A003", "Tom", column="Owner")
    became = run(rows, new, codes=("OWN001", "OWN008"))
    assert became.settled == 2
    assert became.updates[5] == {"Status": "Settled"}
    assert 4 not in became.updates
    assert became.new == []
    assert became.updates[6]["Code"] == "OWN008"


def test_a_sheet_with_a_persons_words_is_never_put_in_another_order() -> None:
    rows = [listed(4, a_finding()), listed(5, a_finding("OWN001", "A002"))]
    drawn = put_in_order(rows, run(rows), [])
    assert drawn is not None
    assert [row[0] for row in drawn] == ["OWN001", "DUE009"]
    assert put_in_order([*rows, listed(6, a_finding("DUE001"), Reason="Asked")], run(rows), []) is None


@pytest.mark.parametrize(
    ("row", "is_same"),
    [
        ({}, True),
        ({"Status": "Settled"}, True),  # what comes back takes its old row
        ({"Status": "Settled", "Reason": "Asked"}, False),  # but not one on which somebody has written
        ({"Reason": "Asked"}, True),
        ({"Column": None}, True),  # an older sheet had no such column
        ({"Column": "Owner"}, False),
        ({"ID": "A002"}, False),
        ({"Code": "DUE001"}, False),
        ({"Value": " ONGOING"}, True),
        ({"Value": None}, False),
        ({"Sheet": "Plan 1"}, True),
    ],
)
def test_a_finding_is_known_again_by_its_code_its_action_its_column_and_its_value(
    row: dict[str, Value], is_same: bool
) -> None:
    finding = a_finding()
    became = run([listed(4, finding, **row)], finding)
    assert became.open == [finding]
    is_its_own = "Code" not in became.updates.get(4, {}) and became.new == []
    assert is_its_own is is_same


def test_a_finding_of_no_action_is_the_same_only_on_its_own_sheet() -> None:
    elsewhere = a_finding("LAY001", "", "x", sheet="Plan 2")
    became = run([listed(4, a_finding("LAY001", "", "x", sheet="Plan 1"))], elsewhere, codes=())
    assert became.new == [elsewhere]
    here = a_finding("LAY001", "", "x", sheet="Plan 1")
    assert run([listed(4, here)], here, codes=()).new == []


@pytest.mark.parametrize(
    ("decision", "is_accepted"),
    [("Accepted", True), (" accepted ", True), ("Open", False), ("Not accepted", False), (None, False)],
)
def test_only_the_word_accepted_makes_a_finding_quiet(decision: str | None, is_accepted: bool) -> None:
    finding = a_finding()
    became = run([listed(4, finding, Decision=decision)], finding)
    assert (became.accepted == [finding]) is is_accepted
    assert became.updates == ({4: {"Status": "Accepted"}} if is_accepted else {})


@pytest.mark.parametrize(
    ("typed", "sheet", "is_settled"),
    [
        ({"Severity": "info"}, "Plan 1", False),  # how the council's own sheet was read
        ({"Severity": "info"}, "plan", True),
        ({"Severity": "warning"}, "Plan 1", True),
        ({"Severity": "info"}, "Checks", True),
    ],
)
def test_what_standardise_remarked_on_the_councils_own_sheet_is_never_settled(
    typed: dict[str, Value], sheet: str, is_settled: bool
) -> None:
    became = run([listed(4, a_finding(sheet=sheet), **typed)])
    assert (became.settled, became.updates) == ((1, {4: {"Status": "Settled"}}) if is_settled else (0, {}))


def test_rows_that_are_free_are_used_from_the_top_and_the_rest_stand_below() -> None:
    rows = [
        listed(4, a_finding("OWN001", "A001", "")),
        listed(5, a_finding("OWN001", "A002", ""), Status="Settled"),
        listed(6, a_finding("OWN001", "A003", ""), Reason="Asked"),
    ]
    found = [a_finding("DUE009", identity) for identity in ("A001", "A002", "A003")]
    became = run(rows, *found)
    assert became.settled == 2
    assert [became.updates[row]["ID"] for row in (4, 5)] == ["A001", "A002"]
    assert {became.updates[row]["Status"] for row in (4, 5)} == {"Open"}
    assert became.updates[6] == {"Status": "Settled"}
    assert became.new == found[2:]


def test_a_sheet_of_our_own_words_is_drawn_open_first_then_worst_first_then_by_code() -> None:
    rows = [
        listed(4, a_finding("DUE009", "A001"), Status="Settled"),
        listed(5, a_finding("DUE009", "A002"), Status="Accepted"),
        listed(6, a_finding("DUE001", "A001"), Status=None),
        listed(7, a_finding("OWN001", "A001", cell="G4"), Status="Odd"),
        listed(8, a_finding("LAY002", "A001")),
    ]
    became = Reconciled(updates={8: {"Status": "Settled"}})
    new = [
        tuple({"Code": "RAG001", "Severity": "warning", "Status": "Open"}.get(heading) for heading in CHECKS)
    ]
    drawn = put_in_order(rows, became, new)
    assert drawn is not None
    code, status, cell = CHECKS.index("Code"), CHECKS.index("Status"), CHECKS.index("Cell")
    assert [(row[code], row[status]) for row in drawn] == [
        ("OWN001", "Odd"),
        ("DUE001", "Open"),
        ("RAG001", "Open"),
        ("DUE009", "Accepted"),
        ("LAY002", "Settled"),
        ("DUE009", "Settled"),
    ]
    assert drawn[0][cell] == Formula("""=HYPERLINK("#'Plan'!G4","G4")""", shows="G4")


@pytest.mark.parametrize("heading", ["Decision", "Reason", "My own column"])
def test_any_word_of_a_person_keeps_the_rows_where_they_are(heading: str) -> None:
    row = listed(4, a_finding())
    assert put_in_order([row], Reconciled(), []) is not None
    typed = ListedRow(4, {**row.values, heading: "x"})
    assert put_in_order([typed], Reconciled(), []) is None
    assert put_in_order([ListedRow(4, {**row.values, heading: None})], Reconciled(), []) is not None
