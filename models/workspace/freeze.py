"""Freeze: the one way in which a unit's sheet becomes the next revision of its return.

送审稿, filing and rehearsal all freeze here, with everything that is sealed (reason, evidence, settings version, line),
so that the 校验码 a leader has signed is the one on the paper. What is sealed are the bytes kept with the 送审稿.
"""

from models.basics.errors import AppError
from models.filling.slices import conflicts_of
from models.returns.evidence import listed
from models.returns.frozen import freeze
from models.returns.returns import Evidence, Return, parse_return, says_the_same
from models.returns.revisions import next_ancestors
from models.sheet.explanation import require_reason
from models.sheet.sheet import Sheet
from models.workspace.approval import Approved, approval_of, approved
from models.workspace.drafts import Draft, kept_draft
from models.workspace.unit_workspace import UnitWorkspace

TEST = "test"  # fact: "1" = invented figures, marked on every page


def ancestors_of(workspace: UnitWorkspace, period: str) -> tuple[str, ...]:
    """Return every digest the next revision of a period descends from, oldest first.

    With two lines here (a paper of a second PC was taken in) the next revision names both.
    """
    known: dict[str, tuple[str, ...]] = {}
    for row in workspace.store.returns.filed(period):
        found = parse_return(row.content)
        known[found.digest] = found.ancestors
    return next_ancestors(known)


def attached(workspace: UnitWorkspace, period: str) -> tuple[Evidence, ...]:
    """Return the evidence of a period as its return lists it."""
    return listed(workspace.store.evidence.attachments(period))


def frozen(
    workspace: UnitWorkspace, sheet: Sheet, reason: str, *, evidence: tuple[Evidence, ...] | None = None
) -> Return:
    """Freeze a sheet as the next revision, with the evidence given or else what is attached; refuses nothing."""
    return freeze(
        sheet,
        ancestors=ancestors_of(workspace, sheet.period_id),
        reason=reason.strip(),
        evidence=attached(workspace, sheet.period_id) if evidence is None else evidence,
        test=workspace.store.get_value(TEST) == "1",
    )


def unchanged_since(workspace: UnitWorkspace, filed: Return) -> Return | None:
    """Return the revision in force when a frozen sheet says nothing else than it does, None otherwise.

    With two lines here there is no revision in force: the next one joins them.
    """
    heads = workspace.store.returns.heads(filed.period)
    held = [parse_return(row.content) for row in workspace.store.returns.filed(filed.period) if row.digest in heads]
    return held[0] if len(held) == 1 and says_the_same(held[0], filed) else None


def next_return(
    workspace: UnitWorkspace, sheet: Sheet, reason: str, *, evidence: tuple[Evidence, ...] | None = None
) -> Return:
    """Freeze the next revision of a sheet.

    Raises AppError("unchanged") when it says nothing new, "reason_needed" or "reason_vague" when a correction gives no
    reason, "open_conflicts" while two suppliers disagree about a place and nobody has decided.
    """
    filed = frozen(workspace, sheet, reason, evidence=evidence)
    if held := unchanged_since(workspace, filed):
        raise AppError("unchanged", 版次=held.revision)
    disputed = conflicts_of(workspace.store.slices.supplies(sheet.period_id))
    if disputed:
        raise AppError("open_conflicts", n=len(disputed))
    if filed.ancestors:
        require_reason(filed.reason, "reason_needed")
    return filed


def to_seal(
    workspace: UnitWorkspace,
    sheet: Sheet,
    reason: str = "",
    *,
    evidence: tuple[Evidence, ...] | None = None,
    unsigned: str = "",
) -> Return:
    """Return what is sealed now: the kept bytes of the 送审稿 that is out, or without one the sheet as it stands.

    A 送审稿 brings its reason along. Raises as `next_return`, and AppError("draft_differs") when sheet, evidence,
    reason or settings are no longer those of the 送审稿: the code on the signed 审签单 would not be the paper's.
    A sheet that differs in what the leader corrected alone is sealed, and one nobody has seen with a sentence why.
    """
    out = kept_draft(workspace.store, sheet.period_id)
    now = next_return(workspace, sheet, reason.strip() or (out.reason if out else ""), evidence=evidence)
    if out is None:
        return now
    draft = _compared(sheet, out, now)
    signed = approved(draft, approval_of(workspace.store, sheet.period_id))
    if signed is Approved.CORRECTED or (not draft.same and unsigned.strip() and require_reason(unsigned)):
        return now
    if not draft.same:
        raise AppError("draft_differs", 校验码=out.digest[:16])
    return out


def draft_out(workspace: UnitWorkspace, sheet: Sheet) -> Draft | None:
    """Return the 送审稿 of the sheet's period with what has changed since; None when none is out."""
    out = kept_draft(workspace.store, sheet.period_id)
    return _compared(sheet, out, frozen(workspace, sheet, out.reason)) if out else None


def _compared(sheet: Sheet, out: Return, now: Return) -> Draft:
    computed = (at for at, slot in sheet.slots.items() if slot.total or not slot.item.entered)
    return Draft(filed=out, now=now, plan=sheet.plan, computed=frozenset(computed))
