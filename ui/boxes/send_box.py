"""Send box on the filing page: the files that go to the office, their size, the folder, the words of the e-mail."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.wording.paper_texts import check_code
from models.basics.addresses import COVER, field_address
from models.basics.errors import AppError, MachineError
from models.basics.messages import CHINESE, say, say_in
from models.basics.sizes import size_words
from models.plan.plan import Means
from models.store import FiledReturn
from ui.basics.completion import Mark
from ui.basics.texts import revision_words, trouble, unbroken
from ui.files.dialogs import ask_folder
from ui.look.widgets import button, label, note, row
from ui.session.screen import ScreenContext


class SendBox(QWidget):
    """What a filed return is sent with."""

    def __init__(self, desk: ScreenContext, filed: FiledReturn, out: Path, look: Callable[[list[Path]], None]) -> None:
        """List the files in their folder; `look` shows papers page by page."""
        super().__init__()
        self._desk, self._filed, self._out = desk, filed, out
        paths = [out / name for name in filed.files]
        size = sum(path.stat().st_size for path in paths if path.exists())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            label("\n".join([*filed.files, say("window.filing.size", 大小=size_words(size))]), "", wrap=True)
        )
        layout.addWidget(label(session_channels(desk), "quiet", wrap=True))
        if code := _code(desk):
            layout.addWidget(note(say("window.filing.read_out", 核对码=unbroken(code)), Mark.HINT))
        self.copy = button(say("window.filing.copy_mail"), self.copy_mail)
        together = button(say("window.filing.put_together"), self._put_together)
        together.setToolTip(say("window.filing.put_together_tip"))
        acts = (
            button(say("window.filing.open_folder"), lambda: open_folder(out)),
            together,
            self.copy,
            button(say("window.filing.look"), lambda: look(paths)),
        )
        layout.addLayout(row(*acts, None))

    def mail_text(self) -> str:
        """Return the text of the e-mail the files go with; a letter is Chinese in every language."""
        session, filed = self._desk.session, self._filed
        return say(
            "window.filing.mail",
            单位=session.sheet.unit_name,
            期=session.period.name,
            方案=session.plan.title,
            版=revision_words(filed.revision, CHINESE),
            文件="、".join(filed.files),
            校验码=check_code(filed.digest),
            联系人=self._said(Means.PREPARED),
            电话=self._said(Means.TELEPHONE),
        )

    def _said(self, means: Means) -> str:
        session = self._desk.session
        name = session.plan.field_name(means)
        return session.sheet.cell(field_address(COVER, name)).text if name else ""

    def _put_together(self) -> None:
        chosen = ask_folder(self, say("window.filing.put_where"), str(Path.home()))
        if chosen:
            self.put_together(Path(chosen))

    def put_together(self, out: Path) -> None:
        """Put the files and the words of the mail into one folder, for a stick or a disc."""
        from forms.unit.sending import put_together

        session, words = self._desk.session, {say_in(CHINESE, "window.filing.mail_file"): self.mail_text()}
        try:
            paths = put_together(session.workspace, session.sheet, self._filed, words=words, out=out)
        except (AppError, MachineError, OSError) as error:
            self._desk.tell(trouble(error), Mark.ERROR)
            return
        self._desk.tell(
            say("window.filing.together", 文件夹=paths[0].parent, n=len(paths) - 1, 邮件=paths[-1].name), Mark.DONE
        )

    def copy_mail(self) -> None:
        """Put the text of the e-mail on the clipboard."""
        QGuiApplication.clipboard().setText(self.mail_text())
        self._desk.tell(say("window.filing.copied"), Mark.DONE)


def _code(desk: ScreenContext) -> str:
    from forms.papers.unit_key import code_to_read_out

    return code_to_read_out(desk.session.workspace.store)


def session_channels(desk: ScreenContext) -> str:
    """Return the office's sentence on how returns travel, else the program's own."""
    return desk.session.plan.words.get("channels") or say("window.filing.channels")


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
