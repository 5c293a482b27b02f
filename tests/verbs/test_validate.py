"""What a coordinator would lose if `validate` forgot decisions, repeated itself, or changed what it may not."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import openpyxl
import openpyxl.styles
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import PERIOD, RUTH, a_master, action, change_sheet, columns, table
from tests.builders.small_plan import plan
from xlplan.cli import run
from xlplan.errors import WrongUsage
from xlplan.verbs.validate import Validated

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return a_master(tmp_path)


def typed(master: Path, cells: dict[tuple[str, str], object], sheet: str = "Plan") -> None:
    """Type into a sheet: (what stands in the ID or Name column, heading) -> value."""

    def change(found: Worksheet) -> None:
        at = columns(found)
        key = at.get("ID") or at["Name"]
        rows = {found.cell(row, key).value: row for row in range(4, found.max_row + 1)}
        for (identity, heading), value in cells.items():
            found.cell(rows[identity], at[heading]).value = value  # type: ignore[assignment]

    change_sheet(master, sheet, change)


def on_checks(master: Path, code: str, identity: str, **cells: object) -> None:
    """Type into the row of a finding on the Checks sheet."""

    def change(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if (sheet.cell(row, at["Code"]).value, sheet.cell(row, at["ID"]).value) == (code, identity):
                for heading, value in cells.items():
                    sheet.cell(row, at[heading]).value = value  # type: ignore[assignment]

    change_sheet(master, "Checks", change)


def validated(master: Path, **options: object) -> Validated:
    result = xlplan.validate(master, today=TODAY, **options)
    result.save()
    return result


def listed(master: Path, code: str, identity: str) -> list[dict[str, object]]:
    return [row for row in table(master, "Checks") if (row["Code"], row["ID"]) == (code, identity)]


def codes(result: Validated, identity: str) -> set[str]:
    return {finding.code for finding in result.findings if finding.id == identity}


def test_every_finding_says_where_it_is_and_stands_on_the_sheet_with_a_link(master: Path) -> None:
    result = validated(master)
    assert result.findings
    assert all(finding.sheet and finding.message and finding.code for finding in result.findings)
    assert result.counts == Counter(finding.code for finding in result.findings)
    rows = {(row["Code"], row["ID"] or "", row["Value"] or "") for row in table(master, "Checks")}
    assert all((finding.code, finding.id, finding.value) in rows for finding in result.findings)
    [row] = listed(master, "OWN001", "A027")
    [finding] = [finding for finding in result.findings if finding.code == "OWN001"]
    assert row["Cell"] == f'=HYPERLINK("#\'Plan\'!{finding.cell}","{finding.cell}")'
    assert row["Column"] == "Owner"


@pytest.mark.parametrize(
    ("typed_on_cover", "is_found"),
    [
        (dt.date(2027, 5, 15), True),
        ("May 2027", True),
        ("15th May 2027", True),
        (dt.date(2020, 5, 15), False),
        ("by Ofsted", False),
        (None, False),
    ],
)
def test_an_action_due_before_the_inspection_on_the_cover_is_asked_about(
    tmp_path: Path, typed_on_cover: object, is_found: bool
) -> None:
    master = plan(tmp_path, ["Ann Lee"], also={"Due": ["31/03/2027"]})
    assert openpyxl.load_workbook(master)["Cover"]["A6"].value == "Inspection"

    def type_it(sheet: Worksheet) -> None:
        sheet["B6"] = typed_on_cover

    change_sheet(master, "Cover", type_it)
    assert ("DUE006" in codes(validated(master), "A001")) is is_found


def test_a_master_whose_cover_was_deleted_is_checked_all_the_same(tmp_path: Path) -> None:
    master = plan(tmp_path, ["Ann Lee"])
    workbook = openpyxl.load_workbook(master)
    del workbook["Cover"]
    workbook.save(master)
    assert validated(master).actions == 1


def test_worst_comes_first(master: Path) -> None:
    found = [finding.severity for finding in validated(master).findings]
    assert found == sorted(found, key=("error", "warning", "info").index)


def test_the_sheet_is_in_order_until_somebody_writes_on_it(master: Path) -> None:
    """Worst on top; but a sheet with somebody's words, or a column of theirs, is never drawn anew."""
    validated(master)
    severities = [row["Severity"] for row in table(master, "Checks")]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)

    def own_words(sheet: Worksheet) -> None:
        sheet.cell(5, columns(sheet)["Reason"]).value = "Asked on Monday"

    change_sheet(master, "Checks", own_words)
    before = table(master, "Checks")
    typed(master, {("A003", "Owner"): "Nobody Known"})
    validated(master)
    after = table(master, "Checks")
    assert [row["Code"] for row in after][: len(before)] == [row["Code"] for row in before]
    assert after[1]["Reason"] == "Asked on Monday"
    assert after[-1]["Code"] == "OWN002"


