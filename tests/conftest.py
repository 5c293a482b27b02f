"""What all tests share: sample workbooks to spoil, LibreOffice where it is installed, repeatable generated examples."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.builders.excel_validity import NO_VALIDATOR, VALIDATOR
from xlplan.workbook.ooxml.package import Package
from xlplan.workbook.ooxml.sheet_scan import is_plain

if TYPE_CHECKING:
    from tests.excel.engines.libreoffice.engine import ExcelOnLibreOffice

REPOSITORY = Path(__file__).resolve().parent.parent
WORKBOOKS = REPOSITORY / "workbooks"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NO_SOFFICE = "LibreOffice is not installed (no soffice on the path)"
NO_UNO = "no Python here can import uno (Debian: python3-uno)"

# The same examples on every run, and no failure because a machine is slow.
settings.register_profile(
    "repeatable",
    derandomize=True,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# For a long search by hand: HYPOTHESIS_PROFILE=search.
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# The half of the bridge that runs in the Python that has `uno`.
collect_ignore = ["excel/engines/libreoffice/inside"]

Convert = Callable[[Path, str], Path]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without looking for garbage: all is kept to the end, and the looking took a quarter of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(tryfirst=True)  # before pytest picks tests by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs in LibreOffice, which is slow; skip what needs a program that is not here, and say which."""
    for item in items:
        if "excel_on_libreoffice" in getattr(item, "fixturenames", ()):
            item.add_marker("libreoffice")
        if item.get_closest_marker("libreoffice"):
            item.add_marker("slow")
        if VALIDATOR is None and item.get_closest_marker("validator"):
            item.add_marker(pytest.mark.skip(reason=NO_VALIDATOR))
        if SOFFICE is None and item.get_closest_marker("libreoffice"):
            item.add_marker(pytest.mark.skip(reason=NO_SOFFICE))


@pytest.fixture
def repository() -> Path:
    """The checkout's top folder."""
    return REPOSITORY


@pytest.fixture
def sample(tmp_path: Path) -> Callable[[str], Path]:
    """Call it with a sample's name ("wexcombe-plan.xlsx") for a copy that may be changed."""

    def copied(name: str = "wexcombe-plan.xlsx") -> Path:
        return Path(shutil.copyfile(WORKBOOKS / name, tmp_path / name))

    return copied


@pytest.fixture(scope="session")
def libreoffice_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LibreOffice profile of this run alone: two that share one wait for each other."""
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture
def convert(libreoffice_profile: Path, tmp_path: Path) -> Convert:
    """Call it with a workbook and a format ("pdf", "ods", "xls") for what LibreOffice makes of it."""

    def converted(workbook: Path, form: str) -> Path:
        folder = tmp_path / "converted"
        assert SOFFICE, NO_SOFFICE
        command = [SOFFICE, f"-env:UserInstallation={libreoffice_profile.as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", form, "--outdir", str(folder), str(workbook)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        made = folder / f"{workbook.stem}.{form.partition(':')[0]}"
        assert made.exists(), f"LibreOffice could not open {workbook.name}"
        return made

    return converted


@pytest.fixture(scope="session")
def _libreoffice_behind_xlwings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExcelOnLibreOffice]:
    if SOFFICE is None:
        pytest.skip(NO_SOFFICE)
    # xlwings and what stands in for Excel take seconds to load: only where they are needed
    from tests.excel.engines.libreoffice.engine import attach, detach
    from tests.excel.engines.libreoffice.process import Bridge, python_with_uno

    if python_with_uno() is None:
        pytest.skip(NO_UNO)
    bridge = Bridge()
    try:
        bridge.start(tmp_path_factory.mktemp("excel-on-libreoffice"))
        yield attach(bridge)
    finally:
        detach()
        bridge.close()


@pytest.fixture
def excel_on_libreoffice(_libreoffice_behind_xlwings: ExcelOnLibreOffice) -> Iterator[ExcelOnLibreOffice]:
    """LibreOffice as xlwings' Excel, one for all tests of a process; every test begins with no workbook open."""
    yield _libreoffice_behind_xlwings
    _libreoffice_behind_xlwings.forget()


@pytest.fixture(autouse=True)
def what_is_called_plain_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that is taken for plain and is not would be cut at the wrong places, and cells lost in silence."""
    mark = Package.mark_plain

    def checked(package: Package, part: str) -> None:
        assert is_plain(package.read(part)), part
        mark(package, part)

    monkeypatch.setattr(Package, "mark_plain", checked)
