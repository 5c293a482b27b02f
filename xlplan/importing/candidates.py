"""A table's columns while they are being classified: a heading, what is under it, and what it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlplan.importing.column_profile import Contents
from xlplan.importing.heading_words import How
from xlplan.importing.period_labels import PeriodLabel

OWNER_MARK = "owner mark"
"""A column of ticks under a person's name, in a group of columns that says who is responsible."""


@dataclass(frozen=True, slots=True)
class HeadingCell:
    """A column's heading as it is on the sheet."""

    first: int
    """The first and last grid column that it is over."""
    last: int
    text: str = ""
    """The heading; empty when the cell is blank."""
    group: str = ""
    """The heading of the group that it is under, when headings take two rows."""
    period: PeriodLabel | None = None
    """Set when the heading, or its group, is a real date."""

    @property
    def shown(self) -> str:
        """Group and heading in one."""
        parts = [part for part in (self.group, self.text) if part]
        return " – ".join(parts)


@dataclass
class Candidate:
    """A column while it is being classified."""

    heading: HeadingCell
    held: Contents
    weights: dict[str, float]
    period: PeriodLabel | None
    only_period: bool = False
    """True when the heading says nothing but a period."""
    forced: bool = False
    """True when the user said what it is."""
    how: How = "unknown"
    """How the heading was understood."""
    field: str = ""
    why: str = ""
    """What the field was inferred from, when not from the heading's whole words."""
    is_theme: bool = False


def with_field(candidates: Sequence[Candidate], field: str) -> Candidate | None:
    """The first column that was given a field; None when none was."""
    return next((each for each in candidates if each.field == field), None)
