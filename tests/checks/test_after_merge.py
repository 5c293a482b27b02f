"""What a coordinator would have to find alone: what is still missing in the returns that just came back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import xlplan
from tests.builders.cycle import ASHA, PERIOD, RUTH, a_master, sent_back

NOW = dt.datetime(2026, 11, 23, 9)
FINE = {"RAG": "Amber", "progress": "Held two of the three events."}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return a_master(tmp_path)


def asked(master: Path) -> dict[str, set[tuple[str, str]]]:
    """Officer -> (ID, code) of what the merge asks about; without the actions that were not filled in at all."""
    merged = xlplan.merge(master, master.parent / "back", now=NOW)
    return {
        one.officer: {(finding.id, finding.code) for finding in one.findings if finding.code != "RAG002"}
        for one in merged.findings
    }


def ids_of(master: Path, officer: str) -> list[str]:
    return [action.id for action in xlplan.read_plan(master).actions if action.owner == officer]


def test_each_officer_is_asked_about_what_they_sent(master: Path) -> None:
    first, second, *_ = ids_of(master, RUTH)
    [third, *_] = ids_of(master, ASHA)
    sent_back(master, RUTH, {first: {"RAG": "Red"}, second: {"RAG": "Complete"}})
    sent_back(master, ASHA, {third: FINE})
    found = asked(master)
    assert {(first, "RAG007"), (second, "RAG006")} <= found[RUTH]
    assert not {pair for pair in found.get(ASHA, set()) if pair[0] == third}


def test_an_action_that_was_passed_over_is_named(master: Path) -> None:
    first, second, *_ = ids_of(master, RUTH)
    sent_back(master, RUTH, {first: FINE})
    [ruth] = xlplan.merge(master, master.parent / "back", now=NOW).findings
    missing = {finding.id for finding in ruth.findings if finding.code == "RAG002"}
    assert second in missing
    assert first not in missing


def test_a_cell_that_waits_for_a_decision_is_not_asked_about(master: Path) -> None:
    """The officer said a word that the Key does not know: the coordinator decides, the officer is not asked again."""
    first = ids_of(master, RUTH)[0]
    sent_back(master, RUTH, {first: {"RAG": "On track", "progress": "Held two of the three events."}})
    [ruth] = xlplan.merge(master, master.parent / "back", now=NOW).findings
    assert first not in {finding.id for finding in ruth.findings}


def test_what_was_merged_before_is_not_asked_about_again(master: Path) -> None:
    sent_back(master, RUTH, {ids_of(master, RUTH)[0]: {"RAG": "Red"}})
    xlplan.merge(master, master.parent / "back", now=NOW).save()
    assert xlplan.merge(master, master.parent / "back", now=NOW).findings == ()


def test_the_summary_names_officers_and_actions(master: Path) -> None:
    first = ids_of(master, RUTH)[0]
    sent_back(master, RUTH, {first: {"RAG": "Red"}})
    said = xlplan.merge(master, master.parent / "back", now=NOW).summary()
    assert "To ask about:" in said
    assert f"{RUTH}: " in said


def test_findings_alone_do_not_need_a_person(master: Path) -> None:
    """The exit code of a nightly merge speaks of conflicts, not of blank cells."""
    identity = ids_of(master, ASHA)[0]
    sent_back(master, ASHA, {identity: {"RAG": "Red"}})
    merged = xlplan.merge(master, master.parent / "back", now=NOW)
    assert merged.findings
    assert merged.needs_a_person == (merged.undecided > 0)


def test_the_period_is_the_one_that_was_merged(master: Path) -> None:
    sent_back(master, RUTH, {ids_of(master, RUTH)[0]: {"RAG": "Red"}})
    for one in xlplan.merge(master, master.parent / "back", now=NOW).findings:
        assert all(finding.column.startswith(PERIOD) for finding in one.findings)
