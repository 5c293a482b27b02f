"""What became of the returns, period by period, as the master's Returns sheet says."""

from __future__ import annotations

from xlplan.layout.master import Master
from xlplan.layout.standard import NOTHING_FILLED_IN
from xlplan.reporting.position import OfficerReturn, PeriodReturns, ReturnState
from xlplan.values.officers import Register
from xlplan.values.text import fold


def returns_of(master: Master) -> tuple[PeriodReturns, ...]:
    """The returns of each period in which some were issued, oldest first.

    An officer who owns no action any more is not waited for.
    """
    register = Register(master.officers)
    owners = {fold(action.owner) for action in master.plan.actions}
    owners |= {fold(one.name) for owner in owners if (one := register.find_one(owner))}
    by_period: dict[str, list[OfficerReturn]] = {label: [] for label in master.period_labels}
    for row in master.listed("Returns"):
        officer, period = row.text("Officer"), row.text("Period")
        if period not in by_period or not officer:
            continue
        state: ReturnState = "received" if row.text("Received") else "outstanding"
        if fold(row.text("Status")) == fold(NOTHING_FILLED_IN):
            state = "nothing filled in"
        if state != "outstanding" or fold(officer) in owners:
            actions = row.values.get("Actions")
            number = int(actions) if isinstance(actions, int | float) else 0
            by_period[period].append(OfficerReturn(officer=officer, actions=number, state=state))
    return tuple(
        PeriodReturns(label=label, returns=tuple(found)) for label, found in by_period.items() if found
    )
