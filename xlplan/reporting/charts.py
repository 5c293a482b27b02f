"""The charts of a position as data: what they show, in which colours, and what they say in words. Pure.

The dashboard and the committee report draw them as native charts, the page as inline SVG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from xlplan.model import KeyEntry, Model
from xlplan.reporting.position import NO_WORD, OTHER_WORDS, Counts, Position
from xlplan.values.rag import CANONICAL, COLOURS, Key
from xlplan.values.text import counted, fold, shortened

Form = Literal["share columns", "stacked columns", "stacked bars", "bars"]
"""Columns stand, bars lie. Share columns are all of one height, 100%."""

INK = "1F1F1F"
_MOST_PERIODS = 8
_MOST_THEMES, _MOST_OWNERS = 10, 8
_LONGEST = 28
_GREYS = {OTHER_WORDS: "B9A7D1", NO_WORD: "FFFFFF"}
_DARK, _LIGHT, _PALE = "1F4E79", "9DC3E6", "FFFFFF"


class Series(Model):
    """One row of figures, drawn in one colour."""

    name: str
    colour: str
    """Six hexadecimal digits."""
    values: tuple[int, ...]

    @property
    def ink(self) -> str:
        """The colour in which figures on it can be read."""
        return ink_on(self.colour)


class Chart(Model):
    """A chart, and its table of figures."""

    name: str
    """A word for it, unique among the charts: "rag by theme"."""
    title: str
    says: str
    """What it shows, in words: the text alternative."""
    form: Form
    of: str
    """What its rows are: "Period", "Theme"."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]


def charts_of(position: Position, key: Sequence[KeyEntry]) -> tuple[Chart, ...]:
    """The charts of a position, those without figures left out.

    Args:
        position: how the plan stands.
        key: the plan's Key, for its colours.
    """
    colours = rag_colours(key)
    charts = [
        _rag_over_periods(position, colours),
        _rag_by_theme(position, colours),
        _late_by_owner(position),
        _returns(position),
    ]
    return tuple(
        chart for chart in charts if chart.categories and any(any(one.values) for one in chart.series)
    )


def rag_colours(key: Sequence[KeyEntry]) -> dict[str, str]:
    """RAG word -> the colour that the plan's Key gives it; one that it gives two words counts for neither."""
    known = Key(key)
    colours: dict[str, str] = {}
    for entry in key:
        means = known.word_of_colour(entry.colour)  # None for a colour with two meanings
        if means and means not in colours and fold(means) == fold(entry.means) and _is_seen(entry.colour):
            colours[means] = entry.colour.strip().lstrip("#").upper()
    free = {word: COLOURS[word] for word in CANONICAL if word not in colours}
    return {**colours, **free}


def ink_on(colour: str) -> str:
    """Black or white: whichever is read more easily on a colour (the contrast ratio of WCAG 2, at least 4.5)."""
    light = _luminance(colour) + 0.05
    return "000000" if light / 0.05 >= 1.05 / light else "FFFFFF"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_seen(colour: str) -> bool:
    """False for white and what is nearly white: it would vanish on paper."""
    return _luminance(colour.strip().lstrip("#")) < 0.93


def _rag_over_periods(position: Position, colours: Mapping[str, str]) -> Chart:
    periods = position.periods[-_MOST_PERIODS:]
    now = position.now
    told = "; ".join(f"{counts.name}: {_told(counts)}" for counts in periods[-2:])
    return Chart(
        name="rag over periods",
        title="RAG by review period, share of all actions",
        says=f"Columns of 100%, one for each review period. {told}. {counted(now.actions, 'action')} in all.",
        form="share columns",
        of="Period",
        categories=tuple(counts.name for counts in periods),
        series=_rag_series(periods, colours),
    )


def _rag_by_theme(position: Position, colours: Mapping[str, str]) -> Chart:
    themes = _at_most(position.themes, _MOST_THEMES, "other themes")
    return Chart(
        name="rag by theme",
        title=f"RAG by theme in {position.period}, number of actions",
        says=f"Stacked bars, one for each theme. {'; '.join(f'{one.name}: {_told(one)}' for one in themes)}.",
        form="stacked bars",
        of="Theme",
        categories=_short([counts.name for counts in themes]),
        series=_rag_series(themes, colours),
    )


