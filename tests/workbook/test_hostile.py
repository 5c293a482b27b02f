"""Each kind of hostile file, merged into a master: it is merged as it is shown, or refused in a line, and never lost.

How each was judged stands in docs/hostile-files.md; `python -m tests.hostile` makes that table and damages more files.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.builders.cycle import a_master
from tests.hostile.files import ODD
from tests.hostile.judge import judged
from tests.hostile.mutate import mutate
from tests.hostile.seeds import seeds
from xlplan.workbook.file import FileBook

SECONDS = 45


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_master(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def good(master: Path) -> bytes:
    return list(seeds(master))[1][1]


@pytest.mark.parametrize("name", ODD)
def test_a_hostile_return_is_merged_as_it_is_shown_or_refused(
    master: Path, good: bytes, tmp_path: Path, name: str
) -> None:
    """If this fails, an answer is lost in silence, or one file keeps the others from being merged."""
    expected, edit = ODD[name]
    file = tmp_path / "hostile.xlsx"
    file.write_bytes(edit(good))
    result = judged(master, file)
    assert result.outcome == expected, result.why
    assert not result.is_bad, result
    assert "\n" not in result.why
    assert "Error" not in result.why


@pytest.mark.slow
def test_no_damage_is_answered_by_a_traceback_or_by_silence(master: Path, tmp_path: Path) -> None:
    """Damaged at random for three quarters of a minute, other damage each day; run it longer by hand."""
    good, opened = list(seeds(master)), FileBook.open(master)
    number = int(time.time() // 86_400) * 100_000
    outcomes: Counter[str] = Counter()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        suffix, content = good[number % len(good)]
        kind, damaged = mutate(content, number)
        file = tmp_path / f"damaged{suffix}"
        file.write_bytes(damaged)
        result = judged(opened, file)
        assert not result.is_bad, f"number {number} ({suffix}, {kind}): {result}"
        outcomes[result.outcome] += 1
        number += 1
    assert outcomes["merged"]
    assert outcomes["refused"]
