"""One line of `xlplan addin check`: what is so, and what to do or to ask IT for."""

from __future__ import annotations

from typing import Literal

from xlplan.model import Model


class Line(Model):
    """One thing that was looked at."""

    state: Literal["fine", "note", "missing", "blocked"]
    """`note` need not hinder anything; `missing` and `blocked` do."""
    what: str
    ask: str = ""
    """What to do, or to ask IT for; empty where there is nothing to do."""


def fine(what: str) -> Line:
    """Nothing to do."""
    return Line(state="fine", what=what)


def note(what: str, ask: str = "") -> Line:
    """Good to know when something does not work."""
    return Line(state="note", what=what, ask=ask)


def missing(what: str, ask: str) -> Line:
    """Something is not there yet; the user can put it there."""
    return Line(state="missing", what=what, ask=ask)


def blocked(what: str, ask: str) -> Line:
    """Something is forbidden; IT decides."""
    return Line(state="blocked", what=what, ask=ask)
