"""What a rehearsal found, as sentences for a clerk."""

from forms.opening.opened import Reason
from forms.unit.rehearsal import Rehearsed
from forms.wording.paper_texts import place_words, told_at
from models.basics.messages import say
from models.basics.sizes import MAIL_LIMIT, size_words
from models.sheet.sheet import Sheet
from models.workspace.unit_workspace import UnitWorkspace


def rehearsal_lines(workspace: UnitWorkspace, sheet: Sheet, found: Rehearsed, *, most: int | None = None) -> list[str]:
    """Return the decision, what is late, the office's reasons, and the size of what would be sent.

    Of more than `most` reasons the first are told and how many more there are; None = all.
    """
    told = found.received
    decision = say(f"papers.decision.{told.decision.value}")
    lines = [say("rehearsal.decision", 结果=decision, 版=found.revision)]
    if found.late is not None:
        lines.append(say("rehearsal.late", n=found.late))
    late = {check.id for check in sheet.plan.checks_of("late")}
    reasons = [_reason(sheet, one) for one in told.reasons if one.check not in late]  # that is said already
    lines += reasons[:most]
    if most is not None and len(reasons) > most:
        lines.append(say("rehearsal.more", n=len(reasons) - most))
    whole = sum(size for _, size in found.sizes)
    lines.append(say("rehearsal.size", 大小=size_words(whole), 文件="、".join(name for name, _ in found.sizes)))
    if whole > MAIL_LIMIT:
        lines.append(say("rehearsal.large", 大小=size_words(MAIL_LIMIT)))
    if workspace.store.get_value("certificate") is None:
        lines.append(say("rehearsal.held_first"))
    return lines


def _reason(sheet: Sheet, one: Reason) -> str:
    place = place_words(sheet.plan, one.item) if one.item else ""
    return told_at(place, one.message, say("rehearsal.at", 位置=place) if place else "")
