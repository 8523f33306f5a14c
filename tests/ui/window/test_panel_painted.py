"""What is painted of the panel: never an empty one beside a page, not for one frame, and not where no cell is current."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel
from pytestqt.qtbot import QtBot

from models.basics.messages import say
from tests.ui.keys.typist import shown  # noqa: F401 - a fixture
from ui.session.screen import FILING, FINDINGS, OVERVIEW
from ui.window.unit_desk import UnitDesk

HIGH = Qt.EventPriority.HighEventPriority.value
FEW = 4  # colours that a panel without a word has, its edge among them
ROWS = 12  # of a page that are walked


class Frames(QObject):
    """Takes a picture of the screen, where the panel stands, after every time the desk was painted."""

    def __init__(self, desk: UnitDesk) -> None:
        super().__init__()
        self._desk, self.colours = desk, list[int]()
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest and watched is self._desk:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), HIGH)  # the next one when it is painted
        return False

    def customEvent(self, _: QEvent) -> None:
        if self._desk.panel.isVisible():
            self.colours.append(colours(self._desk))

    def end(self) -> None:
        QApplication.instance().removeEventFilter(self)


def colours(desk: UnitDesk) -> int:
    """How many colours the upper part of the panel has as it was painted last."""
    panel = desk.panel
    at = panel.mapTo(desk, panel.rect().topLeft())
    picture: QImage = desk.screen().grabWindow(desk.winId(), at.x() + 4, at.y() + 4, panel.width() - 8, 150).toImage()
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)})


def pages(desk: UnitDesk) -> list[str]:
    """The pages that have use for a panel and places of their own."""
    found = [page.key for page in desk.pages() if page.key not in (OVERVIEW, FINDINGS, FILING)]
    return [key for key in found if (led := desk._stack.leading_to(key)) is not None and led[0].beside]


def test_a_page_opened_from_one_without_a_panel_has_its_panel_in_the_first_frame(
    qtbot: QtBot,
    shown: UnitDesk,  # noqa: F811
) -> None:
    seen = 0
    for key in pages(shown):
        shown.go(OVERVIEW)
        qtbot.waitUntil(lambda: not shown.panel.isVisible())
        frames = Frames(shown)
        shown.go(key)
        if not shown.panel.isVisible():  # the page needs the whole width
            frames.end()
            continue
        qtbot.waitUntil(lambda frames=frames: bool(frames.colours))
        qtbot.wait(50)  # what is painted anew, if anything is
        frames.end()
        assert all(count > FEW for count in frames.colours), (key, frames.colours)
        assert len(set(frames.colours)) == 1, f"{key} half of it was painted: {frames.colours}"
        seen += 1
    assert seen > 3


def test_a_page_without_a_current_cell_says_what_the_panel_is_for(qtbot: QtBot, shown: UnitDesk) -> None:  # noqa: F811
    """A page walked to by the arrow keys in the list of pages: nothing had been chosen yet, and nothing was said."""
    shown.go(OVERVIEW)
    shown.navigation.setFocus()
    shown.go("cover", keep_focus=True)
    assert not shown.place and shown.panel.isVisible()
    qtbot.waitUntil(lambda: say("window.panel.empty") in told(shown))


def told(desk: UnitDesk) -> list[str]:
    """What the panel says, also before it is painted."""
    layout = desk.panel._inside
    return [one.text() for one in desk.panel.findChildren(QLabel) if layout.indexOf(one) != -1]


def test_no_place_of_any_page_leaves_the_panel_without_a_word(qtbot: QtBot, shown: UnitDesk) -> None:  # noqa: F811
    """Also beside a row nobody has written yet, a head over a group, and a finding that is about no cell."""
    shown.edits.put("Q06.1", "500亩")
    walked = 0
    for key in [*pages(shown), FINDINGS]:
        shown.go(key)
        screen = shown._stack.current
        for view in screen.findChildren(QAbstractItemView) if screen is not None else []:
            model = view.model()
            if model is None or not view.isVisible() or not shown.panel.isVisible():
                continue
            for row in range(min(model.rowCount(), ROWS)):
                for column in range(model.columnCount()):
                    view.setCurrentIndex(model.index(row, column))
                    shown.panel.show_now()
                    assert any(told(shown)), (key, row, column, shown.place)
                    walked += 1
    assert walked > ROWS
