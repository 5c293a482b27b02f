"""What each command says at its end: what was done, what waits, and whether a script must call for a person."""

from __future__ import annotations

import datetime as dt

import pytest

from xlplan.model import (
    CellCounts,
    Change,
    Finding,
    Match,
    OfficerFindings,
    PassedOver,
    ReturnOutcome,
)
from xlplan.verbs.add_period import PeriodOpened
from xlplan.verbs.chase import Chased, Draft
from xlplan.verbs.consolidate import Consolidated
from xlplan.verbs.consolidate_one import PlanRun
from xlplan.verbs.issue import Issued, ReturnIssued, Unissued
from xlplan.verbs.merge import Merged
from xlplan.verbs.resolve import RefusedDecision, Resolved
from xlplan.verbs.result import Result
from xlplan.verbs.standardise import CellsRead, Standardised, TableFound
from xlplan.verbs.status import OfficerStatus, Status
from xlplan.verbs.validate import Validated

MASTER = "plans/master.xlsx"
CHANGE = Change(id="A001", column="Dec-26 RAG", old=None, new="Green")


def of_period(**fields: object) -> PeriodOpened:
    return PeriodOpened(master=MASTER, period="Dec-26", actions=1, **fields)


def outcome(outcome: str = "merged", file: str = "in/pat.xlsx", why: str = "", **cells: int) -> ReturnOutcome:
    return ReturnOutcome(file=file, outcome=outcome, why=why, cells=CellCounts(**cells))


def found(
    code: str = "OWN001",
    severity: str = "error",
    identity: str = "A001",
    *,
    fixable: bool = False,
    **place: str,
) -> Finding:
    return Finding(
        code=code, severity=severity, message="Nobody is named", id=identity, fixable=fixable, **place
    )


def merged(**fields: object) -> Merged:
    return Merged(master=MASTER, period="Dec-26", **fields)


def checked(*findings: Finding, period: str = "", **fields: int) -> Validated:
    return Validated(master=MASTER, period=period, findings=findings, **{"actions": 2, **fields})


def standardised(*findings: Finding, **fields: object) -> Standardised:
    tables = [
        TableFound(sheet=sheet, header_row=1, first_row=2, last_row=3, columns={}) for sheet in ("One", "One")
    ]
    return Standardised(
        **{
            "master": MASTER, "title": "", "tables": tables, "actions": 1200, "periods": (),
            "cells": CellsRead(read=5200, placed=4100, listed=1100), "findings": findings, **fields,
        }
    )  # fmt: skip


def of_officer(**fields: object) -> Status:
    officer = OfficerStatus(name="Pat Example", done=1, actions=3, **fields)
    return Status(period="Dec-26", officers=(officer,), rag={"Dec-26": {"Red": 0, "Green": 2}})


NOVEMBER = dt.date(2026, 11, 20)
LATER = dt.date(2026, 12, 2)


