"""Migrating: a store gets the tables that `schema` says, or nothing of it changes; what it has besides is named.

Loaded where a store is made, is of an older version, or is compared with a new one: not by a start.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from models.store.file import schema

if TYPE_CHECKING:
    from sqlite_utils import Database

SET = "tanbao"  # name of the migration set inside the file


def adopt_first(db: sqlite3.Connection) -> bool:
    """Bring a store of BEFORE_FIRST to version 1, in one transaction; one that was brought there already stays so.

    What its registers say now is written into their history, so that it can be compared from then on. False = it would
    not be the schema of a new store, and nothing was changed.
    """
    first = (SET, schema.STEPS[0][0])
    if db.execute("SELECT 1 FROM _sqlite_migrations WHERE migration_set = ? AND name = ?", first).fetchone():
        return True

    def adopt() -> None:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("ALTER TABLE register_history ADD COLUMN after TEXT")
        for statement in schema.STEPS[0][1]:
            if statement.startswith("CREATE TRIGGER "):
                db.execute(statement)
        db.execute(
            "INSERT INTO register_history (at, person, why, batch, period, register, part, before, after) "
            "SELECT store_at(), '', 'adopt', '', period, register, part, content, store_sha256(content) FROM registers"
        )
        db.execute("DELETE FROM _sqlite_migrations")
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, '')", first)

    return _in_one(db, adopt, _wanted(schema.STEPS[:1]))


def migrate(db: sqlite3.Connection) -> bool:
    """Bring the schema of a store to the last step, in one transaction; the caller sets the version when all is done.

    False = it would not be the schema of a new store, and nothing was changed. Imports sqlite-utils, so call it only
    when it is needed.
    """
    return _in_one(db, lambda: _apply(db, schema.STEPS), _wanted(schema.STEPS))


@cache
def _wanted(steps: schema.Steps) -> frozenset[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for _, statements in steps:
            for statement in statements:
                fresh.execute(statement)
        return frozenset(schema_of(fresh))


def _in_one(db: sqlite3.Connection, change: Callable[[], None], wanted: frozenset[tuple[str, str, str]]) -> bool:
    """Change a schema in one transaction, and only to what is wanted."""
    db.execute("BEGIN IMMEDIATE")
    try:
        change()
        same = schema_of(db) == wanted
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT" if same else "ROLLBACK")
    return same


def schema_of(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Return kind, name and words of everything a store's schema has, white space apart."""
    found = db.execute(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema "
        "WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> '_sqlite_migrations'"
    )
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in found}


def foreign_to(db: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of what a new store has and this one has not, has otherwise, or has besides; () = the same."""
    return tuple(sorted({name for _, name, _ in schema_of(db) ^ _wanted(schema.STEPS)}))


def _apply(db: sqlite3.Connection, wanted: schema.Steps) -> None:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations(SET)
    for name, statements in wanted:
        steps(name=name)(_step(statements))
    # recursive_triggers would stay switched on for this connection and fire the history twice
    steps.apply(Database(db, recursive_triggers=False, execute_plugins=False, strict=True))


def _step(statements: tuple[str, ...]) -> Callable[["Database"], None]:
    def step(db: "Database") -> None:
        # not executescript: that commits first and would break the step's transaction in two
        for statement in statements:
            db.execute(statement)

    return step
