"""Classify a table's columns, one kind of doubt after another: periods, words, dates, people, contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from xlplan.importing.candidates import OWNER_MARK, Candidate, with_field
from xlplan.importing.field_fit import content_fit, position_fit
from xlplan.importing.heading_words import BOTH, CERTAIN, MOSTLY, PERHAPS, WITHIN, normal
from xlplan.importing.section_rows import names_section
from xlplan.values.patterns import compile_late

_UNIQUE = (
    "theme", "recommendation", "ref", "report_ref", "action", "owner", "timescale", "revised_due",
    "success_criteria", "notes",
)  # fmt: skip
_DATE = compile_late(r"dates?\b|timing\b", re.I)
_CALENDAR = 6
"""So many columns under nothing but times, with next to nothing in them, are a calendar and no review periods."""
_SHORTEST_WORK = 8
_ENOUGH = 0.5
"""A heading whose likeness to a field, contents considered, stays below this is the council's own."""
_DONE = compile_late(
    r"^(?:is )?(?:it )?(?:done|finished|completed?|closed|implemented|achieved|resolved|fixed)(?: y n| yes no)?$"
)
REGISTER_WORDS = compile_late(
    r"^(?:risk|threat)$|\b(?:likelihood|probability|inherent|residual|severity|consequence"
    r"|risk (?:score|rating|level|id|no|ref|owner|category)|impact|mitigat\w*|raid|proximity)\b"
)
"""Two of these make a table a register of risks."""
_OF_A_RISK = compile_late(
    r"^(?:(?:risk|potential|business|residual|inherent|target|current|overall|gross|net|pre|post|initial|final)\s)*"
    r"(?:impact|consequence|effect|likelihood|probability|severity|proximity|exposure|score|rating|level|prob|cause|trigger)"
    r"(?:\s(?:\d.*|score|rating|level|description|value|i|l|p|s|before|after|analysi|cost|schedule))*$"
)
_PLAIN = compile_late(r"description|summary|detail|title|name|item|statement|issue summary")
"""In a register these head what is threatened or wrong, where another column says what is done about it."""
_ISSUE = compile_late(
    r"\b(?:issue|bug|defect|ticket|problem|snag|finding|observation|weakness|vulnerabilit\w*|gap|concern|nonconform\w*|"
    r"deficienc\w*|complaint|query|request|need)\b"
)
_RISK = compile_late(r"\b(?:risk|threat|hazard)\b")
_RECOMMENDED = compile_late(r"\brecommend\w*\b")
_DUE_WORDS = compile_late(
    r"\b(?:due|deadline|target|completion|complete|by when|end date|finish|implementation)\b", re.I
)


def classify_periods(candidates: list[Candidate]) -> None:
    """Classify the columns under a heading that is nothing but a period."""
    alone = [each for each in candidates if each.only_period]
    if len(alone) >= _CALENDAR and not any(each.held.rag_heads + each.held.prose >= 0.3 for each in alone):
        words = sum(each.held.filled * (each.held.rag >= 0.4) for each in alone)
        if not words or sum(each.held.filled for each in alone) < 0.25 * sum(
            each.held.rows for each in alone
        ):
            for each in alone:
                each.field = "other"  # a calendar, on which bars are drawn
            return
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
        (each.weights.get("action", 0.0) + content_fit("action", each.held), -index, index)
        for index, each in enumerate(candidates)
        if "action" in each.weights and not each.field
    ]
    action = max(actions)[2] if actions else None
    ranked = []
    for index, each in enumerate(candidates):
        if each.field:
            continue
        for field, weight in each.weights.items():
            where = 0.0 if each.forced else position_fit(field, index, action)
            score = weight + content_fit(field, each.held) + where
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
        if not each.why and each.how in ("part", "likeness") and not each.forced and field != "other":
            each.why = each.how


