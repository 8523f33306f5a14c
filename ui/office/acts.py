"""Acts of the office's desk: enrol a key, chase, stamp, open a paper as it came. Each asks once and is recorded.

The person at the desk is asked for by name and remembered for the next act; passphrases are kept nowhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time, own_id, parse_time
from models.basics.reading import EntryError, read_date
from models.issued.opened_copies import copy_to_open
from models.office.desk_lists import refused_units
from models.office.signing import DecisionSheet, note_signed
from models.store.office.records import PaperRow, ReceptionRow, line_in_force
from models.todo.chasing import Lack, lack_of, open_words
from models.todo.matters import Matter
from models.todo.settling import manner_of, settle, take_up
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_folder
from ui.office.asking import AskedField
from ui.office.doing import DOING, Said, ask_act, do_apart
from ui.office.lists.codes import comparison_code
from ui.office.many_acts import owing
from ui.office.page import OfficeParts

FILLED_FORMS = "Excel, WPS (*.xlsx *.xls *.et)"
SCANS = "PDF, JPG, PNG (*.pdf *.jpg *.jpeg *.png)"


def _day(text: str) -> date:
    """Return the day a person typed. Raises AppError("not_a_day")."""
    try:
        return read_date(text).value
    except EntryError as error:
        raise AppError("not_a_day", 原文=text) from error


def _scan(path: str) -> tuple[str, bytes | None]:
    """Return name and bytes of a scan that was chosen; "" and None where none was. Raises as `named_scan`."""
    from forms.opening.evidence import named_scan

    return named_scan(Path(path) if path else None)


def _copies(text: str) -> int:
    """Return how many stamped copies came. Raises AppError("stamped_copies")."""
    if not text.isdecimal():
        raise AppError("stamped_copies")
    return int(text)


def _scan_field() -> AskedField:
    return AskedField(name="scan", words=say("office.ask.scan"), needed=False, files=SCANS)


def _stamped_fields() -> tuple[AskedField, ...]:
    """What is asked of every stamped paper: its scan, how many copies came, where they are kept."""
    return (
        _scan_field(),
        AskedField(name="copies", words=say("office.ask.copies"), text="1"),
        AskedField(name="shelf", words=say("office.ask.shelf"), needed=False),
    )


def open_copy(name: str, content: bytes) -> None:
    """Open a copy of a file with the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy_to_open(name, content))))


