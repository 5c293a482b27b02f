"""What a coordinator or a director would not be told, or be told wrongly, by the pages of a run."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlplan
from tests.builders.cycle import ASHA, JO, PERIOD, RUTH, a_master, change_sheet, columns, table
from tests.builders.inboxes import arrives, files_in, give_addresses, some_plans
from xlplan.consolidating.run_page import DecisionLine, RefusedLine, RunPage, run_page
from xlplan.consolidating.settings import read_settings

NIGHT = dt.datetime(2026, 11, 20, 2, 0)


class Links(HTMLParser):
    """The links and the visible words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words = ""
        self.tags: set[str] = set()
        self._hidden = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden = tag == "style" or self._hidden
        self.links += [value or "" for name, value in attributes if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = self._hidden and tag != "style"

    def handle_data(self, data: str) -> None:
        self.words += "" if self._hidden else f" {data}"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans of the same officers after a night: a conflict, a refused file, one who returned, many who did not."""
    made = tmp_path_factory.mktemp("made") / "plan"
    give_addresses(a_master(made))
    folder = tmp_path_factory.mktemp("night")
    settings = some_plans(folder, ["Adults & Health", "Children"], made, portfolio=True)
    adults = folder / "Adults & Health"
    arrives(adults, RUTH, {"A001": {"RAG": "Green", "progress": "<b>Two</b> visits"}})
    arrives(adults, JO, {"A001": {"RAG": "Red"}})
    (adults / "returns" / "letter <1>.docx").write_text("Dear all")
    xlplan.consolidate(settings, now=NIGHT)
    return folder


def issued(night: Path) -> set[str]:
    return files_in(night / "Adults & Health" / "issued")


def test_the_page_of_a_plan_says_who_returned_what_is_to_settle_and_what_was_refused(night: Path) -> None:
    page = Links((night / "Adults & Health" / "out" / "index.html").read_text("utf-8"))
    for words in (
        "Adults & Health",
        f"Review period {PERIOD}, after the run of 20 November 2026 at 02:00",
        "letter <1>.docx",
        "Master has",
        f"2 of {len(issued(night))}",
        "To be settled",
    ):
        assert words in " ".join(page.words.split()), words
    assert page.words.count("one for several plans") == len(issued(night))
    assert not page.tags & {"script", "img", "iframe", "link", "form"}


def test_every_link_of_every_page_leads_to_a_file_that_is_there(night: Path) -> None:
    pages = [night / "Adults & Health" / "out" / "index.html", night / "Children" / "out" / "index.html"]
    followed = 0
    for page in [*pages, night / "portfolio" / "index.html"]:
        for link in Links(page.read_text("utf-8")).links:
            assert (page.parent / unquote(link)).exists(), f"{page}: {link}"
            followed += 1
    assert followed > 20


def test_the_folders_can_be_moved_together_without_breaking_a_link(night: Path) -> None:
    for page in night.rglob("index.html"):
        assert str(night) not in page.read_text("utf-8")


def test_an_officer_of_several_plans_gets_one_reminder_with_the_returns_of_all(night: Path) -> None:
    letters = {file.name: _letter(file) for file in (night / "portfolio" / "drafts").iterdir()}
    assert len(letters) == len(issued(night)), (
        "all of them: one who has returned to one plan is asked about it there"
    )
    ruth = letters["ruth.ackland@wexcombe.example.eml"].get_body(("plain",))
    assert ruth is not None
    assert "I should like to ask about the following" in ruth.get_content()
    asha = letters["asha.verrall@wexcombe.example.eml"]
    assert [address.addr_spec for address in asha["To"].addresses] == ["asha.verrall@wexcombe.example"]
    body = asha.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "ADULTS & HEALTH" in text
    assert "CHILDREN" in text
    assert text.count("has not reached me yet") == 2
    attached = {part.get_filename(): part.get_content() for part in asha.iter_attachments()}
    assert set(attached) == {f"{plan}, {PERIOD} {ASHA}.xlsx" for plan in ("Adults & Health", "Children")}
    for content in attached.values():
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "Return"
    own = files_in(night / "Adults & Health" / "out" / "drafts") | files_in(
        night / "Children" / "out" / "drafts"
    )
    assert not own, "nobody is to get three letters"


def test_a_script_finds_every_file_that_the_night_says_it_wrote(night: Path) -> None:
    """A draft that went into a letter for several plans must not be sent a second time by the list."""
    for plan in ("Adults & Health", "Children"):
        [record] = (night / plan / "out" / "runs").glob("*.json")
        run = json.loads(record.read_text("utf-8"))
        names = [Path(file).name for file in run["files"]]
        assert names == [
            f"{PERIOD} report.docx",
            f"{PERIOD} report.html",
            f"{PERIOD} dashboard.xlsx",
            "index.html",
        ]
        assert all(Path(file).exists() for file in (*run["files"], *run["archived"]))


def test_the_log_says_in_order_what_became_of_each_file_and_plan(night: Path) -> None:
    """Whoever looks into it in the morning has nothing else when the pages are gone."""
    log = (night / "plans.log").read_text("utf-8").replace(f"{night}/", "").splitlines()
    assert {line[:19] for line in log} == {"2026-11-20 02:00:00"}
    adults, children = "[Adults & Health]", "[Children]"
    written = "written: 4 files, with"
    assert [line[20:] for line in log] == [
        f"{adults} merged: {JO}.xlsx (0 cells changed)",
        f"{adults} merged: {RUTH}.xlsx (1 cell changed)",
        (
            f"{adults} refused: letter <1>.docx: it is not a workbook. "
            "Save it from Excel as an Excel Workbook (.xlsx) and give that file."
        ),
        f"{adults} {PERIOD}: 2 to settle, 6 outstanding",
        f"{adults} archived: Adults & Health/archive/{PERIOD}/{JO}.xlsx",
        f"{adults} archived: Adults & Health/archive/{PERIOD}/{RUTH}.xlsx",
        f"{adults} {written} Adults & Health/out/index.html",
        f"{adults} exit 1",
        f"{children} {PERIOD}: 0 to settle, 8 outstanding",
        f"{children} {written} Children/out/index.html",
        f"{children} exit 0",
        "written: 10 files, with portfolio/index.html",
        "exit 1",
    ]


def test_when_one_plan_has_its_return_the_other_reminds_by_itself(night: Path, tmp_path: Path) -> None:
    later = Path(shutil.copytree(night, tmp_path / "later"))
    asked = table(later / "Children" / "issued" / f"{PERIOD} {ASHA}.xlsx", "Return")
    said = {str(row["ID"]): {"RAG": "Amber", "progress": f"Begun with {row['ID']}"} for row in asked}
    arrives(later / "Children", ASHA, said)
    xlplan.consolidate(later / "plans.toml", now=NIGHT + dt.timedelta(days=1))
    assert "asha.verrall@wexcombe.example.eml" not in files_in(later / "portfolio" / "drafts")
    assert f"{PERIOD} {ASHA}.eml" in files_in(later / "Adults & Health" / "out" / "drafts")


def test_the_same_name_at_two_addresses_is_two_people(tmp_path: Path) -> None:
    a_master(tmp_path / "made")
    give_addresses(tmp_path / "made" / "master.xlsx")
    settings = some_plans(
        tmp_path / "plans", ["Adults", "Children"], tmp_path / "made", portfolio=True, report=False
    )

    def another(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, at["Name"]).value == ASHA:
                sheet.cell(row, at["Email"]).value = "asha@elsewhere.example"

    change_sheet(settings.parent / "Children" / "master.xlsx", "Officers", another)
    xlplan.consolidate(settings, now=NIGHT)
    assert not [name for name in files_in(settings.parent / "portfolio" / "drafts") if "asha" in name]
    for plan in ("Adults", "Children"):
        assert f"{PERIOD} {ASHA}.eml" in files_in(settings.parent / plan / "out" / "drafts")


def test_the_figures_of_the_portfolio_are_the_sum_of_those_of_the_plans(night: Path) -> None:
    sheet = openpyxl.load_workbook(night / "portfolio" / "portfolio.xlsx")["Plans"]
    headings = [cell.value for cell in sheet[3]]
    rows = [
        dict(zip(headings, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=4)
    ]
    *plans, total = rows
    assert [row["Plan"] for row in rows] == ["Adults & Health", "Children", "All plans"]
    words = ["Complete", "Green", "Amber", "Red", "Not started", "Other words", "No RAG word"]
    for row in rows:
        assert sum(row[word] for word in words) == row["Actions"]
    for heading in headings[2:]:
        assert total[heading] == sum(row[heading] for row in plans), heading
    assert (plans[0]["Issued"], plans[0]["Received"]) == (len(issued(night)), 2)
    assert [row[0].font.b for row in sheet.iter_rows(min_row=4)] == [False, False, True], "the sum stands out"


def test_a_plan_that_was_not_well_is_said_on_its_page_and_in_the_portfolio(
    night: Path, tmp_path: Path
) -> None:
    later = Path(shutil.copytree(night, tmp_path / "later"))
    (later / "Children" / "~$master.xlsx").write_text("Jo")
    arrives(later / "Children", ASHA, {"A005": {"RAG": "Amber"}})
    result = xlplan.consolidate(later / "plans.toml", now=NIGHT + dt.timedelta(days=1))
    assert result.exit == 2
    for page in (later / "Children" / "out" / "index.html", later / "portfolio" / "index.html"):
        assert "the workbook is open in Excel" in page.read_text("utf-8")
    assert "the workbook is open" not in (later / "Adults & Health" / "out" / "index.html").read_text("utf-8")


def test_reminders_of_a_period_that_is_closed_are_taken_away_and_letters_of_others_stay(
    tmp_path: Path,
) -> None:
    give_addresses(a_master(tmp_path / "made"))
    settings = some_plans(tmp_path / "plans", ["Adults"], tmp_path / "made", report=False)
    xlplan.consolidate(settings, now=NIGHT)
    drafts = settings.parent / "Adults" / "out" / "drafts"
    assert len(files_in(drafts)) == len(files_in(settings.parent / "Adults" / "issued")) > 3
    (drafts / "My own letter.eml").write_text("Dear Asha", encoding="utf-8")
    xlplan.add_period(settings.parent / "Adults" / "master.xlsx", "Jan-27").save()
    xlplan.consolidate(settings, now=NIGHT + dt.timedelta(days=1))
    assert files_in(drafts) == {"My own letter.eml"}


def test_only_one_plan_still_gives_the_position_over_all(night: Path, tmp_path: Path) -> None:
    later = Path(shutil.copytree(night, tmp_path / "later"))
    before = (later / "Children" / "master.xlsx").read_bytes()
    letters = files_in(later / "portfolio" / "drafts")
    xlplan.consolidate(later / "plans.toml", only=["Adults & Health"], now=NIGHT + dt.timedelta(days=1))
    assert (later / "Children" / "master.xlsx").read_bytes() == before
    assert files_in(later / "portfolio" / "drafts") == letters
    assert not files_in(later / "Children" / "out" / "drafts")
    asked = table(later / "Adults & Health" / "issued" / f"{PERIOD} {ASHA}.xlsx", "Return")
    arrives(
        later / "Adults & Health",
        ASHA,
        {str(row["ID"]): {"RAG": "Amber", "progress": f"Begun with {row['ID']}"} for row in asked},
    )
    xlplan.consolidate(later / "plans.toml", only=["Adults & Health"], now=NIGHT + dt.timedelta(days=2))
    assert files_in(later / "Children" / "out" / "drafts") == {f"{PERIOD} {ASHA}.eml"}, (
        "Children still waits for her"
    )
    assert "over 2 plans" in (later / "portfolio" / "index.html").read_text("utf-8")
    assert len(read_settings(later / "plans.toml").plans) == 2


def test_what_comes_from_workbooks_cannot_write_on_the_page(tmp_path: Path) -> None:
    evil = '<script>alert(1)</script>"\x07'
    page = run_page(
        RunPage(
            name=evil,
            title=evil,
            period=evil,
            when=NIGHT,
            master=tmp_path / "a'b\" <m>.xlsx",
            inbox=tmp_path,
            folder=tmp_path,
            error=evil,
            refused=(RefusedLine(file=evil, why=evil),),
            decisions=(
                DecisionLine(number="1", kind="conflict", action=evil, column=evil, returned=evil, why=evil),
            ),
        )
    )
    assert "<script" not in page
    assert "\x07" not in page
    assert 'href="a%27b%22%20%3Cm%3E.xlsx"' in page


def _letter(file: Path) -> EmailMessage:
    letter = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(letter, EmailMessage)
    return letter
