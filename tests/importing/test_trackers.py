"""Trackers, registers, logs and lists of many kinds, read as a careful person reads them."""

from __future__ import annotations

import pytest

from tests.builders.messy import sheet
from tests.builders.no_plans import NO_PLANS
from tests.builders.tracker_headings import DATE_HEADINGS, PEOPLE_HEADINGS
from tests.builders.trackers import CODES, EARLIER, LATER, PEOPLE, TASKS, TRACKERS, Rows, Tracker, table
from xlplan.errors import NoPlanFound
from xlplan.importing.reader import Reading, read_plan_sheets


def read(tracker: Tracker) -> Reading:
    return read_plan_sheets([sheet(*rows, name=name) for name, rows in tracker.sheets.items()])


def read_rows(rows: Rows) -> Reading:
    return read_plan_sheets([sheet(*rows)])


def field_of(reading: Reading, heading: str) -> str:
    """What a heading was read as, in the first table that has it."""
    for each in reading.tables:
        for name, field in each.columns.items():
            if name == heading or (len(heading) > 60 and name.startswith(heading[:60])):
                return field
    return ""


@pytest.mark.parametrize("tracker", TRACKERS, ids=lambda each: each.name)
def test_what_holds_actions_is_read(tracker: Tracker) -> None:
    """If this fails, a council's tracker is refused, or its dates and people mean something else in the master."""
    reading = read(tracker)
    assert len(reading.rows) == tracker.actions
    read_as = {heading: field_of(reading, heading) for heading in tracker.columns}
    wrong = {
        heading: field
        for heading, field in read_as.items()
        if field not in tracker.columns[heading].split("|")
    }
    assert not wrong
    assert reading.cells_read == reading.cells_placed + len(reading.listed)
    if tracker.owners is not None:
        assert {row.owner for row in reading.rows if row.owner} == set(tracker.owners)


@pytest.mark.parametrize("tracker", NO_PLANS, ids=lambda each: each.name)
def test_what_holds_none_is_refused(tracker: Tracker) -> None:
    """If this fails, telephone lists and budgets become actions, and returns are issued to customers."""
    with pytest.raises(NoPlanFound):
        read(tracker)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("communication plan", "It looks like a communication plan. No heading says what is to be done"),
        ("budget", "'Variance'. It looks like a budget. No heading says who is to do it, or by when"),
        ("list of documents", "It looks like a list of documents. Too little speaks for its being a plan"),
        ("risk register without a response", "'Owner'. No heading says what is done about the risks"),
        ("an empty template", "'Status'. No row under these headings says what is to be done"),
    ],
)
def test_a_refusal_says_what_the_table_looks_like_and_what_it_lacks(name: str, said: str) -> None:
    """ "No plan was found" alone leaves the coordinator to guess which of ten sheets was looked at, and why."""
    [tracker] = [each for each in NO_PLANS if each.name == name]
    with pytest.raises(NoPlanFound) as refused:
        read(tracker)
    assert refused.value.what.endswith(said)
    assert "row 1" in refused.value.what


@pytest.mark.parametrize(("heading", "field"), DATE_HEADINGS.items())
def test_a_date_is_due_only_where_its_heading_says_so(heading: str, field: str) -> None:
    """If this fails, the day on which something was found becomes the day by which it must be mended."""
    days = LATER if field == "timescale" else EARLIER
    reading = read_rows(table(("Ref", CODES), ("Action", TASKS), (heading, days), ("Lead", PEOPLE)))
    assert field_of(reading, heading) == field
    assert all((row.due is not None) == (field == "timescale") for row in reading.rows)


@pytest.mark.parametrize(("heading", "field"), PEOPLE_HEADINGS.items())
def test_an_owner_is_who_is_to_do_it(heading: str, field: str) -> None:
    """If this fails, returns are issued to the person who reported a fault."""
    rows = table(("Ref", CODES), ("Action", TASKS), (heading, PEOPLE), ("Due date", LATER))
    reading = read_rows(rows)
    assert field_of(reading, heading) == field
    assert all(bool(row.owner) == (field == "owner") for row in reading.rows)
