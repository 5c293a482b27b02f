"""A master out of the council's own workbook: what is refused, what is told, and what becomes of its sheets."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

import xlplan
from tests.builders.cycle import action
from tests.builders.small_plan import plan
from xlplan.errors import UnreadableWorkbook, WrongUsage, XlplanError
from xlplan.layout.master import read_master
from xlplan.layout.new_actions import next_ids
from xlplan.model import Action, KeyEntry, Officer
from xlplan.verbs.standardise import key_of, register_of, standardise
from xlplan.workbook.file import FileBook
from xlplan.workbook.grid import Cell, Grid

HEADINGS = ["Ref", "Action", "Owner", "By when"]


def own_workbook(folder: Path, *rows: list[object], sheet: str = "Sheet", file: str = "own.xlsx") -> Path:
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for row in rows or ([*HEADINGS], ["1", "Mend the roof", "Pat Example", "Dec 2027"]):
        workbook.active.append(row)
    workbook.save(folder / file)
    return folder / file


@pytest.mark.parametrize(
    ("output", "force", "what", "remedy"),
    [
        ("master.xls", True, "a master is an .xlsx workbook", "ends in .xlsx"),
        ("master", False, "a master is an .xlsx workbook", "ends in .xlsx"),
        ("own.xlsx", True, "the council's own workbook is never overwritten", "another name"),
        ("here.xlsx", False, "it exists already", "--force"),
    ],
)
def test_no_workbook_is_overwritten_by_a_master_without_a_word(
    output: str, force: bool, what: str, remedy: str, tmp_path: Path
) -> None:
    source = own_workbook(tmp_path)
    (tmp_path / "here.xlsx").write_bytes(b"somebody's work")
    before = source.read_bytes()
    with pytest.raises(WrongUsage) as refused:
        standardise(source, output=tmp_path / output, force=force).save()
    assert what in str(refused.value)
    assert remedy in str(refused.value)
    assert source.read_bytes() == before
    assert (tmp_path / "here.xlsx").read_bytes() == b"somebody's work"


def test_a_master_is_replaced_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "here.xlsx").write_bytes(b"an old try")
    standardise(own_workbook(tmp_path), output=tmp_path / "here.xlsx", force=True).save()
    assert action(tmp_path / "here.xlsx", "A001")["Owner"] == "Pat Example"


def test_a_master_that_came_into_being_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """A colleague may have made one between the reading and the saving."""
    result = standardise(own_workbook(tmp_path), output=tmp_path / "here.xlsx")
    (tmp_path / "here.xlsx").write_bytes(b"a colleague's")
    with pytest.raises(XlplanError):
        result.save()
    assert (tmp_path / "here.xlsx").read_bytes() == b"a colleague's"


def test_a_master_goes_beside_the_workbook_and_is_called_after_it(tmp_path: Path) -> None:
    result = standardise(own_workbook(tmp_path))
    assert result.master == str(tmp_path / "own master.xlsx")


@pytest.mark.parametrize("ending", [".xls", ".ods", ".csv", ".ODS"])
def test_a_file_that_cannot_become_a_master_is_named_with_the_way_out(ending: str, tmp_path: Path) -> None:
    source = tmp_path / f"own{ending}"
    source.write_text("Ref,Action\n1,Mend the roof\n")
    with pytest.raises(UnreadableWorkbook, match=f"cannot be made from a {ending.lower()} file") as refused:
        standardise(source, output=tmp_path / "master.xlsx")
    assert "save it as an Excel Workbook" in str(refused.value)


def test_an_open_workbook_is_standardised_where_it_is(tmp_path: Path) -> None:
    source = own_workbook(tmp_path)
    with pytest.raises(WrongUsage, match="standardised where it is"):
        standardise(FileBook.open(source), output=tmp_path / "master.xlsx")
    assert standardise(FileBook.open(source)).master == str(source)


def test_what_is_ours_already_is_said_to_be_a_master_or_whose_return(tmp_path: Path) -> None:
    """A return taken for the council's plan would give a second plan of one officer's actions."""
    master = plan(tmp_path, ["Pat Example"])
    with pytest.raises(WrongUsage, match="it is a master already") as refused:
        standardise(master, output=tmp_path / "again.xlsx")
    assert "take the original" in str(refused.value)
    xlplan.add_period(master, "Jan 2027").save()
    issued = xlplan.issue(master, folder=tmp_path / "out")
    issued.save()
    returned = Path(issued.returns[0].file)
    with pytest.raises(WrongUsage, match="it is a return, of Pat Example for Jan 2027") as refused:
        standardise(returned, output=tmp_path / "again.xlsx")
    assert "Merge it into its master" in str(refused.value)


@pytest.mark.parametrize("text", ["not a record", None])
def test_a_workbook_with_a_spoilt_hidden_sheet_is_still_none_of_the_councils(
    text: str | None, tmp_path: Path
) -> None:
    source = own_workbook(tmp_path)
    workbook = openpyxl.load_workbook(source)
    workbook.create_sheet("_XLPLAN").append([text])
    workbook.save(source)
    with pytest.raises(WrongUsage, match="hidden sheet of a master or a return"):
        standardise(source)


def test_the_councils_own_sheets_keep_a_name_and_are_told_of(tmp_path: Path) -> None:
    """A sheet of the council's called like one of ours gets another name, and no other sheet loses its own for it."""
    source = own_workbook(tmp_path, sheet="PLAN")
    workbook = openpyxl.load_workbook(source)
    for name in ("plan (original)", "Plan (Original 2)", "Key", "Notes"):
        workbook.create_sheet(name).append(["kept"])
    workbook.save(source)
    result = standardise(source)
    assert result.renamed == {"PLAN": "PLAN (original 3)", "Key": "Key (original)"}
    assert 'The council\'s own sheet "PLAN" is now called "PLAN (original 3)".' in result.summary()
    result.save()
    made = openpyxl.load_workbook(result.master)
    assert made.sheetnames[:2] == ["Cover", "Plan"]
    assert [name for name in made.sheetnames if "riginal" in name or name == "Notes"] == [
        "PLAN (original 3)",
        "plan (original)",
        "Plan (Original 2)",
        "Key (original)",
        "Notes",
    ]
    assert action(Path(result.master), "A001")["Source"] == "'PLAN'!A2"


