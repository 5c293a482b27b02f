"""Bytes put on a disk so that they are there after a power cut, under a name only when they are whole.

What has been put in place is noted, so that whoever is interrupted, or fails after it, can say what is true.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from xlplan.errors import WorkbookInUse

UNFINISHED = ".~xlplan-"
"""How the names of files begin that are only there while xlplan writes."""

_put_in_place: list[Path] = []


def put_in_place() -> tuple[Path, ...]:
    """The files that were put in place since `forget_what_was_put` was called, in their order."""
    return tuple(_put_in_place)


def forget_what_was_put(after: int = 0) -> None:
    """Begin to note anew, as a command does when it starts; or forget all but the first, when those were taken back."""
    del _put_in_place[after:]


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the block is done, so that steps that belong together are all taken.

    Only the main thread is interrupted by Ctrl-C, so in another thread there is nothing to do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[tuple[int, FrameType | None]] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: interrupts.append((number, frame)))
    except ValueError:  # an interpreter inside another program has no main thread of its own
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)
    if interrupts and callable(before):
        before(*interrupts[-1])


def real(path: str | Path) -> Path:
    """Where a file really lies, behind all links."""
    return Path(os.path.realpath(path))


def write(path: Path, content: bytes, *, like: Path | None = None) -> None:
    """Write a file that nobody looks at yet, through to the disk.

    Args:
        path: the file; it must not exist.
        content: what it is to hold.
        like: a file whose mode, owner and group it gets, as far as the system lets us.

    Raises:
        OSError: the disk is full, or the folder does not let us write.
    """
    with _named(path), path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    if like is not None:
        keep_rights(path, like)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let errors of the disk name the file that was to be written: a full disk names none, others a name of ours."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def keep_rights(path: Path, like: Path) -> None:
    """Give a file the group, owner and mode of another, as far as the system lets us; a link is let alone, for whoever
    may write into the folder may lay one that leads to any file."""
    if path.is_symlink():
        return
    try:
        facts = like.stat()
    except OSError:
        return
    if os.name == "posix":
        # the mode last, for a new owner takes special bits away; each by itself, for only root may give files away
        with contextlib.suppress(OSError):
            os.chown(path, -1, facts.st_gid)
        with contextlib.suppress(OSError):
            os.chown(path, facts.st_uid, -1)
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(facts.st_mode))


def put(unfinished: Path, path: Path, *, is_new: bool = False) -> None:
    """Let a file that is whole take its name, in the place of what had it.

    Args:
        unfinished: the file as it lies now, in the same folder.
        path: the name that it is to have.
        is_new: nothing may have that name.

    Raises:
        FileExistsError: there is something, and nothing may be.
        WorkbookInUse: another program holds what is there.
        OSError: it cannot be put there.
    """
    with uninterrupted():
        try:
            if is_new:
                _put_where_nothing_is(unfinished, path)
            else:
                unfinished.replace(path)
        except PermissionError as error:
            raise WorkbookInUse(
                "the file is held by another program, so it was not written",
                "Close it there and try again",
                file=path,
            ) from error
        _put_in_place.append(path)


def _put_where_nothing_is(unfinished: Path, path: Path) -> None:
    if os.name == "nt":
        unfinished.rename(path)  # which fails there when something has the name
        return
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError as error:  # a disk that knows no links
        if path.exists():
            raise FileExistsError(error.errno, "it exists already", str(path)) from error
        unfinished.replace(path)


def replace(path: Path, content: bytes, *, tag: str = "", is_new: bool = False) -> None:
    """Put new content into a file in one step: at any moment there is the old file or the new one.

    Args:
        path: the file.
        content: what it is to hold.
        tag: how the name of the file begins that is there until it is whole, so that it is known later.
        is_new: nothing may be there, nor come there meanwhile.

    Raises:
        FileExistsError: there is something, and nothing may be.
        WorkbookInUse: another program holds the file.
        OSError: the disk is full, or the folder does not let us write.
    """
    # between the file's coming to be and its taking away, Ctrl-C would leave it behind
    with uninterrupted(), _named(path):
        _replace(path, content, tag, is_new)


def _replace(path: Path, content: bytes, tag: str, is_new: bool) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f"{UNFINISHED}{tag}", suffix=path.suffix, dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            keep_rights(unfinished, path)
        else:
            unfinished.chmod(_usual_mode())
        put(unfinished, path, is_new=is_new)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Without this a power cut may bring the old names back. Windows knows no such thing for folders."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _usual_mode() -> int:
    """What a newly made file may be used for on this machine; mkstemp is stricter."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