def test_the_same_finding_again_is_not_a_new_row_and_nothing_is_written(master: Path) -> None:
    validated(master)
    rows, content = table(master, "Checks"), master.read_bytes()
    again = validated(master)
    assert master.read_bytes() == content
    assert table(master, "Checks") == rows
    assert again.settled == 0


def test_an_accepted_finding_is_quiet_until_its_cell_changes(master: Path) -> None:
    typed(master, {("A004", "Timescale"): "Spnng", ("A004", "Due"): None})
    assert "DUE002" in codes(validated(master), "A004")
    on_checks(master, "DUE002", "A004", Decision="Accepted", Reason="Agreed with the Chair")
    after = validated(master)
    assert "DUE002" not in codes(after, "A004")
    assert after.accepted == 1
    assert [row["Status"] for row in listed(master, "DUE002", "A004")] == ["Accepted"]
    typed(master, {("A004", "Timescale"): "Sumer"})
    assert "DUE002" in codes(validated(master), "A004")
    said = {row["Value"]: (row["Status"], row["Reason"]) for row in listed(master, "DUE002", "A004")}
    assert said == {"Spnng": ("Settled", "Agreed with the Chair"), "Sumer": ("Open", None)}


def test_what_is_put_right_is_settled_and_what_comes_back_is_open_again(master: Path) -> None:
    validated(master)
    typed(master, {("A027", "Owner"): "Jo Pennick"})
    assert validated(master).settled >= 1
    assert [row["Status"] for row in listed(master, "OWN001", "A027")] == ["Settled"]
    typed(master, {("A027", "Owner"): None})
    assert "OWN001" in codes(validated(master), "A027")
    assert [row["Status"] for row in listed(master, "OWN001", "A027")] == ["Open"]


def test_a_reason_is_never_written_over(master: Path) -> None:
    """Settled rows are used again for new findings, but not those to which a person added a word."""
    validated(master)
    on_checks(master, "OWN001", "A027", Reason="Post is out to advert")
    typed(master, {("A027", "Owner"): "Jo Pennick", ("A003", "Timescale"): "Spnng", ("A003", "Due"): None})
    typed(master, {(f"A{number:03d}", "Owner"): "Nobody Known" for number in range(5, 25)})
    validated(master)
    [row] = listed(master, "OWN001", "A027")
    assert (row["Status"], row["Reason"]) == ("Settled", "Post is out to advert")


def test_the_sheet_does_not_grow_for_ever(master: Path) -> None:
    typed(master, {(f"A{number:03d}", "Owner"): "Nobody Known" for number in range(1, 20)})
    validated(master)
    size = len(table(master, "Checks"))
    typed(master, {(f"A{number:03d}", "Owner"): "Jo Pennick" for number in range(1, 20)})
    validated(master)
    typed(master, {(f"A{number:03d}", "Timescale"): "Spnng" for number in range(1, 20)})
    typed(master, {(f"A{number:03d}", "Due"): None for number in range(1, 20)})
    validated(master)
    assert len(table(master, "Checks")) <= size + 2


def test_what_standardise_remarked_stays(master: Path) -> None:
    before = [row for row in table(master, "Checks") if str(row["Code"]).startswith("LAY")]
    validated(master)
    after = [row for row in table(master, "Checks") if str(row["Code"]).startswith("LAY")]
    assert before == after
    assert before


def test_a_row_that_standardise_listed_is_the_checks_own(master: Path) -> None:
    """The cut-off name stands on the sheet since standardise; validate finds it and adds no row."""
    cut_off = [row["ID"] for row in table(master, "Checks") if row["Code"] == "OWN005"]
    assert cut_off
    result = validated(master)
    for identity in cut_off:
        assert "OWN005" in codes(result, str(identity))
        assert len(listed(master, "OWN005", str(identity))) == 1


