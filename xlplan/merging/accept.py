"""Whose each return is, and whether it is merged: it must be of this plan and period, and nobody else's.

Which one counts when an officer sent several, `latest_version` decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlplan.layout.read_record import differing
from xlplan.layout.record import IssuedAction, IssuedReturn, MergedVersion, Record
from xlplan.layout.returns import Return
from xlplan.merging.latest_version import Clock, judge_versions
from xlplan.merging.match import PlanTexts, match_rows
from xlplan.model import PassedOver, ReturnOutcome
from xlplan.values.text import counted, fold

MOST_OTHERS = 5_000
"""Cells that a return may hold beyond those that were issued: each may become a line that a person must decide, and
takes time and memory. A colleague's rows and an officer's own columns are some hundreds."""


@dataclass
class Accepted:
    """A return that is merged."""

    returned: Return
    return_id: str
    officer: str
    digest: str
    columns: tuple[str, ...]
    """The headings as issued, without ID and Check."""
    base: Mapping[str, IssuedAction]
    """The actions issued to the officer in this period, as they were issued."""
    own_base: Mapping[str, IssuedAction]
    """Those of them that were in this very return."""
    earlier: MergedVersion | None
    """The version of this return that was merged last."""
    rivals: tuple[str, ...] = ()
    """The files of other versions of this return in this run, of which no time tells whether they are later."""
    is_doubtful: bool = False
    """True when no time tells whether it is later than the version that was merged last."""
    notes: list[str] = field(default_factory=list)


@dataclass
class SortedOut:
    """The returns of a run."""

    accepted: list[Accepted] = field(default_factory=list)
    """In the order of their files."""
    already: list[Accepted] = field(default_factory=list)
    """Those whose values were merged before; the first of their notes says where."""
    refused: list[ReturnOutcome] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    """Returns of another period, with the values with which they were merged then."""
    return_ids: dict[str, str] = field(default_factory=dict)
    """File -> return id, where it is known."""


class _PassedOver(Exception):
    """The period of which a return was merged, as it is. It does not leave this module."""


class _Refused(Exception):
    """Why a return is not merged. It does not leave this module."""


@dataclass(frozen=True)
class _Known:
    """A return of which we know whose it is."""

    returned: Return
    issued: IssuedReturn
    digest: str
    notes: tuple[str, ...]


class _Issues:
    """What the master knows of returns, looked up for one period."""

    def __init__(self, record: Record, period: str, present: dt.datetime | None) -> None:
        self.period = period
        self.clock = Clock(present)
        self.plan_id = record.plan_id
        self.by_id = {issued.id: issued for issued in record.issued}
        self.labels = {fold(issued.period): issued.period for issued in record.issued} | {
            fold(period): period
        }
        self.of_period = [issued for issued in record.issued if fold(issued.period) == fold(period)]
        self.merged: dict[str, list[MergedVersion]] = defaultdict(list)
        for version in record.merged:
            self.merged[version.return_id].append(version)
        self._by_officer: dict[str, list[IssuedReturn]] = defaultdict(list)
        for issued in self.of_period:
            self._by_officer[fold(issued.officer)].append(issued)

    def to(self, officer: str) -> Sequence[IssuedReturn]:
        """The returns of the period that were issued to an officer."""
        return self._by_officer.get(fold(officer), ())


def sort_out(
    returns: Sequence[Return],
    record: Record,
    texts: PlanTexts,
    period: str,
    present: dt.datetime | None = None,
) -> SortedOut:
    """Say of each return whether it is merged, and as whose.

    The master's record says what was issued to whom, whatever a return says of itself.

    Args:
        returns: what came back, in any order.
        record: what was issued, and what was merged before.
        texts: the plan's, to know a return again whose identity is lost.
        period: the period that is merged.
        present: the present in UTC; a time after it is no time.
    """
    issues = _Issues(record, period, present)
    found = SortedOut()
    by_return: dict[str, list[_Known]] = defaultdict(list)
    for returned in returns:
        try:
            known = _known(returned, issues, texts)
        except _Refused as refusal:
            found.refused.append(_refused(returned, returned.officer, str(refusal), returned.notes))
            if returned.return_id in issues.by_id:
                found.return_ids[returned.file] = returned.return_id
        except _PassedOver as period_before:
            when = issues.merged[returned.return_id][-1].when
            found.passed_over.append(
                PassedOver(
                    file=returned.file, period=str(period_before), merged=when.date() if when else None
                )
            )
        else:
            by_return[known.issued.id].append(known)
            found.return_ids[returned.file] = known.issued.id
    for versions in by_return.values():
        _choose(versions, issues, found)
    found.accepted.sort(key=lambda accepted: accepted.returned.file)
    return found


def _known(returned: Return, issues: _Issues, texts: PlanTexts) -> _Known:
    """The return with what was issued. Raises _Refused."""
    if returned.plan_id and fold(returned.plan_id) != fold(issues.plan_id):
        called = returned.plan_title or returned.plan_id
        raise _Refused(f"it belongs to another plan ({called})")
    _refuse_overfull(returned, issues.of_period)
    notes = list(returned.notes)
    told = issues.by_id.get(returned.return_id)
    if told is not None and returned.officer and fold(told.officer) != fold(returned.officer):
        told, note = _own_of_another_id(returned, told, issues, texts)
        notes.append(note)
    if told is not None and returned.period and fold(told.period) != fold(returned.period):
        raise _Refused(f"return {told.id} was issued for {told.period}, this one says {returned.period}")
    period = told.period if told else returned.period or _period_of_headings(returned, issues)
    if fold(period) != fold(issues.period):
        if told is not None and any(one.digest == returned.digest for one in issues.merged[told.id]):
            raise _PassedOver(told.period)
        raise _Refused(f"it is for another period ({period or 'unknown'}); this is {issues.period}")
    if not returned.rows:
        raise _Refused("it holds no rows")
    if told is not None:
        issued = told
    else:
        issued, note = _without_known_id(returned, issues, texts)
        notes += [note] if note else []
    _refuse_overfull(returned, [issued])
    if returned.issued is not None and (count := differing(returned.issued, issued)):
        notes.append(
            f"its hidden sheet says something else of {counted(count, 'action')} than the master's record of what "
            "was issued; the record holds"
        )
    return _Known(returned, issued, returned.digest, tuple(notes))


def _refuse_overfull(returned: Return, issued: Sequence[IssuedReturn]) -> None:
    """Raise _Refused for a return with far more in it than these returns were issued with."""
    held = sum(len(row.values) for row in returned.rows)
    were_issued = sum(len(each.actions) * (len(each.columns) + 1) for each in issued)
    if held > were_issued + MOST_OTHERS:
        raise _Refused(
            f"it holds {held:,} cells with something in them where {were_issued:,} were issued, more than anybody can "
            "decide about; see whether it is the right file, or ask for the return that was issued"
        )


def _own_of_another_id(
    returned: Return, told: IssuedReturn, issues: _Issues, texts: PlanTexts
) -> tuple[IssuedReturn, str]:
    """The return that was issued to the officer named, where the id is another officer's, and a sentence that says so.

    So it is when an issue was undone after the returns had gone out, and the plan was issued anew with other owners.
    The rows decide: they must be the officer's own. Raises _Refused.
    """
    contradiction = f"return {told.id} was issued to {told.officer}, this one says {returned.officer}"
    theirs = issues.to(returned.officer)
    if not theirs:
        raise _Refused(
            f"{contradiction}; nobody called {returned.officer} was issued one for {issues.period}"
        )
    try:
        issued, _ = _inferred(returned, (told, *theirs), issues, texts)
    except _Refused:
        issued = told
    if issued is told:
        raise _Refused(contradiction)
    return issued, f"{contradiction}: taken as {issued.id}, {issued.officer}'s, to whom its rows were issued"


def _without_known_id(returned: Return, issues: _Issues, texts: PlanTexts) -> tuple[IssuedReturn, str]:
    """The issued return that one belongs to that names none, or none that was ever issued. Raises _Refused."""
    unknown = f"the master did not issue a return {returned.return_id}" if returned.return_id else ""
    theirs = issues.to(returned.officer)
    if len(theirs) == 1:
        (issued,) = theirs
        return issued, f"{unknown}: taken as {issued.id}, {issued.officer}'s" if unknown else ""
    if theirs:
        issued, why = _inferred(returned, theirs, issues, texts)
    elif unknown or returned.officer:
        raise _Refused(_nobodys(returned, unknown, issues))
    else:
        issued, why = _inferred(returned, issues.of_period, issues, texts)
    return issued, "; ".join(part for part in (unknown, why) if part)


def _nobodys(returned: Return, unknown: str, issues: _Issues) -> str:
    """Why a return is refused that names an id or an officer which the record does not know."""
    officer = (
        f"nobody called {returned.officer} was issued one for {issues.period}" if returned.officer else ""
    )
    remedy = (
        "if the issue was undone, issue again"
        if unknown
        else "correct the name in cell A2, or empty that cell, so that its rows tell whose it is"
    )
    return "; ".join(part for part in (unknown, officer, remedy) if part)


def _period_of_headings(returned: Return, issues: _Issues) -> str:
    """The period that a return without identity is for: the last known one of which it has a column."""
    labels = [
        issues.labels[label]
        for heading in map(fold, returned.headings)
        if (label := re.sub(r" (rag|progress)$", "", heading)) in issues.labels and label != heading
    ]
    return labels[-1] if labels else ""


def _inferred(
    returned: Return, among: Sequence[IssuedReturn], issues: _Issues, texts: PlanTexts
) -> tuple[IssuedReturn, str]:
    """The issued return that most rows belong to, and a sentence that says so. Raises _Refused."""
    everything = {key: action for issued in among for key, action in issued.actions.items()}
    ids = [placing.id for placing in match_rows(returned.rows, everything, texts) if placing.id]
    shares = [(sum(key in issued.actions for key in ids), issued) for issued in among]
    shares.sort(key=lambda share: -share[0])
    if not shares or not shares[0][0] or (len(shares) > 1 and shares[0][0] == shares[1][0]):
        raise _Refused(
            "it does not say whose return it is, and its rows do not tell; "
            f'write the line "Return R0001 · {issues.period} · name · plan {issues.plan_id}" into cell A2'
        )
    share, best = shares[0]
    return best, (
        f"it does not say whose return it is: taken as {best.officer}'s, "
        f"to whom {share} of its {counted(len(returned.rows), 'row')} were issued"
    )


def _choose(versions: Sequence[_Known], issues: _Issues, found: SortedOut) -> None:
    """Of the versions of one return in this run: the one that is merged, if any, and why the others are not."""
    merged = issues.merged[versions[0].issued.id]
    by_return = {id(known.returned): known for known in versions}
    for verdict in judge_versions([known.returned for known in versions], merged, issues.clock):
        known = by_return[id(verdict.returned)]
        if verdict.kind == "merged before":
            found.already.append(_accepted(known, issues, note=verdict.why))
        elif verdict.kind == "superseded":
            found.refused.append(_refused(known.returned, known.issued.officer, verdict.why, known.notes))
        else:
            found.accepted.append(
                _accepted(known, issues, rivals=verdict.rivals, is_doubtful=verdict.is_doubtful)
            )


def _refused(returned: Return, officer: str, why: str, notes: Sequence[str]) -> ReturnOutcome:
    return ReturnOutcome(file=returned.file, officer=officer, outcome="refused", why="; ".join([why, *notes]))


def _accepted(
    known: _Known,
    issues: _Issues,
    *,
    note: str = "",
    rivals: tuple[str, ...] = (),
    is_doubtful: bool = False,
) -> Accepted:
    issued = known.issued
    of_officer = {key: action for other in issues.to(issued.officer) for key, action in other.actions.items()}
    merged = issues.merged[issued.id]
    notes = [note, *known.notes]
    if rivals:
        notes.append(f"no time tells whether it or {', '.join(rivals)} is the later version")
    if is_doubtful:
        notes.append(f"no time tells whether it is later than {merged[-1].file}, merged before")
    returned = replace(
        known.returned,
        saved=issues.clock.time(known.returned.saved),
        modified=issues.clock.time(known.returned.modified),
    )
    return Accepted(
        returned=returned,
        return_id=issued.id,
        officer=issued.officer,
        digest=known.digest,
        columns=issued.columns,
        base={**of_officer, **issued.actions},
        own_base=issued.actions,
        earlier=merged[-1] if merged else None,
        rivals=rivals,
        is_doubtful=is_doubtful,
        notes=[note for note in notes if note],
    )
