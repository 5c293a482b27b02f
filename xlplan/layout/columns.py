"""Which field each column of a table is: what its heading says, confirmed or overruled by what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from xlplan.layout.bands import names_section
from xlplan.layout.contents import Contents
from xlplan.layout.headings import BOTH, CERTAIN, MOSTLY, PERHAPS, WITHIN, meanings, normal
from xlplan.layout.period_labels import PeriodLabel, period_in, period_under
from xlplan.layout.suiting import fit, place

_UNIQUE = (
    "theme", "recommendation", "ref", "report_ref", "action", "owner", "timescale", "revised_due",
    "success_criteria", "notes",
)  # fmt: skip
OWNER_MARK = "owner mark"
"""A column of ticks under a person's name, in a group of columns that says who is responsible."""
_ENOUGH = 0.5
"""A heading whose likeness to a field, contents considered, stays below this is the council's own."""
_DUE_WORDS = re.compile(
    r"\b(?:due|deadline|target|completion|complete|by when|end date|finish|implementation)\b", re.I
)
_PAST_DATE = re.compile(
    r"\bdate\b.*(?<!be )\b(?:done|completed|closed|received|raised|achieved|answered|opened|logged|added)\b"
    r"(?! by)",
    re.I,
)
"""A heading of days on which something happened, not of days by which it is to be done."""
_LONGEST_PERIOD = 80
"""No heading that names a review period has more characters."""


@dataclass(frozen=True, slots=True)
class HeadingCell:
    """A column's heading as it stands on the sheet."""

    first: int
    """The first and last grid column that it stands over."""
    last: int
    text: str = ""
    """The heading; empty when the cell is blank."""
    group: str = ""
    """The heading of the group that it stands under, when headings take two rows."""
    period: PeriodLabel | None = None
    """Set when the heading, or its group, is a real date."""

    @property
    def shown(self) -> str:
        """Group and heading in one."""
        parts = [part for part in (self.group, self.text) if part]
        return " – ".join(parts)


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the field that it was read as."""

    heading: HeadingCell
    field: str
    """A field's name, or `BOTH` for RAG and progress in one column."""
    period: PeriodLabel | None = None
    """For RAG and progress; None: no period is named."""
    why: str = ""
    """What the field was inferred from, when not from the heading's words."""
    is_theme: bool = False
    """True when the heading itself is the theme of the table's rows."""


@dataclass
class _Candidate:
    heading: HeadingCell
    held: Contents
    weights: dict[str, float]
    period: PeriodLabel | None
    only_period: bool = False
    forced: bool = False
    field: str = ""
    why: str = ""
    is_theme: bool = False


def assign(
    headings: Sequence[HeadingCell],
    held: Sequence[Contents],
    forced: Mapping[str, str],
) -> tuple[Column, ...]:
    """Settle what each column is.

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
    _settle_who_by(candidates)
    _settle_periods(candidates)
    for each in candidates:
        if each.held.marks >= 0.8 and each.heading.group and "owner" in each.weights and not each.forced:
            each.field = OWNER_MARK
    _settle_by_words(candidates)
    _settle_shared_headings(candidates)
    _settle_status(candidates)
    _settle_dates(candidates)
    _settle_people(candidates)
    _settle_by_contents(candidates)
    _settle_blank_labels(candidates)
    return tuple(
        Column(
            each.heading,
            each.field or "other",
            each.period if each.field in ("rag", "progress", BOTH) else None,
            each.why,
            each.is_theme,
        )
        for each in candidates
    )


def weigh(heading: HeadingCell, forced: Mapping[str, str]) -> dict[str, float]:
    """The fields that a heading may mean by its words alone; a review period's heading is "period"."""
    for text in (heading.text, heading.shown) if forced else ():
        if text and (field := forced.get(normal(text))):
            return {field: 10.0}
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


def _first_of_group(heading: HeadingCell, headings: Sequence[HeadingCell]) -> str:
    """The text of the first heading that stands under the same group."""
    return next((each.text for each in headings if heading.group and each.group == heading.group), "")


def _candidate(heading: HeadingCell, held: Contents, forced: Mapping[str, str], first: str) -> _Candidate:
    weights = weigh(heading, forced)
    if _PAST_DATE.search(heading.text) and max(weights.values(), default=0.0) < CERTAIN:
        for field in ("timescale", "due"):
            weights.pop(field, None)
    is_forced = 10.0 in weights.values()
    if "progress" in weights and heading.group and (heading.period or period_in(heading.group)):
        weights["progress"] += 0.4  # what stands under a review period is said in it
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
    return _Candidate(heading, held, weights, period, only_period, is_forced)


def _settle_periods(candidates: list[_Candidate]) -> None:
    """What stands under a heading that is nothing but a period."""
    alone = [each for each in candidates if each.only_period]
    for each in alone:
        held = each.held
        if held.rag >= 0.4 or (not held.filled and held.coloured > 0.3):
            each.field = "rag"
        elif held.rag_heads >= 0.2 or (held.rag >= 0.1 and held.prose >= 0.2):
            each.field = BOTH
        elif held.prose >= 0.3 or held.length >= 20:
            each.field = "progress"
        elif held.filled:
            each.field = "other"
    settled = [each.field for each in alone if each.field in ("rag", "progress", BOTH)]
    for each in alone:
        if not each.field:
            each.field = settled[0] if settled else "other"


