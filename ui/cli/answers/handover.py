"""Handing a workspace over and taking it over, the same for unit and office: what was done, told."""

from datetime import datetime
from pathlib import Path

from forms.papers.handover import (
    HandoverContent,
    hand_over,
    holds_words,
    keys_words,
    look_into,
    take_over,
    take_up_again,
)
from forms.wording.files import Progress
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import format_time
from models.store import Store
from ui.cli.shared.base import progress
from ui.cli.shared.command import Answer

MEGABYTE = 1 << 20


def handover_answer(store: Store, out: Path, *, to: str, name: str, keys: bool, at: datetime, by: str) -> Answer:
    """Write a workspace into one file."""
    told = progress(say("handover.writing"))
    path, held = hand_over(store, out, to=to, name=name, keys=keys, at=at, by=by, progress=_in_megabytes(told))
    lines = [say("handover.written", 文件=path, 接收人=held.to), *_lines(held)]
    return Answer({"file": str(path), **_held(held)}, lines)


def takeover_answer(path: Path, folder: Path, *, kind: str, look: bool, by: str, at: datetime) -> Answer:
    """Make the workspace of a file, or only tell what it holds.

    Raises AppError("handover_of_office") for an office's file where `kind` is "unit", "handover_of_unit" the other way.
    """
    told = _in_megabytes(progress(say("handover.reading")))
    held = look_into(path)
    if held.kind != kind:
        raise AppError(f"handover_of_{held.kind}", 文件=path.name, 名称=held.name)
    if not look:
        take_over(path, folder, by=by, at=at, progress=told)
    lines = _lines(held) if look else [*_lines(held), say("handover.taken", 目录=folder)]
    return Answer({**_held(held), "data": None if look else str(folder)}, lines)


def resumed_answer(store: Store, *, reason: str, by: str, at: datetime | None = None) -> Answer:
    """Take a workspace up again."""
    take_up_again(store, reason=reason, by=by, at=at)
    return Answer({"resumed": True}, [say("handover.resumed")])


def _in_megabytes(told: Progress) -> Progress:
    return lambda done, of: told(-(-done // MEGABYTE), -(-of // MEGABYTE))


def _held(held: HandoverContent) -> dict[str, object]:
    return {
        "kind": held.kind,
        "owner": held.owner,
        "name": held.name,
        "at": held.at.isoformat(),
        "to": held.to,
        "head": held.head,
        "keys": list(held.keys),
        "holds": dict(held.counts),
    }


def _lines(held: HandoverContent) -> list[str]:
    return [
        say("handover.holds", 名称=held.name, 时=format_time(held.at), 移交人=held.by or "—", 码=held.head),
        *([holds_words(held)] if held.counts else []),
        keys_words(held),
    ]
