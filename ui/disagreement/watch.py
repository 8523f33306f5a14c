"""Disagreement watch: finds in the background what filed returns no longer agree with the open sheet, or another.

All checks of another period are run for it, so that it waits until nobody types, and runs in the lane on a sheet of its
own; a workspace that has filed nothing in another period is not looked at.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from ui.basics.completion import Disagreement
from ui.basics.jobs import Lane, Progress
from ui.session.session import Session

REST = 250  # ms without an edit after which it is looked


class DisagreementWatch(QObject):
    """Keeps `Session.disagreement` for as long as its parent, the desk, is there."""

    def __init__(self, session: Session, lane: Lane, parent: QObject) -> None:
        """Look once the desk has been painted, and after every edit."""
        super().__init__(parent)
        self._session, self._lane, self._busy = session, lane, False
        self.timer = QTimer(self, singleShot=True, interval=REST)
        self.timer.timeout.connect(self.look)
        session.changed.connect(lambda _: self.timer.start())
        self.timer.start()

    def look(self) -> None:
        """Look in the lane; again when the sheet is another one once it is found."""
        workspace, sheet = self._session.workspace, self._session.sheet
        if workspace.store.closed or self._busy:
            return
        if not workspace.store.returns.periods() - {sheet.period_id}:
            self._show(Disagreement())
            return
        base, self._busy = sheet, True
        sheet = replace(base, cache=base.cache.copy())

        def work(_: Progress) -> Disagreement:
            from models.versions.contradicted import all_to_look_at, contradicted_by

            with workspace.store.apart() as store:
                return Disagreement(later=contradicted_by(store, sheet), again=all_to_look_at(store))

        def done(found: Disagreement) -> None:
            self._busy = False
            if self._session.sheet is base:
                self._show(found)
            else:
                self.timer.start()

        self._lane.run(self, work, done, self._failed)

    def _failed(self, _: BaseException) -> None:
        self._busy = False  # it is looked again after the next edit; the command line and the office tell it as well

    def _show(self, found: Disagreement) -> None:
        if found != self._session.disagreement:
            self._session.disagreement = found
            self._session.disagreed.emit()