@pytest.mark.parametrize(
    ("result", "lines", "needs_a_person"),
    [
        (of_period(), ["Period Dec-26 opened for 1 action."], False),
        (of_period(was_planned=True, returns_due=NOVEMBER, closed=("Nov-26",)), [
            ("Period Dec-26 opened for 1 action in the columns that were planned for it, returns due by 20/11/2026. "
            "Nov-26 is closed."),
        ], False),
        (of_period(closed=("Oct-26", "Nov-26"), carried=("A001",)), [
            "Period Dec-26 opened for 1 action. Oct-26 and Nov-26 are closed.",
            "Complete before, and so again: 1 action (A001).",
        ], False),
        (Chased(master=MASTER, period="Dec-26"), ["Dec-26: nobody is to be reminded."], False),
        (Chased(master=MASTER, period="Dec-26", removed=("x.eml",), drafts=(
            Draft(officer="Pat", to="p@example.org", file="out/pat.eml", why="outstanding"),
        )), [
            "Dec-26: 1 reminder in out, ready to send. Nothing was sent.",
            "  Pat: outstanding",
            "1 earlier reminder no longer wanted, removed.",
        ], False),
        (Chased(master=MASTER, period="Dec-26", left_out=("nobody",), drafts=(
            Draft(officer="Pat", to="p@example.org", file="out/pat.eml", why="outstanding"),
        )), [
            "Dec-26: 1 reminder in out, ready to send. Nothing was sent.",
            "  Pat: outstanding",
            "No address: nobody",
        ], True),
        (Issued(master=MASTER, period="Dec-26"), ["0 returns for Dec-26, 0 actions in all."], False),
        (Issued(
            master=MASTER, period="Dec-26", was_opened=True, drafts=("a", "b"), no_address=("Sam",),
            returns=(
                ReturnIssued(officer="Pat", file="out/pat.xlsx", actions=1),
                ReturnIssued(officer="Sam", file="out/sam.xlsx", actions=2),
            ),
            unissued=(
                Unissued(id="A001", why="complete"), Unissued(id="A002", why="no owner"),
                Unissued(id="A003", why="complete"),
            ),
        ), [
            "2 returns for Dec-26 in out, 3 actions in all.",
            "Dec-26 was planned; it is open now.",
            "  Pat: 1 action",
            "  Sam: 2 actions",
            "Not issued, complete: A001, A003 (--all asks about them too).",
            "Not issued, no owner: A002.",
            "2 letters beside them, ready to send. Nothing was sent.",
            "No e-mail address on the Officers sheet: Sam.",
        ], True),
        (Issued(master=MASTER, period="Dec-26", unissued=(Unissued(id="A001", why="complete"),)), [
            "0 returns for Dec-26, 0 actions in all.",
            "Not issued, complete: A001 (--all asks about them too).",
        ], False),
        (Issued(master=MASTER, period="Dec-26", left_out=("nobody",)), [
            "0 returns for Dec-26, 0 actions in all.", "No address: nobody",
        ], True),
        (Issued(master=MASTER, period="Dec-26", unissued=(Unissued(id="A001", why="no owner"),)), [
            "0 returns for Dec-26, 0 actions in all.", "Not issued, no owner: A001.",
        ], True),
        (merged(), [
            "0 returns merged into Dec-26, 0 cells changed, 0 lines to settle, 0 officers outstanding.",
        ], False),
        (merged(
            returns=(
                outcome(read=9, changed=2, unchanged=7),
                outcome(file="in/sam.xlsx", read=6, changed=1, unchanged=0, conflict=1, proposal=2, unmatched=2,
                        why="replaces an earlier one"),
                outcome("already merged", file="in/kim.xlsx", why="the same values"),
            ),
            changes=(CHANGE,), outstanding=("Jo Case",), undecided=5,
            matches=(
                Match(file="in/pat.xlsx", row=4, id="A001", by="ref", likeness=1.0),
                Match(file="in/sam.xlsx", row=4, id="A002", by="ref", likeness=1.0),
                Match(file="in/sam.xlsx", row=5, id="A003", by="action", likeness=1.0),
            ),
            findings=(OfficerFindings(officer="Pat", findings=(found(),)),),
        ), [
            "2 returns merged into Dec-26, 1 cell changed, 5 lines to settle, 1 officer outstanding.",
            "  pat.xlsx: 9 cells read, 2 changed, 7 unchanged",
            "  sam.xlsx: 6 cells read, 1 changed, 0 unchanged, 1 conflict, 2 proposals, 2 unmatched cells",
            "      replaces an earlier one",
            "  kim.xlsx: already merged",
            "      the same values",
            "Rows matched without their ID: pat.xlsx (1), sam.xlsx (2).",
            'Settle on the Conflicts sheet, then: xlplan resolve "master.xlsx"',
            "To ask about:",
            "  Pat: A001 No owner",
            "Outstanding: Jo Case.",
        ], True),
        (merged(returns=(outcome("refused", why="it is empty"),)), [
            "0 returns merged into Dec-26, 0 cells changed, 0 lines to settle, 0 officers outstanding.",
            "  pat.xlsx: refused",
            "      it is empty",
        ], True),
        (merged(blank=("Jo Case",)), [
            ("0 returns merged into Dec-26, 0 cells changed, 0 lines to settle, 0 officers outstanding, "
            "1 with nothing filled in."),
            "Nothing filled in, please ask again: Jo Case.",
        ], True),
        (merged(returns=(
            ReturnOutcome(file="pat.xlsx", cells=CellCounts(read=1, changed=1), not_read=("a comment: ask Jo",)),
        )), [
            "1 return merged into Dec-26, 0 cells changed, 0 lines to settle, 0 officers outstanding.",
            "  pat.xlsx: 1 cell read, 1 changed, 0 unchanged",
            "      not read, please look: a comment: ask Jo",
        ], True),
        (merged(passed_over=(
            PassedOver(file="a.xlsx", period="Nov-26", merged=NOVEMBER),
            PassedOver(file="b.xlsx", period="Nov-26", merged=LATER),
            PassedOver(file="c.xlsx", period="Oct-26"),
        )), [
            "0 returns merged into Dec-26, 0 cells changed, 0 lines to settle, 0 officers outstanding.",
            "2 returns of Nov-26, merged in December, passed over.",
            "1 return of Oct-26, passed over.",
        ], False),
        (Resolved(master=MASTER, settled=1, changes=(CHANGE,)), ["1 line settled, 1 change made."], False),
        (Resolved(master=MASTER, undecided=2, problems=(RefusedDecision(no="3", why="it has changed"),)), [
            "0 lines settled, 0 changes made.",
            "No 3: it has changed",
            "2 lines still to settle on the Conflicts sheet.",
        ], True),
        (Status(period="", officers=(), rag={}), ["No review period has been opened yet."], False),
        (of_officer(), ["Period Dec-26", "  Pat Example  1 of 3 done     not issued", "  Green 2"], False),
        (of_officer(issued=NOVEMBER, overdue=2), [
            "Period Dec-26",
            "  Pat Example  1 of 3 done     outstanding, issued 20/11/2026, 2 overdue",
            "  Green 2",
        ], False),
        (of_officer(issued=NOVEMBER, received=LATER), [
            "Period Dec-26", "  Pat Example  1 of 3 done     received 02/12/2026", "  Green 2",
        ], False),
        (of_officer(received=LATER, is_blank=True), [
            "Period Dec-26", "  Pat Example  1 of 3 done     nothing filled in, received 02/12/2026", "  Green 2",
        ], False),
        (Status(period="Dec-26", officers=(), rag={}, undecided=1), [
            "Period Dec-26", "  ", "  1 line to settle on the Conflicts sheet",
        ], True),
        (checked(), ["2 actions: 0 errors, 0 warnings."], False),
        (checked(
            found(), found(identity="A002", fixable=True), found("DUE001", "warning", "", sheet="Plan", cell="J4"),
            found("DUE009", "info"), period="Dec-26", accepted=1, settled=3, fixed=1,
        ), [
            "2 actions, Dec-26: 2 errors, 1 warning, 1 note, 1 accepted, 3 settled since.",
            "1 cell put right; each is a line on the Changes sheet.",
            "  error    OWN001     2  No owner  A001, A002",
            "  warning  DUE001     1  No date   Plan J4",
            "All are on the Checks sheet. More about one: xlplan explain OWN001",
            "1 cell can be put right without altering any meaning: --fix",
        ], True),
        (checked(found("DUE009", "info")), ["2 actions: 0 errors, 0 warnings, 1 note."], False),
        (standardised(), [
            "1,200 actions in 2 tables on 1 sheet; no review period yet.",
            "5,200 cells read: 4,100 placed in the plan, 1,100 listed on the Checks sheet.",
            f"Master: {MASTER}",
        ], False),
        (standardised(found(), found("LAY001", "info"), found("DUE001", "warning"), periods=("Nov-26", "Dec-26")), [
            "1,200 actions in 2 tables on 1 sheet; periods Nov-26, Dec-26.",
            "5,200 cells read: 4,100 placed in the plan, 1,100 listed on the Checks sheet.",
            "2 findings to look at, on the Checks sheet.",
            f"Master: {MASTER}",
        ], True),
        (Consolidated(masters=(), exit=0), [], False),
        (Consolidated(exit=2, masters=(
            PlanRun(name="Homes", master=MASTER),
            PlanRun(name="Roads", master=MASTER, error="the master is open", exit=2),
            PlanRun(name="Parks", master=MASTER, merged=merged(), error="the disk is full", exit=1,
                    archived=("done/Dec-26/pat.xlsx", "done/Dec-26/sam.xlsx"),
                    files=("out/report.docx", "out/index.html")),
            PlanRun(name="Baths", master=MASTER, merged=merged(), files=("out/report.docx",)),
        )), [
            "Homes: no review period is open, and nothing has arrived.",
            "Roads: the master is open",
            "Parks: 0 returns merged into Dec-26, 0 cells changed, 0 lines to settle, 0 officers outstanding.",
            "  2 files moved to done/Dec-26",
            "  See out/index.html",
            "  but: the disk is full",
            "Baths: 0 returns merged into Dec-26, 0 cells changed, 0 lines to settle, 0 officers outstanding.",
            "  See out/report.docx",
        ], True),
        (Result(), ["0 changes"], False),
    ],
)  # fmt: skip
def test_the_end_says_what_was_done_and_what_waits(
    result: Result, lines: list[str], needs_a_person: bool
) -> None:
    assert result.summary().splitlines() == lines
    assert result.needs_a_person is needs_a_person
    assert result.exit_code == (2 if getattr(result, "exit", 0) == 2 else int(needs_a_person))


