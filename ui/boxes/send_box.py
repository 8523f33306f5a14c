"""Send box on the filing page: the files that go to the office, their size, the folder, the words of the e-mail."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import CHINESE, language_in_use
from models.basics.sizes import size_words
from models.store import FiledReturn
from ui.basics.completion import Mark
from ui.basics.texts import say, say_for
from ui.look.widgets import button, label, row
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
        layout.addWidget(label("\n".join([*filed.files, say("filing.size", 大小=size_words(size))]), "", wrap=True))
        acts = (
            button(say("filing.open_folder"), lambda: open_folder(out)),
            button(say("filing.copy_mail"), self.copy_mail),
            button(say("filing.look"), lambda: look(paths)),
        )
        layout.addLayout(row(*acts, None))

    def mail_text(self) -> str:
        """Return the text of the e-mail the files go with; a letter is Chinese in every language."""
        session, filed = self._desk.session, self._filed
        return say(
            "filing.mail",
            单位=session.sheet.unit_name,
            期=session.period.name,
            方案=session.plan.title,
            版=revision_words(filed.revision, CHINESE),
            文件="、".join(filed.files),
        )

    def copy_mail(self) -> None:
        """Put the text of the e-mail on the clipboard."""
        QGuiApplication.clipboard().setText(self.mail_text())
        self._desk.tell(say("filing.copied"), Mark.DONE)


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def revision_words(revision: int, language: str | None = None) -> str:
    """Return what a revision is called: 初报, 第1次订正 …"""
    key = "filing.first" if revision == 1 else "filing.correction"
    return say_for(language or language_in_use(), key, n=revision - 1)
