"""What a rehearsal found, as sentences for a clerk."""

from forms.unit.rehearsal import Rehearsed
from forms.wording.paper_texts import place_words
from models.basics.messages import say
from models.sheet.sheet import Sheet
from models.workspace.workspace import UnitWorkspace

MAIL_LIMIT = 20  # MB; what government mail commonly takes (practice.md §3.3)


def rehearsal_lines(workspace: UnitWorkspace, sheet: Sheet, found: Rehearsed) -> list[str]:
    """Return the decision, what is late, the office's reasons, and the size of what would be sent."""
    told = found.received
    decision = say(f"papers.decision.{told.decision.value}")
    lines = [say("rehearsal.decision", 结果=decision, 版=found.revision)]
    if found.late is not None:
        lines.append(say("rehearsal.late", n=found.late))
    for one in told.reasons:
        if one.check == "CK-S08":
            continue  # said already
        place = say("rehearsal.at", 位置=place_words(sheet.plan, one.item)) if one.item else ""
        lines.append(say("rehearsal.reason", 位置=place, 句=one.message))
    whole = sum(size for _, size in found.sizes)
    lines.append(say("rehearsal.size", n=max(1, whole // 1024), 文件="、".join(name for name, _ in found.sizes)))
    if whole > MAIL_LIMIT * 1024 * 1024:
        lines.append(say("rehearsal.large", m=MAIL_LIMIT))
    if workspace.store.get_value("certificate") is None:
        lines.append(say("rehearsal.held_first"))
    return lines
