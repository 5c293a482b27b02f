"""Owner cells: the one who answers for an action is found, nobody named is lost, and no name is bent."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.long_texts import LONG, SECONDS
from xlplan.model import Officer
from xlplan.values.owners import Register, has_marked_lead, names_nobody, owner_kind, read_owners

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
        ("Ada Marsh, , Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Ada Marsh, & Bob Reed,", ["Ada Marsh", "Bob Reed"]),
        (", Ada Marsh and Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Ada Marsh/parents' representative", ["Ada Marsh", "parents' representative"]),
        ("Named Nurse/staff representative", ["Named Nurse/staff representative"]),
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
    ("cell", "owners"),
    [
        ("(lead); Ada Marsh", ["Ada Marsh"]),
        ("Ada Marsh (lead), Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Bob Reed / Ada Marsh - Lead", ["Ada Marsh", "Bob Reed"]),
        ("Lead officer: Ada Marsh", ["Ada Marsh"]),
        ("Owner: Ada Marsh; Support: Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("1. Ada Marsh 2. Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Ada Marsh | Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Ada   Marsh", ["Ada Marsh"]),
        ("Ada Marsh   Bob Reed", ["Ada Marsh", "Bob Reed"]),
        ("Head of Legal and Democratic Services", ["Head of Legal and Democratic Services"]),
        ("Head of Legal, Democratic Services", ["Head of Legal", "Democratic Services"]),
        # who is named goes before who is still to be
        ("TBC / Ada Marsh", ["Ada Marsh", "TBC"]),
        ("Ada Marsh, vacant", ["Ada Marsh", "vacant"]),
    ],
)
def test_the_lead_is_the_one_who_is_marked_or_named(cell: str, owners: list[str]) -> None:
    """The wrong officer would be asked, or a return be made out to a mark or a blank."""
    assert list(read_owners(cell)) == owners


@pytest.mark.parametrize(
    "cell",
    [
        "TBC",
        " tbc.",
        " T.B.C.",
        " TBA",
        " TBD",
        " To be confirmed",
        " to be appointed",
        " To be recruited",
        " Yet to be agreed",
        " Vacant",
        "\n    VACANT POST",
        " (vacant)",
        " Vacancy",
        " N/A",
        " n.a.",
        " #N/A",
        " NA",
        " None",
        " Nil",
        " Nobody",
        " no owner",
        " not applicable",
        " Not yet assigned",
        " unassigned",
        "\n    Unknown",
        " -",
        " –",
        " ...",
        " ?",
        " all",
        " All",
        " Everyone",
        " various",
        " xxx",
        " TBC (new post)",
        " TBC - Finance",
        " Head of Audit (vacant)",
        "\n    Vacant post in Finance",
        " Awaiting recruitment",
        " Pending appointment",
    ],
)
def test_what_names_nobody_is_no_owner(cell: str) -> None:
    """A return would be made out to "vacant", and nobody would be asked."""
    assert names_nobody(cell)
    assert list(read_owners(cell)) == [cell.strip()]
    assert read_owners(cell).questions


@pytest.mark.parametrize(
    "cell",
    [
        "All managers",
        "Vacant (interim: Ada Marsh)",
        "Ada Marsh (TBC)",
        "Al",
        "Nan Allen",
        "AM",
        "DMT",
        "TBC / Ada Marsh",
    ],
)
def test_what_names_somebody_is_an_owner(cell: str) -> None:
    assert not names_nobody(cell)


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("O'Dowd, Liz", ["Liz O'Dowd"]),
        ("O’Dowd, Liz", ["Liz O’Dowd"]),
        ("Okafor, Grace", ["Grace Okafor"]),
        ("van Dijk, Marta", ["Marta van Dijk"]),
        ("McAllister, Fergus", ["Fergus McAllister"]),
        ("Smythe-Jones, Amy", ["Amy Smythe-Jones"]),
        ("BRANDT, Zoë", ["Zoë BRANDT"]),
        ("Whitlock, Dr Peter", ["Dr Peter Whitlock"]),
        ("Mbeki, T.", ["T. Mbeki"]),
        ("Pennick, Jo (Housing)", ["Jo Pennick (Housing)"]),
        ("Brandt, Zoe; Okafor, Grace", ["Zoe Brandt", "Grace Okafor"]),
        ("Lunt, Carys / Beddoes, Tom", ["Carys Lunt", "Tom Beddoes"]),
        ("O'Dowd, Liz and Lee, Ann", ["Liz O'Dowd", "Ann Lee"]),
        ("Lunt, Carys (Finance) & Beddoes, Tom (HR)", ["Carys Lunt (Finance)", "Tom Beddoes (HR)"]),
    ],
)
def test_a_name_with_the_family_name_first_is_one_person(cell: str, owners: list[str]) -> None:
    """The owner would be "O'Dowd", supported by "Liz"."""
    read = read_owners(cell)
    assert list(read) == list(read.reordered) == owners
    assert read.questions == ()


@pytest.mark.parametrize(
    "cell", ["Smith, Jones", "Ann, Bob", "Lee, Ann", "Marsh, Ada, Moss, Al", "Okafor, Grace Anne"]
)
def test_what_may_be_one_person_or_two_is_asked_and_left_as_it_is(cell: str) -> None:
    read = read_owners(cell)
    assert list(read) == [cell]
    assert len(read.questions) == 1


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Al Moss, Bob", ["Al Moss", "Bob"]),
        ("Ann, Bob, Cy", ["Ann", "Bob", "Cy"]),
        ("Finance, HR", ["Finance", "HR"]),
        ("AV, TB", ["AV", "TB"]),
        ("Ada Marsh, Bob Reed", ["Ada Marsh", "Bob Reed"]),
    ],
)
def test_a_list_of_names_is_not_taken_for_one_turned_round(cell: str, owners: list[str]) -> None:
    assert list(read_owners(cell)) == owners


def test_nobody_is_lost_from_a_list_of_which_some_names_are_turned_round() -> None:
    """Two of the three would be owners, and the third nobody's."""
    read = read_owners("O'Dowd, Liz and Brandt, Zoe and Kim Case")
    assert all(any(name in owner for owner in read) for name in ("Liz", "Zoe", "Kim Case"))
    assert read.questions


@pytest.mark.parametrize("part", LONG)
def test_no_cell_of_any_length_takes_long(part: str) -> None:
    """One hostile or pasted cell of 32,000 characters must not stop a run."""
    for text in (part * (32_000 // len(part)), part * (990 // len(part)), f"Ada Marsh{part * 200}/ Al Moss"):
        began = time.process_time()
        assert read_owners(text, REGISTER).text == text
        names_nobody(text)
        owner_kind(text)
        has_marked_lead(text)
        assert time.process_time() - began < SECONDS


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


@given(st.text(alphabet="AaBbMrsh /,;&()\n-.•", max_size=60))
def test_no_letter_of_an_owner_cell_is_lost(cell: str) -> None:
    found = " ".join(read_owners(cell)).casefold()
    assert all(word.casefold() in found for word in re.findall(r"\w+", cell))