@pytest.mark.parametrize(
    ("findings", "lines"),
    [
        ((), []),
        ((found(), found(identity="A002"), found("OWN002", identity="A003")), [
            "Put right before anything is sent:",
            "  Nobody is named: A001, A002 (OWN001)",
            "  Nobody is named: A003 (OWN002)",
        ]),
    ],
)  # fmt: skip
def test_errors_of_owners_are_said_once_a_kind_before_anything_is_sent(
    findings: tuple[Finding, ...], lines: list[str]
) -> None:
    issued = Issued(master=MASTER, period="Dec-26", findings=findings)
    assert list(issued.warnings) == lines
    assert issued.needs_a_person is bool(findings)


def test_a_person_who_has_no_address_is_named_with_the_reason() -> None:
    chased = Chased(master=MASTER, period="Dec-26", no_address=("Pat", "Sam"))
    chased._reasons.update(Pat="no address", Sam="has left")
    assert chased.summary().splitlines() == [
        "Dec-26: 0 reminders, ready to send. Nothing was sent.",
        "Cannot be written to: Pat (no address), Sam (has left). Their addresses belong on the Officers sheet.",
    ]
    assert chased.needs_a_person


def test_each_plan_in_which_something_went_wrong_is_named_on_the_error_line() -> None:
    runs = (
        PlanRun(name="Homes", master=MASTER),
        PlanRun(name="Roads", master=MASTER, error="the master is open", exit=2),
    )
    assert Consolidated(masters=runs, exit=2).errors == ("Roads: the master is open",)
    assert Consolidated(masters=runs[:1], exit=0).errors == ()
    assert Consolidated(masters=runs, exit=2, error="no room").errors[1:] == ("no room",)


