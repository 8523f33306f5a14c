"""What unit and office stores have in common: small facts, plans, settings, transactions, copies."""

import json
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, ParamSpec, Self, TypeVar

from models.basics.canonical import json_text
from models.basics.errors import AppError, MachineError
from models.store.connection.connections import Connections
from models.store.connection.failures import damaged
from models.store.connection.one_thread import now_text, sha256_of, time_text
from models.store.file.acts import Acts
from models.store.file.chain import RecordGap
from models.store.file.files import HANDED, backup_path, copy_store, create_file, is_writable, open_file
from models.store.file.records import Change, PlanRow
from models.store.file.schema import KIND, UNIT, decides, tables_of

P = ParamSpec("P")
R = TypeVar("R")
Made = TypeVar("Made")
CURRENT_PLAN = "store.plan"
_PUT_FACT = "INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
_OWN = "store."  # keys of facts that only the store itself writes


def parsed(read: Callable[P, R]) -> Callable[P, R]:
    """Let a read say "store_damaged" when what stands in the file cannot be what the program wrote there."""

    @wraps(read)
    def guarded(*words: P.args, **more: P.kwargs) -> R:
        try:
            return read(*words, **more)
        except (ValueError, TypeError, LookupError, ArithmeticError, zlib.error) as error:
            part = words[0]
            raise damaged(part._connections.path) from error  # type: ignore[attr-defined]

    return guarded


@contextmanager
def closed_on_failure(connections: Connections) -> Iterator[None]:
    """Close when what opens a store cannot go on: whoever puts a copy in its place must find it free."""
    try:
        yield
    except BaseException:
        connections.close()
        raise


_PLAN_OF_SETTINGS = "coalesce(json_extract(content, '$.plan'), (SELECT id FROM plans ORDER BY at, rowid LIMIT 1))"


class StorePart:
    """Some tables of a store, over the store's connections."""

    def __init__(self, connections: Connections) -> None:
        """Work over opened connections."""
        self._connections = connections

    def transaction(self, by: str = "", why: str = "") -> AbstractContextManager[None]:
        """Keep everything written inside together, or nothing of it; other threads wait with their writes."""
        return self._connections.transaction(by, why)

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._connections.rows(sql, *values)

    def _bytes(self, sql: str, sha256: str, altered: str) -> bytes | None:
        """Return the bytes a question finds by their digest, compared with it; None when they are not here.

        Raises AppError(`altered`) for bytes that are others now.
        """
        found = self._rows(sql, sha256)
        if found and sha256_of(found[0][0]) != sha256:
            raise AppError(altered, 摘要=sha256[:8])
        return bytes(found[0][0]) if found else None

    def _put(self, sql: str, *values: object) -> Change:
        self._write(sql, *values)
        return self._change()

    def _write(self, sql: str, *values: object) -> None:
        """Carry out one statement for one row, in a transaction of its own or as part of the open one.

        SQLite keeps all of a statement or nothing of it: inside another one it needs no savepoint.
        """
        if self._connections.is_open:
            self._connections.write(sql, *values)
        else:
            with self.transaction():
                self._connections.write(sql, *values)

    def _change(self, period: str = "", addresses: tuple[str, ...] = ()) -> Change:
        return Change(period, addresses, self._connections.batch)


