"""Acts of the office's desk: each asks once and is recorded.

The person at the desk is asked for by name and remembered for the next act; passphrases are kept nowhere.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.office.asking import AskedField
from ui.office.doing import DOING, Said, ask_act
from ui.office.page import OfficeParts


class DeskActs:
    """What all acts that ask once have in common."""

    def __init__(self, parts: OfficeParts, parent: QWidget) -> None:
        """Keep the parts; dialogs stand over `parent`."""
        self._parts, self._parent, self.session = parts, parent, parts.session

    def ask(
        self,
        name: str,
        effect: str,
        fields: list[AskedField],
        work: Callable[[Said, Progress], str],
        done: Callable[[str], None] | None = None,
    ) -> None:
        """Open the dialog of an act, whose words are those of `name`; `done` is told what was done, else the page."""
        title, primary = say(f"office.ask.{name}"), say(f"office.ask.{name}_now")
        self.dialog = ask_act(self._parts, self._parent, title, effect, fields, primary, work, done or self.done)
        self.dialog.open()

    def write(self, work: Callable[[Progress], object], told: Callable[[Any], str]) -> None:
        """Write files in the background; nothing of what the desk shows is another then."""

        def failed(error: BaseException) -> None:
            self._parts.tell(trouble(error), Mark.WARNING)

        words = say(DOING)
        self._parts.tell(words, Mark.HINT)
        self._parts.lane.run(
            self._parent, work, lambda found: self._parts.tell(told(found), Mark.DONE), failed, words=words
        )

    def done(self, words: str) -> None:
        """Say on the page what was done."""
        self._parts.tell(words, Mark.DONE)
