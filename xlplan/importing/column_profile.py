"""What a column holds: the shares of dates, names, refs, RAG words and prose among its filled cells."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlplan.values.date_words import MONTH_NAMES
from xlplan.values.hues import rag_hue
from xlplan.values.owner_kinds import TITLES
from xlplan.values.patterns import compile_late
from xlplan.values.rag import Key, split_rag
from xlplan.values.text import BULLETS, clean, fold
from xlplan.workbook.grid import Cell

_DATE_WORD = f"{MONTH_NAMES}|spring|summer|autumn|winter"
_DATE = compile_late(
    rf"\b(?:{_DATE_WORD})\b[\s.,'’-]*(?:term\b\s*)?\d*|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}"
    r"|\b20\d\d(?:\s*[/-]\s*\d\d)?\b|\bq(?:tr|uarter)?\s?[1-4]\b",
    re.I,
)
_DAY = compile_late(
    rf"\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|\d(?:st|nd|rd|th)?[\s-]+(?:{_DATE_WORD})|(?:{_DATE_WORD})\s+\d{{1,2}}(?:st|nd|rd|th|,)",
    re.I,
)
_WHEN = compile_late(
    r"\b(?:on[\s-]?going|immediate(?:ly)?|termly|annual(?:ly)?|monthly|weekly|quarterly|daily|asap|tbc|tba|"
    r"half[\s-]termly|within|months?|weeks?|continuous|as soon as possible|days?|term|year)\b",
    re.I,
)
_BESIDE = compile_late(
    r"\b(?:complete[d]?|achieved|done|in place|end of|by|from|to|until|review|and|start(?:ing)?|then|each|every|"
    r"early|late|mid|of|the|in|n/?a|st|nd|rd|th|st|an?)\b",
    re.I,
)
"""What is beside a time and is none by itself."""
_REF = compile_late(
    r"\(?(?:[A-Za-z]{1,5}[\s./-]?)?\d{1,4}(?:[./-]?[\da-zA-Z]{1,3}){0,4}\)?[.:]?|[A-Za-z][.)]?|[ivx]{1,4}[.)]"
)
_YES_NO = {"yes", "no", "y", "n", "x", "✓", "tick", "n/a", "partially", "partial", "partly"}
_MARKS = {"x", "✓", "✔", "√", "*", "●", "•", "xx", "tick"}
_LEVEL = {"high", "medium", "low", "h", "m", "l", "med", "critical", "essential", "desirable", "urgent"}
_STATUS = {
    "open", "closed", "in progress", "done", "planning", "planned", "on track", "not started", "on hold", "overdue",
    "completed", "complete", "ongoing", "delayed", "outstanding", "implemented", "partially implemented", "cancelled",
    "pending", "on target", "started", "underway", "live", "escalated", "superseded", "off track", "at risk", "behind",
    "solved", "monitoring", "mitigated", "accepted", "to do", "todo", "doing", "not done", "wip",
        "work in progress", "in process", "incomplete", "not complete",
    "active", "inactive", "resolved", "fixed", "blocked", "waiting", "deferred", "new", "assigned", "in review",
        "ready", "finished",
    "open - in progress", "not yet started", "backlog", "rejected", "re-opened", "reopened", "under review", "draft",
    "not implemented", "unresolved", "yet to start", "withdrawn", "verified", "scheduled", "proposed",
}  # fmt: skip
_LIST_MARK = compile_late(rf"^\s*(?:[{BULLETS}-]|o(?=\s))\s*")
_NAME_WORD = compile_late(r"^(?:[A-Z][\w'’.-]*|[A-Z&]{1,6}|of|and|the|for|to|de|van|von)$")
_POST = compile_late(
    r"^[A-Z].*\b(?:manager|lead|leader|officer|director|co-?ordinator|chair|nurse|matron|teacher|headteacher|clerk|"
    r"secretary|advis[eo]r|supervisor|worker|assistant|governor|head)s?$"
)
"""A post that is not written with capitals throughout: "Ward manager"."""
VERB = compile_late(
    r"^\W*(?:\d[\d.a-z]*\s+)?(?:review|develop|ensure|implement|agree|establish|create|identify|provide|monitor|report|"
    r"complete|carry|undertake|produce|set|hold|improve|increase|reduce|train|deliver|recruit|appoint|publish|consult|"
    r"prepare|update|audit|introduce|embed|work|continue|confirm|draft|write|draw|issue|arrange|launch|design|share|"
    r"revise|strengthen|support|commission|engage|explore|refresh|roll|use|make|check|send|meet|plan to|put|start|"
    r"remove|replace|fit|install|repair|mend|clarify|amend|adopt|add|relaunch|conduct|invite|remind|compile|buy|build|extend|secure)\b",
    re.I,
)
"""What an action begins with: "Review ...", "1.2 Agree ..."."""
_PAST = compile_late(
    r"^\W*(?:(?:was|were|has|have|had)\b|(?!need|embed|feed|proceed|seed|speed|shed|breed)[a-z]{2,}ed\b|"
    r"(?:done|built|sent|made|held|put|met|found|written|bought|taken)\b)",
    re.I,
)
_PATH = compile_late(
    r"^(?:https?://|www\.|\\\\|[A-Za-z]:\\|/)\S+$|^\S*[\\/]\S*\.\w{1,5}$|^[\w./\\-]+\.(?:\w{2,5})$"
    r"|^(?:mailto:)?[^\s@]+@[^\s@]+\.\w+$"
)
"""An address of a page, a file or a person: it names where something is, and not what is to be done."""
_PERSON = compile_late(
    rf"(?:(?i:{TITLES})\.?\s+)?"
    r"[A-Z][\w'’.-]*(?:\s+(?:van|von|de|der|[A-Z][\w'’.-]*)){1,3}(?:\s*\([^()]*\))?"
)
_RACI = compile_late(r"[RACISP](?:\s*[/,&+]?\s*[RACISP])*")
_NAME_SPLIT = compile_late(r"[/,;&()\n+]| - ")
_LETTER_OR_DIGIT = compile_late(r"[^\W_]")
_PROSE_LENGTH = 28
_LONGEST_NOTHING = 8
"""No "n/a" is longer, blanks and all; what is longer need not be looked up."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The shares, 0 to 1, of a column's filled cells that look like each kind of thing."""

    filled: int = 0
    rows: int = 0
    dates: float = 0.0
    real_dates: float = 0.0
    vague: float = 0.0
    """Cells that say when without naming a day: "Autumn 2005", "Ongoing", "Dec 03 - March 04". No log is kept so."""
    names: float = 0.0
    refs: float = 0.0
    rag: float = 0.0
    rag_colours: float = 0.0
    """Cells that are Red, Amber or Green, or begin with it."""
    rag_heads: float = 0.0
    """Cells that begin with a RAG word and go on in prose."""
    coloured: float = 0.0
    """Share of all cells with a fill that is plainly red, amber or green, or that the key knows."""
    levels: float = 0.0
    statuses: float = 0.0
    """Cells that are a word for how things stand: one of the key's, or "Done", "Open", "To do"."""
    yes_no: float = 0.0
    raci: float = 0.0
    """Cells that are a letter of a responsibility matrix: "R", "A/C"."""
    people: float = 0.0
    """Cells that are written as a person's name is: "Jo Bell", "Dr A. Day"."""
    past: float = 0.0
    """Texts that begin as what was done does: "Replaced ...", "Has been ..."."""
    paths: float = 0.0
    """Cells that are addresses of files or pages."""
    numbers: float = 0.0
    marks: float = 0.0
    """Ticks and crosses."""
    prose: float = 0.0
    verbs: float = 0.0
    """Texts that begin as actions do: "Review ...", "Agree ..."."""
    length: float = 0.0
    """The mean length of the texts."""
    distinct: float = 0.0


