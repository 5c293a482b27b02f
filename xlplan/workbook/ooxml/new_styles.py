"""The styles of a workbook that is made from nothing.

Formats that are asked for in the same order get the same numbers, whatever workbook they are in, and three hundred
returns ask for the same thirty: what was worked out for one is looked up for the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from xlplan.workbook.ooxml.styles import BLANK_STYLES, Styles
from xlplan.workbook.sheet_spec import ConditionalFormat, Format

Asked = Format | ConditionalFormat


class NewStyles:
    """Styles that begin with the standard font and nothing else."""

    def __init__(self) -> None:
        self._numbers: dict[Asked, int] = {}
        self._step = _FIRST

    def style(self, look: Format) -> int:
        """The number of the cell style that looks like this."""
        return self._number(look)

    def rule_style(self, rule: ConditionalFormat) -> int:
        """The number of the differential style that a conditional format lays over a cell."""
        return self._number(rule)

    def to_bytes(self) -> bytes:
        """The part as it is now."""
        step = self._step
        if step.content is None:
            step.content = _styles_at(step).to_bytes()
        return step.content

    def _number(self, asked: Asked) -> int:
        number = self._numbers.get(asked)
        if number is None:
            self._step = _after(self._step, asked)
            number = self._numbers[asked] = self._step.number
        return number


@dataclass(slots=True, eq=False)
class _Step:
    """The styles after one more format was asked for."""

    before: _Step | None = None
    asked: Asked | None = None
    number: int = 0
    styles: Styles | None = None
    """Only the newest step has them; the next one goes on with the same."""
    content: bytes | None = None


_FIRST = _Step()


@lru_cache(maxsize=1000)
def _after(step: _Step, asked: Asked) -> _Step:
    styles, step.styles = _styles_at(step), None
    return _Step(step, asked, _number_in(styles, asked), styles)


def _styles_at(step: _Step) -> Styles:
    if step.styles is not None:
        return step.styles
    steps = []
    at: _Step | None = step
    while at is not None and at.asked is not None:
        steps.append(at.asked)
        at = at.before
    styles = Styles(BLANK_STYLES)
    for asked in reversed(steps):
        _number_in(styles, asked)
    return styles


def _number_in(styles: Styles, asked: Asked) -> int:
    return styles.style(asked) if isinstance(asked, Format) else styles.rule_style(asked)
