"""The register of officers as an index: who is meant by a name, initials, a post, a team or an alias."""

from __future__ import annotations

from collections.abc import Container, Sequence

from xlplan.model import Officer
from xlplan.values.text import fold


class Register:
    """Looks officers up by anything that the register says of them. Case, blanks and dashes make no difference.

    >>> register = Register([Officer(name="Ada Marsh", initials="AM", post="Head of Adults"), Officer(name="Al Moss")])
    >>> [officer.name for officer in register.find("head of  adults")]
    ['Ada Marsh']
    """

    def __init__(self, officers: Sequence[Officer]) -> None:
        self.officers = tuple(officers)
        self._found: dict[str, dict[Officer, None]] = {}
        self._people: set[str] = set()
        for officer in self.officers:
            people = (officer.name, *officer.aliases, reversed_name(officer.name))
            for said in (*people, officer.initials, officer.post, officer.team):
                self._found.setdefault(_key(said), {})[officer] = None
            self._people.update(_key(said) for said in people if " " in said)
        self._found.pop("", None)
        self._longest = max((len(said.split()) for said in self._found), default=0)

    def find(self, text: str) -> tuple[Officer, ...]:
        """The officers that the text may mean: none, one, or several (shared initials, a team)."""
        return tuple(self._found.get(_key(text), ()))

    def find_one(self, name: str) -> Officer | None:
        """The officer that a name means, when the register knows exactly one.

        A name that is under somebody's Also known as is theirs, even while it still has a line of its own.

        >>> found = Register([Officer(name="A. Marsh"), Officer(name="Ada Marsh", aliases=("A. Marsh",))])
        >>> found.find_one("a. marsh").name
        'Ada Marsh'
        """
        found = self.find(name) if name else ()
        as_alias = [officer for officer in found if fold(name) in map(fold, officer.aliases)]
        meant = as_alias or found
        return meant[0] if len(meant) == 1 else None

    def split_run_together(self, text: str) -> tuple[str, ...]:
        """Take apart a text in which several owners run together, where the register knows them.

        Either all of it is known, or people's full names are, and what is between them is an owner of its own.
        Otherwise the text comes back whole.

        >>> Register([Officer(name="Ada Marsh"), Officer(name="Al Moss")]).split_run_together("Ada Marsh Al Moss SMT")
        ('Ada Marsh', 'Al Moss', 'SMT')
        """
        words = text.split()
        for known in (self._found.keys(), self._people):
            pieces = self._pieces(words, known)
            is_all_known = all(piece_is_known for _, piece_is_known in pieces)
            if len(pieces) > 1 and (is_all_known or known is self._people):
                return tuple(piece for piece, _ in pieces)
        return (text,)

    def _pieces(self, words: Sequence[str], known: Container[str]) -> list[tuple[str, bool]]:
        """The words in pieces, longest known phrase first; with each, whether it is known."""
        pieces: list[tuple[str, bool]] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                phrase = " ".join(words[at : at + length])
                if _key(phrase) in known:
                    pieces.append((phrase, True))
                    at += length
                    break
            else:
                if pieces and not pieces[-1][1]:
                    pieces[-1] = (f"{pieces[-1][0]} {words[at]}", False)
                else:
                    pieces.append((words[at], False))
                at += 1
        return pieces


def reversed_name(name: str) -> str:
    """The name as address books sort it.

    >>> reversed_name("Ada Marsh")
    'Marsh, Ada'
    """
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first else ""


def _key(text: str) -> str:
    return fold(text).rstrip(".")
