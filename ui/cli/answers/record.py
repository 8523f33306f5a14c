"""How the record of a workspace is told: whether it holds, its head, and every act."""

from collections.abc import Sequence
from pathlib import Path

from forms.office.checking import Outside
from models.basics.errors import AppError
from models.basics.messages import say
from models.issued.again import issue_again
from models.proof.about import about_words
from models.proof.gaps import gap_words, kind_words, reason_of
from models.proof.proof import head_of
from models.store import AnyStore, Store
from models.store.file.chain import ActRow
from models.workspace.act import Done
from ui.cli.shared.base import DONE, REFUSED
from ui.cli.shared.command import Answer


def files_answer(done: Done) -> Answer:
    """Tell the files an act issued, new or once more."""
    paths = [str(path) for path in done.paths]
    return Answer(
        {"files": paths, "reissued": done.reissued}, [*([say("record.reissued")] if done.reissued else []), *paths]
    )


def issued_answer(store: Store) -> Answer:
    """List every act that issued files, oldest first."""
    files: dict[int, list[str]] = {}
    for file in store.acts.files():
        files.setdefault(file.act, []).append(file.name)
    rows = [row for row in store.acts.rows() if row.number in files]
    found = [
        {
            "number": row.number,
            "at": row.at.isoformat(),
            "by": row.by,
            "kind": row.kind,
            "about": dict(row.about),
            "files": files[row.number],
        }
        for row in rows
    ]
    lines = [
        f"{row.number}  {row.at:%Y-%m-%d %H:%M}  {kind_words(row)}  {'，'.join(files[row.number])}" for row in rows
    ]
    return Answer({"issued": found}, lines or [say("record.none_issued")])


def reissued_answer(store: Store, number: int, out: Path | None) -> Answer:
    """Write the files of an act again. Raises AppError "not_issued", "reissue_where", "issued_lost"."""
    if not store.acts.files(number):
        raise AppError("not_issued", 件=number)
    if out is None:
        raise AppError("reissue_where")
    return files_answer(issue_again(store, number, out))


def record_answer(
    store: AnyStore, heads: Sequence[Outside] = (), *, log: bool = False, files: Sequence[Path] = ()
) -> Answer:
    """Compare the record of a store with itself, and tell; exit 1 when something does not hold."""
    gaps, head = store.acts.verify(), head_of(store)
    told = [gap_words(store, gap) for gap in gaps]
    sound = not gaps and all(one.holds for one in heads)
    found: dict[str, object] = {
        "sound": sound,
        "acts": head.number,
        "head": head.words,
        "gaps": [
            {"act": gap.act, "what": gap.what, "where": gap.where, "words": words}
            for gap, words in zip(gaps, told, strict=True)
        ],
        "heads": [{"source": one.source, "head": one.head.words, "holds": one.holds} for one in heads],
    }
    lines = [say("record.sound" if not gaps else "record.gaps", n=len(gaps), 件=head.number, 码=head.words)]
    lines += [f"  {words}" for words in told]
    lines += [say("record.head_holds" if one.holds else "record.head_gone", 来源=one.source) for one in heads]
    if files:
        lines += (written := [str(path) for path in files])
        found["files"] = written
    if log:
        rows = store.acts.rows()
        found["log"] = [_logged(row) for row in rows]
        lines += map(_log_line, rows)
    return Answer(found, lines, DONE if sound else REFUSED)


def _logged(row: ActRow) -> dict[str, object]:
    return {
        "number": row.number,
        "at": row.at.isoformat(),
        "by": row.by,
        "kind": row.kind,
        "why": row.why,
        "about": dict(row.about),
        "hash": row.hash,
    }


def _log_line(row: ActRow) -> str:
    said = "　".join(filter(None, (reason_of(row), about_words(row, {}))))
    return f"{row.number}  {row.at:%Y-%m-%d %H:%M}  {row.by or '—'}  {kind_words(row)}  {said}"
