"""RAG cells: a status is read only where one was given, by the plan's own key."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from tests.builders.long_texts import LONG, SECONDS
from xlplan.model import KeyEntry
from xlplan.values.rag import CANONICAL, COLOURS, DEFAULT_KEY, Key, split_rag


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Red", "Red"),
        ("AMBER", "Amber"),
        ("green ", "Green"),
        ("Complete", "Complete"),
        ("completed", "Complete"),
        ("NOT STARTED", "Not started"),
        ("not  started", "Not started"),
        ("R", "Red"),
        ("a", "Amber"),
        ("g", "Green"),
        ("On track", None),
        ("Amber/Green", None),
        ("Blue", None),
        ("Greenish", None),
        ("", None),
    ],
)
def test_the_key_knows_its_words_in_any_case_and_no_others(typed: str, word: str | None) -> None:
    assert DEFAULT_KEY.word(typed) == word


@pytest.mark.parametrize(
    ("cell", "word", "prose"),
    [
        ("AMBER", "Amber", ""),
        ("Green - two posts filled", "Green", "two posts filled"),
        ("Green – two posts filled", "Green", "two posts filled"),
        ("Amber: waiting for the landlord", "Amber", "waiting for the landlord"),
        ("Red\nNo progress", "Red", "No progress"),
        ("Red\r\n\r\nNo progress ", "Red", "No progress"),
        ("Complete. Signed off by the board", "Complete", "Signed off by the board"),
        ("Not started; depends on 2.1", "Not started", "depends on 2.1"),
        ("Amber (one post vacant)", "Amber", "(one post vacant)"),
        ("G: on track", "Green", "on track"),
    ],
)
def test_a_status_typed_with_its_reason_is_both(cell: str, word: str, prose: str) -> None:
    assert split_rag(cell) == (word, prose)


@pytest.mark.parametrize(
    "prose",
    [
        "Green Paper recommendations implemented",
        "A review is under way",
        "Complete review by May",
        "Completed the audit",
        "Red tape reduced",
        "Red, amber and green were explained to the team",
        "Amber - Green",
        "Amber/Green",
        "A. Review the policy",
        "A, B and C are done",
        "Green-field site found",
        "Not started yet, in truth",
        "Two posts filled - Green",
        "Green -",
    ],
)
def test_prose_is_not_robbed_of_its_first_word(prose: str) -> None:
    assert split_rag(prose) == ("", prose)


def test_an_empty_cell_has_neither_word_nor_prose() -> None:
    assert split_rag(" \u00a0") == ("", "")


def test_a_councils_own_words_and_colours_hold_over_ours() -> None:
    key = Key(
        [
            KeyEntry(as_typed="On track", means="green", colour="00b050"),
            KeyEntry(as_typed="Green", means="Complete", colour="92D050"),
            KeyEntry(as_typed="Blue", means="Re-timed", colour="0070C0"),
        ]
    )
    assert key.word("ON TRACK") == "Green"
    assert key.word("Green") == "Complete"
    assert key.word("Blue") is None  # a meaning that is none of the five says nothing
    assert key.word("Amber") is None
    assert key.word_of_colour("#00B050") == "Green"
    assert key.word_of_colour("0070C0") is None
    assert split_rag("On track: all posts filled", key) == ("Green", "all posts filled")


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        ([("Parked", "Amber")], {"parked": "Amber", "AMBER": "Amber", "Green": None, "A": None}),
        ([("", "Amber")], {"Amber": "Amber", "Parked": None}),
        ([("Amber", "")], {"Amber": "Amber", "Green": None}),
        ([("Completed", ""), ("g", "")], {"completed": "Complete", "G": "Green", "Complete": None}),
        ([("Parked", "")], {"Parked": None, "Amber": None}),
        ([("Amber", "Parked")], {"Amber": None, "Parked": None}),
        ([("On track", "Green"), ("Green", "Complete")], {"On track": "Green", "Green": "Complete"}),
        ([("Green", "Complete"), ("Red", "Red")], {"Green": "Complete", "Complete": "Complete"}),
    ],
)
def test_a_word_that_the_key_lists_is_known_as_typed_or_as_what_it_means(
    lines: list[tuple[str, str]], known: dict[str, str | None]
) -> None:
    """What a merge has written by the Key would be an unknown word in the next check, and in the next return."""
    key = Key([KeyEntry(as_typed=typed, means=means) for typed, means in lines])
    assert {word: key.word(word) for word in known} == known


def test_a_colour_declared_for_two_meanings_is_not_guessed() -> None:
    key = Key(
        [
            KeyEntry(as_typed="Green", means="Green", colour="00B050"),
            KeyEntry(as_typed="Done", means="Complete", colour="00B050"),
        ]
    )
    assert key.word_of_colour("00B050") is None


@pytest.mark.parametrize("colour", ["", "FFFFFF", "red", "FF0000", "00B0500"])
def test_a_colour_that_nobody_declared_means_nothing(colour: str) -> None:
    assert DEFAULT_KEY.word_of_colour(colour) is None


def test_a_print_in_grey_still_tells_the_fills_apart() -> None:
    greys = []
    for word in CANONICAL:
        red, green, blue = (int(COLOURS[word][at : at + 2], 16) for at in (0, 2, 4))
        greys.append(0.299 * red + 0.587 * green + 0.114 * blue)
    assert all(after - before >= 8 for before, after in pairwise(greys))


@pytest.mark.parametrize("part", LONG)
def test_no_text_of_any_length_takes_long(part: str) -> None:
    """One pasted cell of 32,000 characters must not stop a run."""
    text = part * (32_000 // len(part))
    began = time.process_time()
    for typed in (text, f"green{text}", f"A {text}x", f"Not started{text}-"):
        split_rag(typed)
        DEFAULT_KEY.word(typed)
    assert time.process_time() - began < SECONDS
