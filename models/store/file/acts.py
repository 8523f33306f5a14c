"""Acts: the one chained, append-only table of everything that was ever recorded or issued.

An act is one transaction and one row: who, when, why, what kind, and the SHA-256 of each row and file it wrote. The
row's own hash covers all of that and the hash of the row before it, so that nothing behind the head can be altered,
left out or put in without every later hash changing; the head stands on papers that leave the house. Which rows count
is said once, by `schema.RECORDED`: triggers tell the open transaction, so that no write can forget it. A transaction
that wrote such rows and was not opened by `models.workspace.act.act` becomes an act of the kind "write".
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from models.basics.records import dataclass
from models.store.connection.connections import Connections
from models.store.connection.one_thread import sha256_of
from models.store.file.chain import (
    COLUMNS,
    FILE,
    HISTORIES,
    LOST,
    START,
    ActFile,
    ActRow,
    RecordGap,
    act_row,
    all_recorded,
    counts,
    covered,
    lines_hash,
    rolled,
    row_hash,
    text_of,
    write_row,
)
from models.store.file.head import NotedHead
from models.store.file.schema import RECORDED
from models.store.file.verifying import Comparison, is_lost, verify
from models.system.files import path_text

WRITE, ADOPT = "write", "adopt"  # kinds of acts that nobody described
CAME = ""  # folder of a file that came and was kept: it is written only when somebody asks for it
PACK = "pack"  # the kind of act that lets a plan out of the house


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
        self.comparison = Comparison(connections, self.head)
        self.noted = NotedHead(connections, self.head, self.hash_of)
        connections.before_commit = self._append
        connections.after_commit = self._committed
        connections.after_undo = self._forget
        self._appended = self._many = False
        self._sound: tuple[int, str] | None = None  # the head of a record that is sound with the act that was written
        self._covered: dict[str, tuple[tuple[int, str], int]] = {}  # history → head of the chain, line covered there

    @contextmanager
    def many(self) -> Iterator[None]:
        """Bring many acts to the disk several at a time, and note once, at the end, how far the store reaches then.

        Of what was done inside, nothing may be told before it has ended.
        """
        try:
            self._many = True
            with self._connections.gathered():
                yield
        finally:
            self._many = False
            self._note_new_head()

    def settle(self) -> None:
        """Bring what `many` has gathered to the disk. Raises MachineError: then none of that is kept."""
        self._connections.settle()

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
        self._open = mine = _Open(kind=kind, about=about, files=[])
        try:
            yield mine
        except BaseException:
            if self._open is mine:
                self._open = None
            raise

    def keep_file(self, name: str, content: bytes, folder: Path | None) -> None:
        """Keep the bytes of a file the open act issues into a folder; None = of one that came, which is not written."""
        if self._open is None:
            raise RuntimeError("a file outside of an act")
        digest = self.keep(content)
        # a name that is no text cannot be kept as one
        place = str(folder).encode(errors="backslashreplace").decode() if folder else CAME
        self._open.files.append((name, digest, place))

    def keep(self, content: bytes) -> str:
        """Keep bytes once and return their SHA-256; for use inside a transaction."""
        digest = hashlib.sha256(content).hexdigest()
        self._connections.write(
            "INSERT INTO contents VALUES (?, ?, ?) ON CONFLICT DO NOTHING", digest, len(content), content
        )
        return digest

    def content(self, sha256: str) -> bytes | None:
        """Return kept bytes, None when they are not here, or are not those of that digest any more."""
        found = self._connections.rows("SELECT content FROM contents WHERE sha256 = ?", sha256)
        return bytes(found[0][0]) if found and sha256_of(found[0][0]) == sha256 else None

    def _append(self) -> None:
        """Write the act's row; called by every transaction just before it is committed."""
        said, self._open = self._open, None
        self._sound = None
        touched = self._connections.recorded
        if said is None and not touched:
            self._roll_tails()
            return
        said = said or _Open(kind=WRITE, about={}, files=[])
        before = self.head()
        sound = self.comparison.is_sound_at(before)
        made = self._write_act(said, self._recorded(said, before), before)
        self._covered = {table: (made, last) for table, (_, last) in self._covered.items()}
        said.number = made[0]
        self._sound = made if sound else None
        self._appended = True

    def _recorded(self, said: _Open, head: tuple[int, str]) -> list[list[str | None]]:
        """What the act after a head covers, as [table or kind, which, SHA-256]: rows, lines of histories, files."""
        quiet = self._covers_all(head)
        if not quiet:
            self._roll_tails()
        touched = sorted(self._connections.recorded)
        rows = [[table, key, self._row_hash(table, key) if table != LOST else None] for table, key in touched]
        lines = [] if quiet else self._new_lines(head)
        files: list[list[str | None]] = [[FILE, name, digest] for name, digest, _ in sorted(said.files)]
        return [*rows, *lines, *files]

    def _write_act(
        self, said: _Open, recorded: Sequence[Sequence[str | None]], head: tuple[int, str]
    ) -> tuple[int, str]:
        """Write the act after a head, and which files it issues; return its number and hash: the next head."""
        number, before = head[0] + 1, head[1]
        at, person, why = self._connections.author()
        row = {
            "number": number,
            "at": at,
            "person": person,
            "kind": said.kind,
            "why": why,
            "about": dict(said.about),
            "recorded": recorded,
            "before": before,
        }
        made = write_row(self._connections, row)
        self._connections.write_all(
            "INSERT INTO act_files VALUES (?, ?, ?, ?, ?, ?)",
            [(number, place, *file, file[-1] == CAME) for place, file in enumerate(said.files)],
        )
        return number, made

    def _covers_all(self, head: tuple[int, str]) -> bool:
        """True when acts up to the head cover every line of the histories: nothing was written there since."""
        last = {table: line for table, (at, line) in self._covered.items() if at == head}
        if last.keys() != set(HISTORIES):
            return False
        reach = ", ".join(f"(SELECT coalesce(max(id), 0) FROM {table})" for table in last)
        return self._connections.rows(f"SELECT {reach}") == [tuple(last.values())]

    def _covered_at(self, head: tuple[int, str], table: str) -> int:
        """The last line of a history that an act up to the head covers; looked for once, then known from act to act."""
        known = self._covered.get(table)
        return covered(self._connections, table) if known is None or known[0] != head else known[1]

    def _new_lines(self, head: tuple[int, str]) -> list[list[str | None]]:
        """The lines of the histories that no act covers yet, as [table, "[first, last]", SHA-256].

        Their tail ends with that, unless they are not the lines it was made of: then it stays, and stays a gap.
        """
        found: list[list[str | None]] = []
        tails = {table: (last, digest) for table, last, digest in self._connections.rows("SELECT * FROM tails")}
        for table in HISTORIES:
            before = self._covered_at(head, table)
            last, digest = rolled(self._connections, table, before, START)
            self._covered[table] = head, last
            if last == before:
                continue
            lines = lines_hash(self._connections, table, before + 1, last)
            found.append([table, text_of([before + 1, last]), lines])
            if tails.get(table) == (last, digest):
                self._connections.write("UPDATE tails SET hash = ? WHERE history = ?", START, table)
        return found

    def _roll_tails(self) -> None:
        """Let the tail of each history cover the lines of this transaction.

        A tail that was taken away stays away, one that misses lines of before stays behind: both are gaps.
        """
        for table, after, before in self._connections.rows("SELECT history, last, hash FROM tails"):
            batches = self._connections.rows(f"SELECT DISTINCT batch FROM {table} NOT INDEXED WHERE id > ?", after)
            if batches == [(self._connections.batch,)]:
                last, digest = rolled(self._connections, table, after, before)
                self._connections.write("UPDATE tails SET last = ?, hash = ? WHERE history = ?", last, digest, table)

    def begin_tails(self) -> None:
        """Cover the lines of before there were tails; while the schema is brought up to date only."""
        for table in HISTORIES:
            tail = rolled(self._connections, table, covered(self._connections, table), START)
            self._connections.db.execute("UPDATE tails SET last = ?, hash = ? WHERE history = ?", (*tail, table))

    def _forget(self) -> None:
        """Of a transaction that was not kept nothing is said with the next one."""
        self._open = self._sound = None

    def _committed(self) -> None:
        """What was compared and holds still does after an act of ours: nothing of it need be read again."""
        if self._sound is not None:
            self.comparison.still_sound(self._sound)
            self._sound = None
        self._note_new_head()

    def _note_new_head(self) -> None:
        if self._appended and not self._many:
            self._appended = False
            self.noted.note()

    def _row_hash(self, table: str, key: str) -> str | None:
        row = self.row_named(table, json.loads(key))
        return row_hash(row) if row is not None else None

    def row_named(self, table: str, key: Sequence[object]) -> dict[str, object] | None:
        """Return a row of a table under `schema.RECORDED` by the columns that name it, None when it is not here."""
        where = " AND ".join(f"{name} = ?" for name in RECORDED[table])
        return next(self._connections.named_rows(f"SELECT * FROM {table} WHERE {where}", *key), None)

    def paper_named(self, digest: str) -> dict[str, object]:
        """Return unit, period and revision of a return, of its own row or of one that tells of it; {} = of none."""
        for table, unit in (("papers", "unit"), ("returns", "NULL"), ("receptions", "unit")):
            question = f"SELECT {unit} AS unit, period, revision FROM {table} WHERE digest = ? AND period <> ''"
            for row in self._connections.named_rows(question, digest):
                return row
        return {}

    def evidence_names(self, sha256: str) -> tuple[str, ...]:
        """Return the names under which a file of evidence was attached."""
        return tuple(
            str(name)
            for (name,) in self._connections.rows("SELECT DISTINCT name FROM attachments WHERE sha256 = ?", sha256)
        )

    def first_line(self, history: str, first: int, last: int) -> dict[str, str] | None:
        """Return period, place, at, person of the first line of a history between two ids; None when none is here."""
        place = "place" if history == "history" else "register"
        found = self._connections.named_rows(
            f"SELECT period, {place} AS place, at, person FROM {history} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1",
            first,
            last,
        )
        return next(({name: str(value) for name, value in row.items()} for row in found), None)

    def told(self, number: int) -> dict[str, str]:
        """Return kind, at, person and about (JSON) of an act as they stand there, believed or not; {} = it is gone."""
        found = self._connections.named_rows("SELECT kind, at, person, about FROM acts WHERE number = ?", number)
        return next(({name: str(value) for name, value in row.items()} for row in found), {})

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last act; (0, START) before the first."""
        found = self._connections.rows("SELECT number, hash FROM acts ORDER BY number DESC LIMIT 1")
        return (int(found[0][0]), str(found[0][1])) if found else (0, START)

    def rows(self, kind: str | None = None) -> tuple[ActRow, ...]:
        """Return every act, or those of one kind, oldest first. Raises ValueError for a row that says no act."""
        found = self._connections.rows(
            f"SELECT {COLUMNS} FROM acts WHERE kind = coalesce(?, kind) ORDER BY number", kind
        )
        return tuple(act_row(row) for row in found)

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
            self._connections.write("INSERT INTO stages VALUES (?, ?)", token, path_text(folder))

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
        """Record, as one act, the rows that no act tells of: they came from a schema that did not record them."""
        known = {place for _, place, _ in all_recorded(self._connections)}
        untold = [
            (table, text_of(list(row)))
            for table, columns in RECORDED.items()
            for row in self._connections.rows(f"SELECT {', '.join(columns)} FROM {table} WHERE {counts(table)}")
            if (table, text_of(list(row))) not in known
        ]
        if untold:
            with self._connections.transaction(), self.describe(ADOPT, {}):
                for place in untold:
                    self._connections.record(*place)

    def note_lost(self, gaps: Sequence[RecordGap]) -> None:
        """Record, in the open act, gaps of a rescued store that are lost for good: they are told there, once."""
        for gap in gaps:
            if is_lost(self._connections, gap):
                self._connections.record(LOST, text_of([gap.act, gap.what, gap.where]))

    def verify(self) -> tuple[RecordGap, ...]:
        """Compare the chain with itself and everything recorded with what is here; empty = the record holds.

        Reads every content once (about 300 MB a second); writes nothing.
        """
        return verify(self._connections)
