"""The settings of a consolidation: a TOML file, read and checked, its paths made whole.

Whoever writes it is often not a programmer, so whatever is wrong names the line, the key and the remedy.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from xlplan.consolidating.toml_lines import KeyPath, lines_of
from xlplan.errors import WrongSettings, WrongUsage
from xlplan.model import Model

LARGEST = 1_000_000
"""Bytes. A thousand plans take some 200,000."""

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class PlanSettings(Model):
    """One plan to consolidate; every path is absolute."""

    name: str
    master: Path
    inbox: Path
    """The folder into which returns are saved."""
    out: Path
    """The folder for the page, the reports, the drafts and the records."""
    period: str | None = None
    """By default the open one."""
    archive: bool = True
    report: bool = True
    drafts: bool = True
    password_file: Path | None = None

    @property
    def archive_folder(self) -> Path:
        """Where merged returns go, in a folder for each period."""
        return self.inbox.parent / "archive"


class Settings(Model):
    """What to consolidate."""

    file: Path
    plans: tuple[PlanSettings, ...]
    portfolio: Path | None = None
    """The folder for the position over all plans, where one is wanted."""

    def only(self, names: Iterable[str]) -> tuple[PlanSettings, ...]:
        """The plans of these names in the order of the file; all of them when no name is given.

        Raises:
            WrongUsage: there is no plan of that name.
        """
        wanted = [name.strip() for name in names]
        known = {plan.name.casefold(): plan for plan in self.plans}
        for name in wanted:
            if name.casefold() not in known:
                raise WrongUsage(
                    f'no plan is called "{name}"{_meant(name, [plan.name for plan in self.plans])}',
                    "Use a name from the file",
                    file=self.file,
                )
        chosen = {name.casefold() for name in wanted}
        return tuple(plan for plan in self.plans if not chosen or plan.name.casefold() in chosen)


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Defaults(_Strict):
    archive: bool = True
    report: bool = True
    drafts: bool = True
    password_file: _Text | None = None


class _Plan(_Defaults):
    name: _Text
    master: _Text
    inbox: _Text
    out: _Text
    period: _Text | None = None


class _Portfolio(_Strict):
    out: _Text


class _File(_Strict):
    defaults: _Defaults = _Defaults()
    plan: Annotated[list[_Plan], Field(min_length=1)]
    portfolio: _Portfolio | None = None


_KEYS: Mapping[str, type[BaseModel]] = {
    "": _File,
    "defaults": _Defaults,
    "plan": _Plan,
    "portfolio": _Portfolio,
}
_WANTED = {
    "bool_type": "must be true or false, without quotes",
    "string_type": "must be a text in quotes",
    "string_too_short": "is empty",
    "too_short": "names no plan",
}


def read_settings(file: str | Path) -> Settings:
    """Read a settings file.

    Args:
        file: the TOML file; its paths are relative to the folder that it lies in.

    Raises:
        WrongSettings: it is not there, is no TOML, or something in it is not as it must be; all of that at once.
    """
    path = Path(file).absolute()
    text = _read(path)
    lines = lines_of(text)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(*_syntax(text, error), file=path) from error
    # A plan may say for itself what [defaults] says for all.
    defaults, plans = content.get("defaults"), content.get("plan")
    try:
        _File.model_validate(content)
        assert isinstance(plans, list)
        content["plan"] = [{**(defaults or {}), **plan} for plan in plans]
        checked = _File.model_validate(content)
    except ValidationError as error:
        raise WrongSettings(
            "; ".join(_faults(error, lines)), "Put it right, and run again", file=path
        ) from error
    settings = _made_whole(checked, path)
    faults = list(_clashes(settings, content["plan"], lines))
    if faults:
        raise WrongSettings("; ".join(faults), "Put it right, and run again", file=path)
    return settings


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise WrongSettings("it is a folder", "Name the settings file inside it", file=path)
        if path.stat().st_size > LARGEST:
            raise WrongSettings("it is too large to be a settings file", "Name the .toml file", file=path)
        content = path.read_bytes()
    except OSError as error:
        raise WrongSettings(
            f"the settings cannot be read ({error.strerror})", "Check the name and the folder", file=path
        ) from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()  # Notepad's "Unicode"
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise WrongSettings(
            f"line {line}: a character is not written in UTF-8",
            "Save the file with the encoding UTF-8, and run again",
            file=path,
        ) from error


def _syntax(text: str, error: tomllib.TOMLDecodeError) -> tuple[str, str]:
    """What is wrong and what to do, of a file that is no TOML."""
    found = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
    reason, number = (found[1], found[2]) if found else (str(error), None)
    line = int(number) if number else text.count("\n") + 1
    written = (text.splitlines() or [""])[min(line, len(text.splitlines()) or 1) - 1]
    where = f"line {line}: "
    if "\\" in written:
        return (
            f"{where}a backslash inside double quotes has a meaning of its own",
            "Put the path between single quotes ('returns\\May'), or write / for \\",
        )
    if "overwrite" in reason or "Cannot declare" in reason:
        return f"{where}it says again what was said above", "Take one of the two out"
    shown = _CONTROL.sub(" ", written).strip()[:60]
    return f'{where}"{shown}" is not as TOML is written ({reason[0].lower()}{reason[1:]})', (
        'Write key = "text" or key = true, one on each line'
    )


def _faults(error: ValidationError, lines: Mapping[KeyPath, int]) -> Iterator[str]:
    """Each fault once, with its line, in the order of the lines."""
    faults: dict[str, tuple[int, str]] = {}
    suggested: set[KeyPath] = set()
    details = sorted(error.errors(), key=lambda detail: detail["type"] != "extra_forbidden")
    for detail in details:
        place: KeyPath = tuple(detail["loc"])
        line = next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), 1)
        key = place[-1]
        model = _KEYS.get(str(place[0]) if len(place) > 1 else "", _File)
        match detail["type"]:
            case "extra_forbidden":
                near = difflib.get_close_matches(str(key), model.model_fields, n=1)
                suggested.update((*place[:-1], word) for word in near)
                what = f"'{key}' is no key{_meant(str(key), list(model.model_fields))}"
            case "missing" if place in suggested:
                continue
            case "missing" if place == ("plan",):
                what = "there is no plan; begin each with a line [[plan]]"
            case "missing":
                what = f"'{key}' is missing from this plan" if place[0] == "plan" else f"'{key}' is missing"
            case "list_type":
                what = "a plan begins with [[plan]], in two brackets"
            case "model_type" | "model_attributes_type" | "dict_type":
                what = f"'{key}' must be a part of its own, [{place[0]}]"
            case kind:
                what = f"'{key}' {_WANTED.get(kind) or detail['msg'][0].lower() + detail['msg'][1:]}"
        faults.setdefault(f"line {line}: {what}", (line, what))
    yield from sorted(faults, key=lambda fault: faults[fault])


def _meant(word: str, known: list[str]) -> str:
    by_fold = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=1)
    return f"; did you mean '{by_fold[near[0]]}'?" if near else ""


def _made_whole(checked: _File, path: Path) -> Settings:
    folder = path.parent

    def whole(text: str) -> Path:
        # A file written on Windows is read elsewhere too.
        return Path(folder, Path(text.replace("\\", "/")).expanduser())

    return Settings(
        file=path,
        plans=tuple(
            PlanSettings(
                name=plan.name,
                master=whole(plan.master),
                inbox=whole(plan.inbox),
                out=whole(plan.out),
                period=plan.period,
                archive=plan.archive,
                report=plan.report,
                drafts=plan.drafts,
                password_file=whole(plan.password_file) if plan.password_file else None,
            )
            for plan in checked.plan
        ),
        portfolio=whole(checked.portfolio.out) if checked.portfolio else None,
    )


def _clashes(
    settings: Settings, written: list[dict[str, Any]], lines: Mapping[KeyPath, int]
) -> Iterator[str]:
    """What plans cannot share: a name, a master, an inbox, a folder for what is written."""
    taken: dict[tuple[str, str | Path], str] = {}
    if settings.portfolio:
        taken["out", settings.portfolio.resolve()] = "the portfolio"
    for number, plan in enumerate(settings.plans):
        begins = lines.get(("plan", number), 1)
        at = {key: f"line {lines.get(('plan', number, key), begins)}: '{key}'" for key in _Plan.model_fields}
        for key, text in written[number].items():
            if isinstance(text, str) and _CONTROL.search(text):
                yield (
                    f"{at[key]} holds a control character: between double quotes a backslash has a meaning "
                    "of its own; put the path between single quotes, or write / for \\"
                )
        places = {"master": plan.master.resolve(), "inbox": plan.inbox.resolve(), "out": plan.out.resolve()}
        ours = f'the plan "{plan.name}" in line {begins}'
        own: dict[str, str | Path] = {"name": plan.name.casefold(), **places}
        for key, value in own.items():
            theirs = taken.setdefault((key, value), ours)
            if theirs != ours:
                yield f"{at[key]} is the same as that of {theirs}; each plan needs its own"
        if places["inbox"] == places["out"]:
            yield f"{at['out']} is the inbox: what is written there would be read as a return"
        if places["inbox"] == places["master"].parent:
            yield f"{at['inbox']} is the folder that the master lies in; returns need one of their own"
