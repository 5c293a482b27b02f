"""Versions of one return of which no time shows the later: where they differ, a person decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlplan.merging.compare import ReturnDiff
from xlplan.merging.three_way import Edit
from xlplan.model import CellValue

VERSIONS = "two versions of the return differ, and no time tells which is later"


def doubt_versions(diffs: Sequence[ReturnDiff], normalised: Callable[[str, CellValue], str]) -> None:
    """Make doubtful what one version of a return says otherwise than another, in this run or merged before.

    Args:
        diffs: the returns of a run; their edits are changed.
        normalised: the text that all values of one meaning in a column share.
    """
    by_file = {diff.accepted.returned.file: diff for diff in diffs}
    for diff in diffs:
        rivals = [by_file[file] for file in diff.accepted.rivals]
        if rivals or diff.accepted.is_doubtful:
            diff.edits = [_doubted(edit, diff, rivals, normalised) for edit in diff.edits]


def _doubted(
    edit: Edit, diff: ReturnDiff, rivals: Sequence[ReturnDiff], normalised: Callable[[str, CellValue], str]
) -> Edit:
    if edit.is_foreign:  # a proposal, whatever the version
        return edit
    place = edit.id, edit.column
    others = {rival.says[place] for rival in rivals if place in rival.says}
    earlier = diff.accepted.earlier
    if diff.accepted.is_doubtful and earlier is not None:
        given = earlier.given.get(edit.id, {}).get(edit.column)
        others.add(edit.base_normalised if given is None else normalised(edit.column, given.value))
    if others <= {edit.normalised}:
        return edit
    why = "; ".join(part for part in (edit.why, VERSIONS) if part)
    return edit._replace(kind="doubtful", why=why, put=None)
