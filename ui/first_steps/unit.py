"""Step 本单位: which unit of the pack this PC belongs to, found by name or pinyin initials; or told by returns."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import say
from models.plan.plan import Unit
from ui.basics.completion import Mark
from ui.basics.pinyin import initials
from ui.files.dialogs import ask_files
from ui.first_steps.course import Course
from ui.first_steps.step import SetupStep, line
from ui.look.views import QuietList
from ui.look.widgets import button, column, emptied, label, note, row


class UnitStep(SetupStep):
    """A line to search with, and the units that fit."""

    key = "unit"

    def __init__(self, course: Course) -> None:
        """Show every unit of the pack, the chosen one marked."""
        super().__init__(course)
        self._all = course.pack.plan.filing_units if course.pack else ()
        self._keys = {unit.id: _key(unit) for unit in self._all}
        self._shown: list[Unit] = []
        self.search = line("", say("first_run.unit.name"), _here(self._all))
        self.search.textChanged.connect(self.look_up)
        self.units, self._names = QuietList(), QStringListModel(self)
        self.units.setObjectName("choices")
        self.units.setModel(self._names)
        self.units.setEditTriggers(QuietList.EditTrigger.NoEditTriggers)
        self.units.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.units.setUniformItemSizes(True)
        self.units.setMinimumHeight(120)
        self.units.clicked.connect(lambda index: self._choose(index.row()))
        self.units.doubleClicked.connect(lambda _: self.go_on())
        self.nobody = label("", "warning", wrap=True)
        self._before = column(spacing=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.nobody)
        layout.addWidget(self.units, 100)
        layout.addStretch(1)
        layout.addLayout(self._before)
        self.look_up("")
        self._show_before()

    def look_up(self, text: str) -> None:
        """Show the units that fit all words of a text, those that begin with it first; the first one is offered."""
        words = text.lower().split()
        fits = [unit for unit in self._all if all(word in self._keys[unit.id] for word in words)]
        whole = text.strip().lower()
        self._shown = sorted(fits, key=lambda unit: not any(key.startswith(whole) for key in _key(unit).split()))
        self._names.setStringList([unit.first_name for unit in self._shown])
        self.nobody.setText(say("first_run.unit.nobody", 词=text.strip()))
        self.nobody.setVisible(not self._shown)
        self.units.setVisible(bool(self._shown))
        chosen = self.course.unit
        if chosen in self._shown:
            self._choose(self._shown.index(chosen))
        elif words and self._shown:
            self._choose(0)
        else:
            self._choose(-1)

    def _choose(self, place: int) -> None:
        self.units.setCurrentIndex(self._names.index(place, 0))
        self.changed.emit()

    @property
    def chosen(self) -> Unit | None:
        """The unit that is marked in the list."""
        place = self.units.currentIndex().row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._shown:
            super().keyPressEvent(event)
            return
        here = self.units.currentIndex().row()
        self._choose(min(max(here + step, 0), len(self._shown) - 1))

    def first_field(self) -> QWidget:
        return self.search

    def action(self) -> str:
        chosen = self.chosen
        return say("first_run.unit.go", 单位=chosen.first_name) if chosen else say("first_run.unit.first")

    def ready(self) -> bool:
        return self.chosen is not None

    def go_on(self) -> None:
        chosen = self.chosen
        sent = self.course.returns
        if chosen is None:
            return
        if sent and sent[-1].unit != chosen.id:
            names = {unit.id: unit.first_name for unit in self._all}
            words = say("first_run.unit.earlier_other", 报表单位=names.get(sent[-1].unit, ""), 单位=chosen.first_name)
            self.course.tell(words, Mark.ERROR)
            return
        self.keep()
        self.done.emit()

    def keep(self) -> None:
        if self.chosen is not None:
            self.course.choose(unit=self.chosen.id)

    def _show_before(self) -> None:
        emptied(self._before)
        sent = self.course.returns
        if not sent:
            ask = button(say("first_run.unit.earlier"), self._choose_earlier, "link")
            self._before.addLayout(row(label(say("first_run.unit.earlier_words"), "quiet"), ask, None))
            return
        periods = self.course.pack.plan.periods if self.course.pack else {}
        named = [
            say(
                "first_run.unit.earlier_one",
                期=periods[one.period].name if one.period in periods else "",
                n=one.revision,
            )
            for one in sent
        ]
        unit = next((unit.first_name for unit in self._all if unit.id == sent[-1].unit), "")
        words = say("first_run.unit.earlier_taken", 单位=unit, 报表="、".join(named))
        drop = button(say("first_run.unit.earlier_drop"), self._drop, "link")
        self._before.addWidget(note(words, Mark.DONE, row(drop, None)))

    def _choose_earlier(self) -> None:
        chosen = ask_files(self, say("first_run.unit.earlier"), kinds=say("first_run.unit.earlier_filter"))
        if chosen:
            self.read_earlier(*(Path(one) for one in chosen))

    def read_earlier(self, *paths: Path) -> None:
        """Read returns of this unit; the unit they name is chosen."""
        self.course.read_earlier(paths, self._read)

    def _read(self) -> None:
        self.search.clear()
        self.look_up("")
        self._show_before()

    def _drop(self) -> None:
        self.course.drop_earlier()
        self._show_before()


def _here(units: Sequence[Unit]) -> str:
    """Return what may be typed, by the example of the first unit of the pack."""
    name = units[0].first_name if units else ""
    return say("first_run.unit.here", 名=name, 首字母=initials(name)) if name else ""


def _key(unit: Unit) -> str:
    names = (unit.first_name, unit.full_name)
    return " ".join((*names, *(initials(name) for name in names), unit.id)).lower()
