"""Rows that say what to type: taken for actions, somebody would be asked to describe the action."""

from __future__ import annotations

import pytest

from xlplan.importing.hint_rows import is_example, is_hint, may_be_hint


@pytest.mark.parametrize(
    ("texts", "is_one"),
    [
        (["e.g. paint the door"], True),
        (["Example"], True),
        (["Sample 1"], True),
        (["for example paint"], True),
        (["x", "eg paint"], True),
        (["Examples of work"], False),
        (["Egg boxes"], False),
        ([], False),
        (["Mend it"], False),
    ],
)
def test_an_example_is_no_action(texts: list[str], is_one: bool) -> None:
    assert is_example(dict(enumerate(texts))) is is_one


FIELDS = {0: "action", 1: "owner", 2: "due", 3: "progress"}


@pytest.mark.parametrize(
    ("texts", "is_one"),
    [
        ({0: "(say what will be done)", 1: "Name of the officer"}, True),
        ({0: "Describe the action", 2: "dd/mm/yyyy"}, True),
        ({0: "Describe the action"}, False),
        ({0: "Describe the action", 1: "Jo Bell"}, False),
        ({0: "Describe the action", 1: "Lead officer", 2: "May 2026"}, True),
        ({0: "Describe the action", 1: "Lead officer", 2: "1 May", 3: "Half done"}, False),
        ({0: "Mend the roof", 1: "Lead officer", 2: "Date"}, True),
        ({0: "Mend the roof", 1: "Jo Bell", 2: "Date"}, False),
        ({0: "[text]", 3: "<text>"}, True),
        ({0: "{text}", 2: "1 month"}, False),
    ],
)
def test_a_row_that_says_what_to_type_is_no_action(texts: dict[int, str], is_one: bool) -> None:
    assert is_hint(texts, FIELDS) is is_one


def test_only_the_first_three_rows_say_what_to_type() -> None:
    assert [may_be_hint(position) for position in range(5)] == [True, True, True, False, False]
