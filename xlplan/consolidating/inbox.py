"""The inbox of a plan: what has arrived, and the archive into which a return is moved once the master holds it.

A file is never moved over another, and a run that was cut off in the middle of a move is finished by the next.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xlplan.workbook.disk import sync_folder

_NO_LINKS = (
    errno.EINVAL,
    errno.EPERM,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EMLINK,
    errno.EXDEV,
    errno.EACCES,
)
"""What linking answers on a disk that knows no links (FAT, some network drives), or from one disk to another."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file in the inbox, as it was seen."""

    path: Path
    size: int
    changed: int
    """Its time of last change, in nanoseconds."""


def arrivals(inbox: Path) -> tuple[Arrival, ...]:
    """The files of an inbox, by name. One that goes away meanwhile is passed over.

    Raises:
        OSError: the folder cannot be read.
    """
    found = []
    for file in sorted(inbox.iterdir(), key=lambda file: file.name):
        with contextlib.suppress(FileNotFoundError):
            if file.is_file():
                found.append(_arrival(file))
    return tuple(found)


def put_away(files: Iterable[Arrival], folder: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Move files into a folder, each under its own name or, where that is taken, with a number after it.

    Args:
        files: as they were seen before they were read. One that has changed since is another file, and stays.
        folder: made when it is needed.

    Returns:
        Where they lie now; and those that were changed meanwhile and stay.

    Raises:
        OSError: a file cannot be moved.
    """
    moved: list[Path] = []
    changed: list[Path] = []
    linked: list[tuple[Arrival, Path]] = []
    for file in files:
        if not _is_still(file, file.path):
            changed.append(file.path)
            continue
        folder.mkdir(parents=True, exist_ok=True)
        place = _put_under_free_name(file, folder)
        if place is None:
            changed.append(file.path)
        else:
            linked.append((file, place))
    if linked:
        sync_folder(folder)  # in the archive for certain, before it leaves the inbox
    for file, place in linked:
        if place != file.path:
            file.path.unlink(missing_ok=True)
        moved.append(place)
    return tuple(moved), tuple(changed)


def _put_under_free_name(file: Arrival, folder: Path) -> Path | None:
    """Let the file lie in the folder too; None when it turns out to be another one than was seen."""
    number = 1
    while True:
        place = folder / (file.path.name if number == 1 else f"{file.path.stem} ({number}){file.path.suffix}")
        try:
            _link(file.path, place)
        except FileExistsError:
            if _is_half_moved(file, place):
                return place
            number += 1
            continue
        if _is_still(file, place):
            return place
        place.unlink()
        return None


def _is_half_moved(file: Arrival, place: Path) -> bool:
    """True when an earlier run put the file there and was ended before it took it out of the inbox."""
    if place.samefile(file.path):
        return True
    # As a copy it has the very time of the file, which one that was sent again has not.
    return _is_still(file, place) and place.read_bytes() == file.path.read_bytes()


def _link(source: Path, place: Path) -> None:
    """Give a file a second name, which must be free; where a disk knows no links, a whole copy.

    Raises:
        FileExistsError: the name is taken.
    """
    try:
        os.link(source, place)
    except OSError as error:
        if isinstance(error, FileExistsError) or error.errno not in _NO_LINKS:
            raise
        _copy(source, place)


def _copy(source: Path, place: Path) -> None:
    if place.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    handle, name = tempfile.mkstemp(prefix=".~xlplan-", dir=place.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream, source.open("rb") as content:
            shutil.copyfileobj(content, stream)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copystat(source, unfinished)
        # There is no step that does both; a name that was taken within this moment would be lost to the copy.
        if place.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def _arrival(path: Path) -> Arrival:
    facts = path.stat()
    return Arrival(path, facts.st_size, facts.st_mtime_ns)


def _is_still(file: Arrival, path: Path) -> bool:
    try:
        facts = path.stat()
    except FileNotFoundError:
        return False
    return (facts.st_size, facts.st_mtime_ns) == (file.size, file.changed)
