"""The copies kept of a workbook: one is made whenever it is replaced, and `undo` puts the newest back.

Copies lie beside the workbook in `.xlplan-backups/<its name>/`, so that they are where the master is, on a network
drive too, and travel with a folder that is moved. A copy's name begins with a number, one more than the highest there:
that is its order, whatever the clock says; the moment that follows is for people. Version 0.1.0 gave the moment alone:
such copies come before the numbered ones. Whatever else lies there is somebody else's, and is left alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from xlplan.errors import UnsafeSave, WorkbookInUse, WrongUsage, XlplanError
from xlplan.workbook import disk, lock
from xlplan.workbook.disk import real
from xlplan.workbook.in_use import refuse_if_in_use

FOLDER = ".xlplan-backups"
KEPT = 20
"""Copies of each master; the oldest go first."""

_UNDONE = "undone"
_A_SAVE = 60.0
"""Seconds that no save takes."""
_MOMENT = "%Y-%m-%dT%H-%M-%S"
_NAME = re.compile(r"([0-9]{6,}) (\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)\.\w+")
_OLD_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)\.\d{6}\.\w+")
"""As version 0.1.0 named copies; with a dot before it, those that it had not finished."""


@contextlib.contextmanager
def held(path: str | Path) -> Iterator[None]:
    """Hold a workbook against other runs of xlplan while it is read, checked and replaced. See `lock.held`.

    What runs left that were ended in the middle of a save is cleared away.

    Raises:
        WorkbookInUse: another run is at work on it, and does not end.
    """
    target = real(path)
    folder = folder_of(target)
    if not target.exists():  # nothing that another run could change
        _clear_leftovers(target)
        yield
        return
    _make(folder, target)
    with lock.held(target, folder):
        disk.keep_rights(
            folder / lock.NAME, target
        )  # others who may write the workbook must be able to hold it
        _clear_leftovers(target)
        yield


def replace(path: Path, content: bytes, *, keep_copy: bool = True, is_new: bool = False) -> Path | None:
    """Put new content into a file in one step: at any moment there is the old file or the new one.

    Args:
        path: the file; it need not exist yet. Behind a link the real file is replaced, not the link.
        content: what it is to hold.
        keep_copy: keep what was there before, if anything was.
        is_new: nothing may be there.

    Returns:
        The copy of what was there before.

    Raises:
        WorkbookInUse: another program holds the file.
        FileExistsError: there is something, and nothing may be.
        OSError: the disk is full, or the folder does not let us write.
    """
    path = real(path)
    copy, is_made_now = None, False
    if keep_copy and path.exists():
        copy, is_made_now = _copied(path, folder_of(path))
    try:
        disk.replace(path, content, tag=_tag(path), is_new=is_new)
    except (OSError, XlplanError):
        if copy is not None and is_made_now:
            copy.unlink(missing_ok=True)
        raise
    if copy is not None:
        _prune(copy.parent)
    return copy


def keep(path: Path, content: bytes) -> Path:
    """Keep a copy of a workbook that is open, as it is in the program that has it open.

    Args:
        path: where the workbook lies; it need not hold the same, or anything.
        content: what it holds now, with what has not been saved yet.

    Returns:
        The copy.

    Raises:
        OSError: the disk is full, or the folder does not let us write.
    """
    return _kept(folder_of(path), content, real(path))


def keep_undone(path: Path, content: bytes) -> Path:
    """Keep what an open workbook holds before an earlier state is put back into it, in the folder `undone`.

    Args:
        path: where the workbook lies.
        content: what it holds.

    Returns:
        Where that lies.

    Raises:
        OSError: the disk is full, or the folder does not let us write.
    """
    return _kept(folder_of_undone(path), content, real(path))


def newest(path: str | Path, *, is_open: bool = False) -> Path:
    """The newest copy of a workbook, the one that `undo` would put back.

    Args:
        path: the workbook.
        is_open: it is open in a program, so that its file says nothing of what it holds. Else copies of just what
            is in the file are passed over: a run left them that was ended before it had changed anything.

    Raises:
        WrongUsage: there is none.
    """
    copies = _copies(folder_of(path))
    if not is_open:
        copies = _differing(copies, real(path))
    if not copies:
        raise WrongUsage(
            "there is nothing to undo: no copy of an earlier state is kept",
            f"Copies are made beside the workbook in {FOLDER}; was it moved or renamed?",
            file=path,
        )
    return copies[-1]


def refuse_damaged(copy: Path, path: str | Path, check: Callable[[Path], object]) -> None:
    """Raise unless a copy may be put back, and say which of the older ones may.

    Args:
        copy: the copy.
        path: the workbook that it is a copy of.
        check: raises XlplanError for a copy that cannot be used.

    Raises:
        UnsafeSave: it may not.
    """
    try:
        check(copy)
    except XlplanError as error:
        good = _newest_good(folder_of(path), copy, check)
        if good is None:
            remedy = "None of the older copies can be opened either"
        else:
            remedy = (
                f"The newest copy that opens is {good.name}, of {made_at(good):%d/%m/%Y at %H:%M}: to go back to it, "
                f"move {copy.name} out of {copy.parent} and run undo again"
            )
        raise UnsafeSave(
            f"the copy {copy.name} cannot be put back, for it does not open ({error.what}); nothing was written",
            remedy,
            file=path,
        ) from error


def undo(path: str | Path, copy: Path | None = None) -> Path:
    """Put a copy back, and use it up, so that the next undo goes one step further back.

    What was in the file until now is not lost: it lies in the folder `undone` beside the copies.

    Args:
        path: the workbook.
        copy: the copy; by default the newest.

    Returns:
        Where what was in the file until now lies.

    Raises:
        WrongUsage: there is no copy.
        WorkbookInUse: the workbook is open in another program, or another run is at work on it.
    """
    with held(path):
        refuse_if_in_use(Path(path))
        target = real(path)
        copy = copy or newest(target)
        try:
            content = copy.read_bytes()
        except OSError as error:
            raise WorkbookInUse(
                "the copy that was to be put back is gone, so nothing was written",
                "Run the command again",
                file=path,
            ) from error
        kept = folder_of_undone(target)
        undone, is_made_now = _copied(target, kept) if target.exists() else (kept, False)
        there = _copies(copy.parent)
        used = [copy, *(same for same in there if same not in _differing(there, target))]
        try:
            disk.replace(target, content, tag=_tag(target))
        except (OSError, XlplanError):
            if is_made_now:
                undone.unlink(missing_ok=True)
            raise
        for each in used:
            each.unlink(missing_ok=True)
        _prune(kept)
    return undone


def made_at(copy: Path) -> dt.datetime:
    """The moment that a copy was made, by the clock of then: just before the change that it can undo."""
    found = _NAME.fullmatch(copy.name)
    moment = found[2] if found else copy.name[:19]
    return dt.datetime.strptime(moment, _MOMENT)


def folder_of(path: str | Path) -> Path:
    """Where the copies of a workbook lie."""
    path = real(path)
    return path.parent / FOLDER / path.name


def folder_of_undone(path: str | Path) -> Path:
    """Where the states of a workbook lie that `undo` replaced."""
    return folder_of(path) / _UNDONE


def _copies(folder: Path) -> list[Path]:
    """Our copies in a folder, the oldest first: by their numbers, those of version 0.1.0 before them."""
    if not folder.is_dir():
        return []
    found = [(order, file) for file in folder.iterdir() if (order := _order(file)) is not None]
    return [file for order, file in sorted(found) if file.is_file() and not file.is_symlink()]


def _order(file: Path) -> tuple[int, str] | None:
    """What orders our copies; None for a file that we did not make."""
    if found := _NAME.fullmatch(file.name):
        number, moment = int(found[1]), found[2]
    elif found := _OLD_NAME.fullmatch(file.name):
        number, moment = 0, found[1]
    else:
        return None
    try:
        dt.datetime.strptime(moment, _MOMENT)
    except ValueError:
        return None
    return number, file.name


def _differing(copies: list[Path], path: Path) -> list[Path]:
    """The copies without the newest ones that hold just what is in the file."""
    try:
        content = path.read_bytes()
    except OSError:
        return copies
    while copies and copies[-1].stat().st_size == len(content) and copies[-1].read_bytes() == content:
        copies = copies[:-1]
    return copies


def _newest_good(folder: Path, than: Path, check: Callable[[Path], object]) -> Path | None:
    copies = _copies(folder)
    older = copies[: copies.index(than)] if than in copies else copies
    for copy in reversed(older):
        with contextlib.suppress(XlplanError):
            check(copy)
            return copy
    return None


def _make(folder: Path, like: Path) -> None:
    """Make the folder of copies, for those who may write beside the workbook. Where it cannot be made, nothing is."""
    missing = [each for each in (folder.parent.parent, folder.parent, folder) if not each.exists()]
    with contextlib.suppress(OSError):
        for each in missing:
            each.mkdir(exist_ok=True)
            disk.keep_rights(each, like.parent)


def _make_sure(folder: Path, path: Path) -> None:
    """Make the folder of a workbook's copies, where it is not there.

    Raises:
        UnsafeSave: something that is no folder has its name.
        OSError: it cannot be made.
    """
    _make(folder, path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        above = (folder.parent.parent, folder.parent, folder)
        there = next((each for each in above if not each.is_dir()), folder)
        raise UnsafeSave(
            f"no copy of it can be kept, for {there} is no folder; nothing was written",
            "Move or rename what has that name",
            file=path,
        ) from error


def _next(folder: Path, suffix: str) -> Path:
    """A file in the folder that is not there yet, with the next number and the present moment."""
    numbers = [order[0] for file in folder.iterdir() if (order := _order(file)) is not None]
    number = max(numbers, default=0) + 1
    return folder / f"{number:06d} {dt.datetime.now():{_MOMENT}}{suffix}"


def _copied(path: Path, folder: Path) -> tuple[Path, bool]:
    """A copy of a file, and whether it was made now: a run that was ended may have made it and changed nothing."""
    _make_sure(folder, path)
    there = _copies(folder)
    same = [copy for copy in there if copy not in _differing(there, path)]
    if same:
        return same[0], False
    copy = _next(folder, path.suffix)
    # Under another name until it is whole: half a copy must never be put back.
    unfinished = folder / f"{disk.UNFINISHED}{copy.name}"
    try:
        shutil.copy2(path, unfinished)
        disk.keep_rights(unfinished, path)
        unfinished.replace(copy)
    except (OSError, KeyboardInterrupt):
        unfinished.unlink(missing_ok=True)  # on a full disk the pieces of copies would keep it full
        raise
    return copy, True


def _kept(folder: Path, content: bytes, path: Path) -> Path:
    _make_sure(folder, path)
    copy = _next(folder, path.suffix)
    disk.replace(copy, content)
    disk.keep_rights(copy, path)
    _prune(folder)
    return copy


def _prune(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for copy in _copies(folder)[:-KEPT]:
            copy.unlink(missing_ok=True)


def _tag(path: Path) -> str:
    """How the names of one workbook's unfinished files begin, unlike those of others in its folder."""
    return f"{hashlib.blake2b(path.name.encode(errors='surrogateescape'), digest_size=4).hexdigest()}."


def _is_of_old_run(file: Path) -> bool:
    """True for an unfinished file as version 0.1.0 named them, which nobody is writing any more."""
    if not re.fullmatch(rf"{re.escape(disk.UNFINISHED)}[a-z0-9_]{{8}}\.xls[xm]", file.name):
        return False
    try:
        return time.time() - file.stat().st_mtime > _A_SAVE
    except OSError:
        return False


def _clear_leftovers(path: Path) -> None:
    """Take away what dead runs left of a workbook that is held, so that no living one can be at work on it."""
    folder = folder_of(path)
    left = [*path.parent.glob(f"{disk.UNFINISHED}{_tag(path)}*")]
    left += [file for file in path.parent.glob(f"{disk.UNFINISHED}*") if _is_of_old_run(file)]
    for place in (folder, folder / _UNDONE):
        left += place.glob(f"{disk.UNFINISHED}*")
        left += [file for file in place.glob(".2*") if _OLD_NAME.fullmatch(file.name[1:])]
    for file in left:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
