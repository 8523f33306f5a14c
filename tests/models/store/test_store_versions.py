"""Older and newer store files: brought up to date after a copy, or refused and left alone."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models.basics.errors import AppError, MachineError
from models.store import UnitStore, open_store
from models.store.file import files, schema
from models.store.file.head import HEAD
from tests.models.store.damage import NUMBER, set_version, version_of

ROOT = Path(__file__).resolve().parents[3]


def test_every_step_of_the_schema_is_counted_and_strict(store: UnitStore, tmp_path: Path) -> None:
    store.close()
    assert version_of(tmp_path / files.STORE) == schema.VERSION == len(schema.STEPS)
    with closing(sqlite3.connect(tmp_path / files.STORE)) as db:
        done = [name for (name,) in db.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
        loose = db.execute("SELECT name FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite%'").fetchall()
        real = db.execute(
            "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE c.type LIKE 'REAL'"
        ).fetchall()
    assert done == [name for name, _ in schema.STEPS]
    assert not loose
    assert not real


def test_a_current_store_opens_without_loading_sqlite_utils(store: UnitStore, tmp_path: Path) -> None:
    store.close()
    code = (
        "import sys; from pathlib import Path; from models.store import open_store; "
        "open_store(Path(sys.argv[1])).close(); sys.exit('sqlite_utils' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False).returncode == 0


def test_a_newer_store_is_refused_and_left_alone(store: UnitStore, tmp_path: Path) -> None:
    store.close()
    set_version(tmp_path / files.STORE, schema.VERSION + 1)
    with pytest.raises(AppError, match="store_newer"):
        open_store(tmp_path)
    assert version_of(tmp_path / files.STORE) == schema.VERSION + 1


def test_an_older_store_is_copied_then_brought_up_to_date(
    store: UnitStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    store.close()
    later = (*schema.STEPS, ("s999_later", ("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT",)))
    monkeypatch.setattr(schema, "STEPS", later)
    monkeypatch.setattr(schema, "VERSION", len(later))
    monkeypatch.setattr(files, "VERSION", len(later))
    with UnitStore.open(tmp_path) as upgraded:
        assert upgraded.sheets.cells("2020Q3") == {"Q06.1": NUMBER}
    assert version_of(tmp_path / files.STORE) == len(later)
    (copy,) = (tmp_path / files.BACKUPS).iterdir()
    assert version_of(copy) == len(later) - 1
    UnitStore.open(tmp_path).close()
    assert len(list((tmp_path / files.BACKUPS).iterdir())) == 1


def test_a_step_that_fails_leaves_the_store_as_it_was(
    store: UnitStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    bad = (*schema.STEPS, ("s999_bad", ("CREATE TABLE half (id INTEGER) STRICT", "CREATE TABLE half (id INTEGER)")))
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", bad)
        patched.setattr(schema, "VERSION", len(bad))
        patched.setattr(files, "VERSION", len(bad))
        with pytest.raises(sqlite3.OperationalError):
            UnitStore.open(tmp_path)
    assert version_of(tmp_path / files.STORE) == schema.VERSION
    with closing(sqlite3.connect(tmp_path / files.STORE)) as db:
        assert not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'half'").fetchall()
    UnitStore.open(tmp_path).close()


def test_a_store_that_an_upgrade_would_not_make_like_a_new_one_is_left_as_it_was(
    store: UnitStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    with closing(sqlite3.connect(tmp_path / files.STORE)) as db:
        db.execute("ALTER TABLE carried ADD COLUMN odd TEXT")  # as a step that was changed after its release would
    later = (*schema.STEPS, ("s999_later", ("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT",)))
    monkeypatch.setattr(schema, "STEPS", later)
    monkeypatch.setattr(files, "VERSION", len(later))
    for _ in range(2):  # it is said each time, and nothing is done in between
        with pytest.raises(MachineError, match="store_not_ours"):
            UnitStore.open(tmp_path)
    assert version_of(tmp_path / files.STORE) == len(later) - 1
    with closing(sqlite3.connect(tmp_path / files.STORE)) as db:
        assert not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'later'").fetchall()


def test_an_older_store_in_the_place_of_a_newer_one_is_told(store: UnitStore, tmp_path: Path) -> None:
    older = store.backup(tmp_path / "older.db").read_bytes()
    store.sheets.put_cells("2020Q3", {"Q06.1": NUMBER}, "张三")
    assert not store.acts.noted.is_older()
    store.rest(0)
    store.close()
    (tmp_path / files.STORE).write_bytes(older)
    with UnitStore.open(tmp_path) as again:
        assert again.acts.noted.is_older()
    (tmp_path / HEAD).write_bytes(b"{half")  # cut short: it proves nothing
    with UnitStore.open(tmp_path) as again:
        assert not again.acts.noted.is_older()
