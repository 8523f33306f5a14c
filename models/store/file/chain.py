"""Chain: what an act is as a row, how rows and acts are hashed, and what a place that does not hold is called.

Read by `acts`, which writes the chain, and by `verifying`, which compares it with what is here.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from models.basics.canonical import encode
from models.basics.records import dataclass
from models.store.connection.connections import Connections
from models.store.connection.failures import damaged
from models.store.file.schema import recorded_fact

START = "0" * 64  # stands before the first act
FILE = "file"  # in `recorded`: a file that was issued, by name
LOST = "lost"  # in `recorded`: a gap that was found when a damaged store was rescued, as JSON [act, what, where]
HISTORIES = ("history", "register_history")  # in `recorded`: the lines of a history since the act before, by their ids
COLUMNS = "number, at, person, kind, why, about, recorded, before, hash"


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
class RecordGap:
    """A place where the record does not hold: its act (None = none tells of it), "chain", "file" or a table, a key."""

    act: int | None
    what: str
    where: str


def all_recorded(connections: Connections) -> Iterator[tuple[int, tuple[str, str], str | None]]:
    """Yield act, (table, key as JSON) and SHA-256 of everything that was recorded; an unreadable act is passed over."""
    for number, text in connections.rows("SELECT number, recorded FROM acts ORDER BY number"):
        try:
            said = [(str(table), str(key), digest) for table, key, digest in json.loads(text)]
        except (ValueError, TypeError):
            continue  # its link is broken, and that is told
        yield from ((int(number), (table, key), digest) for table, key, digest in said)


def lines_hash(connections: Connections, table: str, first: int, last: int) -> str:
    """Return the SHA-256 of some lines of a history, by their ids."""
    digest = hashlib.sha256()
    for row in connections.named_rows(f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id", first, last):
        digest.update(row_hash(row).encode())
    return digest.hexdigest()


def rolled(connections: Connections, table: str, after: int, before: str) -> tuple[int, str]:
    """Return id and hash of the last line of a history, rolled on from the line `after`, whose hash is `before`."""
    last, digest = after, before
    for row in connections.named_rows(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", after):
        last, digest = int(str(row["id"])), hashlib.sha256(f"{digest}{row_hash(row)}".encode()).hexdigest()
    return last, digest


def covered(connections: Connections, table: str) -> int:
    """Return the id of the last line of a history that an act covers, 0 for none. Raises "store_damaged"."""
    found = connections.rows(
        f"SELECT recorded FROM acts WHERE recorded LIKE '%[\"{table}\",%' ORDER BY number DESC LIMIT 1"
    )
    try:
        said = json.loads(found[0][0]) if found else []
        return max((int(json.loads(key)[1]) for name, key, _ in said if name == table), default=0)
    except (ValueError, TypeError, LookupError) as error:
        raise damaged(connections.path) from error


def counts(table: str) -> str:
    """The rows of a table that are recorded, as a condition: all of them, but for small facts."""
    return recorded_fact() if table == "facts" else "1"


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


def act_hash(row: Mapping[str, object]) -> str:
    """Return the hash of an act's row."""
    return hashlib.sha256(encode(dict(row))).hexdigest()


def write_row(connections: Connections, row: Mapping[str, object]) -> str:
    """Write the row of an act; return its hash, which stands there beside what it covers."""
    made = act_hash(row)
    *said, about, recorded, before = (row[name] for name in COLUMNS.split(", ")[:-1])
    connections.write(
        f"INSERT INTO acts ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(*said, text_of(about), text_of(recorded), before, made),
    )
    return made


def text_of(value: object) -> str:
    """Return a value as canonical JSON."""
    return encode(value).decode()


def said_of(row: tuple[Any, ...]) -> dict[str, object]:
    """Return what the hash of a stored act covers."""
    names = COLUMNS.split(", ")[:-1]
    said = dict(zip(names, row, strict=False))
    try:
        return {**said, "about": json.loads(row[5]), "recorded": json.loads(row[6])}
    except ValueError:
        return said


def act_row(row: tuple[Any, ...]) -> ActRow:
    """Return a stored act. Raises ValueError for a row that says none."""
    number, at, by, kind, why, about, recorded, _, digest = row
    places = {(table, key): said for table, key, said in json.loads(recorded)}
    return ActRow(
        number=number,
        at=datetime.fromisoformat(at),
        by=by,
        kind=kind,
        why=why,
        about=json.loads(about),
        recorded=places,
        hash=digest,
    )
