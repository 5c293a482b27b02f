"""Several files that a command writes into one folder: all of the new ones, or all of the old.

They are written aside first, under names of our own. Then the commit is made (for `issue`: the master is saved), and
only when it has succeeded do they take their names, one right after the other, while Ctrl-C waits. When one of them
cannot, what was replaced comes back, and the commit is taken back.

A process that is killed leaves files of our own names. The next run finds them with `cut_off_runs`, and finishes or
clears each: what `mark` says tells it whether the commit of that run was made.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from xlplan.errors import WorkbookInUse, WrongUsage
from xlplan.workbook.disk import (
    UNFINISHED,
    forget_what_was_put,
    keep_rights,
    put,
    put_in_place,
    sync_folder,
    uninterrupted,
    write,
)
from xlplan.workbook.lock import is_alive, kept_alive

_LIST, _NEW, _OLD, _ALIVE = "list", "new", "old", "alive"
"""How names end: of the list of a run's files, of a new file, of what it replaces, of what a living run holds."""

_AT_ONCE = 8
"""Files that are written at one time: a disk makes sure of several in the time that it takes for one."""

_OURS = re.compile(rf"{re.escape(UNFINISHED)}([0-9a-f]{{8}})-(?:{_LIST}|{_ALIVE}|(?:{_NEW}|{_OLD})-[0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class CutOffRun:
    """A run that was ended before it had put all of its files in place."""

    mark: str
    """What the run was given to be known by."""
    files: tuple[Path, ...]
    """The files that it was to put in place, in their order; some may be there already. None when it had not got so far
    as to list them."""
    _run: _Run

    def finish(self) -> None:
        """Put in place what is not yet. Only right when the run's commit was made.

        Raises:
            WorkbookInUse: another program holds one of the files.
            OSError: one cannot be put in place.
        """
        for number, file in enumerate(self.files):
            if self._run.new(number).exists():
                put(self._run.new(number), file)
        self._run.clear()

    def clear(self) -> None:
        """Take away what it left. The files that are in place stay as they are."""
        self._run.clear()


def write_together(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    mark: str = "",
    commit: Callable[[], object] | None = None,
    take_back: Callable[[], object] | None = None,
) -> None:
    """Put several files into a folder, all or none.

    Args:
        folder: made where it is not there.
        files: name -> content. What is there under such a name is replaced.
        mark: what this run is known by, should it be cut off.
        commit: the step on which the files depend; when it raises, no file is touched.
        take_back: undoes the commit, should a file turn out after it not to be replaceable.

    Raises:
        WorkbookInUse: another program holds one of the files.
        WrongUsage: the folder is a file.
        OSError: the disk is full, or the folder does not let us write.
        Exception: whatever the commit raises. In each case the folder is as it was.
    """
    if not files and commit:
        commit()
    if not files:
        return
    if not all(map(_is_plain, files)):
        raise ValueError("the files of one run lie in one folder")
    made = _made_folders(folder)
    try:
        _refuse_if_held(folder, files)
        for left in cut_off_runs(folder):
            left.clear()
        run = _Run(folder, secrets.token_hex(4))
        with kept_alive(run.file(_ALIVE)):
            try:
                run.write_aside(files, mark)
                with uninterrupted():
                    run.put_all(list(files), commit, take_back)
            finally:
                run.clear()
    except BaseException:
        for each in made:
            with contextlib.suppress(OSError):
                each.rmdir()
        raise
    sync_folder(folder)


def cut_off_runs(folder: Path) -> tuple[CutOffRun, ...]:
    """The runs that were ended before they had put all of their files into a folder, the oldest first."""
    found: list[tuple[float, CutOffRun]] = []
    for token in _tokens(folder):
        run = _Run(folder, token)
        if not is_alive(run.file(_ALIVE)):
            when, mark, names = run.listed()
            found.append((when, CutOffRun(mark, tuple(folder / name for name in names), run)))
    return tuple(run for _, run in sorted(found, key=lambda each: each[0]))


class _Run:
    """The files of one run that are only there while it writes."""

    def __init__(self, folder: Path, token: str) -> None:
        self._folder = folder
        self._token = token

    def file(self, kind: str) -> Path:
        return self._folder / f"{UNFINISHED}{self._token}-{kind}"

    def new(self, number: int) -> Path:
        return self.file(f"{_NEW}-{number}")

    def old(self, number: int) -> Path:
        return self.file(f"{_OLD}-{number}")

    def write_aside(self, files: Mapping[str, bytes], mark: str) -> None:
        listed = json.dumps({"mark": mark, "files": list(files)})
        write(self.file(_LIST), listed.encode())
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for _ in threads.map(self._write_one, range(len(files)), *zip(*files.items(), strict=True)):
                pass  # the first that could not be written raises, and those after it are given up
        sync_folder(self._folder)

    def _write_one(self, number: int, name: str, content: bytes) -> None:
        file = self._folder / name
        try:
            write(self.new(number), content, like=file)
            if file.exists():
                _keep(file, self.old(number))
        except OSError as error:
            error.filename = str(file)  # not the name of ours under which it lies meanwhile
            raise

    def put_all(
        self,
        names: Sequence[str],
        commit: Callable[[], object] | None,
        take_back: Callable[[], object] | None,
    ) -> None:
        """Make the commit, then put the new files in place. When one cannot be, all is what it was."""
        before = len(put_in_place())
        if commit:
            commit()
        done: list[int] = []
        try:
            for number, name in enumerate(names):
                put(self.new(number), self._folder / name)
                done.append(number)
        except BaseException:
            for number in reversed(done):
                file = self._folder / names[number]
                if self.old(number).exists():
                    self.old(number).replace(file)
                else:
                    file.unlink(missing_ok=True)
            if take_back:
                take_back()
            if take_back or not commit:
                forget_what_was_put(before)
            raise

    def listed(self) -> tuple[float, str, list[str]]:
        """When the run listed its files, its mark, and the names; none where the list was not written to its end."""
        try:
            when = self.file(_LIST).stat().st_mtime
            content = json.loads(self.file(_LIST).read_text(encoding="utf-8"))
            mark, names = str(content["mark"]), [str(name) for name in content["files"]]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return 0.0, "", []
        # whoever may write into the folder may write a list: it names nothing outside
        return when, mark, names if all(map(_is_plain, names)) else []

    def clear(self) -> None:
        """Take away what is only there while it writes; the list last, so that a kill here leaves it known."""
        for kind in (f"{_NEW}-*", f"{_OLD}-*", _ALIVE, _LIST):
            for left in self._folder.glob(self.file(kind).name):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)


