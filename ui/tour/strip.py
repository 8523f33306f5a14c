"""The strip above an office's desk that is only tried: that it is, what one needs to know, the tour, the way out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.look.widgets import NOTES, OneLine, button, frame, row
from ui.session.trial_workspace import is_trial


def add_trial_strip(
    desk: QWidget, folder: Path, tour: Callable[[], object], leave: Callable[[], object]
) -> QFrame | None:
    """Put the strip above a desk whose workspace in `folder` is a trial, and return it; any other desk has none."""
    layout = desk.layout()
    if not is_trial(folder) or not isinstance(layout, QBoxLayout):
        return None
    from forms.demo.city import INBOX, SECRET

    words = OneLine(say("tour.strip", 口令=SECRET, 目录=folder.parent / INBOX))
    out = button(say("window.overview.leave"), lambda: QTimer.singleShot(0, leave))  # the desk goes, and it with it
    line = row(words, button(say("tour.menu"), tour), out)
    line.setStretch(0, 1)
    strip = frame(line, NOTES[Mark.HINT], 6, 16)
    layout.insertWidget(0, strip)
    return strip