def _by_what_it_holds(field: str, each: Candidate) -> str:
    held = each.held
    if each.forced or not held.filled:
        return field
    if field == "rag":
        if held.prose >= 0.5 and held.rag + held.rag_heads < 0.1:
            each.why = "prose"
            return "progress"
        if held.rag_heads >= 0.1 or (held.rag >= 0.1 and held.prose >= 0.15):
            return BOTH
    if field == "progress" and held.rag >= 0.8 and held.rag_colours > 0:
        each.why = "rag words"
        return "rag"
    if field == "progress" and held.rag_colours > 0 and held.rag + held.rag_heads >= 0.5:
        return BOTH
    if field == "progress" and held.statuses >= 0.8 and held.filled >= 2:
        each.why = "status words"
        return "rag"
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
            left.why = right.why = "one heading"
        elif not left.field and left.held.refs >= 0.7 and not with_field(candidates, "ref"):
            left.field, left.why = "ref", "numbers"


def classify_status(candidates: Sequence[Candidate]) -> None:
    """A status column is the RAG where nothing else is, and it holds words for how things stand or colours."""
    if with_field(candidates, "rag") or with_field(candidates, BOTH):
        return
    for each in candidates:
        if each.field not in ("", "other") or each.forced:
            continue
        held = each.held
        if "rag" in each.weights and held.filled and held.statuses >= 0.5:
            each.field, each.why = "rag", "status words"
            return
        if _DONE.search(normal(each.heading.text)) and held.filled and held.statuses + held.yes_no >= 0.6:
            each.field, each.why = "rag", "yes or no" if held.yes_no >= 0.5 else "status words"
            return
        if "rag" in each.weights and not held.filled and held.coloured >= 0.3:
            each.field, each.why = "rag", "colours"
            return


def classify_registers(candidates: Sequence[Candidate]) -> None:
    """In a register of risks, likelihood and impact are the council's own, and so is what a risk comes from."""
    if sum(bool(REGISTER_WORDS.search(normal(each.heading.shown))) for each in candidates) < 2:
        return
    has_response = any(
        each.weights.get("action", 0.0) >= WITHIN and not _PLAIN.fullmatch(normal(each.heading.text))
        for each in candidates
    )
    for each in candidates:
        if not each.forced and has_response and _PLAIN.fullmatch(normal(each.heading.text)):
            each.weights = {"recommendation": MOSTLY}
        if not each.forced and _OF_A_RISK.search(normal(each.heading.text)):
            each.weights = {"other": CERTAIN}


def classify_issues(candidates: Sequence[Candidate]) -> None:
    """Where nothing says what is done about an issue, the issue itself is what is to be done."""
    if with_field(candidates, "action"):
        return
    wanted = with_field(candidates, "recommendation")
    if wanted is None:
        perhaps = [
            each for each in candidates if "action" in each.weights and _may_be_work(each) and not each.forced
        ]
        if perhaps:
            likeliest = max(perhaps, key=_work)
            likeliest.field, likeliest.why = "action", "part"
        return
    if wanted.forced:
        return
    found = next(
        (
            each
            for each in candidates
            if each is not wanted
            and each.field in ("", "other")
            and not each.forced
            and each.weights.get("recommendation", 0.0) >= MOSTLY
            and each.held.length >= 10
        ),
        None,
    )
    if found and _RECOMMENDED.search(normal(wanted.heading.text)):
        wanted.field, wanted.why = "action", "recommended"
        found.field, found.why = "recommendation", "found"
    elif _ISSUE.search(normal(wanted.heading.text)) and not _RISK.search(normal(wanted.heading.text)):
        wanted.field, wanted.why = "action", "issue"


def classify_who_by(candidates: Sequence[Candidate]) -> None:
    """ "Implementation by" may head names as well as dates: what is under it tells."""
    for each in candidates:
        held = each.held
        if each.forced or "timescale" not in each.weights or held.names <= 0.6 or held.dates >= 0.2:
            continue
        if held.statuses >= 0.3 or held.rag >= 0.3:
            continue
        if normal(each.heading.text).endswith(" by"):
            if not any(other.weights.get("owner", 0.0) >= CERTAIN for other in candidates):
                each.weights, each.why = {"owner": MOSTLY}, "names"
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
            each.field, each.why = "due", each.how if each.how in ("part", "likeness") else ""
        elif (
            _DUE_WORDS.search(timescale.heading.shown)
            and not timescale.forced
            and weight >= timescale.weights.get("timescale", 0.0)
        ):
            each.field, timescale.field = "timescale", "due"
        return


