"""PLN: whether each recommendation has its actions, and each action is there once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlplan.checks.context import Context, Found, PlanRow, ids
from xlplan.checks.examples import Situation
from xlplan.checks.registry import check
from xlplan.values.list_items import holds_several
from xlplan.values.patterns import compile_late
from xlplan.values.refs import split_ref
from xlplan.values.text import fold, shortened

_POINTS_ELSEWHERE = compile_late(r"[\[(]?\s*(?:see|as|refer to)\b.{0,60}", re.IGNORECASE)
_ASKED = "Ensure that thresholds are understood"


@check(
    "PLN001",
    "error",
    "No action for a recommendation",
    matters="A plan must answer every finding of the inspection. Ofsted has written to councils whose plans did not.",
    remedy='Type what will be done into Action. If another action covers it, say which: "See 2.3".',
    fires=Situation(({"Recommendation": _ASKED, "Action": ""},)),
    quiet=Situation(({"Recommendation": _ASKED, "Action": "Hold three events for partners"},)),
)
def no_action(context: Context) -> Iterator[Found]:
    """A recommendation is in the plan, and none of its rows says what will be done."""
    for asked, rows in _by_recommendation(context).items():
        if asked and not any(row.action.action for row in rows):
            row = rows[0]
            yield Found(
                "Nothing is planned for this recommendation",
                row,
                "Action",
                "",
                f'For: "{_short(row.action.recommendation)}"',
            )


@check(
    "PLN002",
    "warning",
    "A ref stands twice",
    matters="Minutes and e-mails name actions by their ref. A return whose IDs are lost is matched by it.",
    remedy="Renumber one of them. The ID stays as it is.",
    fires=Situation(
        (
            {"Ref": "1.a.3", "Action": "Hold three events", "Recommendation": _ASKED},
            {"Ref": "1.a.3", "Action": "Audit thirty contacts", "Recommendation": "Improve assessments"},
        )
    ),
    quiet=Situation(
        (
            {"Ref": "5.3", "Action": "Hold three events", "Recommendation": _ASKED},
            {"Ref": "5.3", "Action": "Audit thirty contacts", "Recommendation": _ASKED},
            {"Ref": "1", "Theme": "Health", "Action": "Review the pathway"},
            {"Ref": "1", "Theme": "Workforce", "Action": "Check the files"},
        )
    ),
)
def ref_twice(context: Context) -> Iterator[Found]:
    """Two actions under one theme have the same ref. Actions that share the number of their recommendation, and
    numbering that begins anew under each theme, are as they should be."""
    by_ref: dict[tuple[str, str], list[PlanRow]] = {}
    for row in context.rows:
        if row.action.ref:
            by_ref.setdefault((fold(row.action.theme), fold(row.action.ref)), []).append(row)
    by_recommendation = _by_recommendation(context)
    for rows in by_ref.values():
        if len(rows) < 2 or _is_recommendations_number(rows, by_recommendation):
            continue
        for row in rows[1:]:
            yield Found(f"The ref {row.action.ref} stands at {ids(rows[:1])} too", row, "Ref", row.action.ref)


@check(
    "PLN003",
    "warning",
    "An empty action",
    matters="Nobody can report on a row that does not say what is to be done.",
    remedy="Type the action, or delete the row if it was left over.",
    fires=Situation(({"Ref": "1.b", "Owner": "Ruth Ackland", "Action": ""},)),
    quiet=Situation(({"Ref": "1.b", "Owner": "Ruth Ackland", "Action": "Hold three events for partners"},)),
)
def empty_action(context: Context) -> Iterator[Found]:
    """The Action cell is empty in a row that holds other things. Where a whole recommendation has no action, PLN001
    says so instead."""
    by_recommendation = _by_recommendation(context)
    for row in context.rows:
        if row.action.action:
            continue
        asked = fold(row.action.recommendation)
        if not asked or any(other.action.action for other in by_recommendation[asked]):
            yield Found("The row does not say what is to be done", row, "Action", "", "Type the action")


@check(
    "PLN004",
    "info",
    "Several actions in one cell",
    matters="One RAG word and one date have to stand for all of them, and an officer cannot say that the first is done "
    "and the second is not.",
    remedy="Give each a row of its own, or run `standardise` again with `--split`, which does so where dates and "
    "owners can be paired.",
    fires=Situation(({"Action": "- agree the template\n- train the teams"},)),
    quiet=Situation(({"Action": "Agree the template and train the teams"},)),
)
def several_actions(context: Context) -> Iterator[Found]:
    """The Action cell is a list: bullets, numbers or paragraphs."""
    for row in context.rows:
        if holds_several(row.action.action):
            message = "The cell holds several actions; the row was kept whole"
            yield Found(message, row, "Action", row.action.action[:120])


@check(
    "PLN005",
    "warning",
    "The same action twice",
    matters="Two officers may do the same work, or each may wait for the other; counts are too high.",
    remedy="Delete one, or say in each what is particular to it. If both are meant, choose Accepted on Checks.",
    fires=Situation(({"Action": "Audit thirty contacts"}, {"Action": "Audit  thirty contacts."})),
    quiet=Situation(
        (
            {"Action": "Audit thirty files", "Recommendation": _ASKED},
            {"Action": "Audit thirty files", "Recommendation": "Improve assessments"},
            {"Action": "See 2.3"},
            {"Action": "See 2.3"},
        )
    ),
)
def action_twice(context: Context) -> Iterator[Found]:
    """Two rows of one recommendation have the same words under Action; case, blanks and the ref before them make no
    difference. The same words under two recommendations ("Agreed") are two actions."""
    first: dict[tuple[str, str, str], PlanRow] = {}
    for row in context.rows:
        words = fold(split_ref(row.action.action)[1]).rstrip(".")
        if not words or _POINTS_ELSEWHERE.fullmatch(words):
            continue
        asked = fold(row.action.recommendation)
        # one audit's recommendation is not another's, though the words be the same
        theme = fold(row.action.theme) if asked else ""
        earlier = first.setdefault((theme, asked, words), row)
        if earlier is not row:
            yield Found(f"{ids([earlier])} has the same words", row, "Action", _short(row.action.action))


@check(
    "PLN006",
    "warning",
    "An action that was issued is no longer in the Plan",
    matters="What its owner sends back has no place to go, and a promise to the inspectorate may have vanished with "
    "the row. Rows are deleted by accident.",
    remedy="If the row was deleted by accident, type it in again with its ID; a backup of the master has its words. "
    "If it was meant, choose Accepted on the Checks sheet and say why.",
    fires=Situation(({"Action": "Hold three events"},), gone=("A009",)),
    quiet=Situation(({"Action": "Hold three events"},)),
)
def no_longer_in_plan(context: Context) -> Iterator[Found]:
    """A return of this period or an earlier one has an action whose ID is in no row of the Plan."""
    for gone in context.gone:
        message = f"{gone.id}, issued to {gone.officer} in {gone.period}, is no longer in the Plan"
        yield Found(message, value=gone.id, sheet=gone.sheet, cell=gone.cell, id=gone.id)


def _by_recommendation(context: Context) -> dict[str, list[PlanRow]]:
    found: dict[str, list[PlanRow]] = {}
    for row in context.rows:
        found.setdefault(fold(row.action.recommendation), []).append(row)
    return found


def _is_recommendations_number(rows: Sequence[PlanRow], by_recommendation: dict[str, list[PlanRow]]) -> bool:
    """True when the rows are all those of one recommendation and the ref does not begin their own words."""
    asked = {fold(row.action.recommendation) for row in rows}
    if len(asked) > 1 or "" in asked:
        return False
    refs = {fold(row.action.ref) for row in by_recommendation[asked.pop()]}
    return len(refs) == 1 and not any(split_ref(row.action.action)[0] == row.action.ref for row in rows)


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), 120)
