"""Filing screen: the way of a return on one page — for the leader, sealed, sent, stamped.

Builds nothing itself: papers are made by `forms.unit.filing` in the background lane, where its heavy libraries load.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QLineEdit, QProgressBar, QPushButton, QVBoxLayout

from forms.wording.paper_texts import check_code
from models.basics.addresses import COVER
from models.basics.messages import say as word
from models.store import FiledReturn
from models.workspace.drafts import Draft, drop_draft
from models.workspace.freeze import draft_out
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Progress, Stopped
from ui.basics.places import place_words
from ui.basics.texts import say, trouble
from ui.boxes.evidence_box import EvidenceBox, ScanBox
from ui.boxes.new_key_box import NewKeyBox
from ui.boxes.paper_preview import PaperPreview
from ui.boxes.rehearsal_box import RehearsalBox
from ui.boxes.send_box import SendBox, revision_words
from ui.boxes.token_box import TokenBox
from ui.look.widgets import button, column, emptied, frame, label, note, row, scrolled
from ui.session.backup_copies import copy_now
from ui.session.screen import Desk, Page, Screen
from ui.session.session import News

if TYPE_CHECKING:
    from forms.papers.enrolment import Secret

KEY = "filing"
WIDTH = 760
KEY_FILE = "unit.p12"
SHORTEST_PASSPHRASE = 8
SHOWN_CHANGES = 6


class FilingScreen(Screen):
    """生成与报送."""

    beside = False
    busy_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Start with the steps of the open period."""
        super().__init__(desk)
        self._job: Job | None = None
        self.preview: PaperPreview | None = None
        self.send: SendBox | None = None
        self.rehearsal = RehearsalBox(desk)
        self._out = self.session.workspace.folder / say("filing.folder")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 12, 16, 12)
        self.passphrase, self.again, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self._why = ""  # what was typed as the reason, kept while the page is built anew
        self._bar, self._stop, self._place = QProgressBar(), QPushButton(), QLabel()
        self.token: TokenBox | None = None

    def pages(self) -> tuple[Page, ...]:
        mark = Mark.QUERY if self.session.asking else Mark.DONE
        mark = mark if self.session.locked else Mark.NONE
        return (Page(KEY, say("filing.title"), say("nav.finish"), mark),)

    def show_page(self, key: str) -> None:
        self.rehearsal = RehearsalBox(self.desk)
        self._bar, self._stop, self._place = QProgressBar(), QPushButton(), QLabel()  # those shown go now
        emptied(self._box)
        cards = column(label(say("filing.title"), "title"), spacing=12)
        for part in (
            self._banner(),
            self._evidence(),
            self._step_draft(),
            self._rehearsal(),
            self._step_file(),
            self._step_send(),
            self._step_stamp(),
        ):
            if part is not None:
                part.setMaximumWidth(WIDTH)
                cards.addWidget(part)
        cards.addStretch(1)
        self._box.addWidget(scrolled(cards))
        self._show_job()

    def _filed(self) -> FiledReturn | None:
        """The return that locks the period, None while it is open."""
        digest = self.session.workspace.store.sheets.filed_digest(self.session.period_id)
        returns = self.session.workspace.store.returns.filed(self.session.period_id)
        return next((filed for filed in returns if filed.digest == digest), None)

    def _revisions(self) -> int:
        return max(
            (filed.revision for filed in self.session.workspace.store.returns.filed(self.session.period_id)), default=0
        )

    def _banner(self) -> QFrame | None:
        filed = self._filed()
        if filed is None:
            return None
        words = say("filing.locked", 版=revision_words(filed.revision), 时=f"{filed.filed_at:%m月%d日 %H:%M}")
        return note(words, Mark.DONE, row(button(say("filing.reopen"), self._reopen), None))

    def _reopen(self) -> None:
        self.session.reopen()
        self.desk.tell(say("filing.reopened"), Mark.HINT)

    def _step(self, number: int, title: str, words: str, *parts: object, on: bool = True) -> QFrame:
        sign = label(str(number), "step" if on else "step-off")
        sign.setFixedSize(24, 24)
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = column(label(words, "quiet", wrap=True), *parts, spacing=8)  # type: ignore[arg-type]
        body.setContentsMargins(32, 0, 0, 0)
        return frame(column(row(sign, label(title, "heading"), None), body, spacing=6), "card", 16)

    def _step_draft(self) -> QFrame:
        make = button(say("filing.draft"), self.draft)
        make.setEnabled(self._job is None and not self.session.locked)
        parts: list[object] = [row(make, None)]
        out = draft_out(self.session.workspace, self.session.sheet)
        if self._revisions() and not self.session.locked:
            parts.insert(0, self._reason_line(out.filed.reason if out else ""))
        if out is not None and not self.session.locked:
            parts.append(label(say("filing.draft_code", 校验码=check_code(out.filed.digest)), wrap=True))
            parts.append(self._draft_changes(out))
        return self._step(1, say("filing.step1"), say("filing.step1_words"), *parts)

    def _reason_line(self, drafted: str) -> QLineEdit:
        """Why the return is corrected: part of what the leader signs, so it is asked before the draft."""
        self.reason = QLineEdit(self._why or drafted)
        self.reason.setPlaceholderText(say("filing.reason"))
        self.reason.textChanged.connect(self._keep_reason)
        return self.reason

    def _reason(self) -> str:
        return self.reason.text().strip() if self._revisions() else ""

    def _keep_reason(self, text: str) -> None:
        self._why = text

    def _draft_changes(self, out: Draft) -> QFrame:
        """What the leader has not seen: every change since the draft was written, also of what is no place."""
        if out.same:
            return note(say("filing.draft_same"), Mark.DONE)
        sheet, changes = self.session.sheet, out.changes
        lines = [say(f"filing.draft_beside.{name}", 版=out.now.settings) for name in out.beside]
        if changes:
            lines.append(say("filing.draft_changed", n=len(changes)))
        lines += [
            say("filing.draft_change", 处=place_words(sheet, one.address), 前=one.before or "—", 后=one.after or "—")
            for one in changes[:SHOWN_CHANGES]
        ]
        drop = button(say("filing.draft_drop"), self._drop_draft, "link")
        return note("\n".join([*lines, say("filing.draft_differs")]), Mark.WARNING, row(drop, None))

    def _drop_draft(self) -> None:
        """The leader's copy no longer holds: what is filed need not have its code."""
        drop_draft(self.session.workspace.store, self.session.period_id)
        self.show_page(KEY)
        self.desk.tell(say("filing.draft_dropped"), Mark.HINT)

    def _step_file(self) -> QFrame:
        counts = self.session.standing.counts
        if self.session.locked:
            return self._step(2, say("filing.step2"), say("filing.step2_done"))
        if not counts.can_file:
            left = say("filing.blocked", 强制=counts.errors, 未填=counts.missing, 待说明=counts.open_warnings)
            go = button(say("filing.to_findings"), lambda: self.desk.go("findings"), "link")
            return self._step(
                2, say("filing.step2"), say("filing.step2_words"), note(left, Mark.WARNING, row(go, None)), on=False
            )
        return self._step(2, say("filing.step2"), say("filing.step2_words"), *self._passphrase_parts())

    def _rehearsal(self) -> QFrame | None:
        if self.session.locked:
            return None
        return frame(column(label(word("rehearsal.ui.title"), "heading"), self.rehearsal, spacing=6), "card", 16)

    def _makes_key(self) -> bool:
        """True before the unit's first sealing on this machine: its key is made, so the passphrase is asked twice."""
        return not (self.session.workspace.folder / KEY_FILE).exists()

    def _passphrase_parts(self) -> list[object]:
        first = self._makes_key()
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for line, words in ((self.passphrase, "filing.passphrase"), (self.again, "filing.again")):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setPlaceholderText(say(words))
            line.setMaximumWidth(360)
        parts: list[object] = []
        typed = [self.passphrase, *([self.again, label(say("filing.first_key"), "small", wrap=True)] if first else [])]
        self.token = TokenBox(self.session.workspace.store, self.desk.lane, instead_of=typed, before=self.token)
        forgotten = [] if first else [NewKeyBox(self.session.workspace.folder, lambda: self.show_page(KEY))]
        parts += [*typed, self.token, *forgotten]
        self._place = label(say("filing.place", 文件夹=self._out), "small", wrap=True)
        place = row(self._place, button(say("filing.other_folder"), self._choose_folder, "link"))
        place.setStretch(0, 1)
        parts.append(place)
        self._bar, self._stop = QProgressBar(), button(say("filing.stop"), self._stop_job)
        self._bar.setTextVisible(False)
        parts.append(row(self._bar, self._stop))
        return parts

    def _step_send(self) -> QFrame:
        filed = self._filed()
        if filed is None:
            return self._step(3, say("filing.step3"), say("filing.step3_words"), on=False)
        self.send = SendBox(self.desk, filed, self._out, self.look_at)
        return self._step(3, say("filing.step3"), say("filing.step3_ready"), self.send)

    def _step_stamp(self) -> QFrame:
        scans = [ScanBox(self.desk)] if self._revisions() else []
        return self._step(4, say("filing.step4"), say("filing.step4_words"), *scans, on=bool(scans))

    def _evidence(self) -> QFrame:
        box = EvidenceBox(self.desk, COVER, whole=True)
        return frame(column(label(word("evidence.ui.title"), "heading"), box, spacing=6), "card", 16)

    def look_at(self, paths: Sequence[Path]) -> None:
        """Show papers page by page, as they will be printed."""
        shown = [(path.stem.rpartition("_")[2], path) for path in paths if path.suffix == ".pdf" and path.exists()]
        if shown:
            self.preview = PaperPreview(shown, self.desk.lane, self)
            self.preview.open()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, say("filing.other_folder"), str(self._out))
        if chosen:
            self._out = Path(chosen)
            self._place.setText(say("filing.place", 文件夹=chosen))

    def draft(self) -> None:
        """Write 送审稿 and 审签单 and open their folder."""
        workspace, sheet, out = self.session.workspace, self.session.sheet, self._out
        reason, by = self._reason(), self.session.author

        def work(_: Progress) -> tuple[Path, ...]:
            from forms.unit.filing import draft

            return draft(workspace, sheet, out, reason=reason, by=by)

        self._start(say("lane.draft"), work, self._drafted)

    def _drafted(self, paths: tuple[Path, ...]) -> None:
        self._ended()
        self.desk.tell(say("filing.drafted", 文件="、".join(path.name for path in paths)), Mark.DONE)
        self.look_at(paths)

    def file(self) -> None:
        """Seal the sheet as the next revision; says what is wrong with the passphrase or the reason instead."""
        secret, reason = self._secret(), self._reason()
        if secret is None:
            return
        workspace, sheet, out, by = self.session.workspace, self.session.sheet, self._out, self.session.author

        def work(report: Progress) -> str:
            from forms.unit.filing import file_return

            file_return(workspace, sheet, secret, out, reason=reason, by=by, progress=report)
            return copy_now(workspace.store)

        self._start(say("lane.seal"), work, self._sealed)

    def _secret(self) -> "Secret | None":
        """What opens the unit's key; None after saying what is lacking."""
        if self.token is not None and self.token.on:
            if lacking := self.token.lacking():
                self.desk.tell(lacking, Mark.ERROR)
                return None
            return self.token.secret()
        secret = self.passphrase.text()
        short = len(secret) < SHORTEST_PASSPHRASE
        if not short and not (self._makes_key() and secret != self.again.text()):
            return secret
        words = "filing.passphrase_short" if short else "filing.passphrase_differs"
        self.desk.tell(say(words, n=SHORTEST_PASSPHRASE), Mark.ERROR)
        self.passphrase.setFocus()
        return None

    def _sealed(self, missed: str) -> None:
        self._why = ""
        self._ended()
        self.desk.tell("", Mark.NONE)  # what was said of the draft is over
        self.session.reload()
        if missed:
            self.desk.tell(word("first_run.copies.missed", 原因=missed), Mark.WARNING)

    def _start(self, words: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        self._job = self.desk.lane.run(self, work, done, self._failed, words=words)
        self._job.progress.connect(self._show_progress)
        self._show_job()
        self.busy_changed.emit()

    def _show_progress(self, done: int, of: int) -> None:
        self._bar.setMaximum(of)
        self._bar.setValue(done)

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if not isinstance(error, Stopped):
            self.desk.tell(trouble(error), Mark.ERROR)

    def _ended(self) -> None:
        self._job = None
        if self.isVisible():
            self.show_page(KEY)
        self.busy_changed.emit()

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _show_job(self) -> None:
        if not self.session.locked and self.session.standing.counts.can_file:
            self._bar.setVisible(self._job is not None)
            self._stop.setVisible(self._job is not None)

    @property
    def busy(self) -> bool:
        """True while a paper is being made."""
        return self._job is not None

    def follow(self, news: News) -> None:
        if self.isVisible():
            self.show_page(KEY)
