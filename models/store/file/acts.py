"""Acts: the one chained, append-only table of everything that was ever recorded or issued.

An act is one transaction and one row: who, when, why, what kind, and the SHA-256 of each row and file it wrote. The
row's own hash covers all of that and the hash of the row before it, so that nothing behind the head can be altered,
left out or put in without every later hash changing; the head stands on papers that leave the house. Which rows count
is said once, by `schema.RECORDED`: triggers tell the open transaction, so that no write can forget it. A transaction
that wrote such rows and was not opened by `models.workspace.acts.act` becomes an act of the kind "write".
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from models.basics.canonical import encode
from models.store.file.connection import Connections
from models.store.file.schema import FACTS, RECORDED

START = "0" * 64  # stands before the first act
FILE = "file"  # in `recorded`: a file that was issued, by name
WRITE, ADOPT = "write", "adopt"  # kinds of acts that nobody described
PACK = "pack"  # the kind of act that lets a plan out of the house
_COLUMNS = "number, at, person, kind, why, about, recorded, before, hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """One act. `recorded`: (table, key as JSON) → SHA-256 of the row as the act left it, None = the row was removed."""

    number: int
    at: datetime
    by: str
    kind: str
    why: str
    about: Mapping[str, str]
    recorded: Mapping[tuple[str, str], str | None]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFile:
    """A file an act issued; `written` False = nobody has seen yet that it lies in its folder."""

    act: int
    name: str
    sha256: str
    folder: Path
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place where the record does not hold: its act (None = none tells of it), "chain", "file" or a table, a key."""

    act: int | None
    what: str
    where: str


@dataclass(slots=True, kw_only=True)
class _Open:
    """The act that is being written."""

    kind: str
    about: Mapping[str, str]
    files: list[tuple[str, str, str]]  # name, SHA-256, folder
    number: int = 0


