"""Which returns of a run are merged, and as whose: of this plan and period, the latest version, not merged before."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlplan.layout.record import IssuedAction, IssuedReturn, MergedVersion, Record
from xlplan.layout.returns import Return
from xlplan.merging.match import PlanTexts, match_rows
from xlplan.model import CellCounts, ReturnOutcome
from xlplan.values.text import fold


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
    """Those of them that stood in this very return."""
    earlier: MergedVersion | None
    """The version of this return that was merged last."""
    notes: list[str] = field(default_factory=list)


@dataclass
class SortedOut:
    """The returns of a run."""

    accepted: list[Accepted]
    """In the order of their files."""
    outcomes: list[ReturnOutcome]
    """Of those that are not merged: refused, or merged already."""
    return_ids: dict[str, str]
    """File -> return id, where it is known."""


class _Refused(Exception):
    """Why a return is not merged. It does not leave this module."""


@dataclass(frozen=True)
class _Known:
    """A return of which we know whose it is."""

    returned: Return
    issued: IssuedReturn
    digest: str
    notes: tuple[str, ...]


def sort_out(
    returns: Sequence[Return], record: Record, texts: PlanTexts, period: str, plan_id: str
) -> SortedOut:
    """Say of each return whether it is merged, and as whose.

    Args:
        returns: what came back, in any order.
        record: what was issued, and what was merged before.
        texts: the plan's, to know a return again whose identity is lost.
        period: the period that is merged.
        plan_id: the plan's.
    """
    found = SortedOut([], [], {})
    by_return: dict[str, list[_Known]] = defaultdict(list)
    for returned in sorted(returns, key=lambda each: each.file):
        try:
            known = _known(returned, record, texts, period, plan_id)
        except _Refused as refusal:
            found.outcomes.append(
                ReturnOutcome(
                    file=returned.file,
                    officer=returned.officer,
                    outcome="refused",
                    why="; ".join([str(refusal), *returned.notes]),
                )
            )
            if returned.return_id:
                found.return_ids[returned.file] = returned.return_id
        else:
            by_return[known.issued.id].append(known)
            found.return_ids[returned.file] = known.issued.id
    for return_id, versions in by_return.items():
        merged = [version for version in record.merged if version.return_id == return_id]
        latest = _latest(versions, merged, found)
        if latest is not None:
            found.accepted.append(_accepted(latest, record, merged))
    found.accepted.sort(key=lambda accepted: accepted.returned.file)
    return found


def _known(returned: Return, record: Record, texts: PlanTexts, period: str, plan_id: str) -> _Known:
    """The return with what was issued. Raises _Refused."""
    if returned.plan_id and fold(returned.plan_id) != fold(plan_id):
        raise _Refused(f"it belongs to another plan ({returned.plan_id})")
    notes = list(returned.notes)
    told = next((issued for issued in record.issued if issued.id == returned.return_id), None)
    if told is not None and returned.officer and fold(told.officer) != fold(returned.officer):
        raise _Refused(f"return {told.id} was issued to {told.officer}, this one says {returned.officer}")
    its_period = (
        (told.period if told else "") or returned.period or _period_of_headings(returned, record, period)
    )
    if fold(its_period) != fold(period):
        raise _Refused(f"it is for another period ({its_period or 'unknown'}); this is {period}")
    if not returned.rows:
        raise _Refused("it holds no rows")
    issued = told or returned.issued or _issued_to(returned.officer, record, period)
    if issued is None:
        issued, why = _inferred(returned, record, texts, period)
        notes.append(why)
    return _Known(returned, issued, digest(returned), tuple(notes))


def _period_of_headings(returned: Return, record: Record, period: str) -> str:
    """The period that a return without identity is for: the last known one of which it has a column."""
    known = {fold(issued.period): issued.period for issued in record.issued} | {fold(period): period}
    labels = [
        known[label]
        for heading in returned.headings
        if (label := re.sub(r" (rag|progress)$", "", fold(heading))) in known and label != fold(heading)
    ]
    return labels[-1] if labels else ""


def _issued_to(officer: str, record: Record, period: str) -> IssuedReturn | None:
    """The one return issued to an officer in a period; None when there are several or none."""
    if not officer:
        return None
    found = [issued for issued in _of_period(record, period) if fold(issued.officer) == fold(officer)]
    return found[0] if len(found) == 1 else None


def _of_period(record: Record, period: str) -> list[IssuedReturn]:
    return [issued for issued in record.issued if fold(issued.period) == fold(period)]


def _inferred(returned: Return, record: Record, texts: PlanTexts, period: str) -> tuple[IssuedReturn, str]:
    """The issued return that most rows belong to, and a sentence that says so. Raises _Refused."""
    candidates = _of_period(record, period)
    everything = {key: action for issued in candidates for key, action in issued.actions.items()}
    ids = [placing.id for placing in match_rows(returned.rows, everything, texts) if placing.id]
    shares = Counter({issued.id: sum(key in issued.actions for key in ids) for issued in candidates})
    ranked = shares.most_common(2)
    if not ranked or not ranked[0][1] or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        raise _Refused(
            "it does not say whose return it is, and its rows do not tell; "
            f'write the line "Return R0001 · {period} · name · plan {record.plan_id}" into cell A2'
        )
    best = next(issued for issued in candidates if issued.id == ranked[0][0])
    return best, (
        f"it does not say whose return it is: taken as {best.officer}'s, "
        f"to whom {ranked[0][1]} of its {len(returned.rows)} rows were issued"
    )


def _latest(versions: Sequence[_Known], merged: Sequence[MergedVersion], found: SortedOut) -> _Known | None:
    """The one version of a return that is merged now, if any; the outcomes of the others go into `found`."""
    fresh: list[_Known] = []
    seen: dict[str, _Known] = {}
    for known in sorted(versions, key=lambda each: each.returned.file):
        if known.digest in seen:
            found.outcomes.append(_already(known, f"the same values as {seen[known.digest].returned.file}"))
            continue
        seen[known.digest] = known
        if why := _was_merged(known, merged):
            found.outcomes.append(_already(known, why))
        else:
            fresh.append(known)
    if not fresh:
        return None
    latest = max(fresh, key=lambda each: _age(each.returned))
    for known in fresh:
        if known is not latest:
            found.outcomes.append(_refused(known, f"superseded by {latest.returned.file}"))
    if merged and _age(latest.returned) < _age(merged[-1]):
        found.outcomes.append(_refused(latest, f"older than the version merged before ({merged[-1].file})"))
        return None
    return latest


def _was_merged(known: _Known, merged: Sequence[MergedVersion]) -> str:
    """Where the same values were merged before, or "".

    An officer may go back to what an earlier version said: a workbook saved after the version merged last is new
    although an older one had the same values.
    """
    same = [version for version in merged if version.digest == known.digest]
    if not same:
        return ""
    last = merged[-1]
    saved = known.returned.saved
    if last.digest != known.digest and saved is not None and last.saved is not None and saved > last.saved:
        return ""
    return f"the same values as {same[-1].file}, merged before"


def _age(version: Return | MergedVersion) -> tuple[dt.datetime, dt.datetime, str]:
    """What orders two versions of a return: the time of last save, then the file's, then its name."""
    modified = version.modified or dt.datetime.min
    return version.saved or modified, modified, version.file


