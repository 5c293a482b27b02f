"""How an owner cell is read: the one accountable person or post, and the others named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from xlplan.values.officers import Register
from xlplan.values.text import clean, fold, level

__all__ = ["OwnerKind", "Owners", "Register", "has_marked_lead", "owner_kind", "read_owners"]

OwnerKind = Literal["initials", "name", "post", "body", "other"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_POSTS = _words(
    """
    adviser advisers advisor advisors accountant administrator analyst assistant auditor chair chairman chairperson
    chief clerk clinician commissioner commissioners consultant convenor coordinator coordinators co-ordinator
    co-ordinators councillor councillors deputy designer development-worker director directors doctor doctors dr
    engineer executive governor governors gp gps head heads headteacher headteachers inspector iro iros lado lead leader
    leaders leads manager managers matron member members midwife midwives monitor nurse nurses officer officers
    partner partners planner practitioner practitioners president principal professional professionals psychologist
    registrar rep reps representative representatives secretary solicitor staff superintendent supervisor
    supervisors surveyor teacher teachers technician treasurer worker workers
    """
)
"""Nouns that make a phrase a post."""

_BODIES = _words(
    """
    agency association board board's boards cabinet centre college committee company consortium council department
    directorate division forum group groups hospital hub office panel partnership police school schools section service
    services subgroup sub-group team teams trust unit
    """
)
"""Nouns that make a phrase a team, a board or another body."""

_OPENERS = _words(
    """
    acting assistant associate chief clinical corporate deputy designated director executive head interim lead medical
    named principal senior service strategic team
    """
)
"""Words that a post begins with."""

_NO_OWNER = frozenset(
    ["tbc", "tba", "tbd", "n/a", "na", "none", "vacant", "vacancy", "-", "?", "to be confirmed", "to be agreed",
     "to be appointed", "to be determined", "to be identified", "not applicable", "unassigned"]
)  # fmt: skip

_VACANT = re.compile(r"\bvacan(?:t|cy)\b")

_INITIALS = re.compile(r"[A-Z]{2,4}|[A-Z]&[A-Z]")
_SPACED_INITIALS = re.compile(r"[A-Z](?:\.? [A-Z]\.?){1,2}|(?:[A-Z]\.){2,3}")
_IN_A_RUN = re.compile(r"(?:[A-Z]{2,3}|[A-Z]&[A-Z])(?:-[A-Za-z]+)?")
_TEAM_INITIALS = re.compile(r"(?:(?:[Aa]ll|[Tt]he) )?[A-Z]{0,3}(?:MT|LT|MB)")
"""SMT, DMT, CLT ...: management and leadership teams, which stand beside a name without being part of it."""

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_SMALL = "[a-zß-öø-ÿĀ-ž]"
_NAME_PART = rf"(?:{_CAPITAL}{_SMALL}*['\-]?{_CAPITAL}?{_SMALL}+(?:-{_CAPITAL}{_SMALL}+)?|[A-Z]\.?)"
_NAME = re.compile(
    rf"(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof|Sir|Cllr|Councillor|Rev)\.? )?{_NAME_PART}(?: {_NAME_PART}){{1,2}}"
)

_RANK = (
    r"(?:(?:Ch|Chief|Det|Detective|Temp|Acting)\.? )?"
    r"(?:PC|PS|DC|DS|DI|DCI|DCS|CI|CC|ACC|DCC|Con|Constable|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent)\.?"
)
_RANKED_NAME = re.compile(rf"(?:[A-Z]/)?{_RANK} {_NAME_PART}(?: {_NAME_PART}){{0,2}}")
"""Police officers go by rank and surname: "C/Supt Marsh" (chief), "T/DI Reed" (temporary)."""

_HARD = re.compile(r"\s*(?:;|(?<!\d)/|/(?!\d)|\s{2,}|\t|\n)\s*")
_SOFT = re.compile(
    r"\s*,\s*(?:(?:and|&|with|plus|supported by|assisted by)\s+)?"
    r"|\s+(?:and|with|plus|supported by|assisted by|in consultation with)\s+"
    r"|\s*(?:\+|(?<!\b[A-Z])&)\s*",  # not the "&" of "L&D"
    re.IGNORECASE,
)
_MARK = re.compile(r"^lead\s*[:\-]\s*|\s*[(\[]\s*lead\s*[)\]]$|\s+-\s+lead$", re.IGNORECASE)
_SUPPORT_MARK = re.compile(r"^(?:support(?:ing|ed by)?|with|and|also)\s*[:\-]\s*", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[•·▪◦●■*➢✓]|-(?=\s)|\(?\d{1,2}[.)](?=\s))\s*", re.MULTILINE)
_SECOND_HAT = re.compile(
    r"\b(?:rep|representative|representing|on behalf of|nominee|deputising for)\b", re.IGNORECASE
)
_UNFINISHED = ("of", "for", "the", "to", "in")


@dataclass(frozen=True, slots=True)
class Owners:
    """What an owner cell says."""

    text: str
    """As typed."""
    lead: str
    """The one accountable: the first named, or the one marked as lead. Empty when the cell is."""
    supporting: tuple[str, ...] = ()
    """The others named, each once, in the order and the spelling of the cell."""
    questions: tuple[str, ...] = ()
    """What a person should look at: short sentences without a full stop."""

    def __iter__(self) -> Iterator[str]:
        if self.lead:
            yield self.lead
        yield from self.supporting


def names_nobody(text: str) -> bool:
    """True for what stands in an owner's place and is none.

    >>> names_nobody("TBC"), names_nobody("Head of Audit (vacant)"), names_nobody("Tom Burgh")
    (True, True, False)
    """
    folded = fold(text)
    return folded.rstrip(".") in _NO_OWNER or bool(_VACANT.search(folded))


def read_owners(text: str, register: Register | None = None) -> Owners:
    """Take an owner cell apart into the lead and the others.

    Names keep their spelling. What cannot be split with certainty is left whole, with a question.

    Args:
        text: the cell's text.
        register: the officers who are known; it settles what the rules alone cannot (run-together names, posts that
            hold a stroke, "Marsh, Ada").

    >>> read_owners("Ada Marsh / Al Moss")
    Owners(text='Ada Marsh / Al Moss', lead='Ada Marsh', supporting=('Al Moss',), questions=())
    >>> read_owners("AM (HC/J M)").supporting
    ('HC', 'J M')
    >>> read_owners("Head of Adults / partnership board rep for Wexcombe").supporting
    ()
    >>> read_owners("Al Moss /").questions
    ("the name after '/' is cut off",)
    """
    register = register or Register(())
    questions: list[str] = []
    cell = _BULLET.sub("", clean(text))
    if fold(cell).rstrip(".") in _NO_OWNER:
        return Owners(text, cell, (), (f"nobody is named: '{cell}'",))
    if register.find(cell):
        return Owners(text, cell)
    pieces: list[str] = []
    for line in _lines(cell):
        pieces += _people(line, register, questions)
    marked = [piece for piece in pieces if _MARK.search(piece)]
    names: dict[str, str] = {}
    for piece in marked[:1] + pieces:
        name = _trimmed(_SUPPORT_MARK.sub("", _MARK.sub("", piece)))
        names.setdefault(fold(name), name)
    names.pop("", None)
    lead, *supporting = names.values() or [""]
    return Owners(text, lead, tuple(supporting), tuple(dict.fromkeys(questions)))


def owner_kind(text: str) -> OwnerKind:
    """What one owner seems to be, by the form of the words alone.

    >>> [owner_kind(text) for text in ("Ada Marsh", "AM", "Head of Adults", "Adults Team", "SMT", "all")]
    ['name', 'initials', 'post', 'body', 'body', 'other']
    """
    if _ends_as_body(text) or fold(text).startswith("all "):
        return "body"
    if _is_post(text):
        return "post"
    if _is_initials(text):
        return "initials"
    return "name" if _is_name(text) else "other"


def has_marked_lead(text: str) -> bool:
    """True when an owner cell says which of its names leads: "Ada Marsh (lead) / Al Moss", "AM (HC/JM)"."""
    parts = re.split(r"[/,;&\n]", clean(text))
    is_marked = any(_MARK.search(part.strip()) for part in parts)
    return is_marked or bool(re.search(r"\(([^()]*)\)\s*$", text) and _without_brackets(clean(text))[1])


def _lines(cell: str) -> list[str]:
    """The cell's lines, with those joined that are one wrapped line."""
    lines: list[str] = []
    for line in cell.split("\n"):
        line = line.strip()
        if not line:
            continue
        before = lines[-1] if lines else ""
        if re.search(r"\w-$", before):
            lines[-1] = before + line
        elif before and (
            before.split()[-1].casefold() in _UNFINISHED
            or line.startswith("(")
            or (line[0].islower() and not re.search(r"[,;/&]$", before))
        ):
            lines[-1] = f"{before} {line}"
        else:
            lines.append(line)
    return lines


