"""What unit and office stores have in common: small facts, plans, settings, transactions, copies."""

import zlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, ParamSpec, Self, TypeVar

from models.basics.errors import AppError, MachineError
from models.store.file.acts import Acts
from models.store.file.backup import copy_store
from models.store.file.connection import Connections, damaged, now_text, time_text
from models.store.file.files import KIND, backup_path, create_file, open_file
from models.store.file.records import Change, PlanRow

P = ParamSpec("P")
R = TypeVar("R")
UNIT = "store.unit"
CURRENT_PLAN = "store.plan"
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


class Part:
    """Some tables of a store, over the store's connections."""

    def __init__(self, connections: Connections) -> None:
        """Work over opened connections."""
        self._connections = connections

    def transaction(self, by: str = "", why: str = "") -> AbstractContextManager[None]:
        """Keep everything written inside together, or nothing of it; other threads wait with their writes."""
        return self._connections.transaction(by, why)

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._connections.rows(sql, *values)

    def _put(self, sql: str, *values: object) -> Change:
        with self.transaction():
            self._connections.write(sql, *values)
        return self._change()

    def _change(self, period: str = "", addresses: tuple[str, ...] = ()) -> Change:
        return Change(period, addresses, self._connections.batch)


class Store(Part):
    """An open store of one workspace folder; safe to use from several threads. Close it, or use it with `with`."""

    kind: ClassVar[str]

    def __init__(self, connections: Connections) -> None:
        """Take over opened connections. Raises AppError("store_other_kind") for the store of the other desk."""
        super().__init__(connections)
        if self.get_value(KIND) != self.kind:
            connections.close()
            raise AppError("store_other_kind", folder=connections.path.parent)
        self.acts = Acts(connections)

    @classmethod
    def create(cls, folder: Path, unit_id: str | None = None) -> Self:
        """Make an empty store in a folder (made if need be) and open it. Raises as `files.create_file`."""
        create_file(folder, {KIND: cls.kind})
        store = cls.open(folder)
        if unit_id:
            store._put_fact(UNIT, unit_id)
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
    def folder(self) -> Path:
        """The workspace folder."""
        return self._connections.path.parent

    def quick_check(self) -> None:
        """Look the file over. Raises MachineError("store_damaged")."""
        self._connections.quick_check()

    def backup(self, target: Path | None = None) -> Path:
        """Write a copy, by default with a new name in the folder of copies; return its path. Raises as `copy_store`."""
        return copy_store(self._connections.db, target or backup_path(self.folder, "copy"))

    def get_value(self, key: str) -> str | None:
        """Return a small fact, None if there is none."""
        found = self._rows("SELECT value FROM facts WHERE key = ?", key)
        return str(found[0][0]) if found else None

    def put_value(self, key: str, text: str) -> Change:
        """Keep a small fact (names, last place). Raises ValueError for the keys of the store itself."""
        if key.startswith(_OWN):
            raise ValueError(key)
        return self._put_fact(key, text)

    def _put_fact(self, key: str, text: str) -> Change:
        return self._put("INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, text)

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
        found = self._rows("SELECT digest, id, version FROM plans ORDER BY at, rowid")
        return tuple(PlanRow(digest=digest, id=id, version=version) for digest, id, version in found)

    def plan_files(self, digest: str) -> Mapping[str, bytes] | None:
        """Return the files of a plan, name → bytes; None when it was never here."""
        found = self._rows("SELECT name, content FROM plan_files WHERE plan = ? ORDER BY name", digest)
        return dict(found) or None

    def current_plan_digest(self) -> str | None:
        """Return the digest of the plan put last, None before the first."""
        return self.get_value(CURRENT_PLAN)

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
        return frozenset(int(version) for (version,) in self._rows("SELECT version FROM settings"))

    def settings_history(self) -> tuple[tuple[str, datetime, str], ...]:
        """Return every version of the settings, the first first: its text, when and by whom it was kept."""
        found = self._rows("SELECT content, at, person FROM settings ORDER BY version")
        return tuple((content, datetime.fromisoformat(at), person) for content, at, person in found)

    def settings_text_of(self, plan: str) -> str | None:
        """Return the text of the latest settings of a plan, by its id; None when nothing was set for it.

        Settings that name no plan are those of the first plan that came here.
        """
        found = self._rows(
            "SELECT content FROM settings WHERE coalesce(json_extract(content, '$.plan'), "
            "(SELECT id FROM plans ORDER BY at, rowid LIMIT 1)) = ? ORDER BY version DESC LIMIT 1",
            plan,
        )
        return str(found[0][0]) if found else None

    def settings_text(self, version: int | None = None) -> str | None:
        """Return the text of a version of the settings, by default the highest; None when it is not here."""
        found = self._rows(
            "SELECT content FROM settings WHERE version = coalesce(?, (SELECT max(version) FROM settings))", version
        )
        return str(found[0][0]) if found else None
