"""Office top: the bar over the office's desk — whose desk, which period, due when, and the equation of the period."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QToolButton, QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.ledger.roster import missing_facts
from ui.basics.texts import due_text
from ui.frame.bars import ABOUT, SIDES, PeriodBox
from ui.look.widgets import Cut, Equation, OneLine, button, frame, label, row
from ui.office.session import OfficeSession

WIDEST, NARROW_PERIOD, LEAST_PERIOD = 400, 210, 150  # pixels: of the box of periods
GIVES_WAY = 1000  # a stretch: a long name of an office is cut before any figure beside it


class OfficeTop(QWidget):
    """Whose desk, which period, due when, and the equation of the period."""

    period_chosen = Signal(str)
    receive_wanted = Signal()

    def __init__(self, menu: QToolButton) -> None:
        """Build the bar."""
        super().__init__()
        self._office, self._due, self.equation = OneLine("", "unit", cut=Cut.MIDDLE), OneLine("", "quiet"), Equation()
        self._beside = OneLine("", "quiet")
        self._narrow, self._whole, self._short = False, "", ""  # what the equation says, with and without its words
        self._test = label(say("window.top.test"), "test")
        self._test.setFixedHeight(22)
        self.periods = PeriodBox()
        self.periods.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.periods.setAccessibleName(say("window.top.period"))
        self.periods.activated.connect(lambda _: self.period_chosen.emit(self.periods.currentData()))
        menu.setAccessibleName(say("window.menu.title"))
        receive = self.receive = button(say("office.receive"), self.receive_wanted.emit)
        parts = (self._office, self._test, 4, self.periods, 12, self._due, None, self.equation, 8, self._beside, 8)
        line = self._line = row(*parts, receive, menu, spacing=6)
        self._office.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line.setStretchFactor(self._office, GIVES_WAY)
        self.setLayout(row(frame(line, "bar", ABOUT, SIDES), spacing=0))

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the room to the equation."""
        for one in (self._due, self._beside):
            one.setVisible(not narrow)
        self._narrow = narrow
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep every figure of the equation in sight."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say the equation as fully as there is room for.

        What stands beside it gives way, then its words, its gaps, and the period's name.
        """
        close = self._short.replace(" ", "")
        steps = [(self._short, NARROW_PERIOD), (close, NARROW_PERIOD), (close, LEAST_PERIOD)]
        if not self._narrow:  # office and due time whole first, then cut: figures never are
            steps = [(self._whole, WIDEST), (self._whole, NARROW_PERIOD), (self._short, NARROW_PERIOD)]
            for beside, some in ((True, steps[:2]), (False, steps[:2]), (True, steps[2:])):
                self._beside.setVisible(beside)
                if self._fits(some, self._line.sizeHint):
                    return
            steps += [(close, NARROW_PERIOD), (close, LEAST_PERIOD)]
        self._fits(steps, self._line.minimumSize)

    def _fits(self, steps: list[tuple[str, int]], asked: Callable[[], QSize]) -> bool:
        """Take the first step whose room is there, else the last."""
        for text, period in steps:
            self.equation.setText(text)
            self.periods.setMaximumWidth(period)
            if asked().width() <= self.width():
                return True
        return False

    def show_session(self, session: OfficeSession) -> None:
        """Show office, periods, due time and the equation."""
        self._office.setText(session.name)
        self._test.setVisible(session.test)
        self.periods.show_periods(session.workspace.period_names(), session.period_id)
        waits = set(session.roster.expected) - set(session.roster.received)
        # nothing runs out any more, and nobody is late, once everybody has filed
        name = session.workspace.plan.period_name(session.period_id)
        self._due.setText(due_text(session.due, datetime.now(PLAN_ZONE) if waits else None, name))
        expected, *parts = session.roster.equation
        facts: dict[str, object] = dict(zip(("已收", "退回", "待核实"), parts[:3], strict=True))
        facts |= missing_facts(session.roster, "todo.roster", why=False)  # until when stands beside it
        self._whole = say("office.equation", 应报=expected, **facts)
        self._short = say("office.equation_short", 应报=expected, **facts)
        self.equation.setToolTip(self._whole)
        self._beside.setText(say("office.beside", n=len(session.roster.late), m=session.stamped))
        self._fit()
