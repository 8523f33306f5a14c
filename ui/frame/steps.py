"""Steps: undo and redo where they can be seen, and the sentence that says what was taken back.

What a step changes on another page is not changed out of sight: the first time one is only taken there.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.basics.errors import AppError, MachineError
from ui.basics.completion import Mark
from ui.basics.jobs import Stopped
from ui.basics.places import place_words
from ui.basics.texts import say, trouble
from ui.session.commands import Put
from ui.session.screen import Screen, ScreenContext
from ui.session.session import Foreseen
from ui.tables.long_paste import MANY_LINES, WaitingBox


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
        if step is None:
            desk.tell(say(f"undo.nothing_{what}"), Mark.HINT)
            return
        place, size, sheet = step.places[0], step.size, desk.session.sheet
        page = desk.page_of(place)
        facts = {"处": page.title if page else "", "做法": say(f"undo.why.{step.why}"), "n": size}
        if size == 1 and place not in sheet.register_ids:
            facts["处"] = place_words(sheet, place)
        if page is not None and page.key != self._page():
            desk.go(place)
            desk.tell(say(f"undo.first_{what}", **facts), Mark.HINT)
            return

        def take(foreseen: Foreseen | None = None) -> None:
            try:
                (desk.edits.undo if back else desk.edits.redo)(foreseen)
            except (AppError, MachineError, OSError) as error:
                desk.tell(trouble(error), Mark.ERROR)
                return
            desk.go(place)
            if (screen := self._screen()) is not None:
                screen.show_places(step.places)
            desk.tell(say(f"undo.{what}", **facts), Mark.DONE)

        if size < MANY_LINES:
            take()
        else:
            self._take_checked(step, take, back=back)

    def _take_checked(self, step: Put, take: Callable[[Foreseen], None], *, back: bool) -> None:
        """Check in the lane what a long step leads to, then take it; stopped, it stays as it was."""

        def failed(error: BaseException) -> None:
            stopped = isinstance(error, Stopped)
            self._desk.go(step.places[0])
            self._desk.tell(*((say("undo.stopped"), Mark.HINT) if stopped else (trouble(error), Mark.ERROR)))

        self.waiting = WaitingBox(self._window, say("undo.checking", n=step.size), say("undo.waiting"))
        self.waiting.check(self._desk.lane, lambda: step.foresee(back=back), take, failed)
