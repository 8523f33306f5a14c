"""Reason line: why a return is corrected. It is part of what the leader signs, so it is asked before the 送审稿."""

from PySide6.QtWidgets import QLineEdit

from models.basics.errors import AppError
from models.basics.messages import say
from models.sheet.explanation import require_reason


class ReasonLine(QLineEdit):
    """订正原因, named for the screen reader."""

    def __init__(self, text: str = "") -> None:
        """Begin with what was typed before."""
        super().__init__(text)
        self.setPlaceholderText(say("window.filing.reason"))
        self.setAccessibleName(say("window.filing.reason"))

    @property
    def refusal(self) -> AppError | None:
        """Why nothing is made with what stands here: nothing, or words that are no reason; None for a reason."""
        try:
            require_reason(self.text(), "reason_needed")
        except AppError as error:
            return error
        return None
