"""Rows that are no actions but are over some: section bands inside a table, title lines above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlplan.importing.column_profile import looks_like_date
from xlplan.importing.heading_words import PERHAPS, meanings
from xlplan.importing.period_labels import period_in
from xlplan.values.patterns import compile_late
from xlplan.values.refs import split_label
from xlplan.values.text import clean, fold
from xlplan.workbook.grid import Place

_NOTE = compile_late(
    r"^(?:(?:signed|signature|sign(?:ed)? off|approved by|agreed by|prepared by|completed by|printed|please|copyright|"
    r"last updated|for (?:further|more)|end of (?:plan|document|table)|(?:sub-?|grand )?totals?)\b|\*|©|v\d|page \d|"
    r"(?:date|notes?|n\.?b\.?|key|legend|source|version|updated|draft|author|contact|status|document owner|"
    r"review date|next review)\s*(?:[:.\-–]|\d|$))",
    re.I,
)
_DOCUMENT = compile_late(
    r"\b(?:action|improvement|development|delivery|implementation|service|business|recovery) (?:action )?plan\b|"
    r"\bplan 20\d\d|\baction (?:log|tracker)|\btracker\b|\bprogress (?:report|with|against)|\bupdate report|"
    r"\bannex\b|\bappendix\b|\bversion\b|\bdraft\b|\bcouncil\b|\bconfidential\b|\binspection of\b|\bofficial\b|"
    r"\breport of\b|\bprepared\b|\bposition (?:as )?at\b|\bas at\b|\blast updated\b|\bupdated\b|\bowner:|\bauthor\b",
    re.I,
)
_NUMBERED = compile_late(
    r"^\s*(?:(?:section|theme|part|priority|objective|area|aim|goal|strand|workstream|standard|outcome|plan|key)\s+)?"
    r"(?P<number>[A-Z]|\d{1,2}|[IVX]{1,4})\s*(?:[.):–—-]\s*|\s+)(?=\S)",
    re.I,
)
_NUMBERED_SECTION = compile_late(
    r"^(?:(?:strategic|key|corporate)\s+)?(?:priority|aim|goal|outcome|standard|pillar|phase|stage|work package|domain)"
    r"\s*(?:no\.?\s*)?(?:\d{1,2}|[A-Z])\b",
    re.I,
)
_LONGEST_LABEL = 6
_LONGEST_TITLE = 400


@dataclass
class Band:
    """A row over the actions that follow it."""

    text: str
    row: int
    places: tuple[Place, ...]
    look: tuple[object, ...]
    """Bands of one level look alike: the same column, fill, merge and numbering."""
    field: str = ""
    """"theme" or "recommendation" when its own words tell which."""
    is_used: bool = False


@dataclass
class SectionStack:
    """The bands over the current row, the outermost first."""

    bands: list[Band] = field(default_factory=list)
    last_was_band: bool = False

    def add_band(self, band: Band) -> None:
        """Put a band in the place of the last one that looks like it, or under the one just before."""
        for index, known in enumerate(self.bands):
            if known.look == band.look:
                if self.last_was_band and index == len(self.bands) - 1 and known.field != band.field:
                    break
                del self.bands[index:]
                break
        else:
            if not self.last_was_band:
                if band.field == "recommendation":
                    self.bands = [each for each in self.bands if each.field != "recommendation"]
                else:
                    self.bands = []
        self.bands.append(band)
        self.last_was_band = True

    def add_action(self) -> None:
        """Note a row that is an action: the next band is not one under the last."""
        self.last_was_band = False

    def themes_and_recommendations(self, has_recommendations: bool) -> tuple[list[Band], list[Band]]:
        """Tell the bands that give the theme from those that give the recommendation.

        Args:
            has_recommendations: True when a column or a title gives the recommendation.
        """
        themes = [band for band in self.bands if band.field != "recommendation"]
        recommendations = [band for band in self.bands if band.field == "recommendation"]
        if not recommendations and not has_recommendations and len(themes) > 1 and not themes[-1].field:
            recommendations = [themes.pop()]
        return themes, recommendations


def is_note(text: str) -> bool:
    """True for what is under a table and is not part of it: "Signed", "Note:", "DRAFT", "Total"."""
    return bool(_NOTE.match(clean(text)))


def number_of(text: str) -> str:
    """The kind of number that a section's label begins with: "1" for digits, "A" for a letter, "" for none."""
    match = _NUMBERED.match(clean(text))
    if not match:
        return ""
    return "1" if match["number"].isdigit() else "A"


