"""Renaming 更名: a unit is called otherwise from a day on; what came and was issued before keeps the name it had."""

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.reading import EntryError, read_date
from ui.basics.completion import Mark
from ui.basics.jobs import PAINTED, Progress
from ui.office.asking import AskedField, FieldsDialog
from ui.office.doing import Said, ask_act
from ui.office.page import OfficeParts


def ask_new_name(parts: OfficeParts, parent: QWidget, unit: str) -> FieldsDialog:
    """Open the dialog that gives a unit another name; then all is opened anew, in the plan that has it, at its page."""
    session = parts.session
    before = session.plan.units[unit].names[-1].name

    def work(said: Said, _: Progress) -> str:
        from models.planning.renaming import rename_unit

        try:
            since = read_date(said["since"]).value
        except EntryError as error:
            raise AppError("not_a_day", 原文=said["since"]) from error
        by = session.name_person(said["by"])
        rename_unit(session.workspace, unit, said["name"], since, by=by, document=said["document"])
        return say("office.done.renamed", 单位=before, 日=since, 名称=said["name"])

    def done(words: str) -> None:
        parts.tell(say("office.plan.working", 事=say("office.plan.making_anew")), Mark.HINT)
        # the window stands still while the desk is made anew: the dialog is gone first
        QTimer.singleShot(PAINTED, session, lambda: session.open_anew(words, unit))

    fields = [
        AskedField(name="name", words=say("office.ask.new_name")),
        AskedField(name="since", words=say("office.ask.name_since"), text=f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"),
        AskedField(name="document", words=say("office.case.given_document")),
        session.person_field,
    ]
    effect = say("office.effect.rename", 单位=before)
    title, primary = say("office.ask.rename"), say("office.ask.rename_now")
    dialog = ask_act(parts, parent, title, effect, fields, primary, work, done, shows=False)
    dialog.open()
    return dialog
