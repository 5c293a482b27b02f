"""All rules, by code; and which of them somebody asks for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from xlplan.checks import dates, owners, plan, rag, reading
from xlplan.checks.registry import Rule, registered_rules
from xlplan.errors import WrongUsage

# Importing a family registers its rules.
FAMILIES = {
    "OWN": (owners, "Owners"),
    "DUE": (dates, "Dates"),
    "RAG": (rag, "RAG words and progress"),
    "PLN": (plan, "The plan itself"),
    "LAY": (reading, "Reading your own sheets"),
}
RULES = registered_rules()


def rule_called(code: str) -> Rule:
    """The rule of a code, in any case.

    Raises:
        WrongUsage: there is none; the message names the nearest.
    """
    rule = RULES.get(code.strip().upper())
    if rule is None:
        near = difflib.get_close_matches(code.strip().upper(), RULES, n=1, cutoff=0.0)
        raise WrongUsage(
            f'no finding has the code "{code}"', f"The nearest is {near[0]}, {RULES[near[0]].title}"
        )
    return rule


def chosen(select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """The codes of the rules to run.

    Args:
        select: codes or their beginnings, such as "OWN" or "DUE002"; all of them when empty.
        ignore: codes or beginnings to leave out.

    Raises:
        WrongUsage: one of them begins no code.
    """
    for beginning in (*select, *ignore):
        if not any(code.startswith(beginning.upper()) for code in RULES):
            raise WrongUsage(
                f'no finding has a code that begins with "{beginning}"',
                f"The families are {', '.join(FAMILIES)}",
            )
    wanted = tuple(beginning.upper() for beginning in select)
    left_out = tuple(beginning.upper() for beginning in ignore)
    return tuple(
        code
        for code, rule in RULES.items()
        if rule.find is not None
        and (not wanted or code.startswith(wanted))
        and not (left_out and code.startswith(left_out))
    )
