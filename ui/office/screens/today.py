"""Today 今天要办: what needs a person, oldest first, one act each; the only page that must be read."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.office.signing import sheet_of
from models.store.office.records import SettlementRow
from models.todo.matters import CALLS, Matter, MatterKind
from ui.basics.jobs import Progress
from ui.basics.texts import day_text
from ui.look.fitting import ROOMY
from ui.look.signs import Sign, SignedLine
from ui.look.widgets import Cut, OneLine, button, column, frame, row
from ui.office.acts.many import ManyActs
from ui.office.acts.matters import MatterActs
from ui.office.acts.stamped import StampedActs
from ui.office.cases.facts import FactsPanel
from ui.office.lists.codes import comparison_code
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.screens.roster import MISSING, UNSTAMPED
from ui.office.session import OfficeSession
from ui.office.two_lines import TwoLineEntry, TwoLineList

SIGNS = {
    MatterKind.HELD: Sign.KEY,
    MatterKind.FORK: Sign.FORK,
    MatterKind.RETURNED: Sign.RETURNED,
    MatterKind.REJECTED: Sign.RETURNED,
    MatterKind.DIFFERENCE: Sign.DIFFERENCE,
    MatterKind.AWAITED: Sign.WAITING,
    MatterKind.MISSING: Sign.MISSING,
    MatterKind.PARAMETER: Sign.PARAMETER,
    MatterKind.UNREAD: Sign.MISSED,
    MatterKind.STAMP: Sign.STAMPED,
    MatterKind.DUE: Sign.LATE,
    MatterKind.QUERY: Sign.WAITING,
    MatterKind.REVIEW: Sign.IN_HAND,
    MatterKind.SIGN: Sign.WAITING,
    MatterKind.ENTRY: Sign.STAMPED,
    MatterKind.PERIOD: Sign.IN_HAND,
    MatterKind.MOVED: Sign.DIFFERENCE,
}
PAGES = {
    MatterKind.DIFFERENCE: "differences",
    MatterKind.PARAMETER: "summary",
    MatterKind.STAMP: "roster",
    MatterKind.DUE: "roster",
    MatterKind.QUERY: "review",
    MatterKind.REVIEW: "review",
    MatterKind.HELD: "rulings",
    MatterKind.FORK: "rulings",
    MatterKind.ENTRY: "rulings",
    MatterKind.MOVED: "notices",
}
OF_NO_UNIT = {  # what a row is called that is about neither one unit nor one indicator
    MatterKind.REVIEW: "office.review.title",
    MatterKind.MOVED: "office.notices.title",
    MatterKind.PERIOD: "office.today.other_period",
    MatterKind.UNREAD: "office.today.arrived",
    MatterKind.REJECTED: "office.today.arrived",
    MatterKind.DUE: "office.today.unreported",
    MatterKind.STAMP: "office.roster.stamped",
}
CHASED = frozenset((MatterKind.MISSING, MatterKind.STAMP))
OF_ALL = {MatterKind.STAMP: UNSTAMPED, MatterKind.DUE: MISSING}  # kinds with a row for many → their place in the roster
BASIS_CHANGED = "basis_changed"
FILTERS = ("all", "calls", "decides", "settled")


class TodayPage(OfficePage):
    """今天要办."""

    key = "today"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self._day, self.rest = page_head(), OneLine("", "quiet", cut=Cut.CLAUSES), SignedLine("quiet")
        self._filter, self._roomy = "all", False
        self._elsewhere: tuple[Matter, ...] = ()  # rows of other periods, looked up in the background
        self._stale, self._turn = True, 0
        self.filters = {name: button("", partial(self._narrow, name), "state") for name in FILTERS}
        for one in self.filters.values():
            one.setCheckable(True)
        self.list = TwoLineList(self.title())
        self.list.act_wanted.connect(self._act)
        self.list.current_changed.connect(self._follow)
        self.acts, self.many = MatterActs(parts, self), ManyActs(parts, self)
        self.stamping = StampedActs(parts, self)
        self.chase = button("", lambda: self.many.chase(self._missing()))
        self.stamp = button(say("office.unit.stamp"), self._stamp)
        self.settle = button(say("office.today.settle"), self._settle)
        self.settle.setToolTip("F4")
        QShortcut(QKeySequence.fromString("F4"), self.list, self._settle, context=Qt.ShortcutContext.WidgetShortcut)
        self.facts = FactsPanel(self.session, parts.lane)
        acts = (self.chase, self.stamp, self.settle)
        self.built(self._head, self._body(), *self.filters.values(), 12, *acts, told=self._day)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.rest)

    def _body(self) -> QWidget:
        """The list, and beside it the facts of its current row where there is room."""
        self._beside = frame(column(self.facts), "card", 2)
        self._beside.hide()
        whole, body = row(self.list, self._beside, spacing=12), QWidget()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setStretch(0, 1)
        body.setLayout(whole)
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the facts in a wide window."""
        super().resizeEvent(event)
        roomy = self.window().width() >= ROOMY
        if roomy != self._roomy:
            self._roomy = roomy
            self._beside.setVisible(roomy)
            self._follow()

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the room to what can be chosen and done."""
        self._day.setVisible(not narrow)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.today.title")

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many matters there are."""
        return len(session.matters)

    def forget(self) -> None:
        """Look up anew what waits in other periods."""
        self._stale = True

    def _look_elsewhere(self) -> None:
        """Look up in the background what waits in other periods; what comes too late is dropped."""
        self._stale, self._turn = False, self._turn + 1
        turn, office, here = self._turn, self.session.workspace, self.session.period_id

        def work(progress: Progress) -> tuple[Matter, ...]:
            from models.todo.all_periods import waiting_elsewhere

            def wanted() -> bool:
                progress(0, 1)  # ends it where the window is closing
                return turn == self._turn

            return waiting_elsewhere(office, here, wanted)

        def done(found: tuple[Matter, ...]) -> None:
            if turn == self._turn and self._elsewhere != found:
                self._elsewhere = found
                self.show_now()

        self.parts.lane.run(self, work, done, lambda _: None)

    def show_now(self) -> None:
        """Show the matters the filter lets through; below them what waits in other periods."""
        if self._stale:
            self._look_elsewhere()
        matters = self.session.matters
        groups = {
            "all": matters,
            "calls": tuple(one for one in matters if one.kind in CALLS),
            "decides": tuple(one for one in matters if one.decides),
        }
        settled = {key_of(one): row for one, row in self.session.settled}
        groups["settled"] = tuple(one for one, _ in self.session.settled)
        now = datetime.now(PLAN_ZONE)
        self._day.setText(say("office.today.day", 月=now.month, 日=now.day))
        self._head.setText(say("office.today.head", n=len(matters)))
        for name, one in self.filters.items():
            one.setText(say(f"office.today.{name}", n=len(groups[name])))
            one.setChecked(name == self._filter)
        missing = self._missing()
        self.chase.setText(say("office.many.chase_n", n=len(missing)))
        self.chase.setVisible(len(missing) > 1)
        elsewhere = [one for one in self._elsewhere if self._filter == "all" and one.period != self.session.period_id]
        shown = (*groups[self._filter], *elsewhere)
        self.list.show_entries([self._entry(one, settled.get(key_of(one))) for one in shown])
        quiet = len(frozenset(self.session.roster.expected).difference(*(one.about for one in matters)))
        rest = rest_words(matters=len(matters), quiet=quiet, elsewhere=bool(elsewhere))
        self.rest.show_parts([(Sign.MET, rest)] if rest else ())

    def _missing(self) -> list[str]:
        """Everybody whose time is over and who has not filed, or whose stamped paper is waited for."""
        return [one.unit for one in self.session.matters if one.unit and one.kind in CHASED]

    def _entry(self, one: Matter, row: SettlementRow | None) -> TwoLineEntry:
        follows = one.follows.words if one.follows else ""
        if one.kind is MatterKind.HELD:
            follows = say("office.today.code", 核对码=comparison_code(one.key), 其余=follows)
        if row is not None:
            manner = say(f"todo.manner.{row.manner}")
            facts = {"方式": manner, "谁": row.by, "日": day_text(row.at), "理由": row.reason}
            follows = say("office.today.settled_by", **facts)
        return TwoLineEntry(
            key=key_of(one),
            day=day_text(one.since),
            sign=SIGNS[one.kind],
            name=self._name(one),
            what=one.what.words,
            follows=follows,
            act=say(f"office.today.act.{'settled' if row else _manner(one)}"),
        )

    def _name(self, one: Matter) -> str:
        if one.unit:
            return self.session.unit_name(one.unit)
        if one.kind in OF_NO_UNIT:
            return say(OF_NO_UNIT[one.kind])
        return self.session.plan.indicators[one.indicator].name

    def _narrow(self, name: str) -> None:
        self._filter = name
        self.show_now()
        self.list.setFocus()

    def keys(self) -> str:
        """Return the keys of this page."""
        return say("office.today.keys")

    def primary(self) -> str:
        """Return the act of the current matter in full words."""
        matter = self._current()
        if matter is None:
            return ""
        kind = "settled" if self._filter == "settled" else _manner(matter)
        whom = str(matter.what.facts["期"]) if kind == MatterKind.PERIOD else matter.file or self._name(matter)
        return say(f"office.today.primary.{kind}", 谁=whom)

    def do(self) -> None:
        """Open the page where the current matter is settled."""
        entry = self.list.current()
        if entry is not None:
            self._act(entry.key)

    def _follow(self) -> None:
        self.settle.setEnabled(self._can_settle())
        current = self._current()
        self.stamp.setVisible(current is not None and current.kind is MatterKind.STAMP and bool(current.unit))
        if self._roomy:
            matter = self._current()
            self.facts.show_matter(matter, self._name(matter) if matter else "")
        self.primary_changed.emit()

    def _can_settle(self) -> bool:
        """True on a matter that can be carried over; papers to be looked at are looked at."""
        matter = self._current()
        whole = (MatterKind.REVIEW, MatterKind.PERIOD)
        return self._filter != "settled" and matter is not None and matter.kind not in whole

    def _stamp(self) -> None:
        """Note that the stamped paper came that the current matter waits for."""
        matter = self._current()
        if matter is not None and matter.unit:
            self.stamping.stamp(matter.unit)

    def _settle(self) -> None:
        """Carry the current matter over with a sentence."""
        matter = self._current()
        if matter is not None and self._can_settle():
            self.acts.settle(matter, self._name(matter))

    def _current(self) -> Matter | None:
        entry = self.list.current()
        return self._matter(entry.key) if entry else None

    def _matter(self, key: str) -> Matter | None:
        here = (*self.session.matters, *self._elsewhere)
        shown = [one for one, _ in self.session.settled] if self._filter == "settled" else here
        return next((one for one in shown if key_of(one) == key), None)

    def _act(self, key: str) -> None:
        matter = self._matter(key)
        if matter is None:
            return
        if self._filter == "settled":
            self.acts.take_up(matter, self._name(matter))
        elif matter.kind is MatterKind.SIGN:
            self._sign(matter)
        elif matter.kind is MatterKind.PERIOD:
            self.parts.open_period(matter.period, lambda: None)
        elif _manner(matter) == BASIS_CHANGED:
            self.parts.go("rulings", matter.indicator)
        elif matter.kind is MatterKind.UNREAD:
            self.parts.again(matter.digest)
        elif matter.kind is MatterKind.STAMP and matter.unit:
            self.many.chase([matter.unit])
        else:
            place = matter.unit or matter.indicator or OF_ALL.get(matter.kind, "")
            page = "receptions" if matter.kind is MatterKind.REJECTED and not matter.unit else "unit"
            self.parts.go(PAGES.get(matter.kind, page), place)

    def _sign(self, matter: Matter) -> None:
        office = self.session.workspace
        sheet = sheet_of(office, matter.period, unit=matter.unit, indicator=matter.indicator)
        self.stamping.sign(sheet, self._name(matter))


def _manner(one: Matter) -> str:
    """Return how the act of a matter is named: that of a row for many is another than that of one unit, that of an
    审定数 that rests on other figures now another than that of a difference.
    """
    if one.what.key == f"todo.{BASIS_CHANGED}":
        return BASIS_CHANGED
    if one.kind is MatterKind.REJECTED and not one.unit:
        return "of_nobody"
    return "stamps" if one.kind is MatterKind.STAMP and not one.unit else one.kind.value


def key_of(one: Matter) -> str:
    """Return what tells a matter from the others."""
    return "|".join((one.kind, one.unit, one.place))


def rest_words(*, matters: int, quiet: int, elsewhere: bool = False) -> str:
    """Return what is said below the list of so many matters: of the units without any, nothing where each has one.

    `elsewhere`: there is something to do in another period.
    """
    if not matters:
        return say("office.today.done_here" if elsewhere else "office.today.done")
    said = [say("office.today.rest", n=quiet)] if quiet > 0 else []
    return "".join((*said, *([say("office.today.elsewhere")] if elsewhere else [])))
