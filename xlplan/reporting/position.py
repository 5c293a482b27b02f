"""The position of a plan in one review period: what is counted, and what a meeting must look at. Pure.

Everything that is reported (in Word, on the page, on the dashboard, as JSON) is read off one `Position`, so that
no two of them can differ.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

from xlplan.layout.direction import direction
from xlplan.model import Action, Model, Plan
from xlplan.values.no_owner import names_nobody
from xlplan.values.officers import Register
from xlplan.values.overdue import due_now, is_overdue, last_word, periods_to
from xlplan.values.rag import CANONICAL, DEFAULT_KEY, Key
from xlplan.values.text import fold

NO_WORD = "No RAG word"
OTHER_WORDS = "Other words"
NO_THEME = "No theme"
NO_OWNER = "No owner"

Reason = Literal["red", "overdue", "slipped", "worse", "not reported"]
"""Why a meeting must look at an action."""

ReturnState = Literal["received", "nothing filled in", "outstanding"]


class OfficerReturn(Model):
    """What became of one officer's return in one period."""

    officer: str
    actions: int = 0
    state: ReturnState


class PeriodReturns(Model):
    """The returns of one period."""

    label: str
    returns: tuple[OfficerReturn, ...] = ()

    def officers(self, state: ReturnState) -> tuple[str, ...]:
        """Whose return is in that state."""
        return tuple(one.officer for one in self.returns if one.state == state)


class ActionPosition(Model):
    """How one action stands."""

    id: str
    ref: str
    action: str
    theme: str
    owner: str
    """By the name that the register has."""
    timescale: str
    due: dt.date | None
    revised_due: dt.date | str | None
    word: str
    """The period's RAG word as the Key reads it; as typed where the Key does not know it; "" where there is none."""
    word_before: str
    """The last word of an earlier period; "" where there is none."""
    direction: str
    """better, same, worse, new, or empty."""
    progress: str
    """The owner's words for the period, in full."""
    days_overdue: int
    """0 when it is not overdue."""
    days_slipped: int
    """Calendar days from the due date to the revised one, for what is not complete; 0 when it has not slipped."""
    why: tuple[Reason, ...]
    """Why it is an exception; empty when it is none."""

    @property
    def counted_as(self) -> str:
        """The heading under which it is counted."""
        return self.word or NO_WORD

    @property
    def due_now(self) -> dt.date | None:
        """The date that holds."""
        return self.revised_due if isinstance(self.revised_due, dt.date) else self.due


class Counts(Model):
    """How many actions of one kind (a period's, a theme's, an owner's, all of them) there are, and how they stand."""

    name: str
    words: Mapping[str, int]
    """RAG word -> number of actions; the words of `Position.words`, each with its number. They add up to `actions`."""
    overdue: int = 0
    slipped: int = 0
    better: int = 0
    worse: int = 0
    exceptions: int = 0

    @property
    def actions(self) -> int:
        return sum(self.words.values())

    @cached_property
    def shown(self) -> Mapping[str, int]:
        """The same numbers under the headings of charts and tables: the five, other words together, and none."""
        others = sum(number for word, number in self.words.items() if word not in (*CANONICAL, NO_WORD))
        return {
            **{word: self.words.get(word, 0) for word in CANONICAL},
            OTHER_WORDS: others,
            NO_WORD: self.words.get(NO_WORD, 0),
        }


class Position(Model):
    """How a plan stands in one period, on one day."""

    title: str
    council: str
    period: str
    before: str
    """The last earlier period in which something is written; "" when there is none."""
    today: dt.date
    """The day against which overdue is judged."""
    words: tuple[str, ...]
    """The words that are counted: the five, then others as typed, then `NO_WORD`."""
    actions: tuple[ActionPosition, ...]
    """In the order of the plan."""
    periods: tuple[Counts, ...]
    """RAG words by period up to this one, oldest first; of this one everything."""
    themes: tuple[Counts, ...]
    """In the order of the plan."""
    owners: tuple[Counts, ...]
    """In the order of the alphabet, nobody last."""
    returns: tuple[PeriodReturns, ...] = ()
    """The periods in which returns were issued, oldest first, up to this one."""

    @property
    def now(self) -> Counts:
        """The counts of this period, over all actions."""
        return self.periods[-1]

    @cached_property
    def then(self) -> Counts | None:
        """The counts of the period before."""
        return next((counts for counts in self.periods if counts.name == self.before), None)

    @property
    def returned(self) -> PeriodReturns:
        """The returns of this period; none when none were issued."""
        known = [one for one in self.returns if one.label == self.period]
        return known[0] if known else PeriodReturns(label=self.period)

    @cached_property
    def exceptions(self) -> tuple[ActionPosition, ...]:
        """What a meeting must look at: the Red, then the longest overdue, then the rest in the order of the plan."""
        found = [one for one in self.actions if one.why]
        return tuple(sorted(found, key=lambda one: ("red" not in one.why, -one.days_overdue)))

    @cached_property
    def completed(self) -> tuple[ActionPosition, ...]:
        """The actions that are complete now and were not before."""
        return tuple(one for one in self.actions if one.word == "Complete" and one.word_before != "Complete")