NOTHING = Contents()


def contents(cells: Sequence[Cell], key: Key) -> Contents:
    """Look over a column's cells; blank ones count only in `rows`."""
    filled = [cell for cell in cells if not cell.is_blank]
    if not filled:
        return Contents(rows=len(cells), coloured=_coloured(cells, key))
    texts = [clean(cell.shown) for cell in filled]
    real_dates = [isinstance(cell.value, dt.date) for cell in filled]
    said = Counter(texts)  # what is in many cells is judged once
    is_date = {text: looks_like_date(text) for text in said}
    folded = {text: fold(text) for text in said}
    words = {text: key.word(text) for text in said}
    splits = {text: split_rag(text, key) for text in said}

    def share(judge: Callable[[str], object]) -> float:
        return sum(number for text, number in said.items() if judge(text)) / len(filled)

    return Contents(
        filled=len(filled),
        rows=len(cells),
        dates=sum(real or is_date[text] for real, text in zip(real_dates, texts, strict=True)) / len(filled),
        real_dates=sum(real_dates) / len(filled),
        vague=share(lambda text: is_date[text] and not _DAY.search(text)),
        names=share(looks_like_names),
        refs=share(looks_like_ref),
        rag=share(lambda text: words[text] is not None),
        rag_colours=share(lambda text: splits[text][0] in ("Red", "Amber", "Green")),
        rag_heads=share(lambda text: all(splits[text])),
        coloured=_coloured(cells, key),
        levels=share(lambda text: folded[text] in _LEVEL or folded[text] in _YES_NO),
        statuses=share(lambda text: folded[text].rstrip(".") in _STATUS or words[text] is not None),
        yes_no=share(lambda text: folded[text] in _YES_NO),
        raci=share(_RACI.fullmatch),
        people=share(looks_like_a_person),
        past=share(_PAST.match),
        paths=share(_PATH.match),
        marks=share(lambda text: folded[text] in _MARKS),
        numbers=sum(_is_number(cell) for cell in filled) / len(filled),
        verbs=share(lambda text: VERB.match(text) and len(text.split()) > 1),
        prose=share(lambda text: len(text) >= _PROSE_LENGTH and not is_date[text]),
        length=sum(len(text) for text in texts) / len(texts),
        distinct=len(said) / len(texts),
    )


