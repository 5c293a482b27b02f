"""What each check finds and leaves in peace: a fault that is missed costs an action, a false alarm the reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from docs import make_pages
from tests.builders.check_examples import FIRES, OFFICERS, PAST, QUIET, SEVERAL_ROWS, TARA, TOM, Rows
from xlplan.checks.catalogue import FAMILIES, RULES, chosen, rule_called
from xlplan.checks.examples import FILL, OWN_SHEET, REVISIONS, Situation
from xlplan.checks.pages import explanation, page
from xlplan.checks.reading import KINDS
from xlplan.checks.registry import Rule
from xlplan.errors import WrongUsage
from xlplan.model import KeyEntry, Officer

RULES_THAT_FIND = {code: rule for code, rule in RULES.items() if rule.find is not None}


def found(code: str, situation: Situation) -> list[str]:
    """The IDs of the rows in which the rule finds something."""
    rule = RULES[code]
    assert rule.find is not None
    return [one.row.action.id if one.row else "" for one in rule.find(situation.context())]


def situation(*rows: dict[str, object], officers: tuple[Officer, ...] = OFFICERS) -> Situation:
    periods = {"Sep-26 RAG": "", "Dec-26 RAG": ""} if any("-26" in key for row in rows for key in row) else {}
    return Situation(tuple({**periods, **row} for row in rows), officers, began=dt.date(2026, 4, 1))  # type: ignore[arg-type]


ONE_ROW = [(code, cells) for code, table in FIRES.items() for cells in table]
ONE_QUIET_ROW = [(code, cells) for code, table in QUIET.items() for cells in table]


@pytest.mark.parametrize(("code", "cells"), ONE_ROW, ids=str)
def test_a_fault_is_found(code: str, cells: dict[str, object]) -> None:
    assert found(code, situation(cells)) == ["A001"]


@pytest.mark.parametrize(("code", "cells"), ONE_QUIET_ROW, ids=str)
def test_nothing_is_found_where_nothing_is_wrong(code: str, cells: dict[str, object]) -> None:
    assert found(code, situation(cells)) == []


@pytest.mark.parametrize(("code", "cells"), ONE_ROW, ids=str)
def test_nothing_is_graver_than_its_code_says(code: str, cells: dict[str, object]) -> None:
    """`issue` runs only the checks whose code is an error, and must not keep an error of another to itself."""
    gravity = ("info", "warning", "error")
    find = RULES[code].find
    assert find is not None
    for one in find(situation(cells).context()):
        assert gravity.index(one.severity or "info") <= gravity.index(RULES[code].severity)


@pytest.mark.parametrize(("code", "rows", "expected"), SEVERAL_ROWS)
def test_rows_are_judged_beside_each_other(code: str, rows: Rows, expected: list[str]) -> None:
    assert found(code, situation(*rows)) == expected


@pytest.mark.parametrize(
    ("one", "other", "given_up"),
    [
        # neither says more than the other: the one that stands in fewer rows is given up
        ("Elizabeth Marsh", "Liz Marsh", "Liz Marsh"),
        ("Louise Hartley", "Louse Hartley", "Louse Hartley"),
        ("Tom Beddoes", "Tom Bedoes", "Tom Bedoes"),
        ("Ruth Ackland", "Ruih Aeklard", "Ruih Aeklard"),
        ("A V", "AV", "AV"),
        ("Dr Femi Adeyemi", "Femi Adeyemi", "Femi Adeyemi"),
        ("Head of Safety (East)", "Head of Safety East", "Head of Safety East"),
        ("Jo Marsh (Finance)", "Jo Marsh (Legal)", "Jo Marsh (Legal)"),
        # the fuller name is kept, wherever it stands
        ("J Pennick", "Jo Pennick", "J Pennick"),
        ("T. Mbeki", "Thandi Mbeki", "T. Mbeki"),
        ("Marsh, Liz", "Liz Marsh", "Marsh, Liz"),
        ("O'Dowd, Liz", "Liz O’Dowd", "O'Dowd, Liz"),
        ("Zoe Brandt", "Zoë Brandt", "Zoe Brandt"),
        ("Sian Hughes", "Siân Hughes", "Sian Hughes"),
        ("Karen Doyle (Payroll Manager)", "Karen Doyle", "Karen Doyle (Payroll Manager)"),
        ("Dr Femi Adeyemi (ICB)", "Femi Adeyemi", "Dr Femi Adeyemi (ICB)"),
        ("karen.doyle@wexcombe.example", "Karen Doyle", "karen.doyle@wexcombe.example"),
        # two people, or two posts
        ("Elizabeth Marsh", "Alan Marsh", ""),
        ("Tom Beddoes", "Tara Bright", ""),
        ("Named Nurse", "Designated Nurse", ""),
        ("Service Manager", "Service Manager, Assessment", ""),
        ("Head of Housing (North)", "Head of Housing (South)", ""),
        ("Named Nurse", "Named Nurse (Acute)", ""),
        ("AV", "TB", ""),
    ],
)
def test_look_alikes_in_the_register_are_asked_about_once(one: str, other: str, given_up: str) -> None:
    """Two returns for one person, or one person taken for two, if this fails."""
    rows = ({"Owner": one}, {"Owner": one}, {"Owner": other})
    officers = (Officer(name=one), Officer(name=other))
    asked = [one.value for one in RULES["OWN003"].find(situation(*rows, officers=officers).context())]  # type: ignore[misc]
    assert asked == ([given_up] if given_up else [])


def test_each_spelling_of_one_person_is_one_question() -> None:
    """Three spellings are two questions, not three; initials that fit two people name both."""
    names = [
        "Karen Doyle",
        "Karen Doyle (Payroll)",
        "karen.doyle@wexcombe.example",
        "J Moss",
        "Jo Moss",
        "Jack Moss",
    ]
    rows = [{"Owner": name} for name in names]
    officers = tuple(Officer(name=name) for name in names)
    found = list(RULES["OWN003"].find(situation(*rows, officers=officers).context()))  # type: ignore[misc]
    assert [one.value for one in found] == ["Karen Doyle (Payroll)", "karen.doyle@wexcombe.example", "J Moss"]
    assert '"Jo Moss" or "Jack Moss"' in found[-1].message


def test_the_spelling_that_stands_in_fewer_rows_is_the_one_to_give_up() -> None:
    rows = ({"Owner": "Louse Hartley"}, {"Owner": "Louise Hartley"}, {"Owner": "Louise Hartley"})
    officers = (Officer(name="Louse Hartley"), Officer(name="Louise Hartley"))
    assert found("OWN003", situation(*rows, officers=officers)) == ["A001"]


def test_initials_that_two_officers_share_are_a_question() -> None:
    assert found("OWN007", situation({"Owner": "TB"}, officers=(TOM, TARA))) == ["A001"]


@pytest.mark.parametrize(
    ("owner", "suggested"),
    [
        ("NF", "Nadia Frost?"),
        ("N.F.", "Nadia Frost?"),
        ("JLP", "Jo Lee-Pike?"),
        ("OM", "Olive Marsh or Otto Mann?"),
        ("CH", "Add the officer to the register"),
        ("TB", ""),
    ],
)
def test_initials_that_the_register_does_not_have_are_guessed_at_by_the_names(
    owner: str, suggested: str
) -> None:
    names = ("Nadia Frost", "Jo Lee-Pike", "Olive Marsh", "Otto Mann", "Cher")
    given = situation({"Owner": owner}, officers=(*OFFICERS, *(Officer(name=name) for name in names)))
    assert [one.suggestion for one in RULES["OWN007"].find(given.context())] == (
        [suggested] if suggested else []
    )  # type: ignore[misc]


def test_a_register_of_initials_is_asked_about_once_not_in_every_row() -> None:
    """The coordinator of a plan that knows people by initials alone drowns otherwise."""
    officers = tuple(Officer(name=letters, initials=letters) for letters in ("AV", "TB", "RA"))
    rows = [{"Owner": letters} for letters in ("AV", "TB", "RA", "AV")]
    [asked] = RULES["OWN007"].find(situation(*rows, officers=officers).context())  # type: ignore[misc]
    assert asked.message.startswith("3 owners of 4 actions are known by initials alone")
    [asked] = RULES["OWN007"].find(situation(rows[0], rows[3], officers=officers[:1]).context())  # type: ignore[misc]
    assert asked.message.startswith("1 owner of 2 actions is known by initials alone")


def test_the_nearest_names_are_suggested_and_never_taken() -> None:
    rule = RULES["OWN002"]
    assert rule.find is not None
    [one] = rule.find(situation({"Owner": "Tom Bedoes"}).context())
    assert one.suggestion == "Is it Tom Beddoes?"
    assert one.fix is None


@pytest.mark.parametrize(
    ("code", "cells", "fix"),
    [
        ("OWN009", {"Owner": "tom beddoes"}, "Tom Beddoes"),
        ("OWN009", {"Owner": "A Verrall"}, "Asha Verrall"),
        ("RAG010", {"Dec-26 RAG": "green "}, "Green"),
        ("DUE011", {"Due": "31/12/2026"}, dt.date(2026, 12, 31)),
        ("DUE011", {"Timescale": "Dec 2026"}, dt.date(2026, 12, 31)),
        ("DUE011", {"Due": "03/04/2027"}, None),
        ("DUE011", {"Revised due": "by end of March 2027"}, dt.date(2027, 3, 31)),
        ("DUE011", {"Revised due": "Dec 26 (2nd revision)"}, None),
        ("DUE011", {"Revised due": "31/12/2026, subject to Cabinet"}, None),
        ("DUE011", {"Due": "Dec 2026 (was Sept 2026)"}, None),
        ("DUE011", {"Timescale": "Dec 2026 (was Sept 2026)"}, None),
        ("DUE011", {"Timescale": "31 October"}, None),
        ("DUE011", {"Timescale": "May 2027\nJuly 2027"}, None),
    ],
)
def test_only_what_can_be_read_in_one_way_is_fixed(code: str, cells: dict[str, object], fix: object) -> None:
    """A fix that alters a meaning is a change that nobody asked for."""
    rule = RULES[code]
    assert rule.find is not None
    assert [one.fix for one in rule.find(situation(cells).context())] == [fix]


def test_no_rule_but_these_three_offers_a_fix() -> None:
    offering = {
        code
        for code, cells in ONE_ROW
        for one in RULES_THAT_FIND[code].find(situation(cells).context())  # type: ignore[misc]
        if one.fix is not None
    }
    assert offering == {"OWN009", "DUE011", "RAG010"}


@pytest.mark.parametrize(
    ("code", "given", "severity"),
    [
        ("RAG002", Situation(({"Dec-26 RAG": ""},), has_come_back=False), "info"),
        ("RAG002", Situation(({"Dec-26 RAG": ""},)), None),
        ("DUE003", Situation(({"Timescale": "03/04/2027"}, {"Timescale": "23/04/2027"})), "info"),
        ("DUE003", Situation(({"Timescale": "03/04/2027"}, {"Timescale": "13/04/2027"})), "info"),
        ("DUE003", Situation(({"Timescale": "03/04/2027"}, {"Timescale": "12/12/2027"})), None),
        ("DUE003", situation(*({"Timescale": f"{day}/2027"} for day in ("03/04", "13/04", "04/13"))), None),
        ("DUE003", Situation(({"Timescale": "03/04/2027"},)), None),
        ("OWN004", situation({"Owner": "AV", "Supporting": "TB", OWN_SHEET: "AV/TB"}), "info"),
    ],
)
def test_what_can_wait_is_a_note(code: str, given: Situation, severity: str | None) -> None:
    """A warning for what nobody can do anything about yet teaches people to overlook warnings."""
    rule = RULES[code]
    assert rule.find is not None
    assert [one.severity for one in rule.find(given.context())] == [severity]


def test_the_key_decides_what_a_word_and_a_colour_mean() -> None:
    """Some councils mean complete by green: their plan is not overdue."""
    key = (KeyEntry(as_typed="Green", means="Complete", colour="00B0F0"),)
    rows = ({"Due": PAST, "Dec-26 RAG": "On target", FILL: "00B0F0"},)
    done = Situation(rows, key=(KeyEntry(as_typed="On target", means="Complete"),))
    assert found("DUE007", done) == found("RAG005", done) == []
    assert key  # colours: the Key's meaning goes before the hue
    amber_blue = Situation(
        ({"Dec-26 RAG": "Amber", FILL: "00B0F0"}, {"Dec-26 RAG": "Red", FILL: "00B0F0"}),
        key=(KeyEntry(as_typed="Re-timed", means="Amber", colour="00B0F0"),),
    )
    assert found("RAG003", amber_blue) == ["A002"]


@pytest.mark.parametrize(
    ("typed", "fill", "asked"),
    [
        ("Green", "FF0000", "Green or Red?"),
        ("Red", "FF0000", ""),
        ("Red", "FFFFFF", ""),
        ("Red", "", ""),
        ("On track", "FF0000", ""),
        ("G", "FF0000", ""),  # one letter may be anything: initials, a tick, a group of pupils
    ],
)
def test_a_colour_in_the_councils_own_sheet_is_held_against_its_word(
    typed: str, fill: str, asked: str
) -> None:
    context = situation({OWN_SHEET: typed}).context()
    [row] = context.rows
    coloured = replace(row, own=tuple(replace(cell, fill=fill) for cell in row.own))
    find = RULES["RAG003"].find
    assert find is not None
    found_there = [(one.suggestion, one.cell) for one in find(replace(context, rows=(coloured,)))]
    assert found_there == ([(asked, "C5")] if asked else [])


@pytest.mark.parametrize(
    ("due", "revised", "shown"),
    [
        (PAST, dt.date(2027, 3, 31), "31/03/2027"),
        (PAST, None, "31/10/2026"),
        (None, "when Cabinet agrees", "when Cabinet agrees"),
    ],
)
def test_a_date_that_moves_again_and_again_is_shown_as_it_is_now(
    due: dt.date | None, revised: object, shown: str
) -> None:
    moved = situation({"Due": due, "Revised due": revised, REVISIONS: 3})
    [one] = RULES["DUE008"].find(moved.context())  # type: ignore[misc]
    assert (one.message, one.value) == ("The date was moved 3 times", shown)


@pytest.mark.parametrize(
    ("code", "words", "message"),
    [
        ("RAG008", ("Red", "", "Complete"), "Red in Jun-26, Complete in Dec-26"),
        ("RAG008", ("Red", "Amber", "Complete"), ""),
        ("RAG011", ("Complete", "", "Amber"), "Complete in Jun-26, Amber in Dec-26"),
        ("RAG011", ("Complete", "Amber", "Red"), ""),
    ],
)
def test_a_missed_period_hides_no_jump(code: str, words: tuple[str, ...], message: str) -> None:
    """An action that was reported as done and is Red again is noticed, though nothing came in between."""
    row = {f"{label} RAG": word for label, word in zip(("Jun-26", "Sep-26", "Dec-26"), words, strict=True)}
    found = [one.message for one in RULES[code].find(Situation((row,)).context())]  # type: ignore[misc]
    assert found == ([message] if message else [])


def test_what_was_said_after_the_period_that_is_checked_is_no_evidence_for_it() -> None:
    """Looking back at September, what was said in December was not known yet."""
    row = {"Sep-26 RAG": "Complete", "Dec-26 RAG": "Complete", "Dec-26 progress": "All done"}
    context = Situation((row,)).context()
    find = RULES["RAG006"].find
    assert find is not None
    assert list(find(context)) == []
    [one] = find(replace(context, period="Sep-26"))
    assert one.column == "Sep-26 progress"


def test_words_copied_over_a_missed_period_are_found() -> None:
    row = {
        "Jun-26 progress": "Two posts filled",
        "Sep-26 progress": "",
        "Dec-26 progress": "Two posts filled",
    }
    [one] = RULES["RAG009"].find(Situation((row,)).context())  # type: ignore[misc]
    assert one.message == "The same words as in Jun-26"


def test_one_question_says_where_else_it_stands() -> None:
    rows = [{"Owner": "Somebody Else"} for _ in range(9)]
    [one] = RULES["OWN002"].find(situation(*rows).context())  # type: ignore[misc]
    assert one.message.endswith("; also in A002, A003, A004, A005, A006, A007 and 2 more")


@pytest.mark.parametrize("code", RULES)
def test_the_examples_of_every_page_do_what_they_say(code: str) -> None:
    """A page whose example does not happen sends people the wrong way."""
    rule: Rule = RULES[code]
    if rule.find is None:
        assert code in KINDS
        assert rule.fires
        assert rule.quiet
        return
    assert isinstance(rule.fires, Situation)
    assert isinstance(rule.quiet, Situation)
    assert list(rule.find(rule.fires.context()))
    assert not list(rule.find(rule.quiet.context()))


def test_every_code_has_its_examples_here_and_its_words() -> None:
    assert set(FIRES) == set(QUIET) == set(RULES_THAT_FIND)
    for code, rule in RULES.items():
        assert code[:3] in FAMILIES
        assert all((rule.title, rule.means, rule.matters, rule.remedy)), code
        assert rule.means.endswith("."), code


def test_every_code_of_the_reading_has_a_page_and_means_the_same() -> None:
    """One code, one meaning, one severity; a note of the reading may be less grave than the check."""
    for code, kind in KINDS.items():
        assert code in RULES
        assert kind.severity == RULES[code].severity or (code == "OWN004" and kind.severity == "info"), code


def test_the_documentation_says_what_the_rules_say() -> None:
    """Run `python -m docs.make_pages` when this fails."""
    assert make_pages.PAGE.read_text("utf-8") == page()


def test_every_code_can_be_explained() -> None:
    for rule in RULES.values():
        said = explanation(rule)
        assert all(
            word in said for word in (rule.code, rule.title, "Why it matters", "To put it right", "Not found")
        )
        assert max(map(len, said.splitlines())) <= 100


@pytest.mark.parametrize(("asked", "answer"), [("own002", "OWN002"), (" RAG005 ", "RAG005")])
def test_a_code_is_known_in_any_case(asked: str, answer: str) -> None:
    assert rule_called(asked).code == answer


@pytest.mark.parametrize(
    ("asked", "near"), [("OWN02", "OWN002"), ("DUE0007", "DUE007"), ("LEY001", "LAY001")]
)
def test_an_unknown_code_names_the_nearest(asked: str, near: str) -> None:
    with pytest.raises(WrongUsage, match=near):
        rule_called(asked)


@pytest.mark.parametrize(
    ("select", "ignore", "inside", "outside"),
    [
        ([], [], "OWN001", "LAY001"),
        (["OWN"], [], "OWN003", "DUE001"),
        (["own", "DUE002"], [], "DUE002", "DUE001"),
        ([], ["OWN"], "DUE001", "OWN001"),
        (["OWN"], ["OWN003"], "OWN001", "OWN003"),
    ],
)
def test_codes_are_chosen_by_their_beginnings(
    select: list[str], ignore: list[str], inside: str, outside: str
) -> None:
    codes = chosen(select, ignore)
    assert inside in codes
    assert outside not in codes


def test_a_beginning_of_no_code_is_said() -> None:
    """A typing error in --ignore must not pass for a clean plan."""
    with pytest.raises(WrongUsage, match="OWN, DUE, RAG, PLN, LAY"):
        chosen(["ONW"], [])


def test_the_page_is_in_the_navigation(repository: Path) -> None:
    assert "checks.md" in (repository / "mkdocs.yml").read_text("utf-8")
