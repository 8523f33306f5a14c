"""Unit page of the office: every paper of one unit and period, with key, decision and what can be done about it."""

import json
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from models.basics.messages import joined, say
from models.basics.period import format_time
from models.ledger.ledger import Decision
from models.office.comparing import known_before
from models.office.desk_lists import refused_papers, told_of
from models.office.stamping import StampedPaper, stamped_papers
from models.office.unit_record import Event, event_words, unit_record
from models.store.office.records import PaperRow, ReceptionRow, line_in_force
from ui.look.signs import Sign
from ui.look.widgets import OneLine, button, column, label, row
from ui.office.acts.many import Archiving, ManyActs, owing
from ui.office.acts.papers import PaperActs
from ui.office.acts.stamped import StampedActs
from ui.office.acts.units import UnitActs
from ui.office.asking import FieldsDialog
from ui.office.cases.extending import ask_extension
from ui.office.grid import OfficeGrid
from ui.office.lists.codes import short_code
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.planning.renaming import ask_new_name
from ui.office.roster.cells import stamped_cell

SIGNS = {
    Decision.ACCEPTED: Sign.RECEIVED,
    Decision.HELD: Sign.KEY,
    Decision.RETURNED: Sign.RETURNED,
    Decision.FORK: Sign.FORK,
    Decision.REJECTED: Sign.MISSED,
    Decision.SUPERSEDED: Sign.NOT_DUE,
    Decision.DUPLICATE: Sign.NOT_DUE,
}
CHANNEL, STAMP = 120, 124  # widths of columns
CLOSE = 4  # pixels between what can be done, where there is little room
RECORD_PERIOD = 2  # a column of what was done that wider windows have; a paper's name says its period as well
BELOW = ("keep", "template", "enter", "archive", "archive_plan", "extend", "rename", "end_key")
TOLD, UNTOLD = "refused_told", "refused_untold"  # a paper that could not be received: its words, its row
WIDE_ONLY = (3, 5)  # columns of wider windows: what is decided about a paper is read in each


def _record_grid() -> OfficeGrid:
    heads = [
        TableHead(text=say("office.record.when"), width=150),
        TableHead(text=say("office.record.what"), width=0),
        TableHead(text=say("office.unit.period"), width=200),
        TableHead(text=say("office.ask.by"), width=180),
    ]
    return OfficeGrid(say("office.record.title"), heads)


