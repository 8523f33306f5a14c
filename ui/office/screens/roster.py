"""Roster 应报清单: one row for each unit, one column for each period; who has, who has not, what is next."""

from datetime import datetime

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from models.basics.messages import say as word
from models.basics.period import PLAN_ZONE, Period
from models.ledger.roster import Roster
from ui.basics.pinyin import initials
from ui.look.signs import Sign
from ui.office.grid import Cell, Head, OfficeGrid, Row
from ui.office.page import OfficePage, OfficeParts, page_head

STANDING = {"missing": Sign.MISSING, "held": Sign.KEY, "returned": Sign.RETURNED, "disputed": Sign.FORK}
FIRST = ("disputed", "held", "returned", "missing")  # what needs a person comes first


class RosterPage(OfficePage):
    """应报清单."""

    key = "roster"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(word("office.roster.filter"))
        self.filter.setAccessibleName(word("office.roster.filter"))
        self.filter.setMaximumWidth(220)
        self.filter.textChanged.connect(lambda _: self._show_rows())
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.filter.setFocus)
        periods = [Head(text=_short(one.name), width=76) for one in self._periods()]
        heads = [
            Head(text=word("office.roster.unit"), width=150),
            *periods,
            Head(text=word("office.roster.registered"), width=104),
            Head(text=word("office.roster.revision"), width=44, right=True),
            Head(text=word("office.roster.state"), width=0),
            Head(text=word("office.roster.chased"), width=120),
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.grid.opened.connect(lambda unit: self.parts.go("unit", unit))
        self.grid.current_changed.connect(self.primary_changed)
        self._rosters: dict[str, Roster] = {}
        self.built(self._head, self.grid, self.filter)

    def title(self) -> str:
        """Return the name in the navigation."""
        return word("office.roster.title")

    def _periods(self) -> tuple[Period, ...]:
        return tuple(self.session.plan.periods.values())

    def show_now(self) -> None:
        """Show every unit's state in every period that has begun."""
        today = datetime.now(PLAN_ZONE).date()
        shown = self.session.period_id
        begun = [one.id for one in self._periods() if one.start <= today or one.id == shown]
        self._rosters = {one: self.session.workspace.roster(one) for one in begun}
        self._head.setText(word("office.roster.head", n=len(self.session.roster.expected)))
        self._show_rows()

    def _show_rows(self) -> None:
        wanted = self.filter.text().strip().lower()
        names = {unit: self.session.unit_name(unit) for unit in self.session.roster.expected}
        units = [unit for unit, name in names.items() if not wanted or wanted in name or wanted in initials(name)]
        units.sort(key=self._rank)
        self.grid.show_rows([self._row(unit, names[unit]) for unit in units])

    def _rank(self, unit: str) -> int:
        roster = self.session.roster
        if unit in roster.received and unit not in roster.disputed:
            return len(FIRST)
        return FIRST.index(roster.standing(unit))

    def _row(self, unit: str, name: str) -> Row:
        cells = [self._cell(unit, period.id) for period in self._periods()]
        line = self.session.lines.get(unit)
        stored = self.session.workspace.store.papers_of(line.in_force) if line and line.in_force else ()
        when = f"{line.registered.astimezone(PLAN_ZONE):%m-%d %H:%M}" if line and line.registered else "—"
        chases = [one for one in self.session.workspace.store.chases(self.session.period_id) if one.unit == unit]
        last = f"{chases[-1].at.astimezone(PLAN_ZONE):%m-%d} {chases[-1].channel}" if chases else ""
        return Row(
            key=unit,
            cells=(
                Cell(text=name, bold=True),
                *cells,
                Cell(text=when, tone="text" if stored else "quiet"),
                Cell(text=str(stored[0].revision) if stored else "—", right=True),
                self._state(unit),
                Cell(text=last, tone="quiet"),
            ),
        )

    def _cell(self, unit: str, period: str) -> Cell:
        roster = self._rosters.get(period)
        if roster is None or unit not in roster.expected:
            return Cell(sign=Sign.NOT_DUE, tip=word("office.roster.not_due"))
        sign = _sign(roster, unit)
        if sign is Sign.MISSING and not self._over(unit, period):
            return Cell(sign=Sign.NOT_DUE, tip=word("office.roster.not_yet"))
        return Cell(sign=sign, tip=word(f"office.sign.{sign}"))

    def _over(self, unit: str, period: str) -> bool:
        due = self.session.settings.due_of(unit, period)
        return due is not None and due.passed(datetime.now(PLAN_ZONE))

    def _state(self, unit: str) -> Cell:
        roster = self.session.roster
        late = next((one for one in roster.late if one.unit == unit), None)
        sign = _sign(roster, unit)
        if sign is Sign.LATE and late is not None:
            return Cell(text=word("office.roster.late", n=late.working_days), sign=sign)
        words = word(f"office.sign.{sign}")
        if sign is Sign.MISSING and not self._over(unit, roster.period):
            return Cell(text=word("office.roster.not_yet"), sign=Sign.NOT_DUE, tone="quiet")
        return Cell(text=words, sign=sign, tone="quiet" if sign is Sign.RECEIVED else "text")

    def choose(self, place: str) -> None:
        """Make a unit the current one."""
        self.filter.clear()
        self.grid.choose(place)
        self.grid.setFocus()

    def primary(self) -> str:
        """Open the current unit's page."""
        unit = self.grid.current_key()
        return word("office.roster.open", 单位=self.session.unit_name(unit)) if unit else ""

    def do(self) -> None:
        """Open the current unit's page."""
        self.parts.go("unit", self.grid.current_key())


def _sign(roster: Roster, unit: str) -> Sign:
    if unit in roster.disputed:
        return Sign.FORK
    if unit in roster.received:
        return Sign.LATE if any(one.unit == unit for one in roster.late) else Sign.RECEIVED
    return STANDING[roster.standing(unit)]


def _short(name: str) -> str:
    """A period's name as short as a column is: 2020年第三季度（1—9月） → 第三季度, 2020年度（初步数） → 初步数."""
    words, _, more = name.partition("（")
    short = words.partition("年")[2]
    return short if len(short) > 1 else more.rstrip("）") or words