def position_of(
    plan: Plan,
    *,
    period: str,
    today: dt.date,
    returns: Sequence[PeriodReturns] = (),
    council: str = "",
) -> Position:
    """How a plan stands.

    Args:
        plan: the plan.
        period: the label of the review period to report on; one of the plan's.
        today: the day against which overdue is judged.
        returns: what was issued and came back, period by period; later periods than `period` are passed over.
        council: whose plan it is, where that is known.

    Returns:
        The position. Its counts, by period, by theme and by owner, each add up to the number of actions.
    """
    key = Key(plan.key) if plan.key else DEFAULT_KEY
    labels = [known.label for known in plan.periods]
    until = periods_to(labels, period)
    register = Register(plan.officers)
    names: dict[str, str] = {}
    actions = tuple(
        _action(one, until, key, today, _owner(one.owner, register, names)) for one in plan.actions
    )
    used = [rag_words(plan.actions, label, key) for label in until]
    words = _in_order(word for counts in used for word, number in counts.items() if number)
    now = _counts(period, actions, words)
    earlier = [
        Counts(name=label, words=_filled(counts, words)) for label, counts in zip(until, used, strict=True)
    ]
    reported = [counts.name for counts in earlier[:-1] if counts.actions > counts.words[NO_WORD]]
    return Position(
        title=" ".join(plan.title.split()) or "Action plan",
        council=council,
        period=period,
        before=reported[-1] if reported else "",
        today=today,
        words=words,
        actions=actions,
        periods=(*earlier[:-1], now),
        themes=_grouped(actions, lambda one: one.theme or NO_THEME, words),
        owners=tuple(
            sorted(
                _grouped(actions, lambda one: one.owner or NO_OWNER, words),
                key=lambda counts: (counts.name == NO_OWNER, fold(counts.name)),
            )
        ),
        returns=tuple(one for one in returns if one.label in until),
    )


def rag_words(actions: Iterable[Action], period: str, key: Key) -> dict[str, int]:
    """Count the actions of a period by RAG word: the five as the Key reads them, others as typed, `NO_WORD` last.

    Args:
        actions: the actions.
        period: the review period's label.
        key: what RAG words mean in this plan.

    Returns:
        RAG word -> number of actions. The numbers add up to the number of actions.
    """
    found = Counter(_word(action.in_period(period).rag, key) or NO_WORD for action in actions)
    return {
        word: found.get(word, 0)
        for word in (*_in_order(found)[:-1], *([NO_WORD] if NO_WORD in found else []))
    }


def _word(typed: str, key: Key) -> str:
    return key.word(typed) or typed


def _in_order(found: Iterable[str]) -> tuple[str, ...]:
    """The five words, then others in the order of the alphabet, then that there is none."""
    others = sorted(set(found) - {*CANONICAL, NO_WORD}, key=fold)
    return (*CANONICAL, *others, NO_WORD)


def _filled(counts: Mapping[str, int], words: Sequence[str]) -> dict[str, int]:
    return {word: counts.get(word, 0) for word in words}


def _owner(typed: str, register: Register, names: dict[str, str]) -> str:
    """The owner by the name that the register has; the same name typed in another case is the same owner.

    "" where nobody is named ("TBC").
    """
    if typed not in names:
        officer = register.find_one(typed)
        name = "" if names_nobody(typed) else officer.name if officer else " ".join(typed.split())
        names[typed] = names.setdefault(fold(typed), name)
    return names[typed]


def _action(action: Action, until: Sequence[str], key: Key, today: dt.date, owner: str) -> ActionPosition:
    report = action.in_period(until[-1] if until else "")
    word = _word(report.rag, key)
    before = last_word(action, until[:-1], key)
    moved = direction([before], word)
    due = due_now(action)
    days_overdue = (today - due).days if due and is_overdue(action, until, key, today) else 0
    is_done = last_word(action, until, key) == "Complete"
    slipped = action.due is not None and due is not None and due > action.due and not is_done
    days_slipped = (due - action.due).days if slipped and due and action.due else 0
    reasons: dict[Reason, bool] = {
        "red": word == "Red",
        "overdue": days_overdue > 0,
        "slipped": days_slipped > 0,
        "worse": moved == "worse",
        "not reported": not word,
    }
    return ActionPosition(
        id=action.id,
        ref=action.ref,
        action=action.shown_action,
        theme=action.theme,
        owner=owner,
        timescale=action.timescale,
        due=action.due,
        revised_due=action.revised_due,
        word=word,
        word_before=before,
        direction=moved,
        progress=report.progress,
        days_overdue=days_overdue,
        days_slipped=days_slipped,
        why=tuple(reason for reason, holds in reasons.items() if holds),
    )


def _counts(name: str, actions: Sequence[ActionPosition], words: Sequence[str]) -> Counts:
    return Counts(
        name=name,
        words=_filled(Counter(one.counted_as for one in actions), words),
        overdue=sum(1 for one in actions if one.days_overdue),
        slipped=sum(1 for one in actions if one.days_slipped),
        better=sum(1 for one in actions if one.direction == "better"),
        worse=sum(1 for one in actions if one.direction == "worse"),
        exceptions=sum(1 for one in actions if one.why),
    )


def _grouped(
    actions: Sequence[ActionPosition], named: Callable[[ActionPosition], str], words: Sequence[str]
) -> tuple[Counts, ...]:
    folded = functools.cache(fold)
    groups: dict[str, list[ActionPosition]] = {}
    for one in actions:
        groups.setdefault(folded(named(one)), []).append(one)
    return tuple(_counts(" ".join(named(group[0]).split()), group, words) for group in groups.values())
