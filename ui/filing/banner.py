"""Banner of a filed period, on every page: what was filed and when, and the one act that leads on.

It stands in a place of its own above the pages as long as the period is filed or being corrected, so it moves nothing;
before a first return it is there where a later period is filed: what is typed may come to contradict that, and then
the words change and no cell moves.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.store import FiledReturn
from ui.basics.completion import Mark
from ui.basics.texts import decision_words, revision_words, time_text, trouble
from ui.look.focus import give_back
from ui.look.marks import MarkLabel
from ui.look.widgets import OneLine, button, emptied
from ui.session.screen import FINDINGS, ScreenContext

MOST_PLACES = 200  # named, as a list that scrolls where it is long; a register has thousands of rows


class FiledBanner(QFrame):
    """One line and its acts; hidden while nothing was filed."""

    def __init__(self, desk: ScreenContext) -> None:
        """Show nothing yet."""
        super().__init__()
        self.desk = desk
        self.setObjectName("banner")
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(16, 4, 16, 4)
        self.words = ""
        self._key: object = None
        desk.session.disagreed.connect(self.follow)
        self.hide()

    def follow(self) -> None:
        """Show how the open period stands."""
        session = self.desk.session
        store = session.workspace.store
        digest = store.sheets.filed_digest(session.period_id)
        filed = next((one for one in store.returns.filed(session.period_id) if one.digest == digest), None)
        open_again = None if digest else session.workspace.being_corrected(session.period_id)
        answer, apart = session.answer, self._apart()
        late = self._filed_after() if filed is None and open_again is None else ()
        key = (session.period_id, digest, open_again.digest if open_again else "", answer, apart, late)
        if key == self._key:
            return
        self._key = key
        emptied(self._box)
        if filed is not None:
            decision = decision_words(answer.decision) if answer else say("window.banner.waiting")
            facts = {"版": revision_words(filed.revision), "时": time_text(filed.filed_at), "结果": decision}
            self._show(say("window.banner.filed", **facts), apart, (say("window.filing.reopen"), self.reopen))
        elif open_again is not None:
            when = time_text(open_again.filed_at)
            words = say("window.banner.correcting", 版=revision_words(open_again.revision), 时=when)
            looks = (say("window.banner.changes"), lambda: self.tell_changes(open_again))
            self._show(words, apart, looks, (say("window.banner.abandon"), lambda: self.ask(open_again)))
        elif late:
            self._show_late(late, apart)
        self.setVisible(filed is not None or open_again is not None or bool(late))

    def _show_late(self, periods: tuple[str, ...], apart: str) -> None:
        """Say before a first return which later periods it is held against, or that it contradicts them."""
        names = {id: name for plan in self.desk.session.workspace.period_names().values() for id, name in plan.items()}
        beside = say("later.ui.beside", 报告期=say("later.between").join(map(names.__getitem__, periods)))
        first = periods[0]
        way = (say("later.ui.open", 报告期=names[first]), lambda: self.desk.open_period(first))
        self._show("" if apart else beside, apart, way)

    def _filed_after(self) -> tuple[str, ...]:
        """The periods filed already that a first return of this one may contradict: () for nearly every return."""
        store, period = self.desk.session.workspace.store, self.desk.session.period_id
        filed = store.returns.periods() - {period}
        if not filed:
            return ()
        from models.versions.neighbours import periods_after  # wanted where something was filed

        return tuple(one for one in periods_after(store, period) if one in filed)

    def _apart(self) -> str:
        """Which other period this one disagrees with, in words; "" while none is known."""
        found, period = self.desk.session.disagreement, self.desk.session.period_id
        between = say("later.between")
        if again := found.again.get(period):
            return say("later.ui.banner_again", 前期=between.join(one.beside.name for one in again))
        later = between.join(one.period.name for one in found.later)
        return say("later.ui.banner", 报告期=later) if later else ""

    def _show(self, words: str, apart: str, *acts: tuple[str, object]) -> None:
        self.words = "。".join(filter(None, (apart, words)))
        self._box.addWidget(MarkLabel(Mark.WARNING if apart else Mark.HINT))
        self._box.addWidget(OneLine(self.words), 1)
        if apart:
            self._box.addWidget(button(say("later.ui.look"), lambda: self.desk.go(FINDINGS), "link"))
        for text, act in acts:
            self._box.addWidget(button(text, act, "link"))  # type: ignore[arg-type]
        self.setAccessibleName(self.words)

    def reopen(self) -> None:
        """Open the period for a correction."""
        self.desk.session.reopen()
        self.desk.tell(say("window.filing.reopened"), Mark.HINT)

    def tell_changes(self, filed: FiledReturn) -> None:
        """Name the places that differ from what was filed."""
        from forms.unit.correction import changes_since
        from ui.filing.changes import changes_told

        session = self.desk.session
        found = changes_since(session.workspace, session.sheet, filed)
        if not found:
            self.desk.tell(say("window.banner.no_changes"), Mark.HINT)
            return
        named = changes_told(session, found, MOST_PLACES)
        more = [say("window.banner.more", n=len(found) - MOST_PLACES)] if len(found) > MOST_PLACES else []
        self.desk.tell("\n".join((say("window.banner.changed", n=len(found)), *named, *more)), Mark.HINT)

    def ask(self, filed: FiledReturn) -> None:
        """Say in the banner what would be lost, which no step brings back; without a change there is nothing to say."""
        from forms.unit.correction import changes_since

        session = self.desk.session
        n = len(changes_since(session.workspace, session.sheet, filed))
        if not n:
            self.abandon()
            return
        give_back(self)
        emptied(self._box)
        self._key = None  # whatever changes next, the banner is as before
        yes, no = say("window.banner.abandon_them", n=n), say("window.banner.go_on")
        self._show(say("window.banner.lost", n=n), "", (yes, self.abandon), (no, self.follow))
        last = self._box.itemAt(self._box.count() - 1)
        stays = last.widget() if last is not None else None
        if stays is not None:
            stays.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def abandon(self) -> None:
        """Put everything back as it was filed."""
        from forms.unit.correction import abandon

        session = self.desk.session
        try:
            abandon(session.workspace, session.period_id, session.author)
        except (AppError, MachineError, OSError) as error:
            self.desk.tell(trouble(error), Mark.ERROR)
            return
        session.reload()
        self.desk.tell(say("window.banner.abandoned"), Mark.DONE)
