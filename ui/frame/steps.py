"""Steps: undo and redo where they can be seen, and the sentence that says what was taken back.

What a step changes on another page, or in another period, is not changed out of sight: the first time one is only
taken there.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.jobs import Stopped
from ui.basics.places import place_words
from ui.basics.texts import trouble
from ui.session.commands import Put
from ui.session.screen import Screen, ScreenContext
from ui.session.session import Foreseen

if TYPE_CHECKING:
    from ui.tables.long_paste import WaitingBox


MOST_APART = 50  # cells of a register that are marked by their addresses


class StepsInSight:
    """Takes steps of the desk's edits back and makes them again."""

    def __init__(
        self, desk: ScreenContext, page: Callable[[], str], screen: Callable[[], Screen | None], window: QWidget
    ) -> None:
        """`page` tells the key of the open page, `screen` what is shown; a long step waits over `window`."""
        self._desk, self._page, self._screen, self._window = desk, page, screen, window
        self.waiting: WaitingBox | None = None  # the last one

    def undo(self) -> None:
        """Take back the last step, or go where it was made."""
        self._step(self._desk.edits.last, back=True)

    def redo(self) -> None:
        """Make the step that was taken back again, or go where it was made."""
        self._step(self._desk.edits.next, back=False)

    def _step(self, step: Put | None, *, back: bool) -> None:
        desk, what = self._desk, "undone" if back else "redone"
        if words := self._why_not(step, what):
            desk.tell(words, Mark.HINT)
        if step is None or words or self._gone_there(step, what):
            return

        def take(foreseen: Foreseen | None = None) -> None:
            facts = self._facts(step)
            try:
                (desk.edits.undo if back else desk.edits.redo)(foreseen)
            except (AppError, MachineError, OSError) as error:
                desk.tell(trouble(error), Mark.ERROR)
                return
            if not self._held(step):
                desk.go(step.home)
            if (screen := self._screen()) is not None:
                _show_changed(screen, step)
            desk.tell(say(f"window.undo.{what}", **facts), Mark.DONE)

        from ui.tables.long_paste import MANY_LINES

        if step.size < MANY_LINES:
            take()
        else:
            self._take_checked(step, take, back=back)

    def _why_not(self, step: Put | None, what: str) -> str:
        """Why no step is taken: there is none, all is sealed, or what was done last is none; "" where one is."""
        edits = self._desk.edits
        if what == "undone" and edits.apart:
            apart, edits.apart = edits.apart, ""
            return say(f"window.undo.apart_{apart}" if step is not None else f"window.undo.apart_{apart}_alone")
        if step is not None:
            return ""
        return say("window.undo.sealed" if self._desk.session.locked else f"window.undo.nothing_{what}")

    def _held(self, step: Put) -> bool:
        """True where the open page shows a step's places although another page is theirs."""
        screen = self._screen()
        return screen is not None and screen.holds(step.places)

    def _facts(self, step: Put) -> dict[str, object]:
        """What a step is called: where, how, how much; in the period it was made in."""
        place, sheet, page = step.home, self._desk.session.sheet, self._desk.page_of(step.home)
        where = page.title if page else ""
        if step.size == 1 and page is not None and page.key != place:
            where = place_words(sheet, place)
        counted = [say(f"window.undo.{unit}", n=n) for unit, n in step.counted.items() if n]
        return {"处": where, "做法": say(f"window.undo.why.{step.why}"), "多少": "、".join(counted)}

    def _gone_there(self, step: Put, what: str) -> bool:
        """Go where a step was made, also to another period, where that is not in sight; True when that was all."""
        desk = self._desk
        if step.period != desk.session.period_id:
            desk.open_period(step.period, lambda: self._show(step, f"other_{what}"))
            return True
        page = desk.page_of(step.home)
        if page is None or page.key == self._page() or self._held(step):
            return False
        self._show(step, f"first_{what}")
        return True

    def _show(self, step: Put, key: str) -> None:
        """Go where a step was made, and say that it is not taken yet."""
        self._desk.go(step.home)
        words = say(f"window.undo.{key}", 期=self._desk.session.period.name, **self._facts(step))
        self._desk.tell(words, Mark.HINT)

    def _take_checked(self, step: Put, take: Callable[[Foreseen], None], *, back: bool) -> None:
        """Check in the lane what a long step leads to, then take it; stopped, it stays as it was."""

        def failed(error: BaseException) -> None:
            stopped = isinstance(error, Stopped)
            self._desk.go(step.home)
            self._desk.tell(*((say("window.undo.stopped"), Mark.HINT) if stopped else (trouble(error), Mark.ERROR)))

        from ui.tables.long_paste import WaitingBox

        self.waiting = WaitingBox(self._window, say("window.undo.checking", n=step.size), say("window.undo.waiting"))
        self.waiting.check(self._desk.lane, lambda: step.foresee(back=back), take, failed)


def _show_changed(screen: Screen, step: Put) -> None:
    """Mark what a step has changed; of thousands of cells of a register no addresses are made."""
    rows = [(name, cells) for name, cells in step.changed_rows if len(cells) > MOST_APART]
    if not rows:
        screen.show_places(step.changed_cells)
    elif apart := step.places[: -len(step.changed_rows)]:
        screen.show_places(apart)
    for name, cells in rows:
        screen.show_rows(name, cells)
