"""What one of the processes does that share out the work on many files."""

from __future__ import annotations

import gc
import io
import pickle
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from xlplan.verbs import many_files


@pytest.fixture
def collecting() -> Iterator[None]:
    yield
    gc.enable()


def test_a_process_makes_its_share_with_the_module_it_was_told_and_hands_it_back(
    collecting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If it hands back nothing, all is made a second time, one after the other."""
    asked = io.BytesIO(pickle.dumps((str.upper, ["one", "two"])))
    made = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=asked))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=made))
    monkeypatch.setattr(sys, "argv", ["many_files", "tests.builders.long_texts"])
    monkeypatch.delitem(sys.modules, "tests.builders.long_texts", raising=False)
    many_files._main()
    assert pickle.loads(made.getvalue()) == ["ONE", "TWO"]
    assert "tests.builders.long_texts" in sys.modules, "got ready before it was asked"
    assert not gc.isenabled(), "it ends in a moment"
