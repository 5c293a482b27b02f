"""`chase` and the letters of `issue`: the right officers are written to, and what they get can be merged."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import ASHA, JO, PERIOD, RUTH, a_master, change_sheet, columns, sent_back, table
from tests.builders.officers import fill_in
from xlplan.cli import run
from xlplan.errors import UnknownField, WrongUsage

MAYA = "maya.lindqvist@wexcombe.example"
NO_EMAIL = "Helen Sturmey"


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@wexcombe.example"


def edited(master: Path, sheet: str, change: Callable[[Worksheet], object]) -> None:
    change_sheet(master, sheet, change)


def give_addresses(sheet: Worksheet) -> None:
    at = columns(sheet)
    for row in range(4, sheet.max_row + 1):
        name = str(sheet.cell(row, at["Name"]).value)
        sheet.cell(row, at["Email"]).value = None if name == NO_EMAIL else address(name)


def name_the_coordinator(sheet: Worksheet) -> None:
    labels = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for label, value in (("Coordinator", "Maya Lindqvist"), ("Reply to", MAYA)):
        row = labels.get(label, sheet.max_row + 1)
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = label, value


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master: one return merged with things to ask about, the others outstanding."""
    master = a_master(tmp_path_factory.mktemp("chase"))
    edited(master, "Officers", give_addresses)
    edited(master, "Cover", name_the_coordinator)
    sent_back(master, RUTH, {"A001": {"RAG": "Complete"}, "A002": {"RAG": "Red"}})
    xlplan.merge(master, master.parent / "back").save()
    return master.parent


@pytest.fixture
def master(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "plan")) / "master.xlsx"


def read(file: str | Path) -> EmailMessage:
    message = email.message_from_bytes(Path(file).read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage) -> str:
    part = message.get_body()
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_everybody_from_whom_something_is_wanted_is_written_to(master: Path) -> None:
    found = xlplan.chase(master)
    found.save()
    why = {one.officer: one.why for one in found.drafts}
    assert why[JO] == "outstanding"
    assert why[RUTH] == "to ask about"
    assert found.no_address == (NO_EMAIL,)
    assert found.needs_a_person
    issued = {row["Officer"] for row in table(master, "Returns")}
    assert set(why) == issued - {NO_EMAIL}
    for one in found.drafts:
        message = read(one.file)
        assert [to.addr_spec for to in message["To"].addresses] == [one.to] == [address(one.officer)]
        assert message["Reply-To"].addresses[0].addr_spec == MAYA
        assert "Maya Lindqvist" in body(message)


def test_what_is_asked_stands_in_the_letter_in_plain_words(master: Path) -> None:
    found = xlplan.chase(master)
    found.save()
    [ruth] = [one for one in found.drafts if one.officer == RUTH]
    text = body(read(ruth.file))
    assert "Red, and nothing says what is being done" in text
    assert "RAG00" not in text
    assert not list(read(ruth.file).iter_attachments())


def test_the_return_that_goes_out_again_can_be_filled_in_and_merged(master: Path, tmp_path: Path) -> None:
    found = xlplan.chase(master)
    found.save()
    [jo] = [one for one in found.drafts if one.officer == JO]
    [attached] = read(jo.file).iter_attachments()
    assert attached.get_filename() == f"{PERIOD} {JO}.xlsx"
    again = tmp_path / "again.xlsx"
    again.write_bytes(attached.get_content())

    untouched = xlplan.merge(master, again, period=PERIOD)
    [outcome] = untouched.returns
    assert (outcome.outcome, outcome.officer) == ("merged", JO)
    assert outcome.cells.unchanged == outcome.cells.read
    assert not untouched.changes

    filled = fill_in(again, words="After the reminder.")
    merged = xlplan.merge(master, again, period=PERIOD)
    assert len(merged.changes) == filled
    assert not merged.proposals
    assert not merged.conflicts


