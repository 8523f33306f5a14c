"""Verifying: the chain of acts compared with itself, and everything it recorded with what is here.

Besides what the acts recorded: each line of the history continues the one before it, each cell says what the last line
of its history says, and tables, indexes and the triggers that write all of this are the ones a store is made with and
no others: a trigger put in besides could alter what is written next. Reads every content once (about 300 MB a second);
writes nothing. `Comparison` keeps what was found for as long as nothing is written.
"""

import json
from collections.abc import Callable, Iterator
from threading import get_ident

from models.store.connection.connections import Connections
from models.store.connection.failures import plain_failures
from models.store.connection.one_thread import sha256_of
from models.store.file.chain import (
    COLUMNS,
    FILE,
    HISTORIES,
    LOST,
    START,
    RecordGap,
    act_hash,
    all_recorded,
    counts,
    lines_hash,
    rolled,
    row_hash,
    said_of,
    text_of,
)
from models.store.file.schema import KIND, OFFICE, RECORDED, UNIT

LARGE = 30_000_000  # bytes of a store whose comparison would be felt (0.3 s)
SCHEMA = "schema"  # in a gap: tables, indexes or triggers that are not those of a new store
_LAST_CELLS = """
    SELECT h.period, h.place, h.after, {said} FROM history h
    LEFT JOIN {table} t ON t.period = h.period AND t.{key} = h.place
    WHERE h.id IN (SELECT max(id) FROM history WHERE kind = ? GROUP BY period, place)"""
_UNTOLD = """
    SELECT t.period, t.{key} FROM {table} t WHERE NOT EXISTS
    (SELECT 1 FROM history h WHERE h.kind = ? AND h.period = t.period AND h.place = t.{key})"""
# kind of history line → its table, the column that names a place, the columns that a line tells
_WATCHED = {
    "cell": ("cells", "address", ("state", "value", "numeric", "raw", "note", "remarks", "fault")),
    "explanation": ("explanations", "key", ("code", "text", "fingerprint")),
    "lock": ("locks", "period", ("digest",)),
}
FOUND = "found"  # the kind of act with which an office's chain begins
_OF_OFFICES = ("papers", "receptions", "keys")  # what an office records that was founded before there was such an act


def verify(connections: Connections) -> tuple[RecordGap, ...]:
    """Return every place where the record does not hold; empty = it holds.

    Raises MachineError("store_damaged") for a file whose indexes do not find what its tables have, and as any read.
    """
    connections.integrity_check()
    known = {key for _, (table, key), _ in all_recorded(connections) if table == LOST}
    found = _gaps(connections)
    return tuple(
        gap for gap in found if text_of([gap.act, gap.what, gap.where]) not in known or not is_lost(connections, gap)
    )


def is_lost(connections: Connections, gap: RecordGap) -> bool:
    """True for a recorded row or file that is not here any more; False for whatever is here and says something else."""
    if gap.what == FILE:
        asked = "SELECT 1 FROM act_files JOIN contents USING (sha256) WHERE act = ? AND name = ?"
        return not connections.rows(asked, gap.act, gap.where)
    if gap.what not in RECORDED:
        return False
    where = " AND ".join(f"{name} = ?" for name in RECORDED[gap.what])
    return not connections.rows(f"SELECT 1 FROM {gap.what} WHERE {where}", *json.loads(gap.where))


def _gaps(connections: Connections) -> tuple[RecordGap, ...]:
    return (
        *_broken_links(connections),
        *_changed_rows(connections),
        *_changed_kind(connections),
        *_changed_contents(connections),
        *_changed_lines(connections),
        *_changed_tails(connections),
        *_changed_places(connections),
        *_changed_registers(connections),
        *_changed_schema(connections),
    )


def _broken_links(connections: Connections) -> Iterator[RecordGap]:
    expected, number = START, 0
    for row in connections.rows(f"SELECT {COLUMNS} FROM acts ORDER BY number"):
        number += 1
        if row[0] != number or row[7] != expected or act_hash(said_of(row)) != row[8]:
            yield RecordGap(act=int(row[0]), what="chain", where=str(number))
        number, expected = int(row[0]), str(row[8])


def _changed_rows(connections: Connections) -> Iterator[RecordGap]:
    last = {place: (act, digest) for act, place, digest in all_recorded(connections)}
    for table, columns in RECORDED.items():
        for row in connections.named_rows(f"SELECT * FROM {table} WHERE {counts(table)}"):
            place = (table, text_of([row[name] for name in columns]))
            act, digest = last.pop(place, (None, None))
            if digest != row_hash(row):
                yield RecordGap(act=act, what=table, where=place[1])
    for (table, key), (act, digest) in last.items():
        if digest is not None and table not in (FILE, *HISTORIES):
            yield RecordGap(act=act, what=table, where=key)


