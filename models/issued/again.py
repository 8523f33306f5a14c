"""Again: which act said or issued something, and its files once more, byte for byte.

Reads the record; nothing is recorded here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.store import Store
from models.store.file.disk import write_files
from models.workspace.act import ActKind, Done, kept_bytes, require_confirmed, texts_of


def act_of(store: Store, kind: ActKind, **about: str) -> int | None:
    """Return the number of the last act of a kind that is about something, None when there was none."""
    wanted = about.items()
    found = (row.number for row in reversed(store.acts.rows(kind)) if wanted <= row.about.items())
    return next(found, None)


def repeated(store: Store, kind: ActKind, about: Mapping[str, object], *, of: Sequence[str] = ()) -> int | None:
    """Return the number of the act that would only be repeated, None when there is something new to record.

    That is the last act of a kind (about the same unit, key … that `of` names), if it was about all of the same.
    """
    said = texts_of(about)
    same = (row for row in reversed(store.acts.rows(kind)) if all(row.about.get(name) == said[name] for name in of))
    last = next(same, None)
    return last.number if last is not None and last.about == said and store.acts.files(last.number) else None


def said_so(store: Store, kind: ActKind, person: str, why: str, about: Mapping[str, object]) -> bool:
    """True where the last act of a kind was the same person's, with the same words, about all of the same."""
    last = next(reversed(store.acts.rows(kind)), None)
    wanted = texts_of(about).items()
    return last is not None and (last.by, last.why) == (person, why) and wanted <= last.about.items()


def has_issued(store: Store, number: int, content: bytes) -> bool:
    """True when one of the files of an act has just this content."""
    return hashlib.sha256(content).hexdigest() in {file.sha256 for file in store.acts.files(number)}


def issue_again(store: Store, number: int, out: Path) -> Done:
    """Write the files of an act once more, byte for byte.

    Raises AppError("issued_lost") when bytes are not here, and as `require_confirmed`: it may not be the last word.
    """
    require_confirmed(store)
    files = {file.name: kept_bytes(store, file) for file in store.acts.files(number)}
    return Done(number=number, paths=write_files(out, files), reissued=True)
