"""The position in words, as a committee clerk would write it."""

from __future__ import annotations

from collections.abc import Sequence

from xlplan.reporting.position import NO_OWNER, NO_WORD, ActionPosition, Position, Reason
from xlplan.values.rag import CANONICAL
from xlplan.values.text import counted

_REASONS: dict[Reason, str] = {
    "red": "Red",
    "overdue": "overdue",
    "slipped": "slipped",
    "worse": "worse than before",
    "not reported": "not reported",
}
_MOST_NAMES = 8


def in_words(position: Position) -> tuple[str, ...]:
    """The position in a few sentences, each with its number against the period before.

    Returns:
        Paragraphs: how the plan stands; what a meeting must look at; who has reported.
    """
    return tuple(filter(None, (_totals(position), _attention(position), _reported(position))))


def short_words(position: Position) -> str:
    """One line for a heading: "78 actions: 24 complete, 5 red, 9 overdue"."""
    now = position.now
    parts = [f"{now.words['Complete']} complete", f"{now.words['Red']} red", f"{now.overdue} overdue"]
    return f"{counted(now.actions, 'action')}: {', '.join(parts)}"


def reasons_in_words(action: ActionPosition) -> str:
    """Why an action is an exception: "Red, 45 days overdue, slipped by 92 days, worse than before"."""
    parts = []
    for reason in action.why:
        if reason == "overdue":
            parts.append(f"{counted(action.days_overdue, 'day')} overdue")
        elif reason == "slipped":
            parts.append(f"slipped by {counted(action.days_slipped, 'day')}")
        elif reason == "worse":
            parts.append(f"worse than before ({action.word_before})")
        elif reason == "not reported" and action.progress:
            parts.append("no RAG word given")
        else:
            parts.append(_REASONS[reason])
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def action_in_words(action: ActionPosition) -> str:
    """An action's text without its ref, which is beside it."""
    text, ref = action.action, action.ref
    rest = text[len(ref) :]
    if not ref or not text.startswith(ref) or rest[:1].isalnum() or rest[:2].strip(".")[:1].isalnum():
        return text
    return rest.lstrip(" .:)-–\t\n") or text


def exceptions_in_words(position: Position) -> str:
    """Write the line above the table of exceptions: how many there are, and which of them are not in the table."""
    all_of_them, told = len(position.exceptions), len(to_look_at(position))
    if not all_of_them:
        return "No action is red, overdue, slipped or worse than before, and all have been reported on."
    silent = all_of_them - told
    if not told:
        return (
            "No action that was reported on is red, overdue, slipped or worse than before. "
            f"{_has(silent, 'action')} not been reported on; {_they_are(silent)} listed by owner at the end."
        )
    number = f"{counted(told, 'action')} of {position.now.actions:,}"
    line = f"{number} {_is(told)} red, overdue, slipped or worse than before."
    if silent:
        line += (
            f" {_has(silent, 'other')} not been reported on; {_they_are(silent)} listed by owner at the end."
        )
    return line


def to_look_at(position: Position) -> tuple[ActionPosition, ...]:
    """The exceptions that are shown one by one: all but those that have only not been reported."""
    return tuple(one for one in position.exceptions if one.why != ("not reported",))


def not_reported_by_owner(position: Position) -> tuple[tuple[str, tuple[ActionPosition, ...]], ...]:
    """Each owner with what was not reported, in the order of the owners."""
    silent: dict[str, list[ActionPosition]] = {}
    for action in position.actions:
        if "not reported" in action.why:
            silent.setdefault(action.owner, []).append(action)
    names = [counts.name for counts in position.owners]
    return tuple(
        (name, tuple(silent.get(name, silent.get("", [])))) for name in names if _is_in(name, silent)
    )


def returned_in_words(position: Position) -> str:
    """Who has sent a return and who has not; "" when none were issued."""
    returned = position.returned
    issued = len(returned.returns)
    if not issued:
        return ""
    missing, blank = returned.officers("outstanding"), returned.officers("nothing filled in")
    received = issued - len(missing)
    text = f"{received:,} of {counted(issued, 'return')} {'has' if received == 1 else 'have'} come back"
    if missing:
        text += f"; outstanding: {_names(missing)}"
    if blank:
        text += f"; with nothing filled in: {_names(blank)}"
    return f"{text}."


