"""Who owns which actions now, under the name that the register has for them."""

from __future__ import annotations

from collections.abc import Sequence

from xlplan.model import Action
from xlplan.values.no_owner import names_nobody
from xlplan.values.officers import Register
from xlplan.values.text import fold


def actions_by_owner(actions: Sequence[Action], register: Register) -> dict[str, list[Action]]:
    """The actions of each owner, in the order of the plan.

    Owners who are not in the register, their name typed in other case or spacing, are one. Actions without an ID, or
    that name nobody ("TBC"), are nobody's.
    """
    owned: dict[str, list[Action]] = {}
    names: dict[str, str] = {}
    known: dict[str, str] = {}
    for action in actions:
        if not action.id or not action.owner:
            continue
        if action.owner not in known:
            officer = register.the_one(action.owner)
            is_nobody = officer is None and names_nobody(action.owner)
            known[action.owner] = "" if is_nobody else officer.name if officer else action.owner
        name = known[action.owner]
        if name:
            owned.setdefault(names.setdefault(fold(name), name), []).append(action)
    return owned
