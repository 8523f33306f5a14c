"""Made pack: the pack for all that was made last, and the mail to send it with, to copy."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.look.notice import NoticeBar
from ui.look.widgets import button, label, row


class MadePack:
    """What the last step shows once the pack is there."""

    def __init__(self, path: Path, text: str, notice: NoticeBar) -> None:
        """Show where the pack lies and the text of the mail."""
        self._path, self._notice = path, notice
        self.mail = QPlainTextEdit(text)
        self.mail.setAccessibleName(say("office.first.mail_name"))
        self.mail.setFixedHeight(150)

    def parts(self) -> list[QWidget]:
        """Return the path, the mail, and what can be done with both."""
        copy = button(say("office.first.copy"), self._copy)
        show = button(say("office.first.show_folder"), self._show_folder)
        acts = QWidget()
        acts.setLayout(row(copy, show, None))
        return [label(str(self._path), "strong", wrap=True), self.mail, acts]

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.mail.toPlainText())
        self._notice.tell(say("office.first.copied"), Mark.DONE)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
