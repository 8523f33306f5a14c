"""Connections to one store file: one for each thread, all writes through one lock, SQLite errors translated.

A transaction is BEGIN IMMEDIATE, synchronous FULL: what was acknowledged survives a power cut; who gathers several says
nothing of them before they are on the disk. WAL where the folder allows it; on a network share, or where WAL is
refused, the rollback journal. Knows no table.
"""

import re
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.basics.errors import AppError, MachineError
from models.store.connection.failures import damaged, plain_failures
from models.store.connection.lock import StoreLock
from models.store.connection.one_thread import ThreadConnection, connect
from models.system.drives import Drive, drive_of
from models.system.files import identity

MOMENT = 250  # ms a window waits for another program that reads the file
TOGETHER = 0.03  # seconds for which transactions are gathered before they go to the disk
_WRITES = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+(\w+)", re.IGNORECASE
)


def _table_of(sql: str) -> str:
    """Return the table a statement writes to. Raises RuntimeError for one that writes in another way."""
    found = _WRITES.match(sql)
    if found is None:
        raise RuntimeError("a write that names no table")
    return found[1]


class Connections:
    """All connections of this program to one store file, and the lock that keeps other programs out."""

    def __init__(self, path: Path, lock: "StoreLock | None", file: Path | None = None) -> None:
        self.path = path  # where people have it
        self.file = file or path  # the file that is open: a copy of it where that cannot be written
        self.read_only = file is not None
        self._lock = lock
        self._known = identity(path)
        self.refusal: AppError | None = None  # why nothing may be written, though the disk would let us
        self.touched = 0.0  # when something was written last, by the machine's own clock; 0: nothing since `rest`
        self._shared = drive_of(path) is Drive.NETWORK
        self.closed = False
        self.missed = False  # something was not written because the file is not in its place
        self.wrote = False
        self._commits = self._undone = 0
        self._written: Counter[str] = Counter()  # table → statements of this program that wrote to it
        self._threads = threading.local()
        self._links: list[ThreadConnection] = []
        self._writing = threading.RLock()
        self.before_commit: Callable[[], None] = lambda: None  # runs inside each outermost transaction, at its end
        self.after_commit: Callable[[], None] = lambda: None  # runs after it
        self.after_undo: Callable[[], None] = lambda: None  # runs after one that was not kept

    def close(self) -> None:
        """Close every connection and give the store back, for good.

        No thread may be writing; one that reads in the background has its answer first, and no other one after it.
        """
        self.closed = True
        try:
            for link in self._links:
                with link.using:  # what another thread asks for is answered first; then it is told "store_closed"
                    link.db.close()
        finally:  # somebody who stops it (Ctrl+C) must not keep the store from others
            self._links.clear()
            self._threads = threading.local()
            if self._lock is not None:
                self._lock.release()
        if self.read_only:
            shutil.rmtree(self.file.parent, ignore_errors=True)

    @property
    def to_copy(self) -> sqlite3.Connection:
        """The calling thread's connection, without what an exception out of turn (Ctrl+C) has left open in it."""
        link = self._link()
        if not link.open and link.since is None:
            link.forget()
        return link.db

    @property
    def db(self) -> sqlite3.Connection:
        """The calling thread's connection; to open, migrate and copy, and to see whether a transaction is open."""
        return self._link().db

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.file.stat().st_size

    @property
    def batch(self) -> str:
        """Id of the calling thread's last transaction, as it stands in the history."""
        return self._link().batch

    def _link(self) -> ThreadConnection:
        self._require_open()  # a new connection would write without the lock
        link: ThreadConnection | None = getattr(self._threads, "link", None)
        if link is None:
            with plain_failures(self.path):
                link = self._threads.link = ThreadConnection(connect(self.file, shared=self._shared))
            self._links.append(link)
        return link

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Return all rows of a question, as tuples."""
        link = self._link()
        with plain_failures(self.path), link.using:
            self._require_open()
            return link.db.execute(sql, values).fetchall()

    def each(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a question one by one: for contents that need not all be in memory."""
        link = self._link()
        with plain_failures(self.path):
            found = self._asked(link, sql, values)
            yield from self._fetched(link, found)

    def named_rows(self, sql: str, *values: object) -> Iterator[dict[str, object]]:
        """Yield the rows of a question one by one, column → value."""
        link = self._link()
        with plain_failures(self.path):
            found = self._asked(link, sql, values)
            names = [column[0] for column in found.description]
            for row in self._fetched(link, found):
                yield dict(zip(names, row, strict=True))

    def _asked(self, link: ThreadConnection, sql: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        with link.using:
            self._require_open()
            return link.db.execute(sql, values)

    def _fetched(self, link: ThreadConnection, found: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a question, each fetched while its connection cannot be closed."""
        while True:
            with link.using:
                self._require_open()
                row = found.fetchone()
            if row is None:
                return
            yield row

    def _require_open(self) -> None:
        if self.closed:
            raise AppError("store_closed", folder=self.path.parent)

    @property
    def recorded(self) -> tuple[tuple[str, str], ...]:
        """(table, key as JSON) of the rows under `schema.RECORDED` that the open transaction wrote."""
        return tuple(self._link().recorded)

    def record(self, table: str, key: str) -> None:
        """Tell the open transaction of a row, as the triggers do."""
        self._link().recorded[table, key] = None

    @property
    def state(self) -> tuple[int, int] | None:
        """What changes with every write by this program or another; None inside a transaction, which may be undone."""
        if self._link().db.in_transaction:  # also between those that are gathered
            return None
        return self._commits, self.data_version()

    def changes(self, tables: Sequence[str]) -> tuple[int | None, ...]:
        """Return what changes, for the calling thread, when anybody may have written to some tables."""
        link = self._link()
        known = link.version if link.version is not None and link.db.in_transaction else self.data_version()
        return threading.get_ident(), known, self._undone, *map(self._written.get, tables)

    def data_version(self) -> int:
        """Return what changes, for the calling thread, with every write of another thread or program."""
        link = self._link()
        if link.version is not None and link.db.in_transaction:
            return link.version
        with plain_failures(self.path), link.using:
            self._require_open()
            return link.data_version()

    def author(self) -> tuple[str, str, str]:
        """Return time, person and reason of the open transaction."""
        link = self._link()
        return link.at, link.person, link.why

    @property
    def is_open(self) -> bool:
        """True inside `transaction`."""
        return self._link().open

    def write(self, sql: str, *values: object) -> None:
        """Carry out one statement inside `transaction`."""
        self.write_all(sql, (values,))

    def write_all(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Carry out a statement for each row inside `transaction`. Raises RuntimeError outside of one."""
        with plain_failures(self.path):
            link = self._link()
            if not link.open:
                raise RuntimeError("a write outside of a transaction")
            self._written[_table_of(sql)] += 1
            link.db.executemany(sql, rows)

    @contextmanager
    def transaction(self, person: str = "", why: str = "", *, trace: bool = True) -> Iterator[None]:
        """Hold the one place for writing; everything inside is kept together, or nothing of it.

        Inside another one it is part of that: its failure undoes only itself if the outer one catches it. `trace` False
        = nothing that a person would miss is written, so that it needs no copy.
        """
        self._writable()
        with self._writing, plain_failures(self.path):
            link = self._link()
            outermost = not link.open
            if outermost:
                self._end_left_open(link)
            recorded = {} if outermost else dict(link.recorded)
            with link.spoken_for(person, why):
                try:
                    link.begin(outermost=outermost)
                    self._begin_to_gather(link)
                    yield
                    if outermost:
                        self.before_commit()
                    link.finish(outermost=outermost)
                    self.wrote = self.wrote or trace
                    self.touched = time.monotonic()
                    if outermost:
                        self._commits += 1
                        self.after_commit()
                except BaseException:
                    self._undone += 1
                    link.undo(outermost=outermost)
                    link.recorded = recorded
                    if outermost:
                        self.after_undo()
                    raise
                if outermost and link.since is not None and time.monotonic() - link.since > TOGETHER:
                    self.settle()

    def _end_left_open(self, mine: ThreadConnection) -> None:
        """Undo what an exception out of turn (Ctrl+C between two steps) has left open, of whatever thread.

        Whoever is at work in a transaction holds `_writing`, which is ours now. What stays open would keep other
        threads from writing for as long as the program runs, or be kept together with what is written next.
        """
        for link in tuple(self._links):
            if link is not mine or link.since is None:
                link.forget()

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Bring the transactions of the calling thread to the disk several at a time, those of a moment together.

        Each is kept or undone by itself as ever. On the disk are all but those of the last moment, and all of them when
        this ends, whatever ends it. Other threads that write wait for that moment.
        """
        link = self._link()
        try:
            link.gathers = True
            yield
        finally:
            try:
                link.gathers = False
                self.settle()
            finally:  # an exception out of turn may have kept that from its end; done already, this does nothing
                self.settle()

    def _begin_to_gather(self, link: ThreadConnection) -> None:
        if link.gathers and link.since is None:
            now = time.monotonic()
            link.moment = self._moment()  # noted before it takes the place: so that `settle` always gives it up
            next(link.moment)
            link.since = now

    def _moment(self) -> Generator[None, None, None]:
        """Hold the one place for writing until it is closed, also between transactions."""
        with self._writing:
            yield

    def settle(self) -> None:
        """Bring what the calling thread has gathered to the disk. Raises MachineError: then none of it is kept."""
        link = self._link()
        try:
            with plain_failures(self.path):
                if link.since is not None and link.db.in_transaction:
                    link.db.execute("COMMIT")
        except BaseException:
            self._undone += 1
            link.forget()
            raise
        finally:
            self._commits += link.since is not None
            link.since = None  # before the place is given up: what is begun later gathers anew
            if link.moment is not None:
                link.moment.close()

    def _writable(self) -> None:
        """Raise MachineError for a store that was opened to be read, or whose file is not in its place any more."""
        if self.read_only:
            raise MachineError("store_opened_read_only", path=self.path, folder=self.path.parent)
        if self.refusal is not None:
            raise self.refusal
        self.missed = True
        self.require_here()

    def require_here(self) -> None:
        """Raise MachineError for a file that was taken away or replaced: the open one still takes what is written.

        "store_gone" when something was to be written meanwhile, "store_away" when nothing was.
        """
        if not self.closed and identity(self.path) != self._known:
            raise MachineError("store_gone" if self.missed else "store_away", path=self.path, folder=self.path.parent)
        self.missed = False

    def be_quick(self) -> None:
        """Let the calling thread wait a moment only for a store that another program holds: a window must not stand."""
        self._link().db.execute(f"PRAGMA busy_timeout = {MOMENT}")

    def rest(self) -> None:
        """Bring everything from the write-ahead log into the file; when another program reads, it is tried later."""
        if self.read_only or self.closed or not self.touched:
            return
        with plain_failures(self.path):
            busy, _, _ = self._link().db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self.touched = time.monotonic() if busy else 0.0

    def quick_check(self) -> None:
        """Look the whole file over (about 2 ms for each MB). Raises MachineError("store_damaged")."""
        self._look_over("quick_check")

    def integrity_check(self) -> None:
        """Look the whole file over, and whether its indexes find every row. Raises MachineError("store_damaged")."""
        self._look_over("integrity_check")

    def _look_over(self, how: str) -> None:
        if self.rows(f"PRAGMA {how}(1)") != [("ok",)]:
            raise damaged(self.path)