class UnitPage(OfficePage):
    """One unit."""

    key = "unit"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page; it stands in no navigation."""
        super().__init__(parts)
        self.unit, self._period, self._narrow = "", "", False
        self.acts, self.stamping, self.opening = UnitActs(parts, self), StampedActs(parts, self), PaperActs(parts, self)
        self.archiving, self.many = Archiving(parts, self), ManyActs(parts, self)
        self.dialog: FieldsDialog | None = None
        self._head, self._key, self._contact = page_head(), label("", "quiet"), OneLine("", "quiet")
        self.grid, self.record = self._papers_grid(), _record_grid()
        self._back = button(say("office.unit.back"), lambda: self.parts.go("roster", self.unit))
        self.chase = button(say("office.unit.chase"), lambda: self.acts.chase(self.unit))
        self.papers = self._paper_buttons()
        above = (self.papers[name] for name in ("approve", "stamp"))
        self.built(self._head, self._body(), self._contact, 12, *above, self.chase, self._back)
        self._below = row(self._key, None, *(self.papers[name] for name in BELOW), spacing=12)
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            layout.addLayout(self._below)

    def _papers_grid(self) -> OfficeGrid:
        heads = [
            TableHead(text=say("office.unit.period"), width=200),
            TableHead(text=say("office.unit.revision"), width=56, right=True),
            TableHead(text=say("office.unit.registered"), width=140),
            TableHead(text=say("office.unit.code"), width=150),
            TableHead(text=say("office.unit.decision"), width=0),
            TableHead(text=say("office.unit.channel"), width=CHANNEL),
            TableHead(text=say("office.roster.stamped"), width=STAMP),
        ]
        grid = OfficeGrid(say("office.unit.papers"), heads)
        grid.empty = say("office.unit.empty")
        grid.opened.connect(self._open)
        grid.current_changed.connect(self._follow)
        return grid

    def _paper_buttons(self) -> dict[str, QPushButton]:
        """What can be done about the unit beside the next step: name → button."""
        return {
            "approve": button(say("office.unit.approve"), lambda: self.acts.approve(self.unit)),
            "stamp": button(say("office.unit.stamp"), lambda: self.stamping.stamp(self.unit)),
            "template": button(say("office.unit.template"), lambda: self.acts.blank_form(self.unit), "link"),
            "keep": button(
                say("office.paper.keep"), lambda: self.opening.choose_keep(self._row() or self.refused()), "link"
            ),
            "enter": button(say("office.unit.enter"), lambda: self.stamping.enter(self.unit), "link"),
            "archive": button(say("office.unit.archive"), lambda: self.archiving.ask(self.unit), "link"),
            "archive_plan": button(
                say("office.unit.archive_plan"), lambda: self.archiving.ask(self.unit, whole=True), "link"
            ),
            "extend": button(say("office.many.extend"), self.extend, "link"),
            "rename": button(say("office.unit.rename"), self.rename, "link"),
            "end_key": button(say("office.unit.end_key"), self.end_key, "link"),
        }

    def _body(self) -> QWidget:
        """The papers above what was done, three to two."""
        body = QWidget()
        both = column(self.grid, label(say("office.record.title"), "heading"), self.record, spacing=6)
        both.setContentsMargins(0, 0, 0, 0)
        both.setStretch(0, 3)
        both.setStretch(2, 2)
        body.setLayout(both)
        return body

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave code and channel to wider windows (the tip of a period has the code), and the way back to Esc."""
        for place in WIDE_ONLY:
            self.grid.setColumnHidden(place, narrow)
        self.record.setColumnHidden(RECORD_PERIOD, narrow)
        self._narrow = narrow
        self._below.setSpacing(CLOSE if narrow else 12)
        self._name_key()
        self._back.setVisible(not narrow)
        self._name_unit()

    def choose(self, place: str) -> None:
        """Show another unit; `unit|period`: at the papers of that period."""
        self.unit, _, self._period = place.partition("|")
        self.show_now()
        if rows := self.grid.lines.rows:
            self.grid.choose(rows[0].key)
        self.grid.setFocus()

    def show_now(self) -> None:
        """Show the unit's papers, those of the period asked for first, else of the open one, the newest first."""
        if not self.unit:
            return
        self._name_unit()
        store = self.session.workspace.store
        rows, stamped = store.papers(self.unit), stamped_papers(self.session.workspace)
        found = [(self._rank(row.period, row.registered), self._shown(row, stamped.get(row.digest))) for row in rows]
        for came in refused_papers(store.receptions()):
            if came[0].unit == self.unit:
                found.append((self._rank(str(came[0].period), came[0].registered_at), self._refused(came)))
        self.grid.show_rows([line for _, line in sorted(found, key=lambda one: one[0])])
        self.record.show_rows([self._event(*one) for one in enumerate(unit_record(self.session.workspace, self.unit))])
        known = known_before(self.session.workspace, self.unit, frozenset())
        self._contact.setText(f"{known.telephone}　{known.person}" if known else "")
        for name in ("approve", "stamp", "archive", "archive_plan"):  # each is about a return that came
            self.papers[name].setEnabled(bool(rows))
        self.chase.setEnabled(self._owes())
        self.papers["end_key"].setEnabled(bool(self._keys_that_count()))
        self._follow()

    def _name_unit(self) -> None:
        """Say whose page it is: a name and a telephone number are whole on every screen."""
        name = self.session.unit_names(self.unit) if self.unit else ""
        self._head.setText(name if self._narrow else say("office.unit.head", 单位=name))

    def _owes(self) -> bool:
        return self.unit in owing(self.session)

    def _event(self, number: int, one: Event) -> TableRow:
        period = self.session.plan.periods.get(one.period)
        return TableRow(
            key=str(number),
            cells=(
                TableCell(text=format_time(one.at) if one.at else ""),
                TableCell(text=event_words(one)),
                TableCell(text=period.name if period else "", tone="quiet"),
                TableCell(text=one.by, tone="quiet"),
            ),
        )

    def _rank(self, period: str, registered: datetime) -> tuple[bool, float]:
        return period != (self._period or self.session.period_id), -registered.timestamp()

    def _refused(self, came: Sequence[ReceptionRow]) -> TableRow:
        """A paper that could not be received, both forms together: why, and whether the unit was told."""
        one = came[0]
        told, period = told_of(self.session.workspace, came), self.session.plan.periods.get(str(one.period))
        why = joined(str(reason.get("message", "")).rstrip("。") for reason in json.loads(one.reasons))
        return TableRow(
            key=f"{TOLD if told else UNTOLD}|{one.id}",
            cells=(
                TableCell(text=period.name if period else str(one.period), tip=one.file),
                TableCell(text=str(one.revision or "—"), right=True),
                TableCell(text=format_time(one.registered_at)),
                TableCell(text=short_code(one.digest or ""), tone="quiet", code=True),
                TableCell(text=say(f"office.unit.{TOLD if told else UNTOLD}", 原因=why), sign=Sign.MISSED),
                TableCell(text=one.channel, tone="quiet"),
                TableCell(),
            ),
        )

    def _shown(self, row: PaperRow, stamped: StampedPaper | None) -> TableRow:
        decision = self._decision(row)
        when = format_time(row.registered)
        period = self.session.plan.periods.get(row.period)
        came = line_in_force(self.session.workspace.store.receptions(row.digest), row.key)
        channel, code = came.channel if came else "", short_code(row.digest)
        return TableRow(
            key=f"{row.digest}|{row.key}",
            cells=(
                TableCell(text=period.name if period else row.period, tip=f"{say('office.unit.code')} {code}"),
                TableCell(text=str(row.revision), right=True),
                TableCell(text=when),
                TableCell(text=code, tone="quiet", code=True),
                TableCell(text=say(f"office.decision.{decision}"), sign=SIGNS[decision]),
                TableCell(text=channel, tone="quiet"),
                stamped_cell(stamped),
            ),
        )

    def _open(self, key: str) -> None:
        """Enter opens a paper; of one that could not be received nothing is opened, what is to be done is done."""
        if (row := self._row()) is not None:
            self.opening.open_paper(row)
        elif key.startswith(UNTOLD):
            self.do()

    def _decision(self, row: PaperRow) -> Decision:
        line = self.session.workspace.line(row.unit, row.period)
        return line.decisions.get((row.digest, row.key), Decision.REJECTED)

    def _row(self) -> PaperRow | None:
        key = self.grid.current_key()
        rows = self.session.workspace.store.papers(self.unit) if key else ()
        return next((row for row in rows if f"{row.digest}|{row.key}" == key), None)

    def refused(self) -> ReceptionRow | None:
        """The current paper where it could not be received."""
        kind, _, number = self.grid.current_key().partition("|")
        rows = self.session.workspace.store.receptions() if kind in (TOLD, UNTOLD) else ()
        return next((one for one in rows if str(one.id) == number), None)

    def _follow(self) -> None:
        row = self._row()
        self._name_key()
        kept = row is not None or self.refused() is not None
        self.papers["keep"].setEnabled(kept)
        self.papers["keep"].setVisible(kept)
        self.primary_changed.emit()

    def _name_key(self) -> None:
        """Say the 核对码 whole: half of one compares nothing."""
        code = self.opening.code_of(self._row())
        self._key.setText(code if self._narrow or not code else say("office.unit.key", 核对码=code))

    def primary(self) -> str:
        """Return what can be done about the current paper."""
        row = self._row()
        if self.grid.current_key().startswith(UNTOLD):
            return say("office.unit.do.tell")
        if row is None:
            return say("office.unit.chase") if self._owes() else ""
        act = {Decision.HELD: "enrol", Decision.FORK: "rule"}.get(self._decision(row), "open")
        return say(f"office.unit.do.{act}", n=row.revision)

    def do(self) -> None:
        """Do what can be done about the current paper."""
        row = self._row()
        if self.grid.current_key().startswith(UNTOLD):
            self.many.receipts([self.unit])
        elif row is None:
            if self._owes():
                self.acts.chase(self.unit)
        elif self._decision(row) is Decision.HELD:
            self._decide(row, f"key|{row.unit}|{row.digest}")
        elif self._decision(row) is Decision.FORK:
            self._decide(row, f"fork|{row.unit}")
        else:
            self.opening.open_paper(row)

    def extend(self) -> None:
        """延期: ask for another due time of the unit in the open period."""
        self.dialog = ask_extension(self.parts, self.many, [self.unit])

    def rename(self) -> None:
        """更名: ask what the unit is called now, and since when."""
        self.dialog = ask_new_name(self.parts, self, self.unit)

    def _keys_that_count(self) -> list[str]:
        keys = self.session.workspace.store.enrolled_keys()
        return [one.fingerprint for one in keys if one.unit == self.unit and one.until is None]

    def end_key(self) -> None:
        """Go where a key of the unit is ended: that of the current paper where it counts, else the latest."""
        keys, row = self._keys_that_count(), self._row()
        if keys:
            key = row.key if row is not None and row.key in keys else keys[-1]
            self.parts.go("rulings", f"end|{self.unit}|{key}")

    def _decide(self, row: PaperRow, place: str) -> None:
        """Go where the paper is decided about, in its period, with the effect before the act."""
        self.parts.open_period(row.period, lambda: self.parts.go("rulings", place))