def share(number: int, of: int) -> str:
    """A share in whole per cent; one that is not nothing is never told as 0%, nor one that is not all as 100%.

    >>> share(24, 78), share(2, 16), share(1, 400), share(399, 400)
    ('31%', '13%', 'under 1%', 'over 99%')
    """
    if not of:
        return "0%"
    if 0 < number * 200 < of:
        return "under 1%"
    if 0 < (of - number) * 200 < of:
        return "over 99%"
    return f"{(200 * number + of) // (2 * of)}%"


def _totals(position: Position) -> str:
    now, then = position.now, position.then
    complete = now.words["Complete"]
    if not now.actions:
        return "The plan holds no actions."
    told = (
        f"{complete:,} {_is(complete)} complete ({share(complete, now.actions)})"
        if complete
        else "none are complete"
    )
    if then is not None:
        told += f", {_against(complete, then.words['Complete'], position.before)}"
    text = f"Of {counted(now.actions, 'action')} {told}."
    others = [word for word in position.words if word not in ("Complete", NO_WORD) and now.words[word]]
    if others:
        first, *more = (f"{now.words[word]:,} {_as_written(word)}" for word in others)
        number, word = first.split(" ", 1)
        text += f" Of the others, {_and([f'{number} {_is(now.words[others[0]])} {word}', *more])}."
    red = now.words["Red"]
    if then is not None:
        text += f" {_red_against(red, then.words['Red'], position)}"
    if now.words[NO_WORD]:
        text += f" {_has(now.words[NO_WORD], 'action')} no RAG word in {position.period}."
    return text


def _attention(position: Position) -> str:
    now = position.now
    if not now.actions:
        return ""
    parts = []
    if now.overdue:
        longest = max(action.days_overdue for action in position.actions)
        by = "by" if now.overdue == 1 else "the longest by"
        parts.append(f"{now.overdue:,} {_is(now.overdue)} overdue, {by} {counted(longest, 'day')}")
    if now.slipped:
        longest = max(action.days_slipped for action in position.actions)
        by = "by" if now.slipped == 1 else "the furthest by"
        has = "has" if now.slipped == 1 else "have"
        parts.append(f"{now.slipped:,} {has} a later date than the plan gave, {by} {counted(longest, 'day')}")
    text = f"{_sentence(parts)} " if parts else "No action is overdue and no date has slipped. "
    if position.before:
        better, worse = _number(now.better), _number(now.worse)
        moved = f"{better} {_is(now.better)} better and {worse} {_is(now.worse)} worse"
        text += f"Since {position.before}, {moved}"
        done = len(position.completed)
        text += f"; {done:,} {'was' if done == 1 else 'were'} completed." if done else "."
    return text.strip()


def _reported(position: Position) -> str:
    return returned_in_words(position)


def _red_against(now: int, then: int, position: Position) -> str:
    """The number of red actions against the period before. A red one that nobody reports on has not become better."""
    before = position.before
    silent = sum(1 for one in position.actions if one.word_before == "Red" and not one.word)
    but = (
        f", but {silent:,} that {'was' if silent == 1 else 'were'} red {_has_not(silent)} been reported on"
        if silent
        else ""
    )
    if now == then:
        return f"The number of red actions is the same as in {before} ({now:,}){but}."
    return (
        f"Red actions have {'risen' if now > then else 'fallen'} from {then:,} in {before} to {now:,}{but}."
    )


def _against(now: int, then: int, before: str) -> str:
    return f"as in {before}" if now == then else f"against {f'{then:,}' if then else 'none'} in {before}"


def _as_written(word: str) -> str:
    return word.lower() if word in CANONICAL else f"“{word}”"


def _sentence(parts: Sequence[str]) -> str:
    return "; ".join(parts) + "."


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _has(number: int, noun: str) -> str:
    return f"{counted(number, noun)} {'has' if number == 1 else 'have'}"


def _has_not(number: int) -> str:
    return "has not" if number == 1 else "have not"


def _they_are(number: int) -> str:
    return "it is" if number == 1 else "they are"


def _names(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return _and(names)
    return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"


def _is_in(name: str, silent: dict[str, list[ActionPosition]]) -> bool:
    return name in silent or ("" in silent and name == NO_OWNER)
