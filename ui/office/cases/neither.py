"""Neither 都不采用: every paper of a dispute goes back to the unit, with one sentence and a deadline."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time, parse_time
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.office.asking import AskedField, FieldsDialog
from ui.office.cases.papers import ForkCase
from ui.office.doing import Said, ask_act
from ui.office.page import OfficeParts
from ui.office.reviewing.acts import file_again_by

if TYPE_CHECKING:
    from forms.office.sending_back import SentBack


def ask_neither(parts: OfficeParts, parent: QWidget, case: ForkCase, effect: str) -> FieldsDialog:
    """Open the dialog that sends the papers of a dispute back; `effect` was worked out before."""
    session, period = parts.session, parts.session.period_id

    def work(said: Said, _: Progress) -> "Sequence[SentBack]":
        from forms.office.sending_back import send_back_all

        office = session.workspace
        return send_back_all(
            office,
            case.unit,
            period,
            said["words"],
            until=parse_time(said["until"]),
            passphrase=said["secret"],
            out=office.folder / say("papers.kind.returned"),
            at=datetime.now(PLAN_ZONE),
            by=session.name_person(said["by"]),
        )

    def done(sent: "Sequence[SentBack]") -> None:
        numbers = "、".join(one.number for one in sent)
        parts.tell(say("office.case.neither_done", 编号=numbers, 目录=sent[0].files[0].parent), Mark.DONE)

    fields = [
        AskedField(name="words", words=say("office.ask.reason"), reason=True),
        AskedField(name="until", words=say("office.review.until"), text=format_time(file_again_by(session))),
        AskedField(name="secret", words=say("office.ask.secret"), secret=True),
        session.person_field,
    ]
    title, primary = say("office.case.neither").strip("…"), say("office.case.neither_now", n=len(case.papers))
    dialog = ask_act(parts, parent, title, effect, fields, primary, work, done)
    dialog.open()
    return dialog
