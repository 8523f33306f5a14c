"""Review 审核: what changed since it was looked at last, what the checks found, and the answer to each place.

Left the papers, those with most to look at first; right the places of one of them. Enter accepts the current place and
goes on, one press each; no figure is changed here.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.desk.review import ReviewItem
from models.office.reviewing import ReviewPaper
from ui.basics.completion import Mark
from ui.look.fitting import ROOMY, popup_beside
from ui.look.widgets import button, column, frame, label, row
from ui.office.acts.papers import PaperActs
from ui.office.grid import OfficeGrid
from ui.office.lists.rows import TableHead
from ui.office.page import OfficePage, OfficeParts, page_head
from ui.office.reviewing.acts import ReviewActs
from ui.office.reviewing.lines import ReviewLines, facts_of, place_of
from ui.office.session import OfficeSession

LIST = 258
LIST_NAMES, LIST_NARROW, LIST_ROOMY = 142, 128, 216  # pixels of it for the names
NOW, SEEN, BEFORE, DONE = 2, 3, 4, 6
SAID, SIGN_ONLY = 92, 48  # pixels: the last column, with words and without


class ReviewPage(OfficePage):
    """审核."""

    key = "review"

    def __init__(self, parts: OfficeParts) -> None:
        """Build the page."""
        super().__init__(parts)
        self._head, self._facts = page_head(), label("", "quiet")
        self.acts, self.opening = ReviewActs(parts, self), PaperActs(parts, self)
        self._shown = ""  # digest
        self._roomy = False
        self.back: dict[str, dict[str, ReviewItem]] = {}  # digest → place → what goes into its 退回单
        self.lines = ReviewLines(self.session, self.back)
        self.papers, self.grid = self._list_of_papers(), self._places()
        self.quiet = button("", self.acts.accept_quiet)
        self.pdf = button(say("office.review.paper"), self._open_paper)
        self.send_back = button("", self._send_back)
        self.built(self._head, self._body(), self._facts, 12, self.pdf, self.send_back)
        self.list_with_keyboard = self.grid
        self._keys()
        self.session.reviewed.connect(self.show_now)

    def _list_of_papers(self) -> OfficeGrid:
        heads = [TableHead(text=say("office.review.papers"), width=LIST_NAMES), TableHead(text="", width=0)]
        papers = OfficeGrid(say("office.review.papers"), heads)
        papers.setFixedWidth(LIST)
        papers.empty = say("office.review.empty")
        papers.current_changed.connect(self._show_paper)
        papers.opened.connect(lambda _: self.grid.setFocus())
        return papers

    def _places(self) -> OfficeGrid:
        heads = [
            TableHead(text=say("office.review.item"), width=156),
            TableHead(text=say("office.review.measure"), width=58),
            TableHead(text="", width=84, right=True),
            TableHead(text="", width=96, right=True),
            TableHead(text="", width=76, right=True),
            TableHead(text=say("office.review.findings"), width=0),
            TableHead(text=say("office.review.done_head"), width=SAID),
        ]
        grid = OfficeGrid(self.title(), heads)
        grid.opened.connect(lambda _: self.do())
        grid.current_changed.connect(self._show_current)
        return grid

    def _body(self) -> QWidget:
        self._words = label("", "", wrap=True)
        self._words.setMinimumHeight(38)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.accept = button(say("office.review.accept_key"), self.do)
        self.ask = button(say("office.review.ask_key"), self._ask)
        self.mark = button(say("office.review.mark_key"), self._mark)
        self.alike = button("", self._alike)
        self.evidence = button(say("office.review.evidence"), self._evidence)
        self._note = label(say("office.review.unchanged"), "quiet")
        acts = row(self.accept, self.ask, self.mark, self.alike, self.evidence, None, self._note)
        place = frame(column(self._words, acts, spacing=6), "card", 10)
        left, right = column(self.papers, self.quiet), column(self.grid, place, spacing=6)
        left.setStretch(0, 1)
        right.setStretch(0, 1)
        whole, body = row(left, right, spacing=12), QWidget()
        whole.setStretch(1, 1)
        whole.setContentsMargins(0, 0, 0, 0)
        body.setLayout(whole)
        return body

    def _keys(self) -> None:
        keys = (("F2", self._ask), ("F8", self._mark), ("F7", self._next), ("Ctrl+Z", self.acts.take_back))
        for key, take in keys:
            made = QShortcut(QKeySequence.fromString(key), self, take)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.setAutoRepeat(False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Keep item, the two revisions and the words; what was said of a place is a sign."""
        self.lines.narrow = narrow
        self._fit_list()
        self.grid.setColumnHidden(1, narrow)
        self.grid.setColumnWidth(DONE, SIGN_ONLY if narrow else SAID)
        for one in (self._note, self._facts, self.evidence):
            one.setVisible(not narrow)
        if self.isVisible():
            self.show_now()
        self._show_paper()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window give the names of the list a line each."""
        super().resizeEvent(event)
        if (roomy := self.window().width() >= ROOMY) != self._roomy:
            self._roomy = roomy
            self._fit_list()

    def _fit_list(self) -> None:
        names = LIST_NARROW if self.lines.narrow else LIST_ROOMY if self._roomy else LIST_NAMES
        self.papers.setFixedWidth(names + (62 if self.lines.narrow else LIST - LIST_NAMES))
        self.papers.setColumnWidth(0, names)

    @staticmethod
    def title() -> str:
        """Return the name in the navigation."""
        return say("office.review.title")

    @staticmethod
    def waiting_in(session: OfficeSession) -> int:
        """Return how many papers nobody has finished looking at."""
        return len(session.to_review)

    def show_now(self) -> None:
        """Show the papers; the current one stays."""
        quiet = len(self.acts.quiet())
        self.quiet.setText(say("office.review.quiet", n=quiet))
        self.quiet.setVisible(quiet > 0)
        self.papers.lines.name_heads({1: self.lines.waiting(self.waiting())})
        self.papers.show_rows([self.lines.listed(one) for one in self.session.review])

    def paper(self) -> ReviewPaper | None:
        """Return the current paper."""
        key = self.papers.current_key()
        return next((one for one in self.session.review if one.row.digest == key), None)

    def item(self) -> ReviewItem | None:
        """Return the current place, None on a heading."""
        paper, key = self.paper(), self.grid.current_key()
        return next((one for one in paper.items if one.place == key), None) if paper else None

    def _show_paper(self) -> None:
        paper = self.paper()
        for one in (self.pdf, self.send_back):
            one.setVisible(paper is not None)
        if paper is None:
            self._head.setText(self.title())
            self._facts.setText(say("office.review.none"))
            self.grid.show_rows([])
            return
        self._head.setText(f"{self.title()}　{self.session.unit_name(paper.row.unit)}")
        self._facts.setText(facts_of(paper))
        before = self.session.plan.periods[paper.row.period].predecessor
        now, seen, then = self.lines.heads(paper)
        self.grid.lines.name_heads({NOW: now, SEEN: seen, BEFORE: then})
        self.grid.setColumnHidden(SEEN, paper.seen is None)
        self.grid.setColumnHidden(BEFORE, before is None or self.lines.narrow)
        self.grid.show_rows(self.lines.rows(paper))
        if self._shown != paper.row.digest and paper.open:
            self.grid.choose(paper.open[0].place)
        self._shown = paper.row.digest
        self._show_current()

    def _show_current(self) -> None:
        paper, item = self.paper(), self.item()
        for one in (self.accept, self.ask, self.mark, self.evidence):
            one.setEnabled(item is not None)
        if paper is not None and item is not None:
            self._words.setText(self.lines.told(paper, item))
            self.accept.setEnabled(item in paper.open)
        else:
            self._words.setText("")
        alike = len(self.acts.alike(item)) if item else 0
        self.alike.setText(say("office.review.alike", n=alike))
        self.alike.setVisible(alike > 1)  # of one place there is nothing to do at once
        self.evidence.setEnabled(paper is not None)
        back = len(self.back.get(paper.row.digest, {})) if paper else 0
        self.send_back.setText(say("office.review.send_back_n" if back else "office.review.send_back", n=back))
        self.primary_changed.emit()

    def _next(self) -> None:
        """Go to the next open place, of this paper or of the next one."""
        paper = self.paper()
        if paper is None:
            return
        places, current = [one.place for one in paper.items], self.grid.current_key()
        after = places.index(current) + 1 if current in places else 0
        ordered = places[after:] + places[:after]
        still = {one.place for one in paper.open} - {current}
        found = next((place for place in ordered if place in still), None)
        if found is not None:
            self.grid.choose(found)
            return
        other = next((one for one in self.session.to_review if one.open and one is not paper), None)
        if other is not None:
            self.papers.choose(other.row.digest)

    def do(self) -> None:
        """认可 the current place and go on; note the answer to an open question; accept a paper without any."""
        paper, item = self.paper(), self.item()
        if paper is None:
            return
        query = paper.queries.get(item.place) if item else None
        if item is not None and query is not None and query.answered_at is None:
            self.acts.answer(paper, query)
        elif item is not None and item in paper.open:
            self._next_after(partial(self.acts.accept, paper, item))
        elif paper.open:
            self._next()
        elif paper.done is None:
            self.acts.accept_quiet()
        else:
            self._next()

    def _next_after(self, take: "partial[None]") -> None:
        take()
        paper, item = self.paper(), self.item()
        if paper is not None and item is not None and item.place in paper.accepted:
            self._next()
        self.grid.setFocus()

    def _ask(self) -> None:
        paper, item = self.paper(), self.item()
        if paper is not None and item is not None:
            self.acts.ask(paper, item)

    def _mark(self) -> None:
        """Put the current place into the 退回单, or take it out."""
        paper, item = self.paper(), self.item()
        if paper is None or item is None:
            return
        places = self.back.setdefault(paper.row.digest, {})
        if places.pop(item.place, None) is None:
            places[item.place] = item
            self.parts.tell(say("office.review.marked_done", 位置=place_of(self.session, item)), Mark.HINT)
        self.grid.show_rows(self.lines.rows(paper))

    def _send_back(self) -> None:
        paper = self.paper()
        if paper is not None:
            self.acts.send_back(paper, tuple(self.back.get(paper.row.digest, {}).values()))

    def _alike(self) -> None:
        item = self.item()
        if item is not None:
            self.acts.accept_alike(item)

    def _evidence(self) -> None:
        paper = self.paper()
        menu = self.acts.evidence_menu(paper) if paper else None
        if menu is None:
            self.parts.tell(say("office.review.no_evidence"), Mark.HINT)
        else:
            popup_beside(menu, self.evidence, self.evidence.rect())

    def _open_paper(self) -> None:
        paper = self.paper()
        self.opening.open_paper(paper.row if paper else None)

    def choose(self, place: str) -> None:
        """Show a unit's paper."""
        found = next((one for one in self.session.review if one.row.unit == place), None)
        if found is not None:
            self.papers.choose(found.row.digest)
        self.grid.setFocus()

    def keys(self) -> str:
        """Return the keys of this page."""
        return say("office.review.keys")

    def primary(self) -> str:
        """Return what Enter does."""
        paper, item = self.paper(), self.item()
        if paper is None:
            return ""
        query = paper.queries.get(item.place) if item else None
        if query is not None and query.answered_at is None:
            return say("office.review.note_answer")
        if paper.open:
            return say("office.review.accept_next" if item in paper.open else "office.review.next")
        return say("office.review.quiet", n=len(self.acts.quiet())) if paper.done is None else ""
