"""Plans with an inbox each, a settings file that names them, and what lies there before and after a night."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.builders.cycle import change_sheet, columns, sent_back


def some_plans(
    folder: Path, names: Iterable[str], made: Path, *, portfolio: bool = False, **choices: bool | str
) -> Path:
    """A settings file and its plans, each a copy of one master with its returns issued.

    Args:
        folder: where they go.
        names: of the plans; each is also the name of its folder.
        made: a folder that `a_master` has filled.
        portfolio: with one position over all of them.
        choices: keys of [defaults].
    """
    names = list(names)
    lines = ["[defaults]"]
    lines += [
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
        for key, value in choices.items()
    ]
    for name in names:
        shutil.copytree(made, folder / name)
        (folder / name / "returns").mkdir()
        lines += ["", "[[plan]]", f'name = "{name}"', f'master = "{name}/master.xlsx"']
        lines += [f'inbox = "{name}/returns"', f'out = "{name}/out"']
    if portfolio:
        lines += ["", "[portfolio]", 'out = "portfolio"']
    file = folder / "plans.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def give_addresses(master: Path) -> None:
    """Write an e-mail address beside each officer of the register."""

    def write(sheet: Worksheet) -> None:
        at = columns(sheet)
        for row in range(4, sheet.max_row + 1):
            if name := sheet.cell(row, at["Name"]).value:
                sheet.cell(row, at["Email"]).value = f"{str(name).lower().replace(' ', '.')}@wexcombe.example"

    change_sheet(master, "Officers", write)


def arrives(folder: Path, officer: str, said: Mapping[str, Mapping[str, object]], name: str = "") -> Path:
    """A return arrives in the inbox of the plan in a folder."""
    file = sent_back(folder / "master.xlsx", officer, said, name=name)
    return Path(shutil.move(file, folder / "returns" / file.name))


def files_in(folder: Path) -> set[str]:
    """The files of a folder and its folders, by their place in it."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
