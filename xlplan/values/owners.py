"""How an owner cell is read: the one accountable person or post, and the others named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from xlplan.values.no_owner import names_nobody
from xlplan.values.officers import Register
from xlplan.values.owner_kinds import (
    NAME_PART,
    OPENERS,
    SPACED_INITIALS,
    TEAM_INITIALS,
    bare,
    ends_as_body,
    is_body,
    is_initials,
    is_name,
    is_person,
    is_post,
    owner_kind,
)
from xlplan.values.patterns import compile_late
from xlplan.values.surname_first import is_one_word, read_surname_first
from xlplan.values.text import BULLETS, clean, fold

__all__ = ["Owners", "Register", "has_marked_lead", "names_nobody", "owner_kind", "read_owners"]

_IN_A_RUN = compile_late(r"(?:[A-Z]{2,3}|[A-Z]&[A-Z])(?:-[A-Za-z]+)?")
_HARD = compile_late(r"\s*(?:;|\||(?<!\d)/|/(?!\d)|\s{2,}|\t|\n)\s*")
_SOFT = compile_late(
    r"\s*,\s*(?:(?:and|&|with|plus|supported by|assisted by)\s+)?"
    r"|\s+(?:and|with|plus|supported by|assisted by|in consultation with)\s+"
    r"|\s*(?:\+|(?<!\b[A-Z])&)\s*",  # not the "&" of "L&D"
    re.IGNORECASE,
)
_JOINED = compile_late(r"\s+(?:and|&|with)\s+", re.IGNORECASE)
_MARK = compile_late(
    r"^(?:(?:lead|responsible|accountable)(?: (?:officer|person|manager))?|owner)\s*[:\-]\s*"
    r"|\s?[(\[]\s?lead\s?[)\]]$|\s-\s+lead$",
    re.IGNORECASE,
)
_NO_POST = compile_late(
    r"\b(?:lead|responsible|accountable)(?: officer| person| manager)?\b(?= ?[:)\],;-]|$)"
    r"|\b(?:dr|councillor) (?=[A-Z])",
    re.IGNORECASE,
)
"""Words of a post that here say who leads, or are a title."""
_SUPPORT_MARK = compile_late(r"^(?:support(?:ing|ed by)?|with|and|also)\s*[:\-]\s*", re.IGNORECASE)
_BULLET = compile_late(rf"^\s*(?:[{BULLETS}]|-(?=\s)|\(?\d{{1,2}}[.)](?=\s))\s*", re.MULTILINE)
_NUMBER_WITHIN = compile_late(r"(?<=\w) \(?\d{1,2}[.)] (?=[A-Z])")
_WIDE = compile_late(r"[ \t]{3,}")
_LONGEST = 1000
"""A text longer than this is no list of names: it is not taken apart, so that no cell can take long."""
_SECOND_HAT = compile_late(
    r"\b(?:rep|representative|representing|on behalf of|nominee|deputising for)\b", re.IGNORECASE
)
_PARTS_OF_POSTS = ("service", "services", "department", "directorate", "division")
_UNFINISHED = ("of", "for", "the", "to", "in")


@dataclass(frozen=True, slots=True)
class Owners:
    """The lead and the others, as read from an owner cell."""

    text: str
    """As typed."""
    lead: str
    """The one accountable: the first named, or the one marked as lead. Empty when the cell is."""
    supporting: tuple[str, ...] = ()
    """The others named, each once, in the order and the spelling of the cell."""
    questions: tuple[str, ...] = ()
    """What a person should look at: short sentences without a full stop."""
    reordered: tuple[str, ...] = ()
    """The names that were written with the family name first, as they are read: "Ada Marsh" for "Marsh, Ada"."""

    def __iter__(self) -> Iterator[str]:
        if self.lead:
            yield self.lead
        yield from self.supporting


@dataclass
class _Reader:
    """The register that a cell is read with, and the questions that come up on the way."""

    register: Register
    questions: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)


def read_owners(text: str, register: Register | None = None) -> Owners:
    """Take an owner cell apart into the lead and the others.

    Names keep their spelling. What cannot be split with certainty is left whole, with a question.

    Args:
        text: the cell's text.
        register: the officers who are known; it settles what the rules alone cannot (run-together names, posts that
            hold a stroke, "Marsh, Ada").

    >>> owners = read_owners("Ada Marsh / Al Moss")
    >>> owners.lead, owners.supporting
    ('Ada Marsh', ('Al Moss',))
    >>> read_owners("AM (HC/J M)").supporting
    ('HC', 'J M')
    >>> read_owners("O'Dowd, Liz").lead
    "Liz O'Dowd"
    >>> read_owners("Head of Adults / partnership board rep for Wexcombe").supporting
    ()
    >>> read_owners("Al Moss /").questions
    ("the name after '/' is cut off",)
    """
    return _read_alone(text) if register is None else _read(text, register)


@lru_cache(maxsize=4096)
def _read_alone(text: str) -> Owners:
    """Read a cell where no register is known. A plan has far fewer owners than actions."""
    return _read(text, Register(()))


def _read(text: str, register: Register) -> Owners:
    cell = _WIDE.sub("  ", _BULLET.sub("", clean(text[: _LONGEST + 1])))
    if not cell:
        return Owners(text, "")
    if names_nobody(cell):
        return Owners(text, cell, (), (f"nobody is named: '{cell}'",))
    if len(text) > _LONGEST:
        return Owners(text, clean(text), (), ("the text is too long to be names",))
    if register.find(cell):
        return Owners(text, cell)
    if re.match(r"\s*\(?1[.)]\s", text):  # "1. Ada Marsh 2. Al Moss"
        cell = _NUMBER_WITHIN.sub("\n", cell)
    reader = _Reader(register)
    pieces: list[str] = []
    for line in _lines(cell):
        pieces += _people(line, reader)
    marked = [piece for piece in pieces if _MARK.search(piece)]
    names: dict[str, str] = {}
    for piece in marked[:1] + pieces:
        name = _trimmed(_without_mark(piece))
        names.setdefault(fold(name), name)
    names.pop("", None)
    # who is named goes before who is still to be
    lead, *supporting = sorted(names.values(), key=names_nobody) or [""]
    return Owners(
        text, lead, tuple(supporting), tuple(dict.fromkeys(reader.questions)), tuple(reader.reordered)
    )


def has_marked_lead(text: str) -> bool:
    """True when an owner cell says which of its names leads: "Ada Marsh (lead) / Al Moss", "AM (HC/JM)"."""
    text = clean(text[:_LONGEST])
    parts = re.split(r"[/,;&\n]", text)
    is_marked = any(_MARK.search(part.strip()) for part in parts)
    return is_marked or bool(text.endswith(")") and _without_brackets(text)[1])


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


def _people(line: str, reader: _Reader) -> list[str]:
    """One line's owners."""
    line, in_brackets = _without_brackets(line)
    if re.search(r"/\s*$", line):
        reader.questions.append("the name after '/' is cut off")
    if re.match(r"\s*/", line):
        reader.questions.append("the name before '/' is missing")
    people: list[str] = []
    for part in _split_hard(line, reader):
        for piece in _split_soft(part, reader):
            people += _apart(piece, reader)
    for bracket in in_brackets:
        people += _people(bracket, reader)
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
        is_more = len(parts) > 1 or inside != bracket[1].strip() or is_initials(head) or is_name(inside)
        # "Ada Marsh (AM)" is one person, and so is "Head of Adults (Ada Marsh)"
        is_same = len(parts) == 1 and ((is_name(head) and is_initials(inside)) or is_post(head))
        if is_more and not is_same and parts and all(is_person(part) for part in parts):
            taken.append(inside)
            return " "
        return bracket[0]

    return re.sub(r"\s*\(([^()]*)\)", take, line).strip(), taken


