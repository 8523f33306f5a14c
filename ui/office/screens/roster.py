"""Roster 应报清单: one row for each unit, one column for each period; who has, who has not, what is next."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from models.basics.messages import say
from models.basics.period import Period
from models.settings.settings import STAMPED
from ui.basics.pinyin import initials
from ui.files.dialogs import ask_folder
from ui.look.signs import Sign, SignedLine
from ui.look.widgets import OneLine, button, frame, row
from ui.office.acts.many import ManyActs, owing
from ui.office.cases.extending import ask_extension
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableCell, TableHead, TableRow
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.roster.cells import COLUMNS, RosterCells, head_width, short_name

FILTERS = ("all", "todo", "missing", "returned", "late", "review", "unstamped")
FIRST_PERIOD = 2  # column of the first period
MISSING = "missing"  # a place of this page: everybody who has not filed
UNSTAMPED = "unstamped"  # likewise: everybody whose stamped paper stops the clock and has not come
LEGEND = (Sign.RECEIVED, Sign.IN_HAND, Sign.LATE, Sign.RETURNED, Sign.MISSING, Sign.STAMPED)
FIRST = ("disputed", "held", "returned", "missing")  # what needs a person comes first


class RosterPage(OfficePage):
    """应报清单: marked, narrowed, sorted, opened, chased."""

    key = "roster"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self.legend = page_head(), SignedLine("small")
        self.legend.show_parts([(one, say(f"office.roster.legend.{one}")) for one in LEGEND])
        self.marks: set[str] = set()
        self._marked_in = ""  # the period whose units are marked
        self.acts = ManyActs(parts, self)
        self._narrowed = "all"
        self.filter = self._filter_line()
        self.filters = {name: button("", partial(self._narrow, name), "state") for name in FILTERS}
        for one in self.filters.values():
            one.setCheckable(True)
        self.grid = self._units_by_periods()
        self.built(self._head, self.grid, self.legend, *self.filters.values(), 8, self.filter)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._bar())

    def _filter_line(self) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(say("office.roster.filter"))
        line.setAccessibleName(say("office.roster.filter"))
        line.setMaximumWidth(220)
        line.textChanged.connect(lambda _: self._show_rows())
        QShortcut(QKeySequence.fromString("Ctrl+F"), self).activated.connect(line.setFocus)
        return line

    def _units_by_periods(self) -> OfficeGrid:
        shorts = [short_name(one.name) for one in self._periods()]
        heads = [
            TableHead(text="", width=32),
            TableHead(text=say("office.roster.unit"), width=204),
            *(TableHead(text=short, width=head_width(short), middle=True) for short in shorts),
            *(
                TableHead(text=say(f"{one.texts}.{one.key}"), width=one.width, right=one.right, whole=one.whole)
                for one in COLUMNS
            ),
        ]
        grid = OfficeGrid(self.title(), heads, by_cell=True)
        grid.opened.connect(self._open)
        grid.marked.connect(self.toggle)
        grid.all_marked.connect(self.mark_all)
        grid.current_changed.connect(self.primary_changed)
        return grid

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
            "extend": button(say("office.many.extend"), lambda: ask_extension(self.parts, self.acts, self._marked())),
            "receipts": button(say("office.many.receipts"), lambda: self.acts.receipts(self._marked())),
            "approvals": button(say("office.many.approvals"), lambda: self.acts.approve(self._marked())),
            "none": button(say("office.many.none"), self._unmark),
        }
        *acts, none = self.many.values()
        line = row(self._chosen, *acts, button(say("office.many.export"), self._export), none)
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
        if chosen := ask_folder(self, say("office.many.export")):
            self.acts.export(Path(chosen))

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.roster.title")

    def _periods(self) -> tuple[Period, ...]:
        return tuple(self.session.plan.periods.values())

    def show_now(self) -> None:
        """Show every unit's state in every period that has begun."""
        shown = self.session.period_id
        if shown != self._marked_in:  # whoever was marked for one period is not meant in another
            self.marks, self._marked_in = set(), shown
        self._cells = RosterCells.of(self.session)
        self._head.setText(say("office.roster.head", n=len(self.session.roster.expected)))
        self.grid.lines.mark_head(FIRST_PERIOD + [one.id for one in self._periods()].index(shown))
        self._show_rows()

    def _show_rows(self) -> None:
        wanted = self.filter.text().strip().lower()
        names = {unit: self.session.unit_name(unit) for unit in self.session.roster.expected}
        groups = self._groups()
        self.marks &= set(names)
        for name, one in self.filters.items():
            unreported = say(f"todo.roster.{self.session.roster.missing_key}")
            words = say(f"office.roster.only.{name}", n=len(groups[name]), 未收=unreported)
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
            say("office.many.chosen", n=len(self.marks), 名单=chosen) if chosen else say("office.many.how")
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
        at = self._cells.line(unit)
        cells = (
            TableCell(checked=unit in self.marks),
            TableCell(text=name, bold=True),
            *(self._cells.period(unit, period.id) for period in self._periods()),
            *(one.cell(self._cells, at) for one in COLUMNS),
        )
        return TableRow(key=unit, cells=cells)

    def _open(self, unit: str) -> None:
        """Open the unit's page; from the cell of a period at the papers of that period."""
        number = self.grid.current_column() - FIRST_PERIOD
        periods = self._periods()
        self.parts.go("unit", f"{unit}|{periods[number].id}" if 0 <= number < len(periods) else unit)

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
        return say("office.roster.keys")

    def primary(self) -> str:
        """Chase the marked units, or all that the list of the missing shows; else open the current unit's page."""
        if units := self._to_chase():
            return say("office.many.chase_n", n=len(units))
        unit = self.grid.current_key()
        return say("office.roster.open", 单位=self.session.unit_name(unit)) if unit else ""

    def do(self) -> None:
        """Do what the button says."""
        if units := self._to_chase():
            self.acts.chase(units)
        elif self.grid.current_key():
            self._open(self.grid.current_key())


def _fits(wanted: str, name: str) -> bool:
    return not wanted or wanted in name.lower() or wanted in initials(name)
