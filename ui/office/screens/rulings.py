"""Rulings 认定与审定: what is decided with a reason and two people, its effect told before the act.

Left the cases, those that wait first; right what is compared, the effect line and the fields. ← and → choose.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.texts import trouble
from ui.look.widgets import button, column, frame, row
from ui.office.acts.papers import open_copy
from ui.office.acts.stamped import StampedActs
from ui.office.asking import CHOICE
from ui.office.case_form import CaseForm
from ui.office.cases.case import Case, Found
from ui.office.cases.compared import ComparedGrid
from ui.office.cases.effect_line import EffectLine
from ui.office.cases.listed import CaseList, case_row, cases_of
from ui.office.cases.neither import ask_neither
from ui.office.cases.papers import ForkCase, letters
from ui.office.doing import DOING, do_apart
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableHead
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.session import OfficeSession

LIST = 300  # pixels of the list


class RulingsPage(OfficePage):
    """认定与审定."""

    key = "rulings"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        self._listed, self._shown = CaseList(self.session), None  # type: CaseList, Case | None
        self._busy: Case | None = None  # what is being decided, in the background
        self.chosen, self._found = 0, None  # type: int, Found | None
        self.list, self.grid = self._list_of_cases(), self._compared()
        self.form = CaseForm(self.grid)
        self.form.taken.connect(self.do)
        self.form.edited.connect(self._edited)
        self.effect = EffectLine(parts.lane)
        self.effect.changed.connect(self.primary_changed)
        self.paper = button("", self.write_paper)
        self.acts = StampedActs(parts, self)
        self.signed = button(say("office.case.signed"), self.sign)
        self.see = button("", self.see_paper)
        self.neither = button(say("office.case.neither"), self.send_back)
        self.scan = button(say("office.entry.open_scan"), self.open_scan)
        self.built(self._head, self._body(), self.scan, self.see, self.neither, self.signed, self.paper)
        self._connect_arrows()

    def _list_of_cases(self) -> OfficeGrid:
        heads = [
            TableHead(text=say("office.case.whom"), width=136),
            TableHead(text=say("office.case.waits_for"), width=0),
        ]
        cases = OfficeGrid(self.title(), heads)
        cases.setFixedWidth(LIST)
        cases.empty = say("office.case.empty")
        cases.current_changed.connect(self._show_case)
        cases.opened.connect(lambda _: self._to_fields())
        return cases

    def _compared(self) -> ComparedGrid:
        grid = ComparedGrid()
        grid.opened.connect(lambda _: self._to_fields())
        grid.clicked.connect(lambda index: self.choose_column(index.column() - 1))
        return grid

    def _connect_arrows(self) -> None:
        """Let ← and → choose a column wherever the keyboard is."""
        here = Qt.ShortcutContext.WidgetShortcut  # in a window, one key on both views would be ambiguous and do nothing
        for key, step in (("Left", -1), ("Right", 1)):
            for view in (self.list, self.grid):
                QShortcut(QKeySequence.fromString(key), view, context=here).activated.connect(partial(self.step, step))

    def _body(self) -> QWidget:
        self._form_box = frame(column(self.form), "card", 10)
        right = column(self.grid, self.effect, self._form_box, spacing=6)
        right.setStretch(0, 1)
        whole, body = row(self.list, right, spacing=12), QWidget()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setStretch(1, 1)
        body.setLayout(whole)
        return body

    def set_narrow(self, *, narrow: bool) -> None:
        """Give the room to what is compared."""
        self.list.setFixedWidth(LIST - 130 if narrow else LIST)
        self.list.setColumnHidden(1, narrow)
        self.list.setColumnWidth(0, LIST - 132 if narrow else 136)
        self.grid.setColumnWidth(0, 150 if narrow else 240)

    def open_scan(self) -> None:
        """Open the scan of the stamped paper that the current case was typed from, from a copy."""
        case = self.case()
        content = case.scan() if case is not None else None
        if case is not None and content is not None:
            open_copy(case.scan_name, content)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.case.title")

    def forget(self) -> None:
        """Look for the cases anew; what somebody came to do is over."""
        self._listed.forget()

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases as they were shown last."""
        return self._listed.shown

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many cases wait for somebody."""
        return sum(one.open() for one in session.known(cases_of))

    def show_now(self) -> None:
        """Show the cases; the current one stays."""
        self.list.show_rows([case_row(one) for one in self._listed.now()])

    def case(self) -> Case | None:
        """Return the current case."""
        key = self.list.current_key()
        return next((one for one in self.cases if one.key == key), None)

    def _show_case(self) -> None:
        case = self.case()
        if case is not None and case is self._shown:
            self._look_ahead()  # where it was not seen, because another page was open
            return
        self.chosen, self._found, self._shown = 0, None, case
        for one in (self.grid, self._form_box, self.effect):
            one.setVisible(case is not None)
        name = case.to_sign() if case else ""
        self.paper.setText(say("office.case.write", 名=name) if name else "")
        self.paper.setVisible(bool(name) and self.primary() != self.paper.text())  # of a ruling it is the act itself
        self.signed.setVisible(case is not None and case.unsigned())
        self.neither.setVisible(isinstance(case, ForkCase))
        self.scan.setVisible(case is not None and bool(case.scan_name))
        self.grid.horizontalHeader().setVisible(case is not None)  # else heads of what was decided last
        if case is None:
            self._head.setText(f"{self.title()}　{say('office.case.none')}")
            self.effect.say("")
            self.grid.show_rows([])
            self._follow_chosen()
        else:
            self._head.setText(f"{self.title()}　{case.title()}")
            self.form.show_fields(case.fields(), _draft_of(case))
            self.form.set_busy(busy=self._busy is not None)
            self.chosen = self._chosen_there()
            self._show_rows()
            self._look_ahead()
        self.primary_changed.emit()

    def _edited(self) -> None:
        if CHOICE in self.form.boxes:
            self.choose_column(self._chosen_there())
        if "value" in self.form.edits:  # what follows depends on the figure only
            self._look_ahead(typing=True)

    def _chosen_there(self) -> int:
        """The column that is chosen in the field."""
        return int(self.form.texts().get(CHOICE, "0"))

    def _show_rows(self) -> None:
        case = self.case()
        if case is None:
            return
        self.grid.show_case(case, self._found, self.chosen)
        self._follow_chosen()

    def _follow_chosen(self) -> None:
        """Name the paper that can be looked at."""
        case = self.case()
        shown = case.paper_shown(self.chosen) if case else None
        self.see.setVisible(shown is not None)
        letter = letters()[self.chosen] if isinstance(case, ForkCase) else ""
        self.see.setText(say("office.case.see", 甲=letter))

    def see_paper(self) -> None:
        """Show the chosen paper cell by cell, at the place one stands on; Esc leads back."""
        case = self.case()
        shown = case.paper_shown(self.chosen) if case else None
        if shown is not None:
            self.parts.go("paper", f"{shown.digest}|{self.grid.current_key()}")

    def send_back(self) -> None:
        """都不采用: ask for the sentence and the deadline, once the effect was seen."""
        case = self.case()
        if not isinstance(case, ForkCase):
            return
        if self._found is None or (why := self.effect.why_not(self._about())):
            self._look_ahead()
            self.form.say(why if self._found else say("office.case.wait"))
            return
        self.dialog = ask_neither(self.parts, self, case, case.neither_effect(self._found))

    def _about(self) -> object:
        """What the effect depends on: the case, and the figure that is typed."""
        return self.case(), self.form.texts().get("value", "")

    def _look_ahead(self, *, typing: bool = False) -> None:
        """Work the effect out; what comes for a case that was left is dropped."""
        case, said, office = self.case(), self.form.texts(), self.session.workspace
        if case is None:
            return
        if not case.foresees:
            self.effect.say(case.effect(Found(outlooks=()), self.chosen))
            return

        def told(found: Found) -> str:
            self._found = found
            self.form.say("")
            self._show_rows()
            return case.effect(found, self.chosen)

        self.effect.look(self._about(), lambda: case.look(office, said), told, typing=typing)

    def choose_column(self, number: int) -> None:
        """Choose another of the papers compared."""
        case = self.case()
        if case is not None and 0 <= number < case.choices:
            if number == self.chosen:
                return
            self.chosen = number
            self.form.choose(CHOICE, str(number))
            self._show_rows()
            if self._found is not None and not self.effect.looking:
                self.effect.retell(case.effect(self._found, self.chosen))
            self.primary_changed.emit()

    def step(self, by: int) -> None:
        """Choose the paper beside the chosen one."""
        self.choose_column(self.chosen + by)

    def choose(self, place: str) -> None:
        """Show the case of a unit or an indicator; `end|unit|fingerprint` of a key that is to be ended,
        `figure|indicator` of one that is to have an 审定数."""
        self._listed.come_for(place)
        self.show_now()
        found = next((one for one in self._listed.now() if place in (one.key, *one.key.split("|"))), None)
        if found is not None:
            self.list.choose(found.key)
        self.list.setFocus()

    def _to_fields(self) -> None:
        """Enter goes to the first field that is still empty."""
        empty = [edit for edit in self.form.edits.values() if not edit.text()]
        (empty or list(self.form.edits.values()))[0].setFocus()

    def keys(self) -> str:
        """Return the keys of this page: those that choose only where there is something to choose from."""
        case = self.case()
        return say("office.case.keys" if case.choices else "office.case.keys_one") if case else ""

    def primary(self) -> str:
        """Return what is decided."""
        case = self.case()
        return case.primary(self.chosen) if case else ""

    def ready(self) -> bool:
        """False while the effect of the act is being worked out, and while it is done."""
        return self._busy is None and not self.effect.looking

    def why_wait(self) -> str:
        """Return what is waited for."""
        return say(DOING) if self._busy is not None else super().why_wait()

    def do(self) -> None:
        """Do what the button says, once everything is there and its effect was seen; nothing while it is done."""
        if self._busy is not None:
            return
        case, said = self.case(), self.form.said()
        if case is None or said is None:
            return
        if case.foresees and self.effect.refused(self._about()):  # it stands above the fields
            self.form.go_in()
            return
        if case.foresees and (why := self.effect.why_not(self._about())):
            self._look_ahead()
            self.form.say(why)
            return
        chosen = self.chosen
        do_apart(self.parts, self, lambda _: case.act(said, chosen), partial(self._acted, case), self._refused)
        self._work_on(case)

    def _work_on(self, case: Case | None) -> None:
        """Show that something is being decided, or is no more."""
        self._busy = case
        self.form.say(say(DOING) if case is not None else "")
        self.form.set_busy(busy=case is not None)
        self.primary_changed.emit()

    def _acted(self, case: Case, words: str) -> None:
        self._work_on(None)
        self.form.forget(_draft_of(case))
        current = self.case()
        if current is not None and not current.open():  # the next that waits, rather than the next in the list
            self.list.choose(self.cases[0].key)
        if self.isVisible() and not self.list.isAncestorOf(self.window().focusWidget()):
            self.list.setFocus()  # the field one was in may be gone
        self.parts.tell(words, Mark.DONE)

    def _refused(self, error: BaseException) -> None:
        case, now = self._busy, self.case()
        self._work_on(None)
        if self.isVisible() and case is not None and now is not None and case.key == now.key:
            self.form.say(trouble(error))
        else:  # another one stands there meanwhile
            self.parts.tell(trouble(error), Mark.WARNING)

    def sign(self) -> None:
        """Note that the paper of the current case is signed."""
        case = self.case()
        sheet = case.sheet() if case else None
        if case is not None and sheet is not None:
            self.acts.sign(sheet, case.title())

    def write_paper(self) -> None:
        """Write the 认定单 or 审定单 of the current case, to be signed."""
        case = self.case()
        if case is None or not case.to_sign():
            return
        by = self.form.texts().get("by") or person_of(self.session.workspace.store)
        if self._busy is None:
            words = lambda _: say("office.case.written", 文件=case.write_paper(by)[0])  # noqa: E731 - one act of the two
            do_apart(self.parts, self, words, partial(self._written, case), self._refused, shows=False)
            self._work_on(case)

    def _written(self, case: Case, words: str) -> None:
        self._work_on(None)
        self.parts.tell(words, Mark.DONE)


def _draft_of(case: Case) -> str:
    """Under what the form keeps what was typed for a case."""
    return f"{case.period}|{case.key}"
