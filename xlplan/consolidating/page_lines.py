"""The lines of a plan's page after a run at night, read from the master as it is then.

What the page says follows from the master, the inbox and the day, not from what this run happened to do. So a run that
finishes what another one began writes the same page.
"""

from __future__ import annotations

from xlplan.checks.after_merge import findings_in_received
from xlplan.consolidating.run_page import DecisionLine, QuestionLine, ReturnLine
from xlplan.layout.master import Master
from xlplan.reporting.position import NO_WORD, Position
from xlplan.values.cell_values import as_date
from xlplan.values.text import fold


def return_lines(master: Master, position: Position) -> tuple[ReturnLine, ...]:
    """Who has returned and who has not; owners to whom nothing was issued too."""
    rows = {row.text("Officer"): row for row in master.return_rows(position.period)}
    owners = {fold(counts.name): counts for counts in position.owners}
    lines = []
    for one in position.returned.returns:
        counts, row = owners.pop(fold(one.officer), None), rows[one.officer]
        lines.append(
            ReturnLine(
                officer=one.officer,
                state=one.state,
                received=as_date(row.values.get("Received")),
                file=row.text("File"),
                changed=int(row.text("Changed")) if row.text("Changed").isdecimal() else 0,
                not_read=row.text("Not read"),
                done=counts.actions - counts.words[NO_WORD] if counts else 0,
                actions=counts.actions if counts else 0,
                overdue=counts.overdue if counts else 0,
            )
        )
    lines += [
        ReturnLine(
            officer=counts.name,
            state="not issued",
            done=counts.actions - counts.words[NO_WORD],
            actions=counts.actions,
            overdue=counts.overdue,
        )
        for counts in owners.values()
    ]
    return tuple(lines)


def decision_lines(master: Master) -> tuple[DecisionLine, ...]:
    """The lines of the Conflicts sheet that wait for a decision."""
    actions = {action.id: action for action in master.plan.actions}
    lines = []
    for row in master.undecided_lines:
        action = actions.get(row.text("ID"))
        named = " ".join(dict.fromkeys(filter(None, [row.text("ID"), action.ref if action else ""])))
        lines.append(
            DecisionLine(
                number=row.text("No"),
                kind=row.text("Kind"),
                action=named,
                column=row.text("Column"),
                master=row.values.get("Master value"),
                returned=row.values.get("Returned value"),
                officer=row.text("Officer"),
                why=row.text("Why"),
            )
        )
    return tuple(lines)


def question_lines(master: Master, position: Position) -> tuple[QuestionLine, ...]:
    """What officers are to be asked about what they sent in the period; the same as in their reminders."""
    received = position.returned.officers("received")
    found = findings_in_received(master, received, period=position.period, today=position.today)
    return tuple(
        QuestionLine(
            officer=one.officer, questions=tuple(f"{each.id}: {each.message}" for each in one.findings)
        )
        for one in found
    )
