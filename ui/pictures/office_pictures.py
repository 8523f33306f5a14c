"""Office pictures: each page of the office's desk, drawn from the workspace of a demonstration.

`take(workspace, folder)` draws at the scale the process was started with, light and dark.
"""

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings

from ui.look.theme import apply_theme
from ui.pictures.pictures import SIZE
from ui.window.app import application
from ui.window.main_window import MainWindow


def take(workspace: Path, folder: Path) -> tuple[Path, ...]:
    """Draw every page of the office whose workspace it is into a folder, made if need be; return the files."""
    app = application()
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Path] = []
    with tempfile.TemporaryDirectory() as place:
        for dark in (False, True):
            apply_theme(app, dark=dark)
            memory = QSettings(str(Path(place) / "memory.ini"), QSettings.Format.IniFormat)
            window = MainWindow(Path(place) / "nothing", memory)
            window.resize(*SIZE)  # before the desk is there: a screen in memory is smaller than a picture
            window.show()
            window.open_folder(workspace)
            if window.office is None:
                raise ValueError(f"{workspace}: no office")
            for page in window.office.pages:
                window.office.go(page.key, "")
                app.processEvents()
                while not window.lane.idle:  # what a page works out is in its picture, and laid out
                    app.processEvents()
                for _ in range(3):
                    app.processEvents()
                path = folder / f"office-{page.key.replace('/', '-')}{'_dark' if dark else ''}.png"
                window.grab().save(str(path))
                found.append(path)
            window.close()
    return tuple(found)


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