def _late_by_owner(position: Position) -> Chart:
    late = [counts for counts in position.owners if counts.overdue or counts.slipped]
    late.sort(key=lambda counts: (-counts.overdue, -counts.slipped))
    shown = _at_most(late, _MOST_OWNERS, "other owners")
    told = [f"{one.name}: {one.overdue} overdue, {one.slipped} slipped" for one in shown]
    return Chart(
        name="late by owner",
        title="Overdue and slipped by owner, number of actions",
        says=f"Bars, two for each owner who is late with something. {'; '.join(told)}.",
        form="bars",
        of="Owner",
        categories=_short([counts.name for counts in shown]),
        series=(
            Series(name="Overdue", colour=_DARK, values=tuple(counts.overdue for counts in shown)),
            Series(name="Slipped", colour=_LIGHT, values=tuple(counts.slipped for counts in shown)),
        ),
    )


def _returns(position: Position) -> Chart:
    periods = position.returns[-_MOST_PERIODS:]
    states = {
        "Received": ("received", _DARK),
        "Nothing filled in": ("nothing filled in", _LIGHT),
        "Outstanding": ("outstanding", _PALE),
    }
    numbers = {
        name: tuple(sum(one.state == state for one in period.returns) for period in periods)
        for name, (state, _) in states.items()
    }
    told = [
        f"{period.label}: {', '.join(f'{numbers[name][at]} {name.lower()}' for name in states if numbers[name][at])}"
        for at, period in enumerate(periods)
    ]
    return Chart(
        name="returns received",
        title="Returns by review period, number of officers",
        says=f"Stacked columns, one for each review period. {'; '.join(told)}.",
        form="stacked columns",
        of="Period",
        categories=tuple(period.label for period in periods),
        series=tuple(
            Series(name=name, colour=colour, values=numbers[name])
            for name, (_, colour) in states.items()
            if name != "Nothing filled in" or any(numbers[name])
        ),
    )


def _rag_series(rows: Sequence[Counts], colours: Mapping[str, str]) -> tuple[Series, ...]:
    """A series a word: the five always, other words together, and none, where there are any."""
    order = ("Complete", "Green", "Amber", "Red", "Not started", OTHER_WORDS, NO_WORD)
    values = {word: tuple(counts.shown[word] for counts in rows) for word in order}
    return tuple(
        Series(name=word, colour=colours.get(word) or _GREYS[word], values=values[word])
        for word in order
        if word in CANONICAL or any(values[word])
    )


def _told(counts: Counts) -> str:
    said = [
        f"{number:,} {word if word == NO_WORD else word.lower()}"
        for word, number in counts.words.items()
        if number
    ]
    return ", ".join(said) or "nothing"


def _short(names: Sequence[str]) -> tuple[str, ...]:
    """Names of a length that goes beside a chart: cut at the end, or in the middle where they would look alike.

    >>> _short(["Housing", "Support for social inclusion, stage A", "Support for social inclusion, stage B"])
    ('Housing', 'Support for s…usion, stage A', 'Support for s…usion, stage B')
    """
    cut = [shortened(name, _LONGEST) for name in names]
    tail = _LONGEST // 2
    return tuple(
        short if cut.count(short) == 1 else f"{name[: _LONGEST - tail - 1]}…{name[-tail:]}"
        for name, short in zip(names, cut, strict=True)
    )


def _at_most(rows: Sequence[Counts], most: int, rest: str) -> tuple[Counts, ...]:
    """The first rows, and the others together in a last one."""
    if len(rows) <= most:
        return tuple(rows)
    shown, others = rows[: most - 1], rows[most - 1 :]
    together = Counts(
        name=f"{len(others)} {rest}",
        words={word: sum(one.words[word] for one in others) for word in others[0].words},
        overdue=sum(one.overdue for one in others),
        slipped=sum(one.slipped for one in others),
    )
    return (*shown, together)
