"""The checks on real councils' plans: known faults are found, and a coordinator does not drown.

Run with the folder of the plans in the environment variable XLPLAN_SHARED.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from pathlib import Path

import pytest

import xlplan
from xlplan.verbs.validate import Validated

SHARED = Path(os.environ["XLPLAN_SHARED"])
PLANS = sorted((SHARED / "plans").glob("*.xlsx"))
TODAY = dt.date(2026, 11, 22)
BUCKS = ("bucks-2005-update-by-plan", "bucks-2005-update-one-sheet")


def validated(name: str, folder: Path) -> Validated:
    master = folder / f"{name}.xlsx"
    xlplan.standardise(SHARED / "plans" / f"{name}.xlsx", output=master).save()
    result = xlplan.validate(master, today=TODAY)
    result.save()
    return result


@pytest.mark.parametrize("name", [plan.stem for plan in PLANS])
def test_a_coordinator_does_not_drown(name: str, tmp_path: Path) -> None:
    """At most one finding an action, on average; notes are not counted, for the terminal does not list them."""
    result = validated(name, tmp_path)
    said = [finding for finding in result.findings if finding.severity != "info"]
    assert len(said) <= result.actions, Counter(finding.code for finding in said)
    assert len(result.summary().splitlines()) <= 14
    assert not xlplan.validate(tmp_path / f"{name}.xlsx", today=TODAY).settled


FAULTS = [
    *((name, "DUE002", 1, "Son OF") for name in BUCKS),
    *((name, "OWN001", 4, "") for name in BUCKS),
    *((name, "OWN005", 3, "/") for name in BUCKS),
    *((name, "OWN003", 1, "Powley") for name in BUCKS),
    ("brighton-hove-2003-directorate-plan", "OWN003", 2, "Wylie"),
    ("brighton-hove-2003-directorate-plan", "OWN003", 2, "Hoten"),
    ("brighton-hove-2003-directorate-plan", "PLN001", 1, "McKeith"),
    ("brighton-hove-2005-progress", "OWN001", 2, ""),
    ("brighton-hove-2005-progress", "RAG002", 13, ""),
    ("oxfordshire-2014", "OWN003", 1, "M E"),
    ("oxfordshire-2014", "OWN007", 1, "HF"),
    ("sunderland-2012", "RAG002", 49, ""),
    ("sunderland-2012", "OWN006", 2, "SMT"),
]


@pytest.mark.parametrize(("name", "code", "number", "words"), FAULTS)
def test_known_faults_are_found(name: str, code: str, number: int, words: str, tmp_path: Path) -> None:
    found = [finding for finding in validated(name, tmp_path).findings if finding.code == code]
    assert len(found) == number
    assert any(words in f"{finding.message} {finding.value} {finding.suggestion}" for finding in found)
    assert all(finding.sheet and finding.cell for finding in found)


@pytest.mark.parametrize("name", BUCKS)
def test_the_three_names_that_were_cut_off_are_shown_as_typed(name: str, tmp_path: Path) -> None:
    found = [finding for finding in validated(name, tmp_path).findings if finding.code == "OWN005"]
    assert all(finding.value.endswith("/") for finding in found)
    assert len({finding.id for finding in found}) == 3


@pytest.mark.parametrize("name", [plan.stem for plan in PLANS])
def test_names_are_never_corrected(name: str, tmp_path: Path) -> None:
    """A fix may spell a known name as the register has it; in a fresh register that alters nothing but case."""
    validated(name, tmp_path)
    result = xlplan.validate(tmp_path / f"{name}.xlsx", today=TODAY, fix=True)
    owners = [change for change in result.changes if change.column == "Owner"]
    assert all(str(change.old).casefold() == str(change.new).casefold() for change in owners)
