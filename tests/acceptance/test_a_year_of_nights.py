"""A year of six councils' plans, consolidated at night: returns in pieces, twice, late, astray, protected, broken.

At its end every accepted value stands in its master, every file is accounted for, and the counts add up.

Run with the folder of the plans in the environment variable XLPLAN_SHARED.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import random
import re
import shutil
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

import xlplan
from tests.builders import officers
from tests.builders.cycle import table

SHARED = Path(os.environ["XLPLAN_SHARED"])
PLANS = sorted((SHARED / "plans").glob("*.xlsx"))
PERIODS = [
    f"{dt.date(2025, month, 1):%b-%y}" for month in range(1, int(os.environ.get("XLPLAN_MONTHS", "12")) + 1)
]
PASSWORD = "Sesame 42 £"
OFFICERS = 6
"""Of each plan, at most; a year of all of them takes an hour."""
WORDS = ("Green", "Amber", "Red", "Not started", "Green", "Amber")


@dataclass
class Diary:
    """What happened in the year, told by those who did it."""

    accepted: dict[tuple[str, str, str], object] = field(default_factory=dict)
    """(plan, action's ID, heading) -> the last value that an officer sent."""
    put: Counter[str] = field(default_factory=Counter)
    """Digests of the files that were put into inboxes, and are to be found in the end."""
    runs: int = 0


def test_a_year_of_nights_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    pytest.importorskip("msoffcrypto")
    chance = random.Random(2025)
    names = [f"Plan {letter}" for letter in "ABCDEF"[: len(PLANS)]]
    settings = _begin(tmp_path, names)
    diary = Diary()
    for month, period in enumerate(PERIODS, start=1):
        day = dt.datetime(2025, month, 10, 2, 0)
        issued = {name: _open_period(tmp_path / name, period, day) for name in names}
        late: list[tuple[Path, Path]] = []
        for night, happens in enumerate((_first_returns, _second_thoughts, _mended)):
            now = day + dt.timedelta(days=night + 1)
            for number, name in enumerate(names):
                other = names[(number + 1) % len(names)]
                happens(tmp_path, name, other, issued[name], period, now, chance, diary, late)
            _night(settings, now, diary)
        for returned, inbox in late:  # after the next period has opened, or never
            if month < len(PERIODS):
                shutil.move(returned, inbox / f"late {returned.name}")
                diary.put[_digest(inbox / f"late {returned.name}")] += 1
    last = PERIODS[-1]
    with_all = (
        settings.read_text("utf-8").replace(" = false", " = true") + '\n[portfolio]\nout = "portfolio"\n'
    )
    settings.write_text(with_all, encoding="utf-8")
    _night(settings, dt.datetime(2025, 12, 31, 2, 0), diary)

    records = {name: _records(tmp_path / name) for name in names}
    for name in names:
        master = tmp_path / name / "master.xlsx"
        held = {str(row["ID"]): row for row in table(master, "Plan")}
        wanted = {key[1:]: value for key, value in diary.accepted.items() if key[0] == name}
        assert wanted, f"nothing was sent for {name}"
        wrong = {
            key: (value, held[key[0]][key[1]])
            for key, value in wanted.items()
            if held[key[0]][key[1]] != value
        }
        assert not wrong, f"{name}: {dict(list(wrong.items())[:3])}"

        returns = [one for record in records[name] for one in record["merged"]["returns"]]
        for one in returns:
            cells = one["cells"]
            parts = ("unchanged", "changed", "conflict", "proposal", "unmatched")
            assert cells["read"] == sum(cells[part] for part in parts), one
        merged = [
            row for row in table(master, "Changes") if row["Operation"] == "merge" and row["Column"] != "ID"
        ]
        told = [
            change
            for record in records[name]
            for change in record["merged"]["changes"]
            if change["column"] != "ID"
        ]
        assert len(merged) == len(told) == sum(one["cells"]["changed"] for one in returns)
        assert Counter((row["ID"], row["Column"], row["New"]) for row in merged).most_common(1)[0][1] == 1
        assert all(record["state"] == "finished" for record in records[name])
        inbox = {file.name for file in (tmp_path / name / "returns").iterdir()}
        listed = json.dumps(records[name][-1], ensure_ascii=False)
        assert [file for file in inbox if file not in listed] == []
        page = (tmp_path / name / "out" / "index.html").read_text("utf-8")
        assert last in page

    found = Counter(
        _digest(file)
        for name in names
        for place in ("archive", "returns")
        for file in (tmp_path / name / place).rglob("*.*")
    )
    assert found == diary.put
    log = "".join(file.read_text("utf-8") for file in tmp_path.glob("plans.log*"))
    assert PASSWORD not in log
    assert log.count(" exit ") >= diary.runs
    assert (tmp_path / "portfolio" / "portfolio.xlsx").exists()


def _begin(folder: Path, names: list[str]) -> Path:
    lines = ["[defaults]", "report = false", "drafts = false", 'password_file = "password.txt"']
    for name, plan in zip(names, PLANS, strict=True):
        (folder / name / "returns").mkdir(parents=True)
        xlplan.standardise(plan, output=folder / name / "master.xlsx").save()
        lines += ["[[plan]]", f'name = "{name}"', f'master = "{name}/master.xlsx"']
        lines += [f'inbox = "{name}/returns"', f'out = "{name}/out"']
    (folder / "password.txt").write_text(PASSWORD + "\n", encoding="utf-8")
    settings = folder / "plans.toml"
    settings.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return settings


def _open_period(folder: Path, period: str, now: dt.datetime) -> list[Path]:
    master = folder / "master.xlsx"
    xlplan.add_period(master, period, now=now).save()
    issued = xlplan.issue(master, folder=folder / "issued" / period, now=now)
    issued.save()
    files = sorted(issued.returns, key=lambda one: (-one.actions, one.officer))
    return [Path(one.file) for one in files[:OFFICERS]]


def _night(settings: Path, now: dt.datetime, diary: Diary) -> None:
    result = xlplan.consolidate(settings, now=now)
    diary.runs += 1
    assert result.exit in (0, 1), result.errors
    assert not result.errors


def _first_returns(
    top: Path,
    name: str,
    other: str,
    issued: list[Path],
    period: str,
    now: dt.datetime,
    chance: random.Random,
    diary: Diary,
    late: list[tuple[Path, Path]],
) -> None:
    """The first return is half done, the second whole, the third protected, the fourth broken, the fifth astray."""
    inbox = top / name / "returns"
    for number, file in enumerate(issued):
        sent = _filled(name, file, inbox, now, chance, diary, every=2 if number == 0 else 1)
        if number == 1 and chance.random() < 0.3:
            officers.sort_upside_down(sent)
            _saved_at(sent, now)
        if number == 2:
            sent.write_bytes(_protected(sent.read_bytes()))
        if number == 3:
            shutil.move(sent, top / name / f"whole {sent.name}")
            sent.write_bytes((top / name / f"whole {sent.name}").read_bytes()[:-900])
        if number == 4:
            shutil.move(sent, top / other / "returns" / f"astray {sent.name}")
        if number == 5:
            _forget(name, file, period, diary)
            late.append((Path(shutil.move(sent, top / name / f"late {period}.xlsx")), inbox))
        elif number != 4:
            diary.put[_digest(sent)] += 1


def _second_thoughts(
    top: Path,
    name: str,
    other: str,
    issued: list[Path],
    period: str,
    now: dt.datetime,
    chance: random.Random,
    diary: Diary,
    late: list[tuple[Path, Path]],
) -> None:
    """The first return comes whole; the second comes again as it was; what is broken or astray lies where it lay."""
    inbox = top / name / "returns"
    if issued:
        sent = _filled(name, issued[0], inbox, now, chance, diary)
        diary.put[_digest(sent)] += 1
    if len(issued) > 1:
        [earlier] = [
            file for file in (top / name / "archive" / period).iterdir() if file.name == issued[1].name
        ]
        again = Path(shutil.copy2(earlier, inbox / f"Copy of {earlier.name}"))
        diary.put[_digest(again)] += 1


def _mended(
    top: Path,
    name: str,
    other: str,
    issued: list[Path],
    period: str,
    now: dt.datetime,
    chance: random.Random,
    diary: Diary,
    late: list[tuple[Path, Path]],
) -> None:
    """The coordinator asks for what was broken once more, brings the astray one home, and sorts out what was late."""
    inbox = top / name / "returns"
    if len(issued) > 3:
        broken = inbox / issued[3].name
        assert broken.exists(), "a broken return has left the inbox"
        diary.put[_digest(broken)] -= 1
        shutil.move(top / name / f"whole {broken.name}", broken)
        diary.put[_digest(broken)] += 1
    if len(issued) > 4:
        home = Path(shutil.move(top / other / "returns" / f"astray {issued[4].name}", inbox / issued[4].name))
        diary.put[_digest(home)] += 1
    for old in inbox.glob("late *"):
        diary.put[_digest(old)] -= 1
        old.unlink()
    diary.put += Counter()


def _filled(
    name: str,
    issued: Path,
    inbox: Path,
    now: dt.datetime,
    chance: random.Random,
    diary: Diary,
    *,
    every: int = 1,
) -> Path:
    """An officer fills in a return, saves it at that time, and sends it."""
    book = openpyxl.load_workbook(issued)
    sheet = book["Return"]
    at = officers.headings(sheet)
    [rag] = [heading for heading in list(at)[-6:] if heading.endswith(" RAG") and _is_asked(heading, issued)]
    progress = rag.removesuffix(" RAG") + " progress"
    rows = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, at["ID"]).value]
    for number, row in enumerate(rows):
        if number % every:
            continue
        values = {
            rag: "Complete" if chance.random() < 0.01 else chance.choice(WORDS),
            progress: f"{now:%d %B}: {chance.randint(1, 99)} of 100 done, said of row {row}.",
        }
        for heading, value in values.items():
            sheet.cell(row, at[heading]).value = value
            diary.accepted[name, str(sheet.cell(row, at["ID"]).value), heading] = value
    sent = inbox / issued.name
    book.save(sent)
    _saved_at(sent, now)
    return sent


def _is_asked(heading: str, issued: Path) -> bool:
    return heading.removesuffix(" RAG") == issued.parent.name


def _forget(name: str, issued: Path, period: str, diary: Diary) -> None:
    """What comes after its period is closed is not accepted."""
    ids = {str(row["ID"]) for row in table(issued, "Return")}
    for key in [
        key for key in diary.accepted if key[0] == name and key[1] in ids and key[2].startswith(period)
    ]:
        del diary.accepted[key]


def _saved_at(workbook: Path, when: dt.datetime) -> None:
    """Let a workbook say that it was last saved then: the year is played in minutes."""
    with zipfile.ZipFile(workbook) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(
        r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{when:%Y-%m-%dT%H:%M:%SZ}", core
    ).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    workbook.write_bytes(written.getvalue())
    os.utime(workbook, (when.timestamp(), when.timestamp()))


def _protected(content: bytes) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    closed = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(PASSWORD, closed)
    return closed.getvalue()


def _records(folder: Path) -> list[dict[str, object]]:
    return [json.loads(file.read_text("utf-8")) for file in sorted((folder / "out" / "runs").glob("*.json"))]  # type: ignore[misc]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
