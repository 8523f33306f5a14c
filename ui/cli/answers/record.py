"""How the record of a workspace is told: whether it holds, its head, and every act."""

from collections.abc import Sequence

from forms.office.checking import Outside
from models.basics.messages import say
from models.store import Store
from models.workspace.proof import gap_words, head_of
from ui.cli.shared.base import DONE, REFUSED
from ui.cli.shared.command import Answer


def record_answer(store: Store, heads: Sequence[Outside] = (), *, log: bool = False) -> Answer:
    """Compare the record of a store with itself, and tell; exit 1 when something does not hold."""
    gaps, head = store.acts.verify(), head_of(store)
    sound = not gaps and all(one.holds for one in heads)
    found: dict[str, object] = {
        "sound": sound, "acts": head.number, "head": head.words,
        "gaps": [{"act": gap.act, "what": gap.what, "where": gap.where} for gap in gaps],
        "heads": [{"source": one.source, "head": one.head.words, "holds": one.holds} for one in heads],
    }  # fmt: skip
    lines = [say("record.sound" if not gaps else "record.gaps", n=len(gaps), 件=head.number, 码=head.words)]
    lines += [f"  {gap_words(gap)}" for gap in gaps]
    lines += [say("record.head_holds" if one.holds else "record.head_gone", 来源=one.source) for one in heads]
    if log:
        rows = store.acts.rows()
        found["log"] = [
            {"number": row.number, "at": row.at.isoformat(), "by": row.by, "kind": row.kind, "why": row.why,
             "about": dict(row.about), "hash": row.hash} for row in rows
        ]  # fmt: skip
        lines += [
            f"{row.number}  {row.at:%Y-%m-%d %H:%M}  {row.by or '—'}  {say(f'record.kind.{row.kind}')}  "
            + "，".join(text for text in row.about.values() if text)
            for row in rows
        ]
    return Answer(found, lines, DONE if sound else REFUSED)
