"""Headings with a slip of the pen: a column that is not known by it would be no column of the plan."""

from __future__ import annotations

import pytest

from xlplan.importing.misspellings import distance, respelt


@pytest.mark.parametrize(
    ("heading", "right"),
    [
        ("acton", "action"), ("target dtae", "target date"), ("data", "data"),
        ("responsibel officer", "responsible officer"),
        ("respnsbility", "responsibility"), ("timscale", "timescale"), ("timscal", "timscal"),
        ("onwer", "owner"), ("ownr", "ownr"), ("taks", "taks"),
        ("statuss", "status"), ("respnsble", "responsible"), ("xction", "xction"),
        ("act1on", "act1on"), ("prgress", "progress"),
        ("pogres", "pogres"), ("tymescole", "timescale"), ("progrezz", "progrezz"),
        ("recomendatin", "recommendation"), ("dae", "dae"), ("lead", "lead"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_put_right_and_another_word_stays(heading: str, right: str) -> None:
    assert respelt(heading, ()) == right
    assert respelt(heading, heading.split()) == heading


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "", 3),
        ("abc", "abc", 0),
        ("abc", "abd", 1),
        ("abc", "ab", 1),
        ("ab", "abc", 1),
        ("abcd", "abdc", 1),
        ("ab", "ba", 1),
        ("abc", "cba", 2),
        ("abcdef", "badcfe", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_the_steps_from_one_word_to_another_are_counted(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == distance(other, one) == steps
