"""A file replaced in one step, with a copy of what it was; and the copy put back.

Copies lie beside the workbook in `.xlplan-backups/<its name>/`, so that they are where the master is, on a network
drive too, and travel with a folder that is moved. A copy's name is the moment it was made.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from xlplan.errors import WorkbookInUse, WrongUsage

FOLDER = ".xlplan-backups"
KEPT = 20
"""Copies of each master; the oldest go first."""

_UNDONE = "undone"
_MOMENT = "%Y-%m-%dT%H-%M-%S.%f"
"""What a copy is called."""


def digest(content: bytes) -> str:
    """What tells one content of a file from another."""
    return hashlib.sha256(content).hexdigest()


def refuse_if_in_use(path: Path) -> None:
    """Raise when another program has the workbook open, as far as that can be seen.

    Raises:
        WorkbookInUse: Excel's or LibreOffice's note of it lies beside it, or it cannot be opened for writing.
    """
    for note, program in (
        (path.with_name(f"~${path.name}"), "Excel"),
        (path.with_name(f".~lock.{path.name}#"), "LibreOffice"),
    ):
        if note.exists():
            raise WorkbookInUse(
                f"the workbook is open in {program}, so nothing was written",
                f"Close it and try again; if nobody has it open, delete the file {note.name} beside it",
                file=path,
            )
    if not path.exists():
        return
    try:
        # Appending nothing: on Windows this fails while another program holds the file.
        with path.open("ab"):
            pass
    except OSError as error:
        raise WorkbookInUse(
            f"the workbook cannot be written to ({error.strerror}), so nothing was",
            "Close it in other programs, or take its write protection off, and try again",
            file=path,
        ) from error


def refuse_if_changed(path: Path, known: str) -> None:
    """Raise when the file is no longer the one that was read.

    Args:
        path: the file.
        known: the digest of what was read.

    Raises:
        WorkbookInUse: it has other content, or is gone.
    """
    try:
        is_same = digest(path.read_bytes()) == known
    except OSError:
        is_same = False
    if not is_same:
        raise WorkbookInUse(
            "the workbook was changed, moved or deleted by somebody else since it was read, so nothing was written",
            "Run the command again: it will start from the workbook as it is now",
            file=path,
        )


def replace(path: Path, content: bytes, *, keep_copy: bool = True) -> Path | None:
    """Put new content into a file in one step: at any moment there is the old file or the new one.

    Args:
        path: the file; it need not exist yet.
        content: what it is to hold.
        keep_copy: keep what was there before, if anything was.

    Returns:
        The copy of what was there before.

    Raises:
        WorkbookInUse: another program holds the file.
        OSError: the disk is full, or the folder does not let us write.
    """
    path = path.resolve()  # behind a symbolic link the file is replaced, not the link
    copy = None
    mode = None
    if path.exists():
        mode = stat.S_IMODE(path.stat().st_mode)
        if keep_copy:
            copy = _copy(path, _folder_of(path))
    try:
        _put(path, content, mode)
    except OSError:
        if copy is not None:
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
    folder = _folder_of(path.resolve())
    copy = _named_now(folder, path.suffix)
    _put(copy, content, None)
    _prune(folder)
    return copy


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
    kept = folder_of_undone(path)
    undone = _named_now(kept, path.suffix)
    _put(undone, content, None)
    _prune(kept)
    return undone


def newest(path: str | Path) -> Path:
    """The newest copy of a workbook, the one that `undo` would put back.

    Raises:
        WrongUsage: there is none.
    """
    copies = _copies(_folder_of(Path(path).resolve()))
    if not copies:
        raise WrongUsage(
            "there is nothing to undo: no copy of an earlier state is kept",
            f"Copies are made beside the workbook in {FOLDER}; was it moved or renamed?",
            file=path,
        )
    return copies[-1]


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
        WorkbookInUse: the workbook is open in another program.
    """
    target = Path(path).resolve()
    copy = copy or newest(target)
    refuse_if_in_use(target)
    kept = folder_of_undone(target)
    undone = _copy(target, kept) if target.exists() else kept
    replace(target, copy.read_bytes(), keep_copy=False)
    copy.unlink()
    _prune(kept)
    return undone


def made_at(copy: Path) -> dt.datetime:
    """The moment that a copy was made: just before the change that it can undo."""
    return dt.datetime.strptime(copy.stem, _MOMENT)


def folder_of_undone(path: str | Path) -> Path:
    """Where the states of a workbook lie that `undo` replaced."""
    return _folder_of(Path(path).resolve()) / _UNDONE


def _folder_of(path: Path) -> Path:
    return path.parent / FOLDER / path.name


def _copies(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _named_now(folder: Path, suffix: str) -> Path:
    """A file in the folder that is not there yet, named for this moment."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = dt.datetime.now()
    file = folder / f"{moment:{_MOMENT}}{suffix}"
    while file.exists():
        moment += dt.timedelta(microseconds=1)
        file = folder / f"{moment:{_MOMENT}}{suffix}"
    return file


def _copy(path: Path, folder: Path) -> Path:
    copy = _named_now(folder, path.suffix)
    # Under another name until it is whole: half a copy must never be put back.
    unfinished = folder / f".{copy.name}"
    try:
        shutil.copy2(path, unfinished)
        unfinished.replace(copy)
    except OSError:
        unfinished.unlink(missing_ok=True)  # on a full disk the pieces of copies would keep it full
        raise
    return copy


def _prune(folder: Path) -> None:
    for copy in _copies(folder)[:-KEPT]:
        copy.unlink(missing_ok=True)


def _put(path: Path, content: bytes, mode: int | None) -> None:
    handle, name = tempfile.mkstemp(prefix=".~xlplan-", suffix=path.suffix, dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.chmod(mode if mode is not None else _usual_mode())
        try:
            unfinished.replace(path)
        except PermissionError as error:
            raise WorkbookInUse(
                "the workbook is held by another program, so nothing was written",
                "Close it there and try again",
                file=path,
            ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    # Without this a power cut may bring the old name back. Windows knows no such thing for folders.
    if os.name == "posix":
        with contextlib.suppress(OSError):
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _usual_mode() -> int:
    """What a newly made file may be used for on this machine; mkstemp is stricter."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