def _people(line: str, register: Register, questions: list[str]) -> list[str]:
    """One line's owners."""
    line, in_brackets = _without_brackets(line)
    if re.search(r"/\s*$", line):
        questions.append("the name after '/' is cut off")
    if re.match(r"\s*/", line):
        questions.append("the name before '/' is missing")
    people: list[str] = []
    for part in _split_hard(line, register, questions):
        for piece in _split_soft(part, register, questions):
            people += _apart(piece, register, questions)
    for bracket in in_brackets:
        people += _people(bracket, register, questions)
    return people


def _without_brackets(line: str) -> tuple[str, list[str]]:
    """The line without those brackets that name further people: "AM (HC/JM)", but not "Head of Adults (Health)"."""
    taken: list[str] = []

    def take(bracket: re.Match[str]) -> str:
        inside = re.sub(
            r"^(?:with|and|supported by|also|plus)\s+", "", bracket[1].strip(), flags=re.IGNORECASE
        )
        parts = [part for part in re.split(r"\s*(?:[/,;&+]|\band\b)\s*", inside) if part]
        head = line[: bracket.start()].strip()
        is_more = len(parts) > 1 or inside != bracket[1].strip() or _is_initials(head) or _is_name(inside)
        # "Ada Marsh (AM)" is one person, and so is "Head of Adults (Ada Marsh)"
        is_same = len(parts) == 1 and ((_is_name(head) and _is_initials(inside)) or _is_post(head))
        if is_more and not is_same and parts and all(_is_person(part) for part in parts):
            taken.append(inside)
            return " "
        return bracket[0]

    return re.sub(r"\s*\(([^()]*)\)", take, line).strip(), taken


