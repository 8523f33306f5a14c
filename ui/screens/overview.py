"""Overview screen: where a period's return stands — one large number, what is left, what came from the office.

Every line leads to its place; the desk's button goes on in the cell that was left. Counts nothing itself: the number is
`ui.basics.completion`'s.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.ledger.queries import QueryStep
from models.workspace.first_run import last_entered
from ui.basics.completion import NEEDS, Disagreement, Mark, finding_words, without_name
from ui.basics.enter_key import is_enter
from ui.basics.places import page_of, place_words, reading_order
from ui.basics.texts import decision_words, revision_words, time_text
from ui.look.marks import mark_pixmap
from ui.look.theme import colour, ui_font
from ui.look.widgets import SHORTEST_LINE, button, column, cut_to, emptied, frame, label, no_wider, row, scrolled
from ui.session.period_states import MARKS, due_of, due_words, period_state
from ui.session.screen import FINDINGS, OVERVIEW, RECEIPTS, Pages, Screen, ScreenContext
from ui.session.session import News

if TYPE_CHECKING:
    from forms.demo.tasks import Task

LEAST_WORDS = 3  # characters: the first one of a name tells nothing
SIDE_OF_LINE, MARK_ROOM, GAP = 12, 18, 8  # pixels of a line: at both ends, for its mark, between its parts
SIDES = 2 * SIDE_OF_LINE + MARK_ROOM + 2 * GAP
SMALL_TYPE = 13  # px
ALIGNED = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
NAMED = 4  # places named behind a page
BELOW = 38  # pixels: a remark under a line stands under its title
SHOWN = 8  # matters listed one by one
SIDE, SMALL_SIDE, SMALL, WIDTH = 366, 356, 900, 1120  # the right column, on a page narrower than SMALL, of the left one
EDGE, BAR = 16, 12  # pixels: around the columns and between them, of a scroll bar
ACTS = {Mark.ERROR: "mend", Mark.DECIDE: "decide", Mark.QUERY: "answer", Mark.WARNING: "explain"}


class Line(QPushButton):
    """One line that leads somewhere: a mark, what it is about, a few words. Enter and a click go there.

    It draws its parts itself: a label for each made a hundred parts of a page, which were dressed and laid out one by
    one. The words give way first, then the title: how many are lacking stands at its end.
    """

    def __init__(
        self, mark: Mark, title: str, words: str, act: str, *, here: bool = False, parent: QWidget | None = None
    ) -> None:
        """Show a line; `here`: it is what is open."""
        super().__init__(parent)
        self.setObjectName("overview-line")
        self.setAccessibleName(" ".join(part for part in (title, words, act) if part))
        self.setToolTip("\n".join(part for part in (title, words) if part))  # what is cut where there is no room
        self.title, self.words, self._mark, self._act = title, words, mark, act
        self._fonts = ui_font(bold=here), ui_font(SMALL_TYPE), ui_font()
        self._title_room = QFontMetrics(self._fonts[0]).horizontalAdvance(title)
        self._act_room = QFontMetrics(self._fonts[2]).horizontalAdvance(act) + GAP if act else 0

    def sizeHint(self) -> QSize:
        """Ask for room for the title; the words have what is left."""
        return QSize(SIDES + self._title_room + self._act_room, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Ask for room for the beginning of the title."""
        least = min(self._title_room, QFontMetrics(self._fonts[0]).averageCharWidth() * SHORTEST_LINE)
        return QSize(SIDES + least + self._act_room, super().minimumSizeHint().height())

    def shown(self) -> tuple[str, str]:
        """Return what there is room for of the title and of the words."""
        room = max(0, self.width() - SIDES - self._act_room)
        words = cut_to(max(0, room - self._title_room), self.words, QFontMetrics(self._fonts[1]))
        told = words if len(words) > LEAST_WORDS or words == self.words else ""  # … alone says nothing
        return cut_to(room, self.title, QFontMetrics(self._fonts[0])), told

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts on the ground that the style sheet gives the line."""
        super().paintEvent(event)
        painter, drawn = QPainter(self), mark_pixmap(self._mark, self.devicePixelRatioF())
        high = round(drawn.deviceIndependentSize().height())
        painter.drawPixmap(SIDE_OF_LINE, (self.height() - high) // 2, drawn)
        title, words = self.shown()
        left, right = SIDE_OF_LINE + MARK_ROOM + GAP, self.width() - SIDE_OF_LINE
        places = left, left + self._title_room + GAP, right - self._act_room + GAP
        parts = zip(places, (title, words, self._act), ("text", "quiet", "accent"), self._fonts, strict=True)
        for place, text, ink, font in parts:
            painter.setFont(font)
            painter.setPen(colour(ink))
            painter.drawText(QRect(place, 0, right - place, self.height()), ALIGNED, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, as a click does."""
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


