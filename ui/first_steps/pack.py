"""Step 任务包: whose pack it is, and its 核对码 to be compared by telephone. Trust starts here."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from models.basics.messages import say
from ui.first_steps.course import Course
from ui.first_steps.step import SetupStep
from ui.look.widgets import column, frame, label, row

DAY = len("2020-09-25")


class PackStep(SetupStep):
    """The pack that was opened."""

    key = "pack"

    def __init__(self, course: Course) -> None:
        """Show what is in the pack."""
        super().__init__(course)
        pack = course.pack
        if pack is None:
            return
        code = label(pack.code, "display")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(label(pack.plan.title, "heading", wrap=True))
        for key, text in (("office", pack.office), ("issued", pack.issued[:DAY])):
            name = label(say(f"first_run.pack.{key}"), "quiet")
            name.setFixedWidth(88)
            said = row(name, label(text, wrap=True))
            said.setStretch(1, 1)
            layout.addLayout(said)
        layout.addWidget(frame(column(label(say("first_run.pack.code"), "quiet"), code, spacing=4), "note-hint", 16))
        layout.addWidget(label(say("first_run.pack.wrong"), "quiet", wrap=True))
        layout.addStretch(1)
