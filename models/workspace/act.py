"""Act: the one way in which something is recorded or issued — file, receive, enrol, rule, set, issue, restore.

    key opened first → files staged (temporary names, synced) → one transaction → files named, folder synced → done

What can fail (passphrase, rules, a full disk, a folder that cannot be written) fails before the transaction ends, and
then nothing has changed, in the store or in the folder. The transaction keeps the sealed bytes, so that what was issued
can be issued again. A program that is killed in between leaves either temporary files only (`finish_acts` removes them:
undone) or a complete record whose files have not got their names yet (`finish_acts` writes them from the kept bytes:
done). There is never a sealed file that the store knows nothing of.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.records import dataclass
from models.sheet.explanation import require_line
from models.store import Store
from models.store.file.acts import PACK
from models.store.file.chain import ActFile
from models.store.file.disk import StagedFiles, staged_path, sweep_token, write_files
from models.store.file.verifying import FOUND
from models.system.files import rename, sync

# kinds of acts and of entries in RESTORED
COPIED = "copied"  # the store is a copy, and its original lies in the folder of the entry
MOVED = "moved"  # the store was used on another computer, in the folder of the entry
# kinds of acts
OLDER = "older"  # an older store lies in the place of a newer one
CONFIRM = "confirmed"  # somebody has seen what a restored, copied or moved store lacks


class ActKind(StrEnum):
    """What is done; stands in the table of acts."""

    FOUND = FOUND
    PLAN = "plan"
    SET = "set"
    PACK = PACK
    ENROL = "enrol"
    REVOKE = "revoke"
    RECEIVE = "receive"
    RECEPTION = "reception"  # when or how a paper came is corrected
    RULE = "rule"
    ADJUDICATE = "adjudicate"
    WITHDRAW = "withdraw"
    RETURN = "return"
    REVIEW = "review"  # places of a paper are accepted, or an acceptance is taken back
    QUERY = "query"
    ANSWER = "answer"
    CHASE = "chase"
    SETTLE = "settle"  # a matter is carried over, or taken up again
    TRACE = "trace"  # where a figure comes from was written for somebody
    SCORE = "score"  # scoring rules are given, or scores are locked
    ISSUE = "issue"
    RECEIPT = "receipt"
    OPEN = "open"  # a paper that came to the unit
    REQUEST = "request"
    DRAFT = "draft"
    SIGN = "sign"  # a leader's 审签单
    FILE = "file"
    SLICE = "slice"
    GATHER = "gather"  # what suppliers sent back is taken into the sheet
    ENTER = "enter"  # the stamped paper of a unit without the program was typed in, by one person
    STAMP = "stamp"
    COUNTERSIGN = "countersign"  # a signed 认定单 or 审定单 came back
    ARCHIVE = "archive"
    BACKUP = "backup"  # somebody has the workspace, or the office's root key, copied elsewhere
    RESTORE = "restore"
    COPIED = COPIED
    MOVED = MOVED
    OLDER = OLDER
    CONFIRM = CONFIRM
    HANDOVER = "handover"  # given to a successor, taken over, or taken up again


RESTORED = "restored"  # fact: what a restored store lacks, until somebody has confirmed it
_FREE = frozenset((ActKind.DRAFT, ActKind.SLICE))  # their files are no sealed papers


def copied_from(store: Store) -> str | None:
    """Return the folder of the original while a copy beside it waits to be confirmed, None otherwise."""
    return _waiting(store, COPIED)


def moved_from(store: Store) -> str | None:
    """Return the folder in which a store was used on another computer, while that waits to be confirmed, else None."""
    return _waiting(store, MOVED)


def _waiting(store: Store, kind: str) -> str | None:
    said = store.get_value(RESTORED)
    found = json.loads(said) if said else []
    return next((str(one["file"]) for one in found if one.get("kind") == kind), None)


def confirm_command(store: Store) -> str:
    """Return the command with which somebody says that what is waiting was seen."""
    return f"{store.kind} confirm"


def require_confirmed(store: Store) -> None:
    """Raise AppError "restore_unconfirmed" until somebody has seen what a restored store lacks.

    What was only copied or carried elsewhere lacks nothing: that is told, and keeps nobody from working.
    """
    said = store.get_value(RESTORED)
    lacking = json.loads(said) if said else None
    if lacking == [] or any(one.get("kind") not in (COPIED, MOVED) for one in lacking or ()):
        raise AppError("restore_unconfirmed", 命令=confirm_command(store))


@dataclass(slots=True, kw_only=True)
class Done:
    """What an act did: its number in the chain and the paths of its files; both are known when it is done.

    `reissued`: nothing was recorded anew, the kept files of an earlier act were written once more.
    """

    number: int = 0
    paths: tuple[Path, ...] = ()
    reissued: bool = False


@contextmanager
def act(
    store: Store,
    person: str,
    kind: ActKind,
    *,
    why: str = "",
    about: Mapping[str, object] | None = None,
    out: Path | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Iterator[Done]:
    """Record what is written inside as one act of a person, together with the files it issues into `out`.

    `about` says what it is about (unit, period, digest …) for people; it is part of the chain. A file of other content
    is never replaced (`write_files`). Inside another act it is part of that one and has no files of its own. Raises
    OSError and MachineError as the machine does, as `require_line` of the person's name, as `require_confirmed` when a
    paper would be issued from a restored store before somebody has seen what it lacks, "record_broken" when it would be
    issued from a record that was altered; whatever is raised inside leaves everything as it was. What issues nothing is
    recorded also then, and `Comparison.altered` says on what.
    """
    person = require_line(person, "field.by")
    store.require_saved()
    if files:
        _require_may_issue(store, kind)
    else:  # what only is recorded goes on, a paper that came above all, and is told (`altered_words`)
        store.acts.comparison.look_over()
    done = Done()
    stage = StagedFiles(out or store.folder, files or {})
    try:
        if stage.files:
            store.acts.stage(stage.token, stage.out.absolute())
            stage.write()
        said = texts_of(about or {})
        with store.transaction(person, why or kind), store.acts.describe(kind, said) as row:
            for name, content in stage.files.items():
                store.acts.keep_file(name, content, stage.out.absolute())
            yield done
        done.number = row.number
        if stage.files:
            store.acts.settle()  # a file has its name only when its act is on the disk
            done.paths = stage.name()
            with suppress(MachineError):  # it is done: another program that holds the store must not make it "not kept"
                store.acts.note_written(row.number)
    finally:
        with suppress(OSError, MachineError):  # what cannot be swept now is swept at the next start
            stage.sweep()
            if stage.files:
                store.acts.unstage(stage.token)


def _require_may_issue(store: Store, kind: ActKind) -> None:
    if kind not in _FREE:
        require_confirmed(store)
    if store.acts.is_open:
        raise RuntimeError("files of an act inside another one")
    _require_sound(store)


def _require_sound(store: Store) -> None:
    from models.proof.proof import require_sound  # loaded by the first act that issues something

    require_sound(store)


def stated(at: datetime | None) -> dict[str, str]:
    """Return what an act is about of a time somebody states for it; nothing for one that is done now."""
    return {"at": at.isoformat()} if at else {}


def _name_large_files(store: Store) -> None:
    """Give the files of `act_with_large_file` their names where the program was killed before that."""
    for token, folder in store.acts.stages():
        rough = staged_path(folder, token)
        with suppress(OSError):
            said = [row.about for row in store.acts.rows() if row.about.get("stage") == token] if rough.exists() else []
            for about in said:
                rename(rough, folder / about["file"])
                sync(folder)


def note_older(store: Store) -> bool:
    """Treat an older store that lies in the place of a newer one as a restored copy: it seals nothing until confirmed.

    Call it when a workspace is opened. True = it is older.
    """
    if store.read_only or not store.acts.noted.is_older():
        return False
    with act(store, "", ActKind.OLDER, why=say("record.why.older"), about={"older": store.acts.head()[0]}):
        store.put_value(RESTORED, store.get_value(RESTORED) or "[]")
    return True


def finish_acts(store: Store) -> tuple[ActFile, ...]:
    """Finish or undo what was cut short; call it when a workspace is opened. Return files that still cannot be written.

    Those are on a stick or share that is not there; they are tried again at every start.
    """
    _name_large_files(store)
    if store.read_only:
        return ()
    for token, folder in store.acts.stages():
        try:
            sweep_token(folder, token)
        except OSError:
            continue
        store.acts.unstage(token)
    waiting = []
    for number, files in _unwritten(store).items():
        try:
            _write_kept(store, files)
        except OSError:
            waiting += files
        else:
            store.acts.note_written(number)
    return tuple(waiting)


def _unwritten(store: Store) -> dict[int, list[ActFile]]:
    found: dict[int, list[ActFile]] = {}
    for file in store.acts.files():
        if not file.written:
            found.setdefault(file.act, []).append(file)
    return found


def _write_kept(store: Store, files: Sequence[ActFile]) -> None:
    for file in files:
        if not file.folder.is_dir():
            raise FileNotFoundError(file.folder)
        write_files(file.folder, {file.name: kept_bytes(store, file)})


def texts_of(about: Mapping[str, object]) -> dict[str, str]:
    """Return what an act is about as it stands in its row: texts by name."""
    return {name: str(value) for name, value in about.items()}


def kept_bytes(store: Store, file: ActFile) -> bytes:
    """Return the bytes of a file that an act issued. Raises AppError("issued_lost") when they are not here."""
    content = store.acts.content(file.sha256)
    if content is None:
        raise AppError("issued_lost", 文件=file.name)
    return content
