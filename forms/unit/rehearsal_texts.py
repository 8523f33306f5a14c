"""What a rehearsal found, as sentences for a clerk."""

from forms.unit.rehearsal import Rehearsed
from forms.wording.paper_texts import place_words
from models.basics.messages import say
from models.basics.sizes import MAIL_LIMIT, size_words
from models.sheet.sheet import Sheet
from models.workspace.unit_workspace import UnitWorkspace


def rehearsal_lines(workspace: UnitWorkspace, sheet: Sheet, found: Rehearsed) -> list[str]:
    """Return the decision, what is late, the office's reasons, and the size of what would be sent."""
    told = found.received
    decision = say(f"papers.decision.{told.decision.value}")
    lines = [say("rehearsal.decision", 结果=decision, 版=found.revision)]
    if found.late is not None:
        lines.append(say("rehearsal.late", n=found.late))
    late = {check.id for check in sheet.plan.checks_of("late")}
    for one in told.reasons:
        if one.check in late:
            continue  # said already
        place = say("rehearsal.at", 位置=place_words(sheet.plan, one.item)) if one.item else ""
        lines.append(say("rehearsal.reason", 位置=place, 句=one.message))
    whole = sum(size for _, size in found.sizes)
    lines.append(say("rehearsal.size", 大小=size_words(whole), 文件="、".join(name for name, _ in found.sizes)))
    if whole > MAIL_LIMIT:
        lines.append(say("rehearsal.large", 大小=size_words(MAIL_LIMIT)))
    if workspace.store.get_value("certificate") is None:
        lines.append(say("rehearsal.held_first"))
    return lines
