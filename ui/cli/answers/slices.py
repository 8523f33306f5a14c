"""What the commands for slices (分发—汇集) answer: JSON, and lines for a person."""

from forms.filling.slices import TakenBook
from models.basics.messages import counted, joined, say
from models.filling.proposal import Fate
from models.filling.slices import Conflict, Slice
from models.workspace.unit_workspace import UnitWorkspace


def taken_answer(one: TakenBook) -> dict[str, object]:
    """Return one book that was taken back."""
    counts = one.proposal.counts() if one.proposal is not None else {}
    return {
        "file": str(one.file.absolute()),
        "supplier": one.supplier,
        "slice": one.slice or None,
        "message": one.refused,
        "counts": {fate.value: counts.get(fate, 0) for fate in Fate},
        "refused": [{"place": r.place, "reason": r.reason} for r in one.proposal.refused] if one.proposal else [],
        "conflicts": [c.place for c in one.gathered.conflicts] if one.gathered else [],
    }


def taken_line(one: TakenBook) -> str:
    """Return one book that was taken back as a line."""
    if one.refused or one.proposal is None or one.gathered is None:
        return say("slices.refused", 文件=one.file.name, 原因=one.refused)
    counts = one.proposal.counts()
    taken = counts[Fate.NEW] + counts[Fate.CHANGED] + counts[Fate.UNCHANGED]
    disputed = len(one.gathered.conflicts)
    said = counted("slices.count", taken=taken, refused=counts[Fate.REFUSED], disputed=disputed)
    return say("slices.taken" if said else "slices.taken_none", 文件=one.file.name, 科室=one.supplier, 各数=said)


def conflict_answer(one: Conflict) -> dict[str, object]:
    """Return a place where suppliers disagree."""
    return {
        "item": one.place,
        "answers": [
            {"supplier": s.supplier, "value": s.words, "at": s.at.isoformat(), "file": s.file} for s in one.supplies
        ],
    }


def conflict_lines(disputes: tuple[Conflict, ...]) -> list[str]:
    """Return the places where suppliers disagree as lines."""
    if not disputes:
        return []
    lines = [say("slices.conflicts", n=len(disputes))]
    for one in disputes:
        each = joined(say("slices.says", 科室=s.supplier, 数=s.words) for s in one.supplies)
        lines.append("  " + say("slices.conflict", 位置=one.place, 各说=each))
    return lines


def slice_answer(workspace: UnitWorkspace, one: Slice, period: str) -> dict[str, object]:
    """Return a slice that was given out, and what came back."""
    file, at = workspace.store.slices.answered(period).get(one.id, ("", None))
    return {
        "id": one.id,
        "supplier": one.supplier,
        **{part: list(getattr(one.scope, part)) for part in ("tables", "registers", "blocks", "items")},
        "made": one.made.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "answered": at.isoformat() if at else None,
        "file": file,
    }
