"""Backups: dated copies of a workspace's store, how they are kept and given up. One is put back by `restoring`.

A copy is written at the end of a session in which something was written, and before filing or receiving when the last
one is older than an hour. Ten days and four weeks are kept as long as they have room, and always the newest two; a
damaged store never replaces one, because a copy gets its name only after it was looked over, and one whose record was
altered has a single copy of its own, so that the good ones are never given up for it. The bytes of papers and
evidence lie in the store itself, once by SHA-256 (a receipt also in the register of receipts), and not in a folder
beside it: one transaction keeps a row and what it names, one file is the whole copy, what is handed over and what is
checked, and nothing can be separated from it. A backup that leaves the workspace is a folder with the store and the
keys that lie under a passphrase, but never the office's root key.
"""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from models.basics.errors import AppError, MachineError
from models.basics.period import PLAN_ZONE
from models.store import Store, UnitStore
from models.store.connection.failures import BACKUPS
from models.store.file.disk import write_whole
from models.store.file.files import STORE
from models.system.files import make_private_folder, rename, sync
from models.workspace.backup_copies import keep_copy, note_missed

MARK, STAMP = "tanbao-day-", "%Y%m%d-%H%M%S"
UNSOUND = "altered.db"  # the one copy of a store whose record was altered; it cannot be restored, only looked at
DAYS, WEEKS = 10, 4
MOST_BYTES, LEAST = 4_000_000_000, 2  # of all dated copies together; so many are kept whatever their size
OFTEN = timedelta(hours=1)
SAME_CLOSE = timedelta(minutes=1)  # the window has written a copy into the second place itself
TRAVELS = (
    "working.p12",
    "unit.p12",
    "unit-next.p12",
    "office_root.pem",
)  # beside the store in a backup; the root key never


def dated_copies(folder: Path) -> tuple[tuple[datetime, Path], ...]:
    """Return the dated copies in a workspace folder with their times, the newest first."""
    found = []
    for path in (folder / BACKUPS).glob(f"{MARK}*.db"):
        with suppress(ValueError):
            found.append((datetime.strptime(path.stem.removeprefix(MARK), STAMP).replace(tzinfo=PLAN_ZONE), path))
    return tuple(sorted(found, reverse=True))


def keep_dated(store: Store, now: datetime, *, unless_within: timedelta = timedelta(0)) -> Path | None:
    """Write a dated copy and give up the ones that are too old; None when the last one is young enough.

    Of a store whose record does not hold the copy is UNSOUND, and no dated one is given up for it. Raises MachineError,
    OSError as `Store.backup`; nothing is given up then.
    """
    copies = dated_copies(store.folder)
    if copies and timedelta(0) <= now - copies[0][0] < unless_within:
        return None
    make_private_folder(store.folder / BACKUPS)
    if store.acts.comparison.verified():
        return store.backup(store.folder / BACKUPS / UNSOUND)
    path = store.backup(store.folder / BACKUPS / f"{MARK}{now.astimezone(PLAN_ZONE):{STAMP}}.db")
    kept, room = _kept((at for at, _ in dated_copies(store.folder)), now), MOST_BYTES
    for number, (at, old) in enumerate(dated_copies(store.folder)):
        room -= old.stat().st_size if at in kept else 0
        if at not in kept or (room < 0 and number >= LEAST):
            old.unlink(missing_ok=True)
    return path


def _kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of some times: the newest of each of the last days, the newest of each of the last weeks, and the newest.

    Of those that lie ahead, made while the clock was wrong, only the newest: they must not crowd out what follows.
    """
    everything = sorted(times, reverse=True)
    newest_first = [at for at in everything if at <= now]
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for at in newest_first:
        days.setdefault(at.date(), at)
        weeks.setdefault(at.isocalendar()[:2], at)
    return {*everything[:1], *newest_first[:1], *list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}


def at_close(store: Store, *, session: bool = False) -> None:
    """Keep a dated copy, here and in the second place, when something was written.

    After a `session` of a window always; after a single command unless there is one of the last hour. A disk that does
    not let us is no reason not to close; that the second place was missed is told at the next start.
    """
    if not store.wrote:
        return
    now = datetime.now(PLAN_ZONE)
    with suppress(AppError, MachineError, OSError):
        keep_dated(store, now, unless_within=timedelta(0) if session else OFTEN)
    try:
        keep_copy(store, now=now, unless_within=SAME_CLOSE if session else OFTEN)
    except (AppError, MachineError, OSError):
        with suppress(AppError, MachineError, OSError):
            note_missed(store)


def write_backup(store: Store, out: Path, now: datetime) -> Path:
    """Write a backup that can leave the machine: a folder with the store and its keys. Raises MachineError, OSError.

    It has its name when it is whole; what a program that was killed left of one is removed.
    """
    owner = (store.unit_id if isinstance(store, UnitStore) else "office") or "unit"
    place = out / f"tanbao-{owner}-{now.astimezone(PLAN_ZONE):{STAMP}}"
    rough = out / f".tanbao-{owner}"
    shutil.rmtree(rough, ignore_errors=True)
    try:
        store.backup(rough / STORE)
        for name in TRAVELS:
            if (store.folder / name).is_file():
                write_whole(rough / name, (store.folder / name).read_bytes(), private=True)
        rename(rough, place)
        sync(out)
    finally:
        shutil.rmtree(rough, ignore_errors=True)
    return place
