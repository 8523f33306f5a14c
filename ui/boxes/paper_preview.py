"""Paper preview: a paper this program has written, page by page as it will be printed, drawn as it comes in sight."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QTabBar, QVBoxLayout, QWidget

from models.basics.messages import say
from ui.basics.jobs import Lane, Progress
from ui.basics.texts import trouble
from ui.look.fitting import fit
from ui.look.widgets import button, label, row

SIZE = (900, 760)
GAP, EDGE, BAR = 12, 24, 16
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class PaperPreview(QDialog):
    """One or more papers, a tab for each."""

    def __init__(self, papers: Sequence[tuple[str, Path]], lane: Lane, parent: QWidget | None = None) -> None:
        """Show papers, each with the name of its tab."""
        super().__init__(parent)
        self.setWindowTitle(say("window.preview.title"))
        fit(self, *SIZE)
        self._papers, self._lane = tuple(papers), lane
        self._zoom = ZOOMS.index(1.0)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self.pages: list[QLabel] = []
        self._wanted: set[int] = set()
        self.tabs, self._area, self._count = QTabBar(), QScrollArea(), label("", "small")
        self._trouble = label("", "error", wrap=True)  # a line of its own: a sentence with a path never widens the box
        for name, _ in self._papers:
            self.tabs.addTab(name)
        self.tabs.setVisible(len(self._papers) > 1)
        self.tabs.currentChanged.connect(lambda _: self._load())
        self._area.setWidgetResizable(False)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._later = QTimer(self)
        self._area.verticalScrollBar().valueChanged.connect(lambda _: self._later.start())
        self._later.setSingleShot(True)
        self._later.setInterval(40)
        self._later.timeout.connect(self._draw_seen)
        self._build()
        self._load()

    @classmethod
    def opened(cls, papers: Sequence[tuple[str, Path]], lane: Lane, parent: QWidget) -> "PaperPreview":
        """Show papers in place of what a preview of this parent still shows.

        Two of them lie exactly on one another, and a click that closes the upper one seems to do nothing.
        """
        for before in parent.findChildren(cls):
            if before.isVisible():
                before.reject()
        made = cls(papers, lane, parent)
        made.open()
        return made

    def _build(self) -> None:
        tools = row(
            self._count,
            None,
            button("－", lambda: self.zoom(-1)),
            button("＋", lambda: self.zoom(1)),
            button(say("window.preview.print"), self._open_outside),
            button(say("window.preview.close"), self.accept, "primary"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.addWidget(self.tabs)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._trouble)
        layout.addLayout(tools)
        self._trouble.hide()

    @property
    def path(self) -> Path:
        """The paper that is shown."""
        return self._papers[max(0, self.tabs.currentIndex())][1]

    def _load(self) -> None:
        path = self.path

        def work(_: Progress) -> tuple[tuple[float, float], ...]:
            from forms.page.preview import page_sizes

            return page_sizes(path)

        self._lane.run(self, work, self._lay_out, self._say)

    def _say(self, error: BaseException) -> None:
        """Say what went wrong under the pages."""
        self._trouble.setText(trouble(error))
        self._trouble.show()

    def _lay_out(self, sizes: tuple[tuple[float, float], ...]) -> None:
        self._sizes = sizes
        self._count.setText(say("window.preview.pages", n=len(sizes)))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(EDGE, GAP, EDGE, GAP)
        column.setSpacing(GAP)
        self.pages = []
        self._wanted.clear()
        for number, (width, height) in enumerate(sizes):
            page = QLabel()
            page.setObjectName("page")
            page.setAccessibleName(say("window.preview.page", n=number + 1, m=len(sizes)))
            page.setFixedSize(round(self._width()), round(self._width() * height / width))
            column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
            self.pages.append(page)
        self._area.setWidget(inside)
        inside.adjustSize()
        self._later.start()

    def _width(self) -> float:
        return max(320.0, (self._area.viewport().width() - 2 * EDGE - BAR) * ZOOMS[self._zoom])

    def zoom(self, step: int) -> None:
        """Make the pages larger or smaller by a step."""
        self._zoom = min(max(self._zoom + step, 0), len(ZOOMS) - 1)
        if self._sizes:
            self._lay_out(self._sizes)

    def _draw_seen(self) -> None:
        """Ask for the pages in sight and the next one; those far away give their pictures back."""
        if self._lane.closed:
            return
        top = self._area.verticalScrollBar().value()
        bottom = top + self._area.viewport().height()
        for number, page in enumerate(self.pages):
            height = page.height()
            near = page.y() < bottom + height and page.y() + height > top - height
            if near and number not in self._wanted:
                self._wanted.add(number)
                self._draw(number, page)
            elif not near and number in self._wanted:
                self._wanted.discard(number)
                page.setPixmap(QPixmap())

    def _draw(self, number: int, page: QLabel) -> None:
        path, ratio = self.path, self.devicePixelRatioF()
        width = round(page.width() * ratio)

        def work(_: Progress) -> QImage:
            from forms.page.preview import page_picture

            found = page_picture(path, number, width)
            picture = QImage(found.content, found.width, found.height, found.stride, QImage.Format.Format_RGB888)
            return picture.copy()  # the bytes belong to the lane

        def show(picture: QImage) -> None:
            if number in self._wanted and number < len(self.pages) and self.pages[number] is page:
                picture.setDevicePixelRatio(ratio)
                page.setPixmap(QPixmap.fromImage(picture))

        self._lane.run(self, work, show, self._say)

    def _open_outside(self) -> None:
        """Open it in the system's own viewer, which prints."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        if self._sizes and event.oldSize().width() != event.size().width():
            self._lay_out(self._sizes)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for nothing more."""
        self._later.stop()
        super().closeEvent(event)