def test_only_the_chosen_codes_are_found_and_settled(master: Path) -> None:
    validated(master)
    typed(master, {("A027", "Owner"): "Jo Pennick"})
    assert {finding.code[:3] for finding in validated(master, select=["DUE"]).findings} == {"DUE"}
    assert [row["Status"] for row in listed(master, "OWN001", "A027")] == ["Open"]
    validated(master, ignore=["DUE"])
    assert [row["Status"] for row in listed(master, "OWN001", "A027")] == ["Settled"]


def test_fix_changes_only_what_cannot_alter_meaning_and_writes_each_down(master: Path) -> None:
    typed(
        master,
        {
            ("A001", f"{PERIOD} RAG"): "green ",
            ("A002", f"{PERIOD} RAG"): "Amber/Green",
            ("A003", "Owner"): "jo  pennick",
            ("A004", "Owner"): "Jo Penick",
            ("A005", "Due"): "31/12/2026",
            ("A006", "Due"): "03/04/2027",
        },
    )
    preview = xlplan.validate(master, fix=True, today=TODAY)
    assert action(master, "A001")[f"{PERIOD} RAG"] == "green "
    result = validated(master, fix=True)
    assert result.fixed == len(result.changes) == len(preview.changes)
    fixed = {(change.id, change.column): change.new for change in result.changes}
    assert fixed[("A001", f"{PERIOD} RAG")] == "Green"
    assert fixed[("A003", "Owner")] == "Jo Pennick"
    assert fixed[("A005", "Due")] == dt.date(2026, 12, 31)
    assert action(master, "A002")[f"{PERIOD} RAG"] == "Amber/Green"
    assert action(master, "A004")["Owner"] == "Jo Penick"
    assert action(master, "A006")["Due"] == "03/04/2027"
    assert action(master, "A001")[f"{PERIOD} direction"]
    changes = [row for row in table(master, "Changes") if row["Operation"] == "validate"]
    assert {(row["ID"], row["Column"]) for row in changes} == set(fixed)
    assert validated(master, fix=True).fixed == 0


def test_look_alikes_are_asked_about_in_the_register(master: Path) -> None:
    typed(master, {("Ruth Ackland", "Name"): "Joanne Pennick"}, sheet="Officers")
    [found] = [finding for finding in validated(master).findings if "Joanne Pennick" in finding.message]
    assert (found.code, found.sheet) == ("OWN003", "Officers")


def test_a_fill_of_another_colour_is_found_in_the_plan(master: Path) -> None:
    from openpyxl.styles import PatternFill

    def paint(sheet: Worksheet) -> None:
        cell = sheet.cell(4, columns(sheet)[f"{PERIOD} RAG"])
        cell.value = "Green"
        cell.fill = PatternFill("solid", fgColor="FFFF0000")

    change_sheet(master, "Plan", paint)
    assert "RAG003" in codes(validated(master), "A001")


def test_a_date_moved_twice_is_found_from_the_changes_sheet(master: Path) -> None:
    for day in (dt.date(2026, 12, 31), dt.date(2027, 3, 31)):

        def revise(sheet: Worksheet, day: dt.date = day) -> None:
            at = columns(sheet)
            row = next(row for row in range(4, 500) if sheet.cell(row, at["When"]).value is None)
            line = {"When": day, "Operation": "resolve", "ID": "A003", "Column": "Revised due", "New": day}
            for heading, value in line.items():
                sheet.cell(row, at[heading]).value = value
            sheet.tables["Changes"].ref = f"A3:G{row}"

        change_sheet(master, "Changes", revise)
    assert "DUE008" in codes(validated(master), "A003")


def test_a_first_date_is_no_move(master: Path) -> None:
    """A date that was only filled in is not one that moves again and again."""

    def fill_in(sheet: Worksheet) -> None:
        at = columns(sheet)
        row = next(row for row in range(4, 500) if sheet.cell(row, at["When"]).value is None)
        first, then = dt.date(2026, 12, 31), dt.date(2027, 3, 31)
        lines = (
            {"Column": "Due", "Old": None, "New": first},
            {"Column": "Revised due", "Old": None, "New": then},
        )
        for number, line in enumerate(lines):
            for heading, value in {"When": first, "Operation": "resolve", "ID": "A003", **line}.items():
                sheet.cell(row + number, at[heading]).value = value
        sheet.tables["Changes"].ref = f"A3:{sheet.cell(3, len(at)).column_letter}{row + 1}"

    change_sheet(master, "Changes", fill_in)
    assert "DUE008" not in codes(validated(master), "A003")