def _changed_kind(connections: Connections) -> Iterator[RecordGap]:
    """The fact that says which desk's store it is, against what was recorded: no act covers it, it is there before any.

    A unit's chain records whose it is; an office's begins with its founding. Nothing of either says nothing.
    """
    first = connections.rows("SELECT kind FROM acts WHERE number = 1")
    recorded = {place for _, place, digest in all_recorded(connections) if digest is not None}
    unit = ("facts", text_of([UNIT])) in recorded
    office = not unit and (first == [(FOUND,)] or any(table in _OF_OFFICES for table, _ in recorded))
    said = connections.rows("SELECT value FROM facts WHERE key = ?", KIND)
    if (office or unit) and said != [(OFFICE if office else "unit",)]:
        yield RecordGap(act=None, what="facts", where=text_of([KIND]))


def _changed_lines(connections: Connections) -> Iterator[RecordGap]:
    """Lines of the histories that are not what the act after them covered; each line continues the one before."""
    for act, (table, key), digest in all_recorded(connections):
        if table in HISTORIES and lines_hash(connections, table, *_ids(key)) != digest:
            yield RecordGap(act=act, what=table, where=key)
    first, last, count = connections.rows("SELECT min(id), max(id), count(*) FROM history")[0]
    if count and last - first + 1 != count:
        yield RecordGap(act=None, what="history", where=text_of([first, last]))
    for (number,) in connections.rows(
        "SELECT id FROM (SELECT id, before, lag(after) OVER (PARTITION BY kind, period, place ORDER BY id) AS was "
        "FROM history WHERE kind IN ('cell', 'explanation', 'lock')) WHERE before IS NOT was"
    ):
        yield RecordGap(act=None, what="history", where=str(number))


def _changed_tails(connections: Connections) -> Iterator[RecordGap]:
    """Histories whose lines since the last act are not those that were written, or do not reach as far."""
    tails = {table: (last, digest) for table, last, digest in connections.rows("SELECT * FROM tails")}
    for table in HISTORIES:
        first = max((_ids(key)[1] for _, (name, key), _ in all_recorded(connections) if name == table), default=0)
        tail = rolled(connections, table, first, START)
        if tails.get(table) != tail:
            yield RecordGap(act=None, what=table, where=text_of([first + 1, max(tail[0], first + 1)]))


def _changed_places(connections: Connections) -> Iterator[RecordGap]:
    """Places that say something else than the last line of their history."""
    for kind, (table, key, columns) in _WATCHED.items():
        said = ", ".join(f"t.{name}" for name in columns)
        question = _LAST_CELLS.format(said=said, table=table, key=key)
        for period, place, after, *now in connections.rows(question, kind):
            if _line(after, columns) != (tuple(now) if any(one is not None for one in now) else None):
                yield RecordGap(act=None, what=table, where=f"{period} {place}")
        for period, place in connections.rows(_UNTOLD.format(table=table, key=key), kind):
            yield RecordGap(act=None, what=table, where=f"{period} {place}")


def _changed_schema(connections: Connections) -> Iterator[RecordGap]:
    from models.store.file.migrating import foreign_to

    with plain_failures(connections.path):
        names = foreign_to(connections.db)
    if names:
        yield RecordGap(act=None, what=SCHEMA, where=f"{', '.join(names[:3])} ({len(names)})")


def _changed_registers(connections: Connections) -> Iterator[RecordGap]:
    """Parts of registers that are not what the last line of their history left; lines that do not continue another.

    Lines of before version 1 say nothing of what they left, so that the line after them may begin with anything.
    """
    left: dict[str, str | None] = {}
    for number, period, register, part, before, after in connections.rows(
        "SELECT id, period, register, part, before, after FROM register_history ORDER BY id"
    ):
        place = f"{period} {register} {part}"
        was = left.get(place)
        if was is not None and (before is None or was != sha256_of(before)):
            yield RecordGap(act=None, what="register_history", where=str(number))
        left[place] = after
    for period, register, part, content in connections.rows("SELECT period, register, part, content FROM registers"):
        place = f"{period} {register} {part}"
        if left.pop(place, None) != sha256_of(content):
            yield RecordGap(act=None, what="registers", where=place)
    yield from (RecordGap(act=None, what="registers", where=one) for one, digest in left.items() if digest is not None)


