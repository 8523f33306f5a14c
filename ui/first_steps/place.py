"""Step 存放位置: where the data lie, and a second place for copies. What may not be used is said at once."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.basics.errors import AppError
from models.basics.messages import say, sentence
from models.store import has_store
from ui.basics.completion import Mark
from ui.basics.folder_rules import check_data_folder, check_second_place, on_same_disk, refuse_synced
from ui.basics.jobs import Progress
from ui.files.dialogs import ask_folder
from ui.first_steps.course import Course
from ui.first_steps.step import SetupStep, line
from ui.look.widgets import button, emptied, label, note, row

Checked = tuple[Path, Path | None]


class PlaceStep(SetupStep):
    """Two folders."""

    key = "place"

    def __init__(self, course: Course) -> None:
        """Show the folders as they were chosen, or as the program proposes."""
        super().__init__(course)
        self.data = line(str(course.place), say("first_run.place.data"))
        self.copies = line(course.choices.copies, say("first_run.place.copies"), say("first_run.place.copies_here"))
        self._notes = (QVBoxLayout(), QVBoxLayout())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for field, key, below in zip((self.data, self.copies), ("data", "copies"), self._notes, strict=True):
            browse = button(say("first_run.browse"), partial(self._browse, field))
            browse.setAutoDefault(True)
            line_of_both = row(field, browse)
            line_of_both.setStretch(0, 1)
            layout.addWidget(label(say(f"first_run.place.{key}"), "heading"))
            layout.addLayout(line_of_both)
            layout.addWidget(label(say(f"first_run.place.{key}_words"), "small", wrap=True))
            layout.addLayout(below)
            layout.addSpacing(12)
            field.textChanged.connect(self._say_all)
            field.editingFinished.connect(self.keep)
        layout.addStretch(1)
        self._say_all()

    def first_field(self) -> QWidget:
        return self.data

    def keep(self) -> None:
        self.course.choose(place=self.data.text().strip(), copies=self.copies.text().strip())

    def _browse(self, field: QLineEdit) -> None:
        chosen = ask_folder(self, say("first_run.browse"), field.text())
        if chosen:
            field.setText(str(Path(chosen)))
            field.setFocus()
            self.keep()

    def _say_all(self) -> None:
        """What is to be said of the folders, as far as their names tell; the disk is asked when one goes on."""
        self._say(0, self.data.text())
        self._say(1, self.copies.text())

    def _say(self, which: int, text: str) -> None:
        emptied(self._notes[which])
        said = _synced(text) or (self._of_data(Path(text)) if which == 0 else self._of_copies(text))
        if said is not None:
            self._notes[which].addWidget(note(*said))

    def _of_data(self, folder: Path) -> tuple[str, Mark] | None:
        there = folder.is_absolute() and has_store(folder)
        return (say("first_run.place.data_here"), Mark.HINT) if there else None

    def _of_copies(self, text: str) -> tuple[str, Mark] | None:
        one, other = Path(text.strip()), Path(self.data.text().strip())
        if not text.strip() or not (one.is_absolute() and other.is_absolute()):
            return None
        return (say("first_run.place.same_disk"), Mark.WARNING) if on_same_disk(one, other) else None

    def go_on(self) -> None:
        data, copies, unit = self.data.text(), self.copies.text(), self.course.choices.unit

        def work(_: Progress) -> Checked:
            folder = check_data_folder(data, unit)
            return folder, check_second_place(copies, folder)

        self.course.run(work, self._checked)

    def _checked(self, found: Checked) -> None:
        data, copies = found
        self.course.choose(place=str(data), copies=str(copies) if copies else "")
        self.done.emit()


def _synced(text: str) -> tuple[str, Mark] | None:
    if not text.strip():
        return None
    try:
        refuse_synced(Path(text.strip()))
    except AppError as error:
        return sentence(error), Mark.ERROR
    return None
