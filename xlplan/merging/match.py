"""Which action each row of a return belongs to: by its ID, else by Ref, by the same text, by likeness; else none.

Nothing is guessed: a row that two actions would fit equally well fits neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from xlplan.layout.record import IssuedAction, fingerprint
from xlplan.layout.returned_rows import ReturnedRow
from xlplan.model import CellValue
from xlplan.values.text import fold, meaning

LIKE = 0.9
"""From here on two Action texts are taken for the same one. A text retyped with a slip or two, or without its articles,
comes out at 0.92 and more; two actions of the same phrasing ("Report progress to the cabinet each quarter", "Report
progress to the scrutiny panel each quarter") at 0.86 and less."""

MARGIN = 0.05
"""How much less like the second best must be, for the best to be clearly best."""

CONTRADICTS = 0.5
"""Below this an Action text speaks against the action that the row's Ref or ID names: texts that have nothing to do
with each other come out at 0.3 to 0.45."""

WORTH_NAMING = 0.6
"""A row that belongs to no action is said to be like one from here on."""

NEAREST = 5
"""How many of the most like texts are looked at closely."""

DISTINGUISHING = ("Ref", "Theme", "Success criteria")
"""The columns that tell actions with the same Action text apart."""

MOST_COMPARISONS = 500_000
"""Texts are held against each other so often at most: thousands of rows that belong to no action would take hours."""

MOST_PAIRS = 50_000_000_000
"""Characters of the rows, times those of the plan, at most: that takes a second, however long the texts are."""

By = Literal["id", "ref", "action", "likeness", ""]


@dataclass(frozen=True, slots=True)
class _Like:
    """An action that a text is like."""

    id: str = ""
    likeness: float = 0.0


class Placing(NamedTuple):
    """One row of a return and the action that it belongs to."""

    row: ReturnedRow
    id: str = ""
    """Empty when it belongs to none."""
    by: By = ""
    likeness: float = 0.0
    """Of the Action texts, 0 to 1; for a row without one, 1."""
    best: str = ""
    """For a row that belongs to none: the action that it is most like."""
    is_unclear: bool = False
    """True when it fits several actions, or one that another row has taken: it is no new action then."""


class PlanTexts:
    """The texts of the plan's actions, to be searched. What is needed for rows without an ID is made when one comes."""

    def __init__(self, master: Mapping[str, Mapping[str, CellValue]]) -> None:
        self._master = master
        self._actions: dict[str, str] = {}

    def __contains__(self, action_id: object) -> bool:
        return action_id in self._master

    def id_of(self, text: str) -> str | None:
        """The ID as written in the plan; None when the plan knows no such ID."""
        return text if text in self._master else self._by_id.get(fold(text))

    @cached_property
    def _by_id(self) -> Mapping[str, str]:
        """ID as compared -> ID as written in the plan."""
        return {fold(action_id): action_id for action_id in self._master}

    @cached_property
    def by_ref(self) -> Mapping[str, Sequence[str]]:
        return self._index((action_id, self.ref(action_id)) for action_id in self._master)

    @cached_property
    def by_action(self) -> Mapping[str, Sequence[str]]:
        return self._index((action_id, self.action(action_id)) for action_id in self._master)

    @cached_property
    def actions(self) -> Mapping[str, str]:
        """ID -> Action text as compared, for the actions that have one."""
        return {action_id: text for action_id in self._master if (text := self.action(action_id))}

    def ref(self, action_id: str) -> str:
        return fold(meaning(self._master[action_id].get("Ref")))

    def action(self, action_id: str) -> str:
        """The text that is under Action in a return: of an action without one, its recommendation."""
        if action_id not in self._actions:
            values = self._master[action_id]
            text = fold(meaning(values.get("Action"))) or fold(meaning(values.get("Recommendation")))
            self._actions[action_id] = text
        return self._actions[action_id]

    def is_as_written(self, action_id: str, text: str) -> bool:
        """True when a text is the plan's Action text to the letter: the quick answer for nearly every row."""
        return bool(text) and self._master[action_id].get("Action") == text

    def others(self, action_id: str) -> tuple[str, ...]:
        """The texts by which actions with the same Action text differ."""
        values = self._master[action_id]
        return tuple(fold(meaning(values.get(heading))) for heading in DISTINGUISHING)

    @staticmethod
    def _index(texts: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for action_id, text in texts:
            if text:
                found[text].append(action_id)
        return found


def match_rows(
    rows: Sequence[ReturnedRow], issued: Mapping[str, IssuedAction], texts: PlanTexts
) -> list[Placing]:
    """Find the action of each row.

    A row's ID counts when the plan knows it, unless the row's Action text belongs to another action (IDs pasted or
    sorted by themselves), or the ID is in a second row whose text is unlike it (a row copied to add an action).
    The same ID in two rows of like text is left to the caller: both are placed there. Otherwise each action takes at
    most one row. Rows without an ID are compared with the actions issued to the officer first, then with the plan's.

    Args:
        rows: the rows of one return.
        issued: the actions issued to its officer.
        texts: the plan's.

    Returns:
        One placing a row, in the order of the rows.
    """
    return _Matching(rows, issued, texts).placings()


def likeness(one: str, other: str) -> float:
    """How like two folded Action texts are, 0 to 1. Texts with different numbers are never quite the same."""
    ratio = fuzz.ratio(one, other) / 100
    return ratio if _numbers(one) == _numbers(other) else min(ratio, LIKE - MARGIN)


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that would have an action, and how like the texts are."""

    at: int
    action_id: str
    likeness: float


class _Matching:
    """The rows of one return on their way to their actions."""

    def __init__(
        self, rows: Sequence[ReturnedRow], issued: Mapping[str, IssuedAction], texts: PlanTexts
    ) -> None:
        self._rows = rows
        self._issued = issued
        self._texts = texts
        self._placed: dict[int, Placing] = {}
        self._taken: set[str] = set()
        self._nearest: dict[int, _Like] = {}

    def placings(self) -> list[Placing]:
        self._place_by_id()
        if len(self._placed) < len(self._rows):
            issued = [action_id for action_id in self._issued if action_id in self._texts]
            self._place_candidates("ref", self._by_ref(set(issued)))
            self._place_candidates("action", self._by_action(set(issued)))
            self._place_candidates("ref", self._by_ref(None))
            self._place_candidates("action", self._by_action(None))
            self._place_candidates(
                "likeness", self._by_likeness({key: self._texts.action(key) for key in issued})
            )
            if self._open():
                self._place_candidates("likeness", self._by_likeness(self._texts.actions))
        return [self._placed.get(at) or self._unplaced(at, row) for at, row in enumerate(self._rows)]

    def _place_by_id(self) -> None:
        by_id: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self._rows):
            action_id = self._texts.id_of(row.text("ID"))
            if action_id is not None:
                by_id[action_id].append(at)
        for action_id, places in by_id.items():
            if len(places) == 1 and self._texts.is_as_written(
                action_id, self._rows[places[0]].text("Action")
            ):
                self._place(places[0], action_id, "id", 1.0)
                continue
            fits = {at: self._fit(self._rows[at], action_id) for at in places}
            own = [at for at in places if fits[at] is not None]
            like = [at for at in own if (fits[at] or 0.0) >= CONTRADICTS]
            for at in like or own:
                self._place(at, action_id, "id", fits[at] or 0.0)

    def _fit(self, row: ReturnedRow, action_id: str) -> float | None:
        """How well a row's Action text goes with its ID; None when it is the text of another action."""
        text = fold(row.text("Action"))
        if not text or text == self._texts.action(action_id) or self._is_as_issued(row, action_id):
            return 1.0
        if text in self._texts.by_action:
            return None
        return likeness(text, self._texts.action(action_id))

    def _is_as_issued(self, row: ReturnedRow, action_id: str) -> bool:
        """True when the text is the one that was issued, whatever the plan says now."""
        issued = self._issued.get(action_id)
        return issued is not None and issued.fingerprints.get("Action") == fingerprint(row.text("Action"))

    @cached_property
    def _by_words_as_issued(self) -> Mapping[str, Sequence[str]]:
        """Fingerprint of an Action text as it was issued -> the actions that were."""
        found: dict[str, list[str]] = defaultdict(list)
        for action_id, issued in self._issued.items():
            if "Action" in issued.fingerprints:
                found[issued.fingerprints["Action"]].append(action_id)
        return found

    def _by_ref(self, among: Collection[str] | None) -> Iterator[_Candidate]:
        for at, row in self._open():
            text = fold(row.text("Action"))
            sharing = self._texts.by_ref.get(fold(row.text("Ref")), ())
            fitting = [key for key in sharing if key not in self._taken and (among is None or key in among)]
            if len(fitting) != 1:
                continue
            (action_id,) = fitting
            alike = likeness(text, self._texts.action(action_id)) if text else 1.0
            if alike < 1.0 and (alike < CONTRADICTS or text in self._texts.by_action):
                continue
            yield _Candidate(at, action_id, alike)

    def _by_action(self, among: Collection[str] | None) -> Iterator[_Candidate]:
        for at, row in self._open():
            text = fold(row.text("Action"))
            if not text:
                continue
            fitting = [
                key
                for key in self._texts.by_action.get(text, ())
                if key not in self._taken and (among is None or key in among)
            ]
            if not fitting and among is not None:
                worded_so = self._by_words_as_issued.get(fingerprint(row.text("Action")), ())
                fitting = [key for key in worded_so if key not in self._taken and key in among]
            if len(fitting) > 1:
                others = tuple(fold(row.text(heading)) for heading in DISTINGUISHING)
                fitting = [key for key in fitting if self._texts.others(key) == others]
            if len(fitting) == 1:
                yield _Candidate(at, fitting[0], 1.0)

    def _by_likeness(self, among: Mapping[str, str]) -> Iterator[_Candidate]:
        open_rows = [(at, fold(row.text("Action"))) for at, row in self._open()]
        pairs = sum(len(text) for _, text in open_rows) * sum(map(len, among.values()))
        if len(open_rows) * len(among) > MOST_COMPARISONS or pairs > MOST_PAIRS:
            return  # nobody's return: its rows are listed, and a person looks
        for at, text in open_rows:
            best, next_best = self._most_like(text, among)
            if best.likeness > self._nearest.get(at, _Like()).likeness:
                self._nearest[at] = best
            if best.likeness < LIKE or best.likeness - next_best.likeness < MARGIN or best.id in self._taken:
                continue
            yield _Candidate(at, best.id, best.likeness)

    def _place_candidates(self, by: By, candidates: Iterator[_Candidate]) -> None:
        """Give each action that rows may have to the one that is clearly most like it; a tie is nobody's."""
        by_action: dict[str, list[_Candidate]] = defaultdict(list)
        for candidate in list(candidates):
            by_action[candidate.action_id].append(candidate)
        for rivals in by_action.values():
            rivals.sort(key=lambda candidate: -candidate.likeness)
            if len(rivals) == 1 or rivals[0].likeness - rivals[1].likeness >= MARGIN:
                self._place(rivals[0].at, rivals[0].action_id, by, rivals[0].likeness)

    def _place(self, at: int, action_id: str, by: By, alike: float) -> None:
        self._placed[at] = Placing(self._rows[at], action_id, by, alike)
        self._taken.add(action_id)

    def _open(self) -> list[tuple[int, ReturnedRow]]:
        return [(at, row) for at, row in enumerate(self._rows) if at not in self._placed]

    def _unplaced(self, at: int, row: ReturnedRow) -> Placing:
        best = self._nearest.get(at, _Like())
        return Placing(row, best=best.id, likeness=best.likeness, is_unclear=best.likeness >= LIKE)

    def _most_like(self, text: str, among: Mapping[str, str]) -> tuple[_Like, _Like]:
        """The two actions that a text is most like."""
        if not text:
            return _Like(), _Like()
        near = process.extract(text, among, scorer=fuzz.ratio, limit=NEAREST, score_cutoff=WORTH_NAMING * 100)
        found = sorted(
            (_Like(key, likeness(text, other)) for other, _, key in near),
            key=lambda like: (-like.likeness, like.id),
        )
        return (*found, _Like(), _Like())[0], (*found, _Like(), _Like())[1]
