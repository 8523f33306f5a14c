"""Pictures: each screen of the desk with invented data, as PNG — for the README and for looking at what was made.

`take(folder)` draws at the scale the process was started with; QT_SCALE_FACTOR=1.5 before the start gives 150 %.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from models.plan.load import SHIPPED
from models.sheet.cells import Cell, State
from models.sheet.rows import read_row
from ui.basics.window_settings import WindowMemory
from ui.look.theme import apply_theme
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.app import application
from ui.window.main_window import MainWindow
from ui.window.unit_desk import UnitDesk

SIZE = (1280, 800)
SAID: Mapping[str, Any] = tomli.loads((SHIPPED / "made_up" / "pictures.toml").read_text("utf-8"))
PERIOD = str(SAID["period"])


def take(folder: Path) -> tuple[Path, ...]:
    """Draw every screen into a folder, made if need be; return the files."""
    return tuple(
        save_picture(widget, folder / f"{name}{ending}.png")
        for window, place, ending in windows()
        for name, widget in _shown(window, place)
    )


def windows() -> Iterator[tuple[MainWindow, Path, str]]:
    """Yield a window that has opened nothing yet, light and dark, an empty folder, and what its pictures end with."""
    app = application()
    with tempfile.TemporaryDirectory(prefix="tanbao-") as name:
        for ending, dark in (("", False), ("_dark", True)):
            place = Path(name) / f"look{ending}"
            place.mkdir()
            apply_theme(app, dark=dark)
            window = MainWindow(place / "nothing", WindowMemory(place / "memory.ini"))
            window.resize(*SIZE)  # before a desk is there: a screen in memory is smaller than a picture
            yield window, place, ending
            window.close()


def save_picture(widget: QWidget, path: Path, area: QRect | None = None) -> Path:
    """Draw a widget, or an area of it, into a file, its folder made if need be, and return the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(3):
        QApplication.processEvents()
    (widget.grab() if area is None else widget.grab(area)).save(str(path))
    return path


def _shown(window: MainWindow, place: Path) -> Iterator[tuple[str, QWidget]]:
    window.show()
    yield "start", window
    window.open_workspace(make_trial(place / "county", SAID["local_unit"]))
    if window.desk is not None:
        fill(window.desk)
        window.desk.go(SAID["shown_item"])
        for name, target in (
            ("table", SAID["shown_item"]),
            ("cover", "cover"),
            ("progress", "progress"),
            ("register", SAID["register"]),
            ("findings", "findings"),
            ("filing", "filing"),
        ):
            window.desk.go(target)
            yield name, window
    window.open_workspace(make_trial(place / "forestry", SAID["matrix_unit"]))
    if window.desk is not None:
        _open(window.desk.session)
        window.desk.go(SAID["matrix_table"])
        yield "matrix", window


def _open(session: Session) -> None:
    session.set_period(PERIOD)


def fill(desk: UnitDesk) -> None:
    """Type invented figures into a county's desk."""
    session = desk.session
    _open(session)
    for address, text in SAID["typed"].items():
        if address in session.sheet.slots or address in session.sheet.fields:
            desk.edits.put(address, text)
    desk.edits.put(SAID["nil_item"], Cell(State.NIL), "state")
    register = session.plan.registers[SAID["register"]]
    names = [column.name for column in register.columns]
    rows = [read_row(register, n, dict(zip(names, texts, strict=False))) for n, texts in enumerate(SAID["events"], 1)]
    desk.edits.put_rows(register.id, rows)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
