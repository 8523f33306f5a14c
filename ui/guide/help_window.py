"""Help window (F1): what `models.help.topics` knows about the current place, beside the desk, read by keyboard.

Not modal: the desk stays usable, and while the window is open it follows the current cell.
"""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from models.basics.messages import say
from models.help.registers import Section
from models.help.topics import Topic
from ui.guide.guide_window import open_guide
from ui.look.fitting import fit
from ui.look.theme import tokens
from ui.look.widgets import button, column, row

SIZE = (470, 640)
FROM_EDGE, EDGE = 24, 14


class HelpWindow(QDialog):
    """One topic at a time."""

    def __init__(self, topic: Callable[[], Topic], parent: QWidget) -> None:
        """Show nothing yet; `topic` answers what the current place is about."""
        super().__init__(parent)
        self._desk, self._ask = parent, topic
        self.topic = Topic("", (), "")
        self.text = QTextBrowser()
        self.text.setObjectName("reading")
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(EDGE)
        self.text.setAccessibleName(say("help.title"))
        self.guide = button(say("help.to_guide"), lambda: open_guide(parent.window(), self.topic.guide))
        layout = column(self.text, row(self.guide, None, button(say("help.close"), self.close)))
        layout.setContentsMargins(12, 12, 12, 12)
        self.setLayout(layout)
        fit(self, *SIZE)
        again = QShortcut(QKeySequence.fromString("F1"), self)
        again.activated.connect(self.close)

    def open_here(self) -> None:
        """Show help about the current place, with the keyboard in the text."""
        if not self.isVisible():
            self._place()
        self.follow(shown=True)
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    def follow(self, *, shown: bool = False) -> None:
        """Show the current place when the window is open."""
        if shown or self.isVisible():
            self._show(self._ask())

    def _show(self, topic: Topic) -> None:
        if topic != self.topic:
            self.topic = topic
            self.setWindowTitle(say("help.title_of", 处=topic.title))
            self.text.setHtml(_page(topic))

    def _place(self) -> None:
        """Stand at the right edge of the desk, over the panel, so that the grid stays in sight."""
        desk = self._desk.window().geometry()
        height = min(self.height(), desk.height() - 2 * FROM_EDGE)
        self.resize(self.width(), height)
        left = desk.right() - self.width() - FROM_EDGE
        top = desk.top() + max(FROM_EDGE, (desk.height() - height) // 2)
        self.move(max(desk.left(), left), top)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the other look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self.topic.title:
            self.text.setHtml(_page(self.topic))


def _page(topic: Topic) -> str:
    """Return a topic as the rich text Qt draws; what people and plans wrote is escaped."""
    look = tokens()
    title = f'<p style="font-size:18px; font-weight:700; margin:0 0 6px 0">{escape(topic.title)}</p>'
    parts = "".join(_section(section, look.accent) for section in topic.sections)
    return f'<body style="color:{look.text}; line-height:145%">{title}{parts}</body>'


def _section(section: Section, colour: str) -> str:
    head = f'<p style="color:{colour}; font-weight:700; margin:14px 0 4px 0">{escape(section.heading)}</p>'
    lines = "".join(f'<p style="margin:0 0 5px 0">{escape(line)}</p>' for line in section.lines)
    return head + lines


def help_window(topic: Callable[[], Topic], parent: QWidget) -> HelpWindow:
    """Return a help window that does not stop the desk."""
    made = HelpWindow(topic, parent)
    made.setModal(False)
    made.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
    return made