def _split_hard(line: str, reader: _Reader) -> list[str]:
    """The line at "/", ";" and wide gaps, except where a stroke is inside one post."""
    parts: list[str] = []
    separator = ""
    at = 0
    for match in [*_HARD.finditer(line), None]:
        part = line[at : match.start() if match else len(line)]
        glued = f"{parts[-1]}{separator}{part}" if parts else ""
        if parts and "/" in separator and _is_one_post(parts[-1], separator, part, glued, reader):
            parts[-1] = glued
        elif parts and not separator.strip() and part.strip() and _is_half_a_name(parts[-1], part):
            parts[-1] = f"{parts[-1].rstrip()} {part.lstrip()}"
        elif part.strip():
            parts.append(part)
        if match:
            separator, at = match[0], match.end()
    return parts


def _is_half_a_name(left: str, right: str) -> bool:
    """True when a wide gap parts one name: "Ada   Marsh"."""
    words = (left.split()[-1], right.split()[0])
    is_half = any(len(side.split()) == 1 and is_one_word(side) for side in (left, right))
    return is_half and not any(is_initials(word) or is_body(word) or is_post(word) for word in words)


def _is_one_post(left: str, separator: str, right: str, glued: str, reader: _Reader) -> bool:
    if reader.register.find(glued):
        return True
    is_letter = re.search(r"(?:^|[,;&]|\band\b)\s*[A-Z]$", left)
    if separator == "/" and is_letter and re.match(r"[A-Za-z]{2}", right):
        return True  # one letter is nobody: the "T" of "T/DI", the "C" of "C/Supt"
    if not is_post(left) or reader.register.find(left):
        return False
    if _SECOND_HAT.search(right):  # a post, and in what other capacity the same person acts
        return True
    # "Head of HR/OD": two acronyms, closed up, after a post that needs them
    if (
        separator == "/"
        and re.search(r"\b(?:of|for) (?:.* )?[A-Z]{2,5}$", left)
        and re.match(r"[A-Z]{2,5}\b", right)
    ):
        reader.questions.append(f"'{glued.strip()}' is read as one post")
        return True
    return False