def test_the_end_says_how_much_was_read_and_what_is_to_be_looked_at(tmp_path: Path) -> None:
    source = own_workbook(
        tmp_path,
        ["Council improvement plan"],
        [],
        [*HEADINGS, "Oct-26 RAG", "Jan-27 RAG"],
        ["1", "Mend the roof", "Pat Example", "Dec 2027", "Red", None],
        ["2", "Paint the hall", "Sam Sample", "Dec 2027", "Green", None],
    )
    result = standardise(source)
    assert result.summary().splitlines()[:2] == [
        "2 actions in 1 table on 1 sheet; periods Oct-26, Jan-27.",
        "10 cells read: 10 placed in the plan, 0 listed on the Checks sheet.",
    ]
    assert result.summary().splitlines()[-1] == f"Master: {result.master}"
    assert (result.cells.read, result.cells.placed, result.cells.listed) == (10, 10, 0)
    worth_a_look = [finding for finding in result.findings if finding.severity != "info"]
    assert (f"{len(worth_a_look)} finding" in result.summary()) is bool(worth_a_look)
    assert result.needs_a_person is any(finding.severity == "error" for finding in result.findings)
    result.save()
    periods = xlplan.read_plan(result.master).periods
    assert [(period.label, period.status) for period in periods] == [
        ("Oct-26", "Closed"),
        ("Jan-27", "Planned"),
    ]


def test_a_plan_without_a_period_says_so(tmp_path: Path) -> None:
    result = standardise(own_workbook(tmp_path))
    assert "no review period yet" in result.summary()
    assert result.periods == ()


