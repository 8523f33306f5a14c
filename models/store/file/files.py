"""The store file of a workspace folder: making it, opening it, keeping a copy before it is changed.

A new file gets its name only when it is complete. Opening takes the lock, refuses a file of a newer program, copies one
of an older program before it is brought up to date, and looks the file over.
"""

import errno
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from models.basics.errors import AppError, MachineError
from models.basics.period import PLAN_ZONE
from models.store.connection.connections import Connections
from models.store.connection.failures import BACKUPS, damaged, plain_failures
from models.store.connection.lock import LOCK, StoreLock
from models.store.connection.one_thread import connect, sha256_of
from models.store.file.acts import Acts
from models.store.file.disk import PREFIX, SUFFIX, make_private
from models.store.file.head import HEAD
from models.store.file.schema import APPLICATION, BEFORE_FIRST, TAILED, VERSION
from models.system.files import is_too_long, make_private_folder, on_windows, rename, sync

HANDED = "handed_over"  # fact: to whom and when, as JSON; "" = to nobody
STORE = "tanbao.db"
_TRIED = 64 * 1024  # bytes that are written to see whether a disk takes them
LEAST_FREE = 2 * 1024 * 1024  # bytes a disk must have free: the log of a store and its index are made anew
BESIDE = 60  # signs: what lies in a workspace has a path so much longer than its store's (a journal of a copy)


def refuse_long(folder: Path) -> None:
    """Raise MachineError("path_too_long") for a folder in which the system cannot name what a workspace holds."""
    if is_too_long(folder / STORE, BESIDE):
        raise MachineError("path_too_long", folder=folder)


def create_file(folder: Path, facts: Mapping[str, str]) -> None:
    """Make the store file of a folder, with its first facts.

    Raises AppError("store_exists") if there is one, MachineError("path_too_long").
    """
    refuse_long(folder)
    make_private_folder(folder)
    path = folder / STORE
    lock = StoreLock(folder / LOCK)
    try:
        if path.exists():
            raise AppError("store_exists", folder=folder)
        rough = folder / (STORE + ".part")
        rough.unlink(missing_ok=True)
        with plain_failures(path):
            _build(rough, facts)
        sync(rough)
        rename(rough, path)
        sync(folder)
    finally:
        lock.release()


def _build(rough: Path, facts: Mapping[str, str]) -> None:
    make_private(rough)
    build_empty(rough, facts)


def build_empty(path: Path, facts: Mapping[str, str] | None = None) -> None:
    """Give an empty file the tables of a store, and its first facts, which are no act."""
    from models.store.file.migrating import migrate

    # the rollback journal: the file must be whole by itself when it is renamed
    with closing(connect(path, shared=True)) as db:
        db.create_function("store_recorded", 2, lambda *_: None)
        db.create_function("store_sha256", 1, sha256_of)
        migrate(db)
        _mark(db)
        db.executemany("INSERT INTO facts VALUES (?, ?)", (facts or {}).items())


def open_file(folder: Path, *, checked: bool = True) -> Connections:
    """Open the store file of a folder; `checked` False leaves `quick_check` to the caller (a worker, at start-up).

    A full or write-protected disk opens it for reading, from a copy elsewhere (`Connections.read_only`). Raises
    AppError store_missing, store_in_use, store_newer; MachineError store_damaged, store_not_ours and the like; OSError.
    """
    path = folder / STORE
    if not path.exists():
        raise AppError("store_missing", folder=folder)
    _keep_to_owner(folder)
    try:
        lock = StoreLock(folder / LOCK)
        try:
            connections = Connections(path, lock)
        except BaseException:
            lock.release()
            raise
        return _looked_over(connections, checked=checked)
    except (MachineError, OSError) as error:
        if not _unwritable(error):
            raise
        apart = _copy_apart(path)
        if apart is None:
            raise
    return _looked_over(Connections(path, None, apart), checked=True)


def _keep_to_owner(folder: Path) -> None:
    """Take from others what an older version, a copy or a careless mask has left them; best effort.

    The folder itself may be somebody's choice (a home, a share): others lose only the right to replace what is in it.
    The write-ahead log takes over what the store has.
    """
    ours = [folder / f"{STORE}{side}" for side in ("", "-wal", "-shm")]
    ours += [folder / HEAD, folder / LOCK, *(folder / BACKUPS).rglob("*"), folder / BACKUPS]
    for path in [] if on_windows() else [one for one in ours if not one.is_symlink()]:
        with suppress(OSError):  # not there, or a disk we may only read
            if path.stat().st_mode & 0o077:
                path.chmod(0o700 if path.is_dir() else 0o600)
    with suppress(OSError):
        mode = folder.stat().st_mode
        if not on_windows() and mode & 0o022 and not mode & stat.S_ISVTX:
            folder.chmod(stat.S_IMODE(mode) & ~0o022)


def _looked_over(connections: Connections, *, checked: bool) -> Connections:
    try:
        if connections.path.stat().st_size == 0:  # ours get their name only when they are complete
            raise damaged(connections.path)
        _bring_up_to_date(connections)
        if checked:
            connections.quick_check()
    except BaseException:
        connections.close()
        raise
    return connections


def _unwritable(error: MachineError | OSError) -> bool:
    """True when the disk is full or may not be written: then there is still something to be read."""
    if isinstance(error, MachineError):
        return error.code in ("disk_full", "store_read_only")
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


