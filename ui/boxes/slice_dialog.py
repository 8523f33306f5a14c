"""Slice dialog: to whom a part of the return is given, which part, and by when."""

from datetime import datetime, time

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDateEdit,
    QDialog,
    QLineEdit,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.basics.addresses import COVER
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.filling.slices import Scope
from models.sheet.sheet import Sheet
from ui.basics.texts import due_text
from ui.look.fitting import fit
from ui.look.focus import leave_wheel
from ui.look.views import QuietTree
from ui.look.widgets import button, label, row

SIZE = (560, 620)
CALENDAR = (320, 252)  # Qt reckons without the room of the style sheet: the last week was cut
PART = int(Qt.ItemDataRole.UserRole)
CLOSING = time(17, 30)
DAYS_TO_GATHER = 2  # working days between the answers and the due day
WEEK = 7


class DayEdit(QDateEdit):
    """A day that opens its calendar; a press beside its text changes nothing.

    Qt takes one on its frame for a press on the arrows of a number, which are not drawn here: the year went up or down.
    """

    _pressed = False

    def __init__(self, day: QDate) -> None:
        """Show a day."""
        super().__init__(day)
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd")
        self.calendarWidget().setMinimumSize(*CALENDAR)
        leave_wheel(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the calendar by its arrow alone."""
        self._pressed = True
        super().mousePressEvent(event)
        self._pressed = False

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Step by keys, never by the pointer."""
        return QAbstractSpinBox.StepEnabledFlag.StepNone if self._pressed else super().stepEnabled()


class SliceDialog(QDialog):
    """What is ticked is given out."""

    def __init__(self, sheet: Sheet, parent: QWidget | None = None) -> None:
        """Offer everything the unit fills in the period."""
        super().__init__(parent)
        self.setWindowTitle(say("window.slices.give"))
        fit(self, *SIZE)
        self.supplier, self.tree = QLineEdit(), QuietTree()
        self.supplier.setPlaceholderText(say("window.slices.supplier_here"))
        self.supplier.setAccessibleName(say("window.slices.supplier"))
        self.by = QCheckBox(say("window.slices.until"))
        self.day = DayEdit(_wanted_day(sheet))
        self.day.setAccessibleName(say("window.slices.until"))
        self.day.setEnabled(False)
        self._due = sheet.settings.due_of(sheet.unit_id, sheet.period_id)
        self.late = label("", "warning", wrap=True)
        self.by.toggled.connect(self.day.setEnabled)
        self.by.toggled.connect(lambda _: self._warn())
        self.day.dateChanged.connect(lambda _: self._warn())
        self.filled = QCheckBox(say("window.slices.filled"))
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(say("window.slices.parts"))
        self._offer(sheet)
        self.go = button(say("window.slices.go"), self.accept, "primary")
        self.tree.itemChanged.connect(lambda *_: self._ready())
        self.supplier.textChanged.connect(lambda _: self._ready())
        self._build()
        self._warn()
        self._ready()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(say("window.slices.give"), "title"))
        layout.addWidget(label(say("window.slices.give_words"), "quiet", wrap=True))
        layout.addWidget(self.supplier)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row(self.by, self.day, None))
        layout.addWidget(self.late)
        layout.addWidget(self.filled)
        layout.addLayout(row(None, button(say("window.slices.no"), self.reject), self.go))

    def _offer(self, sheet: Sheet) -> None:
        progress = any(one.group != COVER for one in sheet.fields.values())
        if progress:
            blocks = self._branch(say("window.slices.blocks"), "")
            for block in sheet.blocks:
                self._leaf(blocks, sheet.plan.blocks[block].title, f"block {block}")
        tables: dict[str, QTreeWidgetItem] = {}
        seen: set[str] = set()
        for slot in sheet.slots.values():
            if slot.derived or not slot.due or slot.item.id in seen:
                continue
            seen.add(slot.item.id)
            if slot.table not in tables:
                name = say("window.table.page", 表=slot.table, 名=sheet.plan.tables[slot.table].name)
                tables[slot.table] = self._branch(name, f"table {slot.table}")
            self._leaf(tables[slot.table], slot.item.name, f"item {slot.item.id}")
        if sheet.register_ids:
            registers = self._branch(say("window.slices.registers"), "")
            for name in sheet.register_ids:
                self._leaf(
                    registers, say("window.table.page", 表=name, 名=sheet.plan.registers[name].name), f"register {name}"
                )

    def _branch(self, words: str, part: str) -> QTreeWidgetItem:
        made = QTreeWidgetItem(self.tree, [words])
        made.setData(0, PART, part)
        made.setFlags(made.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
        made.setCheckState(0, Qt.CheckState.Unchecked)
        return made

    def _leaf(self, under: QTreeWidgetItem, words: str, part: str) -> None:
        made = QTreeWidgetItem(under, [words])
        made.setData(0, PART, part)
        made.setFlags(made.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        made.setCheckState(0, Qt.CheckState.Unchecked)

    def tick(self, part: str) -> None:
        """Tick a part by its kind and id ("item Q06.1"). Raises KeyError for one that is not offered."""
        for branch in self._branches():
            for one in (branch, *_leaves(branch)):
                if one.data(0, PART) == part:
                    one.setCheckState(0, Qt.CheckState.Checked)
                    return
        raise KeyError(part)

    def _branches(self) -> list[QTreeWidgetItem]:
        return [item for n in range(self.tree.topLevelItemCount()) if (item := self.tree.topLevelItem(n)) is not None]

    def scope(self) -> Scope:
        """Return what is ticked; a table all of whose items are ticked is the whole table."""
        found: dict[str, list[str]] = {"block": [], "table": [], "item": [], "register": []}
        for branch in self._branches():
            whole = str(branch.data(0, PART) or "")
            if whole and branch.checkState(0) is Qt.CheckState.Checked:
                found["table"].append(whole.partition(" ")[2])
                continue
            for leaf in _leaves(branch):
                kind, _, name = str(leaf.data(0, PART)).partition(" ")
                if leaf.checkState(0) is Qt.CheckState.Checked:
                    found[kind].append(name)
        return Scope(
            tables=tuple(found["table"]),
            registers=tuple(found["register"]),
            blocks=tuple(found["block"]),
            items=tuple(found["item"]),
        )

    def until(self) -> datetime | None:
        """Return when it is wanted back, None when nothing was said."""
        if not self.by.isChecked():
            return None
        day = self.day.date()
        return datetime.combine(datetime(day.year(), day.month(), day.day()), CLOSING, PLAN_ZONE)

    def _warn(self) -> None:
        """Say where the answers would come only after the return itself is due."""
        until = self.until()
        late = until is not None and self._due is not None and self._due.passed(until)
        self.late.setText(say("window.slices.late", 截止=due_text(self._due, None)) if late else "")
        self.late.setVisible(late)

    def _ready(self) -> None:
        self.go.setEnabled(bool(self.supplier.text().strip()) and not self.scope().empty)


def _leaves(branch: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [leaf for n in range(branch.childCount()) if (leaf := branch.child(n)) is not None]


def _wanted_day(sheet: Sheet) -> QDate:
    """The day answers are asked for: two working days before the return is due, else in a week; never in the past."""
    today, due = QDate.currentDate(), sheet.settings.due_of(sheet.unit_id, sheet.period_id)
    if due is None:
        return today.addDays(WEEK)
    day = sheet.plan.calendar.working_days_before(due.at.astimezone(PLAN_ZONE).date(), DAYS_TO_GATHER)
    return max(today, QDate(day.year, day.month, day.day))
