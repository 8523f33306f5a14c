"""Long steps: an act on thousands of rows of a register, laid and checked in the lane, then put as one step.

Until it is put nothing is kept, so that stopping it leaves the register as it was.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from models.basics.records import dataclass
from ui.basics.completion import Mark
from ui.basics.gc_tuning import many_objects
from ui.basics.jobs import Progress, Stopped
from ui.basics.texts import trouble
from ui.session.screen import ScreenContext
from ui.session.session import Foreseen
from ui.tables.laying import Laid
from ui.tables.long_paste import WaitingBox


@dataclass(frozen=True, slots=True)
class Act:
    """What the box says of an act and how it is called there, and what is said once it was stopped."""

    words: str
    title: str
    stopped: str


PASTE = Act("window.register.pasting", "window.register.waiting", "window.register.stopped")
CLEAR = Act("window.register.clearing", "window.register.clear", "window.register.left_as_is")
REMOVE = Act("window.register.removing", "window.register.remove", "window.register.left_as_is")


@dataclass(frozen=True, slots=True, kw_only=True)
class LongStep:
    """What is done to so many rows of a register."""

    register: str
    rows: int
    act: Act
    lay: Callable[[Progress], tuple[Laid | None, Any]]  # None: nothing is put; and what is told then
    put: Callable[[Laid, Foreseen], None]
    tell: Callable[[Any], None]

    def run(self, view: QWidget, desk: ScreenContext) -> WaitingBox:
        """Lay and check in the lane under a box that can be stopped, then put and tell; the keyboard goes back."""
        session = desk.session

        def work(report: Progress) -> tuple[Laid | None, Foreseen | None, object]:
            with many_objects():
                laid, said = self.lay(report)
                report(self.rows, self.rows)
                foreseen = None if laid is None else session.foresee({self.register: laid.rows})
            report(self.rows, self.rows)  # somebody may have stopped meanwhile
            return laid, foreseen, said

        def done(answer: tuple[Laid | None, Foreseen | None, object]) -> None:
            view.setFocus()
            laid, foreseen, said = answer
            try:
                if laid is not None and foreseen is not None:
                    self.put(laid, foreseen)
            except (AppError, MachineError, OSError) as error:
                desk.tell(trouble(error), Mark.ERROR)
                return
            self.tell(said)

        def failed(error: BaseException) -> None:
            view.setFocus()
            stopped = isinstance(error, Stopped)
            desk.tell(*((say(self.act.stopped), Mark.HINT) if stopped else (trouble(error), Mark.ERROR)))

        box = WaitingBox(view.window(), say(self.act.words, n=self.rows), say(self.act.title))
        box.run(desk.lane, work, done, failed)
        return box