def is_writable(folder: Path) -> bool:
    """True when the store of a folder could be opened to be written: its disk lets us, has room and takes some bytes.

    A quota or a dying disk shows room, and takes none.
    """
    try:
        with (folder / STORE).open("r+b"):
            if shutil.disk_usage(folder).free < LEAST_FREE:
                return False
        with tempfile.NamedTemporaryFile(dir=folder, prefix=PREFIX, suffix=SUFFIX) as tried:
            tried.write(bytes(_TRIED))
            tried.flush()
            os.fsync(tried.fileno())
        return True
    except OSError:
        return False


def _copy_apart(path: Path) -> Path | None:
    """Copy a store with its write-ahead log to a temporary folder and return the copy, None when there is no room.

    Read where it lies it would show the figures of before the log.
    """
    place = Path(tempfile.mkdtemp(prefix="tanbao-"))
    try:
        for side in ("", "-wal"):
            source = path.with_name(path.name + side)
            if source.exists():
                shutil.copyfile(source, place / source.name)
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        return None
    return place / path.name


def _bring_up_to_date(connections: Connections) -> None:
    application, version = _application_of(connections), _not_newer(connections, VERSION, BEFORE_FIRST)
    if version == 0 or application not in (0, APPLICATION):  # a database, but none of ours
        raise damaged(connections.path)
    if application == 0 and version != BEFORE_FIRST:
        raise AppError("store_before_release", folder=connections.path.parent)
    if application == 0 or version < VERSION:
        from models.store.file.migrating import adopt_first, migrate

        if not connections.read_only:
            copy_store(connections.db, backup_path(connections.path.parent, f"v{version}"))
        with plain_failures(connections.path):
            first = application == 0
            if (first and not adopt_first(connections.db)) or not migrate(connections.db):
                raise MachineError("store_not_ours", path=connections.path, folder=connections.path.parent)
            acts = Acts(connections)
            if first or version < TAILED:
                acts.begin_tails()
            if first and not connections.read_only:
                acts.adopt()
            _mark(connections.db)  # last: cut short, all of it is done again


def _mark(db: sqlite3.Connection) -> None:
    """Note whose file it is and which version, both or neither."""
    db.execute("BEGIN IMMEDIATE")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")


def copy_store(db: sqlite3.Connection, target: Path) -> Path:
    """Write a consistent copy of an open store to `target`, replacing what is there; return its path.

    VACUUM INTO a temporary name, look it over, bring it to the disk, rename: a copy that has its
    name is whole. Raises MachineError for a full disk or a damaged store, OSError for the folder.
    """
    make_private_folder(target.parent)
    rough = target.with_name(target.name + ".part")
    _sweep_copy(rough)
    try:
        make_private(rough)  # VACUUM INTO writes into an empty file and leaves its mode
        _write_copy(db, rough, target)
        look_over(rough, target)
        sync(rough)
        rename(rough, target)
    finally:
        _sweep_copy(rough)
    sync(target.parent)
    return target


def _write_copy(db: sqlite3.Connection, rough: Path, target: Path) -> None:
    """Write the copy; what is damaged then is the store it is made of, not the copy."""
    try:
        with plain_failures(target):
            db.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(rough),))  # a folder's name need not be text
    except MachineError as error:
        if not error.code.startswith("store_damaged"):
            raise
        (source,) = db.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'").fetchone()
        raise damaged(Path(os.fsdecode(source))) from error


def _sweep_copy(rough: Path) -> None:
    """Remove a copy that was cut short, and the journal of its making."""
    for path in (rough, rough.with_name(f"{rough.name}-journal")):
        path.unlink(missing_ok=True)


def look_over(rough: Path, target: Path) -> None:
    """Raise MachineError("store_damaged"), naming `target`, when a file is no whole store."""
    with plain_failures(target), closing(sqlite3.connect(f"{rough.resolve().as_uri()}?immutable=1", uri=True)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged(target)


def backup_path(folder: Path, mark: str) -> Path:
    """Return a name nobody has yet in the folder of copies: the mark and the time stand in it."""
    stamp = datetime.now(PLAN_ZONE).strftime("%Y%m%d-%H%M%S")
    names = (f"tanbao-{mark}-{stamp}{'' if number == 1 else f'-{number}'}.db" for number in range(1, 1000))
    return next(path for name in names if not os.path.lexists(path := folder / BACKUPS / name))


def _application_of(connections: Connections) -> int:
    """Return whose file it says it is; 0 = nobody's, as before version 1."""
    return int(connections.rows("PRAGMA application_id")[0][0])


def _not_newer(connections: Connections, known: int, before: int) -> int:
    """Return the schema version of the file; up to `before` where it says of nobody whose it is.

    Raises AppError("store_newer") when it is above.
    """
    version = int(connections.rows("PRAGMA user_version")[0][0])
    if version > (known if _application_of(connections) else before):
        raise AppError("store_newer", folder=connections.path.parent, version=version, known=known)
    return version


def beginning_of(path: Path) -> str | None:
    """Return the hash of the first act in the store file of another folder, which is not changed or locked.

    None when it cannot be read, has no act, or was handed over.
    """
    with (
        suppress(OSError, sqlite3.Error),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db,
    ):
        found = db.execute("SELECT hash FROM acts WHERE number = 1").fetchone()
        handed = db.execute("SELECT value FROM facts WHERE key = ? AND value <> ''", (HANDED,)).fetchone()
        return str(found[0]) if found and not handed else None
    return None
