"""Settings files: settings written as a book to fill in, and taken from a file after their effect was seen."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.basics.messages import say
from models.basics.period import PLAN_ZONE
from ui.basics.completion import Mark
from ui.basics.jobs import Progress
from ui.basics.texts import trouble
from ui.files.dialogs import ask_file, ask_folder
from ui.office.asking import AskedField
from ui.office.doing import DOING, ask_act
from ui.office.page import OfficeParts
from ui.office.settings.effect import keep_text, settings_effect

SETTINGS_FILES = "Excel, TOML (*.xlsx *.xls *.et *.ods *.toml)"


class SettingsFiles:
    """What can be done with settings as a file."""

    def __init__(self, parts: OfficeParts, parent: QWidget, kept: Callable[[str], None]) -> None:
        """Keep the parts; dialogs stand over `parent`, and `kept` is told what was said of settings that are kept."""
        self._parts, self._parent, self._kept, self.session = parts, parent, kept, parts.session

    def choose_file(self) -> None:
        """Take settings from a file or a filled book, after their effect was seen."""
        chosen = ask_file(self._parent, say("office.set.from_file"), kinds=SETTINGS_FILES)
        if chosen:
            self.take_file(Path(chosen))

    def choose_book(self) -> None:
        """Ask for a folder and write the settings in force there: to print, and to fill in."""
        if chosen := ask_folder(self._parent, say("office.set.book")):
            self.write_book(Path(chosen))

    def write_book(self, out: Path) -> None:
        """Write the book of settings into a folder."""
        office = self.session.workspace

        def work(_: Progress) -> Path:
            from forms.settings_book.writer import write_settings_book

            return write_settings_book(office, out, datetime.now(PLAN_ZONE))[0]

        self._run(work, lambda path: self._parts.tell(say("office.set.book_written", 文件=path), Mark.DONE))

    def _run(self, work: Callable[[Progress], object], done: Callable[..., None]) -> None:
        """Do in the background what changes nothing here."""

        def failed(error: BaseException) -> None:
            self._parts.tell(trouble(error), Mark.WARNING)

        self._parts.tell(say(DOING), Mark.HINT)
        self._parts.lane.run(self._parent, work, done, failed, words=say(DOING))

    def take_file(self, path: Path) -> None:
        """Show what a settings file would change and ask who keeps it."""

        def work(_: Progress) -> tuple[str, str, list[str]]:
            from forms.office.previewing import preview_text
            from forms.settings_book.reader import settings_file

            text = settings_file(path, self.session.plan, self.session.settings)
            changes = preview_text(self.session.workspace, text)[0]
            listed = [f"{one.key}: {one.before or '—'} → {one.after or '—'}" for one in changes]
            return text, settings_effect(self.session, text), listed

        self._run(work, lambda found: self._ask_all(*found))

    def _ask_all(self, text: str, told: str, listed: Sequence[str]) -> None:
        """Ask who keeps the settings of a file, under what they would change."""
        self._parts.tell("", Mark.HINT)
        fields = [
            AskedField(name="document", words=say("office.case.given_document"), needed=False),
            self.session.person_field,
        ]
        title, primary = say("office.set.from_file"), say("office.set.keep_all")
        keep = partial(keep_text, self.session, text)
        self.dialog = ask_act(self._parts, self._parent, title, told, fields, primary, keep, self._kept, listed=listed)
        self.dialog.open()
