"""Store watch: looks after the open store while nobody types — at rest it is whole in its file, and in its place.

Compares the record with itself in the background when it is opened, and again at rest when a large one was written to;
says what a person must know of it: that it is open for reading only, or older than it was.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from models.basics.errors import AppError, MachineError
from models.basics.messages import say, sentence
from models.store import AnyStore, UnitStore
from models.store.file.chain import RecordGap
from models.workspace.act import RESTORED
from models.workspace.copied import told_of_copy
from ui.basics.completion import Mark
from ui.basics.jobs import Lane
from ui.basics.texts import trouble

Tell = Callable[[str, Mark], None]
EVERY = 1000  # ms
IDLE = 2.0  # seconds without a write
SEEN = 200  # ms after which the desk has been painted: nothing that is compared is shown on it


class StoreWatch(QObject):
    """Watches one open store; ends with its parent."""

    compared = Signal()  # the record was compared with what the store says now
    looked = Signal()  # the file is in its place: what could not be written may be tried again
    gone = Signal(bool)  # the file is not in its place: nothing is saved any more; False = it is there again

    def __init__(self, store: AnyStore, lane: Lane, tell: Tell, stand: Tell, parent: QObject) -> None:
        """Watch from now on, and compare the record once in the lane.

        `tell` says a sentence on the desk, `stand` one beside whatever else is said there. The window
        has asked the store to `be_quick` before its desk was built.
        """
        super().__init__(parent)
        self._store, self._tell, self._stand, self._told = store, tell, stand, ""
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.timer.start(EVERY)
        self._lane, self._state, self._busy = lane, store.acts.comparison.state(), False
        self._gaps: tuple[RecordGap, ...] = ()
        QTimer.singleShot(SEEN, self, self._compare)
        QTimer.singleShot(0, self, self._begin)

    def _compare(self) -> None:
        """Compare in the lane; what is written meanwhile is compared at the next rest."""
        if self._store.closed:
            return
        self._state, self._busy = self._store.acts.comparison.state(), True
        self._lane.run(self, lambda _: self._store.verify_apart(), self._verified, self._uncompared)

    def _uncompared(self, _: BaseException) -> None:
        self._busy = False  # it is tried again at rest; whatever is issued compares for itself

    def _verified(self, found: tuple[tuple[int, str], tuple[RecordGap, ...]]) -> None:
        """Say what the comparison in the background found; nobody is kept from typing meanwhile."""
        head, gaps = found
        self._busy = False
        if self._store.closed:
            return
        self._store.acts.comparison.take_verified(self._state, head, gaps)
        self.compared.emit()
        self._tell_altered(gaps)

    def _tell_altered(self, gaps: tuple[RecordGap, ...]) -> None:
        """Say once what does not hold: found in the background, or by an act that was recorded nevertheless."""
        if gaps != self._gaps and gaps:
            from models.proof.gaps import altered_words

            self._stand(altered_words(self._store, gaps), Mark.ERROR)
        self._gaps = gaps

    def _begin(self) -> None:
        if self._store.closed:
            return
        if self._store.handed_over is not None:
            self._stand(sentence(self._store.handed_over), Mark.WARNING)
        elif self._store.read_only:
            words = "open_read_only_unit" if isinstance(self._store, UnitStore) else "open_read_only"
            self._stand(say(f"backups.{words}", folder=self._store.folder), Mark.WARNING)
        elif words := told_of_copy(self._store):
            self._stand(words, Mark.WARNING)
        elif self._store.get_value(RESTORED):
            self._stand(say("backups.open_restored"), Mark.WARNING)

    def look(self) -> None:
        """Look once: is the file in its place, and has nobody written for a while? What is wrong is said once."""
        if self._store.closed:
            self.timer.stop()
            return
        try:
            self._look_for_file()
            self._store.rest(IDLE)
            if not self._busy and self._store.acts.comparison.is_comparing:
                self._compare()
            self._tell_altered(self._store.acts.comparison.altered)
            if self._told:  # what was said of the file is true no more
                self._told = ""
                self._tell(say("backups.writable_again"), Mark.DONE)
            self.looked.emit()
        except (AppError, MachineError) as error:
            if trouble(error) != self._told:
                self._told = trouble(error)
                self._tell(self._told, Mark.ERROR)

    def _look_for_file(self) -> None:
        try:
            self._store.require_here()
        except MachineError:
            self.gone.emit(True)
            raise
        self.gone.emit(False)
