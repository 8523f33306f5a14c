"""Leader's page: the first page of the 送审稿 beside the steps, where the window has room for both."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from models.basics.messages import CHINESE, say, say_in
from models.basics.records import dataclass
from ui.basics.jobs import Lane, Progress
from ui.filing.way import Way
from ui.look.widgets import button, label, row

LEAST, MOST, HEAD, GAP = 320, 620, 40, 24  # pixels: a page at least and at most, what is above it, what is beside it
SETTLED = 60  # ms after the last change of size
DIGEST = 6  # figures of it in a file's name


@dataclass(frozen=True, slots=True, kw_only=True)
class _FirstPage:
    pages: int
    picture: QImage


def draft_file(way: Way, folder: Path) -> Path | None:
    """Return the PDF of the 送审稿 that is out, None where there is none or it was put elsewhere."""
    if way.draft is None:
        return None
    ending = f"{way.draft.filed.digest[:DIGEST]}_{say_in(CHINESE, 'papers.document.draft')}.pdf"
    return next((one for one in sorted(folder.glob("*.pdf")) if one.name.endswith(ending)), None)


class LeadersPage(QWidget):
    """What the leader was given, as wide as there is room for it."""

    def __init__(self, lane: Lane, paper: Path | None, look: Callable[[Sequence[Path]], None]) -> None:
        """Show a paper; `look` opens all of it."""
        super().__init__()
        self._lane, self._paper = lane, paper
        self._page, self._count = QLabel(), label("", "quiet")
        self._page.setObjectName("page")
        whole = button(say("window.filing.leader.whole"), lambda: look([paper] if paper else []), "link")
        self._laid = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row(label(say("window.filing.leader.title"), "heading"), self._count, None, whole))
        layout.addWidget(self._page)
        layout.addStretch(1)
        self._drawn_for = (0, 0)
        self._later = QTimer(self, singleShot=True, interval=SETTLED)
        self._later.timeout.connect(self._draw)

    def take_room(self, room: int) -> None:
        """Be so wide, or not there at all where that is little."""
        shown = self._paper is not None and room >= LEAST
        self.setVisible(shown)
        if shown:
            self.setFixedWidth(min(room, MOST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page anew once its room is settled."""
        super().resizeEvent(event)
        self._later.start()

    def _draw(self) -> None:
        """Draw the page as large as it is shown, and no larger than the room is high."""
        path, ratio, room = self._paper, self.devicePixelRatioF(), self.height() - HEAD
        wide = self.width()
        if path is None or self._lane.closed or room <= 0 or self._drawn_for == (wide, room):
            return
        self._drawn_for = wide, room

        def work(_: Progress) -> _FirstPage:
            from forms.page.preview import page_picture, page_sizes

            sizes = page_sizes(path)
            across, high = sizes[0]
            found = page_picture(path, 0, round(min(wide, room * across / high) * ratio))
            drawn = QImage(found.content, found.width, found.height, found.stride, QImage.Format.Format_RGB888)
            return _FirstPage(pages=len(sizes), picture=drawn.copy())  # the bytes belong to the lane

        self._lane.run(self, work, lambda drawn: self._show(drawn, ratio), lambda _: self.hide())

    def _show(self, drawn: _FirstPage, ratio: float) -> None:
        drawn.picture.setDevicePixelRatio(ratio)
        self._page.setPixmap(QPixmap.fromImage(drawn.picture))
        self._page.setFixedSize(drawn.picture.deviceIndependentSize().toSize())
        self._page.setAccessibleName(say("window.preview.page", n=1, m=drawn.pages))
        self._count.setText(say("window.preview.page", n=1, m=drawn.pages))
        self._laid.activate()  # the head with what it says now, not with the room of what it said


class StepsAndPage(QWidget):
    """Steps at the left of a page, and beside them what the leader was given."""

    def __init__(self, steps: QWidget, page: LeadersPage, width: int) -> None:
        """`width`: how wide the steps are at most."""
        super().__init__()
        self._page, self._steps = page, width
        beside = row(steps, page, spacing=GAP)
        beside.setStretch(0, 1)
        self._laid = beside
        self.setLayout(beside)
        page.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the page what the steps do not take."""
        super().resizeEvent(event)
        self._page.take_room(event.size().width() - self._steps - 2 * GAP)
        self._laid.activate()  # at once: the page is not drawn for a height that nothing gave it
