"""Office pictures: each page of the office's desk, drawn from the workspace of a demonstration.

`take(workspace, folder)` draws at the scale the process was started with, light and dark.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui.pictures.pictures import save_picture, windows


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
        for page in window.office.pages:
            window.office.go(page.key, "")
            QApplication.processEvents()
            while not window.lane.idle:  # what a page works out is in its picture, and laid out
                QApplication.processEvents()
            yield save_picture(window, folder / f"office-{page.key.replace('/', '-')}{ending}.png")


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