def _changed_contents(connections: Connections) -> Iterator[RecordGap]:
    """Kept bytes that are not those of their digest; files of acts that are not listed, or whose bytes are not here."""
    sound = set()
    for digest, size, content in connections.each("SELECT sha256, size, content FROM contents"):
        if sha256_of(content) == digest and len(content) == size:
            sound.add(digest)
        else:
            yield RecordGap(act=None, what="contents", where=str(digest))
    listed = {tuple(row) for row in connections.rows("SELECT act, name, sha256 FROM act_files")}
    said = all_recorded(connections)
    issued = {(act, name, digest) for act, (table, name), digest in said if table == FILE and digest}
    for one in sorted(listed ^ issued | {one for one in issued if one[2] not in sound}):
        yield RecordGap(act=one[0], what=FILE, where=one[1])


def _ids(key: str) -> tuple[int, int]:
    """The first and last id that a recorded part of a history covers; (0, 0) for a key that says none."""
    try:
        first, last = json.loads(key)
        return int(first), int(last)
    except (ValueError, TypeError):
        return 0, 0


def _line(text: str | None, columns: tuple[str, ...]) -> tuple[object, ...] | None:
    """What a line of the history says of a place, None = it is empty since; a line that says nothing is ()."""
    if text is None:
        return None
    try:
        said = json.loads(text)
        return tuple(said[name] for name in columns)
    except (ValueError, KeyError, TypeError):
        return ()


class Comparison:
    """What was found last where the record of one store does not hold; again only after something was written.

    Each thread has its own connection and keeps what it found itself. A large store is not compared in the thread of a
    window: another thread compares it and hands over what it found.
    """

    def __init__(self, connections: Connections, head: Callable[[], tuple[int, str]]) -> None:
        """Compare over opened connections; `head` gives number and hash of the last act."""
        self._connections, self._head = connections, head
        self._found: dict[int, tuple[object, tuple[RecordGap, ...]]] = {}  # by thread: each sees others' writes
        self.altered: tuple[RecordGap, ...] = ()  # what any thread found last; empty also before the first comparison
        self._background = 0  # the thread that must not stand still

    def verified(self) -> tuple[RecordGap, ...]:
        """Return what `verify` finds, again only after something was written by this or another connection."""
        state = self.state()
        if self._found.get(get_ident(), (None, ()))[0] != state:
            self._found[get_ident()] = state, verify(self._connections)
        self.altered = self._found[get_ident()][1]
        return self.altered

    def known_gaps(self) -> tuple[RecordGap, ...]:
        """Return what `verified` does, but in the thread that compares in the background what it found last.

        For what is shown, never for what is issued.
        """
        return self._found.get(get_ident(), (None, ()))[1] if self.is_comparing else self.verified()

    def compare_in_background(self) -> None:
        """Let the calling thread, that of a window, not stand still for a large store: it calls `take_verified`."""
        self._background = get_ident()

    @property
    def is_comparing(self) -> bool:
        """True in the thread of the window while a large store was not yet compared with what it says now."""
        if self._background != get_ident() or self._connections.size < LARGE:
            return False
        return self._found.get(get_ident(), (None, ()))[0] != self.state()

    def take_verified(self, state: object, head: tuple[int, str], gaps: tuple[RecordGap, ...]) -> None:
        """Take over what another thread's `verify` found at a head, as long as the store is in the state of before."""
        if self._head() == head and self.state() == state:
            self._found[get_ident()] = state, gaps
            self.altered = gaps

    def look_over(self) -> None:
        """Compare before something is recorded, so that `altered` tells on what; not again once something was found.

        Not in a transaction, whose rows no act covers yet. Large stores: by a command at its end, a window at rest.
        """
        if not self.altered and self._connections.state is not None and self._connections.size < LARGE:
            self.verified()

    def is_sound_at(self, head: tuple[int, str]) -> bool:
        """Return whether the calling thread has compared the store as it is now, at its head, and the record held."""
        return self._found.get(get_ident()) == ((head, self._connections.data_version()), ())

    def still_sound(self, head: tuple[int, str]) -> None:
        """Note that what was sound before an act of ours is sound behind it, at the head that the act has become."""
        self._found[get_ident()] = (head, self._connections.data_version()), ()

    def state(self) -> object:
        """Return what changes, for the calling thread, with every write of whatever program."""
        return self._head(), self._connections.data_version()