def _settle_by_words(candidates: list[_Candidate]) -> None:
    """Give every column the field that suits its words and contents best, the surest first."""
    actions = [
        (each.weights.get("action", 0.0) + fit("action", each.held), -index, index)
        for index, each in enumerate(candidates)
        if "action" in each.weights and not each.field
    ]
    action = max(actions)[2] if actions else None
    ranked = []
    for index, each in enumerate(candidates):
        if each.field:
            continue
        for field, weight in each.weights.items():
            score = weight + fit(field, each.held) + place(field, index, action, weight)
            if each.forced or score > _ENOUGH:
                ranked.append((-score, len(each.weights), index, field))
    taken: set[tuple[str, str]] = set()
    for candidate in candidates:
        if candidate.field:
            taken.add((candidate.field, candidate.period.key if candidate.period else ""))
    for _, _, index, field in sorted(ranked):
        each = candidates[index]
        if each.field:
            continue
        field = _by_what_it_holds(field, each)
        slot = (field, each.period.key if each.period and field in ("rag", "progress", BOTH) else "")
        if field in (*_UNIQUE, "due", "rag", "progress", BOTH):
            if slot in taken:
                continue
            taken.add(slot)
        each.field = field


def _by_what_it_holds(field: str, each: _Candidate) -> str:
    held = each.held
    if each.forced or not held.filled:
        return field
    if field == "rag":
        if held.prose >= 0.5 and held.rag + held.rag_heads < 0.1:
            each.why = "because it holds prose and no RAG words"
            return "progress"
        if held.rag_heads >= 0.1 or (held.rag >= 0.1 and held.prose >= 0.15):
            return BOTH
    if field == "progress" and held.rag >= 0.8 and held.rag_colours > 0:
        each.why = "because it holds RAG words"
        return "rag"
    if field == "progress" and held.rag_colours > 0 and held.rag + held.rag_heads >= 0.5:
        return BOTH
    return field


def _settle_shared_headings(candidates: list[_Candidate]) -> None:
    """One heading over two columns: the left one of two labels is the theme, a column of numbers the ref."""
    for left, right in pairwise(candidates):
        if left.heading.text != right.heading.text or not left.heading.text or left.forced:
            continue
        if "recommendation" in (left.field, right.field) and not (left.field and right.field):
            if left.held.refs >= 0.7:
                left.field, right.field = "ref", "recommendation"
            elif not _with_field(candidates, "theme"):
                left.field, right.field = "theme", "recommendation"
            left.why = right.why = "because one heading stands over two columns"
        elif not left.field and left.held.refs >= 0.7 and not _with_field(candidates, "ref"):
            left.field, left.why = "ref", "because it holds short numbers"


def _settle_status(candidates: Sequence[_Candidate]) -> None:
    """A status column is the RAG where nothing else is, and it holds the key's words or colours."""
    if _with_field(candidates, "rag") or _with_field(candidates, BOTH):
        return
    for each in candidates:
        if each.field not in ("", "other") or each.forced or "rag" not in each.weights:
            continue
        held = each.held
        if held.filled and held.rag >= 0.5:
            each.field, each.why = "rag", "because it holds words of the key"
            return
        if not held.filled and held.coloured >= 0.3:
            each.field, each.why = "rag", "because it holds colours of the key"
            return


def _settle_who_by(candidates: Sequence[_Candidate]) -> None:
    """ "Implementation by" may head names as well as dates: what stands under it tells."""
    for each in candidates:
        held = each.held
        if each.forced or "timescale" not in each.weights or held.names <= 0.6 or held.dates >= 0.2:
            continue
        if held.statuses >= 0.3 or held.rag >= 0.3:
            continue
        if normal(each.heading.text).endswith(" by"):
            if not any(other.weights.get("owner", 0.0) >= CERTAIN for other in candidates):
                each.weights, each.why = {"owner": MOSTLY}, "because it holds names"
        elif any(
            other is not each and "timescale" in other.weights and other.held.dates >= 0.5
            for other in candidates
        ):
            each.weights = {field: weight for field, weight in each.weights.items() if field != "timescale"}


def _settle_dates(candidates: list[_Candidate]) -> None:
    """A second column of dates is the due date beside the timescale; a revised date alone is the timescale."""
    timescale = _with_field(candidates, "timescale")
    if timescale is None:
        revised = _with_field(candidates, "revised_due")
        if revised and not revised.forced:
            revised.field = "timescale"
        return
    for each in candidates:
        weight = each.weights.get("timescale", 0.0)
        if each.field or weight < PERHAPS or (weight < CERTAIN and each.held.dates < 0.5):
            continue
        if _with_field(candidates, "due"):
            return
        if _DUE_WORDS.search(each.heading.shown) and each.held.dates >= 0.5:
            each.field = "due"
        elif (
            _DUE_WORDS.search(timescale.heading.shown)
            and not timescale.forced
            and weight >= timescale.weights.get("timescale", 0.0)
        ):
            each.field, timescale.field = "timescale", "due"
        return