def test_a_fault_of_one_step_is_told_once_and_what_was_merged_keeps_its_exit_code() -> None:
    """A night's script tries again what was not done, and must not merge again what was."""
    run = PlanRun(name="Homes", master=MASTER)
    stopped = run.failed(OSError(28, "No space left on device"))
    assert stopped.exit == 2
    assert stopped.failed(OSError(28, "No space left on device")) == stopped
    both = stopped.failed(OSError(13, "Permission denied"))
    assert both.error is not None
    assert both.error.index("No space") < both.error.index("Permission")
    done = run.model_copy(update={"merged": merged()})
    assert done.failed(OSError(28, "No space left on device")).exit == 1
    assert done.model_copy(update={"exit": 2}).failed(OSError(28, "No space")).exit == 2


MANY = tuple(f"Officer {number}" for number in range(1, 14))
TWELVE = f"{', '.join(MANY[:12])} and 1 more."


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (merged(outstanding=MANY), f"Outstanding: {TWELVE}"),
        (merged(outstanding=MANY[:12]), f"Outstanding: {', '.join(MANY[:12])}."),
        (merged(blank=MANY), f"Nothing filled in, please ask again: {TWELVE}"),
        (merged(findings=(OfficerFindings(officer="Pat", findings=tuple(found() for _ in range(5))),)),
         f"  Pat: {', '.join(['A001 No owner'] * 4)} and 1 more"),
        (Issued(master=MASTER, period="Dec-26", no_address=MANY), f"No e-mail address on the Officers sheet: {TWELVE}"),
        (Issued(master=MASTER, period="Dec-26", unissued=tuple(Unissued(id=one, why="no owner") for one in MANY)),
         f"Not issued, no owner: {', '.join(MANY[:6])} and 7 more."),
        (checked(*(found(identity=one) for one in MANY)),
         f"  error    OWN001    13  No owner  {', '.join(MANY[:6])} and 7 more"),
        (of_period(carried=MANY), f"Complete before, and so again: 13 actions ({', '.join(MANY[:6])} and 7 more)."),
    ],
)  # fmt: skip
def test_of_many_names_some_are_told_and_the_rest_is_counted(result: Result, line: str) -> None:
    """A screen full of names is read by nobody."""
    assert line in result.summary().splitlines()