def test_what_was_found_in_the_reading_leads_to_the_action_and_to_the_sheet_as_it_is_called_now(
    tmp_path: Path,
) -> None:
    source = own_workbook(
        tmp_path,
        HEADINGS,
        ["1", "Mend the roof", "Pat Example", "Dec 2027"],
        ["2", "• Paint the hall\n• Sweep the hall", "Sam Sample", "Dec 2027"],
        sheet="Plan",
    )
    findings = standardise(source).findings
    of_rows = {(finding.id, finding.sheet, finding.cell) for finding in findings if finding.id}
    assert ("A002", "Plan (original)", "B3") in of_rows
    assert not any(finding.sheet == "Plan" for finding in findings)


def named(*owners: str, supporting: str = "") -> tuple[Action, ...]:
    return tuple(
        Action(id=f"A{number:03d}", action="Do it", owner=owner, supporting=supporting)
        for number, owner in enumerate(owners, start=1)
    )


PAT = Officer(name="Pat Example", initials="PE", email="pat@example.org")
PETE = Officer(name="Pete Example", initials="pe")


@pytest.mark.parametrize(
    ("actions", "contacts", "register"),
    [
        (named("Pat Example", "Sam Sample", "pat example "), (), [("Pat Example", ""), ("Sam Sample", "")]),
        (named("TBC", "vacant", ""), (), []),
        (named("PE", "P E", "PEX", "P", "PEXA", "Pe", "P3"), (), [
            ("PE", "PE"), ("P E", "PE"), ("PEX", "PEX"), ("P", ""), ("PEXA", ""), ("P3", ""),
        ]),
        (named("PE"), (PAT,), [("Pat Example", "PE")]),
        (named("PE"), (PAT, PETE), [("PE", "PE"), ("Pat Example", "PE"), ("Pete Example", "pe")]),
        (named("Sam Sample", supporting="PAT EXAMPLE; Kim Case"), (PAT,), [
            ("Sam Sample", ""), ("Pat Example", "PE"), ("Kim Case", ""),
        ]),
        (named("Sam Sample"), (PAT,), [("Sam Sample", ""), ("Pat Example", "PE")]),
        (named("PE", "Pat Example"), (PAT,), [("Pat Example", "PE")]),
    ],
)  # fmt: skip
def test_everybody_named_is_in_the_register_once_and_as_the_council_lists_them(
    actions: tuple[Action, ...], contacts: tuple[Officer, ...], register: list[tuple[str, str]]
) -> None:
    assert [(officer.name, officer.initials) for officer in register_of(actions, contacts)] == register


def coloured(*cells: tuple[str, str]) -> list[Grid]:
    held = {(row, 1): Cell(text, text, fill) for row, (text, fill) in enumerate(cells, start=1)}
    return [Grid("Own", held)]


GREEN, BLUE, RED = "00B050", "0070C0", "FF0000"
WORDY = "On its way and cared"  # twenty characters: what is longer is a remark
OURS = "BFE3B4"  # the green that the Key begins with


@pytest.mark.parametrize(
    ("declared", "cells", "word", "colour"),
    [
        ((), [("Green", GREEN), ("Green", GREEN)], "Green", GREEN),
        ((), [("G", GREEN), ("Green", GREEN)], "Green", GREEN),
        ((), [("Green", GREEN)], "Green", OURS),  # once is no habit
        ((), [("Green", GREEN), ("Green", GREEN), ("Red", GREEN)], "Green", OURS),  # one colour, two words
        ((), [("Green as of 1 December", GREEN)] * 2, "Green", OURS),
        ((), [("Green", GREEN), ("Green", GREEN), ("Green", BLUE)], "Green", GREEN),
        ((KeyEntry(as_typed="Green", means="Green", colour=BLUE),), [("Green", GREEN)] * 2, "Green", BLUE),
        ((KeyEntry(as_typed="Red", means="Red", colour=GREEN),), [("Green", GREEN)] * 2, "Green", OURS),
        (
            (KeyEntry(as_typed="On its way and cared", means="Green"),),
            [("On its way and cared", GREEN)] * 2,
            "Green",
            GREEN,
        ),
        (
            (KeyEntry(as_typed="On its way, and cared", means="Green"),),
            [("On its way, and cared", GREEN)] * 2,
            "Green",
            OURS,
        ),
    ],
)
def test_the_colours_that_go_with_the_words_are_learnt_from_the_workbook(
    declared: tuple[KeyEntry, ...], cells: list[tuple[str, str]], word: str, colour: str
) -> None:
    first = next(entry for entry in key_of(declared, coloured(*cells)) if entry.as_typed == word)
    assert first.colour == colour


