"""One thread's connection to a store file: how it is opened, and its transactions with what triggers write beside."""

import hashlib
import os
import sqlite3
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from models.basics.period import PLAN_ZONE

SYNCHRONOUS = "FULL"  # a commit is on the disk before it is acknowledged
PATIENCE = 5_000  # ms to wait for another program that reads the file (a virus scanner, a copy)


def time_text(time: datetime) -> str:
    """Return a time as the store keeps it: ISO, +08:00, always to the microsecond, so that texts sort as times.

    Raises ValueError for a time without a zone.
    """
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time.astimezone(PLAN_ZONE).isoformat(timespec="microseconds")


def now_text() -> str:
    """Return the present time of the machine as the store keeps it."""
    return time_text(datetime.now(PLAN_ZONE))


class ThreadConnection:
    """One thread's connection, and what the triggers write beside each change."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.using = threading.RLock()  # held while SQLite reads for the thread: closed under it, the program would end
        self.at = self.person = self.why = self.batch = ""
        self.version: int | None = None  # of the file, in the open transaction: nobody else can write meanwhile
        self.recorded: dict[tuple[str, str], None] = {}  # (table, key as JSON) of the rows the open act wrote
        self.open = False  # a transaction of ours is; SQLite may hold one open that gathers several
        self.inside = 0  # savepoints that are open in it
        self.gathers = False
        self.since: float | None = None  # when the first of those was begun that are not on the disk yet
        self.moment: Generator[None, None, None] | None = None  # keeps others from writing meanwhile, until closed
        db.create_function("store_at", 0, lambda: self.at)
        db.create_function("store_person", 0, lambda: self.person)
        db.create_function("store_why", 0, lambda: self.why)
        db.create_function("store_sha256", 1, sha256_of)
        db.create_function("store_batch", 0, lambda: self.batch)
        db.create_function("store_recorded", 2, lambda table, key: self.recorded.update({(table, key): None}))

    @contextmanager
    def spoken_for(self, person: str, why: str) -> Iterator[None]:
        """Let what is written inside be by a person, for a reason; "" = as before."""
        before = self.person, self.why
        self.person, self.why = person or self.person, why or self.why
        try:
            yield
        finally:
            self.person, self.why = before

    def begin(self, *, outermost: bool) -> None:
        """Open a transaction, or a savepoint in the one that is open."""
        if not outermost:
            self.inside += 1
            self.db.execute(f"SAVEPOINT inner{self.inside}")
            return
        self.recorded.clear()
        self.at, self.batch, self.inside = now_text(), os.urandom(8).hex(), 0
        if not self.db.in_transaction:
            self.version = None
            self.db.execute("BEGIN IMMEDIATE")
        if self.gathers:
            self.db.execute("SAVEPOINT one")
        self.open = True

    def data_version(self) -> int:
        """Return what changes with every write by somebody else."""
        if not self.db.in_transaction:
            return self._asked_version()
        if self.version is None:
            self.version = self._asked_version()
        return self.version

    def _asked_version(self) -> int:
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def finish(self, *, outermost: bool) -> None:
        """Keep the transaction, or the savepoint in it."""
        one = "RELEASE one" if self.gathers else "COMMIT"
        self.db.execute(one if outermost else f"RELEASE inner{self.inside}")
        self.open, self.inside = not outermost, self.inside - (not outermost)

    def undo(self, *, outermost: bool) -> None:
        """Undo the transaction or savepoint, however far it got: it may have begun, be done already, or neither."""
        name = "one" if outermost else f"inner{self.inside}"
        self.open, self.inside = self.open and not outermost, self.inside - (not outermost)
        if outermost and self.since is None:
            self.forget()
        elif self.db.in_transaction:  # else SQLite has rolled back by itself, as it may on a full disk
            with suppress(sqlite3.OperationalError):  # no such savepoint
                self.db.execute(f"ROLLBACK TO {name}")
                self.db.execute(f"RELEASE {name}")

    def forget(self) -> None:
        """Undo what is open and nobody is at work in any more."""
        self.open = False
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")


def connect(path: Path, *, shared: bool = False) -> sqlite3.Connection:
    """Open a connection in the store's ways; `shared` = on a network share, where WAL is not safe."""
    # autocommit: transactions are ours alone; other threads may close what a finished thread left open
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        db.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        wanted = "DELETE" if shared else "WAL"
        if db.execute(f"PRAGMA journal_mode = {wanted}").fetchone() != (wanted.lower(),):
            db.execute("PRAGMA journal_mode = DELETE")
        db.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        db.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        db.close()
        raise
    return db


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of bytes; what triggers ask for."""
    return hashlib.sha256(content).hexdigest()