def band_text(parts: Sequence[str]) -> str:
    """A band's number and words in one: "1." and "Leadership" are "1. Leadership"."""
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Titles:
    """The theme, recommendation and fields that the lines above a table give it."""

    theme: str = ""
    recommendation: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What labelled lines say of all its actions ("Lead: ..."), for fields that have no column of their own."""
    used: tuple[int, ...] = ()
    """The rows that were used."""


def announced(text: str) -> tuple[str, str]:
    """Read a line's label, "Issue: ...", "Priority 2: ...", "Lead: ...", and the line without it.

    Returns:
        "theme", "recommendation", another field's name for a line that is no title, or "" for a line without a label.
    """
    says, title = split_label(text)
    if says:
        return says, title
    if _NUMBERED_SECTION.match(clean(text)):
        return "theme", clean(text)
    label, colon, rest = clean(text).partition(":")
    if not colon or not rest.strip() or len(label.split()) > _LONGEST_LABEL:
        return "", clean(text)
    weights = meanings(label)
    field = max(weights, key=lambda each: weights[each], default="")
    return (field, rest.strip()) if weights.get(field, 0.0) >= PERHAPS else ("", clean(text))


def names_section(text: str) -> bool:
    """True when a text numbers or announces a section: "2. Safer streets", "Priority 2: Safer streets".

    >>> names_section("3. Help families early"), names_section("What did the inspectors say?")
    (True, False)
    """
    return announced(text)[0] == "theme" or (bool(_NUMBERED.match(clean(text))) and len(text.split()) > 2)


def read_titles(lines: Sequence[tuple[int, str]], plain_lines: int, wanted: Sequence[str] = ()) -> Titles:
    """Take theme and recommendation from the lines above a table.

    Args:
        lines: row number and text of each line between the table before (or the sheet's top) and this one.
        plain_lines: how many of the nearest lines may be taken although they carry no label ("Plan 3", "Issue:").
        wanted: the fields that have no column of their own, which a labelled line may give for all rows.
    """
    theme = recommendation = ""
    used: list[int] = []
    labelled: list[int] = []
    fields: dict[str, str] = {}
    for row, text in lines:
        says, title = announced(text)
        if says:
            labelled.append(row)
        if says in wanted and says not in fields:
            fields[says] = title
            used.append(row)
        if says in ("theme", "recommendation") and len(text) <= _LONGEST_TITLE * 3:
            if says == "theme":
                theme = f"{theme}: {title}" if theme else title
            else:
                recommendation = f"{recommendation}\n{title}" if recommendation else title
            used.append(row)
    rest = [
        (row, clean(text))
        for row, text in lines
        if row not in labelled
        and len(text) <= _LONGEST_TITLE
        and not is_document_title(text)
        and not is_note(text)
    ]
    plain = [line for line in rest[-plain_lines:] if plain_lines] if plain_lines else []
    if plain and not theme:
        if len(plain) > 1 and not recommendation:
            recommendation = plain[-1][1]
            used.append(plain[-1][0])
            plain = plain[:-1]
        theme = ": ".join(text for _, text in plain)
        used += [row for row, _ in plain]
    elif plain and theme and not recommendation and plain[-1][0] > max(used):
        recommendation = plain[-1][1]
        used.append(plain[-1][0])
    return Titles(theme, recommendation, fields, tuple(used))


def is_document_title(text: str) -> bool:
    """True for a line about the whole document: its name, its date, its version."""
    plain = clean(text)
    period = period_in(plain)
    if period is not None and not re.sub(r"[\W_]", "", period.rest):
        return True
    return bool(_DOCUMENT.search(plain)) or looks_like_date(plain) or fold(plain) in ("annex", "appendix")
