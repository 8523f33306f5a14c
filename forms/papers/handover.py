"""Handover 移交: a whole workspace in one file, for a successor or a new PC, and what becomes of the old one.

The file is a zip of the store — history, explanations, receipts, contacts — with a sheet that says what it is; the keys
go along only if asked, as they lie, under their passphrase, and never the office's root key. Afterwards the old
workspace is read, not written: two that go on from the same point would fork. Taking it up again is asked, and
recorded.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from forms.guards.guards import named_file
from forms.wording.files import Progress, plain_name
from models.basics.canonical import encode
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.basics.sizes import swollen
from models.issued.large_file import act_with_large_file
from models.proof.proof import head_of, require_sound
from models.sheet.explanation import require_line, require_reason
from models.store import Store, UnitStore, has_store, open_store
from models.store.file.disk import copy_whole, write_whole
from models.store.file.files import STORE
from models.store.office.office_store import OfficeStore
from models.system.files import make_private_folder
from models.workspace.act import ActKind, act, stated
from models.workspace.copied import forget_head, forget_machines

FORM, SHEET = "tanbao-handover-1", "handover.json"
KEYS = ("unit.p12", "unit-next.p12", "working.p12", "office_root.pem")
MOST_BYTES = 8_000_000_000  # of the store inside
_SMALL = 1_000_000
_CHUNK = 1 << 20
# what a workspace holds, for people → the table that holds it
COUNTED = {
    "returns": "returns", "papers": "papers", "receipts": "receipts", "evidence": "evidence_files",
    "explanations": "explanations", "history": "history", "decisions": "rulings", "adjudications": "adjudications",
    "issued": "act_files", "acts": "acts",
}  # fmt: skip
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)  # also: encrypted


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverContent:
    """What a handover file says it holds."""

    kind: str  # unit | office
    owner: str  # id of the unit, "" for an office
    name: str
    at: datetime
    by: str
    to: str
    head: str  # number and code of the last act
    keys: tuple[str, ...]
    counts: Mapping[str, int] = field(default_factory=dict)  # what is in it: a key of COUNTED → how many


def _unseen(done: int, of: int) -> None:
    """Nobody watches."""


def hand_over(
    store: Store, out: Path, *, to: str, name: str, keys: bool, at: datetime, by: str, progress: Progress = _unseen
) -> tuple[Path, HandoverContent]:
    """Write a workspace into one file and note that it was handed over: from then on it is read only.

    The file has a temporary name until that is noted; cut short in between, the next start names it (`finish_acts`).
    `progress` is told bytes, and may raise to stop. Raises AppError("handover_to_whom") without a receiver,
    "handed_over" when it was, "record_broken" when its record was altered; MachineError, OSError; then nothing has
    changed.
    """
    if store.handed_over is not None:
        raise store.handed_over
    to, by = require_line(to, "field.to"), require_line(by, "field.by")
    if not to:
        raise AppError("handover_to_whom")
    require_sound(store)  # whoever receives it would refuse it, and here nothing could be written any more
    along = tuple(one for one in KEYS if keys and (store.folder / one).is_file())
    held = _content(store, to, name, along, at, by)
    stem = f"{say('handover.file')}_{held.owner or plain_name(name)}_{at.astimezone(PLAN_ZONE):%Y%m%d}"
    about = {"to": held.to, "keys": "、".join(along), "head": held.head}
    with TemporaryDirectory(prefix="tanbao-") as place:
        copy = store.backup(Path(place) / STORE)  # before anything is noted: what goes away was never handed over
        parts = {STORE: copy, **{one: store.folder / one for one in along}}
        path = act_with_large_file(
            store,
            by,
            ActKind.HANDOVER,
            out / f"{stem}.zip",
            why=say("record.why.handed", 谁=held.to),
            about=about,
            write=lambda rough: _pack(rough, held, parts, progress),
            record=lambda: store.put_handed(held.to, at.isoformat()),
            private=True,  # the whole store, with keys if asked
        )
    store.note_handed()
    return path, held


def _content(store: Store, to: str, name: str, along: tuple[str, ...], at: datetime, by: str) -> HandoverContent:
    """What the file says of itself."""
    return HandoverContent(
        kind=store.kind,
        owner=(store.unit_id or "") if isinstance(store, UnitStore) else "",
        name=name,
        at=at,
        by=by,
        to=to,
        head=head_of(store).words,
        keys=along,
        counts={one: store.count(table) for one, table in COUNTED.items() if store.count(table)},
    )


def _pack(path: Path, held: HandoverContent, parts: Mapping[str, Path], progress: Progress) -> None:
    done, of = 0, sum(part.stat().st_size for part in parts.values())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        file.writestr(SHEET, encode(_said(held)))
        for name, part in parts.items():
            with part.open("rb") as source, file.open(name, "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK):
                    progress(done, of)
                    target.write(chunk)
                    done += len(chunk)
    progress(done, of)


def take_up_again(store: Store, *, reason: str, by: str, at: datetime | None = None) -> None:
    """Let what was handed over be written again. Raises AppError as `require_reason`, ("not_handed_over")."""
    if store.handed_over is None:
        raise AppError("not_handed_over")
    reason = require_reason(reason)
    store.allow_writing()
    try:
        with act(store, by, ActKind.HANDOVER, why=reason, about={"again": "1", **stated(at)}):
            store.put_handed("", "")
    finally:
        store.note_handed()


def look_into(path: Path) -> HandoverContent:
    """Return what a handover file says it holds. Raises AppError("handover_unreadable"), "file_not_found"; OSError."""
    with _opened(path) as file:
        return _held(file, path)


def take_over(path: Path, folder: Path, *, by: str, at: datetime, progress: Progress = _unseen) -> HandoverContent:
    """Make the workspace a handover file holds in a folder that has none; it may be written from then on.

    `progress` is told bytes, and may raise to stop: then nothing was made. Raises AppError("handover_unreadable"),
    "store_exists"; MachineError when the store inside does not hold.
    """
    if has_store(folder):
        raise AppError("store_exists", folder=folder)
    with _opened(path) as file, TemporaryDirectory(prefix="tanbao-") as place:
        held = _held(file, path)
        with file.open(STORE) as source, (Path(place) / STORE).open("wb") as target:
            of = file.getinfo(STORE).file_size
            while chunk := source.read(_CHUNK):
                progress(target.tell(), of)
                target.write(chunk)
        keys = {one: file.read(one) for one in held.keys}
        _make_ready(Path(place), held, path, by=by, at=at)
        make_private_folder(folder)
        for one, content in keys.items():
            if not (folder / one).exists():
                write_whole(folder / one, content, private=True)
        progress(of, of)
        forget_head(folder)
        copy_whole(Path(place) / STORE, folder / STORE)
    return held


def _make_ready(place: Path, held: HandoverContent, path: Path, *, by: str, at: datetime) -> None:
    """Open the store of a handover apart, look it over and note in it that it was taken."""
    store = open_store(place)
    if store is None:
        raise AppError("handover_unreadable", 文件=path.name)
    with store:
        counted = {one: store.count(COUNTED[one]) for one in held.counts}
        if (
            store.kind != held.kind
            or store.acts.verify()
            or (head_of(store).words, counted) != (held.head, held.counts)
        ):
            raise AppError("handover_unreadable", 文件=path.name)
        why = say("record.why.taken", 谁=held.by or held.name)
        about = {"taken": held.head, "from": held.by, "at": at.isoformat()}
        with act(store, by, ActKind.HANDOVER, why=why, about=about):
            forget_machines(store)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the zip; whatever it does wrong while it is read, also in the middle, makes it unreadable."""
    try:
        with zipfile.ZipFile(named_file(path)) as file:
            yield file
    except _BROKEN_ZIP as error:
        raise AppError("handover_unreadable", 文件=path.name) from error


