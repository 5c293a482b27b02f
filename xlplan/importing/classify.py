"""Which field each column of a table is: what its heading says, confirmed or overruled by what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xlplan.importing.candidates import OWNER_MARK, Candidate, HeadingCell
from xlplan.importing.classify_steps import (
    classify_blank_labels,
    classify_by_contents,
    classify_by_words,
    classify_dates,
    classify_issues,
    classify_people,
    classify_periods,
    classify_registers,
    classify_shared_headings,
    classify_status,
    classify_who_by,
)
from xlplan.importing.column_profile import NOTHING, Contents
from xlplan.importing.heading_words import BOTH, BY_FORM, How, meaning_of, meanings, normal
from xlplan.importing.period_labels import PeriodLabel, period_in, period_under

_FORCED = 10.0
"""What a field is worth that the user gave a heading: more than all else together."""
_LONGEST_PERIOD = 80
"""No heading that names a review period has more characters."""


@dataclass(frozen=True, slots=True)
class ClassifiedColumn:
    """A column with the field that it was read as."""

    heading: HeadingCell
    field: str
    """A field's name, or `BOTH` for RAG and progress in one column."""
    period: PeriodLabel | None = None
    """For RAG and progress; None: no period is named."""
    why: str = ""
    """What the field was inferred from, when not from the heading's whole words."""
    is_theme: bool = False
    """True when the heading itself is the theme of the table's rows."""
    held: Contents = NOTHING
    """What the column holds."""
    how: How = "unknown"
    """How its heading was understood."""
    forced: bool = False
    """True when the user said what it is."""


def assign(
    headings: Sequence[HeadingCell],
    held: Sequence[Contents],
    forced: Mapping[str, str],
) -> tuple[ClassifiedColumn, ...]:
    """Classify each column.

    Args:
        headings: left to right.
        held: what each of those columns holds.
        forced: a normal heading -> the field that the user gave it; it overrules everything.

    Returns:
        One column a heading, in the same order. At most one is the action, the owner, and so on; what has no
        standard place is "other".
    """
    candidates = [
        _candidate(heading, what, forced, _first_of_group(heading, headings))
        for heading, what in zip(headings, held, strict=True)
    ]
    classify_registers(candidates)
    classify_who_by(candidates)
    classify_periods(candidates)
    for each in candidates:
        if each.held.marks >= 0.8 and each.heading.group and "owner" in each.weights and not each.forced:
            each.field = OWNER_MARK
    classify_by_words(candidates)
    classify_shared_headings(candidates)
    classify_status(candidates)
    classify_dates(candidates)
    classify_people(candidates)
    classify_issues(candidates)
    classify_by_contents(candidates)
    classify_blank_labels(candidates)
    return tuple(
        ClassifiedColumn(
            each.heading,
            each.field or "other",
            each.period if each.field in ("rag", "progress", BOTH) else None,
            each.why,
            each.is_theme,
            each.held,
            each.how,
            each.forced,
        )
        for each in candidates
    )


def weigh(heading: HeadingCell, forced: Mapping[str, str]) -> dict[str, float]:
    """The fields that a heading may mean by its words alone; a review period's heading is "period"."""
    if field := forced_field(heading, forced):
        return {field: _FORCED}
    if heading.period and not heading.text:
        return {"period": 1.0}
    weights = dict(meanings(heading.text)) if heading.text else {}
    if max(weights.values(), default=0.0) < 1.0 and heading.group:
        weights = (
            dict(meanings(f"{heading.group} {heading.text}")) or weights or dict(meanings(heading.group))
        )
    if max(weights.values(), default=0.0) >= 1.0:
        return weights
    period = period_in(heading.text) if len(heading.text) <= _LONGEST_PERIOD else None
    if period is None:
        return weights
    if not period.rest:
        return {"period": 1.0}
    rest = meanings(period.rest)
    if any(field in rest for field in ("rag", "progress", BOTH)):
        return dict(rest)
    return weights


def forced_field(heading: HeadingCell, forced: Mapping[str, str]) -> str:
    """The field that the user gave a heading; "" when none."""
    texts = (heading.text, heading.shown) if forced else ()
    return next((forced[key] for text in texts if text and (key := normal(text)) in forced), "")


def how_understood(heading: HeadingCell) -> How:
    """How a heading was understood: by all of its words, by a part of them, or by likeness."""
    ways: list[How] = [
        meaning_of(text).how
        for text in (heading.text, heading.shown, heading.group)
        if text and meaning_of(text).weights
    ]
    period = period_in(heading.text) if 0 < len(heading.text) <= _LONGEST_PERIOD else None
    if period and meaning_of(period.rest).how == "whole":
        ways.append("whole")
    for way in ("whole", "part", "likeness"):
        if way in ways:
            return way
    return "unknown"


def _first_of_group(heading: HeadingCell, headings: Sequence[HeadingCell]) -> str:
    """The text of the first heading that is under the same group."""
    return next((each.text for each in headings if heading.group and each.group == heading.group), "")


def _candidate(heading: HeadingCell, held: Contents, forced: Mapping[str, str], first: str) -> Candidate:
    weights = weigh(heading, forced)
    is_forced = bool(forced_field(heading, forced))
    if weights == {"other": BY_FORM} and held.filled and held.dates + held.people < 0.3:
        weights = {}  # its words speak of a day or a person, and there is neither under them
    if "progress" in weights and heading.group and (heading.period or period_in(heading.group)):
        weights["progress"] += 0.4  # what is under a review period is said in it
    only_period = weights == {"period": 1.0}
    if only_period:
        weights = {}
    period = heading.period
    if period is None and (only_period or any(field in weights for field in ("rag", "progress", BOTH))):
        period = (period_in(heading.text) if heading.text else None) or (
            period_in(heading.group) if heading.group else None
        )
        if period is not None and period.when is None and heading.text and heading.group:
            period = period_under(heading.text, heading.group, first) or period
    if period is None and not weights and heading.text and held.rag_colours >= 0.5:
        period = period_in(heading.text)
        only_period = period is not None
    return Candidate(heading, held, weights, period, only_period, is_forced, how_understood(heading))


def with_theme_headings(tables: Sequence[tuple[ClassifiedColumn, ...]]) -> list[tuple[ClassifiedColumn, ...]]:
    """Where stacked tables differ in the heading of one inferred column, that heading is each table's theme."""
    texts: dict[int, set[str]] = {}
    for columns in tables:
        for column in columns:
            if column.field == "recommendation" and column.why == "sentences before" and column.heading.text:
                texts.setdefault(column.heading.first, set()).add(normal(column.heading.text))
    return [
        tuple(
            replace(column, is_theme=True)
            if column.field == "recommendation"
            and column.why == "sentences before"
            and column.heading.text
            and len(texts[column.heading.first]) > 1
            else column
            for column in columns
        )
        for columns in tables
    ]
