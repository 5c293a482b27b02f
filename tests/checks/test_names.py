"""Whether two names may be one person's: a slip too many and nobody is asked, one too few and two people are."""

from __future__ import annotations

import pytest

from xlplan.checks.names import fuller, may_be_one, nearest, pairs_alike

LETTER, SURNAME = "one letter differs", "the surnames differ by a letter"
INITIAL, SHORT = "an initial for the first name", "a short form of the same first name"
NEARLY, ORDER = "spelt nearly alike", "the same words in another order"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Ruth Ackland", "Ruth Ackland", "the same letters"),
        ("Ruth Ackland", "ruth  ackland", "the same letters"),
        ("Ruth Ackland", "RuthAckland", "the same letters"),
        ("Dr Ruth Ackland", "Ruth Ackland", "the same but for a title"),
        ("Zoë Brandt", "Zoe Brandt", "the same but for accents"),
        ("Ruth Ackland (Homes)", "Ruth Ackland", "the same but for what stands in brackets"),
        ("ruth.ackland@example.org", "Ruth Ackland", "an address made of the same name"),
        ("Ackland Ruth", "Ruth Ackland", ORDER),
        ("Ackland", "Ruth Ackland", ""),
        ("Ruth", "Ruti", ""),
        ("", "Ruth Ackland", ""),
        # the same family name
        ("R Ackland", "Ruth Ackland", INITIAL),
        ("S Ackland", "Ruth Ackland", ""),
        ("Liz Ackland", "Elizabeth Ackland", SHORT),
        ("Liz Ackland", "Ruth Ackland", ""),
        ("Ruht Ackland", "Ruth Ackland", LETTER),
        ("Rut Ackland", "Ruth Ackland", ""),  # of three letters any may be another name
        ("Rulh Ackland", "Ruth Ackland", LETTER),
        ("Ralh Ackland", "Ruth Ackland", ""),
        ("Maryanne Ackland", "Marianna Ackland", LETTER),  # two letters, in a long name
        ("Marianna Ackland", "Muriamne Ackland", ""),
        ("Adrian Ackland", "Adrien Ackland", LETTER),
        ("Adrian Ackland", "Edrien Ackland", ""),
        # the same first name
        ("Ruth Ackland", "Ruth Aklland", SURNAME),
        ("Ruth Ackland", "Ruth Aeklard", SURNAME),
        ("Ruth Ackland", "Ruth Aeklord", ""),
        ("Ruth Hart", "Ruth Hard", SURNAME),
        ("Ruth Hart", "Ruth Hand", ""),
        ("R Hart", "Ruth Hard", SURNAME),
        ("Liz Hart", "Elizabeth Hard", SURNAME),
        ("Ruth Lee", "Ruth Les", ""),
        # a slip in both
        ("Ruih Aeklard", "Ruth Ackland", NEARLY),
        ("Ruih Aeklord", "Ruth Ackland", ""),
        ("Tom Beddoes", "Tim Bedwell", ""),
        # posts and bodies
        ("Head of Homes", "Head of Roads", ""),
        ("Head of Homes (East)", "Head of Homes East", "the same letters"),
        ("Homes Board", "Homes Bored", ""),
    ],
)
def test_why_two_names_may_be_one_persons(one: str, other: str, why: str) -> None:
    assert may_be_one(one, other) == why
    assert may_be_one(other, one) == why


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ("ruth.ackland@example.org", "Ruth Ackland", "Ruth Ackland"),
        ("R Ackland", "Ruth Ackland", "Ruth Ackland"),
        ("R A", "Ruth Ackland", ""),
        ("Ackland, Ruth", "Ruth Ackland", "Ruth Ackland"),
        ("Ruth Ackland (Homes)", "Ruth Ackland", "Ruth Ackland"),
        ("Zoë Brandt", "Zoe Brandt", "Zoë Brandt"),
        ("Zoë Brandt", "Zoë Brandt", ""),
        ("Zoë Brändt", "Zoë Brandt", "Zoë Brändt"),
        ("R Ackland", "ruth.ackland@example.org", "R Ackland"),
        ("Ackland, Ruth", "R Ackland", "Ackland, Ruth"),
        ("Head of Homes (East)", "Head of Homes East", ""),
    ],
)
def test_the_fuller_spelling_is_the_one_to_keep(one: str, other: str, kept: str) -> None:
    assert fuller(one, other) == kept
    assert fuller(other, one) == kept


def test_every_two_that_may_be_one_are_told_once_in_their_order() -> None:
    names = ["Ruth Ackland", "Tom Beddoes", "Ackland, Ruth", "Tom Bedoes", "R Ackland"]
    assert list(pairs_alike(names)) == [
        ("Ruth Ackland", "Ackland, Ruth", ORDER),
        ("Ruth Ackland", "R Ackland", INITIAL),
        ("Tom Beddoes", "Tom Bedoes", SURNAME),
        *list(pairs_alike(["Ackland, Ruth", "R Ackland"])),
    ]
    assert list(pairs_alike([])) == []


def test_at_most_three_names_are_suggested_and_those_that_may_be_the_person_first() -> None:
    names = ["Tom Beddows", "Ruth Ackland", "Tim Beddoes", "Tom Bedoes", "Tomas Beddoes", "T Beddoes"]
    found = nearest("Tom Beddoes", names)
    assert len(found) == 3
    assert set(found) <= {name for name in names if may_be_one("Tom Beddoes", name)}
    assert nearest("Zebedee Quartermain", names) == []
    assert nearest("ruth ackland", names) == ["Ruth Ackland"]
    assert nearest("Rut Aklnd", names) == ["Ruth Ackland"]
