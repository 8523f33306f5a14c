"""Packs: the packs of the current plan and of every other plan whose pack is due are made, as `office pack` makes them.

The folder is asked for, then the passphrase and who acts; the files and the mail's text are shown when it is done.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from models.basics.messages import in_words, say
from models.basics.period import PLAN_ZONE
from models.basics.records import dataclass
from models.plan.plan import Plan
from models.workspace.office_workspace import OfficeWorkspace
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.files.dialogs import ask_folder
from ui.look.fitting import fit
from ui.look.widgets import button, column, label, row, scrolled
from ui.office.asking import AskedField, FieldsDialog
from ui.office.doing import Said, ask_act
from ui.office.page import OfficeParts
from ui.office.work_bar import WorkBar

WIDTH, MAIL_HEIGHT, AROUND = 640, 190, 170  # AROUND: the title's sentence, the buttons and the edges, in height
FILE_HEIGHT = 36  # a path may take two lines


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePacks:
    """What was made: the files, and the text of the e-mail to send each with, one after the other."""

    files: tuple[Path, ...]
    mail: str


class PackActs:
    """生成任务包."""

    def __init__(self, parts: OfficeParts, parent: QWidget) -> None:
        """Keep the parts; dialogs stand over `parent`."""
        self._parts, self._parent, self.session = parts, parent, parts.session
        self.dialog: FieldsDialog | None = None
        self.bar: WorkBar | None = None
        self.made: MadeDialog | None = None

    def ask(self) -> None:
        """Ask for a folder, then for the passphrase."""
        if chosen := ask_folder(self._parent, say("office.pack.folder")):
            self.ask_secret(Path(chosen))

    def ask_secret(self, out: Path) -> None:
        """Ask for the passphrase and who acts, under the plans whose packs will be made; then make them."""
        from forms.papers.pack import packs_due

        office = self.session.workspace
        plans = (office.plan, *packs_due(office))

        def work(said: Said, progress: Progress) -> MadePacks:
            by = self.session.name_person(said["by"])
            return make_packs(office, plans, said["secret"], out, by, progress)

        def done(made: MadePacks) -> None:
            self._parts.tell(say("office.pack.done", n=len(made.files), 目录=out), Mark.DONE)
            self.made = MadeDialog(self._parent, made)
            self.made.open()

        fields = [AskedField(name="secret", words=say("office.ask.secret"), secret=True), self.session.person_field]
        listed = [say("office.pack.plan", 方案=plan.short_title, 版本=plan.version) for plan in plans]
        title, effect = say("office.pack.title"), say("office.pack.effect", 目录=out)
        primary = say("office.first.pack.go")
        more: dict[str, Any] = {"words": say("office.many.writing"), "stopped": say("office.pack.stopped")}
        more |= {"listed": listed, "stops": True}
        self.dialog = ask_act(self._parts, self._parent, title, effect, fields, primary, work, done, **more)
        self.bar = self.dialog.findChild(WorkBar)
        self.dialog.open()


def make_packs(
    office: OfficeWorkspace, plans: Sequence[Plan], secret: str, out: Path, by: str, progress: Progress
) -> MadePacks:
    """Issue the pack of each plan into a folder; one whose plan and settings are as they were is written again.

    Raises as `issue_pack`. What was issued before a failure stays issued, and is written again the next time.
    """
    from forms.papers.pack import issue_pack, pack_mail

    files: list[Path] = []
    mails: list[str] = []
    for number, plan in enumerate(plans):
        progress(number, len(plans))
        one = office.in_plan(plan.id)
        with in_words(plan.words):
            files.extend(issue_pack(one, secret, out, at=datetime.now(PLAN_ZONE), by=by).paths)
        mails.append(pack_mail(one))
    return MadePacks(files=tuple(files), mail="\n\n".join(mails))


class MadeDialog(QDialog):
    """The files that were made, and the text of the e-mail that goes with them."""

    def __init__(self, parent: QWidget, made: MadePacks) -> None:
        """Show what was made."""
        super().__init__(parent)
        self.setWindowTitle(say("office.pack.title"))
        self._folder = made.files[0].parent
        self.mail = QPlainTextEdit(made.mail)
        self.mail.setAccessibleName(say("office.first.mail_name"))
        self.mail.setMinimumHeight(MAIL_HEIGHT)
        self.copy = button(say("office.first.copy"), self._copy)
        show = button(say("office.first.show_folder"), self._show_folder)
        close = button(say("office.pack.close"), self.accept, "primary")
        self._said = label("", "quiet")
        files = [label(str(one), "strong", wrap=True) for one in made.files]
        buttons = row(self.copy, show, self._said, None, close)
        read = scrolled(column(label(say("office.pack.send"), wrap=True), *files, self.mail, spacing=12))
        whole = column(read, buttons, spacing=12)
        whole.setContentsMargins(20, 16, 20, 16)
        self.setLayout(whole)
        fit(self, WIDTH, AROUND + MAIL_HEIGHT + FILE_HEIGHT * len(files))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.mail.toPlainText())
        self._said.setText(say("office.first.copied"))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
