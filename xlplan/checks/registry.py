"""A rule: its code, its severity, its words, an example of each side, and the function that finds."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # `standardise` has findings of its own, and needs none of what the others are found with
    from xlplan.checks.context import Context, Found
    from xlplan.checks.examples import Situation
    from xlplan.model import Severity

Find: TypeAlias = "Callable[[Context], Iterator[Found]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be found."""

    code: str
    severity: Severity
    title: str
    """A few words: "No owner"."""
    means: str
    """What it means, in a sentence or two."""
    matters: str
    """Why it matters."""
    remedy: str
    """How to put it right."""
    fires: Situation | str
    """An example that is found; in words where only the reading of a council's own sheet can find it."""
    quiet: Situation | str
    """One that is not."""
    find: Find | None = None
    """None for what `standardise` finds while it reads."""
    is_once_a_value: bool = False
    """True where one finding stands for all rows with the same value: it is one question."""


_RULES: dict[str, Rule] = {}


def check(
    code: str,
    severity: Severity,
    title: str,
    *,
    matters: str,
    remedy: str,
    fires: Situation,
    quiet: Situation,
    is_once_a_value: bool = False,
) -> Callable[[Find], Find]:
    """Register a function as a rule. Its docstring is what the rule means."""

    def registered(find: Find) -> Find:
        means = " ".join(inspect.cleandoc(find.__doc__ or "").split())
        register(Rule(code, severity, title, means, matters, remedy, fires, quiet, find, is_once_a_value))
        return find

    return registered


def register(rule: Rule) -> None:
    """Add a rule.

    Raises:
        ValueError: its code is another rule's already.
    """
    if rule.code in _RULES:
        raise ValueError(f"the code {rule.code} is given twice")
    _RULES[rule.code] = rule


def registered_rules() -> dict[str, Rule]:
    """The rules registered so far, by code; `xlplan.checks.catalogue` has all of them."""
    return dict(sorted(_RULES.items()))


_GRAVITY = {"error": 0, "warning": 1, "info": 2}
_GENERAL = frozenset({"LAY002", *(f"LAY0{number}" for number in range(11, 20))})
"""What is found of a whole column, sheet or workbook, once."""


def listing_order(code: str, severity: str) -> tuple[int, bool, str]:
    """Make the key by which findings are sorted: the graver first, of these the ones about many rows."""
    return (_GRAVITY.get(severity, 2), code not in _GENERAL, code)
