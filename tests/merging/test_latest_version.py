"""Which version of a return counts, for each way in which times can tell or not tell which is the later."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders.merge_examples import a_return
from xlplan.layout.record import MergedVersion
from xlplan.layout.returns import Return
from xlplan.merging.latest_version import Clock, judge_versions

MON, TUE, WED, THU = (dt.datetime(2005, 10, day, 9) for day in (3, 4, 5, 6))
PRESENT = THU


def version(
    file: str, says: str, saved: dt.datetime | None = None, modified: dt.datetime | None = None
) -> Return:
    return a_return().set("A001", progress=says).send(f"{file}.xlsx", saved=saved, modified=modified)


def before(
    file: str, says: str, saved: dt.datetime | None = None, modified: dt.datetime | None = None
) -> MergedVersion:
    digest = version(file, says).digest
    return MergedVersion(
        return_id="R0001", digest=digest, saved=saved, modified=modified, file=f"{file}.xlsx"
    )


@pytest.mark.parametrize(
    ("one", "other", "is_earlier"),
    [
        ((MON, None), (TUE, None), True),
        ((TUE, None), (MON, None), False),
        ((MON, None), (MON, None), False),
        ((MON, TUE), (MON, WED), True),  # saved at the same time: the files' times tell
        ((TUE, MON), (MON, WED), False),  # the time of last save goes first
        ((None, MON), (None, TUE), True),
        ((None, MON), (None, MON), False),
        ((MON, MON), (None, TUE), True),
        ((MON, None), (None, TUE), False),
        ((None, None), (None, None), False),
        ((MON, None), (THU, None), True),  # the present itself is a time
        ((MON, None), (THU + dt.timedelta(seconds=1), None), False),
        ((THU + dt.timedelta(seconds=1), MON), (MON, TUE), True),
    ],
)
def test_one_version_is_earlier_only_where_times_tell(
    one: tuple[dt.datetime | None, dt.datetime | None],
    other: tuple[dt.datetime | None, dt.datetime | None],
    is_earlier: bool,
) -> None:
    clock = Clock(PRESENT)
    assert clock.is_earlier(version("a", "x", *one), version("b", "y", *other)) is is_earlier


def test_without_a_present_any_time_is_one() -> None:
    assert Clock(None).time(dt.datetime(9999, 12, 31)) == dt.datetime(9999, 12, 31)
    assert Clock(PRESENT).time(PRESENT) == PRESENT
    assert Clock(PRESENT).time(None) is None


BY_C = "superseded by c.xlsx"
SAME, OLDER = "the same values as {}.xlsx, merged before", "older than the version merged before ({}.xlsx)"


@pytest.mark.parametrize(
    ("versions", "merged", "verdicts"),
    [
        ([version("a", "x")], [], [("a", "merged", "", "", False)]),
        ([version("a", "x", MON), version("b", "y", TUE)], [],
         [("a", "superseded", "superseded by b.xlsx", "", False), ("b", "merged", "", "", False)]),
        ([version("b", "x", MON), version("a", "y", MON)], [],
         [("a", "merged", "", "b", False), ("b", "merged", "", "a", False)]),
        ([version("a", "x"), version("b", "x")], [],
         [("a", "merged", "", "", False), ("b", "merged before", "the same values as a.xlsx", "", False)]),
        # of three
        ([version("a", "x", MON), version("b", "y", TUE), version("c", "z", WED)], [],
         [("a", "superseded", BY_C, "", False), ("b", "superseded", BY_C, "", False), ("c", "merged", "", "", False)]),
        ([version("a", "x", MON, MON), version("b", "y", None, TUE), version("c", "z", TUE, TUE)], [],
         [("a", "superseded", "superseded by b.xlsx", "", False), ("b", "merged", "", "c", False),
          ("c", "merged", "", "b", False)]),
        ([version("a", "x", MON, WED), version("b", "y", TUE, MON), version("c", "z", None, TUE)], [],
         [("a", "merged", "", "b c", False), ("b", "merged", "", "a c", False), ("c", "merged", "", "a b", False)]),
        # beside what was merged in earlier runs
        ([version("b", "y", TUE)], [before("a", "x", MON)], [("b", "merged", "", "", False)]),
        ([version("b", "y", MON)], [before("a", "x", TUE)], [("b", "superseded", OLDER.format("a"), "", False)]),
        ([version("b", "y", MON)], [before("a", "x", MON)], [("b", "merged", "", "", True)]),
        ([version("b", "y")], [before("a", "x", MON)], [("b", "merged", "", "", True)]),
        ([version("b", "x", TUE)], [before("a", "x", MON)], [("b", "merged before", SAME.format("a"), "", False)]),
        ([version("c", "x", WED)], [before("a", "x", MON), before("b", "y", TUE)], [("c", "merged", "", "", False)]),
        ([version("c", "x", TUE)], [before("a", "x", MON), before("b", "y", TUE)],
         [("c", "merged before", SAME.format("a"), "", False)]),
        ([version("c", "x")], [before("a", "x", MON), before("b", "y", TUE)],
         [("c", "merged before", SAME.format("a"), "", False)]),
        ([version("c", "x", WED)], [before("a", "x", MON), before("b", "y")],
         [("c", "merged before", SAME.format("a"), "", False)]),
        ([version("c", "x", WED)], [before("a", "x", MON), before("b", "x", TUE)],
         [("c", "merged before", SAME.format("b"), "", False)]),
        ([version("b", "y", MON), version("c", "z", WED)], [before("a", "x", TUE)],
         [("b", "superseded", "superseded by c.xlsx", "", False), ("c", "merged", "", "", False)]),
        ([version("b", "y", MON), version("c", "z", MON)], [before("a", "x", TUE)],
         [("b", "superseded", OLDER.format("a"), "", False), ("c", "superseded", OLDER.format("a"), "", False)]),
        ([], [before("a", "x", TUE)], []),
    ],
)  # fmt: skip
def test_each_version_is_merged_or_it_is_said_why_not(
    versions: list[Return], merged: list[MergedVersion], verdicts: list[tuple[str, str, str, str, bool]]
) -> None:
    """An officer's latest words must hold, and none that nobody can tell to be the latest be taken for them."""
    found = judge_versions(versions, merged, Clock(PRESENT))
    told = [
        (
            one.returned.file.removesuffix(".xlsx"),
            one.kind,
            one.why,
            " ".join(sorted(rival.removesuffix(".xlsx") for rival in one.rivals)),
            one.is_doubtful,
        )
        for one in found
    ]
    assert sorted(told) == sorted(verdicts)
    assert judge_versions(versions[::-1], merged, Clock(PRESENT)) == found, (
        "the order of the files made a difference"
    )