class Store(StorePart):
    """An open store of one workspace folder; safe to use from several threads. Close it, or use it with `with`."""

    kind: ClassVar[str]

    def __init__(self, connections: Connections) -> None:
        """Take over opened connections. Raises AppError("store_other_kind") for the store of the other desk."""
        super().__init__(connections)
        self._kept: dict[str, tuple[object, Any]] = {}
        with closed_on_failure(connections):
            if self.get_value(KIND) != self.kind:
                raise AppError("store_other_kind", folder=connections.path.parent)
            self.acts = Acts(connections)
            self._keep_from_writing(self.get_value(HANDED))

    @classmethod
    def create(cls, folder: Path, unit_id: str | None = None) -> Self:
        """Make an empty store in a folder (made if need be) and open it. Raises as `files.create_file`."""
        create_file(folder, {KIND: cls.kind})
        store = cls.open(folder)
        try:
            if unit_id:
                store._put_fact(UNIT, unit_id)
        except BaseException:
            store.close()  # a full disk: whoever tries again must find it free
            raise
        return store

    @classmethod
    def open(cls, folder: Path, *, checked: bool = True) -> Self:
        """Open the store of a folder. Raises as `files.open_file`, and AppError("store_other_kind")."""
        return cls(open_file(folder, checked=checked))

    def close(self) -> None:
        """Close the store and give its lock back."""
        self._connections.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the store."""
        self.close()

    def damaged(self) -> MachineError:
        """Return the failure of a store whose content cannot be what the program kept there."""
        return damaged(self._connections.path)

    @property
    def wrote(self) -> bool:
        """True once something was kept since it was opened."""
        return self._connections.wrote

    @property
    def state(self) -> tuple[int, int] | None:
        """What changes with every write to the store: a key for what is computed from it; None = keep nothing."""
        return self._connections.state

    def kept(self, name: str, tables: Sequence[str], make: Callable[[], Made]) -> Made:
        """Return what `make` read from some tables, reading them again only when somebody may have written there."""
        changes = self._connections.changes(tables)
        known = self._kept.get(name)
        if known is None or known[0] != changes:
            known = self._kept[name] = changes, make()
        made: Made = known[1]
        return made

    @property
    def read_only(self) -> bool:
        """True when it can only be read: its disk is full or may not be written, or it was handed over."""
        return self._connections.read_only or self._connections.refusal is not None

    def could_be_written(self) -> bool:
        """True for a store that was opened to be read only, because of its disk, which would let it be written now."""
        return self._connections.read_only and not self.closed and is_writable(self.folder)

    @property
    def folder(self) -> Path:
        """The workspace folder."""
        return self._connections.path.parent

    @property
    def closed(self) -> bool:
        """True once it was closed."""
        return self._connections.closed

    def be_quick(self) -> None:
        """Let the calling thread, that of a window, never stand still.

        It waits a moment only for a store that another program holds; a large record is compared in another thread.
        """
        self._connections.be_quick()
        self.acts.comparison.compare_in_background()

    def rest(self, seconds: float) -> bool:
        """When nothing was written for so long, make the file whole by itself and note how far it reaches.

        Raises MachineError; True = it was done.
        """
        touched = self._connections.touched
        if not touched or time.monotonic() - touched < seconds:
            return False
        self._connections.rest()
        self.acts.noted.note()
        return True

    def verify_apart(self) -> tuple[tuple[int, str], tuple[RecordGap, ...]]:
        """Return the head of the chain and what `Acts.verify` finds; see `apart`. Raises as any read."""
        with self.apart() as other:
            return other.acts.head(), other.acts.verify()

    @contextmanager
    def apart(self) -> Iterator[Self]:
        """Yield the same store over connections that nothing else has a part in, to be read.

        For a thread in the background: the store may be closed meanwhile.
        """
        with type(self)(Connections(self._connections.file, None)) as other:
            yield other

    def require_here(self) -> None:
        """Raise MachineError("store_gone"), "store_away" when the file is not in its place any more."""
        if not self.read_only:
            self._connections.require_here()

    def require_saved(self) -> None:
        """Save what waits to be saved. Raises MachineError; nothing ever waits for a store that holds nothing back."""

    def quick_check(self) -> None:
        """Look the file over. Raises MachineError("store_damaged")."""
        self._connections.quick_check()

    def backup(self, target: Path | None = None) -> Path:
        """Write a copy, by default with a new name in the folder of copies; return its path. Raises as `copy_store`."""
        return copy_store(self._connections.to_copy, target or backup_path(self.folder, "copy"))

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        if table not in tables_of(self._connections.db):
            raise ValueError(table)
        return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])

    def get_value(self, key: str) -> str | None:
        """Return a small fact, None if there is none."""
        found = self._rows("SELECT value FROM facts WHERE key = ?", key)
        return str(found[0][0]) if found else None

    def get_text(self, key: str) -> str:
        """Return a small fact, "" if there is none."""
        return self.get_value(key) or ""

    def put_value(self, key: str, text: str) -> Change:
        """Keep a small fact (names, last place). Raises ValueError for the keys of the store itself."""
        if key.startswith(_OWN):
            raise ValueError(key)
        if self.read_only and not decides(key):  # where somebody was last is not worth a refusal
            return Change()
        return self._put_fact(key, text)

    def remember(self, key: str, text: str) -> None:
        """Keep where somebody was last; a store that another program holds, or a full disk, is no reason to refuse.

        Nobody would miss it, so that it needs no copy. Raises ValueError for a fact that decides.
        """
        if decides(key) or key.startswith(_OWN):
            raise ValueError(key)
        if self.read_only:
            return
        try:
            with self._connections.transaction(trace=False):
                self._connections.write(_PUT_FACT, key, text)
        except MachineError as error:
            if error.code not in ("store_busy", "disk_full"):
                raise

    def put_handed(self, to: str, at: str) -> None:
        """Note to whom the workspace was handed over, and when: from now on it is read only; "" lets it be written."""
        self._connections.refusal = None
        said = json_text({"to": to, "at": at}) if to else ""
        self._put_fact(HANDED, said)

    def note_handed(self) -> None:
        """Keep from writing what `put_handed` has noted; once the act it is part of is done."""
        self._keep_from_writing(self.get_value(HANDED))

    def _keep_from_writing(self, said: str | None) -> None:
        found = json.loads(said) if said else None
        command = f"{self.kind} resume"
        self._connections.refusal = (
            AppError("handed_over", 接收人=found["to"], 日=found["at"][:10], 命令=command) if found else None
        )

    @property
    def handed_over(self) -> AppError | None:
        """What says to whom the workspace was handed over; None while it is ours."""
        return self._connections.refusal

    def allow_writing(self) -> None:
        """Let a workspace that was handed over be written, for the act that takes it up again."""
        self._connections.refusal = None

    def _put_fact(self, key: str, text: str) -> Change:
        return self._put(_PUT_FACT, key, text)

    def put_plan(
        self, digest: str, id: str, version: str, files: Mapping[str, bytes], *, current: bool = True
    ) -> Change:
        """Keep a plan's files under its digest, and make it the current one if asked; one that is here stays as it is.

        The first plan of a store is current whatever is asked.
        """
        with self.transaction():
            if not self._rows("SELECT 1 FROM plans WHERE digest = ?", digest):
                self._connections.write("INSERT INTO plans VALUES (?, ?, ?, ?)", digest, id, version, now_text())
                named = ((digest, name, content) for name, content in files.items())
                self._connections.write_all("INSERT INTO plan_files VALUES (?, ?, ?)", named)
            if current or self.current_plan_digest() is None:
                return self._put_fact(CURRENT_PLAN, digest)
        return self._change()

    def plans(self) -> tuple[PlanRow, ...]:
        """Return every version of every plan that is here, in the order they were first kept."""

        def read() -> tuple[PlanRow, ...]:
            found = self._rows("SELECT digest, id, version FROM plans ORDER BY at, rowid")
            return tuple(PlanRow(digest=digest, id=id, version=version) for digest, id, version in found)

        return self.kept("every plan", ("plans",), read)

    def plan_files(self, digest: str) -> Mapping[str, bytes] | None:
        """Return the files of a plan, name → bytes; None when it was never here."""
        found = self._rows("SELECT name, content FROM plan_files WHERE plan = ? ORDER BY name", digest)
        return dict(found) or None

    def current_plan_digest(self) -> str | None:
        """Return the digest of the plan put last, None before the first."""
        return self.kept("current plan", ("facts",), lambda: self.get_value(CURRENT_PLAN))

    def put_settings(self, version: int, json_text: str, at: datetime, by: str) -> Change:
        """Keep a version of the settings; the same text again is harmless.

        Raises AppError("settings_clash") when the version is here with another text: returns name it by its number.
        """
        with self.transaction(by):
            here = self.settings_text(version)
            if here not in (None, json_text):
                raise AppError("settings_clash", version=version)
            if here is None:
                row = version, json_text, time_text(at), by
                self._connections.write("INSERT INTO settings VALUES (?, ?, ?, ?)", *row)
        return self._change()

    def settings_versions(self) -> frozenset[int]:
        """Return the versions of the settings that are here."""

        def read() -> frozenset[int]:
            return frozenset(int(version) for (version,) in self._rows("SELECT version FROM settings"))

        return self.kept("versions of settings", ("settings",), read)

    @parsed
    def settings_history(self, plan: str | None = None) -> tuple[tuple[str, datetime, str], ...]:
        """Return every version of the settings, the first first: its text, when and by whom it was kept.

        `plan`: only those of this plan, by its id, as `settings_text_of` tells them apart.
        """
        found = self._rows(
            f"SELECT content, at, person FROM settings WHERE ?1 IS NULL OR {_PLAN_OF_SETTINGS} = ?1 ORDER BY version",
            plan,
        )
        return tuple((content, datetime.fromisoformat(at), person) for content, at, person in found)

    def settings_text_of(self, plan: str) -> str | None:
        """Return the text of the latest settings of a plan, by its id; None when nothing was set for it.

        Settings that name no plan are those of the first plan that came here.
        """
        found = self._rows(
            f"SELECT content FROM settings WHERE {_PLAN_OF_SETTINGS} = ? ORDER BY version DESC LIMIT 1",
            plan,
        )
        return str(found[0][0]) if found else None

    def settings_text(self, version: int | None = None) -> str | None:
        """Return the text of a version of the settings, by default the highest; None when it is not here."""
        found = self._rows(
            "SELECT content FROM settings WHERE version = coalesce(?, (SELECT max(version) FROM settings))", version
        )
        return str(found[0][0]) if found else None
