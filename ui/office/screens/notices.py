"""Notices 通报与报表: the sets issued for a period, what has moved since each, and the acts that make them."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time
from models.desk.changes import changes, facts_of
from models.store.office.records import NoticeRow
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Progress, Stopped
from ui.basics.texts import trouble
from ui.look.signs import Sign
from ui.look.widgets import button, row
from ui.office.acts.many import Archiving
from ui.office.asking import AskedField, FieldsDialog
from ui.office.doing import do_apart
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head

if TYPE_CHECKING:
    from forms.office.issuing import Issued


class NoticesPage(OfficePage):
    """通报与报表."""

    key = "notices"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        self.dialog: FieldsDialog | None = None
        self._job: Job | None = None
        heads = [
            TableHead(text=say("office.notices.number"), width=84),
            TableHead(text=say("office.notices.at"), width=140),
            TableHead(text=say("office.notices.by"), width=96),
            TableHead(text=say("office.notices.moved"), width=120),
            TableHead(text=say("office.notices.files"), width=0),
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.grid.empty = say("office.notices.empty")
        self.grid.opened.connect(lambda key: self.list_changes())
        self.draft = button(say("office.notices.draft"), self.write_draft)
        self.correct = button(say("office.notices.correct"), self.ask_correction)
        self.listing = button(say("office.notices.list"), self.list_changes)
        self.again = button(say("office.notices.again"), self.reprint)
        self.built(self._head, self.grid, self.draft, self.correct, self.listing, self.again)
        self.archiving = Archiving(parts, self)
        self.archives = [
            button(say(f"office.notices.archive_{name}"), partial(self.archiving.ask, None, whole=whole), "link")
            for name, whole in (("period", False), ("plan", True))
        ]
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            layout.addLayout(row(None, *self.archives, spacing=12))

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.notices.title")

    @property
    def folder(self) -> Path:
        """Where the papers of this page are written."""
        return self.session.workspace.folder / say("office.notices.folder")

    def show_now(self) -> None:
        """Show what was issued for the period, the latest first, with how much has moved since."""
        rows = self.session.workspace.store.notices(self.session.period_id)
        self._head.setText(say(f"office.notices.{'head' if rows else 'head_none'}", n=len(rows)))
        self.grid.show_rows([self._row(one) for one in reversed(rows)])
        self._able()

    def _row(self, one: NoticeRow) -> TableRow:
        moved = self._moved(one)
        words = say("office.notices.moved_n", n=moved) if moved else say("office.notices.moved_none")
        return TableRow(
            key=str(one.number),
            cells=(
                TableCell(text=say("office.notices.number_n", n=one.number), bold=True),
                TableCell(text=format_time(one.at)),
                TableCell(text=one.by),
                TableCell(text=words, sign=Sign.DIFFERENCE if moved else Sign.RECEIVED),
                TableCell(text="、".join(json.loads(one.files)), tone="quiet", small=True),
            ),
        )

    def _moved(self, one: NoticeRow) -> int:
        city = self.session.workspace.city(self.session.period_id)
        return len(changes(city, json.loads(one.facts), facts_of(city, self.session.summary)))

    def chosen(self) -> int | None:
        """Return the number of the line in hand, else the last one issued; None where nothing was."""
        rows = self.session.workspace.store.notices(self.session.period_id)
        key = self.grid.current_key()
        return int(key) if key else rows[-1].number if rows else None

    def primary(self) -> str:
        """Issue the papers of the period; while something is written, stop that."""
        return say("office.stop" if self._job is not None else "office.notices.issue")

    def do(self) -> None:
        """Ask for what a person adds, then issue; while something is written, stop that."""
        if self._job is not None:
            self._job.stop()
            return
        fields = [
            AskedField(name="document", words=say("office.notices.document"), needed=False),
            AskedField(name="copies", words=say("office.notices.copies"), needed=False),
            self.session.person_field,
        ]
        self._ask("issue", say("office.notices.issue_effect"), fields, lambda said: self._issue(said, None))

    def ask_correction(self) -> None:
        """Ask why, then issue a 更正通报 of the chosen number."""
        number = self.chosen()
        if number is None:
            return
        fields = [
            AskedField(name="reason", words=say("office.ask.reason"), reason=True),
            AskedField(name="document", words=say("office.notices.document"), needed=False),
            self.session.person_field,
        ]
        effect = say("office.notices.correct_effect", n=number)
        self._ask("correct", effect, fields, lambda said: self._issue(said, number))

    def _issue(self, said: Mapping[str, str], corrects: int | None) -> None:
        by = self.session.name_person(said["by"])
        document, copies, reason = said["document"], said.get("copies", ""), said.get("reason", "")
        office, period, folder = self.session.workspace, self.session.period_id, self.folder

        def work(progress: Progress) -> "Issued":
            from forms.office.issuing import Wording, issue

            wording = Wording(document=document, copies=copies, corrects=corrects, reason=reason)
            at = datetime.now(PLAN_ZONE)
            return issue(office, period, folder, at=at, by=by, wording=wording, progress=progress)

        self._run("issuing", work, "issued")

    def write_draft(self) -> None:
        """Write the 汇总表 as it stands now, without a number."""
        office, period, folder = self.session.workspace, self.session.period_id, self.folder
        roster, summary = self.session.roster, self.session.summary

        def work(_: Progress) -> Path:
            from forms.summary.book import write_summary

            return write_summary(office, office.city(period), roster, summary, folder)[0]

        self._run("drafting", work, "drafted")

    def list_changes(self) -> None:
        """Write what moved since the chosen number was issued."""
        number, office = self.chosen(), self.session.workspace
        if number is None:
            return
        period, folder, by = self.session.period_id, self.folder, person_of(office.store)

        def work(_: Progress) -> "Issued":
            from forms.office.issuing import moved_since

            return moved_since(office, period, number, folder, at=datetime.now(PLAN_ZONE), by=by)

        self._run("listing", work, "listed")

    def reprint(self) -> None:
        """Write the papers of the chosen number again, byte for byte."""
        number, office = self.chosen(), self.session.workspace
        if number is None:
            return
        period, folder = self.session.period_id, self.folder

        def work(_: Progress) -> "Issued":
            from forms.office.issuing import reprint

            return reprint(office, period, number, folder)

        self._run("reprinting", work, "reprinted")

    def _run(self, doing: str, work: Callable[[Progress], "Issued | Path"], done: str) -> None:
        """Do it in the background, with progress; the button at the bottom stops it, and nothing was issued then."""
        words = say(f"office.notices.{doing}")

        def failed(error: BaseException) -> None:
            self._over()
            if isinstance(error, Stopped):
                self.parts.tell(say("office.notices.stopped"), Mark.HINT)
            else:
                self.parts.tell(trouble(error), Mark.WARNING if isinstance(error, AppError) else Mark.ERROR)

        def finished(found: "Issued | Path") -> None:
            self._over()
            if isinstance(found, Path):
                self.parts.tell(say(f"office.notices.{done}", 文件=found), Mark.DONE)
                return
            said = "standing" if done == "issued" and found.reissued else done
            facts = {"n": found.number, "处": len(found.changes), "目录": self.folder}
            self.parts.tell(say(f"office.notices.{said}", **facts), Mark.DONE)

        self._job = do_apart(self.parts, self, work, finished, failed, words=words)
        self._job.progress.connect(lambda n, of: self.parts.tell(f"{words} {n}/{of}", Mark.HINT))
        self.parts.tell(words, Mark.HINT)
        self._able()
        self.primary_changed.emit()

    def _over(self) -> None:
        self._job = None
        self._able()
        self.primary_changed.emit()

    def _able(self) -> None:
        """One act at a time; what is about a number needs one."""
        rows = self.session.workspace.store.notices(self.session.period_id)
        self.draft.setEnabled(self._job is None)
        for one in (self.correct, self.listing, self.again):
            one.setEnabled(bool(rows) and self._job is None)

    def _ask(self, name: str, effect: str, fields: list[AskedField], take: Callable[[Mapping[str, str]], None]) -> None:
        title, now = say(f"office.notices.{name}"), say(f"office.notices.{name}_now")
        self.dialog = FieldsDialog(self, title, effect, fields, now, take)
        self.dialog.open()
