"""Field form: the fields of the cover or of one block's progress, one below the other, saved when a field is left.

Reading and checking are the models'; here a refused text stays in its field, red-edged, with its sentence below it.
"""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.help.phrases import column_word
from models.plan.plan import Column, ColumnType, Means
from models.sheet.fillable import FieldSlot
from ui.basics.completion import Mark, finding_words
from ui.look.focus import scroll_to
from ui.look.marks import MarkLabel
from ui.look.widgets import button, label
from ui.session.carrying import is_carried, last_name
from ui.session.screen import ScreenContext
from ui.tables.chords import types_text
from ui.tables.grids.choice_list import ChoiceList

LONG = (Means.WORDS, Means.TROUBLE, Means.NEXT)  # columns of free text that need lines
LABEL_WIDTH, LINE_HEIGHT = 104, 30


class TextBox(QPlainTextEdit):
    """A few lines of text; Tab leaves it."""

    left = Signal()

    def __init__(self, lines: int = 3) -> None:
        """Make room for some lines."""
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(QFontMetrics(self.font()).lineSpacing() * lines + 18)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the text is finished."""
        super().focusOutEvent(event)
        self.left.emit()


class FormField(QObject):
    """One field: its editor, its mark and the sentence below."""

    entered = Signal(str)  # address: the keyboard came here

    def __init__(self, desk: ScreenContext, slot: FieldSlot) -> None:
        """Build the editor that suits the column."""
        super().__init__()
        self._desk, self.slot = desk, slot
        self.mark, self.words = MarkLabel(), label("", "small", wrap=True)
        self.editor: QLineEdit | QComboBox | TextBox = self._make(slot.column)
        self.editor.setAccessibleName(column_word(slot.column))
        self.editor.installEventFilter(self)

    def _make(self, column: Column) -> QLineEdit | QComboBox | TextBox:
        if column.type is ColumnType.CHOICE:
            box = ChoiceList(column.choices)
            box.unmatched.connect(lambda words: self._desk.tell(words, Mark.HINT))
            box.activated.connect(lambda _: self.save())
            return box
        if column.means in LONG:
            text = TextBox(8 if column.means is Means.WORDS else 4)
            text.setPlaceholderText(say("window.field.secret"))
            text.left.connect(self.save)
            return text
        line = QLineEdit()
        if column.type is ColumnType.DATE:
            line.setPlaceholderText(say("window.field.date"))
            line.setProperty("date", True)
        line.editingFinished.connect(self.save)
        return line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell where the keyboard is; say why a filed field takes nothing."""
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit(self.slot.address)
        if self._desk.session.locked and self._writes(event):
            self._desk.tell(say("window.grid.locked"), Mark.HINT)
            return True
        return False

    def _writes(self, event: QEvent) -> bool:
        """True for a key, a click or an input method that would change what stands in the editor."""
        chooses = isinstance(self.editor, QComboBox)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            opens = chooses and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_F4)
            return types_text(event) or opens or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        chosen_by = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.InputMethod)
        return chooses and event.type() in chosen_by

    def _lock(self, locked: bool) -> None:
        """A filed field takes the keyboard, so that it can say why nothing is typed and be copied from."""
        if isinstance(self.editor, QComboBox):
            self._dress("locked", locked)
        else:
            self.editor.setReadOnly(locked)

    def text(self) -> str:
        """Return what stands in the editor."""
        if isinstance(self.editor, QComboBox):
            return self.editor.currentText()
        return self.editor.toPlainText() if isinstance(self.editor, TextBox) else self.editor.text()

    def put_today(self) -> None:
        """Put today's date; it can still be changed."""
        self._fill(f"{datetime.now(PLAN_ZONE):%Y-%m-%d}")
        self.save()

    def save(self) -> None:
        """Keep the text if it is another one."""
        if not self._desk.session.locked and self.text() != self._kept():
            self._desk.edits.put(self.slot.address, self.text())

    def _kept(self) -> str:
        cell = self._desk.session.entered(self.slot.address)
        return cell.raw if cell.fault else cell.text

    def show(self) -> None:
        """Show what is kept and what was found."""
        kept = self._kept()
        if self.text() != kept:
            self._fill(kept)
        self._lock(self._desk.session.locked)
        found = self._desk.session.findings_at(self.slot.address)
        mark = found[0][1] if found else Mark.DONE if kept else Mark.NONE
        self.mark.show_mark(mark)
        telling = [finding_words(*one, self._desk.session.sheet) for one in found if one[1] is not Mark.MISSING]
        carried = is_carried(self._desk.session, self.slot.address)
        if carried:
            telling.append(say("carry.field" if self.slot.column.means in LONG else "carry.short", 期=self._last()))
        self.words.setText("\n".join(telling))
        self.words.setVisible(bool(telling))
        self._dress("carried", carried)
        self._dress("refused", self._desk.session.entered(self.slot.address).fault is not None)

    def _dress(self, name: str, wanted: bool) -> None:
        if self.editor.property(name) != wanted:
            self.editor.setProperty(name, wanted)
            self.editor.style().polish(self.editor)

    def _last(self) -> str:
        return last_name(self._desk.session)

    def _fill(self, text: str) -> None:
        if isinstance(self.editor, QComboBox):
            self.editor.setCurrentText(text)
        elif isinstance(self.editor, TextBox):
            self.editor.setPlainText(text)
        else:
            self.editor.setText(text)


class FieldForm(QWidget):
    """Fields below each other: mark, name, editor, sentence."""

    place_chosen = Signal(str)

    def __init__(self, desk: ScreenContext, slots: Iterable[FieldSlot]) -> None:
        """Build a field for each slot and show what is kept."""
        super().__init__()
        self._fields: dict[str, FormField] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for number, slot in enumerate(slots):
            field = FormField(desk, slot)
            field.entered.connect(self.place_chosen)
            self._fields[slot.address] = field
            top = Qt.AlignmentFlag.AlignTop
            field.mark.setFixedHeight(LINE_HEIGHT)
            grid.addWidget(_name(slot), 3 * number, 0, top)
            grid.addWidget(field.editor, 3 * number, 1)
            if slot.column.means is Means.DATED and not desk.session.locked:  # behind the field, for Tab too
                today = button(say("window.field.today"), field.put_today, "link")
                grid.addWidget(today, 3 * number, 3, Qt.AlignmentFlag.AlignVCenter)  # its word stands beside the date
            grid.addWidget(field.mark, 3 * number, 2, top)
            grid.addWidget(field.words, 3 * number + 1, 1)
            grid.setRowMinimumHeight(3 * number + 2, 6)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        self.follow()

    def follow(self) -> None:
        """Show every field as it is kept."""
        for field in self._fields.values():
            field.show()

    def take_focus(self) -> None:
        """Put the keyboard into the first field that says nothing yet, else the first."""
        fields = self._fields.values()
        first = next((field for field in fields if not field.text()), next(iter(fields), None))
        if first is not None:
            first.editor.setFocus()

    def choose(self, address: str) -> None:
        """Put the keyboard into a field, and the field into sight once it has its place."""
        field = self._fields.get(address)
        if field is not None:
            field.editor.setFocus()
            QTimer.singleShot(0, field.editor, lambda: scroll_to(field.editor))


def _name(slot: FieldSlot) -> QLabel:
    made = label(column_word(slot.column) + (say("window.field.required") if slot.required else ""))
    made.setMinimumWidth(LABEL_WIDTH)
    made.setFixedHeight(LINE_HEIGHT)
    return made