def test_a_second_colour_of_a_word_is_kept_beside_the_declared_one() -> None:
    declared = (KeyEntry(as_typed="Green", means="Green", colour=BLUE),)
    entries = key_of(declared, coloured(("Green", GREEN), ("Green", GREEN)))
    assert {entry.colour for entry in entries if entry.as_typed == "Green"} == {BLUE, GREEN}


def test_a_declared_word_without_a_meaning_keeps_the_one_that_everybody_knows() -> None:
    declared = (
        KeyEntry(as_typed="green", means="", definition="On time"),
        KeyEntry(as_typed="", means="Red", colour=RED),
    )
    entries = key_of(declared, [])
    (green,) = (entry for entry in entries if entry.as_typed.casefold() == "green")
    assert (green.means, green.definition) == ("Green", "On time")
    assert all(entry.as_typed for entry in entries)


@pytest.mark.parametrize("has_macros", [True, False])
def test_a_workbook_with_macros_gives_a_master_without_and_says_so(tmp_path: Path, has_macros: bool) -> None:
    """A master goes round by e-mail: macros in it would be stopped at every door, or run behind none."""
    source = own_workbook(tmp_path)
    if has_macros:
        with zipfile.ZipFile(source) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
        binary = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override'
        relation = f'<Relationship Id="rIdV" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
        for part, old, new in (
            ("[Content_Types].xml", "<Override", binary),
            ("xl/_rels/workbook.xml.rels", "</Relationships>", relation),
        ):
            parts[part] = parts[part].replace(old, new, 1)
        source = tmp_path / "own.xlsm"
        with zipfile.ZipFile(source, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
            archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    result = standardise(source)
    assert [one.value for one in result.findings if one.code == "LAY009"] == ["own.xlsm"] * has_macros
    result.save()
    with zipfile.ZipFile(result.master) as made:
        assert not [name for name in made.namelist() if "vba" in name]
    assert action(Path(result.master), "A001")["Action"] == "Mend the roof"


def test_the_next_action_after_those_of_the_workbook_gets_the_next_number(tmp_path: Path) -> None:
    standardise(own_workbook(tmp_path), output=tmp_path / "master.xlsx").save()
    assert next_ids(read_master(FileBook.open(tmp_path / "master.xlsx")), 1) == ["A002"]
    assert read_master(FileBook.open(tmp_path / "master.xlsx")).record.last_id == 1


@pytest.mark.parametrize("has_findings", [True, False])
def test_our_sheets_stand_before_the_councils_own_in_their_order(tmp_path: Path, has_findings: bool) -> None:
    source = own_workbook(
        tmp_path,
        ["Ref", "Action", "Owner", "Due"],
        ["1", "Mend the roof", "Pat Example", "31/12/2027" if has_findings else dt.date(2027, 12, 31)],
        sheet="Actions",
    )
    workbook = openpyxl.load_workbook(source)
    workbook.create_sheet("Notes").append(["x"])
    workbook.save(source)
    result = standardise(source, title="A plan")
    result.save()
    made = openpyxl.load_workbook(result.master)
    checks = ["Checks"] if result.findings else []
    assert made.sheetnames == [
        "Cover", "Plan", "Officers", "Periods", "Key", *checks, "_xlplan", "Actions", "Notes",
    ]  # fmt: skip
    links = [made["Cover"].cell(row, 1).value for row in range(20, 32)]
    shown = [str(link).split('"')[3] for link in links if link]
    assert shown == ["Plan", "Officers", "Periods", "Key", *checks, "Actions", "Notes"]
    assert made["_xlplan"].sheet_state == "veryHidden"


def test_each_master_has_an_id_of_its_own(tmp_path: Path) -> None:
    """By it a return of another plan is refused."""
    ids = set()
    for name in ("one.xlsx", "two.xlsx"):
        standardise(own_workbook(tmp_path), output=tmp_path / name).save()
        ids.add(read_master(FileBook.open(tmp_path / name)).record.plan_id)
    assert len(ids) == 2
    assert all(len(each) == 8 and int(each, 16) >= 0 for each in ids)


def test_an_action_is_taken_over_whole(tmp_path: Path) -> None:
    """Every column with a place in the plan goes there, and no other's words with it."""
    headings = {
        "Ref": "1.a", "Theme": "Homes", "Recommendation": "Mend all roofs", "Report ref": "Para 7",
        "Action": "Mend the roof", "Owner": "Pat Example", "Supporting": "Sam Sample", "Timescale": "31/03/2027",
        "Revised due": "30/06/2027", "Success criteria": "No leak", "Notes": "See the minutes", "Cost": 12,
    }  # fmt: skip
    source = own_workbook(tmp_path, list(headings), list(headings.values()), sheet="Own")
    standardise(source, output=tmp_path / "master.xlsx").save()
    [made] = xlplan.read_plan(tmp_path / "master.xlsx").actions
    assert made.model_dump(exclude={"periods"}) == {
        "id": "A001", "ref": "1.a", "theme": "Homes", "recommendation": "Mend all roofs", "report_ref": "Para 7",
        "action": "Mend the roof", "owner": "Pat Example", "supporting": "Sam Sample", "timescale": "31/03/2027",
        "due": dt.date(2027, 3, 31), "revised_due": dt.date(2027, 6, 30), "success_criteria": "No leak",
        "notes": "See the minutes", "other": {"Cost": 12}, "source": "'Own'!A2",
    }  # fmt: skip


def test_two_plans_never_have_one_id(tmp_path: Path) -> None:
    """Else what came back for one plan, put into another's folder, is merged there."""
    own = Path(__file__).parents[2] / "workbooks" / "wexcombe-plan.xlsx"
    masters = [tmp_path / "one.xlsx", tmp_path / "other.xlsx"]
    for master in masters:
        standardise(own, output=master).save()
    assert len({read_master(FileBook.open(master)).record.plan_id for master in masters}) == 2


def test_two_rounds_of_one_month_are_two_periods_and_a_day_is_one_however_it_is_written(
    tmp_path: Path,
) -> None:
    """The second round's answers became columns of the council's own, or stood under the first."""
    heads = ["RAG 1 October 2026", "Progress 2026-10-01", dt.date(2026, 10, 15), "Progress 15th Oct 26"]
    row = ["1", "Mend the roof", "Pat Example", "Dec 2027", "Red", "No money", "Green", "The money is there"]
    source = own_workbook(tmp_path, [*HEADINGS, *heads], row)
    book = openpyxl.load_workbook(source)
    book["Sheet"]["G1"].number_format = "dd/mm/yyyy"
    book.save(source)
    made = standardise(source, output=tmp_path / "master.xlsx")
    made.save()
    assert made.periods == ("1 October 2026", "15/10/2026")
    held = action(tmp_path / "master.xlsx", "A001")
    assert [held[f"{period} {what}"] for period in made.periods for what in ("RAG", "progress")] == row[4:]
    xlplan.add_period(tmp_path / "master.xlsx", "29 October 2026").save()
    with pytest.raises(WrongUsage, match="called 15/10/2026"):
        xlplan.add_period(tmp_path / "master.xlsx", "2026-10-15")
