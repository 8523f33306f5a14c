"""Doorbell: a second start of the program brings the first window forward and hands it the files it was given.

By one small file in the person's own settings folder: the second start writes which workspace and files it wants, the
window that has that workspace takes the note away and comes forward. No socket and no port: the program has no part in
any network. A note nobody takes is taken back, and the second start says that the data are in use.
"""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from models.basics.errors import AppError
from models.store import has_store
from models.store.connection.lock import LOCK, StoreLock
from models.store.file.disk import write_whole
from ui.basics.folders import settings_folder

NOTE = "wanted.json"
EVERY = 300  # ms
PATIENCE = 4.0  # seconds


def in_use(folder: Path) -> bool:
    """True when some program has the workspace of a folder open; False too where nobody may look into the folder."""
    if not has_store(folder):
        return False
    try:
        StoreLock(folder / LOCK).release()
    except AppError:
        return True
    except OSError:
        return False
    return False


def ring(folder: Path, papers: Sequence[Path], *, patience: float = PATIENCE) -> bool:
    """Ask the window that has a workspace to come forward; True = it has taken the note."""
    path = settings_folder() / NOTE
    said = {"folder": str(folder.resolve()), "papers": [str(paper.absolute()) for paper in papers]}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(said).encode(), private=True)
    except OSError:
        return False
    until = time.monotonic() + patience
    while path.exists():
        if time.monotonic() > until:
            with suppress(OSError):
                path.unlink()
            return False
        time.sleep(0.05)
    return True


class Doorbell(QObject):
    """Listens for a second start while a window is open."""

    rung = Signal(list)  # the papers (Path) the second start was given

    def __init__(self, parent: QObject) -> None:
        """Listen from now on; `folder` says which workspace is open, None while there is none."""
        super().__init__(parent)
        self.folder: Path | None = None
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.listen)
        self.timer.start(EVERY)

    def listen(self) -> None:
        """Take a note that is for our workspace; leave any other."""
        path = settings_folder() / NOTE
        if self.folder is None or not path.exists():
            return
        try:
            said = json.loads(path.read_bytes())
            mine = Path(said["folder"]) == self.folder.resolve()
            papers = [Path(paper) for paper in said["papers"]]
            if mine:
                path.unlink()
        except (OSError, ValueError, KeyError, TypeError):
            return
        if mine:
            self.rung.emit(papers)
