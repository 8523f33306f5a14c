"""The lines of the desk's menu that move a workspace: give it away or take it up again, and take one over."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.store import Store
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file

if TYPE_CHECKING:  # the dialogs are loaded when one is opened
    from ui.handover.dialogs import Done

Tell = Callable[[str, Mark], None]


def add_handover(menu: QMenu, store: Store, name: str, window: QWidget, lane: Lane, opened: "Done", tell: Tell) -> None:
    """Add the lines for an open workspace; `name` is whose it is, `opened` shows what becomes of it."""
    menu.addSeparator()
    if store.handed_over is not None:
        again = menu.addAction(say("handover.menu_resume"))
        again.triggered.connect(lambda: _resume(window, store, opened))
    else:
        give = menu.addAction(say("handover.menu"))
        give.triggered.connect(lambda: _hand_over(window, store, name, lane, opened))
    menu.addAction(say("handover.menu_take")).triggered.connect(lambda: choose_handover(window, lane, opened, tell))


def _hand_over(window: QWidget, store: Store, name: str, lane: Lane, opened: "Done") -> None:
    from ui.handover.dialogs import ask_hand_over

    ask_hand_over(window, store, name, person_of(store), lane, opened).open()


def _resume(window: QWidget, store: Store, opened: "Done") -> None:
    from ui.handover.dialogs import ask_resume

    ask_resume(window, store, person_of(store), opened).open()


def choose_handover(window: QWidget, lane: Lane, opened: "Done", tell: Tell) -> None:
    """Ask for a handover file, say what it holds, ask where it goes."""
    chosen = ask_file(window, say("handover.take_title"), kinds=say("handover.filter"))
    if chosen:
        take_over_file(Path(chosen), window, lane, opened, tell)


def take_over_file(path: Path, window: QWidget, lane: Lane, opened: "Done", tell: Tell) -> None:
    """Say what a handover file holds and ask where it goes; one that cannot be read is told."""
    from ui.handover.dialogs import ask_take_over

    try:
        ask_take_over(window, path, lane, opened).open()
    except (AppError, MachineError, OSError) as error:
        tell(trouble(error), Mark.ERROR)
