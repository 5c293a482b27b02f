"""A line of a timescale cut into the words, signs and dates that say when: a small closed grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlplan.values.date_words import ALSO_WORDS, MONTHS, DateSpan, find_dates
from xlplan.values.patterns import compile_late


@dataclass(frozen=True, slots=True)
class Token:
    """A word, phrase, sign or date of a line."""

    name: str
    """What part it plays: date, number, word, or one of the names in `_PHRASES`."""
    text: str
    span: DateSpan | None = None


LINKS = ("to", "and")
"""The tokens that are between two dates that belong together."""

_COUNT = (
    r"(?:\d{1,3}(?:\s?(?:-|to|/)\s?\d{1,3})?|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"eighteen|twenty[- ]four|few)"
)
_SPAN = r"(?:(?:working|school|calendar)\s)?(?:days?|weeks?|wks?|months?|mths?|years?|yrs?|terms?)"
_TIMES = r"(?:bi[- ]?|half[- ]?|six[- ]?|three[- ]?|two[- ]?|\d{1,2}[- ]?|tri)?"
_WITHIN = r"(?:(?:with)?in |over |for )?(?:the )?(?:next |first |following )?"
_SINCE = r"(?: (?:of|from|after|following)(?= [a-z]))?"
_EACH = (
    r"(?:half[- ]?terms?|terms?|years?|months?|weeks?|quarters?|days?|fortnights?|(?:team |board )?meetings?)"
)

_PHRASES: tuple[tuple[str, str], ...] = (
    (
        "recurring",
        rf"(?:each|every|per|once an?|twice an?|(?:\d|three|four|six) times an?) (?:{_COUNT} )?{_EACH}",
    ),
    ("recurring", r"per annum|p\.?a\.?(?!\w)|1/4ly|½ termly"),
    ("recurring", rf"{_TIMES}(?:annual(?:ly)?|yearly|monthly|weekly|quarterly|daily|fortnightly|termly)"),
    (
        "ongoing",
        r"on[- ]?going|continuous(?:ly)?|continual(?:ly)?|continuing|rolling(?: programme)?|throughout the year",
    ),
    (
        "immediate",
        r"immediate(?:ly)?|with immediate effect|a\.?s\.?a\.?p\.?(?!\w)|as soon as (?:possible|practicable)",
    ),
    ("immediate", r"straight ?away|urgent(?:ly)?"),
    ("relative", rf"{_WITHIN}(?<![\d.,\-/]){_COUNT}[\s\-]?{_SPAN}'?(?: time)?{_SINCE}"),
    ("none", r"t\.?b\.?[cad]\.?(?!\w)|to be (?:confirmed|agreed|arranged|determined|decided|advised|set)"),
    ("none", r"n/a|none|unknown|not (?:known|set|applicable|yet (?:known|set|agreed|confirmed))|awaited"),
    ("completed", r"completed?|done|achieved|finished|implemented"),
    ("review", r"(?:next |for |to be )?review(?:ed)?"),
    ("week", r"w/?[cb](?!\w)|(?:week|wk) (?:commencing|beginning|starting)|w/commencing"),
    ("week ending", r"w/e(?!\w)|(?:week|wk) ending"),
    ("part", r"(?:the )?(?:beginning|start|middle) of|mid|early(?: in)?|late(?: in)?"),
    ("end", r"(?:the )?(?:very )?end of|(?:financial )?year[- ]end(?:ing)?|end"),
    ("before", r"before|prior to|ahead of"),
    ("by", r"by|due(?: by| on| date)?|(?:no|not) later than|on or before|deadline|until|till?|up to"),
    ("onwards", r"onwards?|and beyond|thereafter|and after"),
    ("from", r"(?:as )?from|as of|since|w\.?e\.?f\.?(?!\w)|effective(?: from)?"),
    ("from", r"(?:to )?(?:start(?:s|ing|ed)?|commenc(?:e|es|ing|ed)|begin(?:s|ning)?)(?: from| in| on)?"),
    ("between", r"between"),
    ("to", r"to|through|thru"),
    ("to", r"-"),
    ("and", r"and|or|then|plus"),
    ("and", r"[&,/+]"),
    (
        "unsure",
        r"approx(?:imately|\.)?|circa|c\.|around|about|provisional(?:ly)?|estimated|est\.|expected|likely|\?+",
    ),
    ("filler", r"the|of|in|on|at|for|during|throughout|date|dates|timescale|month of|calendar year"),
    (
        "filler",
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|tues|wed|thu|thurs?|fri|sat|sun)\b\.?",
    ),
    ("filler", r"\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m|noon|midday|close of play"),
    # what could change the date, or names one that is not in the calendar
    (
        "hazard",
        r"was|were|original(?:ly)?|previous(?:ly)?|former(?:ly)?|instead|not|unless|if|no longer|cancelled",
    ),
    (
        "hazard",
        r"after|following|within|ago|next|last|this|half|early|late|deferred|postponed|delayed|brought forward",
    ),
    ("hazard", r"easter|christmas|xmas|whitsun|new year|spring|summer|autumn|winter|fy|weekends?|hours?"),
    ("hazard", r"days?|weeks?|wks?|months?|mths?|years?|yrs?|terms?|quarters?|qtr"),
    ("onwards", r"→"),
    ("stop", r"[().\[\]:|]"),
)
_SCANNER = tuple(
    (name, compile_late(rf"(?:{form})(?![a-z])" if re.search("[a-z]", form) else form, re.IGNORECASE))
    for name, form in _PHRASES
)
_WORD = compile_late(r"[a-z][\w'’]*(?:[\-/][a-z][\w']*)*", re.IGNORECASE)
_QUANTITY = compile_late(r"[\d£$#'½¼¾]\S*?(?=[\s,;:()]|$)")


def tokens_of(line: str) -> list[Token]:
    """The line's tokens, without the words that say nothing ("the", "in", "Monday").

    >>> [token.name for token in tokens_of("Strategy agreed by end of June 03")]
    ['word', 'word', 'by', 'end', 'date']
    """
    spans = {span.at: span for span in find_dates(line)}
    tokens: list[Token] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        span = spans.get(at)
        if span is not None:
            token, at = Token("date", line[at : span.stop], span), span.stop
        else:
            token = _next_token(line, at)
            at += len(token.text)
        if token.name != "filler":
            tokens.append(token)
    return tokens


def _next_token(line: str, at: int) -> Token:
    for name, form in _SCANNER:
        match = form.match(line, at)
        if match and match[0]:
            return Token(name, match[0].lower())
    word = _WORD.match(line, at)
    if word:
        # a month without what would make it a date
        is_month = word[0].lower() in MONTHS and word[0] not in ALSO_WORDS
        return Token("unplaced" if is_month else "word", word[0])
    number = _QUANTITY.match(line, at)
    return Token("number", number[0]) if number else Token("stop", line[at])