def _split_soft(part: str, reader: _Reader) -> list[str]:
    """A part at commas, "and" and "&", but only between two that can each stand alone."""
    if reader.register.find(part):
        return [part]
    unmarked = _NO_POST.sub("", part)
    names_no_post = not is_post(unmarked) and not is_body(unmarked)
    if names_no_post and (found := read_surname_first(part)):
        if found.is_certain:
            reader.reordered.append(found.name)
            return [found.name]
        reader.questions.append(f"'{part.strip()}' may be one person or two: not split")
        return [part]
    if names_no_post and len(in_order := _surnames_first(part)) > 1:
        reader.reordered += in_order
        return in_order
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
        elif (names_no_post and "," in separator) or _stand_alone(pieces[-1], piece, separator, reader):
            pieces.append(piece)
        else:
            pieces[-1] += separator + piece
            # "Policy and Performance Manager" is plain; "Ada and Bob", or a post and a name, are not
            if names_no_post or is_name(piece) or "," in separator:
                doubtful.add(len(pieces) - 1)
        if match:
            separator, at = match[0], match.end()
    if names_no_post and len(pieces) > 1 and _may_be_surnames_first(pieces):
        reader.questions.append(f"'{part.strip()}' may name people with the family name first: not split")
        return [part]
    reader.questions += [
        f"'{pieces[at].strip()}' may be one owner or several: not split" for at in sorted(doubtful)
    ]
    return pieces


def _surnames_first(part: str) -> list[str]:
    """The names of "O'Dowd, Liz and Brandt, Zoe"; none unless each has this form, and one of them certainly."""
    read = [read_surname_first(name) for name in _JOINED.split(part)]
    found = [name for name in read if name is not None]
    is_list = len(found) == len(read) and any(name.is_certain for name in found)
    return [name.name for name in found] if is_list else []


def _may_be_surnames_first(pieces: list[str]) -> bool:
    """True for "Marsh, Ada, Moss, Al", and for "Marsh, Ada May": a word alone that no name needs is half a name."""
    single = [is_one_word(piece) and not is_initials(piece) for piece in pieces]
    return single[0] and (
        (all(single) and len(pieces) % 2 == 0) or (len(pieces) == 2 and not is_initials(pieces[1]))
    )


def _stand_alone(left: str, right: str, separator: str, reader: _Reader) -> bool:
    """True when what is on both sides of a comma or an "and" is an owner by itself."""
    left, right = _without_mark(left.strip()), _without_mark(right.strip())
    if reader.register.find(left) or reader.register.find(right) or names_nobody(right):
        return True
    if is_person(left):
        return is_person(right) or is_post(right) or ends_as_body(right)
    if is_post(left):
        # "Head of Quality & Patient Safety", "Service Manager, CAMHS", "Director of Children, Schools and Families",
        # "Head of Legal and Democratic Services": what follows a post may belong to it
        return (
            is_post(right)
            or bool(TEAM_INITIALS.fullmatch(right))
            or (
                ends_as_body(right)
                and " " in right
                and ("," in separator or bare(right.split()[-1]) not in _PARTS_OF_POSTS)
            )
        )
    if ends_as_body(left) and "," not in left:
        return is_person(right) or is_post(right) or ends_as_body(right)
    return False


def _without_mark(piece: str) -> str:
    """A piece without the words that say who leads and who follows."""
    return _SUPPORT_MARK.sub("", _MARK.sub("", piece))


def _apart(piece: str, reader: _Reader) -> list[str]:
    """A piece without separators, taken apart where owners follow each other with nothing between."""
    piece = piece.strip()
    words = piece.split()
    if len(words) < 2 or reader.register.find(piece) or SPACED_INITIALS.fullmatch(piece):
        return [piece]
    known = reader.register.split_run_together(piece)
    if len(known) > 1 and all(
        reader.register.find(owner) or is_person(owner) or is_post(owner) or ends_as_body(owner)
        for owner in known
    ):
        return list(known)
    if all(_IN_A_RUN.fullmatch(word) for word in words):
        return words
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        if (TEAM_INITIALS.fullmatch(left) and is_name(right)) or (
            is_name(left) and TEAM_INITIALS.fullmatch(right)
        ):
            return [left, right]
    if _is_run_of_posts(words):
        reader.questions.append(f"roles run together: '{piece}' is not split")
    elif (
        not is_post(piece)
        and len(words) >= 4
        and all(re.fullmatch(NAME_PART, word) for word in words)
        and not is_body(piece)
    ):
        reader.questions.append(f"names run together: '{piece}' is not split")
    return [piece]


def _is_run_of_posts(words: list[str]) -> bool:
    """True when a word that begins a post follows a finished one: "Named Nurse Named Midwife"."""
    for at in range(2, len(words)):
        before = words[at - 1].casefold()
        if (
            bare(words[at]) in OPENERS
            and words[at][0].isupper()
            and before not in (*_UNFINISHED, *OPENERS, "&", "and", "-", "–")
            and is_post(" ".join(words[:at]))
            and is_post(" ".join(words[at:]))
        ):
            return True
    return False


def _trimmed(name: str) -> str:
    name = re.sub(r"\s+", " ", name).strip(" ,;/&-")
    # a full stop ends the sentence, not the name, unless it belongs to initials
    return name[:-1] if re.search(r"[a-z]{2}\.$", name) else name
