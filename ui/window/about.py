"""About 关于: version and build of the program, and the licences of all its parts."""

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from models.basics.messages import say
from models.basics.parts import parts
from models.basics.version import VERSION, build
from ui.look.widgets import button, column, label, row


class AboutWindow(QDialog):
    """The window of 关于."""

    def __init__(self, parent: QWidget) -> None:
        """Show version, build and the parts with their licences."""
        super().__init__(parent)
        self.setWindowTitle(say("about.title"))
        self.setMinimumSize(480, 360)
        listed = QPlainTextEdit("\n".join(f"{one.name} {one.version}　{one.licence}" for one in parts()))
        listed.setReadOnly(True)
        listed.setAccessibleName(say("about.parts"))
        made = build() or say("about.source")
        close = button(say("about.close"), self.accept, "primary")
        whole = column(
            label(say("about.version", 版本=VERSION), "heading"),
            label(say("about.build", 编号=made)),
            label(say("about.secret"), "quiet", wrap=True),
            label(say("about.update"), "quiet", wrap=True),
            label(say("about.parts")),
            listed,
            row(None, close),
            spacing=8,
        )
        whole.setContentsMargins(20, 16, 20, 16)
        self.setLayout(whole)
