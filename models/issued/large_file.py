"""Large file: an act that issues one file which is too large to be kept in the store — an archive, a handover.

    file written and synced under a temporary name → one transaction that says both names → file named, folder synced

Cut short before the transaction ends, nothing has changed; cut short after it, the next start gives the file its name
(`finish_acts`).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from models.basics.errors import MachineError
from models.proof.proof import require_sound
from models.store import Store
from models.store.file.disk import StagedFiles, free_path, named_in_failures
from models.system.files import rename, sync
from models.workspace.act import ActKind, act


def act_with_large_file(
    store: Store,
    person: str,
    kind: ActKind,
    path: Path,
    *,
    why: str,
    about: Mapping[str, object],
    write: Callable[[Path], object],
    record: Callable[[], object],
    private: bool = False,
) -> Path:
    """Record an act that issues one file too large to be kept in the store; return the path it got.

    `write` fills a temporary file, `record` writes rows. The act says the name, so that what was cut short before the
    file had it is done at the next start. `private` = for its owner's eyes only. Whatever `write` and `record` raise
    leaves everything as it was. Raises AppError("record_broken") when the record was altered.
    """
    require_sound(store)
    stage = StagedFiles(path.parent, {path.name: b""}, private=private)
    try:
        store.acts.stage(stage.token, stage.out.absolute())
        stage.write()
        rough = stage.rough(path.name)
        with named_in_failures(path):
            write(rough)
            sync(rough)
        sync(path.parent)  # the act finds the file by its temporary name, should the power go before it has its own
        named = free_path(path, b"")
        with act(store, person, kind, why=why, about={**about, "file": named.name, "stage": stage.token}):
            record()
    except BaseException:
        with suppress(OSError, MachineError):
            stage.sweep()
            store.acts.unstage(stage.token)
        raise
    rename(rough, named)
    sync(path.parent)
    with suppress(MachineError):
        store.acts.unstage(stage.token)
    return named.absolute()