def test_an_action_that_was_issued_and_deleted_is_missed(master: Path) -> None:
    """A row deleted by accident takes a promise with it, and what its owner sends back finds no place."""

    def delete(sheet: Worksheet) -> None:
        sheet.delete_rows(6)
        sheet.tables["Plan"].ref = f"A3:{sheet.cell(3, sheet.max_column).column_letter}{sheet.max_row}"

    change_sheet(master, "Plan", delete)
    [gone] = [finding for finding in validated(master).findings if finding.code == "PLN006"]
    assert (gone.id, gone.sheet) == ("A003", "Returns")
    assert "no longer in the Plan" in gone.message


def test_a_missing_word_is_a_note_until_returns_are_due(master: Path) -> None:
    def severities() -> set[str]:
        return {finding.severity for finding in validated(master).findings if finding.code == "RAG002"}

    assert severities() == {"info"}

    def due(sheet: Worksheet) -> None:
        sheet.cell(sheet.max_row, columns(sheet)["Returns due"]).value = dt.date(2026, 10, 30)

    change_sheet(master, "Periods", due)
    assert severities() == {"warning"}


def test_rows_that_were_just_typed_are_checked_too(master: Path) -> None:
    def without_an_owner() -> list[str]:
        return [
            finding.cell
            for finding in validated(master).findings
            if finding.code == "OWN001" and not finding.id
        ]

    assert not without_an_owner()
    change_sheet(
        master, "Plan", lambda sheet: sheet.cell(sheet.max_row + 1, columns(sheet)["Action"], "A new action")
    )
    assert len(without_an_owner()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["validate", "MASTER", "--quiet"], 1, ""),
        (["validate", "MASTER", "--ignore", "OWN", "--quiet"], 0, ""),
        (["validate", "MASTER", "--select", "XYZ"], 2, "begins with"),
        (["validate", "MASTER", "--period", "Never"], 2, "no period Never"),
        (["validate", "nowhere.xlsx"], 2, "nowhere.xlsx"),
        (["explain", "own002"], 0, "Owner not in the register"),
        (["explain", "OWN02"], 2, "OWN002"),
    ],
)
def test_the_exit_code_says_whether_a_person_is_needed(
    master: Path, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(master) if word == "MASTER" else word for word in arguments]) == code
    printed = capsys.readouterr()
    text = printed.err if code == 2 else printed.out
    assert said in text
    if code == 2:
        assert len(text.strip().splitlines()) == 1


