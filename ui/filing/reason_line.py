"""Reason line: why a return is corrected. It is part of what the leader signs, so it is asked before the 送审稿."""

from PySide6.QtWidgets import QLineEdit

from models.basics.messages import say
from models.sheet.explanation import says_why


class ReasonLine(QLineEdit):
    """订正原因, named for the screen reader."""

    def __init__(self, text: str = "") -> None:
        """Begin with what was typed before."""
        super().__init__(text)
        self.setPlaceholderText(say("window.filing.reason"))
        self.setAccessibleName(say("window.filing.reason"))

    @property
    def lacking(self) -> bool:
        """True where nothing stands, or words that are no reason."""
        return not says_why(self.text())
