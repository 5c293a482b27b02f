"""Which of several versions of one return counts: the latest, by the times of last save, and not one merged before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xlplan.layout.record import MergedVersion
from xlplan.layout.returns import Return


class Clock:
    """Tells which of two versions is earlier.

    Args:
        present: the present in UTC; a time after it is no time. None where any time is one.
    """

    def __init__(self, present: dt.datetime | None) -> None:
        self._present = present

    def time(self, moment: dt.datetime | None) -> dt.datetime | None:
        """A time that a file or a record says; one after the present is none."""
        is_after = moment is not None and self._present is not None and moment > self._present
        return None if is_after else moment

    def is_earlier(self, one: Return | MergedVersion, other: Return | MergedVersion) -> bool:
        """True when times tell that one version is earlier: those of last save, else those of the files."""
        saved, others = self.time(one.saved), self.time(other.saved)
        if saved is not None and others is not None and saved != others:
            return saved < others
        modified, others = self.time(one.modified), self.time(other.modified)
        return modified is not None and others is not None and modified < others


@dataclass(frozen=True)
class Verdict:
    """What becomes of one version."""

    returned: Return
    kind: Literal["merged", "merged before", "superseded"]
    """`merged before`: its values are those of another version, of this run or an earlier one."""
    why: str = ""
    """Why it is not merged."""
    rivals: tuple[str, ...] = ()
    """The files of other versions in this run of which no time tells whether they are later."""
    is_doubtful: bool = False
    """True when no time tells whether it is later than the version that was merged last."""


def judge_versions(
    versions: Sequence[Return], merged: Sequence[MergedVersion], clock: Clock
) -> list[Verdict]:
    """Say of each version of one return whether it is merged.

    Args:
        versions: those of this run.
        merged: those of earlier runs, in their order.
        clock: tells which is earlier.

    Returns:
        One verdict a version. Several are merged where no time tells which is the latest; a person then decides
        where they differ.
    """
    verdicts: list[Verdict] = []
    fresh: list[Return] = []
    seen: dict[str, Return] = {}
    for version in sorted(versions, key=lambda each: each.file):
        if version.digest in seen:
            why = f"the same values as {seen[version.digest].file}"
        else:
            seen[version.digest] = version
            why = _was_merged(version, merged, clock)
        if why:
            verdicts.append(Verdict(version, "merged before", why))
        else:
            fresh.append(version)
    later_than = [[other for other in fresh if clock.is_earlier(version, other)] for version in fresh]
    latest = [version for version, later in zip(fresh, later_than, strict=True) if not later]
    latest = latest or fresh  # where times go round in a circle, they tell nothing
    for version, later in zip(fresh, later_than, strict=True):
        if version not in latest:
            first = next((other for other in later if other in latest), latest[0])
            verdicts.append(Verdict(version, "superseded", f"superseded by {first.file}"))
    held = [version for version in latest if not merged or not clock.is_earlier(version, merged[-1])]
    for version in latest:
        if version not in held:
            why = f"older than the version merged before ({merged[-1].file})"
            verdicts.append(Verdict(version, "superseded", why))
    for version in held:
        rivals = tuple(other.file for other in held if other is not version)
        is_doubtful = bool(merged) and not clock.is_earlier(merged[-1], version)
        verdicts.append(Verdict(version, "merged", rivals=rivals, is_doubtful=is_doubtful))
    return verdicts


def _was_merged(version: Return, merged: Sequence[MergedVersion], clock: Clock) -> str:
    """Where the same values were merged before, or "".

    An officer may go back to what an earlier version said: a workbook saved after the version merged last is new
    although an older one had the same values.
    """
    same = [earlier for earlier in merged if earlier.digest == version.digest]
    if not same:
        return ""
    last = merged[-1]
    saved, last_saved = clock.time(version.saved), clock.time(last.saved)
    if last.digest != version.digest and saved is not None and last_saved is not None and saved > last_saved:
        return ""
    return f"the same values as {same[-1].file}, merged before"