def _split_hard(line: str, register: Register, questions: list[str]) -> list[str]:
    """The line at "/", ";" and wide gaps, except where a stroke stands inside one post."""
    parts: list[str] = []
    separator = ""
    at = 0
    for match in [*_HARD.finditer(line), None]:
        part = line[at : match.start() if match else len(line)]
        glued = f"{parts[-1]}{separator}{part}" if parts else ""
        if (
            parts
            and "/" in separator
            and _is_one_post(parts[-1], separator, part, glued, register, questions)
        ):
            parts[-1] = glued
        elif part.strip():
            parts.append(part)
        if match:
            separator, at = match[0], match.end()
    return parts


def _is_one_post(
    left: str, separator: str, right: str, glued: str, register: Register, questions: list[str]
) -> bool:
    if register.find(glued):
        return True
    is_letter = re.search(r"(?:^|[,;&]|\band\b)\s*[A-Z]$", left)
    if separator == "/" and is_letter and re.match(r"[A-Za-z]{2}", right):
        return True  # one letter is nobody: the "T" of "T/DI", the "C" of "C/Supt"
    if not _is_post(left) or register.find(left):
        return False
    if _SECOND_HAT.search(right):  # a post, and in what other capacity the same person acts
        return True
    # "Head of HR/OD": two acronyms, closed up, after a post that needs them
    if (
        separator == "/"
        and re.search(r"\b(?:of|for) (?:.* )?[A-Z]{2,5}$", left)
        and re.match(r"[A-Z]{2,5}\b", right)
    ):
        questions.append(f"'{glued.strip()}' is read as one post")
        return True
    return False


def _split_soft(part: str, register: Register, questions: list[str]) -> list[str]:
    """A part at commas, "and" and "&", but only between two that can each stand alone."""
    if register.find(part):
        return [part]
    if re.fullmatch(rf"{_CAPITAL}{_SMALL}+, {_CAPITAL}{_SMALL}+", part.strip()):
        questions.append(f"'{part.strip()}' may be one person or two: not split")
        return [part]
    names_no_post = not _is_post(part) and not _is_body(part)
    pieces: list[str] = []
    doubtful: set[int] = set()
    separator = ""
    at = 0
    for match in [*_SOFT.finditer(part), None]:
        piece = part[at : match.start() if match else len(part)]
        if not pieces:
            pieces.append(piece)
        elif not piece.strip() or not pieces[-1].strip():
            pieces[-1] += piece
        elif (names_no_post and "," in separator) or _stand_alone(pieces[-1], piece, register):
            pieces.append(piece)
        else:
            pieces[-1] += separator + piece
            # "Policy and Performance Manager" is plain; "Ada and Bob", or a post and a name, are not
            if names_no_post or _is_name(piece) or "," in separator:
                doubtful.add(len(pieces) - 1)
        if match:
            separator, at = match[0], match.end()
    questions += [f"'{pieces[at].strip()}' may be one owner or several: not split" for at in sorted(doubtful)]
    return pieces


