"""Arrival: a file that came, as read and opened in the worker, before anything is decided.

One that cannot be opened is an arrival too, with the reason in words; one that was not read to its end is `unread`.
"""

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from forms.guards.worker import Plain
from forms.opening.apart import opened_from
from forms.opening.evidence import Bundle
from forms.opening.opened import Opened, Reason, reason_of
from forms.opening.pool import Pool
from models.basics.errors import AppError
from models.basics.records import dataclass
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
    shown: str = ""  # of a file out of a zip or a mail: with the name of that
    at: datetime | None = None  # when the mail came that it was in
    sender: str = ""
    repeats: bool = False  # a file of the same bytes came before it in the batch
    known_sha256: str = ""  # once it was found

    @property
    def name(self) -> str:
        """The file's name as people can read it, whatever bytes it has."""
        return self.shown or readable_name(self.path)

    def registered(self, at: datetime) -> datetime:
        """When it counts as registered: when its mail came, never later than somebody says it was here."""
        return min(self.at, at) if self.at else at

    def came(self, channel: str) -> str:
        """How it came, with the sender of its mail."""
        return f"{channel} {self.sender}".strip()

    @property
    def paper(self) -> str | None:
        """What the two forms of one paper share; None for what is no readable return."""
        if self.opened is None or self.opened.filed is None or self.opened.broken:
            return None
        return f"{self.opened.filed.digest}:{self.opened.fingerprint}"

    @property
    def about(self) -> dict[str, object]:
        """What the record says of it: name and SHA-256, and of a readable return whose it is."""
        filed = self.opened.filed if self.opened is not None and self.paper else None
        whose = {"unit": filed.unit, "period": filed.period, "revision": filed.revision} if filed else {}
        return {**whose, **self.about_file}

    @property
    def about_file(self) -> dict[str, object]:
        """What the record says of the file alone: name and SHA-256."""
        return {"file": self.name, "sha256": self.sha256}

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, hexadecimal."""
        if self.known_sha256:
            return self.known_sha256
        if self.bundle is None:
            return hashlib.sha256(self.content).hexdigest()
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


def why(error: AppError) -> Reason:
    """Return the reason in words for a file that cannot be opened."""
    return reason_of("seal", error)


def opened_as(arrival: Arrival, said: Plain) -> Arrival:
    """An arrival with what its file says."""
    if said is None:
        return arrival
    try:
        return replace(arrival, opened=opened_from(said))
    except AppError as error:
        return replace(arrival, refused=why(error))


def open_content(path: Path, content: bytes, pool: Pool) -> Arrival:
    """Open the bytes of a file; `path` is what it was called."""
    arrival = Arrival(path=path, content=content, opened=None)
    try:
        return opened_as(arrival, pool.begin(content)())
    except AppError as error:
        return replace(arrival, refused=why(error), unread=error.code in UNREAD)


def not_processed() -> Reason:
    """Return why a file was kept that our own program failed over."""
    return reason_of("seal", AppError("file_not_processed"))
