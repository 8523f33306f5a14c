"""Step: what each step of a first start must answer. Its card with buttons and keys is `first_steps.card`."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from models.basics.messages import say
from ui.first_steps.course import Course


class SetupStep(QWidget):
    """One step. Subclasses build their fields from the course and keep every choice there."""

    key = ""  # of its words: first_run.<key>.name, .words, .go
    done = Signal()  # what the step asks for is there: the next one comes
    finished = Signal(object, str)  # folder of the workspace, 核对码 of the unit's key; of the last step only
    changed = Signal()  # what the primary button says, or whether it may be pressed, may be different

    def __init__(self, course: Course) -> None:
        """Keep the course; build widgets in the subclass."""
        super().__init__()
        self.course = course

    def words(self) -> str:
        """Return what the step is about, in one or two sentences."""
        return say(f"first_run.{self.key}.words")

    def action(self) -> str:
        """Return what the primary button says."""
        return say(f"first_run.{self.key}.go")

    def ready(self) -> bool:
        """True when the primary button may be pressed."""
        return True

    def first_field(self) -> QWidget | None:
        """Return where the keyboard lands, None = on the primary button."""
        return None

    def go_on(self) -> None:
        """Do what the primary button says."""
        self.done.emit()

    def keep(self) -> None:
        """Keep what is typed and not yet left."""


def line(text: str, name: str, hint: str = "") -> QLineEdit:
    """Return a line to type in, named for screen readers, with a hint while it is blank."""
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setMinimumHeight(32)
    return made
