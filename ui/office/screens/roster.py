"""Roster 应报清单: one row for each unit, one column for each period; who has, who has not, what is next."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from models.basics.messages import say as word
from models.basics.period import PLAN_ZONE, Period, format_time
from models.ledger.ledger import LineState
from models.ledger.roster import Roster
from models.ledger.roster_columns import FACTS, RosterEntry, RosterFact
from models.office.desk_lists import refused_units
from models.office.nil_returns import nil_returns
from models.office.stamping import StampedPaper, stamped_papers
from models.settings.settings import STAMPED
from ui.basics.pinyin import initials
from ui.look.signs import Sign
from ui.look.theme import ui_font
from ui.look.widgets import OneLine, SignedLine, button, frame, row
from ui.office.grid import OfficeGrid, TableCell, TableHead, TableRow
from ui.office.many_acts import ManyActs, owing
from ui.office.page import OfficePage, OfficeParts, page_head

STANDING = {"missing": Sign.MISSING, "held": Sign.KEY, "returned": Sign.RETURNED, "disputed": Sign.FORK}
FILTERS = ("all", "todo", "missing", "returned", "late", "review", "unstamped")
PX_A_CHARACTER = 7  # of the width of a column
FIRST_PERIOD = 2  # column of the first period
MISSING = "missing"  # a place of this page: everybody who has not filed
UNSTAMPED = "unstamped"  # likewise: everybody whose stamped paper stops the clock and has not come
LEGEND = (Sign.RECEIVED, Sign.IN_HAND, Sign.LATE, Sign.RETURNED, Sign.MISSING, Sign.STAMPED)
FIRST = ("disputed", "held", "returned", "missing")  # what needs a person comes first


class RosterLine(NamedTuple):
    """What a row shows: its line of this period if the unit has one, and the facts of the roster."""

    line: LineState | None
    entry: RosterEntry

    @property
    def unit(self) -> str:
        """Whose row it is."""
        return self.entry.unit

    @property
    def revision(self) -> int | None:
        """The revision in force."""
        return self.entry.revision


class RosterColumn(NamedTuple):
    """A column behind those of the periods: its head (`<texts>.<key>`), its cell; 0 takes the width left."""

    key: str
    width: int
    cell: "Callable[[RosterPage, RosterLine], TableCell]"
    right: bool = False
    texts: str = "office.roster"


class RosterPage(OfficePage):
    """应报清单. A fact of the roster has its column by itself (`models.ledger.roster_columns`).

    What needs a cell of its own: a method that returns it, a line in COLUMNS, its head in office.toml.
    """

    key = "roster"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self.legend = page_head(), SignedLine("small")
        self.legend.show_parts([(one, word(f"office.roster.legend.{one}")) for one in LEGEND])
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(word("office.roster.filter"))
        self.filter.setAccessibleName(word("office.roster.filter"))
        self.filter.setMaximumWidth(220)
        self.filter.textChanged.connect(lambda _: self._show_rows())
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.filter.setFocus)
        shorts = [_short(one.name) for one in self._periods()]
        periods = [TableHead(text=short, width=_width(short), middle=True) for short in shorts]
        self.marks: set[str] = set()
        self.acts = ManyActs(parts, self)
        self._narrowed = "all"
        self.filters = {name: button("", partial(self._narrow, name), "state") for name in FILTERS}
        for one in self.filters.values():
            one.setCheckable(True)
        heads = [
            TableHead(text="", width=32),
            TableHead(text=word("office.roster.unit"), width=204),
            *periods,
            *(TableHead(text=word(f"{one.texts}.{one.key}"), width=one.width, right=one.right) for one in COLUMNS),
        ]
        self.grid = OfficeGrid(self.title(), heads, by_cell=True)
        self.grid.opened.connect(self._open)
        self.grid.marked.connect(self.toggle)
        self.grid.all_marked.connect(self.mark_all)
        self.grid.current_changed.connect(self.primary_changed)
        self._rosters: dict[str, Roster] = {}
        self._busy: set[str] = set()
        self._nil: frozenset[str] = frozenset()
        self._refused: Mapping[str, bool] = {}
        self._stamped: Mapping[str, StampedPaper] = {}
        self.built(self._head, self.grid, self.legend, *self.filters.values(), 8, self.filter)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._bar())

    def set_narrow(self, *, narrow: bool) -> None:
        """Keep the open period of the periods, and the state."""
        self.legend.setVisible(not narrow)
        for number, period in enumerate(self._periods(), FIRST_PERIOD):
            self.grid.setColumnHidden(number, narrow and period.id != self.session.period_id)
        for one in (self.filters["returned"], self.filters["late"], self.filters["todo"]):
            one.setVisible(not narrow)

    def _bar(self) -> QWidget:
        """What can be done about the marked units; its place is kept, so that nothing moves."""
        self._chosen = OneLine("", "quiet")
        self.many = {
            "extend": button(word("office.many.extend"), lambda: self.acts.extend(self._marked())),
            "receipts": button(word("office.many.receipts"), lambda: self.acts.receipts(self._marked())),
            "none": button(word("office.many.none"), self._unmark),
        }
        extend, receipts, none = self.many.values()
        line = row(self._chosen, extend, receipts, button(word("office.many.export"), self._export), none)
        line.setStretch(0, 1)
        return frame(line, "bar", 8)

    def _narrow(self, name: str) -> None:
        self._narrowed = name
        self._show_rows()
        self.grid.setFocus()

    def toggle(self, unit: str) -> None:
        """Mark a unit, or take its mark away."""
        self.marks ^= {unit}
        self._show_rows()

    def mark_all(self) -> None:
        """Mark all that the filter shows; once they are, none of them."""
        shown = {row.key for row in self.grid.lines.rows}
        self.marks = self.marks - shown if shown <= self.marks else self.marks | shown
        self._show_rows()

    def _unmark(self) -> None:
        self.marks = set()
        self._show_rows()

    def _marked(self) -> list[str]:
        return [unit for unit in self.session.roster.expected if unit in self.marks]

    def _export(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, word("office.many.export")):
            self.acts.export(Path(chosen))

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
        self.grid.lines.mark_head(FIRST_PERIOD + [one.id for one in self._periods()].index(shown))
        self._busy = {one.unit for one in self.session.matters if one.unit}
        self._refused = refused_units(self.session.workspace, shown)
        self._nil = nil_returns(self.session.workspace, self.session.lines)
        self._stamped = stamped_papers(self.session.workspace)
        self._show_rows()

    def _show_rows(self) -> None:
        wanted = self.filter.text().strip().lower()
        names = {unit: self.session.unit_name(unit) for unit in self.session.roster.expected}
        groups = self._groups()
        self.marks &= set(names)
        for name, one in self.filters.items():
            unreported = word(f"todo.roster.{self.session.roster.missing_key}")
            words = word(f"office.roster.only.{name}", n=len(groups[name]), 未收=unreported)
            one.setText(words[0].upper() + words[1:])
            one.setChecked(name == self._narrowed)
        self.filters["unstamped"].setVisible(self.session.roster.clock == STAMPED)
        units = [
            unit
            for unit, name in names.items()
            if unit in groups[self._narrowed] and any(_fits(wanted, one) for one in (name, *self._called(unit)))
        ]
        units.sort(key=self._rank)
        self.grid.show_rows([self._row(unit, names[unit]) for unit in units])
        chosen = "、".join(names[unit] for unit in self._marked())
        self._chosen.setText(
            word("office.many.chosen", n=len(self.marks), 名单=chosen) if chosen else word("office.many.how")
        )
        for one in self.many.values():
            one.setEnabled(bool(self.marks))
        self.primary_changed.emit()

    def _called(self, unit: str) -> tuple[str, ...]:
        """Every name a unit has or had, so that an old one finds it too."""
        known = self.session.plan.units[unit]
        return (*(one.name for one in known.names), *known.aliases, unit)

    def _groups(self) -> dict[str, set[str]]:
        roster = self.session.roster
        everyone = set(roster.expected)
        return {
            "all": everyone,
            "todo": {one.unit for one in self.session.matters if one.unit} & everyone,
            "missing": set(roster.missing),
            "returned": set(roster.returned),
            "late": {one.unit for one in roster.late},
            "review": {one.row.unit for one in self.session.to_review} & everyone,
            "unstamped": set(roster.unstamped),
        }

    def _rank(self, unit: str) -> int:
        roster = self.session.roster
        if unit in roster.received and unit not in roster.disputed:
            return len(FIRST)
        return FIRST.index(roster.standing(unit))

    def _row(self, unit: str, name: str) -> TableRow:
        line = self.session.lines.get(unit)
        stored = self.session.workspace.store.papers_of(line.in_force) if line and line.in_force else ()
        entry = RosterEntry(
            unit=unit,
            roster=self.session.roster,
            due=self.session.settings.due_of(unit, self.session.period_id),
            revision=stored[0].revision if stored else None,
            registered=line.registered if line else None,
        )
        at = RosterLine(line=line, entry=entry)
        cells = (
            TableCell(checked=unit in self.marks),
            TableCell(text=name, bold=True, tip=self.session.unit_names(unit)),
            *(self._cell(unit, period.id) for period in self._periods()),
            *(one.cell(self, at) for one in COLUMNS),
        )
        return TableRow(key=unit, cells=cells)

    def registered(self, at: RosterLine) -> TableCell:
        """When the line of a unit was registered."""
        known = at.line.registered if at.line else None
        when = f"{known.astimezone(PLAN_ZONE):%m-%d %H:%M}" if known else "—"
        return TableCell(text=when, tone="text" if at.revision else "quiet")

    def revision(self, at: RosterLine) -> TableCell:
        """The revision in force."""
        return TableCell(text=str(at.revision) if at.revision else "—", right=True)

    def stamped(self, at: RosterLine) -> TableCell:
        """▣ and the day the stamped paper came, as printed rosters say it; "" where none did."""
        day = at.entry.stamped
        if day is None:
            return TableCell(tip=word("office.roster.not_stamped"))
        noted = self._stamped.get(at.line.in_force) if at.line and at.line.in_force else None
        if noted is None:
            tip = word("office.roster.stamped_before", 日期=day.isoformat())
        else:
            tip = word("office.roster.stamped_tip", 日期=noted.came_on, n=noted.copies, 处=noted.shelf or "—")
        return TableCell(text=f"{day:%m-%d}", sign=Sign.STAMPED, tone="quiet", tip=tip)

    def chased(self, at: RosterLine) -> TableCell:
        """The last time a unit was chased in this period."""
        found = [one for one in self.session.workspace.store.chases(self.session.period_id) if one.unit == at.unit]
        last = f"{found[-1].at.astimezone(PLAN_ZONE):%m-%d} {found[-1].channel}" if found else ""
        return TableCell(text=last, tone="quiet")

    def _open(self, unit: str) -> None:
        """Open the unit's page; from the cell of a period at the papers of that period."""
        number = self.grid.current_column() - FIRST_PERIOD
        periods = self._periods()
        self.parts.go("unit", f"{unit}|{periods[number].id}" if 0 <= number < len(periods) else unit)

    def _cell(self, unit: str, period: str) -> TableCell:
        roster = self._rosters.get(period)
        if roster is None or unit not in roster.expected:
            return TableCell(sign=Sign.NOT_DUE, tip=word("office.roster.not_due"))
        sign = _sign(roster, unit)
        if period == self.session.period_id and sign is Sign.RECEIVED and unit in self._busy:
            sign = Sign.IN_HAND
        if sign is Sign.MISSING and unit in roster.waits:
            return TableCell(sign=Sign.NOT_DUE, tip=word(f"office.roster.{roster.waits[unit]}"))
        return TableCell(sign=sign, tip=word(f"office.sign.{sign}"))

    def state(self, at: RosterLine) -> TableCell:
        """How a unit stands in this period."""
        roster, unit = self.session.roster, at.unit
        late = next((one for one in roster.late if one.unit == unit), None)
        sign = _sign(roster, unit)
        words = word(f"office.sign.{sign}")
        if sign is Sign.LATE and late is not None:
            words = word("office.roster.late", n=late.working_days)
        elif sign is Sign.MISSING and unit in roster.waits:
            return TableCell(text=word(f"office.roster.{roster.waits[unit]}"), sign=Sign.NOT_DUE, tone="quiet")
        elif sign is Sign.MISSING and unit in self._refused:
            told = "refused_told" if self._refused[unit] else "refused_untold"
            words = word(f"office.roster.{told}", 状态=words)
        elif unit in self._nil:
            words = word("office.roster.nil", 状态=words)
        if unit in roster.sent_back and sign is not Sign.RETURNED:
            words = word("office.roster.sent_back", 状态=words, n=roster.sent_back[unit].times)
        return TableCell(text=words, sign=sign, tone="quiet" if sign is Sign.RECEIVED else "text")

    def choose(self, place: str) -> None:
        """Make a unit the current one; MISSING marks all who have not filed, UNSTAMPED lists those it names."""
        self.filter.clear()
        self._narrowed = place if place in (MISSING, UNSTAMPED) else "all"
        if place == MISSING:
            self.marks = set(self.session.roster.missing)
        self._show_rows()
        if place not in (MISSING, UNSTAMPED):
            self.grid.choose(place)
        self.grid.setFocus()

    def _to_chase(self) -> list[str]:
        """Of the marked units those that owe something; without any marked all shown, where these are to be chased."""
        roster = self.session.roster
        wanted = {"missing": roster.missing, UNSTAMPED: roster.unstamped}.get(self._narrowed)
        if self.marks or wanted is None:
            return [unit for unit in self._marked() if unit in owing(self.session)]
        shown = {row.key for row in self.grid.lines.rows}
        return [unit for unit in wanted if unit in shown]

    def keys(self) -> str:
        """Return the keys of this page."""
        return word("office.roster.keys")

    def primary(self) -> str:
        """Chase the marked units, or all that the list of the missing shows; else open the current unit's page."""
        if units := self._to_chase():
            return word("office.many.chase_n", n=len(units))
        unit = self.grid.current_key()
        return word("office.roster.open", 单位=self.session.unit_name(unit)) if unit else ""

    def do(self) -> None:
        """Do what the button says."""
        if units := self._to_chase():
            self.acts.chase(units)
        elif self.grid.current_key():
            self._open(self.grid.current_key())


