"""How a council's own numbering and labels are read off the text that they are in."""

from __future__ import annotations

import re

from xlplan.values.patterns import compile_late
from xlplan.values.text import clean, level

_LABELS = {
    "recommendation": (
        "recommendation", "recommendations", "area for improvement", "areas for improvement",
        "area for development", "areas for development", "priority action", "priority for action", "issue raised",
        "key issue", "issue", "improvement required", "required improvement", "finding", "requirement",
    ),
    "theme": (
        "theme", "plan", "section", "judgement area", "judgement", "key judgement", "area of judgement",
        "workstream", "work stream", "strand", "chapter", "priority area", "objective", "strategic objective",
        "outcome area", "part",
    ),
}  # fmt: skip
"""The words that a title line may begin with, by the field that they announce."""

_INSPECTORATES = (
    "ofsted",
    "cqc",
    "hmi",
    "hmcp",
    "estyn",
    "care inspectorate",
    "ssi",
    "csci",
    "audit commission",
)
_ADJECTIVES = ("key", "main", "overall", "additional", "further", *_INSPECTORATES)
_REPORT_LABELS = (*_LABELS["recommendation"], "rec", "afi", *_INSPECTORATES)
"""What a recommendation's number may follow: "Ofsted 5.3 ...", "Recommendation 4: ..."."""

_ACTION_LABELS = ("action", "key action", "task", "key task", "item", "step", "no", "ref")


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True))


_NUMBER = r"[A-Z]{0,3}\d{1,3}(?:\.(?:\d{1,3}|[a-z]|[ivx]{2,4}))*[a-z]?(?:\([a-z]{1,3}\))*"
"""1, 1.a.1, 2.10, 1a, A1, 3(b): at most three digits in a row, so that no year is a number."""

_BRACKETED = compile_late(rf"\(({_NUMBER}|[a-z]|[ivx]{{1,4}})\)\s*[.:]?\s*(?=\S)")
_CLOSED = compile_late(rf"({_NUMBER}|[a-z]|[ivx]{{1,4}})\)\s*(?=\S)")
_CAPITAL = r"(?=[A-Z\"'•(\[])"
"""What an action begins with. It keeps "3 - 5 year olds" and "2.5 posts" from being read as numbered."""
_POINTED = compile_late(rf"({_NUMBER})(?:\.\s*|:\s+|\s*\n\s*|\t\s*|\s+-\s+){_CAPITAL}")
_HIERARCHICAL = compile_late(
    r"([A-Z]{0,3}\d{1,3}(?:\.\d{1,3})*\.[a-z](?:\.\w{1,3})*)[.:]?\s+(?=\S)"
    rf"|([A-Z]{{0,3}}\d{{1,3}}(?:\.\d{{1,3}})+[a-z]?|\d{{1,3}}[a-h](?:\([ivx]+\))?)\s+{_CAPITAL}"
)
_LABELLED = compile_late(rf"(?i:{_any_of(_ACTION_LABELS)})\.?\s*({_NUMBER})\s*(?:[:.)](?!\d)|\s-)\s*(?=\S)")

_REPORT_NUMBER = compile_late(
    rf"(?i:(?:(?:{_any_of(_ADJECTIVES)})\s+)*(?:{_any_of(_REPORT_LABELS)})\.?\s*(?:no\.?|number)?)"
    rf"\s*\(?({_NUMBER})\)?(?:\s*[:.)](?!\d)|\s+-|\s+{_CAPITAL}|\s*$)"
)
_NUMBER_AT_END = compile_late(r"\((\d{1,3}(?:\.\d{1,3})*[a-z]?)\)\s*\.?$")

_LABEL = compile_late(
    rf"(?i:(?:(?:{_any_of(_ADJECTIVES)})\s+)*"
    rf"(?:(?P<recommendation>{_any_of(_LABELS['recommendation'])})|(?P<theme>{_any_of(_LABELS['theme'])})))"
    rf"(?:\s*(?:(?i:no)\.?\s*)?(?P<number>{_NUMBER}|\b[A-Z]\b|\b[IVX]+\b)(?:\s*[:.)-]|\s*$|\s)"
    r"|\s*:\s*|\s+-\s*|-\s+)"
)


def split_ref(text: str) -> tuple[str, str]:
    """The council's number at the head of an action, and the action without it.

    A number is split off only when it can be nothing else: "2 posts to be filled", "17/9/14 meeting", "3. Do this"
    with a "4. Do that" below it are left whole.

    Returns:
        The number without its brackets and closing point ("" when there is none), and the text.

    >>> split_ref("1.a.1 Undertake a review")
    ('1.a.1', 'Undertake a review')
    >>> split_ref("(3) Recruit"), split_ref("2 posts to be filled")
    (('3', 'Recruit'), ('', '2 posts to be filled'))
    """
    text = clean(text)
    plain = level(text)
    for form in (_BRACKETED, _CLOSED, _HIERARCHICAL, _POINTED, _LABELLED):
        match = form.match(plain)
        if match and not _is_list(form, plain, match.end()):
            return next(group for group in match.groups() if group), text[match.end() :]
    return "", text


def ref_in_label(text: str) -> str:
    """The number that a recommendation's text carries, at its head or in brackets at its end; "" when there is none.

    >>> ref_in_label("Ofsted 1a. Make sure that policies are checked"), ref_in_label("Subject to both (1)")
    ('1a', '1')
    >>> ref_in_label("Set for the coming year (2005)"), ref_in_label("Not sufficient (para 48)")
    ('', '')
    """
    plain = level(text)
    match = _REPORT_NUMBER.match(plain)
    if match:
        return match[1]
    ref, _ = split_ref(plain)
    if ref:
        return ref
    match = _NUMBER_AT_END.search(plain)
    return match[1] if match else ""


def split_label(text: str) -> tuple[str, str]:
    """What a title line announces, and the title without its label.

    A label with a number stays: the number is the council's and is nowhere else.

    Returns:
        "recommendation", "theme" or "" when the line begins with no label; and the title.

    >>> split_label("Ofsted Key Recommendation: Decision Making: improve it")
    ('recommendation', 'Decision Making: improve it')
    >>> split_label("Plan 3"), split_label("Planning for schools")
    (('theme', 'Plan 3'), ('', 'Planning for schools'))
    """
    text = clean(text)
    match = _LABEL.match(level(text))
    if not match:
        return "", text
    field = "recommendation" if match["recommendation"] else "theme"
    title = text[match.end() :].strip()
    return field, text if match["number"] or not title else title


def _is_list(form: re.Pattern[str], plain: str, end: int) -> bool:
    """True when a later line begins with a number of the same form: then the cell holds several actions."""
    return any(form.match(line.strip()) for line in plain[end:].split("\n")[1:])
