"""Archiving at a unit: everything kept of a period, or of all, in one zip in a folder somebody chooses."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_folder
from ui.session.screen import ScreenContext


def choose_archive(desk: ScreenContext, parent: QWidget, *, whole: bool) -> None:
    """Ask for a folder and write the archive there; `whole`: of every period of the plan, else of the open one."""
    if chosen := ask_folder(parent, say("window.archive.folder")):
        write_archive(desk, parent, Path(chosen), whole=whole)


def write_archive(desk: ScreenContext, parent: QWidget, out: Path, *, whole: bool) -> None:
    """Write it into a folder in the background; where it lies, or what is in the way, is told."""
    session = desk.session
    period, by = None if whole else session.period_id, session.author

    def work(_: Progress) -> Path:
        from forms.archive.unit_archive import write_unit_archive

        return write_unit_archive(session.workspace, period, out, at=datetime.now(PLAN_ZONE), by=by)[0]

    desk.lane.run(
        parent,
        work,
        lambda path: desk.tell(say("window.archive.done", 文件=path), Mark.DONE),
        lambda error: desk.tell(trouble(error), Mark.WARNING),
        words=say("window.lane.archive"),
    )