def test_the_return_that_goes_out_again_has_what_it_was_issued_with(master: Path, tmp_path: Path) -> None:
    """What the coordinator has typed since would come back as if the officer had said it."""
    [jo_action] = [one.id for one in xlplan.read_plan(master).actions if one.owner == JO][:1]

    def type_meanwhile(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["ID"]).value == jo_action:
                sheet.cell(row, at[f"{PERIOD} RAG"]).value = "Amber"

    edited(master, "Plan", type_meanwhile)
    found = xlplan.chase(master)
    found.save()
    [jo] = [one for one in found.drafts if one.officer == JO]
    [attached] = read(jo.file).iter_attachments()
    again = tmp_path / "again.xlsx"
    again.write_bytes(attached.get_content())
    sheet = openpyxl.load_workbook(again)["Return"]
    column = columns(sheet)[f"{PERIOD} RAG"]
    assert {sheet.cell(row, column).value for row in range(4, sheet.max_row + 1)} == {None}
    assert not xlplan.merge(master, again).conflicts


def test_somebody_who_has_answered_since_gets_no_reminder_by_mistake(master: Path) -> None:
    """A draft of last week, still in the folder, would be sent with the others."""
    xlplan.chase(master).save()
    old = master.parent / "drafts" / f"{PERIOD} {JO}.eml"
    own = master.parent / "drafts" / "my own.eml"
    own.write_bytes(old.read_bytes())
    everything = {
        one.id: {"RAG": "Amber", "progress": f"Done so far: {one.id}."}
        for one in xlplan.read_plan(master).actions
        if one.owner == JO
    }
    xlplan.merge(master, sent_back(master, JO, everything)).save()
    found = xlplan.chase(master)
    assert JO not in {one.officer for one in found.drafts}
    assert found.removed == (str(old),)
    assert old.exists(), "removed before it was saved"
    found.save()
    assert not old.exists()
    assert own.exists()


