"""Doing: an act of the office is done in the background lane, and what the desk shows after it is worked out there too.

Whoever asked for it shows a sign of life, takes no second press and keeps the keyboard where it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Progress, Work
from ui.basics.texts import trouble
from ui.office.asking import LATER, AskedField, FieldsDialog
from ui.office.page import OfficeParts
from ui.office.session import OfficeSession
from ui.office.work_bar import WorkBar

Said = Mapping[str, str]
DOING = "office.doing"  # what is said while it is done, where nothing else is


def do_apart(
    parts: OfficeParts,
    owner: QObject,
    work: Work,
    done: Callable[[Any], None],
    failed: Callable[[BaseException], None] | None = None,
    *,
    words: str = "",
    shows: bool = True,
) -> Job:
    """Do it in the lane; the desk shows what follows before `done` is called. What goes wrong is said below.

    `shows`: the desk shows something else after it.
    """

    def refused(error: BaseException) -> None:
        if shows:
            parts.session.renew()
        (failed or told)(error)

    def told(error: BaseException) -> None:
        parts.tell(trouble(error), Mark.WARNING)

    whole, finished = with_state(parts.session, work, done) if shows else (work, done)
    return parts.lane.run(owner, whole, finished, refused, words=words or say(DOING))


def with_state(
    session: OfficeSession, work: Work, done: Callable[[Any], None]
) -> tuple[Work, Callable[[tuple[Any, Any]], None]]:
    """Return work that also works out what the desk shows after it, and what shows that before it is `done`."""

    def whole(progress: Progress) -> tuple[Any, Any]:
        answer = work(progress)
        try:
            return answer, session.look_ahead(session.period_id)
        except (AppError, MachineError, OSError):  # it was done all the same: the pages say what is wrong
            return answer, None

    def finished(found: tuple[Any, Any]) -> None:
        answer, ahead = found
        session.reload(ahead)
        done(answer)

    return whole, finished


def ask_act(
    parts: OfficeParts,
    parent: QWidget,
    title: str,
    effect: str,
    fields: Sequence[AskedField],
    primary: str,
    work: Callable[[Said, Progress], Any],
    done: Callable[[Any], None],
    *,
    listed: Sequence[str] = (),
    why_not: Callable[[Said], str] = lambda _: "",
    words: str = "",
    stops: bool = False,
    stopped: str = "",
    shows: bool = True,
) -> FieldsDialog:
    """Make the dialog of an act, not opened yet: `work` does it in the lane, `done` follows once the dialog is closed.

    `why_not` says why it may not be done yet, "" for nothing. `stops`: the work reports how far it is, and can be
    stopped (`stopped` is said then). `shows`: the desk shows something else after it.
    """

    def take(said: Said) -> object:
        if why := why_not(said):
            dialog.refuse(why)
            return LATER
        whole, finished = (lambda progress: work(said, progress)), done
        if shows:
            whole, finished = with_state(parts.session, whole, done)
        undone = parts.session.renew if shows else None
        return bar.run(whole, finished, words or say(DOING), stopped=stopped, undone=undone, stops=stops)

    dialog = FieldsDialog(parent, title, effect, fields, primary, take, listed=listed)
    bar = WorkBar(dialog, parts.lane)
    return dialog