def _width(short: str) -> int:
    """How wide the column of a period is."""
    return max(48, QFontMetrics(ui_font(bold=True)).horizontalAdvance(short) + 18)


def _fits(wanted: str, name: str) -> bool:
    return not wanted or wanted in name.lower() or wanted in initials(name)


def _sign(roster: Roster, unit: str) -> Sign:
    if unit in roster.disputed:
        return Sign.FORK
    if unit in roster.received:
        return Sign.LATE if any(one.unit == unit for one in roster.late) else Sign.RECEIVED
    return STANDING[roster.standing(unit)]


def _short(name: str) -> str:
    """A period's name as short as a column is: 2020年第三季度（1—9月） → 三季, 2020年度（初步数） → 初步数."""
    words, _, more = name.partition("（")
    short = words.partition("年")[2]
    told = more.rstrip("）")
    if len(short) <= 1:  # 年度: told apart by what stands behind it, unless that is only a time
        short = words[-2:] if not told or any(sign.isdigit() for sign in told) else told
    return short.removeprefix("第").replace("季度", "季") if short.startswith("第") else short


def of_fact(fact: RosterFact) -> RosterColumn:
    """Return the column of a fact of the roster that needs no cell of its own."""

    def cell(_: RosterPage, at: RosterLine) -> TableCell:
        said = fact.says(at.entry)
        text = format_time(said) if isinstance(said, datetime) else "—" if said is None else str(said)
        return TableCell(text=text, right=fact.figure, tone="quiet" if said is None else "text")

    return RosterColumn(fact.key, PX_A_CHARACTER * fact.characters, cell, right=fact.figure, texts="papers.summary")


_OWN: tuple[RosterColumn, ...] = (
    RosterColumn("registered", 104, RosterPage.registered),
    RosterColumn("revision", 44, RosterPage.revision, right=True),
    RosterColumn("stamped", 72, RosterPage.stamped),
    RosterColumn("state", 0, RosterPage.state),
    RosterColumn("chased", 104, RosterPage.chased),
)
COLUMNS = (*_OWN, *(of_fact(one) for one in FACTS if one.in_window and one.key not in {own.key for own in _OWN}))
