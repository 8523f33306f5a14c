"""About 关于: version and build of the program, and the licences of all its parts."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from models.basics.messages import say
from models.basics.version import VERSION, build
from models.system.parts import parts
from ui.basics import journal
from ui.basics.texts import trouble
from ui.files.dialogs import ask_where_to_write
from ui.look.widgets import button, column, label, row


class AboutWindow(QDialog):
    """The window of 关于."""

    def __init__(self, parent: QWidget) -> None:
        """Show version, build and the parts with their licences."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # it is made anew each time
        self.setWindowTitle(say("about.title"))
        self.setMinimumSize(480, 360)
        listed = QPlainTextEdit("\n".join(f"{one.name} {one.version}　{one.licence}" for one in parts()))
        listed.setReadOnly(True)
        listed.setAccessibleName(say("about.parts"))
        made = build() or say("about.source")
        self.told = label("", "small", wrap=True)
        logs = button(say("about.logs"), self._choose)
        close = button(say("about.close"), self.accept, "primary")
        whole = column(
            label(say("about.version", 版本=VERSION), "heading"),
            label(say("about.build", 编号=made)),
            label(say("about.secret"), "quiet", wrap=True),
            label(say("about.update"), "quiet", wrap=True),
            label(say("about.parts")),
            listed,
            label(say("about.logs_words"), "quiet", wrap=True),
            self.told,
            row(logs, None, close),
            spacing=8,
        )
        whole.setContentsMargins(20, 16, 20, 16)
        self.setLayout(whole)

    def _choose(self) -> None:
        chosen = ask_where_to_write(self, say("about.logs"), say("about.logs_file"), "ZIP (*.zip)")
        if chosen:
            self.save_logs(Path(chosen))

    def save_logs(self, path: Path) -> None:
        """Pack the journal and the crash reports into a file, to be sent to support."""
        from ui.files.chosen import write_chosen

        try:
            path = write_chosen(path, ".zip", journal.packed())
        except OSError as error:
            self.told.setText(trouble(error))
            return
        self.told.setText(say("about.logs_saved", 文件=path))
