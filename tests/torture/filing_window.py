"""The first filing of a unit in its real window, killed at any moment; opened again it is filed, or can be filed.

A fork of one process opens the window, types the passphrase of a key that is made with it and presses the button; it is
killed at its n-th write, sync, rename or commit, or at a random time. At the next start nothing may be half: no act
without its files, no file without its act, no key that cannot be used; and the same window files it then.
"""

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication

from forms.guards import worker
from forms.seals.keys import keys
from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.workspace import copied
from models.workspace.act import finish_acts
from models.workspace.unit_workspace import UnitWorkspace
from tests.torture.commands import COUNTED, ROUNDS, _read, _rows
from tests.torture.judging import Figures
from tests.torture.worker import _kill_at
from tests.ui.filing_page import PASSPHRASE, complete, filing_of, without_leader
from ui.basics.window_settings import WindowMemory
from ui.session.session import Session
from ui.session.trial_workspace import make_trial
from ui.window.app import application
from ui.window.main_window import MainWindow

UNIT, PERIOD = "M12", "2020Q3"
PATIENCE = 120  # seconds: what hangs so long is a fault


class FilingWindow:
    """One unit whose first return is filed and killed again and again; `root` holds the place and the copy."""

    def __init__(self, root: Path, seed: int, figures: Figures) -> None:
        """Fill the return of a small department once, and file a copy of it that nobody kills."""
        self.filled, self.place, self.figures = root / "filled", root / "here", figures
        self.random = random.Random(seed)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        copied.LOOKED_FOR = False  # each place is a copy
        child = os.fork()  # no window's thread may be there when the others are forked
        if not child:
            workspace = make_trial(self.filled, UNIT)
            complete(Session(workspace, PERIOD))
            workspace.store.close()
            os._exit(0)
        os.waitpid(child, 0)
        self._renew()
        self.seconds = 0.0  # from the button to its end
        told = self._run(-1)
        assert told[-1][:2] == ["filed", "0"], told
        self.moments = int(told[-1][2])
        self.uncut = self._counted()

    def kill(self, moment: int) -> None:
        """Kill the window at its n-th write after the button, or, for 0, some time after it."""
        self._renew()
        acknowledged = any(one[0] == "filed" for one in self._run(moment, killed=True))
        self.figures.tried["kills of the window"] += 1
        self.figures.issued += acknowledged
        try:
            filed = self._judge()
            self._expect(filed or not acknowledged, "acknowledged and lost")
            self.figures.finished += filed and not acknowledged
            self.figures.undone += not filed
            told = self._run(0)
            self._expect(told[-1][0] == ("was-filed" if filed else "filed"), f"does not go on: {told[-1]}")
            self._expect(self._judge(), "filed again and not there")
            self._expect(self._counted() == self.uncut, "other rows than uncut")
        except (AppError, MachineError) as error:
            self._expect(False, f"cannot be opened: {error.code}")

    def _renew(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.filled, self.place)

    def _run(self, moment: int, *, killed: bool = False) -> list[list[str]]:
        """File in a fork, and return what it told, line by line."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.dup2(writing, 1)
                worker._shared.clear()  # it is the parent's
                with keys.signer_cache(rounds=ROUNDS):
                    file_in_window(self.place, moment)
            finally:
                os._exit(1)
        os.close(writing)
        said = b""
        while b"\n" not in said and (more := os.read(reading, 100)):
            said += more
        begun = time.monotonic()
        if killed and not moment:
            time.sleep(self.random.uniform(0, self.seconds))
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        said += _read(reading)
        os.waitpid(child, 0)
        self.seconds = self.seconds or time.monotonic() - begun
        return [line.split() for line in said.decode().splitlines()] or [[""]]

    def _judge(self) -> bool:
        """Open the workspace as at the next start; True = it is filed, in whole."""
        workspace = UnitWorkspace.open(self.place)
        store, out = workspace.store, self.place / say("window.filing.folder")
        with store:
            self._expect(not finish_acts(store), "files that could not be written")
            self._expect(store.acts.verify() == (), "records that do not hold")
            filed, locked = store.returns.filed(PERIOD), store.sheets.filed_digest(PERIOD)
            self._expect([one.digest for one in filed] == ([locked] if locked else []), "half filed")
            told = {one.name: store.acts.content(one.sha256) for one in store.acts.files() if Path(one.folder) == out}
        there = {path.name: path.read_bytes() for path in out.iterdir()} if out.exists() else {}
        self._expect(there == told and len(told) == (2 if filed else 0), "files without a record, or lost")
        return bool(filed)

    def _counted(self) -> dict[str, int]:
        return {table: rows[0][0] for table in COUNTED if (rows := _rows(self.place, f"SELECT count(*) FROM {table}"))}

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.figures.faults[f"window: {fault}"] += 1


def file_in_window(folder: Path, moment: int) -> None:
    """Open the window on a workspace and file its period; tell `begun` at the button and `filed` when it is locked."""
    application()
    window = MainWindow(folder, WindowMemory(folder.parent / "window.ini"))
    window.show()
    desk = window.desk
    assert desk is not None
    desk.session.set_period(PERIOD)
    if desk.session.locked:
        _tell("was-filed 0")
        os._exit(0)
    desk.go("filing")
    filing = filing_of(desk)
    without_leader(desk)
    filing.passphrase.setText(PASSPHRASE)
    filing.again.setText(PASSPHRASE)
    count = _kill_at(moment) if moment else lambda: 0
    _tell("begun 0")
    filing.file()
    end = time.monotonic() + PATIENCE
    while (filing.busy or not desk.session.locked) and time.monotonic() < end:
        QGuiApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.001)
    _tell(f"filed 0 {count()}" if desk.session.locked else f"refused {filing.seal.said}")
    os._exit(0)


def _tell(words: str) -> None:
    os.write(1, f"{words}\n".encode())