def classify_people(candidates: list[Candidate]) -> None:
    """A second column that says who is to do it, and holds people, names those who support the first."""
    if with_field(candidates, OWNER_MARK) or not with_field(candidates, "owner"):
        return
    for each in candidates:
        if not each.field and each.weights.get("owner", 0.0) >= MOSTLY - 0.1 and each.held.names >= 0.4:
            each.field, each.why = "supporting", "second owner"


def classify_by_contents(candidates: list[Candidate]) -> None:
    """Columns whose heading is blank or unknown, where what they hold leaves no doubt.

    Dates and people under an unknown heading are left alone: the day may be past, and the person may only have asked.
    """
    unknown = [
        each
        for each in candidates
        if not each.field and max(each.weights.values(), default=0.0) <= WITHIN and each.held.filled
    ]
    order = {id(each): index for index, each in enumerate(candidates)}

    def take(each: Candidate, field: str, why: str) -> None:
        each.field = field
        each.why = why
        unknown.remove(each)

    for each in list(unknown):
        held = each.held
        blank = not each.heading.text
        if held.rag >= 0.6 and held.rag_colours > 0 and not with_field(candidates, "rag"):
            take(each, "rag", "rag words")
        elif blank and held.refs >= 0.7 and held.real_dates < 0.2 and not with_field(candidates, "ref"):
            take(each, "ref", "numbers")
        elif blank and held.dates >= 0.7 and not _any_dates(candidates):
            take(each, "timescale", "dates")
        elif held.vague >= 0.4 and _DATE.match(each.heading.text) and not _any_dates(candidates):
            take(each, "timescale", "vague dates")
        elif blank and held.people >= 0.6 and held.length < 50 and not _any_people(candidates):
            take(each, "owner", "names")
    action = with_field(candidates, "action")
    wanted = with_field(candidates, "recommendation")
    if action is None:
        after = [each for each in unknown if wanted is None or order[id(each)] > order[id(wanted)]]
        likely = [each for each in (after or ([] if wanted else unknown)) if _may_be_work(each)]
        if likely:
            action = max(likely, key=_work)
            take(
                action,
                "action",
                "sentences" if action.held.prose >= 0.5 or action.held.verbs >= 0.4 else "texts",
            )
    if action is not None and not with_field(candidates, "recommendation"):
        before = [
            each
            for each in unknown
            if order[id(each)] < order[id(action)] and each.held.prose >= 0.5 and not each.held.paths
        ]
        if before:
            each = before[-1]
            take(each, "recommendation", "sentences before")
            # "Priority 2: Safer streets" as a heading names the section, not the column
            each.is_theme = bool(names_section(each.heading.text))


def _any_dates(candidates: Sequence[Candidate]) -> bool:
    return any(
        each.held.dates >= 0.5 and each.field in ("timescale", "due", "revised_due") for each in candidates
    )


def _any_people(candidates: Sequence[Candidate]) -> bool:
    return any(
        each.field in ("owner", OWNER_MARK) or (each.heading.text and each.held.people >= 0.5)
        for each in candidates
    )


def _may_be_work(each: Candidate) -> bool:
    """True for a column that may say what is to be done: texts that differ from row to row."""
    held = each.held
    return (
        each.weights.get("other", 0.0) < WITHIN
        and each.field not in ("owner", "supporting", "timescale", "due", "rag", "progress", BOTH)
        and not _RISK.search(normal(each.heading.text))
        and held.length >= _SHORTEST_WORK
        and held.distinct >= 0.6
        and held.people < 0.6
        and max(held.dates, held.numbers, held.refs, held.statuses, held.paths, held.yes_no) < 0.4
    )


def _work(each: Candidate) -> float:
    """How much a column looks like one of actions: instructions before other sentences, and these before labels."""
    held = each.held
    return held.verbs + 0.6 * held.prose + 0.3 * min(held.length, 60) / 60 - 0.8 * held.past


def classify_blank_labels(candidates: Sequence[Candidate]) -> None:
    """A blank heading over labels that are before all else: the theme."""
    wanted = next((i for i, each in enumerate(candidates) if each.field in ("recommendation", "action")), 0)
    if with_field(candidates, "theme"):
        return
    for each in candidates[:wanted]:
        held = each.held
        is_label = held.filled and 4 < held.length < 80 and max(held.refs, held.dates, held.numbers) < 0.3
        if not each.field and not each.heading.text and is_label:
            each.field, each.why = "theme", "labels"
            return
