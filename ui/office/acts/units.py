"""Unit acts: a unit is enrolled, chased, told what the check of its return came to, given the blank form."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.office.desk_lists import refused_units
from models.todo.chasing import Lack, lack_of, open_words
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.office.acts.base import DeskActs
from ui.office.acts.many import owing
from ui.office.asking import AskedField
from ui.office.doing import Said


class UnitActs(DeskActs):
    """What can be done about one unit."""

    def enrol_file(self) -> None:
        """Enrol the key of a request that came as a file: by telephone, or because the unit's old key signed for it."""
        from forms.office.unit_keys import OVERLAP

        def work(said: Said, _: Progress) -> str:
            from forms.guards.guards import paper_bytes
            from forms.office.unit_keys import enrol_paper
            from forms.papers.enrolment import request_in

            office, content, code = self.session.workspace, paper_bytes(Path(said["request"])), said["code"] or None
            if code is None and not request_in(content).renews:
                raise AppError("code_wanted")
            by, now = self.session.name_person(said["by"]), datetime.now(PLAN_ZONE)
            done = enrol_paper(office, content, said["secret"], out, code=code, since=None, at=now, by=by)
            return say("office.done.enrolled_file", 单位=done.name, 文件=done.file)

        out = self.session.workspace.folder / "登记证"
        fields = [
            AskedField(name="request", words=say("office.ask.request"), files="PDF (*.pdf)"),
            AskedField(name="code", words=say("office.ask.code_if_needed"), needed=False),
            self.session.person_field,
            AskedField(name="secret", words=say("office.ask.secret"), secret=True),
        ]
        self.ask("enrol_file", say("office.effect.enrol_file", 天=OVERLAP.days, 目录=out), fields, work)

    def chase(self, unit: str) -> None:
        """催报: note that a unit was asked, and copy the words to send; nothing where it may not be chased."""
        if unit not in owing(self.session):
            self._parts.tell(say("office.many.nobody_to_chase"), Mark.WARNING)
            return

        def work(said: Said, _: Progress) -> str:
            from forms.papers.chase import log_chases

            office, now, by = self.session.workspace, datetime.now(PLAN_ZONE), self.session.name_person(said["by"])
            log_chases(office, self.session.period_id, [unit], said["channel"], note=said["note"], at=now, by=by)
            return say("office.done.chased", 单位=self.session.unit_name(unit))

        def done(told: str) -> None:
            QGuiApplication.clipboard().setText(words)
            self.done(told)

        period = self.session.plan.periods[self.session.period_id]
        lack = lack_of(self.session.roster, unit)
        facts = {"单位": self.session.unit_name(unit), "期": period.name}
        what = open_words(self.session.matters, unit) if lack is Lack.OPEN else ""
        which = {Lack.RETURN: self._unreported(unit), Lack.STAMP: "words_stamp", Lack.OPEN: "words_open"}
        back = self.session.roster.sent_back.get(unit)
        until = (
            say("office.chase.by", 时限=format_time(back.until)) if back and back.until else say("office.chase.soon")
        )
        words = say(f"office.chase.{which[lack]}", **facts, 事项=what, 时限=until)
        fields = [
            AskedField(name="channel", words=say("office.ask.channel"), text=say("office.chase.telephone")),
            AskedField(name="note", words=say("office.ask.note"), needed=False),
            self.session.person_field,
        ]
        self.ask("chase", words, fields, work, done)

    def _unreported(self, unit: str) -> str:
        """Which words ask a unit for its return: of one that sent something they do not say that nothing came."""
        if unit in self.session.roster.returned:
            return "words_returned"
        refused = refused_units(self.session.workspace, self.session.period_id)
        return "words_refused" if unit in refused else "words"

    def approve(self, unit: str) -> None:
        """审核结果: write, sealed, what the check of the unit's return came to; told once for each return."""

        def work(said: Said, progress: Progress) -> str:
            from forms.papers.receipt import write_receipts

            office, period, now = self.session.workspace, self.session.period_id, datetime.now(PLAN_ZONE)
            by, out = self.session.name_person(said["by"]), office.folder / say("papers.kind.receipt")
            facts: dict[str, Any] = {"units": [unit], "period": period, "at": now, "by": by, "approved": True}
            if not write_receipts(office, out, said["secret"], progress=progress, **facts).files:
                raise AppError("nothing_to_approve")
            return say("office.done.approved", 单位=self.session.unit_name(unit), 目录=out)

        fields = [AskedField(name="secret", words=say("office.ask.secret"), secret=True), self.session.person_field]
        self.ask("approve", say("office.effect.approve", 单位=self.session.unit_name(unit)), fields, work)

    def blank_form(self, unit: str) -> None:
        """空白填表单: write the blank form of a unit that has no program."""
        office, period = self.session.workspace, self.session.period_id
        out = office.folder / say("office.unit.forms")

        def work(_: Progress) -> Path:
            from forms.entered.entering import blank_form

            return blank_form(office, unit, period, out, datetime.now(PLAN_ZONE).date())

        self.write(work, lambda path: say("office.unit.template_done", 文件=path))
