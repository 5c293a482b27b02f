"""What the columns of a table are, one kind of doubt after another: periods, words, dates, people, contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from xlplan.importing.candidates import OWNER_MARK, Candidate, with_field
from xlplan.importing.heading_words import BOTH, CERTAIN, MOSTLY, PERHAPS, WITHIN, normal
from xlplan.importing.section_rows import names_section
from xlplan.importing.suiting import fit, place

_UNIQUE = (
    "theme", "recommendation", "ref", "report_ref", "action", "owner", "timescale", "revised_due",
    "success_criteria", "notes",
)  # fmt: skip
_ENOUGH = 0.5
"""A heading whose likeness to a field, contents considered, stays below this is the council's own."""
_DUE_WORDS = re.compile(
    r"\b(?:due|deadline|target|completion|complete|by when|end date|finish|implementation)\b", re.I
)


def classify_periods(candidates: list[Candidate]) -> None:
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


def classify_by_words(candidates: list[Candidate]) -> None:
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


def _by_what_it_holds(field: str, each: Candidate) -> str:
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


def classify_shared_headings(candidates: list[Candidate]) -> None:
    """One heading over two columns: the left one of two labels is the theme, a column of numbers the ref."""
    for left, right in pairwise(candidates):
        if left.heading.text != right.heading.text or not left.heading.text or left.forced:
            continue
        if "recommendation" in (left.field, right.field) and not (left.field and right.field):
            if left.held.refs >= 0.7:
                left.field, right.field = "ref", "recommendation"
            elif not with_field(candidates, "theme"):
                left.field, right.field = "theme", "recommendation"
            left.why = right.why = "because one heading stands over two columns"
        elif not left.field and left.held.refs >= 0.7 and not with_field(candidates, "ref"):
            left.field, left.why = "ref", "because it holds short numbers"


def classify_status(candidates: Sequence[Candidate]) -> None:
    """A status column is the RAG where nothing else is, and it holds the key's words or colours."""
    if with_field(candidates, "rag") or with_field(candidates, BOTH):
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


def classify_who_by(candidates: Sequence[Candidate]) -> None:
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


def classify_dates(candidates: list[Candidate]) -> None:
    """A second column of dates is the due date beside the timescale; a revised date alone is the timescale."""
    timescale = with_field(candidates, "timescale")
    if timescale is None:
        revised = with_field(candidates, "revised_due")
        if revised and not revised.forced:
            revised.field = "timescale"
        return
    for each in candidates:
        weight = each.weights.get("timescale", 0.0)
        if each.field or weight < PERHAPS or (weight < CERTAIN and each.held.dates < 0.5):
            continue
        if with_field(candidates, "due"):
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


def classify_people(candidates: list[Candidate]) -> None:
    """A table without an owner takes the next best; a second owner supports the first."""
    if with_field(candidates, OWNER_MARK):
        return
    if not with_field(candidates, "owner"):
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


def classify_by_contents(candidates: list[Candidate]) -> None:
    """Columns whose heading is blank or unknown, where a field is still wanted."""
    unknown = [
        each
        for each in candidates
        if not each.field and max(each.weights.values(), default=0.0) <= WITHIN and each.held.filled
    ]
    order = {id(each): index for index, each in enumerate(candidates)}

    def take(each: Candidate, field: str, why: str) -> None:
        each.field = field
        each.why = f"because {why}"
        unknown.remove(each)

    for each in list(unknown):
        held = each.held
        blank = not each.heading.text
        if held.rag >= 0.6 and held.rag_colours > 0 and not with_field(candidates, "rag"):
            take(each, "rag", "it holds RAG words")
        elif held.refs >= 0.7 and held.real_dates < 0.2 and blank and not with_field(candidates, "ref"):
            take(each, "ref", "it holds short numbers")
        elif held.dates >= 0.7 and blank and not with_field(candidates, "timescale"):
            take(each, "timescale", "it holds dates")
        elif held.dates >= 0.7 and not with_field(candidates, "timescale"):
            take(each, "timescale", "it is the only column of dates")
        elif (
            held.names >= 0.7
            and held.dates < 0.2
            and held.length < 50
            and not with_field(candidates, "owner")
        ):
            take(each, "owner", "it holds names")
    action = with_field(candidates, "action")
    if action is None:
        prose = [each for each in unknown if each.held.prose >= 0.5 or each.held.verbs >= 0.5]
        wanted = with_field(candidates, "recommendation")
        after = [each for each in prose if wanted is None or order[id(each)] > order[id(wanted)]]
        if wanted is None or after:
            likeliest = max(
                after or prose, key=lambda each: (each.held.verbs >= 0.5, each.held.length), default=None
            )
            if likeliest:
                action = likeliest
                take(likeliest, "action", "it holds the sentences that the owners and dates belong to")
    if action is not None and not with_field(candidates, "recommendation"):
        before = [each for each in unknown if order[id(each)] < order[id(action)] and each.held.prose >= 0.5]
        if before:
            each = before[-1]
            take(each, "recommendation", "it holds sentences and stands before the actions")
            # "Priority 2: Safer streets" as a heading names the section, not the column
            each.is_theme = bool(names_section(each.heading.text))


def classify_blank_labels(candidates: Sequence[Candidate]) -> None:
    """A blank heading over labels that stand before all else: the theme."""
    wanted = next((i for i, each in enumerate(candidates) if each.field in ("recommendation", "action")), 0)
    if with_field(candidates, "theme"):
        return
    for each in candidates[:wanted]:
        held = each.held
        is_label = held.filled and 4 < held.length < 80 and max(held.refs, held.dates, held.numbers) < 0.3
        if not each.field and not each.heading.text and is_label:
            each.field, each.why = "theme", "because it holds labels and stands before the actions"
            return