def _held(file: zipfile.ZipFile, path: Path) -> HandoverContent:
    """Read the sheet; the zip holds just what it says, nothing by another name, nothing larger than it can be."""
    refused = AppError("handover_unreadable", 文件=path.name)
    if not _well_packed(file.infolist()):
        raise refused
    try:
        said: Mapping[str, Any] = json.loads(file.read(SHEET))
        if said["form"] != FORM or said["kind"] not in (UnitStore.kind, OfficeStore.kind):
            raise refused
        held = _content_said(said)
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise refused from error
    if set(held.keys) != set(file.namelist()) - {SHEET, STORE}:
        raise refused
    return held


def _well_packed(members: Sequence[zipfile.ZipInfo]) -> bool:
    """True for sheet and store with, at most, the keys, each once and none larger than it can be."""
    names, sizes = [one.filename for one in members], {one.filename: one.file_size for one in members}
    if any(swollen(one.file_size, one.compress_size) for one in members):
        return False
    if len(names) != len(set(names)) or not {SHEET, STORE} <= set(names) <= {SHEET, STORE, *KEYS}:
        return False
    return sizes[STORE] <= MOST_BYTES and all(size <= _SMALL for name, size in sizes.items() if name != STORE)


def _content_said(said: Mapping[str, Any]) -> HandoverContent:
    """What the sheet says. Raises ValueError, KeyError, TypeError, AttributeError where it says something else."""
    return HandoverContent(
        kind=str(said["kind"]),
        owner=str(said["owner"]),
        name=str(said["name"]),
        at=datetime.fromisoformat(said["at"]),
        by=str(said["by"]),
        to=str(said["to"]),
        head=str(said["head"]),
        keys=tuple(str(one) for one in said["keys"]),
        counts={one: int(number) for one, number in said.get("counts", {}).items() if one in COUNTED},
    )


def _said(held: HandoverContent) -> dict[str, object]:
    return {
        "form": FORM,
        "kind": held.kind,
        "owner": held.owner,
        "name": held.name,
        "at": held.at.isoformat(),
        "by": held.by,
        "to": held.to,
        "head": held.head,
        "keys": list(held.keys),
        "counts": dict(held.counts),
    }


def keys_words(held: HandoverContent) -> str:
    """Say which key files come with a handover file; without them, what its receiver does instead."""
    if held.keys:
        return say("handover.keys", 密钥="、".join(held.keys))
    return say("handover.no_keys" if held.kind == UnitStore.kind else "handover.no_keys_office")


def holds_words(held: HandoverContent) -> str:
    """Say what a handover file holds, and how many of it."""
    return say("handover.counts", 内容="、".join(say(f"handover.count.{one}", n=n) for one, n in held.counts.items()))
