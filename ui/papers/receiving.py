"""Receiving 接收: files that came to the office are asked for, registered in the background, and what came is shown.

One reception runs at a time; the key that begins one stops it. A plan is no paper that came: it is opened on its page.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError
from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from models.workspace.first_run import person_of
from ui.basics.completion import Mark
from ui.basics.jobs import Job, Lane, Progress, Stopped
from ui.basics.texts import trouble
from ui.files.dialogs import ask_files, ask_folder
from ui.office.asking import AskedField, FieldsDialog
from ui.office.doing import with_state
from ui.office.session import OfficeSession


class Receiving(QObject):
    """Receives what comes to an office, from the desk that is open."""

    began_or_ended = Signal()
    received = Signal()  # something was registered, and is on the page of receptions
    plan_found = Signal(object)  # Path of what was named to be received, and is a plan

    def __init__(self, desk: QWidget, session: OfficeSession, lane: Lane, tell: Callable[[str, Mark], None]) -> None:
        """Dialogs stand over `desk`; `tell` says a sentence there."""
        super().__init__(desk)
        self._desk, self.session, self._lane, self._tell = desk, session, lane, tell
        self._job: Job | None = None
        self._after = ""  # what waits until it is over
        session.other_plan.connect(self._note_waiting)

    @property
    def runs(self) -> bool:
        """True while files are received."""
        return self._job is not None

    def choose_files(self) -> None:
        """Ask for files that came and receive them; while some are received, stop that."""
        if self.session.meeting:
            return
        if self._job is not None:
            self._job.stop()
            return
        chosen = ask_files(self._desk, say("office.receive"), kinds=say("office.receive_filter"))
        if chosen:
            self.receive([Path(one) for one in chosen])

    def choose_folder(self) -> None:
        """Ask for a folder with what came, folders in it included, and receive it."""
        if self.session.meeting or self._job is not None:
            return
        if chosen := ask_folder(self._desk, say("office.receive_folder")):
            self.receive([Path(chosen)])

    def receive(self, paths: Sequence[Path]) -> None:
        """Ask how and by whom the files came, then receive them in the background; a plan alone is opened instead."""
        if self.session.meeting:
            return
        if plans := _only_plans(paths):
            self._open_plan(plans)
            return
        if self._job is not None:
            self._tell(say("office.busy"), Mark.WARNING)
            return
        fields = [
            AskedField(name="channel", words=say("office.ask.channel"), text=say("office.mail")),
            self.session.person_field,
        ]
        self.asking = FieldsDialog(
            self._desk,
            say("office.receive"),
            say("office.effect.receive", 什么=_counted(paths)),
            fields,
            say("office.ask.receive_now"),
            lambda said: self._receive(paths, said["channel"], said["by"]),
        )
        self.asking.open()

    def _open_plan(self, plans: Sequence[Path]) -> None:
        if len(plans) > 1:
            self._tell(say("office.plan.one_at_a_time", n=len(plans)), Mark.WARNING)
        else:
            self.plan_found.emit(plans[0])

    def _receive(self, paths: Sequence[Path], channel: str, by: str) -> None:
        self.session.name_person(by)
        office = self.session.workspace

        def work(progress: Progress) -> object:
            from forms.arrivals.received import tally_words
            from forms.office.intake import receive_batch

            now = datetime.now(PLAN_ZONE)
            items, tally = receive_batch(office, paths, at=now, now=now, channel=channel, by=by, progress=progress)
            return tally_words(tally, items)

        whole, received = with_state(self.session, work, self._received)
        self._job = self._lane.run(self, whole, received, self._failed, words=say("office.busy"))
        self._job.progress.connect(self._tell_progress)
        self.began_or_ended.emit()

    def _note_waiting(self) -> None:
        """A period of another plan was chosen: it is opened once this is over, and each step says so."""
        self._after = say("office.opens_after") if self.runs else ""

    def _tell_progress(self, done: int, of: int) -> None:
        """Say how many files were read; each is registered once all are, which counts them a second time."""
        files = of // 2
        stage, n = ("reading", done) if done < files else ("registering", done - files)
        self._tell(say(f"office.receive_{stage}", n=n, m=files) + self._after, Mark.HINT)

    def read_again(self, sha256: str) -> None:
        """Read a file that was kept unread once more, in the background."""
        if self._job is not None:
            self._tell(say("office.busy"), Mark.WARNING)
            return
        office, by = self.session.workspace, person_of(self.session.workspace.store)

        def work(_: Progress) -> object:
            from forms.office.intake import try_again

            try_again(office, sha256, now=datetime.now(PLAN_ZONE), by=by)
            return say("office.read_again")

        whole, received = with_state(self.session, work, self._received)
        self._job = self._lane.run(self, whole, received, self._failed)

    def _received(self, words: str) -> None:
        self._over()
        self.received.emit()
        self._tell(words, Mark.DONE)

    def _over(self) -> None:
        self._job, self._after = None, ""
        self.began_or_ended.emit()
        self.session.renew()  # of what was received before it failed

    def _failed(self, error: BaseException) -> None:
        self._over()
        if isinstance(error, Stopped):
            from forms.arrivals.batch import stopped_words

            self._tell(stopped_words(self.session.workspace) or say("office.stopped"), Mark.HINT)
            return
        self._tell(trouble(error), Mark.WARNING if isinstance(error, AppError) else Mark.ERROR)


def _only_plans(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The plans that were named, each once, where nothing else was; looks no further than at the first that is none."""
    from forms.guards.plan_files import plan_at

    found: dict[Path, None] = {}
    for path in paths:
        plan = plan_at(path)
        if plan is None:
            return ()
        found[plan] = None
    return tuple(found)


def _counted(paths: Sequence[Path]) -> str:
    """The folders by their names, and how many files there are."""
    folders = [one.name for one in paths if one.is_dir()]
    what = [say("office.effect.folders", 名="”、“".join(folders))] if folders else []
    return "、".join([*what, *([say("office.effect.files", n=n)] if (n := len(paths) - len(folders)) else [])])