def test_preview_writes_nothing(master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = master.read_bytes()
    run(["validate", str(master), "--fix", "--preview"])
    assert master.read_bytes() == content
    assert "Nothing was written" in capsys.readouterr().out


def test_the_json_is_as_documented(
    master: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script written from the page must find the keys that the page names."""
    page = (repository / "docs" / "commands.md").read_text("utf-8")
    for command, arguments in (("validate", [str(master)]), ("explain", ["OWN002"])):
        run([command, *arguments, "--json"])
        printed = json.loads(capsys.readouterr().out)
        block = page.partition(f"\n## {command}\n")[2].partition("```json\n")[2].partition("```")[0]
        documented = json.loads(block)
        assert printed.keys() == documented.keys()
        if command == "validate":
            assert printed["findings"][0].keys() == documented["findings"][0].keys()


def test_the_terminal_groups_and_counts_and_leaves_notes_out(
    master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["validate", str(master)])
    lines = capsys.readouterr().out.splitlines()
    assert "27 actions" in lines[0]
    groups = [line.split()[1] for line in lines if line.startswith("  ")]
    assert len(groups) == len(set(groups))
    assert "PLN004" not in groups


def test_an_unknown_period_is_said(master: Path) -> None:
    with pytest.raises(WrongUsage, match="no period"):
        xlplan.validate(master, period="Never")


def test_the_sheet_stays_where_it_stands_when_it_is_drawn_anew(master: Path) -> None:
    """The coordinator finds each tab where it was yesterday."""
    validated(master)
    before = openpyxl.load_workbook(master).sheetnames
    assert before.index("Checks") < len(before) - 1
    typed(master, {("A003", "Owner"): "Nobody Known"})
    validated(master)
    assert openpyxl.load_workbook(master).sheetnames == before

    def to_the_end(book: openpyxl.Workbook) -> None:
        book.move_sheet("Checks", len(before))

    book = openpyxl.load_workbook(master)
    to_the_end(book)
    book.save(master)
    names = openpyxl.load_workbook(master).sheetnames
    typed(master, {("A004", "Owner"): "Nobody Else"})
    validated(master)
    assert openpyxl.load_workbook(master).sheetnames == names


@pytest.mark.parametrize("sheet", ["Actions", "Plan", "plan"])
def test_the_councils_own_row_is_found_whatever_its_sheet_is_called_now(tmp_path: Path, sheet: str) -> None:
    """A sheet called like ours was renamed; what it says of an action would never be looked at again."""
    own = openpyxl.Workbook()
    tab = own.worksheets[0]
    tab.title = sheet
    tab.append(["Ref", "Action", "Owner", "By when", "RAG Sep-26"])
    tab.append(["1", "Mend the roof", "Pat Example", "Dec 2027", "Green"])
    tab.append(["2", "Paint the hall", "Sam Sample", "Dec 2027", "Red"])
    tab["E2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF0000")
    own.save(tmp_path / "own.xlsx")
    xlplan.standardise(tmp_path / "own.xlsx", output=tmp_path / "master.xlsx").save()
    [found] = [one for one in validated(tmp_path / "master.xlsx").findings if one.code == "RAG003"]
    now = sheet if sheet == "Actions" else f"{sheet} (original)"
    assert (found.id, found.sheet, found.cell, found.value) == ("A001", now, "E2", "Green")


def test_what_was_fixed_accepted_and_settled_is_counted(master: Path) -> None:
    typed(master, {("A001", "Owner"): RUTH.upper(), ("A002", "Owner"): "Nobody Known", ("A004", "Owner"): ""})
    first = validated(master)
    assert (first.fixed, first.accepted, first.settled) == (0, 0, 0)
    assert first.counts["OWN002"] == 1
    assert sum(first.counts.values()) == len(first.findings)
    on_checks(master, "OWN002", "A002", Decision="Accepted")
    typed(master, {("A004", "Owner"): RUTH})
    second = validated(master, fix=True, select=["OWN"])
    settled = [row for row in table(master, "Checks") if row["Status"] == "Settled"]
    assert (second.accepted, second.settled) == (1, len(settled))
    assert {"A001", "A004"} <= {row["ID"] for row in settled}
    assert second.fixed == len(second.changes) > 0
    assert {change.file for change in second.changes} == {"OWN009"}
    assert ("A001", RUTH.upper(), RUTH) in {(one.id, one.old, one.new) for one in second.changes}
    assert action(master, "A001")["Owner"] == RUTH
    lines = [row for row in table(master, "Changes") if row["Operation"] == "validate"]
    assert len(lines) == second.fixed


def test_what_is_in_a_row_without_an_id_is_put_right_too_and_not_promised_again(tmp_path: Path) -> None:
    """Each time it was said that `--fix` could do it, and each time it was not done."""
    master = plan(tmp_path, ["Pat Example"])

    def type_a_row(sheet: Worksheet) -> None:
        at = columns(sheet)
        for heading, value in (("Action", "Sweep"), ("Owner", "pat  example"), ("Timescale", "31/03/2027")):
            sheet.cell(5, at[heading]).value = value

    change_sheet(master, "Plan", type_a_row)
    assert {finding.column for finding in xlplan.validate(master, today=TODAY).findings if finding.fixable} == {
        "Owner", "Due",
    }  # fmt: skip
    result = validated(master, fix=True)
    assert [(change.id, change.column, change.new) for change in result.changes] == [
        ("A002", "ID", "A002"), ("A002", "Due", dt.date(2027, 3, 31)), ("A002", "Owner", "Pat Example"),
    ]  # fmt: skip
    assert (result.fixed, any(finding.fixable for finding in result.findings)) == (2, False)
    assert (action(master, "A002")["Owner"], action(master, "A002")["Due"]) == (
        "Pat Example",
        dt.datetime(2027, 3, 31),
    )
