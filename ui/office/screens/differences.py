"""Differences 对账: the counties' sum against the lead department's figure, and whether the verdict hangs on it."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from models.basics.messages import say
from models.basics.quantity import format_exact
from models.city.reconcile import LineStanding, Reconciliation, SumOutcome, UnitFigures
from models.city.weighing import Need
from models.desk.trace import both_sides
from models.ledger.share_words import share_words
from ui.look.fitting import ROOMY
from ui.look.signs import Sign
from ui.look.widgets import button
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.meeting import SCALE
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.session import OfficeSession

TOLERANCE, EFFECT = 4, 5  # columns
LOOKS = {SumOutcome.NOT_COMPARED: (Sign.NOT_DUE, "quiet"), SumOutcome.AGREES: (Sign.MET, "met")}  # without a difference
REST = "#rest"  # in the key of the line that the counties which agree are folded into


def counted(compared: int, differ: int, open_ones: int) -> str:
    """Return the page's title with how many items can be compared, how many of them differ, how many lack a side."""
    if not compared and not open_ones:
        return say("office.differences.title")
    which = "head" if not open_ones else "head_open" if compared else "head_none"
    return say(f"office.differences.{which}", m=compared, n=differ, k=open_ones)


class DifferencesPage(OfficePage):
    """对账."""

    key = "differences"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head = page_head()
        self._unfolded: set[str] = set()  # items whose agreeing counties are shown too
        heads = [
            TableHead(text=say("office.differences.item"), width=0),
            TableHead(text=say("office.differences.counties"), width=110, right=True),
            TableHead(text=say("office.differences.department"), width=110, right=True),
            TableHead(text=say("office.differences.difference"), width=96, right=True),
            TableHead(text=say("office.differences.tolerance"), width=84, right=True),
            TableHead(text=say("office.differences.effect"), width=280),
        ]
        self.grid = OfficeGrid(self.title(), heads)
        self.grid.empty = say("office.differences.empty")
        self.grid.opened.connect(self._open)
        self.grid.current_changed.connect(self.primary_changed)
        self.decide = button(say("office.differences.decide"), self._decide)
        self.grid.current_changed.connect(self._follow)
        self.all_units = button("", self._unfold)
        keys = (("Right", True), ("Left", False))
        for key, open_ in keys:
            shortcut = QShortcut(QKeySequence.fromString(key), self.grid, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._unfold, wanted=open_))
        self.built(self._head, self.grid, self.all_units, self.decide)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the tolerance to wider windows."""
        self.grid.setColumnHidden(TOLERANCE, narrow)
        self.grid.setColumnWidth(EFFECT, round((140 if narrow else 280) * self.grid.scale))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window names stay near their figures."""
        super().resizeEvent(event)
        self.grid.give_room(EFFECT if self.window().width() >= ROOMY else 0)

    def set_meeting(self, *, on: bool) -> None:
        """Larger, without the act."""
        self.grid.set_scale(SCALE if on else 1.0)
        self.set_narrow(narrow=self.grid.isColumnHidden(TOLERANCE))  # the larger columns are those of a wide window
        self.decide.setVisible(not on)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.differences.title")

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many sums differ by more than the tolerance."""
        return sum(one.exceeds for one in session.summary.reconciliation)

    def show_now(self) -> None:
        """Show the items, those that differ first, each with the counties whose lines differ under it."""
        found = self.session.summary.reconciliation
        compared = sum(one.complete for one in found)
        self._head.setText(counted(compared, self.waiting(), len(found) - compared))
        ordered = sorted(found, key=lambda one: (list(SumOutcome).index(one.outcome), not one.units))
        self.grid.show_rows([row for one in ordered for row in self._rows(one)])

    def _rows(self, one: Reconciliation) -> Iterator[TableRow]:
        item = self.session.plan.items[one.item]
        shown = partial(format_exact, least=one.decimals)
        tone = "quiet" if one.outcome is SumOutcome.AGREES and not one.units else "text"  # what agrees needs nobody
        texts = (shown(one.counties), shown(one.department), shown(one.difference) or "—")
        figures = (TableCell(text=text, right=True, tone=tone) for text in texts[:2])
        yield TableRow(
            key=f"{one.indicator}|{one.item}",
            cells=(
                TableCell(text=f"{item.name}　{item.measure}", bold=one.exceeds, tone=tone),
                *figures,
                TableCell(text=texts[2], right=True, bold=one.exceeds, tone=tone),
                TableCell(text=shown(one.shown_tolerance), right=True, tone="quiet"),
                self._effect(one),
            ),
        )
        yield from self._counties(one, shown)

    def _counties(self, one: Reconciliation, shown: Callable[[Decimal | None], str]) -> Iterator[TableRow]:
        """The counties whose lines differ with what was written about them, then the rest of the sum, folded."""
        for unit in one.units:
            yield self._unit(f"{one.indicator}|{one.item}", unit, shown)
            yield from () if self.session.meeting else self._said(one, unit.unit)
        place = f"{one.indicator}|{one.item}"
        if one.others and (one.units or place in self._unfolded):
            yield self._rest(place, one)
        if place in self._unfolded:
            yield from (self._unit(place, unit, shown) for unit in one.others)

    def _rest(self, place: str, one: Reconciliation) -> TableRow:
        """The line that the others are folded into: whether they agree, or the department gave no figures of theirs."""
        facts = {"n": len(one.others), "k": one.agreeing, "m": len(one.others) - one.agreeing}
        arrow = "▾" if place in self._unfolded else "▸"
        words = f"{arrow} {say(f'office.differences.rest_{one.rest}', **facts)}"
        cell = TableCell(text=words, small=True, tone="quiet")
        return TableRow(key=f"{place}|{REST}", cells=(cell,), under=True, wide=True)

    def _unit(self, place: str, one: UnitFigures, shown: Callable[[Decimal | None], str]) -> TableRow:
        """One unit; those whose figures differ stand out from the others."""
        tone = "text" if one.standing is LineStanding.DIFFERS else "quiet"
        county = shown(one.county) or share_words(self.session.roster, one.unit, one.state)
        texts = (county, shown(one.department) or "—", shown(one.difference) or "—")
        figures = (TableCell(text=text, right=True, small=True, tone=tone) for text in texts)
        name = TableCell(text=self.session.unit_name(one.unit), small=True, tone=tone)
        return TableRow(key=f"{place}|{one.unit}", cells=(name, *figures), under=True)

    def _said(self, one: Reconciliation, county: str) -> Iterator[TableRow]:
        """What the county and the department wrote about their two figures."""
        indicator = self.session.plan.indicators[one.indicator]
        for unit, text in both_sides(self.session.city, indicator, one.item, county):
            words = say("office.differences.said", 单位=self.session.unit_name(unit), 文字=text)
            cell = TableCell(text=words, small=True, tone="quiet")
            yield TableRow(key=f"{one.indicator}|{one.item}|{county}|{unit}", cells=(cell,), under=True, wide=True)

    def _effect(self, one: Reconciliation) -> TableCell:
        if one.outcome is not SumOutcome.EXCEEDS:
            sign, tone = LOOKS[one.outcome]
            return TableCell(text=say(f"papers.summary.{one.outcome}"), tone=tone, sign=sign)
        result = self.session.summary.of(one.indicator)
        decides = Need.TO_ADJUDICATE in result.needs
        words = say("todo.decides" if decides else "todo.decides_not")
        return TableCell(text=words, tone="warning", sign=Sign.DIFFERENCE)

    def choose(self, place: str) -> None:
        """Make the first line of an indicator the current one."""
        for row in self.grid.lines.rows:
            if row.key.startswith(f"{place}|"):
                self.grid.choose(row.key)
                break
        self.grid.setFocus()

    def _exceeding(self) -> str:
        """The indicator of the current row, "" where nothing differs by more than the tolerance."""
        indicator, _, rest = self.grid.current_key().partition("|")
        item = rest.partition("|")[0]
        found = self.session.summary.reconciliation
        return indicator if any(one.exceeds and (one.indicator, one.item) == (indicator, item) for one in found) else ""

    def _follow(self) -> None:
        self.decide.setEnabled(bool(self._exceeding()))
        self.all_units.setText(say(f"office.differences.{'fold' if self._place() in self._unfolded else 'unfold'}"))
        self.all_units.setEnabled(bool(self._place()))

    def _place(self) -> str:
        """The item of the current row, `indicator|item`; "" without any."""
        return "|".join(self.grid.current_key().split("|")[:2])

    def _unfold(self, *, wanted: bool | None = None) -> None:
        """Show all units of the current item, or fold those that agree; None: the other of what is shown."""
        place, key = self._place(), self.grid.current_key()
        shown = place in self._unfolded
        if not place or wanted is shown:
            return
        self._unfolded ^= {place}
        self.show_now()
        self.grid.choose(key if any(row.key == key for row in self.grid.lines.rows) else place)
        self._follow()

    def _decide(self) -> None:
        """Go where an 审定数 is recorded, with its effect before the act."""
        self.parts.go("rulings", f"figure|{self._exceeding()}")

    def _open(self, key: str) -> None:
        indicator, _, rest = key.partition("|")
        unit = rest.partition("|")[2].partition("|")[0]
        if unit == REST:
            self._unfold()
            return
        if unit and self.session.meeting:
            return
        self.parts.go("unit" if unit else "summary", unit or indicator)

    def primary(self) -> str:
        """Return what Enter does."""
        key = self.grid.current_key()
        if key.endswith(f"|{REST}"):
            return say("office.differences.fold" if self._place() in self._unfolded else "office.differences.unfold")
        return say("office.differences.open") if key else ""

    def keys(self) -> str:
        """Return the keys of this page."""
        return say("office.differences.keys")

    def do(self) -> None:
        """Do what Enter does."""
        if self.grid.current_key():
            self._open(self.grid.current_key())
