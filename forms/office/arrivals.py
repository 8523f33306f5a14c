"""Arrivals: the files somebody hands in, each opened in the worker, before anything is decided.

A file that cannot be opened is an arrival too, with the reason in words; one that was not read to its end is `unread`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.guards.guards import paper_bytes
from forms.opening.apart import Apart
from forms.opening.evidence import Bundle, open_bundle
from forms.opening.open_return import Opened
from forms.opening.reason import Reason, reason
from models.basics.canonical import LARGEST_NUMBER
from models.basics.errors import AppError
from models.basics.messages import CHINESE, sentence_in
from models.returns.file_names import readable_name

UNREAD = ("file_unread", "file_not_processed")  # kept and tried again: nothing is said about the file itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file as read: bytes, and what it is or why it is refused. A zip with evidence is not read as a whole."""

    path: Path
    content: bytes
    opened: Opened | None
    refused: Reason | None = None
    bundle: Bundle | None = None
    unread: bool = False  # it was not read to its end

    @property
    def name(self) -> str:
        """The file's name as people can read it, whatever bytes it has."""
        return readable_name(self.path)

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, hexadecimal."""
        if self.bundle is None:
            return hashlib.sha256(self.content).hexdigest()
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    @property
    def order(self) -> tuple[int, str, str]:
        """Ancestors before descendants, so that a batch is decided alike in any order; what is no return comes last."""
        filed = self.opened.filed if self.opened and self.opened.filed else None
        return (filed.revision, filed.digest, self.path.suffix) if filed else (LARGEST_NUMBER, "", str(self.path))


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files somebody named, those of a folder in order. Raises AppError("file_not_found")."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and not p.is_symlink() and not p.name.startswith(".")
            )
        elif path.exists():
            yield path
        else:
            raise AppError("file_not_found", 文件=readable_name(path))


def open_arrival(path: Path, apart: Apart) -> Arrival:
    """Open a file on the disk in the worker; what is wrong with it is told, never raised. Raises OSError."""
    try:
        bundle = open_bundle(path)
        if bundle is not None:
            return Arrival(path=path, content=b"", opened=None, bundle=bundle)
        content = paper_bytes(path)
    except AppError as error:
        return Arrival(path=path, content=b"", opened=None, refused=reason("seal", None, sentence_in(CHINESE, error)))
    return open_content(path, content, apart)


def open_content(path: Path, content: bytes, apart: Apart) -> Arrival:
    """Open the bytes of a file; `path` is what it was called."""
    try:
        return Arrival(path=path, content=content, opened=apart.open(content))
    except AppError as error:
        words = reason("seal", None, sentence_in(CHINESE, error))
        return Arrival(path=path, content=content, opened=None, refused=words, unread=error.code in UNREAD)


def not_processed() -> Reason:
    """Return why a file was kept that our own program failed over."""
    return reason("seal", None, sentence_in(CHINESE, AppError("file_not_processed")))
