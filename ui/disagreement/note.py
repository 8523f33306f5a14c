"""Disagreement note: which filed returns a correction contradicts, what of this one came to be, and the way there."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import say
from models.basics.period import Period
from ui.basics.completion import Mark
from ui.disagreement.words import again_words, later_words
from ui.look.widgets import button, emptied, note, row
from ui.session.period_states import open_period
from ui.session.screen import ScreenContext

MOST = 8  # places told in one note; how many there are stands above them


class DisagreementNote(QWidget):
    """A note with a button for each of the other periods; no room is taken while everything agrees."""

    def __init__(self, desk: ScreenContext, widest: int = 0) -> None:
        """Show what is known now, and whatever it becomes; `widest` in pixels, 0 = as wide as there is room."""
        super().__init__()
        if widest:
            self.setMaximumWidth(widest)
        self._desk, self._session = desk, desk.session
        self.words: tuple[str, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._session.disagreed.connect(self.renew)
        self._session.changed.connect(self.renew)  # another period has others
        self.renew()

    def renew(self) -> None:
        """Show what `Session.disagreement` says now."""
        found, period = self._session.disagreement, self._session.period_id
        again = found.again.get(period, ())
        told = (later_words(found.later, most=MOST), again_words(again, most=MOST))
        periods = {one.period.id: one.period for one in found.later} | {one.beside.id: one.beside for one in again}
        words = tuple(line for lines in told for line in lines)
        if words == self.words:
            return
        self.words = words
        emptied(self._box)
        if words:
            self._box.addWidget(note("\n".join(words), Mark.WARNING, row(*map(self._way_to, periods.values()), None)))
        if self.parentWidget() is not None or not words:  # without a parent it would come up as a window
            self.setVisible(bool(words))

    def _way_to(self, period: Period) -> QWidget:
        return button(say("later.ui.open", 报告期=period.name), partial(self._open, period.id), "link")

    def _open(self, period: str) -> None:
        open_period(self._session, self._desk.lane, self._desk.tell, period)