def _settle_people(candidates: list[_Candidate]) -> None:
    """A table without an owner takes the next best; a second owner supports the first."""
    if _with_field(candidates, OWNER_MARK):
        return
    if not _with_field(candidates, "owner"):
        likely = [
            each
            for each in candidates
            if each.field in ("", "other")
            and not each.forced
            and "owner" in each.weights
            and each.held.names >= 0.4
        ]
        if likely:
            likely[0].field = "owner"
            likely[0].why = "because no other column names who is responsible"
        return
    for each in candidates:
        if not each.field and each.weights.get("owner", 0.0) >= MOSTLY - 0.1 and each.held.names >= 0.4:
            each.field = "supporting"
            each.why = "because another column already names the owner"


def _settle_by_contents(candidates: list[_Candidate]) -> None:
    """Columns whose heading is blank or unknown, where a field is still wanted."""
    unknown = [
        each
        for each in candidates
        if not each.field and max(each.weights.values(), default=0.0) <= WITHIN and each.held.filled
    ]
    order = {id(each): index for index, each in enumerate(candidates)}

    def take(each: _Candidate, field: str, why: str) -> None:
        each.field = field
        each.why = f"because {why}"
        unknown.remove(each)

    for each in list(unknown):
        held = each.held
        blank = not each.heading.text
        if held.rag >= 0.6 and held.rag_colours > 0 and not _with_field(candidates, "rag"):
            take(each, "rag", "it holds RAG words")
        elif held.refs >= 0.7 and held.real_dates < 0.2 and blank and not _with_field(candidates, "ref"):
            take(each, "ref", "it holds short numbers")
        elif held.dates >= 0.7 and blank and not _with_field(candidates, "timescale"):
            take(each, "timescale", "it holds dates")
        elif held.dates >= 0.7 and not _with_field(candidates, "timescale"):
            take(each, "timescale", "it is the only column of dates")
        elif (
            held.names >= 0.7
            and held.dates < 0.2
            and held.length < 50
            and not _with_field(candidates, "owner")
        ):
            take(each, "owner", "it holds names")
    action = _with_field(candidates, "action")
    if action is None:
        prose = [each for each in unknown if each.held.prose >= 0.5]
        wanted = _with_field(candidates, "recommendation")
        after = [each for each in prose if wanted is None or order[id(each)] > order[id(wanted)]]
        if wanted is None or after:
            longest = max(after or prose, key=lambda each: each.held.length, default=None)
            if longest:
                action = longest
                take(longest, "action", "it holds the sentences that the owners and dates belong to")
    if action is not None and not _with_field(candidates, "recommendation"):
        before = [each for each in unknown if order[id(each)] < order[id(action)] and each.held.prose >= 0.5]
        if before:
            each = before[-1]
            take(each, "recommendation", "it holds sentences and stands before the actions")
            # "Priority 2: Safer streets" as a heading names the section, not the column
            each.is_theme = bool(names_section(each.heading.text))


def _settle_blank_labels(candidates: Sequence[_Candidate]) -> None:
    """A blank heading over labels that stand before all else: the theme."""
    wanted = next((i for i, each in enumerate(candidates) if each.field in ("recommendation", "action")), 0)
    if _with_field(candidates, "theme"):
        return
    for each in candidates[:wanted]:
        held = each.held
        is_label = held.filled and 4 < held.length < 80 and max(held.refs, held.dates, held.numbers) < 0.3
        if not each.field and not each.heading.text and is_label:
            each.field, each.why = "theme", "because it holds labels and stands before the actions"
            return


def _with_field(candidates: Sequence[_Candidate], field: str) -> _Candidate | None:
    return next((each for each in candidates if each.field == field), None)


def is_plan(columns: Sequence[Column]) -> bool:
    """True when there is an action or a recommendation, and an owner or a date."""
    fields = {column.field for column in columns}
    return bool(fields & {"action", "recommendation"}) and bool(
        fields & {"owner", OWNER_MARK, "timescale", "due"}
    )


def with_theme_headings(tables: Sequence[tuple[Column, ...]]) -> list[tuple[Column, ...]]:
    """Where stacked tables differ in the heading of one inferred column, that heading is each table's theme."""
    texts: dict[int, set[str]] = {}
    for columns in tables:
        for column in columns:
            if column.field == "recommendation" and column.why and column.heading.text:
                texts.setdefault(column.heading.first, set()).add(normal(column.heading.text))
    return [
        tuple(
            replace(column, is_theme=True)
            if column.field == "recommendation"
            and column.why
            and column.heading.text
            and len(texts[column.heading.first]) > 1
            else column
            for column in columns
        )
        for columns in tables
    ]
