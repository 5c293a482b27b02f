"""Action plans in Excel: standardise, validate, add-period, issue, merge, resolve, status, undo.

>>> import xlplan
>>> plan = xlplan.read_plan("Wexcombe plan master.xlsx")   # doctest: +SKIP
>>> plan.to_frame()                                         # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlplan.errors import XlplanError
    from xlplan.layout.master import read_plan
    from xlplan.model import Action, Change, Conflict, Finding, KeyEntry, Officer, Period, Plan, Proposal
    from xlplan.verbs.add_period import add_period
    from xlplan.verbs.chase import chase
    from xlplan.verbs.consolidate import consolidate
    from xlplan.verbs.issue import issue
    from xlplan.verbs.merge import merge
    from xlplan.verbs.report import report
    from xlplan.verbs.resolve import resolve
    from xlplan.verbs.standardise import standardise
    from xlplan.verbs.status import status
    from xlplan.verbs.undo import undo
    from xlplan.verbs.validate import validate

# Where each public name lives; it is imported on its first use, so that `import xlplan` stays light.
_HOMES = {
    "XlplanError": "xlplan.errors",
    "Action": "xlplan.model",
    "Change": "xlplan.model",
    "Conflict": "xlplan.model",
    "Finding": "xlplan.model",
    "KeyEntry": "xlplan.model",
    "Officer": "xlplan.model",
    "Period": "xlplan.model",
    "Plan": "xlplan.model",
    "Proposal": "xlplan.model",
    "add_period": "xlplan.verbs.add_period",
    "chase": "xlplan.verbs.chase",
    "consolidate": "xlplan.verbs.consolidate",
    "issue": "xlplan.verbs.issue",
    "merge": "xlplan.verbs.merge",
    "read_plan": "xlplan.layout.master",
    "report": "xlplan.verbs.report",
    "resolve": "xlplan.verbs.resolve",
    "standardise": "xlplan.verbs.standardise",
    "status": "xlplan.verbs.status",
    "undo": "xlplan.verbs.undo",
    "validate": "xlplan.verbs.validate",
}

__all__ = [
    "Action",
    "Change",
    "Conflict",
    "Finding",
    "KeyEntry",
    "Officer",
    "Period",
    "Plan",
    "Proposal",
    "XlplanError",
    "add_period",
    "chase",
    "consolidate",
    "issue",
    "merge",
    "read_plan",
    "report",
    "resolve",
    "standardise",
    "status",
    "undo",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'xlplan' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
