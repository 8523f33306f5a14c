"""Steps: undo and redo where they can be seen, and the sentence that says what was taken back.

What a step changes on another page is not changed out of sight: the first time one is only taken there.
"""

from collections.abc import Callable

from models.basics.errors import AppError, MachineError
from ui.basics.completion import Mark
from ui.basics.places import place_words
from ui.basics.texts import say, trouble
from ui.session.commands import Put
from ui.session.screen import Screen, ScreenContext


class StepsInSight:
    """Takes steps of the desk's edits back and makes them again."""

    def __init__(self, desk: ScreenContext, page: Callable[[], str], screen: Callable[[], Screen | None]) -> None:
        """`page` tells the key of the open page, `screen` what is shown."""
        self._desk, self._page, self._screen = desk, page, screen

    def undo(self) -> None:
        """Take back the last step, or go where it was made."""
        self._step(self._desk.edits.last, self._desk.edits.undo, "undone")

    def redo(self) -> None:
        """Make the step that was taken back again, or go where it was made."""
        self._step(self._desk.edits.next, self._desk.edits.redo, "redone")

    def _step(self, step: Put | None, act: Callable[[], None], what: str) -> None:
        desk = self._desk
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
        try:
            act()
        except (AppError, MachineError, OSError) as error:
            desk.tell(trouble(error), Mark.ERROR)
            return
        desk.go(place)
        if (screen := self._screen()) is not None:
            screen.show_places(step.places)
        desk.tell(say(f"undo.{what}", **facts), Mark.DONE)