def _already(known: _Known, why: str) -> ReturnOutcome:
    read = count_filled(known.returned)
    return ReturnOutcome(
        file=known.returned.file,
        officer=known.issued.officer,
        outcome="already merged",
        why="; ".join([why, *known.notes]),
        cells=CellCounts(read=read, unchanged=read),
    )


def _refused(known: _Known, why: str) -> ReturnOutcome:
    return ReturnOutcome(
        file=known.returned.file,
        officer=known.issued.officer,
        outcome="refused",
        why="; ".join([why, *known.notes]),
    )


def _accepted(known: _Known, record: Record, merged: Sequence[MergedVersion]) -> Accepted:
    issued, returned = known.issued, known.returned
    # what stands in the return's own hidden sheet goes before what the master remembers of it, but it cannot
    # make an action the officer's that the master knows to be another's
    own = dict(issued.actions)
    if returned.issued is not None and returned.issued.id == issued.id:
        own = {key: returned.issued.actions.get(key, action) for key, action in own.items()}
    of_officer = {
        key: action
        for other in _of_period(record, issued.period)
        if fold(other.officer) == fold(issued.officer)
        for key, action in other.actions.items()
    }
    return Accepted(
        returned=returned,
        return_id=issued.id,
        officer=issued.officer,
        digest=known.digest,
        columns=issued.columns,
        base={**of_officer, **own},
        own_base=own,
        earlier=merged[-1] if merged else None,
        notes=list(known.notes),
    )


def count_filled(returned: Return) -> int:
    """How many cells of a return's rows hold something."""
    return sum(len(row.cells) for row in returned.rows)


def digest(returned: Return) -> str:
    """The same for two returns with the same values, in whatever order their rows and columns stand."""
    rows = sorted(
        "\x1f".join(sorted(f"{heading}\x1e{cell.said}" for heading, cell in row.cells.items()))
        for row in returned.rows
    )
    return hashlib.blake2b("\x1d".join(rows).encode(), digest_size=16).hexdigest()
