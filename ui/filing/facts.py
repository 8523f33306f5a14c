"""Facts: what the steps that have been taken came to, each in a line, and the check code above them all."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from forms.wording.paper_texts import check_code
from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.texts import decision_words, revision_words, time_text
from ui.filing.way import FilingStage, Way
from ui.look.marks import MarkLabel
from ui.look.widgets import frame, label, note, row
from ui.session.session import Session

TONES = {"same": "met", "corrected": "met", "differs": "error"}
SIGNS = {"same": Mark.DONE, "corrected": Mark.DONE, "differs": Mark.ERROR}


def code_card(way: Way, width: int) -> QFrame:
    """Return the check code, in sight all the way, and how it stands to the leader's."""
    code = way.filed.digest if way.filed else way.draft.now.digest if way.draft else ""
    words = label(check_code(code) if code else say("window.filing.no_code"), "code" if code else "quiet")
    how = way.beside_draft
    beside = label(say(f"window.filing.how.{how}") if how else "", TONES.get(how, "quiet"))
    parts = (None, MarkLabel(SIGNS[how]), beside) if how in SIGNS else (None, beside)
    made = frame(row(label(say("window.filing.code"), "quiet"), words, *parts), "card", 10, 16)
    made.setMaximumWidth(width)
    return made


def fact_of(way: Way, one: FilingStage, session: Session, drafts: Path) -> str:
    """Return what a step that has been taken came to; `drafts` is the folder of the 送审稿."""
    if one is FilingStage.DRAFT and way.draft:
        return say("window.filing.fact.draft", 校验码=check_code(way.draft.filed.digest), 文件夹=drafts)
    if one is FilingStage.DRAFT and "draft" in way.told:
        return say("window.filing.fact.drafted", 校验码=check_code(way.told["draft"]))
    if one is FilingStage.SIGN and way.leader[0]:
        return say("window.filing.fact.sign", 领导=way.leader[0], 日=way.leader[1])
    if one is FilingStage.SIGN and "unsigned" in way.told:
        return say("window.filing.fact.unsigned", 原因=way.told["unsigned"])
    if one is FilingStage.SEAL and way.filed:
        when = time_text(way.filed.filed_at)
        return say("window.filing.locked", 版=revision_words(way.filed.revision), 时=when)
    if one is FilingStage.SEND and way.receipt:
        return say("window.filing.fact.send", 时=time_text(way.receipt.registered))
    if one is FilingStage.CHECK:
        explained = session.standing.counts.explained
        return say(f"window.filing.fact.{'check' if explained else 'check_clean'}", n=explained)
    return say(f"window.filing.fact.no_{one.name.lower()}") if one in (FilingStage.DRAFT, FilingStage.SIGN) else ""


def answer_note(way: Way, session: Session) -> QWidget:
    """Return what the office answered a filed return; that it is waited for where nothing came."""
    if way.receipt is None:
        return note(say("window.filing.waiting"), Mark.HINT)
    decision, when = decision_words(way.receipt.decision), time_text(way.receipt.registered)
    words = say("window.receipts.one", 版=way.receipt.revision, 结果=decision, 时=when)
    if way.receipt.deadline:
        words = say("window.receipts.until", 句=words, 时限=time_text(way.receipt.deadline))
    words = "\n".join(part for part in (words, way.receipt.marks_said) if part)
    return note(words, Mark.QUERY if session.asking else Mark.DONE)
