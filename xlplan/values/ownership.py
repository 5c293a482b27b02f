"""Who owns which actions now, under the name that the register has for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlplan.model import Action
from xlplan.values.no_owner import names_nobody
from xlplan.values.officers import Register
from xlplan.values.text import fold


def actions_by_owner(actions: Sequence[Action], register: Register) -> dict[str, list[Action]]:
    """The actions of each owner, in the order of the plan.

    Owners who are not in the register, their name typed in other case or spacing, are one. Actions without an ID, or
    that name nobody ("TBC"), are nobody's.
    """
    names = owner_names((action.owner for action in actions if action.id), register)
    owned: dict[str, list[Action]] = {}
    for action in actions:
        if action.id and (name := names.get(action.owner)):
            owned.setdefault(name, []).append(action)
    return owned


def owner_names(cells: Iterable[str], register: Register) -> dict[str, str]:
    """Whom the texts of Owner cells name: text -> the register's name, else the name as first typed; without those
    that name nobody."""
    names: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for text in dict.fromkeys(cells):
        if not text:
            continue
        officer = register.find_one(text)
        if officer is not None or not names_nobody(text):
            name = officer.name if officer else text
            names[text] = spelt.setdefault(fold(name), name)
    return names