def _stand_alone(left: str, right: str, register: Register) -> bool:
    """True when what stands on both sides of a comma or an "and" is an owner by itself."""
    if register.find(left) or register.find(right):
        return True
    left, right = left.strip(), right.strip()
    if _is_person(left):
        return _is_person(right) or _is_post(right) or _ends_as_body(right)
    if _is_post(left):
        # "Head of Quality & Patient Safety", "Service Manager, CAMHS", "Director of Children, Schools and Families":
        # what follows a post may belong to it
        return (
            _is_post(right)
            or bool(_TEAM_INITIALS.fullmatch(right))
            or (_ends_as_body(right) and " " in right)
        )
    if _ends_as_body(left) and "," not in left:
        return _is_person(right) or _is_post(right) or _ends_as_body(right)
    return False


def _apart(piece: str, register: Register, questions: list[str]) -> list[str]:
    """A piece without separators, taken apart where owners follow each other with nothing between."""
    piece = piece.strip()
    words = piece.split()
    if len(words) < 2 or register.find(piece) or _SPACED_INITIALS.fullmatch(piece):
        return [piece]
    known = register.peel(piece)
    if len(known) > 1 and all(
        register.find(owner) or _is_person(owner) or _is_post(owner) or _ends_as_body(owner)
        for owner in known
    ):
        return list(known)
    if all(_IN_A_RUN.fullmatch(word) for word in words):
        return words
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        if (_TEAM_INITIALS.fullmatch(left) and _is_name(right)) or (
            _is_name(left) and _TEAM_INITIALS.fullmatch(right)
        ):
            return [left, right]
    if _is_run_of_posts(words):
        questions.append(f"roles run together: '{piece}' is not split")
    elif (
        not _is_post(piece)
        and len(words) >= 4
        and all(re.fullmatch(_NAME_PART, word) for word in words)
        and not _is_body(piece)
    ):
        questions.append(f"names run together: '{piece}' is not split")
    return [piece]


def _is_run_of_posts(words: list[str]) -> bool:
    """True when a word that begins a post follows a finished one: "Named Nurse Named Midwife"."""
    for at in range(2, len(words)):
        before = words[at - 1].casefold()
        if (
            _bare(words[at]) in _OPENERS
            and words[at][0].isupper()
            and before not in (*_UNFINISHED, *_OPENERS, "&", "and", "-", "–")
            and _is_post(" ".join(words[:at]))
            and _is_post(" ".join(words[at:]))
        ):
            return True
    return False


def _is_person(text: str) -> bool:
    return _is_initials(text) or _is_name(text)


def _is_initials(text: str) -> bool:
    text = text.strip()
    return bool(_INITIALS.fullmatch(text.rstrip(".")) or _SPACED_INITIALS.fullmatch(text))


def _is_name(text: str) -> bool:
    text = level(text).rstrip(".")
    if _RANKED_NAME.fullmatch(text):
        return True
    return (
        bool(_NAME.fullmatch(text))
        and not _is_body(text)
        and not _is_post(re.sub(r"^(?:Dr|Councillor) ", "", text))
    )


def _is_post(text: str) -> bool:
    return any(_bare(word) in _POSTS for word in text.split())


def _ends_as_body(text: str) -> bool:
    """True for "Safeguarding Board" and "Board of Governors", not for "School Improvement"."""
    head = re.split(r" (?:of|for) ", text.strip())[0]
    return bool(_TEAM_INITIALS.fullmatch(text.strip())) or _bare((head.split() or [""])[-1]) in _BODIES


def _is_body(text: str) -> bool:
    return bool(_TEAM_INITIALS.fullmatch(text.strip())) or any(
        _bare(word) in _BODIES for word in text.split()
    )


def _bare(word: str) -> str:
    return level(word).casefold().strip("()[].,:;'\"")


def _trimmed(name: str) -> str:
    name = re.sub(r"\s+", " ", name).strip(" ,;/&-")
    # a full stop ends the sentence, not the name, unless it belongs to initials
    return name[:-1] if re.search(r"[a-z]{2}\.$", name) else name
