"""Office pictures: each page of the office's desk, drawn from the workspace of a demonstration.

`take(workspace, folder)` draws at the scale the process was started with, light and dark, and for the guide on paper
once more in a lower window: without navigation and bars, so that it can be read in the width of a page.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from ui.office.screens import OFFICE_SCREENS
from ui.pictures.pictures import SIZE, save_picture, windows
from ui.window.main_window import MainWindow

LOW = 600  # pixels: the height of a window whose middle is as wide as a page and half as high


def take(workspace: Path, folder: Path) -> tuple[Path, ...]:
    """Draw every page of the office whose workspace it is into a folder, made if need be; return the files.

    Raises ValueError for a workspace that is no office's.
    """
    return tuple(_taken(workspace, folder))


def _taken(workspace: Path, folder: Path) -> Iterator[Path]:
    for window, _, ending in windows():
        window.show()
        window.open_folder(workspace)
        if window.office is None:
            raise ValueError(f"{workspace}: no office")
        for key in _pages(window):
            yield save_picture(window, folder / f"office-{key}{ending}.png")
        if not ending:
            window.resize(SIZE[0], LOW)
            for key in _pages(window):
                yield save_picture(window.office, folder / f"guide-{key}.png", _middle(window, whole=key == "today"))


def _pages(window: MainWindow) -> Iterator[str]:
    """Go to each page in turn; what it works out is in its picture, and laid out."""
    if window.office is None:
        return
    for page in OFFICE_SCREENS:
        window.office.go(page.key, "")
        QApplication.processEvents()
        while not window.lane.idle:
            QApplication.processEvents()
        yield page.key.replace("/", "-")


def _middle(window: MainWindow, *, whole: bool) -> QRect:
    """The part of the office's desk without navigation and bar above; `whole`: with them, and without what is empty."""
    desk = window.office
    if desk is None or whole:
        return QRect(0, 0, SIZE[0], LOW // 2)
    return desk.rect().adjusted(desk.navigation.width() + 1, desk.top.height(), 0, 0)


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