class PaperActs:
    """What can be done about a unit and its papers."""

    def __init__(self, parts: OfficeParts, parent: QWidget) -> None:
        """Keep the parts; dialogs stand over `parent`."""
        self._parts, self._parent, self.session = parts, parent, parts.session

    def code_of(self, row: PaperRow | None) -> str:
        """Return the 核对码 of the key that sealed a paper, in groups of four; "" for none."""
        if row is None:
            return ""
        return comparison_code(row.key)

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
        self._ask("enrol_file", say("office.effect.enrol_file", 天=OVERLAP.days, 目录=out), fields, work)

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
            self._done(told)

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
        self._ask("chase", words, fields, work, done)

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
        self._ask("approve", say("office.effect.approve", 单位=self.session.unit_name(unit)), fields, work)

    def stamp(self, unit: str) -> None:
        """盖章件: note that the stamped paper of a return of the unit came; the 校验码 printed on it tells which."""

        def work(said: Said, _: Progress) -> str:
            from models.office.stamping import note_stamped

            digest, copies = self._printed(unit, said["digest"]), _copies(said["copies"])
            name, content = _scan(said["scan"])
            done = note_stamped(
                self.session.workspace,
                digest,
                came_on=_day(said["day"]),
                scan=content,
                name=name,
                copies=copies,
                shelf=said["shelf"],
                at=datetime.now(PLAN_ZONE),
                by=self.session.name_person(said["by"]),
            )
            facts = {"单位": self.session.unit_name(unit), "日期": done.came_on, "n": done.copies}
            return say("cli.stamped_noted", **facts)

        fields = [
            AskedField(name="digest", words=say("office.ask.printed_code")),
            AskedField(name="day", words=say("office.ask.came_on"), text=f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"),
            *_stamped_fields(),
            self.session.person_field,
        ]
        self._ask("stamp", say("office.effect.stamp"), fields, work)

    def _printed(self, unit: str, code: str) -> str:
        """Return the digest of the unit's return on whose pages a 校验码 is printed. Raises "no_such_printed_code"."""
        from forms.office.references import digest_named

        papers = self.session.workspace.store.papers(unit)
        try:
            return digest_named((row.digest for row in papers), code)
        except AppError as error:
            raise AppError("no_such_printed_code", 单位=self.session.unit_name(unit), 校验码=code) from error

    def blank_form(self, unit: str) -> None:
        """空白填表单: write the blank form of a unit that has no program."""
        office, period = self.session.workspace, self.session.period_id
        out = office.folder / say("office.unit.forms")

        def work(_: Progress) -> Path:
            from forms.entered.entering import blank_form

            return blank_form(office, unit, period, out, datetime.now(PLAN_ZONE).date())

        self._write(work, lambda path: say("office.unit.template_done", 文件=path))

    def _write(self, work: Callable[[Progress], object], told: Callable[[Any], str]) -> None:
        """Write files in the background; nothing of what the desk shows is another then."""

        def failed(error: BaseException) -> None:
            self._parts.tell(trouble(error), Mark.WARNING)

        words = say(DOING)
        self._parts.tell(words, Mark.HINT)
        self._parts.lane.run(
            self._parent, work, lambda found: self._parts.tell(told(found), Mark.DONE), failed, words=words
        )

    def enter(self, unit: str) -> None:
        """代录: keep what was typed from the unit's stamped paper; another person checks it among the rulings."""

        def work(said: Said, _: Progress) -> str:
            from forms.entered.entering import type_in
            from forms.opening.evidence import read_scan
            from models.office.entering import StampedSource

            came, now = parse_time(said["at"]), datetime.now(PLAN_ZONE)
            copies, day = _copies(said["copies"]), came.astimezone(PLAN_ZONE).date()
            source = StampedSource(came_on=day, copies=copies, shelf=said["shelf"])
            type_in(
                self.session.workspace,
                unit,
                self.session.period_id,
                Path(said["form"]),
                source,
                read_scan(Path(said["scan"])) if said["scan"] else None,
                reason=said["reason"],
                registered=came,
                by=self.session.name_person(said["by"]),
                at=now,
            )
            return say("office.entry.typed", 单位=self.session.unit_name(unit))

        fields = [
            AskedField(name="form", words=say("office.ask.form"), files=FILLED_FORMS),
            AskedField(name="at", words=say("office.ask.registered"), text=format_time(datetime.now(PLAN_ZONE))),
            *_stamped_fields(),
            AskedField(name="reason", words=say("office.ask.why_again"), needed=False, reason=True),
            self.session.person_field,
        ]
        self._ask("enter", say("office.effect.enter"), fields, work)

    def sign(self, sheet: DecisionSheet, about: str) -> None:
        """登记签字: note that both persons signed a 认定单 or 审定单 about a unit or an indicator."""

        def work(said: Said, _: Progress) -> str:
            name, content = _scan(said["scan"])
            by, now = self.session.name_person(said["by"]), datetime.now(PLAN_ZONE)
            done = note_signed(
                self.session.workspace, sheet, day=_day(said["day"]), scan=content, name=name, at=now, by=by
            )
            return say("cli.signed_noted", 谁=about, 名=paper, 日期=done.signed.day if done.signed else "")

        paper = say(f"papers.kind.{sheet.kind}")
        fields = [
            AskedField(name="day", words=say("office.ask.signed_on"), text=f"{datetime.now(PLAN_ZONE):%Y-%m-%d}"),
            _scan_field(),
            self.session.person_field,
        ]
        self._ask("sign", say("office.effect.sign", 谁=about, 名=paper), fields, work)

    def correct_reception(self, row: PaperRow) -> None:
        """更正登记: when, how or through whom a paper came was written down wrongly; the earlier line stays."""
        office = self.session.workspace
        came = line_in_force(office.store.receptions(row.digest), row.key)
        when, channel, handler = format_time(row.registered), came.channel if came else "", came.by if came else ""

        def work(said: Said, _: Progress) -> str:
            from forms.office.register import correct_reception

            registered = parse_time(said["at"]) if said["at"] != when else None
            how = said["channel"] if said["channel"] != channel else None
            whom = said["handler"] if said["handler"] != handler else None
            now, by, why = datetime.now(PLAN_ZONE), self.session.name_person(said["by"]), said["reason"]
            correct_reception(
                office, row.digest, registered=registered, channel=how, handler=whom, reason=why, by=by, at=now
            )
            return say("office.done.reception", 单位=self.session.unit_name(row.unit))

        fields = [
            AskedField(name="at", words=say("office.ask.registered"), text=when),
            AskedField(name="channel", words=say("office.ask.channel"), text=channel, needed=False),
            AskedField(name="handler", words=say("office.ask.handler"), text=handler),
            AskedField(name="reason", words=say("office.ask.reason"), reason=True),
            replace(self.session.person_field, words=say("office.ask.corrected_by")),
        ]
        effect = say("office.effect.reception", 单位=self.session.unit_name(row.unit), n=row.revision)
        self._ask("reception", effect, fields, work)

    def settle(self, matter: Matter, name: str) -> None:
        """结转: carry a matter over with one sentence."""
        office = self.session.workspace
        manner = say(f"todo.manner.{manner_of(office, matter)}")

        def work(said: Said, _: Progress) -> str:
            by = self.session.name_person(said["by"])
            settle(office, matter, said["reason"], by=by, at=datetime.now(PLAN_ZONE))
            return say("office.done.settled", 谁=name, 方式=manner)

        fields = [AskedField(name="reason", words=say("office.ask.reason"), reason=True), self.session.person_field]
        effect = say("office.effect.settle", 谁=name, 事=matter.what.words, 方式=manner)
        self._ask("settle", effect, fields, work)

    def take_up(self, matter: Matter, name: str) -> None:
        """Take a settled matter up again."""
        office = self.session.workspace

        def work(_: Progress) -> None:
            take_up(office, matter, by=person_of(office.store), at=datetime.now(PLAN_ZONE))

        do_apart(self._parts, self._parent, work, lambda _: self._done(say("office.done.taken_up", 谁=name)))

    def open_paper(self, row: PaperRow | None) -> None:
        """Open a paper as it came, from a copy, with the system's own program."""
        if row is None:
            return
        office = self.session.workspace
        forms = sorted(office.store.forms(row.digest), key=lambda form: form.kind != "pdf")
        content = office.store.form_bytes(forms[0].sha256) if forms else None
        if content is None:
            self._parts.tell(say("office.no_file"), Mark.WARNING)
            return
        name = f"{row.unit}_{own_id(row.period)}_{row.revision}_{row.digest[:6]}.{forms[0].kind}"
        open_copy(name, content)

    def choose_keep(self, row: PaperRow | ReceptionRow | None) -> None:
        """原件: ask for a folder and write the files of a paper there exactly as they came."""
        if row is not None and (chosen := ask_folder(self._parent, say("office.paper.keep"))):
            self.keep(row, Path(chosen))

    def keep(self, row: PaperRow | ReceptionRow, folder: Path) -> None:
        """Write the files of a paper, or of one that could not be received, into a folder exactly as they came."""
        office, named = self.session.workspace, row.digest if isinstance(row, PaperRow) else row.sha256

        def work(_: Progress) -> Sequence[Path]:
            from forms.office.register import export_paper

            return export_paper(office, named, folder)[1]

        self._write(work, lambda files: say("office.paper.kept", 文件="、".join(map(str, files))))

    def _ask(
        self,
        name: str,
        effect: str,
        fields: list[AskedField],
        work: Callable[[Said, Progress], str],
        done: Callable[[str], None] | None = None,
    ) -> None:
        title, primary = say(f"office.ask.{name}"), say(f"office.ask.{name}_now")
        self.dialog = ask_act(self._parts, self._parent, title, effect, fields, primary, work, done or self._done)
        self.dialog.open()

    def _done(self, words: str) -> None:
        self._parts.tell(words, Mark.DONE)
