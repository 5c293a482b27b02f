"""How many files one process is given: too many and it fills the memory, too few and it is not worth its start."""

from __future__ import annotations

import sys

import pytest

from xlplan.verbs import many_files


@pytest.mark.parametrize(
    ("files", "cores", "sizes"),
    [
        (0, 8, [0]),
        (99, 2, [99]),
        (100, 1, [100]),
        (100, 2, [50, 50]),
        (100, 8, [50, 50]),
        (149, 8, [75, 74]),
        (150, 8, [50, 50, 50]),
        (400, 8, [50] * 8),
        (500, 2, [250, 250]),
        (501, 2, [167, 167, 167]),
        (1000, 2, [250] * 4),
    ],
)
def test_each_process_is_given_as_much_as_pays_and_fits(
    files: int, cores: int, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_files, "_cores", lambda: cores)
    names = [str(number) for number in range(files)]
    shares = many_files._shares(names)
    assert [len(share) for share in shares] == sizes
    assert [name for share in shares for name in share] == names


def test_without_a_python_to_start_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a program that Python is built into."""
    monkeypatch.setattr(many_files, "_cores", lambda: 2)
    monkeypatch.setattr(sys, "executable", "")
    assert len(many_files._shares(["one"] * 200)) == 1