def _coloured(cells: Sequence[Cell], key: Key) -> float:
    fills = [cell.fill for cell in cells if cell.fill]
    known = sum(1 for fill in fills if rag_hue(fill) or key.word_of_colour(fill))
    return known / len(cells) if cells else 0.0


def looks_like_date(text: str) -> bool:
    """True when a text says a time and little else: "Autumn 2005", "Ongoing", "31/10/14 March 2015"."""
    rest, dates = _DATE.subn(" ", text)
    rest, words = _WHEN.subn(" ", rest)
    rest = _BESIDE.sub(" ", rest)
    left = re.findall(r"[^\W\d_]{2,}", rest)
    return bool(dates or words) and len(left) <= dates and len(text) < 400


def looks_like_ref(text: str) -> bool:
    """True for "1", "2.10", "1.a.4", "A3", "REF-012", "(iv)"."""
    return len(text) <= 14 and bool(_REF.fullmatch(text))


def looks_like_names(text: str) -> bool:
    """True for people, posts and initials: "Jo Bell / Ann Day", "HF (HC/JM)", "Head of Service"."""
    if len(text) > 160 or re.search(r"\d{2,}", text) or _DATE.fullmatch(text):
        return False
    pieces = [piece.strip(" .") for piece in _NAME_SPLIT.split(text) if piece.strip(" .")]
    words = [word.strip(".,:") for piece in pieces for word in piece.split()]
    words = [word for word in words if word]
    if not words or any(len(piece.split()) > 7 for piece in pieces):
        return False
    if all(len(piece.split()) <= 4 and _POST.match(piece) for piece in pieces):
        return True
    return sum(bool(_NAME_WORD.match(word)) for word in words) >= 0.75 * len(words)


def looks_like_a_person(text: str) -> bool:
    """True for what may be one or more people's names, each of two words or more: "Jo Bell", "Jo Bell / Ann Day"."""
    pieces = [piece.strip(" .") for piece in re.split(r"[/,;&\n+]| and ", text) if piece.strip(" .")]
    return 0 < len(pieces) <= 4 and len(text) <= 80 and all(_PERSON.fullmatch(piece) for piece in pieces)


def looks_like_prose(text: str) -> bool:
    """True for a text of a sentence's length that is no date and no list of names."""
    return len(text) >= _PROSE_LENGTH and not looks_like_date(text)


def looks_like_heading(text: str) -> bool:
    """True for a short label: no list, no sentence."""
    return (
        len(text) <= 60 and len(text.split()) <= 8 and not _LIST_MARK.match(text) and not text.endswith(".")
    )


def says_nothing(text: str) -> bool:
    """True for a dash, a dot, "n/a": filled, and yet no word."""
    if len(text) <= _LONGEST_NOTHING:
        return _is_nothing(text)
    return not (text[:1].isalnum() or _LETTER_OR_DIGIT.search(text))


@lru_cache(maxsize=4096)
def _is_nothing(text: str) -> bool:
    return not _LETTER_OR_DIGIT.search(text) or fold(text) in ("n/a", "na", "nil")


def _is_number(cell: Cell) -> bool:
    if isinstance(cell.value, bool):
        return False
    return isinstance(cell.value, int | float) or bool(
        re.fullmatch(r"[£$€]?\s?-?[\d,]+(?:\.\d+)?\s?[%kKmM]?", clean(cell.shown))
    )
