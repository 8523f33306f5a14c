"""Guide window (Ctrl+F1): the short pages of resources/guide, with their pictures, found by name or by word.

Pages are plain Markdown files in the order of their names; a page's first heading is its title. What it shows is
scaled to the window at the screen's own resolution. Knows no workspace, so that it opens at the very first start too.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QDialog, QLineEdit, QSplitter, QTextEdit, QWidget

from models.basics.messages import language_in_use, say
from models.help.guide_pages import GUIDE, GuidePage, guide_pages
from ui.basics.enter_key import is_enter
from ui.guide.reader import Reader
from ui.look.fitting import fit
from ui.look.theme import colour, ui_font
from ui.look.views import QuietNames
from ui.look.widgets import button, column, label, row

LEAST_LIST, WIDEST_LIST, ABOUT_TITLE = 220, 300, 64  # pixels: the list, what stands beside a title in it
SIZE = 1040, 760
PLAN_FORMAT = "plan-format"


def pages(language: str) -> tuple[GuidePage, ...]:
    """Return the pages of a language in order, and the format of plans."""
    return (*guide_pages(language), _plan_format())


@cache
def _plan_format() -> GuidePage:
    """The format of plans, made when it is looked at, from what the loader goes by."""
    from models.planning.guide import plan_guide

    text = plan_guide()
    return GuidePage(key=PLAN_FORMAT, title=text.partition("\n")[0].lstrip("# "), text=text, path=GUIDE / "plan-format")


class GuideWindow(QDialog):
    """The pages at the left, the open one at the right, a line to search in all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the first page."""
        super().__init__(parent)
        self.setWindowTitle(say("help.guide.title"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        fit(self, *SIZE)
        self._pages = pages(language_in_use())
        self._shown: tuple[GuidePage, ...] = ()
        self.search, self.list, self.reader = QLineEdit(), QuietNames(), Reader()
        self._found = label("", "small")
        self.search.setPlaceholderText(say("help.guide.search"))
        self.search.setClearButtonEnabled(True)
        for part, key in ((self.search, "search"), (self.list, "pages"), (self.reader, "title")):
            part.setAccessibleName(say(f"help.guide.{key}"))
        self.list.setObjectName("choices")
        self.list.setWordWrap(True)  # a title is never cut
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QuietNames.ResizeMode.Adjust)
        self.search.textChanged.connect(self.look_for)
        self.search.returnPressed.connect(self.next_hit)
        self.list.currentRowChanged.connect(self._open_row)
        self.reader.anchorClicked.connect(self._follow)
        self._build()
        self.look_for("")
        self.list.setFocus()

    def _build(self) -> None:
        beside = QWidget()
        side = column(self.search, self._found, self.list)
        side.setContentsMargins(10, 12, 6, 10)
        beside.setLayout(side)
        split = QSplitter()
        split.addWidget(beside)
        split.addWidget(self.reader)
        split.setStretchFactor(1, 1)
        wide = self._list_width()
        split.setSizes([wide, SIZE[0] - wide])
        split.setHandleWidth(1)
        foot = row(None, button(say("help.close"), self.close))
        foot.setContentsMargins(10, 8, 10, 8)
        layout = column(split, foot, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _list_width(self) -> int:
        """Room for the longest title, within reason: the list wraps a longer one."""
        metrics = QFontMetrics(ui_font())
        longest = max((metrics.horizontalAdvance(page.title) for page in self._pages), default=0)
        return min(WIDEST_LIST, max(LEAST_LIST, longest + ABOUT_TITLE))

    @property
    def page(self) -> str:
        """Key of the open page."""
        row = self.list.currentRow()
        return self._shown[row].key if 0 <= row < len(self._shown) else ""

    def open_page(self, key: str) -> None:
        """Show a page by its key; one that is not there leaves the open one."""
        if key not in [page.key for page in self._shown]:
            self.search.clear()
        rows = [number for number, page in enumerate(self._shown) if page.key == key]
        if rows:
            self.list.setCurrentRow(rows[0])

    def look_for(self, text: str) -> None:
        """List the pages that hold every word of a text, the open one kept open where it does."""
        words = text.lower().split()
        before = self.page
        self._shown = tuple(page for page in self._pages if all(word in page.text.lower() for word in words))
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([page.title for page in self._shown])
        self.list.blockSignals(False)
        keys = [page.key for page in self._shown]
        self._found.setText(say("help.guide.found", n=len(keys)) if words else "")
        self._found.setVisible(bool(words))
        self.list.setCurrentRow(keys.index(before) if before in keys else 0)
        self._mark(words)

    def _open_row(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.reader.show_page(self._shown[row])
            self._mark(self.search.text().lower().split())

    def _mark(self, words: Sequence[str]) -> None:
        """Show where the words stand in the open page, and bring the first into sight."""
        found: list[QTextEdit.ExtraSelection] = []
        for word in words:
            at = self.reader.document().find(word)
            while not at.isNull():
                one = QTextEdit.ExtraSelection()
                one.cursor = at
                one.format.setBackground(colour("needed"))
                found.append(one)
                at = self.reader.document().find(word, at)
        self.reader.setExtraSelections(found)

    def next_hit(self) -> None:
        """Go to the next place of the searched text in the open page, from the top again after the last."""
        words = self.search.text().split()
        if words and not self.reader.find(words[0]):
            self.reader.moveCursor(QTextCursor.MoveOperation.Start)
            self.reader.find(words[0])

    def _follow(self, address: QUrl) -> None:
        """Open the page a link names; there are no other links."""
        self.open_page(Path(address.path()).stem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter search instead of pressing a button."""
        if not is_enter(event):
            super().keyPressEvent(event)


def open_guide(window: QWidget, key: str = "") -> GuideWindow:
    """Show the guide of a window, made on first use, at a page."""
    known = window.findChild(GuideWindow)
    guide = known if isinstance(known, GuideWindow) else GuideWindow(window)
    if key:
        guide.open_page(key)
    guide.show()
    guide.raise_()
    guide.activateWindow()
    return guide