def test_what_stands_in_the_register_adds_no_recipient(master: Path) -> None:
    def spoil(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == JO:
                sheet.cell(row, at["Email"]).value = f"{address(JO)}\nBcc: evil@elsewhere.example"

    edited(master, "Officers", spoil)
    found = xlplan.chase(master)
    assert JO in found.no_address
    found.save()
    assert all(b"evil" not in Path(one.file).read_bytes() for one in found.drafts)


def test_copies_go_where_the_register_says_and_what_is_no_address_is_told(master: Path) -> None:
    def copy_in(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == JO:
                sheet.cell(row, at["Copy to"]).value = f"{MAYA}; her assistant"

    edited(master, "Officers", copy_in)
    edited(master, "Cover", lambda sheet: sheet.__setitem__("B10", "the mailbox of the team"))
    found = xlplan.chase(master)
    found.save()
    [jo] = [one for one in found.drafts if one.officer == JO]
    assert [one.addr_spec for one in read(jo.file)["Cc"].addresses] == [MAYA]
    assert "Reply-To" not in read(jo.file).keys()  # noqa: SIM118 - not a dictionary
    assert found.left_out == ("Cover, Reply to: the mailbox of the team", f"{JO}, Copy to: her assistant")
    assert found.needs_a_person


def test_an_officer_who_owns_nothing_any_more_is_not_chased(master: Path) -> None:
    def hand_over(sheet: Worksheet) -> None:
        column = columns(sheet)["Owner"]
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, column).value == JO:
                sheet.cell(row, column).value = RUTH

    edited(master, "Plan", hand_over)
    found = xlplan.chase(master)
    assert JO not in {*found.no_address, *(one.officer for one in found.drafts)}


def test_an_officer_who_is_no_longer_in_the_register_is_named_and_the_others_are_written_to(
    master: Path,
) -> None:
    """One line deleted by mistake would cost everybody their reminder."""

    def delete(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == JO:
                for column in at.values():
                    sheet.cell(row, column).value = None

    before = xlplan.chase(master)
    edited(master, "Officers", delete)
    chased = xlplan.chase(master)
    assert [draft.officer for draft in chased.drafts] == [
        draft.officer for draft in before.drafts if draft.officer != JO
    ]
    assert set(chased.no_address) == {*before.no_address, JO}


def test_the_master_is_not_changed_and_a_preview_writes_nothing(master: Path) -> None:
    before = master.read_bytes()
    found = xlplan.chase(master)
    assert not (master.parent / "drafts").exists()
    assert JO in found.preview()
    found.save()
    assert master.read_bytes() == before


def test_a_councils_own_words_go_out(master: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Subject: {{ period }} please\n\nHello {{ officer }}, {{ what }}", encoding="utf-8")
    found = xlplan.chase(master, letter=words)
    found.save()
    [jo] = [one for one in found.drafts if one.officer == JO]
    message = read(jo.file)
    assert message["Subject"] == f"{PERIOD} please"
    assert body(message).startswith(f"Hello {JO}, Your return for {PERIOD} has not reached me yet")
    [ruth] = [one for one in found.drafts if one.officer == RUTH]
    assert "nothing says what is being done" in body(read(ruth.file))


def test_a_wrong_field_stops_before_anything_is_written(master: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Hello {{ name }}", encoding="utf-8")
    with pytest.raises(UnknownField):
        xlplan.chase(master, letter=words)
    with pytest.raises(UnknownField):
        xlplan.issue(master, drafts=True, letter=words, force=True)


def test_before_anything_was_issued_nobody_is_reminded(master: Path) -> None:
    xlplan.add_period(master, "Next").save()
    found = xlplan.chase(master)
    assert (found.period, found.drafts, found.no_address) == ("Next", (), ())
    assert xlplan.chase(master, period=PERIOD).drafts
    with pytest.raises(WrongUsage):
        xlplan.chase(master, period="Nonesuch")


def test_the_command_prints_the_contract(
    master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["chase", str(master), "--to", str(tmp_path / "out"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {"period", "drafts", "no_address"} <= set(told)
    assert set(told["drafts"][0]) == {"officer", "to", "file", "why"}
    assert sorted(str(file) for file in (tmp_path / "out").iterdir()) == sorted(
        one["file"] for one in told["drafts"]
    )


def test_letters_of_issue_carry_each_officers_own_return(
    master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    assert run(["issue", str(master), "--to", str(folder), "--drafts", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["no_address"] == [NO_EMAIL]
    assert len(told["drafts"]) == len(told["returns"]) - 1
    for one in told["returns"]:
        if one["officer"] == NO_EMAIL:
            continue
        file = Path(one["file"])
        message = read(file.with_suffix(".eml"))
        assert [to.addr_spec for to in message["To"].addresses] == [address(one["officer"])]
        [attached] = message.iter_attachments()
        assert attached.get_filename() == file.name
        assert attached.get_content() == file.read_bytes()
        assert PERIOD in str(message["Subject"])


def test_nobody_is_written_to_unless_it_is_asked_for(master: Path, tmp_path: Path) -> None:
    found = xlplan.issue(master, folder=tmp_path / "out")
    found.save()
    assert found.drafts == ()
    assert not list((tmp_path / "out").glob("*.eml"))


def test_letters_of_issue_are_not_left_where_the_master_cannot_be_written(
    master: Path, tmp_path: Path
) -> None:
    found = xlplan.issue(master, folder=tmp_path / "out", drafts=True)
    master.with_name(f"~${master.name}").write_bytes(b"\x05Excel")
    with pytest.raises(xlplan.XlplanError):
        found.save()
    assert not (tmp_path / "out").exists()


def test_an_asha_who_has_left_is_not_written_to(master: Path) -> None:
    def leave(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == ASHA:
                sheet.cell(row, at["Active"]).value = "No"

    edited(master, "Officers", leave)
    assert ASHA not in {one.officer for one in xlplan.chase(master).drafts}
