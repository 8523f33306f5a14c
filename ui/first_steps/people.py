"""Step 签报人员: who signs and the telephone; they stand on the cover of each new period and can be changed there."""

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from models.help.phrases import column_word
from models.workspace.first_run import signers
from ui.first_steps.course import Course
from ui.first_steps.step import SetupStep, line
from ui.look.widgets import label

LINE_WIDTH, NAME_WIDTH = 360, 72


class PeopleStep(SetupStep):
    """A line for each name."""

    key = "people"

    def __init__(self, course: Course) -> None:
        """Show the names that were given, here or on the return that was read."""
        super().__init__(course)
        self.lines: dict[str, QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        columns = signers(course.pack.plan) if course.pack else ()
        for number, column in enumerate(columns):
            field = line(course.choices.cover.get(column.name, ""), column_word(column))
            field.setMaximumWidth(LINE_WIDTH)
            field.editingFinished.connect(self.keep)
            self.lines[column.name] = field
            grid.addWidget(label(column_word(column)), number, 0)  # here they may all stay blank
            grid.addWidget(field, number, 1)
        grid.setColumnMinimumWidth(0, NAME_WIDTH)
        grid.setColumnMinimumWidth(1, LINE_WIDTH)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(columns), 1)

    def first_field(self) -> QWidget:
        blank = (field for field in self.lines.values() if not field.text())
        return next(blank, next(iter(self.lines.values())))

    def keep(self) -> None:
        said = {name: field.text().strip() for name, field in self.lines.items()}
        self.course.choose(cover={name: text for name, text in said.items() if text})

    def go_on(self) -> None:
        self.keep()
        self.done.emit()
