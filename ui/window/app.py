"""App: the only place that connects the window's parts — the Qt application, its look, where the workspace is.

Heavy libraries and the pages of the desk are not loaded here: a second after the window is up the background lane loads
them, and reads the guide, so that the first 送审稿 does not wait and no page stands still as it is opened.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from models.basics.errors import AppError, MachineError
from models.basics.messages import CHINESE, choose_language, language_in_use, say
from models.basics.resources import RESOURCES
from models.store.connection import lock
from ui.basics import folders, journal
from ui.basics.completion import Mark
from ui.basics.jobs import PAINTED, Progress
from ui.basics.texts import trouble
from ui.basics.window_settings import WindowSettings, memory_in
from ui.frame.watchdog import Watchdog
from ui.look.focus import FieldKeys, ReturnToOwner
from ui.look.theme import apply_theme, prefers_dark
from ui.session.doorbell import in_use, ring
from ui.window.main_window import MainWindow

NAME = "TanBao"
WARM_UP = 1000  # ms after the window is up
ICON_SIDES = (16, 24, 32, 48, 64, 256)  # pixels, as title bars and lists of windows ask for
WARM = (
    "ui.screens.table", "ui.screens.register", "ui.screens.findings", "ui.screens.filing", "ui.evidence.evidence_box",
    "forms.unit.filing",
)  # fmt: skip


def run(data: Path | None, papers: Sequence[Path] = ()) -> int:
    """Show the window on a workspace folder (None: the usual one) until it is closed; return the exit code.

    `papers` are opened where they belong: at a unit, in the office's receiving, or shown as what they are. Where the
    workspace is open in another window of this person's, that one comes forward and takes them.
    """
    folder = folders.workspace_folder(data)
    if in_use(folder) and ring(folder, papers):
        return 0
    memory = memory_in(folders.settings_folder())
    settings = WindowSettings(memory)
    choose_language(settings.language)
    if settings.scale != 100:  # Qt takes it before the application is made, and only then
        os.environ.setdefault("QT_SCALE_FACTOR", str(settings.scale / 100))
    app = application()
    apply_theme(app, dark=prefers_dark() if settings.dark is None else settings.dark)
    journal.note("window", system=sys.platform, papers=len(papers))
    window = MainWindow(folder, memory, choose=data is None)
    _remember_folder_of(window)
    sys.excepthook = reporter(window)
    window.show()
    app.aboutToQuit.connect(Watchdog(app).stop)
    if papers:
        QTimer.singleShot(0, lambda: window.take(papers))
    QTimer.singleShot(PAINTED, lambda: dress(app))
    QTimer.singleShot(WARM_UP, lambda: window.lane.run(window, _warm_up, lambda _: None, _note_failure))
    return app.exec()


def _remember_folder_of(window: MainWindow) -> None:
    """Let the next start find the workspace of a window, also the one it opened before anybody could hear of it."""
    window.folder_opened.connect(folders.remember)
    if window.desk is not None:
        folders.remember(window.desk.session.workspace.folder)


def application() -> QApplication:
    """Return the Qt application, made on first use. Raises MachineError("no_display")."""
    found = QApplication.instance()
    if found is None and not has_display():
        raise MachineError("no_display")  # else Qt ends the program with a sentence of its own
    app = found if isinstance(found, QApplication) else QApplication([NAME])
    if not app.findChild(ReturnToOwner):
        ReturnToOwner(app)
        FieldKeys(app)
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(say("window.title"))
    speak(app)
    return app


def dress(app: QApplication) -> None:
    """Give every window the program's icon; once the first is up, because it is drawn from a file."""
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QIcon, QImageReader, QPixmap

    icon = QIcon()
    for side in ICON_SIDES:
        reader = QImageReader(str(RESOURCES / "icons" / "tanbao.svg"))
        reader.setScaledSize(QSize(side, side))
        icon.addPixmap(QPixmap.fromImage(reader.read()))
    app.setWindowIcon(icon)


def has_display() -> bool:
    """True when a window can be shown, on a screen or on what the environment names in place of one."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def speak(app: QApplication) -> None:
    """Let Qt's own menus, dialogs and calendars speak the window's language."""
    chinese = language_in_use() == CHINESE
    locale = QLocale(QLocale.Language.Chinese, QLocale.Country.China) if chinese else QLocale(QLocale.Language.English)
    QLocale.setDefault(locale)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if chinese:
        words = QTranslator(app)
        if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(words)
        app.installTranslator(OwnWords(app))


class OwnWords(QTranslator):
    """Our words where Qt's own translation has others for the same thing, or leaves its dialog of files in English."""

    CONTEXTS = ("QFileDialog", "QAbstractFileIconProvider", "QFileSystemModel", "QLineEdit", "QWidgetTextControl")
    WORDS: ClassVar = {
        "&Look in:": "look_in",
        "Files of &type:": "of_type",
        "Folder": "folder",
        "File Folder": "folder",
        "File": "file",
        "%1 File": "file_of",
        "Drive": "drive",
        "%1 bytes": "bytes",
        "&Undo": "undo",
        "Size": "size",
        "Directory:": "folder_named",
        "Find Directory": "find_folder",
        "Parent Directory": "above",
        "Go to the parent directory": "go_above",
        "Could not delete directory.": "folder_stays",
        "%1 already exists.\nDo you want to replace it?": "replace",
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.": "no_folder",
        "%1\nFile not found.\nPlease verify the correct file name was given.": "no_file",
    }

    def isEmpty(self) -> bool:
        """Qt asks only translators that have something to say."""
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Return our words; None leaves a text to the next translator."""
        known = self.WORDS.get(text) if context in self.CONTEXTS else None
        return say(f"window.qt.{known}") if known else None


def _note_failure(error: BaseException) -> None:
    """What fails in the background keeps nobody from working: the journal has it."""
    journal.note("failed", kind=type(error).__name__, code=getattr(error, "code", "-"))


def _warm_up(_: Progress) -> None:
    for module in WARM:
        import_module(module)
    from models.issued.opened_copies import sweep_opened
    from models.system.temporary import sweep_temporary
    from ui.guide.guide_window import pages
    from ui.session.trial_workspace import sweep_trials

    pages(language_in_use())
    sweep_opened()
    sweep_trials()
    sweep_temporary(lock.must_stay)


def reporter(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return a hook that opens the crash page for what no screen has caught; what was saved is safe."""

    def report(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        _note_failure(error)
        if isinstance(error, AppError | MachineError | OSError):
            window.tell(trouble(error), Mark.ERROR)  # somebody can act: no bug of ours
            return
        sys.__excepthook__(kind, error, at)
        window.show_crash(kind, at)

    return report
