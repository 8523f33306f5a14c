"""Crash page: a bug of ours, said plainly. What was saved is safe; a report can be saved that holds none of the data.

The report names where in our code it happened and on what machine — never a figure, a name, a text or a path of the
person's: frames by file and line of this program, the kind of the failure without its words.
"""

import platform
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.basics.resources import HOUSE
from models.basics.version import VERSION
from ui.basics import journal
from ui.basics.texts import trouble
from ui.files.dialogs import ask_where_to_write
from ui.look.widgets import button, column, frame, label, row

WIDTH = 640
ROOMS = ("ui", "forms", "models")


def report_text(kind: type[BaseException], at: TracebackType | None, plan: str) -> str:
    """Return the report: program, plan, machine, kind of failure, and our own frames; nothing else."""
    lines = [
        f"{say('papers.program')} {VERSION}",
        f"plan {plan}" if plan else "plan -",
        f"python {platform.python_version()}  qt {qVersion()}  {platform.system()} {platform.release()}",
        f"{datetime.now(PLAN_ZONE):%Y-%m-%d %H:%M}",
        f"{kind.__module__}.{kind.__qualname__}",
        *(_frame(one) for one in traceback.extract_tb(at)),
    ]
    return "\n".join(lines) + "\n"


def kept_report(kind: type[BaseException], at: TracebackType | None, plan: str) -> str:
    """Return the report of a failure, which is kept beside the program's journal."""
    report = report_text(kind, at, plan)
    journal.keep_crash(report)
    return report


def _frame(one: traceback.FrameSummary) -> str:
    """A frame of ours by its place in the house; one of a library by the name of its file alone."""
    path = Path(one.filename)
    inside = path.is_relative_to(HOUSE) and path.relative_to(HOUSE).parts[0] in ROOMS
    place = path.relative_to(HOUSE).as_posix() if inside else path.name
    return f"  {place}:{one.lineno} {one.name}"


class CrashPage(QWidget):
    """What happened, that nothing saved is lost, and two ways on."""

    def __init__(self, report: str, go_on: Callable[[], None]) -> None:
        """Show a report that can be saved; `go_on` opens the desk again."""
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._report, self._told = report, label("", "small", wrap=True)
        again = button(say("window.crash.go_on"), go_on, "primary")
        inside = column(
            label(say("window.crash.title"), "title"),
            label(say("window.crash.words"), wrap=True),
            label(say("window.crash.report_words"), "quiet", wrap=True),
            self._told,
            row(button(say("window.crash.save"), self._choose), None, again),
            spacing=12,
        )
        card = frame(inside, "card", 28)
        card.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(row(None, card, None))  # its height follows its own width
        layout.addStretch(1)
        again.setFocus()

    def _choose(self) -> None:
        chosen = ask_where_to_write(
            self, say("window.crash.save"), say("window.crash.file"), say("window.crash.filter")
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the report."""
        from ui.files.chosen import write_chosen

        try:
            path = write_chosen(path, ".txt", self._report.encode())
        except OSError as error:
            self._told.setText(trouble(error))
            return
        self._told.setText(say("window.crash.saved", 文件=path))