class Acts:
    """The acts of one store, and the bytes they issued."""

    def __init__(self, connections: Connections) -> None:
        """Take part in every transaction of these connections."""
        self._connections = connections
        self._open: _Open | None = None
        self._verified: tuple[object, tuple[Gap, ...]] | None = None
        connections.before_commit = self._append

    @property
    def is_open(self) -> bool:
        """True inside `describe`."""
        return self._open is not None

    @contextmanager
    def describe(self, kind: str, about: Mapping[str, str]) -> Iterator["_Open"]:
        """Say what the open transaction is; inside another act it is part of that. For `act` only."""
        if self._open is not None:
            yield self._open
            return
        self._open = _Open(kind=kind, about=about, files=[])
        try:
            yield self._open
        except BaseException:
            self._open = None
            raise

    def keep_file(self, name: str, content: bytes, folder: Path) -> None:
        """Keep the bytes of a file the open act issues."""
        if self._open is None:
            raise RuntimeError("a file outside of an act")
        digest = self.keep(content)
        place = str(folder).encode(errors="backslashreplace").decode()  # a name that is no text cannot be kept as one
        self._open.files.append((name, digest, place))

    def keep(self, content: bytes) -> str:
        """Keep bytes once and return their SHA-256; for use inside a transaction."""
        digest = hashlib.sha256(content).hexdigest()
        self._connections.write(
            "INSERT INTO contents VALUES (?, ?, ?) ON CONFLICT DO NOTHING", digest, len(content), content
        )
        return digest

    def content(self, sha256: str) -> bytes | None:
        """Return kept bytes, None when they are not here."""
        found = self._connections.rows("SELECT content FROM contents WHERE sha256 = ?", sha256)
        return bytes(found[0][0]) if found else None

    def _append(self) -> None:
        """Write the act's row; called by every transaction just before it is committed."""
        said, self._open = self._open, None
        touched = self._connections.recorded
        if said is None and not touched:
            return
        said = said or _Open(kind=WRITE, about={}, files=[])
        recorded = [[table, key, self._row_hash(table, key)] for table, key in sorted(touched)]
        recorded += [[FILE, name, digest] for name, digest, _ in sorted(said.files)]
        number, before = self.head()
        at, person, why = self._connections.spoken()
        row = {
            "number": number + 1, "at": at, "person": person, "kind": said.kind, "why": why,
            "about": dict(said.about), "recorded": recorded, "before": before,
        }  # fmt: skip
        texts = (*(row[name] for name in ("number", "at", "person", "kind", "why")), _text(row["about"]))
        self._connections.write(
            f"INSERT INTO acts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(*texts, _text(recorded), before, _hash(row)),
        )
        self._connections.write_all(
            "INSERT INTO act_files VALUES (?, ?, ?, ?, ?, 0)",
            [(number + 1, place, *file) for place, file in enumerate(said.files)],
        )
        said.number = number + 1

    def _row_hash(self, table: str, key: str) -> str | None:
        where = " AND ".join(f"{name} = ?" for name in RECORDED[table])
        found = self._connections.named_rows(f"SELECT * FROM {table} WHERE {where}", *json.loads(key))
        return next((row_hash(row) for row in found), None)

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last act; (0, START) before the first."""
        found = self._connections.rows("SELECT number, hash FROM acts ORDER BY number DESC LIMIT 1")
        return (int(found[0][0]), str(found[0][1])) if found else (0, START)

    def rows(self, kind: str | None = None) -> tuple[ActRow, ...]:
        """Return every act, or those of one kind, oldest first. Raises ValueError for a row that says no act."""
        found = self._connections.rows(
            f"SELECT {_COLUMNS} FROM acts WHERE kind = coalesce(?, kind) ORDER BY number", kind
        )
        return tuple(_act(row) for row in found)

    def files(self, act: int | None = None) -> tuple[ActFile, ...]:
        """Return the files an act issued, or all, in the order of the acts."""
        found = self._connections.rows(
            "SELECT act, name, sha256, folder, written FROM act_files WHERE act = coalesce(?, act) ORDER BY act, place",
            act,
        )
        return tuple(
            ActFile(act=number, name=name, sha256=digest, folder=Path(folder), written=bool(written))
            for number, name, digest, folder, written in found
        )

    def note_written(self, act: int) -> None:
        """Note that the files of an act lie in their folder."""
        with self._connections.transaction(trace=False):
            self._connections.write("UPDATE act_files SET written = 1 WHERE act = ?", act)

    def stage(self, token: str, folder: Path) -> None:
        """Remember that temporary files are about to be written into a folder."""
        with self._connections.transaction(trace=False):
            self._connections.write("INSERT INTO stages VALUES (?, ?)", token, str(folder))

    def unstage(self, token: str) -> None:
        """Forget a stage: its files have their names, or are gone."""
        with self._connections.transaction(trace=False):
            self._connections.write("DELETE FROM stages WHERE token = ?", token)

    def stages(self) -> tuple[tuple[str, Path], ...]:
        """Return token and folder of the stages that were cut short."""
        return tuple((token, Path(folder)) for token, folder in self._connections.rows("SELECT * FROM stages"))

    def hash_of(self, number: int) -> str:
        """Return the hash of an act, START for 0, "" when there is no such act."""
        found = self._connections.rows("SELECT hash FROM acts WHERE number = ?", number)
        return str(found[0][0]) if found else "" if number else START

    def adopt(self) -> None:
        """Record, as one act, the rows that no act tells of: they came from a store of before the chain."""
        known = {place for _, place, _ in self._all_recorded()}
        with self._connections.transaction(), self.describe(ADOPT, {}):
            for table, columns in RECORDED.items():
                for row in self._connections.rows(f"SELECT {', '.join(columns)} FROM {table} WHERE {_counts(table)}"):
                    if (place := (table, _text(list(row)))) not in known:
                        self._connections.record(*place)

    def verified(self) -> tuple[Gap, ...]:
        """Return what `verify` found, again only after something was written by this or another connection."""
        state = (self.head(), int(self._connections.rows("PRAGMA data_version")[0][0]))
        if self._verified is None or self._verified[0] != state:
            self._verified = state, self.verify()
        return self._verified[1]

    def verify(self) -> tuple[Gap, ...]:
        """Compare the chain with itself and everything recorded with what is here; empty = the record holds.

        Reads every content once (about 300 MB a second); writes nothing.
        """
        return (*self._broken_links(), *self._changed_rows(), *self._changed_contents())

    def _broken_links(self) -> Iterator[Gap]:
        expected, number = START, 0
        for row in self._connections.rows(f"SELECT {_COLUMNS} FROM acts ORDER BY number"):
            number += 1
            if row[0] != number or row[7] != expected or _hash(_said(row)) != row[8]:
                yield Gap(act=int(row[0]), what="chain", where=str(number))
            number, expected = int(row[0]), str(row[8])

    def _changed_rows(self) -> Iterator[Gap]:
        last = {place: (act, digest) for act, place, digest in self._all_recorded()}
        for table, columns in RECORDED.items():
            for row in self._connections.named_rows(f"SELECT * FROM {table} WHERE {_counts(table)}"):
                place = (table, _text([row[name] for name in columns]))
                act, digest = last.pop(place, (None, None))
                if digest != row_hash(row):
                    yield Gap(act=act, what=table, where=place[1])
        for (table, key), (act, digest) in last.items():
            if digest is not None and table != FILE:
                yield Gap(act=act, what=table, where=key)

    def _changed_contents(self) -> Iterator[Gap]:
        listed = {(file.act, file.name, file.sha256) for file in self.files()}
        sound: dict[str, bool] = {}
        for act, (table, name), digest in self._all_recorded():
            if table != FILE or digest is None:
                continue
            if digest not in sound:
                found = self.content(digest)
                sound[digest] = found is not None and hashlib.sha256(found).hexdigest() == digest
            if not sound[digest] or (act, name, digest) not in listed:
                yield Gap(act=act, what=FILE, where=name)

    def _all_recorded(self) -> Iterator[tuple[int, tuple[str, str], str | None]]:
        for number, text in self._connections.rows("SELECT number, recorded FROM acts ORDER BY number"):
            try:
                said = [(str(table), str(key), digest) for table, key, digest in json.loads(text)]
            except (ValueError, TypeError):
                continue  # its link is broken, and that is told
            yield from ((int(number), (table, key), digest) for table, key, digest in said)


def _counts(table: str) -> str:
    """The rows of a table that are recorded, as a condition: all of them, but for small facts."""
    return f"key IN ({', '.join(repr(key) for key in FACTS)})" if table == "facts" else "1"


def row_hash(row: Mapping[str, object]) -> str:
    """Return the SHA-256 of a row: its columns that are neither NULL nor empty, bytes by their own SHA-256.

    A column that is added later is NULL or empty in older rows, so their hash stays what it was.
    """
    said = {
        name: {"sha256": hashlib.sha256(value).hexdigest()} if isinstance(value, bytes) else value
        for name, value in row.items()
        if value is not None and value != ""
    }
    return hashlib.sha256(encode(said)).hexdigest()


def _hash(row: Mapping[str, object]) -> str:
    return hashlib.sha256(encode(dict(row))).hexdigest()


def _text(value: object) -> str:
    return encode(value).decode()


def _said(row: tuple[Any, ...]) -> dict[str, object]:
    names = _COLUMNS.split(", ")[:-1]
    said = dict(zip(names, row, strict=False))
    try:
        return {**said, "about": json.loads(row[5]), "recorded": json.loads(row[6])}
    except ValueError:
        return said


def _act(row: tuple[Any, ...]) -> ActRow:
    number, at, by, kind, why, about, recorded, _, digest = row
    places = {(table, key): said for table, key, said in json.loads(recorded)}
    return ActRow(
        number=number, at=datetime.fromisoformat(at), by=by, kind=kind, why=why, about=json.loads(about),
        recorded=places, hash=digest,
    )  # fmt: skip