class OverviewScreen(Screen):
    """本期概况."""

    beside = False

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Start empty; the page is made when it is shown."""
        super().__init__(desk, offer)
        self.lines: list[Line] = []
        self._first: Line | None = None  # has the keyboard as the page is opened
        self._main, self._side = QWidget(), QWidget()
        self.session.disagreed.connect(self._show_apart)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(EDGE, 12, EDGE, 12)

    def show_page(self, key: str) -> None:
        emptied(self._box)
        self.lines = []
        left, right = column(spacing=6), column(spacing=12)
        page = self._empty_page(left, right)
        for part in self._head():
            left.addWidget(part)
        left.addSpacing(10)
        for card in (self._practice(), *self._apart(), self._to_fill(), self._to_mend()):
            if card is not None:
                left.addWidget(card)
                left.addSpacing(6)
        left.addWidget(label(say("window.overview.secret"), "small", wrap=True))
        left.addStretch(1)
        self._first = self.lines[0] if self.lines else None
        right.addWidget(self._periods())
        right.addWidget(self._from_office())
        right.addStretch(1)
        self._share_room()
        self._box.addWidget(page)

    def _empty_page(self, left: QVBoxLayout, right: QVBoxLayout) -> QWidget:
        """Return the page without what stands in its columns: whatever is put into a part is dressed anew with it."""
        self._main, self._side = QWidget(), QWidget()
        self._main.setLayout(left)
        self._main.setMaximumWidth(WIDTH)
        self._side.setLayout(right)
        both = row(self._main, self._side, None, spacing=EDGE)
        both.setAlignment(self._side, Qt.AlignmentFlag.AlignTop)
        both.setStretch(0, 100)  # on a wide screen what is left lies at the right
        page = no_wider(scrolled(both), WIDTH + EDGE + SIDE)
        page.setParent(self)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """A small page leaves the left column what it needs."""
        left = self.width() - 3 * EDGE - BAR - self._main.minimumSizeHint().width()
        self._side.setFixedWidth(SIDE if self.width() >= SMALL else max(0, min(left, SMALL_SIDE)))

    def _practice(self) -> QWidget | None:
        """What there is to do in a trial, one after the other, and the way out of it."""
        session = self.session
        tasks = self._tasks
        if not tasks:
            return None
        lines = []
        for number, one in enumerate(tasks, 1):
            done = one.at not in session.standing.waiting
            place = place_words(session.sheet, one.at)
            mark = Mark.DONE if done else session.standing.mark(one.at)
            title = say("window.overview.task", n=number, 做=say(f"window.overview.practice.{one.kind}"))
            lines.append(self._line(mark, title, place, "" if done else say("window.overview.do"), one.at))
        mark = Mark.DONE if session.locked else Mark.PENDING
        title = say("window.overview.task", n=len(tasks) + 1, 做=say("window.overview.practice.file"))
        lines.append(self._line(mark, title, "", "" if session.locked else say("window.overview.do"), "filing"))
        below = label(say("window.overview.practice.file_words"), "small", wrap=True)
        below.setContentsMargins(BELOW, 0, 0, 0)
        leave = button(say("window.overview.leave"), session.leave_wanted.emit)
        tour = button(say("tour.menu"), session.tour_wanted.emit)
        head = row(label(say("window.overview.practice.title"), "heading"), None, tour, leave)
        words = label(say("window.overview.practice.words"), "quiet", wrap=True)
        return frame(column(head, 4, words, 4, *lines, below, spacing=2), "card", 12)

    @cached_property
    def _tasks(self) -> "tuple[Task, ...]":
        if not self.session.test:
            return ()
        from forms.demo.tasks import tasks_of

        return tasks_of(self.session.workspace.store)

    def _head(self) -> tuple[QWidget, ...]:
        session, counts = self.session, self.session.standing.counts
        days_above = counts.left and not session.locked  # the sentence counts them
        facts = [session.period.name, *([] if counts.unasked else [due_words(session, counted=not days_above)])]
        last = last_entered(session.workspace.store, session.period_id)
        facts += [say("window.overview.last", 时=time_text(last))] if last else []
        told = label(self.sentence(), "large", wrap=True), label(" · ".join(facts), "quiet", wrap=True)
        if counts.unasked:
            return told
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMaximum(max(counts.asked, 1))
        bar.setValue(counts.asked - counts.missing)
        bar.setFixedHeight(8)
        filled = label(say("window.top.filled", n=counts.asked - counts.missing, m=counts.asked), "quiet")
        line = QWidget()
        line.setLayout(row(bar, filled, spacing=8))
        return (*told, line)

    def sentence(self) -> str:
        """Return the one large sentence: what is left and how long, or how it was filed."""
        session = self.session
        left, now = session.standing.counts.left, datetime.now(PLAN_ZONE)
        if session.locked:
            digest = session.workspace.store.sheets.filed_digest(session.period_id)
            filed = [one for one in session.workspace.store.returns.filed(session.period_id) if one.digest == digest]
            if filed:
                if session.asking:
                    asked = len(session.standing.queries)
                    return say("window.overview.sent_back", 版=revision_words(filed[-1].revision), n=asked)
                when = time_text(filed[-1].filed_at)
                return say("window.overview.filed", 版=revision_words(filed[-1].revision), 时=when)
        if not left:
            unasked = session.standing.counts.unasked
            key = "nothing_asked" if unasked else "unchanged" if self._unchanged() else "none"
            return say(f"window.overview.{key}")
        if period_state(session, session.period_id, now) == "unasked":
            return say("window.overview.unasked", n=left)
        due = due_of(session)
        if due is None:
            return say("window.overview.left", n=left)
        days = (due.at.astimezone(PLAN_ZONE).date() - now.date()).days
        if due.passed(now):
            return (
                say("window.overview.left_late", n=left, d=-days)
                if days
                else say("window.overview.left_late_today", n=left)
            )
        return say("window.overview.left_days", n=left, d=days) if days else say("window.overview.left_today", n=left)

    def _unchanged(self) -> bool:
        """True for a correction that says what the return said: there is nothing to seal yet."""
        session = self.session
        if (filed := session.workspace.being_corrected(session.period_id)) is None:
            return False
        from forms.unit.correction import changes_since  # wanted where something was filed

        return not changes_since(session.workspace, session.sheet, filed)

    def _line(self, mark: Mark, title: str, words: str, act: str, target: str) -> Line:
        made = Line(mark, title, words, act)
        made.clicked.connect(partial(self._go, target))
        self.lines.append(made)
        return made

    def _go(self, target: str, _checked: bool = False) -> None:
        self.desk.go(target)

    def _to_fill(self) -> QWidget | None:
        """What is still to be filled, page by page, the first places of each by name."""
        standing = self.session.standing
        groups: dict[str, list[str]] = {}
        for at in self._in_order(at for at in standing.waiting if standing.matter(at) is Mark.MISSING):
            groups.setdefault(page_of(self.session.sheet, at), []).append(at)
        lines = []
        for places in groups.values():
            page = self.desk.page_of(places[0])
            of_page = say("window.place.field", 组=page.title, 栏="") if page else ""  # stands in the title already
            names = (place_words(self.session.sheet, at).removeprefix(of_page) for at in places[:NAMED])
            named = say("window.overview.comma").join(names)
            words = say("window.overview.and_more", 处=named) if len(places) > NAMED else named
            title = say("window.overview.page", 页=page.title if page else "", n=len(places))
            lines.append(self._line(Mark.MISSING, title, words, say("window.overview.fill"), places[0]))
        return _card(say("window.overview.to_fill"), lines)

    def _to_mend(self) -> QWidget | None:
        """What is to be mended, decided, answered or explained, the worst first; without a place at the end."""
        session, standing = self.session, self.session.standing
        places = self._in_order(at for at in standing.waiting if standing.matter(at) is not Mark.MISSING)
        lines = []
        for at in sorted(places, key=lambda at: -standing.mark(at))[:SHOWN]:
            mark = standing.mark(at)
            found = session.findings_at(at)
            name, asked = place_words(session.sheet, at), standing.queries_at(at)
            words = finding_words(*found[0], session.sheet) if found else ""
            if mark is Mark.DECIDE:
                words = say("window.panel.dispute")
            if mark is Mark.QUERY:
                words = next((one.remark.message for one in asked if one.step is QueryStep.OPEN), "")
            act = say(f"window.overview.{ACTS.get(mark, 'explain')}")
            lines.append(self._line(mark, name, without_name(words, name), act, at))
        whole = [one.remark.message for one in standing.queries if not one.remark.at and one.step is QueryStep.OPEN]
        if whole:
            told = say("window.receipts.whole"), whole[0], say(f"window.overview.{ACTS[Mark.QUERY]}")
            lines.append(self._line(Mark.QUERY, *told, RECEIPTS))
        nowhere = [one for one, mark in standing.findings if one.at is None and mark in NEEDS]
        rest = max(len(places) - SHOWN, 0)
        if rest or nowhere:
            n = rest + len(nowhere)
            lines.append(
                self._line(Mark.HINT, say("window.overview.rest", n=n), "", say("window.overview.look"), "findings")
            )
        return _card(say("window.overview.to_mend"), lines)

    def _apart(self) -> Iterable[QWidget | None]:
        """The returns of other periods that disagree with this one: those to correct once this is, what came since."""
        found = self.session.disagreement
        if found == Disagreement():
            return
        from ui.disagreement.words import again_facts, breach_words  # loaded where there is one

        again = found.again.get(self.session.period_id, ())
        since = [(one.beside.name, say("later.ui.since", **again_facts(one))) for one in again]
        later = [(one.period.name, breach_words(one, finding)) for one in found.later for finding in one.findings]
        for key, told in (("again", since), ("title", later)):
            look = say("window.overview.look")
            yield _card(
                say(f"later.ui.{key}"), [self._line(Mark.WARNING, *one, look, FINDINGS) for one in told[:SHOWN]]
            )

    def _show_apart(self) -> None:
        """Show the page anew, and leave the keyboard where it was."""
        if not self.isVisible():
            return
        at = next((one.accessibleName() for one in self.lines if one.hasFocus()), "")
        self.show_page(OVERVIEW)
        for one in self.lines:
            if at and one.accessibleName() == at:
                one.setFocus()

    def _in_order(self, places: Iterable[str]) -> list[str]:
        """Places in the order they are gone through."""
        found = sorted(places)
        order = {at: n for n, at in enumerate(reading_order(self.session.sheet, found))}
        return sorted(found, key=order.__getitem__)

    def _periods(self) -> QWidget:
        """The periods of the plan, each with how its return stands; another one is opened by its line."""
        session, now = self.session, datetime.now(PLAN_ZONE)
        lines = []
        for period in session.plan.periods.values():
            if not period.tables:
                continue
            key = period_state(session, period.id, now)
            here = period.id == session.period_id
            made = Line(MARKS[key], period.name, say(f"window.overview.state.{key}"), "", here=here)
            made.clicked.connect(partial(self._open_period, period.id))
            self.lines.append(made)
            lines.append(made)
            if here and self._first is None:
                self._first = made
        return _card(say("window.overview.periods"), lines) or QWidget()

    def _open_period(self, period: str, _checked: bool = False) -> None:
        self.desk.open_period(period)

    def _from_office(self) -> QWidget:
        """Receipts of the period and queries that are open."""
        session = self.session
        open_ = sum(1 for one in session.standing.queries if one.step is QueryStep.OPEN)
        lines = []
        if session.receipts:
            receipt = session.receipts[-1]
            decision = decision_words(receipt.decision)
            words = say("window.receipts.one", 版=receipt.revision, 结果=decision, 时=time_text(receipt.registered))
            mark = Mark.QUERY if session.asking else Mark.DONE
            lines.append(self._line(mark, words, "", say("window.overview.look"), "receipts"))
        if open_:
            lines.append(
                self._line(
                    Mark.QUERY, say("window.overview.asked", n=open_), "", say("window.overview.answer"), "receipts"
                )
            )
        inside: list[QWidget] = [*lines] or [label(say("window.overview.nothing_came"), "quiet", wrap=True)]
        return frame(column(label(say("window.overview.from_office"), "heading"), *inside, spacing=2), "card", 12)

    def take_focus(self) -> None:
        """Put the keyboard on the first line; where nothing is to be done, on the open period: Enter changes none."""
        (self._first or self).setFocus()

    def follow(self, news: News) -> None:
        if self.isVisible():
            self.show_page(OVERVIEW)


def _card(title: str, lines: list[Line]) -> QWidget | None:
    return frame(column(label(title, "heading"), *lines, spacing=2), "card", 12) if lines else None
