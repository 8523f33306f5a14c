"""Due table: one line for each period — who files, when it is due — and one rule that fills the empty ones."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSpinBox, QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time, parse_time
from models.plan.plan import Plan
from models.settings.settings import Settings
from models.sheet.fillable import expected_units
from ui.basics.texts import trouble
from ui.look.focus import leave_wheel
from ui.look.widgets import button, column, label, row

CLOSES = time(17, 30)
DAY_MOST = 60


class DueTable(QWidget):
    """A line for each period."""

    changed = Signal()

    def __init__(self, plan: Plan, due: Mapping[str, str]) -> None:
        """Show the periods with what was typed before."""
        super().__init__()
        self._plan = plan
        self.edits: dict[str, QLineEdit] = {}
        self._notes = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(3, 1)
        for number, period in enumerate(plan.periods.values()):
            edit = QLineEdit(due.get(period.id, ""))
            edit.setPlaceholderText(say("office.first.due_later"))
            edit.setAccessibleName(say("office.keys.due", 期=period.name))
            edit.setFixedWidth(180)
            edit.textChanged.connect(self._tell)
            files = len(expected_units(plan, Settings(), period.id))
            note = label("", "quiet")
            self.edits[period.id], self._notes[period.id] = edit, note
            parts = (label(period.name), label(say("office.first.files", n=files), "quiet"), edit, note)
            for place, part in enumerate(parts):
                grid.addWidget(part, number, place)
        self._day = QSpinBox()
        self._day.setRange(1, DAY_MOST)
        self._day.setValue(15)
        leave_wheel(self._day)
        self._day.setAccessibleName(say("office.first.rule_day"))
        fill = button(say("office.first.fill"), self.fill)
        rule = row(label(say("office.first.rule")), self._day, label(say("office.first.rule_rest")), fill, None)
        self.setLayout(column(grid, rule, spacing=12))
        self._tell()

    def fill(self) -> None:
        """Give the empty periods the day after their end, moved to the next working day."""
        for period in self._plan.periods.values():
            if not self.edits[period.id].text().strip():
                self.edits[period.id].setText(format_time(self._by_rule(period.end)))

    def _by_rule(self, end: date) -> datetime:
        day = end + timedelta(days=self._day.value())
        while not self._plan.calendar.is_working_day(day):
            day += timedelta(days=1)
        return datetime.combine(day, CLOSES, PLAN_ZONE)

    def said(self) -> dict[str, str]:
        """Return period → text, of those that are not empty."""
        return {period: text for period, edit in self.edits.items() if (text := edit.text().strip())}

    def wrong(self) -> str:
        """Return the first period whose text is no time, "" for none."""
        for period, text in self.said().items():
            try:
                parse_time(text)
            except AppError:
                return period
        return ""

    def _tell(self) -> None:
        """Beside each time its day of the week and whether it is worked; an empty one says what that means."""
        for period, edit in self.edits.items():
            self._notes[period].setText(self._words(edit.text().strip()))
        self.changed.emit()

    def _words(self, text: str) -> str:
        if not text:
            return say("office.first.no_due")
        try:
            day = parse_time(text).date()
        except AppError as error:
            return trouble(error)
        worked = "worked" if self._plan.calendar.is_working_day(day) else "not_worked"
        return say(f"office.first.{worked}", 日="一二三四五六日"[day.weekday()])
