"""Dispute line: a place two offices answered differently, in two lines — the sentence, and a button for each answer.

Mine stays until one is taken. Answers that say the same share a button; what has no room is in a menu.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout

from models.basics.messages import say
from models.basics.quantity import grouped
from models.filling.slices import Conflict, Supply
from ui.answers.grid_line import GridLine
from ui.basics.completion import Mark
from ui.basics.places import place_words
from ui.look.marks import MarkLabel
from ui.look.widgets import PressedByEnter, button, label, row
from ui.session.gathering import decide
from ui.session.screen import ScreenContext
from ui.tables.lists.gathered_words import mine_words, said_words, use_mine

GAP, SIDES = 8, 12


class DisputeLine(GridLine):
    """One place to be decided."""

    def __init__(self, desk: ScreenContext, dispute: Conflict, back: Callable[[], None]) -> None:
        """Offer the answers; `back` goes to the cell."""
        super().__init__(back)
        self._desk, self._dispute = desk, dispute
        self._mine = grouped(mine_words(desk.session, dispute.place))
        self._place = place_words(desk.session.sheet, dispute.place)
        self.setObjectName("answer-error")
        words = say(f"window.slices.differ{'' if self._mine else '_blank'}", 处=self._place, 数=self._mine)
        self.setAccessibleName(words)
        self.answers = [button(text, act) for text, act in self._choices()]
        for one in self.answers:
            one.setMaximumWidth(one.sizeHint().width())
        self.ask = button(say("window.slices.ask"), self._copy_question, "link")
        self._menu = QMenu(self)
        self.more = PressedByEnter()
        self.more.setMenu(self._menu)
        self.more.hide()
        head = row(MarkLabel(Mark.DECIDE), label(words, wrap=True))
        head.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDES, 4, SIDES, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addLayout(row(*self.answers, self.more, self.ask, None, spacing=GAP))

    def _choices(self) -> list[tuple[str, Callable[[], None]]]:
        """Mine, then each answer with who gave it."""
        of: dict[str, list[Supply]] = {}
        for one in self._dispute.supplies:
            of.setdefault(one.said, []).append(one)
        found: list[tuple[str, Callable[[], None]]] = []
        found.append((use_mine(self._mine), partial(decide, self._desk, self._dispute.place, None)))
        for same in of.values():
            who = (
                say("window.slices.several", 科室=same[0].supplier, n=len(same)) if len(same) > 1 else same[0].supplier
            )
            act = partial(decide, self._desk, self._dispute.place, same[0].supplier)
            figure = grouped(said_words(self._desk.session.sheet, same[0]))
            found.append((say("window.slices.use", 科室=who, 数=figure), act))
        return found

    def _copy_question(self) -> None:
        """Put a question to the offices that differ on the clipboard."""
        said = (
            say("window.slices.said", 科室=one.supplier, 数=said_words(self._desk.session.sheet, one))
            for one in self._dispute.supplies
        )
        words = say("window.slices.question", 处=self._place, 答=say("window.overview.comma").join(said))
        QGuiApplication.clipboard().setText(words)
        self._desk.tell(say("window.slices.question_copied"), Mark.DONE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as there is room for; the others are in the menu."""
        super().resizeEvent(event)
        wanted = [one.sizeHint().width() + GAP for one in self.answers]
        room = self.width() - 2 * SIDES - self.ask.sizeHint().width()
        self.more.setText(say("window.slices.others", n=len(wanted)))
        kept = len(wanted)
        if sum(wanted) > room:
            room -= self.more.sizeHint().width() + GAP
            while kept > 1 and sum(wanted[:kept]) > room:
                kept -= 1
        self._menu.clear()
        for n, one in enumerate(self.answers):
            one.setVisible(n < kept)
            if n >= kept:
                self._menu.addAction(one.text().replace("&", "&&")).triggered.connect(one.click)
        self.more.setText(say("window.slices.others", n=len(wanted) - kept))
        self.more.setVisible(kept < len(wanted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from button to button."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> bool:
        """Take the keyboard to the first answer."""
        self.answers[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True
