"""Evidence box: files attached to a place — beside the cell, on the filing page, and the stamped scan of a return.

Files come by a dialog or are dropped here; they are read and kept in the background lane. What may be attached is
judged by `forms.opening.evidence`; nothing is opened but by the system's own program, from a copy.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from models.basics.addresses import COVER, field_address
from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.sizes import size_words
from models.help.phrases import column_word
from models.plan.plan import Means
from models.returns.evidence import adrift, listed, place_of, require_key, travel_of
from models.returns.returns import parse_return
from models.sheet.sheet import Sheet
from models.store import AttachmentRow, ScanRow, UnitStore
from models.workspace.attaching import attach
from ui.basics.completion import Mark
from ui.basics.jobs import Job
from ui.basics.places import place_words
from ui.basics.texts import trouble
from ui.files.dialogs import ask_files
from ui.look.widgets import button, emptied, label, note, row
from ui.session.screen import ScreenContext

SHOWN = 30


class ShortLabel(QLabel):
    """One line that gives way in its middle when there is no room; the whole text is its tip."""

    def __init__(self, text: str) -> None:
        """Show a text as far as there is room."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the new width."""
        super().resizeEvent(event)
        self.setText(QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


class _FileBox(QWidget):
    """A list of files with what can be done to them; takes files that are dropped on it."""

    def __init__(self, desk: ScreenContext) -> None:
        """Start empty; subclasses fill it in `_build`."""
        super().__init__()
        self._desk, self._session = desk, desk.session
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(6)

    @property
    def _store(self) -> UnitStore:
        return self._session.workspace.store

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files while they may be attached."""
        if self._may_take() and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the files that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def _may_take(self) -> bool:
        return self._job is None

    def _choose(self) -> None:
        chosen = ask_files(self, say("evidence.ui.choose"))
        if chosen:
            self.take([Path(path) for path in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Read and keep files in the background; says what cannot be taken."""
        work = self._work(tuple(paths))
        self._job = self._desk.lane.run(
            self, lambda _: work(), self._taken, self._refused, words=say("window.lane.evidence")
        )
        self.renew()

    def _work(self, paths: tuple[Path, ...]) -> Callable[[], object]:
        raise NotImplementedError

    def _taken(self, _: object) -> None:
        self._job = None
        self.renew()

    def _refused(self, error: BaseException) -> None:
        self._job = None
        self.renew()
        self._desk.tell(trouble(error), Mark.ERROR)

    def renew(self) -> None:
        """Show what is kept now."""
        emptied(self._inside)
        self._build()

    def _build(self) -> None:
        raise NotImplementedError

    def _line(self, words: str, name: str, sha256: str, remove: Callable[[], object] | None) -> None:
        shown = ShortLabel(words)
        buttons = [button(say("evidence.ui.open"), partial(self.open, name, sha256), "link")]
        buttons += [button(say("evidence.ui.remove"), remove, "link")] if remove else []
        for one in buttons:
            one.setAccessibleName(f"{one.text()} {name}")
        line = row(shown, *buttons, spacing=2)
        line.setStretch(0, 1)
        self._inside.addLayout(line)

    def _add(self, words: str) -> None:
        add = button(words, self._choose, "link")
        add.setEnabled(self._job is None)
        self._inside.addLayout(row(add, label(say("evidence.ui.drop"), "small"), None))

    def open(self, name: str, sha256: str) -> None:
        """Open a copy of a file in the program the system has for it."""
        from forms.opening.opened_copies import copy_to_open

        try:
            path = copy_to_open(name, self._store.evidence.content(sha256) or b"")
        except (AppError, OSError) as error:
            self._desk.tell(trouble(error), Mark.ERROR)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class EvidenceBox(_FileBox):
    """佐证材料 of one place; with `whole`, of the whole return, each file with its place."""

    def __init__(self, desk: ScreenContext, place: str, *, whole: bool = False) -> None:
        """Show the files of a place as `models.returns.evidence.place_of` gives it."""
        super().__init__(desk)
        self.place, self._whole = place, whole
        self._build()

    def _may_take(self) -> bool:
        return super()._may_take() and not self._session.locked

    def rows(self) -> tuple[AttachmentRow, ...]:
        """Return what is attached here, and to the findings of this place."""
        found = self._store.evidence.attachments(self._session.period_id)
        if self._whole:
            return found
        mine = (one for one in found if one.place == self.place or one.place.endswith(f"@{self.place}"))
        return tuple(one for one in mine if not adrift(self._session.sheet, (one,)))

    def _build(self) -> None:
        found = self.rows()
        if not self._whole:
            title = say("evidence.ui.title_n", n=len(found)) if found else say("evidence.ui.title")
            self._inside.addWidget(label(title, "small"))
        lost = adrift(self._session.sheet, found)
        for one in found[:SHOWN]:
            place = say("evidence.ui.no_row") if one in lost else spoken_place(self._session.sheet, one.place)
            where = f"　{place}" if self._whole else ""
            words = f"{one.name}　{size_words(one.size)}{where}"
            remove = None if self._session.locked else partial(self.remove, one)
            self._line(words, one.name, one.sha256, remove)
        if len(found) > SHOWN:
            self._inside.addWidget(label(say("evidence.ui.more", n=len(found) - SHOWN), "small"))
        if lost:
            names = "、".join(one.name for one in lost)
            self._inside.addWidget(note(say("evidence.ui.adrift", n=len(lost), 名单=names), Mark.WARNING))
        self._sentence(found)
        if not self._session.locked:
            self._add(say("evidence.ui.attach_whole" if self._whole else "evidence.ui.attach"))
            self._offer_number(found)

    def _sentence(self, found: Sequence[AttachmentRow]) -> None:
        """How the evidence of the return travels; beside a cell only when it is too much for the PDF."""
        if not found:
            if self._whole:
                self._inside.insertWidget(0, label(say("evidence.ui.none"), "quiet", wrap=True))
            return
        sheet = self._session.sheet
        travel = travel_of(listed(self._store.evidence.attachments(sheet.period_id)), sheet.plan, sheet.settings)
        if travel.beside:
            self._inside.addWidget(note(travel.sentence(), Mark.HINT))
        elif self._whole:
            self._inside.addWidget(label(travel.sentence(), "small", wrap=True))

    def _offer_number(self, found: Sequence[AttachmentRow]) -> None:
        """A progress row says which evidence it has in 佐证编号: the names can be put there in one step."""
        field = self._session.sheet.fields.get(self.place)
        own = [one.name for one in found if one.place == self.place]
        if (
            field is None
            or field.column.means is not Means.EVIDENCE
            or not own
            or self._session.sheet.cell(self.place).text
        ):
            return
        put = partial(self._desk.edits.put, self.place, "、".join(own))
        self._inside.addLayout(row(button(say("evidence.ui.number", 栏=column_word(field.column)), put, "link"), None))

    def _work(self, paths: tuple[Path, ...]) -> Callable[[], object]:
        store, sheet, place, by = self._store, self._session.sheet, self.place, self._session.author

        def work() -> None:
            from forms.opening.evidence import read_evidence

            require_key(sheet, place)
            files = [read_evidence(path) for path in paths]
            with store.transaction(by, "attached"):
                for one in files:
                    attach(store, place, sheet.period_id, one.name, one.content, by)
                travel_of(listed(store.evidence.attachments(sheet.period_id)), sheet.plan, sheet.settings)

        return work

    def remove(self, one: AttachmentRow) -> None:
        """Take a file away from its place."""
        self._store.evidence.detach(one.period, one.sha256, self._session.author, one.place)
        self.renew()
        self._desk.tell(say("evidence.removed", 文件=one.name), Mark.DONE)


class ScanBox(_FileBox):
    """盖章件 of the return that was filed last."""

    def __init__(self, desk: ScreenContext) -> None:
        """Show the scans of the last return of the period."""
        super().__init__(desk)
        self._build()

    def rows(self) -> tuple[ScanRow, ...]:
        """Return the scans, oldest first."""
        last = self._last()
        return self._store.evidence.scans(last) if last else ()

    def _last(self) -> str | None:
        filed = [parse_return(one.content) for one in self._store.returns.filed(self._session.period_id)]
        return max(filed, key=lambda one: one.revision).digest if filed else None

    def _build(self) -> None:
        for one in self.rows():
            words = say(
                "evidence.ui.scan_line", 文件=one.name, 大小=size_words(one.size), 时=f"{one.at:%Y-%m-%d %H:%M}"
            )
            self._line(words, one.name, one.sha256, partial(self.remove, one))
        self._add(say("evidence.ui.stamp"))

    def _choose(self) -> None:
        chosen = ask_files(self, say("evidence.ui.stamp"), kinds=say("evidence.ui.scan_filter"))
        if chosen:
            self.take([Path(path) for path in chosen])

    def _work(self, paths: tuple[Path, ...]) -> Callable[[], object]:
        workspace, period, by = self._session.workspace, self._session.period_id, self._session.author

        def work() -> None:
            from forms.unit.scans import keep_scan

            for path in paths:
                keep_scan(workspace, period, path, by)

        return work

    def remove(self, one: ScanRow) -> None:
        """Take a scan away again."""
        self._store.evidence.remove_scan(one.digest, one.sha256, self._session.author)
        self.renew()
        self._desk.tell(say("evidence.removed", 文件=one.name), Mark.DONE)


def evidence_box(desk: ScreenContext, address: str) -> EvidenceBox | None:
    """Return the box for the place an address belongs to; None where nothing can be attached."""
    try:
        place = place_of(desk.session.sheet, address)
    except AppError:
        return None
    if place == COVER:
        return None
    box = EvidenceBox(desk, place)
    return None if desk.session.locked and not box.rows() else box


def spoken_place(sheet: Sheet, place: str) -> str:
    """Return where a file is attached in words."""
    check, _, at = place.partition("@")
    if check in sheet.plan.checks:
        return say("evidence.ui.finding", 位置=spoken_place(sheet, at) if at else sheet.plan.checks[check].clause)
    if place == COVER:
        return say("evidence.ui.whole")
    block = next(
        (one for one in sheet.blocks if field_address(one, sheet.plan.field_name(Means.EVIDENCE)) == place), None
    )
    return sheet.plan.blocks[block].title if block else place_words(sheet, place)


__all__ = ["EvidenceBox", "ScanBox", "evidence_box", "spoken_place"]
