"""Owner cells: the one who answers for an action is found, nobody named is lost, and no name is bent."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.model import Officer
from xlplan.values.owners import Register, read_owners

REGISTER = Register(
    [
        Officer(
            name="Ada Marsh", initials="AM", post="Head of Adults, Health & Housing", aliases=("Adele Marsh",)
        ),
        Officer(name="Bob Reed", initials="BR", post="Named Nurse", team="Safeguarding"),
        Officer(name="Cy Dunn", initials="CD", post="Named Midwife", team="Safeguarding"),
        Officer(name="Bea Rowe", initials="BR"),
    ]
)


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("", []),
        ("Ada Marsh", ["Ada Marsh"]),
        (" Ada\u00a0Marsh. ", ["Ada Marsh"]),
        ("Ada Marsh/Bob Reed/ Cy Dunn", ["Ada Marsh", "Bob Reed", "Cy Dunn"]),
        ("Ada Marsh, Bob Reed and Cy Dunn", ["Ada Marsh", "Bob Reed", "Cy Dunn"]),
        ("Ada Marsh, Bob Reed, and Cy Dunn", ["Ada Marsh", "Bob Reed", "Cy Dunn"]),
        ("Ada Marsh; Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Ada Marsh\nBob Reed\nAda Marsh", ["Ada Marsh", "Bob Reed"]),
        ("• Ada Marsh\n• Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Ada Marsh  All DMT", ["Ada Marsh", "All DMT"]),
        ("DMT Ada Marsh", ["DMT", "Ada Marsh"]),
        ("ADA MARSH, BOB REED", ["ADA MARSH", "BOB REED"]),
        ("ada marsh/bob reed", ["ada marsh", "bob reed"]),
        ("Zoë Brontë, Jean-Luc O'Neill", ["Zoë Brontë", "Jean-Luc O'Neill"]),
        ("AM (BR/CD/E F)", ["AM", "BR", "CD", "E F"]),
        ("AM BR L&D CD", ["AM", "BR", "L&D", "CD"]),
        ("AM & BR", ["AM", "BR"]),
        ("AM BR/ CD", ["AM", "BR", "CD"]),
        ("AM-panel BR-Chair", ["AM-panel", "BR-Chair"]),
        ("AM\nVolunteer Co- ordinator", ["AM", "Volunteer Co- ordinator"]),
        ("Volunteer Co-\nordinator", ["Volunteer Co-ordinator"]),
        ("Head of\nAdult Services", ["Head of Adult Services"]),
        ("Ada Marsh and team", ["Ada Marsh", "team"]),
        ("Bob Reed, Ada Marsh (lead)", ["Ada Marsh", "Bob Reed"]),
        ("Lead: Ada Marsh; Support: Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Heads of Service / Team Managers", ["Heads of Service", "Team Managers"]),
        ("Chief Nurse / Chief Nurse - Children", ["Chief Nurse", "Chief Nurse - Children"]),
        ("Partnership Board and Scrutiny Committee", ["Partnership Board", "Scrutiny Committee"]),
        # police ranks: one letter before a stroke is nobody
        ("C/Supt Marsh, T/DI Reed", ["C/Supt Marsh", "T/DI Reed"]),
        ("D/Insp Ada Marsh and PC Reed", ["D/Insp Ada Marsh", "PC Reed"]),
        ("Ch Insp Marsh / L&D", ["Ch Insp Marsh", "L&D"]),
        ("A Marsh/B Reed", ["A Marsh", "B Reed"]),
        ("J M/Reed", ["J M", "Reed"]),
    ],
)
def test_everyone_named_is_found_and_the_first_is_the_lead(cell: str, owners: list[str]) -> None:
    read = read_owners(cell)
    assert list(read) == owners
    assert read.lead == (owners[0] if owners else "")
    assert read.questions == ()


@pytest.mark.parametrize(
    "post",
    [
        "Head of Finance and HR",
        "Policy and Performance Manager",
        "Head of Adults / Safeguarding Board rep for Wexcombe",
        "Head of Adults/board rep for Wexcombe",
        "Service Manager CAMHS",
        "Legal & Democratic Services",
        "School Improvement and Early Years Service",
        "Children and Young People's Partnership",
        "Team Manager (Intake)",
        "Ada Marsh (AM)",
        "Ada Marsh (Wexcombe PCT)",
        "Head of Adults (Ada Marsh)",
        "Chief Nurse - Looked After Children",
        "24/7 Team",
        "C/Supt O'Neill",
        "A/Head of HR",
        "L&D",
    ],
)
def test_one_post_is_not_torn_into_two_owners(post: str) -> None:
    assert list(read_owners(post)) == [post]


@pytest.mark.parametrize(
    ("cell", "owners", "question"),
    [
        ("Ada Marsh /", ["Ada Marsh"], "the name after '/' is cut off"),
        ("/ Ada Marsh", ["Ada Marsh"], "the name before '/' is missing"),
        ("TBC", ["TBC"], "nobody is named: 'TBC'"),
        ("Named Nurse Named Midwife", None, "roles run together: 'Named Nurse Named Midwife' is not split"),
        ("Ada Marsh Bob Reed", None, "names run together: 'Ada Marsh Bob Reed' is not split"),
        ("Marsh, Ada", None, "'Marsh, Ada' may be one person or two: not split"),
        ("Ada and Bob", None, "'Ada and Bob' may be one owner or several: not split"),
        (
            "Head of Adults and Ada Marsh",
            None,
            "'Head of Adults and Ada Marsh' may be one owner or several: not split",
        ),
        ("Head of HR/OD", None, "'Head of HR/OD' is read as one post"),
    ],
)
def test_what_the_rules_cannot_settle_is_asked_not_guessed(
    cell: str, owners: list[str] | None, question: str
) -> None:
    read = read_owners(cell)
    assert list(read) == (owners or [cell])
    assert read.questions == (question,)


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Ada Marsh Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Ada Marsh Ed Fox Bob Reed", ["Ada Marsh", "Ed Fox", "Bob Reed"]),
        ("Named Nurse Named Midwife", ["Named Nurse", "Named Midwife"]),
        ("Marsh, Ada", ["Marsh, Ada"]),
        ("Head of Adults, Health & Housing / Bob Reed", ["Head of Adults, Health & Housing", "Bob Reed"]),
        ("Ada Marsh Senior", ["Ada Marsh Senior"]),
        ("AM Manager", ["AM Manager"]),
    ],
)
def test_the_register_settles_what_the_rules_cannot(cell: str, owners: list[str]) -> None:
    assert list(read_owners(cell, REGISTER)) == owners


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("ada  MARSH", ["Ada Marsh"]),
        ("Marsh, Ada", ["Ada Marsh"]),
        ("Adele Marsh", ["Ada Marsh"]),
        ("AM", ["Ada Marsh"]),
        ("named nurse", ["Bob Reed"]),
        ("BR", ["Bob Reed", "Bea Rowe"]),
        ("Safeguarding", ["Bob Reed", "Cy Dunn"]),
        ("Ada March", []),
        ("", []),
    ],
)
def test_an_officer_is_known_by_all_that_the_register_says(said: str, names: list[str]) -> None:
    assert [officer.name for officer in REGISTER.find(said)] == names


def test_a_misspelt_name_is_offered_its_nearest_never_replaced() -> None:
    assert REGISTER.nearest("Ada March") == ("Ada Marsh",)
    assert list(read_owners("Ada March", REGISTER)) == ["Ada March"]


@given(st.text(alphabet="AaBbMrsh /,;&()\n-.•", max_size=60))
def test_no_letter_of_an_owner_cell_is_lost(cell: str) -> None:
    found = " ".join(read_owners(cell)).casefold()
    assert all(word.casefold() in found for word in re.findall(r"\w+", cell))
