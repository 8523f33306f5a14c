"""Filing screen: the way of a return on one page — checked, drafted, signed, sealed, sent, answered.

Builds nothing itself: papers are made by `forms.unit.filing` in the background lane, where its heavy libraries load.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.addresses import COVER
from models.basics.messages import say
from models.workspace.approval import Approved
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Progress, Stopped
from ui.basics.texts import trouble
from ui.boxes.paper_preview import PaperPreview
from ui.boxes.rehearsal_box import RehearsalBox
from ui.boxes.send_box import SendBox, open_folder
from ui.boxes.token_box import TokenBox
from ui.disagreement.note import DisagreementNote
from ui.evidence.evidence_box import EvidenceBox, ScanBox
from ui.filing.facts import answer_note, code_card, fact_of
from ui.filing.leaders_page import LeadersPage, StepsAndPage, draft_file
from ui.filing.reason_line import ReasonLine
from ui.filing.seal_box import SealBox
from ui.filing.sign_box import SignBox
from ui.filing.way import FilingStage, Way, way_of
from ui.look.stepper import Stepper, steps_scrolled
from ui.look.widgets import button, column, emptied, frame, label, no_wider, note, row, shelf
from ui.session.backup_copies import copy_now
from ui.session.next_step import left_words
from ui.session.screen import FILING, Pages, Screen, ScreenContext
from ui.session.session import News

WIDTH = 1120
SEALS = {  # what the desk's button says at the step 生成
    Approved.SAME: "next.make", Approved.CORRECTED: "next.make", Approved.UNSIGNED: "sign.done",
    Approved.NO_DRAFT: "filing.draft", Approved.DIFFERS: "seal.draft_again",
}  # fmt: skip


class FilingScreen(Screen):
    """生成与报送."""

    beside = False

    def __init__(self, desk: ScreenContext, offer: Pages) -> None:
        """Start with the steps of the open period."""
        super().__init__(desk, offer)
        self._job: Job | None = None
        self.preview: PaperPreview | None = None
        self.send: SendBox | None = None
        self.sign: SignBox | None = None
        self.rehearsal = RehearsalBox(desk)
        folder = self.session.workspace.folder
        self.seal = SealBox(desk, folder / say("window.filing.folder"))
        self.seal.wanted.connect(self.file)
        self.seal.unsigned_wanted.connect(self.file)
        self.seal.key_put_aside.connect(lambda: self.show_page(FILING))
        self.seal.stop.clicked.connect(self._stop_job)
        self._drafts = folder / say("window.filing.draft_folder")
        self.reason = ReasonLine()
        self._why = ""  # what was typed as the reason, kept while the page is built anew
        self._refused = ""  # why the papers that were asked for last were not made
        self._skip = False  # somebody goes on without the leader
        self._at: FilingStage | None = None  # a step that was opened although another is to be taken
        self._way: Way | None = None
        self._first: QWidget | None = None  # what has the keyboard first in the open step
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 12, 16, 12)
        self._box.setSpacing(12)
        self._shelf = shelf(self, self.seal, self.rehearsal, self.reason)

    # what other parts ask for

    @property
    def passphrase(self) -> QLineEdit:
        """The line for the passphrase."""
        return self.seal.passphrase

    @property
    def again(self) -> QLineEdit:
        """The line for the passphrase of a key that is still to be made, once more."""
        return self.seal.again

    @property
    def token(self) -> TokenBox:
        """The box for a UKey."""
        return self.seal.token

    def primary(self) -> tuple[str, bool]:
        """Return what the desk's button says on this page, and whether it can be pressed; "" = the desk's own."""
        way = self._way
        if way is None or way.stage is FilingStage.CHECK:
            return "", True
        if self.sign is not None:  # its step is open, perhaps again
            return say("window.sign.done"), self._job is None
        words = {
            FilingStage.DRAFT: "filing.draft",
            FilingStage.SIGN: "sign.done",
            FilingStage.SEND: "filing.open_folder",
            FilingStage.ANSWER: "",
        }.get(way.stage, SEALS[way.how])
        return (say(f"window.{words}") if words else ""), self._job is None

    def act(self) -> None:
        """Do what the desk's button says on this page."""
        way = self._way
        if way is None or self._job is not None:
            return
        if way.stage is FilingStage.SEAL and way.how is Approved.UNSIGNED:
            self._skip = False
            self.show_page(FILING)
            self.take_focus()
        elif self.sign is not None:
            self.sign.record()
        elif way.stage is FilingStage.SIGN:  # another step is open
            self._show_step(FilingStage.SIGN)
        elif way.stage is FilingStage.SEND:
            open_folder(self.seal.out)
        elif way.stage is FilingStage.DRAFT or (way.stage is FilingStage.SEAL and not way.how.seen):
            self.draft()
        elif way.stage is FilingStage.SEAL:
            self.file()

    # the page

    def hideEvent(self, event: QHideEvent) -> None:
        """What was said of a passphrase ends with the page."""
        super().hideEvent(event)
        self._refused = ""
        self.seal.say_no_more()

    def show_page(self, key: str) -> None:
        within = self.seal.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.seal.setParent(self._shelf)  # what is typed in it outlives the page
        self._first = self.sign = None  # before they go: the keyboard is asked where to
        emptied(self._box)
        self._way = way = way_of(self.session, skip=self._skip)
        stage = self._at or way.stage
        steps = Stepper()
        for one in FilingStage:
            self._step(steps, way, one, stage)
        steps.setMaximumWidth(WIDTH)
        self._box.addWidget(label(say("window.nav.filing"), "title"))
        self._box.addWidget(code_card(way, WIDTH))  # in sight all the way, wherever the steps are scrolled to
        cards = column(DisagreementNote(self.desk, WIDTH), steps, self._beside(), None, spacing=12)
        area, paper = no_wider(steps_scrolled(cards, steps, self.seal.told), WIDTH), draft_file(way, self._drafts)
        self._box.addWidget(StepsAndPage(area, LeadersPage(self.desk.lane, paper, self.look_at), WIDTH), 1)
        self.seal.show_job(running=self._job is not None)
        if within:
            self.seal.take_focus()
        self.busy_changed.emit()

    def _step(self, steps: Stepper, way: Way, one: FilingStage, stage: FilingStage) -> None:
        name = say(f"window.filing.stage.{one.name.lower()}")
        if one is stage:
            words, parts = self._open(way, one)
            steps.open(one, name, words, *parts)
        elif one < way.stage:
            fact = fact_of(way, one, self.session, self._drafts)
            if way.passed(one):
                steps.passed(one, name, fact, *self._again(way, one))
            else:
                steps.done(name, fact, *self._again(way, one))
        else:
            steps.ahead(one, name, say(f"window.filing.ahead.{one.name.lower()}"), *self._again(way, one))

    def _again(self, way: Way, one: FilingStage) -> tuple[QWidget, ...]:
        """The links by which another step than the one to be taken is opened."""
        if one is FilingStage.CHECK:
            return (button(say("window.filing.to_findings"), lambda: self.desk.go("findings"), "link"),)
        to_leader = one is FilingStage.DRAFT or (one is FilingStage.SIGN and way.draft is not None)
        if to_leader if way.filed is None else one in (FilingStage.SEND, FilingStage.ANSWER):
            return (button(say("window.filing.look_again"), lambda: self._show_step(one), "link"),)
        return ()

    def _show_step(self, one: FilingStage) -> None:
        self._at = one
        self.show_page(FILING)
        self.take_focus()

    def _open(self, way: Way, one: FilingStage) -> tuple[str, tuple[QWidget, ...]]:
        """What a step that is open says and takes."""
        made: dict[FilingStage, Callable[[Way], tuple[QWidget, ...]]] = {
            FilingStage.CHECK: self._check,
            FilingStage.DRAFT: self._draft_parts,
            FilingStage.SIGN: self._sign_parts,
            FilingStage.SEAL: self._seal_parts,
            FilingStage.SEND: self._send_parts,
            FilingStage.ANSWER: self._answer_parts,
        }
        return say(f"window.filing.words.{one.name.lower()}"), made[one](way)

    def _check(self, _: Way) -> tuple[QWidget, ...]:
        left = say("window.filing.blocked", 差=left_words(self.session.standing.counts))
        self._first = go = button(say("window.filing.to_findings"), lambda: self.desk.go("findings"))
        return (note(left, Mark.WARNING, row(go, None)),)

    def _draft_parts(self, way: Way) -> tuple[QWidget, ...]:
        parts: list[QWidget] = [self._reason_line(way)] if way.revisions else []
        make = button(say("window.filing.draft"), self.draft)
        make.setEnabled(self._job is None)
        self._first = self.reason if way.revisions and self.reason.refusal else make
        skip = button(say("window.filing.skip"), self._go_without, "link")
        parts += [note(self._refused, Mark.ERROR)] if self._refused else []
        return (*parts, _line(make, skip))

    def _reason_line(self, way: Way) -> QLineEdit:
        self.reason = ReasonLine(self._why or (way.draft.filed.reason if way.draft else ""))
        self.reason.textChanged.connect(self._keep_reason)
        self.reason.returnPressed.connect(self.act)
        return self.reason

    def _keep_reason(self, text: str) -> None:
        self._why = text

    def _reason(self) -> str:
        return self._why.strip() if self._way and self._way.revisions else ""

    def _sign_parts(self, way: Way) -> tuple[QWidget, ...]:
        self.sign = SignBox(self.desk, way, self._signed)
        again = button(say("window.filing.draft_again"), self.draft, "link")
        skip = button(say("window.filing.skip"), self._go_without, "link")
        record = button(say("window.sign.done"), self.sign.record)
        return (self.sign, _line(record, again, skip))

    def _signed(self) -> None:
        self._at, self._skip = None, False
        self.show_page(FILING)
        self.desk.tell(say("window.sign.recorded"), Mark.DONE)
        self.take_focus()

    def _go_without(self) -> None:
        self._at, self._skip = None, True
        self.show_page(FILING)
        self.take_focus()

    def _seal_parts(self, way: Way) -> tuple[QWidget, ...]:
        by_leader = button(say("window.sign.by_leader"), lambda: self._show_step(FilingStage.SIGN), "link")
        self.seal.renew(way, _line(by_leader) if way.how is Approved.DIFFERS else None)
        parts: list[QWidget] = [self._reason_line(way)] if way.revisions else []
        self._first = self.reason if way.revisions and self.reason.refusal else None
        return (*parts, self.seal)

    def _send_parts(self, way: Way) -> tuple[QWidget, ...]:
        if way.filed is None:
            return ()
        self.send = SendBox(self.desk, way.filed, self.seal.out, self.look_at)
        self._first = self.send.copy
        return (self.send, _line(button(say("window.filing.reopen"), self._reopen)), *self._scans(way))

    def _answer_parts(self, way: Way) -> tuple[QWidget, ...]:
        reopen = button(say("window.filing.reopen"), self._reopen)
        return (answer_note(way, self.session), _line(reopen), *self._scans(way))

    def _scans(self, way: Way) -> tuple[QWidget, ...]:
        words = label(say("window.filing.step4_words"), "quiet", wrap=True)
        return (words, ScanBox(self.desk)) if way.revisions else ()

    def _beside(self) -> QWidget:
        """What is no step: the evidence that travels along, and a rehearsal."""
        parts: dict[str, QWidget] = {"evidence": EvidenceBox(self.desk, COVER, whole=True)}
        if not self.session.locked:
            parts["rehearsal"] = self.rehearsal = RehearsalBox(self.desk)
        headed = (column(label(say(f"{key}.ui.title"), "heading"), one, spacing=6) for key, one in parts.items())
        cards = [frame(one, "card", 14) for one in headed]
        made = QWidget()
        made.setLayout(column(*cards, spacing=12))
        made.setMaximumWidth(WIDTH)
        return made

    def _reopen(self) -> None:
        self._at = None
        self.session.reopen()
        self.desk.tell(say("window.filing.reopened"), Mark.HINT)

    def look_at(self, paths: Sequence[Path]) -> None:
        """Show papers page by page, as they will be printed."""
        shown = [(path.stem.rpartition("_")[2], path) for path in paths if path.suffix == ".pdf" and path.exists()]
        if shown:
            self.preview = PaperPreview.opened(shown, self.desk.lane, self)
            self.preview.finished.connect(lambda _: self.take_focus())

    # what is made

    def draft(self) -> None:
        """Write 送审稿 and 审签单 into a folder of their own and show them."""
        if self._job is not None:
            return  # its button stands there until the papers are made, and can be pressed again
        workspace, sheet, out = self.session.workspace, self.session.sheet, self._drafts
        reason, by = self._reason(), self.session.author
        self._skip, self._at = False, None

        def work(_: Progress) -> tuple[Path, ...]:
            from forms.unit.filing import draft

            return draft(workspace, sheet, out, reason=reason, by=by)

        self._start(say("window.lane.draft"), work, self._drafted)

    def _drafted(self, paths: tuple[Path, ...]) -> None:
        self._ended()
        self.desk.tell(say("window.filing.drafted", 文件="、".join(path.name for path in paths)), Mark.DONE)
        self.look_at(paths)

    def file(self) -> None:
        """Seal the sheet as the next revision; says what is wrong with the passphrase or the reason instead."""
        if self._job is not None:
            return
        if self._way is not None and not self._way.how.seen and not self.seal.why_unsigned:
            self.seal.tell(say("window.seal.why_first"), Mark.ERROR)
            self.seal.take_focus()
            return
        secret, reason, unsigned = self.seal.secret(), self._reason(), self.seal.why_unsigned
        if secret is None:
            return
        workspace, sheet, out, by = self.session.workspace, self.session.sheet, self.seal.out, self.session.author

        def work(report: Progress) -> str:
            from forms.unit.filing import file_return

            file_return(workspace, sheet, secret, out, reason=reason, by=by, progress=report, unsigned=unsigned)
            return copy_now(workspace.store)

        self._start(say("window.lane.seal"), work, self._sealed)

    def _sealed(self, missed: str) -> None:
        self._why, self._skip, self._at = "", False, None
        for line in (self.seal.passphrase, self.seal.again, self.seal.unsigned):
            line.clear()
        self._ended()
        self.seal.tell("", Mark.NONE)
        self.session.reload()
        if missed:
            self.desk.tell(say("first_run.copies.missed", 原因=missed), Mark.WARNING)

    def _start(self, words: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        if self._way is not None and self._way.revisions and (refusal := self.reason.refusal):
            self._failed(refusal)
            return
        self._job = self.desk.lane.run(self, work, done, self._failed, words=words)
        self._job.progress.connect(self._show_progress)
        self._refused = ""
        self.seal.tell("", Mark.NONE)
        self.seal.show_job(running=True)
        self.busy_changed.emit()

    def _show_progress(self, done: int, of: int) -> None:
        self.seal.bar.setMaximum(of)
        self.seal.bar.setValue(done)

    def _failed(self, error: BaseException) -> None:
        self._refused = "" if isinstance(error, Stopped) else trouble(error)
        self._ended()
        if self._refused:
            self.seal.token.pin.clear()  # a second try with a wrong PIN locks the token
            drafting = self._way is not None and (self._at or self._way.stage) is FilingStage.DRAFT  # says it itself
            self.seal.tell("" if drafting else self._refused, Mark.ERROR)
            self.take_focus()

    def _ended(self) -> None:
        self._job = None
        if self.isVisible():
            self.show_page(FILING)
        self.busy_changed.emit()

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.stop()

    @property
    def busy(self) -> bool:
        """True while a paper is being made."""
        return self._job is not None

    def take_focus(self) -> None:
        stage = self._way.stage if self._way else FilingStage.CHECK
        if (self._at or stage) is FilingStage.SIGN and self.sign is not None:
            self.sign.take_focus()
        elif (self._at or stage) is FilingStage.SEAL and self._first is None:
            self.seal.take_focus()  # which may be shown only after this
        else:
            (self._first or self).setFocus()

    def follow(self, news: News) -> None:
        if news.whole:
            self._at, self._skip = None, False
        if self.isVisible():
            self.show_page(FILING)


def _line(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(row(*parts, None))
    return made
