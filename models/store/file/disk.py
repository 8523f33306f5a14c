"""Disk: files outside of the database, written whole and brought to the disk, never in place of another file.

A file is written under a temporary name in its own folder, synced, renamed, and the folder is synced: what has its name
is whole and survives a power cut (a USB stick keeps a name only once its folder is synced).
"""

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from models.system.files import is_too_long, rename, sync

PREFIX, SUFFIX = ".tanbao-", ".part"  # of temporary names; hidden, and nobody else's
_NUMBERED = 4  # signs of `_999`, behind a name that is taken
_ABANDONED = 3600  # seconds after which a temporary file belongs to a program that was killed


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


@contextmanager
def named_in_failures(path: Path) -> Iterator[None]:
    """Let a failure of the machine say the file that was to be written: a full disk names none, else its rough name."""
    try:
        yield
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(SUFFIX):
            error.filename = str(path.absolute())
        raise


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write or replace one file of the program's own, whole or not at all; `private` = for its owner's eyes only."""
    token = hashlib.sha256(path.name.encode(errors="surrogateescape")).hexdigest()[:16]
    sweep_token(path.parent, token)  # what a program that was killed here has left
    stage = StagedFiles(path.parent, {path.name: content}, token=token, private=private)
    try:
        stage.write()
        rename(stage.rough(path.name), path)
        sync(path.parent)
    finally:
        stage.sweep()


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file of the program's own, however large, for its owner's eyes only: whole or not at all."""
    rough = target.with_name(target.name + SUFFIX)
    rough.unlink(missing_ok=True)
    try:
        make_private(rough)
        with source.open("rb") as read, rough.open("wb") as written:
            shutil.copyfileobj(read, written, 1 << 20)
        sync(rough)
        rename(rough, target)
        sync(target.parent)
    finally:
        rough.unlink(missing_ok=True)


def write_streamed(out: Path, name: str, pieces: Iterable[bytes]) -> Path:
    """Write a file of any size piece by piece into a folder, whole or not at all; return where it lies.

    A file that is there keeps its name, and this one gets the next free one. Raises OSError as the machine does.
    """
    stage = StagedFiles(out, {name: b""})
    try:
        stage.write()
        rough = stage.rough(name)
        with named_in_failures(out / name):
            with rough.open("wb") as written:
                for piece in pieces:
                    written.write(piece)
            sync(rough)
        named = free_path(out / name, b"")
        rename(rough, named)
        sync(out)
        return named.absolute()
    finally:
        stage.sweep()


def write_files(out: Path, files: Mapping[str, bytes], *, replace: bool = False) -> tuple[Path, ...]:
    """Write files all or none and return where they lie. Raises OSError as the machine does.

    A file of the same content stays as it is; one of other content keeps its name and ours gets the next free one
    (`name_2.pdf`), unless somebody has chosen to `replace` it.
    """
    stage = StagedFiles(out, files)
    try:
        stage.write()
        return stage.name(replace=replace)
    finally:
        stage.sweep()


class StagedFiles:
    """Files on their way into a folder: written under temporary names first (`write`), named afterwards (`name`)."""

    def __init__(self, out: Path, files: Mapping[str, bytes], *, token: str = "", private: bool = False) -> None:
        """Prepare; touches no disk. `token` is in every temporary name, so that what is left can be found."""
        self.out, self.files = out, dict(files)
        self.token = token or os.urandom(8).hex()
        self._mode = 0o600 if private else 0o666
        self._order = {name: number for number, name in enumerate(self.files)}
        self._made: list[Path] = []  # folders that were not there, the deepest first

    def rough(self, name: str) -> Path:
        """Return the temporary path of a file."""
        return staged_path(self.out, self.token, self._order[name])

    def write(self) -> None:
        """Write every file under its temporary name and bring it to the disk. Raises OSError."""
        if not self.files:
            return
        for name in self.files:
            self._nameable(name)
        self._made = _make_folder(self.out)
        _sweep_abandoned(self.out)
        for name, content in self.files.items():
            with named_in_failures(self.out / name):
                number = os.open(self.rough(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, self._mode)
                with open(number, "wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())

    def _nameable(self, name: str) -> None:
        """Raise OSError for a name this system cannot write: it must not be found out when the act is done."""
        try:
            os.fsencode(self.out / name)
        except UnicodeEncodeError as error:
            raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), name.encode(errors="replace").decode()) from error
        if is_too_long(self.out / name, _NUMBERED):
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(self.out / name))

    def name(self, *, replace: bool = False) -> tuple[Path, ...]:
        """Give every file its name, one after the other, and bring the folder to the disk."""
        paths = []
        for name, content in self.files.items():
            path = self.out / name if replace else free_path(self.out / name, content)
            rename(self.rough(name), path)
            paths.append(path.absolute())
        if paths:
            sync(self.out)
        return tuple(paths)

    def sweep(self) -> None:
        """Remove what still has a temporary name, and the folders that were made for nothing."""
        for name in self.files:
            with suppress(FileNotFoundError, NotADirectoryError):
                self.rough(name).unlink()
        for folder in self._made:
            with suppress(OSError):  # it is not empty: something got its name there
                folder.rmdir()


def staged_path(out: Path, token: str, number: int = 0) -> Path:
    """Return the temporary path of the n-th file of a stage."""
    return out / f"{PREFIX}{token}-{number}{SUFFIX}"


def sweep_token(out: Path, token: str) -> None:
    """Remove what a stage that was cut short left in a folder. Raises OSError."""
    if out.is_dir():
        for path in out.glob(f"{PREFIX}{token}-*{SUFFIX}"):
            path.unlink(missing_ok=True)


def free_path(path: Path, content: bytes) -> Path:
    """Return the path, or the next free one (`name_2.pdf`) where a file of other content has it."""
    return next(found for found in _names(path) if not os.path.lexists(found) or _says(found, content))


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}_{number}{path.suffix}")


def _says(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _make_folder(folder: Path) -> list[Path]:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync(one.parent)
    return missing


def _sweep_abandoned(folder: Path) -> None:
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        try:
            if time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink()
        except OSError:  # somebody else's, or gone already: nothing of ours depends on it
            continue


_BINARY = getattr(os, "O_BINARY", 0)
