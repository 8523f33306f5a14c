"""Panel: everything about the current cell — what it is, what was found, what may be said, how it came to be.

Made anew when another cell is chosen; explanations are written here as well as in the list of findings. The boxes it is
made of are loaded with the first cell.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from models.basics.addresses import COVER, split_row_address
from models.basics.errors import AppError, MachineError
from models.basics.messages import say, sentence
from models.basics.quantity import grouped, plain
from models.checks.findings import Finding
from models.ledger.queries import QueryStep
from models.plan.plan import ItemType
from models.sheet.cells import BLANK, STATES, Cell, State, noted_state
from models.sheet.fillable import Slot
from models.store import HistoryRow
from ui.basics.completion import Mark
from ui.basics.places import formula_words, place_words, slot_words
from ui.basics.texts import trouble
from ui.frame.sides import PANEL_WIDTH
from ui.look.widgets import OneLine, button, column, emptied, frame, label, note, row, rule, scrolled
from ui.session.screen import ScreenContext
from ui.session.session import News

if TYPE_CHECKING:
    from ui.boxes.finding_box import FindingBox

SHOWN_HISTORY, READ_HISTORY, READ_ROWS = 8, 40, 12


class Panel(QWidget):
    """The right side of the desk."""

    def __init__(self, desk: ScreenContext) -> None:
        """Start without a cell."""
        super().__init__()
        self._desk, self._session = desk, desk.session
        self._address, self._cell, self._answered_here = "", "", True
        self._boxes: list[FindingBox] = []
        self._asking = False  # a state was just chosen that wants a word of why
        self._bare = False  # it comes on the screen, and nothing of it was painted there yet
        self._inside = column(spacing=10)
        self._inside.setContentsMargins(16, 14, 14, 14)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = scrolled(self._inside)
        self._whole = cast(QWidget, area.widget())  # all that scrolls
        outer.addWidget(area)
        self.setMinimumWidth(PANEL_WIDTH - 16)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._build)
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(lambda: self.setUpdatesEnabled(True))

    def show_place(self, address: str, *, cell: str = "", answered_here: bool = True) -> None:
        """Show another place; "" shows what the panel is for.

        `cell`: which cell of a register's row is meant; `answered_here`: the page has no answers of its own.
        """
        self._answered_here = answered_here
        if (address, cell) != (self._address, self._cell):
            self._address, self._cell = address, cell
            self._later.start(0)

    def show_now(self) -> None:
        """Show the place that was chosen at once, instead of a moment later."""
        if self._later.isActive():
            self._later.stop()
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        """Come on the screen with what is to be shown: a moment later would be an empty frame, or several."""
        super().showEvent(event)
        if not event.spontaneous():
            self._bare = True
            if not self._inside.count():
                self._later.start(0)
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))  # before it is painted, behind what opens it

    def customEvent(self, event: QEvent) -> None:
        """Show at once what is to be shown: nothing of the panel stands on the screen."""
        if not self._later.signalsBlocked() and not self._session.workspace.store.closed:  # else the desk goes
            self.show_now()
        self._bare = False

    def follow(self, news: News) -> None:
        """Show the place anew when it changed; boxes that merely change their mark stay, with what is typed in them."""
        if news.whole:
            self._address = ""
            self._later.start(0)
        elif self._address in news.addresses:
            keys = [finding.key for finding, _ in self._session.findings_at(self._address)]
            if keys == [box.finding.key for box in self._boxes] and self._writing():
                for box, (finding, mark) in zip(self._boxes, self._session.findings_at(self._address), strict=True):
                    box.renew(finding, mark)
            else:
                self._later.start(0)

    def help_finding(self) -> Finding | None:
        """Return the finding whose box has the keyboard."""
        focus = self.window().focusWidget()
        inside = (box.finding for box in self._boxes if focus is not None and box.isAncestorOf(focus))
        return next(inside, None)

    def _writing(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and any(box.isAncestorOf(focus) and focus.hasFocus() for box in self._boxes)

    def _build(self) -> None:
        """Show the place, painted once all of it has its place: half of it would flicker."""
        if self._bare:  # made out of sight, it has its place when it comes there
            self._bare = False
            self._whole.hide()
            self._fill()
            self._whole.show()
            QCoreApplication.sendEvent(self._whole, QEvent(QEvent.Type.LayoutRequest))  # its height, of what scrolls it
        else:
            self.setUpdatesEnabled(False)
            self._painted.start(0)
            self._fill()

    def _fill(self) -> None:
        emptied(self._inside)
        self._boxes = []
        address, sheet = self._address, self._session.sheet
        slot = sheet.slots.get(address)
        if slot is not None:
            self._item(slot)
        elif address in sheet.fields or split_row_address(address):
            self._inside.addWidget(label(place_words(sheet, address), "heading", wrap=True))
            self._last_period(address)
        elif not self._cell:
            self._inside.addWidget(label(say("window.panel.empty"), "quiet", wrap=True))
        if address:
            self._disputes()
            self._queries()
            self._findings()
            self._history()
            self._evidence()
        if slot is not None:
            self._definition(slot)
        elif self._cell:
            self._column()
        self._inside.addStretch(1)

    def _item(self, slot: Slot) -> None:
        from ui.tables.grids.cell_looks import cell_text

        sheet = self._session.sheet
        self._inside.addWidget(label(slot_words(sheet, slot), "heading", wrap=True))
        facts = [slot.item.clause, slot.item.measure, slot.item.frequency.name]
        facts += [say("window.panel.cumulative")] if slot.item.cumulative else []
        self._inside.addWidget(label(" · ".join(fact for fact in facts if fact), "small", wrap=True))
        text = cell_text(sheet.cell(slot.address), slot.item, sheet)
        if text:
            self._inside.addLayout(
                row(
                    OneLine(grouped(text) if slot.item.numeric else text, "display"),
                    label(slot.item.measure if sheet.cell(slot.address).text else "", "quiet"),
                    None,
                )
            )
            if slot.last_year and sheet.cell(slot.address).note:  # from which of last year's returns it comes
                self._inside.addWidget(label(sheet.cell(slot.address).note, "small", wrap=True))
        self._control(slot)
        self._register(slot)

    def _definition(self, slot: Slot) -> None:
        """States, formula and definition: they come last, what is to be done comes first."""
        typed = slot.item.entered and not slot.total
        if (typed or slot.item.type is ItemType.COUNTED) and not self._session.locked:
            self._states(slot)
        words = formula_words(self._session.sheet, slot)
        if words:
            box = column(label(say("window.panel.formula"), "small"), label(words, wrap=True), spacing=4)
            self._inside.addWidget(frame(box, "note-plain", 10))
        self._notes(slot)

    def _column(self) -> None:
        """What belongs into the column of a register one stands in."""
        from models.help.registers import help_of_column

        told = help_of_column(self._session.sheet, self._cell)
        if told is None:
            return
        if self._address:
            self._inside.addWidget(rule())
        self._inside.addWidget(label(told.heading, "small"))
        for line in told.lines:
            self._inside.addWidget(label(line, "small", wrap=True))

    def _control(self, slot: Slot) -> None:
        """A total that was pasted although it is computed: shown beside, compared, never used."""
        control = self._session.sheet.control(slot.address)
        if control is None or slot.item.type is ItemType.COUNTED:
            return
        said = row(label(say("window.panel.control", 原文=control.raw or control.text), "small", wrap=True))
        if not self._session.locked:
            said.addWidget(
                button(
                    say("window.panel.no_control"), lambda: self._desk.edits.put(slot.address, BLANK, "cleared"), "link"
                )
            )
        said.setStretch(0, 1)
        self._inside.addLayout(said)

    def _last_period(self, address: str) -> None:
        """What was written at a field last period, to go on from."""
        before = self._session.sheet.previous
        said = before.cell(address).text if before is not None and address in self._session.sheet.fields else ""
        if not said or address.partition(".")[0] == COVER:
            return
        self._inside.addWidget(label(say("window.panel.last_period"), "small"))
        self._inside.addWidget(label(said, wrap=True))
        if not self._session.locked and said != self._session.entered(address).text:
            take = partial(self._desk.edits.put, address, said, "carried")
            self._inside.addLayout(row(button(say("window.panel.take_last"), take, "link"), None))

    def _register(self, slot: Slot) -> None:
        """What a register gives for a typed cell: beside it, taken only when somebody says so."""
        from models.answers.beside import register_figure
        from ui.tables.grids.cell_looks import register_words

        words, found = register_words(self._session.sheet, slot), register_figure(self._session.sheet, slot)
        if not words or found is None:
            return
        self._inside.addWidget(label(words, "small", wrap=True))
        if not self._session.locked and found != self._session.sheet.exact(slot.address):
            take = partial(self._desk.edits.put, slot.address, plain(found), "register")
            self._inside.addLayout(row(button(say("window.panel.take_register"), take), None))

    def _notes(self, slot: Slot) -> None:
        """What the indicator means: definition, scope, traps; that an item means something else than last year."""
        if slot.item.changed:
            self._inside.addWidget(label(say("window.panel.changed", 说明=slot.item.changed), "small", wrap=True))
        indicator = self._session.plan.indicators.get(slot.item.indicator or "")
        if indicator is not None and indicator.notes:
            lines = [label(words, "small", wrap=True) for words in indicator.notes]
            self._inside.addLayout(column(label(say("window.panel.notes"), "small"), *lines, spacing=4))

    def _states(self, slot: Slot) -> None:
        now = self._session.sheet.cell(slot.address)
        self._inside.addWidget(label(say("window.panel.states"), "small"))
        buttons = QGridLayout()
        buttons.setSpacing(4)
        allowed = [one for one in STATES if slot.item.na_allowed or one is not State.NA]
        for number, state in enumerate(allowed):
            choice = button(say(f"window.state.{state}"), partial(self._say, slot, state), "state")
            choice.setCheckable(True)
            choice.setChecked(now.state is state)
            choice.setToolTip(say(f"window.state.{state}_means"))
            buttons.addWidget(choice, number // 2, number % 2)
        self._inside.addLayout(buttons)
        said = self._session.entered(slot.address)
        if said.state is not None and said.state.rules.asks_note:
            self._note(slot, said)

    def _say(self, slot: Slot, state: State) -> None:
        entered = self._session.entered(slot.address)
        self._desk.edits.put(slot.address, BLANK if entered.state is state else Cell(state), "state")
        self._asking = state.rules.asks_note
        self._later.start(0)

    def _note(self, slot: Slot, said: Cell) -> None:
        """The note of what was entered, which may count otherwise: the parts of a total give its figure."""
        words = QLineEdit(said.note)
        words.setPlaceholderText(say(f"window.panel.note_{said.state}"))
        wrong = label("", "error", wrap=True)
        words.editingFinished.connect(lambda: self._keep_note(slot, said, words.text(), wrong))
        self._inside.addWidget(words)
        self._inside.addWidget(wrong)
        wrong.hide()
        if self._asking:
            self._asking = False
            words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_note(self, slot: Slot, said: Cell, words: str, wrong: QLabel) -> None:
        """Keep a note, or say why it is none; what was typed stays in its field."""
        if said.state is None:
            return
        try:
            noted = noted_state(said.state, words)
        except AppError as error:
            wrong.setText(sentence(error))
        else:
            self._desk.edits.put(slot.address, noted, "note")
        wrong.setVisible(bool(wrong.text()))

    def _disputes(self) -> None:
        """What two offices said differently of this place, with a button for each answer and one for what stands."""
        dispute = self._session.disputes.get(self._address)
        if dispute is None or self._session.locked:
            return
        from ui.session.gathering import decide
        from ui.tables.lists.gathered_words import said_words

        acts = []
        if not self._answered_here:  # the row has a button for each
            self._inside.addWidget(note(say("window.panel.dispute"), Mark.DECIDE))
            return
        for one in dispute.supplies:
            figure = grouped(said_words(self._session.sheet, one))
            words = say("window.panel.take_answer", 科室=one.supplier, 数=figure)
            acts.append(button(words, partial(decide, self._desk, one.place, one.supplier)))
        keep = button(say("window.panel.keep_mine"), partial(decide, self._desk, dispute.place, None))
        self._inside.addWidget(note(say("window.panel.dispute"), Mark.DECIDE, column(*acts, keep, spacing=4)))

    def _queries(self) -> None:
        """What the office asked about this place, and whether something has been done about it."""
        if not self._session.standing.queries_at(self._address):
            return
        from ui.answers.query_line import query_answer

        for query in self._session.standing.queries_at(self._address):
            mark = Mark.QUERY if query.step is QueryStep.OPEN else Mark.DONE
            words = say("window.panel.query", 句=query.remark.message)
            answer = query_answer(self._desk, query) if self._answered_here else None
            told = label(say(f"window.receipts.step_{query.step}"), "small", wrap=True)
            self._inside.addWidget(note(words, mark, column(told, *([answer] if answer else []), spacing=4)))

    def _findings(self) -> None:
        found = self._session.findings_at(self._address)
        if not found:
            return
        from ui.boxes.finding_box import FindingBox

        self._inside.addWidget(rule())
        self._inside.addWidget(label(say("window.panel.findings"), "small"))
        for finding, mark in found:
            box = FindingBox(self._desk, finding, mark, answered_here=self._answered_here)
            self._boxes.append(box)
            self._inside.addWidget(box)

    def _evidence(self) -> None:
        from ui.evidence.evidence_box import evidence_box

        box = evidence_box(self._desk, self._address)
        if box is not None:
            self._inside.addWidget(rule())
            self._inside.addWidget(box)

    def _history(self) -> None:
        from ui.tables.lists.history_words import change_words, without_undone

        try:
            changes = without_undone(self._changes())[-SHOWN_HISTORY:]
        except MachineError as error:  # a stick that was pulled out: the value is known all the same
            self._inside.addWidget(rule())
            self._inside.addWidget(label(trouble(error), "small", wrap=True))
            return
        if not changes:
            return
        self._inside.addWidget(rule())
        self._inside.addWidget(label(say("window.panel.history"), "small"))
        for change in reversed(changes):
            self._inside.addWidget(label(change_words(change), "small", wrap=True))

    def _changes(self) -> Iterable[HistoryRow]:
        """The changes of the place; of a row, those of the cell one stands in."""
        at = split_row_address(self._cell)
        if at is None or at.column is None:
            return self._session.history(self._address, READ_HISTORY)
        register, places = self._session.plan.registers[at.register], self._session.sheet.places(at.register)
        place = places.place(at.row)
        rows = self._session.rows(at.register)
        return () if place is None else self._session.row_history(register, rows[place], at.column, READ_ROWS)
