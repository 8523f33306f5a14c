"""Meeting 会议显示 (F11): the figures alone, 125 % large over the whole screen, for people who sit before a projector.

Only 指标汇总 and 对账 are shown. No name of a person, no telephone, no code and nothing that acts is on the screen.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.look.widgets import Cut, OneLine, button, frame, label, row
from ui.office.session import OfficeSession

PAGES = ("summary", "differences")
SCALE = 1.25


class MeetingBar(QWidget):
    """Whose figures, of which period; the two pages, and the way out."""

    def __init__(self, go: Callable[[str], None], end: Callable[[], None]) -> None:
        """Build the bar; hidden until a meeting begins."""
        super().__init__()
        self._whose, self._period = OneLine("", "title", cut=Cut.MIDDLE), OneLine("", "title")
        self._test = label(say("window.top.test"), "test")
        self.pages = {key: button("", partial(go, key), "state") for key in PAGES}
        for one in self.pages.values():
            one.setCheckable(True)
        self.end = button(say("office.meeting.end"), end)
        line = row(self._whose, 8, self._test, 8, self._period, None, *self.pages.values(), 12, self.end, spacing=8)
        self.setLayout(row(frame(line, "bar", 10, 16), spacing=0))
        self.hide()

    def show_session(self, session: OfficeSession, titles: Mapping[str, str], page: str) -> None:
        """Show office, period and which page is open."""
        self._whose.setText(session.name)
        self._test.setVisible(session.test)
        self._period.setText(session.plan.periods[session.period_id].name)
        for key, one in self.pages.items():
            one.setText(titles[key])
            one.setChecked(key == page)
