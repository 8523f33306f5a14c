"""Review acts: what is done about one place of a paper, or about many at once; each is recorded with who and when."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from forms.wording.paper_texts import told_at
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE, format_time, parse_time
from models.desk.review import ReviewItem
from models.issued.opened_copies import copy_to_open
from models.office import reviewing
from models.office.reviewing import ReviewPaper
from models.returns.returns import parse_return
from models.store.office.records import QueryRow
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.office.asking import AskedField, FieldsDialog
from ui.office.doing import Said, ask_act
from ui.office.page import OfficeParts
from ui.office.reviewing.lines import place_of, words_of
from ui.office.session import Looked, OfficeSession

Pair = tuple[ReviewPaper, ReviewItem]


class ReviewActs:
    """What can be done about papers that are looked at."""

    def __init__(self, parts: OfficeParts, parent: QWidget) -> None:
        """Keep the parts; dialogs stand over `parent`."""
        self._parts, self._parent, self.session = parts, parent, parts.session
        self.dialog: FieldsDialog | None = None
        self._done: list[Pair] = []  # accepted here, the last at the end; Ctrl+Z takes it back

    def told(self, paper: ReviewPaper, item: ReviewItem, apart: str = "　") -> str:
        """Return what is to be seen at an item with its place before it, unless the words name the place themselves."""
        place, words = place_of(self.session, item), words_of(self.session, paper, item)
        return told_at(place, words, f"{place}{apart}")

    def accept(self, paper: ReviewPaper, item: ReviewItem) -> None:
        """认可 one item; who acts is asked for once."""

        def take(by: str) -> None:
            reviewing.accept(self.session.workspace, paper, item, by=by, at=datetime.now(PLAN_ZONE))
            self._done.append((paper, item))
            self.session.look_again(paper)

        self._by_somebody(take)

    def _by_somebody(self, take: Callable[[str], None]) -> None:
        by = person_of(self.session.workspace.store)
        if by:
            take(by)
            return
        fields = [self.session.person_field]
        named = lambda said, _: self.session.name_person(said["by"])  # noqa: E731 - one word for one thing
        self._ask("accept", "", fields, named, take)

    def take_back(self) -> None:
        """Take the last acceptance back."""
        if not self._done:
            self._parts.tell(say("office.review.nothing_to_take_back"), Mark.HINT)
            return
        paper, item = self._done.pop()
        now = next((one for one in self.session.review if one.row.digest == paper.row.digest), paper)
        by = person_of(self.session.workspace.store)
        reviewing.take_back(self.session.workspace, now, item, by=by, at=datetime.now(PLAN_ZONE))
        self.session.look_again(now)
        self._parts.tell(say("office.review.taken_back", 位置=place_of(self.session, item)), Mark.DONE)

    def alike(self, item: ReviewItem) -> tuple[Pair, ...]:
        """Return the open items of every paper that the same check found."""
        if item.finding is None:
            return ()
        return tuple(
            (paper, one)
            for paper in self.session.review
            for one in paper.open
            if one.finding is not None and one.finding.check.id == item.finding.check.id
        )

    def accept_alike(self, item: ReviewItem) -> None:
        """一并认可 all open findings of one check, after their places were listed."""
        meant = self.alike(item)

        def work(said: Said, _: Progress) -> tuple[int, Looked]:
            by = self.session.name_person(said["by"])
            n = reviewing.accept_together(self.session.workspace, meant, by=by, at=datetime.now(PLAN_ZONE))
            return n, self.session.looked_again({paper.row.digest: paper for paper, _ in meant}.values())

        def done(found: tuple[int, Looked]) -> None:
            self.session.take_looks(found[1])
            self._parts.tell(say("office.review.together_done", n=found[0]), Mark.DONE)

        listed = [f"{self.session.unit_name(paper.row.unit)}　{self.told(paper, one)}" for paper, one in meant]
        effect = say("office.review.together_effect", n=len(meant))
        self._ask("together", effect, [self.session.person_field], work, done, listed)

    def accept_quiet(self) -> None:
        """一并认可 the papers in which nothing is to be looked at, after they were listed."""
        meant = self.quiet()

        def work(said: Said, _: Progress) -> tuple[int, Looked]:
            by = self.session.name_person(said["by"])
            n = reviewing.accept_whole(self.session.workspace, meant, by=by, at=datetime.now(PLAN_ZONE))
            return n, self.session.looked_again(meant)

        def done(found: tuple[int, Looked]) -> None:
            self.session.take_looks(found[1])
            self._parts.tell(say("office.review.quiet_done", n=found[0]), Mark.DONE)

        listed = [
            f"{self.session.unit_name(one.row.unit)}　{say('office.review.revision', n=one.row.revision)}"
            for one in meant
        ]
        effect = say("office.review.quiet_effect", n=len(meant))
        self._ask("together", effect, [self.session.person_field], work, done, listed)

    def quiet(self) -> tuple[ReviewPaper, ...]:
        """Return the papers nobody looked at in which nothing is open."""
        return tuple(one for one in self.session.to_review if not one.open)

    def ask(self, paper: ReviewPaper, item: ReviewItem) -> None:
        """询问 the unit about an item."""

        def work(said: Said, _: Progress) -> str:
            by, now = self.session.name_person(said["by"]), datetime.now(PLAN_ZONE)
            reviewing.ask(self.session.workspace, paper, item, said["words"], said["channel"], by=by, at=now)
            return say("office.review.asked_done", 单位=self.session.unit_name(paper.row.unit))

        fields = [
            AskedField(name="words", words=say("office.review.question")),
            AskedField(name="channel", words=say("office.ask.channel"), text=say("office.chase.telephone")),
            self.session.person_field,
        ]
        said = self.told(paper, item, apart=say("office.review.apart"))
        effect = say("office.review.ask_effect", 文字=said.rstrip("。."))  # a sentence there, half of one here
        self._ask("query", effect, fields, work, self._tell)

    def answer(self, paper: ReviewPaper, query: QueryRow) -> None:
        """Note the answer to a question."""

        def work(said: Said, _: Progress) -> str:
            by, now = self.session.name_person(said["by"]), datetime.now(PLAN_ZONE)
            reviewing.answer(self.session.workspace, query, said["answer"], said["answered_by"], by=by, at=now)
            return say("office.review.answered_done")

        fields = [
            AskedField(name="answer", words=say("office.review.answer")),
            AskedField(name="answered_by", words=say("office.review.answered_by")),
            self.session.person_field,
        ]
        self._ask("answer", say("office.review.answer_effect", 文字=query.words), fields, work, self._tell)

    def _tell(self, words: str) -> None:
        self._parts.tell(words, Mark.DONE)

    def send_back(self, paper: ReviewPaper, items: Sequence[ReviewItem]) -> None:
        """退回 a paper with its chosen places, a deadline and, for the paper as a whole, words."""
        row, office = paper.row, self.session.workspace

        def work(said: Said, _: Progress) -> str:
            from forms.office.sending_back import SentBackItem, send_back

            listed = [SentBackItem(at=one.address or None, text=words_of(self.session, paper, one)) for one in items]
            whole = [SentBackItem(at=None, text=said["words"])] if said["words"] else []
            done = send_back(
                office,
                row.unit,
                row.period,
                (*whole, *listed),
                until=parse_time(said["until"]),
                passphrase=said["secret"],
                out=office.folder / say("papers.kind.returned"),
                at=datetime.now(PLAN_ZONE),
                by=self.session.name_person(said["by"]),
            )
            return say("office.review.back_done", 编号=done.number, 文件=done.files[0])

        fields = [
            AskedField(name="words", words=say("office.review.back_words"), needed=not items, reason=True),
            AskedField(name="until", words=say("office.review.until"), text=format_time(file_again_by(self.session))),
            AskedField(name="secret", words=say("office.ask.secret"), secret=True),
            self.session.person_field,
        ]
        listed = [self.told(paper, one) for one in items]
        what = "back_effect" if listed else "back_whole"
        effect = say(f"office.review.{what}", 单位=self.session.unit_name(row.unit), n=row.revision)
        self._ask("back", effect, fields, work, self._tell, listed)

    def evidence_menu(self, paper: ReviewPaper) -> QMenu | None:
        """Return a menu of the paper's evidence; a file is opened from a copy. None where it has none."""
        listed = parse_return(paper.row.content).evidence
        menu = QMenu(self._parent)
        for one in listed:
            here = self.session.workspace.store.has_evidence(one.sha256)
            title = one.name if here else say("office.review.not_here", 文件=one.name)
            act = menu.addAction(title.replace("&", "&&"))
            act.setEnabled(here)
            act.triggered.connect(lambda _=False, name=one.name, sha=one.sha256: self._open(name, sha))
        return menu if listed else None

    def _open(self, name: str, sha256: str) -> None:
        from forms.opening.evidence import guard_content

        try:
            content = self.session.workspace.store.evidence_bytes(sha256)
            if content is None:
                return
            guard_content(name, content)
        except AppError as error:
            self._parts.tell(trouble(error), Mark.WARNING)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy_to_open(name, content))))

    def _ask(
        self,
        name: str,
        effect: str,
        fields: Iterable[AskedField],
        work: Callable[[Said, Progress], Any],
        done: Callable[[Any], None],
        listed: Sequence[str] = (),
    ) -> None:
        """Ask; of an act no figure can have changed by, the desk is shown what was looked at, and nothing else."""
        title, primary = say(f"office.review.{name}"), say(f"office.review.{name}_now")
        shows = name not in ("accept", "together")
        self.dialog = ask_act(
            self._parts, self._parent, title, effect, tuple(fields), primary, work, done, listed=listed, shows=shows
        )
        self.dialog.open()


def file_again_by(session: OfficeSession) -> datetime:
    """Return until when a return that is sent back now is filed again: three working days, at the hour it was due."""
    due = session.due
    day, left = datetime.now(PLAN_ZONE).date(), 3
    while left:
        day += timedelta(days=1)
        left -= session.plan.calendar.is_working_day(day)
    return datetime.combine(day, due.at.astimezone(PLAN_ZONE).time() if due else time(17, 30), PLAN_ZONE)