def _is_plain(name: str) -> bool:
    return Path(name).name == name and name not in ("", ".", "..")


def _tokens(folder: Path) -> list[str]:
    """The runs of which something lies in the folder."""
    if not folder.is_dir():
        return []
    names = (_OURS.match(file.name) for file in folder.iterdir())
    return list(dict.fromkeys(name[1] for name in names if name))


def _made_folders(folder: Path) -> list[Path]:
    """Make the folder with those above it; give back the new ones, the innermost first."""
    if folder.exists() and not folder.is_dir():
        raise WrongUsage("it is a file, not a folder", "Name a folder for the files", file=folder)
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _refuse_if_held(folder: Path, names: Mapping[str, bytes]) -> None:
    """Raise before anything is written when a file could not be replaced."""
    for name in names:
        file = folder / name
        if not file.exists():
            continue
        try:
            with file.open("ab"):  # on Windows this fails while another program holds the file
                pass
        except OSError as error:
            raise WorkbookInUse(
                f"the file cannot be replaced ({error.strerror}), so nothing was written",
                "Close it in other programs, or move it elsewhere, and try again",
                file=file,
            ) from error


def _keep(file: Path, place: Path) -> None:
    """Let a file lie under a second name, so that it can come back."""
    try:
        os.link(file, place)
    except OSError:  # a disk that knows no links
        shutil.copyfile(file, place)
        keep_rights(place, file)
